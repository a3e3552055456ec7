//! Networks measured over a part of the data set: asked of the engine one after another, kept for
//! as long as the tab lives, so that no page computes what another has. What the answers mean is
//! not known here.

mod assessment;
mod images;
mod measurements;

use dataset::Part;
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::messages::ModelRef;

use crate::client::tasks::{self, Assessed};
use crate::client::{End, Engine, Progress};
use crate::train::state::Training;
pub use assessment::{Answered, AssessError, Assessment, Key, Model, Shared};
pub use images::{TestImages, use_test_images};
use measurements::Measurements;

/// A handle to the measurements, copied freely.
#[derive(Clone, Copy)]
pub struct Assessments {
    engine: Engine,
    lab: Training,
    book: RwSignal<Measurements>,
}

impl Assessments {
    /// Nothing is measured before it is asked for. What is wanted while there is no engine waits
    /// for one.
    pub fn new(engine: Engine, lab: Training) -> Self {
        let assessments = Self { engine, lab, book: RwSignal::new(Measurements::default()) };
        engine.when_ready(move || assessments.pump());
        assessments
    }

    /// Where a measurement stands; read where it is tracked, it tells of every change.
    pub fn get(self, key: &Key) -> Assessment {
        self.book.with(|book| book.get(key))
    }

    /// Asks for measurements in this order; what was asked for before is left as it is.
    pub fn ask(self, keys: &[Key]) {
        self.change(|book| keys.iter().for_each(|key| book.ask(key)));
    }

    /// Asks once more for what was cancelled or failed.
    pub fn again(self, keys: &[Key]) {
        self.change(|book| keys.iter().for_each(|key| book.again(key)));
    }

    /// Takes back what has not begun; for a page that is left.
    pub fn release(self, keys: &[Key]) {
        if keys.is_empty() {
            return;
        }
        self.change(|book| keys.iter().for_each(|key| book.release(key)));
    }

    /// Ends measurements early.
    pub fn cancel(self, keys: &[Key]) {
        let jobs = self
            .book
            .try_update(|book| keys.iter().filter_map(|key| book.cancel(key)).collect::<Vec<_>>());
        for job in jobs.unwrap_or_default() {
            self.engine.cancel(job);
        }
        self.pump();
    }

    fn change(self, change: impl FnOnce(&mut Measurements)) {
        self.book.update(change);
        self.pump();
    }

    /// Begins the next measurement if there is one and an engine for it.
    fn pump(self) {
        if !self.engine.is_ready() {
            return;
        }
        let next = self.book.try_update_untracked(Measurements::start).flatten();
        let Some((Key { model, part }, ticket)) = next else { return };
        spawn_local(async move {
            let model = match model {
                Model::Classifier => ModelRef::Classifier,
                Model::Imbalanced => ModelRef::Imbalanced,
                Model::Autoencoder(class) => ModelRef::Autoencoder(class),
                Model::Own { run, .. } => match self.lab.file(&run).await {
                    Some(bytes) => ModelRef::Own(bytes),
                    None => return self.change(|book| book.fail(ticket, AssessError::NoFile)),
                },
            };
            // It may have been cancelled while the file was read.
            if self.book.with_untracked(|book| book.is_current(ticket)) {
                self.measure(ticket, model, part).await;
            }
        });
    }

    async fn measure(self, ticket: u64, model: ModelRef, part: Part) {
        let Some(job) = self.engine.submit(tasks::assess(model, part)) else {
            return self.book.update(|book| book.defer(ticket));
        };
        self.book.update(|book| book.sent(ticket, job.id()));
        let answer = job.answer(|Progress { phase, done, total }| {
            self.book.update(|book| book.progress(ticket, phase, done, total));
        });
        match answer.await {
            Ok(Assessed { labels, details, answers, elapsed_ms }) => {
                let answered = Answered::new(labels, details, answers, elapsed_ms);
                self.change(|book| book.done(ticket, answered));
            }
            Err(End::Failed(error)) => {
                self.change(|book| book.fail(ticket, AssessError::Job(error)));
            }
            Err(End::Cancelled) => self.change(|book| book.cancelled(ticket)),
            // Not before the next engine is ready is anything sent again.
            Err(End::Lost) => self.book.update(|book| book.lose(ticket)),
            // It would be waited for in vain.
            Err(End::Done) => self.change(|book| book.fail(ticket, AssessError::Lost)),
        }
    }
}

/// The measurements, provided by the application.
pub fn use_assessments() -> Assessments {
    expect_context()
}
