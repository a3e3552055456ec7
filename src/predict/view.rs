//! The page that judges images: the intake, the list, and everything about the chosen image.

mod correction;
mod detail;
mod drawing;
mod film;
mod flagged;
mod flagging;
mod intake;
mod list;
mod live;
mod paper;
mod position;
mod probabilities;
mod quality;
mod results;
mod test_set;
mod truth;
mod undo;
mod verdict;
mod view_model;
mod ways;
mod webcam;
mod why;

use leptos::prelude::*;

use crate::app::preferences::use_lang;
use crate::components::ApiLine;
use crate::predict::queue::use_prediction_queue;
use detail::Detail;
use flagged::Flagged;
use intake::{DropVeil, Intake};
use list::ImageList;
use live::Live;
use results::Results;
use undo::Undo;
use view_model::provide_view_model;
use ways::Ways;

/// The page.
#[component]
pub fn Predict() -> impl IntoView {
    let (lang, desk) = (use_lang(), use_prediction_queue());
    provide_view_model();
    let is_empty = Memo::new(move |_| desk.tray.with(|tray| tray.items().is_empty()));
    let has_list = Memo::new(move |_| desk.tray.with(|tray| tray.items().len() > 1));
    view! {
        <div class="predict" class:is-empty=is_empty>
            <div class="predict-page">
                <h1>{move || lang.get().predict_title()}</h1>
                <p class="lead">{move || lang.get().predict_lead()}</p>
                <Intake/>
                <Ways/>
                <Undo/>
                <div class="desk" class:has-list=has_list>
                    <Show when=move || has_list.get()>
                        <ImageList/>
                    </Show>
                    <Show when=move || !is_empty.get() fallback=Steps>
                        <Detail/>
                    </Show>
                </div>
                <Show when=move || !is_empty.get()>
                    <Results/>
                </Show>
                <Flagged/>
                <ApiLine/>
            </div>
        </div>
        <DropVeil/>
        <Live/>
    }
    .into_any()
}

/// What will happen to an image, for somebody who has not put one here yet.
#[component]
fn Steps() -> impl IntoView {
    let lang = use_lang();
    view! {
        <section class="steps" aria-labelledby="steps-title">
            <h2 id="steps-title">{move || lang.get().empty_steps()}</h2>
            <ol>
                <li>{move || lang.get().empty_step_photo()}</li>
                <li>{move || lang.get().empty_step_class()}</li>
                <li>{move || lang.get().empty_step_error()}</li>
                <li>{move || lang.get().empty_step_verdict()}</li>
            </ol>
        </section>
    }
    .into_any()
}
