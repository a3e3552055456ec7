//! Photos of garments that people took at home: the clothing data set (CC0) by Alexey Grigorev and
//! 350 senders. What each shows in the terms of the ten classes, and a split by sender. Where the
//! files come from is not known here.

mod truth;

use std::collections::BTreeMap;

use random::Rng;

use crate::Part;
pub use truth::{ClassSet, NONE_OF_THE_TEN, Truth};

/// The commit of `alexeygrigorev/clothing-dataset` that the table is of.
pub const COMMIT: &str = "7ed86a9cc56763b6acb35e41cb35184e43a5d218";

/// Seed of the photos' split: the first from 42 on that keeps to what the test
/// `the_split_is_the_first_that_gives_every_part_enough` writes down. It was chosen by counts alone.
pub const SENDER_SEED: u64 = 3_016;

/// Shares of the senders, not of their photos, below which one belongs to training, and to training
/// or validation. The few who sent hundreds of photos stand in training at [`SENDER_SEED`].
const TRAIN_BELOW: f32 = 0.45;
const VALIDATION_BELOW: f32 = 0.70;

/// See [`fixture`].
pub const RANDOM: usize = 100;
/// See [`fixture`]: ten to learn from and ten to be tried on.
pub const OF_EACH: usize = 20;

/// A line a photo, sorted: image, sender, label, SHA-256. Five photos that `images.csv` names are
/// not there, and 358 that are there it does not name.
const TABLE: &str = include_str!("table.csv");

/// What shoes and «Other» are, looked at by one person on 2026-11-30 at 128 pixels.
const BY_EYE: &str = include_str!("by-eye.csv");

/// A photo of the clothing data set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Photo {
    /// Its name, without `.jpg`.
    pub image: &'static str,
    /// Who sent it.
    pub sender: u32,
    /// The data set's own label.
    pub label: &'static str,
    /// SHA-256 of its file, 64 hexadecimal digits.
    pub sha256: &'static str,
    /// What it shows in our terms.
    pub truth: Truth,
}

impl Photo {
    /// The part that its sender's photos belong to.
    pub fn part(&self) -> Part {
        part_of(self.sender, SENDER_SEED)
    }
}

/// Every photo of the table, sorted by name. A line that cannot be read is left out; the tests hold
/// that there is none.
pub fn photos() -> Vec<Photo> {
    let seen = |line: &'static str| {
        let (image, truth) = line.split_once(',')?;
        Some((image, Truth::parse(truth)?))
    };
    let by_eye: BTreeMap<&str, Truth> = BY_EYE.lines().skip(1).filter_map(seen).collect();
    TABLE.lines().skip(1).filter_map(|line| photo(line, &by_eye)).collect()
}

fn photo(line: &'static str, by_eye: &BTreeMap<&str, Truth>) -> Option<Photo> {
    let mut fields = line.split(',');
    let (image, sender, label, sha256) =
        (fields.next()?, fields.next()?.parse().ok()?, fields.next()?, fields.next()?);
    let truth = by_eye.get(image).copied().or_else(|| Truth::of_label(label))?;
    Some(Photo { image, sender, label, sha256, truth })
}

/// The photos of a part that count: all whose label says what they show.
pub fn of_part(part: Part) -> Vec<Photo> {
    let counts = |photo: &Photo| photo.truth != Truth::Unused && photo.part() == part;
    photos().into_iter().filter(counts).collect()
}

/// The photos that the tests carry, none chosen by its result: [`RANDOM`] of the test part by seed,
/// and of the person with the most photos there [`OF_EACH`] of each of the two classes that they sent
/// the most of, for fine-tuning on one's own. A photo may be both.
pub fn fixture() -> [Vec<Photo>; 2] {
    let mut test = of_part(Part::Test);
    Rng::stream(SENDER_SEED, 0).shuffle(&mut test);
    let most_common = |keys: Vec<u64>| {
        let mut counts = BTreeMap::new();
        keys.into_iter().for_each(|key| *counts.entry(key).or_insert(0) += 1);
        let mut counts: Vec<(u64, i32)> = counts.into_iter().collect();
        counts.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
        counts.into_iter().map(|(key, _)| key)
    };
    let senders = test.iter().map(|photo| u64::from(photo.sender)).collect();
    let person = most_common(senders).next();
    let theirs = || test.iter().filter(|photo| Some(u64::from(photo.sender)) == person);
    let classes = theirs().filter_map(|photo| Some(photo.truth.only()?.label().into())).collect();
    let two = most_common(classes).take(2).flat_map(|class| {
        let is_class =
            move |photo: &&Photo| photo.truth.only().map(|c| c.label().into()) == Some(class);
        theirs().filter(is_class).take(OF_EACH)
    });
    [test[..RANDOM.min(test.len())].to_vec(), two.copied().collect()]
}

/// The part of a sender, by seed: nobody's photos stand on two sides, and a new sender moves nobody.
pub fn part_of(sender: u32, seed: u64) -> Part {
    match Rng::stream(seed, u64::from(sender)).uniform() {
        place if place < TRAIN_BELOW => Part::Train,
        place if place < VALIDATION_BELOW => Part::Validation,
        _ => Part::Test,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Class;

    fn usable() -> Vec<Photo> {
        Part::ALL.into_iter().flat_map(of_part).collect()
    }

    #[test]
    fn every_line_of_the_table_is_a_photo_and_every_look_finds_its_own() {
        let photos = photos();
        assert_eq!((photos.len(), TABLE.lines().count() - 1), (5_398, 5_398));
        assert!(photos.is_sorted_by(|a, b| a.image < b.image));
        assert!(photos.iter().all(|photo| photo.sha256.len() == 64 && photo.image.len() == 36));
        let of_eye: Vec<&str> = BY_EYE.lines().skip(1).collect();
        let seen = |photo: &&Photo| ["Shoes", "Other"].contains(&photo.label);
        assert_eq!(photos.iter().filter(seen).count(), of_eye.len());
        for (photo, line) in photos.iter().filter(seen).zip(&of_eye) {
            let (image, truth) = line.split_once(',').unwrap();
            assert_eq!((photo.image, Some(photo.truth)), (image, Truth::parse(truth)));
        }
        assert_eq!(usable().len(), 5_071);
    }

    /// What every part has to have: about its share of the photos, senders with 15 photos or more,
    /// and some of each kind.
    fn keeps_its_promises(photos: &[Photo], seed: u64) -> bool {
        let single = |class: Class| Truth::OneOf(ClassSet::of(&[class]));
        let kinds =
            Class::ALL.iter().filter(|class| ![Class::Bag, Class::Pullover].contains(class));
        let mut wanted: Vec<Truth> = kinds.map(|&class| single(class)).collect();
        wanted.push(Truth::OneOf(ClassSet::of(&[Class::Pullover, Class::TShirt])));
        wanted.push(Truth::OneOf(ClassSet::of(&[Class::Pullover, Class::Coat])));
        Part::ALL.into_iter().zip([0.60, 0.15, 0.25]).all(|(part, share)| {
            let mine: Vec<&Photo> =
                photos.iter().filter(|photo| part_of(photo.sender, seed) == part).collect();
            let mut of_sender = BTreeMap::new();
            for photo in &mine {
                *of_sender.entry(photo.sender).or_insert(0) += 1;
            }
            let have = |wanted: &dyn Fn(&&&Photo) -> bool| mine.iter().filter(wanted).count() >= 10;
            (mine.len() as f64 / photos.len() as f64 - share).abs() <= 0.02
                && of_sender.values().filter(|&&count| count >= 15).count() >= 15
                && wanted.iter().all(|&truth| have(&|photo| photo.truth == truth))
                && ["Hat", "Shorts", "Skirt"].iter().all(|&l| have(&|photo| photo.label == l))
        })
    }

    #[test]
    fn the_split_is_the_first_that_gives_every_part_enough() {
        let photos = usable();
        let found = (42..=SENDER_SEED).find(|&seed| keeps_its_promises(&photos, seed));
        assert_eq!(found, Some(SENDER_SEED));
        let counts = Part::ALL.map(|part| photos.iter().filter(|p| p.part() == part).count());
        assert_eq!(counts, [2_997, 794, 1_280]);
    }

    #[test]
    fn the_fixture_is_of_the_test_part_and_one_person_has_two_classes_in_it() {
        let [random, person] = fixture();
        assert_eq!((random.len(), person.len()), (RANDOM, 2 * OF_EACH));
        assert!(random.iter().chain(&person).all(|photo| photo.part() == Part::Test));
        assert!(person.iter().all(|photo| photo.sender == person[0].sender));
        let (first, second) = person.split_at(OF_EACH);
        let of_one = |photos: &[Photo]| photos.iter().all(|p| p.truth == photos[0].truth);
        assert!(of_one(first) && of_one(second) && first[0].truth != second[0].truth);

        let carried = include_str!("../../../../tests/fixtures/photos/labels.csv");
        let line = |set: &str, p: &Photo| format!("{},{},{},{set}", p.image, p.sender, p.truth);
        let random = random.iter().map(|photo| line("random", photo));
        let lines: Vec<String> = random.chain(person.iter().map(|p| line("person", p))).collect();
        assert_eq!(carried.lines().skip(1).collect::<Vec<_>>(), lines);
    }

    #[test]
    fn a_part_depends_on_sender_and_seed_alone() {
        assert_eq!(part_of(7, 42), part_of(7, 42));
        let parts = |seed| (0..100).map(|sender| part_of(sender, seed)).collect::<Vec<_>>();
        assert_ne!(parts(42), parts(43));
    }
}
