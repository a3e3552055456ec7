//! Muon (Jordan et al. 2024, "Muon: An optimizer for hidden layers in neural networks"): the mean
//! of the gradients of a matrix, made nearly orthogonal, so that every direction that has been
//! learned little moves as far as the strongest one.

use burn::tensor::Tensor;

/// Settings of Muon.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MuonConfig {
    /// Decay of the mean of gradients, which looks one step ahead (Nesterov).
    pub momentum: f32,
    /// Share of a weight that is taken away a step, times the learning rate.
    pub weight_decay: f32,
}

impl Default for MuonConfig {
    fn default() -> Self {
        Self { momentum: 0.95, weight_decay: 0.05 }
    }
}

/// Coefficients of the iteration's odd polynomial, which lifts small singular values fast and
/// leaves all of them between 0.7 and 1.2 or so.
const COEFFICIENTS: [f32; 3] = [3.4445, -4.7750, 2.0315];
/// Number of Newton–Schulz iterations.
const ITERATIONS: usize = 5;
/// Root mean square of AdamW's steps, about: with it both take the same learning rate (Liu et al.
/// 2025, "Muon is scalable for LLM training").
const STEP_SIZE: f32 = 0.2;

/// A matrix with the same singular vectors and all singular values near one, times what makes it
/// as large as a step of AdamW.
///
/// The iteration works on the product of the matrix with itself, which is small where the matrix
/// is wide.
pub fn direction(matrix: Tensor<2>) -> Tensor<2> {
    let [rows, columns] = matrix.dims();
    let scale = STEP_SIZE * (rows.max(columns) as f32).sqrt();
    if rows > columns {
        return orthogonal(matrix.transpose()).transpose() * scale;
    }
    orthogonal(matrix) * scale
}

/// Of a matrix that is no higher than wide.
fn orthogonal(matrix: Tensor<2>) -> Tensor<2> {
    let [a, b, c] = COEFFICIENTS;
    let [rows, _] = matrix.dims();
    let norm = (matrix.clone() * matrix.clone()).sum().sqrt() + 1e-7;
    let matrix = matrix / norm.reshape([1, 1]);
    let mut square = matrix.clone().matmul(matrix.clone().transpose());
    let mut product = Tensor::eye(rows, &matrix.device());
    for _ in 0..ITERATIONS {
        // x becomes (a + b s + c s²) x, and with it its square s.
        let higher = square.clone() * b + square.clone().matmul(square.clone()) * c;
        let once = square.clone() * a + higher.clone().matmul(square);
        square = once.clone() * a + once.matmul(higher.clone());
        product = product.clone() * a + higher.matmul(product);
    }
    product.matmul(matrix)
}

#[cfg(test)]
mod tests {
    use burn::tensor::{Device, TensorData};

    use super::*;

    fn values(tensor: Tensor<2>) -> Vec<f32> {
        tensor.into_data().iter::<f32>().collect()
    }

    /// The iteration as it is defined, step by step on the matrix itself.
    fn by_definition(matrix: Tensor<2>) -> Tensor<2> {
        let [a, b, c] = COEFFICIENTS;
        let norm = values(matrix.clone()).iter().map(|value| value * value).sum::<f32>().sqrt();
        let mut x = matrix / norm;
        for _ in 0..ITERATIONS {
            let s = x.clone().matmul(x.clone().transpose());
            let p = s.clone() * b + s.clone().matmul(s) * c;
            x = x.clone() * a + p.matmul(x);
        }
        x
    }

    #[test]
    fn by_its_square_is_as_by_definition() {
        let mut rng = random::Rng::new(3);
        // The sum of twelve uniform numbers is nearly normal.
        let drawn = (0..24 * 90).map(|_| (0..12).map(|_| rng.uniform()).sum::<f32>() - 6.0);
        let data = TensorData::new(drawn.collect::<Vec<f32>>(), [24, 90]);
        let matrix = Tensor::<2>::from_data(data, &Device::flex());
        let pairs = values(orthogonal(matrix.clone()));
        for (own, defined) in pairs.into_iter().zip(values(by_definition(matrix))) {
            assert!((own - defined).abs() < 2e-3, "{own} and {defined}");
        }
    }

    #[test]
    fn every_singular_value_comes_near_one_whichever_side_is_longer() {
        let data = TensorData::new(vec![3.0f32, 0.0, 0.0, 0.0, 0.05, 0.0], [2, 3]);
        let wide = Tensor::<2>::from_data(data, &Device::flex());
        let scale = STEP_SIZE * 3f32.sqrt();
        for matrix in [wide.clone(), wide.transpose()] {
            let wide = matrix.dims()[0] == 2;
            let found = values(direction(matrix) / scale);
            let (strong, weak) = (found[0], if wide { found[4] } else { found[3] });
            assert!((0.6..1.3).contains(&strong) && (0.6..1.3).contains(&weak), "{found:?}");
            assert_eq!(found.iter().filter(|value| value.abs() < 1e-6).count(), 4);
        }
    }

    #[test]
    fn no_gradient_is_no_direction() {
        let found = values(direction(Tensor::<2>::zeros([3, 4], &Device::flex())));
        assert!(found.iter().all(|&value| value == 0.0), "{found:?}");
    }
}
