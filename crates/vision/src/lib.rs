//! Pictures as numbers: decoding, the garment cut out, the way from a photo to 28×28, probes, corruptions, augmentation
//! and occlusion. It knows no network and no message.

pub mod augment;
pub mod corruption;
pub mod crop;
pub mod cutout;
#[cfg(feature = "decode")]
pub mod decode;
pub mod exact;
#[cfg(feature = "decode")]
mod foreign;
#[cfg(feature = "decode")]
mod halved;
pub mod occlusion;
pub mod photo;
pub mod probe_images;
pub mod properties;
