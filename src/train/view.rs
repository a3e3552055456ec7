//! The page that trains networks: set up a run, watch it learn, keep it.

mod autoencoder;
mod banners;
mod before_after;
mod charts;
mod controls;
mod curves;
mod draft;
mod estimate;
mod focus;
mod form;
mod keys;
mod maps;
mod matrix;
mod own;
mod rate;
mod report;
mod runs;
#[cfg(test)]
mod sample;
mod workshop;

use leptos::prelude::*;

use crate::app::preferences::use_lang;
use banners::Banners;
use focus::Focus;
use form::Form;
use own::OwnPictures;
use runs::Runs;
use workshop::provide_workshop;

/// The page.
#[component]
pub fn Train() -> impl IntoView {
    let lang = use_lang();
    provide_workshop();
    keys::listen();
    view! {
        <div class="train">
            <div class="train-page">
                <header>
                    <h1>{move || lang.get().train_title()}</h1>
                    <p class="lead">{move || lang.get().train_lead()}</p>
                </header>
                <Banners/>
                <div class="workshop">
                    <Form/>
                    <div class="stack">
                        <Focus/>
                        <Runs/>
                        <OwnPictures/>
                    </div>
                </div>
            </div>
        </div>
    }
    .into_any()
}
