//! The list of flagged images: adding, removing, and taking a removal back. Pure.

use dataset::Class;

/// The most flagged images; they take under a megabyte.
pub const LIMIT: usize = 1_000;

/// Numbers from here on are of flags that the browser did not keep; its own count from 1.
const UNKEPT: u64 = 1 << 52;

/// An image whose verdict was wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flag {
    /// Its number, unique in this browser.
    pub id: u64,
    /// What the image was called.
    pub name: String,
    /// 784 grey values, row by row, garment light on black: what the networks saw.
    pub pixels: Vec<u8>,
    /// The right class, as the visitor says.
    pub label: Class,
    /// The class that was predicted.
    pub predicted: Class,
    /// Whether it is an image of the test set, which nothing may be trained on.
    pub is_from_test: bool,
}

/// The flags, the oldest first, and what the last removal took away.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FlagList {
    items: Vec<Flag>,
    removed: Vec<Flag>,
}

impl FlagList {
    /// The flags, the oldest first.
    pub fn items(&self) -> &[Flag] {
        &self.items
    }

    /// What the last removal took away.
    pub fn removed(&self) -> &[Flag] {
        &self.removed
    }

    /// Whether there is no room for another.
    pub fn is_full(&self) -> bool {
        self.items.len() >= LIMIT
    }

    /// The flag of these pixels.
    pub fn of(&self, pixels: &[u8]) -> Option<&Flag> {
        self.items.iter().find(|flag| flag.pixels == pixels)
    }

    /// A number for a flag that the browser did not keep.
    pub fn free_id(&self) -> u64 {
        let last = self.items.iter().chain(&self.removed).map(|flag| flag.id).max();
        last.map_or(UNKEPT, |last| (last + 1).max(UNKEPT))
    }

    /// Adds a flag, or puts it in the place of the one with its number.
    pub fn put(&mut self, flag: Flag) {
        match self.items.binary_search_by_key(&flag.id, |item| item.id) {
            Ok(place) => self.items[place] = flag,
            Err(place) => self.items.insert(place, flag),
        }
    }

    /// Removes a flag.
    pub fn remove(&mut self, id: u64) {
        if let Ok(place) = self.items.binary_search_by_key(&id, |item| item.id) {
            self.removed = vec![self.items.remove(place)];
        }
    }

    /// Removes every flag.
    pub fn clear(&mut self) {
        if !self.items.is_empty() {
            self.removed = std::mem::take(&mut self.items);
        }
    }

    /// The last removal is for good.
    pub fn settle(&mut self) {
        self.removed.clear();
    }

    /// Takes the last removal back, and gives what came back.
    pub fn undo(&mut self) -> Vec<Flag> {
        let back = std::mem::take(&mut self.removed);
        back.iter().cloned().for_each(|flag| self.put(flag));
        back
    }
}

#[cfg(test)]
pub mod tests {
    use dataset::PIXELS;

    use super::*;

    pub fn flag(id: u64) -> Flag {
        Flag {
            id,
            name: format!("{id}.png"),
            pixels: vec![id as u8; PIXELS],
            label: Class::Coat,
            predicted: Class::Shirt,
            is_from_test: false,
        }
    }

    fn ids(list: &FlagList) -> Vec<u64> {
        list.items().iter().map(|flag| flag.id).collect()
    }

    #[test]
    fn flags_stay_in_order_and_a_removal_is_taken_back() {
        let mut list = FlagList::default();
        [3, 1, 2].into_iter().for_each(|id| list.put(flag(id)));
        list.remove(2);
        assert_eq!((ids(&list), list.removed().len()), (vec![1, 3], 1));
        assert_eq!(list.undo(), [flag(2)]);
        assert_eq!(ids(&list), [1, 2, 3]);
        list.clear();
        assert!(ids(&list).is_empty());
        list.clear();
        assert_eq!(list.undo().len(), 3, "clearing nothing forgets nothing");
    }

    #[test]
    fn the_same_pixels_are_found_again_and_relabelled() {
        let mut list = FlagList::default();
        list.put(flag(7));
        assert_eq!(list.of(&[7; PIXELS]).map(|flag| flag.id), Some(7));
        assert_eq!(list.of(&[8; PIXELS]), None);
        list.put(Flag { label: Class::Bag, ..flag(7) });
        assert_eq!((list.items().len(), list.items()[0].label), (1, Class::Bag));
    }

    #[test]
    fn flags_that_are_not_kept_have_numbers_of_their_own() {
        let mut list = FlagList::default();
        list.put(flag(5));
        assert_eq!(list.free_id(), UNKEPT);
        list.put(flag(UNKEPT));
        list.clear();
        assert_eq!(list.free_id(), UNKEPT + 1);
    }
}
