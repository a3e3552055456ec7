//! Both routes: parameters, body, responses, and the form to try each.

use api::Route;
use api::table::{ANSWER, BODY_TYPES, Parameter, Place, Status, Words, body_about};
use leptos::prelude::*;
use text::Lang;

use super::try_health::TryHealth;
use super::try_predict::TryPredict;
use crate::app::preferences::use_lang;

/// `POST api/predict`.
#[component]
pub fn Predict() -> impl IntoView {
    let lang = use_lang();
    let types = BODY_TYPES.map(|name| view! { <li><code>{name}</code></li> });
    let fields = ANSWER.fields.iter().map(|field| fact_row(field.name, None, field.about));
    view! {
        <section class="card endpoint" aria-labelledby="api-predict">
            <Head id="api-predict" route=Route::Predict/>
            <p class="soft">
                {move || Route::Predict.summary()(lang.get())} ". " {move || lang.get().api_predict_about()}
            </p>
            <div class="endpoint-columns">
                <div class="endpoint-facts">
                    <Parameters route=Route::Predict/>
                    <h3>{move || lang.get().api_body()}</h3>
                    <p class="soft">{move || body_about(lang.get())}</p>
                    <ul class="api-types">{types}</ul>
                    <Statuses route=Route::Predict/>
                    <details>
                        <summary>{move || lang.get().api_fields()}</summary>
                        <table class="numbers">{fields.collect_view()}</table>
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
    view! {
        <section class="card endpoint" aria-labelledby="api-health">
            <Head id="api-health" route=Route::Health/>
            <p class="soft">{move || Route::Health.summary()(lang.get())} "."</p>
            <div class="endpoint-columns">
                <div class="endpoint-facts">
                    <Parameters route=Route::Health/>
                    <Statuses route=Route::Health/>
                </div>
                <TryHealth/>
            </div>
        </section>
    }
    .into_any()
}

#[component]
fn Parameters(
    /// The path's.
    route: Route,
) -> impl IntoView {
    let lang = use_lang();
    let row = |parameter: &Parameter| {
        let place: Words = match parameter.place {
            Place::Query => Lang::api_in_query,
            Place::Header => Lang::api_in_header,
        };
        fact_row(parameter.name, Some(place), parameter.about)
    };
    let rows = route.parameters().iter().map(row).collect_view();
    view! {
        <h3>{move || lang.get().api_parameters()}</h3>
        <table class="numbers">{rows}</table>
    }
    .into_any()
}

#[component]
fn Statuses(
    /// The path's.
    route: Route,
) -> impl IntoView {
    let lang = use_lang();
    let rows = route.statuses().iter().map(status_row).collect_view();
    view! {
        <h3>{move || lang.get().api_responses()}</h3>
        <table class="numbers">{rows}</table>
    }
    .into_any()
}

#[component]
fn Head(
    /// Its mark on the page.
    id: &'static str,
    /// What it heads.
    route: Route,
) -> impl IntoView {
    view! {
        <h2 id=id class="endpoint-head">
            <span class="tag">{route.method()}</span>
            " "
            <code>{route.path()}</code>
        </h2>
    }
    .into_any()
}

fn fact_row(name: &'static str, place: Option<Words>, about: Words) -> AnyView {
    let lang = use_lang();
    let place = place.map(|place| view! { <small>{move || place(lang.get())}</small> });
    view! {
        <tr>
            <th scope="row"><code>{name}</code> {place}</th>
            <td>{move || about(lang.get())}</td>
        </tr>
    }
    .into_any()
}

fn status_row(status: &'static Status) -> AnyView {
    let lang = use_lang();
    let codes = status.codes.iter().map(|code| view! { <code>{*code}</code> " " }).collect_view();
    view! {
        <tr>
            <th scope="row"><code>{status.number}</code></th>
            <td>{move || (status.about)(lang.get())} <small class="api-codes">{codes}</small></td>
        </tr>
    }
    .into_any()
}
