//! The area under the ROC curve with its interval. Does not know what a positive is.

use serde::{Deserialize, Serialize};

use crate::metrics::{Z_95, area_under_roc};

/// An area under the ROC curve with its 95% interval. Where either side is empty the area is NaN
/// and the interval holds everything.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Auroc {
    /// The area, in [0, 1].
    pub value: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end of the interval.
    pub high: f64,
}

/// The area under the ROC curve of scores, of which a positive's should be above a negative's, by
/// [`area_under_roc`], with the interval of Hanley and McNeil (1982).
///
/// ```
/// let auroc = statistics::evaluation::auroc(&[0.1, 0.4], &[0.3, 0.4]);
/// // Of four pairs two are in order and one is level.
/// assert!((auroc.value - 2.5 / 4.0).abs() < 1e-12);
/// ```
pub fn auroc(negatives: &[f32], positives: &[f32]) -> Auroc {
    let value = area_under_roc(negatives, positives);
    let half = Z_95 * standard_error(value, negatives.len(), positives.len());
    Auroc { value, low: (value - half).max(0.0), high: (value + half).min(1.0) }
}

/// The standard error of an area that was found on so many negatives and positives, under their
/// model of exponential scores (Hanley and McNeil 1982, Radiology 143, equations 1 and 2).
fn standard_error(area: f64, negatives: usize, positives: usize) -> f64 {
    let (n, m) = (positives as f64, negatives as f64);
    let square = area * area;
    let of_positives = area / (2.0 - area) - square;
    let of_negatives = 2.0 * square / (1.0 + area) - square;
    let variance =
        (area * (1.0 - area) + (n - 1.0) * of_positives + (m - 1.0) * of_negatives) / (n * m);
    variance.max(0.0).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_standard_error_is_that_of_the_papers_example() {
        // 51 abnormal and 58 normal images read with an area of 0.893.
        assert!((standard_error(0.893, 58, 51) - 0.0325).abs() < 1e-4);
    }

    #[test]
    fn the_interval_is_cut_at_what_an_area_can_be() {
        let perfect = auroc(&[0.1; 10], &[0.9; 10]);
        assert_eq!((perfect.value, perfect.low, perfect.high), (1.0, 1.0, 1.0));
        let chance = auroc(&[0.5; 10], &[0.5; 10]);
        assert!((chance.high - chance.value - (chance.value - chance.low)).abs() < 1e-12);
        assert!(chance.low > 0.0 && chance.high < 1.0);
    }

    #[test]
    fn without_images_any_area_is_possible() {
        let none = auroc(&[], &[0.5]);
        assert!(none.value.is_nan());
        assert_eq!((none.low, none.high), (0.0, 1.0));
    }
}
