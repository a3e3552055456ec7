//! Exponential, logarithm, sine and cosine from the four operations alone. IEEE 754 fixes those to
//! the last bit, but not the library functions, which differ between processors and browsers; with
//! these a stream is the same to the last pixel natively and in WebAssembly.
//!
//! Accurate to a few units in the last place over the ranges that the simulator needs.

use std::f64::consts::{FRAC_PI_2, LN_2, SQRT_2};

/// eˣ, for |x| up to 700; beyond it the value at the border.
///
/// ```
/// assert!((vision::exact::exp(1.0) - std::f64::consts::E).abs() < 1e-15);
/// ```
pub fn exp(x: f64) -> f64 {
    let x = x.clamp(-700.0, 700.0);
    let power = (x / LN_2).round();
    // |rest| ≤ ln 2 / 2 = 0.347, where 14 terms of the series reach 2⁻⁵³.
    let rest = x - power * LN_2;
    let series = (1..=14).rev().fold(1.0, |sum, n| 1.0 + sum * rest / f64::from(n));
    series * f64::from_bits(((1023 + power as i64) as u64) << 52)
}

/// Natural logarithm of a normal positive number.
///
/// ```
/// assert!((vision::exact::ln(10.0) - std::f64::consts::LN_10).abs() < 1e-15);
/// ```
pub fn ln(x: f64) -> f64 {
    let bits = x.to_bits();
    let mut power = ((bits >> 52) as i64 - 1023) as f64;
    let mut mantissa = f64::from_bits((bits & ((1 << 52) - 1)) | (1023 << 52));
    if mantissa > SQRT_2 {
        mantissa /= 2.0;
        power += 1.0;
    }
    // ln m = 2 artanh s with s = (m − 1) / (m + 1), |s| ≤ 0.172.
    let s = (mantissa - 1.0) / (mantissa + 1.0);
    let series = (0..12).rev().fold(0.0, |sum, n| sum * s * s + 1.0 / f64::from(2 * n + 1));
    power * LN_2 + 2.0 * s * series
}

/// (sin x, cos x) of an angle of a few turns at most.
///
/// ```
/// let (sin, cos) = vision::exact::sin_cos(std::f64::consts::FRAC_PI_6);
/// assert!((sin - 0.5).abs() < 1e-15 && (cos - 0.75f64.sqrt()).abs() < 1e-15);
/// ```
pub fn sin_cos(x: f64) -> (f64, f64) {
    let quarter = (x / FRAC_PI_2).round();
    let rest = x - quarter * FRAC_PI_2;
    let square = rest * rest;
    // |rest| ≤ π/4, where both series reach 2⁻⁵³ within nine terms.
    let term = |first: u32| {
        (0..9).rev().fold(1.0, |sum, n| {
            let at = f64::from(2 * n + first);
            1.0 - sum * square / (at * (at + 1.0))
        })
    };
    let (sin, cos) = (rest * term(2), term(1));
    match (quarter as i64).rem_euclid(4) {
        0 => (sin, cos),
        1 => (cos, -sin),
        2 => (-sin, -cos),
        _ => (-cos, sin),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_values_are_those_of_the_tables() {
        assert!((exp(1.0) - std::f64::consts::E).abs() < 1e-15);
        assert!((exp(-0.5) - 0.606_530_659_712_633_4).abs() < 1e-15);
        assert_eq!(exp(0.0), 1.0);
        assert!((ln(10.0) - std::f64::consts::LN_10).abs() < 1e-15);
        assert_eq!(ln(1.0), 0.0);
        let (sin, cos) = sin_cos(1.0);
        assert!((sin - 0.841_470_984_807_896_5).abs() < 1e-15);
        assert!((cos - 0.540_302_305_868_139_7).abs() < 1e-15);
    }

    #[test]
    fn they_agree_with_the_library_over_their_ranges() {
        for step in -600..=600 {
            let x = f64::from(step) / 10.0;
            assert!((exp(x) / x.exp() - 1.0).abs() < 1e-14, "exp {x}");
            let (sin, cos) = sin_cos(x / 10.0);
            assert!((sin - (x / 10.0).sin()).abs() < 2e-15, "sin {x}");
            assert!((cos - (x / 10.0).cos()).abs() < 2e-15, "cos {x}");
            let positive = x.exp();
            assert!((ln(positive) - positive.ln()).abs() < 1e-13, "ln {positive}");
        }
    }
}
