//! What a photo shows in the terms of the ten classes, and the table from the clothing data set's
//! labels.

use crate::Class;

/// The answer to what is none of the ten classes, also in files.
pub const NONE_OF_THE_TEN: &str = "None of the ten";

/// Some of the ten classes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct ClassSet(u16);

impl ClassSet {
    /// The set of these classes.
    pub const fn of(classes: &[Class]) -> Self {
        let (mut bits, mut at) = (0, 0);
        while at < classes.len() {
            bits |= 1 << classes[at] as u16;
            at += 1;
        }
        Self(bits)
    }

    /// Whether a class is among them.
    pub fn contains(self, class: Class) -> bool {
        self.0 & (1 << class.index()) != 0
    }

    /// The classes, in the order of their labels.
    pub fn classes(self) -> impl Iterator<Item = Class> {
        Class::ALL.into_iter().filter(move |&class| self.contains(class))
    }
}

/// What a photo shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Truth {
    /// A garment that any of these classes would be a right answer to.
    OneOf(ClassSet),
    /// Something that none of the ten classes is right for.
    NoneOfTheTen,
    /// Nobody can say which answer would be right: neither trained on nor measured.
    Unused,
}

impl Truth {
    /// What a label of the clothing data set means. None for labels that it does not have, and for
    /// «Shoes» and «Other», which say too little: those were looked at one by one.
    pub fn of_label(label: &str) -> Option<Self> {
        use Class::{Coat, Dress, Pullover, Shirt, TShirt, Trouser};
        let classes: &[Class] = match label {
            "T-Shirt" => &[TShirt],
            // Sleeveless and strap tops: the second half of the class's name.
            "Undershirt" | "Top" => &[TShirt],
            // Jumpers, sweatshirts and cardigans stand under this label beside long-sleeved jersey
            // tops, which shops file with the T-shirts.
            "Longsleeve" => &[TShirt, Pullover],
            // A collar and buttons on a knitted body.
            "Polo" => &[TShirt, Shirt],
            // With buttons a shirt; half of them are light tops without.
            "Blouse" => &[TShirt, Shirt],
            "Shirt" => &[Shirt],
            // With a zip all the way down it is worn as a jacket, without one pulled over.
            "Hoodie" => &[Pullover, Coat],
            // Jackets of every kind: Fashion-MNIST's coats hold jackets and blazers too. Vests and a
            // few snowsuits are among «Outwear».
            "Outwear" | "Blazer" => &[Coat],
            "Dress" => &[Dress],
            "Pants" => &[Trouser],
            // Shorts are no trousers here: Fashion-MNIST's reach to the foot. A skirt is half a dress.
            "Shorts" | "Skirt" | "Hat" => return Some(Self::NoneOfTheTen),
            // A baby's bodysuit looks like a T-shirt and is none: neither answer would be a mistake.
            // The other two say nothing.
            "Body" | "Not sure" | "Skip" => return Some(Self::Unused),
            _ => return None,
        };
        Some(Self::OneOf(ClassSet::of(classes)))
    }

    /// Reads classes separated by `|`, [`NONE_OF_THE_TEN`] or `unused`.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            NONE_OF_THE_TEN => Some(Self::NoneOfTheTen),
            "unused" => Some(Self::Unused),
            _ => {
                let classes: Option<Vec<Class>> = text.split('|').map(Class::parse).collect();
                Some(Self::OneOf(ClassSet::of(&classes?)))
            }
        }
    }

    /// The one class that is right, where only one is.
    pub fn only(self) -> Option<Class> {
        let Self::OneOf(set) = self else { return None };
        let mut classes = set.classes();
        classes.next().filter(|_| classes.next().is_none())
    }

    /// Whether this class is a right answer; never of what is none of the ten.
    pub fn includes(self, class: Class) -> bool {
        matches!(self, Self::OneOf(set) if set.contains(class))
    }
}

/// As [`Truth::parse`] reads it.
impl std::fmt::Display for Truth {
    fn fmt(&self, out: &mut std::fmt::Formatter) -> std::fmt::Result {
        match self {
            Self::NoneOfTheTen => out.write_str(NONE_OF_THE_TEN),
            Self::Unused => out.write_str("unused"),
            Self::OneOf(set) => {
                let names: Vec<&str> = set.classes().map(Class::name).collect();
                out.write_str(&names.join("|"))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_takes_any_of_its_classes_and_nothing_else() {
        let hoodie = Truth::of_label("Hoodie").unwrap();
        assert!(hoodie.includes(Class::Pullover) && hoodie.includes(Class::Coat));
        assert!(!hoodie.includes(Class::Shirt) && !hoodie.includes(Class::TShirt));
        assert!(Class::ALL.iter().all(|&class| !Truth::NoneOfTheTen.includes(class)));
        assert_eq!(Truth::of_label("Shoes"), None);
        assert_eq!(
            (hoodie.only(), Truth::of_label("Dress").unwrap().only()),
            (None, Some(Class::Dress))
        );
    }

    #[test]
    fn what_is_written_is_read_again() {
        for text in ["Sandal|Ankle boot", "Coat", NONE_OF_THE_TEN, "unused"] {
            assert_eq!(Truth::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(Truth::parse("Coat|hat"), None);
    }
}
