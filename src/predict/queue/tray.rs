//! The list of images: adding, choosing, removing, and taking a removal back. Pure.

use protocol::messages::Prediction;
use vision::cutout::Guidance;
use vision::photo::Polarity;

use super::gallery::Gallery;
use super::item::{Item, Outcome, Source};
use super::numbers::{Numbers, Sight};
use crate::intake::Refusal;
use crate::predict::correction::Correction;

/// The most images on the desk at once.
pub const LIMIT: usize = 500;

/// The images in the order in which they came, and which one is looked at.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tray {
    pub(super) items: Vec<Item>,
    selected: Option<u32>,
    next_id: u32,
    removed: Option<Removed>,
    gallery: Gallery,
}

/// What the last removal took away.
#[derive(Clone, Debug, PartialEq)]
struct Removed {
    items: Vec<Item>,
    selected: Option<u32>,
}

impl Tray {
    /// The images, in order.
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// The image of this number.
    pub fn item(&self, id: u32) -> Option<&Item> {
        self.place(id).map(|place| &self.items[place])
    }

    /// The number of the image that is looked at.
    pub fn selected(&self) -> Option<u32> {
        self.selected
    }

    /// Adds images as far as there is room, looks at the first of them, and gives their numbers.
    pub fn add(&mut self, sources: impl IntoIterator<Item = Source>) -> Vec<u32> {
        let room = LIMIT.saturating_sub(self.items.len());
        let mut ids = Vec::new();
        for source in sources.into_iter().take(room) {
            ids.push(self.next_id);
            self.items.push(Item::new(self.next_id, source));
            self.next_id += 1;
        }
        if let Some(first) = ids.first() {
            self.selected = Some(*first);
            self.removed = None;
        }
        ids
    }

    /// Looks at an image.
    pub fn select(&mut self, id: u32) {
        if self.item(id).is_some() {
            self.look_at(Some(id));
        }
    }

    /// Looks at the image `steps` places further, stopping at the ends.
    pub fn step(&mut self, steps: isize) {
        let Some(place) = self.selected.and_then(|id| self.place(id)) else { return };
        let last = self.items.len().saturating_sub(1);
        let place = place.saturating_add_signed(steps).min(last);
        self.look_at(self.items.get(place).map(|item| item.id));
    }

    /// Removes an image and looks at its neighbour.
    pub fn remove(&mut self, id: u32) {
        let Some(place) = self.place(id) else { return };
        let selected = self.selected;
        let item = self.items.remove(place);
        self.removed = Some(Removed { items: vec![item], selected });
        if selected == Some(id) {
            let neighbour = self.items.get(place).or_else(|| self.items.last());
            self.look_at(neighbour.map(|item| item.id));
        }
    }

    /// Removes every image.
    pub fn clear(&mut self) {
        let (items, selected) = (std::mem::take(&mut self.items), self.selected.take());
        self.removed = Some(Removed { items, selected });
    }

    /// Whether there is a removal to take back, and of how many images.
    pub fn removed(&self) -> Option<&[Item]> {
        self.removed.as_ref().map(|removed| removed.items.as_slice())
    }

    /// Takes the last removal back. What was in work then is judged again.
    pub fn undo(&mut self) {
        let Some(removed) = self.removed.take() else { return };
        for mut item in removed.items {
            if item.is_pending() {
                item.requeue();
            }
            self.items.push(item);
        }
        self.items.sort_by_key(|item| item.id);
        self.look_at(removed.selected.or(self.selected));
    }

    /// Says which is darker, garment or ground, and has the image judged anew.
    pub fn set_polarity(&mut self, id: u32, polarity: Polarity) {
        self.change(id, |item| item.guide(Guidance { polarity, ..item.guidance.clone() }));
    }

    /// Takes what was drawn over a picture of this size, and has the image judged anew where that
    /// says something new of it.
    pub fn correct(&mut self, id: u32, correction: Correction, size: (u32, u32)) {
        self.change(id, |item| {
            item.guide(correction.guidance(item.guidance.polarity, size));
            item.correction = correction;
        });
    }

    /// The engine judged an image. One that was queued anew meanwhile waits for the new answer.
    pub fn judged(&mut self, prediction: Prediction) {
        let id = prediction.id;
        if self.place(id).is_none() {
            return;
        }
        let (numbers, sight) = Numbers::split(prediction);
        match sight {
            Some(sight) => self.gallery.offer(id, sight, self.selected == Some(id)),
            None => self.gallery.forget(id),
        }
        self.change(id, |item| {
            item.outcome = match item.outcome {
                Outcome::Waiting(_) => Outcome::Waiting(Some(numbers)),
                _ => Outcome::Judged(numbers),
            };
        });
    }

    /// The pictures of the image that is looked at, if they are kept.
    pub fn sight(&self) -> Option<&Sight> {
        self.gallery.get(self.selected?)
    }

    /// The image that is looked at, where it was judged and its pictures have to be made again.
    pub fn wants_sight(&self) -> Option<u32> {
        let item = self.selected.and_then(|id| self.item(id))?;
        let is_judged = matches!(item.outcome, Outcome::Judged(_));
        let is_kept = self.gallery.get(item.id).is_some() || self.gallery.is_lost(item.id);
        (is_judged && !is_kept).then_some(item.id)
    }

    /// Whether the pictures of the image that is looked at could not be made again.
    pub fn has_lost_sight(&self) -> bool {
        self.selected.is_some_and(|id| self.gallery.is_lost(id))
    }

    /// The pictures of an image could not be made again.
    pub fn lose_sight(&mut self, id: u32) {
        self.gallery.lose(id);
    }

    /// An image cannot be judged.
    pub fn refused(&mut self, id: u32, refusal: Refusal) {
        self.change(id, |item| {
            item.outcome = match refusal {
                Refusal::Photo(error) => Outcome::Refused(error),
                Refusal::Unreadable => Outcome::Unreadable,
                Refusal::Lost => Outcome::Lost,
            };
        });
    }

    fn look_at(&mut self, id: Option<u32>) {
        self.selected = id;
        if let Some(id) = id {
            self.gallery.look_at(id);
        }
    }

    fn change(&mut self, id: u32, change: impl FnOnce(&mut Item)) {
        if let Some(place) = self.place(id) {
            change(&mut self.items[place]);
        }
    }

    fn place(&self, id: u32) -> Option<usize> {
        self.items.binary_search_by_key(&id, |item| item.id).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::prediction;
    use super::*;

    fn tray(count: usize) -> Tray {
        let mut tray = Tray::default();
        tray.add((0..count).map(|place| Source::File(format!("{place}.png"))));
        tray
    }

    #[test]
    fn the_first_of_the_new_images_is_looked_at() {
        let mut tray = tray(3);
        assert_eq!(tray.selected(), Some(0));
        assert_eq!(tray.add([Source::Clipboard, Source::Clipboard]), [3, 4]);
        assert_eq!(tray.selected(), Some(3));
    }

    #[test]
    fn steps_stop_at_the_ends() {
        let mut tray = tray(3);
        tray.step(-1);
        assert_eq!(tray.selected(), Some(0));
        tray.step(2);
        assert_eq!(tray.selected(), Some(2));
        tray.step(1);
        assert_eq!(tray.selected(), Some(2));
    }

    #[test]
    fn removing_looks_at_the_neighbour_and_can_be_taken_back() {
        let mut tray = tray(3);
        tray.select(1);
        tray.remove(1);
        assert_eq!(tray.selected(), Some(2));
        assert_eq!(tray.removed().map(<[Item]>::len), Some(1));
        tray.undo();
        assert_eq!(tray.items().iter().map(|item| item.id).collect::<Vec<_>>(), [0, 1, 2]);
        assert_eq!(tray.selected(), Some(1));
        tray.remove(2);
        tray.remove(1);
        assert_eq!(tray.selected(), Some(0));
    }

    #[test]
    fn clearing_can_be_taken_back_until_something_new_comes() {
        let mut tray = tray(2);
        tray.clear();
        assert!(tray.items().is_empty() && tray.selected().is_none());
        tray.undo();
        assert_eq!(tray.items().len(), 2);
        tray.clear();
        tray.add([Source::Clipboard]);
        assert_eq!(tray.removed(), None);
        assert_eq!(tray.items()[0].id, 2);
    }

    #[test]
    fn no_more_than_the_limit_is_taken() {
        let mut tray = tray(LIMIT - 1);
        assert_eq!(tray.add([Source::Clipboard, Source::Clipboard]).len(), 1);
        assert_eq!(tray.items().len(), LIMIT);
    }
    #[test]
    fn of_a_large_batch_few_pictures_are_kept_and_the_others_wanted_when_looked_at() {
        let mut tray = tray(LIMIT);
        while let ids = tray.next_chunk()
            && !ids.is_empty()
        {
            ids.into_iter().for_each(|id| tray.judged(prediction(id)));
        }
        assert_eq!(tray.tally().over, LIMIT);
        assert!(tray.sight().is_some() && tray.wants_sight().is_none());
        tray.select(300);
        assert_eq!((tray.sight(), tray.wants_sight()), (None, Some(300)));
        tray.judged(prediction(300));
        assert!(tray.sight().is_some());
        tray.select(400);
        tray.lose_sight(400);
        assert_eq!((tray.wants_sight(), tray.has_lost_sight()), (None, true));
    }

    #[test]
    fn an_image_of_the_test_set_knows_its_class_and_form() {
        let source = Source::Test { place: 7, class: dataset::Class::Bag };
        assert_eq!(source.truth(), Some(dataset::Class::Bag));
        assert_eq!(Item::new(0, source).guidance.polarity, Polarity::LightOnDark);
        assert_eq!(Item::new(0, Source::Drawing).guidance.polarity, Polarity::DarkOnLight);
        assert_eq!(Item::new(0, Source::Webcam).guidance.polarity, Polarity::Detect);
    }
}
