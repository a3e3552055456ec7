//! A button that lets the visitor choose files from the disk. It does not know what they are for.

use leptos::html::Input;
use leptos::prelude::*;
use web_sys::FileList;

/// The button, and the input that it stands for: an input of its own looks different in every
/// browser.
#[component]
pub fn FileButton(
    /// What the button says, and the input's name.
    #[prop(into)]
    label: Signal<String>,
    /// The button's classes.
    #[prop(default = "button")]
    class: &'static str,
    /// Whether several files can be chosen at once.
    #[prop(optional)]
    multiple: bool,
    /// Types that are offered; any, where there are none.
    #[prop(optional)]
    accept: Option<&'static str>,
    /// Takes what was chosen. The list is empty once this has returned.
    take: Callback<FileList>,
) -> impl IntoView {
    let input = NodeRef::<Input>::new();
    let open = move |_| {
        if let Some(input) = input.get_untracked() {
            input.click();
        }
    };
    let change = move |_| {
        let Some(input) = input.get_untracked() else { return };
        if let Some(files) = input.files().filter(|files| files.length() > 0) {
            take.run(files);
        }
        // So that choosing the same file again is a change again.
        input.set_value("");
    };
    view! {
        <button type="button" class=class on:click=open>{label}</button>
        <input
            type="file"
            class="hidden"
            multiple=multiple
            accept=accept
            tabindex="-1"
            aria-label=label
            node_ref=input
            on:change=change
        />
    }
    .into_any()
}
