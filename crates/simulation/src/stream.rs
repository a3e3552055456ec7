//! The stream of production: which image comes at record k, and what happens to it.
//!
//! Everything about a record follows from (seed, schedule, k), at a cost that does not depend on
//! k, so a run can be paused, scrubbed, restarted and replayed exactly. Images are drawn from the
//! test set with replacement, so records are independent of each other, as the statistics assume.
//! Pixels, networks and clocks are not known here.

use serde::{Deserialize, Serialize};

use super::schedule::{MAX_INJECTIONS, Schedule};
use super::shift::{ClassMix, Pattern, Shift};
use dataset::{CLASSES, Class};
use random::Rng;
use vision::corruption::{Corruption, Severity};

/// Draws records. Cheap to make again from its seed and schedule.
#[derive(Clone, Debug)]
pub struct Stream {
    seed: u64,
    schedule: Schedule,
    labels: Vec<Class>,
    by_class: [Vec<u32>; CLASSES],
}

/// Why there is nothing to draw from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StreamError {
    /// No images.
    #[error("there are no images to draw from")]
    Empty,
    /// A label above 9.
    #[error("label {label} at index {index} is above 9")]
    Label {
        /// The label.
        label: u8,
        /// Where.
        index: usize,
    },
}

/// What a record is made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draw {
    /// The record, counted from 0.
    pub record: u64,
    /// Index of the image in the test set.
    pub image: usize,
    /// Shows this instead of the garment, if anything.
    pub outlier: Option<Outlier>,
    /// Applied one after the other.
    pub corruptions: Vec<Damage>,
    /// Added to the measured latency, in milliseconds.
    pub added_latency_ms: u32,
    /// What only the simulator knows.
    pub truth: Truth,
}

/// A corruption with the randomness of this record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Damage {
    /// What is done.
    pub corruption: Corruption,
    /// How strongly.
    pub severity: Severity,
    /// Seed of its noise or direction.
    pub seed: u64,
}

/// A picture of no garment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outlier {
    /// What it shows.
    pub pattern: Pattern,
    /// Seed of its noise or stripes.
    pub seed: u64,
}

/// What only the simulator knows about a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Truth {
    /// The label as production would learn it, after any concept shift. None for an outlier:
    /// what shows no garment has no right class, and every prediction for it is wrong.
    pub label: Option<Class>,
    /// The test set's own label of the image.
    pub original_label: Class,
    /// Shifts of the schedule whose time it was.
    pub active: ShiftSet,
    /// Those among them that touched this very record.
    pub affected_by: ShiftSet,
}

/// A set of places in a schedule.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShiftSet(u16);

// A set has a bit for each place of the longest schedule.
const _: () = assert!(MAX_INJECTIONS == u16::BITS as usize);

impl Stream {
    /// The stream of a seed and a schedule over test images with these labels, 0 to 9.
    pub fn new(seed: u64, schedule: Schedule, labels: &[u8]) -> Result<Self, StreamError> {
        if labels.is_empty() {
            return Err(StreamError::Empty);
        }
        let mut by_class: [Vec<u32>; CLASSES] = Default::default();
        let mut classes = Vec::with_capacity(labels.len());
        for (index, &label) in labels.iter().enumerate() {
            let class = Class::from_label(label).ok_or(StreamError::Label { label, index })?;
            by_class[class.index()].push(index as u32);
            classes.push(class);
        }
        Ok(Self { seed, schedule, labels: classes, by_class })
    }

    /// The seed.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// The schedule.
    pub fn schedule(&self) -> &Schedule {
        &self.schedule
    }

    /// Record `record`. The image of a record and the fate of each shift have streams of their
    /// own, so another schedule leaves the images that it does not touch as they were.
    pub fn draw(&self, record: u64) -> Draw {
        let record_seed = Rng::stream(self.seed, record).next_u64();
        let image = Rng::stream(record_seed, 0).below(self.labels.len());
        let mut draw = Draw {
            record,
            image,
            outlier: None,
            corruptions: Vec::new(),
            added_latency_ms: 0,
            truth: Truth {
                label: None,
                original_label: self.labels[image],
                active: ShiftSet::default(),
                affected_by: ShiftSet::default(),
            },
        };
        for (place, injection) in self.schedule.injections().iter().enumerate() {
            let strength = injection.strength(record);
            if strength > 0.0 {
                draw.truth.active.insert(place);
                let mut rng = Rng::stream(record_seed, place as u64 + 1);
                if f64::from(rng.uniform()) < strength {
                    self.inject(place, injection.shift, &mut rng, &mut draw);
                }
            }
        }
        draw.truth.original_label = self.labels[draw.image];
        draw.truth.label = draw.outlier.is_none().then(|| self.label_now(&draw.truth));
        draw
    }

    fn inject(&self, place: usize, shift: Shift, rng: &mut Rng, draw: &mut Draw) {
        match shift {
            Shift::Covariate { corruption, severity } => {
                draw.corruptions.push(Damage { corruption, severity, seed: rng.next_u64() });
            }
            Shift::Prior { mix } => {
                let Some(image) = self.draw_from(mix, rng) else { return };
                draw.image = image;
            }
            Shift::Concept { .. } => {}
            Shift::Latency { added_ms } => draw.added_latency_ms += added_ms,
            Shift::Outliers { pattern, percent } => {
                if rng.below(100) >= usize::from(percent) {
                    return;
                }
                let any = Pattern::ALL[rng.below(Pattern::ALL.len())];
                let pattern = pattern.unwrap_or(any);
                draw.outlier = Some(Outlier { pattern, seed: rng.next_u64() });
            }
        }
        draw.truth.affected_by.insert(place);
    }

    /// A class by its weight, then an image of the class; classes without images are left out.
    fn draw_from(&self, mix: ClassMix, rng: &mut Rng) -> Option<usize> {
        let weights = mix.weights();
        let weight = |class: usize| {
            if self.by_class[class].is_empty() { 0 } else { usize::from(weights[class]) }
        };
        let mut ticket = rng.below((0..CLASSES).map(weight).sum());
        let class = (0..CLASSES).find(|&class| {
            let drawn = ticket < weight(class);
            ticket = ticket.saturating_sub(weight(class));
            drawn
        })?;
        let images = &self.by_class[class];
        Some(images[rng.below(images.len())] as usize)
    }

    /// The original label after the concept shifts that touched the record, in their order.
    fn label_now(&self, truth: &Truth) -> Class {
        let injections = self.schedule.injections().iter().enumerate();
        injections.fold(truth.original_label, |label, (place, injection)| match injection.shift {
            Shift::Concept { first, second } if truth.affected_by.contains(place) => {
                if label == first {
                    second
                } else if label == second {
                    first
                } else {
                    label
                }
            }
            _ => label,
        })
    }
}

impl Truth {
    /// Whether a prediction agrees with the label as it is now; for an outlier none does.
    pub fn is_right(&self, predicted: Class) -> bool {
        self.label == Some(predicted)
    }
}

impl ShiftSet {
    /// Whether a place of the schedule is in it.
    pub fn contains(self, place: usize) -> bool {
        place < MAX_INJECTIONS && self.0 >> place & 1 == 1
    }

    /// Whether it is empty.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The places, in order.
    pub fn iter(self) -> impl Iterator<Item = usize> {
        (0..MAX_INJECTIONS).filter(move |&place| self.contains(place))
    }

    fn insert(&mut self, place: usize) {
        if place < MAX_INJECTIONS {
            self.0 |= 1 << place;
        }
    }
}

#[cfg(test)]
mod tests;
