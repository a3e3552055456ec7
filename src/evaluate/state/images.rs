//! Pictures of test images by their place in the test set: asked of the engine when somebody
//! wants to see them, then kept.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use dataset::{PIXELS, Part};
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::messages::{JobError, Pick};

use crate::app::lasting::lasting;
use crate::client::{End, Engine, tasks, use_engine};
use crate::components::picture::Picture;

/// A handle to the pictures, copied freely.
#[derive(Clone, Copy)]
pub struct TestImages {
    engine: Engine,
    shelf: RwSignal<Shelf>,
}

#[derive(Default)]
struct Shelf {
    pictures: BTreeMap<u32, Arc<Picture>>,
    /// Asked for, and not with the engine.
    wanted: BTreeSet<u32>,
    /// With the engine.
    sent: BTreeSet<u32>,
    error: Option<JobError>,
}

impl Shelf {
    fn want(&mut self, places: &[u32]) {
        let is_new =
            |place: &&u32| !self.pictures.contains_key(*place) && !self.sent.contains(*place);
        let new: Vec<u32> = places.iter().filter(is_new).copied().collect();
        self.wanted.extend(new);
    }

    fn send(&mut self) -> Vec<u32> {
        let places: Vec<u32> = std::mem::take(&mut self.wanted).into_iter().collect();
        self.sent.extend(&places);
        places
    }

    fn take_back(&mut self, places: &[u32]) {
        places.iter().for_each(|place| _ = self.sent.remove(place));
        self.wanted.extend(places);
    }

    fn keep(&mut self, places: &[u32], pixels: &[u8]) {
        for (place, grey) in places.iter().zip(pixels.chunks_exact(PIXELS)) {
            if let Some(picture) = Picture::from_grey(grey) {
                self.pictures.insert(*place, Arc::new(picture));
            }
        }
        self.error = None;
    }

    fn fail(&mut self, places: &[u32], error: JobError) {
        places.iter().for_each(|place| _ = self.sent.remove(place));
        self.error = Some(error);
    }
}

impl TestImages {
    /// No picture is loaded before it is wanted.
    pub fn new(engine: Engine) -> Self {
        let images = Self { engine, shelf: RwSignal::new(Shelf::default()) };
        engine.when_ready(move || images.send());
        images
    }

    /// Sees to it that these pictures will be there.
    pub fn want(self, places: &[u32]) {
        self.shelf.update_untracked(|shelf| shelf.want(places));
        self.send();
    }

    /// A picture, once it is there.
    pub fn get(self, place: u32) -> Option<Arc<Picture>> {
        self.shelf.with(|shelf| shelf.pictures.get(&place).cloned())
    }

    /// Why the last pictures did not come.
    pub fn error(self) -> Option<JobError> {
        self.shelf.with(|shelf| shelf.error.clone())
    }

    fn send(self) {
        if !self.engine.is_ready() || self.shelf.with_untracked(|shelf| shelf.wanted.is_empty()) {
            return;
        }
        let places = self.shelf.try_update_untracked(Shelf::send).unwrap_or_default();
        spawn_local(async move {
            let task = tasks::images(Part::Test, Pick::Places(places.clone()));
            match self.engine.ask(task).await {
                Ok(images) => self.shelf.update(|shelf| shelf.keep(&images.places, &images.pixels)),
                Err(End::Failed(error)) => self.shelf.update(|shelf| shelf.fail(&places, error)),
                // They are asked of the next engine.
                Err(End::Lost) => self.shelf.update_untracked(|shelf| shelf.take_back(&places)),
                Err(End::Done | End::Cancelled) => {}
            }
        });
    }
}

/// The pictures, kept as long as the tab lives.
pub fn use_test_images() -> TestImages {
    lasting(|| TestImages::new(use_engine()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_asked_for_once_and_again_only_when_it_was_lost() {
        let mut shelf = Shelf::default();
        shelf.want(&[3, 1, 3]);
        assert_eq!(shelf.send(), [1, 3]);
        shelf.want(&[1, 2]);
        assert_eq!(shelf.send(), [2]);
        shelf.keep(&[1], &[0; PIXELS]);
        shelf.take_back(&[3]);
        shelf.want(&[1, 2, 3]);
        assert_eq!(shelf.send(), [3]);
    }

    #[test]
    fn what_failed_may_be_wanted_again() {
        let mut shelf = Shelf::default();
        shelf.want(&[5]);
        shelf.send();
        shelf.fail(&[5], JobError::NotStarted);
        assert_eq!(shelf.error, Some(JobError::NotStarted));
        shelf.want(&[5]);
        assert_eq!(shelf.send(), [5]);
    }
}
