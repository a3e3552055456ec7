//! The form that sets up a training as it is being filled in: numbers are texts until they are read. Pure.

use dataset::Imbalance;
use protocol::gan::GanConfig;
use protocol::run::{ConfigError, Field};
use text::Lang;

/// A number that is typed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Number {
    /// Training images before the class is made rare.
    Images,
    /// The seed.
    Seed,
    /// Steps of each network.
    Steps,
    /// Images a step.
    Batch,
    /// Learning rate of both networks.
    LearningRate,
    /// See [`GanConfig::smoothing`].
    Smoothing,
    /// See [`GanConfig::average`].
    Average,
}

impl Number {
    /// Every number, in the order of the form.
    pub const ALL: [Self; 7] = [
        Self::Steps,
        Self::Batch,
        Self::LearningRate,
        Self::Images,
        Self::Smoothing,
        Self::Average,
        Self::Seed,
    ];

    /// What it is called.
    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            Self::Images => lang.augment_images(),
            Self::Seed => lang.train_seed(),
            Self::Steps => lang.field_steps(),
            Self::Batch => lang.field_batch(),
            Self::LearningRate => lang.field_learning_rate(),
            Self::Smoothing => lang.field_smoothing(),
            Self::Average => lang.field_average(),
        }
    }

    /// Whether it has no decimals.
    pub fn is_whole(self) -> bool {
        matches!(self, Self::Images | Self::Seed | Self::Steps | Self::Batch)
    }
}

/// A configuration that may not be valid yet.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// The class, and what is left of it.
    pub minority: Imbalance,
    /// See [`GanConfig::is_augmented`].
    pub is_augmented: bool,
    numbers: [String; Number::ALL.len()],
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
    /// The draft of the usual training of a class, its numbers written as `lang` does.
    pub fn of(minority: Imbalance, lang: Lang) -> Self {
        let config = GanConfig::default();
        let mut draft =
            Self { minority, is_augmented: config.is_augmented, numbers: Default::default() };
        for (number, value) in [
            (Number::Images, f64::from(config.images)),
            (Number::Steps, f64::from(config.steps)),
            (Number::Batch, f64::from(config.batch)),
            (Number::LearningRate, config.learning_rate),
        ] {
            draft.set(number, lang.plain_number(value));
        }
        draft.set(Number::Seed, config.seed.to_string());
        // Through text, so that 0.1 does not become 0.10000000149.
        for (number, value) in
            [(Number::Smoothing, config.smoothing), (Number::Average, config.average)]
        {
            let value: f64 = value.to_string().parse().unwrap_or(value.into());
            draft.set(number, lang.plain_number(value));
        }
        draft
    }

    /// What stands in a number's field.
    pub fn number(&self, number: Number) -> &str {
        &self.numbers[number as usize]
    }

    /// Types into a number's field.
    pub fn set(&mut self, number: Number, text: String) {
        self.numbers[number as usize] = text;
    }

    /// The configuration, checked.
    ///
    /// # Errors
    /// Names the first field that holds no number, or what does not work.
    pub fn read(&self) -> Result<GanConfig, DraftError> {
        let config = GanConfig {
            class: self.minority.class,
            keep: self.minority.ratio,
            images: self.parse(Number::Images)?,
            seed: self.parse(Number::Seed)?,
            steps: self.parse(Number::Steps)?,
            batch: self.parse(Number::Batch)?,
            learning_rate: self.parse(Number::LearningRate)?,
            is_augmented: self.is_augmented,
            smoothing: self.parse(Number::Smoothing)?,
            average: self.parse(Number::Average)?,
        };
        config.check().map_err(DraftError::Config)?;
        Ok(config)
    }

    fn parse<T: std::str::FromStr>(&self, number: Number) -> Result<T, DraftError> {
        let text = self.number(number).trim().replace(',', ".");
        text.parse().map_err(|_| DraftError::NotANumber(number))
    }
}

impl DraftError {
    /// In words.
    pub fn words(&self, lang: Lang) -> String {
        match self {
            Self::NotANumber(number) => lang.train_not_a_number(number.name(lang)),
            Self::Config(error) => format!("{}.", lang.config_error(error)),
        }
    }

    /// Whether the error lies in this number's field.
    pub fn is_at(&self, number: Number) -> bool {
        let field = match self {
            Self::NotANumber(at) => return *at == number,
            Self::Config(ConfigError::Range { field, .. }) => *field,
            Self::Config(ConfigError::TooFewImages { .. }) => return number == Number::Images,
            Self::Config(ConfigError::Shape) => return false,
        };
        match number {
            Number::Images => field == Field::Images,
            Number::Seed => false,
            Number::Steps => field == Field::Steps,
            Number::Batch => field == Field::Batch,
            Number::LearningRate => field == Field::LearningRate,
            Number::Smoothing => field == Field::Smoothing,
            Number::Average => field == Field::Average,
        }
    }
}

/// Training images of each class: 6,000 less those for validation.
const CLASS: u32 = 5_500;

/// Images of the class that are left of so many training images, stratified, by the rule of
/// [`dataset::make_rare`].
pub fn images_left(images: u32, minority: Imbalance) -> u32 {
    let of_class = f64::from(images.min(10 * CLASS) / 10);
    (of_class * minority.ratio.clamp(0.0, 1.0)).round() as u32
}

#[cfg(test)]
mod tests {
    use dataset::Class;

    use super::*;

    const SHIRT: Imbalance = Imbalance { class: Class::Shirt, ratio: 0.05 };

    #[test]
    fn the_usual_training_is_read_back_in_both_languages() {
        for lang in Lang::ALL {
            assert_eq!(Draft::of(SHIRT, lang).read(), Ok(GanConfig::default()), "{lang:?}");
        }
        assert_eq!(Draft::of(SHIRT, Lang::Es).number(Number::Average), "0,99");
    }

    #[test]
    fn what_does_not_work_is_named_by_its_field() {
        let mut draft = Draft::of(SHIRT, Lang::En);
        draft.set(Number::Steps, "many".into());
        assert_eq!(draft.read(), Err(DraftError::NotANumber(Number::Steps)));
        for number in Number::ALL.into_iter().filter(|number| *number != Number::Seed) {
            let mut draft = Draft::of(SHIRT, Lang::En);
            draft.set(number, "1000000000".into());
            if number == Number::Images {
                draft.set(number, "5".into());
            }
            let error = draft.read().unwrap_err();
            assert!(error.is_at(number), "{number:?}: {error:?}");
            let others = Number::ALL.into_iter().filter(|other| error.is_at(*other));
            assert_eq!(others.count(), 1);
            assert!(error.words(Lang::En).contains("must be between"), "{error:?}");
        }
    }

    #[test]
    fn five_percent_of_the_shirts_are_left() {
        assert_eq!(images_left(55_000, SHIRT), 275);
        assert_eq!(images_left(5_000, SHIRT), 25);
        assert_eq!(images_left(1_000_000, Imbalance { ratio: 1.0, ..SHIRT }), 5_500);
    }
}
