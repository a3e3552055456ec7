//! Runs made up for tests.

use dataset::{CLASSES, Class};
use protocol::run::{Preset, Score, Validation};

use crate::train::state::{RunId, RunState, RunView};

/// A finished run of the rare preset with batches of 4, two steps an epoch, and half of every
/// batch named rightly.
pub fn classifier(name: &str, losses: &[f32]) -> RunView {
    let mut config = Preset::QuickRare.config(42);
    config.name = name.to_owned();
    config.batch = 4;
    let mut run = RunView::new(RunId(name.to_owned()), config);
    run.record.losses = losses.to_vec();
    run.record.hits = vec![2; losses.len()];
    run.steps_per_epoch = 2;
    run.step = losses.len() as u64;
    run.steps = run.step;
    run.state = RunState::Finished;
    run
}

/// The run with a validation at `step`: so many shirts named rightly and so many taken for coats.
pub fn validated(mut run: RunView, step: u64, hits: u64, misses: u64) -> RunView {
    let mut confusion = Box::new([[0; CLASSES]; CLASSES]);
    confusion[Class::Shirt.index()][Class::Shirt.index()] = hits;
    confusion[Class::Shirt.index()][Class::Coat.index()] = misses;
    let score = Score::Classifier { loss: 0.5, confusion };
    run.record.validations.push(Validation { step, score, own_loss: None, own_hits: None });
    run
}
