//! Everything about the chosen image.

use leptos::prelude::*;

use super::film::FilmStrip;
use super::flagging::Flagging;
use super::position::Position;
use super::probabilities::Probabilities;
use super::quality::Quality;
use super::truth::Truth;
use super::verdict::VerdictCard;
use super::view_model::use_view_model;
use super::why::Why;
use crate::app::preferences::use_lang;
use crate::components::Icon;
use crate::predict::queue::use_prediction_queue;

/// The chosen image: its name, verdict, film, probabilities, quality, and place on the plane.
#[component]
pub fn Detail() -> impl IntoView {
    let view_model = use_view_model();
    // An image that was refused has no numbers to wait for.
    let has_numbers = Memo::new(move |_| {
        view_model.selected.with(|item| {
            item.as_ref().is_some_and(|item| item.is_pending() || item.prediction().is_some())
        })
    });
    view! {
        <div class="detail">
            <div class="detail-page">
                <DetailHead/>
                <VerdictCard/>
                <Truth/>
                <Warnings/>
                <Show when=move || has_numbers.get()>
                    <FilmStrip/>
                    <div class="columns">
                        <div class="stack">
                            <Probabilities/>
                            <Why/>
                            <Position/>
                        </div>
                        <div class="stack">
                            <Quality/>
                            <Flagging/>
                        </div>
                    </div>
                </Show>
            </div>
        </div>
    }
    .into_any()
}

#[component]
fn DetailHead() -> impl IntoView {
    let (lang, desk, view_model) = (use_lang(), use_prediction_queue(), use_view_model());
    let name =
        move || view_model.selected.with(|item| item.as_ref().map(|item| item.name(lang.get())));
    let remove = move |_| {
        if let Some(id) = desk.tray.with_untracked(|tray| tray.selected()) {
            desk.tray.update(|tray| tray.remove(id));
        }
    };
    view! {
        <div class="detail-head">
            <p class="detail-name">{name}</p>
            <button type="button" class="button is-quiet" on:click=remove>
                {Icon::Cross.draw()}
                {move || lang.get().remove()}
            </button>
        </div>
    }
    .into_any()
}

#[component]
fn Warnings() -> impl IntoView {
    let (lang, view_model) = (use_lang(), use_view_model());
    let warnings = Memo::new(move |_| {
        view_model.prediction.with(|prediction| {
            prediction.as_ref().map(|prediction| prediction.warnings.clone()).unwrap_or_default()
        })
    });
    let doubt =
        Memo::new(move |_| view_model.sight.with(|sight| sight.as_ref()?.cut.as_ref()?.doubt));
    let lines = move || {
        let doubt = doubt.get().map(|doubt| lang.get().doubt(doubt));
        let warnings = warnings.get().into_iter().map(|warning| lang.get().warning(warning));
        doubt
            .into_iter()
            .chain(warnings)
            .map(|words| view! { <li>{Icon::Warning.draw()} <span>{words}</span></li> })
            .collect_view()
    };
    view! { <ul class="warnings">{lines}</ul> }
}
