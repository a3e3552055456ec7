//! Moved cameras and garments: rotate, shear, shrink, translate about the image's centre.
//!
//! Each maps a pixel of the result back to where it comes from, and interpolates bilinearly
//! between the four pixels there; outside the image is black.

use crate::exact;
use dataset::{PIXELS, SIDE};
use random::Rng;

/// The image's centre, between the pixels 13 and 14.
const CENTRE: f64 = (SIDE as f64 - 1.0) / 2.0;

/// Turned by `radians` to a random side.
pub(super) fn rotate(pixels: &[f32; PIXELS], radians: f64, rng: &mut Rng) -> [f32; PIXELS] {
    let (sin, cos) = exact::sin_cos(either_way(rng) * radians);
    warp(pixels, |x, y| (x * cos - y * sin, x * sin + y * cos))
}

/// Sheared along the rows by an angle of `radians` to a random side. A shear proper: rows keep
/// their height. (The source's library also squeezed the height, and later called that a bug.)
pub(super) fn shear(pixels: &[f32; PIXELS], radians: f64, rng: &mut Rng) -> [f32; PIXELS] {
    let (sin, cos) = exact::sin_cos(either_way(rng) * radians);
    let tan = sin / cos;
    warp(pixels, |x, y| (x + y * tan, y))
}

/// Made smaller, to `factor` of its size.
pub(super) fn shrink(pixels: &[f32; PIXELS], factor: f64) -> [f32; PIXELS] {
    warp(pixels, |x, y| (x / factor, y / factor))
}

/// Moved by `distance` pixels along both axes, left or right and up or down at random.
pub(super) fn translate(pixels: &[f32; PIXELS], distance: f64, rng: &mut Rng) -> [f32; PIXELS] {
    let (dx, dy) = (either_way(rng) * distance, either_way(rng) * distance);
    warp(pixels, |x, y| (x + dx, y + dy))
}

fn either_way(rng: &mut Rng) -> f64 {
    if rng.next_u64() & 1 == 1 { 1.0 } else { -1.0 }
}

/// `source` maps a place of the result to its place in the original, both from the centre.
fn warp(pixels: &[f32; PIXELS], source: impl Fn(f64, f64) -> (f64, f64)) -> [f32; PIXELS] {
    std::array::from_fn(|i| {
        let (x, y) = source((i % SIDE) as f64 - CENTRE, (i / SIDE) as f64 - CENTRE);
        bilinear(pixels, x + CENTRE, y + CENTRE)
    })
}

fn bilinear(pixels: &[f32; PIXELS], x: f64, y: f64) -> f32 {
    let (left, top) = (x.floor(), y.floor());
    let (right, low) = ((x - left) as f32, (y - top) as f32);
    let pixel = |x: f64, y: f64| {
        let inside = (0.0..SIDE as f64).contains(&x) && (0.0..SIDE as f64).contains(&y);
        if inside { pixels[y as usize * SIDE + x as usize] } else { 0.0 }
    };
    let between = |a: f32, b: f32, share: f32| a * (1.0 - share) + b * share;
    let above = between(pixel(left, top), pixel(left + 1.0, top), right);
    let below = between(pixel(left, top + 1.0), pixel(left + 1.0, top + 1.0), right);
    between(above, below, low).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(x: usize, y: usize) -> [f32; PIXELS] {
        let mut image = [0.0; PIXELS];
        image[y * SIDE + x] = 1.0;
        image
    }

    /// Where the light is, and how much of it.
    fn centre_of_light(image: &[f32; PIXELS]) -> (f64, f64, f64) {
        let light: f64 = image.iter().copied().map(f64::from).sum();
        let moment = |coordinate: fn(usize) -> usize| {
            let weighted = image.iter().enumerate().map(|(i, &v)| coordinate(i) as f64 * v as f64);
            weighted.sum::<f64>() / light
        };
        (moment(|i| i % SIDE), moment(|i| i / SIDE), light)
    }

    #[test]
    fn translating_moves_a_point_by_the_distance_along_both_axes() {
        for seed in 0..20 {
            let out = translate(&point(10, 12), 3.0, &mut Rng::new(seed));
            let at = out.iter().position(|&value| value == 1.0).unwrap();
            assert!([7, 13].contains(&(at % SIDE)) && [9, 15].contains(&(at / SIDE)), "{at}");
        }
    }

    #[test]
    fn both_directions_come_up() {
        let xs: Vec<usize> = (0..20)
            .map(|seed| translate(&point(14, 14), 1.0, &mut Rng::new(seed)))
            .map(|out| out.iter().position(|&value| value == 1.0).unwrap() % SIDE)
            .collect();
        assert!(xs.contains(&13) && xs.contains(&15), "{xs:?}");
    }

    #[test]
    fn what_leaves_the_image_is_gone_and_black_comes_in() {
        let out = translate(&[1.0; PIXELS], 5.0, &mut Rng::new(3));
        assert_eq!(out.iter().filter(|&&value| value == 1.0).count(), 23 * 23);
        assert_eq!(out.iter().filter(|&&value| value == 0.0).count(), PIXELS - 23 * 23);
    }

    #[test]
    fn a_quarter_turn_puts_each_pixel_exactly_on_another() {
        let quarter = std::f64::consts::FRAC_PI_2;
        let out = rotate(&point(14, 3), quarter, &mut Rng::new(0));
        // (0.5, −10.5) from the centre goes to (±10.5, ±0.5).
        let (x, y, light) = centre_of_light(&out);
        assert!((light - 1.0).abs() < 1e-6);
        let right = (x - 24.0).abs() < 1e-6 && (y - 14.0).abs() < 1e-6;
        let left = (x - 3.0).abs() < 1e-6 && (y - 13.0).abs() < 1e-6;
        assert!(right || left, "({x}, {y})");
    }

    #[test]
    fn shearing_moves_rows_by_the_tangent_and_leaves_them_at_their_height() {
        // A column at the centre; row 3 is 10.5 above it and moves by 10.5 tan 0.4 = 4.44.
        let column: [f32; PIXELS] =
            std::array::from_fn(|i| if (13..15).contains(&(i % SIDE)) { 1.0 } else { 0.0 });
        let out = shear(&column, 0.4, &mut Rng::new(1));
        let mut row = [0.0; PIXELS];
        row[3 * SIDE..4 * SIDE].copy_from_slice(&out[3 * SIDE..4 * SIDE]);
        let (x, _, light) = centre_of_light(&row);
        assert!(((x - 13.5).abs() - 4.439).abs() < 1e-3, "{x}");
        assert!((light - 2.0).abs() < 1e-5);
    }

    #[test]
    fn shrinking_by_half_leaves_a_quarter_of_the_light() {
        let (x, y, light) = centre_of_light(&shrink(&[1.0; PIXELS], 0.5));
        assert!((light - 196.0).abs() < 1e-3, "{light}");
        assert!((x - 13.5).abs() < 1e-6 && (y - 13.5).abs() < 1e-6);
    }
}
