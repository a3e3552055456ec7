//! Which images of the test set are shown, and how they are had from the engine.

use std::sync::Arc;

use dataset::{Class, PIXELS, Part};
use leptos::prelude::*;
use protocol::messages::Pick;

use crate::client::{End, Engine, Progress, Slot, tasks, use_engine};

/// Images shown at once.
pub const PAGE: u32 = 30;

/// An image of the test set.
#[derive(Debug, PartialEq)]
pub struct Tile {
    /// Its place in the test set.
    pub place: u32,
    /// Its class.
    pub class: Class,
    /// 784 grey values.
    pub pixels: [u8; PIXELS],
}

/// Images of a class.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// They themselves, in order.
    pub tiles: Vec<Arc<Tile>>,
    /// How many the class has in all.
    pub total: u32,
}

/// What is being done.
#[derive(Clone, Debug, PartialEq)]
pub enum State {
    /// The engine is not ready yet.
    Waiting,
    /// The engine has been asked; the share of the data that has come, once that is known.
    Loading(Option<f64>),
    /// What was asked for is there.
    Idle,
    /// It did not come.
    Failed(End),
}

/// What is shown of the test set, copied freely.
#[derive(Clone, Copy)]
pub struct Shelf {
    /// The class.
    pub class: RwSignal<Class>,
    /// How many of its images come before those that are shown.
    pub skip: RwSignal<u32>,
    /// The images.
    pub page: RwSignal<Page>,
    /// What is being done.
    pub state: RwSignal<State>,
    engine: Engine,
    loading: Slot,
}

impl Shelf {
    /// The first images of the first class, asked for as soon as the engine is ready.
    pub fn new() -> Self {
        let shelf = Self {
            class: RwSignal::new(Class::TShirt),
            skip: RwSignal::new(0),
            page: RwSignal::new(Page::default()),
            state: RwSignal::new(State::Waiting),
            engine: use_engine(),
            loading: Slot::new(),
        };
        shelf.engine.when_ready(move || {
            if shelf.page.with_untracked(|page| page.tiles.is_empty()) {
                shelf.load();
            }
        });
        shelf
    }

    /// Whether images are on their way.
    pub fn is_busy(self) -> bool {
        self.state.with(|state| matches!(state, State::Waiting | State::Loading(_)))
    }

    /// Shows another class.
    pub fn choose(self, class: Class) {
        self.class.set(class);
        self.skip.set(0);
        self.page.set(Page::default());
        self.load();
    }

    /// Shows the next images of the class, or those before.
    pub fn turn(self, is_forward: bool) {
        self.skip.update(|skip| {
            *skip = if is_forward { *skip + PAGE } else { skip.saturating_sub(PAGE) };
        });
        self.load();
    }

    /// Asks the engine for what is to be shown.
    pub fn load(self) {
        let (class, skip) = (self.class.get_untracked(), self.skip.get_untracked());
        let pick = Pick::Class { class, skip, count: PAGE };
        let Some(job) = self.engine.submit(tasks::images(Part::Test, pick)) else {
            self.loading.stop();
            return self.state.set(State::Waiting);
        };
        self.state.set(State::Loading(None));
        self.loading.run(async move {
            let tell = |progress: Progress| self.state.set(State::Loading(progress.share()));
            self.state.set(match job.answer(tell).await {
                Ok(images) => {
                    let tiles = tiles(&images.places, &images.labels, &images.pixels);
                    self.page.set(Page { tiles, total: images.total });
                    State::Idle
                }
                Err(End::Done | End::Cancelled) => State::Idle,
                Err(end) => State::Failed(end),
            });
        });
    }
}

/// Images as the engine sends them; those that are not whole are left out.
fn tiles(places: &[u32], labels: &[u8], pixels: &[u8]) -> Vec<Arc<Tile>> {
    let images = pixels.chunks_exact(PIXELS);
    let tile = |((place, label), pixels): ((&u32, &u8), &[u8])| {
        let (class, pixels) = (Class::from_label(*label)?, pixels.try_into().ok()?);
        Some(Arc::new(Tile { place: *place, class, pixels }))
    };
    places.iter().zip(labels).zip(images).filter_map(tile).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_image_has_its_place_class_and_pixels() {
        let pixels: Vec<u8> = [[3; PIXELS], [9; PIXELS]].concat();
        let tiles = tiles(&[4, 17], &[8, 8], &pixels);
        let last = &tiles[1];
        assert_eq!((last.place, last.class, last.pixels[783]), (17, Class::Bag, 9));
        assert!(super::tiles(&[4], &[10], &pixels).is_empty());
        assert!(super::tiles(&[4], &[8], &pixels[..700]).is_empty());
    }
}
