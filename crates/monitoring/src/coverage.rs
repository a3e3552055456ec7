//! What a log does not say: signals that stop, that one of the two logs lacks, fields that nobody
//! knows, too few records. An alarm that did not come means nothing where nothing was looked at.

use serde::Serialize;
use statistics::drift::reference::Reference;
use statistics::drift::{Record, Signal};

use crate::log::{Field, Log, LogSummary};

/// Windows that a log must fill before it counts that no detector fired. Of one window a change shows
/// only once it has filled it, and the detectors of change need a stretch before it to compare with.
const WINDOWS: u64 = 2;

/// Records that it takes to look, with this many values in a window.
pub fn needed(window: usize) -> u64 {
    WINDOWS * window.max(1) as u64
}

/// A field that is not known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UnknownField {
    /// Its name.
    pub name: String,
    /// How many records have it.
    pub records: u64,
}

/// How many records have a signal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Held {
    /// Records.
    pub n: u64,
    /// The place of the last of them, counted from 0.
    pub last: Option<u64>,
}

/// How many records of a log have each signal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Coverage([Held; Signal::COUNT]);

impl Coverage {
    /// Counts the record in this place.
    pub fn push(&mut self, place: u64, record: &Record) {
        for signal in Signal::ALL {
            if signal.value(record).is_some() {
                let held = &mut self.0[signal.index()];
                *held = Held { n: held.n + 1, last: Some(place) };
            }
        }
    }

    /// Of one signal.
    pub fn of(&self, signal: Signal) -> Held {
        self.0[signal.index()]
    }
}

/// Something that was not looked at, or only in part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Note {
    /// A field that is not known.
    Unknown {
        /// In which log.
        log: Log,
        /// Which, and in how many records.
        field: UnknownField,
        /// Records of the log.
        of: u64,
        /// The field that seems to be meant.
        meant: Option<&'static str>,
    },
    /// A signal that one log has and the other lacks.
    Lacks {
        /// Which log lacks it.
        log: Log,
        /// Which.
        signal: Signal,
    },
    /// A signal that some records lack.
    Partial {
        /// In which log.
        log: Log,
        /// Which.
        signal: Signal,
        /// Records that have it.
        n: u64,
        /// Records of the log.
        of: u64,
    },
    /// A signal of production that ends before the log does.
    Stops {
        /// Which.
        signal: Signal,
        /// Records that have it.
        n: u64,
        /// Records of the log.
        of: u64,
        /// The last place that has it, counted from 0.
        last: u64,
    },
    /// A signal with too few values to look at, in a log that is long enough.
    TooFew {
        /// Which.
        signal: Signal,
        /// Values.
        n: u64,
        /// Values that it takes.
        needed: u64,
    },
}

/// What was not looked at in a production log. Each signal of it is watched where the reference has
/// it; `needed` are the values that it takes ([`needed`]).
pub fn of_production(reference: &Reference, production: &LogSummary, needed: u64) -> Vec<Note> {
    let mut notes = unknown(Log::Production, production);
    for signal in Signal::ALL {
        let Held { n, last } = production.coverage.of(signal);
        let is_known = reference.signal(signal).is_some();
        match (is_known, last) {
            (false, None) => {}
            (true, None) => notes.push(Note::Lacks { log: Log::Production, signal }),
            (false, Some(_)) => notes.push(Note::Lacks { log: Log::Reference, signal }),
            (true, Some(last)) => notes.extend(gaps(production, signal, n, last, needed)),
        }
    }
    notes
}

fn gaps(production: &LogSummary, signal: Signal, n: u64, last: u64, needed: u64) -> Vec<Note> {
    let of = production.records;
    if n >= of {
        return Vec::new();
    }
    let after = (of + production.bad_lines).saturating_sub(last + 1);
    let is_from_start = n == last + 1;
    let mut notes = vec![if after > 0 && (is_from_start || after * 10 > of) {
        Note::Stops { signal, n, of, last }
    } else {
        Note::Partial { log: Log::Production, signal, n, of }
    }];
    if n < needed && of >= needed {
        notes.push(Note::TooFew { signal, n, needed });
    }
    notes
}

/// What a reference log lacks.
pub fn of_reference(reference: &LogSummary) -> Vec<Note> {
    let log = Log::Reference;
    let of = reference.records;
    let partial = |signal| {
        let n = reference.coverage.of(signal).n;
        (n > 0 && n < of).then_some(Note::Partial { log, signal, n, of })
    };
    let mut notes = unknown(log, reference);
    notes.extend(Signal::ALL.into_iter().filter_map(partial));
    notes
}

fn unknown(log: Log, outcome: &LogSummary) -> Vec<Note> {
    let note = |field: &UnknownField| Note::Unknown {
        log,
        meant: meant(&field.name),
        field: field.clone(),
        of: outcome.records,
    };
    outcome.unknown.iter().map(note).collect()
}

/// The known field that a name is likely to be a misspelling of: the same but for case and marks, or
/// at most two letters away.
fn meant(name: &str) -> Option<&'static str> {
    let bare = |name: &str| -> Vec<char> {
        name.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect()
    };
    let wanted = bare(name);
    let distance = |known: &str| edits(&wanted, &bare(known));
    let near = Field::ALL.map(|(_, known)| (distance(known), known));
    let (edits, known) = near.into_iter().min_by_key(|(edits, _)| *edits)?;
    (edits <= 2 && edits * 3 < known.len()).then_some(known)
}

/// Letters to put in, take out or exchange to make one word of another (Levenshtein's distance).
fn edits(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, y) in b.iter().enumerate() {
            let exchanged = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = exchanged.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_field_is_recognised_and_another_one_is_not() {
        for (name, expected) in [
            ("confidance", Some("confidence")),
            ("Confidence", Some("confidence")),
            ("reconstruction-eror", Some("reconstruction_error")),
            ("latencyMs", Some("latency_ms")),
            ("labels", Some("label")),
            ("note", None),
            ("ts", None),
            ("id", None),
        ] {
            assert_eq!(meant(name), expected, "{name}");
        }
    }

    fn labelled(n: u64, has_label: impl Fn(u64) -> bool) -> (Vec<Record>, LogSummary) {
        let record = |place: u64| {
            let label = has_label(place).then_some(1);
            Record { label, ..Record::new(place as f64, 2.0, 1, 0.5) }
        };
        let records: Vec<Record> = (0..n).map(record).collect();
        let mut outcome = LogSummary { records: n, ..LogSummary::default() };
        (0..).zip(&records).for_each(|(place, record)| outcome.coverage.push(place, record));
        (records, outcome)
    }

    fn notes(has_label: impl Fn(u64) -> bool) -> Vec<Note> {
        let reference = Reference::of(&labelled(100, |_| true).0, 0);
        of_production(&reference, &labelled(1_000, has_label).1, 400)
    }

    #[test]
    fn a_signal_that_stops_is_told_apart_from_one_with_gaps() {
        let signal = Signal::Errors;
        assert_eq!(notes(|_| true), []);
        assert_eq!(
            notes(|place| place < 500),
            [Note::Stops { signal, n: 500, of: 1_000, last: 499 }]
        );
        assert_eq!(
            notes(|place| place < 150),
            [
                Note::Stops { signal, n: 150, of: 1_000, last: 149 },
                Note::TooFew { signal, n: 150, needed: 400 }
            ]
        );
        let log = Log::Production;
        assert_eq!(
            notes(|place| place.is_multiple_of(2)),
            [Note::Partial { log, signal, n: 500, of: 1_000 }]
        );
        assert_eq!(notes(|_| false), [Note::Lacks { log, signal }]);
    }

    #[test]
    fn what_the_reference_lacks_is_said() {
        let reference = Reference::of(&labelled(100, |_| false).0, 0);
        let notes = of_production(&reference, &labelled(1_000, |_| true).1, 400);
        assert_eq!(notes, [Note::Lacks { log: Log::Reference, signal: Signal::Errors }]);
        let log = Log::Reference;
        assert_eq!(
            of_reference(&labelled(100, |place| place < 60).1),
            [Note::Partial { log, signal: Signal::Errors, n: 60, of: 100 }]
        );
    }
}
