//! A run's name, which can be changed where it stands.

use std::sync::Arc;

use leptos::ev::KeyboardEvent;
use leptos::html::{Button, Input};
use leptos::prelude::*;

use super::super::workshop::use_workshop;
use super::of_run;
use crate::app::log::Logged;
use crate::app::preferences::use_lang;
use crate::train::state::{RunId, RunView};

/// The name with its button, or the field in their place.
#[component]
pub fn RunName(
    /// Which run.
    id: RunId,
    /// Its numbers.
    run: Memo<Option<Arc<RunView>>>,
) -> impl IntoView {
    let (lang, lab) = (use_lang(), use_workshop().lab);
    let name = of_run(run, |run| run.config.name.clone());
    let is_edited = RwSignal::new(false);
    let field = NodeRef::<Input>::new();
    let button = NodeRef::<Button>::new();
    let id = StoredValue::new(id);
    let end = move |is_kept: bool| {
        // Leaving the field after Enter ends it a second time.
        if !is_edited.get_untracked() {
            return;
        }
        let text = field.get_untracked().map(|field| field.value().trim().to_owned());
        is_edited.set(false);
        let text = text.filter(|text| is_kept && !text.is_empty());
        if let Some(text) = text.filter(|text| Some(text) != name.get_untracked().as_ref()) {
            id.with_value(|id| lab.rename(id, text));
        }
    };
    let on_key = move |event: KeyboardEvent| {
        let is_kept = match event.key().as_str() {
            "Enter" => true,
            "Escape" => false,
            _ => return,
        };
        event.prevent_default();
        end(is_kept);
        request_animation_frame(move || {
            if let Some(button) = button.get_untracked() {
                button.focus().logged("focus a run's name");
            }
        });
    };
    let edit = move |_| {
        is_edited.set(true);
        request_animation_frame(move || {
            if let Some(field) = field.get_untracked() {
                field.focus().logged("focus the field of a run's name");
                field.select();
            }
        });
    };
    let rename_name = move || lang.get().train_rename(&name.get().unwrap_or_default());
    let still = move || {
        view! {
            <h3>{move || name.get()}</h3>
            <button
                type="button"
                class="button is-quiet"
                node_ref=button
                aria-label=rename_name
                on:click=edit
            >
                {move || lang.get().train_rename_short()}
            </button>
        }
    };
    view! {
        <Show when=move || is_edited.get() fallback=still>
            <input
                type="text"
                class="input"
                maxlength="60"
                node_ref=field
                aria-label=rename_name
                prop:value=move || name.get_untracked().unwrap_or_default()
                on:keydown=on_key
                on:blur=move |_| end(true)
            />
        </Show>
    }
    .into_any()
}
