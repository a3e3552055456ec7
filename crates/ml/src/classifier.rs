//! The classifier: two convolutions with pooling, dropout, two dense layers.

use burn::module::Module;
use burn::nn::conv::{Conv2d, Conv2dConfig};
use burn::nn::pool::{MaxPool2d, MaxPool2dConfig};
use burn::nn::{
    BatchNorm, BatchNormConfig, Dropout, DropoutConfig, Linear, LinearConfig, PaddingConfig2d,
};
use burn::tensor::{Device, Tensor, activation::relu};
use domain::CLASSES;

/// The classifier's sizes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ClassifierConfig {
    /// Channels of the first and the second convolution.
    pub channels: [usize; 2],
    /// Width of the first dense layer.
    pub dense: usize,
    /// Dropout before the first and the second dense layer.
    pub dropout: [f64; 2],
}

impl Default for ClassifierConfig {
    /// The shipped network: 423,000 parameters.
    fn default() -> Self {
        Self { channels: [32, 64], dense: 128, dropout: [0.2, 0.4] }
    }
}

/// See the [module](self).
#[derive(Module, Debug)]
pub struct Classifier {
    conv1: Conv2d,
    norm1: BatchNorm,
    conv2: Conv2d,
    norm2: BatchNorm,
    dense1: Linear,
    dense2: Linear,
    pool: MaxPool2d,
    dropout1: Dropout,
    dropout2: Dropout,
}

impl ClassifierConfig {
    /// A classifier whose weights have yet to be drawn or loaded.
    pub fn init(&self, device: &Device) -> Classifier {
        let [first, second] = self.channels;
        let conv = |from, to| {
            Conv2dConfig::new([from, to], [3, 3])
                .with_padding(PaddingConfig2d::Explicit(1, 1, 1, 1))
                .with_bias(false)
                .init(device)
        };
        Classifier {
            conv1: conv(1, first),
            norm1: BatchNormConfig::new(first).init(device),
            conv2: conv(first, second),
            norm2: BatchNormConfig::new(second).init(device),
            dense1: LinearConfig::new(second * 7 * 7, self.dense).init(device),
            dense2: LinearConfig::new(self.dense, CLASSES).init(device),
            pool: MaxPool2dConfig::new([2, 2]).with_strides([2, 2]).init(),
            dropout1: DropoutConfig::new(self.dropout[0]).init(),
            dropout2: DropoutConfig::new(self.dropout[1]).init(),
        }
    }
}

impl Classifier {
    /// The classifier with its normalisation held as it is: for fine-tuning on few images, whose
    /// statistics would disturb those of the whole training set.
    pub fn freeze_norms(mut self) -> Self {
        self.norm1 = self.norm1.freeze();
        self.norm2 = self.norm2.freeze();
        self
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
        let x = self.conv1.forward(images); // [batch, 32, 28, 28]
        let x = self.pool.forward(x); // [batch, 32, 14, 14]
        let x = relu(self.norm1.forward(x));
        let x = self.conv2.forward(x); // [batch, 64, 14, 14]
        let x = self.pool.forward(x); // [batch, 64, 7, 7]
        let x = relu(self.norm2.forward(x));
        let x = self.dropout1.forward(x.flatten::<2>(1, 3)); // [batch, 3136]
        let x = relu(self.dense1.forward(x)); // [batch, 128]
        self.dense2.forward(self.dropout2.forward(x)) // [batch, 10]
    }
}
