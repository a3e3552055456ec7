//! Where the ticks of an axis stand: round values that cover what is drawn. It does not know how
//! they are written.

/// About how many ticks an axis has.
pub const TICKS: usize = 5;

/// Round values between `low` and `high`, about `count` of them: multiples of 1, 2 or 5 times a
/// power of ten. None for a range that is empty or no number.
pub fn nice_ticks(low: f64, high: f64, count: usize) -> Vec<f64> {
    let span = high - low;
    if !(span.is_finite() && span > 0.0) {
        return Vec::new();
    }
    let step = nice_step(span / count.max(1) as f64);
    // A hair of tolerance keeps the ends, which division moves by a rounding error.
    let first = (low / step - 1e-9).ceil();
    let last = (high / step + 1e-9).floor();
    (0..)
        .map(|place| first + f64::from(place))
        .take_while(|place| *place <= last)
        .map(|place| tidy(place * step, step))
        .collect()
}

/// The range grown to the next round values on both sides; a range without extent grows by one
/// step of its own size.
pub fn nice_domain(low: f64, high: f64, count: usize) -> (f64, f64) {
    if !(low.is_finite() && high.is_finite()) {
        return (0.0, 1.0);
    }
    if high <= low {
        let room = if low == 0.0 { 1.0 } else { low.abs() / 2.0 };
        return (low - room, low + room);
    }
    let step = nice_step((high - low) / count.max(1) as f64);
    let down = tidy((low / step + 1e-9).floor() * step, step);
    let up = tidy((high / step - 1e-9).ceil() * step, step);
    (down, up)
}

/// How many decimals ticks need so that neighbours differ in writing, at most six.
pub fn tick_digits(ticks: &[f64]) -> usize {
    let gap = ticks.windows(2).map(|pair| pair[1] - pair[0]).fold(f64::INFINITY, f64::min);
    if !gap.is_finite() || gap <= 0.0 {
        return 0;
    }
    (-(gap.log10() + 1e-9).floor()).clamp(0.0, 6.0) as usize
}

/// The least of 1, 2, 5 and 10 times a power of ten that is no less than `rough`.
fn nice_step(rough: f64) -> f64 {
    let power = 10_f64.powf(rough.log10().floor());
    let factor = [1.0, 2.0, 5.0].into_iter().find(|factor| factor * power >= rough * (1.0 - 1e-9));
    factor.unwrap_or(10.0) * power
}

/// Takes the dust of binary fractions off a multiple of `step`.
fn tidy(value: f64, step: f64) -> f64 {
    let scale = 10_f64.powf(2.0 - step.log10().floor());
    let value = (value * scale).round() / scale;
    // Minus zero would be written as such.
    value + 0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_inside() {
        assert_eq!(nice_ticks(0.0, 1.0, 5), [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]);
        assert_eq!(nice_ticks(3.0, 47.0, 4), [20.0, 40.0]);
        assert_eq!(nice_ticks(-0.3, 0.3, 3), [-0.2, 0.0, 0.2]);
        assert_eq!(nice_ticks(0.0, 0.003, 3), [0.0, 0.001, 0.002, 0.003]);
    }

    #[test]
    fn a_range_without_extent_has_no_ticks() {
        assert!(nice_ticks(2.0, 2.0, 4).is_empty());
        assert!(nice_ticks(0.0, f64::NAN, 4).is_empty());
        assert!(nice_ticks(0.0, f64::INFINITY, 4).is_empty());
    }

    #[test]
    fn a_domain_grows_to_round_values() {
        assert_eq!(nice_domain(0.13, 0.92, 5), (0.0, 1.0));
        assert_eq!(nice_domain(3.0, 47.0, 5), (0.0, 50.0));
        assert_eq!(nice_domain(4.0, 4.0, 5), (2.0, 6.0));
        assert_eq!(nice_domain(f64::INFINITY, 0.0, 5), (0.0, 1.0));
    }

    #[test]
    fn neighbours_differ_in_writing() {
        assert_eq!(tick_digits(&[0.0, 0.2, 0.4]), 1);
        assert_eq!(tick_digits(&[0.0, 0.05, 0.1]), 2);
        assert_eq!(tick_digits(&[0.0, 500.0]), 0);
        assert_eq!(tick_digits(&[1.0]), 0);
    }
}
