//! What is shown at an address that has no page.

use leptos::prelude::*;

use crate::app::navigation::use_address;
use crate::app::preferences::use_lang;

/// There is no such page.
#[component]
pub fn NotFound() -> impl IntoView {
    let (lang, address) = (use_lang(), use_address());
    view! {
        <h1>{move || lang.get().not_found()}</h1>
        <p class="lead">{move || lang.get().not_found_lead()}</p>
        <a class="button is-primary" href=move || address.link(None)>{move || lang.get().go_home()}</a>
    }
    .into_any()
}
