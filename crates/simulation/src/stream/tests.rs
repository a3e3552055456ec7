//! What the stream promises: the same records again, the shifts at their strength, nothing else
//! touched.

use proptest::prelude::*;

use super::*;
use crate::presets::Preset;
use crate::schedule::{Injection, Onset};
use crate::testing::schedules;

/// A small test set: 100 images, image i of class i modulo 10.
fn labels() -> Vec<u8> {
    (0..100).map(|i| i % 10).collect()
}

fn stream(seed: u64, injections: Vec<Injection>) -> Stream {
    Stream::new(seed, Schedule::new(injections).unwrap(), &labels()).unwrap()
}

fn always(shift: Shift) -> Injection {
    Injection { shift, onset: Onset::Sudden, start: 0, end: None }
}

/// The share of the first 20,000 records, whose standard error is at most 0.35%.
fn share(stream: &Stream, holds: impl Fn(&Draw) -> bool) -> f64 {
    (0..20_000).filter(|&k| holds(&stream.draw(k))).count() as f64 / 20_000.0
}

#[test]
fn without_shift_every_class_comes_as_often_and_nothing_is_touched() {
    let stream = stream(1, Vec::new());
    for class in Class::ALL {
        let share = share(&stream, |draw| draw.truth.original_label == class);
        assert!((share - 0.1).abs() < 0.01, "{class:?}: {share}");
    }
    let draw = stream.draw(7);
    assert_eq!(draw.truth.label, Some(draw.truth.original_label));
    assert_eq!(usize::from(draw.truth.original_label.label()), draw.image % 10);
    assert!(draw.truth.active.is_empty() && draw.truth.affected_by.is_empty());
    assert!(draw.corruptions.is_empty() && draw.outlier.is_none());
    assert_eq!(draw.added_latency_ms, 0);
}

#[test]
fn two_seeds_give_two_streams() {
    let images = |seed| (0..50).map(|k| stream(seed, Vec::new()).draw(k).image).collect::<Vec<_>>();
    assert_eq!(images(1), images(1));
    assert_ne!(images(1), images(2));
}

#[test]
fn a_prior_shift_gives_each_class_its_weight_and_each_image_its_share() {
    let mix = ClassMix::new([3, 1, 0, 0, 0, 0, 0, 0, 0, 0]).unwrap();
    let stream = stream(2, vec![always(Shift::Prior { mix })]);
    let shirts = share(&stream, |draw| draw.truth.original_label == Class::TShirt);
    assert!((shirts - 0.75).abs() < 0.015, "{shirts}");
    let trousers = share(&stream, |draw| draw.truth.original_label == Class::Trouser);
    assert!((shirts + trousers - 1.0).abs() < 1e-9);
    // Ten images a class: image 90, a T-shirt, has a tenth of three quarters.
    let one = share(&stream, |draw| draw.image == 90);
    assert!((one - 0.075).abs() < 0.01, "{one}");
}

#[test]
fn a_mix_of_classes_that_have_no_images_leaves_the_stream_as_it_was() {
    let mix = ClassMix::new([0, 0, 0, 0, 0, 0, 0, 0, 0, 5]).unwrap();
    let schedule = Schedule::new(vec![always(Shift::Prior { mix })]).unwrap();
    let shifted = Stream::new(3, schedule, &[0, 1, 2]).unwrap();
    let quiet = Stream::new(3, Schedule::default(), &[0, 1, 2]).unwrap();
    for k in 0..100 {
        assert_eq!(shifted.draw(k).image, quiet.draw(k).image);
        assert!(shifted.draw(k).truth.affected_by.is_empty());
    }
}

#[test]
fn a_concept_shift_swaps_two_labels_and_nothing_that_production_sees() {
    let (first, second) = (Class::Pullover, Class::Coat);
    let shifted = stream(4, vec![always(Shift::Concept { first, second })]);
    let quiet = stream(4, Vec::new());
    for k in 0..2_000 {
        let (before, mut after) = (quiet.draw(k), shifted.draw(k));
        let expected = match before.truth.original_label {
            Class::Pullover => Class::Coat,
            Class::Coat => Class::Pullover,
            other => other,
        };
        assert_eq!(after.truth.label, Some(expected));
        assert!(after.truth.is_right(expected));
        after.truth = before.truth;
        assert_eq!(after, before);
    }
}

#[test]
fn a_class_that_a_mix_brings_is_relabelled_too() {
    let (first, second) = (Class::Sandal, Class::Bag);
    let mix = ClassMix::new([0, 0, 0, 0, 0, 1, 0, 0, 0, 0]).unwrap();
    let concept = always(Shift::Concept { first, second });
    let stream = stream(5, vec![concept, always(Shift::Prior { mix })]);
    let truth = stream.draw(0).truth;
    assert_eq!((truth.original_label, truth.label), (Class::Sandal, Some(Class::Bag)));
}

#[test]
fn a_gradual_shift_touches_as_many_records_as_it_is_strong() {
    // Halfway for good: with this width the curve hardly moves in 20,000 records.
    let onset = Onset::Gradual { midpoint: 10_000, width: 100_000_000 };
    let shift = Shift::Latency { added_ms: 40 };
    let stream = stream(6, vec![Injection { shift, onset, start: 0, end: None }]);
    assert_eq!(share(&stream, |draw| draw.truth.active.contains(0)), 1.0);
    let slow = share(&stream, |draw| draw.added_latency_ms == 40);
    let touched = share(&stream, |draw| draw.truth.affected_by.contains(0));
    assert!((slow - 0.5).abs() < 0.015, "{slow}");
    assert_eq!(slow, touched);
}

#[test]
fn outliers_come_at_their_share_in_every_pattern_and_have_no_label() {
    let stream = stream(7, vec![always(Shift::Outliers { pattern: None, percent: 20 })]);
    let outliers = share(&stream, |draw| draw.outlier.is_some());
    assert!((outliers - 0.2).abs() < 0.015, "{outliers}");
    assert_eq!(share(&stream, |draw| draw.truth.label.is_none()), outliers);
    for pattern in Pattern::ALL {
        let some = share(&stream, |draw| draw.outlier.is_some_and(|o| o.pattern == pattern));
        assert!((some - 0.05).abs() < 0.01, "{pattern:?}: {some}");
    }
}

#[test]
fn shifts_of_one_kind_add_up() {
    let damage =
        |corruption| always(Shift::Covariate { corruption, severity: Severity::new(1).unwrap() });
    let slow = always(Shift::Latency { added_ms: 40 });
    let shifts = vec![damage(Corruption::Contrast), slow, damage(Corruption::ShotNoise), slow];
    let draw = stream(8, shifts).draw(3);
    assert_eq!(draw.added_latency_ms, 80);
    let kinds: Vec<Corruption> = draw.corruptions.iter().map(|d| d.corruption).collect();
    assert_eq!(kinds, [Corruption::Contrast, Corruption::ShotNoise]);
    assert_ne!(draw.corruptions[0].seed, draw.corruptions[1].seed);
    assert_eq!(draw.truth.affected_by.iter().collect::<Vec<_>>(), [0, 1, 2, 3]);
}

#[test]
fn nothing_to_draw_from_is_an_error() {
    let new = |labels: &[u8]| Stream::new(1, Schedule::default(), labels).map(|_| ());
    assert_eq!(new(&[]), Err(StreamError::Empty));
    assert_eq!(new(&[3, 10]), Err(StreamError::Label { label: 10, index: 1 }));
}

#[test]
fn the_records_of_a_seed_never_change() {
    // Saved runs are replayed from seed and schedule: these numbers must outlive every version.
    let schedule = Preset::DirtyCamera.schedule(0);
    let stream = Stream::new(42, schedule, &labels()).unwrap();
    let images: Vec<usize> = (0..8).map(|k| stream.draw(k).image).collect();
    assert_eq!(images, [61, 31, 34, 89, 99, 10, 27, 4]);
    let touched: Vec<u64> =
        (500..560).filter(|&k| !stream.draw(k).corruptions.is_empty()).collect();
    assert_eq!(touched, [531, 543, 545, 546, 548, 555, 557]);
    assert_eq!(stream.draw(1_999).corruptions[0].seed, 15_087_909_052_366_660_234);
}

proptest! {
    #[test]
    fn any_record_is_the_same_whenever_and_by_whomever_it_is_drawn(
        schedule in schedules(),
        seed: u64,
        record in 0u64..1_000_000,
    ) {
        let stream = Stream::new(seed, schedule.clone(), &labels()).unwrap();
        let first = stream.draw(record);
        stream.draw(record / 2);
        let link = schedule.to_link();
        let replayed = Schedule::from_link(&link).unwrap().schedule;
        let again = Stream::new(seed, replayed, &labels()).unwrap().draw(record);
        prop_assert_eq!(&first, &again);
        prop_assert!(first.truth.affected_by.iter().all(|p| first.truth.active.contains(p)));
        let json = serde_json::to_string(&first).unwrap();
        prop_assert_eq!(serde_json::from_str::<Draw>(&json).unwrap(), first);
    }

    #[test]
    fn a_shift_changes_no_record_outside_its_time(
        schedule in schedules(),
        seed: u64,
        record in 0u64..5_000,
    ) {
        let shifted = Stream::new(seed, schedule, &labels()).unwrap().draw(record);
        let quiet = Stream::new(seed, Schedule::default(), &labels()).unwrap().draw(record);
        if shifted.truth.affected_by.is_empty() {
            prop_assert_eq!(Draw { truth: quiet.truth, ..shifted }, quiet);
        }
    }
}
