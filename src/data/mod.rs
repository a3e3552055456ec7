//! The page of the data: what there is, how it looks, where it comes from, and which classes are
//! made rare for training.

mod choice;
mod counts;
mod fetch;
mod grid;
mod holdings;
mod loading;
mod look;
mod means;
mod origin;
mod pager;
mod rare;
mod specimen;
mod tones;
mod tones_card;
mod view_model;

use leptos::prelude::*;

use crate::app::preferences::use_lang;
use choice::Choice;
use counts::Counts;
use grid::Browse;
use loading::Loading;
use means::Means;
use origin::Origin;
use tones_card::TonesCard;
use view_model::ViewModel;

/// The page.
#[component]
pub fn Data() -> impl IntoView {
    let lang = use_lang();
    let view_model = ViewModel::provide();
    let is_here = Memo::new(move |_| view_model.survey.with(Option::is_some));
    view! {
        <div class="data">
            <div class="data-page">
                <h1>{move || lang.get().data_title()}</h1>
                <p class="lead">{move || lang.get().data_lead()}</p>
                <Show when=move || is_here.get() fallback=Loading>
                    <Counts/>
                    <Means/>
                    <Browse/>
                    <TonesCard/>
                    <Choice/>
                </Show>
                <Origin/>
            </div>
        </div>
    }
    .into_any()
}
