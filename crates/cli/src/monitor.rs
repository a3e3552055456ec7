//! `vitrina monitor`: a log of production held against a log of reference.

use std::fs::File;
use std::io::{self, BufReader};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use monitoring::log::Text;
use monitoring::report::{Options, Report, Status};
use monitoring::shipped::{LIMITS_FILE, LimitsFile};
use statistics::drift::monitor::Settings;
use text::Lang;

use crate::output::say;
use crate::shipped;

/// Most records in a window: what it holds is kept in memory for each signal.
const MAX_WINDOW: i64 = 1_000_000;

/// Bytes that are read from a log at once.
const BUFFER: usize = 1 << 16;

/// Drift, and `--exit-code` asks for a status of its own.
const ALARM: u8 = 3;
/// Too few records to look.
const NOT_ENOUGH: u8 = 4;

/// Arguments of `vitrina monitor`.
#[derive(clap::Args)]
pub struct Arguments {
    /// Log to compare with; `-` reads standard input.
    #[arg(long, value_name = "R.jsonl")]
    reference: PathBuf,
    /// Log of production; `-` reads standard input.
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
    /// End with status 3 where there is drift.
    #[arg(long)]
    exit_code: bool,
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
pub fn run(arguments: &Arguments, lang: Lang) -> anyhow::Result<ExitCode> {
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
    let first = run.as_ref().map_or(0, |run| run.first);
    // Of a log that has lost its beginning the warm-up may be gone.
    let warm_up_of_run = settings.map(|settings| settings.warm_up.saturating_sub(first));
    let options = Options {
        window: window.or(settings.map(|settings| settings.window)),
        warm_up: arguments.warm_up.or(warm_up_of_run).unwrap_or(0),
        first,
        is_strict: arguments.strict,
        baseline_ms: run.map(|run| run.baseline_ms),
    };
    let report = monitoring::monitor(open(reference)?, open(production)?, &limits, &options);
    let report = report.map_err(|error| anyhow::anyhow!(error.to_text(lang)))?;
    for line in report.bad_lines_text(lang) {
        eprintln!("{line}");
    }
    if arguments.json {
        say!("{}", serde_json::to_string_pretty(&report)?)?;
    } else {
        say!("{}", report.to_text(lang))?;
    }
    Ok(ending(&report, arguments.exit_code))
}

fn ending(report: &Report, tells_alarms: bool) -> ExitCode {
    match report.status {
        Status::NotEnough => NOT_ENOUGH.into(),
        Status::Alarm if tells_alarms => ALARM.into(),
        Status::Quiet | Status::Alarm => ExitCode::SUCCESS,
    }
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
    first: u64,
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

/// A log to read; `-` is standard input.
pub fn open(path: &Path) -> anyhow::Result<Text<'static>> {
    if path == Path::new("-") {
        return Ok(Box::new(BufReader::with_capacity(BUFFER, io::stdin())));
    }
    let file = File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(Box::new(BufReader::with_capacity(BUFFER, file)))
}
