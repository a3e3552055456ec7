//! Which alerts a schedule must raise, may raise and must not, and whether a run kept to it.
//!
//! What a shift can move follows from what it does ([`simulation`] has the table and the
//! reasons); how soon it must be seen is promised for the presets only.

use std::fmt;

use simulation::presets::PRESET_START;
use simulation::{Preset, Schedule, ShiftKind};
use statistics::drift::Signal;
use statistics::drift::limits::Watch;

/// What a camera's faults move.
pub const COVARIATE: &[Signal] = &[
    Signal::Brightness,
    Signal::Contrast,
    Signal::Sharpness,
    Signal::ReconstructionError,
    Signal::Confidence,
];
/// Records within which a dirty camera must be noticed.
pub const DIRTY_WITHIN: u64 = 300;

/// An alarm: a detector that fired, and the record at which it did.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fired {
    /// 0-based index of the record.
    pub at: u64,
    /// Which detector.
    pub watch: Watch,
}

/// What is expected of a run.
#[derive(Clone, Debug, PartialEq)]
pub struct Expectation {
    /// First record at which anything may fire.
    pub from: u64,
    /// Signals that may fire; all others must not.
    pub may: Vec<Signal>,
    /// Alerts that must come.
    pub must: Vec<Must>,
}

/// An alert that must come.
#[derive(Clone, Debug, PartialEq)]
pub struct Must {
    /// Any of these signals.
    pub any_of: Vec<Signal>,
    /// Before this record.
    pub before: u64,
}

/// What went against an expectation.
#[derive(Clone, Debug, PartialEq)]
pub enum Breach {
    /// An alert of a signal that nothing had moved, or before anything was injected.
    Unexpected(Fired),
    /// An alert that did not come, or came too late.
    Missing(Must),
}

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unexpected(Fired { at, watch }) => {
                let (signal, method) = (watch.signal.name(), watch.method.name());
                write!(f, "{signal} ({method}) fired at record {at}")
            }
            Self::Missing(Must { any_of, before }) => {
                let names: Vec<&str> = any_of.iter().map(|signal| signal.name()).collect();
                write!(f, "none of {} fired before record {before}", names.join(", "))
            }
        }
    }
}

/// Signals that a kind of shift can move.
pub fn can_see(kind: ShiftKind) -> &'static [Signal] {
    use Signal::*;
    match kind {
        ShiftKind::Covariate | ShiftKind::Prior | ShiftKind::Outliers => {
            &[Predicted, Confidence, ReconstructionError, Brightness, Contrast, Sharpness, Errors]
        }
        ShiftKind::Concept => &[Errors],
        ShiftKind::Latency => &[Latency],
    }
}

/// What any schedule may raise: alerts of signals that its shifts can move, from the first shift
/// on. Nothing must come, for a shift may be too small to be seen.
pub fn of_schedule(schedule: &Schedule) -> Expectation {
    let injections = schedule.injections();
    let can = |signal: &Signal| {
        injections.iter().any(|injection| can_see(injection.shift.kind()).contains(signal))
    };
    Expectation {
        from: injections.iter().map(|injection| injection.start).min().unwrap_or(u64::MAX),
        may: Signal::ALL.into_iter().filter(can).collect(),
        must: Vec::new(),
    }
}

/// What a preset must raise within a run of `records` records, and what it may. The seed counts
/// for the surprise alone.
pub fn of_preset(preset: Preset, seed: u64, records: u64) -> Expectation {
    let must = |any_of: &[Signal], before| vec![Must { any_of: any_of.to_vec(), before }];
    let must = match preset {
        Preset::QuietDay | Preset::Surprise => Vec::new(),
        Preset::DirtyCamera => must(COVARIATE, PRESET_START + DIRTY_WITHIN),
        Preset::WinterCollection => must(&[Signal::Predicted], records),
        Preset::LabelsChanged => must(&[Signal::Errors], records),
        Preset::SlowGpu => must(&[Signal::Latency], PRESET_START + DIRTY_WITHIN),
    };
    Expectation { must, ..of_schedule(&preset.schedule(seed)) }
}

/// What the alarms of a run have against an expectation; nothing where it was kept.
pub fn check(expectation: &Expectation, alarms: &[Fired]) -> Vec<Breach> {
    let is_unexpected = |fired: &&Fired| {
        fired.at < expectation.from || !expectation.may.contains(&fired.watch.signal)
    };
    let is_missing = |must: &&Must| {
        !alarms.iter().any(|fired| {
            let in_time = (expectation.from..must.before).contains(&fired.at);
            in_time && must.any_of.contains(&fired.watch.signal)
        })
    };
    let unexpected = alarms.iter().filter(is_unexpected).copied().map(Breach::Unexpected);
    let missing = expectation.must.iter().filter(is_missing).cloned().map(Breach::Missing);
    unexpected.chain(missing).collect()
}

#[cfg(test)]
mod tests {
    use statistics::drift::limits::Method;

    use super::*;

    fn fired(signal: Signal, at: u64) -> Fired {
        Fired { at, watch: Watch { signal, method: Method::Window } }
    }

    fn breaches(preset: Preset, alarms: &[Fired]) -> Vec<String> {
        let expectation = of_preset(preset, 1, 2_000);
        check(&expectation, alarms).iter().map(Breach::to_string).collect()
    }

    #[test]
    fn a_quiet_day_is_quiet() {
        assert!(breaches(Preset::QuietDay, &[]).is_empty());
        let found = breaches(Preset::QuietDay, &[fired(Signal::Latency, 900)]);
        assert_eq!(found, ["latency (window) fired at record 900"]);
    }

    #[test]
    fn a_dirty_camera_must_be_seen_in_time_and_does_not_slow_the_engine() {
        let seen = fired(Signal::Sharpness, 580);
        assert!(breaches(Preset::DirtyCamera, &[seen]).is_empty());
        assert!(breaches(Preset::DirtyCamera, &[seen, fired(Signal::Errors, 900)]).is_empty());
        assert_eq!(breaches(Preset::DirtyCamera, &[seen, fired(Signal::Latency, 900)]).len(), 1);
        let late = breaches(Preset::DirtyCamera, &[fired(Signal::Sharpness, 800)]);
        assert!(late[0].ends_with("fired before record 800"), "{late:?}");
        // An alarm before the shift is wrong, and does not count as having seen it.
        assert_eq!(breaches(Preset::DirtyCamera, &[fired(Signal::Sharpness, 480)]).len(), 2);
    }

    #[test]
    fn changed_labels_are_seen_by_the_errors_alone() {
        assert!(breaches(Preset::LabelsChanged, &[fired(Signal::Errors, 700)]).is_empty());
        let confused = [fired(Signal::Errors, 700), fired(Signal::Confidence, 700)];
        assert_eq!(breaches(Preset::LabelsChanged, &confused).len(), 1);
        assert_eq!(breaches(Preset::LabelsChanged, &[]).len(), 1);
    }

    #[test]
    fn a_surprise_may_raise_what_its_shifts_can_move_and_nothing_else() {
        for seed in 0..50 {
            let schedule = Preset::Surprise.schedule(seed);
            let expectation = of_preset(Preset::Surprise, seed, 2_000);
            assert!(expectation.from >= 300 && !expectation.may.is_empty());
            let is_slow = |kind| schedule.injections().iter().any(|i| i.shift.kind() == kind);
            let may = expectation.may.contains(&Signal::Latency);
            assert_eq!(may, is_slow(ShiftKind::Latency));
        }
    }
}
