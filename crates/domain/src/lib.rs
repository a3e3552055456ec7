//! Plain data and arithmetic for Vitrina: everything that the page, the worker and the command
//! line must agree on.
//!
//! This crate does not know Burn, the browser, files, clocks or hidden randomness: a seed or a
//! time comes in as an argument, and every function gives the same answer everywhere.

pub mod answer;
pub mod api;
pub mod augment;
pub mod card;
pub mod class;
pub mod data;
pub mod decision;
#[cfg(feature = "decode")]
pub mod decode;
pub mod drift;
pub mod evaluation;
pub mod finite;
pub mod lab;
pub mod messages;
pub mod metrics;
pub mod occlusion;
pub mod photo;
pub mod probe_images;
pub mod production;
pub mod quality;
pub mod rng;
pub mod schedule;
pub mod selection;
pub mod study;
pub mod text;
pub mod whitening;

pub use class::{CLASSES, Class};
pub use text::Lang;

/// Side of an image of the data set, in pixels.
pub const SIDE: usize = 28;
/// Grey values as the networks take them: bytes to [0, 1].
pub fn to_unit(pixels: &[u8]) -> Vec<f32> {
    pixels.iter().map(|&byte| f32::from(byte) / 255.0).collect()
}

/// Pixels of an image of the data set.
pub const PIXELS: usize = SIDE * SIDE;
