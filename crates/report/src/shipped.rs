//! The facts of the shipped networks, from the files that lie beside their weights.

use std::collections::BTreeMap;

use dataset::{CLASSES, Class, Part};
use policy::decision::Reading;
use protocol::card::Card;
use protocol::comparison::{ImbalanceStudy, STUDY_FILE};
use protocol::gan::{GENERATORS_FILE, GeneratorsCard};
use protocol::messages::Answers;
use protocol::photos_card::PhotosCard;
use protocol::precomputed::{PartFacts, answers_file, answers_from_bytes, part_file};
use serde::de::DeserializeOwned;

use crate::facts::{ClassifierFacts, ComparisonFacts, Facts, Made, Measured, Origin, PolicyFacts};

/// Why the shipped networks' files give no facts.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ShippedError {
    /// There is no such file.
    #[error("{0} is missing")]
    Missing(String),
    /// It cannot be read.
    #[error("{name}: {why}")]
    Damaged {
        /// The file.
        name: String,
        /// What is wrong with it.
        why: String,
    },
}

impl Facts {
    /// What the files of the folder `models/` say; `read` gives the bytes of one of them.
    ///
    /// # Errors
    /// Names the first file that is missing or damaged.
    pub fn shipped(
        made: Made,
        read: &dyn Fn(&str) -> Option<Vec<u8>>,
    ) -> Result<Self, ShippedError> {
        let card: Card = json("card.json", read)?;
        let photos: PhotosCard = json("photos.json", read)?;
        let study: ImbalanceStudy = json(STUDY_FILE, read)?;
        let generators: GeneratorsCard = json(GENERATORS_FILE, read)?;
        let answers = TestAnswers::read(&card, read)?;
        let measured = |logits: &[[f32; CLASSES]], temperature: f64| {
            Some(Measured::of(&answers.facts.labels, logits, temperature))
        };
        let full = ClassifierFacts {
            measured: measured(&answers.full, card.classifier.temperature),
            ..ClassifierFacts::shipped(&card.classifier, Origin::Shipped)
        };
        let rare = ClassifierFacts {
            measured: measured(&answers.rare, card.imbalanced.temperature),
            ..ClassifierFacts::shipped(&card.imbalanced, Origin::Imbalanced)
        };
        let policy = PolicyFacts::of(
            &card.policy(Reading::PredictedClass),
            &answers.facts.labels,
            &answers.facts.details,
            (&answers.full, card.classifier.temperature),
            &answers.errors,
        );
        let comparisons = study.comparisons.into_iter();
        Ok(Self {
            made,
            photos: Some(photos),
            classifiers: vec![full, rare],
            policy: Some(policy),
            productions: Vec::new(),
            comparisons: comparisons.map(|own| ComparisonFacts::new(own, false)).collect(),
            generators: generators.generators,
            own: BTreeMap::new(),
            card,
        })
    }
}

/// What the shipped networks say of the test images.
struct TestAnswers {
    facts: PartFacts,
    full: Vec<[f32; CLASSES]>,
    rare: Vec<[f32; CLASSES]>,
    /// The ten autoencoders' errors of each image.
    errors: Vec<[f32; CLASSES]>,
}

impl TestAnswers {
    fn read(card: &Card, read: &dyn Fn(&str) -> Option<Vec<u8>>) -> Result<Self, ShippedError> {
        let name = part_file(Part::Test);
        let facts = PartFacts::from_bytes(&bytes(&name, read)?);
        let facts = facts.map_err(|error| damaged(&name, error))?;
        let n = facts.labels.len();
        let answers = |weights: &str, sha256: &str| -> Result<Answers, ShippedError> {
            let name = answers_file(weights, Part::Test);
            let bytes = bytes(&name, read)?;
            answers_from_bytes(&bytes, sha256, n).map_err(|error| damaged(&name, error))
        };
        let logits = |own: &protocol::card::ClassifierCard| match answers(&own.file, &own.sha256)? {
            Answers::Logits(logits) => Ok(logits.as_chunks::<CLASSES>().0.to_vec()),
            Answers::Errors { .. } => Err(damaged(&own.file, "answers of an autoencoder")),
        };
        let mut errors = vec![[0.0; CLASSES]; n];
        for own in &card.autoencoders {
            let Answers::Errors { class, errors: values, .. } = answers(&own.file, &own.sha256)?
            else {
                return Err(damaged(&own.file, "answers of a classifier"));
            };
            fill(&mut errors, class, &values);
        }
        Ok(Self { full: logits(&card.classifier)?, rare: logits(&card.imbalanced)?, errors, facts })
    }
}

/// Puts the errors of a class's autoencoder into each image's row.
pub fn fill(rows: &mut [[f32; CLASSES]], class: Class, values: &[f32]) {
    for (row, value) in rows.iter_mut().zip(values) {
        row[class.index()] = *value;
    }
}

fn bytes(name: &str, read: &dyn Fn(&str) -> Option<Vec<u8>>) -> Result<Vec<u8>, ShippedError> {
    read(name).ok_or_else(|| ShippedError::Missing(name.to_owned()))
}

fn json<T: DeserializeOwned>(
    name: &str,
    read: &dyn Fn(&str) -> Option<Vec<u8>>,
) -> Result<T, ShippedError> {
    serde_json::from_slice(&bytes(name, read)?).map_err(|error| damaged(name, error))
}

fn damaged(name: &str, why: impl std::fmt::Display) -> ShippedError {
    ShippedError::Damaged { name: name.to_owned(), why: why.to_string() }
}
