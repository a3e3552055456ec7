//! The exercise's last step: images drawn for the rare class, against the other remedies for it.

use anyhow::Context;
use dataset::{Class, Part};
use protocol::comparison::{Arm, Comparison, ComparisonPlan, Figure};
use serde::Serialize;
use statistics::evaluation::PairedDifference;
use text::Lang;

use super::Scale;
use super::stage::{COMPARISON, GENERATORS, Stage};
use crate::experiment;

/// The share of the rare class that is left.
const KEEP: f64 = 0.05;

/// What the remedies gave.
#[derive(Serialize)]
pub struct Augmentation {
    plan: ComparisonPlan,
    measured_on: Part,
    n: usize,
    arms: Vec<ArmRow>,
}

#[derive(Serialize)]
struct ArmRow {
    arm: Arm,
    seeds: usize,
    drawn: f64,
    recall: f64,
    precision: f64,
    f1: f64,
    macro_f1: f64,
    accuracy: f64,
    /// How much F1 is above that of no remedy, with its interval by a paired bootstrap over the seeds.
    f1_gain: Option<PairedDifference>,
}

/// What is compared: a demonstration in seconds, or the study.
pub fn plan(scale: Scale) -> ComparisonPlan {
    match scale {
        Scale::Full => ComparisonPlan::subset(Class::Shirt, KEEP, 10),
        Scale::Small => ComparisonPlan {
            images: 2_000,
            seeds: vec![1, 2],
            steps: 60,
            gan_steps: 40,
            ..ComparisonPlan::reduced(Class::Shirt, KEEP)
        },
    }
}

impl Stage<'_> {
    /// Compares the remedies on the test images.
    pub fn augmentation(
        &self,
        scale: Scale,
        lang: Lang,
    ) -> anyhow::Result<(Augmentation, Comparison)> {
        let plan = plan(scale);
        let train = self.training_part();
        let (output, generators) = (self.work_file(COMPARISON), self.work_file(GENERATORS));
        let images = (&train, &self.test);
        let comparison =
            experiment::compare(&plan, Part::Test, images, &output, &generators, lang)?;
        let arms = comparison.summary().into_iter().map(|summary| {
            let [recall, precision, f1, macro_f1, accuracy] = summary.means;
            let place = Figure::ALL.iter().position(|figure| *figure == Figure::F1)?;
            Some(ArmRow {
                arm: summary.arm,
                seeds: summary.seeds,
                drawn: summary.drawn,
                recall,
                precision,
                f1,
                macro_f1,
                accuracy,
                f1_gain: summary.gains[place],
            })
        });
        let arms = arms.collect::<Option<Vec<ArmRow>>>().context("there is no F1")?;
        let step = Augmentation { plan, measured_on: Part::Test, n: self.test.len(), arms };
        Ok((step, comparison))
    }
}
