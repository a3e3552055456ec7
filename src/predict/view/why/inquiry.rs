//! What is asked of the engine about the image that is looked at, and what it answered. An answer
//! is kept, so that an image that is looked at again is not asked about again.

use std::collections::VecDeque;
use std::sync::Arc;

use leptos::prelude::*;
use policy::decision::AnsweredBy;
use vision::occlusion::Explanation;

use super::super::view_model::use_view_model;
use crate::client::{End, Engine, Slot, tasks, use_engine};
use crate::train::state::use_training;

/// Answers that are kept: about 500 kB.
const KEPT: usize = 64;

/// How far it is.
#[derive(Clone, Debug, PartialEq)]
pub enum State {
    /// Nobody has asked.
    Closed,
    /// The engine has been asked, or will be once it can be.
    Asking,
    /// It has answered.
    Answered(Arc<Explanation>),
    /// It has not.
    Failed(End),
}

/// The answers, the newest last, each with the pixels that it is about. Pure.
#[derive(Clone, Debug, Default)]
struct Answers(VecDeque<(Arc<[u8]>, Arc<Explanation>)>);

impl Answers {
    fn of(&self, pixels: &[u8]) -> Option<Arc<Explanation>> {
        let found = self.0.iter().find(|(known, _)| **known == *pixels);
        found.map(|(_, explanation)| explanation.clone())
    }

    fn keep(&mut self, pixels: Arc<[u8]>, explanation: Explanation) {
        self.0.push_back((pixels, Arc::new(explanation)));
        if self.0.len() > KEPT {
            self.0.pop_front();
        }
    }
}

/// The question why, copied freely. It is withdrawn with the component that made it.
#[derive(Clone, Copy)]
pub struct Inquiry {
    /// Whether the visitor wants to know.
    pub is_open: RwSignal<bool>,
    /// How far it is with the image that is looked at.
    pub state: Memo<State>,
    answers: RwSignal<Answers>,
    problem: RwSignal<Option<End>>,
    engine: Engine,
    asking: Slot,
}

impl Inquiry {
    /// Nothing is asked before the visitor wants to know; then it follows what is looked at.
    pub fn new() -> Self {
        let (engine, lab, view_model) = (use_engine(), use_training(), use_view_model());
        let is_open = RwSignal::new(false);
        let answers = RwSignal::new(Answers::default());
        let problem = RwSignal::new(None);
        let pixels: Memo<Option<Arc<[u8]>>> = Memo::new(move |_| {
            let pixels = |item: &protocol::messages::Prediction| item.pixels.as_slice().into();
            view_model.prediction.with(|prediction| prediction.as_deref().map(pixels))
        });
        let canvas =
            move || view_model.sight.with(|sight| sight.as_ref().map(|s| s.canvas.clone()));
        let by = Memo::new(move |_| {
            let judgement = view_model.judgement;
            judgement.with(|judgement| judgement.as_ref().map(|j| j.by).unwrap_or_default())
        });
        let answer = Memo::new(move |_| {
            let pixels = pixels.get()?;
            answers.with(|answers| answers.of(&pixels))
        });
        let state = Memo::new(move |_| match (is_open.get(), answer.get(), problem.get()) {
            (false, _, _) => State::Closed,
            (true, Some(explanation), _) => State::Answered(explanation),
            (true, None, Some(problem)) => State::Failed(problem),
            (true, None, None) => State::Asking,
        });
        let asking = Slot::new();
        let inquiry = Self { is_open, state, answers, problem, engine, asking };
        let is_ready = engine.readiness();
        // Another network gives other answers.
        Effect::new(move |before: Option<()>| {
            lab.adopted().track();
            if before.is_some() {
                answers.set(Answers::default());
            }
        });
        Effect::new(move |_| {
            pixels.track();
            problem.set(None);
        });
        Effect::new(move |_| {
            let wanted = is_ready.get() && state.with(|state| *state == State::Asking);
            asking.stop();
            // What the classifier for photos saw comes with the pictures, which may have to be made again.
            let by = by.get();
            let canvas = if by == AnsweredBy::DataSet { Some(Vec::new()) } else { canvas() };
            if let (true, Some(pixels), Some(canvas)) = (wanted, pixels.get(), canvas) {
                inquiry.ask(pixels, canvas, by);
            }
        });
        inquiry
    }

    /// Asks once more after a failure.
    pub fn retry(self) {
        self.problem.set(None);
    }

    fn ask(self, pixels: Arc<[u8]>, canvas: Vec<u8>, by: AnsweredBy) {
        let task = tasks::explain(pixels.to_vec(), canvas, by);
        let Some(job) = self.engine.submit(task) else { return };
        self.asking.run(async move {
            match job.answer(|_| {}).await {
                Ok(explanation) => self.answers.update(|all| all.keep(pixels, explanation)),
                Err(End::Done | End::Cancelled) => {}
                Err(end) => self.problem.set(Some(end)),
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use dataset::CLASSES;
    use vision::occlusion::PATCHES;

    use super::*;

    fn explanation(probability: f32) -> Explanation {
        let answers = [[probability; CLASSES]; PATCHES + 1];
        Explanation::new(&answers).unwrap()
    }

    #[test]
    fn an_answer_is_found_by_its_pixels_until_newer_ones_have_taken_its_place() {
        let mut answers = Answers::default();
        for value in 0..=KEPT as u8 {
            answers.keep([value, 1].as_slice().into(), explanation(f32::from(value)));
        }
        assert_eq!(answers.of(&[0, 1]), None);
        assert_eq!(answers.of(&[7, 1]).unwrap().whole[0], 7.0);
        assert_eq!(answers.of(&[7, 2]), None);
        assert_eq!(answers.0.len(), KEPT);
    }
}
