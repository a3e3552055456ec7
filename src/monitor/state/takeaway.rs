//! A run as files: its records as JSON Lines, as `vitrina simulate` writes them and `vitrina
//! monitor` reads them, and the run itself as JSON, enough to replay it.

use monitoring::log;
use policy::decision::Policy;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use simulation::records::Simulated;
use statistics::drift::Direction;
use statistics::drift::alert::Change;
use statistics::drift::monitor::{Event, Settings};

use super::record_log::Entry;
use super::run::Run;
use super::scene::WINDOWS;
use crate::app::log::Logged;

/// Version of the run file's layout.
pub const FORMAT: u32 = 1;

/// A run as a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RunFile {
    /// Version of the layout.
    pub format: u32,
    /// Seed of the stream; none where it is not known.
    pub seed: Option<u64>,
    /// What was injected, as the text of a link; the obscured text while it is not revealed.
    pub schedule: String,
    /// How production was looked at.
    pub settings: Settings,
    /// SHA-256 of the card of the networks that reference and limits belong to.
    pub card_sha256: String,
    /// The policies with the first record that each decided.
    pub policies: Vec<(u64, Policy)>,
    /// How long undisturbed images took on the device, in ms.
    pub baseline_ms: Vec<f64>,
    /// The first record that was watched.
    pub first: u64,
    /// Records in all.
    pub records: u64,
    /// The latency of each record from the first on, in ms: what a replay cannot measure again; none
    /// of a record that could not be read.
    pub latencies_ms: Vec<Option<f64>>,
    /// The figures over the last windows.
    pub figures: Value,
    /// Every alarm; of a run with very many the last ones.
    pub alarms: Vec<AlarmEntry>,
}

/// An alarm.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AlarmEntry {
    /// The record.
    pub at: u64,
    /// The detector's method.
    pub name: String,
    /// What it watched.
    pub signal: String,
    /// Its statistic.
    pub statistic: f64,
    /// Its limit.
    pub limit: f64,
    /// Which way the signal had gone; none in files from before it was written.
    #[serde(default)]
    pub direction: Option<Direction>,
}

impl AlarmEntry {
    fn new(event: &Event) -> Self {
        Self {
            at: event.index,
            name: event.watch.method.name().to_owned(),
            signal: event.watch.signal.name().to_owned(),
            statistic: event.statistic,
            limit: event.limit,
            direction: event.direction,
        }
    }
}

/// Why a file is no run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RunFileError {
    /// It is not such a file; what the decoder says.
    Damaged(String),
    /// It is of another version.
    Version(u32),
}

/// Only the version, which is looked at before the rest.
#[derive(Deserialize)]
struct Versioned {
    format: u32,
}

impl RunFile {
    /// A run as it is now. What was injected can be read only where it `is_revealed`.
    pub fn of(run: &Run, card_sha256: &str, is_revealed: bool) -> Self {
        let (setup, tape) = (run.setup(), run.tape());
        let schedule = &setup.schedule;
        let fired = run.events().filter(|event| event.change == Change::Fired);
        // A long run's first records are no longer kept.
        let first = run.first().max(tape.first());
        let records = first..run.seen();
        Self {
            format: FORMAT,
            seed: setup.seed,
            schedule: if is_revealed { schedule.to_link() } else { schedule.to_surprise_link() },
            settings: run.measure().settings,
            card_sha256: card_sha256.to_owned(),
            policies: setup.policies.clone(),
            baseline_ms: setup.baseline_ms.clone(),
            first,
            records: run.seen(),
            latencies_ms: records.map(|index| Some(tape.get(index)?.record.latency_ms)).collect(),
            // A summary is made of numbers and lists, which JSON can always hold.
            figures: serde_json::to_value(run.summary(None)).unwrap_or_default(),
            alarms: fired.map(AlarmEntry::new).collect(),
        }
    }

    /// The file's content.
    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    /// The run in a file with this content.
    ///
    /// # Errors
    /// It is damaged or of another version.
    pub fn from_json(json: &[u8]) -> Result<Self, RunFileError> {
        let damaged = |error: serde_json::Error| RunFileError::Damaged(error.to_string());
        let Versioned { format } = serde_json::from_slice(json).map_err(damaged)?;
        if format != FORMAT {
            return Err(RunFileError::Version(format));
        }
        let file: Self = serde_json::from_slice(json).map_err(damaged)?;
        file.check().map_err(|what| RunFileError::Damaged(what.to_owned()))?;
        Ok(file)
    }

    /// What a replay relies on.
    fn check(&self) -> Result<(), &'static str> {
        if !(WINDOWS.0..=WINDOWS.1).contains(&self.settings.window) {
            return Err("settings.window is out of range");
        }
        if self.records.checked_sub(self.first) != Some(self.latencies_ms.len() as u64) {
            return Err("there is not one latency a record");
        }
        Ok(())
    }

    /// Whether a run has come to the same alarms and figures.
    pub fn is_same(&self, run: &Run) -> bool {
        let now = Self::of(run, &self.card_sha256, true);
        let place = |alarm: &AlarmEntry| (alarm.at, alarm.name.clone(), alarm.signal.clone());
        let (own, other) = (self.alarms.iter().map(place), now.alarms.iter().map(place));
        self.records == now.records && own.eq(other) && is_near(&self.figures, &now.figures)
    }
}

/// Whether two values are the same but for the last digits of numbers, which a file may lose.
fn is_near(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => match (a.as_f64(), b.as_f64()) {
            (Some(a), Some(b)) => (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1.0),
            _ => a == b,
        },
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_near(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            let other = |key: &String| b.get(key);
            a.len() == b.len() && a.iter().all(|(key, a)| other(key).is_some_and(|b| is_near(a, b)))
        }
        (a, b) => a == b,
    }
}

/// Some records of a run as JSON Lines. Only where it `is_revealed` do they say what was injected. A
/// record that could not be read is `null`, a bad line that keeps its place.
pub fn log_lines(run: &Run, records: std::ops::Range<u64>, is_revealed: bool) -> String {
    let (mut lines, tape) = (Vec::new(), run.tape());
    for index in records.start.max(tape.first())..records.end.min(tape.end()) {
        let written = match tape.get(index) {
            None => log::write(&mut lines, &()),
            Some(Entry { record, truth: Some(truth) }) if is_revealed => {
                let simulated = Simulated {
                    record,
                    original_label: truth.original.label(),
                    shift: truth.affected.slugs(),
                    active: truth.active.slugs(),
                };
                log::write(&mut lines, &simulated)
            }
            Some(Entry { record, .. }) => log::write(&mut lines, &record),
        };
        written.logged("write a record");
    }
    String::from_utf8(lines).logged("write the records as text").unwrap_or_default()
}
