//! How unusual a row of numbers is beside the rows that it is compared with: its Mahalanobis
//! distance (Mahalanobis 1936). Pure; what the numbers are is not known here.

/// Share of an identity that the correlations are mixed with, so that columns which say the same
/// do not blow noise up.
const RIDGE: f64 = 1e-4;
/// Least standard deviation of a column; below it a column says nothing and is left out.
const LEAST_DEVIATION: f64 = 1e-4;

/// Mean, scale and correlation of rows, ready to measure others by.
#[derive(Clone, Debug, PartialEq)]
pub struct Whitening {
    mean: Vec<f32>,
    scale: Vec<f32>,
    /// The inverse of the correlations' Cholesky factor: a lower triangle, row by row.
    factor: Vec<f32>,
}

impl Whitening {
    /// From rows of `width` numbers each. `None` for fewer than two rows, for rows of no numbers,
    /// and where a number is not finite.
    pub fn fit(rows: &[f32], width: usize) -> Option<Self> {
        let count = rows.len().checked_div(width)?;
        if count < 2 || rows.iter().any(|value| !value.is_finite()) {
            return None;
        }
        let mut mean = vec![0.0; width];
        for row in rows.chunks_exact(width) {
            mean.iter_mut().zip(row).for_each(|(mean, &value)| *mean += f64::from(value));
        }
        mean.iter_mut().for_each(|mean| *mean /= count as f64);
        let mut covariance = vec![0.0; width * width];
        let mut centred = vec![0.0; width];
        for row in rows.chunks_exact(width) {
            for ((centred, &value), mean) in centred.iter_mut().zip(row).zip(&mean) {
                *centred = f64::from(value) - mean;
            }
            for (line, &own) in covariance.chunks_exact_mut(width).zip(&centred) {
                line.iter_mut().zip(&centred).for_each(|(sum, &other)| *sum += own * other);
            }
        }
        let deviation = |place: usize| (covariance[place * (width + 1)] / count as f64).sqrt();
        let scale_of = |deviation: f64| {
            if deviation < LEAST_DEVIATION { 0.0 } else { 1.0 / deviation }
        };
        let scale: Vec<f64> = (0..width).map(|place| scale_of(deviation(place))).collect();
        for (line, &own) in covariance.chunks_exact_mut(width).zip(&scale) {
            line.iter_mut()
                .zip(&scale)
                .for_each(|(sum, &other)| *sum *= own * other / count as f64);
        }
        for place in 0..width {
            covariance[place * (width + 1)] += RIDGE;
        }
        let factor = inverse(&cholesky(&covariance, width)?, width);
        let single = |values: Vec<f64>| values.into_iter().map(|value| value as f32).collect();
        Some(Self { mean: single(mean), scale: single(scale), factor: single(factor) })
    }

    /// From what [`Self::parts`] gave; `None` where the sizes do not fit each other or a number
    /// is not finite.
    pub fn from_parts([mean, scale, factor]: [Vec<f32>; 3]) -> Option<Self> {
        let width = mean.len();
        if [&mean, &scale, &factor].into_iter().flatten().any(|value| !value.is_finite()) {
            return None;
        }
        let fits = width > 0 && scale.len() == width && factor.len() == triangle(width);
        fits.then_some(Self { mean, scale, factor })
    }

    /// Means, scales, and the factor as a lower triangle, row by row.
    pub fn parts(&self) -> [&[f32]; 3] {
        [&self.mean, &self.scale, &self.factor]
    }

    /// Numbers in a row.
    pub fn width(&self) -> usize {
        self.mean.len()
    }

    /// The squared distance of a row from the mean, divided by the numbers in it: about 1 for a
    /// row like those that were fitted. NaN for a row of another width.
    pub fn distance(&self, row: &[f32]) -> f32 {
        if row.len() != self.width() {
            return f32::NAN;
        }
        let units = row.iter().zip(&self.mean).zip(&self.scale);
        let units: Vec<f32> = units.map(|((value, mean), scale)| (value - mean) * scale).collect();
        let mut left = self.factor.as_slice();
        let mut sum = 0.0;
        for place in 0..units.len() {
            let (line, rest) = left.split_at(place + 1);
            left = rest;
            let whitened: f32 = line.iter().zip(&units).map(|(a, b)| a * b).sum();
            sum += f64::from(whitened).powi(2);
        }
        (sum / units.len() as f64) as f32
    }
}

/// Numbers in a lower triangle.
fn triangle(width: usize) -> usize {
    width * (width + 1) / 2
}

/// The lower triangle L of a positive definite matrix L·Lᵀ, square and row by row; `None` where it
/// is not definite.
fn cholesky(matrix: &[f64], width: usize) -> Option<Vec<f64>> {
    let mut lower = vec![0.0; width * width];
    for row in 0..width {
        for column in 0..=row {
            let products =
                (0..column).map(|place| lower[row * width + place] * lower[column * width + place]);
            let rest = matrix[row * width + column] - products.sum::<f64>();
            lower[row * width + column] = if row == column {
                (rest > 0.0).then(|| rest.sqrt())?
            } else {
                rest / lower[column * (width + 1)]
            };
        }
    }
    Some(lower)
}

/// The inverse of a lower triangle, without the zeros above it.
fn inverse(lower: &[f64], width: usize) -> Vec<f64> {
    let mut full = vec![0.0; width * width];
    for column in 0..width {
        for row in column..width {
            let own = if row == column { 1.0 } else { 0.0 };
            let products = (column..row)
                .map(|place| lower[row * width + place] * full[place * width + column]);
            let rest: f64 = own - products.sum::<f64>();
            full[row * width + column] = rest / lower[row * (width + 1)];
        }
    }
    (0..width).flat_map(|row| full[row * width..=row * (width + 1)].to_vec()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use random::Rng;

    /// Rows of two numbers that rise together, and one that is noise.
    fn rows(count: usize) -> Vec<f32> {
        let mut rng = Rng::new(5);
        let mut normal = || (0..12).map(|_| rng.uniform()).sum::<f32>() - 6.0;
        (0..count)
            .flat_map(|_| {
                let (common, own, other) = (normal(), normal(), normal());
                [3.0 + 10.0 * common, common + 0.1 * own, 0.01 * other]
            })
            .collect()
    }

    #[test]
    fn rows_like_those_fitted_are_at_a_distance_of_one_on_average() {
        let rows = rows(4000);
        let whitening = Whitening::fit(&rows, 3).unwrap();
        let distances = rows.chunks_exact(3).map(|row| f64::from(whitening.distance(row)));
        let mean = distances.sum::<f64>() / 4000.0;
        assert!((mean - 1.0).abs() < 0.02, "{mean}");
    }

    #[test]
    fn the_distance_is_that_of_the_formula() {
        // Unit variances and a correlation of 1/2: the squared distance of (1, -1) is 4, of
        // (1, 1) 4/3, but for the ridge.
        let half = 0.75_f32.sqrt();
        let corners = [1.0, 1.0, -1.0, -1.0].into_iter().zip([1.0, -1.0, 1.0, -1.0]);
        let rows: Vec<f32> = corners.flat_map(|(a, b)| [a, 0.5 * a + half * b]).collect();
        let whitening = Whitening::fit(&rows, 2).unwrap();
        assert!((whitening.distance(&[1.0, -1.0]) - 2.0).abs() < 1e-3);
        assert!((whitening.distance(&[1.0, 1.0]) - 2.0 / 3.0).abs() < 1e-3);
    }

    #[test]
    fn breaking_the_correlation_is_farther_than_following_it() {
        let whitening = Whitening::fit(&rows(2000), 3).unwrap();
        let along = whitening.distance(&[13.0, 1.0, 0.0]);
        let across = whitening.distance(&[13.0, -1.0, 0.0]);
        assert!(along < 1.0 && across > 50.0, "{along} {across}");
    }

    #[test]
    fn columns_that_say_nothing_or_the_same_do_no_harm() {
        let rows: Vec<f32> = (0..50u8).flat_map(|i| [f32::from(i), f32::from(i), 7.0]).collect();
        let whitening = Whitening::fit(&rows, 3).unwrap();
        assert!(whitening.distance(&[25.0, 25.0, 7.0]) < 1.0);
        assert!(whitening.distance(&[25.0, 25.0, 9.0]) < 1.0);
    }

    #[test]
    fn what_cannot_be_fitted_is_refused_and_another_width_is_no_number() {
        assert_eq!(Whitening::fit(&[1.0, 2.0], 2), None);
        assert_eq!(Whitening::fit(&[], 0), None);
        assert_eq!(Whitening::fit(&[1.0, f32::NAN, 3.0], 1), None);
        assert!(Whitening::fit(&rows(9), 3).unwrap().distance(&[1.0]).is_nan());
    }

    #[test]
    fn the_parts_make_the_whole_again() {
        let whitening = Whitening::fit(&rows(20), 3).unwrap();
        let parts = whitening.parts().map(<[f32]>::to_vec);
        assert_eq!(Whitening::from_parts(parts.clone()), Some(whitening));
        let [mean, scale, factor] = parts;
        assert_eq!(Whitening::from_parts([mean.clone(), scale.clone(), vec![1.0]]), None);
        assert_eq!(Whitening::from_parts([mean, vec![f32::INFINITY; 3], factor]), None);
        assert_eq!(scale.len(), 3);
    }
}
