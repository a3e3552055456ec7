//! A training run: which images, in which order, at which learning rate. One call of
//! [`Run::step`] is one step; a run that is saved and resumed continues the curve that it left,
//! because everything random is drawn from (seed, step).

use burn::tensor::{Device, Tensor};
use domain::PIXELS;
use domain::augment::{Augmentation, augment};
use domain::data::Dataset;
use domain::rng::Rng;
use domain::schedule::one_cycle;
use serde::{Deserialize, Serialize};

use crate::train::{Network, Trainer};
use crate::weights::{NamedTensor, Weights, WeightsError};
use crate::{AdamW, AdamWConfig, DeviceError, Moments};

/// How a network is trained.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// Draws initial weights, batch order, augmentation and dropout.
    pub seed: u64,
    /// Passes over the images.
    pub epochs: u32,
    /// Images a step. The images left over at the end of an epoch wait for the next one.
    pub batch: usize,
    /// Highest learning rate of the one-cycle schedule.
    pub learning_rate: f64,
    /// How images are varied.
    pub augmentation: Augmentation,
}

/// Parts of the seed's streams, so that order, variation and noise are independent.
const ORDER: u64 = 1 << 40;
const VARIATION: u64 = 2 << 40;
const NOISE: u64 = 3 << 40;

/// See the [module](self).
#[derive(Clone, Debug)]
pub struct Run<N> {
    /// The network and its optimizer.
    pub trainer: Trainer<N>,
    /// How it is trained.
    pub plan: Plan,
    images: Vec<usize>,
    order: Vec<usize>,
    step: u64,
}

impl<N: Network> Run<N> {
    /// A run at its beginning, over these indices of a data set.
    pub fn new(plan: Plan, images: Vec<usize>, device: &Device) -> Self {
        let config = (N::Config::default(), AdamWConfig::default());
        let trainer = Trainer::new(config.0, config.1, plan.seed, device);
        let mut run = Self { trainer, plan, images, order: Vec::new(), step: 0 };
        run.draw_order();
        run
    }

    /// Steps an epoch.
    pub fn steps_per_epoch(&self) -> u64 {
        (self.images.len() / self.plan.batch.max(1)) as u64
    }

    /// Steps in all.
    pub fn steps(&self) -> u64 {
        self.steps_per_epoch() * u64::from(self.plan.epochs)
    }

    /// Steps taken.
    pub fn step_count(&self) -> u64 {
        self.step
    }

    /// Whether all steps are taken.
    pub fn is_done(&self) -> bool {
        self.step >= self.steps()
    }

    /// Takes a step and returns the mean loss of its batch, still on the device; none when the
    /// run is done.
    pub fn step(&mut self, data: &Dataset) -> Option<Tensor<1>> {
        if self.is_done() {
            return None;
        }
        let place = (self.step % self.steps_per_epoch()) as usize;
        if place == 0 {
            self.draw_order();
        }
        let batch = &self.order[place * self.plan.batch..(place + 1) * self.plan.batch];
        let mut rng = Rng::stream(self.plan.seed, VARIATION + self.step);
        let mut pixels = vec![0.0; batch.len() * PIXELS];
        for (&index, out) in batch.iter().zip(pixels.chunks_exact_mut(PIXELS)) {
            augment(data.image(index), self.plan.augmentation, &mut rng, out);
        }
        let labels: Vec<u8> = batch.iter().map(|&index| data.labels[index]).collect();
        let rate = one_cycle(self.step, self.steps(), self.plan.learning_rate);
        let noise = Rng::stream(self.plan.seed, NOISE + self.step).next_u64();
        self.step += 1;
        Some(self.trainer.step(pixels, &labels, rate, noise))
    }

    /// The order of the epoch that the next step is in.
    fn draw_order(&mut self) {
        let epoch = self.step.checked_div(self.steps_per_epoch()).unwrap_or(0);
        self.order.clone_from(&self.images);
        Rng::stream(self.plan.seed, ORDER + epoch).shuffle(&mut self.order);
    }

    /// The network as it infers: no dropout, running statistics.
    pub fn network(&self) -> N {
        self.trainer.network.valid()
    }

    /// Everything that [`Run::resume`] needs, as one set of tensors.
    ///
    /// # Errors
    /// The device's words where the readback fails.
    pub async fn checkpoint(&self) -> Result<Weights, DeviceError> {
        let weights = Weights::of(&self.trainer.network).await?;
        let moments = self.trainer.optimizer.moments().await?;
        let [means, squares] = moments.tensors;
        let parts = [("weight", weights.tensors), ("mean", means), ("square", squares)];
        let mut checkpoint = Weights::default();
        for (part, tensors) in parts {
            checkpoint.tensors.extend(
                tensors.into_iter().map(|tensor| NamedTensor {
                    name: format!("{part}/{}", tensor.name),
                    ..tensor
                }),
            );
        }
        let facts = [
            ("kind", N::KIND.to_owned()),
            ("step", self.step.to_string()),
            ("optimizer_steps", moments.steps.to_string()),
            ("plan", self.plan_text()),
        ];
        checkpoint.metadata = facts.map(|(key, value)| (key.to_owned(), value)).into();
        Ok(checkpoint)
    }

    /// A run that goes on where the checkpoint was taken.
    ///
    /// # Errors
    /// [`ResumeError::OtherRun`] where the checkpoint is of another plan or other images.
    pub fn resume(
        plan: Plan,
        images: Vec<usize>,
        checkpoint: &Weights,
        device: &Device,
    ) -> Result<Self, ResumeError> {
        let mut run = Self::new(plan, images, device);
        let fact = |key: &str| checkpoint.metadata.get(key).map(String::as_str).unwrap_or_default();
        if fact("kind") != N::KIND || fact("plan") != run.plan_text() {
            return Err(ResumeError::OtherRun);
        }
        let number = |key: &str| fact(key).parse().map_err(|_| ResumeError::OtherRun);
        let part = |part: &str| -> Vec<NamedTensor> {
            let named = checkpoint.tensors.iter().filter_map(|tensor| {
                let name = tensor.name.strip_prefix(part)?.strip_prefix('/')?.to_owned();
                Some(NamedTensor { name, ..tensor.clone() })
            });
            named.collect()
        };
        let weights = Weights { tensors: part("weight"), ..Weights::default() };
        let network = weights.load(run.trainer.network.clone(), device)?;
        let steps: u64 = number("optimizer_steps")?;
        let moments = Moments { steps: steps as u32, tensors: [part("mean"), part("square")] };
        let optimizer = AdamW::resume(AdamWConfig::default(), &moments, device);
        run.trainer = Trainer::resume(network, optimizer, device);
        run.step = number("step")?;
        run.draw_order();
        Ok(run)
    }

    /// What a checkpoint must have been taken from to be resumed here.
    fn plan_text(&self) -> String {
        let images = self.images.iter().fold(self.images.len() as u64, |hash, &index| {
            Rng::new(hash ^ index as u64).next_u64()
        });
        format!("{:?} over {images:016x}", self.plan)
    }
}

/// Why a checkpoint cannot be resumed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ResumeError {
    /// Its plan, images or kind of network are others.
    #[error("the checkpoint is of another run")]
    OtherRun,
    /// Its weights do not fit.
    #[error(transparent)]
    Weights(#[from] WeightsError),
}
