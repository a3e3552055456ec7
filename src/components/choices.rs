//! Choices of one among several: a list that opens, and a slider for a share.

use leptos::prelude::*;
use text::Lang;

use crate::app::preferences::use_lang;

/// A list that opens. What it offers is rebuilt only when it changes.
#[component]
pub fn Select(
    /// What is chosen.
    #[prop(into)]
    name: Signal<String>,
    /// Values with their words, in order.
    options: Memo<Vec<(String, String)>>,
    /// The value that is chosen.
    #[prop(into)]
    chosen: Signal<String>,
    /// Called with the value that was chosen.
    #[prop(into)]
    choose: Callback<String>,
) -> impl IntoView {
    let entries = move || {
        let entries = options.get().into_iter();
        entries
            .map(|(value, words)| {
                let own = value.clone();
                let is_chosen = move || chosen.with(|chosen| *chosen == own);
                view! { <option value=value selected=is_chosen>{words}</option> }
            })
            .collect_view()
    };
    view! {
        <label class="field">
            <span class="field-name">{move || name.get()}</span>
            <select
                prop:value=move || {
                    // A list that was rebuilt chooses anew.
                    options.track();
                    chosen.get()
                }
                on:change=move |event| choose.run(event_target_value(&event))
            >
                {entries}
            </select>
        </label>
    }
    .into_any()
}

/// A slider for a share.
#[component]
pub fn ShareSlider(
    /// Of what.
    #[prop(into)]
    name: Signal<String>,
    /// The least and the greatest share, in percent.
    bounds: (u32, u32),
    /// Percents from one share to the next.
    step: u32,
    /// The share, in [0, 1].
    #[prop(into)]
    share: Signal<f64>,
    /// Called with the share that was chosen.
    #[prop(into)]
    choose: Callback<f64>,
) -> impl IntoView {
    let lang = use_lang();
    let words = move || percent(share.get(), lang.get());
    let slide = move |event| {
        if let Ok(percent) = event_target_value(&event).parse::<f64>() {
            choose.run(percent / 100.0);
        }
    };
    view! {
        <label class="field">
            <span class="field-name">
                {move || name.get()} " " <output class="num">{words}</output>
            </span>
            <input
                type="range"
                min=bounds.0
                max=bounds.1
                step=step
                prop:value=move || (share.get() * 100.0).round().to_string()
                on:input=slide
                aria-valuetext=words
            />
        </label>
    }
    .into_any()
}

fn percent(share: f64, lang: Lang) -> String {
    lang.percent(share, 0)
}
