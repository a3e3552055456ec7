//! What a person corrects of how a garment is cut out of a photo, drawn over the photo as it is shown. Pure.

use vision::cutout::{Frame, Guidance, Hints, Mark, Strokes};
use vision::photo::Polarity;

use super::drawing::{Drawing, Stroke};

/// What is drawn with over a photo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tool {
    /// A brush for what belongs to the garment.
    Garment,
    /// A brush for what belongs to its ground.
    Ground,
    /// A box round the garment, from where the stroke begins to where it ends.
    Frame,
}

/// Strokes over a photo, whose paper is the photo turned clockwise by some degrees.
pub type Correction = Drawing<Tool, i16>;

impl Correction {
    /// What it says of the photo, which is shown in this size: width and height in pixels.
    pub fn guidance(&self, polarity: Polarity, size: (u32, u32)) -> Guidance {
        let (width, height) = (size.0.max(1) as usize, size.1.max(1) as usize);
        let boxes = self.strokes().filter(|stroke| stroke.tool == Tool::Frame);
        let frame = boxes.last().and_then(|stroke| frame(stroke, (width as f64, height as f64)));
        let brushes = self.strokes().filter(|stroke| stroke.tool != Tool::Frame);
        let mut marks = Vec::new();
        for stroke in brushes {
            marks.resize(width * height, Mark::None);
            paint(stroke, width, &mut marks);
        }
        let strokes = (!marks.is_empty()).then_some(Strokes { width, height, marks });
        Guidance { polarity, degrees: self.paper(), hints: Hints { frame, strokes } }
    }
}

/// The box that a stroke spans; none where it spans nothing.
fn frame(stroke: &Stroke<Tool>, (width, height): (f64, f64)) -> Option<Frame> {
    let (&(x1, y1), &(x2, y2)) = (stroke.points.first()?, stroke.points.last()?);
    let share = |place: f64, length: f64| (place / length).clamp(0.0, 1.0) as f32;
    let frame = Frame {
        left: share(x1.min(x2), width),
        top: share(y1.min(y2), height),
        right: share(x1.max(x2), width),
        bottom: share(y1.max(y2), height),
    };
    (frame.left < frame.right && frame.top < frame.bottom).then_some(frame)
}

/// Marks every pixel whose middle the brush passes over.
fn paint(stroke: &Stroke<Tool>, width: usize, marks: &mut [Mark]) {
    let mark = if stroke.tool == Tool::Garment { Mark::Garment } else { Mark::Ground };
    let height = marks.len() / width;
    let radius = (stroke.width / 2.0).max(0.5);
    let first = stroke.points.first().copied();
    let ends = first.into_iter().chain(stroke.points.iter().copied()).zip(&stroke.points);
    for (from, &to) in ends {
        let range = |a: f64, b: f64, length: usize| {
            let start = (a.min(b) - radius).max(0.0) as usize;
            start..((a.max(b) + radius).ceil().max(0.0) as usize).min(length)
        };
        for y in range(from.1, to.1, height) {
            for x in range(from.0, to.0, width) {
                if distance((x as f64 + 0.5, y as f64 + 0.5), from, to) <= radius {
                    marks[y * width + x] = mark;
                }
            }
        }
    }
}

/// How far a place is from a line between two others.
fn distance(place: (f64, f64), from: (f64, f64), to: (f64, f64)) -> f64 {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let (px, py) = (place.0 - from.0, place.1 - from.1);
    let along = ((px * dx + py * dy) / (dx * dx + dy * dy).max(1e-12)).clamp(0.0, 1.0);
    (px - along * dx).hypot(py - along * dy)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: (u32, u32) = (40, 20);

    fn drawn(tool: Tool, points: &[(f64, f64)]) -> Correction {
        let mut correction = Correction::default();
        correction.begin(tool, 4.0, points[0]);
        points[1..].iter().for_each(|&point| correction.go(point));
        correction.lift();
        correction
    }

    #[test]
    fn a_box_may_be_drawn_from_any_corner_and_ends_at_the_photos_edge() {
        let boxed = drawn(Tool::Frame, &[(30.0, 15.0), (12.0, 99.0), (10.0, -5.0)]);
        let hints = boxed.guidance(Polarity::Detect, SIZE).hints;
        assert_eq!(hints.frame, Some(Frame { left: 0.25, top: 0.0, right: 0.75, bottom: 0.75 }));
        assert_eq!(hints.strokes, None);
        let click = drawn(Tool::Frame, &[(30.0, 15.0)]);
        assert_eq!(click.guidance(Polarity::Detect, SIZE), Guidance::default());
    }

    #[test]
    fn a_brush_marks_what_it_passes_over_and_the_later_stroke_counts() {
        let mut painted = drawn(Tool::Garment, &[(10.0, 10.0), (30.0, 10.0)]);
        painted.begin(Tool::Ground, 4.0, (20.0, 10.0));
        painted.lift();
        let strokes = painted.guidance(Polarity::Detect, SIZE).hints.strokes.unwrap();
        let at = |x: usize, y: usize| strokes.marks[y * 40 + x];
        assert_eq!((strokes.width, strokes.height, strokes.marks.len()), (40, 20, 800));
        assert_eq!(
            [at(8, 9), at(14, 10), at(20, 9), at(31, 10)],
            [Mark::Garment, Mark::Garment, Mark::Ground, Mark::Garment]
        );
        assert_eq!([at(6, 10), at(14, 13), at(33, 10)], [Mark::None; 3]);
    }

    #[test]
    fn a_turn_is_fresh_paper_and_can_be_taken_back() {
        let mut correction = drawn(Tool::Ground, &[(5.0, 5.0)]);
        let before = correction.guidance(Polarity::Detect, SIZE);
        correction.renew(90);
        let turned = Guidance { degrees: 90, ..Guidance::default() };
        assert_eq!(correction.guidance(Polarity::Detect, (20, 40)), turned);
        correction.undo();
        assert_eq!(correction.guidance(Polarity::Detect, SIZE), before);
    }
}
