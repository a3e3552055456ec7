//! `vitrina evaluate`: what weights are worth on the test set.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use burn::tensor::Device;
use dataset::{CLASSES, Class, Dataset, PIXELS, Part, to_unit};
use download::progress;
use ml::whitening::Whitening;
use ml::{Autoencoder, Classifier, Trace, Weights, shipped};
use policy::decision::top;
use policy::quality::{Quality, detail};
use protocol::card::Card;
use serde::Serialize;
use statistics::metrics::{
    ClassScores, Confusion, Proportion, accuracy, area_under_roc, confusion,
    expected_calibration_error, fit_temperature, mean, per_class, proportion, softmax,
};
use statistics::selection::{CoverageRisk, Outcome};
use text::Lang;

use crate::choices::parse_part;
use crate::output::say;
use crate::photos;
use crate::shipped as files;
use futures::executor::block_on;

/// Images in one forward pass.
const BATCH: usize = 250;
/// Bins of the calibration error.
const BINS: usize = 15;
/// Share of the images that is accepted where the risk is read.
const COVERAGE: f64 = 0.9;

/// Arguments of `vitrina evaluate`.
#[derive(clap::Args)]
pub struct Arguments {
    /// One weights file instead of all shipped ones.
    #[arg(long)]
    weights: Option<PathBuf>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
    /// Folder of the shipped weights.
    #[arg(long)]
    models: Option<PathBuf>,
    /// Folder of the data set.
    #[arg(long)]
    data: Option<PathBuf>,
    /// Measure the shipped networks on people's photos instead, as `vitrina data photos` finds them.
    #[arg(long, conflicts_with_all = ["weights", "data"])]
    photos: bool,
    /// Which of the photos: people's photos are on one side only. Nothing is tuned on test.
    #[arg(long, value_name = "PART", default_value = "test", value_parser = parse_part, requires = "photos")]
    part: Part,
    /// Folder or Git repository of the photos.
    #[arg(long, value_name = "DIR", requires = "photos")]
    photos_from: Option<PathBuf>,
}

/// What was measured on the test set.
#[derive(Debug, Serialize)]
pub struct Report {
    /// The classifier, unless only an autoencoder was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub classifier: Option<ClassifierReport>,
    /// The autoencoders.
    pub autoencoders: Vec<AutoencoderReport>,
    /// Mean of their areas under the ROC curve by reconstruction error.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mean_auc: Option<f64>,
    /// Mean of their areas by novelty.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mean_novelty_auc: Option<f64>,
}

/// A classifier on labelled images.
#[derive(Clone, Debug, Serialize)]
pub struct ClassifierReport {
    /// Images.
    pub n: usize,
    /// Share that is right.
    pub accuracy: f64,
    /// 95% Wilson interval of the accuracy.
    pub interval: [f64; 2],
    /// Precision, recall and F1, by label.
    pub per_class: [ClassScores; CLASSES],
    /// Rows are true labels.
    pub confusion: Confusion,
    /// Expected calibration error after temperature scaling, 15 bins.
    pub ece: f64,
    /// Wrong ones among the surest 90%, with its 95% Wilson interval.
    pub risk: Proportion,
    /// The temperature.
    pub temperature: f64,
}

/// An autoencoder on labelled images.
#[derive(Clone, Debug, Serialize)]
pub struct AutoencoderReport {
    /// The class it knows.
    pub class: &'static str,
    /// Area under the ROC curve: its class against the rest, by reconstruction error.
    pub auc: f64,
    /// The same by novelty, where the file says what its class is like.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub novelty_auc: Option<f64>,
}

/// Measures and prints.
pub fn run(arguments: &Arguments, lang: Lang) -> anyhow::Result<()> {
    if arguments.photos {
        let models = files::folder(arguments.models.as_deref());
        let Arguments { part, photos_from, json, .. } = arguments;
        return photos::run(*part, photos_from.as_deref(), &models, *json, lang);
    }
    let device = Device::flex();
    let (train, test) = download::load(arguments.data.as_deref(), lang)?;
    let folder = files::folder(arguments.models.as_deref());
    let report = match &arguments.weights {
        Some(path) => of_file(path, &folder, &train, &test, &device)?,
        None => of_shipped(&folder, &test, &device)?,
    };
    if arguments.json {
        say!("{}", serde_json::to_string_pretty(&report)?)?;
    } else {
        print(&report, lang)?;
    }
    Ok(())
}

/// All shipped networks.
pub fn of_shipped(folder: &Path, test: &Dataset, device: &Device) -> anyhow::Result<Report> {
    let card = files::card(folder)?;
    let networks = files::load(&card, folder, device)?;
    let classifier = classifier(&networks.classifier, card.classifier.temperature, test, device)?;
    let mut autoencoders = Vec::new();
    let pairs = networks.autoencoders.iter().zip(&networks.whitenings);
    for (class, (network, whitening)) in Class::ALL.into_iter().zip(pairs) {
        autoencoders.push(autoencoder(network, whitening.as_ref(), class, test, device)?);
    }
    let areas: Vec<f64> = autoencoders.iter().map(|report| report.auc).collect();
    let novelty: Option<Vec<f64>> = autoencoders.iter().map(|report| report.novelty_auc).collect();
    Ok(Report {
        classifier: Some(classifier),
        mean_auc: Some(mean(&areas)),
        mean_novelty_auc: novelty.as_deref().map(mean),
        autoencoders,
    })
}

/// One file. Its temperature is the card's where the card knows the file, else fitted on the
/// validation images.
fn of_file(
    path: &Path,
    folder: &Path,
    train: &Dataset,
    test: &Dataset,
    device: &Device,
) -> anyhow::Result<Report> {
    let shown = path.display();
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {shown}"))?;
    let sha256 = download::files::sha256(&bytes);
    let weights = Weights::from_burnpack(bytes).with_context(|| format!("{shown} is damaged"))?;
    let fact = |key: &str| weights.metadata.get(key).map(String::as_str).unwrap_or_default();
    match fact("kind") {
        "classifier" => {
            let network = shipped::classifier(&weights, device)?;
            let known = files::card(folder).ok().and_then(|card| known_temperature(&card, &sha256));
            let temperature = match known {
                Some(temperature) => temperature,
                None => {
                    let split = download::split_of(train, dataset::SPLIT_SEED);
                    let validation = train.select(&split.validation);
                    fit_temperature(&logits(&network, &validation, device)?, &validation.labels)
                }
            };
            let report = classifier(&network, temperature, test, device)?;
            Ok(Report {
                classifier: Some(report),
                autoencoders: Vec::new(),
                mean_auc: None,
                mean_novelty_auc: None,
            })
        }
        "autoencoder" => {
            let class = Class::parse(fact("class"))
                .with_context(|| format!("{shown} does not say which class it knows"))?;
            let network = shipped::autoencoder(&weights, device)?;
            let whitening = weights.whitening();
            let report = autoencoder(&network, whitening.as_ref(), class, test, device)?;
            Ok(Report {
                classifier: None,
                autoencoders: vec![report],
                mean_auc: None,
                mean_novelty_auc: None,
            })
        }
        _ => bail!("{shown} holds neither a classifier nor an autoencoder"),
    }
}

fn known_temperature(card: &Card, sha256: &str) -> Option<f64> {
    let known = [&card.classifier, &card.imbalanced];
    known.into_iter().find(|card| card.sha256 == sha256).map(|card| card.temperature)
}

/// A classifier on labelled images.
pub fn classifier(
    network: &Classifier,
    temperature: f64,
    data: &Dataset,
    device: &Device,
) -> anyhow::Result<ClassifierReport> {
    let logits = logits(network, data, device)?;
    let best: Vec<(Class, f32)> =
        logits.iter().map(|logits| top(&softmax(logits, temperature))).collect();
    let predicted: Vec<u8> = best.iter().map(|(class, _)| class.label()).collect();
    let confidence: Vec<f32> = best.iter().map(|&(_, confidence)| confidence).collect();
    let correct: Vec<bool> = predicted.iter().zip(&data.labels).map(|(p, t)| p == t).collect();
    let matrix = confusion(&data.labels, &predicted);
    let Proportion { value, n, low, high } = accuracy(&matrix);
    Ok(ClassifierReport {
        n,
        accuracy: value,
        interval: [low, high],
        per_class: per_class(&matrix),
        confusion: matrix,
        ece: expected_calibration_error(&confidence, &correct, BINS),
        risk: risk(&confidence, &correct),
        temperature,
    })
}

/// Wrong ones among the surest [`COVERAGE`]; equally sure ones count together.
fn risk(confidence: &[f32], correct: &[bool]) -> Proportion {
    let outcome = |(&confidence, &is_right)| Outcome { confidence, error_ratio: 0.0, is_right };
    let outcomes: Vec<Outcome> = confidence.iter().zip(correct).map(outcome).collect();
    let count = outcomes.len() as f64;
    CoverageRisk::new(&outcomes).at_coverage(COVERAGE).map_or(proportion(0, 0), |point| {
        let accepted = (point.coverage * count).round();
        proportion((point.risk * accepted).round() as u64, accepted as u64)
    })
}

/// An autoencoder on labelled images: its class is normal, the rest is not.
pub fn autoencoder(
    network: &Autoencoder,
    whitening: Option<&Whitening>,
    class: Class,
    data: &Dataset,
    device: &Device,
) -> anyhow::Result<AutoencoderReport> {
    let traces = traces(network, data, class.slug(), device)?;
    let area = |of: &dyn Fn(&Trace) -> f32| {
        let (mut normal, mut rest) = (Vec::new(), Vec::new());
        for (trace, &label) in traces.iter().zip(&data.labels) {
            if label == class.label() { normal.push(of(trace)) } else { rest.push(of(trace)) }
        }
        area_under_roc(&normal, &rest)
    };
    Ok(AutoencoderReport {
        class: class.name(),
        auc: area(&|trace| trace.error),
        novelty_auc: whitening.map(|one| area(&|trace| one.distance(&trace.inner))),
    })
}

/// What an autoencoder is used to: its traces of the images it was trained on.
pub fn whitening(
    network: &Autoencoder,
    data: &Dataset,
    title: &str,
    device: &Device,
) -> anyhow::Result<Whitening> {
    let traces = traces(network, data, title, device)?;
    let width = traces.first().map_or(0, |trace| trace.inner.len());
    let rows: Vec<f32> = traces.into_iter().flat_map(|trace| trace.inner).collect();
    Whitening::fit(&rows, width).with_context(|| format!("{title} has no finite traces"))
}

/// The same where it can be measured: without it the weights are still worth keeping, but not
/// where they answer with no finite numbers.
pub fn usual(
    network: &Autoencoder,
    data: &Dataset,
    title: &str,
    device: &Device,
) -> anyhow::Result<Option<Whitening>> {
    match whitening(network, data, title, device) {
        Err(error) if error.is::<ml::DeviceError>() => Err(error),
        measured => Ok(measured.ok()),
    }
}

/// Logits of every image.
pub fn logits(
    network: &Classifier,
    data: &Dataset,
    device: &Device,
) -> anyhow::Result<Vec<[f32; CLASSES]>> {
    in_batches(data, "classifier", |pixels, count| {
        Ok(block_on(ml::logits(network, pixels, count, device))?)
    })
}

/// What an autoencoder makes of every image.
pub fn traces(
    network: &Autoencoder,
    data: &Dataset,
    title: &str,
    device: &Device,
) -> anyhow::Result<Vec<Trace>> {
    in_batches(data, title, |pixels, count| {
        Ok(block_on(ml::traces(network, pixels, count, device))?)
    })
}

/// How well every image is reconstructed, by both measures.
pub fn qualities(
    network: &Autoencoder,
    data: &Dataset,
    title: &str,
    device: &Device,
) -> anyhow::Result<Vec<Quality>> {
    let traces = traces(network, data, title, device)?;
    let details = data.pixels.chunks_exact(PIXELS).map(detail);
    Ok(traces.iter().zip(details).map(|(trace, own)| Quality::new(trace.error, own)).collect())
}

fn in_batches<T>(
    data: &Dataset,
    title: &str,
    mut ask: impl FnMut(Vec<f32>, usize) -> anyhow::Result<Vec<T>>,
) -> anyhow::Result<Vec<T>> {
    let bar = progress::steps(data.len() as u64, title);
    let mut answers = Vec::with_capacity(data.len());
    for bytes in data.pixels.chunks(BATCH * PIXELS) {
        let pixels = to_unit(bytes);
        let count = pixels.len() / PIXELS;
        answers.extend(ask(pixels, count)?);
        bar.inc(count as u64);
    }
    bar.finish_and_clear();
    Ok(answers)
}

fn print(report: &Report, lang: Lang) -> std::io::Result<()> {
    if let Some(classifier) = &report.classifier {
        let [low, high] = classifier.interval.map(|end| lang.percent(end, 2));
        say!(
            "{}",
            lang.evaluate_accuracy(
                &lang.percent(classifier.accuracy, 2),
                &low,
                &high,
                &lang.count(classifier.n as u64),
                &lang.percent(classifier.ece, 2),
            )
        )?;
        let risk = classifier.risk;
        let [value, low, high] = [risk.value, risk.low, risk.high].map(|x| lang.percent(x, 2));
        say!("{}", lang.evaluate_risk(&value, &low, &high, &lang.count(risk.n as u64)))?;
        for (class, scores) in Class::ALL.into_iter().zip(&classifier.per_class) {
            let [precision, recall, f1] =
                [scores.precision, scores.recall, scores.f1].map(|share| lang.percent(share, 1));
            say!(
                "{:>14}  {}",
                lang.class_name(class),
                lang.evaluate_scores(&precision, &recall, &f1)
            )?;
        }
    }
    for autoencoder in &report.autoencoders {
        let title = Class::parse(autoencoder.class).map_or("", |class| lang.class_name(class));
        let novelty = autoencoder.novelty_auc.map(|area| lang.number(area, 4));
        let areas = lang
            .evaluate_areas(&lang.number(autoencoder.auc, 4), novelty.as_deref().unwrap_or("–"));
        say!("{title:>14}  {areas}")?;
    }
    if let Some(mean) = report.mean_auc {
        let novelty = report.mean_novelty_auc.map(|area| lang.number(area, 4));
        let novelty = novelty.as_deref().unwrap_or("–");
        say!("{}", lang.evaluate_mean_auc(&lang.number(mean, 4), novelty))?;
    }
    Ok(())
}
