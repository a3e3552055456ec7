//! Any sensible schedule, for the property tests of this module.

use proptest::prelude::*;
use proptest::sample::select;

use super::schedule::{Injection, MIN_PERIOD, Onset, Schedule};
use super::shift::{ClassMix, Pattern, Shift};
use dataset::Class;
use vision::corruption::{Corruption, Severity};

fn shifts() -> impl Strategy<Value = Shift> {
    let covariate = (select(&Corruption::ALL[..]), 1u8..=5).prop_map(|(corruption, level)| {
        Shift::Covariate { corruption, severity: Severity::new(level).unwrap() }
    });
    let prior = any::<[u16; 10]>()
        .prop_filter_map("weights", |weights| Some(Shift::Prior { mix: ClassMix::new(weights)? }));
    let concept = (0u8..10, 1u8..10).prop_map(|(first, step)| Shift::Concept {
        first: Class::from_label(first).unwrap(),
        second: Class::from_label((first + step) % 10).unwrap(),
    });
    let latency = (1u32..=60_000).prop_map(|added_ms| Shift::Latency { added_ms });
    let outliers = (proptest::option::of(select(&Pattern::ALL[..])), 1u8..=100)
        .prop_map(|(pattern, percent)| Shift::Outliers { pattern, percent });
    prop_oneof![covariate, prior, concept, latency, outliers]
}

fn onsets() -> impl Strategy<Value = Onset> {
    let gradual =
        (0u64..1_000, 1u64..1_000).prop_map(|(midpoint, width)| Onset::Gradual { midpoint, width });
    let recurring = (MIN_PERIOD..500, 1u64..500)
        .prop_map(|(a, b)| Onset::Recurring { period: a.max(b), on: a.min(b) });
    prop_oneof![Just(Onset::Sudden), gradual, recurring]
}

fn injections() -> impl Strategy<Value = Injection> {
    (shifts(), onsets(), 0u64..2_000, proptest::option::of(1u64..2_000)).prop_map(
        |(shift, onset, start, length)| Injection {
            shift,
            onset,
            start,
            end: length.map(|length| start + length),
        },
    )
}

/// Up to sixteen shifts of any kind, within the first few thousand records.
pub(super) fn schedules() -> impl Strategy<Value = Schedule> {
    proptest::collection::vec(injections(), 0..=16)
        .prop_map(|injections| Schedule::new(injections).unwrap())
}
