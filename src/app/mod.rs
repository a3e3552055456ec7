//! The application: what every page shares, and which page is at which address.

pub mod address;
mod engine_notice;
pub mod fetch;
pub mod lasting;
pub mod log;
pub mod navigation;
mod not_found;
mod pages;
pub mod preferences;
mod rail;
mod shell;
pub mod site;
pub mod stage;
mod topbar;

use leptos::mount::mount_to;
use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::path;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;

use crate::api::state::{ApiWorker, Responder};
use crate::app::lasting::provide_lasting;
use crate::app::navigation::Address;
use crate::app::not_found::NotFound;
use crate::app::pages::{
    API, AUGMENT, DATA, DECIDE, EVALUATE, MONITOR, PREDICT, REPORT, TRAIN, show,
};
use crate::app::preferences::Preferences;
use crate::app::shell::Shell;
use crate::client::{Engine, provide_cards};
use crate::decide::state::{InForce, Thresholds, use_policy, use_thresholds};
use crate::home::Home;
use crate::offline::state::OfflineFiles;

/// Puts the application in the place of the static shell, whose markup is the same, so that
/// nothing moves.
pub fn mount() {
    let place = document().get_element_by_id("app").and_then(|place| place.dyn_into().ok());
    let place = place.or_else(|| document().body());
    spawn_local(async move {
        pages::first_page().await;
        if let Some(place) = place {
            place.set_inner_html("");
            mount_to(place, App).forget();
        }
    });
}

#[component]
fn App() -> impl IntoView {
    let preferences = Preferences::load();
    provide_context(preferences);
    let engine = Engine::start(preferences);
    provide_context(engine);
    let thresholds = Thresholds::load();
    provide_context(thresholds);
    provide_context(InForce::new(provide_cards(engine), preferences, thresholds));
    provide_context(ApiWorker::start(Responder::new(engine, use_policy())));
    provide_context(OfflineFiles::start());
    provide_lasting();
    let base = site::base();
    view! {
        <Router base=base.clone()>
            <Frame base/>
        </Router>
    }
    .into_any()
}

#[component]
fn Frame(
    /// The folder of the site.
    base: String,
) -> impl IntoView {
    let address = Address::provide(base);
    use_thresholds().keep_in_address(address);
    view! {
        <Shell>
            <FlatRoutes fallback=NotFound>
                <Route path=path!("/") view=Home/>
                <Route path=path!("/data") view=|| show(&DATA)/>
                <Route path=path!("/train") view=|| show(&TRAIN)/>
                <Route path=path!("/evaluate") view=|| show(&EVALUATE)/>
                <Route path=path!("/decide") view=|| show(&DECIDE)/>
                <Route path=path!("/predict") view=|| show(&PREDICT)/>
                <Route path=path!("/api") view=|| show(&API)/>
                <Route path=path!("/monitor") view=|| show(&MONITOR)/>
                <Route path=path!("/augment") view=|| show(&AUGMENT)/>
                <Route path=path!("/report") view=|| show(&REPORT)/>
            </FlatRoutes>
        </Shell>
    }
    .into_any()
}
