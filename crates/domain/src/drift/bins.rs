//! Bins: where a value of a signal is counted. Those of a measured number are fixed by the
//! reference and never move afterwards.

use serde::{Deserialize, Serialize};

/// How the values of one signal are put into bins.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bins {
    /// One bin for each of the labels 0 to `k` − 1.
    Categories(usize),
    /// Bins between ascending edges, the outer two open. A value equal to an edge belongs to the
    /// bin above it, so that a reference with many equal values keeps them apart from smaller
    /// ones. `n` edges make `n + 1` bins.
    Edges(Vec<f64>),
}

impl Bins {
    /// The deciles of a reference in any order, tied edges merged. No values make one bin.
    pub fn deciles(reference: &[f64]) -> Self {
        let mut sorted = reference.to_vec();
        sorted.sort_by(f64::total_cmp);
        Self::deciles_of_sorted(&sorted)
    }

    /// The deciles of a reference in ascending order, tied edges merged.
    pub fn deciles_of_sorted(sorted: &[f64]) -> Self {
        let inner = (1..10).map(|tenth| f64::from(tenth) / 10.0);
        let mut edges: Vec<f64> = inner.filter_map(|q| percentile_of_sorted(sorted, q)).collect();
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

    /// The bin of a value. A label beyond the last is counted in the last; so is NaN, which no
    /// checked record holds.
    pub fn index(&self, value: f64) -> usize {
        match self {
            Self::Categories(k) => (value as usize).min(k.saturating_sub(1)),
            Self::Edges(edges) => edges.partition_point(|&edge| edge <= value || value.is_nan()),
        }
    }

    /// How many of the values fall into each bin.
    pub fn count(&self, values: &[f64]) -> Vec<u64> {
        let mut counts = vec![0; self.len()];
        for &value in values {
            if let Some(count) = counts.get_mut(self.index(value)) {
                *count += 1;
            }
        }
        counts
    }
}

/// The `q`-percentile, `q` in [0, 1], of values in any order: linear interpolation at
/// h = (n − 1) q (Hyndman–Fan type 7). None for no values.
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
        assert_eq!(bins.len(), 10);
        assert_eq!(bins.count(&reference), [10, 10, 10, 10, 10, 10, 10, 10, 10, 11]);
        assert_eq!(bins.index(-1e9), 0);
        assert_eq!(bins.index(9.999), 0);
        assert_eq!(bins.index(10.0), 1);
        assert_eq!(bins.index(1e9), 9);
    }

    #[test]
    fn tied_edges_merge_and_keep_the_tied_value_in_a_bin_of_its_own() {
        // 4 small values and 16 equal to 1: from the third decile on every edge is 1.
        let mut reference = vec![1.0; 16];
        reference.extend([0.1, 0.2, 0.3, 0.4]);
        let bins = Bins::deciles(&reference);
        let Bins::Edges(edges) = &bins else { panic!("deciles have edges") };
        assert_eq!(edges.len(), 3);
        assert_eq!(edges[2], 1.0);
        assert_eq!(bins.count(&reference), [2, 2, 0, 16]);
    }

    #[test]
    fn a_constant_or_missing_reference_still_has_a_bin_for_everything() {
        assert_eq!(Bins::deciles(&[2.0; 50]).count(&[1.0, 2.0, 3.0]), [1, 2]);
        assert_eq!(Bins::deciles(&[]).count(&[1.0, 2.0]), [2]);
    }

    #[test]
    fn classes_are_counted_by_label() {
        assert_eq!(Bins::Categories(3).count(&[0.0, 2.0, 2.0, 1.0]), [1, 1, 2]);
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
