//! Strict, balanced, permissive: thresholds by rule from the outcomes at hand.

use serde::{Deserialize, Serialize};

use super::cuts::Cuts;
use super::{Outcome, Thresholds};

/// A way to weigh being right against letting images through.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Preset {
    /// Few mistakes, many reviews.
    Strict,
    /// Between the two.
    #[default]
    Balanced,
    /// Few reviews, more mistakes.
    Permissive,
}

/// What a preset asks of its thresholds, relative to the classifier it is for, so that the same
/// rule fits a good one and a poor one.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rule {
    /// The error limit rejects at most this share of the right predictions.
    pub false_reject_share: f64,
    /// Among the accepted, mistakes are at most this share as frequent as without thresholds.
    pub risk_share: f64,
}

impl Preset {
    /// Every preset, from the strictest.
    pub const ALL: [Self; 3] = [Self::Strict, Self::Balanced, Self::Permissive];

    /// The name in addresses and JSON.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Strict => "strict",
            Self::Balanced => "balanced",
            Self::Permissive => "permissive",
        }
    }

    /// The rule. The shares are round on purpose: the balanced one rejects as many typical images
    /// as the shipped limits (1 in 100), the others five times as many and as few; mistakes become
    /// a tenth, a quarter and half as frequent.
    pub fn rule(self) -> Rule {
        match self {
            Self::Strict => Rule { false_reject_share: 0.05, risk_share: 0.1 },
            Self::Balanced => Rule { false_reject_share: 0.01, risk_share: 0.25 },
            Self::Permissive => Rule { false_reject_share: 0.002, risk_share: 0.5 },
        }
    }

    /// The thresholds by this preset's rule.
    ///
    /// ```
    /// use statistics::selection::{Outcome, Preset};
    ///
    /// let outcome = |confidence, is_right| Outcome { confidence, error_ratio: 0.5, is_right };
    /// let outcomes = [outcome(0.9, true), outcome(0.6, false)];
    /// // A tenth of every second one being wrong is less than one of two.
    /// assert_eq!(Preset::Strict.thresholds(&outcomes).min_confidence, 0.75);
    /// ```
    pub fn thresholds(self, outcomes: &[Outcome]) -> Thresholds {
        self.rule().thresholds(outcomes)
    }
}

impl Rule {
    /// The most permissive thresholds that keep the rule on these outcomes.
    ///
    /// First the smallest error limit within which enough right predictions lie, then the lowest
    /// confidence at which the accepted are wrong seldom enough; where no confidence is enough for
    /// that, one at which nothing is accepted. O(n log n).
    pub fn thresholds(self, outcomes: &[Outcome]) -> Thresholds {
        let cuts = Cuts::new(outcomes);
        let right = outcomes.iter().filter(|outcome| outcome.is_right);
        let mut ratios: Vec<f32> = right.map(|outcome| outcome.error_ratio).collect();
        let not_right = outcomes.len() - ratios.len();
        // What is no number comes last, as what passes no limit.
        ratios.sort_by(|a, b| a.is_nan().cmp(&b.is_nan()).then(a.total_cmp(b)));
        // A hair more, so that 1% of 100 is 1 whatever the binary fraction.
        let rejectable = (self.false_reject_share * ratios.len() as f64 + 1e-9) as usize;
        let needed = (ratios.len() - rejectable).checked_sub(1).and_then(|last| ratios.get(last));
        let max_error_ratio = cuts.error_cut(needed.map_or(0, |needed| {
            cuts.error_ratios.partition_point(|ratio| needed.is_nan() || ratio <= needed)
        }));
        let mut typical: Vec<&Outcome> = outcomes
            .iter()
            .filter(|outcome| {
                outcome.error_ratio <= max_error_ratio && !outcome.confidence.is_nan()
            })
            .collect();
        typical.sort_by(|a, b| a.confidence.total_cmp(&b.confidence));
        let mut accepted = &typical[..];
        let mut wrong = accepted.iter().filter(|outcome| !outcome.is_right).count();
        let target = self.risk_share * not_right as f64 / outcomes.len().max(1) as f64;
        let mut min_confidence = 0.0;
        for cut in cuts.confidence_cuts() {
            min_confidence = cut;
            while let Some((least, surer)) = accepted.split_first()
                && least.confidence < cut
            {
                accepted = surer;
                wrong -= usize::from(!least.is_right);
            }
            if wrong as f64 <= target * accepted.len() as f64 {
                break;
            }
        }
        Thresholds { min_confidence, max_error_ratio }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::Tally;
    use super::super::cuts::tests::outcomes as any_outcomes;
    use super::*;

    /// 200 images, surest first, at confidences 1 − i/400, every tenth of the less sure half wrong
    /// (10 wrong ones, an error rate of 5%); error ratios are i/100.
    fn outcomes() -> Vec<Outcome> {
        (0..200u16)
            .map(|i| Outcome {
                confidence: 1.0 - f32::from(i) / 400.0,
                error_ratio: f32::from(i) / 100.0,
                is_right: i < 100 || i % 10 != 0,
            })
            .collect()
    }

    fn tally(rule: Rule) -> Tally {
        let outcomes = outcomes();
        Tally::count(&outcomes, rule.thresholds(&outcomes))
    }

    #[test]
    fn the_error_limit_rejects_the_allowed_share_of_right_predictions() {
        // 190 right ones: 5% are 9, and the wrong 190 lies below the ninth from the end.
        let rule = Rule { false_reject_share: 0.05, risk_share: 1.0 };
        assert_eq!(tally(rule).false_rejects(), 9);
        assert_eq!(tally(Rule { false_reject_share: 0.0, ..rule }).all().reject, 0);
    }

    #[test]
    fn the_confidence_is_the_lowest_at_which_mistakes_are_rare_enough() {
        // Half of 5% is 2.5%: of the first 139, the wrong are 100, 110, 120, 130 (2.9%); the
        // first 130 have 3 (2.3%), and the 131st is wrong (3.1%).
        let accepted = tally(Rule { false_reject_share: 0.0, risk_share: 0.5 }).all().accept;
        assert_eq!(accepted, 130);
        // A tenth is 0.5%: one wrong would need 200, so all but the first hundred go.
        assert_eq!(tally(Rule { false_reject_share: 0.0, risk_share: 0.1 }).all().accept, 100);
    }

    #[test]
    fn a_stricter_preset_accepts_fewer_and_is_right_more_often() {
        let tallies = Preset::ALL.map(|preset| tally(preset.rule()));
        for pair in tallies.windows(2) {
            assert!(pair[0].all().accept < pair[1].all().accept);
            assert!(pair[0].accepted_accuracy().value > pair[1].accepted_accuracy().value);
        }
    }

    #[test]
    fn a_classifier_that_is_never_right_has_nothing_accepted() {
        let wrong: Vec<Outcome> =
            outcomes().iter().map(|&outcome| Outcome { is_right: false, ..outcome }).collect();
        let thresholds = Preset::Permissive.thresholds(&wrong);
        assert_eq!(Tally::count(&wrong, thresholds).all().accept, 0);
        let right: Vec<Outcome> =
            outcomes().iter().map(|&outcome| Outcome { is_right: true, ..outcome }).collect();
        let thresholds = Preset::Strict.thresholds(&right);
        assert_eq!(Tally::count(&right, thresholds).all().accept, 190);
        assert_eq!(Preset::Strict.thresholds(&[]).min_confidence, 0.0);
    }

    proptest! {
        #[test]
        fn of_all_cuts_the_thresholds_are_the_first_that_keep_the_rule(
            outcomes in any_outcomes(), false_reject_share in 0.0f64..1.0, risk_share in 0.0f64..1.2,
        ) {
            let found = Rule { false_reject_share, risk_share }.thresholds(&outcomes);
            let cuts = Cuts::new(&outcomes);
            let all = Tally::count(&outcomes, Thresholds { min_confidence: 0.0, max_error_ratio: 0.0 });
            let rejectable = (false_reject_share * all.right.n() as f64 + 1e-9) as u64;
            let within = |limit: f32| {
                let right = outcomes.iter().filter(|outcome| outcome.is_right);
                right.filter(|outcome| outcome.error_ratio <= limit).count() as u64
            };
            let limits: Vec<f32> =
                (0..=cuts.error_ratios.len()).map(|cut| cuts.error_cut(cut)).collect();
            let enough = limits.iter().find(|&&limit| within(limit) >= all.right.n() - rejectable);
            prop_assert_eq!(Some(&found.max_error_ratio), enough.or(limits.last()));
            let share = all.wrong.n() as f64 / all.n().max(1) as f64;
            let keeps = |&min_confidence: &f32| {
                let tally = Tally::count(&outcomes, Thresholds { min_confidence, ..found });
                tally.wrong.accept as f64 <= risk_share * share * tally.all().accept as f64
            };
            let least = cuts.confidence_cuts().find(keeps);
            prop_assert_eq!(Some(found.min_confidence), least.or(cuts.confidence_cuts().last()));
        }
    }
}
