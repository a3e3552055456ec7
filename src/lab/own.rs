//! The visitor's own pictures with their labels: plain data. It does not know files or storage.

use std::sync::Arc;

use domain::Class;
use domain::decision::top;
use domain::messages::{OwnPicture, Prediction};

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
    use domain::PIXELS;

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
