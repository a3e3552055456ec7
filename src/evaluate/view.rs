//! The page that measures networks: two classifiers side by side on the test set, and an
//! autoencoder of one class against the rest. What the shipped networks answer was
//! measured beforehand, and can be measured again here.

mod autoencoder;
mod calibration;
mod chooser;
mod classes;
mod gallery;
mod matrix;
mod measures;
mod mistakes;
mod one_class;
mod photos;
mod place;
pub mod progress;
mod side;
mod summary;
mod view_model;

use leptos::prelude::*;

use crate::app::preferences::use_lang;
use autoencoder::Autoencoder;
use calibration::CalibrationCard;
use chooser::Chooser;
use classes::Classes;
use matrix::Matrix;
use mistakes::Mistakes;
use photos::PhotosCard;
use summary::Summary;
use view_model::provide_view_model;

/// The page.
#[component]
pub fn Evaluate() -> impl IntoView {
    let lang = use_lang();
    provide_view_model();
    view! {
        <div class="evaluate">
            <div class="evaluate-page">
                <h1>{move || lang.get().evaluate_title()}</h1>
                <p class="lead">{move || lang.get().evaluate_lead()}</p>
                <Chooser/>
                <Summary/>
                <Matrix/>
                <Classes/>
                <CalibrationCard/>
                <Mistakes/>
                <Autoencoder/>
                <PhotosCard/>
            </div>
        </div>
    }
    .into_any()
}
