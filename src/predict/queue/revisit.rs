//! Makes the pictures of an image again when it is looked at and they are not kept: its file is
//! judged anew. Which images that are is decided in [`super::tray`].

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::reader::PredictionQueue;
use super::tray::Tray;
use crate::client::{Word, tasks};

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
        let pictures: Vec<_> = self.file(id).into_iter().collect();
        // Without an engine the start of the next one tries again.
        let Some(job) = self.engine.submit(tasks::predict(pictures, false)) else { return };
        self.is_revisiting.set_value(true);
        spawn_local(async move {
            job.each(|word| {
                if let Word::Item((_, Ok(prediction))) = word {
                    self.tray.update(|tray| tray.judged(*prediction));
                }
            })
            .await;
            self.revisited(id);
        });
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
