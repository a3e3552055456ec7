//! Counts in equal bins. Does not know what is counted.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// How values spread over a range.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Histogram {
    /// Start of the first bin.
    pub low: f64,
    /// End of the last bin, which includes it; the others include their start only.
    pub high: f64,
    /// Values in each bin.
    pub counts: Vec<u64>,
    /// Values below the range.
    pub below: u64,
    /// Values above the range.
    pub above: u64,
    /// Values that are not a number.
    pub not_a_number: u64,
}

impl Histogram {
    /// Width of a bin.
    pub fn width(&self) -> f64 {
        (self.high - self.low) / self.counts.len() as f64
    }

    /// All values counted, inside the range and out.
    pub fn n(&self) -> u64 {
        self.counts.iter().sum::<u64>() + self.below + self.above + self.not_a_number
    }
}

/// Counts values in `bins` equal bins of `range`. Nothing is dropped silently: what lies outside
/// is counted beside. Where there are no bins, all of the range counts as above.
///
/// ```
/// let histogram = statistics::evaluation::histogram(&[0.1, 0.2, 0.9, 3.0], 2, 0.0..1.0);
/// assert_eq!((histogram.counts, histogram.above), (vec![2, 1], 1));
/// ```
pub fn histogram(values: &[f32], bins: usize, range: Range<f64>) -> Histogram {
    let (low, high) = (range.start, range.end);
    let mut histogram = Histogram { low, high, counts: vec![0; bins], ..Histogram::default() };
    for value in values.iter().map(|&value| f64::from(value)) {
        let place = ((value - low) / (high - low) * bins as f64) as usize;
        let bin = place.min(bins.saturating_sub(1));
        if value.is_nan() {
            histogram.not_a_number += 1;
        } else if value < low {
            histogram.below += 1;
        } else if value > high || bins == 0 {
            histogram.above += 1;
        } else {
            histogram.counts[bin] += 1;
        }
    }
    histogram
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn values_fall_into_half_open_bins_and_the_last_is_closed() {
        let values = [0.0, 0.1, 0.25, 0.5, 0.99, 1.0, 1.01, -0.01, f32::NAN, f32::INFINITY];
        let histogram = histogram(&values, 4, 0.0..1.0);
        assert_eq!(histogram.counts, [2, 1, 1, 2]);
        assert_eq!((histogram.below, histogram.above, histogram.not_a_number), (1, 2, 1));
        assert_eq!((histogram.n(), histogram.width()), (10, 0.25));
    }

    proptest! {
        #[test]
        fn every_value_is_counted_once(
            values in proptest::collection::vec(any::<f32>(), 0..50),
            bins in 0usize..10, low in -10.0f64..10.0, size in 0.0f64..10.0,
        ) {
            let histogram = histogram(&values, bins, low..low + size);
            prop_assert_eq!(histogram.n(), values.len() as u64);
        }
    }
}
