//! A training run in one file: weights, optimizer state, configuration, the visitor's own pictures
//! and everything measured so far, so that it goes on anywhere as if it had never stopped.
//!
//! The file is a burnpack of single precision. Tensors are named `weight/…`, `mean/…` and
//! `square/…` after the parameter they belong to, `curve/…` and `own/…`; the facts beside them are
//! text, one of them a checksum of all the rest. Files from before it have none and open still.

use dataset::Dataset;
use protocol::card;
use protocol::run::{NetworkChoice, RunConfig, RunRecord};
use serde::{Deserialize, Serialize};
use vision::photo;

use crate::traverse::NamedTensor;
use crate::weights::{Weights, WeightsError};

/// Version of the run file.
pub const FORMAT: u32 = 4;

/// See the [module](self).
#[derive(Clone, Debug, PartialEq)]
pub struct RunFile {
    /// How the run is trained.
    pub config: RunConfig,
    /// What has been measured so far.
    pub record: RunRecord,
    /// The visitor's own pictures.
    pub own: Dataset,
    /// Weights and optimizer state, for [`crate::Run::resume`].
    pub checkpoint: Weights,
}

/// Why a file is no run that can be gone on with.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RunFileError {
    /// A fact says that another version of the program wrote the file.
    #[error("{fact} is {found}, this program reads {expected}")]
    Version {
        /// Which fact.
        fact: &'static str,
        /// This program's value.
        expected: String,
        /// The file's.
        found: String,
    },
    /// Something that every run file has is missing or does not fit.
    #[error("{0} is missing or damaged")]
    Part(&'static str),
    /// The container or its tensors.
    #[error(transparent)]
    Weights(#[from] WeightsError),
}

/// What of configuration and record is text in the file.
#[derive(Serialize, Deserialize)]
struct RunHeader {
    config: RunConfig,
    /// The record without its curves, which are tensors.
    record: RunRecord,
}

impl RunFile {
    /// The file's bytes.
    ///
    /// # Errors
    /// The format's own, which a run does not meet.
    pub fn to_bytes(&self) -> Result<Vec<u8>, RunFileError> {
        let curves = RunRecord { losses: Vec::new(), hits: Vec::new(), ..self.record.clone() };
        let state = RunHeader { config: self.config.clone(), record: curves };
        let state = postcard::to_stdvec(&state).map_err(|_| RunFileError::Part("state"))?;
        let mut file = self.checkpoint.clone();
        let facts = [
            ("file", "run".to_owned()),
            ("run_format", FORMAT.to_string()),
            ("format", card::WEIGHTS_FORMAT.to_string()),
            ("preprocessing", photo::VERSION.to_string()),
            ("name", self.config.name.clone()),
            ("state", hex(&state)),
        ];
        file.metadata.extend(facts.map(|(key, value)| (key.to_owned(), value)));
        if let NetworkChoice::Autoencoder(class) = self.config.network {
            file.metadata.insert("class".to_owned(), class.slug().to_owned());
        }
        let row = |name: &str, values: Vec<f32>| NamedTensor {
            name: name.to_owned(),
            shape: vec![values.len()],
            values,
        };
        let hits = self.record.hits.iter().map(|&hits| f32::from(hits)).collect();
        let rows = [
            row("curve/losses", self.record.losses.clone()),
            row("curve/hits", hits),
            row("own/pixels", self.own.pixels.iter().map(|&pixel| f32::from(pixel)).collect()),
            row("own/labels", self.own.labels.iter().map(|&label| f32::from(label)).collect()),
        ];
        file.tensors.extend(rows.into_iter().filter(|tensor| !tensor.values.is_empty()));
        Ok(file.to_sealed_burnpack()?)
    }

    /// Reads a run file.
    ///
    /// # Errors
    /// Says of which version the file is, or what is missing.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, RunFileError> {
        let mut checkpoint = Weights::from_burnpack(bytes)?;
        let fact = |key: &'static str| checkpoint.metadata.get(key).cloned().unwrap_or_default();
        if fact("file") != "run" {
            return Err(RunFileError::Part("run"));
        }
        let versions = [
            ("run_format", FORMAT),
            ("format", card::WEIGHTS_FORMAT),
            ("preprocessing", photo::VERSION),
        ];
        for (key, expected) in versions {
            let (found, expected) = (fact(key), expected.to_string());
            if found != expected {
                return Err(RunFileError::Version { fact: key, expected, found });
            }
        }
        let state = unhex(&fact("state")).ok_or(RunFileError::Part("state"))?;
        let RunHeader { config, mut record } =
            postcard::from_bytes(&state).map_err(|_| RunFileError::Part("state"))?;
        let mut take = |name: &str| -> Vec<f32> {
            let place = checkpoint.tensors.iter().position(|tensor| tensor.name == name);
            place.map(|place| checkpoint.tensors.remove(place).values).unwrap_or_default()
        };
        record.losses = take("curve/losses");
        record.hits = take("curve/hits").into_iter().map(|hits| hits as u16).collect();
        let pixels = take("own/pixels").into_iter().map(|pixel| pixel as u8).collect();
        let labels: Vec<u8> = take("own/labels").into_iter().map(|label| label as u8).collect();
        let own = Dataset { pixels, labels };
        if !own.is_whole() {
            return Err(RunFileError::Part("own pictures"));
        }
        Ok(Self { config, record, own, checkpoint })
    }
}

/// The weights alone of a run file or of a weights file, with what they are of.
///
/// # Errors
/// Bytes that are neither.
pub fn network_weights(bytes: Vec<u8>) -> Result<Weights, WeightsError> {
    let mut weights = Weights::from_burnpack(bytes)?;
    if weights.metadata.get("file").is_some_and(|file| file == "run") {
        weights.tensors = weights.part("weight").tensors;
        weights.metadata.retain(|key, _| {
            matches!(key.as_str(), "kind" | "class" | "format" | "preprocessing" | "step" | "name")
        });
    }
    Ok(weights)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The bytes of pairs of hexadecimal digits; none where they are not.
fn unhex(text: &str) -> Option<Vec<u8>> {
    let digit = |letter: u8| char::from(letter).to_digit(16).map(|digit| digit as u8);
    let pair = |pair: &[u8]| match *pair {
        [high, low] => Some(digit(high)? << 4 | digit(low)?),
        _ => None,
    };
    text.as_bytes().chunks(2).map(pair).collect()
}

#[cfg(test)]
mod tests {
    use protocol::run::{Preset, RateMark};

    use super::*;
    use crate::Precision;

    fn file() -> RunFile {
        let tensor =
            NamedTensor { name: "weight/a".into(), shape: vec![2], values: vec![0.1, -3.0] };
        RunFile {
            config: Preset::QuickRare.config(7),
            record: RunRecord {
                losses: vec![2.3, 1.1],
                hits: vec![5, 60],
                rates: vec![RateMark { step: 1, rate: 0.1 + 0.2 }],
                ..RunRecord::default()
            },
            own: Dataset { pixels: vec![255; 784], labels: vec![3] },
            checkpoint: Weights { tensors: vec![tensor], ..Weights::default() },
        }
    }

    #[test]
    fn a_run_comes_back_from_its_file_to_the_bit() {
        let read = RunFile::from_bytes(file().to_bytes().unwrap()).unwrap();
        assert_eq!(read.config, file().config);
        assert_eq!(read.record, file().record);
        assert_eq!(read.own, file().own);
        assert_eq!(read.checkpoint.tensors, file().checkpoint.tensors);
    }

    #[test]
    fn a_byte_that_has_changed_is_noticed_wherever_it_is() {
        let bytes = file().to_bytes().unwrap();
        let mut noticed = 0;
        for place in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[place] ^= 0x10;
            match RunFile::from_bytes(changed) {
                Err(_) => noticed += 1,
                // Filling between two parts, or the key of the checksum itself.
                Ok(read) => {
                    let own = file();
                    let of = |file: RunFile| {
                        (file.config, file.record, file.own, file.checkpoint.tensors)
                    };
                    assert_eq!(of(read), of(own), "byte {place}");
                }
            }
        }
        // A quarter of a file this small fills up to where a tensor may begin.
        assert!(noticed * 2 > bytes.len(), "{noticed} of {}", bytes.len());
    }

    #[test]
    fn a_changed_weight_is_told_as_such_and_a_file_without_a_checksum_opens() {
        let bytes = file().to_bytes().unwrap();
        let weight = (-3.0_f32).to_le_bytes();
        let place = bytes.windows(4).position(|window| window == weight).unwrap();
        let mut changed = bytes.clone();
        changed[place] ^= 1;
        let error = RunFile::from_bytes(changed).unwrap_err();
        assert_eq!(error, RunFileError::Weights(WeightsError::Checksum));
        // As it was written before there was a checksum.
        let plain = Weights::from_burnpack(bytes).unwrap();
        let plain = plain.to_burnpack(Precision::Single).unwrap();
        assert_eq!(RunFile::from_bytes(plain).unwrap().own, file().own);
    }

    #[test]
    fn the_weights_alone_have_their_own_names() {
        let weights = network_weights(file().to_bytes().unwrap()).unwrap();
        assert_eq!(weights.tensors.len(), 1);
        assert_eq!(weights.tensors[0].name, "a");
    }

    #[test]
    fn a_file_of_another_version_a_weights_file_and_half_a_file_are_refused_in_words() {
        let mut weights = Weights::from_burnpack(file().to_bytes().unwrap()).unwrap();
        weights.metadata.insert("run_format".into(), "9".into());
        let bytes = weights.to_burnpack(Precision::Single).unwrap();
        let error = RunFile::from_bytes(bytes).unwrap_err();
        assert_eq!(error.to_string(), format!("run_format is 9, this program reads {FORMAT}"));
        let bytes = Weights::default().to_burnpack(Precision::Single).unwrap();
        assert_eq!(RunFile::from_bytes(bytes).unwrap_err(), RunFileError::Part("run"));
        let bytes = file().to_bytes().unwrap();
        let half = bytes[..bytes.len() / 2].to_vec();
        assert!(matches!(RunFile::from_bytes(half), Err(RunFileError::Weights(_))));
    }

    #[test]
    fn hexadecimal_digits_come_in_pairs() {
        assert_eq!(unhex(&hex(&[0, 10, 255])), Some(vec![0, 10, 255]));
        assert_eq!(unhex("0"), None);
        assert_eq!(unhex("zz"), None);
    }
}
