//! What the networks' answers over labelled images come to: outcomes, and what is computed of them
//! once. Pure.

use std::ops::Deref;
use std::sync::Arc;

use dataset::{CLASSES, Class};
use policy::decision::Policy;
use protocol::card::Card;
use statistics::metrics::softmax;
use statistics::selection::{CoverageRisk, Outcome, Preset, Tally, Thresholds};

use crate::evaluate::state::Answered;

/// Judged images, and everything about them that no threshold changes.
#[derive(Debug)]
pub struct Scored {
    /// One an image, in their order.
    pub outcomes: Vec<Outcome>,
    /// Their true classes.
    pub truths: Vec<Class>,
    /// What it costs in coverage to be right more often.
    pub curve: CoverageRisk,
    /// The thresholds of each preset, in the order of [`Preset::ALL`].
    pub presets: [Thresholds; 3],
}

/// A value that is shared; equal when it is the very same.
#[derive(Debug)]
pub struct Same<T>(Arc<T>);

impl<T> From<T> for Same<T> {
    fn from(value: T) -> Self {
        Self(Arc::new(value))
    }
}

impl<T> Clone for Same<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T> PartialEq for Same<T> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl<T> Deref for Same<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl Scored {
    /// From what the classifier and the ten autoencoders gave over one part. None where an answer
    /// is missing or they are of different lengths.
    pub fn new<'a>(
        all: impl Iterator<Item = &'a Answered>,
        calibrated: &Policy,
        card: &Card,
    ) -> Option<Self> {
        let mut errors: [Option<&[f32]>; CLASSES] = [None; CLASSES];
        let mut classifier = None;
        for answered in all {
            match answered.errors() {
                Some((class, own)) => errors[class.index()] = Some(own),
                None => classifier = Some(answered),
            }
        }
        let classifier = classifier?;
        let logits = classifier.logits()?;
        let n = logits.len();
        let fits = classifier.labels.len() == n
            && classifier.details.len() == n
            && errors.iter().all(|own| own.is_some_and(|own| own.len() == n));
        if !fits {
            return None;
        }
        let (mut outcomes, mut truths) = (Vec::with_capacity(n), Vec::with_capacity(n));
        for (place, logits) in logits.iter().enumerate() {
            let probabilities = softmax(logits, card.classifier.temperature);
            let own = errors.map(|errors| errors.map_or(f32::NAN, |errors| errors[place]));
            let truth = Class::from_label(classifier.labels[place])?;
            let detail = classifier.details[place];
            outcomes.push(Outcome::of(calibrated, &probabilities, &own, detail, Some(truth)));
            truths.push(truth);
        }
        Some(Self {
            curve: CoverageRisk::new(&outcomes),
            presets: Preset::ALL.map(|preset| preset.thresholds(&outcomes)),
            outcomes,
            truths,
        })
    }

    /// The verdicts on all images.
    pub fn tally(&self, thresholds: Thresholds) -> Tally {
        Tally::count(&self.outcomes, thresholds)
    }

    /// The verdicts on the images of one class.
    pub fn of_class(&self, class: Class, thresholds: Thresholds) -> Tally {
        let own = self.outcomes.iter().zip(&self.truths).filter(|(_, truth)| **truth == class);
        let own: Vec<Outcome> = own.map(|(outcome, _)| *outcome).collect();
        Tally::count(&own, thresholds)
    }
}

#[cfg(test)]
pub mod testing {
    //! A card and answers by hand.

    use protocol::messages::Answers;

    use super::*;

    /// A card whose limits are those of `policy` and whose temperature is 1.
    pub fn card(policy: &Policy) -> Card {
        let card = include_bytes!("../../../public/models/card.json");
        let mut card: Card = serde_json::from_slice(card).unwrap();
        card.classifier.temperature = 1.0;
        for autoencoder in &mut card.autoencoders {
            autoencoder.limits = policy.limits[autoencoder.class.index()];
        }
        card
    }

    /// Answers about images of these labels: the classifier is nearly sure of `predicted`, all
    /// autoencoders have these errors.
    pub fn answers(labels: &[u8], predicted: &[u8], errors: &[f32]) -> Vec<Answered> {
        let details = vec![0.1; labels.len()];
        let logits = predicted.iter().flat_map(|&label| {
            let mut logits = [0.0; CLASSES];
            logits[usize::from(label)] = 9.0;
            logits
        });
        let logits = Answers::Logits(logits.collect());
        let classifier = Answered::new(labels.to_vec(), details.clone(), logits, None);
        let own = |class| {
            let errors = Answers::Errors { class, errors: errors.to_vec(), novelty: vec![] };
            Answered::new(labels.to_vec(), details.clone(), errors, None)
        };
        std::iter::once(classifier).chain(Class::ALL.map(own)).collect()
    }
}

#[cfg(test)]
mod tests {
    use policy::decision::{PhotoThresholds, Reading};
    use policy::quality::QualityLimits;
    use statistics::selection::Split;

    use super::testing::{answers, card};
    use super::*;

    fn policy() -> Policy {
        let limits = [QualityLimits { error: (0.002, 0.02), relative: (0.0, 1.0) }; CLASSES];
        Policy {
            min_confidence: 0.7,
            max_ratio: 1.0,
            limits,
            reading: Reading::PredictedClass,
            photos: PhotoThresholds::NOTHING,
        }
    }

    #[test]
    fn answers_come_together_image_by_image() {
        let all = answers(&[0, 1, 2], &[0, 1, 3], &[0.01, 0.04, 0.001]);
        let scored = Scored::new(all.iter(), &policy(), &card(&policy())).unwrap();
        let ratios: Vec<f32> = scored.outcomes.iter().map(|outcome| outcome.error_ratio).collect();
        assert_eq!(ratios, [0.5, 2.0, 2.0]);
        let is_right: Vec<bool> = scored.outcomes.iter().map(|outcome| outcome.is_right).collect();
        assert_eq!(is_right, [true, true, false]);
        let thresholds = Thresholds { min_confidence: 0.9, max_error_ratio: 1.0 };
        let tally = scored.of_class(Class::TShirt, thresholds);
        assert_eq!(tally.right, Split { accept: 1, review: 0, reject: 0 });
        assert_eq!(scored.tally(thresholds).all().reject, 2);
    }

    #[test]
    fn an_answer_that_is_missing_or_too_short_leaves_nothing() {
        let mut all = answers(&[0, 1], &[0, 1], &[0.01, 0.04]);
        assert!(Scored::new(all[..10].iter(), &policy(), &card(&policy())).is_none());
        assert!(Scored::new(all[1..].iter(), &policy(), &card(&policy())).is_none());
        all[5] = answers(&[0], &[0], &[0.01]).remove(5);
        assert!(Scored::new(all.iter(), &policy(), &card(&policy())).is_none());
    }
}
