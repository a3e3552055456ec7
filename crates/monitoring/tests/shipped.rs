//! The shipped limits and reference on what the shipped networks thought of the test images: the
//! presets raise the alerts that they should and no others. No network is asked here; the
//! predictions were made by `vitrina calibrate`, as limits and reference were.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::path::Path;

use monitoring::expectations::{self, Breach, Fired};
use monitoring::replay::Predictions;
use monitoring::report::{Options, of_records};
use monitoring::shipped::{LIMITS_FILE, LimitsFile, REFERENCE_FILE, ReferenceFile, with_latencies};
use sha2::{Digest, Sha256};
use simulation::presets::PRESET_RECORDS;
use simulation::{Preset, seeded_ms};
use statistics::drift::reference::Reference;

fn read(path: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

struct Shipped {
    limits: LimitsFile,
    reference: Reference,
    predictions: Predictions,
}

impl Shipped {
    fn read() -> Self {
        let models = |file| read(&format!("../../public/models/{file}"));
        let limits = LimitsFile::from_json(&models(LIMITS_FILE)).unwrap();
        let reference = ReferenceFile::from_json(&models(REFERENCE_FILE)).unwrap();
        let predictions = Predictions::from_json(&read("tests/predictions.json")).unwrap();
        assert_eq!(limits.card_sha256, reference.card_sha256, "of different weights");
        assert_eq!(limits.card_sha256, predictions.card_sha256, "of different weights");
        let latencies = (0..5_000).map(|index| seeded_ms(limits.made.seed, index)).collect();
        let reference = with_latencies(reference.validation().unwrap(), latencies);
        Self { limits, reference, predictions }
    }

    fn alarms(&self, preset: Preset, seed: u64) -> Vec<Fired> {
        let run = self.predictions.replay(preset, seed, PRESET_RECORDS).unwrap();
        let report = of_records(self.reference.clone(), &run, &self.limits, &Options::default());
        report.alarms.iter().map(|alarm| alarm.fired()).collect()
    }

    fn breaches(&self, preset: Preset, seed: u64) -> Vec<String> {
        let expectation = expectations::of_preset(preset, seed, PRESET_RECORDS);
        let breaches = expectations::check(&expectation, &self.alarms(preset, seed));
        breaches.iter().map(Breach::to_string).collect()
    }
}

#[test]
fn limits_and_reference_are_of_the_card_beside_them() {
    let Shipped { limits, .. } = Shipped::read();
    let digest = Sha256::digest(read("../../public/models/card.json"));
    let card: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(limits.card_sha256, card, "write them anew with: vitrina calibrate");
}

#[test]
fn each_preset_raises_the_alerts_that_it_should_and_no_others() {
    let shipped = Shipped::read();
    for preset in
        [Preset::DirtyCamera, Preset::WinterCollection, Preset::LabelsChanged, Preset::SlowGpu]
    {
        assert_eq!(shipped.breaches(preset, 1), [""; 0], "{preset:?}");
    }
}

#[test]
fn twenty_quiet_days_of_twenty_are_quiet() {
    let shipped = Shipped::read();
    for seed in 1..=20 {
        assert_eq!(shipped.breaches(Preset::QuietDay, seed), [""; 0], "seed {seed}");
    }
}

#[test]
fn of_many_quiet_days_about_as_many_are_not_as_the_limits_say() {
    let shipped = Shipped::read();
    let noisy = (1_001..1_401).filter(|&seed| !shipped.breaches(Preset::QuietDay, seed).is_empty());
    let noisy = noisy.count();
    // At most 1 % is promised; the limits are made for a tenth of that.
    assert!(noisy <= 4, "{noisy} of 400");
}
