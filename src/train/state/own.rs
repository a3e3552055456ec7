//! The visitor's own pictures with their labels: plain data. It does not know files or storage.

use std::sync::Arc;

use dataset::Class;
use policy::decision::top;
use protocol::messages::{OwnPicture, Prediction};

/// The most own pictures at once.
pub const OWN_LIMIT: usize = 200;

/// A picture of the visitor's, prepared as the networks see it.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnItem {
    /// Its number, unique in this browser's storage.
    pub id: u64,
    /// The file's name.
    pub name: String,
    /// 784 grey values, garment light on black.
    pub pixels: Arc<[u8]>,
    /// Its label: the predicted class until the visitor says otherwise. Without one it takes no
    /// part in training.
    pub label: Option<Class>,
    /// Whether the label is still the prediction, which the visitor has neither confirmed nor
    /// changed.
    pub is_suggested: bool,
}

impl OwnItem {
    /// A picture that has been judged, with the most probable class as its label.
    pub fn new(id: u64, name: String, prediction: &Prediction) -> Self {
        let (class, _) = top(&prediction.probabilities);
        let pixels = prediction.pixels.as_slice().into();
        Self { id, name, pixels, label: Some(class), is_suggested: true }
    }
}

/// A picture that is prepared and labelled already.
#[derive(Clone, Debug, PartialEq)]
pub struct Labelled {
    /// What it is called.
    pub name: String,
    /// 784 grey values, garment light on black.
    pub pixels: Vec<u8>,
    /// Its label, as the visitor said.
    pub label: Class,
}

/// The pictures, the oldest first, and what the last removal took away.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OwnPictures {
    items: Vec<OwnItem>,
    removed: Vec<OwnItem>,
}

impl OwnPictures {
    /// The pictures that were stored.
    pub fn new(mut items: Vec<OwnItem>) -> Self {
        items.sort_by_key(|item| item.id);
        Self { items, removed: Vec::new() }
    }

    /// The pictures, the oldest first.
    pub fn items(&self) -> &[OwnItem] {
        &self.items
    }

    /// What the last removal took away.
    pub fn removed(&self) -> &[OwnItem] {
        &self.removed
    }

    /// How many more there is room for.
    pub fn room(&self) -> usize {
        OWN_LIMIT.saturating_sub(self.items.len())
    }

    /// Adds a picture. False when there is no room for it.
    pub fn add(&mut self, item: OwnItem) -> bool {
        let has_room = self.room() > 0;
        if has_room {
            self.items.push(item);
        }
        has_room
    }

    /// Labels a picture as the visitor says. Gives it as it is now.
    pub fn label(&mut self, id: u64, label: Class) -> Option<&OwnItem> {
        let item = self.items.iter_mut().find(|item| item.id == id)?;
        (item.label, item.is_suggested) = (Some(label), false);
        Some(item)
    }

    /// The number of the picture with these pixels.
    pub fn of(&self, pixels: &[u8]) -> Option<u64> {
        self.items.iter().find(|item| *item.pixels == *pixels).map(|item| item.id)
    }

    /// Takes labelled pictures on, numbered from `first`: those with pixels that are here already
    /// give them their label, the others are added as far as there is room. Gives those that are
    /// new or changed, and how many found no room.
    pub fn take_on(&mut self, pictures: Vec<Labelled>, first: u64) -> (Vec<OwnItem>, usize) {
        let (mut changed, mut next, mut left_over) = (Vec::new(), first, 0);
        for Labelled { name, pixels, label } in pictures {
            if let Some(id) = self.of(&pixels) {
                changed.extend(self.label(id, label).cloned());
                continue;
            }
            let (pixels, label) = (pixels.into(), Some(label));
            let item = OwnItem { id: next, name, pixels, label, is_suggested: false };
            if self.add(item.clone()) {
                changed.push(item);
                next += 1;
            } else {
                left_over += 1;
            }
        }
        (changed, left_over)
    }

    /// Removes a picture.
    pub fn remove(&mut self, id: u64) {
        if let Some(place) = self.items.iter().position(|item| item.id == id) {
            self.removed = vec![self.items.remove(place)];
        }
    }

    /// Removes every picture.
    pub fn clear(&mut self) {
        if !self.items.is_empty() {
            self.removed = std::mem::take(&mut self.items);
        }
    }

    /// Takes the last removal back as far as there is room. Gives what came back.
    pub fn restore(&mut self) -> Vec<OwnItem> {
        let mut restored = std::mem::take(&mut self.removed);
        self.removed = restored.split_off(self.room().min(restored.len()));
        self.items.extend(restored.iter().cloned());
        self.items.sort_by_key(|item| item.id);
        restored
    }

    /// What a training run is given: every picture that has a label.
    pub fn for_training(&self) -> Vec<OwnPicture> {
        let labelled = self.items.iter().filter_map(|item| Some((item, item.label?)));
        let picture = |(item, label): (&OwnItem, Class)| OwnPicture {
            pixels: item.pixels.to_vec(),
            label: label.label(),
        };
        labelled.map(picture).collect()
    }
}

#[cfg(test)]
mod tests {
    use dataset::PIXELS;

    use super::*;

    fn item(id: u64) -> OwnItem {
        OwnItem {
            id,
            name: format!("{id}.png"),
            pixels: vec![id as u8; PIXELS].into(),
            label: Some(Class::Shirt),
            is_suggested: true,
        }
    }

    fn ids(pictures: &OwnPictures) -> Vec<u64> {
        pictures.items().iter().map(|item| item.id).collect()
    }

    #[test]
    fn a_removal_is_taken_back_in_order() {
        let mut pictures = OwnPictures::new(vec![item(3), item(1), item(2)]);
        pictures.remove(2);
        assert_eq!(ids(&pictures), [1, 3]);
        assert_eq!(pictures.restore(), [item(2)]);
        assert_eq!(ids(&pictures), [1, 2, 3]);
        assert!(pictures.restore().is_empty());
        pictures.clear();
        assert_eq!((ids(&pictures).len(), pictures.removed().len()), (0, 3));
        pictures.clear();
        assert_eq!(pictures.restore().len(), 3, "clearing nothing forgets nothing");
    }

    #[test]
    fn there_is_room_for_as_many_as_the_limit_says() {
        let mut pictures = OwnPictures::new((0..OWN_LIMIT as u64).map(item).collect());
        assert!(!pictures.add(item(900)));
        assert_eq!((pictures.items().len(), pictures.room()), (OWN_LIMIT, 0));
        pictures.remove(0);
        assert!(pictures.add(item(900)));
        assert!(pictures.restore().is_empty());
        assert_eq!(pictures.items().len(), OWN_LIMIT);
    }

    #[test]
    fn labelled_pictures_are_added_once_and_as_far_as_there_is_room() {
        let mut pictures = OwnPictures::new((0..OWN_LIMIT as u64 - 1).map(item).collect());
        let labelled = |grey: u8| Labelled {
            name: format!("{grey}"),
            pixels: vec![grey; PIXELS],
            label: Class::Bag,
        };
        // The first is here already, the second takes the last place.
        let offered = vec![labelled(7), labelled(251), labelled(252)];
        let (changed, left_over) = pictures.take_on(offered, 900);
        let told: Vec<_> = changed.iter().map(|one| (one.id, one.label)).collect();
        assert_eq!(told, [(7, Some(Class::Bag)), (900, Some(Class::Bag))]);
        assert_eq!((left_over, pictures.room()), (1, 0));
        assert!(changed.iter().all(|one| !one.is_suggested));
    }

    #[test]
    fn the_visitors_label_wins_and_goes_into_training() {
        let mut pictures = OwnPictures::new(vec![item(1), item(2)]);
        let labelled = pictures.label(2, Class::Bag).unwrap();
        assert_eq!((labelled.label, labelled.is_suggested), (Some(Class::Bag), false));
        assert_eq!(pictures.label(9, Class::Bag), None);
        assert!(pictures.add(OwnItem { label: None, ..item(3) }));
        let labels: Vec<u8> = pictures.for_training().iter().map(|one| one.label).collect();
        assert_eq!(labels, [Class::Shirt.label(), Class::Bag.label()]);
    }
}
