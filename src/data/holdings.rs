//! What the page holds of the data set: its measures, and the pages of images that were looked
//! at. Kept for the visit, so that coming back is instant. Nothing is loaded before the page is
//! opened.

use std::collections::HashMap;
use std::sync::Arc;

use leptos::prelude::*;
use protocol::messages::Survey;

use super::fetch::Fetch;
use super::look::{Leaf, Look};
use crate::app::lasting::lasting;
use crate::client::tasks::{self, Images};
use crate::client::{Engine, Slot, Waiting, use_engine};

/// Pages of images kept; 60 images are 47 kB.
const MAX_LEAVES: usize = 100;

/// A handle to what is held, copied freely.
#[derive(Clone, Copy)]
pub struct Holdings {
    engine: Engine,
    is_open: StoredValue<bool>,
    survey: RwSignal<Fetch<Survey>>,
    leaf: RwSignal<Fetch<Leaf>>,
    /// The last page of images that came, shown until the next one does.
    shown: RwSignal<Option<Arc<Leaf>>>,
    kept: StoredValue<HashMap<Look, Arc<Leaf>>>,
    measuring: Slot,
    looking: Slot,
}

impl Holdings {
    /// Holds nothing yet.
    pub fn new(engine: Engine) -> Self {
        Self {
            engine,
            is_open: StoredValue::new(false),
            survey: RwSignal::new(Fetch::Waiting),
            leaf: RwSignal::new(Fetch::Waiting),
            shown: RwSignal::new(None),
            kept: StoredValue::new(HashMap::new()),
            measuring: Slot::new(),
            looking: Slot::new(),
        }
    }

    /// The page is looked at: what it shows is loaded from now on.
    pub fn open(self) {
        if !self.is_open.get_value() {
            self.is_open.set_value(true);
            self.retry();
        }
    }

    /// The measures of the data set.
    pub fn survey(self) -> ReadSignal<Fetch<Survey>> {
        self.survey.read_only()
    }

    /// Stops loading the measures.
    pub fn stop(self) {
        self.measuring.stop();
        self.survey.set(Fetch::Stopped);
    }

    /// Loads the measures after all.
    pub fn retry(self) {
        let tell = move |waiting: Waiting| self.survey.set(Fetch::from(waiting));
        tell(Waiting::ForEngine);
        self.measuring.run(async move {
            // However often the engine is lost: it gives itself up in the end.
            let answer = self.engine.ask_until_answered(tasks::survey, u32::MAX, tell).await;
            self.survey.set(answer.into());
        });
    }

    /// How the images that were last asked for are doing.
    pub fn leaf(self) -> ReadSignal<Fetch<Leaf>> {
        self.leaf.read_only()
    }

    /// The images to show: those that were asked for, or the ones before until they come.
    pub fn shown(self) -> ReadSignal<Option<Arc<Leaf>>> {
        self.shown.read_only()
    }

    /// Looks at a page of images.
    pub fn look(self, look: Look) {
        self.looking.stop();
        if let Some(leaf) = self.kept.with_value(|kept| kept.get(&look).cloned()) {
            self.shown.set(Some(leaf.clone()));
            return self.leaf.set(Fetch::Here(leaf));
        }
        let tell = move |waiting: Waiting| self.leaf.set(Fetch::from(waiting));
        tell(Waiting::ForEngine);
        self.looking.run(async move {
            let task = || tasks::images(look.part, look.pick());
            let answer = self.engine.ask_until_answered(task, u32::MAX, tell).await;
            let of_look =
                |Images { places, labels, pixels, .. }| Leaf { look, places, labels, pixels };
            let leaf = Fetch::from(answer.map(of_look));
            if let Some(leaf) = leaf.here() {
                self.keep(leaf.clone());
                self.shown.set(Some(leaf.clone()));
            }
            self.leaf.set(leaf);
        });
    }

    fn keep(self, leaf: Arc<Leaf>) {
        self.kept.update_value(|kept| {
            if kept.len() >= MAX_LEAVES {
                kept.clear();
            }
            kept.insert(leaf.look, leaf);
        });
    }
}

/// What is held, kept as long as the tab lives.
pub fn use_holdings() -> Holdings {
    lasting(|| Holdings::new(use_engine()))
}
