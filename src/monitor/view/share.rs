//! Links to what is played: as it is, or as a surprise that hides what is injected.

use leptos::html::Input;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;

use super::context::use_monitor_context;
use crate::app::address::Param;
use crate::app::preferences::use_lang;
use crate::app::stage::Stage;
use crate::app::{address, site};

/// A link that was made, and whether it is in the clipboard.
#[derive(Clone, PartialEq)]
struct Made {
    address: String,
    is_surprise: bool,
    is_copied: bool,
}

/// Puts a text into the clipboard, where there is one: not over plain http.
pub async fn copy(text: &str) -> bool {
    let navigator = window().navigator();
    let has_one = js_sys::Reflect::get(&navigator, &"clipboard".into())
        .is_ok_and(|clipboard| !clipboard.is_undefined());
    has_one && JsFuture::from(navigator.clipboard().write_text(text)).await.is_ok()
}

/// The buttons, and the last link that was made.
#[component]
pub fn Share() -> impl IntoView {
    let (lang, production) = (use_lang(), use_monitor_context().production);
    let made = RwSignal::new(None::<Made>);
    let input = NodeRef::<Input>::new();
    let make = move |as_surprise: bool| {
        let scene = production.scene().get_untracked();
        // What is hidden here stays hidden in every link.
        let is_surprise = as_surprise || scene.is_surprise;
        let schedule = &scene.schedule;
        let link = if is_surprise { schedule.to_surprise_link() } else { schedule.to_link() };
        let search = address::with("", Param::Schedule, Some(&link));
        let search = address::with(&search, Param::Seed, Some(&scene.seed.to_string()));
        let page = site::file(&format!("{}/", Stage::Monitor.slug()));
        let address = address::join(&page, &search);
        made.set(Some(Made { address: address.clone(), is_surprise, is_copied: false }));
        spawn_local(async move {
            let is_copied = copy(&address).await;
            made.update(|made| {
                if let Some(made) = made.as_mut().filter(|made| made.address == address) {
                    made.is_copied = is_copied;
                }
            });
        });
    };
    let has_link = Memo::new(move |_| made.with(Option::is_some));
    let words = move || {
        let lang = lang.get();
        made.with(|made| {
            made.as_ref().map(|made| match (made.is_copied, made.is_surprise) {
                (true, true) => lang.monitor_copied_surprise(),
                (true, false) => lang.monitor_copied(),
                (false, _) => lang.monitor_copy_by_hand(),
            })
        })
    };
    let address = move || made.with(|made| made.as_ref().map(|made| made.address.clone()));
    let select = move |_| {
        if let Some(input) = input.get_untracked() {
            input.select();
        }
    };
    view! {
        <div class="actions">
            <button type="button" class="button" on:click=move |_| make(false)>
                {move || lang.get().monitor_copy_link()}
            </button>
            <button type="button" class="button" on:click=move |_| make(true)>
                {move || lang.get().monitor_copy_surprise()}
            </button>
        </div>
        <Show when=move || has_link.get()>
            <div class="monitor-link">
                <input
                    type="text"
                    class="input"
                    readonly
                    node_ref=input
                    aria-label=move || lang.get().monitor_link()
                    prop:value=move || address().unwrap_or_default()
                    on:focus=select
                />
                <p class="soft" role="status">{words}</p>
            </div>
        </Show>
    }
    .into_any()
}
