//! Bins: where a value of a signal is counted. Those of a measured number are fixed by the
//! reference and never move afterwards.

use serde::{Deserialize, Serialize};

/// How the values of one signal are put into bins.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bins {
    /// One bin for each of the labels 0 to `k` − 1. What is no such label is missing.
    Categories(usize),
    /// Bins between ascending edges, the outer two open. A value equal to an edge belongs to the
    /// bin above it, so that a reference with many equal values keeps them apart from smaller
    /// ones. `n` edges make `n + 1` bins.
    Edges(Vec<f64>),
}

impl Bins {
    /// The deciles of a reference in any order, tied edges merged, and a bin of its own below its
    /// smallest value and above its largest. No values make one bin.
    pub fn deciles(reference: &[f64]) -> Self {
        let mut sorted = reference.to_vec();
        sorted.sort_by(f64::total_cmp);
        Self::deciles_of_sorted(&sorted)
    }

    /// [`Bins::deciles`] of a reference in ascending order. The outer two bins hold nothing of the
    /// reference: without them one that is tied at its upper end, or constant, would share its
    /// last bin with all that is larger, and no divergence could tell them apart.
    pub fn deciles_of_sorted(sorted: &[f64]) -> Self {
        let (Some(&smallest), Some(&largest)) = (sorted.first(), sorted.last()) else {
            return Self::Edges(Vec::new());
        };
        let inner = (1..10).map(|tenth| f64::from(tenth) / 10.0);
        let mut edges = vec![smallest];
        edges.extend(inner.filter_map(|q| percentile_of_sorted(sorted, q)));
        edges.push(largest.next_up());
        edges.dedup();
        Self::Edges(edges)
    }

    /// How many bins there are.
    pub fn len(&self) -> usize {
        match self {
            Self::Categories(k) => *k,
            Self::Edges(edges) => edges.len() + 1,
        }
    }

    /// Whether nothing can be counted.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The bin of a value; none for one that is missing: NaN, and among categories whatever is
    /// none of the labels.
    pub fn index(&self, value: f64) -> Option<usize> {
        match self {
            Self::Categories(k) => {
                let is_label = value.fract() == 0.0 && (0.0..*k as f64).contains(&value);
                is_label.then_some(value as usize)
            }
            Self::Edges(edges) => {
                (!value.is_nan()).then(|| edges.partition_point(|&edge| edge <= value))
            }
        }
    }

    /// How many of the values fall into each bin. Those that are missing fall into none
    /// ([`Bins::missing`]).
    ///
    /// ```
    /// use statistics::drift::bins::Bins;
    ///
    /// // Below 1, from 1 to below 2, and from 2 on.
    /// assert_eq!(Bins::Edges(vec![1.0, 2.0]).count(&[0.5, 1.0, 9.0, f64::NAN]), [1, 1, 1]);
    /// ```
    pub fn count(&self, values: &[f64]) -> Vec<u64> {
        let mut counts = vec![0; self.len()];
        for place in values.iter().filter_map(|&value| self.index(value)) {
            counts[place] += 1;
        }
        counts
    }

    /// How many of the values are missing: they fall into no bin.
    pub fn missing(&self, values: &[f64]) -> u64 {
        values.iter().filter(|&&value| self.index(value).is_none()).count() as u64
    }
}

/// The `q`-percentile, `q` in [0, 1], of values in any order: linear interpolation at
/// h = (n − 1) q (Hyndman–Fan type 7). None for no values.
///
/// ```
/// assert_eq!(statistics::drift::bins::percentile(&[4.0, 1.0, 3.0, 2.0], 0.5), Some(2.5));
/// assert_eq!(statistics::drift::bins::percentile(&[], 0.5), None);
/// ```
pub fn percentile(values: &[f64], q: f64) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    percentile_of_sorted(&sorted, q)
}

/// [`percentile`] of values in ascending order.
pub fn percentile_of_sorted(sorted: &[f64], q: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let place = last as f64 * q.clamp(0.0, 1.0);
    let below = place.floor() as usize;
    let (low, high) = (sorted[below], sorted[(below + 1).min(last)]);
    let share = place - below as f64;
    // From the nearer end, so that the interpolation is exact at both.
    let from_high = share >= 0.5;
    let step = high - low;
    Some(if from_high { high - step * (1.0 - share) } else { low + step * share })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_deciles_of_0_to_100_are_the_tens_and_their_bins_are_half_open() {
        let reference: Vec<f64> = (0..=100).map(f64::from).collect();
        let bins = Bins::deciles(&reference);
        assert_eq!(bins.len(), 12);
        assert_eq!(bins.count(&reference), [0, 10, 10, 10, 10, 10, 10, 10, 10, 10, 11, 0]);
        assert_eq!(bins.index(9.999), Some(1));
        assert_eq!(bins.index(10.0), Some(2));
    }

    #[test]
    fn what_lies_beyond_the_reference_has_bins_of_its_own() {
        let reference: Vec<f64> = (0..=100).map(f64::from).collect();
        let bins = Bins::deciles(&reference);
        assert_eq!(bins.index(-1e9), Some(0));
        assert_eq!(bins.index(0.0), Some(1));
        assert_eq!(bins.index(100.0), Some(10));
        assert_eq!(bins.index(100.0f64.next_up()), Some(11));
        assert_eq!(bins.index(1e9), Some(11));
    }

    #[test]
    fn tied_edges_merge_and_keep_the_tied_value_in_a_bin_of_its_own() {
        // 4 small values and 16 equal to 1: from the third decile on every edge is 1.
        let mut reference = vec![1.0; 16];
        reference.extend([0.1, 0.2, 0.3, 0.4]);
        let bins = Bins::deciles(&reference);
        let Bins::Edges(edges) = &bins else { panic!("deciles have edges") };
        assert_eq!(edges.len(), 5);
        assert_eq!(edges[3], 1.0);
        assert_eq!(bins.count(&reference), [0, 2, 2, 0, 16, 0]);
        assert_eq!(bins.count(&[1.0, 1.1, 0.0]), [1, 0, 0, 0, 1, 1]);
    }

    #[test]
    fn a_constant_or_missing_reference_still_has_a_bin_for_everything() {
        assert_eq!(Bins::deciles(&[2.0; 50]).count(&[1.0, 2.0, 3.0]), [1, 1, 1]);
        assert_eq!(Bins::deciles(&[]).count(&[1.0, 2.0]), [2]);
    }

    #[test]
    fn classes_are_counted_by_label() {
        assert_eq!(Bins::Categories(3).count(&[0.0, 2.0, 2.0, 1.0]), [1, 1, 2]);
    }

    #[test]
    fn what_is_no_value_or_no_label_is_counted_apart_as_missing() {
        let labels = [0.0, f64::NAN, 2.0, 3.0, -1.0, 0.5, f64::INFINITY];
        assert_eq!(Bins::Categories(3).count(&labels), [1, 0, 1]);
        assert_eq!(Bins::Categories(3).missing(&labels), 5);
        let measured = Bins::deciles(&[1.0, 2.0]);
        assert_eq!(measured.count(&[f64::NAN, 1.5]).iter().sum::<u64>(), 1);
        assert_eq!(measured.missing(&[f64::NAN, 1.5]), 1);
    }

    #[test]
    fn percentiles_interpolate_and_ends_are_exact() {
        // numpy test_function_base.py
        assert_eq!(percentile(&[50.0, 15.0, 40.0, 20.0, 35.0], 0.40), Some(29.0));
        assert_eq!(percentile(&[1.0, 2.0, 4.0], 0.75), Some(3.0));
        assert_eq!(percentile(&[0.1, 0.7], 1.0), Some(0.7));
        assert_eq!(percentile(&[3.0], 0.99), Some(3.0));
        assert_eq!(percentile(&[], 0.5), None);
    }

    proptest! {
        #[test]
        fn every_value_is_counted_once(
            reference in prop::collection::vec(-1e3f64..1e3, 0..60),
            values in prop::collection::vec(-2e3f64..2e3, 0..60),
        ) {
            let counts = Bins::deciles(&reference).count(&values);
            prop_assert_eq!(counts.iter().sum::<u64>(), values.len() as u64);
        }

        #[test]
        fn a_percentile_lies_between_its_neighbours(
            values in prop::collection::vec(-1e3f64..1e3, 1..60), q in 0.0f64..1.0,
        ) {
            let result = percentile(&values, q).unwrap();
            let below = values.iter().filter(|&&value| value <= result).count();
            prop_assert!(below as f64 >= (values.len() - 1) as f64 * q);
        }
    }
}
