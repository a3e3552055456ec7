//! Random tensors for tests. Flex has one generator for the whole process, which tests that run at
//! the same time would draw from in turns; these are drawn from a seed of their own.

use burn::tensor::{Device, Tensor, TensorData};
use random::Rng;

/// Draws tensors of any shape, one after another, with mean 0 and variance 1.
pub fn drawn<const D: usize>(seed: u64) -> impl FnMut([usize; D]) -> Tensor<D> {
    let mut rng = Rng::new(seed);
    move |dims| {
        // The sum of twelve uniform numbers is nearly normal.
        let value = |_| (0..12).map(|_| rng.uniform()).sum::<f32>() - 6.0;
        let values: Vec<f32> = (0..dims.iter().product()).map(value).collect();
        Tensor::from_data(TensorData::new(values, dims), &Device::flex())
    }
}
