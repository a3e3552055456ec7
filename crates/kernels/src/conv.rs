//! A convolution and the pooling after it. On the CPU both are done here, a few images at a time,
//! so that what lies between them stays in the cache: Burn's convolution rearranges its images
//! several times, which took more of a training step than the multiplications. Elsewhere both are
//! Burn's. The values agree but for the order of their sums.

use std::sync::Arc;

use burn::backend::autodiff::checkpoint::base::Checkpointer;
use burn::backend::autodiff::checkpoint::strategy::NoCheckpointing;
use burn::backend::autodiff::grads::Gradients;
use burn::backend::autodiff::ops::{Backward, Ops, OpsKind};
use burn::backend::flex::FlexTensor;
use burn::backend::{Autodiff, Flex};
use burn::tensor::Tensor;
use burn::tensor::module::{conv2d, max_pool2d};
use burn::tensor::ops::{ConvOptions, MaxPoolOptions};

use crate::flex::{tensor, values_of};

mod patches;
mod planes;
mod sparse;
mod tiles;
mod winograd;

/// Convolves at stride 1 with black around the image, then takes the largest value of each window
/// of 2×2; of equal ones the first has the gradient. A row or a column that is left over is left
/// out.
///
/// # Shapes
/// - `x`: `[batch, from, height, width]`
/// - `weight`: `[to, from, kernel, kernel]`, `kernel` odd
/// - output: `[batch, to, height / 2, width / 2]`
pub fn convolve_and_halve(x: Tensor<4>, weight: Tensor<4>) -> Tensor<4> {
    let sizes = Sizes::of(&x, &weight);
    if sizes.height.min(sizes.width) <= sizes.kernel / 2 {
        return burns(x, weight);
    }
    if x.is_autodiff() || weight.is_autodiff() {
        let primitives = (
            x.clone().try_into_primitive::<Autodiff<Flex>>(),
            weight.clone().try_into_primitive::<Autodiff<Flex>>(),
        );
        if let (Ok(tracked), Ok(weights)) = primitives {
            let nodes = [tracked.node(), weights.node()];
            let (image, kernels) =
                (tracked.primitive().to_contiguous(), weights.primitive().to_contiguous());
            let Halved { values, winners } = sizes.forward(values_of(&image), values_of(&kernels));
            let values = tensor(values, sizes.halved_dims());
            let prepared = ConvolveAndHalve.prepare::<NoCheckpointing>(nodes);
            let output = match prepared.compute_bound().stateful() {
                OpsKind::Tracked(prep) => {
                    let winners = winners.into();
                    prep.finish(SavedTensors { sizes, image, kernels, winners }, values)
                }
                OpsKind::UnTracked(prep) => prep.finish(values),
            };
            return Tensor::from_primitive::<Autodiff<Flex>>(output);
        }
    } else if let (Ok(image), Ok(kernels)) =
        (x.clone().try_into_primitive::<Flex>(), weight.clone().try_into_primitive::<Flex>())
    {
        let (image, kernels) = (image.to_contiguous(), kernels.to_contiguous());
        let Halved { values, .. } = sizes.forward(values_of(&image), values_of(&kernels));
        return Tensor::from_primitive::<Flex>(tensor(values, sizes.halved_dims()));
    }
    burns(x, weight)
}

/// The same by Burn's own operations.
fn burns(x: Tensor<4>, weight: Tensor<4>) -> Tensor<4> {
    let margin = weight.dims()[2] / 2;
    let options = ConvOptions::new([1, 1], [margin, margin], [1, 1], 1);
    max_pool2d(conv2d(x, weight, None, options), MaxPoolOptions::new([2, 2]))
}

/// The operation, for the graph of gradients.
#[derive(Debug)]
struct ConvolveAndHalve;

/// What the gradients' way back needs.
#[derive(Clone, Debug)]
struct SavedTensors {
    sizes: Sizes,
    image: FlexTensor,
    kernels: FlexTensor,
    /// Which of the four pixels of each window was the largest, row by row.
    winners: Arc<[u32]>,
}

impl Backward<Flex, 2> for ConvolveAndHalve {
    type State = SavedTensors;

    fn backward(self, ops: Ops<SavedTensors, 2>, gradients: &mut Gradients, _: &mut Checkpointer) {
        let [image, kernels] = ops.parents;
        let gradient = gradients.consume::<Flex>(&ops.node).to_contiguous();
        let SavedTensors { sizes, winners, .. } = &ops.state;
        let (x, weight) = (values_of(&ops.state.image), values_of(&ops.state.kernels));
        let mut of_image = image.as_ref().map(|_| vec![0.0; x.len()]);
        let mut of_kernels = kernels.as_ref().map(|_| vec![0.0; weight.len()]);
        let wanted = Wanted { image: of_image.as_deref_mut(), kernels: of_kernels.as_deref_mut() };
        sizes.backward(x, weight, values_of(&gradient), winners, wanted);
        if let (Some(node), Some(values)) = (image, of_image) {
            gradients.register::<Flex>(node.id, tensor(values, sizes.image_dims()));
        }
        if let (Some(node), Some(values)) = (kernels, of_kernels) {
            gradients.register::<Flex>(node.id, tensor(values, sizes.kernel_dims()));
        }
    }
}

/// The gradients that are wanted, to be filled; zeros at first.
struct Wanted<'a> {
    image: Option<&'a mut [f32]>,
    kernels: Option<&'a mut [f32]>,
}

/// The largest values, and which of each window's four pixels they were.
struct Halved {
    values: Vec<f32>,
    winners: Vec<u32>,
}

#[derive(Clone, Copy, Debug)]
struct Sizes {
    batch: usize,
    from: usize,
    to: usize,
    height: usize,
    width: usize,
    kernel: usize,
}

impl Sizes {
    fn of(x: &Tensor<4>, weight: &Tensor<4>) -> Self {
        let [batch, from, height, width] = x.dims();
        let [to, _, kernel, _] = weight.dims();
        Self { batch, from, to, height, width, kernel }
    }

    fn image_dims(self) -> [usize; 4] {
        [self.batch, self.from, self.height, self.width]
    }

    fn kernel_dims(self) -> [usize; 4] {
        [self.to, self.from, self.kernel, self.kernel]
    }

    fn halved_dims(self) -> [usize; 4] {
        [self.batch, self.to, self.height / 2, self.width / 2]
    }

    /// Pixels of a map before pooling.
    fn area(self) -> usize {
        self.height * self.width
    }

    /// Weights between one channel and another.
    fn taps(self) -> usize {
        self.kernel * self.kernel
    }

    /// The values by whichever way is the shorter one.
    fn forward(self, x: &[f32], weight: &[f32]) -> Halved {
        if self.suits_tiles() {
            self.forward_by_tiles(x, weight)
        } else {
            self.forward_by_patches(x, weight)
        }
    }

    /// The gradients likewise.
    fn backward(
        self,
        x: &[f32],
        weight: &[f32],
        gradient: &[f32],
        winners: &[u32],
        mut wanted: Wanted<'_>,
    ) {
        if self.suits_sparse()
            && let Some(kernels) = wanted.kernels.take()
        {
            self.kernels_by_windows(x, gradient, winners, kernels);
        }
        if wanted.image.is_none() && wanted.kernels.is_none() {
            return;
        }
        if self.suits_tiles() {
            self.backward_by_tiles(x, weight, gradient, winners, wanted);
        } else {
            self.backward_by_patches(x, weight, gradient, winners, wanted);
        }
    }
}

#[cfg(test)]
mod tests;
