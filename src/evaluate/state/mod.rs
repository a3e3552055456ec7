//! Networks measured over a part of the data set: asked of the engine one after another, kept for
//! as long as the tab lives, so that no page computes what another has. What the answers mean is
//! not known here.

mod assessment;
mod beforehand;
mod candidate;
mod images;
mod measurements;

use dataset::Part;
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::messages::ModelRef;

use crate::app::lasting::lasting;
use crate::client::tasks::{self, Assessed};
use crate::client::{Cards, End, Engine, Progress, Slot, Waiting, use_cards, use_engine};
use crate::train::state::{Training, use_training};
pub use assessment::{Answered, AssessError, Assessment, Key, Model, Shared};
pub use candidate::Candidate;
pub use images::use_test_images;
use measurements::Measurements;

/// How many engines a measurement may be lost with before it is given up.
const MAX_LOSSES: u32 = 2;

/// A handle to the measurements, copied freely.
#[derive(Clone, Copy)]
pub struct Assessments {
    engine: Engine,
    cards: Memo<Option<Cards>>,
    lab: Training,
    book: RwSignal<Measurements>,
    /// What is to be loaded once the card has come.
    to_load: StoredValue<Vec<Key>>,
    work: Slot,
}

impl Assessments {
    /// Nothing is measured before it is asked for. What is wanted while there is no engine waits
    /// for one; what was measured beforehand needs none.
    pub fn new(engine: Engine, cards: Memo<Option<Cards>>, lab: Training) -> Self {
        let (book, to_load) =
            (RwSignal::new(Measurements::default()), StoredValue::new(Vec::new()));
        let assessments = Self { engine, cards, lab, book, to_load, work: Slot::new() };
        engine.when_ready(move || assessments.pump());
        Effect::new(move |_| {
            if cards.with(Option::is_some) {
                assessments.load();
            }
        });
        assessments
    }

    /// Where a measurement stands; read where it is tracked, it tells of every change.
    pub fn get(self, key: &Key) -> Assessment {
        self.book.with(|book| book.get(key))
    }

    /// Asks for measurements in this order; what was asked for before is left as it is.
    pub fn ask(self, keys: &[Key]) {
        self.change(|book| {
            for key in keys {
                if beforehand::is_shipped(key) && book.load(key) {
                    self.to_load.update_value(|keys| keys.push(key.clone()));
                }
                book.ask(key);
            }
        });
        self.load();
    }

    /// Measures on this device what was measured beforehand.
    pub fn remeasure(self, keys: &[Key]) {
        self.change(|book| keys.iter().for_each(|key| book.remeasure(key)));
    }

    /// Loads what is to be loaded, where the card has come.
    fn load(self) {
        let card = self.cards.with_untracked(|cards| cards.as_ref().map(|own| own.card.clone()));
        let Some(card) = card else { return };
        for key in self.to_load.try_update_value(std::mem::take).unwrap_or_default() {
            let card = card.clone();
            spawn_local(async move {
                let answered = beforehand::answered(&key, &card).await.map(Shared::from);
                self.change(|book| book.end_loading(&key, answered));
            });
        }
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
        self.change(|book| {
            if keys.iter().filter(|key| book.cancel(key)).count() > 0 {
                self.work.stop();
            }
        });
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
        let Some(Key { model, part }) = next else { return };
        self.work.run(async move {
            let assessment = self.measure(model, part).await;
            self.change(|book| book.end(assessment));
        });
    }

    async fn measure(self, model: Model, part: Part) -> Assessment {
        let model = match model {
            Model::Classifier => ModelRef::Classifier,
            Model::Imbalanced => ModelRef::Imbalanced,
            Model::Autoencoder(class) => ModelRef::Autoencoder(class),
            Model::Own { run, .. } => match self.lab.file(&run).await {
                Some(bytes) => ModelRef::Own(bytes),
                None => return Assessment::Failed(AssessError::NoFile),
            },
        };
        let task = || tasks::assess(model.clone(), part);
        let tell = |waiting| match waiting {
            Waiting::ForEngine => self.book.update(Measurements::wait),
            Waiting::ForAnswer(None) => {}
            Waiting::ForAnswer(Some(Progress { phase, done, total })) => {
                self.book.update(|book| book.progress(phase, done, total));
            }
        };
        match self.engine.ask_until_answered(task, MAX_LOSSES, tell).await {
            Ok(Assessed { labels, details, answers, elapsed_ms }) => {
                let elapsed_ms = Some(elapsed_ms);
                Assessment::Done(Answered::new(labels, details, answers, elapsed_ms).into())
            }
            Err(End::Failed(error)) => Assessment::Failed(AssessError::Job(error)),
            Err(End::Cancelled) => Assessment::Cancelled,
            // Done without an answer would be waited for in vain.
            Err(End::Done | End::Lost) => Assessment::Failed(AssessError::Lost),
        }
    }
}

/// The measurements, kept as long as the tab lives.
pub fn use_assessments() -> Assessments {
    lasting(|| Assessments::new(use_engine(), use_cards(), use_training()))
}
