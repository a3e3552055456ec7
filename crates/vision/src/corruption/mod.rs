//! Corruptions of an image: the twelve kinds of covariate shift, each at severity 1 to 5.
//!
//! Kinds and parameters are those of MNIST-C (Mu and Gilmer 2019, `corruptions.py`). A corruption
//! is a pure function of pixels and a seeded generator; when it is applied is not known here.
//!
//! With x a pixel in [0, 1] and p the parameter; every result is clipped to [0, 1]:
//!
//! | kind | formula |
//! |---|---|
//! | Gaussian noise | x + N(0, p²) |
//! | shot noise | Poisson(p x) / p |
//! | impulse noise | with probability p: 0 or 1, each half of the time |
//! | Gaussian blur | convolution with a Gaussian of σ = p pixels, cut at 4 σ, edge pixels repeated |
//! | brightness | x + p |
//! | contrast | mean + p (x − mean) |
//! | pixelate | mean of its cell, ⌊28 p⌋ × ⌊28 p⌋ cells |
//! | rotate | by p radians about the centre, to a random side |
//! | shear | columns move by tan(p) times the height above the centre, to a random side |
//! | shrink | to p of its size about the centre |
//! | translate | by p pixels along both axes, in random directions |
//! | quantise | to the nearest of 2ᵖ evenly spaced grey values |
//!
//! What moves in from outside is black. Moved pixels are interpolated bilinearly.

mod light;
mod noise;
mod warp;

use serde::{Deserialize, Serialize};

use dataset::PIXELS;
use random::Rng;

/// A kind of covariate corruption.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum Corruption {
    GaussianNoise,
    ShotNoise,
    ImpulseNoise,
    GaussianBlur,
    Brightness,
    Contrast,
    Pixelate,
    Rotate,
    Shear,
    Shrink,
    Translate,
    Quantize,
}

/// How strong a corruption is: 0 changes nothing, 5 is the strongest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Severity(u8);

impl Severity {
    /// The strongest.
    pub const MAX: u8 = 5;

    /// The severity of this number, or none above 5.
    pub const fn new(level: u8) -> Option<Self> {
        if level <= Self::MAX { Some(Self(level)) } else { None }
    }

    /// 0 to 5.
    pub fn level(self) -> u8 {
        self.0
    }
}

impl TryFrom<u8> for Severity {
    type Error = String;

    fn try_from(level: u8) -> Result<Self, String> {
        Self::new(level).ok_or_else(|| format!("severity {level} is above 5"))
    }
}

impl From<Severity> for u8 {
    fn from(severity: Severity) -> Self {
        severity.0
    }
}

impl Corruption {
    /// Every kind, in the order of MNIST-C's parameters.
    pub const ALL: [Self; 12] = [
        Self::GaussianNoise,
        Self::ShotNoise,
        Self::ImpulseNoise,
        Self::GaussianBlur,
        Self::Brightness,
        Self::Contrast,
        Self::Pixelate,
        Self::Rotate,
        Self::Shear,
        Self::Shrink,
        Self::Translate,
        Self::Quantize,
    ];

    /// The name in links, files and JSON.
    pub fn slug(self) -> &'static str {
        match self {
            Self::GaussianNoise => "gaussian-noise",
            Self::ShotNoise => "shot-noise",
            Self::ImpulseNoise => "impulse-noise",
            Self::GaussianBlur => "gaussian-blur",
            Self::Brightness => "brightness",
            Self::Contrast => "contrast",
            Self::Pixelate => "pixelate",
            Self::Rotate => "rotate",
            Self::Shear => "shear",
            Self::Shrink => "shrink",
            Self::Translate => "translate",
            Self::Quantize => "quantize",
        }
    }

    /// The corruption of a slug.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.slug() == slug)
    }

    /// The parameter at severity 1 to 5, in the unit of the table above. Source: MNIST-C.
    pub fn parameters(self) -> [f64; 5] {
        match self {
            Self::GaussianNoise => [0.08, 0.12, 0.18, 0.26, 0.38],
            Self::ShotNoise => [60.0, 25.0, 12.0, 5.0, 3.0],
            Self::ImpulseNoise => [0.03, 0.06, 0.09, 0.17, 0.27],
            Self::GaussianBlur => [1.0, 2.0, 3.0, 4.0, 6.0],
            Self::Brightness => [0.1, 0.2, 0.3, 0.4, 0.5],
            Self::Contrast => [0.4, 0.3, 0.2, 0.1, 0.05],
            Self::Pixelate => [0.6, 0.5, 0.4, 0.3, 0.25],
            Self::Rotate | Self::Shear => [0.2, 0.4, 0.6, 0.8, 1.0],
            Self::Shrink => [0.9, 0.8, 0.7, 0.6, 0.5],
            Self::Translate => [1.0, 2.0, 3.0, 4.0, 5.0],
            Self::Quantize => [5.0, 4.0, 3.0, 2.0, 1.0],
        }
    }

    /// The parameter at a severity; none at 0, which changes nothing.
    pub fn parameter(self, severity: Severity) -> Option<f64> {
        self.parameters().get(usize::from(severity.0).checked_sub(1)?).copied()
    }
}

/// Corrupts 28 × 28 grey values in [0, 1], row by row.
pub fn corrupt_0_1(
    pixels_0_1: &[f32; PIXELS],
    kind: Corruption,
    severity: Severity,
    rng: &mut Rng,
) -> [f32; PIXELS] {
    let Some(parameter) = kind.parameter(severity) else { return *pixels_0_1 };
    match kind {
        Corruption::GaussianNoise => noise::gaussian(pixels_0_1, parameter, rng),
        Corruption::ShotNoise => noise::shot(pixels_0_1, parameter, rng),
        Corruption::ImpulseNoise => noise::impulse(pixels_0_1, parameter, rng),
        Corruption::GaussianBlur => light::blur(pixels_0_1, parameter),
        Corruption::Brightness => light::brightness(pixels_0_1, parameter),
        Corruption::Contrast => light::contrast(pixels_0_1, parameter),
        Corruption::Pixelate => light::pixelate(pixels_0_1, parameter),
        Corruption::Quantize => light::quantize(pixels_0_1, parameter),
        Corruption::Rotate => warp::rotate(pixels_0_1, parameter, rng),
        Corruption::Shear => warp::shear(pixels_0_1, parameter, rng),
        Corruption::Shrink => warp::shrink(pixels_0_1, parameter),
        Corruption::Translate => warp::translate(pixels_0_1, parameter, rng),
    }
}

/// Corrupts 28 × 28 bytes, row by row.
///
/// ```
/// use random::Rng;
/// use vision::corruption::{Corruption, Severity, corrupt};
///
/// let severity = Severity::new(3).expect("five is the highest");
/// let lighter = corrupt(&[100; 784], Corruption::Brightness, severity, &mut Rng::new(1));
/// // 0.3 of the range is 76.5 grey values.
/// assert!(lighter.iter().all(|grey| (176..=177).contains(grey)));
/// ```
pub fn corrupt(
    pixels: &[u8; PIXELS],
    kind: Corruption,
    severity: Severity,
    rng: &mut Rng,
) -> [u8; PIXELS] {
    to_bytes(&corrupt_0_1(&to_0_1(pixels), kind, severity, rng))
}

/// Bytes as grey values in [0, 1].
///
/// ```
/// use vision::corruption::{to_0_1, to_bytes};
///
/// assert_eq!(to_0_1(&[255; 784])[0], 1.0);
/// assert_eq!(to_bytes(&to_0_1(&[37; 784])), [37; 784]);
/// ```
pub fn to_0_1(pixels: &[u8; PIXELS]) -> [f32; PIXELS] {
    pixels.map(|byte| f32::from(byte) / 255.0)
}

/// Grey values in [0, 1] as the nearest bytes.
pub fn to_bytes(pixels_0_1: &[f32; PIXELS]) -> [u8; PIXELS] {
    // A cast to `u8` saturates, so nothing wraps around.
    pixels_0_1.map(|value| (value * 255.0).round() as u8)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use dataset::SIDE;
    use random::Rng;

    /// A lopsided coat: one long sleeve, a bright half, fine checks.
    fn coat() -> [f32; PIXELS] {
        coat_at(0, 0)
    }

    fn coat_at(left: usize, top: usize) -> [f32; PIXELS] {
        std::array::from_fn(|i| {
            let (x, y) = (i % SIDE + left, i / SIDE + top);
            let body = (9..19).contains(&x) && (3..26).contains(&y);
            let sleeve = (4..9).contains(&x) && (4..21).contains(&y);
            let checks = if (x / 2 + y / 3).is_multiple_of(2) { 0.0 } else { 0.21 };
            match (body, sleeve) {
                (true, _) => 0.35 + 0.012 * y as f32 + checks,
                (_, true) => 0.55 + 0.01 * x as f32,
                _ => 0.0,
            }
        })
    }

    fn severity(level: u8) -> Severity {
        Severity::new(level).unwrap()
    }

    #[test]
    fn severity_0_changes_nothing_and_6_does_not_exist() {
        for kind in Corruption::ALL {
            let mut rng = Rng::new(1);
            assert_eq!(corrupt_0_1(&coat(), kind, severity(0), &mut rng), coat(), "{kind:?}");
        }
        assert_eq!(Severity::new(6), None);
        assert!(serde_json::from_str::<Severity>("6").is_err());
        assert_eq!(serde_json::to_string(&severity(3)).unwrap(), "3");
    }

    #[test]
    fn a_higher_severity_changes_the_image_more() {
        // At sixteen places, so that no edge happens to lie on the border of a cell.
        let change = |kind, level| {
            (0..16)
                .flat_map(|place| {
                    let before = coat_at(place % 4, place / 4);
                    let mut rng = Rng::new(place as u64);
                    let after = corrupt_0_1(&before, kind, severity(level), &mut rng);
                    before.into_iter().zip(after).map(|(a, b)| f64::from((a - b).abs()))
                })
                .sum::<f64>()
        };
        for kind in Corruption::ALL {
            let changes: Vec<f64> = (0..=5).map(|level| change(kind, level)).collect();
            assert!(changes.is_sorted_by(|a, b| a < b), "{kind:?}: {changes:?}");
        }
    }

    #[test]
    fn the_pixels_of_a_seed_never_change() {
        // Saved runs are replayed from their seed: these must outlive every version and machine.
        let sum = |kind| {
            let image = to_bytes(&coat());
            let out = corrupt(&image, kind, severity(3), &mut Rng::new(42));
            out.iter().enumerate().map(|(i, &value)| i as u64 * u64::from(value)).sum::<u64>()
        };
        let expected = [
            23_375_133, 20_113_827, 21_622_716, 19_409_795, 42_947_437, 19_668_102, 20_272_970,
            21_663_658, 20_150_146, 9_802_611, 15_879_193, 19_969_379,
        ];
        assert_eq!(Corruption::ALL.map(sum), expected);
    }

    #[test]
    fn the_slug_is_the_name_in_json_and_is_found_again() {
        for kind in Corruption::ALL {
            assert_eq!(serde_json::to_string(&kind).unwrap(), format!("\"{}\"", kind.slug()));
            assert_eq!(Corruption::from_slug(kind.slug()), Some(kind));
        }
        assert_eq!(Corruption::from_slug("fog"), None);
    }

    proptest! {
        #[test]
        fn any_image_stays_in_range_and_a_seed_gives_the_same_image_again(
            bytes in proptest::collection::vec(any::<u8>(), PIXELS),
            kind in proptest::sample::select(&Corruption::ALL[..]),
            level in 0u8..=5,
            seed: u64,
        ) {
            let image: [u8; PIXELS] = bytes.try_into().unwrap();
            let once = corrupt_0_1(&to_0_1(&image), kind, severity(level), &mut Rng::new(seed));
            prop_assert!(once.iter().all(|value| (0.0..=1.0).contains(value)));
            let again = corrupt(&image, kind, severity(level), &mut Rng::new(seed));
            prop_assert_eq!(to_bytes(&once), again);
            if level == 0 {
                prop_assert_eq!(again, image);
            }
        }
    }
}
