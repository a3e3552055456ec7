//! The two axes of the plane, as shares of its width and height, and back. Pure.

/// Least confidence on the plane: that of a classifier that cannot tell ten classes apart.
const CONFIDENCE_LOW: f64 = 0.1;
/// The ratios that the plane spans, on a scale of equal factors.
pub const RATIOS: (f64, f64) = (0.125, 8.0);
/// Confidences that are written under the plane.
pub const CONFIDENCE_TICKS: [f64; 6] = [0.2, 0.5, 0.8, 0.95, 0.99, 1.0];
/// Ratios that are written beside the plane.
pub const RATIO_TICKS: [(f64, &str); 7] =
    [(0.125, "⅛"), (0.25, "¼"), (0.5, "½"), (1.0, "1"), (2.0, "2"), (4.0, "4"), (8.0, "8")];

/// Where a confidence is, from 0 at the left to 1 at the right. The axis is that of the cube root
/// of the doubt, 1 less the confidence, because most images are very sure and would lie on one
/// another otherwise.
pub fn confidence_share(confidence: f64) -> f64 {
    let doubt = (1.0 - confidence) / (1.0 - CONFIDENCE_LOW);
    if doubt.is_nan() { 0.0 } else { 1.0 - doubt.clamp(0.0, 1.0).cbrt() }
}

/// The confidence at a share of the width, to a thousandth; 0 at the left edge, so that all can be
/// accepted.
pub fn confidence_at(share: f64) -> f32 {
    if share <= 0.0 {
        return 0.0;
    }
    let doubt = (1.0 - share.min(1.0)).powi(3) * (1.0 - CONFIDENCE_LOW);
    rounded(1.0 - doubt, 1e3)
}

/// Where a ratio is, from 0 at the bottom to 1 at the top; what is no number is at the top.
pub fn ratio_share(ratio: f64) -> f64 {
    let (low, high) = RATIOS;
    if ratio.is_nan() { 1.0 } else { (ratio.clamp(low, high) / low).ln() / (high / low).ln() }
}

/// The ratio at a share of the height, to a hundredth.
pub fn ratio_at(share: f64) -> f32 {
    let (low, high) = RATIOS;
    rounded(low * (high / low).powf(share.clamp(0.0, 1.0)), 1e2)
}

/// A ratio as the slider has it: its binary logarithm.
pub fn ratio_slide(ratio: f32) -> f64 {
    f64::from(ratio).log2().clamp(RATIOS.0.log2(), RATIOS.1.log2())
}

/// The ratio at a place of the slider, to a hundredth.
pub fn ratio_of_slide(slide: f64) -> f32 {
    rounded(slide.exp2(), 1e2)
}

fn rounded(value: f64, parts: f64) -> f32 {
    ((value * parts).round() / parts) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_the_width_holds_what_is_surer_than_nine_in_ten_or_so() {
        assert_eq!(confidence_share(1.0), 1.0);
        assert_eq!(confidence_share(0.1), 0.0);
        assert_eq!(confidence_share(0.0), 0.0);
        assert_eq!(confidence_share(f64::NAN), 0.0);
        // An eighth of the doubt at the left edge.
        assert!((confidence_share(1.0 - 0.9 / 8.0) - 0.5).abs() < 1e-12);
    }

    #[test]
    fn equal_factors_have_equal_lengths_and_what_is_off_the_plane_is_at_its_edge() {
        assert!((ratio_share(1.0) - 0.5).abs() < 1e-12);
        assert!((ratio_share(2.0) - ratio_share(1.0) - 1.0 / 6.0).abs() < 1e-12);
        assert_eq!((ratio_share(0.0), ratio_share(1e9)), (0.0, 1.0));
        assert_eq!(ratio_share(f64::NAN), 1.0);
    }

    #[test]
    fn a_place_is_the_value_that_is_there() {
        for confidence in [0.2, 0.5, 0.76, 0.9, 0.999, 1.0] {
            let back = f64::from(confidence_at(confidence_share(confidence)));
            assert!((back - confidence).abs() < 6e-4, "{confidence}: {back}");
        }
        for ratio in [0.2, 0.5, 1.0, 1.37, 8.0] {
            assert!((f64::from(ratio_at(ratio_share(ratio))) - ratio).abs() < 6e-3, "{ratio}");
            let slid = f64::from(ratio_of_slide(ratio_slide(ratio as f32)));
            assert!((slid - ratio).abs() < 6e-3, "{ratio}: {slid}");
        }
        assert_eq!((confidence_at(-1.0), confidence_at(2.0)), (0.0, 1.0));
        assert_eq!((ratio_at(-1.0), ratio_at(2.0)), (0.13, 8.0));
    }
}
