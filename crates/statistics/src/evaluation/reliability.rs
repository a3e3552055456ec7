//! The bars of a reliability diagram. Does not know how the confidence came about.

use serde::{Deserialize, Serialize};

use crate::metrics::{Proportion, proportion};

/// Images of about the same confidence.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReliabilityBin {
    /// Least confidence of the bin.
    pub low: f64,
    /// Where the next bin starts; the last one includes its end, 1.
    pub high: f64,
    /// Images in the bin.
    pub n: u64,
    /// Their mean confidence; 0 for none.
    pub mean_confidence: f64,
    /// The share of them that is right, with its 95% interval, which is all of [0, 1] for none.
    pub accuracy: Proportion,
}

impl ReliabilityBin {
    /// How much surer the classifier is than right: above 0 it is overconfident.
    pub fn gap(&self) -> f64 {
        self.mean_confidence - self.accuracy.value
    }
}

/// Accuracy against confidence in `bins` equal bins of [0, 1] (Niculescu-Mizil and Caruana 2005).
/// The gaps' sizes, weighted by the images, are the expected calibration error of
/// [`crate::metrics::expected_calibration_error`] over as many bins.
///
/// ```
/// let bins = statistics::evaluation::reliability(&[0.9, 0.9, 0.2], &[true, false, true], 2);
/// assert_eq!((bins[0].n, bins[1].n, bins[1].accuracy.value), (1, 2, 0.5));
/// ```
pub fn reliability(confidence: &[f32], is_right: &[bool], bins: usize) -> Vec<ReliabilityBin> {
    let mut sums = vec![(0u64, 0.0f64, 0u64); bins];
    for (&confidence, &is_right) in confidence.iter().zip(is_right) {
        let bin = ((f64::from(confidence) * bins as f64) as usize).min(bins.saturating_sub(1));
        if let Some(sum) = sums.get_mut(bin) {
            sum.0 += 1;
            sum.1 += f64::from(confidence);
            sum.2 += u64::from(is_right);
        }
    }
    let edge = |bin: usize| bin as f64 / bins as f64;
    let bars = sums.iter().enumerate().map(|(bin, &(n, confidence, hits))| ReliabilityBin {
        low: edge(bin),
        high: edge(bin + 1),
        n,
        mean_confidence: if n == 0 { 0.0 } else { confidence / n as f64 },
        accuracy: proportion(hits, n),
    });
    bars.collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::metrics::expected_calibration_error;

    #[test]
    fn each_bin_has_its_own_mean_and_accuracy() {
        let confidence = [0.875, 0.75, 0.625, 1.0, 0.25];
        let bins = reliability(&confidence, &[true, false, true, true, false], 4);
        assert_eq!((bins[3].low, bins[3].high, bins[3].n), (0.75, 1.0, 3));
        assert_eq!(bins[3].mean_confidence, 0.875);
        assert!((bins[3].accuracy.value - 2.0 / 3.0).abs() < 1e-12);
        assert!((bins[3].gap() - (0.875 - 2.0 / 3.0)).abs() < 1e-12);
        assert_eq!((bins[2].n, bins[2].gap()), (1, -0.375));
        assert_eq!((bins[0].n, bins[0].gap(), bins[0].accuracy.high), (0, 0.0, 1.0));
        assert_eq!(bins[1].n, 1);
        assert_eq!(reliability(&confidence, &[true; 5], 0), []);
    }

    proptest! {
        #[test]
        fn the_weighted_gaps_are_the_expected_calibration_error(
            images in proptest::collection::vec((0.0f32..=1.0, any::<bool>()), 1..80),
            bins in 1usize..20,
        ) {
            let (confidence, is_right): (Vec<f32>, Vec<bool>) = images.into_iter().unzip();
            let bars = reliability(&confidence, &is_right, bins);
            let n = confidence.len() as f64;
            let gaps: f64 = bars.iter().map(|bin| bin.n as f64 / n * bin.gap().abs()).sum();
            let expected = expected_calibration_error(&confidence, &is_right, bins);
            prop_assert!((gaps - expected).abs() < 1e-9);
        }
    }
}
