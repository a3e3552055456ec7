//! The slow end of latencies: how much slower anybody would notice, and a limit that the 95th
//! percentile has to itself. A median says nothing of the slowest images, and neither does a mean
//! level: a tenth of the images may take ten times as long while both stay where they are.

use serde::{Deserialize, Serialize};

use super::bins::percentile_of_sorted;
use super::divergence::smoothed_kl_production_reference;
use super::reference::SignalReference;

/// What latencies are held against.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tail {
    /// Median of the reference, in ms.
    median: f64,
    /// 95th percentile of the reference, in ms.
    p95: f64,
    /// Values of the reference up to its 95th percentile, and above.
    counts: [u64; 2],
    /// The share by which a figure must lie above the reference's to be noticed.
    tolerance: f64,
}

impl Tail {
    /// The tail of a reference of latencies; none for no values. `tolerance` is
    /// [`super::monitor::Settings::latency_tolerance`].
    pub fn new(known: &SignalReference, tolerance: f64) -> Option<Self> {
        let of = |q| percentile_of_sorted(&known.sorted, q);
        let (median, p95) = (of(0.5)?, of(0.95)?);
        // Some of the values may have been left out, but their shares are those of all.
        let share = above(&known.sorted, p95) as f64 / known.sorted.len() as f64;
        let slow = (share * known.n as f64).round() as u64;
        Some(Self { median, p95, counts: [known.n as u64 - slow, slow], tolerance })
    }

    /// Whether anybody would notice: the median or the 95th percentile, in ms, lies above the
    /// reference's by more than the tolerance. Always so where nothing is tolerated.
    pub fn is_noticed(&self, median: f64, p95: f64) -> bool {
        self.tolerance <= 0.0 || self.is_above(median, self.median) || self.is_slow(p95)
    }

    /// Whether the 95th percentile, in ms, lies above the reference's by more than the tolerance.
    pub fn is_slow(&self, p95: f64) -> bool {
        self.is_above(p95, self.p95)
    }

    fn is_above(&self, value: f64, of_reference: f64) -> bool {
        value > of_reference * (1.0 + self.tolerance.max(0.0))
    }

    /// How far the share of values above the reference's 95th percentile has grown: smoothed
    /// KL(production ‖ reference) of the two counts below and above it, in nats; 0 where it has
    /// not. `sorted` are the values of a window in ascending order.
    pub fn statistic(&self, sorted: &[f64]) -> f64 {
        let slow = above(sorted, self.p95);
        let n = sorted.len() as u64;
        let all: u64 = self.counts.iter().sum();
        if slow * all <= self.counts[1] * n {
            return 0.0;
        }
        smoothed_kl_production_reference(&self.counts, &[n - slow, slow])
    }
}

/// How many of some ascending values lie above one.
fn above(sorted: &[f64], value: f64) -> u64 {
    (sorted.len() - sorted.partition_point(|&other| other <= value)) as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drift::Signal;

    /// 1 to 100 ms.
    fn reference() -> SignalReference {
        SignalReference::new(Signal::Latency, (1..=100).map(f64::from).collect())
    }

    #[test]
    fn a_median_or_a_tail_that_doubles_is_noticed() {
        // Median 50.5, 95th percentile 95.05.
        let tail = Tail::new(&reference(), 1.0).unwrap();
        assert!(!tail.is_noticed(101.0, 190.0));
        assert!(tail.is_noticed(101.1, 100.0) && !tail.is_slow(100.0));
        assert!(tail.is_noticed(50.0, 190.2) && tail.is_slow(190.2));
        assert!(Tail::new(&reference(), 0.0).unwrap().is_noticed(1.0, 1.0));
    }

    #[test]
    fn the_statistic_is_the_divergence_of_the_share_above_the_95th_percentile() {
        let tail = Tail::new(&reference(), 1.0).unwrap();
        assert_eq!(tail.counts, [95, 5]);
        // 20 of 100 above where the reference has 5: smoothed 20.5 / 101 against 5.5 / 101.
        let slower: Vec<f64> = (0..100).map(|index| if index < 80 { 1.0 } else { 96.0 }).collect();
        let expected = 20.5 / 101.0 * f64::ln(20.5 / 5.5) + 80.5 / 101.0 * f64::ln(80.5 / 95.5);
        assert!((tail.statistic(&slower) - expected).abs() < 1e-12);
        assert_eq!(tail.statistic(&[1.0; 100]), 0.0);
        assert_eq!(tail.statistic(&reference().sorted), 0.0);
    }

    #[test]
    fn a_constant_reference_has_a_tail_that_anything_slower_is_in() {
        let constant = SignalReference::new(Signal::Latency, vec![5.0; 200]);
        let tail = Tail::new(&constant, 1.0).unwrap();
        assert_eq!(tail.counts, [200, 0]);
        assert!(tail.statistic(&[5_000.0; 50]) > 4.0);
        assert_eq!(tail.statistic(&[5.0; 50]), 0.0);
    }
}
