//! Where on the plane of confidence and error ratio a threshold makes a difference. Does not know
//! what a verdict costs.

use super::Outcome;

/// The lines that can be drawn between outcomes. O(n log n) to build.
#[derive(Clone, Debug)]
pub(super) struct Cuts {
    /// The distinct finite confidences, ascending.
    pub(super) confidences: Vec<f32>,
    /// The distinct finite error ratios, ascending.
    pub(super) error_ratios: Vec<f32>,
}

impl Cuts {
    /// Between these outcomes. Numbers that are not finite make no line: they never pass.
    pub(super) fn new(outcomes: &[Outcome]) -> Self {
        Self {
            confidences: distinct(outcomes.iter().map(|outcome| outcome.confidence)),
            error_ratios: distinct(outcomes.iter().map(|outcome| outcome.error_ratio)),
        }
    }

    /// Every least confidence that makes a difference, ascending: one below all outcomes, one
    /// between each two neighbours, one above all.
    pub(super) fn confidence_cuts(&self) -> impl Iterator<Item = f32> + '_ {
        (0..=self.confidences.len()).map(|cut| self.confidence_cut(cut))
    }

    /// The `cut`-th of [`Self::confidence_cuts`]: `cut` distinct confidences are below it.
    pub(super) fn confidence_cut(&self, cut: usize) -> f32 {
        let values = &self.confidences;
        match (cut.checked_sub(1).and_then(|below| values.get(below)), values.get(cut)) {
            (Some(&below), Some(&above)) => between_upper(below, above),
            (None, first) => first.copied().unwrap_or(0.0).min(0.0),
            (Some(&highest), None) if highest < 1.0 => between_upper(highest, 1.0),
            (Some(&highest), None) => highest.next_up(),
        }
    }

    /// The error limit within which `cut` distinct error ratios lie: halfway to the next one. It
    /// is the largest ratio itself for all of them and below the smallest for none.
    pub(super) fn error_cut(&self, cut: usize) -> f32 {
        let values = &self.error_ratios;
        match (cut.checked_sub(1).and_then(|within| values.get(within)), values.get(cut)) {
            (Some(&within), Some(&above)) => between_lower(within, above),
            (Some(&highest), None) => highest,
            (None, Some(&lowest)) if lowest > 0.0 => lowest / 2.0,
            (None, Some(&lowest)) => lowest.next_down(),
            (None, None) => 0.0,
        }
    }
}

fn distinct(values: impl Iterator<Item = f32>) -> Vec<f32> {
    let mut values: Vec<f32> = values.filter(|value| value.is_finite()).collect();
    values.sort_by(f32::total_cmp);
    values.dedup();
    values
}

fn midpoint(below: f32, above: f32) -> f32 {
    ((f64::from(below) + f64::from(above)) / 2.0) as f32
}

/// A value in (below, above].
fn between_upper(below: f32, above: f32) -> f32 {
    let middle = midpoint(below, above);
    if middle > below { middle } else { above }
}

/// A value in [below, above).
fn between_lower(below: f32, above: f32) -> f32 {
    let middle = midpoint(below, above);
    if middle < above { middle } else { below }
}

#[cfg(test)]
pub(crate) mod tests {
    use proptest::prelude::*;

    use super::super::Thresholds;
    use super::super::tests::ten;
    use super::*;
    use dataset::{CLASSES, Class};
    use policy::decision::{PhotoThresholds, Policy, Reading};
    use policy::quality::QualityLimits;

    /// Coarse values, so that ties and points on a line are frequent, and some that are no number.
    fn value() -> impl Strategy<Value = f32> {
        prop_oneof![
            12 => (0u8..9).prop_map(|step| f32::from(step) / 8.0),
            4 => 0.0f32..1.2,
            1 => Just(f32::NAN),
            1 => Just(-f32::NAN),
            1 => Just(f32::INFINITY),
        ]
    }

    pub(crate) fn outcomes() -> impl Strategy<Value = Vec<Outcome>> {
        let outcome =
            (value(), value(), any::<bool>()).prop_map(|(confidence, error_ratio, is_right)| {
                Outcome { confidence, error_ratio, is_right }
            });
        proptest::collection::vec(outcome, 0..40)
    }

    proptest! {
        #[test]
        fn thresholds_and_policy_decide_alike(
            confidence in 0.1f32..1.0, error in 0.0f32..0.1, limit in 0.001f32..0.1, min in value(),
            max_error_ratio in value(), detail in 0.0f32..1.0,
        ) {
            let mut probabilities = [0.0; CLASSES];
            probabilities[3] = confidence;
            let limits = QualityLimits { error: (limit / 9.0, limit), relative: (0.001, 0.1) };
            let calibrated = Policy {
                min_confidence: 0.5,
                max_ratio: 1.0,
                limits: [limits; CLASSES],
                reading: Reading::PredictedClass, photos: PhotoThresholds::NOTHING };
            let thresholds = Thresholds { min_confidence: min, max_error_ratio };
            for error in [error, limit, limit.next_up(), limit.next_down(), f32::NAN] {
                let errors = [error; CLASSES];
                let outcome =
                    Outcome::of(&calibrated, &probabilities, &errors, detail, Some(Class::Dress));
                let policy = thresholds.policy(&calibrated);
                let decision = policy.decide(&probabilities, &errors, detail);
                let verdict = thresholds.verdict(outcome.confidence, outcome.error_ratio);
                prop_assert_eq!(verdict, decision.verdict);
            }
        }

        #[test]
        fn each_confidence_cut_leaves_one_more_value_below(outcomes in outcomes()) {
            let cuts = Cuts::new(&outcomes);
            for (cut, threshold) in cuts.confidence_cuts().enumerate() {
                let below = cuts.confidences.iter().filter(|&&c| c < threshold).count();
                prop_assert_eq!(below, cut);
            }
            for cut in 0..=cuts.error_ratios.len() {
                let within = cuts.error_ratios.iter().filter(|&&e| e <= cuts.error_cut(cut));
                prop_assert_eq!(within.count(), cut);
            }
        }
    }

    #[test]
    fn cuts_lie_halfway_between_neighbours() {
        let cuts = Cuts::new(&ten());
        let confidences: Vec<f32> = cuts.confidence_cuts().collect();
        let close = |value: f32, expected: f32| assert!((value - expected).abs() < 1e-6, "{value}");
        assert_eq!((confidences.len(), confidences[0]), (11, 0.0));
        close(confidences[1], 0.45);
        close(confidences[10], 0.995);
        close(cuts.error_cut(0), 0.15);
        close(cuts.error_cut(1), 0.35);
        assert_eq!(cuts.error_cut(10), 2.0);
    }
}
