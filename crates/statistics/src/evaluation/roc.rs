//! The ROC curve as few enough points to draw. Does not know what a positive is.

/// The vertices of the ROC curve as (false positive rate, true positive rate), from (0, 0) to
/// (1, 1), at most `max_points` of them but never fewer than the two ends.
///
/// A positive should score above a negative; images of one score come in together, as a slanted
/// line, so that the area below all vertices is [`crate::metrics::area_under_roc`]. Where there
/// are too many vertices, those are kept from which the drawn line would stray the farthest
/// (Douglas and Peucker 1973, the farthest first). Empty where either side is.
///
/// ```
/// let points = statistics::evaluation::roc_points(&[0.1, 0.4], &[0.3, 0.5], 100);
/// assert_eq!(points, [(0.0, 0.0), (0.0, 0.5), (0.5, 0.5), (0.5, 1.0), (1.0, 1.0)]);
/// ```
pub fn roc_points(negatives: &[f32], positives: &[f32], max_points: usize) -> Vec<(f64, f64)> {
    if negatives.is_empty() || positives.is_empty() {
        return Vec::new();
    }
    thinned(&vertices(negatives, positives), max_points)
}

fn vertices(negatives: &[f32], positives: &[f32]) -> Vec<(f64, f64)> {
    let mut scores: Vec<(f32, bool)> = negatives.iter().map(|&score| (score, false)).collect();
    scores.extend(positives.iter().map(|&score| (score, true)));
    scores.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (n, p) = (negatives.len() as f64, positives.len() as f64);
    let (mut false_positives, mut true_positives) = (0usize, 0usize);
    let mut points = vec![(0.0, 0.0)];
    for ties in scores.chunk_by(|a, b| a.0 == b.0) {
        let hits = ties.iter().filter(|score| score.1).count();
        true_positives += hits;
        false_positives += ties.len() - hits;
        points.push((false_positives as f64 / n, true_positives as f64 / p));
    }
    points
}

/// A stretch of the curve that is drawn as one straight line.
struct Stretch {
    start: usize,
    end: usize,
    /// The vertex between them that the line misses most, and by how much.
    farthest: usize,
    distance: f64,
}

impl Stretch {
    fn new(points: &[(f64, f64)], start: usize, end: usize) -> Self {
        let ((x, y), (to_x, to_y)) = (points[start], points[end]);
        let (dx, dy) = (to_x - x, to_y - y);
        let length = (dx * dx + dy * dy).sqrt();
        let mut stretch = Self { start, end, farthest: start, distance: 0.0 };
        for (place, point) in points.iter().enumerate().take(end).skip(start + 1) {
            let distance = (dx * (point.1 - y) - dy * (point.0 - x)).abs() / length;
            if distance > stretch.distance {
                stretch.farthest = place;
                stretch.distance = distance;
            }
        }
        stretch
    }
}

fn thinned(points: &[(f64, f64)], max_points: usize) -> Vec<(f64, f64)> {
    let mut stretches = vec![Stretch::new(points, 0, points.len() - 1)];
    while stretches.len() + 1 < max_points {
        let worst =
            stretches.iter().enumerate().max_by(|(_, a), (_, b)| a.distance.total_cmp(&b.distance));
        // Rounding alone moves a vertex on a straight line by less than this.
        let Some((place, worst)) = worst.filter(|(_, worst)| worst.distance > 1e-12) else { break };
        let (start, middle, end) = (worst.start, worst.farthest, worst.end);
        let halves = [Stretch::new(points, start, middle), Stretch::new(points, middle, end)];
        stretches.splice(place..=place, halves);
    }
    let kept = stretches.iter().map(|stretch| points[stretch.start]);
    kept.chain(points.last().copied()).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::metrics::area_under_roc;
    use random::Rng;

    fn area(points: &[(f64, f64)]) -> f64 {
        points.windows(2).map(|p| (p[1].0 - p[0].0) * (p[0].1 + p[1].1) / 2.0).sum()
    }

    #[test]
    fn the_curve_steps_up_at_positives_and_right_at_negatives() {
        let points = roc_points(&[0.1, 0.35], &[0.4, 0.8, 0.2], 100);
        let third = 1.0 / 3.0;
        assert_eq!(
            points,
            [(0.0, 0.0), (0.0, 2.0 * third), (0.5, 2.0 * third), (0.5, 1.0), (1.0, 1.0)]
        );
        assert_eq!(roc_points(&[0.5; 3], &[0.5; 4], 100), [(0.0, 0.0), (1.0, 1.0)]);
        assert_eq!(roc_points(&[], &[0.5], 100), []);
    }

    #[test]
    fn few_points_keep_ends_and_shape() {
        let mut rng = Rng::new(5);
        let negatives: Vec<f32> = (0..9000).map(|_| rng.uniform()).collect();
        let positives: Vec<f32> = (0..1000).map(|_| rng.uniform().max(rng.uniform())).collect();
        let exact = area_under_roc(&negatives, &positives);
        let points = roc_points(&negatives, &positives, 60);
        assert_eq!(points.len(), 60);
        assert_eq!((points[0], points[59]), ((0.0, 0.0), (1.0, 1.0)));
        assert!(points.windows(2).all(|p| p[0].0 <= p[1].0 && p[0].1 <= p[1].1));
        assert!((area(&points) - exact).abs() < 0.003, "{} {exact}", area(&points));
    }

    proptest! {
        #[test]
        fn all_vertices_hold_the_whole_area(
            negatives in proptest::collection::vec((0u8..20).prop_map(f32::from), 1..40),
            positives in proptest::collection::vec((5u8..25).prop_map(f32::from), 1..40),
            max_points in 0usize..8,
        ) {
            let points = roc_points(&negatives, &positives, usize::MAX);
            prop_assert!((area(&points) - area_under_roc(&negatives, &positives)).abs() < 1e-9);
            let few = roc_points(&negatives, &positives, max_points);
            prop_assert!(few.len() <= max_points.max(2));
            prop_assert_eq!((few[0], few[few.len() - 1]), ((0.0, 0.0), (1.0, 1.0)));
        }
    }
}
