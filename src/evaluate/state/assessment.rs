//! What is measured and what came of it: plain data. What happens to it is decided in
//! [`super::measurements`].

use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use dataset::{CLASSES, Class, Part};
use protocol::messages::{Answers, JobError, Phase};
use statistics::metrics::fit_temperature;

use crate::train::state::RunId;

/// A network that can be measured.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Model {
    /// The shipped classifier.
    Classifier,
    /// The shipped classifier that saw little of one class.
    Imbalanced,
    /// The shipped autoencoder of a class.
    Autoencoder(Class),
    /// A run of the visitor's as it was saved at a step, for it may be trained further.
    Own {
        /// Which run.
        run: RunId,
        /// Steps that it had taken.
        step: u64,
    },
}

/// A measurement: which network over which part of the data set.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    /// The network.
    pub model: Model,
    /// The part.
    pub part: Part,
}

/// What a network gave over a part.
#[derive(Debug)]
pub struct Answered {
    /// The part's true labels, in order.
    pub labels: Vec<u8>,
    /// The images' own detail, in order; see [`policy::quality::detail`].
    pub details: Vec<f32>,
    /// What the network gave for each.
    pub answers: Answers,
    /// Time that the network took, in milliseconds. None where it answered when it was trained.
    pub elapsed_ms: Option<f64>,
    temperature: OnceLock<Option<f64>>,
}

impl Answered {
    /// Takes answers as they come from the engine.
    pub fn new(
        labels: Vec<u8>,
        details: Vec<f32>,
        answers: Answers,
        elapsed_ms: Option<f64>,
    ) -> Self {
        Self { labels, details, answers, elapsed_ms, temperature: OnceLock::new() }
    }

    /// The same with the temperature that fits, which then need not be computed.
    pub fn with_temperature(self, temperature: Option<f64>) -> Self {
        match temperature {
            Some(_) => Self { temperature: OnceLock::from(temperature), ..self },
            None => self,
        }
    }

    /// A classifier's logits, ten an image; none of an autoencoder.
    pub fn logits(&self) -> Option<Vec<[f32; CLASSES]>> {
        match &self.answers {
            Answers::Logits(logits) => Some(logits.as_chunks::<CLASSES>().0.to_vec()),
            Answers::Errors { .. } => None,
        }
    }

    /// An autoencoder's class and errors, one an image; none of a classifier.
    pub fn errors(&self) -> Option<(Class, &[f32])> {
        match &self.answers {
            Answers::Errors { class, errors, .. } => Some((*class, errors)),
            Answers::Logits(_) => None,
        }
    }

    /// How unusual each image is to an autoencoder, where it knows what is usual.
    pub fn novelty(&self) -> Option<&[f32]> {
        match &self.answers {
            Answers::Errors { novelty, .. } if novelty.len() == self.labels.len() => Some(novelty),
            _ => None,
        }
    }

    /// The temperature that fits a classifier's logits to these labels, computed once.
    pub fn temperature(&self) -> Option<f64> {
        *self
            .temperature
            .get_or_init(|| self.logits().map(|logits| fit_temperature(&logits, &self.labels)))
    }
}

/// Answers that are shared; equal when they are the same.
#[derive(Clone, Debug)]
pub struct Shared(Arc<Answered>);

impl From<Answered> for Shared {
    fn from(answered: Answered) -> Self {
        Self(Arc::new(answered))
    }
}

impl PartialEq for Shared {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Deref for Shared {
    type Target = Answered;

    fn deref(&self) -> &Answered {
        &self.0
    }
}

/// Where a measurement stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Assessment {
    /// Nobody has asked for it.
    #[default]
    Idle,
    /// Its turn has not come, or the engine is on its way up.
    Waiting,
    /// The engine is at it.
    Running {
        /// What it is doing.
        phase: Phase,
        /// Units done.
        done: u64,
        /// Units in all; 0 where that is not known.
        total: u64,
    },
    /// There it is.
    Done(Shared),
    /// The visitor ended it early.
    Cancelled,
    /// It cannot be had.
    Failed(AssessError),
    /// It could not be had once more; what was there stays.
    FailedAgain(AssessError, Shared),
}

/// Why a measurement cannot be had.
#[derive(Clone, Debug, PartialEq)]
pub enum AssessError {
    /// The engine said why.
    Job(JobError),
    /// The run's file is not in the browser's storage.
    NoFile,
    /// The engine was lost over it several times.
    Lost,
}

impl Assessment {
    /// The answers, once they are there.
    pub fn answered(&self) -> Option<&Shared> {
        match self {
            Self::Done(answered) | Self::FailedAgain(_, answered) => Some(answered),
            _ => None,
        }
    }

    /// Whether it will be there without anybody asking again.
    pub fn is_pending(&self) -> bool {
        matches!(self, Self::Waiting | Self::Running { .. })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_temperature_is_of_the_logits_and_an_autoencoder_has_none() {
        let mut logits = [-1e4_f32; CLASSES];
        (logits[0], logits[1]) = (4.0, 0.0);
        let four = Answers::Logits([logits; 4].concat());
        let answered = Answered::new(vec![0, 0, 0, 1], vec![0.1; 4], four, Some(1.0));
        let fitted = answered.temperature().unwrap();
        assert!((fitted - 4.0 / 3f64.ln()).abs() < 1e-6, "{fitted}");
        let errors = Answers::Errors { class: Class::Trouser, errors: vec![0.5], novelty: vec![] };
        assert_eq!(Answered::new(vec![1], vec![0.1], errors, None).temperature(), None);
        let known = Answered::new(vec![0], vec![0.1], Answers::Logits(logits.to_vec()), None);
        assert_eq!(known.with_temperature(Some(1.5)).temperature(), Some(1.5));
    }
}
