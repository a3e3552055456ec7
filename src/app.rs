//! The application: what every page shares, and which page is at which address.

use leptos::mount::mount_to;
use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::path;
use wasm_bindgen::JsCast;

use crate::client::Engine;
use crate::components::Shell;
use crate::desk::Desk;
use crate::navigation::Address;
use crate::pages::{Home, NotFound, Predict};
use crate::preferences::Preferences;
use crate::samples::Samples;
use crate::site;

/// Puts the application in the place of the static shell, whose markup is the same, so that
/// nothing moves.
pub fn mount() {
    let place = document().get_element_by_id("app").and_then(|place| place.dyn_into().ok());
    let place = place.or_else(|| document().body());
    if let Some(place) = place {
        place.set_inner_html("");
        mount_to(place, App).forget();
    }
}

#[component]
fn App() -> impl IntoView {
    let preferences = Preferences::load();
    provide_context(preferences);
    let engine = Engine::start(preferences);
    provide_context(engine);
    provide_context(Desk::new(engine));
    provide_context(Samples::fetch());
    let base = site::base();
    view! {
        <Router base=base.clone()>
            <Frame base/>
        </Router>
    }
}

#[component]
fn Frame(
    /// The folder of the site.
    base: String,
) -> impl IntoView {
    Address::provide(base);
    view! {
        <Shell>
            <FlatRoutes fallback=NotFound>
                <Route path=path!("/") view=Home/>
                <Route path=path!("/predict") view=Predict/>
            </FlatRoutes>
        </Shell>
    }
}
