//! The classifier: two convolutions with pooling, dropout, two dense layers.

use burn::module::Module;
use burn::nn::conv::{Conv2d, Conv2dConfig};
use burn::nn::{BatchNorm, BatchNormConfig, Linear, LinearConfig, PaddingConfig2d};
use burn::tensor::{Device, Tensor, activation::relu};
use dataset::CLASSES;
use protocol::run::ClassifierShape;

use crate::{Weights, WeightsError};
use kernels::{convolve_and_halve, drop_out, normalise_and_rectify};

/// The most channels, and the widest dense layer, of weights that are read.
const MOST: usize = 4096;

/// The classifier's sizes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ClassifierConfig {
    /// Channels of the first and the second convolution.
    pub channels: [usize; 2],
    /// Width of the first dense layer.
    pub dense: usize,
    /// Dropout before the first and the second dense layer.
    pub dropout: [f64; 2],
    /// Whether each convolution is followed by batch normalisation.
    pub is_normalised: bool,
}

impl Default for ClassifierConfig {
    /// The shipped network: 678,000 parameters.
    fn default() -> Self {
        ClassifierShape::SHIPPED.into()
    }
}

impl ClassifierConfig {
    /// The sizes of the network that these weights are of. Dropout is not among them.
    ///
    /// # Errors
    /// A tensor that every classifier has and the weights have not, or of sides that none has.
    pub fn of(weights: &Weights) -> Result<Self, WeightsError> {
        let size = |name: &str, axis: usize| {
            let tensor = weights.tensors.iter().find(|tensor| tensor.name == name);
            let size = tensor.and_then(|tensor| tensor.shape.get(axis).copied());
            let side = size.ok_or_else(|| WeightsError::Missing(name.to_owned()))?;
            if (1..=MOST).contains(&side) {
                return Ok(side);
            }
            Err(WeightsError::Side { name: name.to_owned(), side, most: MOST })
        };
        Ok(Self {
            channels: [size("conv1.weight", 0)?, size("conv2.weight", 0)?],
            dense: size("dense1.weight", 1)?,
            is_normalised: size("norm1.gamma", 0).is_ok(),
            ..Self::default()
        })
    }
}

impl From<ClassifierShape> for ClassifierConfig {
    fn from(shape: ClassifierShape) -> Self {
        Self {
            channels: shape.channels.map(usize::from),
            dense: shape.dense.into(),
            dropout: shape.dropout.map(f64::from),
            is_normalised: shape.is_normalised,
        }
    }
}

/// See the [module](self).
#[derive(Module, Debug)]
pub struct Classifier {
    conv1: Conv2d,
    norm1: Option<BatchNorm>,
    conv2: Conv2d,
    norm2: Option<BatchNorm>,
    dense1: Linear,
    dense2: Linear,
    dropout: [f64; 2],
}

impl ClassifierConfig {
    /// A classifier whose weights have yet to be drawn or loaded.
    pub fn init(&self, device: &Device) -> Classifier {
        let [first, second] = self.channels;
        let conv = |from, to| {
            Conv2dConfig::new([from, to], [3, 3])
                .with_padding(PaddingConfig2d::Explicit(1, 1, 1, 1))
                // A normalisation has a shift of its own.
                .with_bias(!self.is_normalised)
                .init(device)
        };
        let norm =
            |channels| self.is_normalised.then(|| BatchNormConfig::new(channels).init(device));
        Classifier {
            conv1: conv(1, first),
            norm1: norm(first),
            conv2: conv(first, second),
            norm2: norm(second),
            dense1: LinearConfig::new(second * 7 * 7, self.dense).init(device),
            dense2: LinearConfig::new(self.dense, CLASSES).init(device),
            dropout: self.dropout,
        }
    }
}

impl Classifier {
    /// The classifier with its normalisation held as it is: for fine-tuning on few images, whose
    /// statistics would disturb those of the whole training set.
    pub fn freeze_norms(mut self) -> Self {
        self.norm1 = self.norm1.map(Module::freeze);
        self.norm2 = self.norm2.map(Module::freeze);
        self
    }

    /// The classifier whose convolutions and normalisations stay as they are, so that the dense
    /// layers alone learn.
    pub fn freeze_features(mut self) -> Self {
        self.conv1 = self.conv1.freeze();
        self.conv2 = self.conv2.freeze();
        self.freeze_norms()
    }

    /// Logits of a batch.
    ///
    /// Pooling comes before the normalisation, which then has a quarter of the values to go
    /// through.
    ///
    /// # Shapes
    /// - `images`: `[batch, 1, 28, 28]`, pixels in [0, 1]
    /// - output: `[batch, 10]`
    pub fn forward(&self, images: Tensor<4>) -> Tensor<2> {
        let [_, logits] = self.inner(images);
        logits
    }

    /// What the first dense layer makes of a batch, after its ReLU, and the logits: `[batch, 96]` and
    /// `[batch, 10]`.
    pub fn inner(&self, images: Tensor<4>) -> [Tensor<2>; 2] {
        let [_, x] = self.features(images); // [batch, 128, 7, 7]
        let x = drop_out(x.flatten(1, 3), self.dropout[0]); // [batch, 6272]
        let dense = relu(self.dense1.forward(x)); // [batch, 96]
        let logits = self.dense2.forward(drop_out(dense.clone(), self.dropout[1])); // [batch, 10]
        [dense, logits]
    }

    /// What the two convolutions make of a batch, after pooling, normalisation and ReLU.
    ///
    /// # Shapes
    /// - `images`: `[batch, 1, 28, 28]`, pixels in [0, 1]
    /// - output: `[batch, 64, 14, 14]` and `[batch, 128, 7, 7]`
    pub fn features(&self, images: Tensor<4>) -> [Tensor<4>; 2] {
        let first = self.block(&self.conv1, self.norm1.as_ref(), images);
        let second = self.block(&self.conv2, self.norm2.as_ref(), first.clone());
        [first, second]
    }

    /// `[batch, from, side, side]` to `[batch, to, side / 2, side / 2]`.
    fn block(&self, conv: &Conv2d, norm: Option<&BatchNorm>, x: Tensor<4>) -> Tensor<4> {
        let x = convolve_and_halve(x, conv.weight.val());
        match (norm, &conv.bias) {
            (Some(norm), _) => normalise_and_rectify(x, norm),
            // The largest of a window plus its channel's bias is the largest after the bias.
            (None, Some(bias)) => relu(x + bias.val().reshape([1, -1, 1, 1])),
            (None, None) => relu(x),
        }
    }
}
