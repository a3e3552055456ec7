//! The form that asks `api/health`: a button.

use api::Route;
use gloo_net::http::Method;
use leptos::prelude::*;

use super::exchange::{Draft, Exchange, ExchangeView, use_can_send};
use crate::app::preferences::use_lang;

/// The form.
#[component]
pub fn TryHealth() -> impl IntoView {
    let (lang, can_send) = (use_lang(), use_can_send());
    let exchange = Exchange::new();
    let send = move |_| {
        let draft = Draft {
            method: Method::GET,
            path: Route::Health.path().to_owned(),
            content_type: None,
            body: None,
            content: String::new(),
        };
        exchange.send(draft, lang.get_untracked());
    };
    view! {
        <div class="endpoint-try">
            <h3>{move || lang.get().api_try()}</h3>
            <div class="api-send">
                <button
                    type="button"
                    class="button is-primary"
                    aria-label=move || lang.get().api_send_health()
                    disabled=move || !can_send.get() || exchange.is_waiting()
                    on:click=send
                >
                    {move || lang.get().api_send()}
                </button>
                <span class="soft">{move || (!can_send.get()).then(|| lang.get().api_worker_first())}</span>
            </div>
            <ExchangeView exchange/>
        </div>
    }
    .into_any()
}
