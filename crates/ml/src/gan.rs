//! A generator and a discriminator for images of 28×28 pixels, in the manner of DCGAN (Radford, Metz,
//! Chintala, "Unsupervised Representation Learning with Deep Convolutional Generative Adversarial
//! Networks", 2016): strided and transposed convolutions, batch normalisation, LeakyReLU.

use std::collections::BTreeMap;

use burn::module::{Module, Param};
use burn::nn::conv::{Conv2d, Conv2dConfig, ConvTranspose2d, ConvTranspose2dConfig};
use burn::nn::{BatchNorm, BatchNormConfig, Linear, LinearConfig, PaddingConfig2d};
use burn::tensor::activation::{leaky_relu, sigmoid};
use burn::tensor::{Device, Tensor, TensorData};
use kernels::normalise_and_rectify;
use protocol::gan::CODE;
use random::Rng;

use crate::traverse::with_rows;

/// Channels of the generator's maps of 7×7 and of 14×14.
const GENERATOR: [usize; 2] = [128, 64];
/// Channels of the discriminator's maps of 14×14 and of 7×7.
const DISCRIMINATOR: [usize; 2] = [32, 64];
/// Slope of LeakyReLU below 0, as in DCGAN.
const SLOPE: f64 = 0.2;
/// Keeps the division of a normalisation finite.
const EPSILON: f64 = 1e-5;
/// Codes that the statistics of a generator at rest are taken from.
const SETTLING: usize = 256;
/// Seed of those codes.
const SETTLING_SEED: u64 = 7;

/// Draws images from codes.
#[derive(Module, Debug)]
pub struct Generator {
    dense: Linear,
    norm1: BatchNorm,
    up1: ConvTranspose2d,
    norm2: BatchNorm,
    up2: ConvTranspose2d,
}

impl Generator {
    /// A generator whose weights have yet to be drawn or loaded.
    pub fn new(device: &Device) -> Self {
        let [first, second] = GENERATOR;
        // Kernels of 4 at stride 2 cover every pixel equally often, so no checkerboard shows.
        let up = |from, to| {
            ConvTranspose2dConfig::new([from, to], [4, 4]).with_stride([2, 2]).with_padding([1, 1])
        };
        // Only the statistics of one batch are ever wanted; see `settled`.
        let norm = |channels| BatchNormConfig::new(channels).with_momentum(1.0).init(device);
        Self {
            dense: LinearConfig::new(CODE, first * 7 * 7).with_bias(false).init(device),
            norm1: norm(first),
            up1: up(first, second).with_bias(false).init(device),
            norm2: norm(second),
            up2: up(second, 1).init(device),
        }
    }

    /// Images of a batch of codes. In training each depends on the others, through the batch's statistics.
    ///
    /// # Shapes
    /// - `codes`: `[batch, 64]`
    /// - output: `[batch, 1, 28, 28]`, pixels in (0, 1)
    pub fn forward(&self, codes: Tensor<2>) -> Tensor<4> {
        let [batch, _] = codes.dims();
        let x = self.dense.forward(codes).reshape([batch as i32, -1, 7, 7]); // [batch, 128, 7, 7]
        let x = self.up1.forward(normalise_and_rectify(x, &self.norm1)); // [batch, 64, 14, 14]
        sigmoid(self.up2.forward(normalise_and_rectify(x, &self.norm2))) // [batch, 1, 28, 28]
    }

    /// The generator as it draws outside of training: by the statistics of a batch of codes that is always
    /// the same (standing statistics: Brock, Donahue, Simonyan, "Large Scale GAN Training", 2019), so that
    /// an image depends on its own code alone.
    pub(crate) fn settled(rows: &BTreeMap<String, Tensor<1>>, device: &Device) -> Self {
        let device = device.clone().autodiff();
        // The running statistics of a clone would be those of the original.
        let training = with_rows(Self::new(&device), rows);
        training.forward(tensor_of(drawn_codes(SETTLING_SEED, SETTLING), &device));
        training.valid()
    }
}

/// The normalisation of a batch by its own statistics, in training and else: the discriminator only ever
/// judges batches.
#[derive(Module, Debug)]
struct BatchScale {
    gamma: Param<Tensor<1>>,
    beta: Param<Tensor<1>>,
}

impl BatchScale {
    fn new(channels: usize, device: &Device) -> Self {
        Self {
            gamma: Param::from_tensor(Tensor::ones([channels], device)),
            beta: Param::from_tensor(Tensor::zeros([channels], device)),
        }
    }

    /// `[batch, channels, height, width]`, both ways.
    fn forward(&self, x: Tensor<4>) -> Tensor<4> {
        let average = |x: Tensor<4>| x.mean_dim(0).mean_dim(2).mean_dim(3);
        let by_channel = |row: Tensor<1>| row.reshape([1, -1, 1, 1]);
        let x = x.clone() - average(x);
        let variance = average(x.clone() * x.clone());
        let scale = by_channel(self.gamma.val()) / (variance + EPSILON).sqrt();
        x * scale + by_channel(self.beta.val())
    }
}

/// Tells real images from drawn ones.
#[derive(Module, Debug)]
pub struct Discriminator {
    down1: Conv2d,
    down2: Conv2d,
    norm: BatchScale,
    dense: Linear,
}

impl Discriminator {
    /// A discriminator whose weights have yet to be drawn or loaded.
    pub fn new(device: &Device) -> Self {
        let [first, second] = DISCRIMINATOR;
        let down = |from, to| {
            Conv2dConfig::new([from, to], [4, 4])
                .with_stride([2, 2])
                .with_padding(PaddingConfig2d::Explicit(1, 1, 1, 1))
                .init(device)
        };
        Self {
            down1: down(1, first),
            down2: down(first, second),
            norm: BatchScale::new(second, device),
            dense: LinearConfig::new(second * 7 * 7, 1).init(device),
        }
    }

    /// Logits of a batch, above 0 for what is taken for real.
    ///
    /// # Shapes
    /// - `images`: `[batch, 1, 28, 28]`, pixels in [0, 1]
    /// - output: `[batch, 1]`
    pub fn forward(&self, images: Tensor<4>) -> Tensor<2> {
        let x = leaky_relu(self.down1.forward(images * 2.0 - 1.0), SLOPE); // [batch, 32, 14, 14]
        let x = leaky_relu(self.norm.forward(self.down2.forward(x)), SLOPE); // [batch, 64, 7, 7]
        self.dense.forward(x.flatten(1, 3))
    }
}

/// `count` codes of [`CODE`] numbers, close to standard normal: sums of twelve uniform numbers, which are the
/// same on every machine, where logarithms are not. A code does not depend on `count`.
pub fn drawn_codes(seed: u64, count: usize) -> Vec<f32> {
    let code = |place: usize| {
        let mut rng = Rng::stream(seed, place as u64);
        std::array::from_fn::<f32, CODE, _>(|_| (0..12).map(|_| rng.uniform()).sum::<f32>() - 6.0)
    };
    (0..count).flat_map(code).collect()
}

/// `count` codes from the first of one seed to the first of another along the great circle between them
/// (Shoemake, "Animating rotation with quaternion curves", 1985), their lengths changing evenly.
pub fn path_codes(from: u64, to: u64, count: usize) -> Vec<f32> {
    let [start, end] = [from, to].map(|seed| drawn_codes(seed, 1));
    let dot = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| f64::from(a * b)).sum::<f64>();
    let cosine = dot(&start, &end) / (dot(&start, &start) * dot(&end, &end)).sqrt().max(1e-12);
    let angle = cosine.clamp(-1.0, 1.0).acos();
    let at = |place: usize| {
        let share = place as f64 / (count.max(2) - 1) as f64;
        let (a, b) = match angle.sin() {
            sine if sine > 1e-6 => {
                (((1.0 - share) * angle).sin() / sine, (share * angle).sin() / sine)
            }
            _ => (1.0 - share, share),
        };
        let mix = move |(&x, &y): (&f32, &f32)| (a * f64::from(x) + b * f64::from(y)) as f32;
        start.iter().zip(&end).map(mix).collect::<Vec<f32>>()
    };
    (0..count).flat_map(at).collect()
}

/// Codes on a device: `[count, 64]`.
pub(crate) fn tensor_of(codes: Vec<f32>, device: &Device) -> Tensor<2> {
    let count = codes.len() / CODE;
    Tensor::from_data(TensorData::new(codes, [count, CODE]), device)
}
