//! From a photo to 28×28 grey values, the way the data set's authors did it.
//!
//! Knows decoded pixels only: not files, not formats (that is `vision::decode`), not what the
//! networks make of the result. Everything is plain arithmetic, the same natively and in
//! WebAssembly.

mod bitmap;
mod film;
mod ground;
mod look;
mod prepare;
mod sample;
mod steps;

use serde::{Deserialize, Serialize};

use dataset::PIXELS;

pub use bitmap::as_bitmap;
pub use prepare::{is_plain, prepare};
pub(crate) use prepare::{prepare_cut, standing_out};
pub use sample::as_photo;

/// Version of these steps. A model card names the one it was measured with.
pub const VERSION: u32 = 1;

/// The most bytes of a file that are read.
pub const MAX_BYTES: u64 = 64 << 20;

/// The most pixels that are decoded, width × height. At 8 bytes a pixel they take 320 MB, which
/// a browser's tab still has.
pub const MAX_PIXELS: u64 = 40_000_000;

/// The most pixels of a JPEG. While a progressive one is decoded it takes 3 bytes a pixel.
pub const MAX_JPEG_PIXELS: u64 = 110_000_000;

/// A JPEG of more pixels is decoded at half its width and height: what follows works on a copy of at most
/// 448 pixels a side, and the memory of a browser's worker never shrinks again.
pub const MAX_WHOLE_PIXELS: u64 = 16_000_000;

/// Whether the garment is darker or lighter than its background.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Polarity {
    /// Find out from the picture.
    #[default]
    Detect,
    /// A dark garment on a light ground, like the data set's photos: negate.
    DarkOnLight,
    /// A light garment on a dark ground, like the data set's images: do not negate.
    LightOnDark,
}

/// A decoded photo, upright, without transparency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Photo {
    /// Width in pixels, at least 1.
    pub width: u32,
    /// Height in pixels, at least 1.
    pub height: u32,
    /// Red, green, blue of each pixel, 8 bits each as sRGB encodes them, row by row.
    pub rgb: Vec<u8>,
    /// What decoding had to change.
    pub warnings: Vec<Warning>,
}

/// What the networks get of a photo.
#[derive(Clone, Debug, PartialEq)]
pub struct Prepared {
    /// 28×28 grey values, row by row, garment light on black.
    pub pixels: [u8; PIXELS],
    /// The way there, a picture a step.
    pub film: Film,
    /// The photo's own warnings, then those of the steps.
    pub warnings: Vec<Warning>,
}

/// A step from photo to 28×28.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// The photo as it came, upright, on white where it was transparent.
    Photo,
    /// The garment alone: its ground, which was not plain, cut away ([`crate::cutout`]).
    Cut,
    /// Edges whose colour is within 5% of the corner's cut away.
    Trimmed,
    /// The longest edge scaled to 28 by subsampling.
    Scaled,
    /// Sharpened and extended to 28×28, centred.
    Sharpened,
    /// Negated where the garment was darker than its ground.
    Negated,
    /// 8-bit grey: what the networks see.
    Grey,
}

/// A picture of one step, small enough to show.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Frame {
    /// Which step.
    pub step: Step,
    /// Size after this step, in pixels, before any reduction for display.
    pub size: (u32, u32),
    /// Width of `rgb`, at most [`FRAME_SIDE`].
    pub width: u32,
    /// Height of `rgb`, at most [`FRAME_SIDE`].
    pub height: u32,
    /// Red, green, blue of each pixel, row by row.
    #[serde(with = "serde_bytes")]
    pub rgb: Vec<u8>,
}

/// Longest side of a [`Frame`].
pub const FRAME_SIDE: u32 = 224;

/// The steps of one photo, in order, and the polarity that was used.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Film {
    /// A picture a step; steps that were not needed are absent.
    pub frames: Vec<Frame>,
    /// What the picture itself suggests: never [`Polarity::Detect`].
    pub detected: Polarity,
    /// What was used: never [`Polarity::Detect`].
    pub used: Polarity,
}

/// What may make an answer unreliable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Warning {
    /// Nothing stands out from the background.
    Blank,
    /// The photo, or the garment in it, is smaller than 28 pixels on its longest side.
    TooSmall,
    /// There seems to be a person in the picture.
    Person,
    /// Garment and background are nearly of one brightness.
    LowContrast,
    /// Only the first frame of an animation was used.
    FirstFrame,
    /// Transparent parts were put on white.
    Transparent,
    /// More than 8 bits a channel were reduced to 8.
    SixteenBit,
    /// A photo of very many pixels was decoded at half its width and height.
    Halved,
    /// It is not clear whether the garment is darker or lighter than its background.
    PolarityUnsure,
    /// The browser decoded this format; the command line would refuse it.
    BrowserDecoded,
    /// The garment is white, and lighter than its ground.
    WhiteGarment,
    /// What stands out falls into two or more things.
    SeveralObjects,
}

/// What is not decoded here, but named, so that a person knows what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Foreign {
    /// HEIC or HEIF, as iPhones write.
    Heic,
    /// AVIF.
    Avif,
    /// JPEG XL.
    JpegXl,
    /// JPEG 2000.
    Jpeg2000,
    /// TIFF, and the raw files of cameras that are made of it.
    Tiff,
    /// A drawing made of shapes.
    Svg,
    /// A film.
    Video,
    /// JPEG with 12 bits a channel.
    DeepJpeg,
    /// JPEG without loss.
    LosslessJpeg,
    /// JPEG with arithmetic coding.
    ArithmeticJpeg,
    /// A picture that only the browser decodes, in a browser that keeps pixels from pages.
    Guarded,
}

/// Why an image cannot be judged.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum PhotoError {
    /// The file has no bytes.
    #[error("the file is empty")]
    Empty,
    /// The bytes are of no picture format that is known here.
    #[error("not a picture of a known format")]
    NotAnImage,
    /// A format that is known and not decoded here.
    #[error("this kind of file is not decoded: {0:?}")]
    Foreign(Foreign),
    /// A known format in a variant that is not decoded here; the decoder's own words.
    #[error("this kind of picture is not supported: {0}")]
    Unsupported(String),
    /// The picture is cut off or damaged; the decoder's own words.
    #[error("the picture is damaged: {0}")]
    Damaged(String),
    /// More pixels than are decoded.
    #[error("{width}×{height} pixels are more than {limit}")]
    TooManyPixels {
        /// Width in pixels.
        width: u32,
        /// Height in pixels.
        height: u32,
        /// The most that is decoded, width × height.
        limit: u64,
    },
    /// More bytes than are read.
    #[error("{bytes} bytes are more than {limit}")]
    TooManyBytes {
        /// The file's size.
        bytes: u64,
        /// The most that is read.
        limit: u64,
    },
}

impl PhotoError {
    /// The decoder's own words, where it has some: for a log, not for a sentence.
    pub fn cause(&self) -> Option<&str> {
        match self {
            Self::Unsupported(why) | Self::Damaged(why) => Some(why),
            _ => None,
        }
    }

    /// The refusal as a word for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::NotAnImage => "not_an_image",
            Self::Foreign(_) | Self::Unsupported(_) => "unsupported_image",
            Self::Damaged(_) => "damaged_image",
            Self::TooManyPixels { .. } => "too_many_pixels",
            Self::TooManyBytes { .. } => "too_many_bytes",
        }
    }
}
