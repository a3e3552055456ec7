//! What generators are asked for: images, images between two codes, and how good they are.

use std::sync::Arc;

use dataset::Class;
use leptos::prelude::*;
use protocol::gan::{Codes, GanQuality, GeneratorRef, GeneratorsCard};

use super::shipped::{Shipped, use_generators};
use super::training::{GanTraining, use_gan_training};
use crate::app::lasting::lasting;
use crate::client::tasks::{self, Generated};
use crate::client::{End, Engine, Slot, use_engine};

/// Images from one code to another, both ends included.
pub const PATH: u32 = 21;

/// Which generator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Source {
    /// The newest of the training here.
    Own,
    /// The shipped one of a class.
    Shipped(Class),
}

/// A generator as it was when it was asked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Origin {
    /// Which.
    pub source: Source,
    /// The class of its images.
    pub class: Class,
    /// The share of the class that it learned from.
    pub keep: f64,
    /// Its steps.
    pub step: u32,
}

/// Images of a generator.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawn {
    /// Whose.
    pub origin: Origin,
    /// The seed of their codes, or of the first.
    pub seed: u64,
    /// The images.
    pub images: Generated,
}

/// The last answer to a question, and what became of the newest.
#[derive(Clone, Debug, PartialEq)]
pub struct Reply<T> {
    /// The last answer.
    pub here: Option<Arc<T>>,
    /// Whether a newer one is awaited.
    pub is_waiting: bool,
    /// Why the newest one did not come.
    pub problem: Option<End>,
}

impl<T> Default for Reply<T> {
    fn default() -> Self {
        Self { here: None, is_waiting: false, problem: None }
    }
}

impl<T> Reply<T> {
    fn wait(&mut self) {
        (self.is_waiting, self.problem) = (true, None);
    }

    fn end(&mut self, answer: Result<T, End>) {
        self.is_waiting = false;
        match answer {
            Ok(answer) => self.here = Some(Arc::new(answer)),
            // What was withdrawn has nothing to say.
            Err(End::Done | End::Cancelled) => {}
            Err(end) => self.problem = Some(end),
        }
    }
}

/// The questions, copied freely.
#[derive(Clone, Copy)]
pub struct Asking {
    engine: Engine,
    training: GanTraining,
    generators: RwSignal<Shipped<GeneratorsCard>>,
    /// Images from codes of their own.
    pub drawn: RwSignal<Reply<Drawn>>,
    /// Images on the way from one code to another.
    pub path: RwSignal<Reply<Drawn>>,
    /// What was measured, and of which generator.
    pub quality: RwSignal<Reply<(Origin, GanQuality)>>,
    seed: StoredValue<u64>,
    slots: [Slot; 3],
}

impl Asking {
    fn new(
        engine: Engine,
        training: GanTraining,
        generators: RwSignal<Shipped<GeneratorsCard>>,
    ) -> Self {
        Self {
            engine,
            training,
            generators,
            drawn: RwSignal::new(Reply::default()),
            path: RwSignal::new(Reply::default()),
            quality: RwSignal::new(Reply::default()),
            seed: StoredValue::new(0),
            slots: [Slot::new(), Slot::new(), Slot::new()],
        }
    }

    /// What is known of a generator, where it is there. Read where it is tracked, it tells of changes.
    pub fn origin(self, source: Source) -> Option<Origin> {
        let (config, step) = match source {
            Source::Own => self.training.run().with(|run| {
                let run = run.as_ref()?;
                Some((run.config.clone(), run.saved_step?))
            })?,
            Source::Shipped(class) => self.generators.with(|card| {
                let mut all = card.here()?.generators.iter();
                let config = all.find(|card| card.config.class == class)?.config.clone();
                let steps = config.steps;
                Some((config, steps))
            })?,
        };
        Some(Origin { source, class: config.class, keep: config.keep, step })
    }

    /// Asks for so many images from new codes, or from the last ones.
    pub fn draw(self, source: Source, count: u32, is_new: bool) {
        let last = self.drawn.with_untracked(|drawn| Some(drawn.here.as_ref()?.seed));
        let seed = last.filter(|_| !is_new).unwrap_or_else(|| self.next_seed());
        let codes = Codes::Drawn { seed, count };
        self.ask(self.slots[0], self.drawn, async move |asking: Self| {
            asking.images(source, codes, true).await
        });
    }

    /// Asks for images from one new code to another.
    pub fn draw_path(self, source: Source) {
        let (from, to) = (self.next_seed(), self.next_seed());
        let codes = Codes::Path { from, to, count: PATH };
        self.ask(self.slots[1], self.path, async move |asking: Self| {
            asking.images(source, codes, false).await
        });
    }

    /// Asks how good a generator is.
    pub fn measure(self, source: Source) {
        self.ask(self.slots[2], self.quality, async move |asking: Self| {
            let (generator, origin) = asking.generator(source)?;
            let quality = asking.engine.ask(tasks::assess_generator(generator)).await?;
            Ok((origin, quality))
        });
    }

    /// So many images from codes that nothing else is drawn from.
    ///
    /// # Errors
    /// How the job ended without an answer.
    pub async fn take(self, source: Source, count: u32) -> Result<Drawn, End> {
        let codes = Codes::Drawn { seed: self.next_seed(), count };
        self.images(source, codes, false).await
    }

    fn ask<T: Send + Sync + 'static>(
        self,
        slot: Slot,
        reply: RwSignal<Reply<T>>,
        question: impl AsyncFnOnce(Self) -> Result<T, End> + 'static,
    ) {
        reply.update(Reply::wait);
        slot.run(async move {
            let answer = question(self).await;
            reply.update(|reply| reply.end(answer));
        });
    }

    async fn images(
        self,
        source: Source,
        codes: Codes,
        has_neighbours: bool,
    ) -> Result<Drawn, End> {
        let (generator, origin) = self.generator(source)?;
        let images = self.engine.ask(tasks::generate(generator, codes, has_neighbours)).await?;
        let (Codes::Drawn { seed, .. } | Codes::Path { from: seed, .. }) = codes;
        Ok(Drawn { origin, seed, images })
    }

    fn generator(self, source: Source) -> Result<(GeneratorRef, Origin), End> {
        let origin = untrack(|| self.origin(source)).ok_or(End::Lost)?;
        let generator = match source {
            Source::Own => GeneratorRef::Own(self.training.file().ok_or(End::Lost)?.to_vec()),
            Source::Shipped(class) => GeneratorRef::Shipped(class),
        };
        Ok((generator, origin))
    }

    fn next_seed(self) -> u64 {
        let next = self.seed.try_update_value(|seed| {
            *seed += 1;
            *seed
        });
        next.unwrap_or_default()
    }
}

/// The questions, kept as long as the tab lives.
pub fn use_asking() -> Asking {
    lasting(|| Asking::new(use_engine(), use_gan_training(), use_generators()))
}

#[cfg(test)]
mod tests {
    use protocol::messages::JobError;

    use super::*;

    #[test]
    fn the_last_answer_stays_until_a_newer_one_comes() {
        let mut reply = Reply::default();
        reply.wait();
        reply.end(Ok(1));
        reply.wait();
        assert!(reply.is_waiting);
        reply.end(Err(End::Failed(JobError::Busy)));
        assert_eq!(reply.here.as_deref(), Some(&1));
        assert_eq!(reply.problem, Some(End::Failed(JobError::Busy)));
        reply.wait();
        assert_eq!(reply.problem, None);
        reply.end(Err(End::Cancelled));
        assert_eq!((reply.is_waiting, reply.problem), (false, None));
    }
}
