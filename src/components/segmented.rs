//! A choice of one among a few, as a row of segments. Underneath they are radio buttons, so keys
//! and screen readers know what to do.

use leptos::prelude::*;

/// A row of segments.
#[component]
pub fn Segmented(
    /// Name of the radio group, unique on the page.
    name: &'static str,
    /// What is chosen, for those who do not see the row.
    #[prop(into)]
    legend: Signal<String>,
    /// What the segments say.
    #[prop(into)]
    labels: Signal<Vec<String>>,
    /// Which is chosen.
    #[prop(into)]
    chosen: Signal<usize>,
    /// Called with the place of the segment that was chosen.
    #[prop(into)]
    choose: Callback<usize>,
) -> impl IntoView {
    let count = labels.with_untracked(Vec::len);
    let segments = (0..count)
        .map(|place| {
            let label = move || labels.with(|labels| labels.get(place).cloned());
            view! {
                <label class="segment">
                    <input
                        type="radio"
                        name=name
                        prop:checked=move || chosen.get() == place
                        on:change=move |_| choose.run(place)
                    />
                    <span>{label}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class="segmented">
            <legend class="hidden">{move || legend.get()}</legend>
            {segments}
        </fieldset>
    }
    .into_any()
}
