//! What a report is made of: everything that was measured, as plain data. Where it comes from is not known here.

use std::collections::BTreeMap;

use dataset::{CLASSES, Class, Imbalance};
use policy::decision::{Policy, Verdict, top};
use protocol::card::{Card, ClassifierCard, Seeds};
use protocol::comparison::{self, ArmSummary, Comparison};
use protocol::gan::GeneratorCard;
use protocol::photos_card::PhotosCard;
use protocol::run::{ClassifierShape, OptimizerChoice, RunConfig, RunRecord};
use simulation::ShiftKind;
use statistics::drift::Signal;
use statistics::drift::limits::Watch;
use statistics::evaluation::{McNemar, ReliabilityBin, mcnemar, reliability};
use statistics::metrics::{
    Confusion, Proportion, accuracy, confusion, expected_calibration_error, proportion, softmax,
};
use statistics::selection::{CoverageRisk, Outcome, Tally, Thresholds};

use crate::chapter::Chapter;

/// Bins of the reliability diagram and of the calibration error.
pub const BINS: usize = 15;

/// See the [module](self).
#[derive(Clone, Debug)]
pub struct Facts {
    /// When and with what it is made.
    pub made: Made,
    /// What was measured when the shipped networks were trained.
    pub card: Card,
    /// The same of the classifier for photos.
    pub photos: Option<PhotosCard>,
    /// The classifiers: the shipped one first, then that with a rare class, then the visitor's own.
    pub classifiers: Vec<ClassifierFacts>,
    /// What the policy makes of the test images.
    pub policy: Option<PolicyFacts>,
    /// Productions that were watched.
    pub productions: Vec<ProductionFacts>,
    /// Remedies for a rare class: the shipped study, and comparisons of the visitor's own.
    pub comparisons: Vec<ComparisonFacts>,
    /// The shipped generators.
    pub generators: Vec<GeneratorCard>,
    /// The visitor's own words, which stand at the end of a chapter.
    pub own: BTreeMap<Chapter, String>,
}

/// When and with what a report is made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Made {
    /// The day, as `2026-12-01`.
    pub date: String,
    /// The program's version.
    pub version: String,
    /// The device that measured what is not shipped; none where nothing was measured.
    pub device: Option<String>,
}

/// Whose classifier it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Shipped, trained on everything.
    Shipped,
    /// Shipped, trained with a rare class.
    Imbalanced,
    /// Trained by the visitor.
    Own,
}

/// A classifier.
#[derive(Clone, Debug)]
pub struct ClassifierFacts {
    /// Its name; empty for the shipped ones, whose name is a sentence.
    pub name: String,
    /// Whose it is.
    pub origin: Origin,
    /// Its sizes.
    pub shape: ClassifierShape,
    /// Its parameters.
    pub parameters: usize,
    /// How it was trained.
    pub training: TrainingFacts,
    /// What was measured while it was trained; none of shipped ones.
    pub record: Option<RunRecord>,
    /// What it is worth on the test images; none before it was measured.
    pub measured: Option<Measured>,
}

/// How a classifier was trained.
#[derive(Clone, Debug, PartialEq)]
pub struct TrainingFacts {
    /// Seed of weights, order, variation and dropout.
    pub seed: u64,
    /// Training images, once.
    pub images: usize,
    /// Passes over them that were planned.
    pub epochs: u32,
    /// Passes that were made.
    pub epochs_done: f64,
    /// Images a step.
    pub batch: usize,
    /// Highest learning rate.
    pub learning_rate: f64,
    /// What makes a step of the gradients.
    pub optimizer: OptimizerChoice,
    /// The classes made rare.
    pub rare: Vec<Imbalance>,
    /// Whether it began from other weights than random ones.
    pub is_fine_tuned: bool,
    /// Where it was trained, where that is known.
    pub device: Option<String>,
}

/// What a classifier is worth on labelled images.
#[derive(Clone, Debug)]
pub struct Measured {
    /// Rows are true labels.
    pub confusion: Confusion,
    /// Share that is right.
    pub accuracy: Proportion,
    /// Whether each image is named rightly, in the order of the images.
    pub is_right: Vec<bool>,
    /// Divides the logits; fitted on validation images.
    pub temperature: f64,
    /// Calibration error before the temperature.
    pub ece_before: f64,
    /// Calibration error with it.
    pub ece: f64,
    /// The mean of the confidence minus the accuracy, before the temperature.
    pub overconfidence: f64,
    /// Confidence and accuracy with the temperature, bin by bin.
    pub bins: Vec<ReliabilityBin>,
}

impl Measured {
    /// Measures answers over labelled images.
    pub fn of(labels: &[u8], logits: &[[f32; CLASSES]], temperature: f64) -> Self {
        let tops = |temperature: f64| -> Vec<(Class, f32)> {
            logits.iter().map(|logits| top(&softmax(logits, temperature))).collect()
        };
        let (before, after) = (tops(1.0), tops(temperature));
        let predicted: Vec<u8> = after.iter().map(|(class, _)| class.label()).collect();
        let is_right: Vec<bool> = predicted.iter().zip(labels).map(|(a, b)| a == b).collect();
        let sure = |tops: &[(Class, f32)]| tops.iter().map(|(_, p)| *p).collect::<Vec<f32>>();
        let (sure_before, sure_after) = (sure(&before), sure(&after));
        let confusion = confusion(labels, &predicted);
        let accuracy = accuracy(&confusion);
        let mean = sure_before.iter().copied().map(f64::from).sum::<f64>() / labels.len() as f64;
        Self {
            confusion,
            accuracy,
            temperature,
            ece_before: expected_calibration_error(&sure_before, &is_right, BINS),
            ece: expected_calibration_error(&sure_after, &is_right, BINS),
            overconfidence: mean - accuracy.value,
            bins: reliability(&sure_after, &is_right, BINS),
            is_right,
        }
    }
}

/// What a policy makes of the test images.
#[derive(Clone, Debug)]
pub struct PolicyFacts {
    /// The thresholds.
    pub thresholds: Thresholds,
    /// The verdicts.
    pub tally: Tally,
    /// Coverage and risk by confidence alone.
    pub curve: CoverageRisk,
}

impl PolicyFacts {
    /// What `policy` makes of answers over labelled images; `errors` are the ten autoencoders', an image each.
    pub fn of(
        policy: &Policy,
        labels: &[u8],
        details: &[f32],
        (logits, temperature): (&[[f32; CLASSES]], f64),
        errors: &[[f32; CLASSES]],
    ) -> Self {
        let outcomes = logits.iter().zip(errors).zip(labels.iter().zip(details));
        let outcomes: Vec<Outcome> = outcomes
            .map(|((logits, errors), (&label, &detail))| {
                let truth = Class::from_label(label);
                Outcome::of(policy, &softmax(logits, temperature), errors, detail, truth)
            })
            .collect();
        let thresholds = Thresholds::of(policy);
        let tally = Tally::count(&outcomes, thresholds);
        Self { thresholds, tally, curve: CoverageRisk::new(&outcomes) }
    }

    /// The share that is accepted.
    pub fn accepted(&self) -> Proportion {
        self.tally.rate(Verdict::Accept)
    }

    /// The wrong ones among them.
    pub fn wrong_among_accepted(&self) -> Proportion {
        proportion(self.tally.wrong.accept, self.tally.all().accept)
    }
}

/// A production that was watched.
#[derive(Clone, Debug, PartialEq)]
pub struct ProductionFacts {
    /// What was played, or the name of its log.
    pub name: String,
    /// Records that were watched.
    pub records: u64,
    /// Seed of the stream, where there is one.
    pub seed: Option<u64>,
    /// How many of the last records latency, confidence and divergences are over; none for all.
    pub window: Option<u64>,
    /// Mean and 95th percentile of the latency in ms.
    pub latency_ms: Option<(f64, f64)>,
    /// Mean and 10th percentile of the confidence.
    pub confidence: Option<(f64, f64)>,
    /// Smoothed KL(production ‖ reference) of each signal in nats, and what chance stays below, where that is known.
    pub divergences: Vec<(Signal, f64, Option<f64>)>,
    /// The first alarm of each detector that fired, in order; none where no detector watched.
    pub alarms: Option<Vec<(Watch, u64)>>,
    /// What was injected and what came of it; none where that is not known.
    pub shifts: Option<Vec<ShiftFacts>>,
    /// Alarms that nothing injected explains, where that is known.
    pub false_alarms: Option<u64>,
    /// The true accuracy over all records with a label.
    pub accuracy: Option<f64>,
    /// The accuracy that was expected without labels.
    pub estimate: Option<f64>,
}

/// A shift that was injected.
#[derive(Clone, Debug, PartialEq)]
pub struct ShiftFacts {
    /// Its kind.
    pub kind: ShiftKind,
    /// The record that it began at.
    pub start: u64,
    /// The detector that fired first of those that can see it, and at which record.
    pub noticed: Option<(Watch, u64)>,
    /// The accuracy of the records that nothing touched, and of those that it touched.
    pub accuracies: Option<(f64, f64)>,
    /// What was expected of the latter without labels.
    pub estimate: Option<f64>,
}

/// Remedies compared. Its figures take a while to compute, so they are computed once.
#[derive(Clone, Debug, PartialEq)]
pub struct ComparisonFacts {
    /// What came of it.
    pub comparison: Comparison,
    /// Whether the visitor ran it; else it ships with the site.
    pub is_own: bool,
    /// Its figures.
    pub summary: Vec<ArmSummary>,
    /// What they say of generated images; none before there are two seeds of every kind.
    pub verdict: Option<comparison::Verdict>,
}

impl ComparisonFacts {
    /// Computes the figures.
    pub fn new(comparison: Comparison, is_own: bool) -> Self {
        let summary = comparison.summary();
        let verdict = comparison.verdict_of(&summary);
        Self { comparison, is_own, summary, verdict }
    }
}

impl ClassifierFacts {
    /// The shipped classifier of this card.
    pub fn shipped(card: &ClassifierCard, origin: Origin) -> Self {
        let training = &card.training;
        Self {
            name: String::new(),
            origin,
            shape: ClassifierShape::SHIPPED,
            parameters: card.parameters,
            training: TrainingFacts {
                seed: training.seed,
                images: training.images,
                epochs: training.epochs,
                epochs_done: training.epochs.into(),
                batch: training.batch,
                learning_rate: training.learning_rate,
                optimizer: training.optimizer,
                rare: training.imbalance.into_iter().collect(),
                is_fine_tuned: false,
                device: Some(training.device.clone()),
            },
            record: None,
            measured: None,
        }
    }
}

impl TrainingFacts {
    /// Of a run of the visitor's, which made `epochs_done` passes over so many images.
    pub fn of_run(config: &RunConfig, images: usize, epochs_done: f64) -> Self {
        Self {
            seed: config.seed,
            images,
            epochs: config.epochs,
            epochs_done,
            batch: config.batch as usize,
            learning_rate: config.learning_rate,
            optimizer: config.optimizer,
            rare: config.data.rare.clone(),
            is_fine_tuned: config.start != protocol::run::Start::Scratch,
            device: None,
        }
    }
}

impl Facts {
    /// The classifier that the report is about: the visitor's newest one that was measured, else the shipped one.
    pub fn subject(&self) -> Option<&ClassifierFacts> {
        let measured = |own: &&ClassifierFacts| own.measured.is_some();
        let mut own = self.classifiers.iter().filter(|own| own.origin == Origin::Own);
        own.rfind(measured).or_else(|| self.of(Origin::Shipped).filter(measured))
    }

    /// The accuracies of the classifier's recipe with several seeds, with the lowest and the highest; none where it
    /// was trained once.
    pub fn seeds(&self) -> Option<(&Seeds, [f64; 2])> {
        let seeds = self.card.seeds.iter().find(|seeds| seeds.recipe == "classifier")?;
        let values = || seeds.values.iter().copied();
        let (low, high) =
            (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max));
        (seeds.values.len() > 1).then_some((seeds, [low, high]))
    }

    /// The first classifier of an origin.
    pub fn of(&self, origin: Origin) -> Option<&ClassifierFacts> {
        self.classifiers.iter().find(|own| own.origin == origin)
    }

    /// The shipped classifiers on the same test images; none before both were measured.
    pub fn imbalance_test(&self) -> Option<McNemar> {
        let right = |origin| Some(&self.of(origin)?.measured.as_ref()?.is_right);
        let (full, rare) = (right(Origin::Shipped)?, right(Origin::Imbalanced)?);
        (full.len() == rare.len()).then(|| mcnemar(full, rare))
    }
}
