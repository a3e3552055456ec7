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
use crate::matrix::{Matrix, multiply};
use crate::pool::Pool;

/// Values that are laid out for one multiplication, at most: 1 MiB, half of a core's nearest
/// large cache.
const AT_ONCE: usize = 1 << 18;

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
                    prep.finish(State { sizes, image, kernels, winners }, values)
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
struct State {
    sizes: Sizes,
    image: FlexTensor,
    kernels: FlexTensor,
    /// Which of the four pixels of each window was the largest, row by row.
    winners: Arc<[u32]>,
}

impl Backward<Flex, 2> for ConvolveAndHalve {
    type State = State;

    fn backward(self, ops: Ops<State, 2>, gradients: &mut Gradients, _: &mut Checkpointer) {
        let [image, kernels] = ops.parents;
        let gradient = gradients.consume::<Flex>(&ops.node).to_contiguous();
        let State { sizes, winners, .. } = &ops.state;
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

    /// Images at a time, where so many channels are laid out.
    fn images_at_once(self, channels: usize) -> usize {
        let each = (channels * self.taps()).max(self.to) * self.area();
        (AT_ONCE / each.max(1)).clamp(1, self.batch.max(1))
    }

    fn forward(self, x: &[f32], weight: &[f32]) -> Halved {
        let (area, at_once) = (self.area(), self.images_at_once(self.from));
        let mut patches = Patches::new(self, self.from, at_once);
        let mut maps = vec![0.0; self.to * at_once * area];
        let count = self.halved_dims().iter().product();
        let mut halved = Halved { values: vec![0.0; count], winners: vec![0; count] };
        let mut pool = Pool::new(self.height, self.width);
        let halved_area = (self.height / 2) * (self.width / 2);
        for first in (0..self.batch).step_by(at_once) {
            let images = at_once.min(self.batch - first);
            patches.lay_out(&x[first * self.from * area..], Order::ImagesFirst, images);
            let kernels = Matrix::rows(weight, self.to, self.from * self.taps());
            multiply(kernels, patches.matrix(images), &mut maps, at_once * area, false);
            for image in 0..images {
                for channel in 0..self.to {
                    let map = &maps[(channel * at_once + image) * area..][..area];
                    let place = ((first + image) * self.to + channel) * halved_area;
                    let values = &mut halved.values[place..][..halved_area];
                    pool.halve(map, values, &mut halved.winners[place..][..halved_area]);
                }
            }
        }
        halved
    }

    fn backward(
        self,
        x: &[f32],
        weight: &[f32],
        gradient: &[f32],
        winners: &[u32],
        mut wanted: Wanted<'_>,
    ) {
        let area = self.area();
        let at_once = self.images_at_once(match wanted.image {
            Some(_) => self.from.max(self.to),
            None => self.from,
        });
        let mut patches = Patches::new(self, self.from, at_once);
        let mut back = wanted.image.is_some().then(|| Back::new(self, weight, at_once));
        let mut maps = vec![0.0; self.to * at_once * area];
        let mut pool = Pool::new(self.height, self.width);
        let halved_area = (self.height / 2) * (self.width / 2);
        for first in (0..self.batch).step_by(at_once) {
            let images = at_once.min(self.batch - first);
            for image in 0..images {
                for channel in 0..self.to {
                    let map = &mut maps[(channel * at_once + image) * area..][..area];
                    let place = ((first + image) * self.to + channel) * halved_area;
                    let place = place..place + halved_area;
                    pool.spread(&gradient[place.clone()], &winners[place], map);
                }
            }
            let images_at = first * self.from * area;
            if let Some(kernels) = wanted.kernels.as_deref_mut() {
                patches.lay_out(&x[images_at..], Order::ImagesFirst, images);
                let maps = Matrix::part(&maps, self.to, images * area, at_once * area);
                let row = self.from * self.taps();
                multiply(maps, patches.matrix(images).transposed(), kernels, row, true);
            }
            if let (Some(image), Some(back)) = (wanted.image.as_deref_mut(), &mut back) {
                back.gather(&maps, images, &mut image[images_at..]);
            }
        }
    }
}

/// The way back to the image: a convolution of the maps' gradients with the kernels turned by
/// half a turn.
struct Back {
    sizes: Sizes,
    turned: Vec<f32>,
    patches: Patches,
    sums: Vec<f32>,
}

impl Back {
    fn new(sizes: Sizes, weight: &[f32], at_once: usize) -> Self {
        let Sizes { from, to, .. } = sizes;
        let taps = sizes.taps();
        let mut turned = vec![0.0; weight.len()];
        for (place, kernel) in weight.chunks_exact(taps.max(1)).enumerate() {
            let (outer, inner) = (place / from.max(1), place % from.max(1));
            let turned = &mut turned[(inner * to + outer) * taps..][..taps];
            for (turned, &weight) in turned.iter_mut().zip(kernel.iter().rev()) {
                *turned = weight;
            }
        }
        let patches = Patches::new(sizes, to, at_once);
        Self { sizes, turned, patches, sums: vec![0.0; from * at_once * sizes.area()] }
    }

    /// The gradients of so many images from those of their maps.
    fn gather(&mut self, maps: &[f32], images: usize, to: &mut [f32]) {
        let (sizes, area) = (self.sizes, self.sizes.area());
        let row = self.patches.images * area;
        self.patches.lay_out(maps, Order::ChannelsFirst, images);
        let turned = Matrix::rows(&self.turned, sizes.from, sizes.to * sizes.taps());
        multiply(turned, self.patches.matrix(images), &mut self.sums, row, false);
        for image in 0..images {
            for channel in 0..sizes.from {
                let sums = &self.sums[channel * row + image * area..][..area];
                to[(image * sizes.from + channel) * area..][..area].copy_from_slice(sums);
            }
        }
    }
}

/// How the planes of a few images follow each other.
#[derive(Clone, Copy)]
enum Order {
    /// All channels of an image, then the next image.
    ImagesFirst,
    /// A channel of all images there is room for, then the next channel.
    ChannelsFirst,
}

/// For each channel and each place in the kernel, a row with the pixel that lies there, seen from
/// each pixel of each image: black where that is outside.
struct Patches {
    sizes: Sizes,
    channels: usize,
    /// There is room for so many.
    images: usize,
    values: Vec<f32>,
}

impl Patches {
    fn new(sizes: Sizes, channels: usize, images: usize) -> Self {
        let values = vec![0.0; channels * sizes.taps() * images * sizes.area()];
        Self { sizes, channels, images, values }
    }

    /// What is outside lies at the same places for every image, and stays black from the start.
    fn lay_out(&mut self, planes: &[f32], order: Order, images: usize) {
        let Sizes { height, width, kernel, .. } = self.sizes;
        let area = self.sizes.area();
        let margin = kernel / 2;
        let rows = self.values.chunks_exact_mut((self.images * area).max(1));
        for (row, patches) in rows.enumerate() {
            let (channel, tap) = (row / self.sizes.taps(), row % self.sizes.taps());
            let [(top, from_y, lines), (left, from_x, pixels)] =
                [(tap / kernel, height), (tap % kernel, width)].map(|(at, size)| {
                    let (to, from) = (margin.saturating_sub(at), at.saturating_sub(margin));
                    (to, from, size.saturating_sub(to + from))
                });
            for image in 0..images {
                let plane = match order {
                    Order::ImagesFirst => image * self.channels + channel,
                    Order::ChannelsFirst => channel * self.images + image,
                };
                let plane = &planes[plane * area..][..area];
                let patches = &mut patches[image * area..][..area];
                let to = patches[top * width..].chunks_exact_mut(width);
                let from = plane[from_y * width..].chunks_exact(width);
                for (to, from) in to.zip(from).take(lines) {
                    to[left..left + pixels].copy_from_slice(&from[from_x..from_x + pixels]);
                }
            }
        }
    }

    /// `[channels × taps, images × area]`.
    fn matrix(&self, images: usize) -> Matrix<'_> {
        let area = self.sizes.area();
        let rows = self.channels * self.sizes.taps();
        Matrix::part(&self.values, rows, images * area, self.images * area)
    }
}

#[cfg(test)]
mod tests;
