//! A log read back, some lines at a time, so that a long one does not hold the page up. Lines that
//! are no records are named by number.

use domain::Class;
use monitoring::log::{self, BadRecord, KEPT, Log, MOST_BYTES, Outcome};
use serde::Deserialize;

use super::kinds::KindSet;
use super::tape::{Entry, Truth};

/// A log that is being read.
#[derive(Clone, Debug)]
pub struct LogReader {
    bytes: Vec<u8>,
    at: usize,
    line: u64,
    outcome: Outcome,
}

/// What a simulator writes beside a record.
#[derive(Deserialize)]
struct TruthLine {
    original_label: u8,
    #[serde(default)]
    shift: Vec<String>,
    #[serde(default)]
    active: Vec<String>,
}

impl LogReader {
    /// A log with this content.
    pub fn new(bytes: Vec<u8>) -> Self {
        Self { bytes, at: 0, line: 0, outcome: Outcome::default() }
    }

    /// The records on the next `most` lines; fewer where lines are bad or empty.
    pub fn read(&mut self, most: usize) -> Vec<Entry> {
        (0..most).map_while(|_| self.next_line()).flatten().collect()
    }

    /// Whether all of it has been read.
    pub fn is_done(&self) -> bool {
        self.at >= self.bytes.len()
    }

    /// How reading has gone so far.
    pub fn outcome(&self) -> &Outcome {
        &self.outcome
    }

    /// The next line: none at the end, nothing on a line without a record.
    fn next_line(&mut self) -> Option<Option<Entry>> {
        if self.is_done() {
            return None;
        }
        let rest = &self.bytes[self.at..];
        let length = rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
        let line = &rest[..length];
        self.line += 1;
        let parsed = match line {
            line if line.trim_ascii().is_empty() => Ok(None),
            line if line.len() > MOST_BYTES => Err(format!("longer than {MOST_BYTES} bytes")),
            line => match log::parse(line) {
                Ok(record) => Ok(Some(Entry { record, truth: truth(line) })),
                Err(error) => Err(error.to_string()),
            },
        };
        self.at += length + 1;
        Some(self.note(parsed))
    }

    fn note(&mut self, parsed: Result<Option<Entry>, String>) -> Option<Entry> {
        match parsed {
            Ok(entry) => {
                self.outcome.records += u64::from(entry.is_some());
                entry
            }
            Err(error) => {
                self.outcome.bad_lines += 1;
                if self.outcome.bad.len() < KEPT {
                    let bad = BadRecord { log: Log::Production, line: self.line, error };
                    self.outcome.bad.push(bad);
                }
                None
            }
        }
    }
}

fn truth(line: &[u8]) -> Option<Truth> {
    let line: TruthLine = serde_json::from_slice(line).ok()?;
    let kinds = |names: &[String]| KindSet::of_slugs(names.iter().map(String::as_str));
    Some(Truth {
        original: Class::from_label(line.original_label)?,
        active: kinds(&line.active),
        affected: kinds(&line.shift),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bad_lines_are_named_and_the_rest_is_read_some_lines_at_a_time() {
        let log = "\
            {\"t\":0,\"latency_ms\":2,\"predicted\":3,\"confidence\":0.5}\n\
            \n\
            {\"t\":0.02,\"latency_ms\":2,\"predicted\":13,\"confidence\":0.5}\n\
            {\"t\":0.04,\"latency_ms\":2,\"predicted\":3,\"confidence\":0.5,\"original_label\":8,\
             \"shift\":[],\"active\":[\"prior\"]}";
        let mut reader = LogReader::new(log.into());
        assert_eq!(reader.read(1).len(), 1);
        let rest = reader.read(100);
        assert_eq!(rest.len(), 1);
        let truth = rest[0].truth.unwrap();
        assert_eq!((truth.original, truth.active.slugs()), (Class::Bag, vec!["prior"]));
        assert!(reader.is_done() && reader.read(5).is_empty());
        let outcome = reader.outcome();
        assert_eq!((outcome.records, outcome.bad_lines, outcome.bad[0].line), (2, 1, 3));
        assert!(outcome.bad[0].error.contains("13"), "{}", outcome.bad[0].error);
    }
}
