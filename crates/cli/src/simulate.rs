//! `vitrina simulate`: the log of a production that the shipped networks judge, with shifts
//! injected.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use dataset::SPLIT_SEED;
use download::progress;
use monitoring::log;
use simulation::presets::PRESET_RECORDS;
use simulation::records::{Latency, Simulated, Simulation, reference};
use simulation::{Preset, Schedule, Stream};
use text::Lang;

use crate::judge::{Shipped, clock};
use crate::shipped;

/// Arguments of `vitrina simulate`.
#[derive(clap::Args)]
pub struct Arguments {
    /// What is injected: quiet-day, dirty-camera, winter-collection, labels-changed, slow-gpu or
    /// surprise.
    #[arg(long, value_name = "NAME", default_value = "quiet-day", conflicts_with = "schedule")]
    preset: String,
    /// What is injected, as the text of a link.
    #[arg(long, value_name = "LINK")]
    schedule: Option<String>,
    /// Seed of the stream, of a surprise, and of simulated latencies.
    #[arg(long, default_value_t = SPLIT_SEED)]
    seed: u64,
    /// How many records.
    #[arg(long, default_value_t = PRESET_RECORDS)]
    records: u64,
    /// Records per second.
    #[arg(long, default_value_t = 50.0, value_parser = parse_rate)]
    rate: f64,
    /// Where latencies come from.
    #[arg(long, value_enum, default_value = "measured")]
    latency: LatencyKind,
    /// Leave out what production would not know: labels and shifts.
    #[arg(long)]
    blind: bool,
    /// Write the validation images as they are, one record each: a log to compare with.
    #[arg(long, conflicts_with_all = ["preset", "schedule", "records"])]
    reference: bool,
    /// File to write; standard output by default.
    #[arg(short, long, value_name = "P.jsonl")]
    output: Option<PathBuf>,
    /// Folder of the shipped weights.
    #[arg(long)]
    models: Option<PathBuf>,
    /// Folder of the data set.
    #[arg(long)]
    data: Option<PathBuf>,
}

/// Where latencies come from.
#[derive(Clone, Copy, clap::ValueEnum)]
pub enum LatencyKind {
    /// Each image is classified alone and timed.
    Measured,
    /// Simulated from the seed, so that the file is the same on every machine.
    #[value(alias = "fixed")]
    Seeded,
}

/// Simulates and writes.
pub fn run(arguments: &Arguments, lang: Lang) -> anyhow::Result<()> {
    let schedule = schedule(arguments, lang)?;
    let (train, test) = download::load(arguments.data.as_deref(), lang)?;
    let mut judge = Shipped::open(&shipped::folder(arguments.models.as_deref()))?;
    let mut output = create(arguments.output.as_deref())?;
    let mut clock = clock();
    let mut latency = match arguments.latency {
        LatencyKind::Measured => Latency::Measured(&mut clock),
        LatencyKind::Seeded => Latency::Seeded(arguments.seed),
    };
    let policy = judge.policy.clone();
    let rate = arguments.rate;
    if arguments.reference {
        let split = download::split_of(&train, SPLIT_SEED);
        let images = train.select(&split.validation);
        let bar = progress::steps(images.len() as u64, "reference");
        reference(&images, &policy, rate, &mut judge, &mut latency, |mut record| {
            bar.inc(1);
            record.label = record.label.filter(|_| !arguments.blind);
            log::write(&mut output, &record)
        })?;
        bar.finish_and_clear();
    } else {
        let stream = Stream::new(arguments.seed, schedule, &test.labels)?;
        let simulation = Simulation { stream: &stream, images: &test, policy: &policy, rate };
        let bar = progress::steps(arguments.records, &arguments.preset);
        let take = |simulated: Simulated| {
            bar.inc(1);
            if arguments.blind {
                log::write(&mut output, &simulated.blind())
            } else {
                log::write(&mut output, &simulated)
            }
        };
        simulation.run(0..arguments.records, &mut judge, &mut latency, take)?;
        bar.finish_and_clear();
    }
    output.flush().context("cannot write the log")
}

fn schedule(arguments: &Arguments, lang: Lang) -> anyhow::Result<Schedule> {
    if let Some(link) = &arguments.schedule {
        let linked = Schedule::from_link(link);
        return linked
            .map(|linked| linked.schedule)
            .map_err(|error| anyhow::anyhow!(lang.schedule_argument_error(&error)));
    }
    let Some(preset) = Preset::from_slug(&arguments.preset) else {
        let names = Preset::ALL.map(Preset::slug).join(", ");
        bail!(lang.monitoring_unknown_preset(&names));
    };
    Ok(preset.schedule(arguments.seed))
}

fn create(path: Option<&Path>) -> anyhow::Result<Box<dyn Write>> {
    let Some(path) = path else {
        return Ok(Box::new(BufWriter::new(io::stdout().lock())));
    };
    let file = File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
    Ok(Box::new(BufWriter::new(file)))
}

fn parse_rate(text: &str) -> Result<f64, String> {
    let rate: f64 = text.parse().map_err(|_| format!("`{text}` is not a number"))?;
    if rate.is_finite() && rate > 0.0 { Ok(rate) } else { Err("it must be above 0".to_owned()) }
}
