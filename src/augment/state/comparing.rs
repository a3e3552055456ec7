//! The comparison that is run here: the study in small.

use std::sync::Arc;

use dataset::{Imbalance, Part};
use leptos::prelude::*;
use protocol::comparison::{Comparison, ComparisonPlan};
use protocol::messages::Phase;

use crate::app::lasting::lasting;
use crate::client::tasks::{self, Compared};
use crate::client::{End, Engine, Progress, Slot, Word, use_engine};

/// Where the comparison stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Stage {
    /// Nobody has asked for one.
    #[default]
    Idle,
    /// It is under way.
    Running(Course),
    /// All trainings have ended.
    Done,
    /// The visitor ended it early.
    Cancelled,
    /// It could not go on.
    Failed(End),
}

/// How far a comparison is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Course {
    /// The engine's last word; none before its first.
    pub progress: Option<Progress>,
    /// When the first step was reported, in milliseconds, and how many had been taken then.
    first: Option<(f64, u64)>,
    /// Time left at the mean speed so far, in seconds; none before it is known.
    pub seconds_left: Option<f64>,
}

impl Course {
    /// Takes the engine's word at `now_ms` on. Loading data is no part of the way.
    fn hear(&mut self, progress: Progress, now_ms: f64) {
        self.progress = Some(progress);
        if progress.phase != Phase::Training || progress.total == 0 {
            return;
        }
        let (first_ms, first) = *self.first.get_or_insert((now_ms, progress.done));
        let taken = progress.done.saturating_sub(first);
        let left = progress.total.saturating_sub(progress.done) as f64;
        self.seconds_left = (taken > 0).then(|| (now_ms - first_ms) / 1e3 / taken as f64 * left);
    }

    /// The share of the steps that is taken, in [0, 1].
    pub fn share(&self) -> f64 {
        let training = self.progress.filter(|progress| progress.phase == Phase::Training);
        training.and_then(|progress| progress.share()).unwrap_or(0.0)
    }
}

/// The comparison, copied freely.
#[derive(Clone, Copy)]
pub struct Comparing {
    engine: Engine,
    stage: RwSignal<Stage>,
    found: RwSignal<Option<Arc<Comparison>>>,
    work: Slot,
}

impl Comparing {
    /// Where it stands.
    pub fn stage(self) -> ReadSignal<Stage> {
        self.stage.read_only()
    }

    /// The trainings that have ended.
    pub fn found(self) -> ReadSignal<Option<Arc<Comparison>>> {
        self.found.read_only()
    }

    /// Begins a comparison in the place of the one before.
    pub fn start(self, plan: ComparisonPlan) {
        let task = tasks::compare(Box::new(plan.clone()));
        let Some(job) = self.engine.submit(task) else {
            return self.stage.set(Stage::Failed(End::Lost));
        };
        self.stage.set(Stage::Running(Course::default()));
        self.found.set(None);
        self.work.run(async move {
            let end = job.each(|word| self.hear(&plan, word)).await;
            self.stage.set(match end {
                End::Done => Stage::Done,
                End::Cancelled => Stage::Cancelled,
                end => Stage::Failed(end),
            });
        });
    }

    /// Ends it early; what has ended is kept.
    pub fn cancel(self) {
        self.work.stop();
        self.stage.set(Stage::Cancelled);
    }

    fn hear(self, plan: &ComparisonPlan, word: Word<Compared>) {
        match word {
            Word::Progress(progress) => {
                let now_ms = window().performance().map_or(0.0, |clock| clock.now());
                self.stage.update(|stage| {
                    if let Stage::Running(course) = stage {
                        course.hear(progress, now_ms);
                    }
                });
            }
            Word::Item(compared) => self.found.update(|found| {
                *found = Some(Arc::new(with(found.as_deref(), plan, compared)));
            }),
        }
    }
}

/// The comparison with one more training.
fn with(found: Option<&Comparison>, plan: &ComparisonPlan, compared: Compared) -> Comparison {
    let Compared { counts, trial } = compared;
    let mut trials = found.map(|found| found.trials.clone()).unwrap_or_default();
    trials.push(trial);
    Comparison { plan: plan.clone(), counts, part: Part::Validation, trials }
}

/// The study in small, with fewer seeds and steps where those are given.
pub fn plan(minority: Imbalance, seeds: Option<u32>, steps: Option<u32>) -> ComparisonPlan {
    let mut plan = ComparisonPlan::reduced(minority.class, minority.ratio);
    plan.seeds.truncate(seeds.unwrap_or(u32::MAX) as usize);
    let steps = steps.unwrap_or(u32::MAX);
    (plan.steps, plan.gan_steps) = (plan.steps.min(steps), plan.gan_steps.min(steps));
    plan
}

/// The comparison, kept as long as the tab lives.
pub fn use_comparing() -> Comparing {
    lasting(|| Comparing {
        engine: use_engine(),
        stage: RwSignal::new(Stage::Idle),
        found: RwSignal::new(None),
        work: Slot::new(),
    })
}

#[cfg(test)]
mod tests {
    use dataset::{CLASSES, Class};
    use protocol::comparison::Arm;

    use super::super::findings::tests::trial;
    use super::*;

    const SHIRT: Imbalance = Imbalance { class: Class::Shirt, ratio: 0.05 };

    #[test]
    fn the_time_left_comes_from_the_steps_since_the_first_word() {
        let mut course = Course::default();
        let word = |phase, done| Progress { phase, done, total: 1_000 };
        course.hear(word(Phase::LoadingData, 900), 0.0);
        assert_eq!((course.share(), course.seconds_left), (0.0, None));
        course.hear(word(Phase::Training, 100), 5_000.0);
        assert_eq!((course.share(), course.seconds_left), (0.1, None));
        // 150 steps in three seconds leave 750 for fifteen.
        course.hear(word(Phase::Training, 250), 8_000.0);
        assert_eq!(course.seconds_left, Some(15.0));
    }

    #[test]
    fn trainings_gather_as_they_end_measured_on_validation_images() {
        let plan = plan(SHIRT, None, None);
        let compared = |arm| Compared { counts: [9; CLASSES], trial: trial(arm, 1, 0, 50) };
        let one = with(None, &plan, compared(Arm::Nothing));
        let two = with(Some(&one), &plan, compared(Arm::Gan));
        assert_eq!((one.trials.len(), two.trials.len(), two.part), (1, 2, Part::Validation));
    }

    #[test]
    fn a_comparison_can_only_be_made_shorter() {
        assert_eq!(plan(SHIRT, Some(90), Some(9_000)), ComparisonPlan::reduced(Class::Shirt, 0.05));
        let short = plan(SHIRT, Some(1), Some(5));
        assert_eq!((short.seeds.len(), short.steps, short.gan_steps), (1, 5, 5));
        assert_eq!(short.check(), Ok(()));
    }
}
