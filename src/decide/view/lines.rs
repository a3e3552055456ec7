//! The two thresholds as sliders and as numbers, and the ways back.

use leptos::prelude::*;
use statistics::selection::Thresholds;
use text::Lang;
use web_sys::Event;

use super::axes::{RATIOS, ratio_of_slide, ratio_slide};
use super::view_model::use_view_model;
use crate::app::address::is_ratio;
use crate::app::preferences::use_lang;
use crate::components::Icon;
use crate::decide::state::Choice;

/// The controls of both lines.
#[component]
pub fn Lines() -> impl IntoView {
    let (lang, view_model) = (use_lang(), use_view_model());
    let is_calibrated = Memo::new(move |_| view_model.choice.choice() == Choice::default());
    let can_undo = Memo::new(move |_| view_model.choice.can_undo());
    view! {
        <ConfidenceLine/>
        <RatioLine/>
        <div class="actions">
            <button
                type="button"
                class="button"
                disabled=move || !can_undo.get()
                on:click=move |_| view_model.choice.undo()
            >
                {move || lang.get().undo()}
            </button>
            <button
                type="button"
                class="button"
                disabled=is_calibrated
                on:click=move |_| view_model.choice.reset()
            >
                {move || lang.get().decide_reset()}
            </button>
        </div>
    }
    .into_any()
}

#[component]
fn ConfidenceLine() -> impl IntoView {
    let (lang, view_model) = (use_lang(), use_view_model());
    let value = Memo::new(move |_| view_model.thresholds.get().map(|lines| lines.min_confidence));
    let calibrated = Memo::new(move |_| {
        view_model.calibrated.with(|policy| policy.as_ref().map(|policy| policy.min_confidence))
    });
    let slide = move |event: Event| {
        if let Ok(min_confidence) = event_target_value(&event).parse() {
            view_model.slide(|now| Thresholds { min_confidence, ..now });
        }
    };
    let type_in = move |text: String| {
        let number = text.parse::<f32>().ok().filter(|value| (0.0..=1.0).contains(value));
        number.map(|min_confidence| {
            view_model.slide(|now| Thresholds { min_confidence, ..now });
        })
    };
    let name = Signal::derive(move || lang.get().decide_min_confidence().to_owned());
    let note = Signal::derive(move || {
        let calibrated = calibrated.get().map(|value| short(value, lang.get()));
        lang.get().decide_calibrated_at(&calibrated.unwrap_or_default())
    });
    let text = move || value.get().map(|value| lang.get().percent(value.into(), 1));
    view! {
        <div class="decide-threshold">
            <label for="min-confidence">{name}</label>
            <Typed id="min-confidence" value type_in max="1"/>
            <input
                type="range"
                class="decide-slider"
                min="0"
                max="1"
                step="0.005"
                prop:value=move || value.get().unwrap_or_default().to_string()
                disabled=move || value.get().is_none()
                aria-label=name
                aria-valuetext=text
                on:input=slide
            />
            <p class="soft">{note}</p>
        </div>
    }
    .into_any()
}

#[component]
fn RatioLine() -> impl IntoView {
    let (lang, view_model) = (use_lang(), use_view_model());
    let value = Memo::new(move |_| view_model.thresholds.get().map(|lines| lines.max_error_ratio));
    let slide = move |event: Event| {
        if let Ok(place) = event_target_value(&event).parse() {
            let max_error_ratio = ratio_of_slide(place);
            view_model.slide(|now| Thresholds { max_error_ratio, ..now });
        }
    };
    let type_in = move |text: String| {
        text.parse::<f32>().ok().filter(|value| is_ratio(*value)).map(|max_error_ratio| {
            view_model.slide(|now| Thresholds { max_error_ratio, ..now });
        })
    };
    let name = Signal::derive(move || lang.get().decide_max_ratio().to_owned());
    let text = move || value.get().map(|value| lang.get().number(value.into(), 2));
    let (low, high) = (RATIOS.0.log2().to_string(), RATIOS.1.log2().to_string());
    view! {
        <div class="decide-threshold">
            <label for="max-ratio">{name}</label>
            <Typed id="max-ratio" value type_in max="100"/>
            <input
                type="range"
                class="decide-slider"
                min=low
                max=high
                step="0.05"
                prop:value=move || value.get().map_or(0.0, ratio_slide).to_string()
                disabled=move || value.get().is_none()
                aria-label=name
                aria-valuetext=text
                on:input=slide
            />
            <p class="soft">{move || lang.get().decide_ratio_note()}</p>
        </div>
    }
    .into_any()
}

/// A threshold as a number. What is typed counts once the field is left or Enter is pressed; what
/// is no threshold is said to be none and stays until it is mended.
#[component]
fn Typed(
    /// Its name in the page.
    id: &'static str,
    /// The threshold.
    value: Memo<Option<f32>>,
    /// Takes what was typed; none where it is no threshold.
    type_in: impl Fn(String) -> Option<()> + 'static,
    /// The largest that makes sense.
    max: &'static str,
) -> impl IntoView {
    let lang = use_lang();
    let is_wrong = RwSignal::new(false);
    let shown = Memo::new(move |_| value.get().map(digits).unwrap_or_default());
    Effect::new(move |_| {
        shown.track();
        is_wrong.set(false);
    });
    let warning = format!("{id}-warning");
    let described = warning.clone();
    view! {
        <input
            type="number"
            id=id
            class="decide-number"
            min="0"
            max=max
            step="0.01"
            inputmode="decimal"
            prop:value=shown
            disabled=move || value.get().is_none()
            aria-invalid=move || is_wrong.get().then_some("true")
            aria-describedby=move || is_wrong.get().then(|| described.clone())
            on:change=move |event| is_wrong.set(type_in(event_target_value(&event)).is_none())
        />
        <Show when=move || is_wrong.get()>
            <p class="notice decide-wrong" id=warning.clone()>
                {Icon::Warning.draw()}
                <span>{move || lang.get().decide_no_number(max)}</span>
            </p>
        </Show>
    }
    .into_any()
}

/// A threshold in as many digits as say something, at most four after the point.
fn digits(value: f32) -> String {
    let text = format!("{value:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// The same as each language writes it.
fn short(value: f32, lang: Lang) -> String {
    let text = digits(value);
    let after = text.split_once('.').map_or(0, |(_, after)| after.len());
    lang.number(value.into(), after)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_threshold_is_written_in_as_many_digits_as_say_something() {
        assert_eq!(digits(0.76), "0.76");
        assert_eq!(digits(1.0), "1");
        assert_eq!(digits(0.873_451), "0.8735");
        assert_eq!(digits(100.0), "100");
        assert_eq!(short(0.76, Lang::Es), "0,76");
    }
}
