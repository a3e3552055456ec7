//! The page that watches production: a stream of images is judged, shifts are injected into it,
//! and detectors that do not know of them say what they notice.

mod accuracy;
mod alerts;
mod context;
mod data_table;
mod draft;
mod evidence;
mod figures;
mod form;
mod form_fields;
mod models;
mod notices;
mod player;
mod report;
mod report_charts;
mod scenes;
mod score;
mod share;
mod signals;
mod story;
mod tables;
mod take_away;

use leptos::prelude::*;

use crate::app::preferences::use_lang;
use accuracy::Accuracy;
use alerts::{Announcer, Detectors};
use context::{provide_monitor_context, use_monitor_context};
use evidence::Evidence;
use figures::FiguresCard;
use notices::Notices;
use player::Player;
use scenes::Scenes;
use score::ScoreCard;
use signals::Signals;
use story::StoryCard;
use take_away::TakeAway;

/// The page.
#[component]
pub fn Monitor() -> impl IntoView {
    let lang = use_lang();
    provide_monitor_context();
    let (has_run, production) = (use_monitor_context().has_run, use_monitor_context().production);
    on_cleanup(move || production.pause());
    view! {
        <div class="monitor">
            <div class="monitor-page">
                <header>
                    <h1>{move || lang.get().monitor_title()}</h1>
                    <p class="lead">{move || lang.get().monitor_lead()}</p>
                </header>
                <Notices/>
                <Announcer/>
                <Scenes/>
                <Player/>
                <Show
                    when=move || has_run.get()
                    fallback=move || view! { <p class="soft monitor-empty">{lang.get().monitor_empty()}</p> }
                >
                    <StoryCard/>
                    <FiguresCard/>
                    <Detectors/>
                    <Signals/>
                    <Accuracy/>
                    <ScoreCard/>
                    <Evidence/>
                </Show>
                <TakeAway/>
            </div>
        </div>
    }
    .into_any()
}
