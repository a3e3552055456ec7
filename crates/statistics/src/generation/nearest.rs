//! Which training image an image is nearest to. Does not know where the image comes from.

use dataset::{PIXELS, SIDE};
use serde::{Deserialize, Serialize};

/// The training image that an image is most like.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Nearest {
    /// Its place among the training images; the first of several.
    pub index: usize,
    /// Root mean square difference of the pixels, with grey values in [0, 1].
    pub distance: f64,
    /// Whether its left-right mirror is meant: generators may be trained on both.
    pub is_mirrored: bool,
}

/// The training image, as it is or mirrored, that is nearest to an image of 28 × 28 bytes.
/// `training` holds such images one after the other. None where a length does not fit, and for no
/// training image.
///
/// ```
/// // All black and all white; an image of grey level 153 of 255 is 0.4 from white.
/// let training: Vec<u8> = [[0; 784], [255; 784]].concat();
/// let nearest = statistics::generation::nearest(&[153; 784], &training);
/// assert!(nearest.is_some_and(|found| found.index == 1 && (found.distance - 0.4).abs() < 1e-12));
/// ```
pub fn nearest(image: &[u8], training: &[u8]) -> Option<Nearest> {
    let (training, rest) = training.as_chunks::<PIXELS>();
    let image: &[u8; PIXELS] = image.try_into().ok()?;
    if !rest.is_empty() {
        return None;
    }
    let mirror: [u8; PIXELS] =
        std::array::from_fn(|place| image[place - place % SIDE + (SIDE - 1 - place % SIDE)]);
    let mut least = u32::MAX;
    let mut found = None;
    for (index, candidate) in training.iter().enumerate() {
        for (is_mirrored, image) in [(false, image), (true, &mirror)] {
            if let Some(sum) = squared_difference_below(least, image, candidate) {
                least = sum;
                found = Some((index, is_mirrored));
            }
        }
    }
    let (index, is_mirrored) = found?;
    Some(Nearest {
        index,
        distance: (f64::from(least) / PIXELS as f64).sqrt() / 255.0,
        is_mirrored,
    })
}

/// Pixels that are compared before asking whether the images are too far apart already.
const STRETCH: usize = 4 * SIDE;
/// Pixels that are subtracted and squared at once.
const LANES: usize = 8;

/// The sum of squared differences, in squared grey levels, where it is below `limit`. It fits: 784
/// pixels of 255² are 51 million.
fn squared_difference_below(limit: u32, a: &[u8; PIXELS], b: &[u8; PIXELS]) -> Option<u32> {
    let mut sum = 0;
    for (a, b) in a.chunks(STRETCH).zip(b.chunks(STRETCH)) {
        sum += squared_difference(a, b);
        if sum >= limit {
            return None;
        }
    }
    Some(sum)
}

/// The sum of squared differences of as many bytes as fill lanes, written out so that it
/// vectorises.
fn squared_difference(a: &[u8], b: &[u8]) -> u32 {
    let ((a, _), (b, _)) = (a.as_chunks::<LANES>(), b.as_chunks::<LANES>());
    let mut sums = [0i32; LANES];
    for (a, b) in a.iter().zip(b) {
        for (sum, (&a, &b)) in sums.iter_mut().zip(a.iter().zip(b)) {
            let difference = i16::from(a) - i16::from(b);
            *sum += i32::from(difference) * i32::from(difference);
        }
    }
    sums.iter().sum::<i32>().unsigned_abs()
}

#[cfg(test)]
mod tests {
    use super::super::samples::{garments, mirrored};
    use super::*;

    #[test]
    fn the_nearest_image_may_be_a_mirror_image() {
        let training = garments(1, 50);
        let seventh = &training[7 * PIXELS..8 * PIXELS];
        let expected = Nearest { index: 7, distance: 0.0, is_mirrored: false };
        assert_eq!(nearest(seventh, &training), Some(expected));
        let expected = Nearest { is_mirrored: true, ..expected };
        assert_eq!(nearest(&mirrored(seventh), &training), Some(expected));
    }

    #[test]
    fn the_distance_is_the_root_of_the_mean_square() {
        // One pixel of 784 is 255 apart: √(1 / 784) = 1 / 28.
        let mut image = [0; PIXELS];
        image[300] = 255;
        let found = nearest(&image, &[0; PIXELS]).unwrap();
        assert!((found.distance - 1.0 / 28.0).abs() < 1e-15);
        assert_eq!((found.index, found.is_mirrored), (0, false));
        assert_eq!(nearest(&[255; PIXELS], &[0; PIXELS]).unwrap().distance, 1.0);
    }

    #[test]
    fn images_that_do_not_fit_have_no_nearest() {
        assert_eq!(nearest(&[0; 783], &[0; PIXELS]), None);
        assert_eq!(nearest(&[0; PIXELS], &[0; 783]), None);
        assert_eq!(nearest(&[0; PIXELS], &[]), None);
    }
}
