//! How far apart two clouds of features are. Does not know the network that gave the features.

use std::slice::ChunksExact;

use super::symmetric::{product, square_root, trace_of_square_root};
use super::{means, rows};

/// The squared Fréchet distance between the normal laws fitted to the rows of `a` and of `b`, in
/// the squared unit of the features: |μ₁ − μ₂|² + tr(Σ₁ + Σ₂ − 2 (Σ₁ Σ₂)^½) with means μ and
/// unbiased covariances Σ (Dowson, Landau 1982). It is the "FID" of generated images (Heusel et al.
/// 2017) where the features are those of an Inception network, and comparable only between clouds
/// of the same features and of as many rows: few rows make it larger.
///
/// Rows hold `width` features. None for fewer than 2 rows on a side.
///
/// ```
/// use statistics::generation::frechet_distance;
///
/// // Means 1 and 4, standard deviations √2 and 2√2: 3² + (√2 − 2√2)².
/// let distance = frechet_distance(&[0.0, 2.0], &[2.0, 6.0], 1).unwrap_or(f64::NAN);
/// assert!((distance - 11.0).abs() < 1e-12);
/// ```
pub fn frechet_distance(a: &[f32], b: &[f32], width: usize) -> Option<f64> {
    let (a, b) = (rows(a, width)?, rows(b, width)?);
    if a.len() < 2 || b.len() < 2 {
        return None;
    }
    let (mean_a, mean_b) = (means(&a, width), means(&b, width));
    let shift: f64 = mean_a.iter().zip(&mean_b).map(|(a, b)| (a - b) * (a - b)).sum();
    let (a, b) = (covariance(&a, &mean_a), covariance(&b, &mean_b));
    // Σ₁ Σ₂ is not symmetric, but Σ₁^½ Σ₂ Σ₁^½ is and has the same eigenvalues.
    let root = square_root(&a, width);
    let middle = product(&product(&root, &b, width), &root, width);
    let spread = trace(&a, width) + trace(&b, width) - 2.0 * trace_of_square_root(&middle, width);
    Some((shift + spread).max(0.0))
}

/// The covariance matrix of at least 2 rows, with n − 1.
fn covariance(rows: &ChunksExact<'_, f32>, means: &[f64]) -> Vec<f64> {
    let width = means.len();
    let mut sums = vec![0.0; width * width];
    let mut centred = vec![0.0; width];
    for row in rows.clone() {
        for (centred, (&value, mean)) in centred.iter_mut().zip(row.iter().zip(means)) {
            *centred = f64::from(value) - mean;
        }
        for (sums, left) in sums.chunks_exact_mut(width).zip(&centred) {
            for (sum, right) in sums.iter_mut().zip(&centred) {
                *sum += left * right;
            }
        }
    }
    let degrees = (rows.len() - 1) as f64;
    sums.iter().map(|sum| sum / degrees).collect()
}

fn trace(matrix: &[f64], side: usize) -> f64 {
    matrix.iter().step_by(side + 1).sum()
}

#[cfg(test)]
mod tests {
    use super::super::samples::features;
    use super::*;

    #[test]
    fn distances_are_those_of_scipy() {
        let (a, b) = (features(1, 60, 8, 0.5), features(2, 60, 8, 0.25));
        let distance = frechet_distance(&a, &b, 8).unwrap();
        // scipy 1.17.1, linalg.sqrtm of the product of numpy.cov's covariances.
        assert!((distance - 0.621_636_118_777_833_8).abs() < 1e-12, "{distance}");
    }

    #[test]
    fn fewer_rows_than_features_have_a_distance_too() {
        let (a, few) = (features(1, 60, 8, 0.5), features(3, 5, 8, 0.5));
        // numpy 2.4.6: the trace as the sum of the singular values of the centred rows' product, as
        // scipy's sqrtm is good to 7 digits only where a covariance has no inverse.
        for distance in [frechet_distance(&a, &few, 8), frechet_distance(&few, &a, 8)] {
            let distance = distance.unwrap();
            assert!((distance - 0.512_382_409_174_913_4).abs() < 1e-7, "{distance}");
        }
    }

    #[test]
    fn a_shift_alone_counts_by_its_square() {
        let a = features(1, 60, 8, 0.5);
        let shifted: Vec<f32> = a.iter().map(|value| value + 0.5).collect();
        assert!(frechet_distance(&a, &a, 8).unwrap() < 1e-12);
        // 8 · 0.5².
        assert!((frechet_distance(&a, &shifted, 8).unwrap() - 2.0).abs() < 1e-5);
    }

    #[test]
    fn constant_rows_have_no_spread() {
        // Once (1, 1) and (3, 3), covariances all 2 and trace 4; once always (2, 2).
        let distance = frechet_distance(&[1.0, 1.0, 3.0, 3.0], &[2.0; 6], 2);
        assert!((distance.unwrap() - 4.0).abs() < 1e-12);
        assert_eq!(frechet_distance(&[2.0; 4], &[2.0; 6], 2), Some(0.0));
    }

    #[test]
    fn what_has_no_covariance_has_no_distance() {
        let rows = [0.0, 1.0, 2.0, 3.0];
        assert_eq!(frechet_distance(&rows[..2], &rows, 2), None);
        assert_eq!(frechet_distance(&rows, &[], 2), None);
        assert_eq!(frechet_distance(&rows, &rows[..3], 2), None);
        assert_eq!(frechet_distance(&rows, &rows, 0), None);
        assert_eq!(frechet_distance(&rows, &[0.0, f32::NAN, 1.0, 2.0], 2), None);
    }
}
