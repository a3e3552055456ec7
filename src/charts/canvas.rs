//! Draws a laid-out chart on a canvas with plotters. Text goes through `draw_text` alone, for
//! measuring text would put a styled element into the page, which the style policy forbids.

use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters_canvas::CanvasBackend;
use policy::decision::Verdict;
use text::Lang;
use web_sys::HtmlCanvasElement;

use super::palette::Palette;
use super::plane::{Area, CONFIDENCE_TICKS, Plane, Point, RATIO_TICKS};

const FONT: &str = "Inter Variable, system-ui, sans-serif";

type Canvas = DrawingArea<CanvasBackend, plotters::coord::Shift>;
type Drawn = Result<(), DrawingAreaErrorKind<<CanvasBackend as DrawingBackend>::ErrorType>>;

/// Draws the plane with its points. A canvas without a context stays empty: the table says it all.
pub fn draw_plane(
    canvas: &HtmlCanvasElement,
    plane: &Plane,
    points: &[Point],
    palette: &Palette,
    em: f64,
    lang: Lang,
) {
    let Some(backend) = CanvasBackend::with_canvas_object(canvas.clone()) else { return };
    let area = backend.into_drawing_area();
    let pen = Pen { area, palette: *palette, em };
    // A drawing that fails half-way leaves what was drawn; there is nobody to tell.
    let _ = pen.verdicts(plane, lang).and_then(|()| pen.axes(plane, lang)).and_then(|()| {
        let (selected, others): (Vec<_>, Vec<_>) =
            points.iter().partition(|point| point.is_selected);
        others.into_iter().chain(selected).try_for_each(|point| pen.point(plane, point))
    });
}

struct Pen {
    area: Canvas,
    palette: Palette,
    em: f64,
}

impl Pen {
    fn verdicts(&self, plane: &Plane, lang: Lang) -> Drawn {
        self.area.fill(&self.palette.surface)?;
        for verdict in [Verdict::Accept, Verdict::Review, Verdict::Reject] {
            let (colour, part) = (self.palette.verdict(verdict), plane.area(verdict));
            self.area.draw(&Rectangle::new(corners(&part), colour.mix(0.13).filled()))?;
            let at = match verdict {
                Verdict::Accept => (part.right - 0.6 * self.em, part.bottom - 0.6 * self.em),
                Verdict::Review => (part.left + 0.6 * self.em, part.bottom - 0.6 * self.em),
                Verdict::Reject => (part.left + 0.6 * self.em, part.top + 0.6 * self.em),
            };
            let anchor = match verdict {
                Verdict::Accept => Pos::new(HPos::Right, VPos::Bottom),
                Verdict::Review => Pos::new(HPos::Left, VPos::Bottom),
                Verdict::Reject => Pos::new(HPos::Left, VPos::Top),
            };
            self.text(lang.verdict(verdict), at, anchor, colour)?;
        }
        Ok(())
    }

    fn axes(&self, plane: &Plane, lang: Lang) -> Drawn {
        let (frame, soft) = (plane.frame(), self.palette.ink_soft);
        for (value, label) in RATIO_TICKS {
            let y = plane.y.place(value);
            let at = (frame.left - 0.6 * self.em, y);
            self.text(label, at, Pos::new(HPos::Right, VPos::Center), soft)?;
        }
        for value in CONFIDENCE_TICKS {
            let at = (plane.x.place(value), frame.bottom + 0.4 * self.em);
            let label = lang.number(value * 100.0, 0);
            self.text(&label, at, Pos::new(HPos::Center, VPos::Top), soft)?;
        }
        let under = (frame.right, frame.bottom + 1.8 * self.em);
        let name = format!("{}, %", lang.position_x());
        self.text(&name, under, Pos::new(HPos::Right, VPos::Top), soft)?;
        let under = (frame.left, frame.bottom + 1.8 * self.em);
        let name = format!("↑ {}", lang.position_y());
        self.text(&name, under, Pos::new(HPos::Left, VPos::Top), soft)?;
        let limit = plane.y.place(1.0);
        self.line((frame.left, limit), (frame.right, limit))?;
        let split = plane.x.place(plane.min_confidence);
        self.line((split, limit), (split, frame.bottom))
    }

    fn point(&self, plane: &Plane, point: &Point) -> Drawn {
        let at = pixel(plane.place(point));
        let colour = self.palette.verdict(point.verdict);
        let radius = |ems: f64| (ems * self.em).round() as i32;
        if !point.is_selected {
            return self.area.draw(&Circle::new(at, radius(0.26), colour.mix(0.55).filled()));
        }
        self.area.draw(&Circle::new(at, radius(0.62), self.palette.ink.filled()))?;
        self.area.draw(&Circle::new(at, radius(0.48), self.palette.surface.filled()))?;
        self.area.draw(&Circle::new(at, radius(0.36), colour.filled()))
    }

    fn line(&self, from: (f64, f64), to: (f64, f64)) -> Drawn {
        let width = (self.em / 10.0).round().max(1.0) as u32;
        let style = self.palette.ink_soft.stroke_width(width);
        self.area.draw(&PathElement::new(vec![pixel(from), pixel(to)], style))
    }

    fn text(&self, text: &str, at: (f64, f64), anchor: Pos, colour: RGBColor) -> Drawn {
        let style = TextStyle::from((FONT, self.em).into_font()).color(&colour).pos(anchor);
        self.area.draw(&Text::new(text.to_owned(), pixel(at), style))
    }
}

fn corners(area: &Area) -> [(i32, i32); 2] {
    [pixel((area.left, area.top)), pixel((area.right, area.bottom))]
}

fn pixel((x, y): (f64, f64)) -> (i32, i32) {
    (x.round() as i32, y.round() as i32)
}
