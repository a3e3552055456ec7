//! A quality check that sparse images do not fool: the reconstruction error as it is, and held
//! against the image's own detail, each between two limits. Does not know the autoencoder; it
//! gets the error that it made.
//!
//! A plain mean squared error depends on how much there is in the image: an autoencoder that
//! draws nothing at all has an error of exactly the image's energy, the mean of its squared
//! pixels. Garments fill much of their frame, a digit or a small mark little, a black frame
//! nothing. So an image of little energy can pass a limit that was set for garments even when it
//! is redrawn badly, and a blank one passes with the best error of all.
//!
//! Two things catch this. The *relative error* divides by the energy of the image's detail, that
//! is of the differences between neighbouring pixels. A narrow code redraws outlines and loses
//! texture, so the error that is typical of a garment grows with its texture; an error that the
//! detail does not account for means that the outline itself is wrong. And both measures have a
//! lower limit, because an image that is easier than any garment is not a garment either.
//!
//! Detail was chosen by trial over energy, mean and variance, with the shipped autoencoders on
//! validation images, each calibrated to reject 1% of its own class and then given 60 probes of
//! a kind and the other classes:
//!
//! | caught | error alone | and ÷ variance | and ÷ energy | and ÷ detail |
//! |---|---|---|---|---|
//! | blank | 52% | 100% | 74% | 100% |
//! | digits | 71% | 70% | 88% | 96% |
//! | garments on their side | 62% | 65% | 65% | 85% |
//! | other classes | 46% | 48% | 48% | 62% |
//!
//! The price: of garments blurred by a 3×3 binomial kernel 15% are caught, where error alone
//! catches none.

use serde::{Deserialize, Serialize};

use dataset::SIDE;

/// The detail of rounding to 8 bits, of pixels in [0, 1]: two differences a pixel, each of two
/// roundings of variance 1/(12·255²). Less than that cannot be told from none.
const ROUNDING_DETAIL: f64 = 1.0 / (3.0 * 255.0 * 255.0);

/// For each image that an upper limit cuts off in calibration, a lower one cuts off a quarter:
/// it only has to stop what is easier than nearly every garment, and what it takes is lost to
/// the upper ones.
const UPPER_PER_LOWER: usize = 4;

/// How well an image was reconstructed, by two measures.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Quality {
    /// Mean squared reconstruction error of pixels in [0, 1].
    pub error: f32,
    /// The same divided by the image's [`detail`].
    pub relative: f32,
}

impl Quality {
    /// From the mean squared error of a reconstruction, of pixels in [0, 1], and the image's
    /// [`detail`]. An image without detail counts as having that of rounding.
    pub fn new(error: f32, detail: f32) -> Self {
        let relative = f64::from(error) / f64::from(detail).max(ROUNDING_DETAIL);
        Self { error, relative: relative as f32 }
    }
}

/// The energy of an image's detail: the squared differences of each pixel in [0, 1] from its
/// right and its lower neighbour, summed and divided by the number of pixels. In [0, 2); 0 for no
/// pixels. Rows are 28 pixels long.
pub fn detail(pixels: &[u8]) -> f32 {
    let square = |(&a, &b): (&u8, &u8)| u64::from(a.abs_diff(b)).pow(2);
    let across = |row: &[u8]| row.iter().zip(row.iter().skip(1)).map(square).sum::<u64>();
    let rows: u64 = pixels.chunks(SIDE).map(across).sum();
    let columns: u64 = pixels.iter().zip(pixels.iter().skip(SIDE)).map(square).sum();
    let mean = (rows + columns) as f64 / pixels.len().max(1) as f64;
    (mean / (255.0 * 255.0)) as f32
}

/// One of the two measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// The mean squared error as it is.
    Error,
    /// The error divided by the image's detail.
    Relative,
}

/// Which limit was passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Below the lower limit: easier than what the autoencoder knows.
    Low,
    /// Above the upper limit: harder than what the autoencoder knows.
    High,
}

/// Why an image is not typical.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Outlier {
    /// What was measured.
    pub measure: Measure,
    /// On which side it lies.
    pub side: Side,
    /// What was found.
    pub value: f32,
    /// The limit it passed.
    pub limit: f32,
}

/// A measure held against one of its limits.
#[derive(Clone, Copy, Debug)]
struct Held {
    outlier: Outlier,
    /// What an upper limit is passed by, or what a lower one is undercut by: above 1 is beyond.
    ratio: f32,
}

/// The range of each measure that is typical of a class, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct QualityLimits {
    /// Least and largest mean squared error.
    pub error: (f32, f32),
    /// Least and largest error divided by the image's detail.
    pub relative: (f32, f32),
}

impl QualityLimits {
    /// A check of the plain error alone, which is at most this.
    pub fn error_alone(max_error: f32) -> Self {
        Self { error: (0.0, max_error), relative: (0.0, f32::INFINITY) }
    }

    /// The narrowest limits that reject at most this share of the typical images given.
    ///
    /// Both upper limits cut off the same number of images, both lower ones a quarter of it. That
    /// number is as large as the share allows for the images outside of any limit, counted once,
    /// so the check as a whole keeps the share, which four quantiles at that share would not. The
    /// limits are values of images. `None` where no image has finite measures.
    pub fn calibrate(values: &[Quality], false_reject_share: f64) -> Option<Self> {
        let is_finite = |q: &&Quality| q.error.is_finite() && q.relative.is_finite();
        let values: Vec<Quality> = values.iter().filter(is_finite).copied().collect();
        let sorted = |measure: fn(&Quality) -> f32| {
            let mut sorted: Vec<f32> = values.iter().map(measure).collect();
            sorted.sort_by(f32::total_cmp);
            sorted
        };
        let (errors, relatives) = (sorted(|q| q.error), sorted(|q| q.relative));
        let last = values.len().checked_sub(1)?;
        let cutting = |tail: usize| Self {
            error: (errors[tail / UPPER_PER_LOWER], errors[last - tail]),
            relative: (relatives[tail / UPPER_PER_LOWER], relatives[last - tail]),
        };
        // A hair more, so that 1% of 100 is 1 whatever the binary fraction.
        let allowed = (false_reject_share.max(0.0) * values.len() as f64 + 1e-9) as usize;
        let rejected = |tail| values.iter().filter(|q| cutting(tail).ratio(**q) > 1.0).count();
        let (mut kept, mut broken) = (0, last / 2 + 1);
        while broken - kept > 1 {
            let tail = kept.midpoint(broken);
            if rejected(tail) <= allowed { kept = tail } else { broken = tail }
        }
        Some(cutting(kept))
    }

    /// How far an image is from what is typical: the worst of four ratios, each measure to its
    /// upper limit and each lower limit to its measure. At most 1 is within all of them, to the
    /// last bit; 2 is twice as high or half as low as a limit allows. NaN where a measure is.
    pub fn ratio(&self, quality: Quality) -> f32 {
        self.worst(quality).ratio
    }

    /// The limits at which a ratio of `ratio` lies on the line: upper ones so many times as high,
    /// lower ones so many times as low.
    pub fn widened(&self, ratio: f32) -> Self {
        let widen = |(low, high): (f32, f32)| {
            (if low > 0.0 { (low / ratio).min(f32::MAX) } else { low }, high * ratio)
        };
        Self { error: widen(self.error), relative: widen(self.relative) }
    }

    /// Which limit an image passes the farthest where its ratio is above `max_ratio`, or `None` if
    /// it is within; the limit is the one in force, widened by `max_ratio`. What is not a number
    /// is never within.
    pub fn outlier(&self, quality: Quality, max_ratio: f32) -> Option<Outlier> {
        let Held { outlier, ratio } = self.worst(quality);
        if ratio <= max_ratio {
            return None;
        }
        let widened = self.widened(max_ratio);
        let (low, high) = match outlier.measure {
            Measure::Error => widened.error,
            Measure::Relative => widened.relative,
        };
        let limit = if outlier.side == Side::Low { low } else { high };
        Some(Outlier { limit, ..outlier })
    }

    fn worst(&self, quality: Quality) -> Held {
        let held = |measure, side, value, limit| {
            let ratio = match side {
                Side::High => share(value, limit),
                Side::Low => share(limit, value),
            };
            Held { outlier: Outlier { measure, side, value, limit }, ratio }
        };
        let mut worst = held(Measure::Error, Side::High, quality.error, self.error.1);
        for next in [
            held(Measure::Error, Side::Low, quality.error, self.error.0),
            held(Measure::Relative, Side::High, quality.relative, self.relative.1),
            held(Measure::Relative, Side::Low, quality.relative, self.relative.0),
        ] {
            if next.ratio > worst.ratio || (next.ratio.is_nan() && !worst.ratio.is_nan()) {
                worst = next;
            }
        }
        worst
    }
}

/// `part / whole`; 0 for no part, and the largest number there is for some part of nothing.
fn share(part: f32, whole: f32) -> f32 {
    let share = part / whole;
    if part == 0.0 {
        0.0
    } else if share.is_infinite() && part.is_finite() {
        f32::MAX
    } else {
        share
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use dataset::PIXELS;

    const LIMITS: QualityLimits = QualityLimits { error: (0.002, 0.03), relative: (0.02, 0.25) };

    fn check(quality: Quality, expected: Option<(Measure, Side)>) {
        let found = LIMITS.outlier(quality, 1.0).map(|outlier| (outlier.measure, outlier.side));
        assert_eq!(found, expected, "{quality:?}");
    }

    fn of(pixels: &[u8], error: f32) -> Quality {
        Quality::new(error, detail(pixels))
    }

    /// A white rectangle in the middle of a black frame.
    fn rectangle(width: usize, height: usize) -> Vec<u8> {
        let inside = |place: usize, size: usize| (4..4 + size).contains(&place);
        (0..PIXELS)
            .map(|i| if inside(i % SIDE, width) && inside(i / SIDE, height) { 255 } else { 0 })
            .collect()
    }

    #[test]
    fn the_detail_of_a_rectangle_is_its_outline() {
        assert!((detail(&rectangle(10, 6)) - 32.0 / 784.0).abs() < 1e-7);
        assert!((detail(&rectangle(1, 1)) - 4.0 / 784.0).abs() < 1e-7);
        assert_eq!(detail(&[77; PIXELS]), 0.0);
        assert_eq!(detail(&[]), 0.0);
        // The right end of a row and the left one of the next are no neighbours.
        let ramp: Vec<u8> = (0..PIXELS).map(|i| if i % SIDE < 14 { 0 } else { 255 }).collect();
        assert!((detail(&ramp) - 28.0 / 784.0).abs() < 1e-7);
    }

    #[test]
    fn drawing_nothing_passes_the_plain_limit_on_a_sparse_image_but_not_the_relative_one() {
        // A white bar of 20 pixels: all the error there can be for drawing black is 20/784, and
        // its outline of 42 makes that 20/42 of its detail.
        let bar = of(&rectangle(1, 20), 20.0 / 784.0);
        assert!(bar.error <= LIMITS.error.1);
        assert!((bar.relative - 20.0 / 42.0).abs() < 1e-6);
        check(bar, Some((Measure::Relative, Side::High)));
        // The same error on bars over the whole frame, 13 edges a row, is 20/364 of the detail.
        let bars: Vec<u8> = (0..PIXELS).map(|i| if i % 4 == 0 { 255 } else { 0 }).collect();
        check(of(&bars, 20.0 / 784.0), None);
    }

    #[test]
    fn a_blank_frame_is_easier_than_any_garment_and_has_nothing_to_redraw() {
        check(of(&[0; PIXELS], 1e-6), Some((Measure::Error, Side::Low)));
        check(of(&[0; PIXELS], 0.01), Some((Measure::Relative, Side::High)));
        check(of(&[128; PIXELS], 0.01), Some((Measure::Relative, Side::High)));
        check(of(&[128; PIXELS], 0.2), Some((Measure::Relative, Side::High)));
    }

    #[test]
    fn limits_belong_to_what_is_typical_and_no_number_does_not() {
        check(Quality { error: 0.002, relative: 0.25 }, None);
        check(Quality { error: 0.03, relative: 0.02 }, None);
        check(Quality { error: f32::NAN, relative: 0.1 }, Some((Measure::Error, Side::High)));
        check(Quality { error: 0.01, relative: 0.019 }, Some((Measure::Relative, Side::Low)));
    }

    #[test]
    fn the_ratio_is_the_worst_of_four() {
        let ratio = |error, relative| LIMITS.ratio(Quality { error, relative });
        let close = |ratio: f32, expected: f32| assert!((ratio - expected).abs() < 1e-6, "{ratio}");
        close(ratio(0.015, 0.05), 0.5);
        close(ratio(0.015, 0.225), 0.9);
        close(ratio(0.0025, 0.05), 0.8);
        close(ratio(0.06, 0.75), 3.0);
        close(ratio(0.0005, 0.05), 4.0);
        assert_eq!(ratio(0.0, 0.1), f32::MAX);
        assert!(ratio(f32::NAN, 0.1).is_nan() && ratio(0.01, f32::NAN).is_nan());
        assert_eq!(ratio(f32::INFINITY, 0.1), f32::INFINITY);
        // Without lower limits nothing is too easy, and zero is within a limit of zero.
        assert_eq!(QualityLimits::error_alone(0.5).ratio(Quality::new(0.0, 0.0)), 0.0);
        assert_eq!(QualityLimits::error_alone(0.0).ratio(Quality::new(0.0, 0.1)), 0.0);
    }

    #[test]
    fn a_wider_limit_is_the_one_that_is_named() {
        let blank = Quality { error: 0.0005, relative: 0.05 };
        let found = LIMITS.outlier(blank, 2.0).unwrap();
        assert_eq!((found.side, found.value, found.limit), (Side::Low, 0.0005, 0.001));
        assert_eq!(LIMITS.outlier(blank, 4.5), None);
        let found = LIMITS.outlier(Quality { error: 0.09, relative: 0.25 }, 2.0).unwrap();
        assert_eq!((found.measure, found.limit), (Measure::Error, 0.06));
        assert_eq!(LIMITS.widened(0.0).error, (f32::MAX, 0.0));
        assert_eq!(LIMITS.widened(1.0), LIMITS);
    }

    #[test]
    fn calibration_counts_an_image_once_and_cuts_mostly_from_above() {
        // Both measures rise together: four above and one below are outside of both.
        let together: Vec<Quality> =
            (0..100u8).map(|i| Quality { error: i.into(), relative: i.into() }).collect();
        let limits = QualityLimits::calibrate(&together, 0.05).unwrap();
        assert_eq!(limits, QualityLimits { error: (1.0, 95.0), relative: (1.0, 95.0) });
        // One is high where the other is middling: the same cut takes twice as many images.
        let apart: Vec<Quality> = (0..100u8)
            .map(|i| Quality { error: i.into(), relative: ((i + 50) % 100).into() })
            .collect();
        let limits = QualityLimits::calibrate(&apart, 0.05).unwrap();
        assert_eq!(limits, QualityLimits { error: (0.0, 97.0), relative: (0.0, 97.0) });
        let limits = QualityLimits::calibrate(&apart, 0.01).unwrap();
        assert_eq!(limits.error, (0.0, 99.0));
        assert_eq!(QualityLimits::calibrate(&[], 0.01), None);
    }

    proptest! {
        #[test]
        fn a_ratio_of_one_is_the_limit_to_the_last_bit(low in 0.0001f32..0.1, high in 0.1f32..9.0) {
            let limits = QualityLimits { error: (low, high), relative: (0.0, f32::INFINITY) };
            let is_typical =
                |error| limits.ratio(Quality { error, relative: 0.1 }) <= 1.0;
            prop_assert!(is_typical(low) && is_typical(low.next_up()));
            prop_assert!(is_typical(high) && is_typical(high.next_down()));
            prop_assert!(!is_typical(low.next_down()) && !is_typical(high.next_up()));
        }

        #[test]
        fn calibration_never_rejects_more_than_its_share(
            values in proptest::collection::vec((0.0f32..1.0, 0.0f32..1.0), 1..200),
            share in 0.0f64..0.5,
        ) {
            let values: Vec<Quality> =
                values.into_iter().map(|(error, relative)| Quality { error, relative }).collect();
            let limits = QualityLimits::calibrate(&values, share).unwrap();
            let rejected = values.iter().filter(|q| limits.outlier(**q, 1.0).is_some()).count();
            prop_assert!(rejected as f64 <= share * values.len() as f64 + 1e-6);
        }
    }
}
