//! The autoencoder: convolutions down to a narrow code and back up. Trained on one class, it
//! reconstructs that class well and the others badly.

use burn::module::Module;
use burn::nn::conv::{Conv2d, Conv2dConfig, ConvTranspose2d, ConvTranspose2dConfig};
use burn::nn::{Linear, LinearConfig, PaddingConfig2d};
use burn::tensor::{
    Device, Tensor,
    activation::{relu, sigmoid},
};

/// The autoencoder's sizes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AutoencoderConfig {
    /// Channels of the first and the second convolution.
    pub channels: [usize; 2],
    /// Width of the dense layers beside the code.
    pub dense: usize,
    /// Width of the code.
    pub code: usize,
}

impl Default for AutoencoderConfig {
    /// The shipped network: 222,000 parameters.
    fn default() -> Self {
        Self { channels: [16, 32], dense: 64, code: 16 }
    }
}

/// See the [module](self).
#[derive(Module, Debug)]
pub struct Autoencoder {
    down1: Conv2d,
    down2: Conv2d,
    encode1: Linear,
    encode2: Linear,
    decode1: Linear,
    decode2: Linear,
    up1: ConvTranspose2d,
    up2: ConvTranspose2d,
}

impl AutoencoderConfig {
    /// An autoencoder whose weights have yet to be drawn or loaded.
    pub fn init(&self, device: &Device) -> Autoencoder {
        let [first, second] = self.channels;
        let flat = second * 7 * 7;
        let down = |from, to| {
            Conv2dConfig::new([from, to], [4, 4])
                .with_stride([2, 2])
                .with_padding(PaddingConfig2d::Explicit(1, 1, 1, 1))
                .init(device)
        };
        // Kernels of 4 at stride 2 cover every pixel equally often, so no checkerboard shows.
        let up = |from, to| {
            ConvTranspose2dConfig::new([from, to], [4, 4])
                .with_stride([2, 2])
                .with_padding([1, 1])
                .init(device)
        };
        let dense = |from, to| LinearConfig::new(from, to).init(device);
        Autoencoder {
            down1: down(1, first),
            down2: down(first, second),
            encode1: dense(flat, self.dense),
            encode2: dense(self.dense, self.code),
            decode1: dense(self.code, self.dense),
            decode2: dense(self.dense, flat),
            up1: up(second, first),
            up2: up(first, 1),
        }
    }
}

impl Autoencoder {
    /// The autoencoder whose convolutions stay as they are, so that the dense layers alone learn.
    pub fn freeze_features(mut self) -> Self {
        self.down1 = self.down1.freeze();
        self.down2 = self.down2.freeze();
        self.up1 = self.up1.freeze();
        self.up2 = self.up2.freeze();
        self
    }

    /// What the two convolutions make of a batch: `[batch, 16, 14, 14]` and `[batch, 32, 7, 7]`.
    pub fn features(&self, images: Tensor<4>) -> [Tensor<4>; 2] {
        let first = relu(self.down1.forward(images));
        let second = relu(self.down2.forward(first.clone()));
        [first, second]
    }

    /// Reconstructions of a batch.
    ///
    /// # Shapes
    /// - `images`: `[batch, 1, 28, 28]`, pixels in [0, 1]
    /// - output: `[batch, 1, 28, 28]`, pixels in (0, 1)
    pub fn forward(&self, images: Tensor<4>) -> Tensor<4> {
        self.decode(self.encode(images))
    }

    /// Codes of a batch: `[batch, 1, 28, 28]` to `[batch, code]`.
    pub fn encode(&self, images: Tensor<4>) -> Tensor<2> {
        let [_, code] = self.inner(images);
        code
    }

    /// What the first dense layer makes of a batch, before its ReLU, and the codes: `[batch, 64]`
    /// and `[batch, 16]`.
    fn inner(&self, images: Tensor<4>) -> [Tensor<2>; 2] {
        let [_, x] = self.features(images); // [batch, 32, 7, 7]
        let dense = self.encode1.forward(x.flatten::<2>(1, 3)); // [batch, 64]
        let code = self.encode2.forward(relu(dense.clone())); // [batch, 16]
        [dense, code]
    }

    /// Reconstructions of a batch, and traces: what the dense layers of the encoder make of an
    /// image, and how far from that lies what they make of its reconstruction (Kim et al., "RaPP:
    /// Novelty Detection with Reconstruction along Projection Pathway", 2020).
    ///
    /// # Shapes
    /// - `images`: `[batch, 1, 28, 28]`, pixels in [0, 1]
    /// - output: `[batch, 1, 28, 28]` and `[batch, 2 · (64 + 16)]`
    pub fn trace(&self, images: Tensor<4>) -> (Tensor<4>, Tensor<2>) {
        let [dense, code] = self.inner(images);
        let images = self.decode(code.clone());
        let [again, code_again] = self.inner(images.clone());
        let (dense_moved, code_moved) = (dense.clone() - again, code.clone() - code_again);
        (images, Tensor::cat(vec![dense, dense_moved, code, code_moved], 1))
    }

    /// Images of a batch of codes: `[batch, code]` to `[batch, 1, 28, 28]`.
    pub fn decode(&self, codes: Tensor<2>) -> Tensor<4> {
        let [batch, _] = codes.dims();
        let x = relu(self.decode1.forward(codes)); // [batch, 64]
        let x = relu(self.decode2.forward(x)); // [batch, 1568]
        let x = x.reshape([batch as i32, -1, 7, 7]); // [batch, 32, 7, 7]
        let x = relu(self.up1.forward(x)); // [batch, 16, 14, 14]
        sigmoid(self.up2.forward(x)) // [batch, 1, 28, 28]
    }
}
