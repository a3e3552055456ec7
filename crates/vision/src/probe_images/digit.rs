//! Digits as a hand would write them: a few strokes, a little differently each time.

use super::ink::{Ink, Point};
use dataset::PIXELS;
use random::Rng;

/// The next part of a stroke, in a box of width and height 1, y downwards.
enum Part {
    /// Straight to a point.
    Line(Point),
    /// By a quadratic Bézier curve with this control point to that end.
    Curve(Point, Point),
}

use Part::{Curve, Line};

/// Straight lines that a curve is drawn with: at this size no corner shows.
const STEPS: u8 = 8;

/// Where each digit's strokes start and how they go on; none lifts the pen.
fn strokes(value: u8) -> (Point, &'static [Part]) {
    match value {
        0 => (
            (0.5, 0.0),
            &[
                Curve((0.0, 0.0), (0.0, 0.5)),
                Curve((0.0, 1.0), (0.5, 1.0)),
                Curve((1.0, 1.0), (1.0, 0.5)),
                Curve((1.0, 0.0), (0.5, 0.0)),
            ],
        ),
        1 => ((0.1, 0.26), &[Line((0.55, 0.0)), Line((0.55, 1.0))]),
        2 => (
            (0.05, 0.25),
            &[
                Curve((0.08, 0.0), (0.5, 0.0)),
                Curve((0.95, 0.0), (0.95, 0.28)),
                Curve((0.95, 0.52), (0.0, 1.0)),
                Line((1.0, 1.0)),
            ],
        ),
        3 => (
            (0.06, 0.12),
            &[
                Curve((0.22, 0.0), (0.48, 0.0)),
                Curve((0.92, 0.0), (0.92, 0.24)),
                Curve((0.92, 0.47), (0.42, 0.47)),
                Curve((1.0, 0.47), (1.0, 0.74)),
                Curve((1.0, 1.0), (0.48, 1.0)),
                Curve((0.2, 1.0), (0.0, 0.86)),
            ],
        ),
        4 => ((0.74, 1.0), &[Line((0.74, 0.0)), Line((0.0, 0.68)), Line((1.0, 0.68))]),
        5 => (
            (0.9, 0.0),
            &[
                Line((0.18, 0.0)),
                Line((0.1, 0.46)),
                Curve((0.28, 0.36), (0.5, 0.36)),
                Curve((1.0, 0.36), (1.0, 0.68)),
                Curve((1.0, 1.0), (0.48, 1.0)),
                Curve((0.18, 1.0), (0.0, 0.87)),
            ],
        ),
        6 => (
            (0.85, 0.04),
            &[
                Curve((0.0, 0.08), (0.0, 0.68)),
                Curve((0.0, 1.0), (0.5, 1.0)),
                Curve((1.0, 1.0), (1.0, 0.7)),
                Curve((1.0, 0.42), (0.52, 0.42)),
                Curve((0.1, 0.42), (0.0, 0.68)),
            ],
        ),
        7 => ((0.0, 0.0), &[Line((1.0, 0.0)), Line((0.35, 1.0))]),
        8 => (
            (0.5, 0.47),
            &[
                Curve((0.08, 0.47), (0.08, 0.23)),
                Curve((0.08, 0.0), (0.5, 0.0)),
                Curve((0.92, 0.0), (0.92, 0.23)),
                Curve((0.92, 0.47), (0.5, 0.47)),
                Curve((1.0, 0.47), (1.0, 0.74)),
                Curve((1.0, 1.0), (0.5, 1.0)),
                Curve((0.0, 1.0), (0.0, 0.74)),
                Curve((0.0, 0.47), (0.5, 0.47)),
            ],
        ),
        _ => (
            (1.0, 0.32),
            &[
                Curve((0.9, 0.58), (0.48, 0.58)),
                Curve((0.0, 0.58), (0.0, 0.3)),
                Curve((0.0, 0.0), (0.5, 0.0)),
                Curve((1.0, 0.0), (1.0, 0.32)),
                Curve((1.0, 0.92), (0.15, 0.96)),
            ],
        ),
    }
}

/// A digit, 0 to 9, light on black; above 9 it is a 9. Size, slant, place and thickness vary with
/// the seed within what keeps the digit legible and inside the frame.
///
/// ```
/// use vision::probe_images::digit;
///
/// // Light strokes on black, another hand with another seed.
/// assert!(digit(4, 1).iter().any(|grey| *grey > 200));
/// assert_ne!(digit(4, 1), digit(4, 2));
/// ```
pub fn digit(value: u8, seed: u64) -> [u8; PIXELS] {
    let mut rng = Rng::stream(seed, u64::from(value));
    let mut between = |low: f32, high: f32| low + (high - low) * rng.uniform();
    let (width, height) = (between(9.0, 12.0), between(17.0, 20.0));
    let (slant, tilt) = (between(-0.25, 0.15), between(-0.1, 0.1));
    let centre = (13.5 + between(-1.0, 1.0), 13.5 + between(-1.0, 1.0));
    let (thickness, level) = (between(1.6, 3.0), between(0.85, 1.0));
    let place = |(x, y): Point| {
        let (x, y) = ((x - 0.5) * width, (y - 0.5) * height);
        (centre.0 + x - slant * y, centre.1 + y + tilt * x)
    };
    let (mut from, parts) = strokes(value);
    let mut ink = Ink::default();
    for part in parts {
        let (control, to, steps) = match *part {
            Line(to) => (from, to, 1),
            Curve(control, to) => (control, to, STEPS),
        };
        let mut last = from;
        for step in 1..=steps {
            let next = on_curve(from, control, to, f32::from(step) / f32::from(steps));
            ink.line(place(last), place(next), thickness, level);
            last = next;
        }
        from = to;
    }
    ink.pixels()
}

/// The point at `t` in [0, 1] of a quadratic Bézier curve.
fn on_curve(from: Point, control: Point, to: Point, t: f32) -> Point {
    let (a, b, c) = ((1.0 - t) * (1.0 - t), 2.0 * t * (1.0 - t), t * t);
    let mix = |from: f32, control: f32, to: f32| a * from + b * control + c * to;
    (mix(from.0, control.0, to.0), mix(from.1, control.1, to.1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use dataset::SIDE;

    /// Dark regions, the ground among them: how often black falls apart into separate parts. A
    /// pixel or two in an acute angle are none.
    fn dark_regions(image: &[u8; PIXELS]) -> usize {
        let mut seen = image.map(|pixel| pixel > 100);
        let mut regions = 0;
        for start in 0..PIXELS {
            if seen[start] {
                continue;
            }
            let mut size = 0;
            let mut todo = vec![start];
            while let Some(i) = todo.pop() {
                if std::mem::replace(&mut seen[i], true) {
                    continue;
                }
                size += 1;
                let (x, y) = (i % SIDE, i / SIDE);
                todo.extend((x > 0).then(|| i - 1));
                todo.extend((x < SIDE - 1).then_some(i + 1));
                todo.extend((y > 0).then(|| i - SIDE));
                todo.extend((y < SIDE - 1).then_some(i + SIDE));
            }
            regions += usize::from(size > 2);
        }
        regions
    }

    #[test]
    fn each_digit_encloses_as_many_holes_as_it_should() {
        for (value, holes) in (0..).zip([1, 0, 0, 0, 1, 0, 1, 0, 2, 1]) {
            for seed in 0..40 {
                let found = dark_regions(&digit(value, seed)) - 1;
                assert_eq!(found, holes, "digit {value}, seed {seed}");
            }
        }
    }

    #[test]
    fn digits_are_sparse_light_on_black_and_inside_the_frame() {
        for value in 0..10 {
            for seed in 0..40 {
                let image = digit(value, seed);
                let lit = image.iter().filter(|&&pixel| pixel > 100).count();
                assert!((25..220).contains(&lit), "digit {value}, seed {seed}: {lit}");
                let edge = (0..SIDE).flat_map(|i| {
                    [i, PIXELS - SIDE + i, i * SIDE, i * SIDE + SIDE - 1].map(|place| image[place])
                });
                assert_eq!(edge.max(), Some(0), "digit {value}, seed {seed}");
            }
        }
    }

    #[test]
    fn ten_digits_are_ten_images_and_no_two_seeds_are_alike() {
        for value in 0..10 {
            assert_ne!(digit(value, 1), digit((value + 1) % 10, 1));
            assert_ne!(digit(value, 1), digit(value, 2));
        }
    }
}
