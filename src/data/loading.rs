//! How far the data is, and what can be done when it does not come.

use leptos::prelude::*;
use protocol::messages::{JobError, Phase};

use super::fetch::Fetch;
use super::holdings::use_holdings;
use crate::app::preferences::use_lang;
use crate::client::Progress;
use crate::components::Icon;

/// What the card shows; it is rebuilt only when this changes, not with every byte.
#[derive(Clone, Debug, PartialEq)]
enum State {
    Pending,
    Stopped,
    Failed(JobError),
}

/// The card in the place of everything that needs the data.
#[component]
pub fn Loading() -> impl IntoView {
    let (lang, holdings) = (use_lang(), use_holdings());
    let state = Memo::new(move |_| {
        holdings.survey().with(|survey| match survey {
            Fetch::Waiting | Fetch::Running(_) | Fetch::Here(_) => State::Pending,
            Fetch::Stopped => State::Stopped,
            Fetch::Failed(error) => State::Failed(error.clone()),
        })
    });
    let retry = move |_| holdings.retry();
    let body = move || match state.get() {
        State::Pending => view! { <Pending/> }.into_any(),
        State::Stopped => view! {
            <p>{move || lang.get().data_stopped()}</p>
            <div class="actions">
                <button type="button" class="button is-primary" on:click=retry>
                    {move || lang.get().data_load()}
                </button>
            </div>
        }
        .into_any(),
        State::Failed(error) => view! {
            <div class="notice is-bad">
                {Icon::Warning.draw()}
                <div>
                    <h2>{move || lang.get().data_failed_title()}</h2>
                    <p>{move || lang.get().job_error(&error)}</p>
                    <div class="actions">
                        <button type="button" class="button is-primary" on:click=retry>
                            {move || lang.get().try_again()}
                        </button>
                    </div>
                </div>
            </div>
        }
        .into_any(),
    };
    view! { <section class="card data-loading" aria-label=move || lang.get().phase_data()>{body}</section> }
}

#[component]
fn Pending() -> impl IntoView {
    let (lang, holdings) = (use_lang(), use_holdings());
    let progress = Memo::new(move |_| {
        holdings.survey().with(|survey| match survey {
            Fetch::Running(progress) => Some(*progress),
            _ => None,
        })
    });
    // Said aloud when the work changes, not with every byte.
    let words = Memo::new(move |_| match progress.get() {
        None => lang.get().data_waiting(),
        Some(None) => lang.get().phase_data(),
        Some(Some(Progress { phase: Phase::LoadingData, .. })) => lang.get().phase_data(),
        Some(Some(_)) => lang.get().data_measuring(),
    });
    let amount = move || match progress.get().flatten() {
        Some(Progress { phase: Phase::LoadingData, done, total }) => lang.get().loaded(done, total),
        _ => String::new(),
    };
    let share = move || progress.get().flatten().and_then(|progress| progress.share());
    view! {
        <div class="data-loading-head">
            <p role="status"><b>{words}</b></p>
            <p class="num soft">{amount}</p>
        </div>
        <progress
            class="bar"
            max="1"
            prop:value=move || share().unwrap_or_default()
            aria-label=move || words.get()
        ></progress>
        <div class="data-loading-foot">
            <p class="soft">{move || lang.get().data_loading_note()}</p>
            <button type="button" class="button" on:click=move |_| holdings.stop()>
                {move || lang.get().cancel()}
            </button>
        </div>
    }
    .into_any()
}
