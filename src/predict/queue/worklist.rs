//! Which images the engine gets next, and what happens to them when it is cancelled or lost. Pure.

use super::item::{Item, Outcome};
use super::tray::Tray;

/// Images in one job: as many as the engine judges at once, and few, so that cancelling is quick
/// and little is in memory.
const CHUNK: usize = 16;
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
    /// Takes the images of the next job: those in work now. The one that is looked at goes first
    /// and alone, for it alone is wanted with its pictures. After a loss they go one by one, so
    /// that the one that ends the engine is found and the others are not lost with it.
    pub fn next_chunk(&mut self) -> Vec<u32> {
        if !self.has_chunk() {
            return Vec::new();
        }
        let selected = self.selected();
        let is_waiting = |item: &Item| matches!(item.outcome, Outcome::Waiting(_));
        let looked_at = self.items.iter().find(|item| Some(item.id) == selected);
        if looked_at.is_some_and(|item| is_waiting(item) && item.losses == 0) {
            return selected.into_iter().inspect(|id| self.begin(*id)).collect();
        }
        let mut waiting = self.items.iter().filter(|item| is_waiting(item)).peekable();
        let size = match waiting.peek() {
            Some(first) if first.losses > 0 => 1,
            _ => CHUNK,
        };
        let is_suspect = |item: &&Item| item.losses > 0 && size > 1;
        let ids = waiting.take_while(|item| !is_suspect(item)).take(size).map(|item| item.id);
        let chunk: Vec<u32> = ids.collect();
        chunk.iter().for_each(|id| self.begin(*id));
        chunk
    }

    /// Whether there is something for a next job. While one is under way that may end the engine,
    /// nothing else is put at stake.
    pub fn has_chunk(&self) -> bool {
        let is_waiting = |item: &Item| matches!(item.outcome, Outcome::Waiting(_));
        let is_in_work = |item: &Item| matches!(item.outcome, Outcome::InWork(_));
        let has = |holds: &dyn Fn(&Item) -> bool| self.items.iter().any(holds);
        let has_suspect = has(&|item| item.losses > 0 && item.is_pending());
        has(&is_waiting) && !(has_suspect && has(&is_in_work))
    }

    /// The engine gets an image.
    fn begin(&mut self, id: u32) {
        if let Some(item) = self.items.iter_mut().find(|item| item.id == id)
            && let Outcome::Waiting(earlier) = &item.outcome
        {
            item.outcome = Outcome::InWork(earlier.clone());
        }
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
    use vision::photo::PhotoError;

    use super::super::item::Source;
    use super::*;

    fn tray(count: usize) -> Tray {
        let mut tray = Tray::default();
        tray.add((0..count).map(|_| Source::Clipboard));
        tray
    }

    #[test]
    fn the_image_that_is_looked_at_goes_first_and_the_others_in_chunks_in_order() {
        let mut tray = tray(CHUNK + 3);
        tray.select(2);
        assert_eq!(tray.next_chunk(), [2]);
        let chunk = tray.next_chunk();
        assert_eq!((chunk.len(), &chunk[..3]), (CHUNK, &[0, 1, 3][..]));
        assert_eq!(tray.next_chunk(), [CHUNK as u32 + 1, CHUNK as u32 + 2]);
        assert!(tray.next_chunk().is_empty());
    }

    #[test]
    fn after_a_loss_images_go_one_by_one_and_only_the_culprit_is_left_out() {
        let mut tray = tray(3);
        tray.refused(0, PhotoError::Empty);
        assert_eq!(tray.next_chunk(), [1, 2]);
        tray.lose();
        assert_eq!(tray.next_chunk(), [1]);
        assert!(tray.next_chunk().is_empty(), "nothing goes beside a suspect");
        tray.lose();
        assert_eq!(tray.items()[1].outcome, Outcome::Lost);
        assert_eq!(tray.next_chunk(), [2]);
        tray.refused(2, PhotoError::Empty);
        assert_eq!(tray.tally(), Tally { total: 3, over: 3, stopped: 0 });
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
        assert_eq!(tray.next_chunk(), [1, 2], "the first is looked at and over");
    }
}
