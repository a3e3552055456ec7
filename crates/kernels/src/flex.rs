//! Burn's tensors on the CPU as slices and back.

use burn::backend::flex::FlexTensor;
use burn::tensor::TensorData;

/// The values of a contiguous tensor, which may be a part of a larger store.
pub fn values_of(tensor: &FlexTensor) -> &[f32] {
    let (start, count) = (tensor.layout().start_offset(), tensor.layout().num_elements());
    &tensor.storage::<f32>()[start..start + count]
}

/// A tensor with these values, row by row.
pub fn tensor<const D: usize>(values: Vec<f32>, dims: [usize; D]) -> FlexTensor {
    FlexTensor::from_data(TensorData::new(values, dims))
}
