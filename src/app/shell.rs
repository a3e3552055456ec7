//! The frame around every page.

use leptos::ev;
use leptos::html::Main;
use leptos::prelude::*;

use super::engine_notice::EngineNotice;
use super::rail::Rail;
use super::topbar::Topbar;
use crate::app::log::Logged;
use crate::app::navigation::use_address;
use crate::app::preferences::use_lang;
use crate::offline::view::UpdateNotice;

/// Rail, top bar and the place for the page. Its markup is repeated in `index.html`, so that the
/// first paint looks like this before any program has run.
#[component]
pub fn Shell(
    /// The page.
    children: Children,
) -> impl IntoView {
    let (lang, address) = (use_lang(), use_address());
    let (stage, is_api) = (address.stage(), address.is_api());
    let main = NodeRef::<Main>::new();
    Effect::new(move |_| {
        let lang = lang.get();
        let name = stage.get().map(|stage| stage.title(lang));
        let name = name.or_else(|| is_api.get().then(|| lang.api_name()));
        document().set_title(&title(name, lang.tagline()))
    });
    // Not a plain fragment link: those resolve against the base address, not against this page.
    let skip = move |event: ev::MouseEvent| {
        event.prevent_default();
        if let Some(main) = main.get_untracked() {
            main.focus().logged("skip to the content");
        }
    };
    view! {
        <a class="skip" href="#main" on:click=skip>{move || lang.get().skip_to_content()}</a>
        <div class="shell">
            <Rail/>
            <div class="page">
                <Topbar/>
                <main id="main" tabindex="-1" node_ref=main>
                    <EngineNotice/>
                    <UpdateNotice/>
                    {children()}
                </main>
            </div>
        </div>
    }
    .into_any()
}

fn title(stage: Option<&str>, tagline: &str) -> String {
    match stage {
        Some(stage) => format!("{stage} · Vitrina"),
        None => format!("Vitrina · {tagline}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_title_names_the_stage_first() {
        assert_eq!(title(Some("Predict"), "x"), "Predict · Vitrina");
        assert_eq!(title(None, "The life"), "Vitrina · The life");
    }
}
