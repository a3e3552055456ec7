//! The shipped weights: which files there are, whether they are whole and of this version, and
//! the networks in them. Where the bytes come from is not known here.

use burn::tensor::Device;
use protocol::card;
use protocol::card::Card;
use protocol::photos_card::{self, PhotosCard};
use sha2::{Digest, Sha256};
use vision::photo;

use crate::{
    Autoencoder, AutoencoderConfig, Classifier, ClassifierConfig, Networks, PhotoClassifier,
    PhotoJudge, Weights, WeightsError,
};

/// Why shipped weights cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ShippedError {
    /// The card is of another version of the program.
    #[error("its format is {found}, this program's {expected}")]
    Version {
        /// This program's version.
        expected: u32,
        /// The card's.
        found: u32,
    },
    /// The card does not name ten autoencoders in the order of the labels.
    #[error("it does not name one autoencoder a class")]
    Autoencoders,
    /// A file is not the one that the card was written for.
    #[error("its checksum is {found}, the card's {expected}")]
    Checksum {
        /// What the card says.
        expected: String,
        /// What the file has.
        found: String,
    },
    /// A file's weights do not fit the network.
    #[error(transparent)]
    Weights(#[from] WeightsError),
}

/// Checks that a card is of this program's version and names every network.
///
/// # Errors
/// Says what does not fit.
pub fn check_card(card: &Card) -> Result<(), ShippedError> {
    for (expected, found) in [(card::FORMAT, card.format), (photo::VERSION, card.preprocessing)] {
        if expected != found {
            return Err(ShippedError::Version { expected, found });
        }
    }
    let classes = card.autoencoders.iter().map(|autoencoder| autoencoder.class);
    if classes.eq(dataset::Class::ALL) { Ok(()) } else { Err(ShippedError::Autoencoders) }
}

/// The weights in a file, if it is the one that the card was written for.
///
/// # Errors
/// A wrong checksum, or a file that cannot be read.
pub fn weights(bytes: Vec<u8>, sha256: &str) -> Result<Weights, ShippedError> {
    check_sum(&bytes, sha256)?;
    Ok(Weights::from_burnpack(bytes)?)
}

/// Whether a file is the one that a card was written for.
///
/// # Errors
/// A wrong checksum.
pub fn check_sum(bytes: &[u8], sha256: &str) -> Result<(), ShippedError> {
    let found: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    if found == sha256 {
        return Ok(());
    }
    Err(ShippedError::Checksum { expected: sha256.to_owned(), found })
}

/// A classifier with these weights, as large as they are.
///
/// # Errors
/// Weights that do not fit.
pub fn classifier(weights: &Weights, device: &Device) -> Result<Classifier, WeightsError> {
    weights.load(ClassifierConfig::of(weights)?.init(device), device)
}

/// An autoencoder with these weights.
///
/// # Errors
/// Weights that do not fit.
pub fn autoencoder(weights: &Weights, device: &Device) -> Result<Autoencoder, WeightsError> {
    weights.load(AutoencoderConfig::default().init(device), device)
}

/// The networks of a card: its classifier's weights, then its autoencoders' in order.
///
/// # Errors
/// Weights that do not fit.
pub fn networks(card: &Card, all: &[Weights], device: &Device) -> Result<Networks, WeightsError> {
    let (first, rest) =
        all.split_first().ok_or_else(|| WeightsError::Missing("classifier".to_owned()))?;
    Ok(Networks {
        classifier: classifier(first, device)?,
        temperature: card.classifier.temperature,
        autoencoders: rest.iter().map(|w| autoencoder(w, device)).collect::<Result<_, _>>()?,
        whitenings: rest.iter().map(Weights::whitening).collect(),
        photos: None,
        device: device.clone(),
    })
}

/// Checks that the card of the classifier for photos is of this program's version.
///
/// # Errors
/// Another version.
pub fn check_photos_card(card: &PhotosCard) -> Result<(), ShippedError> {
    let (expected, found) = (photos_card::FORMAT, card.format);
    if expected == found { Ok(()) } else { Err(ShippedError::Version { expected, found }) }
}

/// The classifier for photos with these weights, as its card describes it.
///
/// # Errors
/// Weights that do not fit.
pub fn photo_judge(
    card: &PhotosCard,
    weights: &Weights,
    device: &Device,
) -> Result<PhotoJudge, WeightsError> {
    let classifier = weights.load(PhotoClassifier::new(device), device)?;
    Ok(PhotoJudge { classifier, temperature: card.temperature })
}
