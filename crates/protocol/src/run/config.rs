//! What a run trains, on what, and how.

use serde::{Deserialize, Serialize};

use crate::learning_rate::Schedule;
use dataset::{Class, Imbalance};
use vision::augment::Augmentation;

/// Classes that can be made rare in one run.
pub const MAX_RARE: usize = 9;

/// A named training run. Everything that decides its result is here or in its own pictures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RunConfig {
    /// The visitor's name for it.
    pub name: String,
    /// Which network.
    pub network: NetworkChoice,
    /// Which weights it starts from.
    pub start: Start,
    /// Whether the convolutions stay as they are and only the dense layers learn.
    pub freeze_convolutions: bool,
    /// Which training images.
    pub data: DataChoice,
    /// Share of each batch that is drawn from the visitor's own pictures, in [0, 0.9]. Without
    /// own pictures it has no effect.
    pub own_share: f32,
    /// Draws initial weights, the choice of images, batch order, augmentation and dropout.
    pub seed: u64,
    /// Passes over the images.
    pub epochs: u32,
    /// Images a step.
    pub batch: u32,
    /// Highest learning rate.
    pub learning_rate: f64,
    /// How the learning rate changes over the run.
    pub schedule: Schedule,
    /// What makes a step of the gradients.
    pub optimizer: OptimizerChoice,
    /// How images are varied.
    pub augmentation: Augmentation,
}

/// Which network a run trains.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum NetworkChoice {
    /// Names the class.
    Classifier(ClassifierShape),
    /// Reconstructs one class.
    Autoencoder(Class),
}

/// The sizes of a classifier.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClassifierShape {
    /// Channels of the first and the second convolution.
    pub channels: [u16; 2],
    /// Width of the first dense layer.
    pub dense: u16,
    /// Dropout before the first and the second dense layer.
    pub dropout: [f32; 2],
    /// Whether each convolution is followed by batch normalisation.
    pub is_normalised: bool,
}

impl ClassifierShape {
    /// The shipped classifier's.
    pub const SHIPPED: Self =
        Self { channels: [64, 128], dense: 96, dropout: [0.2, 0.3], is_normalised: true };
    /// A fourteenth of the work, for a minute on a CPU.
    pub const SMALL: Self =
        Self { channels: [16, 32], dense: 64, dropout: [0.1, 0.2], is_normalised: true };
    /// The plain network that speed is compared by: no normalisation.
    pub const PLAIN: Self =
        Self { channels: [32, 64], dense: 128, dropout: [0.25, 0.25], is_normalised: false };
}

/// What makes a step of the gradients.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum OptimizerChoice {
    /// AdamW for all weights.
    #[default]
    AdamW,
    /// Muon for the weights between two hidden layers, AdamW for the others.
    Muon,
}

impl OptimizerChoice {
    /// Every choice.
    pub const ALL: [Self; 2] = [Self::AdamW, Self::Muon];
}

/// Which weights a run starts from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Start {
    /// Drawn from the seed.
    #[default]
    Scratch,
    /// The shipped classifier trained on everything, or the class's shipped autoencoder.
    Shipped,
    /// The shipped classifier that saw little of one class.
    ShippedImbalanced,
    /// Those of a run file that is sent along.
    Own,
}

/// Which training images a run sees.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DataChoice {
    /// Images to take of the training split, stratified and by seed, before classes are made
    /// rare. More than there are means all.
    pub images: u32,
    /// Classes made rare. Without effect on an autoencoder, which sees its class alone.
    pub rare: Vec<Imbalance>,
}

/// A value of a configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Field {
    /// [`RunConfig::epochs`]
    Epochs,
    /// [`RunConfig::batch`]
    Batch,
    /// [`RunConfig::learning_rate`]
    LearningRate,
    /// [`RunConfig::own_share`]
    OwnShare,
    /// [`Augmentation::shift`]
    Shift,
    /// [`Augmentation::erase`]
    Erase,
    /// [`DataChoice::rare`]
    RareClasses,
    /// [`Imbalance::ratio`]
    Ratio,
    /// [`ClassifierShape::channels`]
    Channels,
    /// [`ClassifierShape::dense`]
    Dense,
    /// [`ClassifierShape::dropout`]
    Dropout,
    /// [`GanConfig::images`](crate::gan::GanConfig::images)
    Images,
    /// [`GanConfig::steps`](crate::gan::GanConfig::steps)
    Steps,
    /// [`GanConfig::smoothing`](crate::gan::GanConfig::smoothing)
    Smoothing,
    /// [`GanConfig::average`](crate::gan::GanConfig::average)
    Average,
    /// [`ComparisonPlan::seeds`](crate::comparison::ComparisonPlan::seeds)
    Seed,
}

/// Why a configuration cannot be run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, thiserror::Error)]
pub enum ConfigError {
    /// A value is outside of what is allowed.
    #[error("{field:?} must be from {least} to {most}")]
    Range {
        /// Which value.
        field: Field,
        /// The least that is allowed.
        least: f64,
        /// The most.
        most: f64,
    },
    /// These weights do not fit this network.
    #[error("shipped weights fit the shipped network only")]
    Shape,
    /// More images a step than there are.
    #[error("a batch of {batch} needs more than the {images} images there are")]
    TooFewImages {
        /// Images a step.
        batch: u32,
        /// Images there are.
        images: u32,
    },
}

impl RunConfig {
    /// Whether the configuration can be run.
    ///
    /// # Errors
    /// Names the first value that is out of range or does not fit the others.
    pub fn check(&self) -> Result<(), ConfigError> {
        within(Field::Epochs, f64::from(self.epochs), 1.0, 200.0)?;
        within(Field::Batch, f64::from(self.batch), 4.0, 512.0)?;
        within(Field::LearningRate, self.learning_rate, 1e-6, 0.1)?;
        within(Field::OwnShare, f64::from(self.own_share), 0.0, 0.9)?;
        within(Field::Shift, self.augmentation.shift as f64, 0.0, 8.0)?;
        within(Field::Erase, f64::from(self.augmentation.erase), 0.0, 1.0)?;
        within(Field::RareClasses, self.data.rare.len() as f64, 0.0, MAX_RARE as f64)?;
        for rare in &self.data.rare {
            within(Field::Ratio, rare.ratio, 0.0, 1.0)?;
        }
        if let NetworkChoice::Classifier(shape) = self.network {
            for channels in shape.channels {
                within(Field::Channels, f64::from(channels), 4.0, 128.0)?;
            }
            within(Field::Dense, f64::from(shape.dense), 8.0, 512.0)?;
            for dropout in shape.dropout {
                within(Field::Dropout, f64::from(dropout), 0.0, 0.9)?;
            }
        }
        if self.data.images < self.batch {
            let (batch, images) = (self.batch, self.data.images);
            return Err(ConfigError::TooFewImages { batch, images });
        }
        match (self.start, self.network) {
            (Start::Shipped | Start::ShippedImbalanced, NetworkChoice::Classifier(shape))
                if !shape.same_layers(&ClassifierShape::SHIPPED) =>
            {
                Err(ConfigError::Shape)
            }
            (Start::ShippedImbalanced, NetworkChoice::Autoencoder(_)) => Err(ConfigError::Shape),
            _ => Ok(()),
        }
    }
}

impl ClassifierShape {
    /// Whether weights of one shape fit the other: dropout has none.
    pub fn same_layers(&self, other: &Self) -> bool {
        let layers = |shape: &Self| (shape.channels, shape.dense, shape.is_normalised);
        layers(self) == layers(other)
    }
}

/// Whether a value lies within its bounds; what is not a number never does.
pub(crate) fn within(field: Field, value: f64, least: f64, most: f64) -> Result<(), ConfigError> {
    if value >= least && value <= most {
        return Ok(());
    }
    Err(ConfigError::Range { field, least, most })
}

#[cfg(test)]
mod tests {
    use super::super::Preset;
    use super::*;

    fn config() -> RunConfig {
        Preset::Quick.config(42)
    }

    #[test]
    fn every_preset_can_be_run() {
        for preset in Preset::ALL {
            assert_eq!(preset.config(42).check(), Ok(()), "{preset:?}");
        }
    }

    #[test]
    fn what_is_out_of_range_is_named() {
        let fails = |change: fn(&mut RunConfig)| {
            let mut config = config();
            change(&mut config);
            config.check().unwrap_err().to_string()
        };
        assert_eq!(fails(|c| c.epochs = 0), "Epochs must be from 1 to 200");
        assert_eq!(
            fails(|c| c.learning_rate = f64::NAN),
            "LearningRate must be from 0.000001 to 0.1"
        );
        assert!(fails(|c| c.data.images = 10).contains("more than the 10 images"));
        assert!(fails(|c| c.start = Start::Shipped).contains("shipped network only"));
    }

    #[test]
    fn dropout_does_not_make_weights_unfit() {
        let other = ClassifierShape { dropout: [0.0, 0.0], ..ClassifierShape::SHIPPED };
        assert!(other.same_layers(&ClassifierShape::SHIPPED));
        assert!(!ClassifierShape::SMALL.same_layers(&ClassifierShape::SHIPPED));
    }
}
