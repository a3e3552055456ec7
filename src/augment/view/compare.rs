//! The comparison that is run here: begun, watched, ended early; its figures fill in as trainings end.

use leptos::prelude::*;
use text::Lang;

use super::comparison::Remedies;
use super::context::use_augment;
use super::generate::why;
use crate::app::address;
use crate::app::address::Param;
use crate::app::navigation::use_address;
use crate::app::preferences::use_lang;
use crate::augment::state::{Course, Stage, plan, use_comparing};
use crate::client::use_engine;
use crate::components::Icon;

/// The card.
#[component]
pub fn Compare() -> impl IntoView {
    let (lang, context, comparing) = (use_lang(), use_augment(), use_comparing());
    let (search, engine) = (use_address().search(), use_engine());
    let wanted = Memo::new(move |_| {
        let number = |param| search.with(|search| address::number(search, param));
        plan(context.minority.get(), number(Param::Seeds), number(Param::Steps))
    });
    let note = move || {
        let lang = lang.get();
        wanted.with(|plan| {
            lang.augment_here_note(
                lang.class_name(plan.class),
                &lang.percent(plan.keep, 0),
                &lang.count(plan.images.into()),
                &lang.count(plan.trials().len() as u64),
                &lang.comparison_seeds(plan.seeds.len() as u64),
            )
        })
    };
    let (stage, found) = (comparing.stage(), comparing.found());
    let is_running = Memo::new(move |_| matches!(stage.get(), Stage::Running(_)));
    let is_ready = engine.readiness();
    let comparison = Memo::new(move |_| found.get());
    let name = move || match stage.with(|stage| *stage == Stage::Idle) {
        true => lang.get().augment_here_start(),
        false => lang.get().augment_here_again(),
    };
    let of = Memo::new(move |_| {
        comparison.with(|comparison| {
            let plan = &comparison.as_ref()?.plan;
            let lang = lang.get();
            Some(lang.augment_here_of(lang.class_name(plan.class), &lang.percent(plan.keep, 0)))
        })
    });
    view! {
        <section class="card augment-compare" aria-labelledby="compare-title">
            <h2 id="compare-title">{move || lang.get().augment_here()}</h2>
            <p class="soft">{note}</p>
            <Show when=move || !is_running.get()>
                <div class="actions">
                    <button
                        type="button"
                        class="button is-primary"
                        disabled=move || !is_ready.get()
                        on:click=move |_| comparing.start(wanted.get_untracked())
                    >
                        {name}
                    </button>
                </div>
            </Show>
            <Standing/>
            {move || of.get().map(|of| view! { <h3>{of}</h3> })}
            <Remedies comparison name="here-figure"/>
        </section>
    }
    .into_any()
}

/// Where it stands: a bar with a way out, or what became of it.
#[component]
fn Standing() -> impl IntoView {
    let (lang, comparing) = (use_lang(), use_comparing());
    let (stage, found) = (comparing.stage(), comparing.found());
    let course = Memo::new(move |_| match stage.get() {
        Stage::Running(course) => Some(course),
        _ => None,
    });
    let is_running = Memo::new(move |_| course.with(Option::is_some));
    let share = move || course.get().map_or(0.0, |course| course.share());
    let headline = move || {
        let (done, total) = found.with(|found| {
            let found = found.as_ref();
            found.map_or((0, 0), |found| (found.trials.len(), found.plan.trials().len()))
        });
        course.get().map(|course| headline(&course, done as u64, total as u64, lang.get()))
    };
    let said = Memo::new(move |_| {
        stage.with(|stage| match stage {
            Stage::Done => Some((false, lang.get().augment_here_done().to_owned())),
            Stage::Cancelled => Some((false, lang.get().augment_here_cancelled().to_owned())),
            Stage::Failed(end) => Some((true, why(end, lang.get()))),
            Stage::Idle | Stage::Running(_) => None,
        })
    });
    view! {
        <Show when=move || is_running.get()>
            <div class="measuring">
                <p class="soft num">{headline}</p>
                <button type="button" class="button" on:click=move |_| comparing.cancel()>
                    {move || lang.get().cancel()}
                </button>
                <progress
                    class="bar"
                    max="1"
                    prop:value=share
                    aria-label=move || lang.get().augment_here()
                ></progress>
            </div>
        </Show>
        <div role="status">
            {move || said.get().map(|(is_trouble, words)| view! {
                <p class:notice=is_trouble class:soft=!is_trouble>
                    {is_trouble.then(|| Icon::Warning.draw())}
                    <span>{words}</span>
                </p>
            })}
        </div>
    }
    .into_any()
}

/// What the engine is doing, or how many trainings have ended, and the time left where it is known.
fn headline(course: &Course, done: u64, total: u64, lang: Lang) -> String {
    let doing = match course.progress {
        None => lang.train_opening().to_owned(),
        Some(progress) if progress.phase == protocol::messages::Phase::LoadingData => {
            format!(
                "{}: {}",
                lang.phase(progress.phase),
                lang.loaded(progress.done, progress.total)
            )
        }
        Some(_) if total > 0 => lang.augment_here_progress(total, &lang.count(done)),
        Some(progress) => format!("{}…", lang.phase(progress.phase)),
    };
    let left = course.seconds_left.map(|left| lang.augment_here_left(&lang.rough_duration(left)));
    [Some(doing), left].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

#[cfg(test)]
mod tests {
    use protocol::messages::Phase;

    use super::*;
    use crate::client::Progress;

    #[test]
    fn what_is_done_is_told_with_the_time_that_is_left() {
        let mut course = Course::default();
        assert_eq!(headline(&course, 0, 0, Lang::En), "Getting ready…");
        course.progress = Some(Progress { phase: Phase::Training, done: 9, total: 90 });
        course.seconds_left = Some(130.0);
        assert_eq!(headline(&course, 0, 0, Lang::En), "Training… · 2 min left");
        let words = headline(&course, 3, 21, Lang::Es);
        assert_eq!(words, "3 de 21 entrenamientos terminados · quedan 2 min");
        course.progress = Some(Progress { phase: Phase::LoadingData, done: 1_000_000, total: 0 });
        course.seconds_left = None;
        assert_eq!(headline(&course, 0, 0, Lang::En), "Loading images: 1.0 MB");
    }
}
