//! Which classes are made rare: ready-made choices, changes to a choice, and what is left of each
//! class. Pure.

use dataset::{CLASSES, Class, Imbalance};
use protocol::run::MAX_RARE;
use text::Lang;

/// A ready-made choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preset {
    /// Every class keeps everything.
    Balanced,
    /// Shirt, the class that is taken for others most, at 10%.
    Shirt,
    /// Pullover, coat and shirt, which are taken for one another, at 5%.
    Three,
}

impl Preset {
    /// Every preset, in the order of the page.
    pub const ALL: [Self; 3] = [Self::Balanced, Self::Shirt, Self::Three];

    /// The rare classes, in the order of their labels.
    pub fn choice(self) -> Vec<Imbalance> {
        let rare = |classes: &[Class], ratio| {
            classes.iter().map(|class| Imbalance { class: *class, ratio }).collect()
        };
        match self {
            Self::Balanced => Vec::new(),
            Self::Shirt => rare(&[Class::Shirt], 0.1),
            Self::Three => rare(&[Class::Pullover, Class::Coat, Class::Shirt], 0.05),
        }
    }

    /// Its name.
    pub fn title(self, lang: Lang) -> String {
        match self {
            Self::Balanced => lang.rare_balanced().to_owned(),
            Self::Shirt => lang.rare_one(lang.class_name(Class::Shirt), &lang.percent(0.1, 0)),
            Self::Three => lang.rare_three(&lang.percent(0.05, 0)),
        }
    }

    /// The preset that makes this choice.
    pub fn of(choice: &[Imbalance]) -> Option<Self> {
        Self::ALL.into_iter().find(|preset| preset.choice() == choice)
    }
}

/// The share of a class that is kept, in whole percents.
pub fn percent(choice: &[Imbalance], class: Class) -> u32 {
    let rare = choice.iter().find(|rare| rare.class == class);
    rare.map_or(100, |rare| (rare.ratio * 100.0).round() as u32)
}

/// The choice with another share for a class, clamped to 1 to 100 percent. All of it makes the
/// class rare no more. Nothing changes when too many classes would be rare.
pub fn with(choice: &[Imbalance], class: Class, percent: u32) -> Vec<Imbalance> {
    let mut others: Vec<_> = choice.iter().copied().filter(|rare| rare.class != class).collect();
    let percent = percent.clamp(1, 100);
    if percent < 100 {
        if others.len() >= MAX_RARE {
            return choice.to_vec();
        }
        others.push(Imbalance { class, ratio: f64::from(percent) / 100.0 });
        others.sort_by_key(|rare| rare.class);
    }
    others
}

/// Whether a class has to keep everything, because all the others are rare.
pub fn is_last(choice: &[Imbalance], class: Class) -> bool {
    choice.len() >= MAX_RARE && choice.iter().all(|rare| rare.class != class)
}

/// The images of each class that are kept of `counts`, by the rule of
/// [`dataset::make_rare`]: the share, rounded to the nearest whole image.
pub fn kept(counts: &[u32; CLASSES], choice: &[Imbalance]) -> [u32; CLASSES] {
    let mut kept = *counts;
    for rare in choice {
        let count = &mut kept[rare.class.index()];
        *count = (f64::from(*count) * rare.ratio.clamp(0.0, 1.0)).round() as u32;
    }
    kept
}

/// The classes with most and with fewest images, and how many times as many the first has. None
/// when all have the same number, or one has none.
pub fn contrast(kept: &[u32; CLASSES]) -> Option<(Class, f64, Class)> {
    // The first of several that are alike, whichever end is looked for.
    let least = Class::ALL.into_iter().min_by_key(|class| kept[class.index()])?;
    let most = Class::ALL.into_iter().rev().max_by_key(|class| kept[class.index()])?;
    let (high, low) = (kept[most.index()], kept[least.index()]);
    (high > low && low > 0).then(|| (most, f64::from(high) / f64::from(low), least))
}

#[cfg(test)]
mod tests {
    use dataset::make_rare;

    use super::*;

    #[test]
    fn what_is_kept_is_what_training_will_keep() {
        let labels: Vec<u8> = (0..1_230).map(|i| (i % 10) as u8).collect();
        let indices: Vec<usize> = (0..labels.len()).collect();
        for percent in [1, 5, 10, 33, 50, 99] {
            let rare = Imbalance { class: Class::Coat, ratio: f64::from(percent) / 100.0 };
            let expected = make_rare(&labels, &indices, rare, 42)
                .into_iter()
                .filter(|index| labels[*index] == Class::Coat.label())
                .count();
            let kept = kept(&[123; CLASSES], &[rare]);
            assert_eq!(kept[Class::Coat.index()] as usize, expected, "{percent} %");
            assert_eq!(kept.iter().sum::<u32>() as usize, 9 * 123 + expected);
        }
    }

    #[test]
    fn presets_are_found_again_by_their_choice() {
        for preset in Preset::ALL {
            assert_eq!(Preset::of(&preset.choice()), Some(preset));
        }
        let changed = with(&Preset::Shirt.choice(), Class::Bag, 50);
        assert_eq!(Preset::of(&changed), None);
        assert_eq!(Preset::of(&with(&changed, Class::Bag, 100)), Some(Preset::Shirt));
        assert_eq!(kept(&[5_500; CLASSES], &Preset::Three.choice())[4], 275);
    }

    #[test]
    fn shares_are_from_one_to_a_hundred_percent() {
        assert_eq!(percent(&with(&[], Class::Bag, 0), Class::Bag), 1);
        assert_eq!(percent(&with(&[], Class::Bag, 7), Class::Bag), 7);
        assert_eq!(with(&[], Class::Bag, 1_000), []);
        let order = with(&Preset::Shirt.choice(), Class::Coat, 20);
        assert_eq!([order[0].class, order[1].class], [Class::Coat, Class::Shirt]);
    }

    #[test]
    fn one_class_keeps_everything() {
        let nine = Class::ALL[..9].iter().fold(Vec::new(), |c, class| with(&c, *class, 50));
        assert_eq!(nine.len(), 9);
        assert!(is_last(&nine, Class::AnkleBoot) && !is_last(&nine, Class::Bag));
        assert_eq!(with(&nine, Class::AnkleBoot, 50), nine);
        assert_eq!(percent(&with(&nine, Class::Bag, 10), Class::Bag), 10);
    }

    #[test]
    fn the_contrast_is_between_the_fullest_and_the_emptiest_class() {
        let kept = kept(&[5_500; CLASSES], &Preset::Shirt.choice());
        assert_eq!(contrast(&kept), Some((Class::TShirt, 10.0, Class::Shirt)));
        assert_eq!(contrast(&[5_500; CLASSES]), None);
        assert_eq!(contrast(&[0, 1, 1, 1, 1, 1, 1, 1, 1, 1]), None);
    }
}
