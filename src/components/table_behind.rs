//! The table behind a chart: closed at first, and built only while it is open, for a chart that
//! changes often would have it built anew each time.

use leptos::prelude::*;
use web_sys::{Event, HtmlDetailsElement};

use crate::app::preferences::use_lang;

/// The table with its summary.
#[component]
pub fn TableBehind(
    /// What the table is called.
    #[prop(into)]
    label: Signal<String>,
    /// Head and body of the table.
    children: ChildrenFn,
) -> impl IntoView {
    let lang = use_lang();
    let is_open = RwSignal::new(false);
    let toggle = move |event: Event| {
        is_open.set(event_target::<HtmlDetailsElement>(&event).open());
    };
    let children = StoredValue::new(children);
    view! {
        <details on:toggle=toggle>
            <summary>{move || lang.get().as_table()}</summary>
            <Show when=move || is_open.get()>
                <div class="scroll" tabindex="0" role="region" aria-label=move || label.get()>
                    <table class="numbers" aria-label=move || label.get()>
                        {children.with_value(|children| children())}
                    </table>
                </div>
            </Show>
        </details>
    }
    .into_any()
}
