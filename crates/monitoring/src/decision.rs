//! What two logs come to in the end: one decision over everything that looked at them, with how
//! often it is wrong.

use serde::Serialize;
use statistics::drift::limits::Limits;
use statistics::drift::overall::{Judgement, SMALLEST_REFERENCE, Verdict};
use statistics::drift::reference::Reference;
use statistics::drift::{Direction, Signal, overall};

use crate::report::Alarm;
use crate::shipped::LimitsFile;

/// What follows from a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Conclusion {
    /// No detector fired, and chance explains every difference.
    Quiet,
    /// A detector fired or a difference is more than chance.
    Drift,
    /// The same, and all of it is for the better: fewer errors.
    Improvement,
    /// Nothing was seen, but there was nothing to see it with.
    Undecided,
}

/// A signal whose reference is too small to watch it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct TooSmall {
    /// Which signal.
    pub signal: Signal,
    /// Values that the reference has of it.
    pub n: usize,
    /// Values that it needs.
    pub needed: usize,
}

/// The decision.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Decision {
    /// What it is.
    pub outcome: Conclusion,
    /// Share of quiet logs of this length that are called drift, at most: what the detectors were
    /// calibrated to, in proportion to the length, and [`overall::SHARE`].
    pub false_alarms: f64,
    /// Signals that the reference is too small for; their detectors do not run.
    pub too_small: Vec<TooSmall>,
}

impl Decision {
    pub(crate) fn new(
        reference: &Reference,
        limits: &LimitsFile,
        n: u64,
        judgements: &[Judgement],
        alarms: &[Alarm],
    ) -> Self {
        let drifted = judgements.iter().filter(|judgement| judgement.verdict == Verdict::Drift);
        let drifted = drifted.map(|judgement| (judgement.signal, judgement.direction));
        let fired = alarms.iter().map(|alarm| (alarm.watch().signal, alarm.direction));
        let changes: Vec<(Signal, Option<Direction>)> = drifted.chain(fired).collect();
        let is_better = |(signal, direction): &(Signal, Option<Direction>)| {
            direction.and_then(|direction| direction.is_better(*signal)) == Some(true)
        };
        let is_blind = |judgement: &Judgement| judgement.verdict == Verdict::ReferenceTooSmall;
        let outcome = match changes.is_empty() {
            false if changes.iter().all(is_better) => Conclusion::Improvement,
            false => Conclusion::Drift,
            true if judgements.iter().all(is_blind) => Conclusion::Undecided,
            true => Conclusion::Quiet,
        };
        let lengths = (n as f64 / limits.made.records.max(1) as f64).max(1.0);
        let false_alarms = (limits.calibration.share * lengths + overall::SHARE).min(1.0);
        Self { outcome, false_alarms, too_small: too_small(reference) }
    }
}

/// The signals of which the reference has too few values.
fn too_small(reference: &Reference) -> Vec<TooSmall> {
    let small = reference.signals.iter().filter(|known| !is_enough(known.signal, known.n));
    let needed = SMALLEST_REFERENCE;
    small.map(|known| TooSmall { signal: known.signal, n: known.n, needed }).collect()
}

/// Whether a reference has enough values of a signal for its detectors. An alarm of latency needs
/// it to double, which makes up for a small reference.
fn is_enough(signal: Signal, n: usize) -> bool {
    signal == Signal::Latency || n >= SMALLEST_REFERENCE
}

/// Only the limits of the signals that the reference is large enough for.
pub(crate) fn of_large_enough(mut limits: Limits, reference: &Reference) -> Limits {
    limits.entries.retain(|entry| {
        let known = reference.signal(entry.watch.signal);
        known.is_none_or(|known| is_enough(known.signal, known.n))
    });
    limits
}
