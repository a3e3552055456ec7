//! The records of a log one after another, in whichever layout they are.

use std::io::{self, BufRead};

use statistics::drift::Record;
use statistics::drift::record::BadLine;

use super::row::{Row, Told};
use super::source::{self, Opened, Text};
use super::split::{Piece, Pieces};
use super::table::Table;
use super::{BadRecord, KEPT, Log, LogError, LogSummary, MOST_BYTES};

/// Lines that one row of a table may take. A quotation mark that is never closed swallows no more.
const MOST_LINES: u64 = 100;

/// A record, and what a simulator wrote beside it.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// What production knows.
    pub record: Record,
    /// What only a simulator knows.
    pub told: Option<Told>,
}

/// What stands in the next place of a log.
#[derive(Clone, Debug, PartialEq)]
pub enum Place {
    /// A record.
    Record(Box<Entry>),
    /// So many lines that are no records.
    Bad(u64),
}

/// A log that is being read; gives its places in order. Lines without anything on them are neither
/// records nor bad. Ends after an error.
pub struct Reader<'a> {
    pieces: Pieces<Text<'a>>,
    layout: Layout,
    log: Log,
    is_strict: bool,
    /// The first ISO time, from which seconds are counted.
    origin: Option<f64>,
    outcome: LogSummary,
    buffer: Vec<u8>,
}

/// How records are laid out in the text.
enum Layout {
    /// Nothing has been read.
    Unknown,
    Lines,
    Array,
    Table(Table),
    /// There is no more.
    Over,
}

impl<'a> Reader<'a> {
    /// A log with this content. With `is_strict` the first bad line is an error.
    ///
    /// # Errors
    /// The reader's, or the file holds no text.
    pub fn open(
        input: impl BufRead + Send + Sync + 'a,
        log: Log,
        is_strict: bool,
    ) -> Result<Self, LogError> {
        let opened = source::open(input);
        match opened.map_err(|error| LogError::Read { log, line: 0, why: error.to_string() })? {
            Opened::Foreign(kind) => Err(LogError::Foreign { log, kind }),
            Opened::Text(text) => Ok(Self {
                pieces: Pieces::new(text),
                layout: Layout::Unknown,
                log,
                is_strict,
                origin: None,
                outcome: LogSummary::default(),
                buffer: Vec::new(),
            }),
        }
    }

    /// How reading has gone so far.
    pub fn outcome(&self) -> &LogSummary {
        &self.outcome
    }

    /// The same, once all has been read.
    pub fn into_outcome(self) -> LogSummary {
        self.outcome
    }

    fn read_next(&mut self) -> Result<Option<Place>, LogError> {
        loop {
            let piece = match self.layout {
                Layout::Over => return Ok(None),
                Layout::Unknown => match self.find_layout()? {
                    Some(place) => return Ok(Some(place)),
                    None => continue,
                },
                Layout::Array => self.next_element()?,
                Layout::Lines | Layout::Table(_) => self.next_line()?,
            };
            let Some((piece, line)) = piece else {
                self.layout = Layout::Over;
                continue;
            };
            if piece == Piece::Whole && self.buffer.trim_ascii().is_empty() {
                continue;
            }
            return self.take(piece, line).map(Some);
        }
    }

    /// Finds out how records are laid out, and leaves behind what stands before the first: an opening
    /// bracket, a header, or a bad line.
    fn find_layout(&mut self) -> Result<Option<Place>, LogError> {
        self.layout = Layout::Lines;
        match self.pieces.peek().map_err(|error| self.failed(&error))? {
            Some(b'{') | None => return Ok(None),
            Some(b'[') => {
                self.pieces.pass(b'[');
                self.layout = Layout::Array;
                return Ok(None);
            }
            Some(_) => {}
        }
        let mut next = self.next_line()?;
        if self.buffer.starts_with(b"sep=") {
            // Excel's own note on what separates the fields.
            next = self.next_line()?;
        }
        let Some((piece, line)) = next else { return Ok(None) };
        let Some(table) = Table::of_header(&self.buffer) else {
            return self.take(piece, line).map(Some);
        };
        self.layout = Layout::Table(table);
        Ok(None)
    }

    /// Reads a line, and those that a quotation mark draws to it, into the buffer; with the number of
    /// the first.
    fn next_line(&mut self) -> Result<Option<(Piece, u64)>, LogError> {
        let piece = self.pieces.line(&mut self.buffer);
        let piece = piece.map_err(|error| self.failed(&error))?;
        if piece == Piece::End {
            return Ok(None);
        }
        let line = self.pieces.ended();
        let mut next = Vec::new();
        while let Layout::Table(table) = &self.layout
            && piece == Piece::Whole
            && self.pieces.ended() - line < MOST_LINES
            && self.buffer.len() < MOST_BYTES
            && table.goes_on(&self.buffer)
        {
            let more = self.pieces.line(&mut next);
            if more.map_err(|error| self.failed(&error))? == Piece::End {
                break;
            }
            self.buffer.push(b'\n');
            self.buffer.append(&mut next);
        }
        Ok(Some((piece, line)))
    }

    fn next_element(&mut self) -> Result<Option<(Piece, u64)>, LogError> {
        let element = self.pieces.element(&mut self.buffer);
        let (piece, line) = element.map_err(|error| self.failed(&error))?;
        let log = self.log;
        match piece {
            Piece::Cut => Err(LogError::Broken { log, line, is_cut: true }),
            Piece::End => match self.pieces.peek().map_err(|error| self.failed(&error))? {
                Some(_) => {
                    Err(LogError::Broken { log, line: self.pieces.ended() + 1, is_cut: false })
                }
                None => Ok(None),
            },
            Piece::Whole | Piece::TooLong => Ok(Some((piece, line))),
        }
    }

    fn failed(&self, error: &io::Error) -> LogError {
        LogError::Read { log: self.log, line: self.pieces.ended(), why: error.to_string() }
    }

    /// Makes of what the buffer holds what it is.
    fn take(&mut self, piece: Piece, line: u64) -> Result<Place, LogError> {
        let row = match (piece, &self.layout) {
            (Piece::TooLong, _) => Err(BadLine::TooLong(MOST_BYTES)),
            (_, Layout::Table(table)) => table.row(&self.buffer),
            _ => of_json(&self.buffer),
        };
        let parsed = row.and_then(|row| Ok((row.record(&mut self.origin)?, row)));
        match parsed {
            Ok((record, row)) => {
                let place = self.outcome.records + self.outcome.bad_lines;
                self.outcome.coverage.push(place, &record);
                self.outcome.records += 1;
                row.unknown.iter().for_each(|name| self.outcome.note_unknown(name));
                Ok(Place::Record(Box::new(Entry { record, told: row.told() })))
            }
            Err(error) => {
                let bad = BadRecord { log: self.log, line, error };
                if self.is_strict {
                    return Err(LogError::Bad(bad));
                }
                let lines = match self.layout {
                    Layout::Table(_) => self.pieces.ended() + 1 - line,
                    _ => 1,
                };
                self.outcome.bad_lines += lines;
                if self.outcome.bad.len() < KEPT {
                    self.outcome.bad.push(bad);
                }
                Ok(Place::Bad(lines))
            }
        }
    }
}

impl Iterator for Reader<'_> {
    type Item = Result<Place, LogError>;

    fn next(&mut self) -> Option<Self::Item> {
        let next = self.read_next();
        if next.is_err() {
            self.layout = Layout::Over;
        }
        next.transpose()
    }
}

/// The row that a line or an element is. A comma after it is no harm.
pub(super) fn of_json(text: &[u8]) -> Result<Row<'_>, BadLine> {
    let text = text.trim_ascii();
    let text = text.strip_suffix(b",").unwrap_or(text);
    serde_json::from_slice(text).map_err(|error| {
        // The decoder sees one record at a time, so its own count of lines would mislead.
        let what = error.to_string();
        let what = what.split(" at line ").next().unwrap_or(&what).to_owned();
        BadLine::NotJson { what, column: error.column() }
    })
}
