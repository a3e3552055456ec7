//! What may be chosen in the place of the calibrated thresholds, and what was chosen before. Pure.

use policy::decision::Policy;
use serde::{Deserialize, Serialize};
use statistics::selection::Thresholds;

use crate::app::address::{is_confidence, is_ratio};

/// Choices that can be taken back.
const PAST: usize = 100;

/// Thresholds in the place of the calibrated ones; one that is none is as calibrated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Choice {
    /// Least confidence that is accepted.
    pub min_confidence: Option<f32>,
    /// Largest ratio of quality that is typical.
    pub max_ratio: Option<f32>,
}

impl Choice {
    /// The choice that makes these thresholds of the calibrated ones.
    pub fn of(thresholds: Thresholds, calibrated: &Policy) -> Self {
        let chosen = |value: f32, default: f32| (value != default).then_some(value);
        Self {
            min_confidence: chosen(thresholds.min_confidence, calibrated.min_confidence),
            max_ratio: chosen(thresholds.max_error_ratio, calibrated.max_ratio),
        }
    }

    /// The thresholds that it makes of the calibrated ones.
    pub fn thresholds(self, calibrated: &Policy) -> Thresholds {
        let Thresholds { min_confidence, max_error_ratio } = Thresholds::of(calibrated);
        Thresholds {
            min_confidence: self.min_confidence.unwrap_or(min_confidence),
            max_error_ratio: self.max_ratio.unwrap_or(max_error_ratio),
        }
    }

    /// What it does not say is as `other` has it.
    pub fn or(self, other: Self) -> Self {
        Self {
            min_confidence: self.min_confidence.or(other.min_confidence),
            max_ratio: self.max_ratio.or(other.max_ratio),
        }
    }

    /// Without what can be no threshold, as a record that was changed by hand may hold.
    pub fn checked(self) -> Self {
        Self {
            min_confidence: self.min_confidence.filter(|value| is_confidence(*value)),
            max_ratio: self.max_ratio.filter(|value| is_ratio(*value)),
        }
    }
}

/// Earlier choices, the latest last.
#[derive(Clone, Debug, Default)]
pub struct Past(Vec<Choice>);

impl Past {
    /// Remembers a choice, and forgets the oldest of too many.
    pub fn push(&mut self, choice: Choice) {
        if self.0.len() == PAST {
            self.0.remove(0);
        }
        self.0.push(choice);
    }

    /// The latest one, which is forgotten.
    pub fn pop(&mut self) -> Option<Choice> {
        self.0.pop()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use dataset::CLASSES;
    use policy::decision::{PhotoThresholds, Reading};
    use policy::quality::QualityLimits;

    use super::*;

    fn calibrated() -> Policy {
        let limits = [QualityLimits::error_alone(0.02); CLASSES];
        Policy {
            min_confidence: 0.75,
            max_ratio: 1.0,
            limits,
            reading: Reading::PredictedClass,
            photos: PhotoThresholds::NOTHING,
        }
    }

    #[test]
    fn only_what_differs_from_the_calibrated_is_a_choice() {
        let thresholds = Thresholds { min_confidence: 0.75, max_error_ratio: 1.5 };
        let choice = Choice::of(thresholds, &calibrated());
        assert_eq!(choice, Choice { min_confidence: None, max_ratio: Some(1.5) });
        assert_eq!(choice.thresholds(&calibrated()), thresholds);
        assert_eq!(Choice::of(Thresholds::of(&calibrated()), &calibrated()), Choice::default());
    }

    #[test]
    fn the_address_wins_value_by_value() {
        let address = Choice { min_confidence: Some(0.9), max_ratio: None };
        let saved = Choice { min_confidence: Some(0.5), max_ratio: Some(2.0) };
        let expected = Choice { min_confidence: Some(0.9), max_ratio: Some(2.0) };
        assert_eq!(address.or(saved), expected);
        let broken = Choice { min_confidence: Some(7.0), max_ratio: Some(-1.0) };
        assert_eq!(broken.checked(), Choice::default());
    }

    #[test]
    fn the_latest_choice_is_taken_back_first_and_the_oldest_are_forgotten() {
        let mut past = Past::default();
        let choice = |value: u8| Choice { min_confidence: Some(value.into()), max_ratio: None };
        (0..=PAST as u8).for_each(|value| past.push(choice(value)));
        assert_eq!(past.pop(), Some(choice(PAST as u8)));
        let mut last = None;
        while let Some(next) = past.pop() {
            last = Some(next);
        }
        assert_eq!(last, Some(choice(1)));
        assert!(past.is_empty());
    }
}
