//! Files for the visitor's own disk.

use gloo_file::{Blob, ObjectUrl};
use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlAnchorElement;

/// How long the address of a file is kept after the click: some browsers read it late.
const KEPT_MS: u32 = 60_000;

/// Has the browser write a text to its downloads.
pub fn save_text(name: &str, text: &str, mime: &str) {
    let address = ObjectUrl::from(Blob::new_with_options(text, Some(mime)));
    let anchor = document().create_element("a").ok();
    if let Some(anchor) = anchor.and_then(|anchor| anchor.dyn_into::<HtmlAnchorElement>().ok()) {
        anchor.set_href(&address);
        anchor.set_download(name);
        anchor.click();
    }
    Timeout::new(KEPT_MS, move || drop(address)).forget();
}
