//! The keys of the page: the space bar plays and pauses the training, G and D step one network, arrow keys go
//! through the film; wherever the focus is, except where these keys mean something else.

use gloo_events::{EventListener, EventListenerOptions};
use leptos::prelude::*;
use protocol::gan::{GanSteer, Player};
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

use super::context::{AugmentContext, use_augment};
use crate::augment::state::GanRun;

/// What has keys of its own.
const OWN_KEYS: &str =
    "input, textarea, select, button, summary, a, [contenteditable], [role=grid], [tabindex='0']";

/// What a key does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Press {
    Toggle,
    Step(Player),
    Turn(i64),
}

fn press(key: &str) -> Option<Press> {
    Some(match key {
        " " => Press::Toggle,
        "g" | "G" => Press::Step(Player::Generator),
        "d" | "D" => Press::Step(Player::Discriminator),
        "ArrowLeft" => Press::Turn(-1),
        "ArrowRight" => Press::Turn(1),
        _ => return None,
    })
}

/// Listens for as long as the page is shown.
pub fn listen() {
    let context = use_augment();
    let options = EventListenerOptions::enable_prevent_default();
    let listener = EventListener::new_with_options(&document(), "keydown", options, move |event| {
        let Some(key) = event.dyn_ref::<KeyboardEvent>() else { return };
        let is_plain = !(key.ctrl_key() || key.alt_key() || key.meta_key() || key.shift_key());
        let Some(press) = press(&key.key()).filter(|_| is_plain && !event.default_prevented())
        else {
            return;
        };
        if has_own_keys(key) || (key.repeat() && press == Press::Toggle) {
            return;
        }
        if answer(context, press) {
            event.prevent_default();
        }
    });
    let listener = StoredValue::new_local(Some(listener));
    on_cleanup(move || listener.set_value(None));
}

/// Does what a key asks for; false where there is nothing to do it to.
fn answer(context: AugmentContext, press: Press) -> bool {
    if let Press::Turn(by) = press {
        context.turn(by);
        return context.frames.get_untracked() > 1;
    }
    let run = context.training.run();
    let playing =
        run.with_untracked(|run| run.as_ref().filter(|run| run.is_open()).map(GanRun::is_playing));
    let steer = match (press, playing) {
        (Press::Toggle, Some(true)) => GanSteer::Pause,
        (Press::Toggle, Some(false)) => GanSteer::Play,
        (Press::Step(player), Some(false)) => GanSteer::Step(Some(player)),
        _ => return false,
    };
    context.training.steer(steer);
    true
}

fn has_own_keys(event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|target| matches!(target.closest(OWN_KEYS), Ok(Some(_))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_keys_are_heard() {
        assert_eq!(press(" "), Some(Press::Toggle));
        assert_eq!(press("g"), Some(Press::Step(Player::Generator)));
        assert_eq!(press("D"), Some(Press::Step(Player::Discriminator)));
        assert_eq!(press("ArrowLeft"), Some(Press::Turn(-1)));
        assert_eq!(press("x"), None);
    }
}
