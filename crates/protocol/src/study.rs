//! What was tried to make the networks better, and what it gave: one trial a recipe and seed, so
//! that nobody tries it twice. Recipes are compared on validation images; what the test images say
//! is written down, and chooses nothing.

use serde::{Deserialize, Serialize};

use crate::card::{Seeds, TrainingCard};
use dataset::CLASSES;
use statistics::metrics::{Proportion, mean, proportion};
use vision::augment::Augmentation;

/// Version of the file's layout.
pub const FORMAT: u32 = 2;

/// Every trial.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Study {
    /// [`FORMAT`] when it was written.
    pub format: u32,
    /// In the order in which they ended.
    pub trials: Vec<Trial>,
}

impl Default for Study {
    fn default() -> Self {
        Self { format: FORMAT, trials: Vec::new() }
    }
}

/// A recipe with a seed, and what came of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trial {
    /// The recipe's name.
    pub recipe: String,
    /// What it is, in words.
    pub about: String,
    /// Everything that its weights follow from but seed and images, in one line.
    pub identity: String,
    /// Parameters of a network.
    pub parameters: usize,
    /// How it was trained.
    pub training: TrainingCard,
    /// How its images were varied.
    pub augmentation: Augmentation,
    /// On the validation images.
    pub validation: Measured,
    /// On the test images, where they were asked.
    pub test: Option<Measured>,
}

/// What was measured.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measured {
    /// Of a classifier, after temperature scaling on the validation images.
    Classifier(ClassifierFigures),
    /// Of ten autoencoders.
    Autoencoders(AutoencoderFigures),
}

/// What a classifier is worth.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClassifierFigures {
    /// Share that is right.
    pub accuracy: Proportion,
    /// Expected calibration error, 15 bins.
    pub ece: f64,
    /// Wrong ones among the surest 90%.
    pub risk: Proportion,
}

/// Areas under the ROC curve, each class's images against the other nine.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct AutoencoderFigures {
    /// By reconstruction error, in the order of the labels.
    pub error_auc: [f64; CLASSES],
    /// By novelty, in the order of the labels.
    pub novelty_auc: [f64; CLASSES],
}

impl Study {
    /// The trial of a recipe and seed, if it was just this recipe.
    pub fn trial(&self, recipe: &str, identity: &str, seed: u64) -> Option<&Trial> {
        let mut trials = self.of(recipe, identity);
        trials.find(|trial| trial.training.seed == seed)
    }

    fn of<'a>(&'a self, recipe: &str, identity: &str) -> impl Iterator<Item = &'a Trial> {
        let is_it = move |trial: &&Trial| trial.recipe == recipe && trial.identity == identity;
        self.trials.iter().filter(is_it)
    }

    /// Adds a trial. A recipe that was trained otherwise before loses those trials.
    pub fn add(&mut self, trial: Trial) {
        self.trials.retain(|other| {
            let same = other.identity == trial.identity;
            other.recipe != trial.recipe || (same && other.training.seed != trial.training.seed)
        });
        self.trials.push(trial);
    }

    /// The seeds of just this recipe that were measured on `n` test images; none where there are
    /// none.
    pub fn seeds(&self, recipe: &str, identity: &str, n: usize) -> Option<Seeds> {
        let tested = self.of(recipe, identity).filter_map(|trial| {
            let value = match trial.test.as_ref()? {
                Measured::Classifier(figures) => figures.accuracy.value,
                Measured::Autoencoders(figures) => mean(&figures.novelty_auc),
            };
            Some((trial.training.seed, value))
        });
        let mut tested: Vec<(u64, f64)> = tested.collect();
        tested.sort_by_key(|&(seed, _)| seed);
        let (seeds, values): (Vec<u64>, Vec<f64>) = tested.into_iter().unzip();
        let is_share = self
            .of(recipe, identity)
            .any(|trial| matches!(trial.validation, Measured::Classifier(_)));
        let average = (!values.is_empty()).then(|| mean(&values))?;
        let one_network_interval = is_share.then(|| {
            let Proportion { low, high, .. } =
                proportion((average * n as f64).round() as u64, n as u64);
            [low, high]
        });
        let deviation = deviation(&values, average);
        Some(Seeds {
            recipe: recipe.to_owned(),
            seeds,
            values,
            mean: average,
            n,
            deviation,
            one_network_interval,
        })
    }
}

/// Sample standard deviation about the mean; none for fewer than two values.
fn deviation(values: &[f64], mean: f64) -> Option<f64> {
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    (values.len() > 1).then(|| (squares / (values.len() - 1) as f64).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::run::OptimizerChoice;

    fn trial(recipe: &str, seed: u64, test: Option<f64>) -> Trial {
        let figures = |value| {
            let accuracy = Proportion { value, n: 1000, low: value, high: value };
            Measured::Classifier(ClassifierFigures { accuracy, ece: 0.01, risk: accuracy })
        };
        Trial {
            recipe: recipe.to_owned(),
            about: String::new(),
            identity: "as it is".to_owned(),
            parameters: 1,
            training: TrainingCard {
                seed,
                epochs: 1,
                batch: 1,
                learning_rate: 0.1,
                optimizer: OptimizerChoice::AdamW,
                images: 1,
                imbalance: None,
                device: String::new(),
            },
            augmentation: Augmentation::default(),
            validation: figures(0.5),
            test: test.map(figures),
        }
    }

    #[test]
    fn the_mean_is_over_the_seeds_that_saw_the_test_images() {
        let trials = vec![
            trial("wide", 42, Some(0.93)),
            trial("small", 42, None),
            trial("wide", 43, Some(0.95)),
            trial("wide", 44, None),
        ];
        let study = Study { trials, ..Study::default() };
        let seeds = study.seeds("wide", "as it is", 10_000).unwrap();
        assert_eq!((seeds.seeds, seeds.values), (vec![42, 43], vec![0.93, 0.95]));
        assert!((seeds.mean - 0.94).abs() < 1e-12);
        // Wilson's interval of one network with 9,400 of 10,000 right, however many seeds there are.
        let [low, high] = seeds.one_network_interval.unwrap();
        assert!((low - 0.93516).abs() < 1e-4 && (high - 0.94449).abs() < 1e-4, "{low} {high}");
        // √((0.01² + 0.01²) / 1).
        assert!((seeds.deviation.unwrap() - 0.014142).abs() < 1e-6);
        let one = study.seeds("wide", "as it is", 10_000).unwrap();
        assert_eq!(deviation(&one.values[..1], one.mean), None);
        assert_eq!(study.seeds("small", "as it is", 10_000), None);
        assert_eq!(study.seeds("wide", "longer", 10_000), None);
        let known = |recipe, seed| study.trial(recipe, "as it is", seed).is_some();
        assert!(known("wide", 44) && !known("small", 43));
        assert!(study.trial("wide", "longer", 44).is_none());
    }

    #[test]
    fn a_recipe_that_changed_begins_anew_and_the_others_stay() {
        let mut study = Study::default();
        study.add(trial("wide", 42, None));
        study.add(trial("small", 42, None));
        study.add(trial("wide", 43, None));
        study.add(trial("wide", 43, Some(0.9)));
        assert_eq!(study.trials.len(), 3);
        study.add(Trial { identity: "longer".to_owned(), ..trial("wide", 44, None) });
        let left: Vec<_> = study.trials.iter().map(|t| (&*t.recipe, t.training.seed)).collect();
        assert_eq!(left, [("small", 42), ("wide", 44)]);
    }
}
