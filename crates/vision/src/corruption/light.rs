//! What optics and electronics do without chance: blur, brightness, contrast, coarse pixels, few
//! grey values.

use crate::exact;
use dataset::{PIXELS, SIDE};

/// Convolution with a Gaussian of `sigma` pixels, cut at 4 σ, edge pixels repeated outwards.
pub(super) fn blur(pixels: &[f32; PIXELS], sigma: f64) -> [f32; PIXELS] {
    let kernel = kernel(sigma);
    let rows = convolve(pixels, &kernel, 1);
    convolve(&rows, &kernel, SIDE)
}

/// x + `add`, clipped.
pub(super) fn brightness(pixels: &[f32; PIXELS], add: f64) -> [f32; PIXELS] {
    pixels.map(|value| (value + add as f32).clamp(0.0, 1.0))
}

/// mean + `factor` (x − mean), clipped.
pub(super) fn contrast(pixels: &[f32; PIXELS], factor: f64) -> [f32; PIXELS] {
    let mean = pixels.iter().sum::<f32>() / PIXELS as f32;
    pixels.map(|value| (mean + factor as f32 * (value - mean)).clamp(0.0, 1.0))
}

/// Each pixel becomes the mean of its cell, ⌊28 `factor`⌋ cells along each axis. A pixel belongs
/// to the cell in which its centre lies.
pub(super) fn pixelate(pixels: &[f32; PIXELS], factor: f64) -> [f32; PIXELS] {
    let cells = ((SIDE as f64 * factor) as usize).clamp(1, SIDE);
    let cell = |at: usize| (2 * at + 1) * cells / (2 * SIDE);
    let cell_of = |i: usize| cell(i / SIDE) * cells + cell(i % SIDE);
    let mut sums = vec![(0.0, 0.0); cells * cells];
    for (i, &value) in pixels.iter().enumerate() {
        let (sum, count) = &mut sums[cell_of(i)];
        *sum += value;
        *count += 1.0;
    }
    std::array::from_fn(|i| {
        let (sum, count) = sums[cell_of(i)];
        sum / count
    })
}

/// The nearest of 2^`bits` evenly spaced grey values.
pub(super) fn quantize(pixels: &[f32; PIXELS], bits: f64) -> [f32; PIXELS] {
    let steps = ((1u32 << (bits as u32).min(8)) - 1) as f32;
    pixels.map(|value| (value * steps).round() / steps)
}

/// Weights at distance 0, 1, … whose mirrored sum is 1.
fn kernel(sigma: f64) -> Vec<f32> {
    let radius = (4.0 * sigma).round() as usize;
    let weights: Vec<f64> =
        (0..=radius).map(|d| exact::exp(-((d * d) as f64) / (2.0 * sigma * sigma))).collect();
    let total = 2.0 * weights.iter().sum::<f64>() - weights[0];
    weights.iter().map(|weight| (weight / total) as f32).collect()
}

/// Along rows (`stride` 1) or columns (`stride` 28).
fn convolve(pixels: &[f32; PIXELS], kernel: &[f32], stride: usize) -> [f32; PIXELS] {
    std::array::from_fn(|i| {
        let at = i / stride % SIDE;
        let line = i - at * stride;
        let pixel = |at: usize| pixels[line + at * stride];
        let sides: f32 = (1..kernel.len())
            .map(|d| kernel[d] * (pixel(at.saturating_sub(d)) + pixel((at + d).min(SIDE - 1))))
            .sum();
        // Rounding may leave the sum of the weights a little above 1.
        (kernel[0] * pixel(at) + sides).clamp(0.0, 1.0)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mean(pixels: &[f32; PIXELS]) -> f64 {
        pixels.iter().copied().map(f64::from).sum::<f64>() / PIXELS as f64
    }

    #[test]
    fn blurring_a_point_gives_the_gaussian_and_keeps_the_light() {
        let mut point = [0.0; PIXELS];
        point[14 * SIDE + 14] = 1.0;
        let out = blur(&point, 1.0);
        // 1 + 2 (e^−½ + e^−2 + e^−4½ + e^−8) = 2.506621, and the centre is 1 / 2.506621².
        assert!((out[14 * SIDE + 14] - 0.159_155).abs() < 1e-5, "{}", out[14 * SIDE + 14]);
        let beside = out[14 * SIDE + 15] / out[14 * SIDE + 14];
        assert!((beside - 0.606_531).abs() < 1e-5, "{beside}");
        assert!((mean(&out) * PIXELS as f64 - 1.0).abs() < 1e-5);
    }

    #[test]
    fn blurring_a_plain_image_leaves_it_plain_up_to_the_edge() {
        for value in blur(&[0.6; PIXELS], 6.0) {
            assert!((value - 0.6).abs() < 1e-5, "{value}");
        }
    }

    #[test]
    fn brightness_moves_the_mean_by_what_it_adds_until_white() {
        let out = brightness(&[0.2; PIXELS], 0.3);
        assert!((mean(&out) - 0.5).abs() < 1e-6);
        assert_eq!(brightness(&[0.9; PIXELS], 0.5), [1.0; PIXELS]);
    }

    #[test]
    fn contrast_draws_black_and_white_towards_the_mean() {
        let halves: [f32; PIXELS] = std::array::from_fn(|i| (i % 2) as f32);
        let out = contrast(&halves, 0.4);
        assert!((out[0] - 0.3).abs() < 1e-6 && (out[1] - 0.7).abs() < 1e-6);
        assert!((mean(&out) - 0.5).abs() < 1e-6);
    }

    #[test]
    fn pixelating_by_half_averages_blocks_of_two_by_two() {
        let image: [f32; PIXELS] = std::array::from_fn(|i| match i {
            0 => 0.8,
            1 => 0.4,
            _ => 0.0,
        });
        let out = pixelate(&image, 0.5);
        let block = [out[0], out[1], out[SIDE], out[SIDE + 1]];
        assert!(block.iter().all(|value| (value - 0.3).abs() < 1e-6), "{block:?}");
        assert_eq!(out[2], 0.0);
    }

    #[test]
    fn the_cells_of_each_severity_are_those_of_the_source() {
        let ramp: [f32; PIXELS] = std::array::from_fn(|i| (i % SIDE) as f32 / 27.0);
        let cells = |factor| {
            let row = pixelate(&ramp, factor)[..SIDE].to_vec();
            row.chunk_by(|a, b| (a - b).abs() < 1e-5).count()
        };
        assert_eq!([0.6, 0.5, 0.4, 0.3, 0.25].map(cells), [16, 14, 11, 8, 7]);
    }

    #[test]
    fn quantizing_rounds_to_the_nearest_step() {
        let image: [f32; PIXELS] = std::array::from_fn(|i| [127.0, 128.0, 100.0][i % 3] / 255.0);
        assert_eq!(quantize(&image, 1.0)[..2], [0.0, 1.0]);
        // 100 / 255 · 31 = 12.16, so the twelfth of 31 steps.
        assert_eq!(quantize(&image, 5.0)[2], 12.0 / 31.0);
    }
}
