//! The way back after a removal.

use leptos::prelude::*;
use text::Lang;

use crate::app::preferences::use_lang;
use crate::predict::queue::{Item, use_prediction_queue};

/// What was removed, with a button that brings it back. It stays until something new comes.
#[component]
pub fn Undo() -> impl IntoView {
    let (lang, desk) = (use_lang(), use_prediction_queue());
    let words = Memo::new(move |_| {
        desk.tray.with(|tray| tray.removed().map(|items| removed_words(items, lang.get())))
    });
    view! {
        <div role="status" class="undo">
            {move || words.get().map(|words| view! {
                <p class="notice">
                    <span>{words}</span>
                    <button type="button" class="button" on:click=move |_| desk.undo()>
                        {move || lang.get().undo()}
                    </button>
                </p>
            })}
        </div>
    }
    .into_any()
}

fn removed_words(items: &[Item], lang: Lang) -> String {
    match items {
        [item] => lang.removed(&item.name(lang)),
        items => lang.cleared(&lang.count(items.len() as u64)),
    }
}
