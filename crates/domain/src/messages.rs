//! What the page and the engine say to each other.
//!
//! The page sends [`Request`]s and the engine answers with [`Event`]s. Every job carries the
//! [`JobId`] that the page gave it, streams [`Event::Progress`] and its results, and ends in
//! exactly one of [`Event::Done`], [`Event::Cancelled`] and [`Event::Failed`]. Both sides are
//! of one build: the first message checks it.

use serde::{Deserialize, Serialize};

use crate::CLASSES;
use crate::card::Card;
use crate::photo::{Film, PhotoError, Polarity, Warning};

/// A job's number, given by the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct JobId(pub u32);

/// Which device the visitor asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum DeviceWish {
    /// The GPU where it is real hardware and passes the self-test, else the CPU.
    #[default]
    Best,
    /// The CPU, whatever there is.
    Cpu,
    /// WebGPU, even on a software adapter; starting fails where there is none.
    Webgpu,
}

/// The device that the engine runs on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Device {
    /// WebGPU on the adapter of this name.
    Webgpu {
        /// The adapter's own name, such as "apple m2" or "SwiftShader".
        adapter: String,
        /// Whether the adapter computes on the CPU.
        software: bool,
    },
    /// One CPU thread of WebAssembly with SIMD.
    Cpu,
}

/// Why this device was chosen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum DeviceReason {
    /// The visitor asked for it.
    Asked,
    /// A real GPU that passed the self-test.
    SelfTestPassed,
    /// The browser offers no WebGPU here.
    NoWebgpu,
    /// WebGPU is withheld because the page did not come over https or from localhost.
    InsecureContext,
    /// WebGPU found no adapter or could not start; the browser's own words.
    NoAdapter(String),
    /// The adapter is a software one, slower than the CPU path.
    SoftwareAdapter(String),
    /// The GPU's results differ from the CPU's by more than the tolerance.
    SelfTestFailed {
        /// Largest absolute difference between the two.
        difference: f32,
    },
    /// Not a browser: the native CPU.
    Native,
}

/// The device, why it was chosen, and the self-test's figure where one ran.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeviceReport {
    /// What the engine runs on.
    pub device: Device,
    /// Why.
    pub reason: DeviceReason,
    /// Largest absolute difference between GPU and CPU in the self-test.
    pub self_test_difference: Option<f32>,
}

/// An image to be judged.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Upload {
    /// The page's number for it, unique within the page.
    pub id: u32,
    /// File name, for messages.
    pub name: String,
    /// The encoded file.
    #[serde(with = "serde_bytes")]
    pub bytes: Vec<u8>,
    /// Whether the garment is darker than its background, or to find out.
    pub polarity: Polarity,
}

/// From the page to the engine.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Request {
    /// Choose a device, load the shipped weights, warm up. Ends in [`Event::Ready`] or failure.
    Start {
        /// The job's number.
        job: JobId,
        /// The page's build, compared with the engine's.
        build: String,
        /// Which device to use.
        wish: DeviceWish,
        /// Address of the folder `models/`, with a slash at its end.
        models: String,
    },
    /// Judge images, one [`Event::Prediction`] or [`Event::Refused`] each.
    Predict {
        /// The job's number.
        job: JobId,
        /// The images.
        uploads: Vec<Upload>,
    },
    /// Take training steps from the loaded weights on one batch and report its loss in
    /// [`Event::Losses`]. The loaded weights stay as they are.
    FineTune {
        /// The job's number.
        job: JobId,
        /// `labels.len() × 784` grey values.
        #[serde(with = "serde_bytes")]
        pixels: Vec<u8>,
        /// A label an image, 0 to 9.
        labels: Vec<u8>,
        /// Steps to take.
        steps: u32,
    },
    /// End a job early. A job that is unknown or over is left alone.
    Cancel {
        /// The job to end.
        job: JobId,
    },
    /// Panic on purpose, so that the restart can be tested.
    Panic,
}

/// What a job is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Phase {
    /// Looking for a device and testing it.
    ChoosingDevice,
    /// Downloading weights.
    LoadingWeights,
    /// Running each network once so that the first image is quick.
    WarmingUp,
    /// Judging images.
    Predicting,
    /// Training.
    Training,
}

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
    /// Calibrated class probabilities, adding up to 1.
    pub probabilities: [f32; CLASSES],
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

/// Why a job failed. What the visitor reads is in [`crate::text`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, thiserror::Error)]
pub enum JobError {
    /// The page is of another build than the engine.
    #[error("the page is of build {page}, the engine of build {engine}")]
    OtherBuild {
        /// The page's build.
        page: String,
        /// The engine's build.
        engine: String,
    },
    /// WebGPU was asked for and cannot start.
    #[error("WebGPU cannot start: {0}")]
    NoWebgpu(String),
    /// A file could not be had.
    #[error("{file} could not be loaded: {reason}")]
    NotLoaded {
        /// The file's name.
        file: String,
        /// What the network or the server said.
        reason: String,
    },
    /// A file came but is damaged, or of another version.
    #[error("{file} is damaged or of another version: {reason}")]
    Damaged {
        /// The file's name.
        file: String,
        /// What does not fit.
        reason: String,
    },
    /// A job came before the engine was ready.
    #[error("the engine has not been started")]
    NotStarted,
    /// The device failed in the middle of the work.
    #[error("the device failed: {0}")]
    Device(String),
}

/// From the engine to the page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Event {
    /// The worker is up and listens.
    Alive {
        /// The engine's build.
        build: String,
    },
    /// The engine can work; ends [`Request::Start`].
    Ready {
        /// The job's number.
        job: JobId,
        /// The device and why.
        report: DeviceReport,
        /// The model card of the weights that were loaded.
        card: Box<Card>,
    },
    /// How far a job is.
    Progress {
        /// The job's number.
        job: JobId,
        /// What it is doing.
        phase: Phase,
        /// Units done.
        done: u64,
        /// Units in all; 0 where that is not known.
        total: u64,
    },
    /// One image was judged.
    Prediction {
        /// The job's number.
        job: JobId,
        /// The numbers.
        prediction: Box<Prediction>,
    },
    /// One image could not be judged; the others go on.
    Refused {
        /// The job's number.
        job: JobId,
        /// The upload's number.
        id: u32,
        /// Why.
        error: PhotoError,
    },
    /// The losses of a [`Request::FineTune`] without dropout, before the first step and after
    /// each.
    Losses {
        /// The job's number.
        job: JobId,
        /// Mean cross-entropy, in nats.
        losses: Vec<f32>,
    },
    /// The job did all it had to.
    Done {
        /// The job's number.
        job: JobId,
    },
    /// The job was ended early at the page's wish.
    Cancelled {
        /// The job's number.
        job: JobId,
    },
    /// The job could not go on.
    Failed {
        /// The job's number.
        job: JobId,
        /// Why.
        error: JobError,
    },
    /// The engine panicked and is gone; the page starts another.
    Crashed {
        /// The panic's message.
        message: String,
    },
}

/// A message as bytes, ready to be transferred between page and worker.
///
/// # Errors
/// None for the messages of this module; the codec's own error otherwise.
pub fn encode<T: Serialize>(message: &T) -> Result<Vec<u8>, postcard::Error> {
    postcard::to_stdvec(message)
}

/// The message in bytes that [`encode`] made.
///
/// # Errors
/// Fails when the bytes are of another type or build, or are cut off.
pub fn decode<T: for<'de> Deserialize<'de>>(bytes: &[u8]) -> Result<T, postcard::Error> {
    postcard::from_bytes(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_survives_the_way_to_the_worker_and_half_a_message_does_not() {
        let upload = Upload {
            id: 7,
            name: "a.png".into(),
            bytes: vec![1, 2, 3],
            polarity: Polarity::Detect,
        };
        let request = Request::Predict { job: JobId(1), uploads: vec![upload] };
        let bytes = encode(&request).unwrap();
        assert_eq!(decode::<Request>(&bytes).unwrap(), request);
        assert!(decode::<Request>(&bytes[..bytes.len() / 2]).is_err());
    }
}
