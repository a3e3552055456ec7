//! The first page: what this is, a garment to try, what this device can do, the measured figures,
//! and the life cycle.

mod figures;
mod live;

use dataset::Class;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use crate::app::navigation::use_address;
use crate::app::preferences::use_lang;
use crate::app::stage::Stage;
use crate::components::{DeviceFacts, Icon, SampleStrip};
use crate::offline::view::OfflineCard;
use figures::Figures;
use live::Live;

/// The first page.
#[component]
pub fn Home() -> impl IntoView {
    let lang = use_lang();
    view! {
        <div class="home">
            <section class="hero">
                <h1>{move || lang.get().home_title()}</h1>
                <p class="lead">{move || lang.get().home_lead()}</p>
                <Start/>
            </section>
            <section class="card device-card" aria-labelledby="device-title">
                <h2 id="device-title">{move || lang.get().this_device()}</h2>
                <DeviceFacts/>
                <p class="soft promise">{move || lang.get().promise()}</p>
            </section>
            <section class="card" aria-labelledby="figures-title">
                <h2 id="figures-title">
                    {move || lang.get().figures()} " "
                    <span class="tag">{move || lang.get().pretrained()}</span>
                </h2>
                <p class="soft">{move || lang.get().figures_lead()}</p>
                <Figures/>
            </section>
            <OfflineCard/>
            <LifeCycle/>
        </div>
    }
    .into_any()
}

/// The shop window: a button to begin, and ten garments to begin with.
#[component]
fn Start() -> impl IntoView {
    let (lang, address, navigate) = (use_lang(), use_address(), use_navigate());
    let choose = Callback::new(move |class: Class| {
        let options = NavigateOptions { resolve: false, ..NavigateOptions::default() };
        navigate(&address.sample_link(class), options);
    });
    view! {
        <div class="window">
            <div class="window-head">
                <a class="button is-primary is-large" href=move || address.link(Some(Stage::Predict))>
                    {move || lang.get().start()}
                    {Icon::Arrow.draw()}
                </a>
                <span class="soft">{move || lang.get().start_hint()}</span>
            </div>
            <SampleStrip choose/>
            <Live/>
        </div>
    }
    .into_any()
}

#[component]
fn LifeCycle() -> impl IntoView {
    let lang = use_lang();
    view! {
        <section class="cycle" aria-labelledby="cycle-title">
            <h2 id="cycle-title">{move || lang.get().life_cycle()}</h2>
            <p class="soft">{move || lang.get().life_cycle_whole(&lang.get().count(Stage::ALL.len() as u64))}</p>
            <ol>
                {Stage::ALL.into_iter().map(|stage| view! { <li><CycleEntry stage/></li> }).collect_view()}
            </ol>
        </section>
    }
    .into_any()
}

#[component]
fn CycleEntry(
    /// Which.
    stage: Stage,
) -> impl IntoView {
    let (lang, address) = (use_lang(), use_address());
    view! {
        <a class="cycle-entry" href=move || address.link(Some(stage))>
            <span class="cycle-number" aria-hidden="true">{stage.number()}</span>
            <b>{move || stage.title(lang.get())}</b>
            <span class="soft">{move || stage.about(lang.get())}</span>
        </a>
    }
    .into_any()
}
