//! The two-sample Kolmogorov–Smirnov test: the largest distance of two empirical distributions.
//! Needs no bins.

use serde::{Deserialize, Serialize};

/// The outcome of the test.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ks {
    /// Largest vertical distance of the two empirical distribution functions, in [0, 1].
    pub statistic: f64,
    /// Asymptotic probability of at least this distance where both samples are of one law.
    pub p_value: f64,
}

/// Tests two samples in any order; none where one is empty.
///
/// ```
/// let test = statistics::drift::ks::two_samples(&[1.0, 2.0, 3.0], &[2.5, 3.0, 4.0]);
/// // Of the first, two lie below 2.5; of the second, none.
/// assert_eq!(test.map(|test| test.statistic), Some(2.0 / 3.0));
/// ```
pub fn two_samples(a: &[f64], b: &[f64]) -> Option<Ks> {
    let sorted = |values: &[f64]| {
        let mut sorted = values.to_vec();
        sorted.sort_by(f64::total_cmp);
        sorted
    };
    two_sorted(&sorted(a), &sorted(b))
}

/// Tests two samples in ascending order; none where one is empty.
pub fn two_sorted(a: &[f64], b: &[f64]) -> Option<Ks> {
    if a.is_empty() || b.is_empty() {
        return None;
    }
    let (n, m) = (a.len() as f64, b.len() as f64);
    let (mut i, mut j, mut statistic) = (0, 0, 0f64);
    while i < a.len() && j < b.len() {
        let value = a[i].min(b[j]);
        while i < a.len() && a[i] <= value {
            i += 1;
        }
        while j < b.len() && b[j] <= value {
            j += 1;
        }
        statistic = statistic.max((i as f64 / n - j as f64 / m).abs());
    }
    Some(Ks { statistic, p_value: p_value(statistic, a.len(), b.len()) })
}

/// Asymptotic probability of at least this distance between samples of `n` and `m` values of one
/// law.
pub fn p_value(statistic: f64, n: usize, m: usize) -> f64 {
    let (n, m) = (n as f64, m as f64);
    tail((n * m / (n + m)).sqrt() * statistic)
}

/// The limit law of √(nm / (n + m)) D (Kolmogorov 1933, Smirnov 1948): the probability of more
/// than `x`. Exact for large samples of numbers without ties; ties make it too large.
fn tail(x: f64) -> f64 {
    use std::f64::consts::PI;
    if x <= 0.0 {
        return 1.0;
    }
    // Two series of one function: the alternating one converges at once for large x only.
    let value = if x < 1.0 {
        let terms = (1..=20).map(|k| (-(f64::from(2 * k - 1) * PI / x).powi(2) / 8.0).exp());
        1.0 - (2.0 * PI).sqrt() / x * terms.sum::<f64>()
    } else {
        let sign = |k: i32| if k % 2 == 1 { 2.0 } else { -2.0 };
        (1..=20).map(|k| sign(k) * (-2.0 * (f64::from(k) * x).powi(2)).exp()).sum()
    };
    value.clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_distance_is_the_largest_step_between_the_two_and_ties_move_together() {
        // After the value 3 all of a and two of five of b are passed.
        let ks = two_samples(&[3.0, 1.0, 2.0, 2.0], &[2.0, 3.0, 4.0, 5.0, 6.0]).unwrap();
        assert!((ks.statistic - 0.6).abs() < 1e-15);
        assert_eq!(two_samples(&[1.0, 2.0], &[3.0]).unwrap().statistic, 1.0);
        assert_eq!(two_samples(&[1.0, 2.0], &[2.0, 1.0]).unwrap().statistic, 0.0);
        assert_eq!(two_samples(&[], &[1.0]), None);
    }

    #[test]
    fn the_p_value_is_that_of_the_printed_table() {
        // Smirnov 1948: 5 % at 1.3581, 1 % at 1.6276; scipy special.kolmogorov for the others.
        assert!((tail(1.3581) - 0.05).abs() < 1e-5);
        assert!((tail(1.6276) - 0.01).abs() < 1e-5);
        assert!((tail(0.5) - 0.963_945_244).abs() < 1e-8);
        assert!((tail(0.3) - 0.999_990_694).abs() < 1e-8);
        assert!((tail(2.0) - 0.000_670_925_256).abs() < 1e-10);
        assert_eq!(tail(0.0), 1.0);
    }

    #[test]
    fn two_samples_are_tested_as_scipy_does() {
        // scipy 1.17 stats.ks_2samp for the distance, special.kolmogorov for the limit law.
        let grid = |n: u32| (0..n).map(move |index| (f64::from(index) + 0.5) / f64::from(n));
        let (a, b): (Vec<f64>, Vec<f64>) =
            (grid(400).collect(), grid(900).map(|value| value.powf(1.3)).collect());
        let ks = two_samples(&a, &b).unwrap();
        assert!((ks.statistic - 0.097_777_777_777_777_8).abs() < 1e-12, "{ks:?}");
        assert!((ks.p_value - 0.010_032_798_723_201_84).abs() < 1e-12, "{ks:?}");
        let apart = two_samples(&[5.0; 100], &[5_000.0; 100]).unwrap();
        assert_eq!(apart.statistic, 1.0);
        assert!(apart.p_value < 1e-40);
    }

    #[test]
    fn both_series_meet() {
        assert!((tail(1.0 - 1e-12) - tail(1.0)).abs() < 1e-10);
    }

    proptest! {
        #[test]
        fn the_test_is_symmetric_and_bounded(
            a in prop::collection::vec(0u8..20, 1..40), b in prop::collection::vec(0u8..20, 1..40),
        ) {
            let floats = |values: &[u8]| values.iter().map(|&v| f64::from(v)).collect::<Vec<_>>();
            let (a, b) = (floats(&a), floats(&b));
            let (there, back) = (two_samples(&a, &b).unwrap(), two_samples(&b, &a).unwrap());
            prop_assert_eq!(there, back);
            prop_assert!((0.0..=1.0).contains(&there.statistic));
            prop_assert!((0.0..=1.0).contains(&there.p_value));
        }
    }
}
