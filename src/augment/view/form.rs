//! The form that sets up a training.

use dataset::Class;
use leptos::prelude::*;
use web_sys::SubmitEvent;

use super::context::use_augment;
use crate::app::preferences::use_lang;
use crate::augment::state::{Number, images_left};
use crate::components::{Select, ShareSlider};

/// The form with its one button.
#[component]
pub fn Form() -> impl IntoView {
    let (lang, context) = (use_lang(), use_augment());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if let Ok(config) = context.config.get_untracked() {
            context.frame.set(None);
            context.training.start(config);
        }
    };
    let trouble = Memo::new(move |_| {
        context.config.with(|config| config.as_ref().err().map(|error| error.words(lang.get())))
    });
    let left = move || {
        let lang = lang.get();
        context.config.with(|config| {
            let config = config.as_ref().ok()?;
            let left = images_left(config.images, config.imbalance());
            Some(lang.augment_left(left.into(), lang.class_name(config.class)))
        })
    };
    let is_kept = context.of_run(|run| run.saved_step.is_some());
    view! {
        <form class="card augment-form" aria-labelledby="gan-form-title" on:submit=submit novalidate>
            <h2 id="gan-form-title">{move || lang.get().augment_form()}</h2>
            <p class="soft">{move || lang.get().augment_form_note()}</p>
            <Minority/>
            <p class="soft num">{left}</p>
            <details>
                <summary>{move || lang.get().train_advanced()}</summary>
                <div class="stack">
                    {Number::ALL.map(|number| view! { <NumberField number/> }).into_iter().collect_view()}
                    <Augmented/>
                </div>
            </details>
            <div role="status">
                {move || trouble.get().map(|trouble| view! { <p class="train-trouble" id="gan-trouble">{trouble}</p> })}
            </div>
            <button
                type="submit"
                class="button is-primary is-large"
                disabled=move || trouble.with(Option::is_some)
                aria-describedby="gan-trouble"
            >
                {move || lang.get().train_button()}
            </button>
            <Show when=move || is_kept.get() == Some(true)>
                <p class="soft">{move || lang.get().augment_replace()}</p>
            </Show>
        </form>
    }
    .into_any()
}

/// The class, and what is left of it.
#[component]
fn Minority() -> impl IntoView {
    let (lang, context) = (use_lang(), use_augment());
    let draft = context.draft;
    let options = Memo::new(move |_| {
        let lang = lang.get();
        Class::ALL
            .map(|class| (class.slug().to_owned(), lang.class_name(class).to_owned()))
            .to_vec()
    });
    let choose = move |slug: String| {
        if let Some(class) = Class::parse(&slug) {
            draft.update(|draft| draft.minority.class = class);
        }
    };
    let class = Memo::new(move |_| context.minority.get().class);
    view! {
        <Select
            name=Signal::derive(move || lang.get().class().to_owned())
            options
            chosen=Signal::derive(move || class.get().slug().to_owned())
            choose
        />
        <ShareSlider
            name=Signal::derive(move || lang.get().train_rare_keep(lang.get().class_name(class.get())))
            bounds=(1, 100)
            step=1
            share=Signal::derive(move || context.minority.get().ratio)
            choose=move |share: f64| draft.update(|draft| draft.minority.ratio = share)
        />
    }
    .into_any()
}

#[component]
fn NumberField(
    /// Which number.
    number: Number,
) -> impl IntoView {
    let (lang, context) = (use_lang(), use_augment());
    let draft = context.draft;
    let text = Memo::new(move |_| draft.with(|draft| draft.number(number).to_owned()));
    let is_wrong = Memo::new(move |_| {
        context.config.with(|config| config.as_ref().is_err_and(|error| error.is_at(number)))
    });
    view! {
        <label class="field">
            <span class="field-name">{move || number.name(lang.get())}</span>
            <input
                type="text"
                class="input num"
                inputmode=if number.is_whole() { "numeric" } else { "decimal" }
                autocomplete="off"
                prop:value=move || text.get()
                on:input=move |event| draft.update(|draft| draft.set(number, event_target_value(&event)))
                aria-invalid=move || is_wrong.get().to_string()
                aria-describedby=move || is_wrong.get().then_some("gan-trouble")
            />
        </label>
    }
    .into_any()
}

#[component]
fn Augmented() -> impl IntoView {
    let (lang, draft) = (use_lang(), use_augment().draft);
    let toggle = move |event| {
        let is_augmented = event_target_checked(&event);
        draft.update(|draft| draft.is_augmented = is_augmented);
    };
    view! {
        <label class="switch">
            <input
                type="checkbox"
                prop:checked=move || draft.with(|draft| draft.is_augmented)
                on:change=toggle
            />
            <span class="switch-track" aria-hidden="true"></span>
            <span>
                {move || lang.get().augment_augmented()}
                <small>{move || lang.get().augment_augmented_note()}</small>
            </span>
        </label>
    }
    .into_any()
}
