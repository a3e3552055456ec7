//! What a comparison says, computed once for all who show it. The bootstrap takes some tenths of a second, so
//! it is computed in pieces between which the page can breathe.

use std::sync::Arc;

use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use protocol::comparison::{Arm, ArmSummary, Comparison, Verdict};

use crate::client::Slot;

/// What a comparison says.
#[derive(Clone, Debug, PartialEq)]
pub struct Findings {
    /// The comparison.
    pub comparison: Arc<Comparison>,
    /// The figures of each remedy.
    pub summary: Vec<ArmSummary>,
    /// Those of the generator's by the number of its images.
    pub curve: Vec<(u32, ArmSummary)>,
    /// What is said of the generator's images.
    pub verdict: Option<Verdict>,
}

impl Findings {
    /// Images that each training was measured on.
    pub fn n(&self) -> u64 {
        self.comparison.trials.first().map_or(0, |trial| trial.confusion.iter().flatten().sum())
    }

    /// Training images of the rare class that were left.
    pub fn left(&self) -> u32 {
        self.comparison.counts[self.comparison.plan.class.index()]
    }

    /// Seeds with which the most complete remedy has ended.
    pub fn seeds(&self) -> usize {
        self.summary.iter().map(|arm| arm.seeds).max().unwrap_or(0)
    }

    /// Remedies that have ended at least once, beside nothing.
    pub fn remedies(&self) -> Vec<Arm> {
        self.summary.iter().map(|arm| arm.arm).filter(|arm| *arm != Arm::Nothing).collect()
    }

    async fn of(comparison: Arc<Comparison>) -> Self {
        TimeoutFuture::new(0).await;
        let summary = comparison.summary();
        TimeoutFuture::new(0).await;
        let curve = comparison.curve();
        TimeoutFuture::new(0).await;
        let verdict = comparison.verdict_of(&summary);
        Self { comparison, summary, curve, verdict }
    }
}

/// What a comparison says, a moment after it has changed.
pub fn use_findings(
    comparison: Memo<Option<Arc<Comparison>>>,
) -> ReadSignal<Option<Arc<Findings>>> {
    let findings = RwSignal::new(None);
    let work = Slot::new();
    Effect::new(move |_| match comparison.get().filter(|found| !found.trials.is_empty()) {
        Some(comparison) => {
            work.run(async move { findings.set(Some(Arc::new(Findings::of(comparison).await))) });
        }
        None => {
            work.stop();
            findings.set(None);
        }
    });
    findings.read_only()
}

/// A comparison made up for tests.
#[cfg(test)]
pub mod tests {
    use dataset::{CLASSES, Class, Part};
    use protocol::comparison::{ComparisonPlan, ComparisonTrial};

    use super::*;

    /// A trial in which so many of 100 shirts were named rightly and the others taken for coats.
    pub fn trial(arm: Arm, seed: u64, drawn: u32, hits: u64) -> ComparisonTrial {
        let mut confusion = Box::new([[0; CLASSES]; CLASSES]);
        let shirt = Class::Shirt.index();
        (confusion[shirt][shirt], confusion[shirt][Class::Coat.index()]) = (hits, 100 - hits);
        ComparisonTrial { arm, seed, drawn, is_for_curve: drawn == 25, confusion }
    }

    /// Three seeds of four kinds: the generator's images raise recall by 10 points, class weights by 20.
    pub fn findings() -> Findings {
        let seed = |seed: u64| {
            let base = 40 + seed;
            [
                trial(Arm::Nothing, seed, 0, base),
                trial(Arm::ClassWeights, seed, 0, base + 20),
                trial(Arm::Gan, seed, 475, base + 10),
                trial(Arm::Gan, seed, 25, base + 5),
            ]
        };
        let mut counts = [500; CLASSES];
        counts[Class::Shirt.index()] = 25;
        let comparison = Comparison {
            plan: ComparisonPlan::reduced(Class::Shirt, 0.05),
            counts,
            part: Part::Test,
            trials: (1..=3).flat_map(seed).collect(),
        };
        let (summary, curve) = (comparison.summary(), comparison.curve());
        let verdict = comparison.verdict_of(&summary);
        Findings { comparison: Arc::new(comparison), summary, curve, verdict }
    }

    #[test]
    fn a_comparison_is_counted_by_its_images_seeds_and_remedies() {
        let found = findings();
        assert_eq!((found.n(), found.left(), found.seeds()), (100, 25, 3));
        assert_eq!(found.remedies(), [Arm::ClassWeights, Arm::Gan]);
        let drawn: Vec<u32> = found.curve.iter().map(|point| point.0).collect();
        assert_eq!(drawn, [25, 475]);
        assert_eq!(found.verdict.unwrap().helps, Some(true));
    }
}
