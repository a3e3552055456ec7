//! The reference as a file, small enough to be loaded with the page.

use serde::{Deserialize, Serialize};
use statistics::drift::Signal;
use statistics::drift::bins::Bins;
use statistics::drift::reference::{Reference, SignalReference};
use statistics::metrics::Proportion;

use super::{FORMAT, ShippedError, VALUES, check_version};

/// `reference.json`: what production is compared with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReferenceFile {
    format: u32,
    /// SHA-256 of the card of the networks that judged.
    pub card_sha256: String,
    validation: Part,
    training: Part,
}

/// The reference of some images.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Part {
    n: usize,
    accuracy: Option<Proportion>,
    signals: Vec<PartSignal>,
}

/// One signal. Values are in single precision because records hold them so.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct PartSignal {
    signal: Signal,
    n: usize,
    /// None for categories. As text, for some JSON decoders lose a number's last bit, and a value
    /// that is equal to an edge would then change its bin.
    edges: Option<Vec<String>>,
    counts: Vec<u64>,
    values: Vec<f32>,
}

impl ReferenceFile {
    /// The file of validation images, which alarms compare with, and training images, whose
    /// divergence is only shown. Latencies are left out, for they are those of the machine that
    /// measured them; each machine adds its own ([`with_latencies`]).
    pub fn new(card_sha256: String, validation: &Reference, training: &Reference) -> Self {
        Self {
            format: FORMAT,
            card_sha256,
            validation: Part::new(&validation.clone().thinned(VALUES)),
            training: Part::new(&training.clone().thinned(0)),
        }
    }

    /// The file with this content.
    ///
    /// # Errors
    /// It is damaged or of another version.
    pub fn from_json(json: &[u8]) -> Result<Self, ShippedError> {
        check_version(json)?;
        let file: Self = serde_json::from_slice(json)?;
        file.validation()?;
        file.training()?;
        Ok(file)
    }

    /// The reference for alarms: the validation images, [`VALUES`] values a signal.
    ///
    /// # Errors
    /// An edge that is no number; not in a file that [`ReferenceFile::from_json`] let through.
    pub fn validation(&self) -> Result<Reference, ShippedError> {
        self.validation.reference()
    }

    /// The training images: bins and counts only, no values.
    ///
    /// # Errors
    /// As [`ReferenceFile::validation`].
    pub fn training(&self) -> Result<Reference, ShippedError> {
        self.training.reference()
    }
}

impl Part {
    fn new(reference: &Reference) -> Self {
        let kept = reference.signals.iter().filter(|known| known.signal != Signal::Latency);
        let signal = |known: &SignalReference| PartSignal {
            signal: known.signal,
            n: known.n,
            edges: match &known.bins {
                Bins::Categories(_) => None,
                Bins::Edges(edges) => Some(edges.iter().map(f64::to_string).collect()),
            },
            counts: known.counts.clone(),
            values: known.sorted.iter().map(|&value| value as f32).collect(),
        };
        let signals = kept.map(signal).collect();
        Self { n: reference.n, accuracy: reference.accuracy, signals }
    }

    fn reference(&self) -> Result<Reference, ShippedError> {
        let edge = |text: &String| text.parse().map_err(|_| ShippedError::Edge(text.clone()));
        let signal = |part: &PartSignal| {
            Ok(SignalReference {
                signal: part.signal,
                n: part.n,
                bins: match &part.edges {
                    None => Bins::Categories(part.counts.len()),
                    Some(edges) => Bins::Edges(edges.iter().map(edge).collect::<Result<_, _>>()?),
                },
                counts: part.counts.clone(),
                sorted: part.values.iter().copied().map(f64::from).collect(),
            })
        };
        let signals = self.signals.iter().map(signal).collect::<Result<_, ShippedError>>()?;
        Ok(Reference { n: self.n, signals, accuracy: self.accuracy })
    }
}

/// The reference with this machine's own latencies in ms, instead of any that it had.
pub fn with_latencies(mut reference: Reference, latencies_ms: Vec<f64>) -> Reference {
    reference.signals.retain(|known| known.signal != Signal::Latency);
    if !latencies_ms.is_empty() {
        reference.signals.push(SignalReference::new(Signal::Latency, latencies_ms));
        reference.signals.sort_by_key(|known| known.signal.index());
    }
    reference.thinned(VALUES)
}

#[cfg(test)]
mod tests {
    use super::super::testing::reference;
    use super::*;

    #[test]
    fn a_reference_comes_back_from_its_file_with_every_edge_to_the_last_bit() {
        let whole = reference(5_000, 10);
        let file = ReferenceFile::new("ab".to_owned(), &whole, &whole);
        let json = serde_json::to_vec(&file).unwrap();
        let read = ReferenceFile::from_json(&json).unwrap();
        let mut expected = whole.thinned(VALUES);
        expected.signals.retain(|known| known.signal != Signal::Latency);
        let found = read.validation().unwrap();
        assert!(found.signals == expected.signals, "the signals are not the same");
        assert_eq!(found.accuracy.unwrap().n, 5_000);
        assert!(read.training().unwrap().signals.iter().all(|known| known.sorted.is_empty()));
        assert_eq!(read.training().unwrap().signals[0].counts, expected.signals[0].counts);
        assert!(json.len() < 100_000, "{}", json.len());
    }

    #[test]
    fn a_machine_adds_its_own_latencies() {
        let bare = ReferenceFile::new("ab".to_owned(), &reference(300, 10), &reference(300, 10));
        let own = with_latencies(bare.validation().unwrap(), vec![3.0, 1.0, 2.0]);
        assert_eq!(own.signal(Signal::Latency).unwrap().sorted, [1.0, 2.0, 3.0]);
        assert!(own.signals.is_sorted_by_key(|known| known.signal.index()));
        assert_eq!(with_latencies(own, Vec::new()).signal(Signal::Latency), None);
    }
}
