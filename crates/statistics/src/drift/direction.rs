//! Which way a signal has gone: an accuracy that improves is a change like one that worsens, and
//! means something else.

use serde::{Deserialize, Serialize};

use super::reference::SignalReference;
use super::signal::Signal;

/// Which way the values of a signal have gone from the reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// They are larger: of errors, there are more.
    Up,
    /// They are smaller: of errors, there are fewer.
    Down,
}

impl Direction {
    /// Which way some values have gone. None for the predicted class, which has no order, for no
    /// values, and where they have gone neither way.
    ///
    /// Measured numbers are compared by the probability that one of production is above one of
    /// the reference (Mann and Whitney's statistic), which single large values do not decide.
    pub fn of(known: &SignalReference, values: &[f64]) -> Option<Self> {
        let mean = |value: &dyn Fn(f64) -> f64| {
            values.iter().map(|&of| value(of)).sum::<f64>() / values.len().max(1) as f64
        };
        let (now, then) = match known.signal {
            _ if values.is_empty() => return None,
            Signal::Predicted => return None,
            Signal::Errors => (mean(&|value| value), known.known().first()?.mean),
            _ => (mean(&|value| known.level(value)), 0.5),
        };
        match now.partial_cmp(&then)? {
            std::cmp::Ordering::Greater => Some(Self::Up),
            std::cmp::Ordering::Less => Some(Self::Down),
            std::cmp::Ordering::Equal => None,
        }
    }

    /// Whether a signal that has gone this way is better for it: fewer errors, more confidence,
    /// less latency. None for one of which neither way is the better one.
    pub fn is_better(self, signal: Signal) -> Option<bool> {
        match signal {
            Signal::Errors | Signal::Latency => Some(self == Self::Down),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fewer_errors_are_better_and_more_are_worse() {
        let known = SignalReference::new(Signal::Errors, vec![0.0, 1.0, 0.0, 1.0]);
        let of = |values: &[f64]| Direction::of(&known, values);
        assert_eq!(of(&[0.0, 0.0, 1.0]), Some(Direction::Down));
        assert_eq!(of(&[1.0]), Some(Direction::Up));
        assert_eq!(of(&[1.0, 0.0]), None);
        assert_eq!(Direction::Down.is_better(Signal::Errors), Some(true));
        assert_eq!(Direction::Up.is_better(Signal::Errors), Some(false));
        assert_eq!(Direction::Up.is_better(Signal::Brightness), None);
    }

    #[test]
    fn a_measured_number_goes_where_most_of_it_goes_and_a_class_nowhere() {
        let known = SignalReference::new(Signal::Latency, (1..=9).map(f64::from).collect());
        assert_eq!(Direction::of(&known, &[1.0, 2.0, 3.0, 900.0]), Some(Direction::Down));
        assert_eq!(Direction::of(&known, &[10.0, 11.0]), Some(Direction::Up));
        assert_eq!(Direction::of(&known, &[]), None);
        let classes = SignalReference::new(Signal::Predicted, vec![1.0, 2.0]);
        assert_eq!(Direction::of(&classes, &[2.0, 2.0]), None);
    }
}
