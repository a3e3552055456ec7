//! The ten classes of Fashion-MNIST, in the data set's own order and under its own names.

use serde::{Deserialize, Serialize};

/// How many classes there are.
pub const CLASSES: usize = 10;

/// A kind of garment. The discriminant is the data set's label.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[repr(u8)]
#[allow(missing_docs)]
pub enum Class {
    TShirt,
    Trouser,
    Pullover,
    Dress,
    Coat,
    Sandal,
    Shirt,
    Sneaker,
    Bag,
    AnkleBoot,
}

impl Class {
    /// Every class, in the order of its label.
    pub const ALL: [Self; CLASSES] = [
        Self::TShirt,
        Self::Trouser,
        Self::Pullover,
        Self::Dress,
        Self::Coat,
        Self::Sandal,
        Self::Shirt,
        Self::Sneaker,
        Self::Bag,
        Self::AnkleBoot,
    ];

    /// The class of a label of the data set, or none above 9.
    pub fn from_label(label: u8) -> Option<Self> {
        Self::ALL.get(usize::from(label)).copied()
    }

    /// The data set's label, 0 to 9.
    pub fn label(self) -> u8 {
        self as u8
    }

    /// The label as an index into arrays of [`CLASSES`] entries.
    pub fn index(self) -> usize {
        self as usize
    }

    /// The data set's own English name, also the name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::TShirt => "T-shirt/top",
            Self::Trouser => "Trouser",
            Self::Pullover => "Pullover",
            Self::Dress => "Dress",
            Self::Coat => "Coat",
            Self::Sandal => "Sandal",
            Self::Shirt => "Shirt",
            Self::Sneaker => "Sneaker",
            Self::Bag => "Bag",
            Self::AnkleBoot => "Ankle boot",
        }
    }

    /// Its Spanish name.
    pub fn spanish_name(self) -> &'static str {
        match self {
            Self::TShirt => "Camiseta",
            Self::Trouser => "Pantalón",
            Self::Pullover => "Jersey",
            Self::Dress => "Vestido",
            Self::Coat => "Abrigo",
            Self::Sandal => "Sandalia",
            Self::Shirt => "Camisa",
            Self::Sneaker => "Zapatilla",
            Self::Bag => "Bolso",
            Self::AnkleBoot => "Botín",
        }
    }

    /// The name in file names and addresses: lower case, no spaces.
    pub fn slug(self) -> &'static str {
        match self {
            Self::TShirt => "t-shirt",
            Self::Trouser => "trouser",
            Self::Pullover => "pullover",
            Self::Dress => "dress",
            Self::Coat => "coat",
            Self::Sandal => "sandal",
            Self::Shirt => "shirt",
            Self::Sneaker => "sneaker",
            Self::Bag => "bag",
            Self::AnkleBoot => "ankle-boot",
        }
    }

    /// The class that a person named: an English or Spanish name, a slug or a label, in any case.
    pub fn parse(text: &str) -> Option<Self> {
        let wanted = text.trim().to_lowercase();
        Self::ALL.into_iter().find(|class| {
            wanted == class.label().to_string()
                || wanted == class.slug()
                || wanted == class.name().to_lowercase()
                || wanted == class.spanish_name().to_lowercase()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_of_naming_a_class_finds_it() {
        for class in Class::ALL {
            assert_eq!(Class::from_label(class.label()), Some(class));
            for name in [class.name(), class.slug(), class.spanish_name()] {
                assert_eq!(Class::parse(&name.to_uppercase()), Some(class), "{name}");
            }
        }
        assert_eq!(Class::parse("9"), Some(Class::AnkleBoot));
        assert_eq!(Class::parse("10"), None);
        assert_eq!(Class::parse("hat"), None);
    }
}
