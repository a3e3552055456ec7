//! Which measurements are wanted, under way or there. Pure: it does not know the engine, so every
//! transition is tested.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use protocol::messages::Phase;

use super::assessment::{Assessment, Key, Shared};

/// All measurements; one is under way at a time. Beside it, what was measured beforehand is loaded.
#[derive(Debug, Default)]
pub struct Measurements {
    entries: BTreeMap<Key, Assessment>,
    waiting: VecDeque<Key>,
    running: Option<Key>,
    loading: BTreeSet<Key>,
    /// What could not be loaded and has to be measured.
    lacking: BTreeSet<Key>,
    /// What was loaded and is being measured once more.
    loaded: BTreeMap<Key, Shared>,
}

impl Measurements {
    /// Where a measurement stands.
    pub fn get(&self, key: &Key) -> Assessment {
        self.entries.get(key).cloned().unwrap_or_default()
    }

    /// Asks for a measurement unless it was asked for before.
    pub fn ask(&mut self, key: &Key) {
        if self.get(key) == Assessment::Idle {
            self.enqueue(key);
        }
    }

    /// Asks for a measurement that was made beforehand, unless it was asked for before. True where it is
    /// to be loaded.
    pub fn load(&mut self, key: &Key) -> bool {
        if self.get(key) != Assessment::Idle || self.lacking.contains(key) {
            return false;
        }
        let loading = Assessment::Running { phase: Phase::LoadingData, done: 0, total: 0 };
        self.entries.insert(key.clone(), loading);
        self.loading.insert(key.clone())
    }

    /// What came of loading; what could not be had is measured.
    pub fn end_loading(&mut self, key: &Key, answered: Option<Shared>) {
        if !self.loading.remove(key) {
            return;
        }
        match answered {
            Some(answered) => _ = self.entries.insert(key.clone(), Assessment::Done(answered)),
            None => {
                self.lacking.insert(key.clone());
                self.enqueue(key);
            }
        }
    }

    /// Measures what was loaded; where that is cancelled, what was loaded is shown again.
    pub fn remeasure(&mut self, key: &Key) {
        let Assessment::Done(answered) = self.get(key) else { return };
        if answered.elapsed_ms.is_none() {
            self.loaded.insert(key.clone(), answered);
            self.enqueue(key);
        }
    }

    /// Asks again for one that was cancelled or failed.
    pub fn again(&mut self, key: &Key) {
        match self.get(key) {
            Assessment::Idle | Assessment::Cancelled | Assessment::Failed(_) => {
                self.enqueue(key);
            }
            Assessment::FailedAgain(_, before) => {
                self.loaded.insert(key.clone(), before);
                self.enqueue(key);
            }
            Assessment::Waiting | Assessment::Running { .. } | Assessment::Done(_) => {}
        }
    }

    fn enqueue(&mut self, key: &Key) {
        self.entries.insert(key.clone(), Assessment::Waiting);
        self.waiting.push_back(key.clone());
    }

    /// Forgets a wish whose turn has not come; what is under way goes on.
    pub fn release(&mut self, key: &Key) {
        if self.get(key) == Assessment::Waiting && !self.is_running(key) {
            self.waiting.retain(|waiting| waiting != key);
            self.entries.remove(key);
            if let Some(before) = self.loaded.remove(key) {
                self.entries.insert(key.clone(), Assessment::Done(before));
            }
        }
    }

    /// Ends a measurement early. True where it was under way.
    pub fn cancel(&mut self, key: &Key) -> bool {
        if !self.get(key).is_pending() {
            return false;
        }
        let before = self.loaded.remove(key).map(Assessment::Done);
        self.entries.insert(key.clone(), before.unwrap_or(Assessment::Cancelled));
        self.loading.remove(key);
        self.waiting.retain(|waiting| waiting != key);
        self.running.take_if(|running| running == key).is_some()
    }

    /// The next measurement to begin; none while another is under way.
    pub fn start(&mut self) -> Option<Key> {
        if self.running.is_none() {
            self.running = self.waiting.pop_front();
            return self.running.clone();
        }
        None
    }

    /// The one that is under way waits for an engine.
    pub fn wait(&mut self) {
        self.say(Assessment::Waiting);
    }

    /// Notes how far the one is that is under way.
    pub fn progress(&mut self, phase: Phase, done: u64, total: u64) {
        self.say(Assessment::Running { phase, done, total });
    }

    /// The one that was under way is over.
    pub fn end(&mut self, assessment: Assessment) {
        let before = self.running.as_ref().and_then(|key| self.loaded.remove(key));
        self.say(match (assessment, before) {
            (Assessment::Failed(error), Some(before)) => Assessment::FailedAgain(error, before),
            (ended, _) => ended,
        });
        self.running = None;
    }

    fn say(&mut self, assessment: Assessment) {
        if let Some(key) = &self.running {
            self.entries.insert(key.clone(), assessment);
        }
    }

    fn is_running(&self, key: &Key) -> bool {
        self.running.as_ref() == Some(key)
    }
}

#[cfg(test)]
mod tests {
    use dataset::{Class, Part};
    use protocol::messages::Answers;

    use super::super::assessment::{Answered, AssessError, Model};
    use super::*;

    fn key(model: Model) -> Key {
        Key { model, part: Part::Test }
    }

    fn asked(models: &[Model]) -> Measurements {
        let mut book = Measurements::default();
        for model in models {
            book.ask(&key(model.clone()));
        }
        book
    }

    fn errors() -> Assessment {
        Assessment::Done(answered(Some(1.0)))
    }

    #[test]
    fn one_is_under_way_at_a_time_and_none_is_computed_twice() {
        let mut book = asked(&[Model::Classifier, Model::Imbalanced]);
        let first = book.start().unwrap();
        assert_eq!(first, key(Model::Classifier));
        assert_eq!(book.start(), None);
        book.progress(Phase::Assessing, 1, 4);
        book.end(errors());
        assert!(book.get(&first).answered().is_some());
        book.ask(&first);
        book.again(&first);
        assert_eq!(book.start(), Some(key(Model::Imbalanced)));
        assert_eq!(book.start(), None);
    }

    #[test]
    fn what_was_cancelled_hears_nothing_more_and_waits_to_be_asked_again() {
        let mut book = asked(&[Model::Classifier, Model::Imbalanced]);
        let first = book.start().unwrap();
        assert!(!book.cancel(&key(Model::Imbalanced)));
        assert!(book.cancel(&first));
        book.end(errors());
        assert_eq!(book.get(&first), Assessment::Cancelled);
        book.ask(&first);
        assert_eq!(book.start(), None);
        book.again(&first);
        assert_eq!(book.start(), Some(first));
    }

    #[test]
    fn what_is_lost_with_its_engine_stays_first_until_it_is_given_up() {
        let mut book = asked(&[Model::Classifier, Model::Imbalanced]);
        let first = book.start().unwrap();
        book.wait();
        assert_eq!((book.get(&first), book.start()), (Assessment::Waiting, None));
        book.end(Assessment::Failed(AssessError::Lost));
        assert_eq!(book.get(&first), Assessment::Failed(AssessError::Lost));
        assert_eq!(book.start(), Some(key(Model::Imbalanced)));
    }

    #[test]
    fn an_engine_that_is_not_ready_does_not_count_as_lost() {
        let mut book = asked(&[Model::Classifier]);
        book.start();
        for _ in 0..5 {
            book.wait();
        }
        assert_eq!(book.get(&key(Model::Classifier)), Assessment::Waiting);
    }

    /// Answers that took so long, or were made beforehand.
    fn answered(elapsed_ms: Option<f64>) -> Shared {
        let answers = Answers::Errors { class: Class::Trouser, errors: vec![0.5], novelty: vec![] };
        Answered::new(vec![1], vec![0.1], answers, elapsed_ms).into()
    }

    #[test]
    fn what_was_made_beforehand_is_loaded_once_and_measured_where_it_is_missing() {
        let mut book = Measurements::default();
        let (there, missing) = (key(Model::Classifier), key(Model::Imbalanced));
        assert!(book.load(&there) && book.load(&missing) && !book.load(&there));
        assert!(book.get(&there).is_pending());
        book.end_loading(&there, Some(answered(None)));
        book.end_loading(&missing, None);
        assert!(book.get(&there).answered().is_some());
        assert_eq!(book.start(), Some(missing.clone()));
        assert!(!book.load(&missing));
        book.cancel(&missing);
        assert!(!book.load(&missing), "it cannot be loaded");
    }

    #[test]
    fn loading_that_was_cancelled_brings_nothing() {
        let mut book = Measurements::default();
        let one = key(Model::Classifier);
        book.load(&one);
        assert!(!book.cancel(&one), "no engine is at it");
        book.end_loading(&one, Some(answered(None)));
        assert_eq!(book.get(&one), Assessment::Cancelled);
    }

    #[test]
    fn what_was_loaded_is_measured_when_asked_and_comes_back_when_that_is_cancelled() {
        let mut book = Measurements::default();
        let one = key(Model::Classifier);
        let before = answered(None);
        book.load(&one);
        book.end_loading(&one, Some(before.clone()));
        book.remeasure(&one);
        assert_eq!(book.start(), Some(one.clone()));
        assert!(book.cancel(&one));
        assert_eq!(book.get(&one), Assessment::Done(before));
        book.remeasure(&one);
        book.release(&one);
        assert!(book.get(&one).answered().is_some());
        book.remeasure(&one);
        book.start();
        book.end(Assessment::Failed(AssessError::Lost));
        let failed = book.get(&one);
        assert!(matches!(failed, Assessment::FailedAgain(..)) && failed.answered().is_some());
        book.again(&one);
        book.start();
        let here = answered(Some(2.0));
        book.end(Assessment::Done(here.clone()));
        book.remeasure(&one);
        assert_eq!(book.get(&one), Assessment::Done(here), "what was measured here stays");
    }

    #[test]
    fn a_page_that_is_left_takes_back_only_what_has_not_begun() {
        let mut book = asked(&[Model::Classifier, Model::Imbalanced]);
        book.start();
        book.release(&key(Model::Classifier));
        book.release(&key(Model::Imbalanced));
        assert_eq!(book.get(&key(Model::Imbalanced)), Assessment::Idle);
        assert_eq!(book.get(&key(Model::Classifier)), Assessment::Waiting);
        book.end(errors());
        assert_eq!(book.start(), None);
    }
}
