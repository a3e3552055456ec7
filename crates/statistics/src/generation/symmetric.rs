//! Eigenvalues and square roots of symmetric matrices, row by row in one slice. Pure numbers.

/// Sweeps after which the rotations end at the latest. Convergence is quadratic; matrices of some
/// hundred rows take about ten.
const MAX_SWEEPS: usize = 40;

/// A symmetric matrix taken apart.
pub(super) struct Eigen {
    /// The eigenvalues, in no order.
    pub values: Vec<f64>,
    /// The eigenvectors, of length 1: row i belongs to value i.
    pub vectors: Vec<f64>,
}

/// Eigenvalues and eigenvectors of a symmetric matrix of `side` × `side` finite values, of which
/// those on and above the diagonal are read. Cyclic Jacobi rotations (Golub, Van Loan 2013, section
/// 8.5).
pub(super) fn eigen(matrix: &[f64], side: usize) -> Eigen {
    let at = |row: usize, column: usize| matrix[row.min(column) * side + row.max(column)];
    let mut rest: Vec<f64> = (0..side * side).map(|place| at(place / side, place % side)).collect();
    let mut vectors: Vec<f64> =
        (0..side * side).map(|place| f64::from(u8::from(place / side == place % side))).collect();
    let size = rest.iter().map(|value| value * value).sum::<f64>().sqrt();
    for _ in 0..MAX_SWEEPS {
        if off_diagonal(&rest, side) <= f64::EPSILON * size {
            break;
        }
        for p in 0..side {
            for q in p + 1..side {
                rotate(&mut rest, &mut vectors, side, (p, q));
            }
        }
    }
    Eigen { values: (0..side).map(|row| rest[row * side + row]).collect(), vectors }
}

/// The trace of the square root of a symmetric matrix that has no negative eigenvalue but by
/// rounding, which counts as 0.
pub(super) fn trace_of_square_root(matrix: &[f64], side: usize) -> f64 {
    eigen(matrix, side).values.iter().map(|value| value.max(0.0).sqrt()).sum()
}

/// The symmetric square root of such a matrix.
pub(super) fn square_root(matrix: &[f64], side: usize) -> Vec<f64> {
    let Eigen { values, vectors } = eigen(matrix, side);
    let mut root = vec![0.0; side * side];
    for (value, vector) in values.iter().zip(vectors.chunks_exact(side)) {
        let value = value.max(0.0).sqrt();
        for (row, &left) in root.chunks_exact_mut(side).zip(vector) {
            for (entry, right) in row.iter_mut().zip(vector) {
                *entry += value * left * right;
            }
        }
    }
    root
}

/// The product of two matrices of `side` × `side`.
pub(super) fn product(a: &[f64], b: &[f64], side: usize) -> Vec<f64> {
    let mut product = vec![0.0; side * side];
    for (row, a) in product.chunks_exact_mut(side).zip(a.chunks_exact(side)) {
        for (factor, b) in a.iter().zip(b.chunks_exact(side)) {
            for (entry, value) in row.iter_mut().zip(b) {
                *entry += factor * value;
            }
        }
    }
    product
}

/// The root of the sum of squares above the diagonal.
fn off_diagonal(matrix: &[f64], side: usize) -> f64 {
    let above = |(row, values): (usize, &[f64])| -> f64 {
        values[row + 1..].iter().map(|value| value * value).sum()
    };
    matrix.chunks_exact(side).enumerate().map(above).sum::<f64>().sqrt()
}

/// Turns the plane of two axes so that the entry (p, q), p < q, becomes 0.
fn rotate(matrix: &mut [f64], vectors: &mut [f64], side: usize, (p, q): (usize, usize)) {
    let entry = matrix[p * side + q];
    if entry == 0.0 {
        return;
    }
    // The smaller of the two angles that do it, by its tangent.
    let cotangent_of_double = (matrix[q * side + q] - matrix[p * side + p]) / (2.0 * entry);
    let tangent =
        cotangent_of_double.signum() / (cotangent_of_double.abs() + cotangent_of_double.hypot(1.0));
    let cosine = 1.0 / tangent.hypot(1.0);
    let turn = (cosine, tangent * cosine);
    for row in matrix.chunks_exact_mut(side) {
        (row[p], row[q]) = turned(row[p], row[q], turn);
    }
    turn_rows(matrix, side, (p, q), turn);
    turn_rows(vectors, side, (p, q), turn);
    (matrix[p * side + q], matrix[q * side + p]) = (0.0, 0.0);
}

fn turn_rows(matrix: &mut [f64], side: usize, (p, q): (usize, usize), turn: (f64, f64)) {
    let (upper, lower) = matrix.split_at_mut(q * side);
    for (a, b) in upper[p * side..][..side].iter_mut().zip(&mut lower[..side]) {
        (*a, *b) = turned(*a, *b, turn);
    }
}

fn turned(a: f64, b: f64, (cosine, sine): (f64, f64)) -> (f64, f64) {
    (cosine * a - sine * b, sine * a + cosine * b)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sorted_values(matrix: &[f64], side: usize) -> Vec<f64> {
        let mut values = eigen(matrix, side).values;
        values.sort_by(f64::total_cmp);
        values
    }

    fn close(values: &[f64], expected: &[f64], tolerance: f64) {
        assert_eq!(values.len(), expected.len());
        for (value, expected) in values.iter().zip(expected) {
            assert!((value - expected).abs() <= tolerance, "{value} is not {expected}");
        }
    }

    #[test]
    fn small_matrices_have_the_eigenvalues_found_by_hand() {
        close(&sorted_values(&[2.0, 1.0, 1.0, 2.0], 2), &[1.0, 3.0], 1e-15);
        close(&sorted_values(&[3.0, 0.0, 0.0, -1.0], 2), &[-1.0, 3.0], 0.0);
        close(&sorted_values(&[0.0; 9], 3), &[0.0; 3], 0.0);
        close(&sorted_values(&[7.0], 1), &[7.0], 0.0);
        // What lies below the diagonal is not read.
        close(&sorted_values(&[2.0, 1.0, 9.0, 2.0], 2), &[1.0, 3.0], 1e-15);
    }

    #[test]
    fn the_hilbert_matrix_has_the_eigenvalues_that_numpy_finds() {
        let hilbert: Vec<f64> =
            (0..25u8).map(|place| 1.0 / f64::from(place / 5 + place % 5 + 1)).collect();
        // numpy 2.4.6, linalg.eigvalsh.
        let expected = [
            3.287_928_772_166_708_4e-6,
            0.000_305_898_040_151_141_4,
            0.011_407_491_623_419_655,
            0.208_534_218_611_013_32,
            1.567_050_691_098_230_7,
        ];
        close(&sorted_values(&hilbert, 5), &expected, 1e-15);
    }

    #[test]
    fn the_square_root_leaves_out_what_is_negative_by_rounding() {
        // (2, 1; 1, 2) has the eigenvalues 1 and 3.
        let (half_sum, half_difference) = ((3f64.sqrt() + 1.0) / 2.0, (3f64.sqrt() - 1.0) / 2.0);
        let root = square_root(&[2.0, 1.0, 1.0, 2.0], 2);
        close(&root, &[half_sum, half_difference, half_difference, half_sum], 1e-15);
        close(&square_root(&[4.0, 0.0, 0.0, -1e-18], 2), &[2.0, 0.0, 0.0, 0.0], 0.0);
        assert_eq!(trace_of_square_root(&[4.0, 0.0, 0.0, -1e-18], 2), 2.0);
    }

    proptest! {
        #[test]
        fn vectors_and_values_make_the_matrix_again(
            entries in proptest::collection::vec(-10.0..10.0f64, 49),
            side in 1usize..8,
        ) {
            let at = |row: usize, column: usize| entries[row.min(column) * 7 + row.max(column)];
            let matrix: Vec<f64> =
                (0..side * side).map(|place| at(place / side, place % side)).collect();
            let Eigen { values, vectors } = eigen(&matrix, side);
            for row in 0..side {
                for column in 0..side {
                    let sum = |weight: &dyn Fn(usize) -> f64| -> f64 {
                        let term = |i: usize| {
                            weight(i) * vectors[i * side + row] * vectors[i * side + column]
                        };
                        (0..side).map(term).sum()
                    };
                    prop_assert!((sum(&|i| values[i]) - at(row, column)).abs() < 1e-12);
                    let unit = f64::from(u8::from(row == column));
                    prop_assert!((sum(&|_| 1.0) - unit).abs() < 1e-13);
                }
            }
        }
    }
}
