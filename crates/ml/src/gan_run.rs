//! The training of a generator against a discriminator: one step of either is a function, and everything random
//! in it is drawn from (seed, network, step), so that a training that is resumed is the one that was left.
//!
//! The loss is the non-saturating one (Goodfellow et al., "Generative Adversarial Networks", 2014).

use std::collections::BTreeMap;

use burn::module::Module;
use burn::tensor::{Device, Tensor, TensorData, Transaction};
use dataset::{CLASSES, Dataset, PIXELS, to_unit};
use protocol::gan::{CODE, DiscriminatorStep, Frame, GRID, GanConfig, GanMeasured, Player};
use random::Rng;
use statistics::finite::{Output, check_finite};

use crate::gan::{Discriminator, Generator, drawn_codes, tensor_of};
use crate::gan_variation::Variations;
use crate::inference::images;
use crate::traverse::{named_rows, read};
use crate::{
    AdamWConfig, DeviceError, Moments, Optimizer, OptimizerConfig, ResumeError, Weights,
    WeightsError,
};

/// Parts of the seed's streams.
const REAL: u64 = 7 << 40;
const CODES: u64 = 8 << 40;
const VARIATION: u64 = 9 << 40;
/// What a checkpoint of another kind of training does not say.
const KIND: &str = "gan";
/// Seed of the codes that the film is drawn from.
const FILM_SEED: u64 = 1;
/// Images that are drawn in one pass.
const DRAWN_AT_ONCE: usize = 64;
/// Version of what a checkpoint's identity means.
const VERSION: u32 = 1;

/// See the [module](self).
#[derive(Debug)]
pub struct GanRun {
    /// How it is trained.
    pub config: GanConfig,
    /// Places of the real images in the data set that is given to each step.
    pub places: Vec<usize>,
    generator: Generator,
    discriminator: Discriminator,
    /// The moving average of the generator's weights.
    average: BTreeMap<String, Tensor<1>>,
    /// The generator's, then the discriminator's.
    optimizers: [Optimizer; 2],
    steps: [u32; 2],
    device: Device,
}

/// What a step measured, still on the device.
#[derive(Clone, Debug)]
#[allow(clippy::large_enum_variant, reason = "there are few at a time, and each is read at once")]
pub enum GanOutput {
    /// Of the generator: its loss, `[1]`.
    Generator(Tensor<1>),
    /// Of the discriminator: its loss, `[1]`, and its logits of real and of drawn images, `[batch, 1]`.
    Discriminator {
        /// Mean binary cross-entropy.
        loss: Tensor<1>,
        /// Of real images.
        real: Tensor<2>,
        /// Of drawn images.
        fake: Tensor<2>,
    },
}

impl GanRun {
    /// A training at its beginning, on the images of these places.
    pub fn new(config: GanConfig, places: Vec<usize>, on: &Device) -> Self {
        let device = on.clone().autodiff();
        let seeds = [0, 1].map(|network| Rng::stream(config.seed, network).next_u64());
        let generator = Weights::draw(Generator::new(&device), &device, seeds[0]);
        let discriminator = Weights::draw(Discriminator::new(&device), &device, seeds[1]);
        let average = named_rows(&generator);
        let optimizers = [0, 1].map(|_| Optimizer::new(adam()));
        Self {
            config,
            places,
            generator,
            discriminator,
            average,
            optimizers,
            steps: [0; 2],
            device,
        }
    }

    /// Steps that the generator and the discriminator have taken.
    pub fn steps(&self) -> [u32; 2] {
        self.steps
    }

    /// Whether both have taken all their steps.
    pub fn is_done(&self) -> bool {
        self.steps.iter().all(|&steps| steps >= self.config.steps)
    }

    /// Whose turn it is: the discriminator's first, then in turns.
    pub fn turn(&self) -> Player {
        if self.steps[1] <= self.steps[0] { Player::Discriminator } else { Player::Generator }
    }

    /// Weights and biases of the generator and of the discriminator.
    pub fn parameters(&self) -> [usize; 2] {
        [self.generator.num_params(), self.discriminator.num_params()]
    }

    /// Takes a step of one of the two, the other held still. `data` holds the real images.
    pub fn step(&mut self, player: Player, data: &Dataset) -> GanOutput {
        match player {
            Player::Generator => GanOutput::Generator(self.step_generator()),
            Player::Discriminator => self.step_discriminator(data),
        }
    }

    /// The generator learns to draw what the discriminator takes for real.
    fn step_generator(&mut self) -> Tensor<1> {
        let step = u64::from(self.steps[0]);
        let drawn = self.drawn(2 * step);
        let varied = self.varied(drawn, 2 * step);
        // Its gradients by the discriminator's weights are not wanted.
        let discriminator = self.discriminator.clone().freeze();
        let loss = softplus(-discriminator.forward(varied)).mean();
        let gradients = loss.backward();
        let rate = self.config.learning_rate;
        self.generator = self.optimizers[0].step(self.generator.clone(), &gradients, rate);
        self.steps[0] += 1;
        // The first weights are forgotten quickly.
        let steps = self.steps[0] as f32;
        let kept = self.config.average.min((1.0 + steps) / (10.0 + steps));
        for (name, now) in named_rows(&self.generator) {
            let before = self.average.remove(&name);
            let average = before.map_or(now.clone(), |before| before * kept + now * (1.0 - kept));
            self.average.insert(name, average);
        }
        loss.inner()
    }

    /// The discriminator learns to tell the two apart.
    fn step_discriminator(&mut self, data: &Dataset) -> GanOutput {
        let step = u64::from(self.steps[1]);
        let batch = self.config.batch as usize;
        let mut rng = Rng::stream(self.config.seed, REAL + step);
        let pixels = (0..batch).flat_map(|_| {
            let place = self.places.get(rng.below(self.places.len().max(1)));
            place.map_or(vec![0.0; PIXELS], |&place| to_unit(data.image(place)))
        });
        let real = images(pixels.collect(), batch, &self.device);
        let drawn = Tensor::from_inner(self.drawn(2 * step + 1).inner());
        let real = self.discriminator.forward(self.varied(real, 4 * step + 1));
        let fake = self.discriminator.forward(self.varied(drawn, 4 * step + 3));
        // Binary cross-entropy against 1 - smoothing and against 0.
        let of_real = softplus(-real.clone()) + real.clone() * self.config.smoothing;
        let loss = (of_real.mean() + softplus(fake.clone()).mean()) * 0.5;
        let gradients = loss.backward();
        let rate = self.config.learning_rate;
        self.discriminator = self.optimizers[1].step(self.discriminator.clone(), &gradients, rate);
        self.steps[1] += 1;
        GanOutput::Discriminator { loss: loss.inner(), real: real.inner(), fake: fake.inner() }
    }

    /// Images from new codes, as the generator draws in training.
    fn drawn(&self, part: u64) -> Tensor<4> {
        let seed = Rng::stream(self.config.seed, CODES + part).next_u64();
        let codes = drawn_codes(seed, self.config.batch as usize);
        self.generator.forward(tensor_of(codes, &self.device))
    }

    fn varied(&self, images: Tensor<4>, part: u64) -> Tensor<4> {
        if !self.config.is_augmented {
            return images;
        }
        let mut rng = Rng::stream(self.config.seed, VARIATION + part);
        Variations::draw(self.config.batch as usize, &mut rng, &self.device).apply(images)
    }

    /// The generator as it draws outside of training: with the moving average of its weights.
    pub fn settled(&self) -> Generator {
        Generator::settled(&self.average, &self.device.clone().inner())
    }

    /// The frame of the film as it is now.
    ///
    /// # Errors
    /// The device's words where the readback fails, or numbers that are not finite.
    pub async fn frame(&self) -> Result<Frame, DeviceError> {
        let codes = drawn_codes(FILM_SEED, GRID);
        let pixels = generate(&self.settled(), &codes, &self.device).await?;
        Ok(Frame { step: self.steps[0], pixels })
    }

    /// Everything that [`GanRun::resume`] needs, as one set of tensors.
    ///
    /// # Errors
    /// The device's words where the readback fails.
    pub async fn checkpoint(&self) -> Result<Weights, DeviceError> {
        let mut checkpoint = Weights::default();
        checkpoint.add_part("generator/weight", Weights::of(&self.generator).await?.tensors);
        checkpoint
            .add_part("discriminator/weight", Weights::of(&self.discriminator).await?.tensors);
        let mut taken = Vec::new();
        for (optimizer, network) in self.optimizers.iter().zip(["generator", "discriminator"]) {
            let Moments { steps, tensors: [means, squares] } = optimizer.moments().await?;
            taken.push(steps);
            checkpoint.add_part(&format!("{network}/mean"), means);
            checkpoint.add_part(&format!("{network}/square"), squares);
        }
        let average = self.average.iter();
        let average = average.map(|(name, row)| (name.clone(), row.dims().to_vec(), row.clone()));
        checkpoint.add_part("average", read(average.collect()).await?);
        let numbers = |numbers: &[u32]| format!("{} {}", numbers[0], numbers[1]);
        let facts = [
            ("kind", KIND.to_owned()),
            ("steps", numbers(&self.steps)),
            ("optimizer_steps", numbers(&taken)),
            ("identity", self.identity()),
        ];
        checkpoint.metadata = facts.map(|(key, value)| (key.to_owned(), value)).into();
        Ok(checkpoint)
    }

    /// A training that goes on where the checkpoint was taken.
    ///
    /// # Errors
    /// A checkpoint of another configuration or other images, or one whose weights do not fit.
    pub fn resume(
        config: GanConfig,
        places: Vec<usize>,
        checkpoint: &Weights,
        device: &Device,
    ) -> Result<Self, ResumeError> {
        let mut run = Self::new(config, places, device);
        let fact = |key: &str| checkpoint.metadata.get(key).map(String::as_str).unwrap_or_default();
        if fact("kind") != KIND || fact("identity") != run.identity() {
            return Err(ResumeError::OtherRun);
        }
        let numbers = |key: &str| -> Result<[u32; 2], ResumeError> {
            let numbers: Option<Vec<u32>> =
                fact(key).split(' ').map(|number| number.parse().ok()).collect();
            numbers.and_then(|numbers| numbers.try_into().ok()).ok_or(ResumeError::OtherRun)
        };
        let weights = |network: &str| checkpoint.part(&format!("{network}/weight"));
        run.generator = weights("generator").load(run.generator, device)?;
        run.discriminator = weights("discriminator").load(run.discriminator, device)?;
        let taken = numbers("optimizer_steps")?;
        for (place, network) in ["generator", "discriminator"].into_iter().enumerate() {
            let tensors = ["mean", "square"]
                .map(|moment| checkpoint.part(&format!("{network}/{moment}")).tensors);
            let moments = Moments { steps: taken[place], tensors };
            crate::run::check_moments(&moments, &weights(network))?;
            run.optimizers[place] = Optimizer::resume(adam(), &moments, device);
        }
        let average = checkpoint.part("average");
        for (name, row) in &mut run.average {
            let found = average.tensors.iter().find(|tensor| tensor.name == *name);
            let found = found.ok_or_else(|| WeightsError::Missing(name.clone()))?;
            if found.values.len() != row.dims()[0] {
                let (expected, found) = (row.dims().to_vec(), vec![found.values.len()]);
                return Err(WeightsError::Shape { name: name.clone(), expected, found }.into());
            }
            if found.values.iter().any(|value| !value.is_finite()) {
                return Err(WeightsError::NotFinite(name.clone()).into());
            }
            let count = found.values.len();
            let device = device.clone().inner();
            *row = Tensor::from_data(TensorData::new(found.values.clone(), [count]), &device);
        }
        run.steps = numbers("steps")?;
        Ok(run)
    }

    /// What a checkpoint must have been taken from to be resumed here. The names are those in files.
    fn identity(&self) -> String {
        let GanConfig {
            class,
            images,
            keep,
            seed,
            // More steps than were planned are the same training.
            steps: _,
            batch,
            learning_rate,
            is_augmented,
            smoothing,
            average,
        } = &self.config;
        let mut hash = self.places.len() as u64;
        for &place in &self.places {
            hash = Rng::new(hash ^ place as u64).next_u64();
        }
        format!(
            "version {VERSION}; class {}; images {images}; keep {keep}; seed {seed}; batch {batch}; rate \
             {learning_rate}; augmented {is_augmented}; smoothing {smoothing}; average {average}; places {hash:016x}",
            class.slug()
        )
    }
}

/// Reads what steps measured, in one readback.
///
/// # Errors
/// The device's words where the readback fails.
pub async fn read_steps(outputs: Vec<GanOutput>) -> Result<Vec<GanMeasured>, DeviceError> {
    let mut transaction = Transaction::default();
    for output in &outputs {
        transaction = match output {
            GanOutput::Generator(loss) => transaction.register(loss.clone()),
            GanOutput::Discriminator { loss, real, fake } => {
                transaction.register(loss.clone()).register(real.clone()).register(fake.clone())
            }
        };
    }
    let data = transaction.execute_async().await;
    let data = data.map_err(|error| DeviceError::Readback(error.to_string()))?;
    let mut data = data.into_iter().map(|data| data.iter::<f32>().collect::<Vec<f32>>());
    let mut next = || data.next().unwrap_or_default();
    let first = |values: Vec<f32>| values.first().copied().unwrap_or(f32::NAN);
    let share = |values: &[f32], is_it: fn(f32) -> bool| {
        values.iter().filter(|&&value| is_it(value)).count() as f32 / values.len().max(1) as f32
    };
    let measured = outputs.iter().map(|output| match output {
        GanOutput::Generator(_) => GanMeasured::Generator(first(next())),
        GanOutput::Discriminator { .. } => {
            let (loss, real, fake) = (first(next()), next(), next());
            GanMeasured::Discriminator(DiscriminatorStep {
                loss,
                real: share(&real, |logit| logit > 0.0),
                fake: share(&fake, |logit| logit <= 0.0),
            })
        }
    });
    Ok(measured.collect())
}

/// Images that a generator at rest draws from codes: 784 grey values each.
///
/// # Errors
/// The device's words where the readback fails, or numbers that are not finite.
pub async fn generate(
    generator: &Generator,
    codes: &[f32],
    device: &Device,
) -> Result<Vec<u8>, DeviceError> {
    let device = device.clone().inner();
    let mut pixels = Vec::new();
    for some in codes.chunks(DRAWN_AT_ONCE * CODE) {
        let drawn = generator.forward(tensor_of(some.to_vec(), &device)).into_data_async().await;
        let drawn = drawn.map_err(|error| DeviceError::Readback(error.to_string()))?;
        let values: Vec<f32> = drawn.iter::<f32>().collect();
        check_finite(&values, Output::Reconstruction)?;
        pixels.extend(values.iter().map(|value| (value * 255.0).round() as u8));
    }
    Ok(pixels)
}

/// Places of the training images that a generator's training sees, and of those that are left of all classes.
pub fn places_of(config: &GanConfig, labels: &[u8]) -> (Vec<usize>, Vec<usize>) {
    let left = subset(labels, config.images, config.imbalance());
    let own = left.iter().copied().filter(|&place| labels[place] == config.class.label());
    (own.collect(), left)
}

/// Places of a stratified subset in which a class was made rare, always the same ones: so that the seeds of a
/// comparison, and a generator that is trained beforehand, share their images.
pub fn subset(labels: &[u8], images: u32, rare: dataset::Imbalance) -> Vec<usize> {
    let some = Dataset::some(labels, images as usize, dataset::SPLIT_SEED);
    dataset::make_rare(labels, &some, rare, dataset::SPLIT_SEED)
}

/// How many images a class would need to have as many as the others on average.
pub fn missing(counts: [usize; CLASSES], class: dataset::Class) -> usize {
    let own = counts[class.index()];
    let others: usize = counts.iter().sum::<usize>() - own;
    ((others as f64 / (CLASSES - 1) as f64).round() as usize).saturating_sub(own)
}

/// Adam as DCGAN has it: a short memory of gradients, no decay of weights.
fn adam() -> OptimizerConfig {
    let adamw = AdamWConfig { beta_1: 0.5, weight_decay: 0.0, ..AdamWConfig::default() };
    OptimizerConfig { adamw, muon: None }
}

/// ln(1 + eˣ), without overflow.
fn softplus(x: Tensor<2>) -> Tensor<2> {
    burn::tensor::activation::relu(x.clone()) + (-x.abs()).exp().log1p()
}
