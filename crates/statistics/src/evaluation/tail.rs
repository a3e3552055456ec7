//! Tail probabilities of the normal law and what follows from it. Pure numbers.

use std::f64::consts::PI;

/// erfc(x) = 2/√π ∫ₓ^∞ e^(−t²) dt, to about 14 digits of its own size even far out in the tail.
///
/// Below 2 by the series of erf with positive terms only (Abramowitz and Stegun 7.1.6), above by
/// the continued fraction (7.1.14), evaluated from its far end.
pub(super) fn erfc(x: f64) -> f64 {
    if x < 0.0 {
        return 2.0 - erfc(-x);
    }
    let gauss = (-x * x).exp();
    if x < 2.0 {
        let (mut term, mut sum) = (x, x);
        for n in 1..60 {
            term *= 2.0 * x * x / f64::from(2 * n + 1);
            sum += term;
        }
        return 1.0 - 2.0 / PI.sqrt() * gauss * sum;
    }
    let fraction = (1..=120).rev().fold(x, |rest, n| x + f64::from(n) / 2.0 / rest);
    gauss / (fraction * PI.sqrt())
}

/// P(X ≥ x) for a chi-square variable of one degree of freedom, which is a squared normal one.
pub(super) fn chi_square_1_tail(x: f64) -> f64 {
    erfc((x / 2.0).max(0.0).sqrt())
}

/// P(X ≤ k) for the heads of `n` tosses of a fair coin. Each term follows from the one before, in
/// logarithms so that the first of many tosses does not underflow.
pub(super) fn fair_coin_at_most(k: u64, n: u64) -> f64 {
    let mut log_term = -(n as f64) * std::f64::consts::LN_2;
    let mut sum = log_term.exp();
    for heads in 1..=k {
        log_term += ((n - heads + 1) as f64 / heads as f64).ln();
        sum += log_term.exp();
    }
    sum.min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn relative(value: f64, expected: f64, tolerance: f64) {
        assert!((value / expected - 1.0).abs() < tolerance, "{value} is not {expected}");
    }

    #[test]
    fn erfc_is_that_of_the_c_library() {
        for (x, expected) in [
            (0.1, 0.887_537_083_981_715_2),
            (0.5, 0.479_500_122_186_953_5),
            (1.0, 0.157_299_207_050_285_13),
            (1.5, 0.033_894_853_524_689_274),
            (2.0, 0.004_677_734_981_047_265),
            (2.5, 0.000_406_952_017_444_958_9),
            (3.0, 2.209_049_699_858_543_8e-5),
            (5.0, 1.537_459_794_428_035e-12),
            (10.0, 2.088_487_583_762_545e-45),
            (26.0, 5.663_192_408_856_143e-296),
        ] {
            relative(erfc(x), expected, 1e-12);
            assert!((erfc(-x) - (2.0 - expected)).abs() < 1e-15);
        }
        assert_eq!(erfc(0.0), 1.0);
    }

    #[test]
    fn critical_values_of_the_textbooks_have_their_levels() {
        // Chi-square tables, one degree of freedom.
        relative(chi_square_1_tail(2.705_543), 0.1, 1e-6);
        relative(chi_square_1_tail(3.841_459), 0.05, 1e-6);
        relative(chi_square_1_tail(6.634_897), 0.01, 1e-6);
        relative(chi_square_1_tail(10.827_566), 0.001, 1e-6);
        assert_eq!(chi_square_1_tail(0.0), 1.0);
    }

    #[test]
    fn coins_are_counted() {
        relative(fair_coin_at_most(0, 3), 1.0 / 8.0, 1e-14);
        relative(fair_coin_at_most(1, 3), 4.0 / 8.0, 1e-14);
        relative(fair_coin_at_most(2, 10), 56.0 / 1024.0, 1e-13);
        relative(fair_coin_at_most(10, 10), 1.0, 1e-13);
        assert_eq!(fair_coin_at_most(0, 0), 1.0);
    }
}
