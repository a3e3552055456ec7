//! The page of augmentation: the study, a generator trained and used here, and the comparison in small.

mod compare;
mod comparison;
mod context;
mod controls;
mod curves;
mod focus;
mod form;
mod generate;
mod grids;
mod keys;
mod onward;
mod path;
mod quality;
mod study;
mod tiles;

use leptos::prelude::*;

use crate::app::preferences::use_lang;
use compare::Compare;
use context::provide_context_of_augment;
use focus::Focus;
use form::Form;
use generate::Generate;
use onward::Onward;
use study::Study;

/// The page.
#[component]
pub fn Augment() -> impl IntoView {
    let lang = use_lang();
    provide_context_of_augment();
    keys::listen();
    view! {
        <div class="augment">
            <div class="augment-page">
                <header>
                    <h1>{move || lang.get().augment_title()}</h1>
                    <p class="lead">{move || lang.get().augment_lead()}</p>
                </header>
                <Study/>
                <div class="workshop">
                    <Form/>
                    <Focus/>
                </div>
                <Generate/>
                <Compare/>
                <Onward/>
            </div>
        </div>
    }
    .into_any()
}
