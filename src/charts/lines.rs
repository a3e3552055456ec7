//! Draws a line chart on a canvas. Where its parts go is laid out in [`super::trace`]; text goes
//! through `draw_text` at given places alone, for measuring it would put a styled element into
//! the page, which the style policy forbids.

use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters_canvas::CanvasBackend;
use web_sys::HtmlCanvasElement;

use super::palette::Palette;
use super::trace::{Layout, Line, LineChart, dashes};

const FONT: &str = "Inter Variable, system-ui, sans-serif";

type Drawn = Result<(), DrawingAreaErrorKind<<CanvasBackend as DrawingBackend>::ErrorType>>;

/// Draws the chart over the whole canvas, whose text is `em` pixels. A canvas without a context
/// stays empty: the table behind the chart says it all.
pub fn draw_lines(canvas: &HtmlCanvasElement, chart: &LineChart, palette: &Palette, em: f64) {
    let (width, height) = (f64::from(canvas.width()), f64::from(canvas.height()));
    let Some(backend) = CanvasBackend::with_canvas_object(canvas.clone()) else { return };
    let layout = Layout::new(chart, width, height, em);
    let pen = Pen { area: backend.into_drawing_area(), palette: *palette, em, layout };
    // A drawing that fails half-way leaves what was drawn; there is nobody to tell.
    let _ = pen.axes(chart).and_then(|()| pen.marks(chart)).and_then(|()| pen.lines(chart));
}

struct Pen {
    area: DrawingArea<CanvasBackend, Shift>,
    palette: Palette,
    em: f64,
    layout: Layout,
}

impl Pen {
    fn axes(&self, chart: &LineChart) -> Drawn {
        self.area.fill(&self.palette.surface)?;
        let (frame, em, soft) = (self.layout.frame(), self.em, self.palette.ink_soft);
        let grid = self.palette.line.stroke_width(self.hair());
        for (value, label) in &chart.y.ticks {
            let y = self.layout.y.place(*value);
            self.path(&[(frame.left, y), (frame.right, y)], grid)?;
            let at = (frame.left - 0.5 * em, y);
            self.text(label, at, Pos::new(HPos::Right, VPos::Center), soft)?;
        }
        for (value, label) in &chart.x.ticks {
            let at = (self.layout.x.place(*value), frame.bottom + 0.5 * em);
            self.text(label, at, Pos::new(HPos::Center, VPos::Top), soft)?;
        }
        let under = (frame.right, frame.bottom + 1.9 * em);
        self.text(&chart.x.title, under, Pos::new(HPos::Right, VPos::Top), soft)?;
        let title = format!("↑ {}", chart.y.title);
        let above = (0.2 * em, 0.2 * em);
        self.text(&title, above, Pos::new(HPos::Left, VPos::Top), soft)
    }

    fn marks(&self, chart: &LineChart) -> Drawn {
        let (frame, em) = (self.layout.frame(), self.em);
        let style = self.palette.ink_soft.stroke_width(self.hair());
        for (value, label) in &chart.marks {
            let x = self.layout.x.place(*value);
            let upright = [(x, frame.top), (x, frame.bottom)];
            for stroke in dashes(&upright, 0.3 * em, 0.3 * em) {
                self.path(&stroke, style)?;
            }
            let is_right = x > (frame.left + frame.right) / 2.0;
            let side = if is_right { HPos::Right } else { HPos::Left };
            let at = (x + if is_right { 0.3 * em } else { -0.3 * em }, frame.top - 0.2 * em);
            self.text(label, at, Pos::new(side, VPos::Bottom), self.palette.ink)?;
        }
        Ok(())
    }

    fn lines(&self, chart: &LineChart) -> Drawn {
        let heights = self.layout.label_heights(&chart.lines);
        let beside = self.layout.label_left(&chart.lines);
        for (line, height) in chart.lines.iter().zip(heights) {
            self.line(line)?;
            let Some(height) = height else { continue };
            let at = (beside, height);
            let colour = self.palette.ink_of(line.ink);
            self.leader(line, at)?;
            self.text(&line.label, at, Pos::new(HPos::Left, VPos::Center), colour)?;
        }
        Ok(())
    }

    /// A faint stroke from the end of a line to its label, where the two are far apart.
    fn leader(&self, line: &Line, (x, y): (f64, f64)) -> Drawn {
        let Some((last_x, last_y)) = line.points.last() else { return Ok(()) };
        let end = (self.layout.x.place(*last_x), self.layout.y.place(*last_y));
        if x - end.0 < 1.5 * self.em {
            return Ok(());
        }
        let style = self.palette.ink_of(line.ink).mix(0.35).stroke_width(self.hair());
        let path = [(end.0 + 0.4 * self.em, end.1), (x - 0.3 * self.em, y)];
        dashes(&path, 0.2 * self.em, 0.4 * self.em)
            .iter()
            .try_for_each(|stroke| self.path(stroke, style))
    }

    fn line(&self, line: &Line) -> Drawn {
        let is_background = line.label.is_empty();
        let strength = if is_background { 0.3 } else { 1.0 };
        let width =
            if is_background { self.hair() } else { (self.em / 6.0).round().max(1.0) as u32 };
        let colour = self.palette.ink_of(line.ink).mix(strength);
        for stretch in self.layout.stretches(&line.points) {
            if line.is_dashed {
                for stroke in dashes(&stretch, 0.6 * self.em, 0.4 * self.em) {
                    self.path(&stroke, colour.stroke_width(width))?;
                }
            } else {
                self.path(&stretch, colour.stroke_width(width))?;
            }
            if line.dots {
                let radius = (0.26 * self.em).round().max(2.0) as i32;
                for point in &stretch {
                    self.area.draw(&Circle::new(pixel(*point), radius, colour.filled()))?;
                }
            }
        }
        Ok(())
    }

    fn path(&self, points: &[(f64, f64)], style: ShapeStyle) -> Drawn {
        let points: Vec<_> = points.iter().copied().map(pixel).collect();
        self.area.draw(&PathElement::new(points, style))
    }

    fn text(&self, text: &str, at: (f64, f64), anchor: Pos, colour: RGBColor) -> Drawn {
        let style = TextStyle::from((FONT, self.em).into_font()).color(&colour).pos(anchor);
        self.area.draw(&Text::new(text.to_owned(), pixel(at), style))
    }

    fn hair(&self) -> u32 {
        (self.em / 12.0).round().max(1.0) as u32
    }
}

fn pixel((x, y): (f64, f64)) -> (i32, i32) {
    (x.round() as i32, y.round() as i32)
}
