//! The rail: the brand and the stages.

use leptos::html::Header;
use leptos::prelude::*;

use crate::app::navigation::use_address;
use crate::app::preferences::use_lang;
use crate::app::stage::Stage;
use crate::components::dismiss::dismiss;
use crate::components::icons::Icon;

/// The rail. On a narrow screen the stages fold behind a button that names the present one.
#[component]
pub fn Rail() -> impl IntoView {
    let (lang, address) = (use_lang(), use_address());
    let is_open = RwSignal::new(false);
    let root = NodeRef::<Header>::new();
    dismiss(root, is_open);
    let stage = address.stage();
    // A stage was chosen: fold the list again.
    Effect::new(move |_| {
        stage.track();
        is_open.set(false);
    });
    let present = move || match stage.get() {
        Some(stage) => stage.title(lang.get()),
        None => lang.get().stages(),
    };
    view! {
        <header class="rail" node_ref=root>
            <a class="brand" href=move || address.link(None) aria-label=move || format!("Vitrina, {}", lang.get().home())>
                <span class="brand-mark" aria-hidden="true"></span>
                "Vitrina"
            </a>
            <button
                type="button"
                class="rail-toggle chip"
                aria-expanded=move || is_open.get().to_string()
                aria-controls="stages"
                on:click=move |_| is_open.update(|is_open| *is_open = !*is_open)
            >
                {present}
                {Icon::Chevron.draw()}
            </button>
            <nav id="stages" class="stages" class:is-open=is_open aria-label=move || lang.get().stages()>
                <ol>
                    {Stage::ALL.into_iter().map(|stage| view! { <li><RailEntry stage/></li> }).collect_view()}
                </ol>
            </nav>
            <p class="rail-foot">
                {move || lang.get().stays_here()} " "
                <a href=move || address.api_link()>{move || lang.get().api_name()}</a>
            </p>
        </header>
    }
    .into_any()
}

#[component]
fn RailEntry(
    /// Which.
    stage: Stage,
) -> impl IntoView {
    let (lang, address) = (use_lang(), use_address());
    let title = move || stage.title(lang.get());
    let number = stage.number();
    let present = address.stage();
    let is_present = move || present.get() == Some(stage);
    view! {
        <a
            class="stage"
            href=move || address.link(Some(stage))
            aria-current=move || is_present().then_some("page")
        >
            <span class="stage-number" aria-hidden="true">{number}</span>
            <span>{title}</span>
        </a>
    }
    .into_any()
}
