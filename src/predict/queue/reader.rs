//! The desk in the browser: it keeps the files' handles, reads their bytes when their turn comes,
//! and passes them to the engine. What happens to the list is decided in [`super::tray`] and
//! [`super::worklist`].

use std::collections::HashMap;

use gloo_file::{Blob, futures::read_as_bytes};
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::messages::{JobId, Upload};
use text::Lang;
use vision::photo::{PhotoError, Polarity};

use super::item::{Item, Source};
use super::tray::Tray;
use crate::client::tasks::{self, Fate};
use crate::client::{End, Engine, Job, Word};

/// The largest file that is read into memory. The engine has a limit of its own; this one keeps a
/// film that was dropped by mistake from filling the page's memory first.
const MAX_BYTES: u64 = 64 << 20;

/// Something to tell the visitor about what was put on the desk.
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

/// Jobs that the engine has at most: one that it works on, and the next, so that it need not wait
/// for files to be read.
const MAX_JOBS: usize = 2;

/// What is being done for the desk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct EngineTasks {
    /// Whether files are being read for the next job; counts up, so that a reading that was made
    /// void is known when it ends.
    reading: Option<u32>,
    readings: u32,
    /// The jobs that the engine has.
    jobs: Vec<JobId>,
}

/// How long news of a batch may wait, so that the list is not rebuilt for every image.
const GATHER_MS: f64 = 250.0;

/// The desk, copied freely.
#[derive(Clone, Copy)]
pub struct PredictionQueue {
    /// The images and what became of them.
    pub tray: RwSignal<Tray>,
    /// Something to tell the visitor.
    pub notice: RwSignal<Option<Notice>>,
    pub(super) engine: Engine,
    pub(super) is_revisiting: StoredValue<bool>,
    blobs: StoredValue<HashMap<u32, Blob>, LocalStorage>,
    errands: StoredValue<EngineTasks>,
    /// What the engine said and the list does not show yet.
    arrivals: StoredValue<Vec<Fate>>,
    /// When news was shown last, by the page's clock.
    shown_ms: StoredValue<f64>,
}

impl PredictionQueue {
    /// An empty desk that has its images judged by `engine`.
    pub fn new(engine: Engine) -> Self {
        let desk = Self {
            tray: RwSignal::new(Tray::default()),
            notice: RwSignal::new(None),
            engine,
            is_revisiting: StoredValue::new(false),
            blobs: StoredValue::new_local(HashMap::new()),
            errands: StoredValue::new(EngineTasks::default()),
            arrivals: StoredValue::new(Vec::new()),
            shown_ms: StoredValue::new(0.0),
        };
        engine.when_ready(move || desk.send_next());
        desk.revisit_what_is_looked_at(engine.readiness());
        desk
    }

    /// Puts images on the desk.
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
        self.send_next();
    }

    /// Stops what has not been judged.
    pub fn cancel(self) {
        self.cancel_jobs();
        self.tray.update(Tray::stop);
    }

    /// Judges what was stopped.
    pub fn resume(self) {
        self.tray.update(Tray::resume);
        self.send_next();
    }

    /// Removes everything, to be taken back with [`PredictionQueue::undo`].
    pub fn clear(self) {
        self.cancel_jobs();
        self.notice.set(None);
        self.tray.update(Tray::clear);
    }

    /// Takes the last removal back.
    pub fn undo(self) {
        self.tray.update(Tray::undo);
        self.send_next();
    }

    /// Says which is darker, garment or ground, and judges the image anew.
    pub fn set_polarity(self, id: u32, polarity: Polarity) {
        self.tray.update(|tray| tray.set_polarity(id, polarity));
        self.send_next();
    }

    fn cancel_jobs(self) {
        self.errands.with_value(|errands| {
            errands.jobs.iter().for_each(|job| self.engine.cancel(*job));
        });
    }

    /// Hears what becomes of the images of a job.
    fn follow(self, job: Job<Fate>) {
        let id = job.id();
        self.errands.update_value(|errands| errands.jobs.push(id));
        spawn_local(async move {
            let end = job.each(|word| {
                if let Word::Item(fate) = word {
                    self.arrived(fate);
                }
            });
            let end = end.await;
            self.show_arrivals();
            self.errands.update_value(|errands| errands.jobs.retain(|sent| *sent != id));
            match end {
                End::Done | End::Cancelled => return self.send_next(),
                End::Failed(error) => self.engine.fail(error),
                End::Lost => {}
            }
            self.tray.update(Tray::lose);
        });
    }

    /// Shows the image that is looked at at once, and the others a few at a time; the end of
    /// their job shows the rest.
    fn arrived(self, fate: Fate) {
        let is_looked_at = self.tray.with_untracked(|tray| tray.selected() == Some(fate.0));
        self.arrivals.update_value(|arrivals| arrivals.push(fate));
        if is_looked_at || now_ms() - self.shown_ms.get_value() > GATHER_MS {
            self.show_arrivals();
        }
    }

    fn show_arrivals(self) {
        if self.arrivals.with_value(|arrivals| !arrivals.is_empty()) {
            self.tray.update(|tray| self.unload(tray));
        }
    }

    fn unload(self, tray: &mut Tray) {
        let arrivals = self.arrivals.try_update_value(std::mem::take).unwrap_or_default();
        for (id, fate) in arrivals {
            match fate {
                Ok(prediction) => tray.judged(*prediction),
                Err(error) => tray.refused(id, error),
            }
        }
        self.shown_ms.set_value(now_ms());
    }

    fn send_next(self) {
        let can_send =
            |errands: &EngineTasks| errands.reading.is_none() && errands.jobs.len() < MAX_JOBS;
        if !self.engine.is_ready() || !self.errands.with_value(can_send) {
            return;
        }
        if !self.tray.with_untracked(Tray::has_chunk) {
            return;
        }
        // In one change, for each is looked at by the whole list.
        let next = self.tray.try_update(|tray| {
            self.unload(tray);
            tray.next_chunk()
        });
        let ids = next.unwrap_or_default();
        if ids.is_empty() {
            return;
        }
        let reading = self.errands.try_update_value(|errands| {
            errands.readings += 1;
            errands.reading = Some(errands.readings);
            errands.reading
        });
        spawn_local(async move {
            let uploads = self.read(ids).await;
            if reading != Some(self.errands.with_value(|errands| errands.reading)) {
                return;
            }
            self.errands.update_value(|errands| errands.reading = None);
            let is_looked_at = self.tray.with_untracked(|tray| {
                uploads.iter().any(|upload| tray.selected() == Some(upload.id))
            });
            if !uploads.is_empty() {
                match self.engine.submit(tasks::predict(uploads, !is_looked_at)) {
                    Some(job) => self.follow(job),
                    // The engine went while the files were read.
                    None => return self.tray.update(Tray::lose),
                }
            }
            self.send_next();
        });
    }

    async fn read(self, ids: Vec<u32>) -> Vec<Upload> {
        let mut uploads = Vec::with_capacity(ids.len());
        for id in ids {
            match self.read_one(id).await {
                Ok(upload) => uploads.extend(upload),
                Err(Unread::TooManyBytes(bytes)) => {
                    let error = PhotoError::TooManyBytes { bytes, limit: MAX_BYTES };
                    self.tray.update(|tray| tray.refused(id, error));
                }
                Err(Unread::Unreadable) => self.tray.update(|tray| tray.unreadable(id)),
            }
        }
        // It may have been removed or stopped while it was read.
        self.tray.with_untracked(|tray| {
            uploads.retain(|upload| tray.item(upload.id).is_some_and(Item::is_pending));
        });
        uploads
    }

    /// Reads the file of an image; none where the image is gone.
    pub(super) async fn read_one(self, id: u32) -> Result<Option<Upload>, Unread> {
        let blob = self.blobs.with_value(|blobs| blobs.get(&id).cloned());
        let Some(blob) = blob else { return Ok(None) };
        if blob.size() > MAX_BYTES {
            return Err(Unread::TooManyBytes(blob.size()));
        }
        let bytes = read_as_bytes(&blob).await.map_err(|_| Unread::Unreadable)?;
        Ok(self.tray.with_untracked(|tray| {
            let item = tray.item(id)?;
            Some(Upload { id, name: item.name(Lang::En), bytes, polarity: item.polarity })
        }))
    }
}

/// Why a file was not read.
pub(super) enum Unread {
    TooManyBytes(u64),
    Unreadable,
}

fn now_ms() -> f64 {
    window().performance().map_or(f64::INFINITY, |clock| clock.now())
}

/// The desk, provided by the application.
pub fn use_prediction_queue() -> PredictionQueue {
    expect_context()
}
