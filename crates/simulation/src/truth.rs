//! What really happened, and when: the reference that the scoreboard judges detectors by.

use serde::{Deserialize, Serialize};

use super::schedule::{Injection, Onset, Schedule};
use super::shift::ShiftKind;

/// A stretch of records in which a shift is active, `start` inclusive, `end` exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interval {
    /// Which shift of the schedule, counted from 0.
    pub injection: usize,
    /// Its kind.
    pub kind: ShiftKind,
    /// First record that can be affected.
    pub start: u64,
    /// First record after it, at most the length of the run.
    pub end: u64,
}

/// The intervals in which shifts are active within the first `records` records, by their start.
///
/// A recurring shift gives one for each time it is on. A gradual one is active from its start,
/// when its strength may still be small: a delay counted from there includes the ramp.
pub fn intervals(schedule: &Schedule, records: u64) -> Vec<Interval> {
    let mut intervals: Vec<Interval> = schedule
        .injections()
        .iter()
        .enumerate()
        .flat_map(|(place, injection)| {
            let kind = injection.shift.kind();
            spans(injection, records).map(move |(start, end)| Interval {
                injection: place,
                kind,
                start,
                end,
            })
        })
        .collect();
    intervals.sort_by_key(|interval| interval.start);
    intervals
}

fn spans(injection: &Injection, records: u64) -> impl Iterator<Item = (u64, u64)> + use<> {
    let start = injection.start;
    let end = injection.end.unwrap_or(records).min(records);
    let (period, on) = match injection.onset {
        Onset::Recurring { period, on } if on < period => (period, on),
        // One period without end.
        _ => (u64::MAX, u64::MAX),
    };
    std::iter::successors(Some(start), move |from| from.checked_add(period))
        .take_while(move |&from| from < end)
        .map(move |from| (from, from.saturating_add(on).min(end)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::shift::Shift;
    use crate::testing::schedules;

    fn spans_of(onset: Onset, start: u64, end: Option<u64>, records: u64) -> Vec<(u64, u64)> {
        let shift = Shift::Latency { added_ms: 1 };
        let schedule = Schedule::new(vec![Injection { shift, onset, start, end }]).unwrap();
        intervals(&schedule, records).iter().map(|i| (i.start, i.end)).collect()
    }

    #[test]
    fn one_shift_gives_one_interval_cut_at_the_end_of_the_run() {
        assert_eq!(spans_of(Onset::Sudden, 500, Some(800), 2_000), [(500, 800)]);
        assert_eq!(spans_of(Onset::Sudden, 500, Some(800), 600), [(500, 600)]);
        assert_eq!(spans_of(Onset::Sudden, 500, None, 2_000), [(500, 2_000)]);
        assert_eq!(spans_of(Onset::Sudden, 500, None, 500), []);
    }

    #[test]
    fn a_recurring_shift_gives_one_interval_each_time() {
        let onset = Onset::Recurring { period: 100, on: 30 };
        assert_eq!(spans_of(onset, 50, None, 270), [(50, 80), (150, 180), (250, 270)]);
        let always = Onset::Recurring { period: 100, on: 100 };
        assert_eq!(spans_of(always, 50, None, 270), [(50, 270)]);
    }

    proptest! {
        #[test]
        fn a_record_is_in_an_interval_exactly_where_the_shift_has_strength(
            schedule in schedules(),
            index in 0u64..3_000,
        ) {
            let intervals = intervals(&schedule, 3_000);
            prop_assert!(intervals.is_sorted_by_key(|interval| interval.start));
            for (place, injection) in schedule.injections().iter().enumerate() {
                let inside = intervals
                    .iter()
                    .any(|i| i.injection == place && (i.start..i.end).contains(&index));
                prop_assert_eq!(inside, injection.strength(index) > 0.0);
            }
        }
    }
}
