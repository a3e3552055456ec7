//! Random variations of a training image: mirror, shift, erase. Pure and seeded, the same for
//! the command line and the page.

use serde::{Deserialize, Serialize};

use dataset::{PIXELS, SIDE};
use random::Rng;

/// How training images are varied. The default varies nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Augmentation {
    /// Mirror left and right with probability ½.
    pub flip: bool,
    /// Shift by up to this many pixels in each direction, black coming in.
    pub shift: usize,
    /// Probability of erasing a rectangle with noise (Zhong et al. 2017), its sides 4 to 14
    /// pixels: 2 to 25% of the area, without functions that differ between machines.
    pub erase: f32,
}

/// Writes a variation of `image` (784 grey values) to `out` as [0, 1].
///
/// ```
/// use random::Rng;
/// use vision::augment::{Augmentation, augment};
///
/// let mut out = [0.0; 784];
/// augment(&[255; 784], Augmentation { flip: true, shift: 0, erase: 0.0 }, &mut Rng::new(1), &mut out);
/// assert_eq!(out, [1.0; 784]);
/// ```
pub fn augment(image: &[u8], how: Augmentation, rng: &mut Rng, out: &mut [f32]) {
    let flip = how.flip && rng.next_u64() & 1 == 1;
    let range = 2 * how.shift + 1;
    let (dx, dy) = (rng.below(range), rng.below(range));
    for y in 0..SIDE {
        for x in 0..SIDE {
            let from_x = if flip { SIDE - 1 - x } else { x } + dx;
            let from_y = y + dy;
            let inside = (how.shift..SIDE + how.shift).contains(&from_x)
                && (how.shift..SIDE + how.shift).contains(&from_y);
            out[y * SIDE + x] = if inside {
                f32::from(image[(from_y - how.shift) * SIDE + from_x - how.shift]) / 255.0
            } else {
                0.0
            };
        }
    }
    if how.erase > 0.0 && rng.uniform() < how.erase {
        erase(rng, &mut out[..PIXELS]);
    }
}

fn erase(rng: &mut Rng, pixels: &mut [f32]) {
    let (height, width) = (4 + rng.below(11), 4 + rng.below(11));
    let (top, left) = (rng.below(SIDE - height + 1), rng.below(SIDE - width + 1));
    for y in top..top + height {
        for x in left..left + width {
            pixels[y * SIDE + x] = rng.uniform();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn image() -> Vec<u8> {
        (0..PIXELS).map(|i| (i % 251) as u8).collect()
    }

    fn varied(how: Augmentation, seed: u64) -> Vec<f32> {
        let mut out = vec![-1.0; PIXELS];
        augment(&image(), how, &mut Rng::new(seed), &mut out);
        out
    }

    #[test]
    fn no_augmentation_only_scales_to_one() {
        let out = varied(Augmentation::default(), 3);
        assert!(out.iter().zip(image()).all(|(&out, byte)| out == f32::from(byte) / 255.0));
    }

    #[test]
    fn a_mirror_image_is_the_row_reversed() {
        let how = Augmentation { flip: true, ..Augmentation::default() };
        let plain = varied(Augmentation::default(), 0);
        let seeds: Vec<Vec<f32>> = (0..20).map(|seed| varied(how, seed)).collect();
        let mirrored: Vec<f32> =
            (0..PIXELS).map(|i| plain[i / SIDE * SIDE + SIDE - 1 - i % SIDE]).collect();
        assert!(seeds.iter().all(|out| *out == plain || *out == mirrored));
        assert!(seeds.contains(&plain) && seeds.contains(&mirrored));
    }

    #[test]
    fn a_shift_moves_by_at_most_its_size_and_brings_in_black() {
        let how = Augmentation { shift: 2, ..Augmentation::default() };
        let plain = varied(Augmentation::default(), 0);
        for seed in 0..50 {
            let out = varied(how, seed);
            let fits = (-2i32..=2).any(|dx| {
                (-2i32..=2).any(|dy| {
                    (0..PIXELS as i32).all(|i| {
                        let (x, y) = (i % 28 + dx, i / 28 + dy);
                        let inside = (0..28).contains(&x) && (0..28).contains(&y);
                        out[i as usize] == if inside { plain[(y * 28 + x) as usize] } else { 0.0 }
                    })
                })
            });
            assert!(fits, "seed {seed}");
        }
    }

    #[test]
    fn erasing_touches_a_rectangle_of_bounded_area() {
        let how = Augmentation { erase: 1.0, ..Augmentation::default() };
        let plain = varied(Augmentation::default(), 0);
        for seed in 0..50 {
            let changed =
                varied(how, seed).iter().zip(&plain).filter(|(out, plain)| out != plain).count();
            assert!((10..=196).contains(&changed), "seed {seed}: {changed}");
        }
    }
}
