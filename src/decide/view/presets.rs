//! Strict, balanced, permissive: thresholds by rule.

use leptos::prelude::*;
use statistics::selection::Preset;

use super::view_model::use_view_model;
use crate::app::preferences::use_lang;

/// A button a preset, the one that is in force pressed.
#[component]
pub fn Presets() -> impl IntoView {
    let (lang, view_model) = (use_lang(), use_view_model());
    let buttons = Preset::ALL.into_iter().enumerate().map(|(place, preset)| {
        let thresholds = Memo::new(move |_| {
            view_model.scored.with(|scored| Some(scored.as_ref()?.presets[place]))
        });
        let is_chosen = Memo::new(move |_| {
            thresholds.get().is_some_and(|own| view_model.thresholds.get() == Some(own))
        });
        let choose = move |_| {
            if let Some(thresholds) = thresholds.get_untracked() {
                view_model.choose(thresholds);
            }
        };
        let rule = format!("preset-{}", preset.slug());
        view! {
            <li>
                <button
                    type="button"
                    class="button"
                    class:is-primary=is_chosen
                    aria-pressed=move || is_chosen.get().to_string()
                    aria-describedby=rule.clone()
                    disabled=move || thresholds.get().is_none()
                    on:click=choose
                >
                    {move || lang.get().selection_preset(preset)}
                </button>
                <p class="soft" id=rule>{move || lang.get().preset_rule(preset.rule())}</p>
            </li>
        }
    });
    view! {
        <div class="decide-presets">
            <h3>{move || lang.get().decide_presets()}</h3>
            <ul>{buttons.collect_view()}</ul>
        </div>
    }
    .into_any()
}
