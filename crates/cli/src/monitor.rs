//! `vitrina monitor`: a log of production held against a log of reference.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use domain::Lang;
use domain::drift::monitor::Settings;
use monitoring::log::LogError;
use monitoring::report::{MonitorError, Options};
use monitoring::shipped::{LIMITS_FILE, LimitsFile};

use crate::shipped;

/// Most records in a window: what it holds is kept in memory for each signal.
const MAX_WINDOW: i64 = 1_000_000;

/// Bytes that are read from a log at once.
const BUFFER: usize = 1 << 16;

/// Arguments of `vitrina monitor`.
#[derive(clap::Args)]
pub struct Arguments {
    /// Log to compare with, JSON Lines; `-` reads standard input.
    #[arg(long, value_name = "R.jsonl")]
    reference: PathBuf,
    /// Log of production, JSON Lines; `-` reads standard input.
    #[arg(long, value_name = "P.jsonl")]
    production: PathBuf,
    /// Records in a detector's window; that of the limits by default.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=MAX_WINDOW))]
    window: Option<u32>,
    /// Records at the start of each log whose latency is left out; those of the run by default.
    #[arg(long, value_name = "N")]
    warm_up: Option<u64>,
    /// Run that /monitor saved beside the log: window, warm-up, and the latencies that its device
    /// had before anything happened, which take the place of the reference's.
    #[arg(long, value_name = "RUN.json")]
    run: Option<PathBuf>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
    /// Fail at the first bad line.
    #[arg(long)]
    strict: bool,
    /// The detectors' limits; those beside the shipped weights by default.
    #[arg(long, value_name = "FILE")]
    limits: Option<PathBuf>,
    /// Folder of the shipped weights.
    #[arg(long)]
    models: Option<PathBuf>,
}

/// Compares and prints. Bad lines go to standard error.
pub fn run(arguments: &Arguments, lang: Lang) -> anyhow::Result<()> {
    let Arguments { reference, production, .. } = arguments;
    let is_input = |path: &Path| path == Path::new("-");
    if is_input(reference) && is_input(production) {
        bail!(lang.monitoring_one_input());
    }
    let folder = shipped::folder(arguments.models.as_deref());
    let limits = limits(&arguments.limits.clone().unwrap_or_else(|| folder.join(LIMITS_FILE)))?;
    let run = arguments.run.as_deref().map(run_of_page).transpose()?;
    let settings = run.as_ref().map(|run| run.settings);
    let window = arguments.window.map(|window| window as usize);
    let options = Options {
        window: window.or(settings.map(|settings| settings.window)),
        warm_up: arguments.warm_up.or(settings.map(|settings| settings.warm_up)).unwrap_or(0),
        is_strict: arguments.strict,
        baseline_ms: run.map(|run| run.baseline_ms),
    };
    let report = monitoring::monitor(open(reference)?, open(production)?, &limits, &options);
    let report = report.map_err(|error| match error {
        MonitorError::Log(LogError::Bad(bad)) => anyhow::anyhow!(bad.to_text(lang)),
        other => other.into(),
    })?;
    for line in report.bad_lines_text(lang) {
        eprintln!("{line}");
    }
    if arguments.json {
        println!("{}", serde_json::to_string_pretty(&report)?);
    } else {
        println!("{}", report.to_text(lang));
    }
    Ok(())
}

/// The limits in a file.
pub fn limits(path: &Path) -> anyhow::Result<LimitsFile> {
    let shown = path.display();
    let json = std::fs::read(path).with_context(|| format!("cannot read {shown}"))?;
    LimitsFile::from_json(&json).with_context(|| format!("{shown} cannot be used"))
}

/// What a run of the page says of how it was watched.
#[derive(serde::Deserialize)]
struct PageRun {
    settings: Settings,
    baseline_ms: Vec<f64>,
}

fn run_of_page(path: &Path) -> anyhow::Result<PageRun> {
    let shown = path.display();
    let json = std::fs::read(path).with_context(|| format!("cannot read {shown}"))?;
    let run: PageRun =
        serde_json::from_slice(&json).with_context(|| format!("{shown} is no run of /monitor"))?;
    if !(1..=MAX_WINDOW).contains(&i64::try_from(run.settings.window)?) {
        bail!("{shown} is no run of /monitor: its window is out of range");
    }
    Ok(run)
}

fn open(path: &Path) -> anyhow::Result<Box<dyn BufRead>> {
    if path == Path::new("-") {
        return Ok(Box::new(io::stdin().lock()));
    }
    let file = File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(Box::new(BufReader::with_capacity(BUFFER, file)))
}
