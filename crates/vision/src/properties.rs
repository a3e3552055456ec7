//! Three numbers that describe an image without any network: what a camera's faults move first.

use serde::{Deserialize, Serialize};

use dataset::{PIXELS, SIDE};

/// Properties of an image.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Properties {
    /// Mean grey value, 0 to 1.
    pub brightness: f64,
    /// Standard deviation of the grey values, 0 to ½.
    pub contrast: f64,
    /// Variance of the Laplacian (left + right + above + below − 4 × centre) over the 26 × 26
    /// inner pixels (Pech-Pacheco and others 2000); 0 where nothing has an edge, at most 16.
    pub sharpness: f64,
}

impl Properties {
    /// The properties of 28 × 28 grey values in [0, 1], row by row.
    pub fn of(pixels_0_1: &[f32; PIXELS]) -> Self {
        let values = || pixels_0_1.iter().copied().map(f64::from);
        let (brightness, variance) = mean_and_variance(values);
        let inner = 1..SIDE - 1;
        let laplacian = || {
            inner.clone().flat_map(|y| inner.clone().map(move |x| y * SIDE + x)).map(|at| {
                let pixel = |at: usize| f64::from(pixels_0_1[at]);
                pixel(at - 1) + pixel(at + 1) + pixel(at - SIDE) + pixel(at + SIDE)
                    - 4.0 * pixel(at)
            })
        };
        let (_, sharpness) = mean_and_variance(laplacian);
        Self { brightness, contrast: variance.sqrt(), sharpness }
    }

    /// The properties of 28 × 28 bytes.
    ///
    /// ```
    /// let plain = vision::properties::Properties::of_bytes(&[255; 784]);
    /// assert_eq!((plain.brightness, plain.contrast, plain.sharpness), (1.0, 0.0, 0.0));
    /// ```
    pub fn of_bytes(pixels: &[u8; PIXELS]) -> Self {
        Self::of(&super::corruption::to_0_1(pixels))
    }
}

/// In two passes, so that a plain image has variance 0 and not a rounding error.
fn mean_and_variance<I: Iterator<Item = f64>>(values: impl Fn() -> I) -> (f64, f64) {
    let (sum, count) = values().fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
    let mean = sum / count;
    (mean, values().map(|value| (value - mean) * (value - mean)).sum::<f64>() / count)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corruption::{Corruption, Severity, corrupt};
    use random::Rng;

    #[test]
    fn a_plain_image_has_its_brightness_and_nothing_else() {
        let properties = Properties::of(&[0.25; PIXELS]);
        assert_eq!(properties, Properties { brightness: 0.25, contrast: 0.0, sharpness: 0.0 });
    }

    #[test]
    fn one_white_point_gives_numbers_that_can_be_worked_out() {
        let mut image = [0; PIXELS];
        image[14 * SIDE + 14] = 255;
        let properties = Properties::of_bytes(&image);
        // Mean 1/784; variance 1/784 − 1/784². Laplacian: −4 once and 1 four times among 676.
        let mean: f64 = 1.0 / 784.0;
        assert!((properties.brightness - mean).abs() < 1e-12);
        assert!((properties.contrast - (mean - mean * mean).sqrt()).abs() < 1e-12);
        assert!((properties.sharpness - 20.0 / 676.0).abs() < 1e-12);
    }

    #[test]
    fn black_and_white_checks_are_the_sharpest_image() {
        let checks: [f32; PIXELS] = std::array::from_fn(|i| ((i + i / SIDE) % 2) as f32);
        let properties = Properties::of(&checks);
        assert_eq!(properties, Properties { brightness: 0.5, contrast: 0.5, sharpness: 16.0 });
    }

    #[test]
    fn each_property_sees_its_own_fault() {
        let coat: [u8; PIXELS] = std::array::from_fn(|i| {
            let inside = (6..22).contains(&(i % SIDE)) && (4..24).contains(&(i / SIDE));
            if inside { 90 + 40 * ((i % SIDE / 3) % 2) as u8 } else { 0 }
        });
        let after = |kind| {
            let severity = Severity::new(2).unwrap();
            Properties::of_bytes(&corrupt(&coat, kind, severity, &mut Rng::new(1)))
        };
        let clean = Properties::of_bytes(&coat);
        let brighter = after(Corruption::Brightness);
        assert!((brighter.brightness - clean.brightness - 0.2).abs() < 1e-6);
        assert!((brighter.contrast - clean.contrast).abs() < 1e-6);
        let flatter = after(Corruption::Contrast);
        assert!((flatter.contrast / clean.contrast - 0.3).abs() < 0.01);
        assert!(after(Corruption::GaussianBlur).sharpness < clean.sharpness / 10.0);
        assert!(after(Corruption::GaussianNoise).sharpness > clean.sharpness * 2.0);
    }
}
