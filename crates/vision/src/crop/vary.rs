//! Random variations of a canvas for training: turned, mirrored, moved, in another light, with a part
//! missing.

use random::Rng;

use super::{CHANNELS, Canvas, Pose, SIDE, VALUES};
use crate::exact::sin_cos;

/// How far pictures are varied. Each is drawn evenly from its range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Variation {
    /// Largest turn either way, in radians.
    pub turn: f32,
    /// Largest enlargement and reduction: 0.2 is from 1 / 1.2 to 1.2.
    pub size: f32,
    /// The same between width and height.
    pub stretch: f32,
    /// Largest shift either way, in shares of the side.
    pub shift: f32,
    /// Largest change of each colour's range and level, in shares of the whole range.
    pub colour: f32,
    /// Probability that the colours are lost to grey.
    pub grey: f32,
    /// Probability that light and dark are exchanged.
    pub invert: f32,
    /// Probability that only every second pixel is known, as of an image of the data set.
    pub coarse: f32,
    /// Probability that a rectangle is taken away, its sides an eighth to three eighths of the picture.
    pub erase: f32,
}

impl Variation {
    /// For photos that people took.
    pub const PHOTOS: Self = Self {
        turn: 0.35,
        size: 0.2,
        stretch: 0.12,
        shift: 0.06,
        colour: 0.25,
        grey: 0.25,
        invert: 0.15,
        coarse: 0.25,
        erase: 0.35,
    };

    /// For images of the data set, which are grey and upright: they have to be known as they are, and
    /// dark on light too, as photos show garments.
    pub const IMAGES: Self = Self {
        turn: 0.08,
        size: 0.08,
        stretch: 0.05,
        shift: 0.04,
        colour: 0.1,
        grey: 0.0,
        invert: 0.2,
        coarse: 0.0,
        erase: 0.15,
    };
}

/// Writes a variation of a canvas to `values`, [`VALUES`] of them.
pub fn vary(canvas: &Canvas, how: &Variation, rng: &mut Rng, values: &mut [f32]) {
    let mut between = |reach: f32| reach * (2.0 * rng.uniform() - 1.0);
    let turn = f64::from(between(how.turn));
    let size = between(how.size);
    let size = if size < 0.0 { (1.0 - size).recip() } else { 1.0 + size };
    let stretch = 1.0 + between(how.stretch);
    let middle = [between(how.shift), between(how.shift)].map(|share| share * SIDE as f32);
    let gains = [(); 3].map(|()| 1.0 + between(how.colour));
    let levels = [(); 3].map(|()| between(how.colour));
    let mirror = if rng.next_u64() & 1 == 1 { -1.0 } else { 1.0 };
    let step = Pose::default().right[0];
    let (sine, cosine) = sin_cos(turn);
    let (sine, cosine) = (sine as f32, cosine as f32);
    let (wide, high) = (step * size * stretch, step * size / stretch);
    let pose = Pose {
        right: [cosine * wide * mirror, sine * wide],
        down: [-sine * high * mirror, cosine * high],
        middle,
    };
    values[..VALUES].fill(0.0);
    canvas.sample(&pose, values);
    let is_grey = rng.uniform() < how.grey;
    let sign = if rng.uniform() < how.invert { -1.0 } else { 1.0 };
    let area = SIDE * SIDE;
    let (colours, shares) = values.split_at_mut(3 * area);
    for (pixel, &share) in shares[..area].iter().enumerate().filter(|(_, share)| **share > 0.0) {
        let mut rgb = [0, 1, 2].map(|channel| colours[channel * area + pixel]);
        if is_grey {
            rgb = [0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2]; 3];
        }
        for (channel, value) in rgb.into_iter().enumerate() {
            let lit = if is_grey {
                gains[0] * value + levels[0] * share
            } else {
                gains[channel] * value + levels[channel] * share
            };
            colours[channel * area + pixel] = sign * lit.clamp(-share, share);
        }
    }
    if rng.uniform() < how.coarse {
        coarsen(values);
    }
    if rng.uniform() < how.erase {
        erase(rng, values);
    }
}

/// Gives four pixels their mean.
fn coarsen(values: &mut [f32]) {
    for pair in values[..VALUES].chunks_exact_mut(2 * SIDE) {
        let (upper, lower) = pair.split_at_mut(SIDE);
        for (upper, lower) in upper.chunks_exact_mut(2).zip(lower.chunks_exact_mut(2)) {
            let mean = (upper[0] + upper[1] + lower[0] + lower[1]) / 4.0;
            upper.fill(mean);
            lower.fill(mean);
        }
    }
}

/// Takes a rectangle away, as a wrong cut would.
fn erase(rng: &mut Rng, values: &mut [f32]) {
    let mut length = || SIDE / 8 + rng.below(SIDE / 4 + 1);
    let (width, height) = (length(), length());
    let (left, top) = (rng.below(SIDE - width + 1), rng.below(SIDE - height + 1));
    for channel in 0..CHANNELS {
        for y in top..top + height {
            let start = (channel * SIDE + y) * SIDE + left;
            values[start..start + width].fill(0.0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dataset::PIXELS;

    const STILL: Variation = Variation {
        turn: 0.0,
        size: 0.0,
        stretch: 0.0,
        shift: 0.0,
        colour: 0.0,
        grey: 0.0,
        invert: 0.0,
        coarse: 0.0,
        erase: 0.0,
    };

    fn canvas() -> Canvas {
        let mut image = [0; PIXELS];
        for (i, value) in image.iter_mut().enumerate() {
            let (x, y) = (i % 28, i / 28);
            if x > 4 && y > 6 && x < 4 + y {
                *value = 60 + (7 * x) as u8;
            }
        }
        Canvas::of_image(&image)
    }

    fn varied(how: &Variation, seed: u64) -> Vec<f32> {
        let mut values = vec![9.0; VALUES];
        vary(&canvas(), how, &mut Rng::new(seed), &mut values);
        values
    }

    #[test]
    fn without_variation_the_picture_or_its_mirror_image_comes_out() {
        let plain = canvas().sampled(&Pose::default());
        let mirror = |values: &[f32]| -> Vec<f32> {
            (0..VALUES).map(|i| values[i / SIDE * SIDE + SIDE - 1 - i % SIDE]).collect()
        };
        let is = |a: &[f32], b: &[f32]| a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-5);
        let seeds: Vec<_> = (0..20).map(|seed| varied(&STILL, seed)).collect();
        assert!(seeds.iter().all(|v| is(v, &plain) || is(v, &mirror(&plain))));
        assert!(
            seeds.iter().any(|v| is(v, &plain)) && seeds.iter().any(|v| is(v, &mirror(&plain)))
        );
    }

    #[test]
    fn whatever_is_drawn_a_colour_stays_within_its_share_and_the_seed_decides() {
        for seed in 0..50 {
            let values = varied(&Variation::PHOTOS, seed);
            assert_eq!(values, varied(&Variation::PHOTOS, seed));
            let area = SIDE * SIDE;
            let shares = &values[3 * area..];
            assert!(shares.iter().all(|share| (0.0..=1.0 + 1e-5).contains(share)));
            assert!(shares.iter().sum::<f32>() > 100.0, "seed {seed}");
            for channel in 0..3 {
                let plane = &values[channel * area..(channel + 1) * area];
                assert!(plane.iter().zip(shares).all(|(v, share)| v.abs() <= share + 1e-5));
            }
        }
    }

    #[test]
    fn exchanged_light_is_the_negative() {
        let negative = varied(&Variation { invert: 1.0, ..STILL }, 3);
        let plain = varied(&STILL, 3);
        let area = 3 * SIDE * SIDE;
        assert!(plain[..area].iter().zip(&negative).all(|(a, b)| (a + b).abs() < 1e-6));
        assert_eq!(plain[area..], negative[area..]);
    }
}
