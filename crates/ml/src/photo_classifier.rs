//! The classifier for people's photos: four convolutions with pooling over a garment cut out in colour,
//! two dense layers, eleven answers.

use burn::module::Module;
use burn::nn::conv::{Conv2d, Conv2dConfig};
use burn::nn::{BatchNorm, BatchNormConfig, Linear, LinearConfig, PaddingConfig2d};
use burn::tensor::activation::relu;
use burn::tensor::{Device, Tensor, TensorData};
use dataset::CLASSES;
use kernels::{convolve_and_halve, drop_out, normalise_and_rectify};
use statistics::finite::{Output, check_finite};
use vision::crop::{CHANNELS, SIDE};

use crate::DeviceError;

/// The ten classes, then none of them.
pub const ANSWERS: usize = CLASSES + 1;
/// Place of «none of the ten» among the answers.
pub const NONE: usize = CLASSES;

/// Channels of the four convolutions.
const WIDTHS: [usize; 4] = [24, 48, 96, 160];
/// Width of the first dense layer.
const DENSE: usize = 128;
/// Dropout before the first and the second dense layer.
const DROPOUT: [f64; 2] = [0.3, 0.3];
/// Side of the maps that the dense layers get: halved four times.
const LAST_SIDE: usize = SIDE >> WIDTHS.len();

/// A convolution, pooling, normalisation and rectification.
#[derive(Module, Debug)]
struct Block {
    conv: Conv2d,
    norm: BatchNorm,
}

impl Block {
    fn new(from: usize, to: usize, device: &Device) -> Self {
        let conv = Conv2dConfig::new([from, to], [3, 3])
            .with_padding(PaddingConfig2d::Explicit(1, 1, 1, 1))
            .with_bias(false)
            .init(device);
        Self { conv, norm: BatchNormConfig::new(to).init(device) }
    }

    /// `[batch, from, side, side]` to `[batch, to, side / 2, side / 2]`.
    fn forward(&self, x: Tensor<4>) -> Tensor<4> {
        normalise_and_rectify(convolve_and_halve(x, self.conv.weight.val()), &self.norm)
    }
}

/// See the [module](self).
#[derive(Module, Debug)]
pub struct PhotoClassifier {
    block1: Block,
    block2: Block,
    block3: Block,
    block4: Block,
    dense1: Linear,
    dense2: Linear,
}

/// The weights between two hidden layers, which Muon steps.
pub(crate) const HIDDEN: &[&str] =
    &["block2.conv.weight", "block3.conv.weight", "block4.conv.weight", "dense1.weight"];

impl PhotoClassifier {
    /// A classifier whose weights have yet to be drawn or loaded.
    pub fn new(device: &Device) -> Self {
        let [first, second, third, fourth] = WIDTHS;
        Self {
            block1: Block::new(CHANNELS, first, device),
            block2: Block::new(first, second, device),
            block3: Block::new(second, third, device),
            block4: Block::new(third, fourth, device),
            dense1: LinearConfig::new(fourth * LAST_SIDE * LAST_SIDE, DENSE).init(device),
            dense2: LinearConfig::new(DENSE, ANSWERS).init(device),
        }
    }

    /// Logits of a batch.
    ///
    /// # Shapes
    /// - `pictures`: `[batch, 4, 64, 64]`, as [`vision::crop::Canvas::sampled`] gives them
    /// - output: `[batch, 11]`
    pub fn forward(&self, pictures: Tensor<4>) -> Tensor<2> {
        let x = self.block2.forward(self.block1.forward(pictures)); // [batch, 48, 16, 16]
        let x = self.block4.forward(self.block3.forward(x)); // [batch, 160, 4, 4]
        let x = drop_out(x.flatten(1, 3), DROPOUT[0]); // [batch, 2560]
        let x = relu(self.dense1.forward(x)); // [batch, 128]
        self.dense2.forward(drop_out(x, DROPOUT[1]))
    }
}

/// A batch of pictures on a device, from `count × VALUES` values.
pub(crate) fn pictures(values: Vec<f32>, count: usize, device: &Device) -> Tensor<4> {
    Tensor::from_data(TensorData::new(values, [count, CHANNELS, SIDE, SIDE]), device)
}

/// Logits of `count` pictures, [`vision::crop::VALUES`] values each.
///
/// # Errors
/// The device's words where the readback fails, or numbers that are not finite.
pub async fn photo_logits(
    classifier: &PhotoClassifier,
    values: Vec<f32>,
    count: usize,
    device: &Device,
) -> Result<Vec<[f32; ANSWERS]>, DeviceError> {
    let data = classifier.forward(pictures(values, count, device)).into_data_async().await;
    let data = data.map_err(|error| DeviceError::Readback(error.to_string()))?;
    let values: Vec<f32> = data.iter::<f32>().collect();
    check_finite(&values, Output::Logits)?;
    let rows = values.chunks_exact(ANSWERS);
    Ok(rows.map(|row| std::array::from_fn(|answer| row[answer])).collect())
}
