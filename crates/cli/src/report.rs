//! `vitrina report`: the technical report of the shipped networks, and of runs and productions that are named.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail, ensure};
use burn::tensor::Device;
use dataset::{Dataset, Imbalance};
use download::files;
use ml::{RunFile, network_weights, shipped as networks};
use monitoring::report::{Options, Report as Watched};
use monitoring::shipped::LIMITS_FILE;
use protocol::run::NetworkChoice;
use report::files::{to_html, to_json, to_markdown, to_notebook};
use report::{
    ClassifierFacts, Document, Facts, Made, Measured, Origin, ProductionFacts, TrainingFacts,
};
use statistics::metrics::fit_temperature;
use text::Lang;

use crate::evaluate;
use crate::monitor::{limits, open};
use crate::output::{check_folder, say};
use crate::shipped;

/// Arguments of `vitrina report`.
#[derive(clap::Args)]
pub struct Arguments {
    /// File for the report; its ending says what is written: .html, .md, .ipynb or .json.
    #[arg(long, short, default_value = "report.html")]
    output: PathBuf,
    /// Run file of /train, measured on the test images and put in. May be repeated.
    #[arg(long = "run", value_name = "RUN")]
    runs: Vec<PathBuf>,
    /// Log of a production that is put in.
    #[arg(long, value_name = "P.jsonl", requires = "reference")]
    production: Option<PathBuf>,
    /// Log that the production is compared with.
    #[arg(long, value_name = "R.jsonl", requires = "production")]
    reference: Option<PathBuf>,
    /// Folder of the shipped weights.
    #[arg(long)]
    models: Option<PathBuf>,
    /// Folder of the data set; needed for runs alone.
    #[arg(long)]
    data: Option<PathBuf>,
}

/// What a report is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Html,
    Markdown,
    Notebook,
    Json,
}

impl Form {
    /// By a file's ending; none for another one.
    fn of(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "html" | "htm" => Some(Self::Html),
            "md" | "markdown" => Some(Self::Markdown),
            "ipynb" => Some(Self::Notebook),
            "json" => Some(Self::Json),
            _ => None,
        }
    }

    fn write(self, document: &Document) -> anyhow::Result<String> {
        Ok(match self {
            Self::Html => to_html(document),
            Self::Markdown => to_markdown(document),
            Self::Notebook => to_notebook(document)?,
            Self::Json => to_json(document)?,
        })
    }
}

/// Gathers, measures and writes.
pub fn run(arguments: &Arguments, lang: Lang) -> anyhow::Result<()> {
    let Arguments { output, runs, production, reference, .. } = arguments;
    let form = Form::of(output)
        .with_context(|| lang.report_unknown_ending(&output.display().to_string()))?;
    check_folder(output, lang)?;
    let folder = shipped::folder(arguments.models.as_deref());
    let mut facts = shipped_facts(&folder)?;
    if let (Some(production), Some(reference)) = (production, reference) {
        facts.productions.push(watched(reference, production, &folder, lang)?);
    }
    if !runs.is_empty() {
        let (all, test) = download::load(arguments.data.as_deref(), lang)?;
        let split = download::split_of(&all, dataset::SPLIT_SEED);
        let validation = all.select(&split.validation);
        for run in runs {
            let classifier = run_facts(run, split.train.len(), &validation, &test)?;
            facts.classifiers.push(classifier);
        }
        facts.made.device = Some(this_device());
    }
    write(&report::report(&facts, lang), form, output)?;
    Ok(say!("{}", output.display())?)
}

/// Writes a report as a file, by its ending; an unknown ending is HTML.
pub fn write_report(facts: &Facts, output: &Path, lang: Lang) -> anyhow::Result<()> {
    let form = Form::of(output).unwrap_or(Form::Html);
    write(&report::report(facts, lang), form, output)
}

fn write(document: &Document, form: Form, output: &Path) -> anyhow::Result<()> {
    files::write(output, form.write(document)?.as_bytes())
}

/// The facts of the shipped networks in a folder.
pub fn shipped_facts(folder: &Path) -> anyhow::Result<Facts> {
    let made = Made { date: today(), version: env!("CARGO_PKG_VERSION").to_owned(), device: None };
    // That a file cannot be read is told as that it is missing, with its name.
    let read = |name: &str| fs::read(folder.join(name)).ok();
    Facts::shipped(made, &read).with_context(|| format!("the networks in {}", folder.display()))
}

/// The machine that measures.
pub fn this_device() -> String {
    format!("CPU {}", std::env::consts::ARCH)
}

/// A run file of the page's, measured on the test images.
fn run_facts(
    path: &Path,
    train: usize,
    validation: &Dataset,
    test: &Dataset,
) -> anyhow::Result<ClassifierFacts> {
    let shown = path.display();
    let bytes = fs::read(path).with_context(|| format!("cannot read {shown}"))?;
    let file = RunFile::from_bytes(bytes.clone()).with_context(|| format!("{shown} is no run"))?;
    let NetworkChoice::Classifier(shape) = file.config.network else {
        bail!("{shown} is the run of an autoencoder; the report is about classifiers");
    };
    let device = Device::flex();
    let weights = network_weights(bytes).with_context(|| format!("{shown} is damaged"))?;
    let network = networks::classifier(&weights, &device)?;
    let logits = evaluate::logits(&network, validation, &device)?;
    let temperature = fit_temperature(&logits, &validation.labels);
    let answers = evaluate::logits(&network, test, &device)?;
    let images = images_of(&file, train);
    let steps_per_epoch = images.div_ceil(file.config.batch.max(1) as usize).max(1);
    let epochs = file.record.steps() as f64 / steps_per_epoch as f64;
    let name = match file.config.name.is_empty() {
        true => path.file_stem().unwrap_or_default().to_string_lossy().into_owned(),
        false => file.config.name.clone(),
    };
    Ok(ClassifierFacts {
        name,
        origin: Origin::Own,
        shape,
        parameters: weights.parameters(),
        training: TrainingFacts::of_run(&file.config, images, epochs),
        measured: Some(Measured::of(&test.labels, &answers, temperature)),
        record: Some(file.record),
    })
}

/// Training images of an epoch: those chosen, less what the rare classes lack, a tenth of the images a class.
fn images_of(file: &RunFile, train: usize) -> usize {
    let chosen = (file.config.data.images as usize).min(train);
    let lacking = |rare: &Imbalance| (chosen as f64 / 10.0 * (1.0 - rare.ratio)).round() as usize;
    let missing: usize = file.config.data.rare.iter().map(lacking).sum();
    chosen.saturating_sub(missing) + file.own.len()
}

/// A production's log held against a reference.
fn watched(
    reference: &Path,
    production: &Path,
    folder: &Path,
    lang: Lang,
) -> anyhow::Result<ProductionFacts> {
    ensure!(
        reference != Path::new("-") || production != Path::new("-"),
        lang.monitoring_one_input()
    );
    let limits = limits(&folder.join(LIMITS_FILE))?;
    let name = production.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let report =
        monitoring::monitor(open(reference)?, open(production)?, &limits, &Options::default());
    let report = report.map_err(|error| anyhow::anyhow!(error.to_text(lang)))?;
    for line in report.bad_lines_text(lang) {
        eprintln!("{line}");
    }
    Ok(production_facts(name, &report))
}

/// What the report tells of a log.
fn production_facts(name: String, report: &Watched) -> ProductionFacts {
    let mut alarms = Vec::new();
    for alarm in &report.alarms {
        if alarms.iter().all(|(watch, _)| *watch != alarm.watch()) {
            alarms.push((alarm.watch(), alarm.at));
        }
    }
    ProductionFacts {
        name,
        records: report.n,
        seed: None,
        window: None,
        latency_ms: report.latency_ms.map(|figures| (figures.mean, figures.p95)),
        confidence: report.confidence.map(|figures| (figures.mean, figures.p10)),
        divergences: report
            .kl
            .iter()
            .map(|(signal, kl)| (signal, kl.production_reference, Some(kl.limit)))
            .collect(),
        alarms: Some(alarms),
        shifts: None,
        false_alarms: None,
        accuracy: report.accuracy,
        estimate: report.cbpe.map(|cbpe| cbpe.estimate),
    }
}

/// The day in UTC.
fn today() -> String {
    let now = server::utc(std::time::SystemTime::now());
    now.split('T').next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ending_says_what_is_written() {
        let of = |name: &str| Form::of(Path::new(name));
        assert_eq!(of("a.HTML"), Some(Form::Html));
        assert_eq!(of("a.ipynb"), Some(Form::Notebook));
        assert_eq!((of("a.pdf"), of("a")), (None, None));
    }
}
