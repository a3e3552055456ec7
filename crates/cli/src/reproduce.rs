//! `vitrina reproduce`: the exercise's steps one after another, what each one measured, and the technical report.
//!
//! `small` is the same life on a tenth of the data in a minute or two; `full` is the shipped
//! recipe. Networks wait in a [work folder](Work) beside the report until it is written, so that
//! an interruption costs at most one epoch; then they are kept beside it and the folder goes.

mod augmentation;
mod production;
mod stage;

use std::path::PathBuf;

use dataset::{CLASSES, Class, FILES, Imbalance, make_rare};
use download::files;
use policy::quality::QualityLimits;
use report::{ComparisonFacts, TrainingFacts};
use serde::Serialize;
use statistics::evaluation::Histogram;
use statistics::metrics::Proportion;
use text::Lang;

use crate::evaluate::{AutoencoderReport, ClassifierReport};
use crate::output::{check_folder, say};
use crate::report::{shipped_facts, this_device, write_report};
use crate::shipped;
use augmentation::Augmentation;
use production::Production;
use stage::Stage;

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
    /// File for the measurements. The technical report and the networks' weights are written beside it, and so is the
    /// state of an interrupted run, which continues where it stopped.
    #[arg(long, short, default_value = "reproduce.json")]
    output: PathBuf,
    /// Start again even where an interrupted run could be resumed.
    #[arg(long)]
    fresh: bool,
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
    errors: ErrorsStep,
    decision: DecisionStep,
    saved: Vec<Saved>,
    production: Production,
    augmentation: Augmentation,
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
    #[serde(skip)]
    trained: TrainingFacts,
}

/// Reconstruction errors of the test images, in equal bins of one range.
#[derive(Serialize)]
struct ErrorsStep {
    normal_class: &'static str,
    /// Mean squared error up to which an image of the normal class is typical.
    limit: f32,
    normal: Histogram,
    others: Histogram,
}

/// A network in a file, whose answers are those of the network that was measured.
#[derive(Serialize)]
struct Saved {
    network: String,
    file: String,
    bytes: usize,
    sha256: String,
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
    check_folder(&arguments.output, lang)?;
    let mut facts = shipped_facts(&shipped::folder(None))?;
    let (all, test) = download::load(arguments.data.as_deref(), lang)?;
    let stage = Stage::new(arguments, &all, &test, lang);
    let rare = make_rare(&all.labels, &stage.split.train, RARE, arguments.seed);
    let few = rare.len();
    let step = DataStep {
        sha256: FILES.map(|file| file.sha256),
        train: stage.split.train.len(),
        validation: stage.split.validation.len(),
        test: stage.test.len(),
        counts: all.select(&stage.split.train).counts(),
        counts_imbalanced: all.select(&rare).counts(),
    };
    let everything = stage.split.train.clone();
    let (network, balanced) = stage.classifier("balanced", everything.clone())?;
    let (poor, imbalanced) = stage.classifier("imbalanced", rare)?;
    let comparison = stage.compare(&network, &poor)?;
    let calibration = stage.calibration(&network, &balanced)?;
    let (tuned, fine_tuned) = stage.fine_tune(&poor, everything)?;
    let (autoencoder, usual, report) = stage.autoencoder()?;
    let quality = stage.quality(&autoencoder)?;
    let decision = stage.decide(&network, balanced.temperature, &quality)?;
    let production = stage.production(&network, balanced.temperature, &autoencoder, &quality)?;
    let (augmentation, compared) = stage.augmentation(arguments.scale, lang)?;
    let saved = vec![
        stage.save("balanced", &network, None)?,
        stage.save("imbalanced", &poor, None)?,
        stage.save("fine-tuned", &tuned, None)?,
        stage.save(NORMAL.slug(), &autoencoder, Some(&usual))?,
    ];
    facts.classifiers.extend([
        stage.facts("fine-tuned", &tuned, &fine_tuned.trained)?,
        stage.facts("imbalanced", &poor, &stage.trained(few, vec![RARE]))?,
        stage.facts("balanced", &network, &stage.trained(fine_tuned.images, Vec::new()))?,
    ]);
    facts.productions = production.facts(lang);
    facts.comparisons.push(ComparisonFacts::new(compared, true));
    facts.made.device = Some(this_device());
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
        errors: stage.errors(&quality),
        decision,
        saved,
        production,
        augmentation,
    };
    let text = serde_json::to_string_pretty(&measured)? + "\n";
    files::write(&arguments.output, text.as_bytes())?;
    write_report(&facts, &arguments.output.with_extension("html"), lang)?;
    stage.forget_work()?;
    Ok(say!("{}", text.trim_end())?)
}
