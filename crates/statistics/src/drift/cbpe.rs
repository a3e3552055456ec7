//! Accuracy without labels: confidence-based performance estimation.
//!
//! Where the probability of the predicted class is calibrated, its mean over a window is the
//! accuracy to expect there. It stays so only while calibration holds: concept shift, and images
//! unlike any that the temperature was fitted on, break it without a sign.

use serde::{Deserialize, Serialize};

/// What the sampling error is taken from.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Spread {
    /// Accuracy a of a labelled reference: one prediction is right or wrong with standard
    /// deviation √(a (1 − a)). This is how NannyML defines the error.
    Reference(f64),
    /// No labels anywhere: each prediction is right with its own confidence p, so the variance
    /// of one is the mean of p (1 − p).
    Confidence,
}

/// An estimated accuracy with three standard errors to both sides.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// How many images.
    pub n: usize,
    /// The estimate, in [0, 1].
    pub estimate: f64,
    /// One standard error: standard deviation of one outcome / √n.
    pub standard_error: f64,
    /// Estimate − 3 standard errors, not below 0.
    pub low: f64,
    /// Estimate + 3 standard errors, not above 1.
    pub high: f64,
}

/// The accuracy to expect of a window with these calibrated top probabilities; none for none.
///
/// The interval says how far the accuracy of *n* images may be from the expected one by sampling
/// alone (about 99.7 %). It does not say how wrong the estimate is.
///
/// ```
/// use statistics::drift::cbpe::{Spread, estimate};
///
/// // √(0.9 · 0.1 / 100) = 0.03.
/// let estimate = estimate(&[0.8; 100], Spread::Reference(0.9)).expect("there are images");
/// assert!((estimate.estimate - 0.8).abs() < 1e-12);
/// assert!((estimate.standard_error - 0.03).abs() < 1e-12);
/// ```
pub fn estimate(confidence: &[f64], spread: Spread) -> Option<Estimate> {
    let mut sums = Sums::default();
    confidence.iter().for_each(|p| sums.push(*p));
    sums.estimate(spread)
}

/// What [`estimate`] needs of confidences that are counted as they come.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sums {
    n: usize,
    /// Σ p.
    confidence: f64,
    /// Σ p (1 − p).
    outcomes: f64,
}

impl Sums {
    /// Counts a confidence p.
    pub fn push(&mut self, p: f64) {
        self.n += 1;
        self.confidence += p;
        self.outcomes += p * (1.0 - p);
    }

    /// How many were counted.
    pub fn n(&self) -> usize {
        self.n
    }

    /// [`estimate`] of all that were counted.
    pub fn estimate(&self, spread: Spread) -> Option<Estimate> {
        if self.n == 0 {
            return None;
        }
        let count = self.n as f64;
        let variance = match spread {
            Spread::Reference(accuracy) => accuracy * (1.0 - accuracy),
            Spread::Confidence => self.outcomes / count,
        };
        let estimate = self.confidence / count;
        let standard_error = (variance.max(0.0) / count).sqrt();
        Some(Estimate {
            n: self.n,
            estimate,
            standard_error,
            low: (estimate - 3.0 * standard_error).max(0.0),
            high: (estimate + 3.0 * standard_error).min(1.0),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use random::Rng;

    #[test]
    fn the_estimate_is_the_mean_and_the_error_that_of_the_reference() {
        // 100 images: √(0.9 · 0.1 / 100) = 0.03.
        let estimate = estimate(&[0.8; 100], Spread::Reference(0.9)).unwrap();
        assert!((estimate.estimate - 0.8).abs() < 1e-12);
        assert!((estimate.standard_error - 0.03).abs() < 1e-12);
        assert!((estimate.low - 0.71).abs() < 1e-12);
        assert!((estimate.high - 0.89).abs() < 1e-12);
    }

    #[test]
    fn without_labels_the_confidences_give_the_error_and_the_ends_are_probabilities() {
        // Variances 0.09 and 0.25: mean 0.17, of two images √0.085.
        let estimate = estimate(&[0.9, 0.5], Spread::Confidence).unwrap();
        assert!((estimate.standard_error - 0.085f64.sqrt()).abs() < 1e-12);
        assert_eq!(estimate.low, 0.0);
        assert_eq!(estimate.high, 1.0);
        assert_eq!(super::estimate(&[], Spread::Confidence), None);
    }

    #[test]
    fn calibrated_confidences_hold_the_true_accuracy() {
        let mut rng = Rng::new(3);
        let mut uniform = || f64::from(rng.uniform());
        let inside = (0..400).filter(|_| {
            let confidence: Vec<f64> = (0..200).map(|_| 0.5 + uniform() / 2.0).collect();
            let right = confidence.iter().filter(|&&p| uniform() < p).count();
            let estimate = estimate(&confidence, Spread::Confidence).unwrap();
            (estimate.low..=estimate.high).contains(&(right as f64 / 200.0))
        });
        assert!(inside.count() >= 395);
    }
}
