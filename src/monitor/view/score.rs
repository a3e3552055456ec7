//! The scoreboard and the matrix of signals and shifts, once what was injected may be shown.

use leptos::prelude::*;

use super::context::use_monitor_context;
use super::data_table::DataTable;
use super::tables::{matrix, scores};
use crate::app::preferences::use_lang;
use crate::monitor::state::judged;

/// The card.
#[component]
pub fn ScoreCard() -> impl IntoView {
    let (lang, production) = (use_lang(), use_monitor_context().production);
    let is_known =
        Memo::new(move |_| production.read(|run| run.setup().seed.is_some()) == Some(true));
    let is_shown = Memo::new(move |_| production.is_revealed() && is_known.get());
    let why_not = move || match is_known.get() {
        true => lang.get().monitor_score_hidden(),
        false => lang.get().monitor_unknown(),
    };
    view! {
        <section class="card" aria-labelledby="score-title">
            <h2 id="score-title">{move || lang.get().monitor_score()}</h2>
            <Show
                when=move || is_shown.get()
                fallback=move || view! { <p class="soft">{why_not}</p> }
            >
                <Shown/>
            </Show>
        </section>
    }
    .into_any()
}

#[component]
fn Shown() -> impl IntoView {
    let (lang, production) = (use_lang(), use_monitor_context().production);
    let board = Memo::new(move |_| production.read(judged));
    let table = Memo::new(move |_| {
        let lang = lang.get();
        board.with(|board| board.as_ref().map(|board| scores(board, lang)).unwrap_or_default())
    });
    let seen = Memo::new(move |_| {
        let lang = lang.get();
        production.read(|run| matrix(run, lang)).unwrap_or_default()
    });
    let label = Signal::derive(move || lang.get().monitor_score().to_owned());
    let matrix_label = Signal::derive(move || lang.get().monitor_matrix().to_owned());
    view! {
        <p class="soft">{move || lang.get().monitor_score_note()}</p>
        <DataTable label table/>
        <h3>{matrix_label}</h3>
        <p class="soft">{move || lang.get().monitor_matrix_note()}</p>
        <DataTable label=matrix_label table=seen/>
    }
    .into_any()
}
