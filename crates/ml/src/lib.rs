//! The networks, one training step of each, their weights, and inference with them.
//!
//! This crate does not know the browser, threads, files or who loops: a step is a function of
//! its arguments, and whoever calls it owns pausing, progress and cancelling. Tensors never leave
//! it; plain numbers do. Burn's backend is chosen by the program that is built, its device at
//! run time.

mod autoencoder;
mod classifier;
pub mod comparison;
mod gan;
mod gan_file;
mod gan_quality;
mod gan_run;
mod gan_variation;
mod identity;
mod inference;
mod muon;
mod optimizer;
mod photo_classifier;
mod photo_run;
pub mod probe;
mod run;
mod run_file;
pub mod shipped;
mod train;
mod traverse;
mod weights;
pub mod whitening;

pub use autoencoder::{Autoencoder, AutoencoderConfig};
pub use classifier::{Classifier, ClassifierConfig};
pub use gan::{Discriminator, Generator, drawn_codes, path_codes};
pub use gan_file::{GAN_FORMAT, GanFile, generator_file, generator_of};
pub use gan_quality::{QUALITY_IMAGES, QUALITY_SEED, QualitySets, Seen, measure, seen};
pub use gan_run::{GanOutput, GanRun, generate, missing, places_of, read_steps, subset};
pub use identity::{Identity, Sizes, identity, recipe};
pub use inference::{
    Glance, Judgement, Networks, PhotoAnswer, PhotoJudge, Trace, combined, images, logits,
    reconstruct, reconstruction_errors, traces,
};
pub use muon::MuonConfig;
pub use optimizer::{AdamWConfig, Moments, Optimizer, OptimizerConfig};
pub use photo_classifier::{ANSWERS, NONE, PhotoClassifier, photo_logits};
pub use photo_run::{PhotoPlan, PhotoRun, PhotoSource, add_photo};
pub use run::{Plan, ResumeError, Run, Source, TrainedStep};
pub use run_file::{RunFile, RunFileError, network_weights};
pub use train::{BatchOutput, Network, Trainer};
pub use traverse::NamedTensor;
pub use weights::{Precision, Weights, WeightsError};

/// Why a device gave no numbers to work with.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DeviceError {
    /// Reading numbers back failed; the device's own words.
    #[error("{0}")]
    Readback(String),
    /// Numbers came that are not finite.
    #[error(transparent)]
    NotFinite(#[from] statistics::finite::NotFinite),
}
