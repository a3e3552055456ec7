//! `vitrina reproduce`: the exercise's steps one after another, and what each one measured.
//!
//! `small` is the same life on a tenth of the data in a minute or two; `full` is the shipped
//! recipe.

use std::path::PathBuf;

use anyhow::Context;
use burn::tensor::Device;
use dataset::files;
use domain::card::{FALSE_REJECT_SHARE, Imbalance, Proportion};
use domain::data::{Dataset, FILES, Split, make_rare, split};
use domain::decision::{Policy, Reading, Verdict, top};
use domain::evaluation::mcnemar;
use domain::metrics::{fit_temperature, proportion, softmax};
use domain::quality::{QualityLimits, detail};
use domain::{CLASSES, Class, Lang, PIXELS};
use ml::{Autoencoder, Classifier, Plan, Weights};
use serde::Serialize;

use crate::evaluate::{self, AutoencoderReport, ClassifierReport};
use crate::train::{Place, autoencoder_plan, block_on, classifier_plan, of_class, train_network};

/// The minority class of the exercise and its share.
const RARE: Imbalance = Imbalance { class: Class::Shirt, ratio: 0.1 };
/// The class that the autoencoder takes for normal.
const NORMAL: Class = Class::Trouser;

/// Arguments of `vitrina reproduce`.
#[derive(clap::Args)]
pub struct Arguments {
    /// Draws the split and everything after it.
    #[arg(long, default_value_t = 42)]
    seed: u64,
    /// How much of it.
    #[arg(long, value_enum, default_value = "small")]
    scale: Scale,
    /// File for the measurements.
    #[arg(long, default_value = "reproduce.json")]
    output: PathBuf,
    /// Folder of the data set.
    #[arg(long)]
    data: Option<PathBuf>,
}

/// How much to train on and how long.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Scale {
    /// A tenth of the data, few epochs.
    Small,
    /// Everything.
    Full,
}

/// What the steps measured.
#[derive(Serialize)]
struct Measured {
    seed: u64,
    scale: Scale,
    data: DataStep,
    balanced: ClassifierReport,
    imbalanced: ClassifierReport,
    minority_recall: MinorityRecall,
    comparison: Comparison,
    calibration: Calibration,
    fine_tuned: FineTuned,
    autoencoder: AutoencoderReport,
    decision: DecisionStep,
}

#[derive(Serialize)]
struct DataStep {
    sha256: [&'static str; 4],
    train: usize,
    validation: usize,
    test: usize,
    counts: [usize; CLASSES],
    counts_imbalanced: [usize; CLASSES],
}

#[derive(Serialize)]
struct MinorityRecall {
    class: &'static str,
    kept: f64,
    balanced: f64,
    imbalanced: f64,
}

/// Both classifiers on the same test images (McNemar 1947).
#[derive(Serialize)]
struct Comparison {
    both_right: u64,
    only_balanced_right: u64,
    only_imbalanced_right: u64,
    both_wrong: u64,
    p_value: f64,
    /// Accuracy of the balanced one minus that of the imbalanced one, with its 95% interval.
    difference: [f64; 3],
}

/// Expected calibration error on test images, 15 bins, temperature fitted on validation images.
#[derive(Serialize)]
struct Calibration {
    ece_before: f64,
    ece_after: f64,
    temperature: f64,
}

/// The imbalanced classifier after an epoch on balanced data, its convolutions held.
#[derive(Serialize)]
struct FineTuned {
    images: usize,
    accuracy: Proportion,
    minority_recall: f64,
}

/// The policy on test images, quality read with the one normal class.
#[derive(Serialize)]
struct DecisionStep {
    normal_class: &'static str,
    min_confidence: f32,
    limits: QualityLimits,
    normal_accepted: Proportion,
    others_rejected: Proportion,
}

/// Runs the steps and writes the report.
pub fn run(arguments: &Arguments, lang: Lang) -> anyhow::Result<()> {
    let (all, test) = dataset::load(arguments.data.as_deref(), lang)?;
    let stage = Stage::new(arguments, &all, &test);
    let rare = make_rare(&all.labels, &stage.split.train, RARE, arguments.seed);
    let step = DataStep {
        sha256: FILES.map(|file| file.sha256),
        train: stage.split.train.len(),
        validation: stage.split.validation.len(),
        test: stage.test.len(),
        counts: all.select(&stage.split.train).counts(),
        counts_imbalanced: all.select(&rare).counts(),
    };
    let everything = stage.split.train.clone();
    let plan = stage.classifier;
    let (network, balanced) = stage.classifier("balanced", plan, everything.clone(), None, lang)?;
    let (poor, imbalanced) = stage.classifier("imbalanced", plan, rare, None, lang)?;
    let comparison = stage.compare(&network, &poor)?;
    let calibration = stage.calibration(&network, &balanced)?;
    let fine_tuned = stage.fine_tune(&poor, everything, lang)?;
    let (autoencoder, report) = stage.autoencoder(lang)?;
    let decision = stage.decide(&network, balanced.temperature, &autoencoder)?;
    let recall = |report: &ClassifierReport| report.per_class[RARE.class.index()].recall;
    let measured = Measured {
        seed: arguments.seed,
        scale: arguments.scale,
        data: step,
        minority_recall: MinorityRecall {
            class: RARE.class.name(),
            kept: RARE.ratio,
            balanced: recall(&balanced),
            imbalanced: recall(&imbalanced),
        },
        comparison,
        calibration,
        fine_tuned,
        balanced,
        imbalanced,
        autoencoder: report,
        decision,
    };
    let text = serde_json::to_string_pretty(&measured)? + "\n";
    files::write(&arguments.output, text.as_bytes())?;
    println!("{text}");
    Ok(())
}

/// The data of a scale, and how long to train on it.
struct Stage<'a> {
    all: &'a Dataset,
    split: Split,
    test: Dataset,
    classifier: Plan,
    autoencoder: Plan,
    device: Device,
    work: PathBuf,
}

impl<'a> Stage<'a> {
    fn new(arguments: &Arguments, all: &'a Dataset, test: &Dataset) -> Self {
        let (classifier, autoencoder) =
            (classifier_plan(arguments.seed), autoencoder_plan(arguments.seed));
        let full = dataset::split_of(all, arguments.seed);
        let work = arguments.output.clone();
        let device = Device::flex();
        match arguments.scale {
            Scale::Full => {
                let test = test.clone();
                Self { all, split: full, test, classifier, autoencoder, device, work }
            }
            Scale::Small => Self {
                all,
                split: tenth(all, &full, arguments.seed),
                test: test.select(&split(&test.labels, test.len() / 10, arguments.seed).validation),
                classifier: Plan { epochs: 6, batch: 64, ..classifier },
                autoencoder: Plan { epochs: 20, ..autoencoder },
                device,
                work,
            },
        }
    }

    /// A classifier trained on these images, and what it is worth on the test images.
    fn classifier(
        &self,
        title: &str,
        plan: Plan,
        images: Vec<usize>,
        start: Option<&Weights>,
        lang: Lang,
    ) -> anyhow::Result<(Classifier, ClassifierReport)> {
        let output = self.work.with_extension(title);
        let place = Place { output: &output, title, fresh: true, start };
        let network: Classifier =
            train_network(plan, self.all, images, &self.device, &place, lang)?;
        let validation = self.all.select(&self.split.validation);
        let logits = evaluate::logits(&network, &validation, &self.device)?;
        let temperature = fit_temperature(&logits, &validation.labels);
        let report = evaluate::classifier(&network, temperature, &self.test, &self.device)?;
        Ok((network, report))
    }

    /// Both classifiers on the test images, image by image.
    fn compare(&self, a: &Classifier, b: &Classifier) -> anyhow::Result<Comparison> {
        let right = |network: &Classifier| -> anyhow::Result<Vec<bool>> {
            let logits = evaluate::logits(network, &self.test, &self.device)?;
            let is_right = |(logits, &label): (&[f32; CLASSES], &u8)| {
                top(&softmax(logits, 1.0)).0.label() == label
            };
            Ok(logits.iter().zip(&self.test.labels).map(is_right).collect())
        };
        let test = mcnemar(&right(a)?, &right(b)?);
        Ok(Comparison {
            both_right: test.both_right,
            only_balanced_right: test.only_a,
            only_imbalanced_right: test.only_b,
            both_wrong: test.both_wrong,
            p_value: test.p_value,
            difference: [test.difference.value, test.difference.low, test.difference.high],
        })
    }

    /// What temperature scaling does to the calibration.
    fn calibration(
        &self,
        network: &Classifier,
        report: &ClassifierReport,
    ) -> anyhow::Result<Calibration> {
        let plain = evaluate::classifier(network, 1.0, &self.test, &self.device)?;
        Ok(Calibration {
            ece_before: plain.ece,
            ece_after: report.ece,
            temperature: report.temperature,
        })
    }

    /// Goes on from a network for an epoch on these images.
    fn fine_tune(
        &self,
        network: &Classifier,
        images: Vec<usize>,
        lang: Lang,
    ) -> anyhow::Result<FineTuned> {
        let weights = block_on(Weights::of(network))?;
        let plan =
            Plan { epochs: 1, learning_rate: 1e-3, freeze_features: true, ..self.classifier };
        let count = images.len();
        let (_, report) = self.classifier("fine-tuned", plan, images, Some(&weights), lang)?;
        Ok(FineTuned {
            images: count,
            accuracy: domain::metrics::accuracy(&report.confusion),
            minority_recall: report.per_class[RARE.class.index()].recall,
        })
    }

    fn autoencoder(&self, lang: Lang) -> anyhow::Result<(Autoencoder, AutoencoderReport)> {
        let output = self.work.with_extension(NORMAL.slug());
        let place = Place { output: &output, title: NORMAL.slug(), fresh: true, start: None };
        let images = of_class(self.all, &self.split.train, NORMAL);
        let network: Autoencoder =
            train_network(self.autoencoder, self.all, images.clone(), &self.device, &place, lang)?;
        let own = self.all.select(&images);
        let usual = evaluate::whitening(&network, &own, NORMAL.slug(), &self.device)?;
        let report =
            evaluate::autoencoder(&network, Some(&usual), NORMAL, &self.test, &self.device)?;
        Ok((network, report))
    }

    /// Thresholds from validation images, verdicts on test images.
    fn decide(
        &self,
        classifier: &Classifier,
        temperature: f64,
        autoencoder: &Autoencoder,
    ) -> anyhow::Result<DecisionStep> {
        let normal = self.all.select(&self.split.validation).only(NORMAL);
        let typical = evaluate::qualities(autoencoder, &normal, NORMAL.slug(), &self.device)?;
        let limits = QualityLimits::calibrate(&typical, FALSE_REJECT_SHARE)
            .context("there is no validation image of the normal class")?;
        let min_confidence = 0.5;
        let reading = Reading::NormalClass(NORMAL);
        let policy = Policy { min_confidence, max_ratio: 1.0, limits: [limits; CLASSES], reading };
        let logits = evaluate::logits(classifier, &self.test, &self.device)?;
        let qualities = evaluate::qualities(autoencoder, &self.test, NORMAL.slug(), &self.device)?;
        let errors = qualities.iter().map(|quality| quality.error);
        let (mut accepted, mut normal, mut rejected, mut others) = (0, 0, 0, 0);
        let details = self.test.pixels.chunks_exact(PIXELS).map(detail);
        let measured = logits.iter().zip(errors).zip(details);
        for (((logits, error), detail), &label) in measured.zip(&self.test.labels) {
            let probabilities = softmax(logits, temperature);
            let verdict = policy.decide(&probabilities, &[error; CLASSES], detail).verdict;
            if label == NORMAL.label() {
                normal += 1;
                accepted += u64::from(verdict == Verdict::Accept);
            } else {
                others += 1;
                rejected += u64::from(verdict == Verdict::Reject);
            }
        }
        Ok(DecisionStep {
            normal_class: NORMAL.name(),
            min_confidence,
            limits,
            normal_accepted: proportion(accepted, normal),
            others_rejected: proportion(rejected, others),
        })
    }
}

/// A tenth of a split, stratified.
fn tenth(all: &Dataset, full: &Split, seed: u64) -> Split {
    let some = |indices: &[usize]| {
        let labels: Vec<u8> = indices.iter().map(|&index| all.labels[index]).collect();
        let chosen = split(&labels, indices.len() / 10, seed).validation;
        chosen.into_iter().map(|place| indices[place]).collect()
    };
    Split { train: some(&full.train), validation: some(&full.validation) }
}
