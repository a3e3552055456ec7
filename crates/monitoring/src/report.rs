//! Two logs compared: the figures over the whole of both, and what the detectors say of
//! production record by record. Knows neither where the logs are nor how the report is shown.

use std::io::BufRead;

use serde::Serialize;
use statistics::drift::alert::Change;
use statistics::drift::ks::Ks;
use statistics::drift::limits::Watch;
use statistics::drift::monitor::{Monitor, Settings};
use statistics::drift::overall::Judgement;
use statistics::drift::reference::{Collected, Reference};
use statistics::drift::summary::{Summary, whole_log};
use statistics::drift::{Direction, Record, overall};

use crate::coverage::{self, Note};
use crate::decision::{self, Decision, of_large_enough};
use crate::expectations::Fired;
use crate::log::{BadRecord, Log, LogError, LogSummary, Place, Reader};
use crate::shipped::{LimitsFile, VALUES, with_latencies};
use crate::signals::Signals;

/// How production is compared.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Options {
    /// Values of a signal in the detectors' window; that of the limits by default.
    pub window: Option<usize>,
    /// Records at the start of each log whose latency is left out.
    pub warm_up: u64,
    /// Index of the first record of production; 0 but for a log that has lost its beginning.
    pub first: u64,
    /// Whether a bad line is an error.
    pub is_strict: bool,
    /// Latencies in ms to compare with, where they are not to be the reference's own.
    pub baseline_ms: Option<Vec<f64>>,
}

/// What a report comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Enough was looked at, and nothing is more than chance.
    Quiet,
    /// A detector fired, or a difference is more than chance.
    Alarm,
    /// Nothing was seen, but there are fewer records than it takes to look
    /// ([`coverage::needed`]), or the reference is too small.
    NotEnough,
}

/// What `vitrina monitor` prints. Signals that one of the logs lacks are left out.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    /// What it comes to.
    pub status: Status,
    /// Records of production.
    pub n: u64,
    /// Records that it takes to look.
    pub needed: u64,
    /// What was not looked at, or only in part.
    pub notes: Vec<Note>,
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
    /// Kolmogorov–Smirnov test of the measured numbers.
    pub ks: Signals<Ks>,
    /// What the differences of the whole logs mean.
    pub judgements: Signals<Judgement>,
    /// What follows from it all.
    pub decision: Decision,
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
    /// What KL(production ‖ reference) stays below by chance, for the sizes of both logs and the
    /// number of bins, with the probability of [`Settings::floor_probability`]. It is of this
    /// signal alone; [`Report::judgements`] are of all signals together.
    pub limit: f64,
}

/// A detector that ran.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Detector {
    /// Its method.
    pub name: &'static str,
    /// What it watched.
    pub signal: &'static str,
    /// The record at which it first fired, counted from 0 with the bad lines; none if it did not.
    pub fired_at: Option<u64>,
}

/// An alarm.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Alarm {
    /// The record, counted from 0 with the bad lines.
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
    /// Which way the signal has gone over the window; none for the predicted class.
    pub direction: Option<Direction>,
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
/// A log that cannot be read or holds too few records for its lines, or a bad line where none is
/// allowed.
pub fn monitor(
    reference: impl BufRead + Send + Sync,
    production: impl BufRead + Send + Sync,
    limits: &LimitsFile,
    options: &Options,
) -> Result<Report, LogError> {
    let mut collected = Collected::new(options.warm_up as usize);
    let mut reader = Reader::open(reference, Log::Reference, options.is_strict)?;
    for place in &mut reader {
        if let Place::Record(entry) = place? {
            collected.push(&entry.record);
        }
    }
    let read = reader.into_outcome();
    read.check(Log::Reference)?;
    let mut report = against(collected.finish(), production, limits, options)?;
    report.notes.splice(0..0, coverage::of_reference(&read));
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
    production: impl BufRead + Send + Sync,
    limits: &LimitsFile,
    options: &Options,
) -> Result<Report, LogError> {
    let mut watching = Watching::new(reference, limits, options);
    let mut reader = Reader::open(production, Log::Production, options.is_strict)?;
    for place in &mut reader {
        match place? {
            Place::Record(entry) => watching.push(&entry.record),
            Place::Bad(lines) => watching.place += lines,
        }
    }
    let read = reader.into_outcome();
    read.check(Log::Production)?;
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
    let mut read = LogSummary::default();
    for record in production {
        watching.push(record);
        read.coverage.push(read.records, record);
        read.records += 1;
    }
    watching.finish(read)
}

/// A production log that is being read.
struct Watching<'a> {
    limits: &'a LimitsFile,
    monitor: Monitor,
    collected: Collected,
    alarms: Vec<Alarm>,
    settings: Settings,
    /// The index of the record that comes next.
    place: u64,
    /// Records that it takes to look.
    needed: u64,
}

impl<'a> Watching<'a> {
    fn new(reference: Reference, limits: &'a LimitsFile, options: &Options) -> Self {
        let window = options.window.unwrap_or(limits.settings.window).max(1);
        let settings = Settings { window, warm_up: options.warm_up, ..limits.settings };
        let reference = match &options.baseline_ms {
            Some(baseline_ms) => with_latencies(reference, baseline_ms.clone()),
            None => reference.thinned(VALUES),
        };
        let fitted = of_large_enough(limits.fit(&reference, window), &reference);
        Self {
            limits,
            monitor: Monitor::new(reference, &fitted, settings),
            collected: Collected::new(options.warm_up as usize),
            alarms: Vec::new(),
            settings,
            place: options.first,
            needed: coverage::needed(window),
        }
    }

    fn push(&mut self, record: &Record) {
        self.collected.push(record);
        for event in self.monitor.push(record) {
            if event.change == Change::Fired {
                self.alarms.push(Alarm {
                    at: self.place,
                    t: record.t,
                    name: event.watch.method.name(),
                    signal: event.watch.signal.name(),
                    statistic: event.statistic,
                    limit: event.limit,
                    direction: event.direction,
                    watch: event.watch,
                });
            }
        }
        self.place += 1;
    }

    fn finish(self, read: LogSummary) -> Report {
        let Self { limits, monitor, collected, alarms, settings, needed, .. } = self;
        let first = |watch: Watch| alarms.iter().find(|alarm| alarm.watch == watch);
        // A detector that never got a value has said nothing.
        let ran = monitor.standings().filter(|standing| standing.statistic.is_some());
        let detectors = ran.map(|standing| Detector {
            name: standing.watch.method.name(),
            signal: standing.watch.signal.name(),
            fired_at: first(standing.watch).map(|alarm| alarm.at),
        });
        let detectors = detectors.collect();
        let reference = monitor.reference();
        let summary = whole_log(reference, collected, settings.floor_probability);
        let tolerance = settings.latency_tolerance;
        let judgements = overall::judge(reference, &summary, overall::SHARE, tolerance);
        let judged = |signal| judgements.iter().copied().find(|of| of.signal == signal);
        let decision = Decision::new(reference, limits, read.records, &judgements, &alarms);
        Report {
            status: match decision.outcome {
                decision::Conclusion::Drift | decision::Conclusion::Improvement => Status::Alarm,
                decision::Conclusion::Undecided => Status::NotEnough,
                decision::Conclusion::Quiet if read.records < needed => Status::NotEnough,
                decision::Conclusion::Quiet => Status::Quiet,
            },
            n: read.records,
            needed,
            notes: coverage::of_production(monitor.reference(), &read, needed),
            latency_ms: summary.latency_ms.map(|figures| LatencyFigures {
                mean: figures.mean,
                p50: figures.p50,
                p95: figures.p95,
            }),
            confidence: confidence(&summary),
            kl: Signals::of(&summary, |signal| {
                Some(Kl {
                    reference_production: signal
                        .comparison
                        .smoothed
                        .kl
                        .reference_production
                        .to_f64(),
                    production_reference: signal
                        .comparison
                        .smoothed
                        .kl
                        .production_reference
                        .to_f64(),
                    limit: signal.floor.limit,
                })
            }),
            psi: Signals::of(&summary, |signal| Some(signal.comparison.smoothed.psi.to_f64())),
            js: Signals::of(&summary, |signal| Some(signal.comparison.smoothed.js_distance)),
            ks: Signals::of(&summary, |signal| signal.ks),
            judgements: Signals::of(&summary, |signal| judged(signal.signal)),
            decision,
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
