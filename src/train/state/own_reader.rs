//! Own pictures in the browser: their files are read when their turn comes, prepared by the engine
//! and kept. What happens to the lists is decided in [`super::own`] and [`super::own_queue`].

use dataset::Class;
use gloo_file::{Blob, File, futures::read_as_bytes};
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::messages::{JobId, OwnPicture, Upload};
use vision::photo::{PhotoError, Polarity};

use super::archive::Archive;
use super::notice::{Notice, OwnProblem};
use super::own::{Labelled, OwnItem, OwnPictures};
use super::own_queue::Queue;
use super::stored;
use crate::client::tasks::{self, Fate};
use crate::client::{End, Engine, Word};

/// The largest file that is read into memory.
const MAX_BYTES: u64 = 64 << 20;

/// What the engine is doing for own pictures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum EngineTask {
    /// Nothing.
    #[default]
    None,
    /// Files are being read for the next job.
    Reading,
    /// The engine has this job.
    Sent(JobId),
}

/// The own pictures, copied freely.
#[derive(Clone, Copy)]
pub struct OwnPictureReader {
    /// The pictures, the oldest first.
    pub items: RwSignal<Vec<OwnItem>>,
    /// Pictures prepared, of how many.
    pub progress: RwSignal<Option<(usize, usize)>>,
    /// How many the last removal took away.
    pub removed: RwSignal<Option<usize>>,
    engine: Engine,
    notice: RwSignal<Option<Notice>>,
    pictures: StoredValue<OwnPictures>,
    queue: StoredValue<Queue<Blob>, LocalStorage>,
    errand: StoredValue<EngineTask>,
}

impl OwnPictureReader {
    /// No pictures yet.
    pub fn new(engine: Engine, notice: RwSignal<Option<Notice>>) -> Self {
        Self {
            items: RwSignal::new(Vec::new()),
            progress: RwSignal::new(None),
            removed: RwSignal::new(None),
            engine,
            notice,
            pictures: StoredValue::new(OwnPictures::default()),
            queue: StoredValue::new_local(Queue::default()),
            errand: StoredValue::new(EngineTask::None),
        }
    }

    /// Takes on the pictures that were stored.
    pub fn load(self, items: Vec<OwnItem>) {
        self.pictures.set_value(OwnPictures::new(items));
        self.publish();
    }

    /// What a training run is given.
    pub fn for_training(self) -> Vec<OwnPicture> {
        self.pictures.with_value(OwnPictures::for_training)
    }

    /// Prepares files as far as there is room, and adds them.
    pub async fn add(self, files: Vec<File>, archive: Archive) {
        let offered = files.len();
        let pending = self.queue.with_value(Queue::pending);
        let room = self.pictures.with_value(OwnPictures::room).saturating_sub(pending);
        let taken = offered.min(room);
        if taken < offered {
            self.notice.set(Some(Notice::OwnTooMany { taken, offered }));
        }
        if taken == 0 {
            return;
        }
        let first = archive.reserve(taken as u64).await;
        self.queue.update_value(|queue| {
            for (id, file) in (first..).zip(files.into_iter().take(taken)) {
                queue.add(id, file.name(), Blob::from(file));
            }
        });
        self.send_next(archive);
    }

    /// Adds pictures that are prepared and labelled already. `left_out` more were kept back by
    /// who sends them, which is told too.
    pub async fn add_labelled(self, pictures: Vec<Labelled>, left_out: usize, archive: Archive) {
        let offered = pictures.len();
        let first = archive.reserve(offered as u64).await;
        let taken_on =
            self.pictures.try_update_value(|own| own.take_on(pictures, first)).unwrap_or_default();
        let (changed, no_room) = taken_on;
        archive.keep_own(changed.iter().map(|item| (item.id, Some(stored::encode_own(item)))));
        self.publish();
        self.notice.set(Some(if no_room > 0 {
            Notice::OwnTooMany { taken: offered - no_room, offered }
        } else {
            Notice::OwnFlagged { taken: offered, left_out }
        }));
    }

    /// Drops the files that are not prepared yet.
    pub fn cancel(self) {
        if let EngineTask::Sent(job) = self.errand.get_value() {
            self.engine.cancel(job);
        }
        self.queue.update_value(Queue::cancel);
        self.show_progress();
    }

    /// Labels a picture.
    pub fn label(self, id: u64, label: Class, archive: Archive) {
        let bytes = self
            .pictures
            .try_update_value(|pictures| pictures.label(id, label).map(stored::encode_own));
        if let Some(bytes) = bytes.flatten() {
            archive.keep_own([(id, Some(bytes))]);
        }
        self.publish();
    }

    /// Removes a picture, or every one.
    pub fn remove(self, id: Option<u64>, archive: Archive) {
        self.pictures.update_value(|pictures| match id {
            Some(id) => pictures.remove(id),
            None => pictures.clear(),
        });
        let removed = self.pictures.with_value(|pictures| {
            pictures.removed().iter().map(|item| (item.id, None)).collect::<Vec<_>>()
        });
        archive.keep_own(removed);
        self.publish();
    }

    /// Takes the last removal back.
    pub fn restore(self, archive: Archive) {
        let restored = self.pictures.try_update_value(OwnPictures::restore).unwrap_or_default();
        archive.keep_own(restored.iter().map(|item| (item.id, Some(stored::encode_own(item)))));
        self.publish();
    }

    /// Sends the next files, if the engine can take them.
    pub fn send_next(self, archive: Archive) {
        self.show_progress();
        if !self.engine.is_ready() || self.errand.get_value() != EngineTask::None {
            return;
        }
        let chunk = self.queue.try_update_value(Queue::next_chunk).unwrap_or_default();
        if chunk.is_empty() {
            return;
        }
        self.errand.set_value(EngineTask::Reading);
        spawn_local(async move {
            let mut uploads = Vec::with_capacity(chunk.len());
            for (place, candidate) in chunk {
                match read(&candidate.body).await {
                    Ok(bytes) => uploads.push(Upload {
                        id: place as u32,
                        name: candidate.name,
                        bytes,
                        polarity: Polarity::Detect,
                    }),
                    Err(problem) => {
                        self.queue.update_value(|queue| queue.refuse(place, problem));
                    }
                }
            }
            self.send(uploads, archive);
        });
    }

    fn send(self, uploads: Vec<Upload>, archive: Archive) {
        let is_cancelled = self.queue.with_value(|queue| queue.pending() == 0);
        if uploads.is_empty() || is_cancelled {
            self.errand.set_value(EngineTask::None);
            return self.send_next(archive);
        }
        let Some(job) = self.engine.submit(tasks::predict(uploads, false)) else {
            // The engine went while the files were read: that is not their fault.
            self.errand.set_value(EngineTask::None);
            return self.queue.update_value(Queue::put_back);
        };
        self.errand.set_value(EngineTask::Sent(job.id()));
        spawn_local(async move {
            let end = job.each(|word| {
                if let Word::Item(fate) = word {
                    self.hear(fate, archive);
                }
            });
            let end = end.await;
            self.errand.set_value(EngineTask::None);
            // Nothing is left in work but where the job failed.
            self.queue.update_value(Queue::lose);
            match end {
                End::Lost => self.show_progress(),
                End::Done | End::Cancelled | End::Failed(_) => self.send_next(archive),
            }
        });
    }

    fn hear(self, (id, fate): Fate, archive: Archive) {
        match fate {
            Ok(prediction) => {
                let done = self.queue.try_update_value(|queue| queue.finish(id as usize)).flatten();
                if let Some(candidate) = done {
                    let item = OwnItem::new(candidate.id, candidate.name, &prediction);
                    let (id, bytes) = (item.id, stored::encode_own(&item));
                    let is_taken = self.pictures.try_update_value(|pictures| pictures.add(item));
                    if is_taken == Some(true) {
                        archive.keep_own([(id, Some(bytes))]);
                    }
                    self.publish();
                }
            }
            Err(error) => {
                let problem = OwnProblem::Photo(error);
                self.queue.update_value(|queue| queue.refuse(id as usize, problem));
            }
        }
        self.show_progress();
    }

    fn show_progress(self) {
        let progress = self.queue.with_value(Queue::progress);
        if self.progress.get_untracked() != progress {
            self.progress.set(progress);
        }
        let refused = self.queue.try_update_value(Queue::settle).unwrap_or_default();
        if !refused.is_empty() {
            self.notice.set(Some(Notice::OwnRefused(refused)));
        }
    }

    fn publish(self) {
        let (items, removed) = self.pictures.with_value(|pictures| {
            (pictures.items().to_vec(), Some(pictures.removed().len()).filter(|count| *count > 0))
        });
        self.items.set(items);
        if self.removed.get_untracked() != removed {
            self.removed.set(removed);
        }
    }
}

async fn read(blob: &Blob) -> Result<Vec<u8>, OwnProblem> {
    if blob.size() > MAX_BYTES {
        let error = PhotoError::TooManyBytes { bytes: blob.size(), limit: MAX_BYTES };
        return Err(OwnProblem::Photo(error));
    }
    read_as_bytes(blob).await.map_err(|_| OwnProblem::Unreadable)
}
