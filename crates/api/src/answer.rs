//! What is said about one picture, as JSON: the same from `vitrina predict --json`, from the page
//! and from both servers of the API.
//!
//! Knows numbers and sentences; does not know networks, files, nor HTTP.

use serde::Serialize;

use dataset::{CLASSES, Class};
use policy::decision::{Answered, Decision, Policy, Reading, Verdict, top};
use policy::quality::Quality as Measured;
use text::Lang;
use vision::photo::{PhotoError, Warning};

/// What the networks found in one picture, before anything is decided.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// Probability of each class, in the order of the labels.
    pub probabilities: [f32; CLASSES],
    /// What else is known of the answer.
    pub answered: Answered,
    /// Reconstruction error of each class's autoencoder, in the order of the labels.
    pub errors: [f32; CLASSES],
    /// Energy of the picture's detail as the networks saw it: [`policy::quality::detail`].
    pub detail: f32,
    /// What may make the answer unreliable.
    pub warnings: Vec<Warning>,
    /// How long the networks took, readback included, in milliseconds.
    pub latency_ms: f64,
}

/// The answer for one picture.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Answer {
    /// The file's name as it was given.
    pub file: String,
    /// The most probable class.
    pub predicted: Predicted,
    /// Probability of each class, in the order of the labels.
    pub probabilities: [f32; CLASSES],
    /// Probability that it is none of the ten classes; 0 where the data set's classifier answered, which
    /// knows no such answer.
    pub none_of_the_ten: f32,
    /// Which classifier answered, see [`AnsweredBy::slug`](policy::decision::AnsweredBy::slug).
    pub classifier: &'static str,
    /// Probability of the predicted class.
    pub confidence: f32,
    /// Reconstruction error of the autoencoder that judged.
    pub reconstruction_error: f32,
    /// How quality was read.
    pub quality: Quality,
    /// What to do with the picture.
    pub verdict: Verdict,
    /// Both rules in words, the one that decided first.
    pub reasons: [String; 2],
    /// What may make the answer unreliable, in words.
    pub warnings: Vec<String>,
    /// How long the networks took, in milliseconds. The only field that differs between two
    /// answers for the same file.
    pub latency_ms: f64,
}

/// A class in JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Predicted {
    /// The data set's label, 0 to 9.
    pub label: u8,
    /// The data set's English name, whatever the language of the sentences.
    pub name: &'static str,
}

/// Which autoencoder judged, and against which limits; they are those in force.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Quality {
    /// `predicted_class` or `normal_class`.
    pub reading: &'static str,
    /// The data set's English name of the class whose autoencoder judged.
    pub class: &'static str,
    /// The largest reconstruction error that is typical of it.
    pub limit: f32,
    /// The least reconstruction error that is typical of it.
    pub min_error: f32,
    /// The reconstruction error divided by the energy of the picture's own detail.
    pub relative_error: f32,
    /// The least relative error that is typical.
    pub min_relative_error: f32,
    /// The largest relative error that is typical.
    pub max_relative_error: f32,
    /// How far the worse of the two is from what is typical: the calibrated limits are at 1.
    pub ratio: f32,
    /// The largest ratio that counts as typical.
    pub max_ratio: f32,
}

/// Why there is no answer for a picture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Refusal {
    /// The file's name as it was given.
    pub file: String,
    /// What happened and what to do, in words.
    pub error: String,
    /// The same for programs: a word that does not depend on the language.
    pub code: &'static str,
}

impl Answer {
    /// Decides by `policy` and says so in `lang`.
    pub fn new(file: String, judged: &Judged, policy: &Policy, lang: Lang) -> Self {
        let Judged { probabilities, answered, errors, detail, warnings, latency_ms } = judged;
        let decision = policy.decide_picture(probabilities, *answered, errors, *detail);
        let Decision { verdict, reasons } = decision;
        let policy = policy.judging(answered.by);
        let (predicted, confidence) = top(probabilities);
        let class = policy.reading.class(predicted);
        Self {
            file,
            predicted: Predicted { label: predicted.label(), name: predicted.name() },
            probabilities: *probabilities,
            none_of_the_ten: answered.none_of_the_ten,
            classifier: answered.by.slug(),
            confidence,
            reconstruction_error: errors[class.index()],
            quality: Quality::new(&policy, class, Measured::new(errors[class.index()], *detail)),
            verdict,
            reasons: reasons.map(|reason| lang.reason(reason)),
            warnings: warnings.iter().map(|&warning| lang.warning(warning).to_owned()).collect(),
            latency_ms: *latency_ms,
        }
    }

    /// The predicted class.
    pub fn class(&self) -> Option<Class> {
        Class::from_label(self.predicted.label)
    }
}

impl Quality {
    fn new(policy: &Policy, class: Class, measured: Measured) -> Self {
        let calibrated = policy.limits[class.index()];
        let limits = calibrated.widened(policy.max_ratio);
        Self {
            reading: match policy.reading {
                Reading::PredictedClass => "predicted_class",
                Reading::NormalClass(_) => "normal_class",
            },
            class: class.name(),
            limit: limits.error.1,
            min_error: limits.error.0,
            relative_error: measured.relative,
            min_relative_error: limits.relative.0,
            max_relative_error: limits.relative.1,
            ratio: calibrated.ratio(measured),
            max_ratio: policy.max_ratio,
        }
    }
}

impl Refusal {
    /// Says in `lang` why the picture cannot be judged.
    pub fn new(file: String, error: &PhotoError, lang: Lang) -> Self {
        Self { file, error: lang.photo_error(error), code: error.code() }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use policy::quality::QualityLimits;

    fn judged() -> Judged {
        let mut probabilities = [0.0; CLASSES];
        probabilities[8] = 0.75;
        probabilities[1] = 0.25;
        let mut errors = [0.5; CLASSES];
        errors[8] = 0.125;
        let warnings = vec![Warning::TooSmall];
        Judged {
            probabilities,
            answered: Answered::default(),
            errors,
            detail: 0.5,
            warnings,
            latency_ms: 1.5,
        }
    }

    fn answer(reading: Reading, lang: Lang) -> serde_json::Value {
        let limits = QualityLimits { error: (0.0625, 0.5), relative: (0.125, 1.0) };
        let policy = Policy {
            min_confidence: 0.5,
            max_ratio: 0.5,
            limits: [limits; CLASSES],
            reading,
            photos: policy::decision::PhotoThresholds::NOTHING,
        };
        serde_json::to_value(Answer::new("a.png".to_owned(), &judged(), &policy, lang)).unwrap()
    }

    #[test]
    fn an_answer_has_the_judging_classs_error_and_limit() {
        let answer = answer(Reading::PredictedClass, Lang::En);
        assert_eq!(answer["file"], "a.png");
        assert_eq!(answer["predicted"], json!({ "label": 8, "name": "Bag" }));
        assert_eq!(answer["confidence"], 0.75);
        assert_eq!(answer["reconstruction_error"], 0.125);
        let quality = json!({
            "reading": "predicted_class",
            "class": "Bag",
            "limit": 0.25,
            "min_error": 0.125,
            "relative_error": 0.25,
            "min_relative_error": 0.25,
            "max_relative_error": 0.5,
            "ratio": 0.5,
            "max_ratio": 0.5,
        });
        assert_eq!(answer["quality"], quality);
        assert_eq!(answer["verdict"], "accept");
        assert_eq!(answer["latency_ms"], 1.5);
    }

    #[test]
    fn a_normal_class_judges_in_the_readers_language() {
        let answer = answer(Reading::NormalClass(Class::Trouser), Lang::Es);
        assert_eq!(answer["verdict"], "reject");
        assert_eq!(answer["quality"]["class"], "Trouser");
        assert_eq!(answer["reconstruction_error"], 0.5);
        assert_eq!(answer["warnings"], json!([Lang::Es.warning(Warning::TooSmall)]));
        assert_eq!(answer["quality"]["ratio"], 1.0);
        assert!(answer["reasons"][0].as_str().unwrap().contains("0,2500"), "{answer}");
    }

    #[test]
    fn a_refusal_has_a_sentence_and_a_word() {
        let refusal = Refusal::new("a".to_owned(), &PhotoError::Empty, Lang::Es);
        let expected = json!({ "file": "a", "error": Lang::Es.photo_error(&PhotoError::Empty), "code": "empty" });
        assert_eq!(serde_json::to_value(refusal).unwrap(), expected);
    }
}
