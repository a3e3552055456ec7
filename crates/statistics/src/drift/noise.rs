//! The noise floor of the Kullback–Leibler divergence: what it comes to without any drift, for
//! the size of a window and the number of bins.
//!
//! Without drift 2n·KL(production ‖ reference) is nearly chi-square with k − 1 degrees of freedom
//! (Wilks 1938), where n is the window's size, k the number of bins, and the reference is so large
//! that its own shares are exact. A finite reference of m values errs too, and independently: the
//! variances of the two shares of a bin add up, so 1/n becomes 1/n + 1/m. A reference as large as
//! the window doubles the floor; one fifty times as large adds 2 %.

use serde::{Deserialize, Serialize};

use super::chi_square;

/// What a divergence comes to by chance alone, in nats.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Floor {
    /// Its mean.
    pub expected: f64,
    /// What it stays below with probability [`Floor::probability`].
    pub limit: f64,
    /// The probability that the limit stands for, in (0, 1).
    pub probability: f64,
}

/// The floor for a window of `n` values and `bins` bins against a reference of `reference`
/// values; `None` for one that is so large that its own noise does not count.
///
/// Bins that the reference leaves empty (tied edges) hold no noise: do not count them. An empty
/// window or reference makes both numbers infinite.
///
/// ```
/// // 9 degrees of freedom, whose 95% quantile is 16.919, over twice the window.
/// let floor = statistics::drift::noise::floor(50, 10, None, 0.95);
/// assert!((floor.expected - 0.09).abs() < 1e-12);
/// assert!((floor.limit - 0.16919).abs() < 1e-6);
/// ```
pub fn floor(n: usize, bins: usize, reference: Option<usize>, probability: f64) -> Floor {
    let variance = 1.0 / n as f64 + reference.map_or(0.0, |m| 1.0 / m as f64);
    let degrees = bins.saturating_sub(1);
    let of = |chi_square: f64| if chi_square == 0.0 { 0.0 } else { chi_square * variance / 2.0 };
    Floor {
        expected: of(degrees as f64),
        limit: of(chi_square::quantile(probability, degrees)),
        probability,
    }
}

/// The probability that a window of `n` values of the reference's own law has a smoothed divergence
/// above `limit`, in nats: the limit of [`floor`] turned round, with what [`smoothing`] adds.
///
/// ```
/// use statistics::drift::noise::{exceedance, floor};
///
/// let reference = [500; 10];
/// let limit = floor(200, 10, Some(5_000), 0.99).limit;
/// assert!((exceedance(limit, &reference, 200) - 0.01).abs() < 1e-9);
/// ```
pub fn exceedance(limit: f64, reference: &[u64], n: usize) -> f64 {
    let values = reference.iter().sum::<u64>();
    let variance = 1.0 / n as f64 + 1.0 / values.max(1) as f64;
    let degrees = live_bins(reference, reference).saturating_sub(1);
    let beyond = limit - smoothing(reference, n);
    1.0 - chi_square::probability(2.0 * beyond / variance, degrees)
}

/// What smoothing alone makes of a window of `n` values whose shares are those of the reference:
/// smoothed KL(production ‖ reference), in nats. Where a bin of the reference is empty, half a count
/// is a larger share of the window than of the reference.
pub fn smoothing(reference: &[u64], n: usize) -> f64 {
    let (all, half_bins) = (reference.iter().sum::<u64>() as f64, reference.len() as f64 / 2.0);
    let (n, term) = (n as f64, |p: f64, q: f64| p * (p / q).ln());
    let shares = reference.iter().map(|&count| {
        let p = (n * count as f64 / all.max(1.0) + 0.5) / (n + half_bins);
        (p, (count as f64 + 0.5) / (all + half_bins))
    });
    shares.map(|(p, q)| term(p, q)).sum()
}

/// How many bins can hold noise: those that are not empty on both sides.
///
/// ```
/// assert_eq!(statistics::drift::noise::live_bins(&[3, 0, 0], &[0, 0, 2]), 2);
/// ```
pub fn live_bins(reference: &[u64], production: &[u64]) -> usize {
    reference.iter().zip(production).filter(|&(&a, &b)| a + b > 0).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drift::divergence;
    use crate::drift::divergence::Zeros;
    use random::Rng;

    #[test]
    fn ten_bins_and_a_large_reference_have_the_published_floor() {
        let floor = floor(50, 10, None, 0.95);
        assert!((floor.expected - 9.0 / 100.0).abs() < 1e-12);
        assert!((floor.limit - 16.919 / 100.0).abs() < 1e-6);
    }

    #[test]
    fn a_reference_as_large_as_the_window_doubles_the_floor() {
        let (large, equal) = (floor(200, 10, None, 0.99), floor(200, 10, Some(200), 0.99));
        assert!((equal.limit - 2.0 * large.limit).abs() < 1e-12);
        assert!((equal.expected - 2.0 * large.expected).abs() < 1e-12);
    }

    #[test]
    fn the_limit_of_the_floor_is_exceeded_as_often_as_it_says() {
        let reference = [1_000; 10];
        let limit = floor(400, 10, Some(10_000), 0.99).limit + smoothing(&reference, 400);
        assert!((exceedance(limit, &reference, 400) - 0.01).abs() < 1e-9);
    }

    #[test]
    fn one_bin_or_an_empty_window_is_no_division_by_zero() {
        assert_eq!(floor(100, 1, None, 0.95).limit, 0.0);
        assert_eq!(floor(0, 1, None, 0.95).expected, 0.0);
        assert_eq!(floor(0, 10, None, 0.95).limit, f64::INFINITY);
    }

    #[test]
    fn only_bins_that_can_hold_something_count() {
        assert_eq!(live_bins(&[3, 0, 0], &[0, 0, 2]), 2);
    }

    #[test]
    fn smoothing_alone_is_the_divergence_of_a_window_with_the_references_shares() {
        let (reference, window) = ([0, 400, 600, 0], [0, 80, 120, 0]);
        let expected = divergence::smoothed_kl_production_reference(&reference, &window);
        assert!((smoothing(&reference, 200) - expected).abs() < 1e-15);
        assert!(smoothing(&[500, 500], 200).abs() < 1e-15);
    }

    fn draw(rng: &mut Rng, n: usize) -> Vec<u64> {
        let mut counts = vec![0; 10];
        (0..n).for_each(|_| counts[rng.below(10)] += 1);
        counts
    }

    #[test]
    fn a_fixed_limit_of_a_tenth_fires_on_38_of_100_clean_windows_of_50() {
        let mut rng = Rng::new(5);
        let runs = 40_000;
        let fired = |_: &usize| {
            let window = divergence::shares(&draw(&mut rng, 50), Zeros::Raw);
            divergence::kl(&window, &[0.1; 10]).to_f64() > 0.1
        };
        let share = (0..runs).filter(fired).count() as f64 / runs as f64;
        assert!((share - 0.388).abs() < 0.01, "{share}");
    }

    #[test]
    fn the_limit_holds_against_a_small_reference_where_the_plain_one_would_not() {
        let mut rng = Rng::new(6);
        let (n, m, runs) = (400, 600, 4_000);
        let (with, without) = (floor(n, 10, Some(m), 0.95), floor(n, 10, None, 0.95));
        let (mut above, mut above_plain, mut sum) = (0, 0, 0.0);
        for _ in 0..runs {
            let (reference, window) = (draw(&mut rng, m), draw(&mut rng, n));
            let kl = divergence::smoothed_kl_production_reference(&reference, &window);
            above += usize::from(kl > with.limit);
            above_plain += usize::from(kl > without.limit);
            sum += kl;
        }
        let share = above as f64 / f64::from(runs);
        assert!((share - 0.05).abs() < 0.015, "{share}");
        assert!(above_plain > 4 * above, "{above_plain}");
        assert!((sum / f64::from(runs) / with.expected - 1.0).abs() < 0.05);
    }
}
