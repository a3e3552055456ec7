//! A log read back, some places at a time, so that a long one does not hold the page up. Lines that
//! are no records are named by number and keep their place.

use std::collections::VecDeque;
use std::io::Cursor;

use dataset::Class;
use monitoring::log::{Log, LogError, LogSummary, Place, Reader, Told};

use super::kinds::KindSet;
use super::record_log::{Entry, Truth};

/// Places that are looked at before a log takes the place of what is shown.
const AHEAD: usize = 100;

/// A log that is being read.
pub struct LogReader {
    reader: Reader<'static>,
    /// What was read ahead.
    ahead: VecDeque<Place>,
    /// Empty places of a bad stretch that have not been given out.
    empty: u64,
    is_over: bool,
    error: Option<LogError>,
}

impl LogReader {
    /// A log with this content.
    ///
    /// # Errors
    /// It cannot be read, or holds no record at its beginning.
    pub fn open(bytes: Vec<u8>) -> Result<Self, LogError> {
        let reader = Reader::open(Cursor::new(bytes), Log::Production, false)?;
        let (ahead, empty, is_over, error) = (VecDeque::new(), 0, false, None);
        let mut log = Self { reader, ahead, empty, is_over, error };
        while log.ahead.len() < AHEAD
            && let Some(place) = log.advance()
        {
            log.ahead.push_back(place);
        }
        match log.error.take() {
            Some(error) => return Err(error),
            None if log.outcome().records == 0 => log.outcome().check(Log::Production)?,
            None => {}
        }
        Ok(log)
    }

    /// The next places, `most` of them: a record, or none where it could not be read.
    pub fn read(&mut self, most: usize) -> Vec<Option<Entry>> {
        let mut places = Vec::new();
        while places.len() < most {
            if self.empty > 0 {
                self.empty -= 1;
                places.push(None);
                continue;
            }
            match self.ahead.pop_front().or_else(|| self.advance()) {
                Some(Place::Record(entry)) => {
                    let truth = entry.told.as_ref().and_then(truth);
                    places.push(Some(Entry { record: entry.record, truth }));
                }
                Some(Place::Bad(lines)) => self.empty = lines,
                None => break,
            }
        }
        places
    }

    /// Whether all of it has been read.
    pub fn is_done(&self) -> bool {
        self.is_over && self.ahead.is_empty() && self.empty == 0
    }

    /// How reading has gone so far.
    pub fn outcome(&self) -> &LogSummary {
        self.reader.outcome()
    }

    /// How reading went, once all has been read.
    ///
    /// # Errors
    /// It could not be read to its end, or too few of its lines are records.
    pub fn finish(self) -> Result<LogSummary, LogError> {
        if let Some(error) = self.error {
            return Err(error);
        }
        let outcome = self.reader.into_outcome();
        outcome.check(Log::Production)?;
        Ok(outcome)
    }

    fn advance(&mut self) -> Option<Place> {
        match self.reader.next() {
            Some(Ok(place)) => return Some(place),
            Some(Err(error)) => self.error = Some(error),
            None => {}
        }
        self.is_over = true;
        None
    }
}

/// Whether a file is a log: its first place holds a record.
pub fn is_log(bytes: &[u8]) -> bool {
    let mut reader = Reader::open(bytes, Log::Production, false).ok();
    let first = reader.as_mut().and_then(Iterator::next);
    matches!(first, Some(Ok(Place::Record(_))))
}

fn truth(told: &Told) -> Option<Truth> {
    let kinds = |names: &[String]| KindSet::of_slugs(names.iter().map(String::as_str));
    Some(Truth {
        original: Class::from_label(told.original_label)?,
        active: kinds(&told.active),
        affected: kinds(&told.shift),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "{\"t\":0,\"latency_ms\":2,\"predicted\":3,\"confidence\":0.5}\n";

    #[test]
    fn bad_lines_are_named_and_keep_their_place_some_places_at_a_time() {
        let log = "\
            {\"t\":0,\"latency_ms\":2,\"predicted\":3,\"confidence\":0.5}\n\
            \n\
            {\"t\":0.02,\"latency_ms\":2,\"predicted\":13,\"confidence\":0.5}\n\
            {\"t\":0.04,\"latency_ms\":2,\"predicted\":3,\"confidence\":0.5,\"original_label\":8,\
             \"shift\":[],\"active\":[\"prior\"]}";
        let mut reader = LogReader::open(log.into()).unwrap();
        assert_eq!(reader.read(1).len(), 1);
        let rest = reader.read(100);
        assert_eq!((rest.len(), &rest[0]), (2, &None));
        let truth = rest[1].as_ref().unwrap().truth.unwrap();
        assert_eq!((truth.original, truth.active.slugs()), (Class::Bag, vec!["prior"]));
        assert!(reader.is_done() && reader.read(5).is_empty());
        let outcome = reader.outcome();
        assert_eq!((outcome.records, outcome.bad_lines, outcome.bad[0].line), (2, 1, 3));
        let error = outcome.bad[0].error.to_string();
        assert!(error.contains("13"), "{error}");
        // A third of the lines: the log is not read as it was meant.
        assert!(matches!(reader.finish(), Err(LogError::Mostly { .. })));
    }

    #[test]
    fn what_is_no_log_is_refused_before_anything_is_shown_of_it() {
        for bytes in [&b""[..], b"\n\n", b"nonsense\nmore\n", b"{\"format\": 1}", b"PK\x03\x04"] {
            assert!(LogReader::open(bytes.to_vec()).is_err(), "{bytes:?}");
            assert!(!is_log(bytes), "{bytes:?}");
        }
        let array = format!("[{}]", GOOD.trim_end());
        assert!(is_log(GOOD.as_bytes()) && is_log(array.as_bytes()));
        assert_eq!(LogReader::open(array.into()).unwrap().finish().unwrap().records, 1);
    }

    #[test]
    fn a_log_that_turns_bad_further_on_ends_in_an_error() {
        let log = GOOD.repeat(200) + &"nonsense\n".repeat(100);
        let mut reader = LogReader::open(log.into()).unwrap();
        let places = reader.read(usize::MAX);
        assert_eq!((places.len(), places.iter().flatten().count()), (300, 200));
        assert!(matches!(reader.finish(), Err(LogError::Mostly { .. })));
        let cut = format!("[{}", GOOD.trim_end().repeat(200).replace("}{", "},{"));
        let mut reader = LogReader::open(cut.into()).unwrap();
        reader.read(usize::MAX);
        assert!(matches!(reader.finish(), Err(LogError::Broken { .. })));
    }
}
