//! Ready-made schedules to start from, and surprises that a seed makes up.

use serde::{Deserialize, Serialize};

use super::schedule::{Injection, Onset, Schedule};
use super::shift::{ClassMix, Pattern, Shift, ShiftKind};
use dataset::{CLASSES, Class};
use random::Rng;
use vision::corruption::{Corruption, Severity};

/// Records that a preset is meant for: it starts, and where it ends, ends within them.
pub const PRESET_RECORDS: u64 = 2_000;

/// First record at which a preset other than a surprise injects anything.
pub const PRESET_START: u64 = 500;

/// A ready-made schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Preset {
    /// Nothing is injected: any alarm is a false one.
    QuietDay,
    /// The lens blurs over some sixty images.
    DirtyCamera,
    /// Coats, pullovers and boots take over gradually.
    WinterCollection,
    /// Pullovers are called coats from one image to the next, and the other way round.
    LabelsChanged,
    /// Something else takes the GPU for a thousand images.
    SlowGpu,
    /// One or two shifts that the seed chooses.
    Surprise,
}

const MILD: Severity = severity(2);

const WINTER: ClassMix = match ClassMix::new([2, 8, 25, 3, 25, 1, 8, 8, 8, 12]) {
    Some(mix) => mix,
    None => ClassMix::EVEN,
};

const fn severity(level: u8) -> Severity {
    match Severity::new(level) {
        Some(severity) => severity,
        None => panic!("a severity is at most 5"),
    }
}

impl Preset {
    /// Every preset, in the order of the list.
    pub const ALL: [Self; 6] = [
        Self::QuietDay,
        Self::DirtyCamera,
        Self::WinterCollection,
        Self::LabelsChanged,
        Self::SlowGpu,
        Self::Surprise,
    ];

    /// The name in addresses and on the command line.
    pub fn slug(self) -> &'static str {
        match self {
            Self::QuietDay => "quiet-day",
            Self::DirtyCamera => "dirty-camera",
            Self::WinterCollection => "winter-collection",
            Self::LabelsChanged => "labels-changed",
            Self::SlowGpu => "slow-gpu",
            Self::Surprise => "surprise",
        }
    }

    /// The preset of a slug, in any case.
    pub fn from_slug(slug: &str) -> Option<Self> {
        let slug = slug.trim().to_ascii_lowercase();
        Self::ALL.into_iter().find(|preset| preset.slug() == slug)
    }

    /// Its schedule. The seed counts for the surprise alone.
    pub fn schedule(self, seed: u64) -> Schedule {
        let from_start = |shift, onset, end| {
            let start = PRESET_START;
            Schedule::of_checked(vec![Injection { shift, onset, start, end }])
        };
        match self {
            Self::QuietDay => Schedule::default(),
            Self::DirtyCamera => from_start(
                Shift::Covariate { corruption: Corruption::GaussianBlur, severity: MILD },
                Onset::Gradual { midpoint: 60, width: 60 },
                None,
            ),
            Self::WinterCollection => from_start(
                Shift::Prior { mix: WINTER },
                Onset::Gradual { midpoint: 200, width: 200 },
                None,
            ),
            Self::LabelsChanged => from_start(
                Shift::Concept { first: Class::Pullover, second: Class::Coat },
                Onset::Sudden,
                None,
            ),
            Self::SlowGpu => from_start(
                Shift::Latency { added_ms: 40 },
                Onset::Sudden,
                Some(PRESET_START + 1_000),
            ),
            Self::Surprise => surprise(seed),
        }
    }
}

/// One or two shifts of different kinds, each beginning between the records 300 and 900.
fn surprise(seed: u64) -> Schedule {
    // A stream of its own, so that it says nothing about the images of the same seed.
    let mut rng = Rng::stream(seed, 0x5u64 << 60);
    let mut kinds = ShiftKind::ALL;
    rng.shuffle(&mut kinds);
    let count = 1 + rng.below(2);
    let injections = kinds.into_iter().take(count).map(|kind| {
        let start = 300 + 50 * rng.below(13) as u64;
        let lasts = 500 + 100 * rng.below(4) as u64;
        Injection {
            shift: any_shift(kind, &mut rng),
            onset: any_onset(&mut rng),
            start,
            end: (rng.below(2) == 0).then_some(start + lasts),
        }
    });
    Schedule::of_checked(injections.collect())
}

fn any_onset(rng: &mut Rng) -> Onset {
    match rng.below(3) {
        0 => Onset::Sudden,
        1 => Onset::Gradual { midpoint: 150, width: 50 + 50 * rng.below(4) as u64 },
        _ => Onset::Recurring { period: 400, on: 150 + 50 * rng.below(3) as u64 },
    }
}

fn any_shift(kind: ShiftKind, rng: &mut Rng) -> Shift {
    match kind {
        ShiftKind::Covariate => Shift::Covariate {
            corruption: Corruption::ALL[rng.below(Corruption::ALL.len())],
            severity: [severity(3), severity(4)][rng.below(2)],
        },
        ShiftKind::Prior => {
            let mut weights = [1; CLASSES];
            for _ in 0..3 {
                weights[rng.below(CLASSES)] = 6 + rng.below(5) as u16;
            }
            Shift::Prior { mix: ClassMix::new(weights).unwrap_or(ClassMix::EVEN) }
        }
        ShiftKind::Concept => {
            let mut classes = Class::ALL;
            rng.shuffle(&mut classes);
            Shift::Concept { first: classes[0], second: classes[1] }
        }
        ShiftKind::Latency => Shift::Latency { added_ms: 20 + 10 * rng.below(9) as u32 },
        ShiftKind::Outliers => Shift::Outliers {
            pattern: Pattern::ALL.get(rng.below(Pattern::ALL.len() + 1)).copied(),
            percent: 10 + 5 * rng.below(7) as u8,
        },
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;
    use crate::truth::intervals;

    #[test]
    fn every_preset_makes_sense_and_has_its_kind_of_shift() {
        let kinds = |preset: Preset| {
            let schedule = preset.schedule(1);
            Schedule::new(schedule.injections().to_vec()).unwrap();
            intervals(&schedule, PRESET_RECORDS)
                .iter()
                .map(|i| (i.kind, i.start))
                .collect::<Vec<_>>()
        };
        assert_eq!(kinds(Preset::QuietDay), []);
        assert_eq!(kinds(Preset::DirtyCamera), [(ShiftKind::Covariate, 500)]);
        assert_eq!(kinds(Preset::WinterCollection), [(ShiftKind::Prior, 500)]);
        assert_eq!(kinds(Preset::LabelsChanged), [(ShiftKind::Concept, 500)]);
        assert_eq!(kinds(Preset::SlowGpu), [(ShiftKind::Latency, 500)]);
    }

    #[test]
    fn winter_has_half_its_images_in_two_classes() {
        let shares = WINTER.shares();
        assert_eq!(shares[Class::Pullover.index()] + shares[Class::Coat.index()], 0.5);
        assert_eq!(shares[Class::Sandal.index()], 0.01);
    }

    #[test]
    fn a_slug_finds_its_preset() {
        for preset in Preset::ALL {
            assert_eq!(Preset::from_slug(&preset.slug().to_uppercase()), Some(preset));
            assert_eq!(serde_json::to_string(&preset).unwrap(), format!("\"{}\"", preset.slug()));
        }
        assert_eq!(Preset::from_slug("noisy-day"), None);
    }

    #[test]
    fn surprises_differ_and_every_kind_of_shift_comes_up() {
        let surprises: Vec<Schedule> =
            (0..200).map(|seed| Preset::Surprise.schedule(seed)).collect();
        let different: HashSet<String> = surprises.iter().map(Schedule::to_link).collect();
        assert!(different.len() > 190, "{}", different.len());
        let kinds: HashSet<ShiftKind> =
            surprises.iter().flat_map(Schedule::injections).map(|i| i.shift.kind()).collect();
        assert_eq!(kinds.len(), ShiftKind::ALL.len());
    }

    proptest! {
        #[test]
        fn any_surprise_makes_sense_and_shows_within_the_run(seed: u64) {
            let schedule = Preset::Surprise.schedule(seed);
            let checked = Schedule::new(schedule.injections().to_vec());
            prop_assert_eq!(checked.as_ref(), Ok(&schedule));
            let intervals = intervals(&schedule, PRESET_RECORDS);
            prop_assert!((300..=900).contains(&intervals[0].start));
            let link = schedule.to_surprise_link();
            for word in ShiftKind::ALL.map(ShiftKind::slug) {
                prop_assert!(!link.contains(word), "{}", link);
            }
            prop_assert_eq!(Schedule::from_link(&link).unwrap().schedule, schedule);
        }
    }
}
