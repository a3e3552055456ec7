//! Which two models are measured, and how far that is.

use leptos::prelude::*;

use super::progress::Progress;
use super::side::{Side, SideView};
use super::view_model::use_view_model;
use crate::app::address::{ModelChoice, run_value};
use crate::app::navigation::use_address;
use crate::app::preferences::use_lang;
use crate::evaluate::state::Candidate;

/// The card.
#[component]
pub fn Chooser() -> impl IntoView {
    let (lang, view_model) = (use_lang(), use_view_model());
    let has_own = Memo::new(move |_| {
        view_model.candidates.with(|all| all.iter().any(|run| run.normal.is_none()))
    });
    let measured_on = move || {
        let (lang, data) = (lang.get(), view_model.card.get()?.data.clone());
        let count = |images: usize| lang.count(images as u64);
        Some(lang.evaluate_measured_on(&count(data.test), &count(data.validation)))
    };
    view! {
        <section class="card" aria-labelledby="models-title">
            <h2 id="models-title">{move || lang.get().evaluate_models()}</h2>
            <div class="choosers">
                <ModelSelect side=view_model.a/>
                <ModelSelect side=view_model.b/>
            </div>
            <Show when=move || !has_own.get()>
                <p class="soft">{move || lang.get().evaluate_no_own()}</p>
            </Show>
            <p class="soft">{measured_on}</p>
            <Progress keys=view_model.keys/>
        </section>
    }
    .into_any()
}

#[component]
fn ModelSelect(
    /// Which of the two.
    side: SideView,
) -> impl IntoView {
    let (lang, address, view_model) = (use_lang(), use_address(), use_view_model());
    let id = match side.side {
        Side::A => "model-a",
        Side::B => "model-b",
    };
    let label = move || match side.side {
        Side::A => lang.get().evaluate_model_a(),
        Side::B => lang.get().evaluate_model_b(),
    };
    let choose = move |event| {
        let Some(choice) = ModelChoice::parse(&event_target_value(&event)) else { return };
        let is_first = choice == side.side.first();
        let value = choice.value();
        address.set(side.side.param(), (!is_first).then_some(value.as_str()));
    };
    let value = Memo::new(move |_| side.choice.with(ModelChoice::value));
    let option = move |choice: ModelChoice, title: Signal<String>| {
        let own = choice.value();
        let chosen = own.clone();
        view! {
            <option value=own selected=move || value.with(|value| *value == chosen)>{title}</option>
        }
    };
    let none = (side.side == Side::B).then(|| {
        option(ModelChoice::None, Signal::derive(move || lang.get().evaluate_none().to_owned()))
    });
    let full = Signal::derive(move || lang.get().evaluate_full().to_owned());
    let imbalanced = Signal::derive(move || view_model.imbalanced_name(lang.get()));
    let runs = move || {
        let all = view_model.candidates.get();
        let classifiers: Vec<Candidate> =
            all.into_iter().filter(|run| run.normal.is_none()).collect();
        (!classifiers.is_empty()).then(|| {
            let options = classifiers.into_iter().map(|run| {
                let (own, id) = (run_value(&run.id.0), run.id.0.clone());
                let is_chosen = move || value.with(|value| *value == run_value(&id));
                view! {
                    <option value=own selected=is_chosen>{move || run.title(lang.get())}</option>
                }
            });
            view! {
                <optgroup label=move || {
                    lang.get().evaluate_own_runs()
                }>{options.collect_view()}</optgroup>
            }
        })
    };
    let is_missing = Memo::new(move |_| {
        side.model.with(Option::is_none) && side.choice.with(|c| *c != ModelChoice::None)
    });
    view! {
        <div class="field">
            <label class="field-name" for=id>{label}</label>
            <select id=id prop:value=move || value.get() on:change=choose>
                {none}
                <optgroup label=move || lang.get().evaluate_shipped()>
                    {option(ModelChoice::Full, full)}
                    {option(ModelChoice::Imbalanced, imbalanced)}
                </optgroup>
                {runs}
            </select>
            <Show when=move || is_missing.get()>
                <p class="soft" role="status">{move || lang.get().evaluate_missing_run()}</p>
            </Show>
        </div>
    }
    .into_any()
}
