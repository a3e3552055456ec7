//! Strokes on a 28×28 frame, with smooth edges. Does not know what they depict.

use dataset::{PIXELS, SIDE};

/// A place in pixels, (0, 0) being the centre of the top left one.
pub(super) type Point = (f32, f32);

/// A black frame that is drawn on in grey.
pub(super) struct Ink {
    /// Brightness in [0, 1].
    frame: [f32; PIXELS],
}

impl Default for Ink {
    fn default() -> Self {
        Self { frame: [0.0; PIXELS] }
    }
}

impl Ink {
    /// A straight stroke with round ends, `thickness` pixels wide. A pixel gets as much of it as
    /// the edge lets through; where strokes cross, the brighter one shows.
    pub(super) fn line(&mut self, from: Point, to: Point, thickness: f32, level: f32) {
        for (i, pixel) in self.frame.iter_mut().enumerate() {
            let centre = ((i % SIDE) as f32, (i / SIDE) as f32);
            let inside = thickness / 2.0 - distance(centre, from, to);
            *pixel = pixel.max(level * (inside + 0.5).clamp(0.0, 1.0));
        }
    }

    /// The grey values, row by row.
    pub(super) fn pixels(&self) -> [u8; PIXELS] {
        self.frame.map(|level| (level * 255.0).round() as u8)
    }
}

/// Distance of a point from the nearest one of a straight line between two points.
fn distance(point: Point, from: Point, to: Point) -> f32 {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let (px, py) = (point.0 - from.0, point.1 - from.1);
    let length_squared = dx * dx + dy * dy;
    let along = if length_squared > 0.0 { (px * dx + py * dy) / length_squared } else { 0.0 };
    let along = along.clamp(0.0, 1.0);
    let (gap_x, gap_y) = (px - along * dx, py - along * dy);
    (gap_x * gap_x + gap_y * gap_y).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stroke_is_as_wide_as_it_says_with_half_lit_edges() {
        let mut ink = Ink::default();
        ink.line((5.0, 10.0), (20.0, 10.0), 4.0, 1.0);
        let column: Vec<u8> = (7..14).map(|y| ink.pixels()[y * SIDE + 12]).collect();
        assert_eq!(column, [0, 128, 255, 255, 255, 128, 0]);
        assert_eq!(ink.pixels()[10 * SIDE + 2], 0);
        assert_eq!(ink.pixels()[10 * SIDE + 3], 128);
    }

    #[test]
    fn the_brighter_stroke_shows_where_two_cross() {
        let mut ink = Ink::default();
        ink.line((0.0, 5.0), (27.0, 5.0), 3.0, 0.4);
        ink.line((9.0, 0.0), (9.0, 27.0), 3.0, 0.8);
        assert_eq!(ink.pixels()[5 * SIDE + 9], 204);
        assert_eq!(ink.pixels()[5 * SIDE + 20], 102);
    }
}
