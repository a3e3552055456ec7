//! The pictures of the images that were looked at last. Pure.
//!
//! Film and reconstructions of one image take about 300 kB; 500 of them would take 150 MB, and
//! nobody looks at more than one at a time. So a few are kept, and those of another image are
//! made anew from its file when it is looked at, which takes no longer than judging it did.

use std::collections::BTreeSet;

use super::numbers::Sight;

/// How many are kept: about 4 MB.
const KEPT: usize = 12;

/// The pictures that are kept.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Gallery {
    /// The one looked at last stands last.
    kept: Vec<(u32, Sight)>,
    /// Images whose pictures could not be made again.
    lost: BTreeSet<u32>,
}

impl Gallery {
    /// The pictures of an image, if they are kept.
    pub fn get(&self, id: u32) -> Option<&Sight> {
        self.kept.iter().find(|(kept, _)| *kept == id).map(|(_, sight)| sight)
    }

    /// An image is looked at: its pictures go last, and they may be tried for again.
    pub fn look_at(&mut self, id: u32) {
        self.lost.remove(&id);
        if let Some(place) = self.kept.iter().position(|(kept, _)| *kept == id) {
            let entry = self.kept.remove(place);
            self.kept.push(entry);
        }
    }

    /// New pictures came. Those of an image that is not looked at are kept while there is room.
    pub fn offer(&mut self, id: u32, sight: Sight, is_looked_at: bool) {
        self.lost.remove(&id);
        // What is kept of an earlier judgement is no longer true.
        self.kept.retain(|(kept, _)| *kept != id);
        if is_looked_at {
            self.kept.push((id, sight));
        } else if self.kept.len() < KEPT {
            self.kept.insert(0, (id, sight));
        }
        if self.kept.len() > KEPT {
            self.kept.remove(0);
        }
    }

    /// The image was judged anew, and no pictures came with it.
    pub fn forget(&mut self, id: u32) {
        self.kept.retain(|(kept, _)| *kept != id);
    }

    /// The pictures of an image could not be made again.
    pub fn lose(&mut self, id: u32) {
        self.lost.insert(id);
    }

    /// Whether the pictures of an image could not be made again.
    pub fn is_lost(&self, id: u32) -> bool {
        self.lost.contains(&id)
    }
}

#[cfg(test)]
mod tests {
    use super::super::numbers::Numbers;
    use super::super::testing::prediction;
    use super::*;

    fn sight(id: u32) -> Sight {
        Numbers::split(prediction(id)).1.unwrap()
    }

    fn ids(gallery: &Gallery) -> Vec<u32> {
        gallery.kept.iter().map(|(id, _)| *id).collect()
    }

    #[test]
    fn a_batch_leaves_the_image_that_is_looked_at_alone() {
        let mut gallery = Gallery::default();
        gallery.offer(0, sight(0), true);
        for id in 1..100 {
            gallery.offer(id, sight(id), false);
        }
        assert_eq!(ids(&gallery), [11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
        gallery.look_at(11);
        gallery.offer(50, sight(50), true);
        assert_eq!(gallery.kept.len(), KEPT);
        assert!(gallery.get(10).is_none() && gallery.get(11).is_some());
        assert_eq!(ids(&gallery)[10..], [11, 50]);
    }

    #[test]
    fn pictures_of_an_earlier_judgement_are_not_kept() {
        let mut gallery = Gallery::default();
        let (old, new) = (sight(1), sight(1));
        gallery.offer(1, old.clone(), true);
        gallery.offer(1, new.clone(), false);
        assert!(gallery.get(1) == Some(&new) && gallery.get(1) != Some(&old));
    }

    #[test]
    fn what_was_lost_is_tried_for_again_when_it_is_looked_at() {
        let mut gallery = Gallery::default();
        gallery.lose(3);
        assert!(gallery.is_lost(3));
        gallery.look_at(3);
        assert!(!gallery.is_lost(3));
    }
}
