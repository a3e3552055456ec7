//! Batch normalisation and the ReLU after it. In training on the CPU both are done here, without
//! the copies by channel that Burn's makes; elsewhere they are Burn's. The values agree but for
//! the order of their sums.
//!
//! Formulas: Ioffe, Szegedy, "Batch Normalization" (2015), algorithm 1 and section 3.

use burn::backend::autodiff::checkpoint::base::Checkpointer;
use burn::backend::autodiff::checkpoint::strategy::NoCheckpointing;
use burn::backend::autodiff::grads::Gradients;
use burn::backend::autodiff::ops::{Backward, Ops, OpsKind};
use burn::backend::flex::FlexTensor;
use burn::backend::{Autodiff, Flex};
use burn::nn::BatchNorm;
use burn::tensor::activation::relu;
use burn::tensor::{Tensor, TensorData};

use crate::flex::{tensor, values_of};

/// Normalises each channel, by the batch in training and by the running statistics else, and
/// takes what is above 0. In training the running statistics move on.
///
/// # Shapes
/// `[batch, channels, height, width]`, both ways
pub fn normalise_and_rectify(x: Tensor<4>, norm: &BatchNorm) -> Tensor<4> {
    if !x.is_autodiff() || !norm.training.is_enabled() || x.shape().num_elements() == 0 {
        return relu(norm.forward(x));
    }
    let primitives = (
        x.clone().try_into_primitive::<Autodiff<Flex>>(),
        norm.gamma.val().try_into_primitive::<Autodiff<Flex>>(),
        norm.beta.val().try_into_primitive::<Autodiff<Flex>>(),
    );
    let (Ok(tracked), Ok(gamma), Ok(beta)) = primitives else {
        return relu(norm.forward(x));
    };
    let nodes = [tracked.node(), gamma.node(), beta.node()];
    let planes = Planes::of(x.dims());
    let image = tracked.primitive().to_contiguous();
    let state = SavedTensors::new(planes, image, gamma.primitive(), beta.primitive(), norm.epsilon);
    let output = tensor(state.forward(), x.dims());
    follow(norm, &state, &x);
    let output = match Normalise.prepare::<NoCheckpointing>(nodes).compute_bound().stateful() {
        OpsKind::Tracked(prep) => prep.finish(state, output),
        OpsKind::UnTracked(prep) => prep.finish(output),
    };
    Tensor::from_primitive::<Autodiff<Flex>>(output)
}

/// Moves the running statistics towards the batch's.
fn follow(norm: &BatchNorm, state: &SavedTensors, x: &Tensor<4>) {
    let device = x.device();
    let moments = [(&norm.running_mean, &state.mean), (&norm.running_var, &state.variance)];
    for (running, batch) in moments {
        let data = TensorData::new(batch.clone(), [batch.len()]);
        let batch = Tensor::<1>::from_data(data, &device) * norm.momentum;
        let before = running.value_sync().to_device(&device);
        running.update((before * (1.0 - norm.momentum) + batch).detach());
    }
}

/// The operation, for the graph of gradients.
#[derive(Debug)]
struct Normalise;

impl Backward<Flex, 3> for Normalise {
    type State = SavedTensors;

    fn backward(self, ops: Ops<SavedTensors, 3>, gradients: &mut Gradients, _: &mut Checkpointer) {
        let gradient = gradients.consume::<Flex>(&ops.node).to_contiguous();
        let state = &ops.state;
        let sums = state.sums(values_of(&gradient));
        let [image, gamma, beta] = ops.parents;
        if let Some(node) = image {
            let values = state.backward(values_of(&gradient), &sums);
            gradients.register::<Flex>(node.id, tensor(values, state.planes.dims()));
        }
        let Sums { products, gradients: plain } = sums;
        for (node, values) in [(gamma, products), (beta, plain)] {
            if let Some(node) = node {
                let count = values.len();
                gradients.register::<Flex>(node.id, tensor(values, [count]));
            }
        }
    }
}

/// How the maps of the channels lie in a batch.
#[derive(Clone, Copy, Debug)]
struct Planes {
    batch: usize,
    channels: usize,
    height: usize,
    width: usize,
}

impl Planes {
    fn of([batch, channels, height, width]: [usize; 4]) -> Self {
        Self { batch, channels, height, width }
    }

    fn dims(self) -> [usize; 4] {
        [self.batch, self.channels, self.height, self.width]
    }

    fn area(self) -> usize {
        self.height * self.width
    }

    /// Values of a channel in all.
    fn count(self) -> usize {
        self.batch * self.area()
    }

    /// The maps of a channel.
    fn maps(self, values: &[f32], channel: usize) -> impl Iterator<Item = &[f32]> {
        let maps = values.chunks_exact(self.area().max(1));
        maps.skip(channel).step_by(self.channels.max(1))
    }
}

/// What the gradients' way back needs; the batch's statistics are biased.
#[derive(Clone, Debug)]
struct SavedTensors {
    planes: Planes,
    image: FlexTensor,
    mean: Vec<f32>,
    variance: Vec<f32>,
    inverse: Vec<f32>,
    gamma: Vec<f32>,
    beta: Vec<f32>,
}

/// Sums over each channel: gradients times normalised values, and gradients, where the ReLU lets
/// them through.
struct Sums {
    products: Vec<f32>,
    gradients: Vec<f32>,
}

impl SavedTensors {
    fn new(
        planes: Planes,
        image: FlexTensor,
        gamma: &FlexTensor,
        beta: &FlexTensor,
        epsilon: f64,
    ) -> Self {
        let own = |tensor: &FlexTensor| values_of(&tensor.to_contiguous()).to_vec();
        let count = planes.count().max(1) as f64;
        let values = values_of(&image);
        let (mut mean, mut variance) = (Vec::new(), Vec::new());
        for channel in 0..planes.channels {
            let maps = planes.maps(values, channel);
            let average = (maps.map(|map| f64::from(sum(map, |x| x))).sum::<f64>() / count) as f32;
            let maps = planes.maps(values, channel);
            let square = |x: f32| (x - average) * (x - average);
            let squares = maps.map(|map| f64::from(sum(map, square))).sum::<f64>();
            mean.push(average);
            variance.push((squares / count) as f32);
        }
        let root = |&variance: &f32| (1.0 / (f64::from(variance) + epsilon).sqrt()) as f32;
        let inverse = variance.iter().map(root).collect();
        Self { planes, mean, variance, inverse, gamma: own(gamma), beta: own(beta), image }
    }

    /// What a value of a channel is multiplied by and what is then added, before the ReLU.
    fn line(&self, channel: usize) -> (f32, f32) {
        let scale = self.gamma[channel] * self.inverse[channel];
        (scale, self.beta[channel] - self.mean[channel] * scale)
    }

    fn forward(&self) -> Vec<f32> {
        let values = values_of(&self.image);
        let mut output = vec![0.0; values.len()];
        let area = self.planes.area().max(1);
        let maps = values.chunks_exact(area).zip(output.chunks_exact_mut(area));
        for (place, (map, output)) in maps.enumerate() {
            let (scale, shift) = self.line(place % self.planes.channels);
            for (output, &x) in output.iter_mut().zip(map) {
                let y = x * scale + shift;
                // What is no number stays so.
                *output = if y <= 0.0 { 0.0 } else { y };
            }
        }
        output
    }

    fn sums(&self, gradient: &[f32]) -> Sums {
        let values = values_of(&self.image);
        let (mut products, mut gradients) = (Vec::new(), Vec::new());
        for channel in 0..self.planes.channels {
            let (scale, shift) = self.line(channel);
            let (mean, inverse) = (self.mean[channel], self.inverse[channel]);
            let maps = self.planes.maps(values, channel);
            let (mut product, mut plain) = (0.0, 0.0);
            for (map, gradient) in maps.zip(self.planes.maps(gradient, channel)) {
                let passed = |x: f32, g: f32| if x * scale + shift <= 0.0 { 0.0 } else { g };
                let centred = |x: f32, g: f32| passed(x, g) * (x - mean);
                product += f64::from(sum_pairs(map, gradient, centred));
                plain += f64::from(sum_pairs(map, gradient, passed));
            }
            products.push(product as f32 * inverse);
            gradients.push(plain as f32);
        }
        Sums { products, gradients }
    }

    fn backward(&self, gradient: &[f32], sums: &Sums) -> Vec<f32> {
        let values = values_of(&self.image);
        let mut output = vec![0.0; values.len()];
        let area = self.planes.area().max(1);
        let count = self.planes.count().max(1) as f32;
        let maps = values.chunks_exact(area).zip(gradient.chunks_exact(area));
        for (place, ((map, gradient), output)) in
            maps.zip(output.chunks_exact_mut(area)).enumerate()
        {
            let channel = place % self.planes.channels;
            let (scale, shift) = self.line(channel);
            let (mean, inverse) = (self.mean[channel], self.inverse[channel]);
            let plain = sums.gradients[channel] / count;
            let slope = sums.products[channel] / count * inverse;
            for ((output, &x), &g) in output.iter_mut().zip(map).zip(gradient) {
                let passed = if x * scale + shift <= 0.0 { 0.0 } else { g };
                *output = scale * (passed - plain - (x - mean) * slope);
            }
        }
        output
    }
}

/// Sums side by side, so that the compiler can use vector instructions.
const LANES: usize = 8;

fn sum(values: &[f32], of: impl Fn(f32) -> f32) -> f32 {
    let mut lanes = [0.0; LANES];
    let chunks = values.chunks_exact(LANES);
    let rest: f32 = chunks.remainder().iter().map(|&x| of(x)).sum();
    for chunk in chunks {
        for (lane, &x) in lanes.iter_mut().zip(chunk) {
            *lane += of(x);
        }
    }
    lanes.iter().sum::<f32>() + rest
}

fn sum_pairs(a: &[f32], b: &[f32], of: impl Fn(f32, f32) -> f32) -> f32 {
    let mut lanes = [0.0; LANES];
    let (a, b) = (a.chunks_exact(LANES), b.chunks_exact(LANES));
    let rest = a.remainder().iter().zip(b.remainder()).map(|(&x, &y)| of(x, y)).sum::<f32>();
    for (a, b) in a.zip(b) {
        for ((lane, &x), &y) in lanes.iter_mut().zip(a).zip(b) {
            *lane += of(x, y);
        }
    }
    lanes.iter().sum::<f32>() + rest
}

#[cfg(test)]
mod tests {
    use burn::nn::BatchNormConfig;
    use burn::tensor::Device;

    use super::*;
    use crate::drawn::drawn;

    fn burns(x: Tensor<4>, norm: &BatchNorm) -> Tensor<4> {
        relu(norm.forward(x))
    }

    fn close<const D: usize>(one: Tensor<D>, other: Tensor<D>) -> bool {
        (one - other).abs().max().into_scalar::<f32>() < 1e-4
    }

    /// Output, the three gradients and the running statistics.
    #[test]
    fn values_gradients_and_running_statistics_are_those_of_burn() {
        let device = Device::flex().autodiff();
        let mut random = drawn(3);
        let mut random = || random([5, 3, 6, 7]) * 2.0 + 0.5;
        let (x, weights) = (random(), random());
        let of = |operation: fn(Tensor<4>, &BatchNorm) -> Tensor<4>| {
            let mut norm = BatchNormConfig::new(3).init(&device);
            let row = |values: [f32; 3]| Tensor::<1>::from_data(values, &device);
            norm.gamma = norm.gamma.map(|_| row([0.5, -1.5, 2.0]).require_grad());
            norm.beta = norm.beta.map(|_| row([0.1, 0.2, -0.3]).require_grad());
            let x = Tensor::<4>::from_data(x.to_data(), &device).require_grad();
            let weights = Tensor::from_data(weights.to_data(), &device);
            let output = operation(x.clone(), &norm);
            let gradients = (output.clone() * weights).sum().backward();
            let of_image = x.grad(&gradients).unwrap();
            let rows = [
                norm.gamma.val().grad(&gradients).unwrap(),
                norm.beta.val().grad(&gradients).unwrap(),
                norm.running_mean.value_sync().inner(),
                norm.running_var.value_sync().inner(),
            ];
            ([output.inner(), of_image], rows)
        };
        let ((images, rows), (their_images, their_rows)) = (of(normalise_and_rectify), of(burns));
        for (place, (own, theirs)) in images.into_iter().zip(their_images).enumerate() {
            assert!(close(own, theirs), "output, then gradient of the image: {place}");
        }
        for (place, (own, theirs)) in rows.into_iter().zip(their_rows).enumerate() {
            assert!(close(own, theirs), "gamma, beta, mean, variance: {place}");
        }
    }
}
