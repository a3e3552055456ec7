//! Files for the visitor's own disk.

use crate::app::log::Logged;
use gloo_file::{Blob, ObjectUrl};
use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlAnchorElement;

/// How long the address of a file is kept after the click: some browsers read it late.
const KEPT_MS: u32 = 60_000;

/// Has the browser write a text to its downloads.
pub fn save_text(name: &str, text: &str, mime: &str) {
    save(name, Blob::new_with_options(text, Some(mime)));
}

/// Has the browser write a file of any kind to its downloads.
pub fn save_bytes(name: &str, bytes: &[u8]) {
    save(name, Blob::new(bytes));
}

/// Has the browser write a long text to its downloads, which is handed over piece by piece, so
/// that it never lies in memory as a whole.
pub fn save_parts(name: &str, parts: impl Iterator<Item = String>, mime: &str) {
    let parts: Vec<Blob> = parts.map(|part| Blob::new(part.as_str())).collect();
    let pieces: js_sys::Array = parts.iter().map(AsRef::<web_sys::Blob>::as_ref).collect();
    let options = web_sys::BlobPropertyBag::new();
    options.set_type(mime);
    let blob = web_sys::Blob::new_with_blob_sequence_and_options(&pieces, &options);
    if let Some(blob) = blob.logged("put a file together") {
        save(name, Blob::from(blob));
    }
}

/// Has the browser write what it holds already to its downloads.
pub fn save(name: &str, content: Blob) {
    let address = ObjectUrl::from(content);
    let anchor = document().create_element("a").logged("save a file");
    if let Some(anchor) = anchor.and_then(|anchor| anchor.dyn_into::<HtmlAnchorElement>().ok()) {
        anchor.set_href(&address);
        anchor.set_download(name);
        anchor.click();
    }
    Timeout::new(KEPT_MS, move || drop(address)).forget();
}
