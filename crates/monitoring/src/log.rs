//! A log, read as a stream: JSON Lines, a JSON array or CSV with a header, plain or gzip, in UTF-8 or
//! UTF-16 with a byte-order mark. Knows which lines are bad; what is made of a good one it leaves to
//! others.

mod reader;
mod row;
mod source;
mod split;
mod table;
mod time;

use std::fmt;
use std::io::{self, BufRead, Write};

use serde::{Serialize, Serializer};
use statistics::drift::Record;
use statistics::drift::record::BadLine;

pub use reader::{Entry, Place, Reader};
pub(crate) use row::Field;
pub use row::Told;
pub use source::{Foreign, Text};

use crate::coverage::{Coverage, UnknownField};

/// The longest line that is looked at, in bytes. A record needs some 400.
pub const MOST_BYTES: usize = 1 << 20;
/// Bad lines that are kept with their reason. All are counted.
pub const KEPT: usize = 20;
/// Of so many lines one may be bad; with more of them the log is not read as it was meant.
pub const ONE_BAD_IN: u64 = 10;

/// Which of the two logs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Log {
    /// What production is compared with.
    Reference,
    /// What happened.
    Production,
}

impl fmt::Display for Log {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Reference => "reference",
            Self::Production => "production",
        })
    }
}

/// A line that is not a record.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BadRecord {
    /// The log that it is in.
    pub log: Log,
    /// Its number, counted from 1; that of the first line of a record of several.
    pub line: u64,
    /// What is wrong with it.
    #[serde(serialize_with = "as_text")]
    pub error: BadLine,
}

fn as_text<S: Serializer>(error: &BadLine, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(error)
}

/// How reading a log went.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LogSummary {
    /// Records.
    pub records: u64,
    /// Lines that are none. Each keeps the place of a record, so that those after it have the index
    /// that they had when the log was written.
    pub bad_lines: u64,
    /// The first [`KEPT`] of them.
    pub bad: Vec<BadRecord>,
    /// Names of fields that are not known, and how many records have them; [`KEPT`] at most.
    pub unknown: Vec<UnknownField>,
    /// How many records have each signal.
    pub coverage: Coverage,
}

impl LogSummary {
    /// Whether what was read can stand for the log.
    ///
    /// # Errors
    /// There is no record, or more than one line in [`ONE_BAD_IN`] is none.
    pub fn check(&self, log: Log) -> Result<(), LogError> {
        if self.records == 0 && self.bad_lines == 0 {
            return Err(LogError::Empty { log });
        }
        if self.records == 0 || self.bad_lines * ONE_BAD_IN > self.records + self.bad_lines {
            return Err(LogError::Mostly { log, outcome: Box::new(self.clone()) });
        }
        Ok(())
    }

    fn note_unknown(&mut self, name: &str) {
        if let Some(known) = self.unknown.iter_mut().find(|known| known.name == name) {
            known.records += 1;
        } else if self.unknown.len() < KEPT {
            self.unknown.push(UnknownField { name: name.to_owned(), records: 1 });
        }
    }
}

/// Why a log cannot be read, or not to its end. [`LogError::to_text`] says it in both languages.
#[derive(Clone, Debug, PartialEq)]
pub enum LogError {
    /// The reader failed.
    Read {
        /// Which log.
        log: Log,
        /// The last line that was read, counted from 1; 0 before the first.
        line: u64,
        /// What the reader says.
        why: String,
    },
    /// A bad line where none is allowed.
    Bad(BadRecord),
    /// A file that holds no text.
    Foreign {
        /// Which log.
        log: Log,
        /// What it is.
        kind: Foreign,
    },
    /// A JSON array that is not closed, or after which something follows.
    Broken {
        /// Which log.
        log: Log,
        /// Where, counted from 1.
        line: u64,
        /// Whether it is not closed.
        is_cut: bool,
    },
    /// There is nothing in it.
    Empty {
        /// Which log.
        log: Log,
    },
    /// None of its lines, or too few of them, are records.
    Mostly {
        /// Which log.
        log: Log,
        /// How many, and the first reasons.
        outcome: Box<LogSummary>,
    },
}

impl std::error::Error for LogError {}

/// Gives each record of a log to `take`, in order.
///
/// # Errors
/// The reader's, and with `is_strict` the first bad line.
pub fn read(
    input: &mut (impl BufRead + Send + Sync),
    log: Log,
    is_strict: bool,
    mut take: impl FnMut(Record),
) -> Result<LogSummary, LogError> {
    let mut reader = Reader::open(input, log, is_strict)?;
    for place in &mut reader {
        if let Place::Record(entry) = place? {
            take(entry.record);
        }
    }
    Ok(reader.into_outcome())
}

/// The record on one line of JSON Lines.
///
/// # Errors
/// What is wrong with it.
pub fn parse(line: &[u8]) -> Result<Record, BadLine> {
    reader::of_json(line)?.record(&mut None)
}

/// Writes one record, or a record with more beside it, as a line.
///
/// # Errors
/// The writer's.
pub fn write(output: &mut impl Write, record: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *output, record)?;
    output.write_all(b"\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"{"t":0,"latency_ms":2,"predicted":3,"confidence":0.5}"#;

    fn read_all(text: &[u8], is_strict: bool) -> Result<(LogSummary, Vec<Record>), LogError> {
        let mut records = Vec::new();
        // A small buffer, so that lines are put together from parts.
        let mut input = io::BufReader::with_capacity(7, text);
        let outcome = read(&mut input, Log::Production, is_strict, |record| records.push(record))?;
        Ok((outcome, records))
    }

    #[test]
    fn a_bad_line_is_named_by_its_number_and_the_rest_is_read() {
        let text = format!("{GOOD}\n\n{{\"t\":1}}\r\n{GOOD}\r\n  \nnonsense\n{GOOD}");
        let (outcome, records) = read_all(text.as_bytes(), false).unwrap();
        assert_eq!((outcome.records, outcome.bad_lines), (3, 2));
        let lines: Vec<u64> = outcome.bad.iter().map(|bad| bad.line).collect();
        assert_eq!(lines, [3, 6]);
        assert_eq!(outcome.bad[0].error.to_string(), "missing field `latency_ms`");
        assert_eq!(records[2], Record::new(0.0, 2.0, 3, 0.5));
    }

    #[test]
    fn the_first_bad_line_ends_a_strict_reading() {
        let text = format!("{GOOD}\n{}\nnonsense\n", GOOD.replace("0.5", "1.5"));
        let error = read_all(text.as_bytes(), true).unwrap_err().to_string();
        let why = "confidence 1.5 is outside 0 to 1 (a share, not a percentage)";
        assert_eq!(error, format!("production log, line 2: {why}"));
        assert_eq!(read_all(text.as_bytes(), false).unwrap().0.bad_lines, 2);
    }

    #[test]
    fn neither_text_that_is_no_text_nor_an_endless_line_stops_the_reading() {
        let mut text = b"\xff\xfd\n".to_vec();
        text.extend(vec![b'x'; MOST_BYTES + 1]);
        text.extend(format!("\n{GOOD}\n").bytes());
        let (outcome, records) = read_all(&text, false).unwrap();
        assert_eq!((records.len(), outcome.bad_lines), (1, 2));
        assert_eq!(outcome.bad[1].error.to_string(), "not a record: longer than 1048576 bytes");
    }

    #[test]
    fn many_bad_lines_are_counted_and_the_first_kept() {
        let (outcome, _) = read_all("?\n".repeat(50).as_bytes(), false).unwrap();
        assert_eq!((outcome.bad_lines, outcome.bad.len()), (50, KEPT));
        assert_eq!(read_all(b"", false).unwrap(), (LogSummary::default(), Vec::new()));
    }

    #[test]
    fn what_is_written_is_read() {
        let mut record = Record::new(0.25, 3.1, 7, 0.625);
        record.probabilities = Some(std::array::from_fn(|i| 0.1 + i as f32 / 1e4));
        record.reconstruction_error = Some(0.012_345_678);
        let mut text = Vec::new();
        write(&mut text, &record).unwrap();
        write(&mut text, &record).unwrap();
        assert_eq!(read_all(&text, true).unwrap().1, [record.clone(), record]);
    }
}
