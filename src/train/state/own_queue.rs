//! Pictures on their way to become own pictures: which ones the engine gets next, and what happens
//! when it is lost. Pure; it does not look into the files that it carries.

use std::collections::VecDeque;

use super::notice::OwnProblem;

/// Pictures in one job: few, so that cancelling is quick and little is in memory at once.
const CHUNK: usize = 8;
/// A picture at which the engine was lost this often is left out.
const MAX_LOSSES: u8 = 2;

/// A picture on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate<B> {
    /// The number that it will have.
    pub id: u64,
    /// The file's name.
    pub name: String,
    /// The file.
    pub body: B,
    losses: u8,
}

/// See the [module](self).
#[derive(Clone, Debug)]
pub struct Queue<B> {
    waiting: VecDeque<Candidate<B>>,
    /// Those that the engine has, by their place in the job.
    in_work: Vec<Option<Candidate<B>>>,
    refused: Vec<(String, OwnProblem)>,
    total: usize,
}

impl<B> Default for Queue<B> {
    fn default() -> Self {
        Self { waiting: VecDeque::new(), in_work: Vec::new(), refused: Vec::new(), total: 0 }
    }
}

impl<B: Clone> Queue<B> {
    /// Adds a picture.
    pub fn add(&mut self, id: u64, name: String, body: B) {
        self.waiting.push_back(Candidate { id, name, body, losses: 0 });
        self.total += 1;
    }

    /// Pictures that are neither prepared nor refused.
    pub fn pending(&self) -> usize {
        self.waiting.len() + self.in_work.iter().flatten().count()
    }

    /// Pictures that are over, of how many; none when nothing is pending.
    pub fn progress(&self) -> Option<(usize, usize)> {
        let pending = self.pending();
        (pending > 0).then_some((self.total - pending, self.total))
    }

    /// Takes the pictures of the next job, each with its place in it. After a loss they go one by
    /// one, so that the one that ends the engine is found and the others are not lost with it.
    pub fn next_chunk(&mut self) -> Vec<(usize, Candidate<B>)> {
        let is_suspect = self.waiting.front().is_some_and(|first| first.losses > 0);
        let size = if is_suspect { 1 } else { CHUNK.min(self.waiting.len()) };
        let chunk: Vec<Candidate<B>> = self.waiting.drain(..size).collect();
        self.in_work = chunk.iter().cloned().map(Some).collect();
        chunk.into_iter().enumerate().collect()
    }

    /// The picture at a place of the job is prepared.
    pub fn finish(&mut self, place: usize) -> Option<Candidate<B>> {
        self.in_work.get_mut(place)?.take()
    }

    /// The picture at a place of the job cannot be used.
    pub fn refuse(&mut self, place: usize, problem: OwnProblem) {
        if let Some(candidate) = self.finish(place) {
            self.refused.push((candidate.name, problem));
        }
    }

    /// The job is gone: what it had is tried once more.
    pub fn lose(&mut self) {
        for mut candidate in std::mem::take(&mut self.in_work).into_iter().flatten().rev() {
            candidate.losses += 1;
            if candidate.losses >= MAX_LOSSES {
                self.refused.push((candidate.name, OwnProblem::Lost));
            } else {
                self.waiting.push_front(candidate);
            }
        }
    }

    /// The job could not be sent: what was for it waits again.
    pub fn put_back(&mut self) {
        for candidate in std::mem::take(&mut self.in_work).into_iter().flatten().rev() {
            self.waiting.push_front(candidate);
        }
    }

    /// Drops what is pending.
    pub fn cancel(&mut self) {
        self.waiting.clear();
        self.in_work.clear();
    }

    /// What was refused, once nothing is pending; the count begins anew.
    pub fn settle(&mut self) -> Vec<(String, OwnProblem)> {
        if self.pending() > 0 {
            return Vec::new();
        }
        self.total = 0;
        std::mem::take(&mut self.refused)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn queue(count: u64) -> Queue<()> {
        let mut queue = Queue::default();
        for id in 0..count {
            queue.add(id, format!("{id}.png"), ());
        }
        queue
    }

    fn ids(chunk: &[(usize, Candidate<()>)]) -> Vec<u64> {
        chunk.iter().map(|(_, candidate)| candidate.id).collect()
    }

    #[test]
    fn pictures_go_in_order_and_are_counted() {
        let mut queue = queue(10);
        assert_eq!(ids(&queue.next_chunk()), [0, 1, 2, 3, 4, 5, 6, 7]);
        assert_eq!(queue.finish(3).map(|candidate| candidate.id), Some(3));
        assert_eq!(queue.finish(3), None);
        queue.refuse(0, OwnProblem::Unreadable);
        assert_eq!(queue.progress(), Some((2, 10)));
        assert!(queue.settle().is_empty(), "not before all are over");
        queue.cancel();
        assert_eq!(queue.progress(), None);
        assert_eq!(queue.settle(), [("0.png".to_owned(), OwnProblem::Unreadable)]);
        queue.add(20, "20.png".into(), ());
        assert_eq!(queue.progress(), Some((0, 1)), "the next pictures are counted anew");
    }

    #[test]
    fn what_could_not_be_sent_waits_again_in_order() {
        let mut queue = queue(3);
        queue.next_chunk();
        queue.put_back();
        assert_eq!(ids(&queue.next_chunk()), [0, 1, 2]);
    }

    #[test]
    fn after_a_loss_pictures_go_one_by_one_and_only_the_culprit_is_left_out() {
        let mut queue = queue(2);
        queue.next_chunk();
        queue.lose();
        assert_eq!(ids(&queue.next_chunk()), [0]);
        queue.lose();
        assert_eq!(ids(&queue.next_chunk()), [1]);
        assert!(queue.finish(0).is_some());
        assert!(queue.next_chunk().is_empty());
        assert_eq!(queue.settle(), [("0.png".to_owned(), OwnProblem::Lost)]);
    }
}
