//! The page that draws the lines: the validation images on the plane of confidence and quality,
//! the two thresholds, what they do and cost, and probes that should not pass.

mod axes;
mod costs;
mod counts;
mod curve;
mod kept_costs;
mod lines;
mod plane;
mod points;
mod presets;
mod probe_set;
mod probes;
mod scored;
mod view_model;

use leptos::prelude::*;

use crate::app::preferences::use_lang;
use crate::components::ReadingChoice;
use crate::evaluate::view::progress::Progress;
use costs::CostsCard;
use counts::Counts;
use curve::Curve;
use lines::Lines;
use plane::PlaneView;
use presets::Presets;
use probes::ProbesCard;
use view_model::{provide_view_model, use_view_model};

/// The page.
#[component]
pub fn Decide() -> impl IntoView {
    let lang = use_lang();
    provide_view_model();
    let keys = use_view_model().keys;
    let keys = Signal::derive(move || keys.get_value());
    view! {
        <div class="decide">
            <div class="decide-page">
                <h1>{move || lang.get().decide_title()}</h1>
                <p class="lead">{move || lang.get().decide_lead()}</p>
                <section class="card decide-main" aria-labelledby="lines-title">
                    <h2 id="lines-title">{move || lang.get().decide_lines_title()}</h2>
                    <p class="soft">{move || lang.get().decide_lines_note()}</p>
                    <Progress keys/>
                    <div class="decide-desk">
                        <PlaneView/>
                        <div class="decide-side">
                            <Lines/>
                            <Presets/>
                            <ReadingChoice own=Signal::derive(|| None)/>
                        </div>
                    </div>
                </section>
                <Counts/>
                <div class="columns">
                    <Curve/>
                    <CostsCard/>
                </div>
                <ProbesCard/>
            </div>
        </div>
    }
    .into_any()
}
