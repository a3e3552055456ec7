//! Closes what a button opened: a press elsewhere or Escape does it.

use gloo_events::EventListener;
use leptos::html::ElementType;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{KeyboardEvent, Node};

/// Closes `is_open` when something outside of `root` is pressed, or on Escape.
pub fn dismiss<E>(root: NodeRef<E>, is_open: RwSignal<bool>)
where
    E: ElementType,
    E::Output: JsCast + Clone + AsRef<Node> + 'static,
{
    let listeners = StoredValue::new_local(None::<[EventListener; 2]>);
    Effect::new(move |_| {
        let open = is_open.get().then(|| {
            let press = EventListener::new(&document(), "pointerdown", move |event| {
                let target = event.target().and_then(|target| target.dyn_into::<Node>().ok());
                let is_inside = root
                    .get_untracked()
                    .is_some_and(|root| AsRef::<Node>::as_ref(&root).contains(target.as_ref()));
                if !is_inside {
                    is_open.set(false);
                }
            });
            let escape = EventListener::new(&document(), "keydown", move |event| {
                let key = event.dyn_ref::<KeyboardEvent>().map(KeyboardEvent::key);
                if key.as_deref() == Some("Escape") {
                    is_open.set(false);
                }
            });
            [press, escape]
        });
        listeners.set_value(open);
    });
}
