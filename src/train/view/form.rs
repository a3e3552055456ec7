//! The form that sets up a run.

mod data;
mod fields;
mod learning;
mod network;
mod presets;

use leptos::prelude::*;
use text::Lang;
use web_sys::SubmitEvent;

use super::draft::DraftError;
use super::estimate::{cpu_seconds, images_an_epoch};
use super::report::description;
use super::workshop::use_workshop;
use crate::app::preferences::use_lang;
use data::DataFields;
use fields::number_name;
use learning::{Advanced, LearningFields};
use network::NetworkFields;
use presets::Presets;

/// The form with its one button.
#[component]
pub fn Form() -> impl IntoView {
    let (lang, workshop) = (use_lang(), use_workshop());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        workshop.train();
        request_animation_frame(bring_into_view);
    };
    view! {
        <form class="card train-form" aria-labelledby="form-title" on:submit=submit novalidate>
            <h2 id="form-title">{move || lang.get().train_form()}</h2>
            <Presets/>
            <Name/>
            <NetworkFields/>
            <DataFields/>
            <LearningFields/>
            <Advanced/>
            <Foot/>
        </form>
    }
    .into_any()
}

/// Shows the run that was started, where the form has pushed it out of sight.
fn bring_into_view() {
    let Some(place) = document().get_element_by_id("focus-title") else { return };
    let top = place.get_bounding_client_rect().top();
    let height = window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or(0.0);
    if top < 0.0 || top > height {
        place.scroll_into_view();
    }
}

#[component]
fn Name() -> impl IntoView {
    let (lang, draft) = (use_lang(), use_workshop().draft);
    view! {
        <label class="field">
            <span class="field-name">{move || lang.get().train_name()}</span>
            <input
                type="text"
                class="input"
                maxlength="60"
                autocomplete="off"
                placeholder=move || lang.get().train_name_hint()
                prop:value=move || draft.with(|draft| draft.name.clone())
                on:input=move |event| draft.update(|draft| draft.name = event_target_value(&event))
            />
        </label>
    }
    .into_any()
}

/// What will be trained and how long it may take, or why it cannot; and the button.
#[component]
fn Foot() -> impl IntoView {
    let (lang, workshop) = (use_lang(), use_workshop());
    let config = workshop.config;
    let trouble = Memo::new(move |_| {
        config.with(|config| config.as_ref().err().map(|error| words(error, lang.get())))
    });
    let summary =
        Memo::new(move |_| {
            let lang = lang.get();
            config.with(|config| {
                let config = config.as_ref().ok()?;
                let images = images_an_epoch(config);
                let seconds = cpu_seconds(config, images);
                Some(lang.train_estimate(
                    &description(config, images, lang),
                    &lang.rough_duration(seconds),
                ))
            })
        });
    // The run that the engine has makes room for the new one.
    let put_aside = Memo::new(move |_| {
        let open = workshop.lab.open().get()?;
        let run = workshop.lab.runs().with(|runs| {
            runs.iter().find(|run| run.id == open).map(|run| run.config.name.clone())
        })?;
        Some(lang.get().train_put_aside(&run))
    });
    view! {
        <div class="train-foot">
            <p class="soft">{move || summary.get()}</p>
            <div role="status">
                {move || trouble.get().map(|trouble| view! { <p class="train-trouble" id="form-trouble">{trouble}</p> })}
            </div>
            <button
                type="submit"
                class="button is-primary is-large"
                disabled=move || trouble.with(Option::is_some)
                aria-describedby="form-trouble"
            >
                {move || lang.get().train_button()}
            </button>
            <p class="soft">{move || put_aside.get()}</p>
        </div>
    }
    .into_any()
}

/// Why the form cannot be trained, as a sentence.
fn words(error: &DraftError, lang: Lang) -> String {
    match error {
        DraftError::NotANumber(number) => lang.train_not_a_number(number_name(*number, lang)),
        DraftError::Config(error) => format!("{}.", lang.config_error(error)),
    }
}
