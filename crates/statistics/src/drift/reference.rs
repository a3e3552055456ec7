//! The reference: what is remembered of the records that production is compared with.

use serde::{Deserialize, Serialize};

use super::bins::Bins;
use super::detectors::Known;
use super::record::Record;
use super::signal::Signal;
use crate::metrics::{Proportion, proportion};

/// What is remembered of one signal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SignalReference {
    /// Which signal.
    pub signal: Signal,
    /// How many records had it.
    pub n: usize,
    /// How its values are binned.
    pub bins: Bins,
    /// How many of its values fall into each bin.
    pub counts: Vec<u64>,
    /// Its values in ascending order, or some of them evenly chosen ([`Reference::thinned`]);
    /// empty for a signal of categories, whose counts say all.
    pub sorted: Vec<f64>,
}

impl SignalReference {
    /// The reference of values in any order.
    pub fn new(signal: Signal, mut values: Vec<f64>) -> Self {
        values.sort_by(f64::total_cmp);
        let bins = match signal.categories() {
            Some(k) => Bins::Categories(k),
            None => Bins::deciles_of_sorted(&values),
        };
        let (n, counts) = (values.len(), bins.count(&values));
        if signal.categories().is_some() {
            values = Vec::new();
        }
        Self { signal, n, bins, counts, sorted: values }
    }

    /// Where a value stands in the reference: the share of values below it, equal ones counting
    /// half. Without drift it is uniform in [0, 1], whatever the signal's unit and its tails,
    /// which is what detectors of a change of mean want. ½ without any value.
    pub fn level(&self, value: f64) -> f64 {
        if self.sorted.is_empty() {
            return 0.5;
        }
        let below = self.sorted.partition_point(|&other| other < value);
        let rest = &self.sorted[below..];
        let has_equal = rest.first() == Some(&value);
        let equal = if has_equal { rest.partition_point(|&other| other <= value) } else { 0 };
        let up_to = below + equal;
        (below + up_to) as f64 / (2 * self.sorted.len()) as f64
    }

    /// What detectors of change start from, one entry for each stream that they are fed: of a
    /// measured number the levels, of the predicted class each class's indicator, of errors the
    /// errors.
    pub fn known(&self) -> Vec<Known> {
        let n = self.n as u64;
        let share = |count: &u64| {
            let mean = *count as f64 / self.n.max(1) as f64;
            Known { n, mean, variance: mean * (1.0 - mean) }
        };
        match self.signal.categories() {
            Some(_) if self.signal == Signal::Errors => {
                self.counts.iter().skip(1).map(share).collect()
            }
            Some(_) => self.counts.iter().map(share).collect(),
            // Levels have the mean ½ whatever the values are, and less variance where some tie.
            None => {
                let deviations = self.sorted.iter().map(|&value| (self.level(value) - 0.5).powi(2));
                let variance = deviations.sum::<f64>() / self.sorted.len().max(1) as f64;
                vec![Known { n, mean: 0.5, variance }]
            }
        }
    }
}

/// The reference of a log.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reference {
    /// How many records.
    pub n: usize,
    /// The signals that some record had, in the order of [`Signal::ALL`].
    pub signals: Vec<SignalReference>,
    /// Accuracy over the records with a label; none without any.
    pub accuracy: Option<Proportion>,
}

impl Reference {
    /// The reference of some records. The latencies of the first `warm_up` are left out.
    pub fn of(records: &[Record], warm_up: usize) -> Self {
        let mut collected = Collected::new(warm_up);
        records.iter().for_each(|record| collected.push(record));
        collected.finish()
    }

    /// The same with at most `most` values of each signal kept, evenly spaced by rank, for a
    /// reference that is shipped or very long. Bins and counts stay exact; levels and the
    /// Kolmogorov–Smirnov statistic err by at most 1 / `most`.
    pub fn thinned(mut self, most: usize) -> Self {
        for known in &mut self.signals {
            let n = known.sorted.len();
            if n > most {
                let middle = |part: usize| known.sorted[(2 * part + 1) * n / (2 * most)];
                known.sorted = (0..most).map(middle).collect();
            }
        }
        self
    }

    /// What is remembered of one signal, if any record had it.
    pub fn signal(&self, signal: Signal) -> Option<&SignalReference> {
        self.signals.iter().find(|reference| reference.signal == signal)
    }
}

/// The values of a whole log, gathered record by record: 8 bytes a number, so that logs can be
/// read as a stream.
#[derive(Clone, Debug, Default)]
pub struct Collected {
    pub(super) records: usize,
    pub(super) warm_up: usize,
    pub(super) warm_up_ms: Vec<f64>,
    pub(super) values: [Vec<f64>; Signal::COUNT],
    pub(super) verdicts: [u64; 3],
}

impl Collected {
    /// Nothing yet. The latencies of the first `warm_up` records will be kept apart.
    pub fn new(warm_up: usize) -> Self {
        Self { warm_up, ..Self::default() }
    }

    /// Takes a record in.
    pub fn push(&mut self, record: &Record) {
        for signal in Signal::ALL {
            match signal.value(record) {
                Some(value) if signal == Signal::Latency && self.records < self.warm_up => {
                    self.warm_up_ms.push(value);
                }
                Some(value) => self.values[signal.index()].push(value),
                None => {}
            }
        }
        if let Some(verdict) = record.verdict {
            self.verdicts[verdict as usize] += 1;
        }
        self.records += 1;
    }

    /// The reference that the records make.
    pub fn finish(self) -> Reference {
        let errors = &self.values[Signal::Errors.index()];
        let wrong = errors.iter().sum::<f64>() as u64;
        let labelled = errors.len() as u64;
        let accuracy = (labelled > 0).then(|| proportion(labelled - wrong, labelled));
        let pairs = Signal::ALL.into_iter().zip(self.values);
        let signals = pairs.filter(|(_, values)| !values.is_empty());
        Reference {
            n: self.records,
            signals: signals.map(|(signal, values)| SignalReference::new(signal, values)).collect(),
            accuracy,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(index: u8, label: Option<u8>) -> Record {
        let mut record = Record::new(
            f64::from(index),
            f64::from(index) + 1.0,
            index % 10,
            f32::from(index) / 100.0,
        );
        record.label = label;
        record
    }

    #[test]
    fn only_signals_that_were_there_are_remembered() {
        let records: Vec<Record> = (0..100).map(|index| record(index, None)).collect();
        let reference = Reference::of(&records, 0);
        let signals: Vec<Signal> = reference.signals.iter().map(|r| r.signal).collect();
        assert_eq!(signals, [Signal::Predicted, Signal::Confidence, Signal::Latency]);
        assert_eq!(reference.signals[0].counts, [10; 10]);
        let deciles = [0, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 0];
        assert_eq!(reference.signals[1].counts, deciles);
        assert!(reference.signals[0].sorted.is_empty());
        assert_eq!(reference.accuracy, None);
    }

    #[test]
    fn the_warm_up_stays_out_of_the_latencies() {
        let records: Vec<Record> = (0..50).map(|index| record(index, None)).collect();
        let reference = Reference::of(&records, 20);
        let latency = reference.signal(Signal::Latency).unwrap();
        assert_eq!((latency.n, latency.sorted[0]), (30, 21.0));
        assert_eq!(reference.signal(Signal::Confidence).unwrap().n, 50);
    }

    #[test]
    fn a_thinned_reference_keeps_its_counts_and_nearly_its_levels() {
        let values: Vec<f64> = (0..10_000).map(|i| f64::from(i).sqrt()).collect();
        let whole = SignalReference::new(Signal::Sharpness, values);
        let whole = Reference { n: 10_000, signals: vec![whole], accuracy: None };
        let thinned = whole.clone().thinned(200);
        let (whole, thinned) = (&whole.signals[0], &thinned.signals[0]);
        assert_eq!((thinned.sorted.len(), thinned.n), (200, 10_000));
        assert_eq!((&thinned.counts, &thinned.bins), (&whole.counts, &whole.bins));
        for value in [-1.0, 0.0, 3.3, 40.0, 77.7, 99.99, 120.0] {
            assert!((whole.level(value) - thinned.level(value)).abs() <= 1.0 / 200.0);
        }
    }

    #[test]
    fn labels_give_the_accuracy() {
        let records: Vec<Record> = (0..20).map(|i| record(i, (i < 8).then_some(i % 4))).collect();
        // Of 8 labels 0 1 2 3 0 1 2 3 for predictions 0 to 7 the first four are right.
        let accuracy = Reference::of(&records, 0).accuracy.unwrap();
        assert_eq!((accuracy.value, accuracy.n), (0.5, 8));
    }

    #[test]
    fn a_level_is_the_share_of_the_reference_below() {
        let values = vec![1.0, 2.0, 2.0, 4.0];
        let reference = SignalReference::new(Signal::Brightness, values);
        assert_eq!(reference.level(0.0), 0.0);
        assert_eq!(reference.level(2.0), 0.5);
        assert_eq!(reference.level(3.0), 0.75);
        assert_eq!(reference.level(4.0), 0.875);
        assert_eq!(reference.level(9.0), 1.0);
    }

    #[test]
    fn what_detectors_start_from_is_what_they_would_be_fed_by_the_reference() {
        let of = |signal, values: Vec<f64>| SignalReference::new(signal, values).known();
        let classes = of(Signal::Predicted, vec![0.0, 0.0, 3.0, 9.0]);
        assert_eq!((classes.len(), classes[0].mean, classes[9].mean), (10, 0.5, 0.25));
        assert_eq!((classes[0].n, classes[3].variance), (4, 0.1875));
        let errors = of(Signal::Errors, vec![0.0, 1.0, 0.0, 0.0]);
        assert_eq!((errors.len(), errors[0].mean), (1, 0.25));
        // Levels 1/8, 3/8, 5/8, 7/8 of four values; ½ alone of a constant.
        let levels = of(Signal::Latency, vec![1.0, 2.0, 3.0, 4.0])[0];
        assert_eq!((levels.mean, levels.variance), (0.5, 0.078125));
        let constant = of(Signal::Latency, vec![5.0; 9])[0];
        assert_eq!((constant.mean, constant.variance), (0.5, 0.0));
    }
}
