//! Outcomes indexed so that moving a threshold costs next to nothing. Does not know what a
//! verdict costs.

use super::wavelet::Wavelet;
use super::{Outcome, Split, Tally, Thresholds};

/// Outcomes on the plane of confidence and error ratio, indexed by both.
///
/// O(n log n) to build. A question takes two binary searches and a walk down a wavelet matrix for
/// each of right and wrong, O(log n) in all, so it can be asked at every move of the pointer.
#[derive(Clone, Debug)]
pub struct Plane {
    right: Half,
    wrong: Half,
    /// The distinct finite confidences, ascending.
    confidences: Vec<f32>,
    /// The distinct finite error ratios, ascending.
    error_ratios: Vec<f32>,
}

impl Plane {
    /// Indexes outcomes. Numbers that are not finite are kept: they never pass.
    pub fn new(outcomes: &[Outcome]) -> Self {
        let of = |is_right| outcomes.iter().filter(move |outcome| outcome.is_right == is_right);
        let confidences = outcomes.iter().map(|outcome| outcome.confidence);
        let error_ratios = outcomes.iter().map(|outcome| outcome.error_ratio);
        Self {
            right: Half::new(of(true)),
            wrong: Half::new(of(false)),
            confidences: distinct(confidences.filter(|value| value.is_finite())),
            error_ratios: distinct(error_ratios.filter(|value| value.is_finite())),
        }
    }

    /// The verdicts at these thresholds, equal to [`Tally::count`], in O(log n).
    pub fn at(&self, thresholds: Thresholds) -> Tally {
        Tally { right: self.right.split(thresholds), wrong: self.wrong.split(thresholds) }
    }

    /// Images on the plane.
    pub fn n(&self) -> usize {
        self.right.error_ratios.len() + self.wrong.error_ratios.len()
    }

    /// Every least confidence that makes a difference, ascending: one below all outcomes, one
    /// between each two neighbours, one above all.
    pub fn confidence_cuts(&self) -> impl Iterator<Item = f32> + '_ {
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

    /// The smallest of the error cuts within which at least `n` right outcomes lie. The one that
    /// holds all finite ratios where there are not so many.
    pub(super) fn error_cut_holding(&self, n: usize) -> f32 {
        let needed = n.checked_sub(1).and_then(|last| self.right.error_ratios.get(last));
        self.error_cut(match needed {
            None => 0,
            Some(needed) if needed.is_nan() => self.error_ratios.len(),
            Some(needed) => self.error_ratios.partition_point(|ratio| ratio <= needed),
        })
    }

    pub(super) fn confidences(&self) -> &[f32] {
        &self.confidences
    }
}

/// Outcomes of one kind, right or wrong.
#[derive(Clone, Debug)]
struct Half {
    /// Ascending, NaN last.
    error_ratios: Vec<f32>,
    /// Descending, NaN last.
    confidences: Vec<f32>,
    /// Place in `confidences` of each outcome, in the order of `error_ratios`.
    places: Wavelet,
}

impl Half {
    fn new<'a>(outcomes: impl Iterator<Item = &'a Outcome>) -> Self {
        let mut points: Vec<(f32, f32)> = outcomes.map(|o| (o.error_ratio, o.confidence)).collect();
        points.sort_by(|a, b| a.0.is_nan().cmp(&b.0.is_nan()).then(a.0.total_cmp(&b.0)));
        let mut order: Vec<u32> = (0..points.len() as u32).collect();
        order.sort_by(|&a, &b| {
            let (a, b) = (points[a as usize].1, points[b as usize].1);
            a.is_nan().cmp(&b.is_nan()).then(b.total_cmp(&a))
        });
        let mut places = vec![0; points.len()];
        for (place, &point) in order.iter().enumerate() {
            places[point as usize] = place as u32;
        }
        Self {
            error_ratios: points.iter().map(|point| point.0).collect(),
            confidences: order.iter().map(|&point| points[point as usize].1).collect(),
            places: Wavelet::new(&places),
        }
    }

    fn split(&self, thresholds: Thresholds) -> Split {
        let typical = self.error_ratios.partition_point(|&e| e <= thresholds.max_error_ratio);
        let sure = self.confidences.partition_point(|&c| c >= thresholds.min_confidence);
        let accept = self.places.count_below(typical, sure);
        Split {
            accept: accept as u64,
            review: (typical - accept) as u64,
            reject: (self.error_ratios.len() - typical) as u64,
        }
    }
}

fn distinct(values: impl Iterator<Item = f32>) -> Vec<f32> {
    let mut values: Vec<f32> = values.collect();
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

    use super::super::tests::ten;
    use super::*;
    use dataset::{CLASSES, Class};
    use policy::decision::{Policy, Reading};
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
        fn the_index_agrees_with_counting(outcomes in outcomes(), c in value(), e in value()) {
            let thresholds = Thresholds { min_confidence: c, max_error_ratio: e };
            let tally = Plane::new(&outcomes).at(thresholds);
            prop_assert_eq!(tally, Tally::count(&outcomes, thresholds));
        }

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
                reading: Reading::PredictedClass,
            };
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
            let plane = Plane::new(&outcomes);
            for (cut, threshold) in plane.confidence_cuts().enumerate() {
                let below = plane.confidences.iter().filter(|&&c| c < threshold).count();
                prop_assert_eq!(below, cut);
            }
            for cut in 0..=plane.error_ratios.len() {
                let within = plane.error_ratios.iter().filter(|&&e| e <= plane.error_cut(cut));
                prop_assert_eq!(within.count(), cut);
            }
        }
    }

    #[test]
    fn cuts_lie_halfway_between_neighbours() {
        let plane = Plane::new(&ten());
        let cuts: Vec<f32> = plane.confidence_cuts().collect();
        let close = |value: f32, expected: f32| assert!((value - expected).abs() < 1e-6, "{value}");
        assert_eq!((cuts.len(), cuts[0]), (11, 0.0));
        close(cuts[1], 0.45);
        close(cuts[10], 0.995);
        close(plane.error_cut(0), 0.15);
        close(plane.error_cut(1), 0.35);
        assert_eq!(plane.error_cut(10), 2.0);
    }

    #[test]
    fn five_thousand_points_are_counted_in_microseconds() {
        let mut rng = random::Rng::new(7);
        let outcomes: Vec<Outcome> = (0..5000)
            .map(|_| Outcome {
                confidence: rng.uniform(),
                error_ratio: 2.0 * rng.uniform(),
                is_right: rng.uniform() < 0.93,
            })
            .collect();
        let plane = Plane::new(&outcomes);
        let start = std::time::Instant::now();
        let mut accepted = 0;
        for step in 0..1000u16 {
            let min_confidence = f32::from(step) / 1000.0;
            accepted += plane.at(Thresholds { min_confidence, max_error_ratio: 1.0 }).all().accept;
        }
        let each = start.elapsed() / 1000;
        assert!(accepted > 0);
        assert!(each.as_micros() < 100, "{each:?}");
    }
}
