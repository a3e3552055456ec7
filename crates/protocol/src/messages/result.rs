//! What jobs find out.

use serde::{Deserialize, Serialize};

#[cfg(doc)]
use super::Request;
use crate::run::{RunConfig, RunRecord};
use dataset::{CLASSES, Class};
use policy::decision::Answered;
use vision::cutout::Cut;
use vision::photo::{Film, Warning};

/// One judged image. The page decides from these numbers, so a threshold needs no round trip.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Prediction {
    /// The upload's number.
    pub id: u32,
    /// From the photo to 28×28, a picture a step.
    pub film: Film,
    /// What the networks saw: 784 grey values, row by row, garment light on black.
    #[serde(with = "serde_bytes")]
    pub pixels: Vec<u8>,
    /// Calibrated class probabilities; with that of none of the ten they add up to 1.
    pub probabilities: [f32; CLASSES],
    /// What else is known of the answer.
    pub answered: Answered,
    /// What the classifier for photos saw, as [`vision::crop::Canvas::to_bytes`] writes it; empty where
    /// it was not asked.
    #[serde(with = "serde_bytes")]
    pub canvas: Vec<u8>,
    /// How the garment was cut out, where that was needed.
    pub cut: Option<Cut>,
    /// Mean squared reconstruction error of each class's autoencoder, pixels in [0, 1].
    pub errors: [f32; CLASSES],
    /// Reconstruction by each class's autoencoder: 10 × 784 grey values.
    #[serde(with = "serde_bytes")]
    pub reconstructions: Vec<u8>,
    /// What may make the answer unreliable.
    pub warnings: Vec<Warning>,
    /// From pixels to numbers read back, in milliseconds: classifier and all autoencoders.
    pub latency_ms: f64,
    /// Decoding and the photo steps, in milliseconds.
    pub preparation_ms: f64,
}

/// The data set as measured by [`Request::Survey`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Survey {
    /// Images of each class in training, validation and test part.
    pub counts: [[u32; CLASSES]; 3],
    /// Mean image of each class over the training part: 10 × 784 grey values.
    #[serde(with = "serde_bytes")]
    pub means: Vec<u8>,
    /// For each class, how many pixels of the training part have each of the 256 grey values:
    /// 10 × 256.
    pub histogram: Vec<u64>,
}

/// What a network gave for each image of a part, in order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Answers {
    /// A classifier: 10 logits an image, before any temperature.
    Logits(Vec<f32>),
    /// An autoencoder of a class: the mean squared reconstruction error of each image.
    Errors {
        /// The class it knows.
        class: Class,
        /// One an image.
        errors: Vec<f32>,
        /// How unusual the image is to it, one an image; none where what is usual is not known.
        novelty: Vec<f32>,
    },
}

/// A run that was opened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Opened {
    /// Its configuration.
    pub config: RunConfig,
    /// What has been measured so far; empty at the beginning but for the first validation.
    pub record: RunRecord,
    /// Training images it sees in an epoch, the visitor's own not counted.
    pub images: u32,
    /// Training images of each class among them.
    pub counts: [u32; CLASSES],
    /// The visitor's own pictures.
    pub own: u32,
    /// Weights and biases that it learns or holds.
    pub parameters: u32,
    /// Steps an epoch.
    pub steps_per_epoch: u64,
    /// Steps in all.
    pub steps: u64,
    /// Steps taken.
    pub step: u64,
    /// Whether it is going on.
    pub is_playing: bool,
}

/// What steps measured, sent a few times a second.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stepped {
    /// Steps taken in all.
    pub step: u64,
    /// Losses of the steps since the last report, see [`RunRecord::losses`].
    pub losses: Vec<f32>,
    /// Hits of the same steps; empty for an autoencoder.
    pub hits: Vec<u16>,
    /// The learning rate of the last step.
    pub rate: f64,
    /// Training speed over the last seconds; 0 before it is known.
    pub images_per_second: f64,
    /// Time spent on steps so far, in seconds.
    pub seconds: f64,
    /// Time left at this speed, in seconds; none before it is known.
    pub seconds_left: Option<f64>,
    /// Bytes that the engine holds in its memory just now, as its allocator counts them; 0 where
    /// nobody counts. WebAssembly memory never shrinks, so its size would show no leak.
    pub live_bytes: u64,
    /// Bytes in use on the GPU, as Burn's allocator counts them; none on the CPU.
    pub gpu_bytes: Option<u64>,
    /// Whether it is going on.
    pub is_playing: bool,
}

/// Pictures of what an autoencoder has learned, measured on the live validation images.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Reconstructions {
    /// Labels of the shown images, those of its own class first.
    pub labels: Vec<u8>,
    /// The images: one 784 grey values a label.
    #[serde(with = "serde_bytes")]
    pub originals: Vec<u8>,
    /// Their reconstructions, likewise.
    #[serde(with = "serde_bytes")]
    pub reconstructions: Vec<u8>,
    /// Reconstruction errors of the images of its own class.
    pub normal_errors: Vec<f32>,
    /// Reconstruction errors of the others.
    pub other_errors: Vec<f32>,
}

/// What one layer makes of an image.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LayerMaps {
    /// The layer's name in the network, such as `conv1`.
    pub layer: String,
    /// How many maps there are.
    pub channels: u32,
    /// Side of a map, in pixels.
    pub side: u32,
    /// `channels × side × side` grey values, each map stretched from its least to its greatest.
    #[serde(with = "serde_bytes")]
    pub pixels: Vec<u8>,
}
