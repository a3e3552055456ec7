//! A generative adversarial network in training, as plain data: what is trained on what and how
//! ([`GanConfig`]), what has been measured so far ([`GanRecord`]), where its images come from
//! ([`Codes`]) and how good they are ([`GanQuality`]).

use dataset::{Class, Imbalance};
use serde::{Deserialize, Serialize};
use statistics::generation::{CopyCheck, Fidelity, Variety};

use crate::run::{ConfigError, Field, within};

/// Numbers of a code, from which the generator draws an image.
pub const CODE: usize = 64;
/// Images of the grid that is drawn from the same codes as the training goes on.
pub const GRID: usize = 16;
/// Frames of the film of a whole training.
const FRAMES: u32 = 50;
/// Most images that can be asked for at once.
pub const MOST_IMAGES: u32 = 2_000;

/// A training of a generator and a discriminator on the images that are left of one class.
/// Everything that decides its result is here.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GanConfig {
    /// The class whose images are drawn.
    pub class: Class,
    /// Images to take of the training split, stratified and by seed, before the class is made rare.
    /// More than there are means all.
    pub images: u32,
    /// The share of the class's images that is left, in (0, 1].
    pub keep: f64,
    /// Draws initial weights, batches, codes and variations. The choice of images has a seed of its own.
    pub seed: u64,
    /// Steps of each network in all.
    pub steps: u32,
    /// Real images a step, and as many drawn ones.
    pub batch: u32,
    /// Learning rate of both networks.
    pub learning_rate: f64,
    /// Whether real and drawn images are varied alike before the discriminator sees them (Zhao et al.,
    /// "Differentiable Augmentation for Data-Efficient GAN Training", 2020).
    pub is_augmented: bool,
    /// What is taken from the target 1 of real images, in [0, 0.5] (Salimans et al. 2016).
    pub smoothing: f32,
    /// How much of the moving average of the generator's weights stays at each step, in [0, 0.9999].
    pub average: f32,
}

impl Default for GanConfig {
    fn default() -> Self {
        Self {
            class: Class::Shirt,
            images: 55_000,
            keep: 0.05,
            seed: 42,
            steps: 2_000,
            batch: 32,
            learning_rate: 1e-3,
            is_augmented: true,
            smoothing: 0.1,
            average: 0.99,
        }
    }
}

impl GanConfig {
    /// The class and what is left of it.
    pub fn imbalance(&self) -> Imbalance {
        Imbalance { class: self.class, ratio: self.keep }
    }

    /// Steps of the generator between two frames of the film.
    pub fn frame_every(&self) -> u32 {
        (self.steps / FRAMES).max(1)
    }

    /// Whether it can be trained.
    ///
    /// # Errors
    /// Names the first value that is out of range.
    pub fn check(&self) -> Result<(), ConfigError> {
        within(Field::Images, f64::from(self.images), 100.0, f64::from(u32::MAX))?;
        within(Field::Ratio, self.keep, 0.001, 1.0)?;
        within(Field::Steps, f64::from(self.steps), 1.0, 100_000.0)?;
        within(Field::Batch, f64::from(self.batch), 4.0, 128.0)?;
        within(Field::LearningRate, self.learning_rate, 1e-6, 0.01)?;
        within(Field::Smoothing, f64::from(self.smoothing), 0.0, 0.5)?;
        within(Field::Average, f64::from(self.average), 0.0, 0.9999)
    }
}

/// One of the two networks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Player {
    /// Draws images.
    Generator,
    /// Tells real from drawn.
    Discriminator,
}

/// What a step of the discriminator measured, before it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct DiscriminatorStep {
    /// Mean binary cross-entropy of real and drawn images together, in nats.
    pub loss: f32,
    /// Share of the real images that it took for real.
    pub real: f32,
    /// Share of the drawn images that it took for drawn.
    pub fake: f32,
}

/// What a step measured, before it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum GanMeasured {
    /// The generator's loss.
    Generator(f32),
    /// What the discriminator said.
    Discriminator(DiscriminatorStep),
}

/// The grid of images from fixed codes, after some steps of the generator.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Frame {
    /// Steps that the generator had taken.
    pub step: u32,
    /// [`GRID`] images of 784 grey values.
    #[serde(with = "serde_bytes")]
    pub pixels: Vec<u8>,
}

/// Everything measured of a training.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct GanRecord {
    /// Each step of the discriminator.
    pub discriminator: Vec<DiscriminatorStep>,
    /// The generator's loss at each of its steps, before it: mean of −log of the probability that the
    /// discriminator gives its images to be real, in nats.
    pub generator: Vec<f32>,
    /// The filmstrip, in order.
    pub frames: Vec<Frame>,
    /// Time spent on steps, in seconds.
    pub seconds: f64,
}

impl GanRecord {
    /// Takes down what a step measured, and gives its loss.
    pub fn note(&mut self, measured: GanMeasured) -> f32 {
        match measured {
            GanMeasured::Generator(loss) => {
                self.generator.push(loss);
                loss
            }
            GanMeasured::Discriminator(step) => {
                self.discriminator.push(step);
                step.loss
            }
        }
    }

    /// Takes a frame down, in the place of one of the same step.
    pub fn add_frame(&mut self, frame: Frame) {
        self.frames.retain(|earlier| earlier.step != frame.step);
        self.frames.push(frame);
    }

    /// Steps of the generator.
    pub fn steps(&self) -> u32 {
        self.generator.len() as u32
    }
}

/// A training that the engine has opened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GanOpened {
    /// How it is trained.
    pub config: GanConfig,
    /// What has been measured so far.
    pub record: GanRecord,
    /// Real images that it sees.
    pub images: u32,
    /// Some of them, at most [`GRID`]: 784 grey values each.
    #[serde(with = "serde_bytes")]
    pub real: Vec<u8>,
    /// Weights and biases of the generator and of the discriminator.
    pub parameters: [u32; 2],
    /// Steps between two frames of the filmstrip.
    pub frame_every: u32,
    /// Whether it is going on.
    pub is_playing: bool,
}

/// What steps measured, sent a few times a second.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GanStepped {
    /// Steps of the discriminator since the last report.
    pub discriminator: Vec<DiscriminatorStep>,
    /// Losses of the generator's steps since the last report.
    pub generator: Vec<f32>,
    /// A new frame of the filmstrip; one of the same step takes the earlier one's place.
    pub frame: Option<Frame>,
    /// Steps of both networks a second of late; 0 before it is known.
    pub steps_per_second: f64,
    /// Time spent on steps so far, in seconds.
    pub seconds: f64,
    /// Time left at this speed, in seconds; none before it is known.
    pub seconds_left: Option<f64>,
    /// Whether it is going on.
    pub is_playing: bool,
}

/// What to do with the training that is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum GanSteer {
    /// Go on.
    Play,
    /// Hold still after the step that is being taken. A checkpoint is sent.
    Pause,
    /// Take one step of one network, or of both (none), and hold still.
    Step(Option<Player>),
    /// End it here and keep what was learned: a checkpoint, then the job is done.
    Stop,
}

/// Where a generator is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum GeneratorRef {
    /// The shipped one of a class, where there is one.
    Shipped(Class),
    /// In the file of a training, as [`crate::messages::Event::Checkpoint`] gave it.
    Own(#[serde(with = "serde_bytes")] Vec<u8>),
}

/// The codes that images are drawn from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Codes {
    /// As many, standard normal, by seed.
    Drawn {
        /// The seed.
        seed: u64,
        /// How many.
        count: u32,
    },
    /// From the code of one seed to that of another along the sphere, both ends included.
    Path {
        /// The seed of the first code.
        from: u64,
        /// The seed of the last code.
        to: u64,
        /// How many codes in all, at least 2.
        count: u32,
    },
}

impl Codes {
    /// How many there are.
    pub fn count(self) -> u32 {
        match self {
            Self::Drawn { count, .. } | Self::Path { count, .. } => count,
        }
    }
}

/// The training image that a drawn one is nearest to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Neighbour {
    /// Root-mean-square difference of the pixels, in [0, 1].
    pub distance: f32,
    /// Whether it is the mirror image that is near.
    pub is_mirrored: bool,
    /// Its 784 grey values, mirrored where that is what is near.
    #[serde(with = "serde_bytes")]
    pub pixels: Vec<u8>,
}

/// How good the images of a generator are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GanQuality {
    /// The class that it was trained on.
    pub class: Class,
    /// Images that were drawn to be measured.
    pub n: u32,
    /// Real test images that they were held against.
    pub n_real: u32,
    /// Training images that it saw.
    pub n_training: u32,
    /// Fréchet distance between drawn and real test images, in the space of the shipped classifier's
    /// first dense layer. It is not the FID, whose space is another network's.
    pub frechet: f64,
    /// The same between other real images and the real test images: what it would be at best.
    pub frechet_floor: f64,
    /// Density and coverage of the test images by drawn ones (Naeem et al. 2020), in the same space.
    pub fidelity: Fidelity,
    /// The same by other real images: what it would be at best.
    pub fidelity_floor: Fidelity,
    /// Share of the drawn images that the shipped classifier puts in their class.
    pub named: f64,
    /// The same share of the real test images.
    pub named_real: f64,
    /// Whether it copies its training images; none where it saw too few to tell.
    pub copying: Option<CopyCheck>,
    /// Whether it draws always the same.
    pub variety: Variety,
}

/// Version of the card of the shipped generators.
pub const GENERATORS_FORMAT: u32 = 1;
/// The card's file, in the folder `models/`.
pub const GENERATORS_FILE: &str = "generators.json";

/// What there is to know of the shipped generators.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GeneratorsCard {
    /// [`GENERATORS_FORMAT`] when it was written.
    pub format: u32,
    /// Each of them.
    pub generators: Vec<GeneratorCard>,
}

/// What there is to know of a shipped generator.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GeneratorCard {
    /// Its file, in the folder `models/`.
    pub file: String,
    /// SHA-256 of the file, in hexadecimal digits.
    pub sha256: String,
    /// How it was trained.
    pub config: GanConfig,
    /// How good its images are.
    pub quality: GanQuality,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_out_of_range_is_named() {
        assert_eq!(GanConfig::default().check(), Ok(()));
        let fails = |change: fn(&mut GanConfig)| {
            let mut config = GanConfig::default();
            change(&mut config);
            config.check().unwrap_err().to_string()
        };
        assert_eq!(fails(|c| c.keep = 0.0), "Ratio must be from 0.001 to 1");
        assert_eq!(fails(|c| c.batch = 1), "Batch must be from 4 to 128");
        assert_eq!(fails(|c| c.smoothing = f32::NAN), "Smoothing must be from 0 to 0.5");
    }
}
