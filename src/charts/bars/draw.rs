//! Draws laid-out bars on a canvas with plotters. Text goes through `draw_text` alone, for
//! measuring text would put a styled element into the page, which the style policy forbids.

use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters_canvas::CanvasBackend;
use web_sys::HtmlCanvasElement;

use super::{BarChart, BarSeries, Entry, Fill, Histogram, Layout, hatch};
use crate::charts::Palette;
use crate::charts::plane::Area;

const FONT: &str = "Inter Variable, system-ui, sans-serif";

type Canvas = DrawingArea<CanvasBackend, plotters::coord::Shift>;
type Drawn = Result<(), DrawingAreaErrorKind<<CanvasBackend as DrawingBackend>::ErrorType>>;

/// Draws a bar chart. A canvas without a context stays empty: the table says it all. `em` is the
/// size of text in the canvas' own pixels.
pub fn draw_bars(canvas: &HtmlCanvasElement, chart: &BarChart, palette: &Palette, em: f64) {
    let Some(pen) = Pen::new(canvas, palette, em) else { return };
    let layout = Layout::of_bars(chart, canvas.width().into(), canvas.height().into(), em);
    // A drawing that fails half-way leaves what was drawn; there is nobody to tell.
    let _ = pen.bar_chart(chart, &layout);
}

/// Draws a histogram likewise. Without bins it clears the canvas.
pub fn draw_histogram(canvas: &HtmlCanvasElement, chart: &Histogram, palette: &Palette, em: f64) {
    let Some(pen) = Pen::new(canvas, palette, em) else { return };
    let (width, height) = (canvas.width().into(), canvas.height().into());
    let _ = match Layout::of_histogram(chart, width, height, em) {
        Some(layout) => pen.histogram(chart, &layout),
        None => pen.area.fill(&palette.surface),
    };
}

struct Pen {
    area: Canvas,
    palette: Palette,
    em: f64,
}

impl Pen {
    fn new(canvas: &HtmlCanvasElement, palette: &Palette, em: f64) -> Option<Self> {
        let area = CanvasBackend::with_canvas_object(canvas.clone())?.into_drawing_area();
        Some(Self { area, palette: *palette, em })
    }

    fn bar_chart(&self, chart: &BarChart, layout: &Layout) -> Drawn {
        self.area.fill(&self.palette.surface)?;
        let frame = layout.frame;
        for (&y, (_, label)) in layout.ticks.iter().zip(&chart.y_ticks) {
            self.line((frame.left, y), (frame.right, y), self.palette.line)?;
            let at = (frame.left - 0.5 * self.em, y);
            self.text(label, at, Pos::new(HPos::Right, VPos::Center))?;
        }
        for (place, series) in chart.series.iter().enumerate() {
            for bar in &layout.bars[place] {
                self.bar(bar, series, Fill::of(place))?;
            }
        }
        for (&x, label) in layout.labels.iter().zip(&chart.categories) {
            if layout.is_upright {
                self.upright(label, (x, frame.bottom + 0.5 * self.em))?;
            } else {
                let at = (x, frame.bottom + 0.5 * self.em);
                self.text(label, at, Pos::new(HPos::Center, VPos::Top))?;
            }
        }
        self.heading(&chart.y_title, layout)?;
        self.legend(&layout.legend, &chart.series)?;
        self.marks(layout, &chart.marks)
    }

    fn histogram(&self, chart: &Histogram, layout: &Layout) -> Drawn {
        self.area.fill(&self.palette.surface)?;
        let frame = layout.frame;
        for (place, series) in chart.series.iter().enumerate() {
            self.steps(&layout.bars[place], series, Fill::of(place))?;
        }
        self.line((frame.left, frame.bottom), (frame.right, frame.bottom), self.palette.line)?;
        for (&x, (_, label)) in layout.labels.iter().zip(&chart.x_ticks) {
            self.line((x, frame.bottom), (x, frame.bottom + 0.3 * self.em), self.palette.line)?;
            let at = (x, frame.bottom + 0.5 * self.em);
            self.text(label, at, Pos::new(HPos::Center, VPos::Top))?;
        }
        let under = (frame.right, frame.bottom + 2.0 * self.em);
        self.text(&chart.x_title, under, Pos::new(HPos::Right, VPos::Top))?;
        self.heading(&chart.y_title, layout)?;
        self.legend(&layout.legend, &chart.series)?;
        self.marks(layout, &chart.marks)
    }

    /// A bar, or a swatch of the legend.
    fn bar(&self, area: &Area, series: &BarSeries, fill: Fill) -> Drawn {
        let colour = self.palette.ink_of(series.ink);
        if fill == Fill::Solid {
            return self.area.draw(&Rectangle::new(corners(area), colour.filled()));
        }
        if fill == Fill::Hatched {
            self.hatching(area, colour)?;
        }
        let (width, [from, to]) = (self.stroke(), corners(area));
        let outline = vec![from, (to.0, from.1), to, (from.0, to.1), from];
        self.area.draw(&PathElement::new(outline, colour.stroke_width(width)))
    }

    /// The bins of a series, with one outline along their tops.
    fn steps(&self, bins: &[Area], series: &BarSeries, fill: Fill) -> Drawn {
        let colour = self.palette.ink_of(series.ink);
        for bin in bins {
            match fill {
                Fill::Solid => {
                    let style = colour.mix(0.5).filled();
                    self.area.draw(&Rectangle::new(corners(bin), style))?;
                }
                Fill::Hatched => self.hatching(bin, colour)?,
                Fill::Outlined => {}
            }
        }
        let (Some(first), Some(last)) = (bins.first(), bins.last()) else { return Ok(()) };
        let mut outline = vec![pixel((first.left, first.bottom))];
        for bin in bins {
            outline.extend([pixel((bin.left, bin.top)), pixel((bin.right, bin.top))]);
        }
        outline.push(pixel((last.right, last.bottom)));
        self.area.draw(&PathElement::new(outline, colour.stroke_width(self.stroke())))
    }

    fn hatching(&self, area: &Area, colour: RGBColor) -> Drawn {
        let width = (self.em / 12.0).round().max(1.0) as u32;
        for [from, to] in hatch(area, 0.5 * self.em) {
            let style = colour.stroke_width(width);
            self.area.draw(&PathElement::new(vec![pixel(from), pixel(to)], style))?;
        }
        Ok(())
    }

    fn heading(&self, title: &str, layout: &Layout) -> Drawn {
        if title.is_empty() {
            return Ok(());
        }
        let at = (0.3 * self.em, layout.frame.top - 0.9 * self.em);
        self.text(&format!("↑ {title}"), at, Pos::new(HPos::Left, VPos::Bottom))
    }

    fn legend(&self, entries: &[Entry], series: &[BarSeries]) -> Drawn {
        for entry in entries {
            let Some(series) = series.get(entry.series) else { continue };
            let swatch = entry.swatch;
            self.bar(&swatch, series, Fill::of(entry.series))?;
            let at = (swatch.right + 0.5 * self.em, (swatch.top + swatch.bottom) / 2.0);
            self.text(&series.label, at, Pos::new(HPos::Left, VPos::Center))?;
        }
        Ok(())
    }

    /// Vertical lines, their words on the side that has more room.
    fn marks(&self, layout: &Layout, marks: &[(f64, String)]) -> Drawn {
        let frame = layout.frame;
        for (&x, (_, label)) in layout.marks.iter().zip(marks) {
            self.line((x, frame.top), (x, frame.bottom), self.palette.ink)?;
            let is_left = x - frame.left < frame.right - x;
            let (side, at) = if is_left {
                (HPos::Left, x + 0.4 * self.em)
            } else {
                (HPos::Right, x - 0.4 * self.em)
            };
            self.text(label, (at, frame.top), Pos::new(side, VPos::Top))?;
        }
        Ok(())
    }

    fn stroke(&self) -> u32 {
        (self.em / 8.0).round().max(1.0) as u32
    }

    fn line(&self, from: (f64, f64), to: (f64, f64), colour: RGBColor) -> Drawn {
        let style = colour.stroke_width((self.em / 12.0).round().max(1.0) as u32);
        self.area.draw(&PathElement::new(vec![pixel(from), pixel(to)], style))
    }

    fn text(&self, text: &str, at: (f64, f64), anchor: Pos) -> Drawn {
        let colour = self.palette.ink_soft;
        let style = TextStyle::from((FONT, self.em).into_font()).color(&colour).pos(anchor);
        self.area.draw(&Text::new(text.to_owned(), pixel(at), style))
    }

    /// Text written upwards that ends at `at`.
    fn upright(&self, text: &str, at: (f64, f64)) -> Drawn {
        let colour = self.palette.ink_soft;
        let font = (FONT, self.em).into_font().transform(FontTransform::Rotate270);
        let anchor = Pos::new(HPos::Right, VPos::Center);
        let style = TextStyle::from(font).color(&colour).pos(anchor);
        self.area.draw(&Text::new(text.to_owned(), pixel(at), style))
    }
}

fn corners(area: &Area) -> [(i32, i32); 2] {
    [pixel((area.left, area.top)), pixel((area.right, area.bottom))]
}

fn pixel((x, y): (f64, f64)) -> (i32, i32) {
    (x.round() as i32, y.round() as i32)
}
