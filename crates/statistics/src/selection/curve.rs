//! What it costs in coverage to be right more often: the coverage–risk curve and its areas. Looks
//! at confidence alone; the reconstruction error has no say here.

use serde::{Deserialize, Serialize};

use super::Outcome;

/// What is accepted at one confidence threshold.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct CurvePoint {
    /// The threshold: everything at least this sure is accepted.
    pub min_confidence: f32,
    /// Share of all images that is accepted, in (0, 1].
    pub coverage: f64,
    /// Share of wrong ones among the accepted: the selective risk.
    pub risk: f64,
}

impl CurvePoint {
    /// Share of all images that is accepted and wrong: the generalised risk.
    pub fn generalised_risk(self) -> f64 {
        self.coverage * self.risk
    }
}

/// The coverage–risk curve of a classifier that accepts its surest predictions first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CoverageRisk {
    /// One point a distinct confidence, from the surest, coverage ascending. Images that are
    /// equally sure are accepted together. The last one covers everything.
    pub points: Vec<CurvePoint>,
    /// Area under the curve of selective risk (Geifman, Uziel, El-Yaniv 2019, after Geifman and
    /// El-Yaniv 2017): the mean, over all images, of the selective risk at their own confidence.
    /// Lower is better. NaN for no images.
    pub aurc: f64,
    /// Area under the curve of generalised risk (Traub et al. 2024), by trapezoids from (0, 0):
    /// the probability that of two images drawn at random the one is wrong and at least as sure
    /// as the other, ties counting half. It equals (1 − AUROC)·a·(1 − a) + (1 − a)²/2 where a is
    /// the accuracy and AUROC that of confidence telling right from wrong. Lower is better. NaN
    /// for no images.
    pub augrc: f64,
}

impl CoverageRisk {
    /// The curve of outcomes. A confidence that is not a number counts as the lowest.
    ///
    /// ```
    /// use statistics::selection::{CoverageRisk, Outcome};
    ///
    /// let outcome = |confidence, is_right| Outcome { confidence, error_ratio: 0.5, is_right };
    /// let curve = CoverageRisk::new(&[outcome(0.9, true), outcome(0.6, false)]);
    /// let risks: Vec<_> = curve.points.iter().map(|point| (point.coverage, point.risk)).collect();
    /// assert_eq!(risks, [(0.5, 0.0), (1.0, 0.5)]);
    /// ```
    pub fn new(outcomes: &[Outcome]) -> Self {
        let mut sorted: Vec<(f32, bool)> = outcomes
            .iter()
            .map(|o| {
                (if o.confidence.is_nan() { f32::NEG_INFINITY } else { o.confidence }, o.is_right)
            })
            .collect();
        sorted.sort_by(|a, b| b.0.total_cmp(&a.0));
        let n = sorted.len() as f64;
        let (mut points, mut aurc, mut augrc) = (Vec::new(), 0.0, 0.0);
        let (mut accepted, mut wrong) = (0.0, 0.0);
        for ties in sorted.chunk_by(|a, b| a.0 == b.0) {
            let more = ties.len() as f64;
            let more_wrong = ties.iter().filter(|(_, is_right)| !is_right).count() as f64;
            augrc += more * (wrong + more_wrong / 2.0);
            accepted += more;
            wrong += more_wrong;
            let risk = wrong / accepted;
            aurc += more * risk;
            points.push(CurvePoint { min_confidence: ties[0].0, coverage: accepted / n, risk });
        }
        Self { points, aurc: aurc / n, augrc: augrc / (n * n) }
    }

    /// The first point that covers at least this share of the images: the risk one has to bear
    /// for it. `None` for no images or a coverage above 1.
    pub fn at_coverage(&self, coverage: f64) -> Option<CurvePoint> {
        let first = self.points.partition_point(|point| point.coverage < coverage);
        self.points.get(first).copied()
    }

    /// The point of largest coverage whose risk is at most `risk`. `None` where no point has it.
    pub fn at_risk(&self, risk: f64) -> Option<CurvePoint> {
        self.points.iter().rev().find(|point| point.risk <= risk).copied()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::metrics::area_under_roc;

    fn curve(outcomes: &[(f32, bool)]) -> CoverageRisk {
        let outcome = |&(confidence, is_right)| Outcome { confidence, error_ratio: 0.0, is_right };
        CoverageRisk::new(&outcomes.iter().map(outcome).collect::<Vec<_>>())
    }

    fn close(value: f64, expected: f64) {
        assert!((value - expected).abs() < 1e-12, "{value} is not {expected}");
    }

    #[test]
    fn areas_of_four_images_by_hand() {
        // Risks 0, 1/2, 1/3, 1/2 at coverages 1/4 to 1; generalised risks 0, 1/4, 1/4, 1/2.
        let curve = curve(&[(0.9, true), (0.8, false), (0.7, true), (0.6, false)]);
        let risks: Vec<f64> = curve.points.iter().map(|point| point.risk).collect();
        assert_eq!(risks, [0.0, 0.5, 1.0 / 3.0, 0.5]);
        close(curve.aurc, (0.5 + 1.0 / 3.0 + 0.5) / 4.0);
        close(curve.augrc, (0.125 + 0.25 + 0.375) / 4.0);
        close(curve.points[2].generalised_risk(), 0.25);
    }

    #[test]
    fn wrong_ones_last_is_the_best_order_and_first_the_worst() {
        let best = curve(&[(0.9, true), (0.8, true), (0.7, true), (0.6, false)]);
        let worst = curve(&[(0.9, false), (0.8, true), (0.7, true), (0.6, true)]);
        close(best.aurc, 0.25 / 4.0);
        close(best.augrc, 0.125 / 4.0);
        close(worst.aurc, (1.0 + 0.5 + 1.0 / 3.0 + 0.25) / 4.0);
        close(worst.augrc, (0.125 + 0.75) / 4.0);
    }

    #[test]
    fn equally_sure_images_are_accepted_together() {
        let curve = curve(&[(0.9, true), (0.9, false), (0.5, true), (0.5, true)]);
        assert_eq!(curve.points.len(), 2);
        close(curve.aurc, (0.5 + 0.5 + 0.25 + 0.25) / 4.0);
        close(curve.augrc, (2.0 * 0.5 + 2.0 * 1.0) / 16.0);
    }

    #[test]
    fn the_risk_at_a_coverage_is_that_of_the_next_step_up() {
        let curve = curve(&[(0.9, true), (0.8, false), (0.7, true), (0.6, true)]);
        let at = curve.at_coverage(0.6).unwrap();
        assert_eq!((at.coverage, at.min_confidence), (0.75, 0.7));
        close(at.risk, 1.0 / 3.0);
        assert_eq!(curve.at_coverage(1.01), None);
        let at = curve.at_risk(0.3).unwrap();
        assert_eq!((at.coverage, at.risk), (1.0, 0.25));
        assert_eq!(curve.at_risk(0.1).unwrap().coverage, 0.25);
        assert_eq!(curve.at_risk(-0.1), None);
    }

    #[test]
    fn no_images_have_no_area() {
        let empty = curve(&[]);
        assert!(empty.points.is_empty() && empty.aurc.is_nan() && empty.augrc.is_nan());
    }

    proptest! {
        #[test]
        fn the_generalised_area_follows_from_accuracy_and_auroc(
            outcomes in proptest::collection::vec(((0u8..12), any::<bool>()), 2..60),
        ) {
            let outcomes: Vec<(f32, bool)> =
                outcomes.iter().map(|&(c, is_right)| (f32::from(c) / 11.0, is_right)).collect();
            let sure = |wanted| -> Vec<f32> {
                outcomes.iter().filter(|(_, right)| *right == wanted).map(|o| o.0).collect()
            };
            let (right, wrong) = (sure(true), sure(false));
            prop_assume!(!right.is_empty() && !wrong.is_empty());
            let accuracy = right.len() as f64 / outcomes.len() as f64;
            let expected = (1.0 - area_under_roc(&wrong, &right)) * accuracy * (1.0 - accuracy)
                + (1.0 - accuracy).powi(2) / 2.0;
            prop_assert!((curve(&outcomes).augrc - expected).abs() < 1e-12);
        }
    }
}
