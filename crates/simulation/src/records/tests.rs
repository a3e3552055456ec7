//! What a simulated production writes, with judges that are no networks.

use std::convert::Infallible;

use crate::Preset;
use policy::decision::{PhotoThresholds, Reading};
use policy::quality::QualityLimits;

use super::*;

/// Sure that an image is of the class that its first pixel names.
struct FirstPixel {
    asked: Vec<usize>,
}

impl Judge for FirstPixel {
    type Error = Infallible;

    fn judge(&mut self, images: &[Pixels]) -> Result<Vec<Judged>, Infallible> {
        self.asked.push(images.len());
        let judged = |image: &Pixels| {
            let mut probabilities = [0.01; CLASSES];
            probabilities[usize::from(image[0] % 10)] = 0.91;
            let errors = std::array::from_fn(|class| class as f32 / 100.0);
            Judged { probabilities, errors }
        };
        Ok(images.iter().map(judged).collect())
    }
}

fn images() -> Dataset {
    let labels: Vec<u8> = (0..100).map(|index| index % 10).collect();
    Dataset { pixels: labels.iter().flat_map(|&label| [label; PIXELS]).collect(), labels }
}

fn policy() -> Policy {
    let reading = Reading::PredictedClass;
    let limits = [QualityLimits::error_alone(0.055); CLASSES];
    Policy {
        min_confidence: 0.7,
        max_ratio: 1.0,
        limits,
        reading,
        photos: PhotoThresholds::NOTHING,
    }
}

fn simulate(preset: Preset, latency: &mut Latency<'_>, records: u64) -> Vec<Simulated> {
    let images = images();
    let stream = Stream::new(3, preset.schedule(3), &images.labels).unwrap();
    let simulation = Simulation { stream: &stream, images: &images, policy: &policy(), rate: 50.0 };
    let mut all = Vec::new();
    let mut judge = FirstPixel { asked: Vec::new() };
    let take = |record| {
        all.push(record);
        Ok(())
    };
    simulation.run(0..records, &mut judge, latency, take).unwrap();
    all
}

#[test]
fn a_record_holds_what_stream_and_judge_say() {
    let all = simulate(Preset::QuietDay, &mut Latency::Seeded(1), 600);
    assert_eq!(all.len(), 600);
    assert_eq!(all[75].record.t, 1.5);
    for (index, Simulated { record, original_label, shift, active }) in all.iter().enumerate() {
        assert_eq!(record.label, Some(*original_label));
        assert_eq!(record.error(), Some(false));
        assert_eq!(record.confidence, 0.91);
        assert_eq!(record.reconstruction_error, Some(f32::from(*original_label) / 100.0));
        assert_eq!(record.brightness, Some(f32::from(*original_label) / 255.0));
        assert_eq!(record.latency_ms, seeded_ms(1, index as u64));
        assert!(shift.is_empty() && active.is_empty());
        let is_typical = *original_label <= 5;
        assert_eq!(record.verdict == Some(policy::decision::Verdict::Accept), is_typical);
    }
}

#[test]
fn the_truth_is_beside_the_record_and_the_blind_do_not_see_it() {
    let all = simulate(Preset::LabelsChanged, &mut Latency::Seeded(1), 600);
    let swapped = all[500..].iter().filter(|simulated| simulated.record.error() == Some(true));
    assert!(swapped.clone().count() > 5);
    for simulated in swapped {
        assert!([2, 4].contains(&simulated.original_label));
        assert_eq!(simulated.shift, ["concept"]);
    }
    let line = serde_json::to_string(&all[550]).unwrap();
    assert!(line.contains(r#""active":["concept"]"#), "{line}");
    let read: statistics::drift::record::Line = serde_json::from_str(&line).unwrap();
    assert_eq!(Record::try_from(read).unwrap(), all[550].record);
    let blind = serde_json::to_string(&all[550].clone().blind()).unwrap();
    assert!(blind.contains(r#""label":null"#) && !blind.contains("active"), "{blind}");
}

#[test]
fn a_clock_measures_each_image_and_a_slow_engine_adds_to_it() {
    let mut ticks = 0.0;
    let mut clock = || {
        ticks += 3.0;
        ticks
    };
    let all = simulate(Preset::SlowGpu, &mut Latency::Measured(&mut clock), 502);
    assert_eq!(all[499].record.latency_ms, 3.0);
    assert_eq!(all[500].record.latency_ms, 43.0);
    assert_eq!(all[501].shift, ["latency"]);
}

#[test]
fn a_reference_has_each_image_once() {
    let mut judge = FirstPixel { asked: Vec::new() };
    let mut all = Vec::new();
    let take = |record: Record| {
        all.push(record);
        Ok(())
    };
    let mut latency = Latency::Seeded(9);
    reference(&images(), &policy(), 10.0, &mut judge, &mut latency, take).unwrap();
    assert_eq!((all.len(), judge.asked), (100, vec![100]));
    assert_eq!(all[42].label, Some(2));
    assert_eq!(all[42].t, 4.2);
}

#[test]
fn an_answer_that_is_no_number_is_an_error_and_never_a_confident_record() {
    struct Broken(Output);
    impl Judge for Broken {
        type Error = Infallible;
        fn judge(&mut self, images: &[Pixels]) -> Result<Vec<Judged>, Infallible> {
            let mut judged = Judged { probabilities: [0.1; CLASSES], errors: [0.01; CLASSES] };
            match self.0 {
                Output::Probabilities => judged.probabilities = [f32::NAN; CLASSES],
                _ => judged.errors = [f32::INFINITY; CLASSES],
            }
            Ok(vec![judged; images.len()])
        }
    }
    for output in [Output::Probabilities, Output::ReconstructionError] {
        let (mut taken, mut latency) = (0, Latency::Seeded(9));
        let take = |_| {
            taken += 1;
            Ok(())
        };
        let made = reference(&images(), &policy(), 1.0, &mut Broken(output), &mut latency, take);
        assert!(matches!(made, Err(SimulateError::NotFinite(NotFinite(found))) if found == output));
        assert_eq!(taken, 0);
    }
}

#[test]
fn a_judge_that_answers_for_too_few_is_an_error() {
    struct Mute;
    impl Judge for Mute {
        type Error = Infallible;
        fn judge(&mut self, _: &[Pixels]) -> Result<Vec<Judged>, Infallible> {
            Ok(Vec::new())
        }
    }
    let mut latency = Latency::Seeded(9);
    let made = reference(&images(), &policy(), 1.0, &mut Mute, &mut latency, |_| Ok(()));
    assert!(matches!(made, Err(SimulateError::Answers { asked: 100, answered: 0 })));
}
