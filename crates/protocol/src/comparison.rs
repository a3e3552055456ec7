//! What helps a rare class: remedies compared on the same images, from the same initial weights, with the
//! same number of steps. Plain data; the training is in `ml`.

use dataset::{CLASSES, Class};
use serde::{Deserialize, Serialize};
use statistics::evaluation::{PairedDifference, paired_bootstrap};
use statistics::metrics::{Confusion, mean, per_class};

use crate::gan::GanConfig;
use crate::run::{ClassifierShape, ConfigError, Field, within};

/// Version of the study's file.
pub const FORMAT: u32 = 1;
/// Resamples of the bootstrap.
const RESAMPLES: usize = 10_000;
/// Seed of the bootstrap.
const BOOTSTRAP_SEED: u64 = 1;

/// A remedy for a rare class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Arm {
    /// None: the images as they are.
    Nothing,
    /// The loss of an image counts by the inverse of its class's frequency.
    ClassWeights,
    /// Images of the rare class are repeated until it has as many as the others on average.
    Oversampling,
    /// The same, and the images of the rare class are mirrored and shifted.
    AugmentedOversampling,
    /// The logarithm of each class's frequency is added to its logit in training (Menon et al.,
    /// "Long-tail learning via logit adjustment", 2021).
    LogitAdjustment,
    /// Images drawn by a generator are added.
    Gan,
    /// Half of what is missing is drawn by a generator, half is repeated.
    GanOversampling,
}

impl Arm {
    /// Every remedy, nothing first.
    pub const ALL: [Self; 7] = [
        Self::Nothing,
        Self::ClassWeights,
        Self::Oversampling,
        Self::AugmentedOversampling,
        Self::LogitAdjustment,
        Self::Gan,
        Self::GanOversampling,
    ];

    /// Its name in files.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::ClassWeights => "class_weights",
            Self::Oversampling => "oversampling",
            Self::AugmentedOversampling => "augmented_oversampling",
            Self::LogitAdjustment => "logit_adjustment",
            Self::Gan => "gan",
            Self::GanOversampling => "gan_oversampling",
        }
    }

    /// Whether it needs a generator.
    pub fn needs_generator(self) -> bool {
        matches!(self, Self::Gan | Self::GanOversampling)
    }
}

/// What all arms have in common.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ComparisonPlan {
    /// The rare class.
    pub class: Class,
    /// The share of its images that is left, in (0, 1].
    pub keep: f64,
    /// Images to take of the training split, stratified, before the class is made rare. The choice is the
    /// same for every seed.
    pub images: u32,
    /// The seeds: each draws initial weights, order, variations and the generator's training.
    pub seeds: Vec<u64>,
    /// Steps of the classifier.
    pub steps: u32,
    /// Images a step.
    pub batch: u32,
    /// Highest learning rate of the one-cycle schedule.
    pub learning_rate: f64,
    /// The classifier's sizes.
    pub shape: ClassifierShape,
    /// Steps of each of the generator's two networks.
    pub gan_steps: u32,
    /// Images a step of the generator's training.
    pub gan_batch: u32,
    /// Numbers of drawn images that the arm [`Arm::Gan`] is tried with beside that which fills the class
    /// up, for a curve.
    pub curve: Vec<u32>,
}

impl ComparisonPlan {
    /// What a browser does in about three minutes.
    pub fn reduced(class: Class, keep: f64) -> Self {
        Self {
            class,
            keep,
            images: 3_000,
            seeds: vec![1, 2, 3],
            steps: 150,
            batch: 64,
            learning_rate: 3e-3,
            shape: ClassifierShape::SMALL,
            gan_steps: 250,
            gan_batch: 16,
            curve: Vec::new(),
        }
    }

    /// A fixed subset of 5,000 images with ten seeds.
    pub fn subset(class: Class, keep: f64, seeds: u64) -> Self {
        Self {
            images: 5_000,
            seeds: (1..=seeds).collect(),
            steps: 600,
            gan_steps: 1_000,
            gan_batch: 32,
            curve: vec![100, 950],
            ..Self::reduced(class, keep)
        }
    }

    /// The whole split with three seeds.
    pub fn full(class: Class, keep: f64, seeds: u64) -> Self {
        Self {
            images: 55_000,
            seeds: (1..=seeds).collect(),
            steps: 2_500,
            gan_steps: 2_000,
            curve: Vec::new(),
            ..Self::subset(class, keep, seeds)
        }
    }

    /// How the generator of a seed is trained.
    pub fn gan(&self, seed: u64) -> GanConfig {
        GanConfig {
            class: self.class,
            images: self.images,
            keep: self.keep,
            seed,
            steps: self.gan_steps,
            batch: self.gan_batch,
            ..GanConfig::default()
        }
    }

    /// Whether it can be run.
    ///
    /// # Errors
    /// Names the first value that is out of range.
    pub fn check(&self) -> Result<(), ConfigError> {
        within(Field::Images, f64::from(self.images), 200.0, f64::from(u32::MAX))?;
        within(Field::Ratio, self.keep, 0.001, 1.0)?;
        within(Field::Seed, self.seeds.len() as f64, 1.0, 100.0)?;
        within(Field::Steps, f64::from(self.steps), 1.0, 100_000.0)?;
        within(Field::Batch, f64::from(self.batch), 4.0, 512.0)?;
        within(Field::LearningRate, self.learning_rate, 1e-6, 0.1)?;
        within(Field::Steps, f64::from(self.gan_steps), 1.0, 100_000.0)?;
        within(Field::Batch, f64::from(self.gan_batch), 4.0, 128.0)
    }

    /// The trainings that it consists of, seed by seed, so that whole pairs come first: the seed, the arm, and
    /// the number of drawn images where that is not what fills the class up.
    pub fn trials(&self) -> Vec<(u64, Arm, Option<u32>)> {
        let of_seed = |&seed: &u64| {
            let arms = Arm::ALL.into_iter().map(move |arm| (seed, arm, None));
            let curve = self.curve.iter().map(move |&count| (seed, Arm::Gan, Some(count)));
            arms.chain(curve)
        };
        self.seeds.iter().flat_map(of_seed).collect()
    }
}

/// What an arm gave with a seed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ComparisonTrial {
    /// The remedy.
    pub arm: Arm,
    /// The seed.
    pub seed: u64,
    /// Images that a generator drew for it.
    pub drawn: u32,
    /// Whether that number was set for the curve instead of filling the class up.
    pub is_for_curve: bool,
    /// What the classifier said of the images it was measured on. Rows are true labels.
    pub confusion: Box<Confusion>,
}

/// Trainings that belong together, and what they were measured on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// What all arms have in common.
    pub plan: ComparisonPlan,
    /// Training images that were left of each class.
    pub counts: [u32; CLASSES],
    /// On what it was measured: `test` or `validation`.
    pub part: dataset::Part,
    /// The trainings that have ended.
    pub trials: Vec<ComparisonTrial>,
}

/// The study's file, in the folder `models/`.
pub const STUDY_FILE: &str = "imbalance.json";

/// The shipped study.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ImbalanceStudy {
    /// [`FORMAT`] when it was written.
    pub format: u32,
    /// Each scale that was run.
    pub comparisons: Vec<Comparison>,
}

/// A figure that arms are compared by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Figure {
    /// Of the rare class's images, the share that is named so.
    Recall,
    /// Of the images named so, the share that is of the rare class.
    Precision,
    /// Harmonic mean of the two.
    F1,
    /// Mean of the ten classes' F1.
    MacroF1,
    /// Share of all images that is right.
    Accuracy,
}

impl Figure {
    /// Every figure, those of the rare class first.
    pub const ALL: [Self; 5] =
        [Self::Recall, Self::Precision, Self::F1, Self::MacroF1, Self::Accuracy];

    /// Its value for a rare class.
    pub fn of(self, confusion: &Confusion, class: Class) -> f64 {
        let scores = per_class(confusion);
        let own = &scores[class.index()];
        match self {
            Self::Recall => own.recall,
            Self::Precision => own.precision,
            Self::F1 => own.f1,
            Self::MacroF1 => mean(&scores.each_ref().map(|scores| scores.f1)),
            Self::Accuracy => statistics::metrics::accuracy(confusion).value,
        }
    }
}

/// An arm's figures over the seeds.
#[derive(Clone, Debug, PartialEq)]
pub struct ArmSummary {
    /// The remedy.
    pub arm: Arm,
    /// Seeds that have ended.
    pub seeds: usize,
    /// Drawn images, the mean over the seeds.
    pub drawn: f64,
    /// The mean of each figure of [`Figure::ALL`] over the seeds.
    pub means: [f64; 5],
    /// How much each is above [`Arm::Nothing`]'s with the same seed; none for that arm itself and for fewer
    /// than two pairs.
    pub gains: [Option<PairedDifference>; 5],
}

impl Comparison {
    /// The figures of each arm that has ended at least once, in the order of [`Arm::ALL`].
    pub fn summary(&self) -> Vec<ArmSummary> {
        let arms = Arm::ALL.into_iter();
        arms.filter_map(|arm| self.summary_of(arm, |trial| trial.arm == arm && !trial.is_for_curve))
            .collect()
    }

    /// The figures of [`Arm::Gan`] by the number of drawn images, in ascending order.
    pub fn curve(&self) -> Vec<(u32, ArmSummary)> {
        let gan = || self.trials.iter().filter(|trial| trial.arm == Arm::Gan);
        let mut counts: Vec<u32> = gan().map(|trial| trial.drawn).collect();
        counts.sort_unstable();
        counts.dedup();
        let of = |count: u32| {
            let is_it = |trial: &ComparisonTrial| trial.arm == Arm::Gan && trial.drawn == count;
            Some((count, self.summary_of(Arm::Gan, is_it)?))
        };
        counts.into_iter().filter_map(of).collect()
    }

    /// Rows of the rare class in the confusion matrices of an arm, summed over the seeds.
    pub fn confusions_of(&self, arm: Arm) -> [u64; CLASSES] {
        let mut row = [0; CLASSES];
        for trial in self.trials.iter().filter(|trial| trial.arm == arm && !trial.is_for_curve) {
            for (sum, count) in row.iter_mut().zip(trial.confusion[self.plan.class.index()]) {
                *sum += count;
            }
        }
        row
    }

    fn summary_of(&self, arm: Arm, is_it: impl Fn(&ComparisonTrial) -> bool) -> Option<ArmSummary> {
        let trials: Vec<&ComparisonTrial> =
            self.trials.iter().filter(|trial| is_it(trial)).collect();
        if trials.is_empty() {
            return None;
        }
        let figure =
            |figure: Figure, trial: &ComparisonTrial| figure.of(&trial.confusion, self.plan.class);
        let base = |seed: u64| {
            self.trials.iter().find(|trial| trial.arm == Arm::Nothing && trial.seed == seed)
        };
        let means = Figure::ALL.map(|which| {
            mean(&trials.iter().map(|trial| figure(which, trial)).collect::<Vec<f64>>())
        });
        let gains = Figure::ALL.map(|which| {
            if arm == Arm::Nothing {
                return None;
            }
            let pairs = trials.iter().filter_map(|trial| Some((trial, base(trial.seed)?)));
            let differences: Vec<f64> =
                pairs.map(|(trial, base)| figure(which, trial) - figure(which, base)).collect();
            paired_bootstrap(&differences, RESAMPLES, BOOTSTRAP_SEED)
        });
        let drawn = mean(&trials.iter().map(|trial| f64::from(trial.drawn)).collect::<Vec<f64>>());
        Some(ArmSummary { arm, seeds: trials.len(), drawn, means, gains })
    }
}

/// What the numbers say of the generator's images, in the figure F1 of the rare class.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// The arm with generated images that did best.
    pub gan: ArmSummary,
    /// The arm without them that did best, nothing left out.
    pub rival: ArmSummary,
    /// Whether the generated images helped against nothing: the interval of the gain is above 0 (true), below 0
    /// (false), or holds 0 (none).
    pub helps: Option<bool>,
    /// How much the generator's arm is above its rival with the same seeds.
    pub against_rival: Option<PairedDifference>,
}

impl Comparison {
    /// See [`Verdict`]; none before there are two seeds of every kind.
    pub fn verdict(&self) -> Option<Verdict> {
        self.verdict_of(&self.summary())
    }

    /// The same from its own [`summary`](Self::summary), which takes a while to compute.
    pub fn verdict_of(&self, summary: &[ArmSummary]) -> Option<Verdict> {
        const F1: usize = 2;
        let best = |with: bool| {
            let own = summary.iter().filter(|arm| arm.arm != Arm::Nothing);
            let own = own.filter(|arm| arm.arm.needs_generator() == with && arm.seeds > 1);
            own.max_by(|a, b| a.means[F1].total_cmp(&b.means[F1])).cloned()
        };
        let (gan, rival) = (best(true)?, best(false)?);
        let gain = gan.gains[F1]?;
        let helps = match gain {
            PairedDifference { low, .. } if low > 0.0 => Some(true),
            PairedDifference { high, .. } if high < 0.0 => Some(false),
            _ => None,
        };
        let value = |arm: Arm, seed: u64| {
            let mut trials = self.trials.iter();
            let is_it = |trial: &&ComparisonTrial| {
                trial.arm == arm && trial.seed == seed && !trial.is_for_curve
            };
            trials.find(is_it).map(|trial| Figure::F1.of(&trial.confusion, self.plan.class))
        };
        let seeds = self.plan.seeds.iter();
        let differences: Vec<f64> = seeds
            .filter_map(|&seed| Some(value(gan.arm, seed)? - value(rival.arm, seed)?))
            .collect();
        let against_rival = paired_bootstrap(&differences, RESAMPLES, BOOTSTRAP_SEED);
        Some(Verdict { gan, rival, helps, against_rival })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of 100 images of each class all are right, but for Shirt, of which so many are; the others are called Coat.
    fn trial(arm: Arm, seed: u64, hits: u64) -> ComparisonTrial {
        let mut confusion = Box::new([[0; CLASSES]; CLASSES]);
        for (class, row) in confusion.iter_mut().enumerate() {
            row[class] = 100;
        }
        confusion[6][6] = hits;
        confusion[6][4] = 100 - hits;
        let drawn = if arm.needs_generator() { 50 } else { 0 };
        ComparisonTrial { arm, seed, drawn, is_for_curve: false, confusion }
    }

    fn comparison(hits: &[(Arm, [u64; 2])]) -> Comparison {
        let trials = hits.iter().flat_map(|&(arm, hits)| {
            hits.into_iter().zip(1..).map(move |(hits, seed)| trial(arm, seed, hits))
        });
        Comparison {
            plan: ComparisonPlan {
                seeds: vec![1, 2],
                ..ComparisonPlan::reduced(Class::Shirt, 0.05)
            },
            counts: [100; CLASSES],
            part: dataset::Part::Test,
            trials: trials.collect(),
        }
    }

    #[test]
    fn means_are_over_the_seeds_and_gains_over_their_pairs() {
        let comparison = comparison(&[
            (Arm::Nothing, [20, 40]),
            (Arm::Oversampling, [50, 60]),
            (Arm::Gan, [30, 30]),
        ]);
        let [nothing, oversampling, gan] = &comparison.summary()[..] else { panic!("three arms") };
        assert!((nothing.means[0] - 0.3).abs() < 1e-12 && nothing.gains == [None; 5]);
        assert!((oversampling.means[0] - 0.55).abs() < 1e-12);
        // +30 and +20 points: the bootstrap of two pairs reaches from one to the other.
        let gain = oversampling.gains[0].unwrap();
        assert!((gain.mean - 0.25).abs() < 1e-12 && gain.n == 2);
        assert!((gain.low - 0.2).abs() < 1e-9 && (gain.high - 0.3).abs() < 1e-9, "{gain:?}");
        assert_eq!((gan.seeds, gan.drawn), (2, 50.0));
        // Nothing else is ever called Shirt.
        assert_eq!(oversampling.means[1], 1.0);
        assert!((oversampling.means[4] - 0.955).abs() < 1e-12);
        assert_eq!(comparison.confusions_of(Arm::Oversampling)[4], 90);
    }

    #[test]
    fn the_verdict_follows_from_the_pairs_and_names_who_beat_it() {
        let with = |gan: [u64; 2]| {
            let arms = [
                (Arm::Nothing, [20, 40]),
                (Arm::ClassWeights, [25, 45]),
                (Arm::LogitAdjustment, [60, 70]),
                (Arm::Gan, gan),
            ];
            comparison(&arms).verdict().unwrap()
        };
        let helped = with([30, 45]);
        assert_eq!((helped.helps, helped.rival.arm), (Some(true), Arm::LogitAdjustment));
        assert!(helped.against_rival.unwrap().high < 0.0);
        assert_eq!(with([10, 50]).helps, None);
        assert_eq!(with([10, 30]).helps, Some(false));
    }

    #[test]
    fn one_seed_gives_means_and_no_verdict() {
        let mut comparison = comparison(&[(Arm::Nothing, [20, 40]), (Arm::Gan, [30, 45])]);
        comparison.trials.retain(|trial| trial.seed == 1);
        assert_eq!(comparison.summary().len(), 2);
        assert_eq!(comparison.summary()[1].gains, [None; 5]);
        assert_eq!(comparison.verdict(), None);
    }

    #[test]
    fn trainings_for_the_curve_are_in_the_curve_alone() {
        let mut comparison = comparison(&[(Arm::Nothing, [20, 40]), (Arm::Gan, [30, 50])]);
        let of_curve = ComparisonTrial { drawn: 10, is_for_curve: true, ..trial(Arm::Gan, 1, 90) };
        comparison.trials.push(of_curve);
        assert!((comparison.summary()[1].means[0] - 0.4).abs() < 1e-12);
        let curve: Vec<(u32, usize)> =
            comparison.curve().into_iter().map(|(drawn, arm)| (drawn, arm.seeds)).collect();
        assert_eq!(curve, [(10, 1), (50, 2)]);
    }

    #[test]
    fn whole_pairs_of_trainings_come_first_and_every_plan_can_be_run() {
        let plan = ComparisonPlan::subset(Class::Shirt, 0.05, 2);
        let trials = plan.trials();
        assert_eq!(trials.len(), 2 * (7 + plan.curve.len()));
        assert_eq!(trials[0], (1, Arm::Nothing, None));
        assert!(trials[..9].iter().all(|(seed, ..)| *seed == 1));
        for plan in [
            plan,
            ComparisonPlan::reduced(Class::Bag, 0.1),
            ComparisonPlan::full(Class::Bag, 0.1, 3),
        ] {
            assert_eq!(plan.check(), Ok(()));
            assert_eq!(plan.gan(3).check(), Ok(()));
        }
        let nobody =
            ComparisonPlan { seeds: Vec::new(), ..ComparisonPlan::reduced(Class::Bag, 0.1) };
        assert!(nobody.check().is_err());
    }
}
