//! The thresholds that cost least. Knows what mistakes cost, not why.

use serde::{Deserialize, Serialize};

use super::cuts::Cuts;
use super::{Outcome, Tally, Thresholds};

/// What each way to go wrong costs, in any one unit. A right accept and the reject of a wrong
/// prediction cost nothing.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Costs {
    /// A wrong prediction that is used.
    pub false_accept: f64,
    /// A right prediction that is thrown away.
    pub false_reject: f64,
    /// A look by a person, whatever comes of it.
    pub review: f64,
}

impl Costs {
    /// What these verdicts cost together.
    pub fn of(self, tally: Tally) -> f64 {
        self.false_accept * tally.false_accepts() as f64
            + self.false_reject * tally.false_rejects() as f64
            + self.review * tally.all().review as f64
    }

    /// The costs as whole numbers, of which 2³² are the largest, so that sums are exact and ties
    /// are ties. `None` where one is negative or not finite.
    fn fixed_point(self) -> Option<[i64; 3]> {
        let costs = [self.false_accept, self.false_reject, self.review];
        let largest = costs.iter().copied().fold(0.0, f64::max);
        let scale = if largest > 0.0 { f64::from(u32::MAX) / largest } else { 0.0 };
        let is_usable = costs.iter().all(|cost| cost.is_finite() && *cost >= 0.0);
        is_usable.then(|| costs.map(|cost| (cost * scale).round() as i64))
    }
}

/// The cheapest thresholds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Best {
    /// Where the lines go: halfway between the images on either side.
    pub thresholds: Thresholds,
    /// The verdicts there.
    pub tally: Tally,
    /// What they cost together, in the unit of the costs.
    pub cost: f64,
}

/// The cheapest of all pairs of thresholds: an exact search over every distinct cut on both axes.
///
/// The error limit sweeps upwards, and each image that becomes typical changes the cost of all
/// confidence cuts below its own confidence by one and the same amount; a tree of sums keeps the
/// cheapest. O(n log n) where trying all pairs takes O(n²). Costs are compared to a part in 2³².
/// Of equally cheap thresholds it takes the largest error limit, then the lowest confidence: the
/// ones that stop fewest images.
///
/// On validation images alone a reconstruction error says little, since all of them are garments;
/// add probes as outcomes that are never right, in the share in which they are expected.
///
/// `None` for no outcomes, or where a cost is negative or not finite.
///
/// ```
/// use statistics::selection::{Costs, Outcome, best_thresholds};
///
/// let outcome = |confidence, is_right| Outcome { confidence, error_ratio: 0.5, is_right };
/// let outcomes = [outcome(0.9, true), outcome(0.6, false), outcome(0.3, true)];
/// let costs = Costs { false_accept: 10.0, false_reject: 5.0, review: 1.0 };
/// // One who is sure only of the first looks at two images.
/// let best = best_thresholds(&outcomes, costs).expect("there are outcomes");
/// assert_eq!((best.cost, best.thresholds.min_confidence), (2.0, 0.75));
/// ```
pub fn best_thresholds(outcomes: &[Outcome], costs: Costs) -> Option<Best> {
    let [false_accept, false_reject, review] = costs.fixed_point()?;
    let cuts = Cuts::new(outcomes);
    let mut sorted: Vec<&Outcome> = outcomes.iter().filter(|o| o.error_ratio.is_finite()).collect();
    sorted.sort_by(|a, b| a.error_ratio.total_cmp(&b.error_ratio));
    let right = outcomes.iter().filter(|outcome| outcome.is_right).count();
    let mut base = false_reject * right as i64;
    let mut saved = SuffixSums::new(cuts.confidences.len() + 1);
    let mut best = (base, 0, 0);
    for (group, ties) in sorted.chunk_by(|a, b| a.error_ratio == b.error_ratio).enumerate() {
        for outcome in ties {
            base += review - if outcome.is_right { false_reject } else { 0 };
            // What is below every threshold, or not a number, is never accepted.
            if outcome.confidence > f32::NEG_INFINITY {
                let place = cuts.confidences.partition_point(|&c| c < outcome.confidence);
                saved.add(place, if outcome.is_right { 0 } else { false_accept } - review);
            }
        }
        let (least, cut) = saved.least();
        if base + least <= best.0 {
            best = (base + least, group + 1, cut);
        }
    }
    let thresholds = Thresholds {
        min_confidence: cuts.confidence_cut(best.2),
        max_error_ratio: cuts.error_cut(best.1),
    };
    let tally = Tally::count(outcomes, thresholds);
    (!outcomes.is_empty()).then(|| Best { thresholds, tally, cost: costs.of(tally) })
}

/// Numbers whose smallest suffix sum is known at any time: a binary tree in which each node has
/// the sum of its numbers, the smallest sum of a suffix of them, and where that suffix starts.
struct SuffixSums {
    nodes: Vec<(i64, i64, usize)>,
    leaves: usize,
}

impl SuffixSums {
    /// `n` zeros.
    fn new(n: usize) -> Self {
        let leaves = n.next_power_of_two();
        // Leaves beyond `n` only fill the tree; no suffix may start there.
        let leaf = |i| (0, if i < n { 0 } else { i64::MAX / 2 }, i);
        let mut nodes = vec![(0, 0, 0); leaves];
        nodes.extend((0..leaves).map(leaf));
        let mut sums = Self { nodes, leaves };
        for node in (1..leaves).rev() {
            sums.refresh(node);
        }
        sums
    }

    fn add(&mut self, place: usize, amount: i64) {
        let mut node = self.leaves + place;
        self.nodes[node].0 += amount;
        self.nodes[node].1 += amount;
        while node > 1 {
            node /= 2;
            self.refresh(node);
        }
    }

    fn refresh(&mut self, node: usize) {
        let (left, right) = (self.nodes[2 * node], self.nodes[2 * node + 1]);
        let across = left.1 + right.0;
        let (least, start) = if across <= right.1 { (across, left.2) } else { (right.1, right.2) };
        self.nodes[node] = (left.0 + right.0, least, start);
    }

    /// The smallest suffix sum and the first place at which such a suffix starts.
    fn least(&self) -> (i64, usize) {
        let (_, least, start) = self.nodes[1];
        (least, start)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::cuts::tests::outcomes;
    use super::super::tests::ten;
    use super::*;

    fn best(false_accept: f64, false_reject: f64, review: f64) -> Best {
        best_thresholds(&ten(), Costs { false_accept, false_reject, review }).unwrap()
    }

    #[test]
    fn the_cost_is_the_sum_over_the_verdicts() {
        let thresholds = Thresholds { min_confidence: 0.7, max_error_ratio: 1.0 };
        let tally = Tally::count(&ten(), thresholds);
        let costs = Costs { false_accept: 10.0, false_reject: 4.0, review: 1.0 };
        // 1 false accept, 1 false reject, 3 reviews.
        assert_eq!(costs.of(tally), 17.0);
    }

    #[test]
    fn a_free_review_sends_all_wrong_ones_there() {
        let best = best(1.0, 1.0, 0.0);
        assert_eq!(best.cost, 0.0);
        assert_eq!((best.tally.false_accepts(), best.tally.false_rejects()), (0, 0));
        // Nothing need be rejected, and 0.99 is surer than every wrong one.
        assert_eq!(best.thresholds.max_error_ratio, 2.0);
        assert_eq!(best.tally.right.accept, 1);
    }

    #[test]
    fn where_mistakes_cost_nothing_everything_is_accepted() {
        let best = best(0.0, 1.0, 1.0);
        assert_eq!((best.cost, best.tally.all().accept), (0.0, 10));
        assert_eq!((best.thresholds.min_confidence, best.thresholds.max_error_ratio), (0.0, 2.0));
    }

    #[test]
    fn the_error_limit_catches_what_confidence_cannot() {
        // Reject errors above 1.35 (the wrong 0.97 and 0.4), review below 0.875: the right 0.8,
        // 0.6, 0.5 and the wrong 0.85, 0.55. 5 reviews; any false accept costs twice that.
        let best = best(10.0, 10.0, 1.0);
        assert_eq!(best.cost, 5.0);
        assert!((best.thresholds.max_error_ratio - 1.35).abs() < 1e-6);
        assert!((best.thresholds.min_confidence - 0.875).abs() < 1e-6);
    }

    #[test]
    fn costs_that_are_no_costs_have_no_best() {
        for cost in [-1.0, f64::NAN, f64::INFINITY] {
            let costs = Costs { false_accept: cost, false_reject: 1.0, review: 1.0 };
            assert_eq!(best_thresholds(&ten(), costs), None);
        }
        let costs = Costs { false_accept: 1.0, false_reject: 1.0, review: 1.0 };
        assert_eq!(best_thresholds(&[], costs), None);
    }

    proptest! {
        #[test]
        fn no_pair_of_cuts_is_cheaper(
            outcomes in outcomes(), a in 0u8..20, r in 0u8..20, v in 0u8..20,
        ) {
            let costs = Costs {
                false_accept: a.into(), false_reject: r.into(), review: v.into(),
            };
            let Some(best) = best_thresholds(&outcomes, costs) else {
                prop_assert!(outcomes.is_empty());
                return Ok(());
            };
            let cuts = Cuts::new(&outcomes);
            let mut cheapest = f64::INFINITY;
            for min_confidence in cuts.confidence_cuts() {
                for cut in 0..=outcomes.len() {
                    let max_error_ratio = cuts.error_cut(cut);
                    let thresholds = Thresholds { min_confidence, max_error_ratio };
                    cheapest = cheapest.min(costs.of(Tally::count(&outcomes, thresholds)));
                }
            }
            prop_assert_eq!(best.cost, cheapest);
            prop_assert_eq!(best.tally, Tally::count(&outcomes, best.thresholds));
        }
    }
}
