//! The run that is looked at: where it is, its curves, and what it makes of images.

use leptos::prelude::*;
use text::Lang;

use super::autoencoder::Redrawn;
use super::before_after::BeforeAfter;
use super::charts::Curves;
use super::controls::{Controls, Progress};
use super::maps::FeatureMaps;
use super::matrix::Matrix;
use super::rate::Rate;
use super::report::{about, is_classifier, last_score, state};
use super::workshop::use_workshop;
use crate::app::preferences::use_lang;
use crate::train::state::{RunState, RunView};

/// The run, or what will be seen here once there is one.
#[component]
pub fn Focus() -> impl IntoView {
    let (lang, workshop) = (use_lang(), use_workshop());
    let has_run = Memo::new(move |_| workshop.focus.with(Option::is_some));
    view! {
        <section class="card train-focus" aria-labelledby="focus-title">
            <Show when=move || has_run.get() fallback=Empty>
                <Head/>
                <Progress/>
                <Controls/>
                <Body/>
            </Show>
            <p class="hidden" role="status">{announcement(lang)}</p>
        </section>
    }
    .into_any()
}

#[component]
fn Empty() -> impl IntoView {
    let lang = use_lang();
    view! {
        <div class="train-empty">
            <h2 id="focus-title">{move || lang.get().train_empty()}</h2>
            <ol>
                <li>{move || lang.get().train_empty_choose()}</li>
                <li>{move || lang.get().train_empty_watch()}</li>
                <li>{move || lang.get().train_empty_keep()}</li>
            </ol>
        </div>
    }
    .into_any()
}

#[component]
fn Head() -> impl IntoView {
    let (lang, workshop) = (use_lang(), use_workshop());
    let name = workshop.of_focus(|run| run.config.name.clone());
    let what = Memo::new(move |_| {
        let lang = lang.get();
        workshop.focus.with(|run| run.as_ref().map(|run| headed(run, lang)))
    });
    let doing = Memo::new(move |_| {
        workshop.focus.with(|run| run.as_ref().map(|run| state(run, lang.get())))
    });
    view! {
        <div class="train-head">
            <h2 id="focus-title">{move || name.get()}</h2>
            <span class="tag">{move || doing.get()}</span>
        </div>
        <p class="soft">{move || what.get()}</p>
    }
    .into_any()
}

/// What the run is, with its number of parameters once they are known.
fn headed(run: &RunView, lang: Lang) -> String {
    let mut words = about(run, lang);
    if run.parameters > 0 {
        let parameters = lang.count(run.parameters.into());
        words += &format!(" · {}", lang.train_parameters(&parameters));
    }
    words
}

#[component]
fn Body() -> impl IntoView {
    let workshop = use_workshop();
    let is_named = workshop.of_focus(|run| is_classifier(&run.config));
    let was_opened = workshop.of_focus(RunView::was_opened);
    let is_steerable = workshop.of_focus(|run| matches!(run.state, RunState::Open { .. }));
    let has_own = workshop.of_focus(|run| run.own > 0);
    let is_here = move || is_steerable.get() == Some(true);
    view! {
        <Show when=is_here>
            <Rate/>
        </Show>
        <Show when=move || was_opened.get() == Some(true)>
            <Curves/>
            <Show when=move || has_own.get() == Some(true)>
                <BeforeAfter/>
            </Show>
            <Show when=move || is_named.get() == Some(true) fallback=move || view! { <Redrawn/> }>
                <Matrix/>
            </Show>
            <Show when=move || workshop.is_live.get() && is_named.get() == Some(true)>
                <FeatureMaps/>
            </Show>
        </Show>
    }
    .into_any()
}

/// What a screen reader hears when the run changes what it is doing, not with every step.
fn announcement(lang: RwSignal<Lang>) -> Memo<String> {
    let workshop = use_workshop();
    let doing = Memo::new(move |_| {
        workshop
            .focus
            .with(|run| run.as_ref().map(|run| (run.config.name.clone(), state(run, lang.get()))))
    });
    Memo::new(move |_| {
        let Some((name, doing)) = doing.get() else { return String::new() };
        let lang = lang.get();
        let score =
            workshop.focus.with_untracked(|run| run.as_ref().and_then(|run| last_score(run, lang)));
        [Some(format!("{name}: {doing}")), score]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(". ")
    })
}
