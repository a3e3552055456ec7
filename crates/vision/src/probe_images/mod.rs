//! Images that are no garments, to see whether the policy catches them. They enter after
//! preprocessing, as the 28×28 grey values that the networks get, and come from a seed alone, or
//! from a seed and a garment. What the networks make of them is not known here.
//!
//! Only sums, products and square roots are used, so a seed gives the same image on every machine.

mod digit;
mod ink;

use serde::{Deserialize, Serialize};

use dataset::{PIXELS, SIDE};
use random::Rng;

pub use digit::digit;
use ink::Ink;

/// The greys of blank frames, from black to white.
pub const LEVELS: [u8; 5] = [0, 64, 128, 191, 255];

/// A kind of image that production should not accept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Probe {
    /// One grey all over, the seeds going through [`LEVELS`] in turn.
    Blank,
    /// Each pixel uniform from black to white.
    UniformNoise,
    /// Each pixel of normal law about middle grey, with a standard deviation of a quarter of the
    /// range, cut off at black and white.
    GaussianNoise,
    /// White pixels strewn on black, 5 to 50% of them.
    SaltAndPepper,
    /// A garment in negative.
    Inverted,
    /// A garment lying on its side, its top to the right.
    Rotated90,
    /// A garment upside down.
    Rotated180,
    /// A garment turned clockwise by an eighth, its corners cut off.
    Rotated45,
    /// A handwritten-looking digit, the seeds going through 0 to 9 in turn.
    Digit,
    /// Horizontal stripes of one grey on another.
    Stripes,
}

impl Probe {
    /// Every kind, in the order in which they are shown.
    pub const ALL: [Self; 10] = [
        Self::Blank,
        Self::UniformNoise,
        Self::GaussianNoise,
        Self::SaltAndPepper,
        Self::Stripes,
        Self::Digit,
        Self::Inverted,
        Self::Rotated90,
        Self::Rotated180,
        Self::Rotated45,
    ];

    /// Whether [`draw`] changes a garment that it is given. The others ignore it.
    pub fn needs_garment(self) -> bool {
        matches!(self, Self::Inverted | Self::Rotated90 | Self::Rotated180 | Self::Rotated45)
    }

    /// The name in addresses and JSON.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Blank => "blank",
            Self::UniformNoise => "uniform-noise",
            Self::GaussianNoise => "gaussian-noise",
            Self::SaltAndPepper => "salt-and-pepper",
            Self::Inverted => "inverted",
            Self::Rotated90 => "rotated-90",
            Self::Rotated180 => "rotated-180",
            Self::Rotated45 => "rotated-45",
            Self::Digit => "digit",
            Self::Stripes => "stripes",
        }
    }
}

/// Draws a probe as 28×28 grey values, row by row. Where a garment is needed and none of 784
/// pixels is given, a plain T-shirt drawn by the program takes its place.
///
/// ```
/// use vision::probe_images::{Probe, draw};
///
/// let garment = [200; 784];
/// assert_eq!(draw(Probe::Inverted, 1, Some(&garment)), [55; 784]);
/// assert_eq!(draw(Probe::Digit, 7, None), draw(Probe::Digit, 7, None));
/// ```
pub fn draw(kind: Probe, seed: u64, garment: Option<&[u8]>) -> [u8; PIXELS] {
    let garment = || garment.and_then(|pixels| pixels.try_into().ok()).unwrap_or_else(t_shirt);
    let mut rng = Rng::stream(seed, kind as u64);
    match kind {
        Probe::Blank => [LEVELS[(seed % LEVELS.len() as u64) as usize]; PIXELS],
        Probe::UniformNoise => std::array::from_fn(|_| rng.below(256) as u8),
        Probe::GaussianNoise => {
            std::array::from_fn(|_| (127.5 + 63.75 * normal(&mut rng)).round() as u8)
        }
        Probe::SaltAndPepper => {
            let share = 0.05 + 0.45 * rng.uniform();
            std::array::from_fn(|_| if rng.uniform() < share { 255 } else { 0 })
        }
        Probe::Inverted => garment().map(|pixel| 255 - pixel),
        Probe::Rotated90 => rotated(&garment(), |x, y| (y, SIDE - 1 - x)),
        Probe::Rotated180 => rotated(&garment(), |x, y| (SIDE - 1 - x, SIDE - 1 - y)),
        Probe::Rotated45 => rotated_by_an_eighth(&garment()),
        Probe::Digit => digit((seed % 10) as u8, seed),
        Probe::Stripes => stripes(&mut rng),
    }
}

/// The pixel at (x, y) comes from where `source` says.
fn rotated(image: &[u8; PIXELS], source: impl Fn(usize, usize) -> (usize, usize)) -> [u8; PIXELS] {
    std::array::from_fn(|i| {
        let (x, y) = source(i % SIDE, i / SIDE);
        image[y * SIDE + x]
    })
}

/// Clockwise about the centre of the frame, by bilinear interpolation, black coming in.
fn rotated_by_an_eighth(image: &[u8; PIXELS]) -> [u8; PIXELS] {
    let centre = (SIDE as f32 - 1.0) / 2.0;
    let turn = std::f32::consts::FRAC_1_SQRT_2;
    let at = |x: i32, y: i32| {
        let inside = (0..SIDE as i32).contains(&x) && (0..SIDE as i32).contains(&y);
        if inside { f32::from(image[y as usize * SIDE + x as usize]) } else { 0.0 }
    };
    std::array::from_fn(|i| {
        let (dx, dy) = ((i % SIDE) as f32 - centre, (i / SIDE) as f32 - centre);
        let (x, y) = (centre + turn * (dx + dy), centre + turn * (dy - dx));
        let (left, top) = (x.floor(), y.floor());
        let (right_share, bottom_share) = (x - left, y - top);
        let row = |row: i32| {
            at(left as i32, row) * (1.0 - right_share) + at(left as i32 + 1, row) * right_share
        };
        let upper = row(top as i32) * (1.0 - bottom_share);
        (upper + row(top as i32 + 1) * bottom_share).round() as u8
    })
}

fn stripes(rng: &mut Rng) -> [u8; PIXELS] {
    let (period, phase) = (2 + rng.below(9), rng.below(10));
    let (dark, light) = (rng.below(100) as u8, 156 + rng.below(100) as u8);
    std::array::from_fn(|i| if (i / SIDE + phase) % period < period / 2 { light } else { dark })
}

/// Nearly standard normal: twelve uniform numbers less their mean have variance 1. The tails end
/// at ±6; no logarithm or cosine is needed, which differ between machines.
fn normal(rng: &mut Rng) -> f32 {
    (0..12).map(|_| rng.uniform()).sum::<f32>() - 6.0
}

fn t_shirt() -> [u8; PIXELS] {
    let mut ink = Ink::default();
    for x in [10.5, 13.5, 16.5] {
        ink.line((x, 7.0), (x, 22.0), 5.0, 0.75);
    }
    ink.line((9.5, 7.0), (5.0, 11.5), 5.0, 0.65);
    ink.line((17.5, 7.0), (22.0, 11.5), 5.0, 0.65);
    ink.pixels()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use policy::quality::detail;

    fn garment() -> [u8; PIXELS] {
        std::array::from_fn(|i| (i % 251) as u8)
    }

    #[test]
    fn a_seed_gives_one_image_and_another_seed_another() {
        for kind in Probe::ALL {
            let image = draw(kind, 3, Some(&garment()));
            assert_eq!(image, draw(kind, 3, Some(&garment())), "{kind:?}");
            let other = draw(kind, 4, Some(&garment()));
            assert_eq!(image == other, kind.needs_garment(), "{kind:?}");
        }
    }

    #[test]
    fn kinds_are_listed_once_and_named_apart() {
        let slugs: std::collections::BTreeSet<_> = Probe::ALL.iter().map(|p| p.slug()).collect();
        assert_eq!(slugs.len(), Probe::ALL.len());
    }

    #[test]
    fn blank_frames_go_from_black_to_white() {
        let levels = [0, 1, 2, 3, 4].map(|seed| draw(Probe::Blank, seed, None));
        assert_eq!(levels.map(|image| image[0]), LEVELS);
        assert!(levels.iter().all(|image| detail(image) == 0.0));
    }

    #[test]
    fn noise_has_the_mean_and_spread_of_its_law() {
        let moments = |kind| {
            let pixels: Vec<f64> = (0..100)
                .flat_map(|seed| draw(kind, seed, None))
                .map(|pixel| f64::from(pixel) / 255.0)
                .collect();
            let mean = pixels.iter().sum::<f64>() / pixels.len() as f64;
            let squares = pixels.iter().map(|p| (p - mean).powi(2)).sum::<f64>();
            (mean, (squares / pixels.len() as f64).sqrt())
        };
        let (mean, deviation) = moments(Probe::UniformNoise);
        assert!((mean - 0.5).abs() < 0.005 && (deviation - 0.2887).abs() < 0.005);
        // A normal law cut off at two deviations on either side has 0.96 of its deviation.
        let (mean, deviation) = moments(Probe::GaussianNoise);
        assert!((mean - 0.5).abs() < 0.005 && (deviation - 0.2399).abs() < 0.005, "{deviation}");
    }

    #[test]
    fn salt_and_pepper_is_black_and_white_and_mostly_black() {
        for seed in 0..50 {
            let image = draw(Probe::SaltAndPepper, seed, None);
            let white = image.iter().filter(|&&pixel| pixel == 255).count();
            assert_eq!(white + image.iter().filter(|&&pixel| pixel == 0).count(), PIXELS);
            assert!((10..=450).contains(&white), "seed {seed}: {white}");
        }
    }

    #[test]
    fn a_quarter_turn_moves_the_top_left_to_the_top_right() {
        let image = garment();
        let side = draw(Probe::Rotated90, 0, Some(&image));
        assert_eq!((side[27], side[0]), (image[0], image[27 * SIDE]));
        let upside_down = draw(Probe::Rotated90, 0, Some(&side));
        assert_eq!(upside_down, draw(Probe::Rotated180, 0, Some(&image)));
        let negative = draw(Probe::Inverted, 0, Some(&image));
        assert!(negative.iter().zip(image).all(|(&negative, pixel)| negative == 255 - pixel));
    }

    #[test]
    fn an_eighth_turn_moves_up_to_the_upper_right_and_keeps_the_middle() {
        // A bright spot three to four pixels above the centre.
        let mut image = [0; PIXELS];
        for (x, y) in [(13, 9), (14, 9), (13, 10), (14, 10)] {
            image[y * SIDE + x] = 200;
        }
        let turned = draw(Probe::Rotated45, 0, Some(&image));
        // (0, −4) about the centre becomes (2.83, −2.83), hence column 16.3, row 10.7.
        let brightest = (0..PIXELS).max_by_key(|&i| turned[i]).unwrap();
        assert_eq!((brightest % SIDE, brightest / SIDE), (16, 11));
        assert_eq!(draw(Probe::Rotated45, 0, Some(&[255; PIXELS]))[13 * SIDE + 13], 255);
        assert_eq!(draw(Probe::Rotated45, 0, Some(&[255; PIXELS]))[0], 0);
    }

    #[test]
    fn stripes_have_rows_of_one_grey_and_two_greys_in_all() {
        for seed in 0..50 {
            let image = draw(Probe::Stripes, seed, None);
            assert!(image.chunks(SIDE).all(|row| row.iter().all(|pixel| *pixel == row[0])));
            let greys: std::collections::BTreeSet<u8> = image.into_iter().collect();
            assert_eq!(greys.len(), 2, "seed {seed}");
        }
    }

    #[test]
    fn without_a_garment_a_t_shirt_stands_in() {
        let negative = draw(Probe::Inverted, 0, None);
        assert_eq!((negative[0], negative[13 * SIDE + 13]), (255, 255 - 191));
        assert_eq!(draw(Probe::Inverted, 0, Some(&[1, 2, 3])), negative);
        let lit = t_shirt().iter().filter(|&&pixel| pixel > 0).count();
        assert!((250..420).contains(&lit), "{lit}");
    }

    proptest! {
        #[test]
        fn every_seed_draws(seed in any::<u64>()) {
            for kind in Probe::ALL {
                let image = draw(kind, seed, None);
                prop_assert!(kind == Probe::Blank || detail(&image) > 0.0);
            }
        }
    }
}
