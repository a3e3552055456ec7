//! Fashion-MNIST in memory: the ten classes, the IDX format, the split, and classes made rare; and
//! what the photos of the clothing data set show. Where the files come from is not known here.

mod class;
mod images;
mod imbalance;
pub mod photos;
mod split;

pub use class::{CLASSES, Class};
pub use images::{DataFile, Dataset, FILES, IdxError, Part, SPLIT_SEED, VALIDATION};
pub use imbalance::Imbalance;
pub use split::{Split, make_rare, split};

/// Side of an image of the data set, in pixels.
pub const SIDE: usize = 28;
/// Pixels of an image of the data set.
pub const PIXELS: usize = SIDE * SIDE;

/// Grey values as the networks take them: bytes to [0, 1].
pub fn to_unit(pixels: &[u8]) -> Vec<f32> {
    pixels.iter().map(|&byte| f32::from(byte) / 255.0).collect()
}
