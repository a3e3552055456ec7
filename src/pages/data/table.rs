//! A table behind a chart, folded. It is built only while it is seen.

use leptos::prelude::*;
use web_sys::HtmlDetailsElement;

use crate::preferences::use_lang;

/// The fold.
#[component]
pub fn TableBehind(
    /// What the table is about, for those who move through it by keyboard.
    #[prop(into)]
    label: Signal<String>,
    /// The table.
    children: ChildrenFn,
) -> impl IntoView {
    let lang = use_lang();
    let is_open = RwSignal::new(false);
    let toggle =
        move |event: web_sys::Event| is_open.set(event_target::<HtmlDetailsElement>(&event).open());
    let children = StoredValue::new(children);
    view! {
        <details on:toggle=toggle>
            <summary>{move || lang.get().as_table()}</summary>
            <Show when=move || is_open.get()>
                <div class="scroll" tabindex="0" role="region" aria-label=move || label.get()>
                    {children.with_value(|children| children())}
                </div>
            </Show>
        </details>
    }
    .into_any()
}
