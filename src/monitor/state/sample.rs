//! Runs for tests, from what the shipped networks once thought of the test images.

use dataset::Class;
use protocol::messages::Produced;
use simulation::{Preset, Stream};

use super::baseline::shipped;
use super::run::{Run, Setup};

fn predictions() -> monitoring::replay::Predictions {
    let path = format!("{}/crates/monitoring/tests/predictions.json", env!("CARGO_MANIFEST_DIR"));
    monitoring::replay::Predictions::from_json(&std::fs::read(path).unwrap()).unwrap()
}

/// What a run of a preset is begun with.
pub fn setup(preset: Preset, seed: u64) -> Setup {
    let baseline_ms = (0..200).map(|index| simulation::seeded_ms(9, index)).collect();
    let schedule = preset.schedule(seed);
    Setup { seed: Some(seed), schedule, first: 0, window: 200, baseline_ms, policies: Vec::new() }
}

/// The records of a preset as the engine would tell of them. The labels stand for the stream's.
pub fn produced(preset: Preset, seed: u64, count: u64) -> Vec<Produced> {
    let labels: Vec<u8> = (0..10_000).map(|index| (index % 10) as u8).collect();
    let stream = Stream::new(seed, preset.schedule(seed), &labels).unwrap();
    let records = predictions().replay(preset, seed, count).unwrap();
    let told = records.into_iter().zip(0..).map(|(record, index)| {
        let draw = stream.draw(index);
        Produced {
            record,
            place: draw.image as u32,
            original: Class::Bag,
            active: draw.truth.active,
            affected_by: draw.truth.affected_by,
        }
    });
    told.collect()
}

/// A run of a preset from seed 1, watched record by record.
pub fn played(preset: Preset, count: u64) -> Run {
    let mut run = Run::new(setup(preset, 1), &shipped());
    for produced in produced(preset, 1, count) {
        run.hear(&produced);
        run.watch(u64::MAX);
    }
    run
}
