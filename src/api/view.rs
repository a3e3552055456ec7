//! The page that documents the HTTP API: both routes with a form to try them, and lines to copy.

mod endpoint;
mod exchange;
mod picture;
mod snippets;
mod try_health;
mod try_predict;
mod worker;

use leptos::prelude::*;

use crate::app::preferences::use_lang;
use crate::app::site;
use endpoint::{Health, Predict};
use snippets::Snippets;
use worker::Worker;

/// The page.
#[component]
pub fn Api() -> impl IntoView {
    let lang = use_lang();
    let document = site::file("api/openapi.json");
    view! {
        <div class="api">
            <div class="api-page">
                <div>
                    <h1>{move || lang.get().api_title()}</h1>
                    <p class="lead">{move || lang.get().api_lead()}</p>
                </div>
                <section class="api-state" aria-label=move || lang.get().api_worker()>
                    <Worker/>
                    // A file of the site, none of the router's pages.
                    <a class="button" href=document rel="external">{move || lang.get().api_document()}</a>
                </section>
                <Predict/>
                <Health/>
                <Snippets/>
            </div>
        </div>
    }
    .into_any()
}
