//! The learning rate of the open run, to be changed while it runs.

use leptos::prelude::*;
use protocol::messages::Steer;
use protocol::run::{ConfigError, Field};
use web_sys::SubmitEvent;

use super::workshop::use_workshop;
use crate::app::preferences::use_lang;
use crate::train::state::RunState;

/// The least and the greatest learning rate, as `RunConfig::check` has them.
const BOUNDS: (f64, f64) = (1e-6, 0.1);

/// The learning rate that is typed in.
///
/// # Errors
/// None for what is no number; the bounds for what lies outside of them.
fn read(text: &str) -> Result<f64, Option<ConfigError>> {
    let (least, most) = BOUNDS;
    let rate: f64 = text.trim().replace(',', ".").parse().map_err(|_| None)?;
    if (least..=most).contains(&rate) {
        Ok(rate)
    } else {
        Err(Some(ConfigError::Range { field: Field::LearningRate, least, most }))
    }
}

/// The field with its button, and the rate of the last step.
#[component]
pub fn Rate() -> impl IntoView {
    let (lang, workshop) = (use_lang(), use_workshop());
    let now = workshop.of_focus(|run| match run.state {
        RunState::Open { rate, .. } => Some(rate),
        _ => None,
    });
    let peak = workshop.of_focus(|run| run.record.rate(run.step, run.config.learning_rate));
    let text = RwSignal::new(String::new());
    // Another run, or a rate that was set, shows in the field.
    Effect::new(move |_| {
        if let Some(peak) = peak.get() {
            text.set(lang.get_untracked().plain_number(peak));
        }
    });
    let trouble = Memo::new(move |_| match text.with(|text| read(text)) {
        Ok(_) => None,
        Err(None) => Some(lang.get().train_not_a_number(lang.get().field_learning_rate())),
        Err(Some(error)) => Some(format!("{}.", lang.get().config_error(&error))),
    });
    let set = move |rate: f64| workshop.lab.steer(Steer::Rate(rate));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if let Ok(rate) = text.with_untracked(|text| read(text)) {
            set(rate);
        }
    };
    let scale = move |factor: f64| {
        let Some(peak) = peak.get_untracked() else { return };
        let rate = peak * factor;
        // A product of round numbers is written as one.
        let rate = format!("{rate:.3e}").parse().unwrap_or(rate);
        set(f64::clamp(rate, BOUNDS.0, BOUNDS.1));
    };
    let words = move || {
        let lang = lang.get();
        now.get().flatten().map(|rate| lang.train_rate_now(&lang.small_number(rate)))
    };
    view! {
        <form class="train-rate" on:submit=submit>
            <label class="field">
                <span class="field-name">{move || lang.get().train_rate_peak()}</span>
                <input
                    type="text"
                    inputmode="decimal"
                    class="input num"
                    prop:value=move || text.get()
                    on:input=move |event| text.set(event_target_value(&event))
                    aria-invalid=move || trouble.with(Option::is_some).to_string()
                    aria-describedby="rate-trouble"
                />
            </label>
            <div class="actions">
                <button type="submit" class="button" disabled=move || trouble.with(Option::is_some)>
                    {move || lang.get().train_rate_set()}
                </button>
                <button type="button" class="button" on:click=move |_| scale(0.1)>"÷ 10"</button>
                <button type="button" class="button" on:click=move |_| scale(0.5)>"÷ 2"</button>
                <button type="button" class="button" on:click=move |_| scale(2.0)>"× 2"</button>
            </div>
            <p class="soft" id="rate-trouble" role="status">
                {move || trouble.get().or_else(words)}
            </p>
        </form>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_read_with_a_point_or_a_comma_and_kept_within_its_bounds() {
        assert_eq!(read("0.003"), Ok(0.003));
        assert_eq!(read(" 0,003 "), Ok(0.003));
        assert_eq!(read("fast"), Err(None));
        assert!(matches!(read("0.5"), Err(Some(ConfigError::Range { .. }))));
        assert!(matches!(read("NaN"), Err(Some(ConfigError::Range { .. }))));
    }
}
