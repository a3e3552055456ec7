//! Which measurements are wanted, under way or there. Pure: it does not know the engine, so every
//! transition is tested.

use std::collections::{BTreeMap, VecDeque};

use protocol::messages::{JobId, Phase};

use super::assessment::{Answered, AssessError, Assessment, Key};

/// How often a measurement may be lost with its engine before it is given up.
const MAX_LOSSES: u32 = 2;

#[derive(Debug)]
struct Running {
    key: Key,
    /// Tells its events from those of one that was given up.
    ticket: u64,
    job: Option<JobId>,
}

/// All measurements; one is under way at a time.
#[derive(Debug, Default)]
pub struct Measurements {
    entries: BTreeMap<Key, Assessment>,
    losses: BTreeMap<Key, u32>,
    waiting: VecDeque<Key>,
    running: Option<Running>,
    tickets: u64,
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

    /// Asks again for one that was cancelled or failed.
    pub fn again(&mut self, key: &Key) {
        match self.get(key) {
            Assessment::Idle | Assessment::Cancelled | Assessment::Failed(_) => {
                self.losses.remove(key);
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
        }
    }

    /// Ends a measurement early, and says which job of the engine's to end.
    pub fn cancel(&mut self, key: &Key) -> Option<JobId> {
        if !self.get(key).is_pending() {
            return None;
        }
        self.entries.insert(key.clone(), Assessment::Cancelled);
        self.waiting.retain(|waiting| waiting != key);
        if self.is_running(key) { self.running.take()?.job } else { None }
    }

    /// The next measurement to begin with its ticket; none while another is under way.
    pub fn start(&mut self) -> Option<(Key, u64)> {
        if self.running.is_some() {
            return None;
        }
        let key = self.waiting.pop_front()?;
        self.tickets += 1;
        self.running = Some(Running { key: key.clone(), ticket: self.tickets, job: None });
        Some((key, self.tickets))
    }

    /// Notes the engine's job.
    pub fn sent(&mut self, ticket: u64, job: JobId) {
        if let Some(running) = self.running_of(ticket) {
            running.job = Some(job);
        }
    }

    /// Whether the holder of a ticket is still wanted.
    pub fn is_current(&self, ticket: u64) -> bool {
        self.running.as_ref().is_some_and(|running| running.ticket == ticket)
    }

    /// Notes how far it is.
    pub fn progress(&mut self, ticket: u64, phase: Phase, done: u64, total: u64) {
        if let Some(running) = self.running_of(ticket) {
            let key = running.key.clone();
            self.entries.insert(key, Assessment::Running { phase, done, total });
        }
    }

    /// Notes the answers.
    pub fn done(&mut self, ticket: u64, answered: Answered) {
        self.end(ticket, Assessment::Done(answered.into()));
    }

    /// Notes that it cannot be had.
    pub fn fail(&mut self, ticket: u64, error: AssessError) {
        self.end(ticket, Assessment::Failed(error));
    }

    /// Notes that the engine ended it early.
    pub fn cancelled(&mut self, ticket: u64) {
        self.end(ticket, Assessment::Cancelled);
    }

    fn end(&mut self, ticket: u64, assessment: Assessment) {
        if self.is_current(ticket)
            && let Some(running) = self.running.take()
        {
            self.entries.insert(running.key, assessment);
        }
    }

    /// The engine was not ready after all: it is the next to begin.
    pub fn defer(&mut self, ticket: u64) {
        if self.is_current(ticket)
            && let Some(running) = self.running.take()
        {
            self.entries.insert(running.key.clone(), Assessment::Waiting);
            self.waiting.push_front(running.key);
        }
    }

    /// The engine is gone, and this with it: it is tried again, but not without end.
    pub fn lose(&mut self, ticket: u64) {
        let Some(key) = self.running_of(ticket).map(|running| running.key.clone()) else { return };
        let losses = self.losses.entry(key).or_default();
        *losses += 1;
        if *losses >= MAX_LOSSES {
            self.fail(ticket, AssessError::Lost);
        } else {
            self.defer(ticket);
        }
    }

    fn is_running(&self, key: &Key) -> bool {
        self.running.as_ref().is_some_and(|running| running.key == *key)
    }

    fn running_of(&mut self, ticket: u64) -> Option<&mut Running> {
        self.running.as_mut().filter(|running| running.ticket == ticket)
    }
}

#[cfg(test)]
mod tests {
    use dataset::{Class, Part};
    use protocol::messages::Answers;

    use super::super::assessment::Model;
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

    fn errors() -> Answered {
        let answers = Answers::Errors { class: Class::Trouser, errors: vec![0.5], novelty: vec![] };
        Answered::new(vec![1], vec![0.1], answers, 1.0)
    }

    #[test]
    fn one_is_under_way_at_a_time_and_none_is_computed_twice() {
        let mut book = asked(&[Model::Classifier, Model::Imbalanced]);
        let (first, ticket) = book.start().unwrap();
        assert_eq!(first, key(Model::Classifier));
        assert_eq!(book.start(), None);
        book.progress(ticket, Phase::Assessing, 1, 4);
        book.done(ticket, errors());
        assert!(book.get(&first).answered().is_some());
        book.ask(&first);
        book.again(&first);
        assert_eq!(book.start().unwrap().0, key(Model::Imbalanced));
        assert_eq!(book.start(), None);
    }

    #[test]
    fn what_was_cancelled_hears_nothing_more_and_waits_to_be_asked_again() {
        let mut book = asked(&[Model::Classifier, Model::Imbalanced]);
        let (first, ticket) = book.start().unwrap();
        book.sent(ticket, JobId(7));
        assert_eq!(book.cancel(&key(Model::Imbalanced)), None);
        assert_eq!(book.cancel(&first), Some(JobId(7)));
        book.done(ticket, errors());
        assert_eq!(book.get(&first), Assessment::Cancelled);
        book.ask(&first);
        assert_eq!(book.start(), None);
        book.again(&first);
        assert_eq!(book.start().unwrap().0, first);
    }

    #[test]
    fn what_is_lost_with_its_engine_is_tried_once_more_and_first() {
        let mut book = asked(&[Model::Classifier, Model::Imbalanced]);
        let (first, ticket) = book.start().unwrap();
        book.lose(ticket);
        assert_eq!(book.get(&first), Assessment::Waiting);
        let (again, ticket) = book.start().unwrap();
        assert_eq!(again, first);
        book.lose(ticket);
        assert_eq!(book.get(&first), Assessment::Failed(AssessError::Lost));
        assert_eq!(book.start().unwrap().0, key(Model::Imbalanced));
    }

    #[test]
    fn an_engine_that_is_not_ready_does_not_count_as_lost() {
        let mut book = asked(&[Model::Classifier]);
        for _ in 0..5 {
            let (_, ticket) = book.start().unwrap();
            book.defer(ticket);
        }
        assert_eq!(book.get(&key(Model::Classifier)), Assessment::Waiting);
    }

    #[test]
    fn a_page_that_is_left_takes_back_only_what_has_not_begun() {
        let mut book = asked(&[Model::Classifier, Model::Imbalanced]);
        let (_, ticket) = book.start().unwrap();
        book.release(&key(Model::Classifier));
        book.release(&key(Model::Imbalanced));
        assert_eq!(book.get(&key(Model::Imbalanced)), Assessment::Idle);
        assert!(book.is_current(ticket));
        book.done(ticket, errors());
        assert_eq!(book.start(), None);
    }
}
