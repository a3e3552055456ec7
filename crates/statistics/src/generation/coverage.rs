//! Whether generated images are plausible and whether all kinds of real ones are there, from
//! features. Does not know the network that gave the features.

use serde::{Deserialize, Serialize};

use super::rows;

/// Density and coverage (Naeem et al. 2020, "Reliable Fidelity and Diversity Metrics for Generative
/// Models"). Each real row has a ball that reaches to its k-th nearest other real row and does not
/// include it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fidelity {
    /// In how many balls a generated row lies on average, divided by k. About 1 for rows of the
    /// same law as the real ones; more where generated rows keep to where real ones are densest; 0
    /// where none is near a real one. It has no upper bound.
    pub density: f64,
    /// The share of balls with a generated row in them, in [0, 1]. As many rows of
    /// the same law as there are real ones give about 1 − 2⁻ᵏ; more rows give more.
    pub coverage: f64,
    /// Which neighbour the balls reach to. The paper takes 5.
    pub k: usize,
    /// Real rows.
    pub n_real: usize,
    /// Generated rows.
    pub n_generated: usize,
}

/// Density and coverage of generated rows among real ones, rows of `width` features, by Euclidean
/// distance. None where `k` is 0, where there are not more real rows than `k`, and for no generated
/// row.
///
/// ```
/// use statistics::generation::density_and_coverage;
///
/// // The nearest other row is 1 away from 0 and 1, and 4 from 5. The first generated row lies in the
/// // balls of 0 and 1, the second in that of 5, the third in none.
/// let found = density_and_coverage(&[0.0, 1.0, 5.0], &[0.5, 6.0, 20.0], 1, 1);
/// assert_eq!(found.map(|found| (found.density, found.coverage)), Some((1.0, 1.0)));
/// ```
pub fn density_and_coverage(
    real: &[f32],
    generated: &[f32],
    width: usize,
    k: usize,
) -> Option<Fidelity> {
    let (real, generated) = (rows(real, width)?, rows(generated, width)?);
    let (n_real, n_generated) = (real.len(), generated.len());
    if k == 0 || n_real <= k || n_generated == 0 {
        return None;
    }
    let (mut inside, mut covered) = (0usize, 0usize);
    let mut to_others = Vec::with_capacity(n_real);
    for (index, row) in real.clone().enumerate() {
        let others = real.clone().enumerate().filter(|(other, _)| *other != index);
        to_others.clear();
        to_others.extend(others.map(|(_, other)| squared_distance(row, other)));
        let radius = *to_others.select_nth_unstable_by(k - 1, f64::total_cmp).1;
        let within = generated.clone().filter(|other| squared_distance(row, other) < radius);
        let within = within.count();
        inside += within;
        covered += usize::from(within > 0);
    }
    Some(Fidelity {
        density: inside as f64 / (k as f64 * n_generated as f64),
        coverage: covered as f64 / n_real as f64,
        k,
        n_real,
        n_generated,
    })
}

/// Features that are subtracted and squared at once.
const LANES: usize = 8;

/// The squared Euclidean distance. Differences are squared one by one, not multiplied out, so that
/// `f32` is exact to about six digits however close two rows are; and a row has the same distance
/// to a copy of another as to the other.
fn squared_distance(a: &[f32], b: &[f32]) -> f64 {
    let ((a, rest_of_a), (b, rest_of_b)) = (a.as_chunks::<LANES>(), b.as_chunks::<LANES>());
    let mut sums = [0f32; LANES];
    for (a, b) in a.iter().zip(b) {
        for (sum, (a, b)) in sums.iter_mut().zip(a.iter().zip(b)) {
            *sum += (a - b) * (a - b);
        }
    }
    let rest = rest_of_a.iter().zip(rest_of_b).map(|(a, b)| (a - b) * (a - b));
    sums.into_iter().chain(rest).map(f64::from).sum()
}

#[cfg(test)]
mod tests {
    use super::super::samples::features;
    use super::*;

    fn check(found: Option<Fidelity>, (density, coverage): (f64, f64)) {
        let found = found.unwrap();
        assert!((found.density - density).abs() < 1e-12, "{found:?}");
        assert!((found.coverage - coverage).abs() < 1e-12, "{found:?}");
    }

    #[test]
    fn figures_are_those_of_the_papers_authors() {
        // prdc 0.2, compute_prdc with its nearest_k; numpy 2.4.6 from the paper's formulas agrees.
        let (real, generated) = (features(1, 60, 8, 0.5), features(2, 60, 8, 0.25));
        for (k, density, coverage) in [
            (1, 0.683_333_333_333_333_3, 0.283_333_333_333_333_3),
            (3, 0.805_555_555_555_555_6, 0.583_333_333_333_333_4),
            (5, 0.766_666_666_666_666_7, 0.683_333_333_333_333_3),
            (10, 0.783_333_333_333_333_3, 0.8),
        ] {
            check(density_and_coverage(&real, &generated, 8, k), (density, coverage));
        }
    }

    #[test]
    fn widths_that_fill_no_lane_and_unequal_numbers_are_those_of_the_authors_too() {
        let (real, generated) = (features(4, 45, 11, 0.5), features(5, 37, 11, 0.4));
        for (k, density, coverage) in [
            (2, 1.189_189_189_189_189_3, 0.733_333_333_333_333_3),
            (5, 1.097_297_297_297_297_3, 0.933_333_333_333_333_3),
        ] {
            check(density_and_coverage(&real, &generated, 11, k), (density, coverage));
        }
    }

    #[test]
    fn real_rows_lie_among_themselves() {
        // Each ball holds its own row and k − 1 others: the k-th lies on its edge.
        let real = features(6, 100, 12, 0.5);
        let found = density_and_coverage(&real, &real, 12, 5).unwrap();
        assert_eq!((found.density, found.coverage), (1.0, 1.0));
        assert_eq!((found.k, found.n_real, found.n_generated), (5, 100, 100));
    }

    #[test]
    fn a_generator_of_one_good_image_is_dense_and_covers_little() {
        // Two groups of real rows; all that is generated is the middle of one.
        let real = [0.0, 1.0, 2.0, 100.0, 101.0, 102.0];
        let found = density_and_coverage(&real, &[1.0; 50], 1, 2).unwrap();
        // The balls of 0, 1 and 2 reach 2, 1 and 2 far, those of the others as far.
        assert_eq!((found.density, found.coverage), (1.5, 0.5));
        check(density_and_coverage(&real, &[50.0; 50], 1, 2), (0.0, 0.0));
    }

    #[test]
    fn without_enough_rows_there_are_no_figures() {
        let rows = [0.0, 1.0, 2.0, 3.0];
        assert!(density_and_coverage(&rows, &rows, 1, 3).is_some());
        assert_eq!(density_and_coverage(&rows, &rows, 1, 4), None);
        assert_eq!(density_and_coverage(&rows, &rows, 1, 0), None);
        assert_eq!(density_and_coverage(&rows, &[], 1, 1), None);
        assert_eq!(density_and_coverage(&rows, &rows, 3, 1), None);
        assert_eq!(density_and_coverage(&rows, &rows, 0, 1), None);
        assert_eq!(density_and_coverage(&rows, &[f32::INFINITY], 1, 1), None);
    }
}
