//! Both routes: parameters, body, responses, and the form to try each.

use api::MAX_FILES;
use leptos::prelude::*;
use text::Lang;
use vision::photo::{MAX_BYTES, MAX_PIXELS};

use super::facts::{FIELDS, Fact, LANGUAGE, METHOD, PARAMETERS, STATUSES, Status, TYPES};
use super::try_health::TryHealth;
use super::try_predict::TryPredict;
use crate::app::preferences::use_lang;

/// What a body may be, and how large.
fn body_about(lang: Lang) -> String {
    let mebibytes = lang.count(MAX_BYTES >> 20);
    let (files, pixels) = (lang.count(MAX_FILES as u64), lang.count(MAX_PIXELS / 1_000_000));
    lang.api_body_about(&mebibytes, &files, &pixels)
}

/// `POST api/predict`.
#[component]
pub fn Predict() -> impl IntoView {
    let lang = use_lang();
    let types = TYPES.map(|name| view! { <li><code>{name}</code></li> });
    let statuses =
        STATUSES.map(|status| status_row(status, |lang, number| lang.api_status(number)));
    view! {
        <section class="card endpoint" aria-labelledby="api-predict">
            <Head id="api-predict" method="POST" path="api/predict"/>
            <p class="soft">{move || lang.get().api_predict_summary()} ". " {move || lang.get().api_predict_about()}</p>
            <div class="endpoint-columns">
                <div class="endpoint-facts">
                    <h3>{move || lang.get().api_parameters()}</h3>
                    <table class="numbers">{PARAMETERS.map(fact_row)}</table>
                    <h3>{move || lang.get().api_body()}</h3>
                    <p class="soft">{move || body_about(lang.get())}</p>
                    <ul class="api-types">{types}</ul>
                    <h3>{move || lang.get().api_responses()}</h3>
                    <table class="numbers">{statuses}</table>
                    <details>
                        <summary>{move || lang.get().api_fields()}</summary>
                        <table class="numbers">{FIELDS.map(fact_row)}</table>
                    </details>
                </div>
                <TryPredict/>
            </div>
        </section>
    }
    .into_any()
}

/// `GET api/health`.
#[component]
pub fn Health() -> impl IntoView {
    let lang = use_lang();
    let good = Status { number: 200, codes: &[] };
    let none = Status { number: 503, codes: &["no_engine"] };
    let statuses = [good, METHOD, none].map(|status| {
        status_row(status, |lang, number| match number {
            200 => Some(lang.api_200_health()),
            503 => Some(lang.api_503_health()),
            _ => lang.api_status(number),
        })
    });
    view! {
        <section class="card endpoint" aria-labelledby="api-health">
            <Head id="api-health" method="GET" path="api/health"/>
            <p class="soft">{move || lang.get().api_health_summary()} "."</p>
            <div class="endpoint-columns">
                <div class="endpoint-facts">
                    <h3>{move || lang.get().api_parameters()}</h3>
                    <table class="numbers">{fact_row(LANGUAGE)}</table>
                    <h3>{move || lang.get().api_responses()}</h3>
                    <table class="numbers">{statuses}</table>
                </div>
                <TryHealth/>
            </div>
        </section>
    }
    .into_any()
}

#[component]
fn Head(
    /// Its mark on the page.
    id: &'static str,
    /// The method.
    method: &'static str,
    /// The path, without the site's folder.
    path: &'static str,
) -> impl IntoView {
    view! {
        <h2 id=id class="endpoint-head">
            <span class="tag">{method}</span>
            " "
            <code>{path}</code>
        </h2>
    }
    .into_any()
}

fn fact_row(fact: Fact) -> AnyView {
    let lang = use_lang();
    let Fact { name, place, about } = fact;
    let place = place.map(|place| view! { <small>{move || place(lang.get())}</small> });
    view! {
        <tr>
            <th scope="row"><code>{name}</code> {place}</th>
            <td>{move || about(lang.get())}</td>
        </tr>
    }
    .into_any()
}

fn status_row(status: Status, about: fn(Lang, u16) -> Option<&'static str>) -> AnyView {
    let lang = use_lang();
    let Status { number, codes } = status;
    let codes = codes.iter().map(|code| view! { <code>{*code}</code> " " }).collect_view();
    view! {
        <tr>
            <th scope="row"><code>{number}</code></th>
            <td>{move || about(lang.get(), number)} <small class="api-codes">{codes}</small></td>
        </tr>
    }
    .into_any()
}
