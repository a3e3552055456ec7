//! The plane of confidence and error: where the three verdicts lie on it and where each image is.
//! The error is divided by its limit, so that images with different limits share one line.

use policy::decision::Verdict;

use super::scale::{Scale, Spread};

/// The error axis spans from a quarter of the limit to four times the limit.
const RATIO_DOMAIN: (f64, f64) = (0.25, 4.0);
/// Ticks of the error axis, with what is written beside them.
pub const RATIO_TICKS: [(f64, &str); 5] =
    [(0.25, "¼"), (0.5, "½"), (1.0, "1"), (2.0, "2"), (4.0, "4")];
/// Ticks of the confidence axis.
pub const CONFIDENCE_TICKS: [f64; 5] = [0.0, 0.25, 0.5, 0.75, 1.0];

/// An image on the plane.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// Probability of the predicted class, in [0, 1].
    pub confidence: f64,
    /// Reconstruction error divided by its limit.
    pub ratio: f64,
    /// Its verdict.
    pub verdict: Verdict,
    /// Whether it is the one that is looked at.
    pub is_selected: bool,
}

/// A rectangle in pixels: left, top, right, bottom.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Area {
    /// Left edge.
    pub left: f64,
    /// Top edge.
    pub top: f64,
    /// Right edge.
    pub right: f64,
    /// Bottom edge.
    pub bottom: f64,
}

/// The plane laid out in a picture of some size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Plane {
    /// Confidence, to the right.
    pub x: Scale,
    /// Error over limit, upwards.
    pub y: Scale,
    /// Least confidence that is accepted.
    pub min_confidence: f64,
}

impl Plane {
    /// Lays the plane out in `width` × `height` pixels, where a unit of text is `em` pixels.
    pub fn new((width, height): (f64, f64), em: f64, min_confidence: f64) -> Self {
        let (left, right) = (2.4 * em, width - 1.6 * em);
        let (top, bottom) = (0.8 * em, height - 3.2 * em);
        Self {
            x: Scale { spread: Spread::Linear, domain: (0.0, 1.0), range: (left, right) },
            y: Scale { spread: Spread::Logarithmic, domain: RATIO_DOMAIN, range: (bottom, top) },
            min_confidence,
        }
    }

    /// The whole plane.
    pub fn frame(&self) -> Area {
        let ((left, right), (bottom, top)) = (self.x.range, self.y.range);
        Area { left, top, right, bottom }
    }

    /// The part of the plane where `verdict` lies.
    pub fn area(&self, verdict: Verdict) -> Area {
        let (limit, split) = (self.y.place(1.0), self.x.place(self.min_confidence));
        let frame = self.frame();
        match verdict {
            Verdict::Reject => Area { bottom: limit, ..frame },
            Verdict::Review => Area { top: limit, right: split, ..frame },
            Verdict::Accept => Area { top: limit, left: split, ..frame },
        }
    }

    /// Where a point is, in pixels.
    pub fn place(&self, point: &Point) -> (f64, f64) {
        (self.x.place(point.confidence), self.y.place(point.ratio))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plane() -> Plane {
        Plane::new((232.0, 140.0), 10.0, 0.75)
    }

    #[test]
    fn the_three_verdicts_cover_the_plane_without_overlap() {
        let plane = plane();
        let size = |area: Area| (area.right - area.left) * (area.bottom - area.top);
        let parts: f64 = [Verdict::Accept, Verdict::Review, Verdict::Reject]
            .map(|v| size(plane.area(v)))
            .iter()
            .sum();
        assert!((parts - size(plane.frame())).abs() < 1e-6);
    }

    #[test]
    fn a_point_lies_in_the_area_of_its_verdict() {
        let plane = plane();
        let point =
            Point { confidence: 0.9, ratio: 0.6, verdict: Verdict::Accept, is_selected: true };
        let (x, y) = plane.place(&point);
        let area = plane.area(Verdict::Accept);
        assert!(area.left < x && x < area.right && area.top < y && y < area.bottom);
    }

    #[test]
    fn an_error_far_above_its_limit_is_drawn_at_the_upper_edge() {
        let plane = plane();
        let point =
            Point { confidence: 0.5, ratio: 90.0, verdict: Verdict::Reject, is_selected: false };
        assert_eq!(plane.place(&point).1, plane.frame().top);
    }
}
