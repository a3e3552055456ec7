//! When what is injected: shifts with an onset, from one record to another. Records are counted
//! from 0; there is no clock.

use serde::{Deserialize, Serialize};

use super::shift::Shift;
use vision::exact;

/// How many shifts a schedule holds at most.
pub const MAX_INJECTIONS: usize = 16;
/// The last index that a schedule may name; beyond any run, and exact in JavaScript.
pub const MAX_INDEX: u64 = 1_000_000_000;
/// Shortest period of a recurring shift, in records: a shorter one has thousands of beginnings in a
/// long run, each of which is drawn and scored.
pub const MIN_PERIOD: u64 = 50;
/// The longest latency that can be added, in milliseconds.
pub const MAX_ADDED_MS: u32 = 60_000;

/// How a shift comes. Indices are relative to the shift's first record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Onset {
    /// At full strength from the first record on.
    Sudden,
    /// Along a logistic curve, 1 / (1 + e^(−4 (k − midpoint) / width)), the shape that MOA and
    /// River use: at half a width before and after the midpoint the strength is 0.12 and 0.88.
    Gradual {
        /// Records after the start at which every second image is affected.
        midpoint: u64,
        /// Length of the transition, in records.
        width: u64,
    },
    /// On for the first `on` records of each period, off for the rest.
    Recurring {
        /// Records from one beginning to the next.
        period: u64,
        /// Records for which it is on.
        on: u64,
    },
}

/// A shift with its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Injection {
    /// What is injected.
    pub shift: Shift,
    /// How it comes.
    pub onset: Onset,
    /// First record that can be affected.
    pub start: u64,
    /// First record that no longer is; never, where there is none.
    pub end: Option<u64>,
}

/// Shifts that make sense, in the order in which they are applied to an image.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Injection>", into = "Vec<Injection>")]
pub struct Schedule {
    injections: Vec<Injection>,
}

/// What makes a shift senseless.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// It ends before it starts.
    #[error("it ends before it starts")]
    Interval,
    /// An index beyond [`MAX_INDEX`].
    #[error("an index is above {MAX_INDEX}")]
    Index,
    /// A gradual shift without length.
    #[error("a gradual shift needs a width of at least 1")]
    Width,
    /// A recurring shift that is never on, or longer than its period, or comes too often.
    #[error(
        "a recurring shift is on for 1 record at least and its period at most, which is {MIN_PERIOD} at least"
    )]
    Period,
    /// A label swapped with itself.
    #[error("two different classes are needed")]
    SameClass,
    /// A share outside 1 to 100%.
    #[error("the share must be between 1 and 100 percent")]
    Share,
    /// An added latency of 0 or above [`MAX_ADDED_MS`].
    #[error("the added latency must be between 1 and {MAX_ADDED_MS} ms")]
    Latency,
    /// A corruption of severity 0.
    #[error("the severity must be between 1 and 5")]
    Severity,
}

/// Why shifts make no schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ScheduleError {
    /// Too many of them.
    #[error("{0} shifts, at most {MAX_INJECTIONS}")]
    TooMany(usize),
    /// One makes no sense.
    #[error("shift {number}: {fault}")]
    Injection {
        /// Which one, counted from 1.
        number: usize,
        /// What is wrong with it.
        fault: Fault,
    },
}

impl Injection {
    /// How strong the shift is at a record, 0 to 1: the probability that the record is affected.
    pub fn strength(&self, index: u64) -> f64 {
        if index < self.start || self.end.is_some_and(|end| index >= end) {
            return 0.0;
        }
        let since = index - self.start;
        match self.onset {
            Onset::Sudden => 1.0,
            Onset::Gradual { midpoint, width } => {
                let distance = since as f64 - midpoint as f64;
                1.0 / (1.0 + exact::exp(-4.0 * distance / width.max(1) as f64))
            }
            Onset::Recurring { period, on } => f64::from(u8::from(since % period.max(1) < on)),
        }
    }

    /// Whether it makes sense.
    pub fn check(&self) -> Result<(), Fault> {
        let ensure = |holds: bool, fault: Fault| if holds { Ok(()) } else { Err(fault) };
        ensure(self.start.max(self.end.unwrap_or(0)) <= MAX_INDEX, Fault::Index)?;
        ensure(self.end.is_none_or(|end| end > self.start), Fault::Interval)?;
        match self.onset {
            Onset::Sudden => {}
            Onset::Gradual { midpoint, width } => {
                ensure(midpoint.max(width) <= MAX_INDEX, Fault::Index)?;
                ensure(width >= 1, Fault::Width)?;
            }
            Onset::Recurring { period, on } => {
                ensure(period <= MAX_INDEX, Fault::Index)?;
                ensure(period >= MIN_PERIOD && (1..=period).contains(&on), Fault::Period)?;
            }
        }
        match self.shift {
            Shift::Covariate { severity, .. } => ensure(severity.level() > 0, Fault::Severity),
            Shift::Prior { .. } => Ok(()),
            Shift::Concept { first, second } => ensure(first != second, Fault::SameClass),
            Shift::Latency { added_ms } => {
                ensure((1..=MAX_ADDED_MS).contains(&added_ms), Fault::Latency)
            }
            Shift::Outliers { percent, .. } => ensure((1..=100).contains(&percent), Fault::Share),
        }
    }
}

impl Schedule {
    /// The schedule of these shifts, each of which must make sense.
    pub fn new(injections: Vec<Injection>) -> Result<Self, ScheduleError> {
        if injections.len() > MAX_INJECTIONS {
            return Err(ScheduleError::TooMany(injections.len()));
        }
        for (place, injection) in injections.iter().enumerate() {
            injection
                .check()
                .map_err(|fault| ScheduleError::Injection { number: place + 1, fault })?;
        }
        Ok(Self { injections })
    }

    /// For the presets, which the tests check.
    pub(super) fn of_checked(injections: Vec<Injection>) -> Self {
        Self { injections }
    }

    /// The shifts, in the order in which they are applied.
    pub fn injections(&self) -> &[Injection] {
        &self.injections
    }

    /// Whether nothing is injected.
    pub fn is_quiet(&self) -> bool {
        self.injections.is_empty()
    }
}

impl TryFrom<Vec<Injection>> for Schedule {
    type Error = ScheduleError;

    fn try_from(injections: Vec<Injection>) -> Result<Self, ScheduleError> {
        Self::new(injections)
    }
}

impl From<Schedule> for Vec<Injection> {
    fn from(schedule: Schedule) -> Self {
        schedule.injections
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dataset::Class;

    fn slow(onset: Onset, start: u64, end: Option<u64>) -> Injection {
        Injection { shift: Shift::Latency { added_ms: 40 }, onset, start, end }
    }

    #[test]
    fn a_sudden_shift_is_all_there_from_start_to_before_end() {
        let injection = slow(Onset::Sudden, 500, Some(800));
        let strengths = [499, 500, 799, 800].map(|index| injection.strength(index));
        assert_eq!(strengths, [0.0, 1.0, 1.0, 0.0]);
        assert_eq!(slow(Onset::Sudden, 500, None).strength(MAX_INDEX), 1.0);
    }

    #[test]
    fn a_gradual_shift_follows_the_logistic_curve() {
        let injection = slow(Onset::Gradual { midpoint: 200, width: 100 }, 500, None);
        assert_eq!(injection.strength(499), 0.0);
        assert_eq!(injection.strength(700), 0.5);
        // 1 / (1 + e^±2).
        assert!((injection.strength(650) - 0.119_203).abs() < 1e-6);
        assert!((injection.strength(750) - 0.880_797).abs() < 1e-6);
        assert!(injection.strength(500) > 0.0 && injection.strength(500) < 0.001);
        assert!(injection.strength(2_000) > 0.999_999);
    }

    #[test]
    fn a_recurring_shift_goes_on_and_off() {
        let injection = slow(Onset::Recurring { period: 10, on: 3 }, 5, Some(27));
        let on: Vec<u64> = (0..40).filter(|&index| injection.strength(index) == 1.0).collect();
        assert_eq!(on, [5, 6, 7, 15, 16, 17, 25, 26]);
    }

    #[test]
    fn what_makes_no_sense_is_named_with_its_place() {
        let fault = |injection: Injection| injection.check().unwrap_err();
        assert_eq!(fault(slow(Onset::Sudden, 5, Some(5))), Fault::Interval);
        assert_eq!(fault(slow(Onset::Sudden, MAX_INDEX + 1, None)), Fault::Index);
        assert_eq!(fault(slow(Onset::Gradual { midpoint: 1, width: 0 }, 5, None)), Fault::Width);
        let recurring = |period, on| slow(Onset::Recurring { period, on }, 5, None);
        assert_eq!(fault(recurring(60, 61)), Fault::Period);
        assert_eq!(fault(recurring(MIN_PERIOD - 1, 4)), Fault::Period);
        let with = |shift| fault(Injection { shift, onset: Onset::Sudden, start: 0, end: None });
        assert_eq!(with(Shift::Latency { added_ms: 0 }), Fault::Latency);
        assert_eq!(with(Shift::Outliers { pattern: None, percent: 101 }), Fault::Share);
        let (first, second) = (Class::Coat, Class::Coat);
        assert_eq!(with(Shift::Concept { first, second }), Fault::SameClass);

        let good = slow(Onset::Sudden, 5, None);
        let bad = slow(Onset::Sudden, 5, Some(2));
        let error = Schedule::new(vec![good, bad]).unwrap_err();
        assert_eq!(error, ScheduleError::Injection { number: 2, fault: Fault::Interval });
        assert_eq!(Schedule::new(vec![good; 17]), Err(ScheduleError::TooMany(17)));
    }

    #[test]
    fn a_saved_schedule_is_checked_when_it_is_read() {
        let schedule = Schedule::new(vec![slow(Onset::Sudden, 5, Some(9))]).unwrap();
        let json = serde_json::to_string(&schedule).unwrap();
        assert_eq!(
            json,
            r#"[{"shift":{"latency":{"added_ms":40}},"onset":"sudden","start":5,"end":9}]"#
        );
        assert_eq!(serde_json::from_str::<Schedule>(&json).unwrap(), schedule);
        let spoilt = json.replace("\"end\":9", "\"end\":1");
        let error = serde_json::from_str::<Schedule>(&spoilt).unwrap_err().to_string();
        assert!(error.contains("shift 1: it ends before it starts"), "{error}");
    }
}
