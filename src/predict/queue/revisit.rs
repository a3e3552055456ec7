//! Makes the pictures of an image again when it is looked at and they are not kept: its file is
//! judged anew. Which images that are is decided in [`super::tray`].

use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::messages::{Event, Request};

use super::reader::PredictionQueue;
use super::tray::Tray;
use crate::client::Heard;

impl PredictionQueue {
    /// Follows the image that is looked at.
    pub(super) fn revisit_what_is_looked_at(self, is_ready: Memo<bool>) {
        let wanted = Memo::new(move |_| self.tray.with(Tray::wants_sight));
        Effect::new(move |_| {
            if is_ready.get() && wanted.get().is_some() {
                self.revisit();
            }
        });
    }

    /// One at a time: who walks through a list wants the pictures of where he stops.
    fn revisit(self) {
        if self.is_revisiting.get_value() {
            return;
        }
        let Some(id) = self.tray.with_untracked(Tray::wants_sight) else { return };
        self.is_revisiting.set_value(true);
        spawn_local(async move {
            let Ok(Some(upload)) = self.read_one(id).await else {
                return self.revisited(id);
            };
            let sent = self.engine.submit(
                |job| Request::Predict { job, uploads: vec![upload] },
                move |heard| self.hear_again(id, heard),
            );
            if sent.is_none() {
                // The next start of the engine tries again.
                self.is_revisiting.set_value(false);
            }
        });
    }

    fn hear_again(self, id: u32, heard: Heard) {
        match heard {
            Heard::Event(Event::Prediction { prediction, .. }) => {
                self.tray.update(|tray| tray.judged(*prediction));
            }
            Heard::Event(event) if !event.is_end() => {}
            Heard::Event(_) | Heard::Lost => self.revisited(id),
        }
    }

    /// It is over. Where it brought no pictures, that is told and not tried for ever.
    fn revisited(self, id: u32) {
        self.is_revisiting.set_value(false);
        if self.tray.with_untracked(|tray| tray.wants_sight() == Some(id)) {
            self.tray.update(|tray| tray.lose_sight(id));
        }
        self.revisit();
    }
}
