//! A predictor without networks: it takes a picture through the site's own steps and derives its
//! numbers from the pixels, so that each picture has an answer of its own.

use std::time::Duration;

use api::answer::Judged;
use dataset::{CLASSES, PIXELS};
use policy::decision::{Answered, PhotoThresholds, Policy, Reading};
use policy::quality::{QualityLimits, detail};
use server::{PredictError, Predictor};
use vision::decode::decode;
use vision::photo::{Polarity, prepare};

/// Judges by the mean brightness of ten bands of the 28×28 image.
pub struct Bands {
    /// How long each judgement takes at least.
    pub delay: Duration,
}

impl Bands {
    /// Without delay.
    pub fn at_once() -> Self {
        Self { delay: Duration::ZERO }
    }
}

impl Predictor for Bands {
    fn predict(&self, file: Vec<u8>) -> Result<Judged, PredictError> {
        let prepared = prepare(&decode(&file)?, Polarity::Detect);
        std::thread::sleep(self.delay);
        let mut sums = [0.0_f32; CLASSES];
        for (place, &value) in prepared.pixels.iter().enumerate() {
            sums[place * CLASSES / PIXELS] += f32::from(value);
        }
        let total = sums.iter().sum::<f32>().max(1.0);
        let full = (PIXELS / CLASSES * 255) as f32;
        Ok(Judged {
            probabilities: sums.map(|sum| sum / total),
            answered: Answered::default(),
            errors: sums.map(|sum| sum / full),
            detail: detail(&prepared.pixels),
            warnings: prepared.warnings,
            latency_ms: 2.5,
        })
    }

    fn policy(&self, reading: Reading) -> Policy {
        // Every number of an answer is finite, as of real networks.
        let limits = QualityLimits { error: (0.0, 0.5), relative: (0.0, 1e6) };
        Policy {
            min_confidence: 0.5,
            max_ratio: 1.0,
            limits: [limits; CLASSES],
            reading,
            photos: PhotoThresholds::NOTHING,
        }
    }

    fn device(&self) -> String {
        "bands of pixels".to_owned()
    }
}
