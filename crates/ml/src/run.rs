//! A training run: which images, in which order, at which learning rate. One call of
//! [`Run::step`] is one step; a run that is saved and resumed continues the curve that it left,
//! because everything random is drawn from (seed, step).

use burn::tensor::Device;
use dataset::{Dataset, PIXELS};
use protocol::learning_rate::Schedule;
use protocol::run::{OptimizerChoice, RateMark, RunConfig};
use random::Rng;
use serde::{Deserialize, Serialize};
use vision::augment::{Augmentation, augment};

use crate::identity::{self, Difference, Identity};
use crate::train::{BatchOutput, Network, Trainer};
use crate::traverse::NamedTensor;
use crate::weights::{Weights, WeightsError};
use crate::{DeviceError, Moments, Optimizer};

/// How a network is trained.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// Draws initial weights, batch order, augmentation and dropout.
    pub seed: u64,
    /// Passes over the images.
    pub epochs: u32,
    /// Images a step. The images left over at the end of an epoch wait for the next one.
    pub batch: usize,
    /// Highest learning rate of the schedule.
    pub learning_rate: f64,
    /// How the learning rate changes over the run.
    pub schedule: Schedule,
    /// What makes a step of the gradients.
    pub optimizer: OptimizerChoice,
    /// How images are varied.
    pub augmentation: Augmentation,
    /// Whether the convolutions stay as they are.
    pub freeze_features: bool,
    /// Share of each batch that is drawn from the extra images, where there are any.
    pub extra_share: f32,
}

impl Plan {
    /// A plan from scratch on the data set alone.
    pub fn new(seed: u64, epochs: u32, augmentation: Augmentation) -> Self {
        Self {
            seed,
            epochs,
            batch: 64,
            learning_rate: 3e-3,
            schedule: Schedule::OneCycle,
            optimizer: OptimizerChoice::AdamW,
            augmentation,
            freeze_features: false,
            extra_share: 0.0,
        }
    }
}

impl From<&RunConfig> for Plan {
    fn from(config: &RunConfig) -> Self {
        Self {
            seed: config.seed,
            epochs: config.epochs,
            batch: config.batch as usize,
            learning_rate: config.learning_rate,
            schedule: config.schedule,
            optimizer: config.optimizer,
            augmentation: config.augmentation,
            freeze_features: config.freeze_convolutions,
            extra_share: config.own_share,
        }
    }
}

/// What a run is trained on.
#[derive(Clone, Debug, Default)]
pub struct Source {
    /// Places of a data set that is given to each step.
    pub images: Vec<usize>,
    /// Images beside the data set, such as the visitor's own.
    pub extra: Dataset,
}

impl From<Vec<usize>> for Source {
    fn from(images: Vec<usize>) -> Self {
        Self { images, ..Self::default() }
    }
}

/// Parts of the seed's streams, so that order, variation and noise are independent.
const ORDER: u64 = 1 << 40;
const VARIATION: u64 = 2 << 40;
const NOISE: u64 = 3 << 40;
const EXTRA: u64 = 4 << 40;

/// See the [module](self).
#[derive(Clone, Debug)]
pub struct Run<N: Network> {
    /// The network and its optimizer.
    pub trainer: Trainer<N>,
    /// How it is trained.
    pub plan: Plan,
    /// Learning rates set by hand, in order of their steps.
    pub rates: Vec<RateMark>,
    config: N::Config,
    source: Source,
    order: Vec<usize>,
    step: u64,
}

/// What a step gave, still on the device.
#[derive(Clone, Debug)]
pub struct TrainedStep {
    /// Loss and logits before the step.
    pub outcome: BatchOutput,
    /// The labels of its batch.
    pub labels: Vec<u8>,
    /// Its learning rate.
    pub rate: f64,
}

impl<N: Network> Run<N> {
    /// A run at its beginning, its weights drawn from the seed.
    pub fn new(plan: Plan, config: N::Config, source: Source, device: &Device) -> Self {
        let optimizer = N::optimizer(plan.optimizer);
        let trainer = Trainer::<N>::new(config, optimizer, plan.seed, device);
        Self::begin(plan, config, trainer, source)
    }

    /// A run at its beginning that starts from these weights.
    ///
    /// # Errors
    /// Weights that do not fit.
    pub fn from_weights(
        plan: Plan,
        config: N::Config,
        weights: &Weights,
        source: Source,
        device: &Device,
    ) -> Result<Self, WeightsError> {
        let network = N::build(config, &device.clone().autodiff());
        let network = weights.load(network, device)?;
        let optimizer = Optimizer::new(N::optimizer(plan.optimizer));
        let trainer = Trainer::resume(network, optimizer, device);
        Ok(Self::begin(plan, config, trainer, source))
    }

    fn begin(plan: Plan, config: N::Config, mut trainer: Trainer<N>, source: Source) -> Self {
        if plan.freeze_features {
            trainer.network = trainer.network.freeze_features();
        }
        let (rates, order) = (Vec::new(), Vec::new());
        let mut run = Self { trainer, plan, rates, config, source, order, step: 0 };
        run.draw_order();
        run
    }

    /// Images of a batch that come from the extra ones; at least one is left to the data set.
    fn extra_count(&self) -> usize {
        if self.source.extra.is_empty() {
            return 0;
        }
        let wanted = (self.plan.batch as f32 * self.plan.extra_share).round() as usize;
        wanted.min(self.plan.batch.saturating_sub(1))
    }

    /// Steps an epoch.
    pub fn steps_per_epoch(&self) -> u64 {
        (self.source.images.len() / (self.plan.batch - self.extra_count()).max(1)) as u64
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

    /// What it is trained on.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// Takes a step on images of `data`; none when the run is done.
    pub fn step(&mut self, data: &Dataset) -> Option<TrainedStep> {
        if self.is_done() {
            return None;
        }
        let place = (self.step % self.steps_per_epoch()) as usize;
        if place == 0 {
            self.draw_order();
        }
        let own = self.plan.batch - self.extra_count();
        let mut rng = Rng::stream(self.plan.seed, VARIATION + self.step);
        let mut draw = Rng::stream(self.plan.seed, EXTRA + self.step);
        let mut pixels = vec![0.0; self.plan.batch * PIXELS];
        let mut labels = Vec::with_capacity(self.plan.batch);
        for (slot, out) in pixels.chunks_exact_mut(PIXELS).enumerate() {
            let (from, index) = if slot < own {
                (data, self.order[place * own + slot])
            } else {
                (&self.source.extra, draw.below(self.source.extra.len()))
            };
            augment(from.image(index), self.plan.augmentation, &mut rng, out);
            labels.push(from.labels[index]);
        }
        let mark = self.rates.iter().rev().find(|mark| mark.step <= self.step);
        let peak = mark.map_or(self.plan.learning_rate, |mark| mark.rate);
        let rate = self.plan.schedule.rate(self.step, self.steps(), peak);
        let noise = Rng::stream(self.plan.seed, NOISE + self.step).next_u64();
        self.step += 1;
        let outcome = self.trainer.step(pixels, &labels, rate, noise);
        Some(TrainedStep { outcome, labels, rate })
    }

    /// From the next step on, this is the highest learning rate.
    pub fn set_rate(&mut self, rate: f64) {
        self.rates.retain(|mark| mark.step < self.step);
        self.rates.push(RateMark { step: self.step, rate });
    }

    /// The order of the epoch that the next step is in.
    fn draw_order(&mut self) {
        let epoch = self.step.checked_div(self.steps_per_epoch()).unwrap_or(0);
        self.order.clone_from(&self.source.images);
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
            checkpoint.add_part(part, tensors);
        }
        let facts = [
            ("kind", N::KIND.to_owned()),
            ("step", self.step.to_string()),
            ("optimizer_steps", moments.steps.to_string()),
            ("identity", self.identity().text()),
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
        config: N::Config,
        source: Source,
        checkpoint: &Weights,
        device: &Device,
    ) -> Result<Self, ResumeError> {
        let mut run = Self::new(plan, config, source, device);
        let fact = |key: &str| checkpoint.metadata.get(key).map(String::as_str).unwrap_or_default();
        if fact("kind") != N::KIND {
            return Err(ResumeError::OtherRun);
        }
        run.check_identity(checkpoint)?;
        let number = |key: &str| fact(key).parse().map_err(|_| ResumeError::OtherRun);
        let weights = checkpoint.part("weight");
        let network = weights.load(run.trainer.network.clone(), device)?;
        let steps: u64 = number("optimizer_steps")?;
        let moments = Moments {
            steps: steps as u32,
            tensors: ["mean", "square"].map(|part| checkpoint.part(part).tensors),
        };
        check_moments(&moments, &weights)?;
        let optimizer = Optimizer::resume(N::optimizer(plan.optimizer), &moments, device);
        run.trainer = Trainer::resume(network, optimizer, device);
        run.step = number("step")?;
        run.draw_order();
        Ok(run)
    }

    /// What a checkpoint must have been taken from to be resumed here.
    fn identity(&self) -> Identity {
        Identity::of::<N>(&self.plan, &self.config, &self.source)
    }

    /// Refuses a checkpoint of another run. Before there was an [`Identity`] it carried a line.
    fn check_identity(&self, checkpoint: &Weights) -> Result<(), ResumeError> {
        let fact = |key: &str| checkpoint.metadata.get(key);
        match fact("identity") {
            Some(text) => self.identity().check(text).map_err(|difference| match difference {
                Difference::OtherRun => ResumeError::OtherRun,
                Difference::Version(found) => {
                    ResumeError::Version { expected: identity::VERSION, found }
                }
            }),
            None => {
                let line = identity::identity::<N>(&self.plan, &self.config, &self.source);
                let is_same = fact("plan") == Some(&line);
                if is_same { Ok(()) } else { Err(ResumeError::OtherRun) }
            }
        }
    }
}

/// Refuses moments that are not of these weights, or not finite.
pub(crate) fn check_moments(moments: &Moments, weights: &Weights) -> Result<(), WeightsError> {
    for NamedTensor { name, values, .. } in moments.tensors.iter().flatten() {
        let own = weights.tensors.iter().find(|tensor| tensor.name == *name);
        let own = own.ok_or_else(|| WeightsError::Unknown(name.clone()))?;
        if own.values.len() != values.len() {
            return Err(WeightsError::Shape {
                name: name.clone(),
                expected: own.shape.clone(),
                found: vec![values.len()],
            });
        }
        if values.iter().any(|value| !value.is_finite()) {
            return Err(WeightsError::NotFinite(name.clone()));
        }
    }
    Ok(())
}

/// Why a checkpoint cannot be resumed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ResumeError {
    /// Its plan, images or kind of network are others.
    #[error("the checkpoint is of another run")]
    OtherRun,
    /// What it was taken from is written in another version.
    #[error("the checkpoint's identity is of version {found}, this program reads {expected}")]
    Version {
        /// This program's version.
        expected: u32,
        /// The checkpoint's.
        found: u32,
    },
    /// Its weights do not fit.
    #[error(transparent)]
    Weights(#[from] WeightsError),
}
