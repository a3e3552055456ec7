//! The card of the classifier for people's photos: how it was trained, what holds for its answers, and
//! what it is worth on photos of people whose photos it never saw.

use policy::decision::PhotoThresholds;
use serde::{Deserialize, Serialize};
use statistics::evaluation::PhotoFigures;
use statistics::metrics::Proportion;

/// Version of this card's layout, and of the way from a photo to what the classifier sees.
pub const FORMAT: u32 = 1;

/// How the classifier was trained.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PhotoTrainingCard {
    /// Seed of initial weights, choice and variation of pictures, and dropout.
    pub seed: u64,
    /// Steps taken.
    pub steps: u64,
    /// Pictures a step.
    pub batch: usize,
    /// Highest learning rate of the one-cycle schedule.
    pub learning_rate: f64,
    /// Images of the data set that it learned from.
    pub images: usize,
    /// Photos of garments that it learned from.
    pub garments: usize,
    /// Photos of other things that it learned from.
    pub others: usize,
    /// The kind of device it was trained on, with its number of threads.
    pub device: String,
}

/// See the [module](self).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PhotosCard {
    /// [`FORMAT`] when it was written.
    pub format: u32,
    /// Commit of the photos' repository.
    pub commit: String,
    /// Seed of the photos' split by sender.
    pub sender_seed: u64,
    /// Name of the weights file in `models/`.
    pub file: String,
    /// SHA-256 of that file.
    pub sha256: String,
    /// Its parameters.
    pub parameters: usize,
    /// How it was trained.
    pub training: PhotoTrainingCard,
    /// Divides the logits; fitted on the photos' validation part.
    pub temperature: f64,
    /// Least confidence that is accepted, chosen on the photos' validation part.
    pub min_confidence: f64,
    /// How many times wider the quality's limits are than for the data set's images: what is typical of
    /// the validation part's garments.
    pub widening: f64,
    /// What verdicts are worth on the validation part, which the three above were chosen on.
    pub validation: PhotoFigures,
    /// The same on the test part.
    pub test: PhotoFigures,
    /// Accuracy on the data set's test images.
    pub data_set_test: Proportion,
}

/// What the page needs of the card.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PhotosSummary {
    /// SHA-256 of the weights.
    pub sha256: String,
    /// What holds for photos.
    pub thresholds: PhotoThresholds,
    /// What verdicts are worth on the test part.
    pub test: PhotoFigures,
}

impl PhotosCard {
    /// What the page needs of it.
    pub fn summary(&self) -> PhotosSummary {
        PhotosSummary {
            sha256: self.sha256.clone(),
            thresholds: self.thresholds(),
            test: self.test,
        }
    }

    /// What holds for photos.
    pub fn thresholds(&self) -> PhotoThresholds {
        PhotoThresholds {
            min_confidence: self.min_confidence as f32,
            widening: self.widening as f32,
        }
    }
}
