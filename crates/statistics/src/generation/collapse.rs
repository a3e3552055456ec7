//! Whether a generator makes the same image over and over. Does not know the generator.

use serde::{Deserialize, Serialize};

use super::{means, rows};

/// Below this share of the real images' variety a generator counts as collapsed.
const COLLAPSED_BELOW: f64 = 0.25;

/// How much images differ from each other: the standard deviation of each pixel over the images,
/// with n − 1, and the mean of those over the pixels; in the unit of the pixels. Rows hold the
/// `width` pixels of an image. None for fewer than 2 images.
///
/// ```
/// // Over two images of two pixels, one pixel is 0 and 1, the other stays: (√½ + 0) / 2.
/// let found = statistics::generation::variety(&[0.0, 0.5, 1.0, 0.5], 2);
/// assert!(found.is_some_and(|found| (found - 0.5f64.sqrt() / 2.0).abs() < 1e-15));
/// ```
pub fn variety(images: &[f32], width: usize) -> Option<f64> {
    let rows = rows(images, width)?;
    if rows.len() < 2 {
        return None;
    }
    let means = means(&rows, width);
    let mut squares = vec![0.0; width];
    for row in rows.clone() {
        for (square, (&value, mean)) in squares.iter_mut().zip(row.iter().zip(&means)) {
            let distance = f64::from(value) - mean;
            *square += distance * distance;
        }
    }
    let degrees = (rows.len() - 1) as f64;
    let deviations = squares.iter().map(|square| (square / degrees).sqrt());
    Some(deviations.sum::<f64>() / width as f64)
}

/// How much generated images differ from each other, and how much real ones do; both as
/// [`variety`].
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Variety {
    /// Of generated images.
    pub generated: f64,
    /// Of real images.
    pub real: f64,
}

impl Variety {
    /// That of generated and of real images, rows of `width` pixels in the same unit. None for
    /// fewer than 2 images on a side.
    pub fn of(generated: &[f32], real: &[f32], width: usize) -> Option<Self> {
        Some(Self { generated: variety(generated, width)?, real: variety(real, width)? })
    }

    /// Whether generated images differ from each other less than a quarter as much as real ones. It
    /// finds a generator that makes one image or a few similar ones; whether a kind is missing
    /// shows in [`super::density_and_coverage`].
    pub fn is_collapsed(&self) -> bool {
        self.generated < COLLAPSED_BELOW * self.real
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{features, garments};
    use super::*;
    use dataset::{PIXELS, to_unit};

    #[test]
    fn a_generator_of_one_image_is_collapsed() {
        let real = to_unit(&garments(1, 100));
        let one = real[..PIXELS].repeat(50);
        let found = Variety::of(&one, &real, PIXELS).unwrap();
        assert!(found.generated < 1e-12 && found.real > 0.1, "{found:?}");
        assert!(found.is_collapsed());
    }

    #[test]
    fn a_generator_of_one_image_with_noise_is_collapsed() {
        let real = to_unit(&garments(1, 100));
        let noise = features(2, 50, PIXELS, 0.0);
        let noisy: Vec<f32> = real[..PIXELS]
            .repeat(50)
            .iter()
            .zip(noise)
            .map(|(pixel, n)| pixel + n / 10.0)
            .collect();
        let found = Variety::of(&noisy, &real, PIXELS).unwrap();
        // The standard deviation of a uniform law of width 0.1.
        assert!((found.generated - 0.1 / 12f64.sqrt()).abs() < 1e-3, "{found:?}");
        assert!(found.is_collapsed());
    }

    #[test]
    fn real_images_are_not_collapsed() {
        let (real, others) = (to_unit(&garments(1, 100)), to_unit(&garments(2, 40)));
        let found = Variety::of(&others, &real, PIXELS).unwrap();
        assert!(!found.is_collapsed() && (found.generated / found.real - 1.0).abs() < 0.1);
        // Nothing is more alike than what does not differ at all.
        assert!(!Variety { generated: 0.0, real: 0.0 }.is_collapsed());
    }

    #[test]
    fn a_quarter_is_just_enough() {
        assert!(!Variety { generated: 0.05, real: 0.2 }.is_collapsed());
        assert!(Variety { generated: 0.049, real: 0.2 }.is_collapsed());
    }

    #[test]
    fn the_variety_is_the_mean_of_the_standard_deviations_that_numpy_finds() {
        // numpy 2.4.6, std(axis=0, ddof=1).mean().
        for (rows, expected) in [
            (features(1, 60, 8, 0.5), 0.329_591_719_956_499_3),
            (features(2, 60, 8, 0.25), 0.283_562_695_536_795_86),
        ] {
            let found = variety(&rows, 8).unwrap();
            assert!((found - expected).abs() < 1e-14, "{found}");
        }
    }

    #[test]
    fn fewer_than_two_images_have_no_variety() {
        assert_eq!(variety(&[0.5; 4], 4), None);
        assert_eq!(variety(&[], 4), None);
        assert_eq!(variety(&[0.5; 6], 4), None);
        assert_eq!(variety(&[0.5, f32::NAN], 1), None);
        assert_eq!(Variety::of(&[0.5; 8], &[0.5; 4], 4), None);
    }
}
