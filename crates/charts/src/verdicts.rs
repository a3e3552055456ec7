//! Draws the plane of the three verdicts with its points.

use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, VPos};
use policy::decision::Verdict;
use text::Lang;

use super::pen::{Drawn, Pen};
use super::plane::{CONFIDENCE_TICKS, Plane, Point, RATIO_TICKS};

/// Draws the plane over all that the pen has, the point that is looked at last.
pub fn draw_plane<B: DrawingBackend>(
    pen: &Pen<B>,
    plane: &Plane,
    points: &[Point],
    lang: Lang,
) -> Drawn<B> {
    verdicts(pen, plane, lang)?;
    axes(pen, plane, lang)?;
    let (selected, others): (Vec<_>, Vec<_>) = points.iter().partition(|point| point.is_selected);
    others.into_iter().chain(selected).try_for_each(|point| draw_point(pen, plane, point))
}

fn verdicts<B: DrawingBackend>(pen: &Pen<B>, plane: &Plane, lang: Lang) -> Drawn<B> {
    pen.clear()?;
    let inside = 0.6 * pen.em;
    for verdict in [Verdict::Accept, Verdict::Review, Verdict::Reject] {
        let (colour, part) = (pen.palette.verdict(verdict), plane.area(verdict));
        pen.fill(&part, colour, 0.13)?;
        let (at, anchor) = match verdict {
            Verdict::Accept => {
                ((part.right - inside, part.bottom - inside), (HPos::Right, VPos::Bottom))
            }
            Verdict::Review => {
                ((part.left + inside, part.bottom - inside), (HPos::Left, VPos::Bottom))
            }
            Verdict::Reject => ((part.left + inside, part.top + inside), (HPos::Left, VPos::Top)),
        };
        pen.text(lang.verdict(verdict), at, anchor, colour)?;
    }
    Ok(())
}

fn axes<B: DrawingBackend>(pen: &Pen<B>, plane: &Plane, lang: Lang) -> Drawn<B> {
    let (frame, em, soft) = (plane.frame(), pen.em, pen.palette.ink_soft);
    for (value, label) in RATIO_TICKS {
        let at = (frame.left - 0.6 * em, plane.y.place(value));
        pen.text(label, at, (HPos::Right, VPos::Center), soft)?;
    }
    for value in CONFIDENCE_TICKS {
        let at = (plane.x.place(value), frame.bottom + 0.4 * em);
        pen.text(&lang.number(value * 100.0, 0), at, (HPos::Center, VPos::Top), soft)?;
    }
    let under = frame.bottom + 1.8 * em;
    let name = format!("{}, %", lang.position_x());
    pen.text(&name, (frame.right, under), (HPos::Right, VPos::Top), soft)?;
    let name = format!("↑ {}", lang.position_y());
    pen.text(&name, (frame.left, under), (HPos::Left, VPos::Top), soft)?;
    let (limit, split) = (plane.y.place(1.0), plane.x.place(plane.min_confidence));
    pen.path(&[(frame.left, limit), (frame.right, limit)], &soft, 0.1)?;
    pen.path(&[(split, limit), (split, frame.bottom)], &soft, 0.1)
}

fn draw_point<B: DrawingBackend>(pen: &Pen<B>, plane: &Plane, point: &Point) -> Drawn<B> {
    let (at, colour) = (plane.place(point), pen.palette.verdict(point.verdict));
    if !point.is_selected {
        return pen.dot(at, 0.26, &colour.mix(0.55));
    }
    pen.dot(at, 0.62, &pen.palette.ink)?;
    pen.dot(at, 0.48, &pen.palette.surface)?;
    pen.dot(at, 0.36, &colour)
}
