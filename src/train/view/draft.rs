//! The form as it is being filled in: numbers are texts until they are read. Pure.

use dataset::{Class, Imbalance};
use protocol::learning_rate::Schedule;
use protocol::run::{
    ClassifierShape, ConfigError, DataChoice, Field, NetworkChoice, OptimizerChoice, Preset,
    RunConfig, Start,
};
use text::Lang;
use vision::augment::Augmentation;

use crate::train::state::RunId;

/// A number that is typed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Number {
    /// Training images.
    Images,
    /// The seed.
    Seed,
    /// Passes over the images.
    Epochs,
    /// Images a step.
    Batch,
    /// Highest learning rate.
    LearningRate,
    /// Pixels to shift by.
    Shift,
    /// Channels of the first convolution.
    Channels1,
    /// Channels of the second convolution.
    Channels2,
    /// Width of the first dense layer.
    Dense,
    /// Dropout before the first dense layer.
    Dropout1,
    /// Dropout before the second dense layer.
    Dropout2,
}

const NUMBERS: usize = 11;

/// What the network is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Names the class.
    Classifier,
    /// Reconstructs one class.
    Autoencoder,
}

/// Which weights a run starts from, with the run whose they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Drawn from the seed.
    Scratch,
    /// The shipped network's.
    Shipped,
    /// The shipped classifier's that saw little of Shirt.
    ShippedImbalanced,
    /// Those of an own run.
    Run(RunId),
}

/// A configuration that may not be valid yet.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// The preset it came from, until something is changed.
    pub preset: Option<Preset>,
    /// The visitor's name; empty for the one that is suggested.
    pub name: String,
    /// What is trained.
    pub kind: Kind,
    /// Whether convolutions are followed by normalisation.
    pub is_normalised: bool,
    /// The class that an autoencoder knows.
    pub normal: Class,
    /// Which weights it starts from.
    pub origin: Origin,
    /// Whether the convolutions stay as they are.
    pub freeze_convolutions: bool,
    /// Classes made rare.
    pub rare: Vec<Imbalance>,
    /// Share of each batch from own pictures, in [0, 0.9].
    pub own_share: f32,
    /// How the learning rate changes.
    pub schedule: Schedule,
    /// See [`RunConfig::optimizer`].
    pub optimizer: OptimizerChoice,
    /// Whether images are mirrored.
    pub flip: bool,
    /// Probability of erasing a rectangle.
    pub erase: f32,
    numbers: [String; NUMBERS],
}

/// Why a draft is no configuration yet.
#[derive(Clone, Debug, PartialEq)]
pub enum DraftError {
    /// What is typed in is no number.
    NotANumber(Number),
    /// The numbers do not work.
    Config(ConfigError),
}

impl Draft {
    /// The draft that reads as `config`, its numbers written as `lang` does.
    pub fn of(config: &RunConfig, lang: Lang) -> Self {
        let (kind, shape, normal) = match config.network {
            NetworkChoice::Classifier(shape) => (Kind::Classifier, shape, Class::Trouser),
            NetworkChoice::Autoencoder(class) => {
                (Kind::Autoencoder, ClassifierShape::SHIPPED, class)
            }
        };
        let mut draft = Self {
            preset: None,
            name: config.name.clone(),
            kind,
            is_normalised: shape.is_normalised,
            normal,
            origin: match config.start {
                Start::Scratch | Start::Own => Origin::Scratch,
                Start::Shipped => Origin::Shipped,
                Start::ShippedImbalanced => Origin::ShippedImbalanced,
            },
            freeze_convolutions: config.freeze_convolutions,
            rare: config.data.rare.clone(),
            own_share: config.own_share,
            schedule: config.schedule,
            optimizer: config.optimizer,
            flip: config.augmentation.flip,
            erase: config.augmentation.erase,
            numbers: Default::default(),
        };
        draft.write(Number::Images, f64::from(config.data.images), lang);
        draft.set_number(Number::Seed, config.seed.to_string());
        draft.write(Number::Epochs, f64::from(config.epochs), lang);
        draft.write(Number::Batch, f64::from(config.batch), lang);
        draft.write(Number::LearningRate, config.learning_rate, lang);
        draft.write(Number::Shift, config.augmentation.shift as f64, lang);
        draft.set_shape(shape, lang);
        draft
    }

    /// The draft of a preset.
    pub fn of_preset(preset: Preset, seed: u64, lang: Lang) -> Self {
        Self { preset: Some(preset), ..Self::of(&preset.config(seed), lang) }
    }

    /// What stands in a number's field.
    pub fn number(&self, number: Number) -> &str {
        &self.numbers[number as usize]
    }

    /// Types into a number's field.
    pub fn set_number(&mut self, number: Number, text: String) {
        self.numbers[number as usize] = text;
    }

    /// Fills in the sizes of a classifier.
    pub fn set_shape(&mut self, shape: ClassifierShape, lang: Lang) {
        self.is_normalised = shape.is_normalised;
        self.write(Number::Channels1, f64::from(shape.channels[0]), lang);
        self.write(Number::Channels2, f64::from(shape.channels[1]), lang);
        self.write(Number::Dense, f64::from(shape.dense), lang);
        // Through text, so that 0.1 does not become 0.10000000149.
        self.set_number(Number::Dropout1, decimal(shape.dropout[0], lang));
        self.set_number(Number::Dropout2, decimal(shape.dropout[1], lang));
        self.drop_unfit_origin();
    }

    /// Chooses what is trained. The weights of the other kind do not fit.
    pub fn set_kind(&mut self, kind: Kind) {
        if self.kind != kind {
            self.kind = kind;
            self.origin = Origin::Scratch;
        }
    }

    /// Chooses where to start; shipped weights bring the shipped network along.
    pub fn set_origin(&mut self, origin: Origin, lang: Lang) {
        let is_shipped = matches!(origin, Origin::Shipped | Origin::ShippedImbalanced);
        if is_shipped && self.kind == Kind::Classifier && !self.is_shape(&ClassifierShape::SHIPPED)
        {
            self.set_shape(ClassifierShape::SHIPPED, lang);
        }
        self.origin = origin;
    }

    /// Starts from the weights of a run, whose network comes along.
    pub fn start_from(&mut self, id: RunId, network: NetworkChoice, lang: Lang) {
        match network {
            NetworkChoice::Classifier(shape) => {
                self.kind = Kind::Classifier;
                self.set_shape(shape, lang);
            }
            NetworkChoice::Autoencoder(class) => {
                self.kind = Kind::Autoencoder;
                self.normal = class;
            }
        }
        self.origin = Origin::Run(id);
    }

    /// Whether the sizes that stand in the form have the layers of `shape`.
    pub fn is_shape(&self, shape: &ClassifierShape) -> bool {
        self.shape().is_ok_and(|here| here.same_layers(shape))
    }

    /// Whether a step starts from weights that were learned before.
    pub fn is_fine_tuning(&self) -> bool {
        self.origin != Origin::Scratch
    }

    /// Starts from scratch again where the weights no longer fit the sizes.
    pub fn drop_unfit_origin(&mut self) {
        let is_shipped = self.kind == Kind::Autoencoder || self.is_shape(&ClassifierShape::SHIPPED);
        let fits = match self.origin {
            Origin::Scratch => true,
            Origin::Shipped | Origin::ShippedImbalanced => is_shipped,
            Origin::Run(_) => false,
        };
        if !fits {
            self.origin = Origin::Scratch;
        }
    }

    /// The configuration, checked.
    ///
    /// # Errors
    /// Names the first field that holds no number, or what does not work.
    pub fn read(&self) -> Result<RunConfig, DraftError> {
        let network = match self.kind {
            Kind::Classifier => NetworkChoice::Classifier(self.shape()?),
            Kind::Autoencoder => NetworkChoice::Autoencoder(self.normal),
        };
        let rare = match self.kind {
            Kind::Classifier => self.rare.clone(),
            Kind::Autoencoder => Vec::new(),
        };
        let config = RunConfig {
            name: self.name.trim().to_owned(),
            network,
            start: match self.origin {
                Origin::Scratch => Start::Scratch,
                Origin::Shipped => Start::Shipped,
                Origin::ShippedImbalanced => Start::ShippedImbalanced,
                Origin::Run(_) => Start::Own,
            },
            freeze_convolutions: self.freeze_convolutions && self.is_fine_tuning(),
            data: DataChoice { images: self.parse(Number::Images)?, rare },
            own_share: self.own_share,
            seed: self.parse(Number::Seed)?,
            epochs: self.parse(Number::Epochs)?,
            batch: self.parse(Number::Batch)?,
            learning_rate: self.parse(Number::LearningRate)?,
            schedule: self.schedule,
            optimizer: self.optimizer,
            augmentation: Augmentation {
                flip: self.flip,
                shift: self.parse(Number::Shift)?,
                erase: self.erase,
            },
        };
        config.check().map_err(DraftError::Config)?;
        Ok(config)
    }

    fn shape(&self) -> Result<ClassifierShape, DraftError> {
        Ok(ClassifierShape {
            channels: [self.parse(Number::Channels1)?, self.parse(Number::Channels2)?],
            dense: self.parse(Number::Dense)?,
            dropout: [self.parse(Number::Dropout1)?, self.parse(Number::Dropout2)?],
            is_normalised: self.is_normalised,
        })
    }

    fn write(&mut self, number: Number, value: f64, lang: Lang) {
        self.set_number(number, lang.plain_number(value));
    }

    fn parse<T: std::str::FromStr>(&self, number: Number) -> Result<T, DraftError> {
        let text = self.number(number).trim().replace(',', ".");
        text.parse().map_err(|_| DraftError::NotANumber(number))
    }
}

impl DraftError {
    /// Whether the error lies in this number's field.
    pub fn is_at(&self, number: Number) -> bool {
        let field = match self {
            Self::NotANumber(at) => return *at == number,
            Self::Config(ConfigError::Range { field, .. }) => *field,
            Self::Config(ConfigError::TooFewImages { .. }) => return number == Number::Images,
            Self::Config(ConfigError::Shape) => return false,
        };
        match number {
            Number::Epochs => field == Field::Epochs,
            Number::Batch => field == Field::Batch,
            Number::LearningRate => field == Field::LearningRate,
            Number::Shift => field == Field::Shift,
            Number::Channels1 | Number::Channels2 => field == Field::Channels,
            Number::Dense => field == Field::Dense,
            Number::Dropout1 | Number::Dropout2 => field == Field::Dropout,
            Number::Images | Number::Seed => false,
        }
    }
}

/// A single-precision number with as many decimals as it was written with.
fn decimal(value: f32, lang: Lang) -> String {
    let text = value.to_string();
    text.parse().map_or(text, |value: f64| lang.plain_number(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(preset: Preset) -> Draft {
        Draft::of_preset(preset, 42, Lang::En)
    }

    #[test]
    fn a_preset_is_read_back_as_it_is_in_both_languages() {
        for preset in Preset::ALL {
            for lang in Lang::ALL {
                let read = Draft::of_preset(preset, 42, lang).read();
                assert_eq!(read, Ok(preset.config(42)), "{preset:?}");
            }
        }
    }

    #[test]
    fn numbers_are_shown_as_written_and_a_decimal_comma_is_understood() {
        let spanish = Draft::of_preset(Preset::Quick, 42, Lang::Es);
        assert_eq!(spanish.number(Number::LearningRate), "0,003");
        assert_eq!(spanish.number(Number::Dropout1), "0,1");
        assert_eq!(spanish.read().unwrap().learning_rate, 0.003);
    }

    #[test]
    fn what_is_no_number_is_named_by_its_field() {
        let mut draft = draft(Preset::Quick);
        draft.set_number(Number::Epochs, "many".into());
        let error = draft.read().unwrap_err();
        assert_eq!(error, DraftError::NotANumber(Number::Epochs));
        assert!(error.is_at(Number::Epochs) && !error.is_at(Number::Batch));
        draft.set_number(Number::Epochs, "0".into());
        assert!(draft.read().unwrap_err().is_at(Number::Epochs));
    }

    #[test]
    fn shipped_weights_bring_their_network_along_and_go_with_it() {
        let mut draft = draft(Preset::Quick);
        draft.set_origin(Origin::Shipped, Lang::En);
        let config = draft.read().unwrap();
        assert_eq!(config.network, NetworkChoice::Classifier(ClassifierShape::SHIPPED));
        draft.set_shape(ClassifierShape::SMALL, Lang::En);
        assert_eq!(draft.origin, Origin::Scratch);
    }

    #[test]
    fn an_own_run_brings_its_network_along() {
        let mut draft = draft(Preset::Quick);
        let id = RunId("a".into());
        draft.start_from(id.clone(), NetworkChoice::Autoencoder(Class::Bag), Lang::En);
        let config = draft.read().unwrap();
        assert_eq!((draft.origin.clone(), config.start), (Origin::Run(id), Start::Own));
        assert_eq!(config.network, NetworkChoice::Autoencoder(Class::Bag));
        draft.set_kind(Kind::Classifier);
        assert_eq!(draft.origin, Origin::Scratch);
    }

    #[test]
    fn only_a_run_that_starts_from_weights_can_hold_its_convolutions() {
        let mut draft = draft(Preset::Quick);
        draft.freeze_convolutions = true;
        assert!(!draft.read().unwrap().freeze_convolutions);
        draft.set_origin(Origin::Shipped, Lang::En);
        assert!(draft.read().unwrap().freeze_convolutions);
    }
}
