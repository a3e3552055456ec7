//! A training run as the page shows it: plain data. What happens to it is decided in
//! [`super::runs`].

use std::cmp::Ordering;

use dataset::CLASSES;
use protocol::messages::{LayerMaps, Opened, Phase};
use protocol::run::{RunConfig, RunRecord};

/// The number of a run, unique in this browser's storage and never given twice. Later runs are
/// greater.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RunId(pub String);

impl From<u64> for RunId {
    fn from(number: u64) -> Self {
        Self(number.to_string())
    }
}

impl Ord for RunId {
    fn cmp(&self, other: &Self) -> Ordering {
        // Numbers without leading zeros: the longer one is the greater one.
        self.0.len().cmp(&other.0.len()).then_with(|| self.0.cmp(&other.0))
    }
}

impl PartialOrd for RunId {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// A run and what is known of it.
#[derive(Clone, Debug, PartialEq)]
pub struct RunView {
    /// Its number.
    pub id: RunId,
    /// What it trains and how; its name as the visitor gave it.
    pub config: RunConfig,
    /// What has been measured.
    pub record: RunRecord,
    /// Training images an epoch, own pictures not counted; 0 before it was opened.
    pub images: u32,
    /// Training images of each class among them.
    pub counts: [u32; CLASSES],
    /// Own pictures that take part.
    pub own: u32,
    /// Weights and biases.
    pub parameters: u32,
    /// Steps an epoch; 0 before it was opened.
    pub steps_per_epoch: u64,
    /// Steps in all; 0 before it was opened.
    pub steps: u64,
    /// Steps taken.
    pub step: u64,
    /// What it is doing.
    pub state: RunState,
    /// The step of its newest run file; none before the first checkpoint.
    pub saved_step: Option<u64>,
}

/// What a run is doing.
#[derive(Clone, Debug, PartialEq)]
pub enum RunState {
    /// The engine is opening it, or is awaited: phase, units done, units in all (0 where that is
    /// not known).
    Opening(Option<(Phase, u64, u64)>),
    /// It is open in the engine.
    Open {
        /// Whether it is going on; held still otherwise.
        is_playing: bool,
        /// Training speed over the last seconds; 0 before it is known.
        images_per_second: f64,
        /// Time left at this speed; none before it is known.
        seconds_left: Option<f64>,
        /// Learning rate of the last step.
        rate: f64,
    },
    /// It is not open and can be resumed from its newest checkpoint, or from its beginning when
    /// there is none.
    Interrupted,
    /// The visitor ended it early; what it learned is kept. It can be resumed too.
    Stopped,
    /// All steps are taken.
    Finished,
}

impl RunView {
    /// A run that the engine has not opened yet.
    pub fn new(id: RunId, config: RunConfig) -> Self {
        Self {
            id,
            config,
            record: RunRecord::default(),
            images: 0,
            counts: [0; CLASSES],
            own: 0,
            parameters: 0,
            steps_per_epoch: 0,
            steps: 0,
            step: 0,
            state: RunState::Opening(None),
            saved_step: None,
        }
    }

    /// Takes on what the engine says of a run that it has opened; the visitor's name for it stays.
    pub fn open(&mut self, opened: Opened) {
        let name = std::mem::take(&mut self.config.name);
        self.config = RunConfig { name, ..opened.config };
        self.record = opened.record;
        self.images = opened.images;
        self.counts = opened.counts;
        self.own = opened.own;
        self.parameters = opened.parameters;
        self.steps_per_epoch = opened.steps_per_epoch;
        self.steps = opened.steps;
        self.step = opened.step;
        let peak = self.record.rate(self.step, self.config.learning_rate);
        self.state = RunState::Open {
            is_playing: opened.is_playing,
            images_per_second: 0.0,
            seconds_left: None,
            rate: self.config.schedule.rate(self.step, self.steps, peak),
        };
    }

    /// Whether the engine has it or is to get it.
    pub fn is_open(&self) -> bool {
        matches!(self.state, RunState::Opening(_) | RunState::Open { .. })
    }

    /// Whether the engine has opened it and not let it go.
    pub fn is_steerable(&self) -> bool {
        matches!(self.state, RunState::Open { .. })
    }

    /// Whether it is going on.
    pub fn is_playing(&self) -> bool {
        matches!(self.state, RunState::Open { is_playing: true, .. })
    }

    /// Whether the engine has ever opened it.
    pub fn was_opened(&self) -> bool {
        self.steps > 0
    }
}

/// What each convolution of the open run makes of the watched image.
#[derive(Clone, Debug, PartialEq)]
pub struct Maps {
    /// Steps that had been taken.
    pub step: u64,
    /// The watched image: 784 grey values.
    pub image: Vec<u8>,
    /// The maps, first layer first.
    pub layers: Vec<LayerMaps>,
}

/// What is taken away of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Download {
    /// The run file, from which it can be resumed: here, elsewhere, or by the command line.
    Run,
    /// Its weights alone, in Burn's own format.
    Burnpack,
    /// Its weights alone, for Python and others.
    Safetensors,
}

impl Download {
    /// Every kind, in the order of the menu.
    pub const ALL: [Self; 3] = [Self::Run, Self::Burnpack, Self::Safetensors];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_ordered_by_number_not_by_letters() {
        let mut ids = [11, 9, 100].map(RunId::from);
        ids.sort();
        assert_eq!(ids.map(|id| id.0), ["9", "11", "100"]);
    }
}
