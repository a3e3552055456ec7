//! `vitrina calibrate`: the detectors' limits and the reference that the site carries, from what
//! the shipped networks make of the data set; then every preset is held against what it should
//! raise.

use std::path::{Path, PathBuf};

use anyhow::bail;
use dataset::{Dataset, SPLIT_SEED};
use download::{files, progress};
use monitoring::calibrate::{self, Plan};
use monitoring::expectations::{self, Fired};
use monitoring::replay::Predictions;
use monitoring::report::{Options, of_records};
use monitoring::shipped::{LIMITS_FILE, LimitsFile, REFERENCE_FILE, ReferenceFile};
use simulation::presets::PRESET_RECORDS;
use simulation::records::{Latency, Simulated, Simulation, reference};
use simulation::{Preset, Stream};
use statistics::drift::Record;
use statistics::drift::reference::Reference;
use text::Lang;

use crate::judge::Shipped;
use crate::output::say;
use crate::shipped;
use crate::train::threads;

/// Quiet days that must stay quiet.
const QUIET_DAYS: u64 = 20;
/// Seed of the other presets' runs, and of the first quiet day.
const FIRST_SEED: u64 = 1;

/// Where tests without networks find the predictions that they replay.
const PREDICTIONS: &str = "crates/monitoring/tests/predictions.json";

/// Arguments of `vitrina calibrate`.
#[derive(clap::Args)]
pub struct Arguments {
    /// Folder of the shipped weights, into which limits and reference are written. `public/models`
    /// by default.
    #[arg(long)]
    models: Option<PathBuf>,
    /// File for the predictions that tests without networks replay.
    #[arg(long, default_value = PREDICTIONS)]
    predictions: PathBuf,
    /// Clean runs.
    #[arg(long, default_value_t = calibrate::RUNS)]
    runs: usize,
    /// Share of clean runs that may raise any alarm.
    #[arg(long, default_value_t = calibrate::SHARE)]
    share: f64,
    /// Set the limits anew even where those that are there rest on the same reference and plan.
    #[arg(long)]
    fresh: bool,
    /// Folder of the data set.
    #[arg(long)]
    data: Option<PathBuf>,
}

/// Asks the networks, sets the limits, writes the files, checks the presets.
pub fn run(arguments: &Arguments, lang: Lang) -> anyhow::Result<()> {
    let (train, test) = download::load(arguments.data.as_deref(), lang)?;
    let plan = Plan { runs: arguments.runs, share: arguments.share, ..Plan::new(test.len()) };
    let folder = shipped::folder(arguments.models.as_deref());
    set_and_write(
        &folder,
        Some(&arguments.predictions),
        &plan,
        arguments.fresh,
        (&train, &test),
        lang,
    )
}

/// The same for the weights that were just shipped into a folder, so that card, limits and
/// reference are always written together.
pub fn of_shipped(folder: &Path, data: (&Dataset, &Dataset), lang: Lang) -> anyhow::Result<()> {
    // Only in the source tree are there tests that replay predictions.
    let predictions = Path::new(PREDICTIONS);
    let predictions = predictions.exists().then_some(predictions);
    set_and_write(folder, predictions, &Plan::new(data.1.len()), false, data, lang)
}

fn set_and_write(
    folder: &Path,
    predictions_file: Option<&Path>,
    plan: &Plan,
    fresh: bool,
    (train, test): (&Dataset, &Dataset),
    lang: Lang,
) -> anyhow::Result<()> {
    let split = download::split_of(train, SPLIT_SEED);
    let mut judge = Shipped::open(folder)?;
    eprintln!("{}", lang.monitoring_judging());
    let validation = records(&mut judge, &train.select(&split.validation), "validation")?;
    let training = records(&mut judge, &train.select(&split.train), "training")?;
    let predictions = predictions(&mut judge, test)?;

    let card = judge.card_sha256.clone();
    let reference = calibrate::reference(&validation, plan.seed);
    let shipped = ReferenceFile::new(card.clone(), &reference, &Reference::of(&training, 0));
    let known = if fresh { None } else { known_limits(folder, &shipped, plan)? };
    let limits = match known {
        Some(mut limits) => {
            limits.card_sha256 = card;
            limits
        }
        None => {
            let bar = progress::steps(plan.runs as u64, lang.monitoring_clean_runs());
            let set_position = |runs| bar.set_position(runs as u64);
            let limits = calibrate::calibrate(&validation, card, plan, threads(), set_position)?;
            bar.finish_and_clear();
            limits
        }
    };
    let mut written = vec![
        (folder.join(LIMITS_FILE), serde_json::to_string_pretty(&limits)?),
        (folder.join(REFERENCE_FILE), serde_json::to_string(&shipped)?),
    ];
    if let Some(path) = predictions_file {
        written.push((path.to_owned(), serde_json::to_string(&predictions)?));
    }
    for (path, json) in written {
        files::write(&path, (json + "\n").as_bytes())?;
        say!("{}", path.display())?;
    }
    let calibration = &limits.calibration;
    let flagged = (calibration.false_alarms.value * plan.runs as f64).round() as u64;
    let detectors = calibration.limits.entries.len() as u64;
    let [detectors, runs] = [detectors, plan.runs as u64].map(|count| lang.count(count));
    say!("{}", lang.monitoring_calibrated(flagged, &detectors, &runs))?;
    check(&predictions, &reference, &limits, lang)
}

/// The limits that are there, where they rest on the same reference and plan: they would come out
/// the same, and clean runs take most of the time.
fn known_limits(
    folder: &Path,
    reference: &ReferenceFile,
    plan: &Plan,
) -> anyhow::Result<Option<LimitsFile>> {
    let paths = [LIMITS_FILE, REFERENCE_FILE].map(|file| folder.join(file));
    let [Ok(limits), Ok(known)] = paths.map(std::fs::read) else { return Ok(None) };
    // Files of another version are no error here: they are written anew.
    let (Ok(limits), Ok(old)) = (LimitsFile::from_json(&limits), ReferenceFile::from_json(&known))
    else {
        return Ok(None);
    };
    // Compared as text, which loses no digit.
    let mut same_card = reference.clone();
    same_card.card_sha256 = old.card_sha256;
    let is_same = known == (serde_json::to_string(&same_card)? + "\n").into_bytes();
    Ok((is_same && calibrate::is_made_by(&limits, plan)).then_some(limits))
}

/// The records of images as they are. Their latencies do not count.
fn records(judge: &mut Shipped, images: &Dataset, title: &str) -> anyhow::Result<Vec<Record>> {
    let policy = judge.policy.clone();
    let bar = progress::steps(images.len() as u64, title);
    let mut records = Vec::with_capacity(images.len());
    reference(images, &policy, 50.0, judge, &mut Latency::Seeded(0), |record| {
        bar.inc(1);
        records.push(record);
        Ok(())
    })?;
    bar.finish_and_clear();
    Ok(records)
}

/// What the networks think of the test images, and of the images of the one preset's run that
/// touches them.
fn predictions(judge: &mut Shipped, test: &Dataset) -> anyhow::Result<Predictions> {
    let clean = records(judge, test, "test")?;
    let mut predictions = Predictions::new(judge.card_sha256.clone(), &test.labels, &clean);
    let (preset, seed) = (Preset::DirtyCamera, FIRST_SEED);
    let stream = Stream::new(seed, preset.schedule(seed), &test.labels)?;
    let policy = judge.policy.clone();
    let simulation = Simulation { stream: &stream, images: test, policy: &policy, rate: 50.0 };
    let bar = progress::steps(PRESET_RECORDS, preset.slug());
    let mut run = Vec::new();
    let take = |simulated: Simulated| {
        bar.inc(1);
        run.push(simulated.record);
        Ok(())
    };
    simulation.run(0..PRESET_RECORDS, judge, &mut Latency::Seeded(seed), take)?;
    bar.finish_and_clear();
    predictions.add(preset, seed, &run);
    Ok(predictions)
}

/// Plays each preset and holds its alarms against what is expected.
fn check(
    predictions: &Predictions,
    reference: &Reference,
    limits: &LimitsFile,
    lang: Lang,
) -> anyhow::Result<()> {
    let quiet = (FIRST_SEED..FIRST_SEED + QUIET_DAYS).map(|seed| (Preset::QuietDay, seed));
    let others = Preset::ALL.into_iter().filter(|preset| *preset != Preset::QuietDay);
    let others = others.map(|preset| (preset, FIRST_SEED));
    let mut broken = 0;
    for (preset, seed) in quiet.chain(others) {
        // A surprise may touch images that the networks were not asked about.
        let Some(run) = predictions.replay(preset, seed, PRESET_RECORDS) else { continue };
        let report = of_records(reference.clone(), &run, limits, &Options::default());
        let alarms: Vec<Fired> = report.alarms.iter().map(|alarm| alarm.fired()).collect();
        let expectation = expectations::of_preset(preset, seed, PRESET_RECORDS);
        let breaches = expectations::check(&expectation, &alarms);
        let (name, number) = (lang.preset(preset), seed.to_string());
        if breaches.is_empty() {
            say!("{}", lang.monitoring_preset_kept(name, &number))?;
        }
        for breach in &breaches {
            say!("{}", lang.monitoring_preset_broken(name, &number, &breach.to_string()))?;
        }
        broken += u64::from(!breaches.is_empty());
    }
    if broken > 0 {
        bail!(lang.monitoring_unexpected_alerts(&lang.count(broken)));
    }
    Ok(())
}
