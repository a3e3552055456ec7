//! The pages, and in which part of the program each of them is. A part is fetched when a page of it is first
//! opened.
//!
//! `scripts/shims/wasm-bindgen` cuts the parts out of the compiled program, at the functions that are marked here.
//! What several parts need and the rest does not becomes a file for each combination, so parts are few.

use std::future::Future;
use std::pin::Pin;
use std::sync::OnceLock;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_split::{SplitLoaderError, wasm_split};

use crate::app::log::Logged;
use crate::app::preferences::use_lang;
use crate::app::site;
use crate::app::stage::Stage;
use crate::components::Icon;

/// Draws a page.
type Draw = fn() -> AnyView;
/// A page's part on its way.
type Coming = Pin<Box<dyn Future<Output = Result<Draw, SplitLoaderError>>>>;

/// A page that may not have arrived yet.
pub struct Page {
    draw: OnceLock<Draw>,
    fetch: fn() -> Coming,
}

impl Page {
    /// Fetches its part, where that has not arrived yet; how it is drawn, none where the part does not come.
    async fn arrive(&'static self) -> Option<Draw> {
        if let Some(draw) = self.draw.get() {
            return Some(*draw);
        }
        let draw = (self.fetch)().await.logged("load a page")?;
        Some(*self.draw.get_or_init(|| draw))
    }

    /// The page at an address in the site's folder `base`; none where it has no part of its own.
    fn at(path: &str, base: &str) -> Option<&'static Self> {
        Some(match Stage::at(path, base) {
            Some(Stage::Data) => &DATA,
            Some(Stage::Train) => &TRAIN,
            Some(Stage::Evaluate) => &EVALUATE,
            Some(Stage::Decide) => &DECIDE,
            Some(Stage::Predict) => &PREDICT,
            Some(Stage::Monitor) => &MONITOR,
            Some(Stage::Augment) => &AUGMENT,
            Some(Stage::Report) => &REPORT,
            None if path.trim_end_matches('/') == format!("{base}/api") => &API,
            None => return None,
        })
    }
}

/// Marks where a part is cut off: the page, the part it is in, the function that is the cut.
macro_rules! page {
    ($page:ident, $part:ident, $cut:ident, $view:path) => {
        #[doc = concat!("The page of `", stringify!($view), "`.")]
        pub static $page: Page = Page { draw: OnceLock::new(), fetch: || Box::pin($cut()) };

        #[wasm_split($part, wasm_split_path = leptos::wasm_split, fallible)]
        fn $cut() -> Result<Draw, SplitLoaderError> {
            Ok(|| $view().into_any())
        }
    };
}

page!(PREDICT, predict, predict, crate::predict::view::Predict);
page!(DATA, lab, data, crate::data::Data);
page!(TRAIN, lab, train, crate::train::view::Train);
page!(EVALUATE, lab, evaluate, crate::evaluate::view::Evaluate);
page!(DECIDE, lab, decide, crate::decide::view::Decide);
page!(MONITOR, monitor, monitor, crate::monitor::view::Monitor);
page!(AUGMENT, augment, augment, crate::augment::view::Augment);
page!(REPORT, report, report, crate::report::view::Report);
page!(API, lab, api, crate::api::view::Api);

/// Waits for the page that the visitor came for, so that it can stand in the place of the static shell at once.
pub async fn first_page() {
    if let Some(page) = Page::at(&site::path(), &site::base()) {
        page.arrive().await;
    }
}

/// How far a page is.
#[derive(Clone, Copy)]
enum State {
    Coming,
    Here(Draw),
    Failed,
}

/// A page, or that it is coming, or what can be done when it does not come.
pub fn show(page: &'static Page) -> AnyView {
    let lang = use_lang();
    let state = RwSignal::new(page.draw.get().map_or(State::Coming, |draw| State::Here(*draw)));
    let fetch = move || {
        state.set(State::Coming);
        spawn_local(async move {
            let arrived = page.arrive().await.map_or(State::Failed, State::Here);
            // The visitor may have gone on to another page.
            let _ = state.try_set(arrived);
        });
    };
    if matches!(state.get_untracked(), State::Coming) {
        fetch();
    }
    // A reload that the browser refuses leaves the page as it is.
    let reload = move |_| drop(window().location().reload());
    let body = move || {
        match state.get() {
        State::Here(draw) => draw(),
        State::Coming => {
            view! { <p class="page-coming soft" role="status">{move || lang.get().page_coming()}</p> }.into_any()
        }
        State::Failed => view! {
            <div class="notice is-bad" role="alert">
                {Icon::Warning.draw()}
                <div>
                    <h1>{move || lang.get().page_failed_title()}</h1>
                    <p>{move || lang.get().page_failed()}</p>
                    <div class="actions">
                        <button type="button" class="button is-primary" on:click=move |_| fetch()>
                            {move || lang.get().try_again()}
                        </button>
                        <button type="button" class="button" on:click=reload>
                            {move || lang.get().reload_page()}
                        </button>
                    </div>
                </div>
            </div>
        }
        .into_any(),
    }
    };
    body.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_stage_and_the_api_have_a_page_in_a_part_of_their_own() {
        for stage in Stage::ALL {
            let page = Page::at(&format!("/vitrina/{}/", stage.slug()), "/vitrina");
            assert!(page.is_some(), "{stage:?}");
        }
        assert!(Page::at("/api/", "").is_some());
        assert!(Page::at("/", "").is_none() && Page::at("/elsewhere", "").is_none());
    }
}
