//! The line that leads to the page about the API.

use leptos::prelude::*;

use crate::app::navigation::use_address;
use crate::app::preferences::use_lang;

/// The line.
#[component]
pub fn ApiLine() -> impl IntoView {
    let (lang, address) = (use_lang(), use_address());
    view! {
        <p class="soft api-line">
            {move || lang.get().api_from_predict()} " "
            <a href=move || address.api_link()>{move || lang.get().api_title()}</a>
        </p>
    }
    .into_any()
}
