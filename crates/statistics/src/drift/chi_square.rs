//! The chi-square distribution: its cumulative probability and its quantile for any number of
//! degrees of freedom, and the test of two samples of categories. Knows no signal and no window.

use serde::{Deserialize, Serialize};

/// The probability that a chi-square variable with `degrees` degrees of freedom is at most
/// `value`: the regularised lower incomplete gamma function P(degrees / 2, value / 2). 1 for no
/// degrees of freedom, for then the variable is 0.
///
/// ```
/// // The table's 95% of one degree of freedom.
/// assert!((statistics::drift::chi_square::probability(3.841_459, 1) - 0.95).abs() < 1e-6);
/// ```
pub fn probability(value: f64, degrees: usize) -> f64 {
    if degrees == 0 {
        return 1.0;
    }
    lower_gamma(degrees as f64 / 2.0, value / 2.0)
}

/// The value that a chi-square variable with `degrees` degrees of freedom stays at or below with
/// probability `q`; 0 for `q` ≤ 0 or no degrees of freedom, infinite for `q` ≥ 1.
///
/// Bisection on [`probability`]: slower than Newton's method and never astray.
///
/// ```
/// assert!((statistics::drift::chi_square::quantile(0.95, 9) - 16.918_978).abs() < 1e-5);
/// ```
pub fn quantile(q: f64, degrees: usize) -> f64 {
    if q <= 0.0 || degrees == 0 {
        return 0.0;
    }
    if q >= 1.0 {
        return f64::INFINITY;
    }
    let (mut low, mut high) = (0.0, degrees as f64);
    while probability(high, degrees) < q && high < 1e6 * degrees as f64 {
        (low, high) = (high, 2.0 * high);
    }
    for _ in 0..200 {
        let middle = f64::midpoint(low, high);
        if middle <= low || middle >= high {
            break;
        }
        if probability(middle, degrees) < q {
            low = middle;
        } else {
            high = middle;
        }
    }
    high
}

/// The outcome of a test.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Test {
    /// Pearson's statistic.
    pub statistic: f64,
    /// Categories that either sample has, less one.
    pub degrees: usize,
    /// Asymptotic probability of at least this statistic where both samples are of one law.
    pub p_value: f64,
}

/// Pearson's test of homogeneity: whether two samples, counted over the same categories, are of one
/// law. None where one is empty.
///
/// ```
/// // 20 of 30 against 10 of 30.
/// let test = statistics::drift::chi_square::two_samples(&[20, 10], &[10, 20]).expect("neither is empty");
/// assert_eq!(test.degrees, 1);
/// assert!((test.statistic - 20.0 / 3.0).abs() < 1e-9);
/// ```
pub fn two_samples(a: &[u64], b: &[u64]) -> Option<Test> {
    let (n, m) = (a.iter().sum::<u64>() as f64, b.iter().sum::<u64>() as f64);
    if n == 0.0 || m == 0.0 {
        return None;
    }
    let pairs = a.iter().zip(b).filter(|&(&a, &b)| a + b > 0);
    let (mut statistic, mut live) = (0.0, 0usize);
    for (&a, &b) in pairs {
        let (a, b) = (a as f64, b as f64);
        statistic += (a * (m / n).sqrt() - b * (n / m).sqrt()).powi(2) / (a + b);
        live += 1;
    }
    let degrees = live.saturating_sub(1);
    let p_value = if degrees == 0 { 1.0 } else { 1.0 - probability(statistic, degrees) };
    Some(Test { statistic, degrees, p_value })
}

/// P(a, x): its power series below a + 1, the continued fraction of its complement above
/// (Abramowitz and Stegun 6.5.29 and 6.5.31).
fn lower_gamma(a: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    let scale = (a * x.ln() - x - ln_gamma(a)).exp();
    if x < a + 1.0 { scale * series(a, x) } else { 1.0 - scale * fraction(a, x) }
}

/// Terms that are added before a sum counts as converged; enough for 10⁵ degrees of freedom.
const MOST_TERMS: usize = 10_000;

/// Σ xⁿ / (a (a + 1) … (a + n)).
fn series(a: f64, x: f64) -> f64 {
    let mut term = 1.0 / a;
    let mut sum = term;
    for n in 1..MOST_TERMS {
        term *= x / (a + n as f64);
        sum += term;
        if term < sum * f64::EPSILON {
            break;
        }
    }
    sum
}

/// 1 / (x + 1 − a − 1 (1 − a) / (x + 3 − a − …)), by Lentz's forward evaluation.
fn fraction(a: f64, x: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let mut b = x + 1.0 - a;
    let mut c = 1.0 / TINY;
    let mut d = 1.0 / b;
    let mut value = d;
    for n in 1..MOST_TERMS {
        let numerator = n as f64 * (a - n as f64);
        b += 2.0;
        let below = numerator * d + b;
        d = 1.0 / if below.abs() < TINY { TINY } else { below };
        let above = b + numerator / c;
        c = if above.abs() < TINY { TINY } else { above };
        value *= d * c;
        if (d * c - 1.0).abs() <= 2.0 * f64::EPSILON {
            break;
        }
    }
    value
}

/// ln Γ(x) for x > 0 by Stirling's series (Abramowitz and Stegun 6.1.41), after stepping up to
/// where it is accurate to the last digits.
fn ln_gamma(x: f64) -> f64 {
    let (mut x, mut shift) = (x, 0.0);
    while x < 10.0 {
        shift += x.ln();
        x += 1.0;
    }
    let inverse = 1.0 / x;
    let square = inverse * inverse;
    let tail = inverse
        * (1.0 / 12.0
            - square
                * (1.0 / 360.0
                    - square * (1.0 / 1260.0 - square * (1.0 / 1680.0 - square / 1188.0))));
    (x - 0.5) * x.ln() - x + 0.5 * std::f64::consts::TAU.ln() + tail - shift
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(q: f64, degrees: usize, expected: f64, tolerance: f64) {
        let value = quantile(q, degrees);
        assert!((value - expected).abs() < tolerance, "chi2_{degrees}({q}) is {value}");
    }

    #[test]
    fn quantiles_are_those_of_the_printed_tables() {
        // NIST/SEMATECH e-Handbook of Statistical Methods, table 1.3.6.7.4.
        check(0.95, 1, 3.841, 5e-4);
        check(0.95, 9, 16.919, 5e-4);
        check(0.99, 9, 21.666, 5e-4);
        check(0.999, 20, 45.315, 5e-4);
        check(0.95, 100, 124.342, 5e-4);
        check(0.05, 9, 3.325, 5e-4);
    }

    #[test]
    fn quantiles_agree_with_scipy_to_ten_digits() {
        // scipy 1.17 stats.chi2.ppf
        check(0.5, 3, 2.365_973_884_375_337_7, 1e-9);
        check(0.9999, 1, 15.136_705_226_623_606, 1e-9);
        check(0.999, 500, 603.446_005_795_177_6, 1e-7);
    }

    #[test]
    fn two_samples_are_tested_as_scipy_does() {
        // scipy 1.17 stats.chi2_contingency([a, b], correction=False)
        let of = |a: &[u64], b: &[u64]| two_samples(a, b).unwrap();
        let test = of(&[16, 18, 16, 14, 12, 12], &[16, 16, 16, 16, 16, 8]);
        assert!((test.statistic - 1.622_408_963_585_434_2).abs() < 1e-10, "{test:?}");
        assert!((test.p_value - 0.898_526_239_402_660_7).abs() < 1e-10, "{test:?}");
        let test = of(&[1880, 120], &[460, 40]);
        assert!((test.statistic - 2.670_940_170_940_171).abs() < 1e-10, "{test:?}");
        assert!((test.p_value - 0.102_195_637_347_919_55).abs() < 1e-10, "{test:?}");
    }

    #[test]
    fn categories_that_nobody_has_and_samples_without_any_do_not_count() {
        let test = two_samples(&[5, 0, 5], &[5, 0, 5]).unwrap();
        assert_eq!((test.statistic, test.degrees, test.p_value), (0.0, 1, 1.0));
        assert_eq!(two_samples(&[5, 0], &[9, 0]).unwrap().p_value, 1.0);
        assert_eq!(two_samples(&[0, 0], &[1, 2]), None);
    }

    #[test]
    fn two_degrees_of_freedom_are_an_exponential_law() {
        for x in [0.01, 0.5, 2.0, 7.0, 40.0] {
            assert!((probability(x, 2) - (1.0 - (-x / 2.0).exp())).abs() < 1e-13);
        }
        check(0.75, 2, 2.0 * 4f64.ln(), 1e-12);
    }

    #[test]
    fn the_ends_are_zero_and_infinity() {
        assert_eq!(quantile(0.0, 5), 0.0);
        assert_eq!(quantile(0.5, 0), 0.0);
        assert_eq!(quantile(1.0, 5), f64::INFINITY);
        assert_eq!(probability(-1.0, 3), 0.0);
    }

    proptest! {
        #[test]
        fn the_quantile_undoes_the_probability(q in 0.0001f64..0.9999, degrees in 1usize..200) {
            let back = probability(quantile(q, degrees), degrees);
            prop_assert!((back - q).abs() < 1e-9, "{}", back);
        }
    }
}
