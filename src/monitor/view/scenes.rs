//! What is played: ready-made schedules as cards, the seed, what is injected or that it is hidden,
//! and links to share it.

use leptos::prelude::*;
use simulation::Preset;

use super::context::use_monitor_context;
use super::form::Form;
use super::share::Share;
use crate::app::preferences::use_lang;
use crate::monitor::state::{Production, Scene};

/// Seeds that are drawn for the visitor are below this, so that they can be said aloud.
const SEEDS: f64 = 1e6;

/// The card.
#[component]
pub fn Scenes() -> impl IntoView {
    let lang = use_lang();
    let cards = Preset::ALL.map(|preset| view! { <li><PresetCard preset/></li> });
    view! {
        <section class="card monitor-scenes" aria-labelledby="scenes-title">
            <h2 id="scenes-title">{move || lang.get().monitor_scenes()}</h2>
            <ul class="monitor-presets">{cards.into_iter().collect_view()}</ul>
            <SeedField/>
            <Injected/>
            <Form/>
            <Share/>
        </section>
    }
    .into_any()
}

#[component]
fn PresetCard(
    /// Which.
    preset: Preset,
) -> impl IntoView {
    let (lang, production) = (use_lang(), use_monitor_context().production);
    let scene = production.scene();
    let is_chosen = Memo::new(move |_| scene.with(|scene| scene.preset() == Some(preset)));
    let choose = move |_| {
        let now = scene.get_untracked();
        // A surprise that has been seen is none.
        let seed = if preset == Preset::Surprise { any_seed() } else { now.seed };
        let Scene { pace, window, .. } = now;
        production.set_scene(Scene { pace, window, ..Scene::of_preset(preset, seed) });
    };
    view! {
        <button
            type="button"
            class="monitor-preset"
            aria-pressed=move || is_chosen.get().to_string()
            on:click=choose
        >
            <b>{move || capital(lang.get().preset(preset))}</b>
            <small>{move || lang.get().preset_about(preset)}</small>
        </button>
    }
    .into_any()
}

/// A name as the beginning of a line.
fn capital(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Plays the scene with another seed, from its first record, held still.
pub fn use_seed(production: Production, seed: u64) {
    let now = production.scene().get_untracked();
    // A surprise is made of its seed; everything else stays what it is.
    let schedule = match now.preset() {
        Some(preset) => preset.schedule(seed),
        None => now.schedule.clone(),
    };
    production.set_scene(Scene { seed, schedule, ..now });
}

/// A seed drawn by the browser.
pub fn any_seed() -> u64 {
    (js_sys::Math::random() * SEEDS) as u64
}

#[component]
fn SeedField() -> impl IntoView {
    let (lang, production) = (use_lang(), use_monitor_context().production);
    let scene = production.scene();
    let seed = Memo::new(move |_| scene.with(|scene| scene.seed));
    let use_seed = move |seed: u64| use_seed(production, seed);
    let change = move |event| {
        if let Ok(seed) = event_target_value(&event).trim().parse::<u64>() {
            use_seed(seed);
        }
    };
    view! {
        <div class="monitor-seed">
            <label class="field is-inline">
                <span class="field-name">{move || lang.get().monitor_seed()}</span>
                <input
                    type="text"
                    inputmode="numeric"
                    class="input monitor-number"
                    prop:value=move || seed.get().to_string()
                    on:change=change
                />
            </label>
            <button type="button" class="button" on:click=move |_| use_seed(any_seed())>
                {move || lang.get().monitor_new_seed()}
            </button>
        </div>
    }
    .into_any()
}

/// What is injected, or the button that shows it.
#[component]
fn Injected() -> impl IntoView {
    let (lang, production) = (use_lang(), use_monitor_context().production);
    let is_revealed = Memo::new(move |_| production.is_revealed());
    let lines = Memo::new(move |_| {
        let lang = lang.get();
        production.scene().with(|scene| {
            let lines = scene.schedule.injections().iter().map(|one| lang.injection(one));
            lines.collect::<Vec<_>>()
        })
    });
    let list = move || {
        let (lang, lines) = (lang.get(), lines.get());
        if lines.is_empty() {
            return view! { <p class="soft">{lang.monitor_nothing_injected()}</p> }.into_any();
        }
        let items = lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
        view! { <ul class="monitor-injected" aria-label=lang.monitor_injected()>{items}</ul> }
            .into_any()
    };
    view! {
        <Show
            when=move || is_revealed.get()
            fallback=move || view! {
                <div class="notice">
                    <p>{move || lang.get().surprise_linked()}</p>
                    <button type="button" class="button" on:click=move |_| production.reveal()>
                        {move || lang.get().monitor_reveal()}
                    </button>
                </div>
            }
        >
            {list}
        </Show>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_begins_with_a_capital_even_where_it_has_an_accent() {
        assert_eq!(capital("a quiet day"), "A quiet day");
        assert_eq!(capital("última"), "Última");
        assert_eq!(capital(""), "");
    }
}
