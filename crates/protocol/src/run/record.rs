//! What has been measured of a run so far: enough to draw its curves again.

use serde::{Deserialize, Serialize};

use statistics::metrics::Confusion;

/// Everything measured of a run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RunRecord {
    /// Mean loss of each step's batch, with dropout.
    pub losses: Vec<f32>,
    /// How many of each step's batch were named rightly; empty for an autoencoder.
    pub hits: Vec<u16>,
    /// Measurements on validation images, in order.
    pub validations: Vec<Validation>,
    /// Learning rates set by hand while the run ran.
    pub rates: Vec<RateMark>,
    /// Time spent on steps, in seconds.
    pub seconds: f64,
}

/// A learning rate set by hand.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct RateMark {
    /// The first step that takes it.
    pub step: u64,
    /// The highest rate of the schedule from there on.
    pub rate: f64,
}

/// A measurement on the live validation images.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Validation {
    /// Steps that had been taken.
    pub step: u64,
    /// What was measured.
    pub score: Score,
    /// Mean loss on the visitor's own pictures as they are, without dropout; none without own
    /// pictures.
    pub own_loss: Option<f32>,
    /// How many of the visitor's own pictures are named rightly, of how many.
    pub own_hits: Option<(u32, u32)>,
}

/// What is measured on validation images.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Score {
    /// A classifier: mean cross-entropy without dropout, in nats, and the confusion matrix.
    Classifier {
        /// Mean loss.
        loss: f32,
        /// Rows are true labels.
        confusion: Box<Confusion>,
    },
    /// An autoencoder: mean squared error on its own class, and the area under the ROC curve of
    /// its class against the rest.
    Autoencoder {
        /// Mean loss.
        loss: f32,
        /// Area under the ROC curve.
        auc: f64,
    },
}

impl RunRecord {
    /// Steps that are recorded.
    pub fn steps(&self) -> u64 {
        self.losses.len() as u64
    }

    /// The record as it was after `step` steps: what came later is dropped.
    pub fn truncate(&mut self, step: u64) {
        let length = usize::try_from(step).unwrap_or(usize::MAX);
        self.losses.truncate(length);
        self.hits.truncate(length);
        self.validations.retain(|validation| validation.step <= step);
        self.rates.retain(|mark| mark.step <= step);
    }

    /// The highest rate that holds for a step, where `planned` is the configuration's.
    pub fn rate(&self, step: u64, planned: f64) -> f64 {
        self.rates.iter().rev().find(|mark| mark.step <= step).map_or(planned, |mark| mark.rate)
    }
}

impl Score {
    /// Mean loss on the validation images.
    pub fn loss(&self) -> f32 {
        match self {
            Self::Classifier { loss, .. } | Self::Autoencoder { loss, .. } => *loss,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn auc(step: u64, auc: f64) -> Validation {
        let score = Score::Autoencoder { loss: 0.1, auc };
        Validation { step, score, own_loss: None, own_hits: None }
    }

    #[test]
    fn a_record_cut_back_forgets_what_came_later() {
        let mut record = RunRecord {
            losses: vec![3.0, 2.0, 1.0],
            hits: vec![1, 2, 3],
            validations: vec![auc(0, 0.5), auc(3, 0.9)],
            rates: vec![RateMark { step: 3, rate: 0.1 }],
            seconds: 1.0,
        };
        record.truncate(2);
        assert_eq!((record.losses.len(), record.hits.len(), record.steps()), (2, 2, 2));
        assert_eq!(record.validations, [auc(0, 0.5)]);
        assert!(record.rates.is_empty());
    }

    #[test]
    fn the_rate_is_the_last_one_set_before_the_step() {
        let marks = [(10, 0.1), (20, 0.2)].map(|(step, rate)| RateMark { step, rate });
        let record = RunRecord { rates: marks.into(), ..RunRecord::default() };
        assert_eq!([5, 10, 19, 25].map(|step| record.rate(step, 1.0)), [1.0, 0.1, 0.1, 0.2]);
    }
}
