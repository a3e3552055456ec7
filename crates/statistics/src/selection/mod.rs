//! What two thresholds do to thousands of judged images: how many are accepted, reviewed and
//! rejected, what that costs, and where the thresholds should be.
//!
//! Selective classification: a classifier that may decline to answer. Everything here follows
//! from three numbers an image. It does not know the networks, the images or the page, and it
//! agrees with [`Policy::decide`] on every outcome.

mod best;
mod curve;
mod cuts;
mod presets;

use serde::{Deserialize, Serialize};

use crate::metrics::{Proportion, proportion};
use dataset::{CLASSES, Class};
use policy::decision::{Policy, Reading, Verdict, top};
use policy::quality::Quality;

pub use best::{Best, Costs, best_thresholds};
pub use curve::{CoverageRisk, CurvePoint};
pub use presets::{Preset, Rule};

/// A judged image whose truth is known.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// Probability of the predicted class, in [0, 1].
    pub confidence: f32,
    /// How far the reconstruction is from typical, by [`policy::quality::QualityLimits::ratio`]: at
    /// most 1 is typical as calibrated.
    pub error_ratio: f32,
    /// Whether accepting the image would be right.
    pub is_right: bool,
}

impl Outcome {
    /// The outcome of an image under `calibrated`, whose limits are the unit of the error ratio.
    ///
    /// Accepting is right where the predicted class is the true one and, if one class is
    /// designated normal, is that class: everything else should not pass, however well it is
    /// classified. A probe that belongs to no class has no `truth` and is never right.
    pub fn of(
        calibrated: &Policy,
        probabilities: &[f32; CLASSES],
        errors: &[f32; CLASSES],
        detail: f32,
        truth: Option<Class>,
    ) -> Self {
        let (predicted, confidence) = top(probabilities);
        let class = calibrated.reading.class(predicted);
        let is_normal = match calibrated.reading {
            Reading::PredictedClass => true,
            Reading::NormalClass(normal) => predicted == normal,
        };
        Self {
            confidence,
            error_ratio: calibrated.limits[class.index()]
                .ratio(Quality::new(errors[class.index()], detail)),
            is_right: truth == Some(predicted) && is_normal,
        }
    }
}

/// The two lines on the plane of confidence and error ratio.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Thresholds {
    /// Least confidence that is accepted, in [0, 1].
    pub min_confidence: f32,
    /// Largest error ratio that is typical; 1 is as calibrated.
    pub max_error_ratio: f32,
}

impl Thresholds {
    /// The verdict on an image, by the rule of [`Policy::decide`]: an error above the limit
    /// rejects first, then too little confidence goes to review. What is not a number fails.
    pub fn verdict(self, confidence: f32, error_ratio: f32) -> Verdict {
        match (error_ratio <= self.max_error_ratio, confidence >= self.min_confidence) {
            (false, _) => Verdict::Reject,
            (true, false) => Verdict::Review,
            (true, true) => Verdict::Accept,
        }
    }

    /// The thresholds of a policy.
    pub fn of(policy: &Policy) -> Self {
        Self { min_confidence: policy.min_confidence, max_error_ratio: policy.max_ratio }
    }

    /// `calibrated` with these thresholds in the place of its own. It decides exactly as
    /// [`Self::verdict`].
    pub fn policy(self, calibrated: &Policy) -> Policy {
        let mut policy = calibrated.clone();
        // What the visitor chose holds for photos too; they have a calibrated one of their own.
        if self.min_confidence != calibrated.min_confidence {
            policy.photos.min_confidence = self.min_confidence;
        }
        (policy.min_confidence, policy.max_ratio) = (self.min_confidence, self.max_error_ratio);
        policy
    }
}

/// How many images got each verdict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Split {
    /// Used as they are.
    pub accept: u64,
    /// Left to a person.
    pub review: u64,
    /// Not used.
    pub reject: u64,
}

impl Split {
    /// All of them.
    pub fn n(self) -> u64 {
        self.accept + self.review + self.reject
    }

    fn count(&mut self, verdict: Verdict) {
        match verdict {
            Verdict::Accept => self.accept += 1,
            Verdict::Review => self.review += 1,
            Verdict::Reject => self.reject += 1,
        }
    }
}

/// The verdicts on images that it would be right to accept and on those that it would not.
///
/// A *false accept* is accepted though wrong. A *false reject* is rejected though right; what is
/// sent to review is neither, because a person decides, and costs that person's time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Images whose prediction is right.
    pub right: Split,
    /// Images whose prediction is wrong.
    pub wrong: Split,
}

impl Tally {
    /// Counts image by image, in O(n).
    ///
    /// ```
    /// use statistics::selection::{Outcome, Tally, Thresholds};
    ///
    /// let outcome = |confidence, is_right| Outcome { confidence, error_ratio: 0.5, is_right };
    /// let outcomes = [outcome(0.9, true), outcome(0.8, false), outcome(0.4, true)];
    /// let tally = Tally::count(&outcomes, Thresholds { min_confidence: 0.7, max_error_ratio: 1.0 });
    /// assert_eq!((tally.right.accept, tally.right.review, tally.false_accepts()), (1, 1, 1));
    /// ```
    pub fn count(outcomes: &[Outcome], thresholds: Thresholds) -> Self {
        let mut tally = Self::default();
        for outcome in outcomes {
            let verdict = thresholds.verdict(outcome.confidence, outcome.error_ratio);
            let side = if outcome.is_right { &mut tally.right } else { &mut tally.wrong };
            side.count(verdict);
        }
        tally
    }

    /// All verdicts, right and wrong together.
    pub fn all(self) -> Split {
        Split {
            accept: self.right.accept + self.wrong.accept,
            review: self.right.review + self.wrong.review,
            reject: self.right.reject + self.wrong.reject,
        }
    }

    /// Images in all.
    pub fn n(self) -> u64 {
        self.right.n() + self.wrong.n()
    }

    /// How many images got a verdict.
    pub fn of(self, verdict: Verdict) -> u64 {
        let all = self.all();
        match verdict {
            Verdict::Accept => all.accept,
            Verdict::Review => all.review,
            Verdict::Reject => all.reject,
        }
    }

    /// The share of all images that got a verdict. The one of `Accept` is the coverage.
    pub fn rate(self, verdict: Verdict) -> Proportion {
        proportion(self.of(verdict), self.n())
    }

    /// The share of right ones among the accepted; 1 minus the selective risk.
    pub fn accepted_accuracy(self) -> Proportion {
        proportion(self.right.accept, self.all().accept)
    }

    /// Wrong predictions that were accepted.
    pub fn false_accepts(self) -> u64 {
        self.wrong.accept
    }

    /// Right predictions that were rejected.
    pub fn false_rejects(self) -> u64 {
        self.right.reject
    }

    /// The share of the wrong predictions that was accepted.
    pub fn false_accept_rate(self) -> Proportion {
        proportion(self.wrong.accept, self.wrong.n())
    }

    /// The share of the right predictions that was rejected.
    pub fn false_reject_rate(self) -> Proportion {
        proportion(self.right.reject, self.right.n())
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use policy::decision::PhotoThresholds;
    use policy::quality::QualityLimits;

    /// Six right ones and four wrong ones, all easy to place by eye.
    pub(crate) fn ten() -> Vec<Outcome> {
        let right = [(0.99, 0.3), (0.95, 0.5), (0.9, 0.9), (0.8, 1.2), (0.6, 0.4), (0.5, 0.7)];
        let wrong = [(0.97, 2.0), (0.85, 0.6), (0.55, 0.8), (0.4, 1.5)];
        let outcome = |is_right| {
            move |&(confidence, error_ratio)| Outcome { confidence, error_ratio, is_right }
        };
        right.iter().map(outcome(true)).chain(wrong.iter().map(outcome(false))).collect()
    }

    #[test]
    fn the_tally_counts_verdicts_on_right_and_wrong_predictions() {
        let thresholds = Thresholds { min_confidence: 0.7, max_error_ratio: 1.0 };
        let tally = Tally::count(&ten(), thresholds);
        assert_eq!(tally.right, Split { accept: 3, review: 2, reject: 1 });
        assert_eq!(tally.wrong, Split { accept: 1, review: 1, reject: 2 });
        assert_eq!(tally.n(), 10);
        assert_eq!(tally.rate(Verdict::Accept).value, 0.4);
        assert_eq!(tally.rate(Verdict::Review).value, 0.3);
        assert_eq!(tally.rate(Verdict::Reject).value, 0.3);
        assert_eq!(tally.accepted_accuracy().value, 0.75);
        assert_eq!((tally.false_accepts(), tally.false_rejects()), (1, 1));
        assert_eq!(tally.false_accept_rate().value, 0.25);
        assert_eq!(tally.false_reject_rate().value, 1.0 / 6.0);
    }

    #[test]
    fn an_accuracy_of_no_images_says_that_it_rests_on_none() {
        let nothing = Thresholds { min_confidence: 2.0, max_error_ratio: 1.0 };
        let accuracy = Tally::count(&ten(), nothing).accepted_accuracy();
        assert_eq!((accuracy.n, accuracy.low, accuracy.high), (0, 0.0, 1.0));
    }

    #[test]
    fn with_a_normal_class_only_that_class_is_right_to_accept() {
        let mut probabilities = [0.0; CLASSES];
        probabilities[Class::Bag.index()] = 0.9;
        let mut errors = [0.5; CLASSES];
        errors[Class::Bag.index()] = 0.1;
        let mut policy = Policy {
            min_confidence: 0.7,
            max_ratio: 1.0,
            limits: [QualityLimits::error_alone(0.2); CLASSES],
            reading: Reading::PredictedClass,
            photos: PhotoThresholds::NOTHING,
        };
        let predicted = Outcome::of(&policy, &probabilities, &errors, 0.1, Some(Class::Bag));
        assert_eq!(predicted, Outcome { confidence: 0.9, error_ratio: 0.5, is_right: true });
        assert!(!Outcome::of(&policy, &probabilities, &errors, 0.1, None).is_right);
        policy.reading = Reading::NormalClass(Class::Trouser);
        let normal = Outcome::of(&policy, &probabilities, &errors, 0.1, Some(Class::Bag));
        assert_eq!(normal, Outcome { confidence: 0.9, error_ratio: 2.5, is_right: false });
    }
}
