//! A training run as plain data: what is trained on what and how ([`RunConfig`]), ready-made
//! runs ([`Preset`]), what has been measured so far ([`RunRecord`]). It does not know networks,
//! devices or who loops.

mod config;
mod preset;
mod record;

pub(crate) use config::within;
pub use config::{
    ClassifierShape, ConfigError, DataChoice, Field, MAX_RARE, NetworkChoice, OptimizerChoice,
    RunConfig, Start,
};
pub use preset::Preset;
pub use record::{RateMark, RunRecord, Score, Validation};

/// Validation images that a run is measured on while it learns: the first of each class, as many
/// of each. Always the same, so that runs can be compared.
pub const LIVE_VALIDATION: usize = 1_000;
