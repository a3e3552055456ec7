//! The networks in production: how long an image takes, how sure they are, and how far what they
//! see is from what they were trained on.

use burn::tensor::Device;
use dataset::{CLASSES, Dataset, to_unit};
use ml::{Autoencoder, Classifier, DeviceError};
use policy::decision::Policy;
use report::ProductionFacts;
use serde::Serialize;
use simulation::presets::PRESET_RECORDS;
use simulation::records::{Judge, Judged, Latency, Pixels, Simulation, reference};
use simulation::{Preset, Stream};
use statistics::drift::bins::{Bins, percentile};
use statistics::drift::divergence::smoothed_kl_production_reference;
use statistics::drift::{Record, Signal};
use statistics::metrics::{mean, softmax};

use crate::judge::clock;
use futures::executor::block_on;
use text::Lang;

/// Records a second, which only sets the records' times.
const RATE: f64 = 50.0;

/// A classifier, and the autoencoder of the one normal class.
pub struct Pair<'a> {
    pub classifier: &'a Classifier,
    pub temperature: f64,
    pub autoencoder: &'a Autoencoder,
    pub device: &'a Device,
}

/// What was seen of two productions.
#[derive(Debug, Serialize)]
pub struct Production {
    /// Training images that they are compared with.
    training_images: usize,
    /// Test images as they are.
    quiet: Day,
    /// Test images through a camera that gets dirty on the way.
    drifted: Day,
}

/// One production.
#[derive(Debug, Serialize)]
struct Day {
    preset: &'static str,
    n: usize,
    /// Time of an image alone, readback included.
    latency_ms: LatencyFigures,
    /// Calibrated probability of the predicted class.
    confidence: ConfidenceFigures,
    kl_nats: Divergences,
}

#[derive(Debug, Serialize)]
struct LatencyFigures {
    mean: f64,
    p95: f64,
}

#[derive(Debug, Serialize)]
struct ConfidenceFigures {
    mean: f64,
    p10: f64,
}

/// Smoothed KL(production ‖ training) of each signal, in nats; measured numbers in the deciles of
/// the training images.
#[derive(Debug, Serialize)]
struct Divergences {
    predicted: f64,
    confidence: f64,
    reconstruction_error: f64,
}

impl Production {
    /// What the report tells of both days.
    pub fn facts(&self, lang: Lang) -> Vec<ProductionFacts> {
        [&self.quiet, &self.drifted].map(|day| day.facts(lang)).into()
    }
}

impl Day {
    fn facts(&self, lang: Lang) -> ProductionFacts {
        let kl = &self.kl_nats;
        let divergences = [
            (Signal::Predicted, kl.predicted),
            (Signal::Confidence, kl.confidence),
            (Signal::ReconstructionError, kl.reconstruction_error),
        ];
        let preset = Preset::from_slug(self.preset);
        ProductionFacts {
            name: preset.map_or(self.preset, |preset| lang.preset(preset)).to_owned(),
            records: self.n as u64,
            seed: None,
            window: None,
            latency_ms: Some((self.latency_ms.mean, self.latency_ms.p95)),
            confidence: Some((self.confidence.mean, self.confidence.p10)),
            divergences: divergences.map(|(signal, value)| (signal, value, None)).into(),
            alarms: None,
            shifts: None,
            false_alarms: None,
            accuracy: None,
            estimate: None,
        }
    }
}

impl Judge for Pair<'_> {
    type Error = DeviceError;

    fn judge(&mut self, images: &[Pixels]) -> Result<Vec<Judged>, DeviceError> {
        let pixels = to_unit(images.as_flattened());
        let count = images.len();
        let logits = block_on(ml::logits(self.classifier, pixels.clone(), count, self.device))?;
        let traces = block_on(ml::traces(self.autoencoder, pixels, count, self.device))?;
        let judged = logits.iter().zip(traces).map(|(logits, trace)| Judged {
            probabilities: softmax(logits, self.temperature),
            errors: [trace.error; CLASSES],
        });
        Ok(judged.collect())
    }
}

/// Plays a quiet day and one with a dirty camera.
pub fn measure(
    pair: &mut Pair,
    policy: &Policy,
    training: &Dataset,
    test: &Dataset,
    seed: u64,
) -> anyhow::Result<Production> {
    let mut known = Seen::default();
    reference(training, policy, RATE, pair, &mut Latency::Seeded(seed), |record| {
        known.push(&record);
        Ok(())
    })?;
    let mut day = |preset: Preset| -> anyhow::Result<Day> {
        let stream = Stream::new(seed, preset.schedule(seed), &test.labels)?;
        let simulation = Simulation { stream: &stream, images: test, policy, rate: RATE };
        let mut seen = Seen::default();
        let mut clock = clock();
        simulation.run(0..PRESET_RECORDS, pair, &mut Latency::Measured(&mut clock), |record| {
            seen.push(&record.record);
            Ok(())
        })?;
        Ok(seen.day(preset, &known))
    };
    let (quiet, drifted) = (day(Preset::QuietDay)?, day(Preset::DirtyCamera)?);
    Ok(Production { training_images: training.len(), quiet, drifted })
}

/// Values of each signal, in the order of the records.
#[derive(Default)]
struct Seen {
    latency_ms: Vec<f64>,
    predicted: Vec<f64>,
    confidence: Vec<f64>,
    error: Vec<f64>,
}

impl Seen {
    fn push(&mut self, record: &Record) {
        self.latency_ms.push(record.latency_ms);
        self.predicted.push(record.predicted.into());
        self.confidence.push(record.confidence.into());
        self.error.extend(record.reconstruction_error.map(f64::from));
    }

    fn day(&self, preset: Preset, known: &Self) -> Day {
        let tail = |values: &[f64], q| percentile(values, q).unwrap_or(f64::NAN);
        let kl = |bins: &Bins, known: &[f64], seen: &[f64]| {
            smoothed_kl_production_reference(&bins.count(known), &bins.count(seen))
        };
        let in_deciles = |known: &[f64], seen: &[f64]| kl(&Bins::deciles(known), known, seen);
        Day {
            preset: preset.slug(),
            n: self.latency_ms.len(),
            latency_ms: LatencyFigures {
                mean: mean(&self.latency_ms),
                p95: tail(&self.latency_ms, 0.95),
            },
            confidence: ConfidenceFigures {
                mean: mean(&self.confidence),
                p10: tail(&self.confidence, 0.1),
            },
            kl_nats: Divergences {
                predicted: kl(&Bins::Categories(CLASSES), &known.predicted, &self.predicted),
                confidence: in_deciles(&known.confidence, &self.confidence),
                reconstruction_error: in_deciles(&known.error, &self.error),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_like_the_training_is_near_it_and_another_is_not() {
        let seen = |shift: f64| {
            let mut seen = Seen::default();
            for i in 0..100 {
                let sure = (f64::from(i) / 200.0 + shift) as f32;
                let mut record = Record::new(0.0, f64::from(i), (i % 10) as u8, sure);
                record.reconstruction_error = Some(sure);
                seen.push(&record);
            }
            seen
        };
        let (known, other) = (seen(0.0), seen(0.4));
        let day = known.day(Preset::QuietDay, &known);
        assert!(day.kl_nats.confidence.abs() < 1e-12 && day.kl_nats.predicted.abs() < 1e-12);
        assert!((day.latency_ms.mean - 49.5).abs() < 1e-9, "{day:?}");
        assert!((day.latency_ms.p95 - 94.05).abs() < 1e-9, "{day:?}");
        assert!((day.confidence.p10 - 0.0495).abs() < 1e-6, "{day:?}");
        let day = other.day(Preset::DirtyCamera, &known);
        assert!(day.kl_nats.confidence > 0.5 && day.kl_nats.reconstruction_error > 0.5, "{day:?}");
    }
}
