//! Probes: images that are no garments, what each check makes of them, and why two measures are
//! needed.

use std::sync::Arc;

use leptos::prelude::*;
use text::Lang;
use vision::probe_images::Probe;

use super::probe_set::{Caught, PER_KIND, State, use_probes};
use super::view_model::use_view_model;
use crate::app::preferences::use_lang;
use crate::components::picture::Picture;
use crate::components::{Icon, Pixels};

/// Images of a kind that are shown.
const SHOWN: usize = 3;

/// The card.
#[component]
pub fn ProbesCard() -> impl IntoView {
    let (lang, view_model) = (use_lang(), use_view_model());
    let is_done = Memo::new(move |_| view_model.probes.with(Option::is_some));
    let count = PER_KIND.to_string();
    view! {
        <section class="card decide-probes" aria-labelledby="probes-title">
            <h2 id="probes-title">{move || lang.get().decide_probes_title()}</h2>
            <p class="soft">{move || lang.get().decide_probes_note(&count)}</p>
            <Standing/>
            <Show when=move || is_done.get()>
                <ProbeTable/>
            </Show>
            <h3>{move || lang.get().why_two_measures()}</h3>
            <p class="decide-why">{move || lang.get().sparse_images_why()}</p>
        </section>
    }
    .into_any()
}

/// How far judging is, and what to do when it was cancelled or failed.
#[component]
fn Standing() -> impl IntoView {
    let (lang, probes) = (use_lang(), use_probes());
    let state = probes.state();
    let problem = Memo::new(move |_| state.with(|state| problem(state, lang.get())));
    let progress = Memo::new(move |_| match state.get() {
        State::Working { done, total } => Some((done, total)),
        _ => None,
    });
    let is_idle = Memo::new(move |_| state.with(|state| *state == State::Idle));
    let words = move || {
        let (done, total) = progress.get()?;
        let lang = lang.get();
        Some(lang.decide_probes_judging(&lang.count(done), &lang.count(total)))
    };
    view! {
        <Show when=move || is_idle.get()>
            <p class="soft">{move || lang.get().decide_probes_waiting()}</p>
        </Show>
        <Show when=move || progress.get().is_some()>
            <div class="measuring">
                <p class="soft">{words}</p>
                <button type="button" class="button" on:click=move |_| probes.cancel()>
                    {move || lang.get().cancel()}
                </button>
                <progress
                    class="bar is-thin"
                    max="1"
                    prop:value=move || {
                        progress.get().map_or(0.0, |(done, total)| done as f64 / total.max(1) as f64)
                    }
                    aria-label=move || lang.get().decide_probes_title()
                ></progress>
            </div>
        </Show>
        <Show when=move || problem.get().is_some()>
            <div class="notice">
                {Icon::Warning.draw()}
                <p role="status">{problem}</p>
                <button type="button" class="button" on:click=move |_| probes.again()>
                    {move || lang.get().try_again()}
                </button>
            </div>
        </Show>
    }
    .into_any()
}

fn problem(state: &State, lang: Lang) -> Option<String> {
    match state {
        State::Cancelled => Some(lang.decide_probes_cancelled().to_owned()),
        State::Failed(Some(error)) => Some(lang.job_error(error)),
        State::Failed(None) => Some(lang.evaluate_lost().to_owned()),
        State::Idle | State::Working { .. } | State::Done(_) => None,
    }
}

#[component]
fn ProbeTable() -> impl IntoView {
    let lang = use_lang();
    let rows = Probe::ALL.map(|kind| view! { <Row kind=Some(kind)/> });
    view! {
        <div
            class="scroll is-whole"
            tabindex="0"
            role="region"
            aria-label=move || lang.get().decide_probes_title()
        >
            <table class="numbers decide-probe-table">
                <thead>
                    <tr>
                        <th scope="col">{move || lang.get().decide_probe()}</th>
                        <th scope="col" class="num">{move || lang.get().decide_by_error()}</th>
                        <th scope="col" class="num">{move || lang.get().decide_by_both()}</th>
                        <th scope="col" class="num">{move || lang.get().decide_to_review()}</th>
                        <th scope="col" class="num">{move || lang.get().decide_let_through()}</th>
                    </tr>
                </thead>
                <tbody>{rows.into_iter().collect_view()}</tbody>
                <tfoot><Row kind=None/></tfoot>
            </table>
        </div>
    }
    .into_any()
}

/// A kind of probe, or all together.
#[component]
fn Row(
    /// Which.
    kind: Option<Probe>,
) -> impl IntoView {
    let (lang, view_model) = (use_lang(), use_view_model());
    let caught = Memo::new(move |_| {
        let thresholds = view_model.thresholds.get()?;
        view_model.probes.with(|probes| Some(Caught::of(probes.as_ref()?, kind, thresholds)))
    });
    let share = move |part: fn(Caught) -> u64| {
        move || {
            let caught = caught.get()?;
            let n = caught.split.n().max(1);
            Some(lang.get().percent(part(caught) as f64 / n as f64, 0))
        }
    };
    let passes = move || caught.get().is_some_and(|caught| caught.split.accept > 0);
    let name = move || kind.map_or(lang.get().decide_all_probes(), |kind| lang.get().probe(kind));
    view! {
        <tr>
            <th scope="row">
                <span class="decide-probe">
                    {kind.map(|kind| view! { <Pictures kind/> })}
                    <span>{name}</span>
                </span>
            </th>
            <td class="num soft">{share(|caught| caught.by_error_alone)}</td>
            <td class="num">{share(|caught| caught.split.reject)}</td>
            <td class="num">{share(|caught| caught.split.review)}</td>
            <td class="num" class:is-above=passes>{share(|caught| caught.split.accept)}</td>
        </tr>
    }
    .into_any()
}

/// The first probes of a kind.
#[component]
fn Pictures(
    /// Which.
    kind: Probe,
) -> impl IntoView {
    let probes = use_probes();
    let pictures = move || {
        let all = probes.judged()?;
        let own = all.iter().filter(|specimen| specimen.kind == kind).take(SHOWN);
        let pictures = own.map(|specimen| {
            let picture = Picture::from_grey(&specimen.pixels).map(Arc::new);
            view! { <Pixels picture=Signal::stored(picture) label=String::new()/> }
        });
        Some(pictures.collect_view())
    };
    view! { <span class="decide-pictures" aria-hidden="true">{pictures}</span> }.into_any()
}
