//! Noise: Gaussian (a warm sensor), shot (too little light), impulse (dead pixels).

use std::f64::consts::TAU;

use crate::exact;
use dataset::PIXELS;
use random::Rng;

/// x + N(0, `sigma`²), clipped.
pub(super) fn gaussian(pixels: &[f32; PIXELS], sigma: f64, rng: &mut Rng) -> [f32; PIXELS] {
    let mut out = *pixels;
    for pair in out.chunks_exact_mut(2) {
        let normal = normal_pair(rng);
        for (value, normal) in pair.iter_mut().zip(normal) {
            *value = (f64::from(*value) + sigma * normal).clamp(0.0, 1.0) as f32;
        }
    }
    out
}

/// Poisson(`photons` · x) / `photons`, clipped: as many photons as reach a white pixel on average.
pub(super) fn shot(pixels: &[f32; PIXELS], photons: f64, rng: &mut Rng) -> [f32; PIXELS] {
    pixels.map(|value| {
        let counted = poisson(f64::from(value) * photons, rng);
        (f64::from(counted) / photons).min(1.0) as f32
    })
}

/// With probability `share` a pixel becomes black or white, each half of the time.
pub(super) fn impulse(pixels: &[f32; PIXELS], share: f64, rng: &mut Rng) -> [f32; PIXELS] {
    pixels.map(|value| {
        let hit = f64::from(rng.uniform()) < share;
        let white = rng.next_u64() & 1 == 1;
        match (hit, white) {
            (false, _) => value,
            (true, false) => 0.0,
            (true, true) => 1.0,
        }
    })
}

/// Two independent standard normal numbers (Box and Muller 1958).
fn normal_pair(rng: &mut Rng) -> [f64; 2] {
    // 1 − u is in (0, 1], where the logarithm is finite.
    let radius = (-2.0 * exact::ln(1.0 - f64::from(rng.uniform()))).sqrt();
    let (sin, cos) = exact::sin_cos(TAU * f64::from(rng.uniform()));
    [radius * cos, radius * sin]
}

/// A Poisson number by Knuth's product of uniforms, quick for the means up to 60 used here.
fn poisson(mean: f64, rng: &mut Rng) -> u32 {
    let limit = exact::exp(-mean);
    let mut product = f64::from(rng.uniform());
    let mut count = 0;
    while product > limit {
        product *= f64::from(rng.uniform());
        count += 1;
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Mean and standard deviation over 50 corrupted images that were grey 0.5 all over.
    fn moments(corrupt: impl Fn(&[f32; PIXELS], &mut Rng) -> [f32; PIXELS]) -> (f64, f64) {
        let values: Vec<f64> = (0..50)
            .flat_map(|seed| corrupt(&[0.5; PIXELS], &mut Rng::new(seed)))
            .map(f64::from)
            .collect();
        let n = values.len() as f64;
        let mean = values.iter().sum::<f64>() / n;
        let variance = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / n;
        (mean, variance.sqrt())
    }

    #[test]
    fn gaussian_noise_has_its_sigma_and_keeps_the_mean() {
        let (mean, deviation) = moments(|pixels, rng| gaussian(pixels, 0.08, rng));
        assert!((mean - 0.5).abs() < 0.002, "{mean}");
        assert!((deviation - 0.08).abs() < 0.002, "{deviation}");
    }

    #[test]
    fn shot_noise_keeps_the_mean_and_has_the_variance_of_its_photons() {
        // A grey pixel counts 30 of 60 photons: variance 30 / 60² = 1 / 120.
        let (mean, deviation) = moments(|pixels, rng| shot(pixels, 60.0, rng));
        assert!((mean - 0.5).abs() < 0.002, "{mean}");
        assert!((deviation - (1.0 / 120.0f64).sqrt()).abs() < 0.002, "{deviation}");
        // No light, no photons.
        assert_eq!(shot(&[0.0; PIXELS], 3.0, &mut Rng::new(1)), [0.0; PIXELS]);
    }

    #[test]
    fn impulse_noise_hits_its_share_half_black_half_white() {
        // Each hit is 0.5 away from grey, so the variance is a quarter of the share.
        let (mean, deviation) = moments(|pixels, rng| impulse(pixels, 0.27, rng));
        assert!((mean - 0.5).abs() < 0.005, "{mean}");
        assert!((deviation - (0.27f64 / 4.0).sqrt()).abs() < 0.005, "{deviation}");
    }
}
