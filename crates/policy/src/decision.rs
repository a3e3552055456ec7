//! The production logic: from confidence and reconstruction error to accept, review or reject.
//!
//! Two thresholds make three verdicts. An image whose reconstruction is outside of what is typical
//! of its class ([`crate::quality`]) is rejected, however sure the classifier is; a typical image
//! that the classifier is not sure of goes to review; the rest is accepted.

use serde::{Deserialize, Serialize};

use crate::quality::{Outlier, Quality, QualityLimits};
use dataset::{CLASSES, Class};

/// What production does with an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// Use the prediction.
    Accept,
    /// Let a person look.
    Review,
    /// Do not use it.
    Reject,
}

/// Which autoencoder an image is held against.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reading {
    /// The autoencoder of the class that the classifier predicts.
    #[default]
    PredictedClass,
    /// The autoencoder of one class that is designated normal.
    NormalClass(Class),
}

impl Reading {
    /// The class whose autoencoder judges an image predicted as `predicted`.
    pub fn class(self, predicted: Class) -> Class {
        match self {
            Self::PredictedClass => predicted,
            Self::NormalClass(class) => class,
        }
    }
}

/// Which classifier answered about a picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnsweredBy {
    /// The data set's: the picture has the data set's own form.
    #[default]
    DataSet,
    /// That for photos: the garment had to be cut out.
    Photos,
    /// Both, and their mean counts: the picture lies on a plain ground.
    Both,
}

impl AnsweredBy {
    /// Every answer.
    pub const ALL: [Self; 3] = [Self::DataSet, Self::Photos, Self::Both];

    /// Its name for programs.
    pub fn slug(self) -> &'static str {
        match self {
            Self::DataSet => "data_set",
            Self::Photos => "photos",
            Self::Both => "both",
        }
    }
}

/// What is known of an answer about a picture beside the classes' probabilities.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Answered {
    /// By which classifier.
    pub by: AnsweredBy,
    /// Probability that it is none of the ten classes; 0 where the data set's classifier answered alone,
    /// which knows no such answer.
    pub none_of_the_ten: f32,
    /// Whether there seems to be a person in the picture.
    pub has_person: bool,
}

/// What holds instead where the classifier for photos answered, as calibrated on people's photos.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct PhotoThresholds {
    /// Least confidence, in [0, 1], at which a prediction is accepted.
    pub min_confidence: f32,
    /// How many times as high the upper limits of quality are, and the lower ones as low: a garment that
    /// was cut out of a photo is redrawn worse than one of the data set.
    pub widening: f32,
}

impl PhotoThresholds {
    /// Those of a program without a classifier for photos: nothing is accepted by them.
    pub const NOTHING: Self = Self { min_confidence: f32::MAX, widening: 1.0 };
}

impl Default for PhotoThresholds {
    fn default() -> Self {
        Self::NOTHING
    }
}

/// The two thresholds, and how quality is read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Policy {
    /// Least confidence, in [0, 1], at which a prediction is accepted.
    pub min_confidence: f32,
    /// Largest [`QualityLimits::ratio`] that is typical; 1 is as calibrated.
    pub max_ratio: f32,
    /// What is typical of each class, as calibrated.
    pub limits: [QualityLimits; CLASSES],
    /// Which autoencoder judges.
    pub reading: Reading,
    /// What holds for people's photos.
    #[serde(default)]
    pub photos: PhotoThresholds,
}

/// A rule that had a say, with its numbers.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The reconstruction is outside of what is typical: reject.
    QualityAtypical {
        /// The limit that it passes the farthest.
        outlier: Outlier,
        /// The class whose autoencoder judged.
        class: Class,
    },
    /// The reconstruction is typical by all measures.
    QualityTypical {
        /// What was measured.
        quality: Quality,
        /// The class whose autoencoder judged.
        class: Class,
    },
    /// The confidence is below the least one: review.
    ConfidenceBelow {
        /// Probability of the predicted class.
        confidence: f32,
        /// The least that is accepted.
        min: f32,
    },
    /// The confidence is enough.
    ConfidenceEnough {
        /// Probability of the predicted class.
        confidence: f32,
        /// The least that is accepted.
        min: f32,
    },
    /// There seems to be a person in the picture: review at least.
    Person,
    /// The picture looks more like none of the ten classes than like any of them: reject.
    NoneOfTheTen {
        /// Probability that it is none of them.
        probability: f32,
        /// The class that it is nearest to.
        nearest: Class,
    },
}

impl Reason {
    fn is_of_quality(&self) -> bool {
        matches!(self, Self::QualityAtypical { .. } | Self::QualityTypical { .. })
    }
}

/// A verdict with the rules behind it, the one that decided first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Decision {
    /// What to do.
    pub verdict: Verdict,
    /// Both rules, the one that decided first.
    pub reasons: [Reason; 2],
}

/// The most probable class and its probability; the first of equals.
pub fn top(probabilities: &[f32; CLASSES]) -> (Class, f32) {
    let mut best = Class::ALL[0];
    for class in Class::ALL {
        if probabilities[class.index()] > probabilities[best.index()] {
            best = class;
        }
    }
    (best, probabilities[best.index()])
}

impl Policy {
    /// The policy by which a picture is judged: this one; or with what holds for photos in its place,
    /// where the classifier for photos answered; or with the stricter confidence of the two, where both
    /// did.
    pub fn judging(&self, by: AnsweredBy) -> Self {
        let mut policy = self.clone();
        let PhotoThresholds { min_confidence, widening } = self.photos;
        match by {
            AnsweredBy::DataSet => {}
            AnsweredBy::Photos => {
                policy.min_confidence = min_confidence;
                policy.limits = self.limits.map(|limits| limits.widened(widening));
            }
            AnsweredBy::Both => policy.min_confidence = self.min_confidence.max(min_confidence),
        }
        policy
    }

    /// Decides on a picture from outside: as [`Self::decide`], but what is more likely none of the ten
    /// than any of them is rejected, and where there is a person nothing is accepted.
    pub fn decide_picture(
        &self,
        probabilities: &[f32; CLASSES],
        answered: Answered,
        errors: &[f32; CLASSES],
        detail: f32,
    ) -> Decision {
        let decision = self.judging(answered.by).decide(probabilities, errors, detail);
        let (nearest, confidence) = top(probabilities);
        let probability = answered.none_of_the_ten;
        if probability > confidence {
            let quality = decision.reasons.into_iter().find(|reason| reason.is_of_quality());
            let none = Reason::NoneOfTheTen { probability, nearest };
            return Decision { verdict: Verdict::Reject, reasons: [none, quality.unwrap_or(none)] };
        }
        if answered.has_person && decision.verdict == Verdict::Accept {
            let reasons = [Reason::Person, decision.reasons[0]];
            return Decision { verdict: Verdict::Review, reasons };
        }
        decision
    }

    /// Decides on one image from its class probabilities, the mean squared reconstruction error of
    /// each class's autoencoder and the image's own [`detail`](crate::quality::detail). A number
    /// that is not finite is never accepted.
    pub fn decide(
        &self,
        probabilities: &[f32; CLASSES],
        errors: &[f32; CLASSES],
        detail: f32,
    ) -> Decision {
        let (predicted, confidence) = top(probabilities);
        let class = self.reading.class(predicted);
        let quality = Quality::new(errors[class.index()], detail);
        let outlier = self.limits[class.index()].outlier(quality, self.max_ratio);
        let typical = outlier.is_none();
        let sure = confidence >= self.min_confidence;
        let quality = match outlier {
            None => Reason::QualityTypical { quality, class },
            Some(outlier) => Reason::QualityAtypical { outlier, class },
        };
        let min = self.min_confidence;
        let certainty = if sure {
            Reason::ConfidenceEnough { confidence, min }
        } else {
            Reason::ConfidenceBelow { confidence, min }
        };
        match (typical, sure) {
            (false, _) => Decision { verdict: Verdict::Reject, reasons: [quality, certainty] },
            (true, false) => Decision { verdict: Verdict::Review, reasons: [certainty, quality] },
            (true, true) => Decision { verdict: Verdict::Accept, reasons: [certainty, quality] },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quality::{Measure, Side};

    fn check(confidence: f32, error: f32, expected: Verdict) {
        let mut probabilities = [(1.0 - confidence) / 9.0; CLASSES];
        probabilities[3] = confidence;
        let mut errors = [9.0; CLASSES];
        errors[3] = error;
        // A detail of 0.1 puts the relative error at ten times the plain one.
        let limits = QualityLimits { error: (0.002, 0.02), relative: (0.0, 0.19) };
        let policy = Policy {
            min_confidence: 0.7,
            max_ratio: 1.0,
            limits: [limits; CLASSES],
            reading: Reading::PredictedClass,
            photos: PhotoThresholds::NOTHING,
        };
        assert_eq!(policy.decide(&probabilities, &errors, 0.1).verdict, expected);
    }

    #[test]
    fn sure_and_typical_is_accepted() {
        check(0.9, 0.01, Verdict::Accept);
        check(0.7, 0.002, Verdict::Accept);
    }

    #[test]
    fn unsure_but_typical_goes_to_review() {
        check(0.69, 0.018, Verdict::Review);
    }

    #[test]
    fn atypical_is_rejected_however_sure() {
        check(0.99, 0.021, Verdict::Reject);
        check(0.2, 0.5, Verdict::Reject);
        // Within the plain limit, but not for so little detail.
        check(0.99, 0.0195, Verdict::Reject);
        // Too easy for a garment.
        check(0.99, 0.001, Verdict::Reject);
    }

    #[test]
    fn a_larger_ratio_lets_more_pass_on_both_sides() {
        let mut probabilities = [0.0; CLASSES];
        probabilities[0] = 0.9;
        let limits = QualityLimits { error: (0.01, 0.02), relative: (0.0, 1.0) };
        let decide = |max_ratio, error| {
            let reading = Reading::PredictedClass;
            let policy = Policy {
                min_confidence: 0.7,
                max_ratio,
                limits: [limits; CLASSES],
                reading,
                photos: PhotoThresholds::NOTHING,
            };
            policy.decide(&probabilities, &[error; CLASSES], 0.1).verdict
        };
        assert_eq!([decide(1.0, 0.03), decide(1.0, 0.006)], [Verdict::Reject; 2]);
        assert_eq!([decide(2.0, 0.03), decide(2.0, 0.006)], [Verdict::Accept; 2]);
        assert_eq!([decide(2.0, 0.05), decide(2.0, 0.004)], [Verdict::Reject; 2]);
        assert_eq!(decide(0.5, 0.015), Verdict::Reject);
    }

    #[test]
    fn a_number_that_is_not_finite_is_never_accepted() {
        check(0.9, f32::NAN, Verdict::Reject);
        check(f32::NAN, 0.01, Verdict::Reject);
    }

    #[test]
    fn a_photo_has_its_own_thresholds_and_may_be_none_of_the_ten() {
        let limits = QualityLimits { error: (0.01, 0.02), relative: (0.0, 1.0) };
        let policy = Policy {
            min_confidence: 0.6,
            max_ratio: 1.0,
            limits: [limits; CLASSES],
            reading: Reading::PredictedClass,
            photos: PhotoThresholds { min_confidence: 0.8, widening: 3.0 },
        };
        let mut probabilities = [0.0; CLASSES];
        let mut check = |confidence, none: Option<f32>, error, expected| {
            probabilities[3] = confidence;
            let by = none.map_or(AnsweredBy::DataSet, |_| AnsweredBy::Photos);
            let answered = Answered { by, none_of_the_ten: none.unwrap_or(0.0), has_person: false };
            let decision = policy.decide_picture(&probabilities, answered, &[error; CLASSES], 0.1);
            assert_eq!(decision.verdict, expected);
            decision.reasons[0]
        };
        check(0.7, None, 0.015, Verdict::Accept);
        check(0.7, Some(0.1), 0.015, Verdict::Review);
        check(0.9, Some(0.1), 0.015, Verdict::Accept);
        check(0.9, None, 0.05, Verdict::Reject);
        check(0.9, Some(0.1), 0.05, Verdict::Accept);
        check(0.9, Some(0.1), 0.07, Verdict::Reject);
        let reason = check(0.3, Some(0.5), 0.015, Verdict::Reject);
        assert_eq!(reason, Reason::NoneOfTheTen { probability: 0.5, nearest: Class::ALL[3] });
    }

    #[test]
    fn where_both_answered_the_stricter_confidence_counts_and_a_person_goes_to_review() {
        let policy = |min_confidence| Policy {
            min_confidence,
            max_ratio: 1.0,
            limits: [QualityLimits { error: (0.01, 0.02), relative: (0.0, 1.0) }; CLASSES],
            reading: Reading::PredictedClass,
            photos: PhotoThresholds { min_confidence: 0.8, widening: 3.0 },
        };
        let decide = |min_confidence, confidence, error, has_person| {
            let mut probabilities = [0.0; CLASSES];
            probabilities[3] = confidence;
            let answered = Answered { by: AnsweredBy::Both, none_of_the_ten: 0.05, has_person };
            let errors = [error; CLASSES];
            policy(min_confidence).decide_picture(&probabilities, answered, &errors, 0.1)
        };
        assert_eq!(decide(0.6, 0.7, 0.015, false).verdict, Verdict::Review);
        assert_eq!(decide(0.6, 0.85, 0.015, false).verdict, Verdict::Accept);
        assert_eq!(decide(0.9, 0.85, 0.015, false).verdict, Verdict::Review);
        assert_eq!(decide(0.6, 0.85, 0.03, false).verdict, Verdict::Reject, "its limits stay");
        let with_person = decide(0.6, 0.85, 0.015, true);
        assert_eq!(
            (with_person.verdict, with_person.reasons[0]),
            (Verdict::Review, Reason::Person)
        );
        assert_eq!(decide(0.6, 0.85, 0.03, true).verdict, Verdict::Reject);
        let none = decide(0.6, 0.03, 0.015, true).reasons[0];
        assert!(matches!(none, Reason::NoneOfTheTen { .. }), "{none:?}");
    }

    #[test]
    fn without_a_classifier_for_photos_no_photo_is_accepted() {
        let policy = Policy {
            min_confidence: 0.6,
            max_ratio: 1.0,
            limits: [QualityLimits::error_alone(1.0); CLASSES],
            reading: Reading::PredictedClass,
            photos: PhotoThresholds::NOTHING,
        };
        let mut probabilities = [0.0; CLASSES];
        probabilities[3] = 1.0;
        let answered = Answered { by: AnsweredBy::Photos, ..Answered::default() };
        let decision = policy.decide_picture(&probabilities, answered, &[0.1; CLASSES], 0.1);
        assert_eq!(decision.verdict, Verdict::Review);
    }

    #[test]
    fn the_normal_class_reading_uses_that_class_alone() {
        let mut probabilities = [0.0; CLASSES];
        probabilities[8] = 1.0;
        let mut errors = [0.0; CLASSES];
        errors[1] = 1.0;
        let policy = Policy {
            min_confidence: 0.5,
            max_ratio: 1.0,
            limits: [QualityLimits::error_alone(0.1); CLASSES],
            reading: Reading::NormalClass(Class::Trouser),
            photos: PhotoThresholds::NOTHING,
        };
        let decision = policy.decide(&probabilities, &errors, 0.1);
        assert_eq!(decision.verdict, Verdict::Reject);
        let (measure, side) = (Measure::Error, Side::High);
        let outlier = Outlier { measure, side, value: 1.0, limit: 0.1 };
        let expected = Reason::QualityAtypical { outlier, class: Class::Trouser };
        assert_eq!(decision.reasons[0], expected);
    }
}
