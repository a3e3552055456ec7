//! Max-pooling that halves both sides. On the CPU it is done here: Burn's works out by divisions
//! which pixels belong to each window, which took a seventh of a training step. The values, and
//! the pixel that a gradient goes to, are the same. Elsewhere it is Burn's.

use std::sync::Arc;

use burn::backend::autodiff::checkpoint::base::Checkpointer;
use burn::backend::autodiff::checkpoint::strategy::NoCheckpointing;
use burn::backend::autodiff::grads::Gradients;
use burn::backend::autodiff::ops::{Backward, Ops, OpsKind};
use burn::backend::flex::FlexTensor;
use burn::backend::{Autodiff, Flex};
use burn::tensor::module::max_pool2d;
use burn::tensor::ops::MaxPoolOptions;
use burn::tensor::{Tensor, TensorData};

/// The largest value of each window of 2×2; of equal ones the first has it, and with it the
/// gradient. A row or a column that is left over is left out.
///
/// # Shapes
/// - `x`: `[batch, channels, height, width]`
/// - output: `[batch, channels, height / 2, width / 2]`
pub fn halve(x: Tensor<4>) -> Tensor<4> {
    if x.is_autodiff() {
        if let Ok(tracked) = x.clone().try_into_primitive::<Autodiff<Flex>>() {
            let node = tracked.node();
            let halved = Halved::of(tracked.primitive());
            let output = match Halve.prepare::<NoCheckpointing>([node]).compute_bound().stateful() {
                OpsKind::Tracked(prep) => {
                    let state = Windows { dims: halved.dims, winners: halved.winners.into() };
                    prep.finish(state, tensor(halved.values, halved.halved_dims))
                }
                OpsKind::UnTracked(prep) => prep.finish(tensor(halved.values, halved.halved_dims)),
            };
            return Tensor::from_primitive::<Autodiff<Flex>>(output);
        }
    } else if let Ok(plain) = x.clone().try_into_primitive::<Flex>() {
        let halved = Halved::of(&plain);
        return Tensor::from_primitive::<Flex>(tensor(halved.values, halved.halved_dims));
    }
    max_pool2d(x, MaxPoolOptions::new([2, 2]))
}

/// The operation, for the graph of gradients.
#[derive(Debug)]
struct Halve;

/// What the gradient's way back needs: the input's size, and which of the four pixels of each
/// window was the largest, row by row.
#[derive(Clone, Debug)]
struct Windows {
    dims: [usize; 4],
    winners: Arc<[u32]>,
}

impl Backward<Flex, 1> for Halve {
    type State = Windows;

    fn backward(self, ops: Ops<Windows, 1>, gradients: &mut Gradients, _: &mut Checkpointer) {
        let [parent] = ops.parents;
        let gradient = gradients.consume::<Flex>(&ops.node);
        if let Some(node) = parent {
            let Windows { dims, winners } = ops.state;
            let gradient = gradient.to_contiguous();
            let spread = spread(values_of(&gradient), &winners, dims);
            gradients.register::<Flex>(node.id, tensor(spread, dims));
        }
    }
}

/// The largest values with their places.
struct Halved {
    dims: [usize; 4],
    halved_dims: [usize; 4],
    values: Vec<f32>,
    winners: Vec<u32>,
}

impl Halved {
    fn of(x: &FlexTensor) -> Self {
        let x = x.to_contiguous();
        let mut dims = [1; 4];
        for (to, &from) in dims.iter_mut().zip(x.layout().shape().iter()) {
            *to = from;
        }
        let [batch, channels, height, width] = dims;
        let halved_dims = [batch, channels, height / 2, width / 2];
        let count = halved_dims.iter().product();
        let (mut values, mut winners) = (vec![0.0; count], vec![0; count]);
        let half = (width / 2).max(1);
        let mut rows = values.chunks_exact_mut(half).zip(winners.chunks_exact_mut(half));
        let (mut upper, mut lower) = (Row::new(half), Row::new(half));
        for plane in values_of(&x).chunks_exact((height * width).max(1)) {
            for (pair, (values, winners)) in plane.chunks_exact(2 * width.max(1)).zip(&mut rows) {
                let (above, below) = pair.split_at(width);
                upper.halve(above);
                lower.halve(below);
                upper.and(&lower, values, winners);
            }
        }
        Self { dims, halved_dims, values, winners }
    }
}

/// A row of pixels halved: the larger of each two, and 1 where that is the second. Loops over
/// whole rows without a branch, which the compiler turns into vector instructions.
struct Row {
    values: Vec<f32>,
    seconds: Vec<u32>,
}

impl Row {
    fn new(half: usize) -> Self {
        Self { values: vec![0.0; half], seconds: vec![0; half] }
    }

    fn halve(&mut self, row: &[f32]) {
        let places = self.values.iter_mut().zip(&mut self.seconds);
        for ((value, second), pair) in places.zip(row.chunks_exact(2)) {
            let wins = beats(pair[1], pair[0]);
            *value = if wins { pair[1] } else { pair[0] };
            *second = u32::from(wins);
        }
    }

    /// The larger of this row and the one below it, and which of the four pixels that is.
    fn and(&self, lower: &Self, values: &mut [f32], winners: &mut [u32]) {
        let upper = self.values.iter().zip(&self.seconds);
        let lower = lower.values.iter().zip(&lower.seconds);
        let to = values.iter_mut().zip(winners);
        for (((&above, &first), (&below, &second)), (value, winner)) in upper.zip(lower).zip(to) {
            let wins = beats(below, above);
            *value = if wins { below } else { above };
            *winner = if wins { second + 2 } else { first };
        }
    }
}

/// Whether a value takes the place of one before it: equal ones do not, what is no number does.
fn beats(later: f32, earlier: f32) -> bool {
    (later > earlier) | later.is_nan()
}

/// Each value at its window's largest pixel, 0 elsewhere.
fn spread(values: &[f32], winners: &[u32], dims: [usize; 4]) -> Vec<f32> {
    let [batch, channels, height, width] = dims;
    let mut spread = vec![0.0; batch * channels * height * width];
    let half = (width / 2).max(1);
    let mut rows_of_windows = values.chunks_exact(half).zip(winners.chunks_exact(half));
    for plane in spread.chunks_exact_mut((height * width).max(1)) {
        for (rows, (values, winners)) in
            plane.chunks_exact_mut(2 * width.max(1)).zip(&mut rows_of_windows)
        {
            let (upper, lower) = rows.split_at_mut(width);
            let windows = upper.chunks_exact_mut(2).zip(lower.chunks_exact_mut(2));
            for ((upper, lower), (&value, &winner)) in windows.zip(values.iter().zip(winners)) {
                let at = |place: u32| if winner == place { value } else { 0.0 };
                (upper[0], upper[1], lower[0], lower[1]) = (at(0), at(1), at(2), at(3));
            }
        }
    }
    spread
}

/// The values of a contiguous tensor, which may be a part of a larger store.
fn values_of(tensor: &FlexTensor) -> &[f32] {
    let (start, count) = (tensor.layout().start_offset(), tensor.layout().num_elements());
    &tensor.storage::<f32>()[start..start + count]
}

fn tensor(values: Vec<f32>, dims: [usize; 4]) -> FlexTensor {
    FlexTensor::from_data(TensorData::new(values, dims))
}

#[cfg(test)]
mod tests {
    use burn::tensor::{Device, Distribution};

    use super::*;

    /// What Burn's own pooling makes of the same.
    fn burns(x: Tensor<4>) -> Tensor<4> {
        max_pool2d(x, MaxPoolOptions::new([2, 2]))
    }

    fn check(x: &Tensor<4>) {
        let device = Device::flex().autodiff();
        assert_eq!(halve(x.clone()).into_data(), burns(x.clone()).into_data());
        let gradient_of = |pool: fn(Tensor<4>) -> Tensor<4>| {
            let x = Tensor::<4>::from_data(x.to_data(), &device).require_grad();
            let halved = pool(x.clone());
            // Each window has another gradient.
            let weights = Tensor::<1, burn::tensor::Int>::arange(
                0..halved.shape().num_elements() as i64,
                &device,
            );
            let weights = weights.float().reshape(halved.dims());
            let gradients = (halved * weights).sum().backward();
            x.grad(&gradients).unwrap().into_data()
        };
        assert_eq!(gradient_of(halve), gradient_of(burns));
    }

    #[test]
    fn values_and_gradients_are_those_of_burn() {
        let device = Device::flex();
        device.seed(3);
        check(&Tensor::random([3, 5, 8, 6], Distribution::Default, &device));
        // A row and a column too many.
        check(&Tensor::random([2, 1, 7, 5], Distribution::Default, &device));
    }

    #[test]
    fn of_equal_values_the_first_has_the_gradient() {
        let device = Device::flex();
        check(&Tensor::zeros([1, 1, 4, 4], &device));
        let rows = [[1.0, 2.0, 0.0, 3.0], [2.0, 1.0, 3.0, 0.0]];
        check(&Tensor::<2>::from_data(rows, &device).reshape([1, 1, 2, 4]));
    }

    #[test]
    fn a_view_into_a_larger_tensor_is_pooled_as_it_looks() {
        let device = Device::flex();
        let x: Tensor<4> = Tensor::random([4, 3, 6, 6], Distribution::Default, &device);
        check(&x.clone().narrow(0, 1, 2));
        check(&x.permute([1, 0, 3, 2]));
    }
}
