//! The images as a worklist: which ones the engine gets next, and what happens to them when it is
//! cancelled or lost. Pure.

use super::item::{Item, Outcome};
use super::tray::Tray;
use crate::intake::{self, Entry, Stage};

/// How many images are in which state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// All of them.
    pub total: usize,
    /// Judged, refused, or otherwise over.
    pub over: usize,
    /// Cancelled before their turn.
    pub stopped: usize,
}

impl Tally {
    /// Images that are still to be judged.
    pub fn pending(self) -> usize {
        self.total - self.over - self.stopped
    }
}

impl Entry for Item {
    fn id(&self) -> u32 {
        self.id
    }

    fn stage(&self) -> Stage {
        match self.outcome {
            Outcome::Waiting(_) => Stage::Waiting,
            Outcome::InWork(_) => Stage::InWork,
            _ => Stage::Over,
        }
    }

    fn losses(&self) -> u8 {
        self.losses
    }

    fn count_loss(&mut self) {
        self.losses += 1;
    }

    fn reach(&mut self, stage: Stage) {
        let earlier = self.prediction().cloned();
        self.outcome = match stage {
            Stage::Waiting => Outcome::Waiting(earlier),
            Stage::InWork => Outcome::InWork(earlier),
            Stage::Over => Outcome::Lost,
        };
    }
}

impl Tray {
    /// Takes the images of the next job: those in work now. The one that is looked at goes first
    /// and alone, for it alone is wanted with its pictures.
    pub fn next_chunk(&mut self) -> Vec<u32> {
        let selected = self.selected();
        intake::next_chunk(&mut self.items, selected)
    }

    /// Whether there is something for a next job.
    pub fn has_chunk(&self) -> bool {
        intake::has_chunk(&self.items)
    }

    /// Stops everything that has not been judged; what was judged before is kept.
    pub fn stop(&mut self) {
        for item in &mut self.items {
            if item.is_pending() {
                item.outcome = match item.prediction() {
                    Some(earlier) => Outcome::Judged(earlier.clone()),
                    None => Outcome::Stopped,
                };
            }
        }
    }

    /// Puts what was stopped back in the queue.
    pub fn resume(&mut self) {
        for item in &mut self.items {
            if item.outcome == Outcome::Stopped {
                item.requeue();
            }
        }
    }

    /// The engine is gone: what it had of these goes back in the queue once.
    pub fn lose(&mut self, ids: &[u32]) {
        intake::lose(&mut self.items, ids);
    }

    /// The engine went before it got these.
    pub fn put_back(&mut self, ids: &[u32]) {
        intake::put_back(&mut self.items, ids);
    }

    /// How far the work is.
    pub fn tally(&self) -> Tally {
        let mut tally = Tally { total: self.items.len(), ..Tally::default() };
        for item in &self.items {
            if item.outcome == Outcome::Stopped {
                tally.stopped += 1;
            } else if !item.is_pending() {
                tally.over += 1;
            }
        }
        tally
    }
}

#[cfg(test)]
mod tests {
    use vision::photo::PhotoError;

    use super::super::item::Source;
    use super::*;
    use crate::intake::Refusal;

    fn tray(count: usize) -> Tray {
        let mut tray = Tray::default();
        tray.add((0..count).map(|_| Source::Clipboard));
        tray
    }

    #[test]
    fn the_image_that_is_looked_at_goes_first_and_the_others_in_chunks_in_order() {
        let mut tray = tray(19);
        tray.select(2);
        assert_eq!(tray.next_chunk(), [2]);
        let chunk = tray.next_chunk();
        assert_eq!((chunk.len(), &chunk[..3]), (16, &[0, 1, 3][..]));
        assert_eq!(tray.next_chunk(), [17, 18]);
        assert!(tray.next_chunk().is_empty());
    }

    #[test]
    fn after_a_loss_images_go_one_by_one_and_only_the_culprit_is_left_out() {
        let mut tray = tray(3);
        tray.refused(0, Refusal::Photo(PhotoError::Empty));
        assert_eq!(tray.next_chunk(), [1, 2]);
        tray.lose(&[1, 2]);
        assert_eq!(tray.next_chunk(), [1]);
        assert!(tray.next_chunk().is_empty(), "nothing goes beside a suspect");
        tray.lose(&[1]);
        assert_eq!(tray.items()[1].outcome, Outcome::Lost);
        assert_eq!(tray.next_chunk(), [2]);
        tray.refused(2, Refusal::Photo(PhotoError::Empty));
        assert_eq!(tray.tally(), Tally { total: 3, over: 3, stopped: 0 });
    }

    #[test]
    fn what_was_cancelled_can_be_judged_later() {
        let mut tray = tray(3);
        tray.next_chunk();
        tray.refused(0, Refusal::Photo(PhotoError::Empty));
        tray.stop();
        assert_eq!(tray.tally(), Tally { total: 3, over: 1, stopped: 2 });
        assert_eq!(tray.tally().pending(), 0);
        tray.resume();
        assert_eq!(tray.tally().pending(), 2);
        assert_eq!(tray.next_chunk(), [1, 2], "the first is looked at and over");
    }
}
