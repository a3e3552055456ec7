//! The queue in the browser: it keeps the files' handles and has [`crate::intake`] bring them to the
//! engine. What happens to the list is decided in [`super::tray`] and [`super::worklist`].

use std::collections::HashMap;

use gloo_file::Blob;
use leptos::prelude::*;
use protocol::messages::{JobError, Prediction};
use text::Lang;
use vision::photo::Polarity;

use super::item::{Item, Outcome, Source};
use super::tray::Tray;
use crate::app::lasting::lasting;
use crate::client::{Engine, use_engine};
use crate::intake::{Intake, Owner, Picture, Refusal};
use crate::predict::correction::Correction;

/// Something to tell the visitor about what was put on the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// What was dropped or pasted holds no file.
    NotFiles,
    /// More images came than there is room for.
    TooMany {
        /// How many were taken.
        taken: usize,
        /// How many came.
        offered: usize,
    },
}

/// What became of an image, which the list does not show yet.
type Arrival = (u32, Result<Box<Prediction>, Refusal>);

/// How long news of a batch may wait, so that the list is not rebuilt for every image.
const GATHER_MS: f64 = 250.0;

/// The queue, copied freely.
#[derive(Clone, Copy)]
pub struct PredictionQueue {
    /// The images and what became of them.
    pub tray: RwSignal<Tray>,
    /// Something to tell the visitor.
    pub notice: RwSignal<Option<Notice>>,
    pub(super) engine: Engine,
    pub(super) is_revisiting: StoredValue<bool>,
    blobs: StoredValue<HashMap<u32, Blob>, LocalStorage>,
    intake: Intake,
    arrivals: StoredValue<Vec<Arrival>>,
    /// When news was shown last, by the page's clock.
    shown_ms: StoredValue<f64>,
}

impl PredictionQueue {
    /// An empty queue that has its images judged by `engine`.
    pub fn new(engine: Engine) -> Self {
        let queue = Self {
            tray: RwSignal::new(Tray::default()),
            notice: RwSignal::new(None),
            engine,
            is_revisiting: StoredValue::new(false),
            blobs: StoredValue::new_local(HashMap::new()),
            intake: Intake::new(engine),
            arrivals: StoredValue::new(Vec::new()),
            shown_ms: StoredValue::new(0.0),
        };
        engine.when_ready(move || queue.intake.pump(queue));
        queue.revisit_what_is_looked_at(engine.readiness());
        queue
    }

    /// Puts images on the queue.
    pub fn add(self, images: Vec<(Source, Blob)>) {
        let offered = images.len();
        let (sources, blobs): (Vec<_>, Vec<_>) = images.into_iter().unzip();
        let ids = self.tray.try_update(|tray| tray.add(sources)).unwrap_or_default();
        let taken = ids.len();
        self.blobs.update_value(|kept| {
            self.tray.with_untracked(|tray| {
                let removed = tray.removed().unwrap_or_default();
                kept.retain(|id, _| {
                    tray.item(*id).is_some() || removed.iter().any(|item| item.id == *id)
                });
            });
            kept.extend(ids.into_iter().zip(blobs));
        });
        let notice = (taken < offered).then_some(Notice::TooMany { taken, offered });
        self.notice.set(notice);
        self.intake.pump(self);
    }

    /// Stops what has not been judged.
    pub fn cancel(self) {
        self.intake.cancel();
        self.tray.update(Tray::stop);
    }

    /// Judges what was stopped.
    pub fn resume(self) {
        self.tray.update(Tray::resume);
        self.intake.pump(self);
    }

    /// Removes everything, to be taken back with [`PredictionQueue::undo`].
    pub fn clear(self) {
        self.intake.cancel();
        self.notice.set(None);
        self.tray.update(Tray::clear);
    }

    /// Takes the last removal back.
    pub fn undo(self) {
        self.tray.update(Tray::undo);
        self.intake.pump(self);
    }

    /// Says which is darker, garment or ground, and judges the image anew.
    pub fn set_polarity(self, id: u32, polarity: Polarity) {
        self.tray.update(|tray| tray.set_polarity(id, polarity));
        self.intake.pump(self);
    }

    /// Takes what was drawn over an image, of this size as it is shown, and judges it anew.
    pub fn correct(self, id: u32, correction: Correction, size: (u32, u32)) {
        self.tray.update(|tray| tray.correct(id, correction, size));
        self.intake.pump(self);
    }

    fn unload(self, tray: &mut Tray) {
        let arrivals = self.arrivals.try_update_value(std::mem::take).unwrap_or_default();
        for (id, fate) in arrivals {
            match fate {
                Ok(prediction) => tray.judged(*prediction),
                Err(refusal) => tray.refused(id, refusal),
            }
        }
        self.shown_ms.set_value(now_ms());
    }

    /// An image's file; none where the image is gone.
    pub(super) fn file(self, id: u32) -> Option<Picture> {
        let file = self.blobs.with_value(|blobs| blobs.get(&id).cloned())?;
        self.tray.with_untracked(|tray| {
            let item = tray.item(id)?;
            Some(Picture { id, name: item.name(Lang::En), file, guidance: item.guidance.clone() })
        })
    }
}

impl Owner for PredictionQueue {
    fn next_chunk(self) -> Vec<u32> {
        if !self.tray.with_untracked(Tray::has_chunk) {
            return Vec::new();
        }
        // In one change, for each is looked at by the whole list.
        let next = self.tray.try_update(|tray| {
            self.unload(tray);
            tray.next_chunk()
        });
        next.unwrap_or_default()
    }

    fn picture(self, id: u32) -> Option<Picture> {
        let is_in_work = |item: &Item| matches!(item.outcome, Outcome::InWork(_));
        let is_wanted = self.tray.with_untracked(|tray| tray.item(id).is_some_and(is_in_work));
        is_wanted.then(|| self.file(id)).flatten()
    }

    fn wants_views(self, id: u32) -> bool {
        self.tray.with_untracked(|tray| tray.selected() == Some(id))
    }

    /// Shows the image that is looked at at once, and the others a few at a time; the end of
    /// their job shows the rest.
    fn settle(self, id: u32, fate: Result<Box<Prediction>, Refusal>) {
        self.arrivals.update_value(|arrivals| arrivals.push((id, fate)));
        if self.wants_views(id) || now_ms() - self.shown_ms.get_value() > GATHER_MS {
            self.pause();
        }
    }

    fn pause(self) {
        if self.arrivals.with_value(|arrivals| !arrivals.is_empty()) {
            self.tray.update(|tray| self.unload(tray));
        }
    }

    fn lose(self, ids: &[u32]) {
        self.tray.update(|tray| {
            self.unload(tray);
            tray.lose(ids);
        });
    }

    fn put_back(self, ids: &[u32]) {
        self.tray.update(|tray| tray.put_back(ids));
    }

    /// An engine that cannot judge is given up, for that is what it is there for.
    fn fail(self, error: JobError) {
        self.engine.fail(error);
    }
}

fn now_ms() -> f64 {
    window().performance().map_or(f64::INFINITY, |clock| clock.now())
}

/// The queue, kept as long as the tab lives.
pub fn use_prediction_queue() -> PredictionQueue {
    lasting(|| PredictionQueue::new(use_engine()))
}
