//! One line of the log: what production knows of an image that it has judged.
//!
//! This file knows what a good record is. It does not know JSON: whoever reads a line brings the
//! decoder, so that the page need not carry one.

use serde::{Deserialize, Serialize};

use dataset::CLASSES;
use policy::decision::Verdict;

/// What production knows of one image. Nulls and missing optional fields mean "not known".
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Time in seconds since the start of the log.
    pub t: f64,
    /// Time from image to result, readback included, in ms.
    pub latency_ms: f64,
    /// Label of the predicted class, 0 to 9.
    pub predicted: u8,
    /// Calibrated probability of the predicted class, in [0, 1].
    pub confidence: f32,
    /// Calibrated probability of each class.
    #[serde(default)]
    pub probabilities: Option<[f32; CLASSES]>,
    /// Mean squared reconstruction error of the autoencoder that judged.
    #[serde(default)]
    pub reconstruction_error: Option<f32>,
    /// The true label, where it is known, 0 to 9.
    #[serde(default)]
    pub label: Option<u8>,
    /// Mean of the pixels.
    #[serde(default)]
    pub brightness: Option<f32>,
    /// Standard deviation of the pixels.
    #[serde(default)]
    pub contrast: Option<f32>,
    /// How much fine detail there is.
    #[serde(default)]
    pub sharpness: Option<f32>,
    /// What the production logic did with the image.
    #[serde(default)]
    pub verdict: Option<Verdict>,
}

impl Record {
    /// A record with only what every record has.
    pub fn new(t: f64, latency_ms: f64, predicted: u8, confidence: f32) -> Self {
        Self {
            t,
            latency_ms,
            predicted,
            confidence,
            probabilities: None,
            reconstruction_error: None,
            label: None,
            brightness: None,
            contrast: None,
            sharpness: None,
            verdict: None,
        }
    }

    /// Whether the prediction is wrong; none where the label is not known.
    pub fn error(&self) -> Option<bool> {
        self.label.map(|label| label != self.predicted)
    }
}

/// Why a line of a log is not a record.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum BadLine {
    /// Not an object with the fields of a record; the decoder says where.
    #[error("not a record: {0}")]
    Unreadable(String),
    /// Not JSON; what the decoder says, and the column counted from 1.
    #[error("not a record: {what}, column {column}")]
    NotJson {
        /// What is wrong.
        what: String,
        /// Where.
        column: usize,
    },
    /// Not a row of as many fields as the header has.
    #[error("{found} fields instead of {expected}")]
    Columns {
        /// Fields of the row.
        found: usize,
        /// Fields of the header.
        expected: usize,
    },
    /// A quotation mark that is opened and never closed.
    #[error("a quotation mark is not closed")]
    Unclosed,
    /// Bytes that are no UTF-8.
    #[error("not UTF-8 text")]
    NotText,
    /// More bytes than any record needs.
    #[error("not a record: longer than {0} bytes")]
    TooLong(usize),
    /// A field that every record has is not there.
    #[error("missing field `{0}`")]
    Missing(&'static str),
    /// A field that is there twice.
    #[error("the field `{0}` is there twice")]
    Twice(&'static str),
    /// Something else where a number is expected.
    #[error("{field} {value} is not a number")]
    NotANumber {
        /// Name of the field.
        field: &'static str,
        /// What it held.
        value: String,
    },
    /// Neither seconds nor a time as ISO 8601 writes it.
    #[error("t {0} is neither a number of seconds nor a time such as 2026-11-27T10:00:00Z")]
    NotATime(String),
    /// Neither a label nor the name of a class.
    #[error("{field} {value} is neither a class from 0 to 9 nor the name of one")]
    NotAClassName {
        /// Name of the field.
        field: &'static str,
        /// What it held.
        value: String,
    },
    /// Not what the production logic can decide.
    #[error("verdict {0} is not accept, review or reject")]
    NotAVerdict(String),
    /// The list of probabilities has not one entry for each class.
    #[error("{0} probabilities instead of {CLASSES}")]
    Probabilities(usize),
    /// A label that is not a whole number from 0 to 9.
    #[error("{field} {value} is not a class from 0 to 9")]
    NotAClass {
        /// Name of the field.
        field: &'static str,
        /// What it held.
        value: f64,
    },
    /// A number that is infinite, or too large for what it measures.
    #[error("{0} is not a finite number")]
    NotFinite(&'static str),
    /// A probability outside [0, 1].
    #[error("{field} {value} is outside 0 to 1 (a share, not a percentage)")]
    NotAProbability {
        /// Name of the field.
        field: &'static str,
        /// What it held.
        value: f64,
    },
    /// A number below zero of something that has no sign.
    #[error("{field} {value} is negative")]
    Negative {
        /// Name of the field.
        field: &'static str,
        /// What it held.
        value: f64,
    },
}

/// A line as decoded, before anything is checked. Fields that are not listed are ignored. The units
/// are those of [`Record`].
#[derive(Clone, Debug, Deserialize)]
#[allow(missing_docs)]
pub struct Line {
    pub t: f64,
    pub latency_ms: f64,
    pub predicted: f64,
    pub confidence: f64,
    #[serde(default)]
    pub probabilities: Option<Vec<f64>>,
    #[serde(default)]
    pub reconstruction_error: Option<f64>,
    #[serde(default)]
    pub label: Option<f64>,
    #[serde(default)]
    pub brightness: Option<f64>,
    #[serde(default)]
    pub contrast: Option<f64>,
    #[serde(default)]
    pub sharpness: Option<f64>,
    #[serde(default)]
    pub verdict: Option<Verdict>,
}

/// The record on a line of JSON Lines. `decode` is the JSON decoder:
/// `parse_line(line, |line| serde_json::from_str(line))`.
///
/// # Errors
/// The first thing that is wrong, in the order of the fields.
pub fn parse_line<E: std::fmt::Display>(
    line: &str,
    decode: impl FnOnce(&str) -> Result<Line, E>,
) -> Result<Record, BadLine> {
    let line = decode(line).map_err(|error| BadLine::Unreadable(error.to_string()))?;
    Record::try_from(line)
}

impl TryFrom<Line> for Record {
    type Error = BadLine;

    fn try_from(line: Line) -> Result<Self, BadLine> {
        Ok(Self {
            t: finite("t", line.t)?,
            latency_ms: unsigned("latency_ms", line.latency_ms)?,
            predicted: class("predicted", line.predicted)?,
            confidence: probability("confidence", line.confidence)?,
            probabilities: line.probabilities.map(probabilities).transpose()?,
            reconstruction_error: single("reconstruction_error", line.reconstruction_error)?,
            label: line.label.map(|label| class("label", label)).transpose()?,
            brightness: single("brightness", line.brightness)?,
            contrast: single("contrast", line.contrast)?,
            sharpness: single("sharpness", line.sharpness)?,
            verdict: line.verdict,
        })
    }
}

fn finite(field: &'static str, value: f64) -> Result<f64, BadLine> {
    if value.is_finite() { Ok(value) } else { Err(BadLine::NotFinite(field)) }
}

fn unsigned(field: &'static str, value: f64) -> Result<f64, BadLine> {
    let value = finite(field, value)?;
    if value < 0.0 { Err(BadLine::Negative { field, value }) } else { Ok(value) }
}

/// A number that is kept in single precision, where it must be finite too.
fn single(field: &'static str, value: Option<f64>) -> Result<Option<f32>, BadLine> {
    match value.map(|value| value as f32) {
        Some(value) if !value.is_finite() => Err(BadLine::NotFinite(field)),
        value => Ok(value),
    }
}

fn class(field: &'static str, value: f64) -> Result<u8, BadLine> {
    let value = finite(field, value)?;
    if value.fract() == 0.0 && (0.0..CLASSES as f64).contains(&value) {
        Ok(value as u8)
    } else {
        Err(BadLine::NotAClass { field, value })
    }
}

fn probability(field: &'static str, value: f64) -> Result<f32, BadLine> {
    let value = finite(field, value)?;
    if (0.0..=1.0).contains(&value) {
        Ok(value as f32)
    } else {
        Err(BadLine::NotAProbability { field, value })
    }
}

fn probabilities(values: Vec<f64>) -> Result<[f32; CLASSES], BadLine> {
    let values: [f64; CLASSES] =
        values.try_into().map_err(|values: Vec<f64>| BadLine::Probabilities(values.len()))?;
    let mut checked = [0.0; CLASSES];
    for (checked, value) in checked.iter_mut().zip(values) {
        *checked = probability("probabilities", value)?;
    }
    Ok(checked)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Record, BadLine> {
        parse_line(line, |line| serde_json::from_str(line))
    }

    #[test]
    fn what_is_missing_or_null_is_not_known_and_what_is_unknown_is_ignored() {
        let line = r#"{"t": 1, "latency_ms": 2.5, "predicted": 9, "confidence": 0.5,
                       "label": null, "brightness": 0.25, "shift": {"kind": ["noise", 3]}}"#;
        let mut expected = Record::new(1.0, 2.5, 9, 0.5);
        expected.brightness = Some(0.25);
        assert_eq!(parse(line), Ok(expected));
    }

    #[test]
    fn a_record_survives_its_line() {
        let mut record = Record::new(0.25, 3.0, 7, 0.625);
        record.probabilities = Some([0.1; CLASSES]);
        record.label = Some(0);
        record.verdict = Some(Verdict::Review);
        record.reconstruction_error = Some(0.03);
        let line = serde_json::to_string(&record).unwrap();
        assert_eq!(parse(&line), Ok(record.clone()));
        assert_eq!(serde_json::from_str::<Record>(&line).unwrap(), record);
        let bytes = postcard::to_allocvec(&record).unwrap();
        assert_eq!(postcard::from_bytes::<Record>(&bytes).unwrap(), record);
    }

    fn with(rest: &str) -> Result<Record, BadLine> {
        parse(&format!(r#"{{"t": 0, "latency_ms": 1, "predicted": 1, {rest}}}"#))
    }

    #[test]
    fn a_bad_line_names_what_is_wrong() {
        assert_eq!(
            with(r#""confidence": 1.5"#),
            Err(BadLine::NotAProbability { field: "confidence", value: 1.5 })
        );
        assert_eq!(
            with(r#""confidence": 1, "label": 10"#),
            Err(BadLine::NotAClass { field: "label", value: 10.0 })
        );
        assert_eq!(
            with(r#""confidence": 1, "label": 2.5"#),
            Err(BadLine::NotAClass { field: "label", value: 2.5 })
        );
        assert_eq!(
            with(r#""confidence": 1, "probabilities": [0.5, 0.5]"#),
            Err(BadLine::Probabilities(2))
        );
        assert_eq!(
            with(r#""confidence": 1, "sharpness": 1e39"#),
            Err(BadLine::NotFinite("sharpness"))
        );
        let error = parse(r#"{"t": 0, "latency_ms": -1, "predicted": 1, "confidence": 1}"#);
        assert_eq!(error, Err(BadLine::Negative { field: "latency_ms", value: -1.0 }));
        assert_eq!(error.unwrap_err().to_string(), "latency_ms -1 is negative");
    }

    #[test]
    fn what_is_no_record_is_unreadable() {
        for line in ["", "{", "[]", "3", r#"{"t": 0}"#, r#"{"t": NaN}"#] {
            assert!(matches!(parse(line), Err(BadLine::Unreadable(_))), "{line}");
        }
        assert!(matches!(with(r#""confidence": 1e999"#), Err(BadLine::Unreadable(_))));
        assert!(matches!(with(r#""confidence": "high""#), Err(BadLine::Unreadable(_))));
    }
}
