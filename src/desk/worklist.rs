//! Which images the engine gets next, and what happens to them when it is cancelled or lost. Pure.

use super::item::Outcome;
use super::tray::Tray;

/// Images in one job: few, so that cancelling is quick and little is in memory at once.
const CHUNK: usize = 8;
/// An image at which the engine was lost this often is left out.
const MAX_LOSSES: u8 = 2;

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

impl Tray {
    /// Takes the images of the next job: those in work now. After a loss they go one by one, so
    /// that the one that ends the engine is found and the others are not lost with it.
    pub fn next_chunk(&mut self) -> Vec<u32> {
        let mut chunk = Vec::new();
        for item in &mut self.items {
            let Outcome::Waiting(earlier) = &item.outcome else { continue };
            let is_suspect = item.losses > 0;
            if is_suspect && !chunk.is_empty() {
                break;
            }
            item.outcome = Outcome::InWork(earlier.clone());
            chunk.push(item.id);
            if is_suspect || chunk.len() == CHUNK {
                break;
            }
        }
        chunk
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

    /// The engine is gone: what it had goes back in the queue once.
    pub fn lose(&mut self) {
        for item in &mut self.items {
            if matches!(item.outcome, Outcome::InWork(_)) {
                item.losses += 1;
                if item.losses >= MAX_LOSSES {
                    item.outcome = Outcome::Lost;
                } else {
                    item.requeue();
                }
            }
        }
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
    use domain::photo::PhotoError;

    use super::super::item::Source;
    use super::*;

    fn tray(count: usize) -> Tray {
        let mut tray = Tray::default();
        tray.add((0..count).map(|_| Source::Clipboard));
        tray
    }

    #[test]
    fn work_goes_out_in_chunks_in_order() {
        let mut tray = tray(CHUNK + 2);
        assert_eq!(tray.next_chunk().len(), CHUNK);
        assert_eq!(tray.next_chunk(), [CHUNK as u32, CHUNK as u32 + 1]);
        assert!(tray.next_chunk().is_empty());
    }

    #[test]
    fn after_a_loss_images_go_one_by_one_and_only_the_culprit_is_left_out() {
        let mut tray = tray(2);
        assert_eq!(tray.next_chunk(), [0, 1]);
        tray.lose();
        assert_eq!(tray.next_chunk(), [0]);
        tray.lose();
        assert_eq!(tray.items()[0].outcome, Outcome::Lost);
        assert_eq!(tray.next_chunk(), [1]);
        tray.refused(1, PhotoError::Empty);
        assert_eq!(tray.tally(), Tally { total: 2, over: 2, stopped: 0 });
    }

    #[test]
    fn what_was_cancelled_can_be_judged_later() {
        let mut tray = tray(3);
        tray.next_chunk();
        tray.refused(0, PhotoError::Empty);
        tray.stop();
        assert_eq!(tray.tally(), Tally { total: 3, over: 1, stopped: 2 });
        assert_eq!(tray.tally().pending(), 0);
        tray.resume();
        assert_eq!(tray.tally().pending(), 2);
        assert_eq!(tray.next_chunk(), [1, 2]);
    }
}
