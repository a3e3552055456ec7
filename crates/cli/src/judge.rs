//! The shipped networks as judges of a simulated production.

use std::time::Instant;

use ml::{DeviceError, Networks};
use policy::decision::{Policy, Reading};
use simulation::records::{Judge, Judged, Pixels};

use crate::shipped;
use futures::executor::block_on;

/// The shipped networks on the CPU.
pub struct Shipped {
    networks: Networks,
    /// The production logic of their card.
    pub policy: Policy,
    /// SHA-256 of their card.
    pub card_sha256: String,
}

impl Shipped {
    /// The networks of a folder, warmed up: the first pass allocates.
    pub fn open(folder: &std::path::Path) -> anyhow::Result<Self> {
        let shipped = shipped::Shipped::open(folder, &burn::tensor::Device::flex())?;
        let policy = shipped.policy(Reading::PredictedClass);
        let networks = shipped.networks;
        block_on(networks.judge(vec![0.0; dataset::PIXELS], 1))?;
        let card_sha256 = download::files::sha256(&std::fs::read(folder.join("card.json"))?);
        Ok(Self { networks, policy, card_sha256 })
    }
}

impl Judge for Shipped {
    type Error = DeviceError;

    fn judge(&mut self, images: &[Pixels]) -> Result<Vec<Judged>, DeviceError> {
        let pixels = images.as_flattened().iter().map(|&byte| f32::from(byte) / 255.0).collect();
        let judged = block_on(self.networks.judge(pixels, images.len()))?;
        let plain = |judgement: ml::Judgement| Judged {
            probabilities: judgement.probabilities,
            errors: judgement.errors,
        };
        Ok(judged.into_iter().map(plain).collect())
    }
}

/// A clock that tells ms since it was made.
pub fn clock() -> impl FnMut() -> f64 {
    let started = Instant::now();
    move || started.elapsed().as_secs_f64() * 1e3
}
