//! Predictions for tests.

use dataset::{CLASSES, PIXELS};
use policy::decision::Answered;
use protocol::messages::Prediction;
use vision::photo::{Film, Frame, Polarity, Step};

/// A prediction with a film of one frame of 1×1 pixel; each class is as probable.
pub fn prediction(id: u32) -> Prediction {
    let frame = Frame { step: Step::Photo, size: (1, 1), width: 1, height: 1, rgb: vec![9; 3] };
    Prediction {
        id,
        film: Film {
            frames: vec![frame],
            detected: Polarity::DarkOnLight,
            used: Polarity::DarkOnLight,
        },
        pixels: vec![id as u8; PIXELS],
        probabilities: [0.1; CLASSES],
        answered: Answered::default(),
        canvas: vec![],
        cut: None,
        errors: [0.01; CLASSES],
        reconstructions: vec![0; CLASSES * PIXELS],
        warnings: vec![],
        latency_ms: 1.0,
        preparation_ms: 1.0,
    }
}
