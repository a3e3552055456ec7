//! The records of a run, packed: 88 bytes each, in pieces, so that it grows without being copied.
//! It does not know what they mean.

use std::collections::VecDeque;

use dataset::{CLASSES, Class};
use policy::decision::Verdict;
use simulation::ShiftKind;
use statistics::drift::Record;

use super::kinds::KindSet;

/// Records that are kept at most; of a longer run the first are let go. 18 MB.
pub const MOST: u64 = 200_000;
/// Records in a piece.
const PIECE: usize = 2_000;
/// Stands for nothing where a class or verdict would be.
const NONE: u8 = u8::MAX;

/// A record with what only the simulator knows of it, where that is known.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// What production knows.
    pub record: Record,
    /// What only the simulator knows.
    pub truth: Option<Truth>,
}

/// What only the simulator knows of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Truth {
    /// The data set's own label of the image.
    pub original: Class,
    /// Kinds of the shifts whose time it was.
    pub active: KindSet,
    /// Kinds of those that touched this record.
    pub affected: KindSet,
}

impl Entry {
    /// Whether the prediction is right; none where that is not known. What shows no garment has
    /// no right class, so every prediction of it is wrong.
    pub fn is_right(&self) -> Option<bool> {
        match (self.record.error(), self.truth) {
            (Some(is_wrong), _) => Some(!is_wrong),
            (None, Some(truth)) if truth.affected.contains(ShiftKind::Outliers) => Some(false),
            (None, _) => None,
        }
    }
}

/// A record as it is kept. A number that is not there is NaN, which no record holds.
#[derive(Clone, Copy, Debug)]
struct Packed {
    t: f64,
    latency_ms: f64,
    probabilities: [f32; CLASSES],
    confidence: f32,
    reconstruction_error: f32,
    brightness: f32,
    contrast: f32,
    sharpness: f32,
    predicted: u8,
    label: u8,
    verdict: u8,
    original: u8,
    active: u8,
    affected: u8,
}

const VERDICTS: [Verdict; 3] = [Verdict::Accept, Verdict::Review, Verdict::Reject];

impl Packed {
    fn new(entry: &Entry) -> Self {
        let Entry { record, truth } = entry;
        let number = |value: Option<f32>| value.unwrap_or(f32::NAN);
        Self {
            t: record.t,
            latency_ms: record.latency_ms,
            probabilities: record.probabilities.unwrap_or([f32::NAN; CLASSES]),
            confidence: record.confidence,
            reconstruction_error: number(record.reconstruction_error),
            brightness: number(record.brightness),
            contrast: number(record.contrast),
            sharpness: number(record.sharpness),
            predicted: record.predicted,
            label: record.label.unwrap_or(NONE),
            verdict: record.verdict.map_or(NONE, |verdict| verdict as u8),
            original: truth.map_or(NONE, |truth| truth.original.label()),
            active: truth.map_or(0, |truth| truth.active.bits()),
            affected: truth.map_or(0, |truth| truth.affected.bits()),
        }
    }

    /// The entry; none in a place that was left empty.
    fn entry(&self) -> Option<Entry> {
        if self.predicted == NONE {
            return None;
        }
        let number = |value: f32| Some(value).filter(|value| !value.is_nan());
        let is_known = !self.probabilities[0].is_nan();
        let record = Record {
            probabilities: is_known.then_some(self.probabilities),
            reconstruction_error: number(self.reconstruction_error),
            label: Some(self.label).filter(|label| *label != NONE),
            brightness: number(self.brightness),
            contrast: number(self.contrast),
            sharpness: number(self.sharpness),
            verdict: VERDICTS.get(usize::from(self.verdict)).copied(),
            ..Record::new(self.t, self.latency_ms, self.predicted, self.confidence)
        };
        let truth = Class::from_label(self.original).map(|original| Truth {
            original,
            active: KindSet::from_bits(self.active),
            affected: KindSet::from_bits(self.affected),
        });
        Some(Entry { record, truth })
    }
}

/// The records of a run.
#[derive(Clone, Debug, Default)]
pub struct RecordLog {
    first: u64,
    end: u64,
    pieces: VecDeque<Vec<Packed>>,
}

impl RecordLog {
    /// An empty tape whose next record is this one.
    pub fn starting_at(first: u64) -> Self {
        Self { first, end: first, pieces: VecDeque::new() }
    }

    /// The index of the first record that is kept.
    pub fn first(&self) -> u64 {
        self.first
    }

    /// The index of the record that comes next.
    pub fn end(&self) -> u64 {
        self.end
    }

    /// Takes the next record. A run that grows too long loses its first records, a piece at a
    /// time.
    pub fn push(&mut self, entry: &Entry) {
        self.put(Packed::new(entry));
    }

    /// Leaves the next place empty, for a record that could not be read, so that those after it keep
    /// their index.
    pub fn push_gap(&mut self) {
        let nothing = Record::new(f64::NAN, f64::NAN, NONE, f32::NAN);
        self.put(Packed::new(&Entry { record: nothing, truth: None }));
    }

    fn put(&mut self, packed: Packed) {
        match self.pieces.back_mut().filter(|piece| piece.len() < PIECE) {
            Some(piece) => piece.push(packed),
            None => {
                let mut piece = Vec::with_capacity(PIECE);
                piece.push(packed);
                self.pieces.push_back(piece);
            }
        }
        self.end += 1;
        if self.end - self.first > MOST
            && let Some(piece) = self.pieces.pop_front()
        {
            self.first += piece.len() as u64;
        }
    }

    /// A record, while it is kept; none in a place that was left empty.
    pub fn get(&self, index: u64) -> Option<Entry> {
        let place = usize::try_from(index.checked_sub(self.first)?).ok()?;
        self.pieces.get(place / PIECE)?.get(place % PIECE)?.entry()
    }

    /// The last record.
    pub fn last(&self) -> Option<Entry> {
        (self.first..self.end).rev().find_map(|index| self.get(index))
    }

    /// The records of these indices that are kept, in order.
    pub fn range(&self, range: std::ops::Range<u64>) -> impl Iterator<Item = (u64, Entry)> + '_ {
        let range = range.start.max(self.first)..range.end.min(self.end);
        range.filter_map(|index| Some((index, self.get(index)?)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(number: u64) -> Entry {
        let record = Record {
            label: number.is_multiple_of(2).then_some(3),
            brightness: Some(0.25),
            verdict: Some(Verdict::Reject),
            ..Record::new(number as f64 / 50.0, 2.5, 3, 0.875)
        };
        let truth = number.is_multiple_of(3).then(|| Truth {
            original: Class::Bag,
            active: KindSet::of_slugs(["outliers", "prior"]),
            affected: KindSet::of_slugs(["outliers"]),
        });
        Entry { record, truth }
    }

    #[test]
    fn what_is_kept_comes_back_as_it_was() {
        let mut tape = RecordLog::default();
        (0..5_000).for_each(|number| tape.push(&entry(number)));
        assert_eq!(tape.get(4_321), Some(entry(4_321)));
        assert_eq!(tape.get(5_000), None);
        let range: Vec<u64> = tape.range(4_998..6_000).map(|(index, _)| index).collect();
        assert_eq!(range, [4_998, 4_999]);
    }

    #[test]
    fn an_empty_place_keeps_the_index_of_the_others() {
        let mut tape = RecordLog::starting_at(10);
        tape.push(&entry(10));
        tape.push_gap();
        tape.push(&entry(12));
        assert_eq!((tape.end(), tape.get(11), tape.get(12)), (13, None, Some(entry(12))));
        let range: Vec<u64> = tape.range(0..99).map(|(index, _)| index).collect();
        assert_eq!(range, [10, 12]);
    }

    #[test]
    fn a_long_run_keeps_its_end_in_bounded_memory() {
        let mut tape = RecordLog::default();
        (0..MOST + 1).for_each(|number| tape.push(&entry(number)));
        assert_eq!((tape.first(), tape.end()), (2_000, MOST + 1));
        assert_eq!(tape.get(1_999), None);
        assert_eq!(tape.get(2_000), Some(entry(2_000)));
        assert!(size_of::<Packed>() <= 88);
    }

    #[test]
    fn an_outlier_is_never_named_rightly_and_an_unlabelled_image_nobody_knows() {
        assert_eq!(entry(2).is_right(), Some(true));
        assert_eq!(entry(9).is_right(), Some(false));
        assert_eq!(entry(1).is_right(), None);
    }
}
