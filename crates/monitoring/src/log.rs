//! A log as JSON Lines: one record a line, read as a stream. Knows which lines are bad; what is
//! made of a good one it leaves to others.

use std::fmt;
use std::io::{self, BufRead, Read, Write};

use domain::drift::Record;
use domain::drift::record::{BadLine, Line};
use serde::Serialize;

/// The longest line that is looked at, in bytes. A record needs some 400.
pub const MOST_BYTES: usize = 1 << 20;
/// Bad lines that are kept with their reason. All are counted.
pub const KEPT: usize = 20;

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
    /// Its number, counted from 1.
    pub line: u64,
    /// What is wrong with it, in the decoder's words.
    pub error: String,
}

/// How reading a log went.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Outcome {
    /// Records.
    pub records: u64,
    /// Lines that are none.
    pub bad_lines: u64,
    /// The first [`KEPT`] of them.
    pub bad: Vec<BadRecord>,
}

/// Why a log cannot be read to its end.
#[derive(Debug, thiserror::Error)]
pub enum LogError {
    /// The reader failed.
    #[error("the {log} log cannot be read after line {line}")]
    Read {
        /// Which log.
        log: Log,
        /// The last line that was read, counted from 1; 0 before the first.
        line: u64,
        /// What the reader says.
        source: io::Error,
    },
    /// A bad line where none is allowed.
    #[error("{} log, line {}: {}", .0.log, .0.line, .0.error)]
    Bad(BadRecord),
}

/// Gives each record of a log to `take`, in order. Lines without anything on them are no records
/// and not bad. Fields that a record does not have are ignored.
///
/// # Errors
/// The reader's, and with `is_strict` the first bad line.
pub fn read(
    input: &mut impl BufRead,
    log: Log,
    is_strict: bool,
    mut take: impl FnMut(Record),
) -> Result<Outcome, LogError> {
    let mut outcome = Outcome::default();
    let mut buffer = Vec::new();
    for line in 1.. {
        let next = next_line(input, &mut buffer);
        let next = next.map_err(|source| LogError::Read { log, line: line - 1, source })?;
        let parsed = match next {
            Next::End => break,
            Next::Line if buffer.trim_ascii().is_empty() => continue,
            Next::Line => parse(&buffer),
            Next::TooLong => Err(BadLine::Unreadable(format!("longer than {MOST_BYTES} bytes"))),
        };
        match parsed {
            Ok(record) => {
                outcome.records += 1;
                take(record);
            }
            Err(error) => {
                let bad = BadRecord { log, line, error: error.to_string() };
                if is_strict {
                    return Err(LogError::Bad(bad));
                }
                outcome.bad_lines += 1;
                if outcome.bad.len() < KEPT {
                    outcome.bad.push(bad);
                }
            }
        }
    }
    Ok(outcome)
}

/// The record on one line.
///
/// # Errors
/// What is wrong with it.
pub fn parse(line: &[u8]) -> Result<Record, BadLine> {
    let line: Line = serde_json::from_slice(line.trim_ascii()).map_err(|error| {
        // The decoder sees one line at a time, so its own count of lines would mislead.
        let text = error.to_string();
        let text = text.split(" at line ").next().unwrap_or(&text);
        BadLine::Unreadable(format!("{text}, column {}", error.column()))
    })?;
    Record::try_from(line)
}

/// Writes one record, or a record with more beside it, as a line.
///
/// # Errors
/// The writer's.
pub fn write(output: &mut impl Write, record: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *output, record)?;
    output.write_all(b"\n")
}

enum Next {
    Line,
    TooLong,
    End,
}

/// Reads a line into the buffer. Of one that is too long nothing is kept.
fn next_line(input: &mut impl BufRead, buffer: &mut Vec<u8>) -> io::Result<Next> {
    buffer.clear();
    let read = Read::take(&mut *input, MOST_BYTES as u64 + 1).read_until(b'\n', buffer)?;
    if read <= MOST_BYTES || buffer.ends_with(b"\n") {
        return Ok(if read == 0 { Next::End } else { Next::Line });
    }
    buffer.clear();
    input.skip_until(b'\n')?;
    Ok(Next::TooLong)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"{"t":0,"latency_ms":2,"predicted":3,"confidence":0.5}"#;

    fn read_all(text: &[u8], is_strict: bool) -> Result<(Outcome, Vec<Record>), LogError> {
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
        assert_eq!(outcome.bad[0].error, "not a record: missing field `latency_ms`, column 7");
        assert_eq!(records[2], Record::new(0.0, 2.0, 3, 0.5));
    }

    #[test]
    fn the_first_bad_line_ends_a_strict_reading() {
        let text = format!("{GOOD}\n{}\nnonsense\n", GOOD.replace("0.5", "1.5"));
        let error = read_all(text.as_bytes(), true).unwrap_err().to_string();
        assert_eq!(error, "production log, line 2: confidence 1.5 is outside 0 to 1");
        assert_eq!(read_all(text.as_bytes(), false).unwrap().0.bad_lines, 2);
    }

    #[test]
    fn neither_text_that_is_no_text_nor_an_endless_line_stops_the_reading() {
        let mut text = b"\xff\xfe\n".to_vec();
        text.extend(vec![b'x'; MOST_BYTES + 1]);
        text.extend(format!("\n{GOOD}\n").bytes());
        let (outcome, records) = read_all(&text, false).unwrap();
        assert_eq!((records.len(), outcome.bad_lines), (1, 2));
        assert_eq!(outcome.bad[1].error, "not a record: longer than 1048576 bytes");
    }

    #[test]
    fn many_bad_lines_are_counted_and_the_first_kept() {
        let (outcome, _) = read_all("?\n".repeat(50).as_bytes(), false).unwrap();
        assert_eq!((outcome.bad_lines, outcome.bad.len()), (50, KEPT));
        assert_eq!(read_all(b"", false).unwrap(), (Outcome::default(), Vec::new()));
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
