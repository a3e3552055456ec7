//! Which images of the test set are shown, and how they are had from the engine.

use std::sync::Arc;

use dataset::{Class, PIXELS, Part};
use leptos::prelude::*;
use protocol::messages::{Event, JobError, JobId, Pick, Request};

use crate::client::{Engine, Heard, use_engine};

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
    Failed(Problem),
}

/// Why it did not come.
#[derive(Clone, Debug, PartialEq)]
pub enum Problem {
    /// The engine says.
    Job(JobError),
    /// The engine is gone.
    Lost,
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
    job: StoredValue<Option<JobId>>,
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
            job: StoredValue::new(None),
        };
        let state = shelf.engine.state();
        let is_ready = Memo::new(move |_| state.with(|state| state.ready().is_some()));
        Effect::new(move |_| {
            if is_ready.get() && shelf.page.with_untracked(|page| page.tiles.is_empty()) {
                shelf.load();
            }
        });
        on_cleanup(move || shelf.cancel());
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
        self.cancel();
        let (class, skip) = (self.class.get_untracked(), self.skip.get_untracked());
        let pick = Pick::Class { class, skip, count: PAGE };
        let job = self.engine.submit(
            |job| Request::Images { job, part: Part::Test, pick },
            move |heard| self.hear(heard),
        );
        self.job.set_value(job);
        self.state.set(if job.is_some() { State::Loading(None) } else { State::Waiting });
    }

    fn cancel(self) {
        if let Some(job) = self.job.try_update_value(Option::take).flatten() {
            self.engine.cancel(job);
        }
    }

    fn hear(self, heard: Heard) {
        let job = match &heard {
            Heard::Event(event) => event.job(),
            Heard::Lost => self.job.try_get_value().flatten(),
        };
        // The panel was closed, or something else was asked for meanwhile.
        if job.is_none() || self.job.try_get_value().flatten() != job {
            return;
        }
        match heard {
            Heard::Event(Event::Progress { done, total, .. }) => {
                let share = (total > 0).then(|| done as f64 / total as f64);
                self.state.set(State::Loading(share));
            }
            Heard::Event(Event::Images { places, labels, pixels, total, .. }) => {
                self.page.set(Page { tiles: tiles(&places, &labels, &pixels), total });
            }
            Heard::Event(Event::Failed { error, .. }) => self.end(Problem::Job(error)),
            Heard::Lost => self.end(Problem::Lost),
            Heard::Event(event) if event.is_end() => {
                self.job.set_value(None);
                self.state.set(State::Idle);
            }
            Heard::Event(_) => {}
        }
    }

    fn end(self, why: Problem) {
        self.job.set_value(None);
        self.state.set(State::Failed(why));
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
