//! One training step of each network. Looping, pausing and progress are the caller's.

use burn::module::Module;
use burn::tensor::activation::log_softmax;
use burn::tensor::{Device, Tensor, TensorData};
use dataset::{CLASSES, PIXELS};
use protocol::run::OptimizerChoice;

use crate::inference::images;
use crate::{
    Autoencoder, AutoencoderConfig, Classifier, ClassifierConfig, MuonConfig, Optimizer,
    OptimizerConfig, Sizes, Weights, WeightsError,
};

/// A network that can be trained.
pub trait Network: Module {
    /// Its name in files.
    const KIND: &'static str;
    /// What [`Network::outcome`] minimises.
    const LOSS: &'static str;
    /// The weights between two hidden layers.
    const HIDDEN: &'static [&'static str];
    /// Its sizes.
    type Config: Copy + Default + std::fmt::Debug;

    /// Its sizes as files have them.
    fn sizes(config: &Self::Config) -> Sizes;

    /// A network on a device, its weights yet to be drawn or loaded.
    fn build(config: Self::Config, device: &Device) -> Self;

    /// The sizes of the network that these weights are of.
    ///
    /// # Errors
    /// Weights that are of no such network.
    fn config_of(weights: &Weights) -> Result<Self::Config, WeightsError>;

    /// The mean loss of a batch, and its logits where the network names classes.
    ///
    /// # Shapes
    /// - `images`: `[batch, 1, 28, 28]`, pixels in [0, 1]
    /// - `labels`: one an image, 0 to 9
    /// - output: `[1]` and `[batch, 10]`
    fn outcome(&self, images: Tensor<4>, labels: &[u8]) -> BatchOutput;

    /// The mean loss of a batch: `[1]`.
    fn loss(&self, images: Tensor<4>, labels: &[u8]) -> Tensor<1> {
        self.outcome(images, labels).loss
    }

    /// The network whose convolutions stay as they are.
    fn freeze_features(self) -> Self;

    /// What the network's two convolutions make of a batch.
    fn features(&self, images: Tensor<4>) -> [Tensor<4>; 2];

    /// The settings of the chosen optimizer.
    fn optimizer(choice: OptimizerChoice) -> OptimizerConfig {
        let muon = match choice {
            OptimizerChoice::AdamW => None,
            OptimizerChoice::Muon => Some((MuonConfig::default(), Self::HIDDEN)),
        };
        OptimizerConfig { muon, ..OptimizerConfig::default() }
    }
}

/// What a batch gave, on the device.
#[derive(Clone, Debug)]
pub struct BatchOutput {
    /// Mean loss: `[1]`.
    pub loss: Tensor<1>,
    /// Logits, where the network names classes: `[batch, 10]`.
    pub logits: Option<Tensor<2>>,
}

impl Network for Classifier {
    const KIND: &'static str = "classifier";
    const LOSS: &'static str = "cross-entropy";
    const HIDDEN: &'static [&'static str] = &["conv2.weight", "dense1.weight"];
    type Config = ClassifierConfig;

    fn sizes(config: &ClassifierConfig) -> Sizes {
        let ClassifierConfig { channels, dense, dropout, is_normalised } = *config;
        Sizes::Classifier { channels, dense, dropout, is_normalised }
    }

    fn build(config: ClassifierConfig, device: &Device) -> Self {
        config.init(device)
    }

    fn config_of(weights: &Weights) -> Result<ClassifierConfig, WeightsError> {
        ClassifierConfig::of(weights)
    }

    /// Softmax cross-entropy, in nats.
    fn outcome(&self, images: Tensor<4>, labels: &[u8]) -> BatchOutput {
        let targets = targets(labels, &images.device());
        let logits = self.forward(images);
        let log_probabilities = log_softmax(logits.clone(), 1);
        let loss = -(log_probabilities * targets).sum() / labels.len() as f32;
        BatchOutput { loss, logits: Some(logits) }
    }

    fn freeze_features(self) -> Self {
        self.freeze_features()
    }

    fn features(&self, images: Tensor<4>) -> [Tensor<4>; 2] {
        self.features(images)
    }
}

impl Network for Autoencoder {
    const KIND: &'static str = "autoencoder";
    const LOSS: &'static str = "mean squared error";
    const HIDDEN: &'static [&'static str] = &[
        "down2.weight",
        "encode1.weight",
        "encode2.weight",
        "decode1.weight",
        "decode2.weight",
        "up1.weight",
    ];
    type Config = AutoencoderConfig;

    fn sizes(config: &AutoencoderConfig) -> Sizes {
        let AutoencoderConfig { channels, dense, code } = *config;
        Sizes::Autoencoder { channels, dense, code }
    }

    fn build(config: AutoencoderConfig, device: &Device) -> Self {
        config.init(device)
    }

    /// They are always the same.
    fn config_of(_: &Weights) -> Result<AutoencoderConfig, WeightsError> {
        Ok(AutoencoderConfig::default())
    }

    /// Mean squared error of the pixels; labels have no part in it.
    fn outcome(&self, images: Tensor<4>, _: &[u8]) -> BatchOutput {
        let difference = self.forward(images.clone()) - images;
        BatchOutput { loss: (difference.clone() * difference).mean(), logits: None }
    }

    fn freeze_features(self) -> Self {
        self.freeze_features()
    }

    fn features(&self, images: Tensor<4>) -> [Tensor<4>; 2] {
        self.features(images)
    }
}

/// `[batch, 10]`: one at the label, made on the host so that no device needs a scatter.
fn targets(labels: &[u8], device: &Device) -> Tensor<2> {
    let mut targets = vec![0.0f32; labels.len() * CLASSES];
    for (row, &label) in labels.iter().enumerate() {
        targets[row * CLASSES + usize::from(label)] = 1.0;
    }
    Tensor::from_data(TensorData::new(targets, [labels.len(), CLASSES]), device)
}

/// A network in training, with its optimizer.
#[derive(Clone, Debug)]
pub struct Trainer<N> {
    /// The network, on an autodiff device.
    pub network: N,
    /// Its optimizer.
    pub optimizer: Optimizer,
    device: Device,
}

impl<N: Network> Trainer<N> {
    /// A network with weights drawn from a seed.
    pub fn new(config: N::Config, optimizer: OptimizerConfig, seed: u64, on: &Device) -> Self {
        let device = on.clone().autodiff();
        let network = Weights::draw(N::build(config, &device), &device, seed);
        Self { network, optimizer: Optimizer::new(optimizer), device }
    }

    /// Goes on with a network on an autodiff device and its optimizer.
    pub fn resume(network: N, optimizer: Optimizer, on: &Device) -> Self {
        Self { network, optimizer, device: on.clone().autodiff() }
    }

    /// Takes a step and returns what the batch gave before it, still on the device.
    ///
    /// `pixels` holds `labels.len() × 784` values in [0, 1]; `noise_seed` draws the dropout.
    pub fn step(
        &mut self,
        pixels: Vec<f32>,
        labels: &[u8],
        learning_rate: f64,
        noise_seed: u64,
    ) -> BatchOutput {
        debug_assert_eq!(pixels.len(), labels.len() * PIXELS);
        self.device.seed(noise_seed);
        let batch = images(pixels, labels.len(), &self.device);
        let BatchOutput { loss, logits } = self.network.outcome(batch, labels);
        let gradients = loss.backward();
        self.network = self.optimizer.step(self.network.clone(), &gradients, learning_rate);
        BatchOutput { loss: loss.inner(), logits: logits.map(Tensor::inner) }
    }
}
