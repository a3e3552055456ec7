//! What the shipped networks give over the data set, as it lies beside their weights: computed when they
//! were trained, and fetched instead of measured.

use dataset::{Class, Part};
use protocol::card::Card;
use protocol::precomputed::{PartFacts, answers_file, answers_from_bytes, part_file};

use super::assessment::{Answered, Key, Model};
use crate::app::fetch::fetch;
use crate::app::log::Logged;

/// Whether there may be a file of this measurement.
pub fn is_shipped(key: &Key) -> bool {
    !matches!(key.model, Model::Own { .. }) && key.part != Part::Train
}

/// The measurement as it was made beforehand. None where it cannot be fetched, is damaged, or is of other
/// weights than the card's; the console says which.
pub async fn answered(key: &Key, card: &Card) -> Option<Answered> {
    let (file, sha256) = weights(&key.model, card)?;
    let facts = fetch(&format!("models/{}", part_file(key.part))).await?;
    let name = answers_file(file, key.part);
    let answers = fetch(&format!("models/{name}")).await?;
    let PartFacts { labels, details } =
        PartFacts::from_bytes(&facts).logged(&part_file(key.part))?;
    let answers = answers_from_bytes(&answers, sha256, labels.len()).logged(&name)?;
    let fitted = temperature(key, card);
    Some(Answered::new(labels, details, answers, None).with_temperature(fitted))
}

/// The temperature that was fitted to a shipped classifier's answers over the validation part.
fn temperature(key: &Key, card: &Card) -> Option<f64> {
    match (&key.model, key.part) {
        (Model::Classifier, Part::Validation) => Some(card.classifier.temperature),
        (Model::Imbalanced, Part::Validation) => Some(card.imbalanced.temperature),
        _ => None,
    }
}

/// Name and checksum of a shipped network's weights.
fn weights<'a>(model: &Model, card: &'a Card) -> Option<(&'a str, &'a str)> {
    let of_class = |class: Class| card.autoencoders.iter().find(|own| own.class == class);
    match model {
        Model::Classifier => Some((&card.classifier.file, &card.classifier.sha256)),
        Model::Imbalanced => Some((&card.imbalanced.file, &card.imbalanced.sha256)),
        Model::Autoencoder(class) => of_class(*class).map(|own| (&*own.file, &*own.sha256)),
        Model::Own { .. } => None,
    }
}
