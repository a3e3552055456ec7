//! What the page makes of a prediction: class, verdict, and the numbers behind it. Everything
//! follows from plain numbers, so another reading needs no round trip to the engine.

use dataset::{CLASSES, Class};
use policy::decision::{AnsweredBy, Decision, Policy, Reason, Verdict, top};
use policy::quality::{Quality, QualityLimits, detail};
use protocol::messages::Prediction;
use text::Lang;

use charts::Point;

/// A prediction held against a policy.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgement {
    /// The most probable class.
    pub class: Class,
    /// Its probability.
    pub confidence: f32,
    /// The verdict and its rules.
    pub decision: Decision,
    /// Which classifier answered.
    pub by: AnsweredBy,
    /// The least confidence that is accepted of it.
    pub min_confidence: f32,
    /// The class whose autoencoder judged.
    pub checked: Class,
    /// Mean squared reconstruction error by that autoencoder.
    pub error: f32,
    /// The error divided by the image's own detail.
    pub relative: f32,
    /// What is typical of that class under this policy.
    pub limits: QualityLimits,
    times_limit: f32,
}

impl Judgement {
    /// Holds a prediction against a policy.
    pub fn new(prediction: &Prediction, policy: &Policy) -> Self {
        let (class, confidence) = top(&prediction.probabilities);
        let decision = policy.decide_picture(
            &prediction.probabilities,
            prediction.answered,
            &prediction.errors,
            detail(&prediction.pixels),
        );
        let policy = policy.judging(prediction.answered.by);
        let checked = policy.reading.class(class);
        let detail = detail(&prediction.pixels);
        let calibrated = policy.limits[checked.index()];
        let quality = Quality::new(prediction.errors[checked.index()], detail);
        Self {
            class,
            confidence,
            decision,
            by: prediction.answered.by,
            min_confidence: policy.min_confidence,
            checked,
            error: quality.error,
            relative: quality.relative,
            limits: calibrated.widened(policy.max_ratio),
            times_limit: calibrated.ratio(quality) / policy.max_ratio,
        }
    }

    /// How many times over the nearest limit in force the image is: more than 1 is atypical.
    pub fn ratio(&self) -> f32 {
        self.times_limit
    }

    /// Whether it looks more like none of the ten classes than like any of them.
    pub fn is_none_of_the_ten(&self) -> bool {
        matches!(self.decision.reasons[0], Reason::NoneOfTheTen { .. })
    }

    /// What it is called: its class, or that it is none of them.
    pub fn name(&self, lang: Lang) -> &'static str {
        if self.is_none_of_the_ten() {
            lang.none_of_the_ten_short()
        } else {
            lang.class_name(self.class)
        }
    }

    /// Its place on the plane of confidence and quality.
    pub fn point(&self, is_selected: bool) -> Point {
        Point {
            confidence: f64::from(self.confidence),
            ratio: f64::from(self.ratio()),
            verdict: self.decision.verdict,
            is_selected,
        }
    }
}

/// The classes by falling probability; equal ones in the order of their labels.
pub fn ranked(probabilities: &[f32; CLASSES]) -> Vec<(Class, f32)> {
    let mut ranked: Vec<_> =
        Class::ALL.into_iter().map(|class| (class, probabilities[class.index()])).collect();
    ranked.sort_by(|(_, one), (_, other)| other.total_cmp(one));
    ranked
}

/// How many of each verdict there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Accepted.
    pub accept: usize,
    /// To be reviewed.
    pub review: usize,
    /// Rejected.
    pub reject: usize,
}

impl Counts {
    /// Counts verdicts.
    pub fn of(verdicts: impl IntoIterator<Item = Verdict>) -> Self {
        let mut counts = Self::default();
        for verdict in verdicts {
            match verdict {
                Verdict::Accept => counts.accept += 1,
                Verdict::Review => counts.review += 1,
                Verdict::Reject => counts.reject += 1,
            }
        }
        counts
    }

    /// How many of one verdict.
    pub fn get(self, verdict: Verdict) -> usize {
        match verdict {
            Verdict::Accept => self.accept,
            Verdict::Review => self.review,
            Verdict::Reject => self.reject,
        }
    }
}

#[cfg(test)]
mod tests {
    use policy::decision::{Answered, PhotoThresholds, Reading};
    use vision::photo::{Film, Polarity};

    use super::*;

    fn prediction() -> Prediction {
        let mut probabilities = [0.0; CLASSES];
        probabilities[Class::Bag.index()] = 0.8;
        probabilities[Class::Shirt.index()] = 0.2;
        let mut errors = [0.06; CLASSES];
        errors[Class::Bag.index()] = 0.01;
        Prediction {
            id: 1,
            film: Film {
                frames: vec![],
                detected: Polarity::DarkOnLight,
                used: Polarity::DarkOnLight,
            },
            pixels: vec![],
            probabilities,
            answered: Answered::default(),
            canvas: vec![],
            cut: None,
            errors,
            reconstructions: vec![],
            warnings: vec![],
            latency_ms: 1.0,
            preparation_ms: 1.0,
        }
    }

    fn judge(reading: Reading) -> Judgement {
        let limits = [QualityLimits::error_alone(0.02); CLASSES];
        let policy = Policy {
            min_confidence: 0.7,
            max_ratio: 1.0,
            limits,
            reading,
            photos: PhotoThresholds::NOTHING,
        };
        Judgement::new(&prediction(), &policy)
    }

    #[test]
    fn another_reading_gives_another_verdict_from_the_same_numbers() {
        let own = judge(Reading::PredictedClass);
        assert_eq!((own.decision.verdict, own.checked), (Verdict::Accept, Class::Bag));
        let other = judge(Reading::NormalClass(Class::Coat));
        assert_eq!((other.decision.verdict, other.checked), (Verdict::Reject, Class::Coat));
        assert!((other.ratio() - 3.0).abs() < 1e-5);
        assert_eq!(other.class, Class::Bag);
    }

    #[test]
    fn classes_are_ranked_by_probability_and_then_by_label() {
        let ranked = ranked(&prediction().probabilities);
        let first: Vec<_> = ranked.iter().take(3).map(|(class, _)| *class).collect();
        assert_eq!(first, [Class::Bag, Class::Shirt, Class::TShirt]);
    }

    #[test]
    fn verdicts_are_counted() {
        let counts = Counts::of([Verdict::Accept, Verdict::Reject, Verdict::Accept]);
        assert_eq!(counts, Counts { accept: 2, review: 0, reject: 1 });
    }
}
