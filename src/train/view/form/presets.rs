//! Ready-made runs to start from, with a sentence and a rough time each.

use leptos::prelude::*;
use protocol::run::Preset;
use text::Lang;

use super::super::estimate::{cpu_seconds, images_an_epoch};
use super::super::workshop::use_workshop;
use crate::app::preferences::use_lang;

/// The presets as radio buttons; none is chosen once the form was changed.
#[component]
pub fn Presets() -> impl IntoView {
    let lang = use_lang();
    let cards = Preset::ALL.map(|preset| view! { <PresetCard preset/> });
    view! {
        <fieldset class="train-presets">
            <legend class="field-name">{move || lang.get().train_presets()}</legend>
            {cards.into_iter().collect_view()}
        </fieldset>
    }
    .into_any()
}

#[component]
fn PresetCard(
    /// Which.
    preset: Preset,
) -> impl IntoView {
    let (lang, workshop) = (use_lang(), use_workshop());
    let is_chosen = Memo::new(move |_| workshop.draft.with(|draft| draft.preset == Some(preset)));
    let choose = move |_| workshop.use_preset(preset);
    let config = preset.config(0);
    let seconds = cpu_seconds(&config, images_an_epoch(&config));
    view! {
        <label class="train-preset">
            <input
                type="radio"
                name="preset"
                prop:checked=move || is_chosen.get()
                on:change=choose
            />
            <span>
                <b>{move || title(preset, lang.get())}</b>
                <small>
                    {move || about(preset, lang.get())} " "
                    <span class="num">{move || lang.get().train_cpu_time(&lang.get().rough_duration(seconds))}</span>
                </small>
            </span>
        </label>
    }
    .into_any()
}

fn title(preset: Preset, lang: Lang) -> &'static str {
    match preset {
        Preset::Quick => lang.train_preset_quick(),
        Preset::QuickRare => lang.train_preset_rare(),
        Preset::Plain => lang.train_preset_plain(),
        Preset::Autoencoder => lang.train_preset_autoencoder(),
        Preset::FineTune => lang.train_preset_fine_tune(),
        Preset::Full => lang.train_preset_full(),
    }
}

fn about(preset: Preset, lang: Lang) -> &'static str {
    match preset {
        Preset::Quick => lang.train_preset_quick_about(),
        Preset::QuickRare => lang.train_preset_rare_about(),
        Preset::Plain => lang.train_preset_plain_about(),
        Preset::Autoencoder => lang.train_preset_autoencoder_about(),
        Preset::FineTune => lang.train_preset_fine_tune_about(),
        Preset::Full => lang.train_preset_full_about(),
    }
}
