//! Detectors judged against the truth: how late, how often wrong, how often blind.
//!
//! This is the one place that is told what shift was really injected. Knows neither how shifts
//! are made nor how alarms come about.

use serde::{Deserialize, Serialize};

use super::signal::Signal;

/// A stretch of records, from `start` to before `end`, in which a shift was injected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interval {
    /// First record that is shifted.
    pub start: u64,
    /// First record that no longer is.
    pub end: u64,
}

impl Interval {
    fn holds(self, index: u64) -> bool {
        (self.start..self.end).contains(&index)
    }

    /// Whether the record comes up to `grace` records after the interval.
    fn echoes(self, index: u64, grace: u64) -> bool {
        (self.end..self.end.saturating_add(grace)).contains(&index)
    }
}

/// How one detector did.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Score {
    /// For each interval the records from its start to the first alarm in it, or none where it
    /// was missed.
    pub delays: Vec<Option<u64>>,
    /// Alarms outside of all intervals and their echoes.
    pub false_alarms: u64,
    /// Records outside of all intervals and their echoes, at which an alarm would be false.
    pub clean_records: u64,
}

impl Score {
    /// How many intervals were seen.
    pub fn detected(&self) -> usize {
        self.delays.iter().flatten().count()
    }

    /// How many intervals were missed.
    pub fn missed(&self) -> usize {
        self.delays.len() - self.detected()
    }

    /// Mean delay over the intervals that were seen; none where none was.
    pub fn mean_delay(&self) -> Option<f64> {
        let detected = self.detected();
        let sum: u64 = self.delays.iter().flatten().sum();
        (detected > 0).then(|| sum as f64 / detected as f64)
    }
}

/// Judges the alarms of one detector, in any order, over a run of `records` records.
///
/// For `grace` records after an interval alarms are neither right nor wrong: a window still holds
/// shifted images, and going back is a change too. Choose the window's size.
///
/// ```
/// use statistics::drift::scoreboard::{Interval, judge};
///
/// // An alarm out of nowhere, and one 30 records after the shift began.
/// let score = judge(&[50, 130], &[Interval { start: 100, end: 200 }], 1_000, 50);
/// assert_eq!((score.delays, score.false_alarms), (vec![Some(30)], 1));
/// // All but the 100 that are shifted and the 50 after them.
/// assert_eq!(score.clean_records, 850);
/// ```
pub fn judge(alarms: &[u64], truth: &[Interval], records: u64, grace: u64) -> Score {
    let is_clean =
        |index: u64| !truth.iter().any(|shift| shift.holds(index) || shift.echoes(index, grace));
    let delay = |shift: &Interval| {
        let inside = alarms.iter().copied().filter(|&alarm| shift.holds(alarm));
        inside.min().map(|first| first - shift.start)
    };
    Score {
        delays: truth.iter().map(delay).collect(),
        false_alarms: alarms.iter().filter(|&&alarm| is_clean(alarm)).count() as u64,
        clean_records: clean_records(truth, records, grace),
    }
}

/// Records outside of all intervals and the `grace` after each. O(n log n) in the intervals, however
/// many records there are.
fn clean_records(truth: &[Interval], records: u64, grace: u64) -> u64 {
    let mut spans: Vec<(u64, u64)> = truth
        .iter()
        .map(|shift| (shift.start.min(records), shift.end.saturating_add(grace).min(records)))
        .collect();
    spans.sort_unstable();
    let (mut covered, mut reached) = (0, 0);
    for (start, end) in spans {
        covered += end.saturating_sub(start.max(reached));
        reached = reached.max(end);
    }
    records - covered
}

/// The baseline that raises an alarm at every record: never late, never silent, of no use.
pub fn always_firing(truth: &[Interval], records: u64, grace: u64) -> Score {
    let score = judge(&[], truth, records, grace);
    let delays = truth.iter().map(|shift| (shift.start < shift.end.min(records)).then_some(0));
    Score { delays: delays.collect(), false_alarms: score.clean_records, ..score }
}

/// The baseline that never raises an alarm: never wrong, always blind.
pub fn never_firing(truth: &[Interval], records: u64, grace: u64) -> Score {
    judge(&[], truth, records, grace)
}

/// What one signal saw of one kind of shift.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// How many shifts of the kind there were.
    pub shifts: usize,
    /// How many of them raised an alarm of some detector of the signal.
    pub detected: usize,
    /// Records from the start of a shift to the first such alarm, on average over those seen.
    pub mean_delay: Option<f64>,
}

/// Which signal can see which kind of shift. `K` is the caller's name for a kind.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Matrix<K> {
    /// The kinds: columns.
    pub kinds: Vec<K>,
    /// Each signal with its cells, one a kind.
    pub rows: Vec<(Signal, Vec<Cell>)>,
}

/// The matrix of all signals and the given kinds, from what was injected and all alarms.
///
/// ```
/// use statistics::drift::Signal;
/// use statistics::drift::scoreboard::{Interval, matrix};
///
/// let truth = [("darker", Interval { start: 100, end: 200 })];
/// let matrix = matrix(&["darker"], &truth, &[(Signal::Brightness, 110)]);
/// assert_eq!(matrix.rows[Signal::Brightness.index()].1[0].mean_delay, Some(10.0));
/// assert_eq!(matrix.rows[Signal::Latency.index()].1[0].detected, 0);
/// ```
pub fn matrix<K: Copy + PartialEq>(
    kinds: &[K],
    truth: &[(K, Interval)],
    alarms: &[(Signal, u64)],
) -> Matrix<K> {
    let cell = |signal: Signal, kind: K| {
        let of_kind = truth.iter().filter(|(injected, _)| *injected == kind);
        let shifts: Vec<Interval> = of_kind.map(|(_, interval)| *interval).collect();
        let of_signal = alarms.iter().filter(|(source, _)| *source == signal);
        let indices: Vec<u64> = of_signal.map(|(_, index)| *index).collect();
        let score = judge(&indices, &shifts, 0, 0);
        Cell { shifts: shifts.len(), detected: score.detected(), mean_delay: score.mean_delay() }
    };
    let row = |signal| (signal, kinds.iter().map(|&kind| cell(signal, kind)).collect());
    Matrix { kinds: kinds.to_vec(), rows: Signal::ALL.into_iter().map(row).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TRUTH: [Interval; 2] =
        [Interval { start: 100, end: 200 }, Interval { start: 500, end: 600 }];

    #[test]
    fn delays_false_alarms_and_misses_are_counted_by_record() {
        // False at 50 and 300; in the first interval at 130 and again at 150; at 220 its echo.
        let score = judge(&[300, 150, 130, 50, 220], &TRUTH, 1000, 50);
        assert_eq!(score.delays, [Some(30), None]);
        assert_eq!(score.false_alarms, 2);
        assert_eq!((score.detected(), score.missed()), (1, 1));
        assert_eq!(score.mean_delay(), Some(30.0));
        assert_eq!(score.clean_records, 1000 - 2 * 150);
    }

    #[test]
    fn clean_records_are_those_that_lie_in_no_interval_and_no_echo() {
        let truth = [
            Interval { start: 100, end: 200 },
            Interval { start: 150, end: 220 },
            Interval { start: 900, end: 1_000 },
        ];
        for (records, grace) in [(1_000, 0), (1_000, 50), (160, 200), (50, 10), (950, 30)] {
            let is_clean = |index: &u64| {
                !truth.iter().any(|shift| shift.holds(*index) || shift.echoes(*index, grace))
            };
            let one_by_one = (0..records).filter(is_clean).count() as u64;
            let score = judge(&[], &truth, records, grace);
            assert_eq!(score.clean_records, one_by_one, "{records}, {grace}");
        }
    }

    #[test]
    fn the_ends_of_an_interval_are_half_open() {
        assert_eq!(judge(&[100], &TRUTH[..1], 300, 0).delays, [Some(0)]);
        let after = judge(&[200], &TRUTH[..1], 300, 0);
        assert_eq!((after.missed(), after.false_alarms), (1, 1));
    }

    #[test]
    fn the_baselines_are_the_two_ways_of_being_useless() {
        let always = always_firing(&TRUTH, 1000, 0);
        assert_eq!(
            (always.mean_delay(), always.false_alarms, always.missed()),
            (Some(0.0), 800, 0)
        );
        let never = never_firing(&TRUTH, 1000, 0);
        assert_eq!((never.mean_delay(), never.false_alarms, never.missed()), (None, 0, 2));
    }

    #[test]
    fn the_matrix_tells_which_signal_saw_which_kind() {
        let truth = [("noise", TRUTH[0]), ("labels", TRUTH[1])];
        let alarms = [(Signal::Brightness, 110), (Signal::Errors, 540), (Signal::Errors, 520)];
        let matrix = matrix(&["noise", "labels"], &truth, &alarms);
        let row = |signal: Signal| &matrix.rows[signal.index()].1;
        assert_eq!(
            row(Signal::Brightness)[0],
            Cell { shifts: 1, detected: 1, mean_delay: Some(10.0) }
        );
        assert_eq!(row(Signal::Brightness)[1].detected, 0);
        assert_eq!(row(Signal::Errors)[1].mean_delay, Some(20.0));
    }
}
