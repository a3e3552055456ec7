//! The space bar plays and pauses the run that is looked at, wherever the focus is, except where
//! the space bar means something else.

use gloo_events::{EventListener, EventListenerOptions};
use leptos::prelude::*;
use protocol::messages::Steer;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

use super::workshop::use_workshop;

/// What the space bar is for.
const OWN_SPACE: &str =
    "input, textarea, select, button, summary, a, [contenteditable], [role=grid], [tabindex='0']";

/// Listens for as long as the page is shown.
pub fn listen() {
    let workshop = use_workshop();
    let options = EventListenerOptions::enable_prevent_default();
    let listener = EventListener::new_with_options(&document(), "keydown", options, move |event| {
        let Some(key) = event.dyn_ref::<KeyboardEvent>() else { return };
        let is_plain = key.key() == " "
            && !(key.ctrl_key() || key.alt_key() || key.meta_key() || key.shift_key())
            && !key.repeat();
        if !is_plain || has_own_space(key) || !workshop.is_open.get_untracked() {
            return;
        }
        event.prevent_default();
        let is_playing =
            workshop.focus.with_untracked(|run| run.as_ref().is_some_and(|run| run.is_playing()));
        workshop.lab.steer(if is_playing { Steer::Pause } else { Steer::Play });
    });
    let listener = StoredValue::new_local(Some(listener));
    on_cleanup(move || listener.set_value(None));
}

fn has_own_space(event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|target| matches!(target.closest(OWN_SPACE), Ok(Some(_))))
}
