//! What evaluation shows beyond the numbers of [`crate::metrics`]: curves, bins, mistakes, and
//! whether two classifiers really differ. Slices in, plain structs out; it knows no network, no
//! page and no chart.

mod auroc;
mod bootstrap;
mod histogram;
mod mcnemar;
mod mistakes;
mod photos;
mod reliability;
mod roc;
mod tail;

use crate::metrics::ClassScores;
use dataset::CLASSES;

pub use auroc::{Auroc, auroc};
pub use bootstrap::{PairedDifference, paired_bootstrap};
pub use histogram::{Histogram, histogram};
pub use mcnemar::{Difference, McNemar, Method, mcnemar};
pub use mistakes::{Mistake, most_confident_mistakes};
pub use photos::{PhotoFigures, PhotoVerdict, photo_figures};
pub use reliability::{ReliabilityBin, reliability};
pub use roc::roc_points;

/// The unweighted mean over classes: each counts the same, however rare. Macro F1 is the mean of
/// the F1 scores, not the F1 of the means (Opitz and Burst 2019).
///
/// ```
/// use statistics::evaluation::macro_average;
/// use statistics::metrics::ClassScores;
///
/// let mut scores = [ClassScores { precision: 1.0, recall: 1.0, f1: 1.0 }; 10];
/// scores[6].recall = 0.0;
/// assert_eq!(macro_average(&scores).recall, 0.9);
/// ```
pub fn macro_average(scores: &[ClassScores; CLASSES]) -> ClassScores {
    let mean =
        |score: fn(&ClassScores) -> f64| scores.iter().map(score).sum::<f64>() / CLASSES as f64;
    ClassScores {
        precision: mean(|class| class.precision),
        recall: mean(|class| class.recall),
        f1: mean(|class| class.f1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_macro_average_is_the_mean_of_each_score() {
        let mut scores = [ClassScores { precision: 1.0, recall: 1.0, f1: 1.0 }; CLASSES];
        scores[6] = ClassScores { precision: 0.5, recall: 0.0, f1: 0.0 };
        scores[4] = ClassScores { precision: 0.5, recall: 1.0, f1: 0.5 };
        let mean = macro_average(&scores);
        assert!((mean.precision - 0.9).abs() < 1e-12);
        assert!((mean.recall - 0.9).abs() < 1e-12);
        assert!((mean.f1 - 0.85).abs() < 1e-12);
    }
}
