//! Whether a generator copies its training images. Does not know the generator, nor which images
//! are whose.

use serde::{Deserialize, Serialize};

use crate::drift::bins::percentile;
use crate::metrics::{Proportion, proportion};

/// The quantile of the held-out images' distances below which an image counts as a copy.
const COPY_QUANTILE: f64 = 0.01;

/// The share of copies from which on a generator counts as copying: five times the
/// [`COPY_QUANTILE`] that real images have by definition.
const COPYING_SHARE: f64 = 0.05;

/// How near generated images come to the training images, next to real images that the generator
/// has not seen.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct CopyCheck {
    /// Median distance of generated images to their nearest training image.
    pub generated_median: f64,
    /// Median distance of held-out real images to theirs.
    pub held_out_median: f64,
    /// The first median divided by the second. About 1 for a generator as good as real images; far
    /// below 1 for one that copies; above 1 for one whose images are unlike real ones.
    pub ratio: f64,
    /// The share of generated images that are copies: nearer to a training image than 99% of
    /// held-out images are, or the same as one.
    pub copied: Proportion,
}

impl CopyCheck {
    /// Whether the generator copies: the lower end of the interval of copies is above 5%.
    ///
    /// Of real images 1% are expected to be as near, since that is where the limit for copies is
    /// set; 5% leaves room for a limit that rests on few images. As the lower end counts, a few
    /// near images among few are not enough: of 100 images, 10 must be copies.
    pub fn is_copying(&self) -> bool {
        self.copied.low > COPYING_SHARE
    }
}

/// Compares distances as [`nearest`] gives them, of generated images and of held-out real ones, to
/// the same training images; more of those make all distances smaller. The 1% quantile needs some
/// hundreds of held-out images: among 20 real ones, the nearest is beaten by about 5% of other real
/// images, among 1,000 the limit is within 1% ± 0.6% of them.
///
/// None where a side is empty, where a distance is no finite number of at least 0, and where the
/// median of held-out images is 0, as those are in the training data then.
///
/// ```
/// use statistics::generation::copy_check;
///
/// let held_out: Vec<f64> = (100..200).map(|i| f64::from(i) / 1000.0).collect();
/// let check = copy_check(&[0.0, 0.01, 0.02, 0.03], &held_out);
/// assert!(check.is_some_and(|check| check.copied.value == 1.0 && check.is_copying()));
/// ```
pub fn copy_check(generated: &[f64], held_out: &[f64]) -> Option<CopyCheck> {
    let is_distance = |value: &f64| value.is_finite() && *value >= 0.0;
    if !generated.iter().chain(held_out).all(is_distance) {
        return None;
    }
    let (generated_median, held_out_median) =
        (percentile(generated, 0.5)?, percentile(held_out, 0.5)?);
    if held_out_median == 0.0 {
        return None;
    }
    let limit = percentile(held_out, COPY_QUANTILE)?;
    // The limit is 0 where some held-out images are training images too, and nothing is below it.
    let is_copy = |distance: &&f64| **distance < limit || **distance == 0.0;
    let copies = generated.iter().filter(is_copy).count();
    Some(CopyCheck {
        generated_median,
        held_out_median,
        ratio: generated_median / held_out_median,
        copied: proportion(copies as u64, generated.len() as u64),
    })
}

#[cfg(test)]
mod tests {
    use super::super::nearest;
    use super::super::samples::{garments, mirrored};
    use super::*;
    use dataset::PIXELS;
    use random::Rng;

    fn distances(images: &[u8], training: &[u8]) -> Vec<f64> {
        images.chunks(PIXELS).map(|image| nearest(image, training).unwrap().distance).collect()
    }

    #[test]
    fn a_generator_that_replays_training_images_is_found_out() {
        let (training, held_out) = (garments(1, 300), garments(2, 300));
        // Half of them mirrored, all with a little noise.
        let mut rng = Rng::new(3);
        let mut replayed = Vec::new();
        for (index, image) in training.chunks(PIXELS).enumerate() {
            let image = if index % 2 == 0 { image.to_vec() } else { mirrored(image) };
            replayed.extend(image.iter().map(|byte| byte.saturating_add(rng.below(8) as u8)));
        }
        let of_held_out = distances(&held_out, &training);
        let check = copy_check(&distances(&replayed, &training), &of_held_out).unwrap();
        assert!(check.is_copying() && check.copied.value > 0.9 && check.ratio < 0.5, "{check:?}");
        let exact = copy_check(&distances(&training, &training), &of_held_out).unwrap();
        assert_eq!((exact.copied.value, exact.ratio, exact.is_copying()), (1.0, 0.0, true));
    }

    #[test]
    fn a_generator_of_new_images_passes() {
        let (training, held_out) = (garments(1, 300), garments(2, 300));
        let of_held_out = distances(&held_out, &training);
        let new = copy_check(&distances(&garments(4, 300), &training), &of_held_out).unwrap();
        assert!(!new.is_copying() && (new.ratio - 1.0).abs() < 0.1, "{new:?}");
        let same = copy_check(&of_held_out, &of_held_out).unwrap();
        // Type 7: the 1% quantile of 300 lies between the third and the fourth.
        assert_eq!((same.ratio, same.copied.value), (1.0, 0.01));
        assert!(!same.is_copying());
    }

    #[test]
    fn ten_copies_in_a_hundred_are_copying_and_nine_may_be_chance() {
        let held_out: Vec<f64> = (0..1000).map(|i| 0.1 + f64::from(i) / 1e4).collect();
        let check = |copies: usize| {
            let generated: Vec<f64> =
                (0..100).map(|index| if index < copies { 0.01 } else { 0.15 }).collect();
            copy_check(&generated, &held_out).unwrap()
        };
        // Wilson: from 5.52% and from 4.81%.
        assert!(check(10).is_copying() && !check(9).is_copying());
        assert!((check(10).copied.low - 0.0552).abs() < 1e-4);
        assert!((check(9).copied.low - 0.0481).abs() < 1e-4);
    }

    #[test]
    fn exact_copies_count_even_where_some_held_out_images_are_copies_too() {
        let held_out: Vec<f64> = (0..100).map(|i| if i < 3 { 0.0 } else { 0.1 }).collect();
        assert!(copy_check(&[0.0; 50], &held_out).unwrap().is_copying());
        assert!(!copy_check(&[0.1; 50], &held_out).unwrap().is_copying());
    }

    #[test]
    fn without_distances_there_is_no_check() {
        assert_eq!(copy_check(&[], &[0.1]), None);
        assert_eq!(copy_check(&[0.1], &[]), None);
        assert_eq!(copy_check(&[0.1], &[0.0, 0.0]), None);
        assert_eq!(copy_check(&[f64::NAN], &[0.1]), None);
        assert_eq!(copy_check(&[0.1], &[-0.1]), None);
    }
}
