//! The service worker's state in words.

use leptos::prelude::*;
use text::Lang;

use crate::api::state::{Obstacle, WorkerState, use_api_worker};
use crate::app::preferences::use_lang;

/// The state, beside a dot that says the same in colour.
#[component]
pub fn Worker() -> impl IntoView {
    let (lang, state) = (use_lang(), use_api_worker().state());
    let dot = move || match state.get() {
        WorkerState::Active => "dot is-good",
        WorkerState::Installing => "dot is-busy",
        WorkerState::Missing(_) => "dot is-bad",
    };
    view! {
        <p role="status">
            <span class=dot aria-hidden="true"></span>
            <span>
                <b>{move || lang.get().api_worker()} ". "</b>
                {move || state.with(|state| words(state, lang.get()))}
            </span>
        </p>
    }
    .into_any()
}

fn words(state: &WorkerState, lang: Lang) -> String {
    match state {
        WorkerState::Active => lang.api_worker_active().to_owned(),
        WorkerState::Installing => lang.api_worker_installing().to_owned(),
        WorkerState::Missing(Obstacle::Insecure) => lang.api_worker_insecure().to_owned(),
        WorkerState::Missing(Obstacle::Unknown) => lang.api_worker_unknown().to_owned(),
        WorkerState::Missing(Obstacle::Refused(why)) => lang.api_worker_refused(why),
    }
}
