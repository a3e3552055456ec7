//! A simulated production, between page and engine: what is asked for, and what comes of it.

use serde::{Deserialize, Serialize};

use dataset::Class;
use policy::decision::Policy;
use simulation::Schedule;
use simulation::stream::ShiftSet;
use statistics::drift::Record;

/// How fast production goes.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Pace {
    /// Records a second, above 0. An engine that is slower than that goes as fast as it can.
    PerSecond(f64),
    /// As fast as the engine can.
    Fastest,
}

/// A production to open.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProductionPlan {
    /// Seed of the stream.
    pub seed: u64,
    /// The shifts that are injected.
    pub schedule: Schedule,
    /// The production logics, each with the first record that it decides, in order. The first one
    /// decides what comes before as well.
    pub policies: Vec<(u64, Policy)>,
    /// How fast.
    pub pace: Pace,
    /// The first record to make, counted from 0.
    pub from: u64,
    /// The time of that record, in seconds since the first one of the log.
    pub t: f64,
    /// Whether it begins at once.
    pub is_playing: bool,
}

/// What to do with the production that is open.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Conduct {
    /// Go on.
    Play,
    /// Hold still.
    Pause,
    /// Make one record and hold still.
    Step,
    /// Go on at another pace.
    Pace(Pace),
    /// Decide by another policy from the next record on.
    Policy(Box<Policy>),
}

/// A record of production, and what only the simulator knows of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Produced {
    /// What production knows. Its label is the one that production would learn, which a concept
    /// shift may have swapped; its latency holds what the schedule added.
    pub record: Record,
    /// The image's place in the test part, before anything was done to it.
    pub place: u32,
    /// The data set's own label of that image.
    pub original: Class,
    /// Places in the schedule of the shifts whose time it was.
    pub active: ShiftSet,
    /// Places in the schedule of the shifts that touched this record.
    pub affected_by: ShiftSet,
}
