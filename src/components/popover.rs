//! A button that opens a panel below itself. Escape and a click elsewhere close it.

use leptos::html::Div;
use leptos::prelude::*;

use super::dismiss::dismiss;

/// A button with a panel.
#[component]
pub fn Popover(
    /// Name of the panel in the document, unique on the page.
    id: &'static str,
    /// What the button is called; its visible content is `button`.
    #[prop(into)]
    label: Signal<String>,
    /// What the button shows.
    #[prop(into)]
    button: ViewFn,
    /// Whether the panel is aligned with the right edge of the button.
    #[prop(optional)]
    is_right: bool,
    /// What the panel holds.
    children: ChildrenFn,
) -> impl IntoView {
    let is_open = RwSignal::new(false);
    let root = NodeRef::<Div>::new();
    dismiss(root, is_open);
    view! {
        <div class="popover" class:is-right=is_right node_ref=root>
            <button
                type="button"
                class="chip"
                aria-label=move || label.get()
                aria-expanded=move || is_open.get().to_string()
                aria-controls=id
                on:click=move |_| is_open.update(|is_open| *is_open = !*is_open)
            >
                {button.run()}
            </button>
            <div id=id class="panel" hidden=move || !is_open.get()>
                {children()}
            </div>
        </div>
    }
    .into_any()
}
