//! What the page holds of the data set: its measures, and the pages of images that were looked
//! at. Kept for the visit, so that coming back is instant. Nothing is loaded before the page is
//! opened.

use std::collections::HashMap;
use std::sync::Arc;

use leptos::prelude::*;
use protocol::messages::{Event, JobId, Request, Survey};

use super::fetch::Fetch;
use super::look::{Leaf, Look};
use crate::client::{Engine, Heard};

/// Pages of images kept; 60 images are 47 kB.
const MAX_LEAVES: usize = 100;

/// A handle to what is held, copied freely.
#[derive(Clone, Copy)]
pub struct Holdings {
    engine: Engine,
    is_open: RwSignal<bool>,
    survey: RwSignal<Fetch<Survey>>,
    look: RwSignal<Option<Look>>,
    leaf: RwSignal<Fetch<Leaf>>,
    /// The last page of images that came, shown until the next one does.
    shown: RwSignal<Option<Arc<Leaf>>>,
    kept: StoredValue<HashMap<Look, Arc<Leaf>>>,
    jobs: StoredValue<Jobs>,
}

#[derive(Clone, Copy, Default)]
struct Jobs {
    survey: Option<JobId>,
    leaf: Option<JobId>,
}

impl Holdings {
    /// Holds nothing yet.
    pub fn new(engine: Engine) -> Self {
        let holdings = Self {
            engine,
            is_open: RwSignal::new(false),
            survey: RwSignal::new(Fetch::Waiting),
            look: RwSignal::new(None),
            leaf: RwSignal::new(Fetch::Waiting),
            shown: RwSignal::new(None),
            kept: StoredValue::new(HashMap::new()),
            jobs: StoredValue::new(Jobs::default()),
        };
        let is_ready = Memo::new(move |_| engine.state().with(|state| state.ready().is_some()));
        Effect::new(move |_| {
            if is_ready.get() {
                holdings.send();
            }
        });
        holdings
    }

    /// The page is looked at: what it shows is loaded from now on.
    pub fn open(self) {
        self.is_open.set(true);
        self.send();
    }

    /// The measures of the data set.
    pub fn survey(self) -> ReadSignal<Fetch<Survey>> {
        self.survey.read_only()
    }

    /// Stops loading the measures.
    pub fn stop(self) {
        match self.jobs.with_value(|jobs| jobs.survey) {
            Some(job) => self.engine.cancel(job),
            None => self.survey.set(Fetch::Stopped),
        }
    }

    /// Loads the measures after all.
    pub fn retry(self) {
        self.survey.set(Fetch::Waiting);
        self.send();
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
        self.look.set(Some(look));
        if let Some(job) = self.jobs.try_update_value(|jobs| jobs.leaf.take()).flatten() {
            self.engine.cancel(job);
        }
        match self.kept.with_value(|kept| kept.get(&look).cloned()) {
            Some(leaf) => {
                self.shown.set(Some(leaf.clone()));
                self.leaf.set(Fetch::Here(leaf));
            }
            None => {
                self.leaf.set(Fetch::Waiting);
                self.send();
            }
        }
    }

    /// Asks the engine for what is waited for, if it is ready.
    fn send(self) {
        if !self.is_open.get_untracked() {
            return;
        }
        if matches!(self.survey.get_untracked(), Fetch::Waiting) {
            self.send_survey();
        }
        if let (Some(look), Fetch::Waiting) = (self.look.get_untracked(), self.leaf.get_untracked())
        {
            self.send_look(look);
        }
    }

    fn send_survey(self) {
        let listen = move |heard: Heard| {
            if is_over(&heard) {
                self.jobs.update_value(|jobs| jobs.survey = None);
            }
            self.survey.update(|survey| {
                let before = std::mem::replace(survey, Fetch::Waiting);
                *survey = before.after(heard, |event| match event {
                    Event::Survey { survey, .. } => Some(*survey),
                    _ => None,
                });
            });
        };
        if let Some(job) = self.engine.submit(|job| Request::Survey { job }, listen) {
            self.jobs.update_value(|jobs| jobs.survey = Some(job));
            self.survey.set(Fetch::Running(None));
        }
    }

    fn send_look(self, look: Look) {
        let request = |job| Request::Images { job, part: look.part, pick: look.pick() };
        let Some(job) = self.engine.submit(request, move |heard| self.hear_leaf(look, heard))
        else {
            return;
        };
        self.jobs.update_value(|jobs| jobs.leaf = Some(job));
        self.leaf.set(Fetch::Running(None));
    }

    fn hear_leaf(self, look: Look, heard: Heard) {
        let current = self.jobs.with_value(|jobs| jobs.leaf);
        // Of images that are no longer asked for.
        if matches!(&heard, Heard::Event(event) if event.job() != current) {
            return;
        }
        if is_over(&heard) {
            self.jobs.update_value(|jobs| jobs.leaf = None);
        }
        let before = self.leaf.get_untracked();
        let after = before.after(heard, |event| match event {
            Event::Images { places, labels, pixels, .. } => {
                Some(Leaf { look, places, labels, pixels })
            }
            _ => None,
        });
        if let Some(leaf) = after.here() {
            self.keep(leaf.clone());
            self.shown.set(Some(leaf.clone()));
        }
        self.leaf.set(after);
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

fn is_over(heard: &Heard) -> bool {
    match heard {
        Heard::Lost => true,
        Heard::Event(event) => event.is_end(),
    }
}

/// What is held, provided by the application.
pub fn use_holdings() -> Holdings {
    expect_context()
}
