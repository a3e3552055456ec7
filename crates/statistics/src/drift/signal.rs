//! The signals that are watched, and how each is read from a record.

use serde::{Deserialize, Serialize};

use super::record::Record;
use dataset::CLASSES;

/// A number that production can know of an image; only [`Signal::Errors`] needs its label.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Signal {
    /// The class that the classifier predicts: a label, without order.
    Predicted,
    /// Calibrated probability of the predicted class, in [0, 1].
    Confidence,
    /// Mean squared reconstruction error.
    ReconstructionError,
    /// Mean of the pixels, in [0, 1].
    Brightness,
    /// Standard deviation of the pixels.
    Contrast,
    /// How much fine detail there is.
    Sharpness,
    /// Time from image to result, readback included, in ms.
    Latency,
    /// 1 where the prediction is not the label, else 0.
    Errors,
}

impl Signal {
    /// How many signals there are.
    pub const COUNT: usize = 8;
    /// Every signal, in the order in which they are shown.
    pub const ALL: [Self; Self::COUNT] = [
        Self::Predicted,
        Self::Confidence,
        Self::ReconstructionError,
        Self::Brightness,
        Self::Contrast,
        Self::Sharpness,
        Self::Latency,
        Self::Errors,
    ];

    /// Its place in [`Signal::ALL`].
    pub fn index(self) -> usize {
        self as usize
    }

    /// The name in JSON and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Predicted => "predicted",
            Self::Confidence => "confidence",
            Self::ReconstructionError => "reconstruction_error",
            Self::Brightness => "brightness",
            Self::Contrast => "contrast",
            Self::Sharpness => "sharpness",
            Self::Latency => "latency",
            Self::Errors => "errors",
        }
    }

    /// How many categories it has, or none where it is a measured number.
    pub fn categories(self) -> Option<usize> {
        match self {
            Self::Predicted => Some(CLASSES),
            Self::Errors => Some(2),
            _ => None,
        }
    }

    /// Whether it can be had without knowing the true label.
    pub fn is_label_free(self) -> bool {
        self != Self::Errors
    }

    /// Its value in a record, or none where it is missing: the record lacks it, or holds NaN.
    pub fn value(self, record: &Record) -> Option<f64> {
        let value = match self {
            Self::Predicted => Some(f64::from(record.predicted)),
            Self::Confidence => Some(f64::from(record.confidence)),
            Self::ReconstructionError => record.reconstruction_error.map(f64::from),
            Self::Brightness => record.brightness.map(f64::from),
            Self::Contrast => record.contrast.map(f64::from),
            Self::Sharpness => record.sharpness.map(f64::from),
            Self::Latency => Some(record.latency_ms),
            Self::Errors => record.error().map(|wrong| f64::from(u8::from(wrong))),
        };
        value.filter(|value| !value.is_nan())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_is_that_of_the_index_and_names_are_those_of_json() {
        for (index, signal) in Signal::ALL.into_iter().enumerate() {
            assert_eq!(signal.index(), index);
            assert_eq!(serde_json::to_string(&signal).unwrap(), format!("\"{}\"", signal.name()));
        }
    }

    #[test]
    fn a_signal_is_read_from_a_record_and_an_error_needs_the_label() {
        let mut record = Record::new(3.0, 12.5, 4, 0.75);
        assert_eq!(Signal::Predicted.value(&record), Some(4.0));
        assert_eq!(Signal::Latency.value(&record), Some(12.5));
        assert_eq!(Signal::Confidence.value(&record), Some(0.75));
        assert_eq!(Signal::Sharpness.value(&record), None);
        assert_eq!(Signal::Errors.value(&record), None);
        record.label = Some(4);
        assert_eq!(Signal::Errors.value(&record), Some(0.0));
        record.label = Some(6);
        assert_eq!(Signal::Errors.value(&record), Some(1.0));
        record.brightness = Some(f32::NAN);
        assert_eq!(Signal::Brightness.value(&record), None);
    }
}
