//! Whether two classifiers differ, from their answers to the same images. Does not know the
//! classifiers.

use serde::{Deserialize, Serialize};

use super::tail::{chi_square_1_tail, fair_coin_at_most};
use crate::metrics::Z_95;

/// Below this many discordant images the chi-square approximation is poor and the p value is
/// exact; the usual limit of textbooks.
const EXACT_BELOW: u64 = 25;

/// How a p value was computed.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// Two-sided exact binomial test of the discordant images.
    ExactBinomial,
    /// Chi-square of one degree of freedom with Edwards's continuity correction.
    ChiSquare {
        /// (|a − b| − 1)² / (a + b) of the discordant counts.
        statistic: f64,
    },
}

/// A difference of accuracies, first minus second, with its 95% interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Difference {
    /// The difference observed, in [−1, 1].
    pub value: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end of the interval.
    pub high: f64,
}

/// McNemar's test (1947) of two classifiers on the same images.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct McNemar {
    /// Images that both have right.
    pub both_right: u64,
    /// Images that only the first has right.
    pub only_a: u64,
    /// Images that only the second has right.
    pub only_b: u64,
    /// Images that both have wrong.
    pub both_wrong: u64,
    /// How the p value was computed.
    pub method: Method,
    /// The probability of discordant counts at least this uneven if the two were equally good.
    pub p_value: f64,
    /// Accuracy of the first minus accuracy of the second.
    pub difference: Difference,
}

impl McNemar {
    /// Images compared.
    pub fn n(&self) -> u64 {
        self.both_right + self.only_a + self.only_b + self.both_wrong
    }

    fn of_counts([both_right, only_a, only_b, both_wrong]: [u64; 4]) -> Self {
        let discordant = only_a + only_b;
        let (method, p_value) = if discordant < EXACT_BELOW {
            let p_value = 2.0 * fair_coin_at_most(only_a.min(only_b), discordant);
            (Method::ExactBinomial, p_value.min(1.0))
        } else {
            // Corrected by at most what there is, so that equal counts give 0.
            let gap = (only_a.abs_diff(only_b) as f64 - 1.0).max(0.0);
            let statistic = gap * gap / discordant as f64;
            (Method::ChiSquare { statistic }, chi_square_1_tail(statistic))
        };
        let n = both_right + both_wrong + discordant;
        let difference = difference(only_a, only_b, n);
        Self { both_right, only_a, only_b, both_wrong, method, p_value, difference }
    }
}

/// Compares two classifiers, given for each image whether each has it right. Images that only one
/// slice has are left out.
///
/// ```
/// // Three images tell the two apart, and all three speak for the first: 2 · ½³.
/// let (a, b) = ([true, true, true, true], [true, false, false, false]);
/// let test = statistics::evaluation::mcnemar(&a, &b);
/// assert_eq!((test.only_a, test.only_b), (3, 0));
/// assert!((test.p_value - 0.25).abs() < 1e-12);
/// ```
pub fn mcnemar(a_right: &[bool], b_right: &[bool]) -> McNemar {
    let mut counts = [0; 4];
    for (&a, &b) in a_right.iter().zip(b_right) {
        counts[match (a, b) {
            (true, true) => 0,
            (true, false) => 1,
            (false, true) => 2,
            (false, false) => 3,
        }] += 1;
    }
    McNemar::of_counts(counts)
}

/// The paired difference with the adjusted Wald interval of Bonett and Price (2012): one image is
/// added to each discordant count, so that even no discordant image leaves some doubt.
fn difference(only_a: u64, only_b: u64, n: u64) -> Difference {
    let value = if n == 0 { 0.0 } else { (only_a as f64 - only_b as f64) / n as f64 };
    let adjusted = n as f64 + 2.0;
    let (p, q) = ((only_a as f64 + 1.0) / adjusted, (only_b as f64 + 1.0) / adjusted);
    let half = Z_95 * ((p + q - (p - q) * (p - q)) / adjusted).sqrt();
    Difference { value, low: (p - q - half).max(-1.0), high: (p - q + half).min(1.0) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn chi_square(only_a: u64, only_b: u64, statistic: f64, p_value: f64) {
        let test = McNemar::of_counts([101, only_a, only_b, 33]);
        let Method::ChiSquare { statistic: found } = test.method else { panic!("{test:?}") };
        assert!((found / statistic - 1.0).abs() < 1e-6, "{found}");
        assert!((test.p_value / p_value - 1.0).abs() < 1e-6, "{}", test.p_value);
    }

    fn exact(only_a: u64, only_b: u64, p_value: f64) {
        let test = McNemar::of_counts([10, only_a, only_b, 10]);
        assert_eq!(test.method, Method::ExactBinomial);
        assert!((test.p_value - p_value).abs() < 1e-12, "{}", test.p_value);
    }

    #[test]
    fn chi_square_values_are_those_of_statsmodels() {
        // statsmodels test_mcnemar_chisquare, with continuity correction.
        chi_square(121, 59, 20.672_222_222, 5.450_094_825e-6);
        chi_square(70, 59, 0.775_193_8, 0.378_615_1);
        chi_square(80, 59, 2.877_697_84, 0.089_814_34);
    }

    #[test]
    fn few_discordant_images_are_tested_exactly() {
        // Fagerland, Lydersen, Laake (2013): 1 against 7 gives 0.070.
        exact(1, 7, 0.070_312_5);
        // Armitage and Berry (1994): 12 against 2 gives 0.0129.
        exact(12, 2, 212.0 / 16384.0);
        exact(8, 2, 112.0 / 1024.0);
        exact(4, 4, 1.0);
        exact(0, 0, 1.0);
    }

    #[test]
    fn the_interval_is_the_adjusted_one() {
        // (n, a, b) = (21, 1, 7): p = 2/23, q = 8/23, by hand.
        let difference = difference(1, 7, 21);
        assert!((difference.value + 6.0 / 21.0).abs() < 1e-12);
        assert!((difference.low + 0.508_359_306_7).abs() < 1e-9);
        assert!((difference.high + 0.013_379_823_8).abs() < 1e-9);
    }

    #[test]
    fn classifiers_that_agree_everywhere_still_leave_doubt() {
        let test = mcnemar(&[true; 50], &[true; 50]);
        assert_eq!((test.both_right, test.n(), test.p_value), (50, 50, 1.0));
        assert!(test.difference.low < -0.02 && test.difference.high > 0.02);
        let nothing = mcnemar(&[], &[]);
        assert_eq!((nothing.difference.low, nothing.difference.high), (-1.0, 1.0));
    }

    #[test]
    fn pairs_are_counted_by_who_has_them_right() {
        let test = mcnemar(&[true, true, true, false, false], &[true, false, false, true, false]);
        assert_eq!((test.both_right, test.only_a, test.only_b, test.both_wrong), (1, 2, 1, 1));
        assert!((test.difference.value - 0.2).abs() < 1e-12);
    }

    proptest! {
        #[test]
        fn swapping_the_two_changes_only_the_sign(a in 0u64..300, b in 0u64..300, c in 0u64..300) {
            let (one, two) = (McNemar::of_counts([c, a, b, 5]), McNemar::of_counts([c, b, a, 5]));
            prop_assert_eq!(one.p_value, two.p_value);
            prop_assert!((0.0..=1.0).contains(&one.p_value));
            prop_assert!((one.difference.low + two.difference.high).abs() < 1e-12);
            prop_assert!(one.difference.low <= one.difference.value);
            prop_assert!(one.difference.value <= one.difference.high);
        }
    }
}
