//! Whether two things differ, from one difference for each pair. Does not know what is compared.

use random::Rng;
use serde::{Deserialize, Serialize};

use crate::drift::bins::percentile_of_sorted;
use crate::metrics::mean;

/// The mean of paired differences with its 95% interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct PairedDifference {
    /// The mean difference observed, in the unit of the differences.
    pub mean: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end of the interval.
    pub high: f64,
    /// Pairs.
    pub n: usize,
}

/// The mean of paired differences with the percentile interval of the bootstrap (Efron, Tibshirani
/// 1993, chapter 13): from the 2.5% to the 97.5% quantile of the means of `resamples` samples, each
/// of as many pairs drawn with replacement. It takes some thousand resamples, and with fewer than
/// about 20 pairs it is too narrow. The pairs must be independent of each other.
///
/// None for fewer than 2 differences, which say nothing of how they vary, for one that is not
/// finite, and for no resample.
///
/// ```
/// use statistics::evaluation::paired_bootstrap;
///
/// // Always 0.1 better: there is nothing to doubt. Once, nobody knows.
/// let sure = paired_bootstrap(&[0.125; 10], 1000, 42);
/// assert!(sure.is_some_and(|sure| (sure.low, sure.mean, sure.high) == (0.125, 0.125, 0.125)));
/// assert_eq!(paired_bootstrap(&[0.125], 1000, 42), None);
/// ```
pub fn paired_bootstrap(
    differences: &[f64],
    resamples: usize,
    seed: u64,
) -> Option<PairedDifference> {
    let n = differences.len();
    if n < 2 || !differences.iter().all(|difference| difference.is_finite()) {
        return None;
    }
    let mut rng = Rng::new(seed);
    let mut drawn_mean = || (0..n).map(|_| differences[rng.below(n)]).sum::<f64>() / n as f64;
    let mut means: Vec<f64> = (0..resamples).map(|_| drawn_mean()).collect();
    means.sort_by(f64::total_cmp);
    Some(PairedDifference {
        mean: mean(differences),
        low: percentile_of_sorted(&means, 0.025)?,
        high: percentile_of_sorted(&means, 0.975)?,
        n,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const DIFFERENCES: [f64; 20] = [
        0.021, -0.013, 0.034, 0.052, -0.018, 0.007, 0.041, 0.003, 0.016, 0.063, -0.027, 0.011,
        0.029, -0.004, 0.038, 0.019, 0.047, -0.009, 0.024, 0.013,
    ];

    #[test]
    fn the_interval_is_that_of_scipy_but_for_chance() {
        let found = paired_bootstrap(&DIFFERENCES, 4000, 7).unwrap();
        assert!((found.mean - 0.01735).abs() < 1e-15 && found.n == 20, "{found:?}");
        // scipy 1.17.1, stats.bootstrap of a million resamples with method "percentile".
        assert!((found.low - 0.006_95).abs() < 4e-4, "{found:?}");
        assert!((found.high - 0.027_75).abs() < 4e-4, "{found:?}");
        // numpy 2.4.6, percentile of the means of the very same resamples.
        assert!((found.low - 0.006_898_75).abs() < 1e-12, "{found:?}");
        assert!((found.high - 0.027_45).abs() < 1e-12, "{found:?}");
    }

    #[test]
    fn the_interval_depends_on_the_seed_alone() {
        let of = |seed| paired_bootstrap(&DIFFERENCES, 1000, seed).unwrap();
        assert_eq!(of(1), of(1));
        assert_ne!(of(1), of(2));
    }

    #[test]
    fn about_nineteen_in_twenty_intervals_hold_the_true_mean() {
        let mut rng = Rng::new(5);
        let mut holds = || {
            let sample: Vec<f64> =
                (0..50).map(|_| f64::from(rng.uniform() - rng.uniform())).collect();
            let found = paired_bootstrap(&sample, 500, rng.next_u64()).unwrap();
            found.low <= 0.0 && 0.0 <= found.high
        };
        let held = (0..1000).filter(|_| holds()).count();
        // 95% and chance, a little less as the percentile interval is narrow.
        assert!((920..=965).contains(&held), "{held}");
    }

    #[test]
    fn swapping_the_two_turns_the_interval_around() {
        let swapped = DIFFERENCES.map(|difference| -difference);
        let (one, two) = (
            paired_bootstrap(&DIFFERENCES, 1000, 3).unwrap(),
            paired_bootstrap(&swapped, 1000, 3).unwrap(),
        );
        assert!((one.low + two.high).abs() < 1e-15 && (one.high + two.low).abs() < 1e-15);
    }

    #[test]
    fn one_pair_leaves_everything_open() {
        assert_eq!(paired_bootstrap(&[], 1000, 1), None);
        assert_eq!(paired_bootstrap(&[0.5], 1000, 1), None);
        assert_eq!(paired_bootstrap(&[0.5, f64::NAN], 1000, 1), None);
        assert_eq!(paired_bootstrap(&[0.5, 0.6], 0, 1), None);
    }
}
