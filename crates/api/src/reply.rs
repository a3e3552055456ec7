//! What a request gets: one picture's object, a list, or what answers at all.

use serde::Serialize;

use super::Problem;
use crate::answer::{Answer, Judged, Refusal};
use policy::decision::Policy;
use text::Lang;
use vision::photo::PhotoError;

/// What one picture gets among several.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Outcome {
    /// It was judged.
    Answer(Box<Answer>),
    /// It could not be.
    Refusal(Refusal),
}

/// What a prediction request gets.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Reply {
    /// The object of its one picture.
    One(Box<Answer>),
    /// An entry for each of several, in their order.
    Several(Vec<Outcome>),
}

/// What answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Health {
    /// `ok`.
    pub status: &'static str,
    /// The program's version.
    pub version: String,
    /// What the networks run on, for people.
    pub device: String,
    /// SHA-256 of the model card in use, in hexadecimal digits.
    pub card_sha256: String,
}

impl Health {
    /// Something that answers.
    pub fn new(version: &str, device: String, card_sha256: String) -> Self {
        Self { status: "ok", version: version.to_owned(), device, card_sha256 }
    }
}

/// Puts what was found in each picture into words, decided by `policy`. One that was refused among
/// several spoils nothing.
///
/// # Errors
/// The only picture was refused.
pub fn reply(
    found: Vec<(String, Result<Judged, PhotoError>)>,
    policy: &Policy,
    lang: Lang,
) -> Result<Reply, Problem> {
    let answer = |name, judged: &Judged| Box::new(Answer::new(name, judged, policy, lang));
    let found = match <[_; 1]>::try_from(found) {
        Ok([(name, Ok(judged))]) => return Ok(Reply::One(answer(name, &judged))),
        Ok([(name, Err(error))]) => return Err(Problem::Photo(name, error)),
        Err(found) => found,
    };
    let outcomes = found.into_iter().map(|(name, found)| match found {
        Ok(judged) => Outcome::Answer(answer(name, &judged)),
        Err(error) => Outcome::Refusal(Refusal::new(name, &error, lang)),
    });
    Ok(Reply::Several(outcomes.collect()))
}

/// The headers of every JSON response, with sentences in `lang`. No cache keeps it.
pub fn headers(lang: Lang) -> [(&'static str, &'static str); 4] {
    [
        ("content-type", "application/json"),
        ("content-language", lang.code()),
        ("vary", "accept-language"),
        ("cache-control", "no-store"),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use dataset::CLASSES;
    use policy::decision::{Answered, PhotoThresholds, Reading};
    use policy::quality::QualityLimits;

    fn found(names: &[(&str, bool)]) -> Result<Reply, Problem> {
        let policy = Policy {
            min_confidence: 0.5,
            max_ratio: 1.0,
            limits: [QualityLimits::error_alone(0.5); CLASSES],
            reading: Reading::PredictedClass,
            photos: PhotoThresholds::NOTHING,
        };
        let judged = Judged {
            probabilities: [0.1; CLASSES],
            answered: Answered::default(),
            errors: [0.1; CLASSES],
            detail: 0.5,
            warnings: vec![],
            latency_ms: 1.0,
        };
        let found = names.iter().map(|(name, is_picture)| {
            let found = if *is_picture { Ok(judged.clone()) } else { Err(PhotoError::Empty) };
            ((*name).to_owned(), found)
        });
        reply(found.collect(), &policy, Lang::En)
    }

    #[test]
    fn one_picture_gets_an_object_and_several_a_list() {
        let one = serde_json::to_value(found(&[("a", true)]).unwrap()).unwrap();
        assert_eq!(one["file"], "a");
        let list = serde_json::to_value(found(&[("a", true), ("b", false)]).unwrap()).unwrap();
        assert_eq!((&list[0]["verdict"], &list[1]["code"]), (&"review".into(), &"empty".into()));
    }

    #[test]
    fn one_picture_that_is_none_refuses_the_request() {
        assert_eq!(found(&[("a", false)]), Err(Problem::Photo("a".to_owned(), PhotoError::Empty)));
    }
}
