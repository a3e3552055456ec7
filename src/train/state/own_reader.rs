//! Own pictures in the browser: [`crate::intake`] brings their files to the engine, and what comes
//! back is kept. What happens to the lists is decided in [`super::own`] and [`super::own_queue`].

use dataset::Class;
use gloo_file::{Blob, File};
use leptos::prelude::*;
use protocol::messages::{OwnPicture, Prediction};
use vision::cutout::Guidance;

use super::archive::Archive;
use super::notice::Notice;
use super::own::{Labelled, OwnItem, OwnPictures};
use super::own_queue::Queue;
use super::stored;
use crate::client::Engine;
use crate::intake::{Intake, Owner, Picture, Refusal};

/// The own pictures, copied freely.
#[derive(Clone, Copy)]
pub struct OwnPictureReader {
    /// The pictures, the oldest first.
    pub items: RwSignal<Vec<OwnItem>>,
    /// Pictures prepared, of how many.
    pub progress: RwSignal<Option<(usize, usize)>>,
    /// How many the last removal took away.
    pub removed: RwSignal<Option<usize>>,
    intake: Intake,
    notice: RwSignal<Option<Notice>>,
    pictures: StoredValue<OwnPictures>,
    queue: StoredValue<Queue<Blob>, LocalStorage>,
}

impl OwnPictureReader {
    /// No pictures yet.
    pub fn new(engine: Engine, notice: RwSignal<Option<Notice>>) -> Self {
        Self {
            items: RwSignal::new(Vec::new()),
            progress: RwSignal::new(None),
            removed: RwSignal::new(None),
            intake: Intake::new(engine),
            notice,
            pictures: StoredValue::new(OwnPictures::default()),
            queue: StoredValue::new_local(Queue::default()),
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
            for (number, file) in (first..).zip(files.into_iter().take(taken)) {
                queue.add(number, file.name(), Blob::from(file));
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
        self.intake.cancel();
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
        self.intake.pump(Kept { own: self, archive });
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

/// The own pictures and where they are kept.
#[derive(Clone, Copy)]
struct Kept {
    own: OwnPictureReader,
    archive: Archive,
}

impl Owner for Kept {
    fn next_chunk(self) -> Vec<u32> {
        self.own.queue.try_update_value(Queue::next_chunk).unwrap_or_default()
    }

    fn picture(self, id: u32) -> Option<Picture> {
        self.own.queue.with_value(|queue| {
            let candidate = queue.in_work(id)?;
            let (name, file) = (candidate.name.clone(), candidate.body.clone());
            Some(Picture { id, name, file, guidance: Guidance::default() })
        })
    }

    fn settle(self, id: u32, fate: Result<Box<Prediction>, Refusal>) {
        let Self { own, archive } = self;
        match fate {
            Ok(prediction) => {
                let done = own.queue.try_update_value(|queue| queue.finish(id)).flatten();
                if let Some(candidate) = done {
                    let item = OwnItem::new(candidate.number, candidate.name, &prediction);
                    let (id, bytes) = (item.id, stored::encode_own(&item));
                    let is_taken = own.pictures.try_update_value(|pictures| pictures.add(item));
                    if is_taken == Some(true) {
                        archive.keep_own([(id, Some(bytes))]);
                    }
                    own.publish();
                }
            }
            Err(refusal) => own.queue.update_value(|queue| queue.refuse(id, refusal)),
        }
        own.show_progress();
    }

    fn pause(self) {
        self.own.show_progress();
    }

    fn lose(self, ids: &[u32]) {
        self.own.queue.update_value(|queue| queue.lose(ids));
    }

    fn put_back(self, ids: &[u32]) {
        self.own.queue.update_value(|queue| queue.put_back(ids));
    }
}
