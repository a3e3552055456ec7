//! What the shipped networks give over a part of the data set, computed when they were trained, so that
//! pages need not wait for it. The files lie in `models/answers/`; what they hold is checked against the
//! card's checksums of the weights before it is used.
//!
//! A number takes three bytes: the upper ones of its 32 bits, rounded, which keeps 16 binary digits
//! (a relative error of at most 2⁻¹⁶).

use dataset::{CLASSES, Class, PIXELS, Part};
use policy::decision::Verdict;
use serde::{Deserialize, Serialize};

use crate::card::Card;
use crate::messages::Answers;

/// Version of the files' layout.
const VERSION: u8 = 1;
/// Bytes of a number.
const NUMBER: usize = 3;

/// Images of each kind of probe that `/decide` shows.
pub const PROBES_PER_KIND: usize = 60;
/// Places between the validation images that probes change, so that all classes come.
const PROBE_STRIDE: u32 = 83;

/// Name of the file with the probes' judgements.
pub const PROBES: &str = "answers/probes.bin";

/// Name of the file about a part's images.
pub fn part_file(part: Part) -> String {
    format!("answers/{}.bin", part.slug())
}

/// Name of the file with what a network gives over a part, by the name of its weights' file.
pub fn answers_file(weights: &str, part: Part) -> String {
    format!("answers/{}-{}.bin", weights.trim_end_matches(".bpk"), part.slug())
}

/// Places of the validation images that probes change.
pub fn probe_places() -> Vec<u32> {
    (0..PROBES_PER_KIND as u32).map(|place| place * PROBE_STRIDE).collect()
}

/// The checksums of the weights that judge probes.
pub fn probe_weights(card: &Card) -> Vec<&str> {
    let autoencoders = card.autoencoders.iter().map(|own| &*own.sha256);
    std::iter::once(&*card.classifier.sha256).chain(autoencoders).collect()
}

/// Why a file is of no use.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PrecomputedError {
    /// It cannot be read.
    #[error("damaged: {0}")]
    Damaged(String),
    /// It is of another layout.
    #[error("of version {0} instead of {VERSION}")]
    OtherVersion(u8),
    /// It was computed with other weights.
    #[error("of other weights")]
    OtherWeights,
}

/// About the images of a part.
#[derive(Clone, Debug, PartialEq)]
pub struct PartFacts {
    /// Their true labels, in order.
    pub labels: Vec<u8>,
    /// Their own [`detail`](policy::quality::detail), in order.
    pub details: Vec<f32>,
}

/// The judgements of `/decide`'s probes, [`PROBES_PER_KIND`] a kind in the order of their kinds.
#[derive(Clone, Debug, PartialEq)]
pub struct Probes {
    /// The validation images at [`probe_places`], 784 grey values each.
    pub garments: Vec<u8>,
    /// Class probabilities of each probe.
    pub probabilities: Vec<[f32; CLASSES]>,
    /// Mean squared reconstruction errors of each probe, by class.
    pub errors: Vec<[f32; CLASSES]>,
}

/// Name of the file with the judgements of photos.
pub const PHOTOS: &str = "answers/photos.bin";
/// Name of the picture with small copies of some of those photos, row by row.
pub const PHOTO_SHEET: &str = "answers/photos.jpg";
/// Pictures in a row of [`PHOTO_SHEET`], and the side of each in pixels.
pub const SHEET_COLUMNS: usize = 10;
/// See [`SHEET_COLUMNS`].
pub const SHEET_SIDE: u32 = 112;

/// What was said of a photo of the test part.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct JudgedPhoto {
    /// The classes that would be right; none where it shows none of the ten.
    pub right: Vec<Class>,
    /// The most probable class.
    pub predicted: Class,
    /// Its probability.
    pub confidence: f32,
    /// Probability of none of the ten.
    pub none_of_the_ten: f32,
    /// What the policy that ships makes of it.
    pub verdict: Verdict,
    /// Whether nothing but too little confidence would keep it from being accepted.
    pub is_typical: bool,
}

/// The judgements of all photos of the test part.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct JudgedPhotos {
    version: u8,
    /// SHA-256 of the weights of the classifier for photos.
    weights: String,
    /// One a photo.
    pub photos: Vec<JudgedPhoto>,
    /// Places of the photos in [`PHOTO_SHEET`], in its order.
    pub shown: Vec<u16>,
}

impl JudgedPhoto {
    /// Whether it is taken for none of the ten.
    pub fn is_none(&self) -> bool {
        self.none_of_the_ten > self.confidence
    }

    /// Whether the class that it is taken for would be right.
    pub fn is_right(&self) -> bool {
        self.right.contains(&self.predicted)
    }
}

impl JudgedPhotos {
    /// Judgements by the weights of this SHA-256.
    pub fn new(weights: String, photos: Vec<JudgedPhoto>, shown: Vec<u16>) -> Self {
        Self { version: VERSION, weights, photos, shown }
    }

    /// As a file.
    ///
    /// # Errors
    /// Memory that is not to be had.
    pub fn to_bytes(&self) -> Result<Vec<u8>, PrecomputedError> {
        postcard::to_stdvec(self).map_err(|error| PrecomputedError::Damaged(error.to_string()))
    }

    /// From a file.
    ///
    /// # Errors
    /// What is damaged, of another layout or of other weights.
    pub fn from_bytes(bytes: &[u8], weights: &str) -> Result<Self, PrecomputedError> {
        let all: Self = read(bytes)?;
        if all.weights != weights {
            return Err(PrecomputedError::OtherWeights);
        }
        let is_shown = |&place: &u16| usize::from(place) < all.photos.len();
        if all.shown.iter().all(is_shown) { Ok(all) } else { Err(damaged("its pictures")) }
    }
}

/// A whole file of this layout.
fn read<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Result<T, PrecomputedError> {
    match bytes.first() {
        Some(&VERSION) => {}
        Some(&other) => return Err(PrecomputedError::OtherVersion(other)),
        None => return Err(damaged("empty")),
    }
    let (file, rest) = postcard::take_from_bytes(bytes)
        .map_err(|error| PrecomputedError::Damaged(error.to_string()))?;
    if rest.is_empty() { Ok(file) } else { Err(damaged("bytes behind its end")) }
}

/// A file as it lies there.
#[derive(Serialize, Deserialize)]
struct File {
    version: u8,
    /// SHA-256 of the weights it was computed with.
    weights: Vec<String>,
    /// The class of an autoencoder.
    class: Option<Class>,
    /// Labels or pixels.
    #[serde(with = "serde_bytes")]
    bytes: Vec<u8>,
    /// Two lists of numbers; the second may be empty.
    numbers: [Numbers; 2],
}

#[derive(Serialize, Deserialize)]
struct Numbers(#[serde(with = "serde_bytes")] Vec<u8>);

impl Numbers {
    fn new<'a>(values: impl IntoIterator<Item = &'a f32>) -> Self {
        let shorten = |value: &f32| {
            let rounded = value.to_bits().saturating_add(0x80);
            let [high, middle, low, _] = rounded.to_be_bytes();
            [high, middle, low]
        };
        Self(values.into_iter().flat_map(shorten).collect())
    }

    fn values(&self) -> Result<Vec<f32>, PrecomputedError> {
        let (numbers, rest) = self.0.as_chunks::<NUMBER>();
        if !rest.is_empty() {
            return Err(damaged("part of a number"));
        }
        let lengthen =
            |&[high, middle, low]: &[u8; NUMBER]| f32::from_be_bytes([high, middle, low, 0]);
        let values: Vec<f32> = numbers.iter().map(lengthen).collect();
        let are_finite = values.iter().all(|value| value.is_finite());
        if are_finite { Ok(values) } else { Err(damaged("a number that is not finite")) }
    }
}

fn damaged(what: &str) -> PrecomputedError {
    PrecomputedError::Damaged(what.to_owned())
}

impl File {
    fn new(weights: &[&str]) -> Self {
        let weights = weights.iter().map(|&sha256| sha256.to_owned()).collect();
        let numbers = [Numbers(Vec::new()), Numbers(Vec::new())];
        Self { version: VERSION, weights, class: None, bytes: Vec::new(), numbers }
    }

    fn read(bytes: &[u8], weights: &[&str]) -> Result<Self, PrecomputedError> {
        let file: Self = read(bytes)?;
        if file.weights != weights { Err(PrecomputedError::OtherWeights) } else { Ok(file) }
    }

    fn to_bytes(&self) -> Result<Vec<u8>, PrecomputedError> {
        postcard::to_stdvec(self).map_err(|error| PrecomputedError::Damaged(error.to_string()))
    }
}

impl PartFacts {
    /// As a file.
    ///
    /// # Errors
    /// Memory that is not to be had.
    pub fn to_bytes(&self) -> Result<Vec<u8>, PrecomputedError> {
        let mut file = File::new(&[]);
        file.bytes.clone_from(&self.labels);
        file.numbers[0] = Numbers::new(&self.details);
        file.to_bytes()
    }

    /// From a file.
    ///
    /// # Errors
    /// What is damaged or of another layout.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, PrecomputedError> {
        let file = File::read(bytes, &[])?;
        let details = file.numbers[0].values()?;
        let is_whole = details.len() == file.bytes.len()
            && file.bytes.iter().all(|&label| usize::from(label) < CLASSES);
        if is_whole { Ok(Self { labels: file.bytes, details }) } else { Err(damaged("its labels")) }
    }
}

/// A network's answers over a part as a file; `weights` is the SHA-256 of its weights' file.
///
/// # Errors
/// Memory that is not to be had.
pub fn answers_to_bytes(answers: &Answers, weights: &str) -> Result<Vec<u8>, PrecomputedError> {
    let mut file = File::new(&[weights]);
    match answers {
        Answers::Logits(logits) => file.numbers[0] = Numbers::new(logits),
        Answers::Errors { class, errors, novelty } => {
            file.class = Some(*class);
            file.numbers = [Numbers::new(errors), Numbers::new(novelty)];
        }
    }
    file.to_bytes()
}

/// A network's answers over `count` images.
///
/// # Errors
/// What is damaged, of another layout, about another number of images or of other weights.
pub fn answers_from_bytes(
    bytes: &[u8],
    weights: &str,
    count: usize,
) -> Result<Answers, PrecomputedError> {
    let file = File::read(bytes, &[weights])?;
    let [first, second] = [file.numbers[0].values()?, file.numbers[1].values()?];
    let (is_whole, answers) = match file.class {
        None => (first.len() == count * CLASSES, Answers::Logits(first)),
        Some(class) => (
            first.len() == count && (second.is_empty() || second.len() == count),
            Answers::Errors { class, errors: first, novelty: second },
        ),
    };
    if is_whole { Ok(answers) } else { Err(damaged("the number of its answers")) }
}

impl Probes {
    /// As a file; `weights` are the SHA-256 of the classifier's weights and of the autoencoders'.
    ///
    /// # Errors
    /// Memory that is not to be had.
    pub fn to_bytes(&self, weights: &[&str]) -> Result<Vec<u8>, PrecomputedError> {
        let mut file = File::new(weights);
        file.bytes.clone_from(&self.garments);
        let flat = |rows: &[[f32; CLASSES]]| Numbers::new(rows.as_flattened());
        file.numbers = [flat(&self.probabilities), flat(&self.errors)];
        file.to_bytes()
    }

    /// From a file, about `kinds` kinds of probes.
    ///
    /// # Errors
    /// What is damaged, of another layout or of other weights.
    pub fn from_bytes(
        bytes: &[u8],
        weights: &[&str],
        kinds: usize,
    ) -> Result<Self, PrecomputedError> {
        let file = File::read(bytes, weights)?;
        let rows = |numbers: &Numbers| -> Result<Vec<[f32; CLASSES]>, PrecomputedError> {
            let values = numbers.values()?;
            let (rows, rest) = values.as_chunks::<CLASSES>();
            let is_whole = rest.is_empty() && rows.len() == kinds * PROBES_PER_KIND;
            if is_whole { Ok(rows.to_vec()) } else { Err(damaged("the number of its probes")) }
        };
        let (probabilities, errors) = (rows(&file.numbers[0])?, rows(&file.numbers[1])?);
        if file.bytes.len() != PROBES_PER_KIND * PIXELS {
            return Err(damaged("its garments"));
        }
        Ok(Self { garments: file.bytes, probabilities, errors })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHA256: &str = "5f1f7c93";

    #[test]
    fn numbers_keep_their_upper_digits() {
        let values = [0.0, -0.0, 1.0, -17.123_456, 3.3e-5, 0.999_999_9, f32::MAX / 2.0];
        let read = Numbers::new(&values).values().unwrap();
        for (value, read) in values.iter().zip(read) {
            let off = (read - value).abs();
            assert!(off <= value.abs() / 65_536.0, "{value} became {read}");
        }
        for broken in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
            assert!(Numbers::new(&[broken]).values().is_err());
        }
    }

    #[test]
    fn answers_come_back_only_for_their_weights_and_their_number() {
        let logits = Answers::Logits((0..40).map(|value| value as f32 / 8.0).collect());
        let bytes = answers_to_bytes(&logits, SHA256).unwrap();
        assert_eq!(answers_from_bytes(&bytes, SHA256, 4), Ok(logits));
        assert_eq!(answers_from_bytes(&bytes, "another", 4), Err(PrecomputedError::OtherWeights));
        assert!(answers_from_bytes(&bytes, SHA256, 5).is_err());
        let class = Class::Bag;
        let (errors, novelty) = (vec![0.5, 0.25], vec![2.0, 4.0]);
        let errors = Answers::Errors { class, errors, novelty };
        let bytes = answers_to_bytes(&errors, SHA256).unwrap();
        assert_eq!(answers_from_bytes(&bytes, SHA256, 2), Ok(errors));
    }

    #[test]
    fn a_file_that_is_cut_off_too_long_or_of_another_version_is_refused() {
        let facts = PartFacts { labels: vec![0, 9], details: vec![0.5, 0.125] };
        let bytes = facts.to_bytes().unwrap();
        assert_eq!(PartFacts::from_bytes(&bytes), Ok(facts));
        for length in 0..bytes.len() {
            assert!(PartFacts::from_bytes(&bytes[..length]).is_err(), "cut at {length}");
        }
        assert!(PartFacts::from_bytes(&[&bytes[..], &[0]].concat()).is_err());
        let other = [&[9], &bytes[1..]].concat();
        assert_eq!(PartFacts::from_bytes(&other), Err(PrecomputedError::OtherVersion(9)));
        let strange = PartFacts { labels: vec![10], details: vec![0.5] };
        assert!(PartFacts::from_bytes(&strange.to_bytes().unwrap()).is_err());
    }

    #[test]
    fn judged_photos_come_back_with_what_is_shown_of_them() {
        let photo = JudgedPhoto {
            right: vec![Class::Shirt, Class::TShirt],
            predicted: Class::Shirt,
            confidence: 0.75,
            none_of_the_ten: 0.125,
            verdict: Verdict::Accept,
            is_typical: true,
        };
        assert!(photo.is_right() && !photo.is_none());
        let all = JudgedPhotos::new(SHA256.to_owned(), vec![photo.clone()], vec![0]);
        let bytes = all.to_bytes().unwrap();
        assert_eq!(JudgedPhotos::from_bytes(&bytes, SHA256), Ok(all));
        let other = JudgedPhotos::from_bytes(&bytes, "another");
        assert_eq!(other, Err(PrecomputedError::OtherWeights));
        let lost = JudgedPhotos::new(SHA256.to_owned(), vec![photo], vec![1]);
        assert!(JudgedPhotos::from_bytes(&lost.to_bytes().unwrap(), SHA256).is_err());
    }

    #[test]
    fn probes_come_back_whole() {
        let probes = Probes {
            garments: vec![7; PROBES_PER_KIND * PIXELS],
            probabilities: vec![[0.125; CLASSES]; PROBES_PER_KIND],
            errors: vec![[0.5; CLASSES]; PROBES_PER_KIND],
        };
        let bytes = probes.to_bytes(&["a", "b"]).unwrap();
        assert_eq!(Probes::from_bytes(&bytes, &["a", "b"], 1), Ok(probes));
        assert!(Probes::from_bytes(&bytes, &["a", "b"], 2).is_err());
        let other = Probes::from_bytes(&bytes, &["b", "a"], 1);
        assert_eq!(other, Err(PrecomputedError::OtherWeights));
    }
}
