//! Pictures on their way to become own pictures. Pure; it does not look into the files that it
//! carries. Which ones the engine gets next is decided in [`crate::intake`].

use crate::intake::{self, Entry, Refusal, Stage};

/// A picture on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate<B> {
    /// The number that it will have.
    pub number: u64,
    /// The file's name.
    pub name: String,
    /// The file.
    pub body: B,
    /// Its number on the way.
    id: u32,
    stage: Stage,
    losses: u8,
}

impl<B> Entry for Candidate<B> {
    fn id(&self) -> u32 {
        self.id
    }

    fn stage(&self) -> Stage {
        self.stage
    }

    fn losses(&self) -> u8 {
        self.losses
    }

    fn count_loss(&mut self) {
        self.losses += 1;
    }

    fn reach(&mut self, stage: Stage) {
        self.stage = stage;
    }
}

/// See the [module](self).
#[derive(Clone, Debug)]
pub struct Queue<B> {
    /// Those that are neither prepared nor refused.
    pending: Vec<Candidate<B>>,
    refused: Vec<(String, Refusal)>,
    next_id: u32,
    total: usize,
}

impl<B> Default for Queue<B> {
    fn default() -> Self {
        Self { pending: Vec::new(), refused: Vec::new(), next_id: 0, total: 0 }
    }
}

impl<B> Queue<B> {
    /// Adds a picture.
    pub fn add(&mut self, number: u64, name: String, body: B) {
        let (id, stage) = (self.next_id, Stage::Waiting);
        self.pending.push(Candidate { number, name, body, id, stage, losses: 0 });
        self.next_id += 1;
        self.total += 1;
    }

    /// Pictures that are neither prepared nor refused.
    pub fn pending(&self) -> usize {
        self.pending.len()
    }

    /// Pictures that are over, of how many; none when nothing is pending.
    pub fn progress(&self) -> Option<(usize, usize)> {
        let pending = self.pending();
        (pending > 0).then_some((self.total - pending, self.total))
    }

    /// Takes the pictures of the next job.
    pub fn next_chunk(&mut self) -> Vec<u32> {
        intake::next_chunk(&mut self.pending, None)
    }

    /// A picture that is in work.
    pub fn in_work(&self, id: u32) -> Option<&Candidate<B>> {
        self.pending.iter().find(|one| one.id == id && one.stage == Stage::InWork)
    }

    /// A picture is prepared.
    pub fn finish(&mut self, id: u32) -> Option<Candidate<B>> {
        let place = self.pending.iter().position(|one| one.id == id)?;
        Some(self.pending.remove(place))
    }

    /// A picture cannot be used.
    pub fn refuse(&mut self, id: u32, refusal: Refusal) {
        if let Some(candidate) = self.finish(id) {
            self.refused.push((candidate.name, refusal));
        }
    }

    /// The engine is gone with these: they are tried once more.
    pub fn lose(&mut self, ids: &[u32]) {
        intake::lose(&mut self.pending, ids);
        let left_out = self.pending.extract_if(.., |one| one.stage == Stage::Over);
        self.refused.extend(left_out.map(|one| (one.name, Refusal::Lost)));
    }

    /// The engine went before it got these: they wait again.
    pub fn put_back(&mut self, ids: &[u32]) {
        intake::put_back(&mut self.pending, ids);
    }

    /// Drops what is pending.
    pub fn cancel(&mut self) {
        self.pending.clear();
    }

    /// What was refused, once nothing is pending; the count begins anew.
    pub fn settle(&mut self) -> Vec<(String, Refusal)> {
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
        for number in 0..count {
            queue.add(number, format!("{number}.png"), ());
        }
        queue
    }

    #[test]
    fn pictures_go_in_order_and_are_counted() {
        let mut queue = queue(10);
        assert_eq!(queue.next_chunk(), (0..10).collect::<Vec<_>>());
        assert_eq!(queue.finish(3).map(|candidate| candidate.number), Some(3));
        assert_eq!(queue.finish(3), None);
        queue.refuse(0, Refusal::Unreadable);
        assert_eq!(queue.progress(), Some((2, 10)));
        assert!(queue.settle().is_empty(), "not before all are over");
        assert!(queue.in_work(1).is_some());
        queue.cancel();
        assert_eq!((queue.in_work(1), queue.progress()), (None, None));
        assert_eq!(queue.settle(), [("0.png".to_owned(), Refusal::Unreadable)]);
        queue.add(20, "20.png".into(), ());
        assert_eq!(queue.progress(), Some((0, 1)), "the next pictures are counted anew");
    }

    #[test]
    fn what_could_not_be_sent_waits_again_in_order() {
        let mut queue = queue(3);
        queue.next_chunk();
        queue.put_back(&[0, 1, 2]);
        assert_eq!(queue.next_chunk(), [0, 1, 2]);
    }

    #[test]
    fn after_a_loss_pictures_go_one_by_one_and_only_the_culprit_is_left_out() {
        let mut queue = queue(2);
        queue.next_chunk();
        queue.lose(&[0, 1]);
        assert_eq!(queue.next_chunk(), [0]);
        queue.lose(&[0]);
        assert_eq!(queue.next_chunk(), [1]);
        assert!(queue.finish(1).is_some());
        assert!(queue.next_chunk().is_empty());
        assert_eq!(queue.settle(), [("0.png".to_owned(), Refusal::Lost)]);
    }
}
