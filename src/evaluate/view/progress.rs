//! How far some measurements are: a bar with cancel while they run, and what to do when they were
//! cancelled or failed.

use leptos::prelude::*;
use text::Lang;

use crate::app::preferences::use_lang;
use crate::client::use_engine;
use crate::components::Icon;
use crate::evaluate::state::{AssessError, Assessment, Key, use_assessments};

/// Where some measurements stand, taken together.
#[derive(Clone, Debug, PartialEq)]
enum Standing {
    /// Nobody has asked for them.
    Idle,
    /// Some are under way or waiting.
    Busy {
        finished: usize,
        total: usize,
        /// The share of all that is done, in [0, 1].
        share: f64,
        phase: Phase,
    },
    /// None is under way, and some were cancelled.
    Cancelled,
    /// None is under way, and one failed.
    Failed(AssessError),
    /// All are there, after so many seconds of the networks.
    Done { seconds: f64 },
    /// All are there, and some were measured beforehand, the rest after so many seconds of the networks.
    Beforehand(Option<f64>),
}

/// What is being done.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Phase {
    Waiting,
    Engine(protocol::messages::Phase),
}

impl Standing {
    fn of(all: &[Assessment]) -> Self {
        let total = all.len();
        let finished = all.iter().filter(|one| one.answered().is_some()).count();
        if all.iter().any(Assessment::is_pending) {
            let running = all.iter().find_map(|one| match one {
                Assessment::Running { phase, done, total } => Some((*phase, *done, *total)),
                _ => None,
            });
            // Data that is loaded on the way is no part of the measurement.
            let part = running.map_or(0.0, |(phase, done, total)| {
                let counts = phase == protocol::messages::Phase::Assessing && total > 0;
                if counts { done as f64 / total as f64 } else { 0.0 }
            });
            let share = (finished as f64 + part) / total as f64;
            let phase = running.map_or(Phase::Waiting, |(phase, ..)| Phase::Engine(phase));
            return Self::Busy { finished, total, share, phase };
        }
        let failed = all.iter().find_map(|one| match one {
            Assessment::Failed(error) | Assessment::FailedAgain(error, _) => Some(error.clone()),
            _ => None,
        });
        if let Some(error) = failed {
            return Self::Failed(error);
        }
        if all.contains(&Assessment::Cancelled) {
            return Self::Cancelled;
        }
        if total == 0 || finished < total {
            return Self::Idle;
        }
        let times: Vec<Option<f64>> =
            all.iter().filter_map(Assessment::answered).map(|one| one.elapsed_ms).collect();
        let seconds = times.iter().flatten().sum::<f64>() / 1e3;
        match times.iter().filter(|time| time.is_none()).count() {
            0 => Self::Done { seconds },
            loaded if loaded == times.len() => Self::Beforehand(None),
            _ => Self::Beforehand(Some(seconds)),
        }
    }

    /// In words; numbers that keep changing are in [`Standing::detail`].
    fn words(&self, lang: Lang) -> String {
        match self {
            Self::Idle => String::new(),
            Self::Busy { .. } => lang.evaluate_measuring_short().to_owned(),
            Self::Cancelled => lang.evaluate_cancelled().to_owned(),
            Self::Failed(error) => error_words(error, lang),
            Self::Beforehand(None) => lang.evaluate_beforehand().to_owned(),
            Self::Beforehand(Some(seconds)) => {
                lang.evaluate_partly_beforehand(&lang.number(*seconds, 1))
            }
            Self::Done { seconds } => lang.evaluate_time(&lang.number(*seconds, 1)),
        }
    }

    fn detail(&self, is_ready: bool, lang: Lang) -> Option<String> {
        let Self::Busy { finished, total, phase, .. } = self else { return None };
        let phase = match phase {
            Phase::Waiting if !is_ready => lang.evaluate_waiting_engine(),
            Phase::Waiting => lang.evaluate_waiting_turn(),
            Phase::Engine(phase) => lang.phase(*phase),
        };
        Some(lang.evaluate_measuring(*total as u64, &lang.count(*finished as u64), phase))
    }
}

/// Why a measurement cannot be had and what to do.
fn error_words(error: &AssessError, lang: Lang) -> String {
    match error {
        AssessError::Job(error) => lang.job_error(error),
        AssessError::NoFile => lang.evaluate_no_file().to_owned(),
        AssessError::Lost => lang.evaluate_lost().to_owned(),
    }
}

/// The bar, or what to do.
#[component]
pub fn Progress(
    /// The measurements.
    #[prop(into)]
    keys: Signal<Vec<Key>>,
) -> impl IntoView {
    let (lang, assessments, engine) = (use_lang(), use_assessments(), use_engine());
    let standing = Memo::new(move |_| {
        let all: Vec<_> = keys.with(|keys| keys.iter().map(|key| assessments.get(key)).collect());
        Standing::of(&all)
    });
    let is_ready = engine.readiness();
    let words = Memo::new(move |_| standing.with(|standing| standing.words(lang.get())));
    let detail = move || standing.with(|standing| standing.detail(is_ready.get(), lang.get()));
    let is_idle = Memo::new(move |_| standing.get() == Standing::Idle);
    let is_busy = Memo::new(move |_| matches!(standing.get(), Standing::Busy { .. }));
    let has_failed = Memo::new(move |_| matches!(standing.get(), Standing::Failed(_)));
    let is_open =
        Memo::new(move |_| matches!(standing.get(), Standing::Cancelled | Standing::Failed(_)));
    let is_beforehand = Memo::new(move |_| matches!(standing.get(), Standing::Beforehand(_)));
    let share = move || match standing.get() {
        Standing::Busy { share, .. } => share,
        _ => 0.0,
    };
    view! {
        <div class="measuring" class:notice=is_open class:is-bad=has_failed class:is-idle=is_idle>
            <Show when=move || has_failed.get()>{Icon::Warning.draw()}</Show>
            <p role="status" class:hidden=is_busy class:soft=move || !is_open.get()>{words}</p>
            <Show when=move || is_busy.get()>
                <p class="soft">{detail}</p>
                <button
                    type="button"
                    class="button"
                    on:click=move |_| assessments.cancel(&keys.get_untracked())
                >
                    {move || lang.get().cancel()}
                </button>
                <progress
                    class="bar is-thin"
                    max="1"
                    prop:value=share
                    aria-label=move || lang.get().evaluate_measuring_short()
                ></progress>
            </Show>
            <Show when=move || is_beforehand.get()>
                <button
                    type="button"
                    class="button is-quiet"
                    on:click=move |_| assessments.remeasure(&keys.get_untracked())
                >
                    {move || lang.get().evaluate_here()}
                </button>
            </Show>
            <Show when=move || is_open.get()>
                <button
                    type="button"
                    class="button"
                    on:click=move |_| assessments.again(&keys.get_untracked())
                >
                    {move || {
                        let lang = lang.get();
                        if has_failed.get() { lang.try_again() } else { lang.evaluate_measure() }
                    }}
                </button>
            </Show>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use dataset::Class;
    use protocol::messages::{Answers, JobError, Phase as Doing};

    use super::*;
    use crate::evaluate::state::Answered;

    fn running(phase: Doing, done: u64) -> Assessment {
        Assessment::Running { phase, done, total: 10_000 }
    }

    #[test]
    fn what_is_half_done_counts_half_and_loading_data_counts_nothing() {
        let share = |phase| {
            let all = [running(phase, 5_000), Assessment::Waiting];
            let Standing::Busy { share, .. } = Standing::of(&all) else { panic!("{all:?}") };
            share
        };
        assert_eq!(share(Doing::Assessing), 0.25);
        assert_eq!(share(Doing::LoadingData), 0.0);
    }

    #[test]
    fn what_still_runs_comes_before_what_failed_and_that_before_what_was_cancelled() {
        let failed = Assessment::Failed(AssessError::Job(JobError::NotStarted));
        let all = [failed.clone(), Assessment::Cancelled, Assessment::Waiting];
        assert!(matches!(Standing::of(&all), Standing::Busy { finished: 0, total: 3, .. }));
        assert!(matches!(Standing::of(&all[..2]), Standing::Failed(_)));
        assert_eq!(Standing::of(&[Assessment::Cancelled]), Standing::Cancelled);
        assert_eq!(Standing::of(&[]), Standing::Idle);
    }

    #[test]
    fn what_was_measured_beforehand_does_not_pass_for_measured_here() {
        let done = |elapsed_ms| {
            let errors = vec![0.5];
            let answers = Answers::Errors { class: Class::Bag, errors, novelty: vec![] };
            Assessment::Done(Answered::new(vec![1], vec![0.1], answers, elapsed_ms).into())
        };
        let of = |times: [Option<f64>; 2]| Standing::of(&times.map(done));
        assert_eq!(of([Some(500.0), Some(1_500.0)]), Standing::Done { seconds: 2.0 });
        assert_eq!(of([Some(500.0), None]), Standing::Beforehand(Some(0.5)));
        assert_eq!(of([None, None]), Standing::Beforehand(None));
    }

    #[test]
    fn a_measurement_that_waits_says_what_it_waits_for() {
        let waiting = Standing::of(&[Assessment::Waiting]);
        let words = |is_ready| waiting.detail(is_ready, Lang::En).unwrap();
        assert_eq!(words(false), "0 of 1 measurement done. Waiting for the engine");
        assert_eq!(words(true), "0 of 1 measurement done. Waiting for its turn");
    }
}
