//! Latency: the exact figures, and beside them the estimate that a Prometheus histogram would
//! give of the same measurements. Milliseconds throughout.

use serde::{Deserialize, Serialize};

use super::bins::percentile_of_sorted;

/// Upper bounds of the buckets, in ms: those that Prometheus clients use by default, 5 ms to 10 s.
pub const DEFAULT_BOUNDS_MS: [f64; 11] =
    [5.0, 10.0, 25.0, 50.0, 100.0, 250.0, 500.0, 1_000.0, 2_500.0, 5_000.0, 10_000.0];

/// The figures of some latencies, in ms.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Latency {
    /// How many there are.
    pub n: usize,
    /// Their mean.
    pub mean: f64,
    /// Their median.
    pub p50: f64,
    /// Their 95th percentile.
    pub p95: f64,
}

/// The figures of a run with its warm-up set apart: the first images pay for compiling and for
/// cold caches, and would raise every figure after them.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Split {
    /// The first images; none where there are none.
    pub warm_up: Option<Latency>,
    /// All others; none where there are none.
    pub steady: Option<Latency>,
}

/// Exact figures of latencies in any order; none for no latencies.
///
/// ```
/// let latency = statistics::drift::latency::exact(&[30.0, 10.0, 20.0]).expect("there are three");
/// assert_eq!((latency.mean, latency.p50, latency.p95), (20.0, 20.0, 29.0));
/// ```
pub fn exact(latencies_ms: &[f64]) -> Option<Latency> {
    let mut sorted = latencies_ms.to_vec();
    sorted.sort_by(f64::total_cmp);
    exact_of_sorted(&sorted)
}

/// Exact figures of latencies in ascending order; none for no latencies.
pub fn exact_of_sorted(sorted: &[f64]) -> Option<Latency> {
    let n = sorted.len();
    Some(Latency {
        n,
        p50: percentile_of_sorted(sorted, 0.5)?,
        p95: percentile_of_sorted(sorted, 0.95)?,
        mean: mean(sorted.iter().copied())?,
    })
}

/// The mean; none for no values. It is a number even where their sum is too large for one.
///
/// ```
/// use statistics::drift::latency::mean;
///
/// assert_eq!(mean([1.0, 3.0].into_iter()), Some(2.0));
/// assert_eq!(mean([f64::MAX, f64::MAX].into_iter()), Some(f64::MAX));
/// ```
pub fn mean(values: impl ExactSizeIterator<Item = f64> + Clone) -> Option<f64> {
    let n = values.len() as f64;
    let sum: f64 = values.clone().sum();
    let mean = if sum.is_finite() { sum / n } else { values.map(|value| value / n).sum() };
    (n > 0.0).then_some(mean)
}

/// Figures of a run in the order of time, its first `warm_up` latencies apart.
///
/// ```
/// let split = statistics::drift::latency::split(&[900.0, 10.0, 20.0], 1);
/// assert_eq!(split.warm_up.map(|latency| latency.mean), Some(900.0));
/// assert_eq!(split.steady.map(|latency| latency.mean), Some(15.0));
/// ```
pub fn split(latencies_ms: &[f64], warm_up: usize) -> Split {
    let (first, rest) = latencies_ms.split_at(warm_up.min(latencies_ms.len()));
    Split { warm_up: exact(first), steady: exact(rest) }
}

/// A histogram as Prometheus keeps it: counts in fixed buckets, with upper bounds that belong to
/// their bucket, and a last one without a bound.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LatencyHistogram {
    bounds_ms: Vec<f64>,
    counts: Vec<u64>,
    sum_ms: f64,
}

impl Default for LatencyHistogram {
    fn default() -> Self {
        Self::new(&DEFAULT_BOUNDS_MS)
    }
}

impl LatencyHistogram {
    /// An empty histogram with ascending upper bounds in ms.
    pub fn new(bounds_ms: &[f64]) -> Self {
        let counts = vec![0; bounds_ms.len() + 1];
        Self { bounds_ms: bounds_ms.to_vec(), counts, sum_ms: 0.0 }
    }

    /// The histogram of some latencies.
    pub fn of(latencies_ms: &[f64], bounds_ms: &[f64]) -> Self {
        let mut histogram = Self::new(bounds_ms);
        latencies_ms.iter().for_each(|&latency| histogram.observe(latency));
        histogram
    }

    /// Counts one latency.
    pub fn observe(&mut self, latency_ms: f64) {
        let bucket = self.bounds_ms.partition_point(|&bound| bound < latency_ms);
        self.counts[bucket] += 1;
        self.sum_ms += latency_ms;
    }

    /// How many were counted in each bucket, the one without a bound last.
    pub fn counts(&self) -> &[u64] {
        &self.counts
    }

    /// The `q`-quantile as PromQL's `histogram_quantile` estimates it: linear interpolation
    /// within the bucket that holds rank q·n, from 0 in the first; the highest bound where that
    /// is the bucket without one. None for no latencies.
    ///
    /// ```
    /// use statistics::drift::latency::LatencyHistogram;
    ///
    /// // Two of four lie in (5, 10] ms: the middle of them is the middle of the bucket.
    /// let histogram = LatencyHistogram::of(&[1.0, 6.0, 7.0, 400.0], &[5.0, 10.0, 500.0]);
    /// assert_eq!(histogram.quantile(0.5), Some(7.5));
    /// ```
    pub fn quantile(&self, q: f64) -> Option<f64> {
        let n: u64 = self.counts.iter().sum();
        if n == 0 {
            return None;
        }
        let rank = q.clamp(0.0, 1.0) * n as f64;
        let (mut below, mut low) = (0u64, 0.0);
        for (&bound, &count) in self.bounds_ms.iter().zip(&self.counts) {
            if (below + count) as f64 >= rank && count > 0 {
                return Some(low + (bound - low) * (rank - below as f64) / count as f64);
            }
            below += count;
            low = bound;
        }
        self.bounds_ms.last().copied()
    }

    /// The figures as a dashboard on this histogram would show them; the mean is exact, for
    /// Prometheus keeps the sum. None for no latencies.
    pub fn figures(&self) -> Option<Latency> {
        let n = self.counts.iter().sum::<u64>() as usize;
        let (p50, p95) = (self.quantile(0.5)?, self.quantile(0.95)?);
        // The sum is all that such a histogram keeps. One that is too large for a number is known
        // to be at least the largest one.
        let mean = if self.sum_ms.is_finite() { self.sum_ms / n as f64 } else { f64::MAX };
        Some(Latency { n, mean, p50, p95 })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn exact_figures_interpolate_between_measurements() {
        let latencies: Vec<f64> = (1..=101).rev().map(f64::from).collect();
        let figures = exact(&latencies).unwrap();
        assert_eq!(figures, Latency { n: 101, mean: 51.0, p50: 51.0, p95: 96.0 });
        assert_eq!(exact(&[]), None);
    }

    #[test]
    fn the_mean_of_latencies_whose_sum_overflows_is_a_number() {
        let figures = exact(&[1e308, 1.5e308]).unwrap();
        assert_eq!((figures.mean, figures.p50), (1.25e308, 1.25e308));
        assert!(exact(&[1e308; 3]).unwrap().p95 <= 1e308);
        let bucketed =
            LatencyHistogram::of(&[1e308, 1.5e308], &DEFAULT_BOUNDS_MS).figures().unwrap();
        assert_eq!(bucketed.mean, f64::MAX);
    }

    #[test]
    fn the_warm_up_stands_apart() {
        let figures = split(&[900.0, 2.0, 4.0], 1);
        assert_eq!(figures.warm_up.unwrap().mean, 900.0);
        assert_eq!(figures.steady.unwrap().mean, 3.0);
        assert_eq!(split(&[900.0], 5).steady, None);
    }

    #[test]
    fn the_estimate_interpolates_within_the_bucket() {
        // 6 up to 5 ms, 4 in (5, 10]: rank 5 of the first 6, and rank 9.5, 3.5 of 4 into (5, 10].
        let mut latencies = vec![1.0; 5];
        latencies.extend([5.0, 6.0, 6.0, 7.0, 10.0]);
        let histogram = LatencyHistogram::of(&latencies, &DEFAULT_BOUNDS_MS);
        assert_eq!(&histogram.counts()[..3], [6, 4, 0]);
        assert!((histogram.quantile(0.5).unwrap() - 5.0 * 5.0 / 6.0).abs() < 1e-12);
        assert!((histogram.quantile(0.95).unwrap() - (5.0 + 5.0 * 3.5 / 4.0)).abs() < 1e-12);
        assert!((histogram.figures().unwrap().mean - 3.9).abs() < 1e-12);
    }

    #[test]
    fn the_bucket_without_a_bound_answers_with_the_highest_bound() {
        let histogram = LatencyHistogram::of(&[20_000.0, 1.0, 30_000.0], &DEFAULT_BOUNDS_MS);
        assert_eq!(histogram.quantile(0.95), Some(10_000.0));
        assert_eq!(LatencyHistogram::default().quantile(0.5), None);
    }

    #[test]
    fn the_worked_example_of_a_published_reimplementation() {
        // ClickHouse documentation of quantilePrometheusHistogram: cumulative 6, 11, 14, 19 at
        // 0, 0.5, 1 and infinity have the median 0.35.
        let mut histogram = LatencyHistogram::new(&[0.0, 0.5, 1.0]);
        for (value, times) in [(0.0, 6), (0.3, 5), (0.7, 3), (2.0, 5)] {
            (0..times).for_each(|_| histogram.observe(value));
        }
        assert!((histogram.quantile(0.5).unwrap() - 0.35).abs() < 1e-12);
    }

    proptest! {
        #[test]
        fn the_estimate_lies_in_the_bucket_of_the_ranked_value(
            mut latencies in prop::collection::vec(0.1f64..9_000.0, 1..80), q in 0.01f64..1.0,
        ) {
            let histogram = LatencyHistogram::of(&latencies, &DEFAULT_BOUNDS_MS);
            latencies.sort_by(f64::total_cmp);
            let ranked = latencies[((q * latencies.len() as f64).ceil() as usize).max(1) - 1];
            let bucket = DEFAULT_BOUNDS_MS.partition_point(|&bound| bound < ranked);
            let low = if bucket == 0 { 0.0 } else { DEFAULT_BOUNDS_MS[bucket - 1] };
            let estimate = histogram.quantile(q).unwrap();
            prop_assert!((low..=DEFAULT_BOUNDS_MS[bucket]).contains(&estimate));
        }
    }
}
