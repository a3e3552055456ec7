//! The files of Fashion-MNIST, the IDX format, and images in memory.
//!
//! Images stay bytes (55,000 of them are 43 MB) and become floats a batch at a time. Where the
//! files come from is not known here.

use serde::{Deserialize, Serialize};

use crate::split::split;

use crate::{CLASSES, Class, PIXELS, SIDE};

/// A file of the data set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DataFile {
    /// Its name, without `.gz`.
    pub name: &'static str,
    /// Size of the uncompressed content in bytes.
    pub bytes: usize,
    /// SHA-256 of the uncompressed content.
    pub sha256: &'static str,
}

/// The four files: training images and labels, test images and labels.
pub const FILES: [DataFile; 4] = [
    DataFile {
        name: "train-images-idx3-ubyte",
        bytes: 47_040_016,
        sha256: "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
    },
    DataFile {
        name: "train-labels-idx1-ubyte",
        bytes: 60_008,
        sha256: "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
    },
    DataFile {
        name: "t10k-images-idx3-ubyte",
        bytes: 7_840_016,
        sha256: "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
    },
    DataFile {
        name: "t10k-labels-idx1-ubyte",
        bytes: 10_008,
        sha256: "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
    },
];

/// A part of the split.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Part {
    /// What networks are trained on.
    Train,
    /// What thresholds, temperatures and settings are chosen on.
    Validation,
    /// What is only measured on.
    Test,
}

impl Part {
    /// Every part, in the order of their use.
    pub const ALL: [Self; 3] = [Self::Train, Self::Validation, Self::Test];

    /// Its place in [`Part::ALL`].
    pub fn index(self) -> usize {
        self as usize
    }

    /// Images in it, by [`SPLIT_SEED`].
    pub fn images(self) -> usize {
        match self {
            Self::Train => 55_000,
            Self::Validation => VALIDATION,
            Self::Test => 10_000,
        }
    }

    /// Bytes of its file's content, see [`Dataset::to_part`].
    pub fn bytes(self) -> usize {
        self.images() * (PIXELS + 1)
    }

    /// SHA-256 of its file's content, by [`SPLIT_SEED`].
    pub fn sha256(self) -> &'static str {
        match self {
            Self::Train => "67a6aa63d347404cffc09b3ccac8b06e18178f88f94dba0d78dc95e7ff3513dc",
            Self::Validation => "db2f5fb41f1106614ac13ef11b3fc8d6f623dcbc41f64d85f36d7af37ba42658",
            Self::Test => "b7f140f1222993c13e87dc8277a29fffab35bf5fa0777d972356122e7320f6c6",
        }
    }

    /// The file that the site carries it in.
    pub fn file(self) -> &'static str {
        match self {
            Self::Train => "train.zz",
            Self::Validation => "validation.zz",
            Self::Test => "test.zz",
        }
    }

    /// Its name in addresses and files.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Train => "train",
            Self::Validation => "validation",
            Self::Test => "test",
        }
    }
}

/// Seed of the split that the shipped networks were trained with and that the site carries.
pub const SPLIT_SEED: u64 = 42;

/// Validation images that the split takes from the 60,000.
pub const VALIDATION: usize = 5_000;

/// Labelled images, row by row, garment light on black.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dataset {
    /// `len × 784` grey values.
    pub pixels: Vec<u8>,
    /// A label an image, 0 to 9.
    pub labels: Vec<u8>,
}

/// Why bytes are no data set.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IdxError {
    /// The header is not the one of the expected file.
    #[error("expected IDX magic number {expected}, found {found}")]
    Magic {
        /// 2051 for images, 2049 for labels.
        expected: u32,
        /// What stands there.
        found: u32,
    },
    /// Images of another size.
    #[error("images are {rows}×{columns}, not 28×28")]
    Size {
        /// Rows an image.
        rows: u32,
        /// Columns an image.
        columns: u32,
    },
    /// Fewer or more bytes than the header says.
    #[error("the header promises {expected} bytes of content, there are {found}")]
    Length {
        /// Bytes that the header promises.
        expected: u64,
        /// Bytes that are there.
        found: u64,
    },
    /// As many labels as images are needed.
    #[error("{images} images but {labels} labels")]
    Count {
        /// Images.
        images: usize,
        /// Labels.
        labels: usize,
    },
    /// A label above 9.
    #[error("label {label} at index {index} is above 9")]
    Label {
        /// The label.
        label: u8,
        /// Where.
        index: usize,
    },
}

impl Dataset {
    /// How many images there are.
    pub fn len(&self) -> usize {
        self.labels.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.labels.is_empty()
    }

    /// Whether each label is one of a class and has its 784 grey values.
    pub fn is_whole(&self) -> bool {
        self.pixels.len() == self.len() * PIXELS
            && self.labels.iter().all(|&label| usize::from(label) < CLASSES)
    }

    /// The 784 grey values of an image.
    pub fn image(&self, index: usize) -> &[u8] {
        &self.pixels[index * PIXELS..(index + 1) * PIXELS]
    }

    /// How many images each class has.
    pub fn counts(&self) -> [usize; CLASSES] {
        let mut counts = [0; CLASSES];
        for &label in &self.labels {
            counts[usize::from(label)] += 1;
        }
        counts
    }

    /// The images of these indices, in this order.
    pub fn select(&self, indices: &[usize]) -> Self {
        let mut subset = Self {
            pixels: Vec::with_capacity(indices.len() * PIXELS),
            labels: Vec::with_capacity(indices.len()),
        };
        for &index in indices {
            subset.pixels.extend_from_slice(self.image(index));
            subset.labels.push(self.labels[index]);
        }
        subset
    }

    /// The indices of one class, in order.
    pub fn indices_of(&self, class: Class) -> Vec<usize> {
        (0..self.len()).filter(|&index| self.labels[index] == class.label()).collect()
    }

    /// The images of one class, in order.
    pub fn only(&self, class: Class) -> Self {
        self.select(&self.indices_of(class))
    }

    /// The content of a part's file: all labels, then all pixels.
    pub fn to_part(&self) -> Vec<u8> {
        [self.labels.as_slice(), self.pixels.as_slice()].concat()
    }

    /// The images of a part's file; none where the bytes are not such a file.
    pub fn from_part(bytes: &[u8]) -> Option<Self> {
        let images = bytes.len() / (PIXELS + 1);
        let (labels, pixels) = bytes.split_at_checked(images)?;
        let data = Self { pixels: pixels.to_vec(), labels: labels.to_vec() };
        data.is_whole().then_some(data)
    }

    /// Places of some `images` images, each class by its share (stratified), by seed; all places
    /// where there are no more than that.
    pub fn some(labels: &[u8], images: usize, seed: u64) -> Vec<usize> {
        if images >= labels.len() {
            return (0..labels.len()).collect();
        }
        split(labels, images, seed).validation
    }

    /// Reads an images file and a labels file in the IDX format (LeCun's description of MNIST:
    /// big-endian header, then one byte a value).
    ///
    /// # Errors
    /// Says what does not fit: magic number, image size, length, number of labels, a label.
    pub fn from_idx(images: &[u8], labels: &[u8]) -> Result<Self, IdxError> {
        let count = word(images, 4);
        let (rows, columns) = (word(images, 8), word(images, 12));
        check_magic(images, 2051)?;
        if (rows, columns) != (SIDE as u32, SIDE as u32) {
            return Err(IdxError::Size { rows, columns });
        }
        let pixels = content(images, 16, u64::from(count) * PIXELS as u64)?;
        check_magic(labels, 2049)?;
        let labels = content(labels, 8, u64::from(word(labels, 4)))?;
        if labels.len() != count as usize {
            return Err(IdxError::Count { images: count as usize, labels: labels.len() });
        }
        if let Some(index) = labels.iter().position(|&label| usize::from(label) >= CLASSES) {
            return Err(IdxError::Label { label: labels[index], index });
        }
        Ok(Self { pixels: pixels.to_vec(), labels: labels.to_vec() })
    }
}

/// The big-endian word at an offset; 0 past the end, which no check accepts.
fn word(bytes: &[u8], at: usize) -> u32 {
    match bytes.get(at..at + 4) {
        Some(&[a, b, c, d]) => u32::from_be_bytes([a, b, c, d]),
        _ => 0,
    }
}

fn check_magic(bytes: &[u8], expected: u32) -> Result<(), IdxError> {
    let found = word(bytes, 0);
    if found == expected { Ok(()) } else { Err(IdxError::Magic { expected, found }) }
}

fn content(bytes: &[u8], header: usize, expected: u64) -> Result<&[u8], IdxError> {
    let content = bytes.get(header..).unwrap_or_default();
    let found = content.len() as u64;
    if found == expected { Ok(content) } else { Err(IdxError::Length { expected, found }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn idx(images: u32, labels: &[u8]) -> (Vec<u8>, Vec<u8>) {
        let mut image_file = Vec::new();
        for value in [2051, images, 28, 28] {
            image_file.extend(u32::to_be_bytes(value));
        }
        image_file.extend(vec![7; images as usize * PIXELS]);
        let mut label_file = Vec::new();
        for value in [2049, labels.len() as u32] {
            label_file.extend(u32::to_be_bytes(value));
        }
        label_file.extend(labels);
        (image_file, label_file)
    }

    #[test]
    fn an_idx_pair_is_read_whole() {
        let (images, labels) = idx(3, &[0, 9, 4]);
        let data = Dataset::from_idx(&images, &labels).unwrap();
        assert_eq!(data.len(), 3);
        assert_eq!(data.image(2), &[7; PIXELS]);
        assert_eq!(data.counts(), [1, 0, 0, 0, 1, 0, 0, 0, 0, 1]);
    }

    #[test]
    fn a_part_comes_back_from_its_file_and_half_a_file_is_none() {
        let data = Dataset { pixels: vec![7; 2 * PIXELS], labels: vec![3, 9] };
        let bytes = data.to_part();
        assert_eq!(Dataset::from_part(&bytes), Some(data));
        assert_eq!(Dataset::from_part(&bytes[1..]), None);
        assert_eq!(Dataset::from_part(&[]), Some(Dataset::default()));
    }

    #[test]
    fn what_does_not_fit_is_named() {
        let (images, labels) = idx(2, &[1, 2]);
        let fails = |images: &[u8], labels: &[u8]| Dataset::from_idx(images, labels).unwrap_err();
        assert_eq!(fails(&labels, &labels), IdxError::Magic { expected: 2051, found: 2049 });
        assert_eq!(fails(&images[..20], &labels), IdxError::Length { expected: 1568, found: 4 });
        assert_eq!(fails(&[], &[]), IdxError::Magic { expected: 2051, found: 0 });
        assert_eq!(fails(&images, &idx(0, &[1]).1), IdxError::Count { images: 2, labels: 1 });
        let bad = idx(0, &[1, 10]).1;
        assert_eq!(fails(&images, &bad), IdxError::Label { label: 10, index: 1 });
    }
}
