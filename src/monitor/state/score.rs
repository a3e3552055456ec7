//! The detectors judged against what was injected. Pure; it does not know how alarms come about.
//!
//! A detector is held to the shifts that its signal can see ([`can_see`]): an alarm of brightness
//! during a pure change of labels is chance, so it counts as false, and the change is no miss.

use monitoring::expectations::can_see;
use simulation::{Schedule, ShiftKind, intervals};
use statistics::drift::Signal;
use statistics::drift::limits::Watch;
use statistics::drift::scoreboard::{
    Interval, Matrix, Score, always_firing, judge, matrix, never_firing,
};

use super::alarms::Alarms;
use super::run::Run;

/// A stretch of records in which a kind of shift was injected.
pub type Injected = (ShiftKind, Interval);

/// How a detector did.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Which detector.
    pub watch: Watch,
    /// How it did on the shifts that it can see.
    pub score: Score,
    /// Whether anything was injected that it can see.
    pub can_see: bool,
}

/// How all detectors did.
#[derive(Clone, Debug, PartialEq)]
pub struct Scoreboard {
    /// A detector each.
    pub rows: Vec<Row>,
    /// All of them as one: an alarm of any is an alarm.
    pub together: Score,
    /// The baseline that raises an alarm at every record.
    pub always: Score,
    /// The baseline that never does.
    pub never: Score,
}

/// What a schedule injected within the first `records` records, by its start.
pub fn injected(schedule: &Schedule, records: u64) -> Vec<Injected> {
    let of = |at: simulation::Interval| (at.kind, Interval { start: at.start, end: at.end });
    intervals(schedule, records).into_iter().map(of).collect()
}

/// Judges the alarms of a run of `records` records: for `grace` records after a shift they are
/// neither right nor wrong.
pub fn scoreboard(
    watches: &[Watch],
    alarms: &[Alarms],
    truth: &[Injected],
    records: u64,
    grace: u64,
) -> Scoreboard {
    let row = |watch: &Watch| {
        let visible = truth.iter().filter(|(kind, _)| can_see(*kind).contains(&watch.signal));
        let visible: Vec<Interval> = visible.map(|(_, interval)| *interval).collect();
        let own = alarms.iter().filter(|alarms| alarms.watch == *watch).copied();
        let score = judge_groups(&own.collect::<Vec<_>>(), &visible, records, grace);
        Row { watch: *watch, score, can_see: !visible.is_empty() }
    };
    let all: Vec<Interval> = truth.iter().map(|(_, interval)| *interval).collect();
    Scoreboard {
        rows: watches.iter().map(row).collect(),
        together: judge_groups(alarms, &all, records, grace),
        always: always_firing(&all, records, grace),
        never: never_firing(&all, records, grace),
    }
}

/// Judges alarms of which the first of each group stands for the others: all are within the same
/// shifts and echoes.
fn judge_groups(alarms: &[Alarms], truth: &[Interval], records: u64, grace: u64) -> Score {
    let firsts: Vec<u64> = alarms.iter().map(|alarms| alarms.first).collect();
    let is_false = |alarms: &&Alarms| judge(&[alarms.first], truth, 0, grace).false_alarms > 0;
    Score {
        false_alarms: alarms.iter().filter(is_false).map(|alarms| alarms.count).sum(),
        ..judge(&firsts, truth, records, grace)
    }
}

/// Which signal saw which kind of shift.
pub fn seen_by(alarms: &[Alarms], truth: &[Injected]) -> Matrix<ShiftKind> {
    let alarms: Vec<(Signal, u64)> =
        alarms.iter().map(|alarms| (alarms.watch.signal, alarms.first)).collect();
    matrix(&ShiftKind::ALL, truth, &alarms)
}

/// The detectors judged against what was injected.
pub fn judged(run: &Run) -> Scoreboard {
    let truth = injected(&run.setup().schedule, run.seen());
    let watches: Vec<Watch> = run.standings().iter().map(|standing| standing.watch).collect();
    scoreboard(&watches, run.alarm_book().groups(), &truth, run.seen(), run.setup().window as u64)
}

#[cfg(test)]
mod tests {
    use statistics::drift::limits::Method;

    use super::*;
    use crate::monitor::state::alarms::tests::single;

    const SHIFTS: [Interval; 3] = [
        Interval { start: 100, end: 200 },
        Interval { start: 150, end: 220 },
        Interval { start: 900, end: 1_000 },
    ];

    #[test]
    fn a_detector_is_held_to_what_it_can_see() {
        let watch = |signal| Watch { signal, method: Method::Window };
        let (latency, errors) = (watch(Signal::Latency), watch(Signal::Errors));
        let truth = [(ShiftKind::Concept, SHIFTS[0])];
        let alarms = single(&[(latency, 150), (errors, 140)]);
        let board = scoreboard(&[latency, errors], &alarms, &truth, 1_000, 50);
        let row = &board.rows[0];
        assert_eq!((row.can_see, row.score.missed(), row.score.false_alarms), (false, 0, 1));
        assert_eq!(row.score.clean_records, 1_000);
        let row = &board.rows[1];
        assert_eq!((row.can_see, row.score.mean_delay()), (true, Some(40.0)));
        assert_eq!(board.together.delays, [Some(40)]);
    }

    #[test]
    fn the_baselines_are_those_of_the_field() {
        let truth = SHIFTS.map(|shift| (ShiftKind::Covariate, shift));
        let board = scoreboard(&[], &[], &truth, 1_000, 10);
        assert_eq!(board.always, always_firing(&SHIFTS, 1_000, 10));
        assert_eq!(board.never, never_firing(&SHIFTS, 1_000, 10));
    }

    #[test]
    fn what_was_injected_ends_with_the_run() {
        let schedule = simulation::Preset::SlowGpu.schedule(1);
        assert_eq!(injected(&schedule, 500), []);
        let truth = injected(&schedule, 700);
        assert_eq!(truth, [(ShiftKind::Latency, Interval { start: 500, end: 700 })]);
        let seen = seen_by(&[], &truth);
        assert_eq!(seen.rows[Signal::Latency.index()].1[3].shifts, 1);
    }
}
