//! The shared vectors, and streams on which other libraries were run for comparison. Tests only.

use serde_json::Value;

use super::bins::percentile;
use super::detectors::{
    Adwin, AdwinSettings, Detector, DetectorState, PageHinkley, PageHinkleySettings,
};
use super::divergence::{self, Nats, Zeros};
use super::noise;
use random::Rng;

/// Indices at which a detector reports drift.
pub fn detections(
    detector: &mut impl Detector,
    stream: impl IntoIterator<Item = f64>,
) -> Vec<usize> {
    let states = stream.into_iter().map(|value| detector.update(value)).enumerate();
    states.filter(|(_, state)| *state == DetectorState::Drift).map(|(index, _)| index).collect()
}

/// 6,000 uniform numbers of seed 7.
pub fn uniform_stream() -> Vec<f64> {
    let mut rng = Rng::new(7);
    (0..6000).map(|_| f64::from(rng.uniform())).collect()
}

/// Uniform in [0, 1), then in [0.5, 1) from 2,000, then in [0, 0.3) from 4,000.
pub fn random_stream() -> Vec<f64> {
    let shape = |(index, value)| match index {
        0..2000 => value,
        2000..4000 => value * 0.5 + 0.5,
        _ => value * 0.3,
    };
    uniform_stream().into_iter().enumerate().map(shape).collect()
}

fn vectors() -> Value {
    serde_json::from_str(include_str!("statistics.json")).unwrap()
}

fn floats(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|value| value.as_f64().unwrap()).collect()
}

fn counts(value: &Value) -> Vec<u64> {
    value.as_array().unwrap().iter().map(|value| value.as_u64().unwrap()).collect()
}

fn check(value: f64, expected: &Value, tolerance: f64) {
    let expected = expected.as_f64().unwrap();
    assert!((value - expected).abs() <= tolerance, "{value} is not {expected}");
}

#[test]
fn kl_is_that_of_the_vectors() {
    for case in vectors()["kl_nats"].as_array().unwrap() {
        let Nats::Finite(kl) = divergence::kl(&floats(&case["p"]), &floats(&case["q"])) else {
            panic!("{case} is finite")
        };
        check(kl, &case["expected"], case["tolerance"].as_f64().unwrap_or(1e-12));
    }
}

#[test]
fn two_samples_compare_as_in_the_vectors() {
    for case in vectors()["two_samples"].as_array().unwrap() {
        let (reference, production) = (counts(&case["reference"]), counts(&case["production"]));
        let raw = divergence::compare(&reference, &production).raw;
        check(raw.kl.reference_production.to_f64(), &case["kl_reference_production"], 1e-10);
        check(raw.kl.production_reference.to_f64(), &case["kl_production_reference"], 1e-10);
        check(raw.psi.to_f64(), &case["psi"], 1e-10);
        // scipy 1.17, as no vector has the distance.
        check(raw.js_distance, &Value::from(0.068_048_196_177_038_54), 1e-10);
        let share = |counts: &[u64]| divergence::shares(counts, Zeros::Raw);
        let hellinger = divergence::hellinger(&share(&reference), &share(&production));
        check(hellinger, &case["hellinger"], 1e-5);
    }
}

#[test]
fn percentiles_are_those_of_the_vectors() {
    for case in vectors()["percentile"].as_array().unwrap() {
        let value = percentile(&floats(&case["values"]), case["q"].as_f64().unwrap());
        check(value.unwrap(), &case["expected"], 1e-12);
    }
}

#[test]
fn detectors_fire_where_the_vectors_say() {
    let stream = || (0..2000).map(|index| if index < 1000 { 0.2 } else { 0.8 });
    let mut seen = 0;
    for case in vectors()["change_points"].as_array().unwrap() {
        let found = match case["detector"].as_str().unwrap() {
            name if name.starts_with("Page-Hinkley") => {
                detections(&mut PageHinkley::new(PageHinkleySettings::default()), stream())
            }
            name if name.starts_with("ADWIN") => {
                detections(&mut Adwin::new(AdwinSettings::default()), stream())
            }
            name => panic!("no detector {name}"),
        };
        assert_eq!(found, [case["fires_at_index"].as_u64().unwrap() as usize]);
        seen += 1;
    }
    assert_eq!(seen, 2);
}

#[test]
fn the_noise_floor_is_that_of_the_vectors() {
    let note = vectors()["noise_floor"]["note"].as_str().unwrap().to_owned();
    assert!(note.contains("16.919/2n for k = 10"));
    let floor = noise::floor(500, 10, None, 0.95);
    assert!((floor.limit - 16.919 / 1000.0).abs() < 1e-6);
    assert!((floor.expected - 9.0 / 1000.0).abs() < 1e-15);
}
