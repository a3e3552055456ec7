//! Accuracy as it is expected without labels and as it is, counted as the run goes: over the whole
//! run, over the records that nothing touched, and over those that each kind of shift touched.

use simulation::ShiftKind;
use statistics::drift::cbpe::{Estimate, Spread, Sums};

use super::record_log::Entry;

/// Counts over some records.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Tally {
    confidences: Sums,
    judged: u64,
    right: u64,
}

impl Tally {
    fn push(&mut self, entry: &Entry) {
        self.confidences.push(f64::from(entry.record.confidence));
        if let Some(is_right) = entry.is_right() {
            self.judged += 1;
            self.right += u64::from(is_right);
        }
    }

    /// How many records.
    pub fn n(&self) -> usize {
        self.confidences.n()
    }

    /// The accuracy to expect of them.
    pub fn estimate(&self, spread: Spread) -> Option<Estimate> {
        self.confidences.estimate(spread)
    }

    /// Their true accuracy, where it is known of all.
    pub fn accuracy(&self) -> Option<f64> {
        (self.judged > 0 && self.judged == self.n() as u64)
            .then(|| self.right as f64 / self.judged as f64)
    }
}

/// Which records are counted together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Group {
    /// All of them.
    All,
    /// Those that no shift touched.
    Untouched,
    /// Those that a kind of shift touched.
    Touched(ShiftKind),
}

/// The counts of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Tallies {
    all: Tally,
    untouched: Tally,
    touched: [Tally; ShiftKind::ALL.len()],
}

impl Tallies {
    /// Counts a record.
    pub fn push(&mut self, entry: &Entry) {
        self.all.push(entry);
        let Some(truth) = entry.truth else { return };
        if truth.affected.is_empty() {
            self.untouched.push(entry);
        }
        for kind in truth.affected.iter() {
            self.touched[kind as usize].push(entry);
        }
    }

    /// The groups that hold a record.
    pub fn groups(&self) -> Vec<(Group, Tally)> {
        let touched = ShiftKind::ALL.into_iter().zip(self.touched);
        let touched = touched.map(|(kind, tally)| (Group::Touched(kind), tally));
        let whole = [(Group::All, self.all), (Group::Untouched, self.untouched)];
        whole.into_iter().chain(touched).filter(|(_, tally)| tally.n() > 0).collect()
    }
}

#[cfg(test)]
mod tests {
    use dataset::Class;
    use statistics::drift::Record;

    use super::*;
    use crate::monitor::state::kinds::KindSet;
    use crate::monitor::state::record_log::Truth;

    fn entry(confidence: f32, label: u8, touched: &[&str]) -> Entry {
        let mut record = Record::new(0.0, 1.0, 2, confidence);
        record.label = Some(label);
        let affected = KindSet::of_slugs(touched.iter().copied());
        Entry { record, truth: Some(Truth { original: Class::Bag, active: affected, affected }) }
    }

    #[test]
    fn the_estimate_stays_where_the_truth_falls_under_concept_shift() {
        let mut tallies = Tallies::default();
        for _ in 0..3 {
            tallies.push(&entry(0.75, 2, &[]));
        }
        tallies.push(&entry(0.75, 3, &["concept"]));
        let groups = tallies.groups();
        let names: Vec<Group> = groups.iter().map(|(group, _)| *group).collect();
        assert_eq!(names, [Group::All, Group::Untouched, Group::Touched(ShiftKind::Concept)]);
        let estimates = groups.iter().map(|(_, tally)| tally.estimate(Spread::Confidence));
        assert!(estimates.flatten().all(|estimate| estimate.estimate == 0.75));
        let truths: Vec<_> = groups.iter().map(|(_, tally)| tally.accuracy()).collect();
        assert_eq!(truths, [Some(0.75), Some(1.0), Some(0.0)]);
    }

    #[test]
    fn accuracy_is_not_told_of_records_whose_labels_are_partly_unknown() {
        let mut tallies = Tallies::default();
        tallies.push(&entry(0.5, 2, &[]));
        let mut blind = entry(0.5, 2, &[]);
        blind.record.label = None;
        tallies.push(&blind);
        assert_eq!(tallies.groups()[0].1.accuracy(), None);
    }
}
