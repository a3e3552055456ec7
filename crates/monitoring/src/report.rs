//! Two logs compared: the figures over the whole of both, and what the detectors say of
//! production record by record. Knows neither where the logs are nor how the report is shown.

use std::io::BufRead;

use domain::drift::alert::Change;
use domain::drift::limits::Watch;
use domain::drift::monitor::{Monitor, Settings};
use domain::drift::reference::{Collected, Reference};
use domain::drift::summary::{Summary, whole_log};
use domain::drift::{Record, Signal};
use serde::Serialize;

use crate::expectations::Fired;
use crate::log::{self, BadRecord, Log, LogError, Outcome};
use crate::shipped::{LimitsFile, VALUES, with_latencies};

/// How production is compared.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Options {
    /// Values of a signal in the detectors' window; that of the limits by default.
    pub window: Option<usize>,
    /// Records at the start of each log whose latency is left out.
    pub warm_up: u64,
    /// Whether a bad line is an error.
    pub is_strict: bool,
    /// Latencies in ms to compare with, where they are not to be the reference's own.
    pub baseline_ms: Option<Vec<f64>>,
}

/// Why there is no report.
#[derive(Debug, thiserror::Error)]
pub enum MonitorError {
    /// A log cannot be read.
    #[error(transparent)]
    Log(#[from] LogError),
    /// There is nothing to compare with.
    #[error("the reference log holds no record ({bad_lines} bad lines)")]
    NoReference {
        /// Lines that are no records.
        bad_lines: u64,
    },
}

/// What `vitrina monitor` prints. Signals that one of the logs lacks are left out.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    /// Records of production.
    pub n: u64,
    /// Exact latencies, warm-up left out.
    pub latency_ms: Option<LatencyFigures>,
    /// Confidence.
    pub confidence: Option<ConfidenceFigures>,
    /// Smoothed Kullback–Leibler divergences in nats.
    pub kl: Signals<Kl>,
    /// Smoothed population stability index.
    pub psi: Signals<f64>,
    /// Smoothed Jensen–Shannon distance.
    pub js: Signals<f64>,
    /// Every detector that ran, and when it first fired.
    pub detectors: Vec<Detector>,
    /// Accuracy estimated without labels.
    pub cbpe: Option<Cbpe>,
    /// True accuracy over the records with a label.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accuracy: Option<f64>,
    /// Every alarm, in order.
    pub alarms: Vec<Alarm>,
    /// Lines of both logs that are no records.
    pub bad_lines: u64,
    /// The first of them.
    pub bad: Vec<BadRecord>,
}

/// Something about each of the signals whose divergence is reported.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Signals<T> {
    /// The class that is predicted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub predicted: Option<T>,
    /// Its probability.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence: Option<T>,
    /// Mean squared reconstruction error.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reconstruction_error: Option<T>,
}

/// Latencies in ms.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct LatencyFigures {
    /// Mean.
    pub mean: f64,
    /// Median.
    pub p50: f64,
    /// 95th percentile.
    pub p95: f64,
}

/// Confidence, in [0, 1].
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct ConfidenceFigures {
    /// Mean.
    pub mean: f64,
    /// 10th percentile.
    pub p10: f64,
}

/// Both directions of a divergence, in nats.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Kl {
    /// KL(reference ‖ production).
    pub reference_production: f64,
    /// KL(production ‖ reference).
    pub production_reference: f64,
    /// What either stays below by chance, for the sizes of both logs and the number of bins, with
    /// the probability of [`Settings::floor_probability`].
    pub limit: f64,
}

/// A detector that ran.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Detector {
    /// Its method.
    pub name: &'static str,
    /// What it watched.
    pub signal: &'static str,
    /// The record at which it first fired, counted from 0 among the good ones; none if it did
    /// not.
    pub fired_at: Option<u64>,
}

/// An alarm.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Alarm {
    /// The record, counted from 0 among the good ones.
    pub at: u64,
    /// Its time in seconds.
    pub t: f64,
    /// The detector's method.
    pub name: &'static str,
    /// What it watched.
    pub signal: &'static str,
    /// Its statistic.
    pub statistic: f64,
    /// Its limit.
    pub limit: f64,
    #[serde(skip)]
    watch: Watch,
}

impl Alarm {
    /// The alarm as [`crate::expectations`] takes it.
    pub fn fired(&self) -> Fired {
        Fired { at: self.at, watch: self.watch }
    }

    /// Which detector.
    pub fn watch(&self) -> Watch {
        self.watch
    }
}

/// Accuracy as confidence-based performance estimation has it, with three standard errors.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Cbpe {
    /// The estimate, in [0, 1].
    pub estimate: f64,
    /// Estimate − 3 standard errors, not below 0.
    pub low: f64,
    /// Estimate + 3 standard errors, not above 1.
    pub high: f64,
}

/// Compares a production log with a reference log.
///
/// # Errors
/// A log that cannot be read, a bad line where none is allowed, or a reference without records.
pub fn monitor(
    mut reference: impl BufRead,
    production: impl BufRead,
    limits: &LimitsFile,
    options: &Options,
) -> Result<Report, MonitorError> {
    let mut collected = Collected::new(options.warm_up as usize);
    let read = log::read(&mut reference, Log::Reference, options.is_strict, |record| {
        collected.push(&record);
    })?;
    if read.records == 0 {
        return Err(MonitorError::NoReference { bad_lines: read.bad_lines });
    }
    let mut report = against(collected.finish(), production, limits, options)?;
    report.bad_lines += read.bad_lines;
    report.bad.splice(0..0, read.bad);
    Ok(report)
}

/// Compares a production log with a reference that is there already, such as the shipped one.
///
/// # Errors
/// As [`monitor`].
pub fn against(
    reference: Reference,
    mut production: impl BufRead,
    limits: &LimitsFile,
    options: &Options,
) -> Result<Report, MonitorError> {
    let mut watching = Watching::new(reference, limits, options);
    let read = log::read(&mut production, Log::Production, options.is_strict, |record| {
        watching.push(&record);
    })?;
    Ok(watching.finish(read))
}

/// Holds records that are there already against a reference.
pub fn of_records<'a>(
    reference: Reference,
    production: impl IntoIterator<Item = &'a Record>,
    limits: &LimitsFile,
    options: &Options,
) -> Report {
    let mut watching = Watching::new(reference, limits, options);
    let records = production.into_iter().map(|record| watching.push(record)).count() as u64;
    watching.finish(Outcome { records, ..Outcome::default() })
}

/// A production log that is being read.
struct Watching {
    monitor: Monitor,
    collected: Collected,
    alarms: Vec<Alarm>,
    floor_probability: f64,
}

impl Watching {
    fn new(reference: Reference, limits: &LimitsFile, options: &Options) -> Self {
        let window = options.window.unwrap_or(limits.settings.window).max(1);
        let settings = Settings { window, warm_up: options.warm_up, ..limits.settings };
        let reference = match &options.baseline_ms {
            Some(baseline_ms) => with_latencies(reference, baseline_ms.clone()),
            None => reference.thinned(VALUES),
        };
        let fitted = limits.fit(&reference, window);
        Self {
            monitor: Monitor::new(reference, &fitted, settings),
            collected: Collected::new(options.warm_up as usize),
            alarms: Vec::new(),
            floor_probability: settings.floor_probability,
        }
    }

    fn push(&mut self, record: &Record) {
        self.collected.push(record);
        for event in self.monitor.push(record) {
            if event.change == Change::Fired {
                self.alarms.push(Alarm {
                    at: event.index,
                    t: record.t,
                    name: event.watch.method.name(),
                    signal: event.watch.signal.name(),
                    statistic: event.statistic,
                    limit: event.limit,
                    watch: event.watch,
                });
            }
        }
    }

    fn finish(self, read: Outcome) -> Report {
        let Self { monitor, collected, alarms, floor_probability } = self;
        let first = |watch: Watch| alarms.iter().find(|alarm| alarm.watch == watch);
        // A detector that never got a value has said nothing.
        let ran = monitor.standings().filter(|standing| standing.statistic.is_some());
        let detectors = ran.map(|standing| Detector {
            name: standing.watch.method.name(),
            signal: standing.watch.signal.name(),
            fired_at: first(standing.watch).map(|alarm| alarm.at),
        });
        let detectors = detectors.collect();
        let summary = whole_log(monitor.reference(), collected, floor_probability);
        Report {
            n: read.records,
            latency_ms: summary.latency_ms.map(|figures| LatencyFigures {
                mean: figures.mean,
                p50: figures.p50,
                p95: figures.p95,
            }),
            confidence: confidence(&summary),
            kl: Signals::of(&summary, |signal| Kl {
                reference_production: signal.comparison.smoothed.kl.reference_production.to_f64(),
                production_reference: signal.comparison.smoothed.kl.production_reference.to_f64(),
                limit: signal.floor.limit,
            }),
            psi: Signals::of(&summary, |signal| signal.comparison.smoothed.psi.to_f64()),
            js: Signals::of(&summary, |signal| signal.comparison.smoothed.js_distance),
            detectors,
            cbpe: summary.cbpe.map(|cbpe| Cbpe {
                estimate: cbpe.estimate,
                low: cbpe.low,
                high: cbpe.high,
            }),
            accuracy: summary.accuracy.map(|accuracy| accuracy.value),
            alarms,
            bad_lines: read.bad_lines,
            bad: read.bad,
        }
    }
}

fn confidence(summary: &Summary) -> Option<ConfidenceFigures> {
    Some(ConfidenceFigures { mean: summary.confidence_mean?, p10: summary.confidence_p10? })
}

impl<T> Signals<T> {
    fn of(summary: &Summary, of: impl Fn(&domain::drift::summary::SignalSummary) -> T) -> Self {
        let get = |signal| summary.signal(signal).map(&of);
        Self {
            predicted: get(Signal::Predicted),
            confidence: get(Signal::Confidence),
            reconstruction_error: get(Signal::ReconstructionError),
        }
    }

    /// Name and content of those that are there.
    pub fn iter(&self) -> impl Iterator<Item = (Signal, &T)> {
        let all = [
            (Signal::Predicted, &self.predicted),
            (Signal::Confidence, &self.confidence),
            (Signal::ReconstructionError, &self.reconstruction_error),
        ];
        all.into_iter().filter_map(|(signal, content)| Some((signal, content.as_ref()?)))
    }
}
