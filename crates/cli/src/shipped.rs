//! The shipped weights on disk.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use burn::tensor::Device;
use ml::{Networks, PhotoJudge, Weights, shipped};
use policy::decision::{Policy, Reading};
use protocol::card::Card;
use protocol::photos_card::PhotosCard;

/// The folder of the shipped weights: the one named, else VITRINA_MODELS, else `public/models`
/// here or in the source tree.
pub fn folder(named: Option<&Path>) -> PathBuf {
    let environment = || std::env::var_os("VITRINA_MODELS").map(PathBuf::from);
    let here = PathBuf::from("public/models");
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../public/models");
    named.map(Path::to_owned).or_else(environment).unwrap_or(if here.join("card.json").exists() {
        here
    } else {
        source
    })
}

/// The model card of a folder.
pub fn card(folder: &Path) -> anyhow::Result<Card> {
    let path = folder.join("card.json");
    let shown = path.display();
    let text = fs::read_to_string(&path).with_context(|| format!("cannot read {shown}"))?;
    let card: Card = serde_json::from_str(&text).with_context(|| format!("{shown} is damaged"))?;
    shipped::check_card(&card).with_context(|| format!("{shown} cannot be used"))?;
    Ok(card)
}

/// The weights in a file of a folder, checked against the card.
pub fn weights(folder: &Path, file: &str, sha256: &str) -> anyhow::Result<Weights> {
    let path = folder.join(file);
    let shown = path.display();
    let bytes = fs::read(&path).with_context(|| format!("cannot read {shown}"))?;
    shipped::weights(bytes, sha256).with_context(|| format!("{shown} is damaged"))
}

/// The card of the classifier for photos of a folder.
pub fn photos_card(folder: &Path) -> anyhow::Result<PhotosCard> {
    let path = folder.join("photos.json");
    let shown = path.display();
    let text = fs::read_to_string(&path).with_context(|| format!("cannot read {shown}"))?;
    let card = serde_json::from_str(&text).with_context(|| format!("{shown} is damaged"))?;
    shipped::check_photos_card(&card).with_context(|| format!("{shown} cannot be used"))?;
    Ok(card)
}

/// The shipped networks with their cards.
pub struct Shipped {
    /// The card of the data set's networks.
    pub card: Card,
    /// The card of the classifier for photos.
    pub photos: PhotosCard,
    /// All of them.
    pub networks: Networks,
}

impl Shipped {
    /// Those of a folder.
    pub fn open(folder: &Path, device: &Device) -> anyhow::Result<Self> {
        let (card, photos) = (card(folder)?, photos_card(folder)?);
        let mut networks = load(&card, folder, device)?;
        networks.photos = Some(photo_judge(&photos, folder, device)?);
        Ok(Self { card, photos, networks })
    }

    /// The thresholds as calibrated, with quality read as `reading`.
    pub fn policy(&self, reading: Reading) -> Policy {
        Policy { photos: self.photos.thresholds(), ..self.card.policy(reading) }
    }
}

/// The classifier for photos that a card tells of.
pub fn photo_judge(
    card: &PhotosCard,
    folder: &Path,
    device: &Device,
) -> anyhow::Result<PhotoJudge> {
    let weights = weights(folder, &card.file, &card.sha256)?;
    shipped::photo_judge(card, &weights, device)
        .with_context(|| format!("the weights in {} do not fit", card.file))
}

/// The data set's networks that a card tells of.
pub fn load(card: &Card, folder: &Path, device: &Device) -> anyhow::Result<Networks> {
    let mut all = vec![weights(folder, &card.classifier.file, &card.classifier.sha256)?];
    for autoencoder in &card.autoencoders {
        all.push(weights(folder, &autoencoder.file, &autoencoder.sha256)?);
    }
    shipped::networks(card, &all, device)
        .with_context(|| format!("the weights in {} do not fit", folder.display()))
}
