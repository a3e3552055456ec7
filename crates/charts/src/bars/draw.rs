//! Draws laid-out bars.

use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, VPos};

use super::{BarChart, BarSeries, Entry, Fill, HistogramChart, Layout};
use crate::pen::{Drawn, Pen};
use crate::plane::Area;

/// Width of the outline of bars, in units of text.
const OUTLINE: f64 = 1.0 / 8.0;

/// Draws a bar chart over all that the pen has.
pub fn draw_bars<B: DrawingBackend>(pen: &Pen<B>, chart: &BarChart) -> Drawn<B> {
    let layout = Layout::of_bars(chart, pen.size(), pen.em);
    let (frame, em, soft) = (layout.frame, pen.em, pen.palette.ink_soft);
    pen.clear()?;
    for (&y, (_, label)) in layout.ticks.iter().zip(&chart.y_ticks) {
        pen.line((frame.left, y), (frame.right, y), pen.palette.line)?;
        pen.text(label, (frame.left - 0.5 * em, y), (HPos::Right, VPos::Center), soft)?;
    }
    for (place, series) in chart.series.iter().enumerate() {
        for area in &layout.bars[place] {
            bar(pen, area, series, Fill::of(place))?;
        }
    }
    for (&x, label) in layout.labels.iter().zip(&chart.categories) {
        let at = (x, frame.bottom + 0.5 * em);
        if layout.is_upright {
            pen.upright(label, at, soft)?;
        } else {
            pen.text(label, at, (HPos::Center, VPos::Top), soft)?;
        }
    }
    surroundings(pen, &layout, &chart.y_title, &chart.series, &chart.marks)
}

/// Draws a histogram likewise. Without bins it clears the canvas.
pub fn draw_histogram<B: DrawingBackend>(pen: &Pen<B>, chart: &HistogramChart) -> Drawn<B> {
    pen.clear()?;
    let Some(layout) = Layout::of_histogram(chart, pen.size(), pen.em) else { return Ok(()) };
    let (frame, em, soft) = (layout.frame, pen.em, pen.palette.ink_soft);
    for (place, series) in chart.series.iter().enumerate() {
        steps(pen, &layout.bars[place], series, Fill::of(place))?;
    }
    let line = pen.palette.line;
    pen.line((frame.left, frame.bottom), (frame.right, frame.bottom), line)?;
    for (&x, (_, label)) in layout.labels.iter().zip(&chart.x_ticks) {
        pen.line((x, frame.bottom), (x, frame.bottom + 0.3 * em), line)?;
        pen.text(label, (x, frame.bottom + 0.5 * em), (HPos::Center, VPos::Top), soft)?;
    }
    let under = (frame.right, frame.bottom + 2.0 * em);
    pen.text(&chart.x_title, under, (HPos::Right, VPos::Top), soft)?;
    surroundings(pen, &layout, &chart.y_title, &chart.series, &chart.marks)
}

/// What bars and histograms have around them: the heading, the legend, and marks as vertical lines with their words
/// on the side that has more room.
fn surroundings<B: DrawingBackend>(
    pen: &Pen<B>,
    layout: &Layout,
    title: &str,
    series: &[BarSeries],
    marks: &[(f64, String)],
) -> Drawn<B> {
    let (frame, em, soft) = (layout.frame, pen.em, pen.palette.ink_soft);
    if !title.is_empty() {
        let at = (0.3 * em, frame.top - 0.9 * em);
        pen.text(&format!("↑ {title}"), at, (HPos::Left, VPos::Bottom), soft)?;
    }
    for Entry { series: place, swatch } in &layout.legend {
        let Some(series) = series.get(*place) else { continue };
        bar(pen, swatch, series, Fill::of(*place))?;
        let at = (swatch.right + 0.5 * em, (swatch.top + swatch.bottom) / 2.0);
        pen.text(&series.label, at, (HPos::Left, VPos::Center), soft)?;
    }
    for (&x, (_, label)) in layout.marks.iter().zip(marks) {
        pen.line((x, frame.top), (x, frame.bottom), pen.palette.ink)?;
        let is_left = x - frame.left < frame.right - x;
        let (side, at) =
            if is_left { (HPos::Left, x + 0.4 * em) } else { (HPos::Right, x - 0.4 * em) };
        pen.text(label, (at, frame.top), (side, VPos::Top), soft)?;
    }
    Ok(())
}

/// A bar, or a swatch of the legend.
fn bar<B: DrawingBackend>(pen: &Pen<B>, area: &Area, series: &BarSeries, fill: Fill) -> Drawn<B> {
    let colour = pen.palette.ink_of(series.ink);
    if fill == Fill::Solid {
        return pen.fill(area, colour, 1.0);
    }
    if fill == Fill::Hatched {
        pen.hatching(area, colour, 1.0)?;
    }
    let Area { left, top, right, bottom } = *area;
    let outline = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)];
    pen.path(&outline, &colour, OUTLINE)
}

/// The bins of a series, with one outline along their tops.
fn steps<B: DrawingBackend>(
    pen: &Pen<B>,
    bins: &[Area],
    series: &BarSeries,
    fill: Fill,
) -> Drawn<B> {
    let colour = pen.palette.ink_of(series.ink);
    for bin in bins {
        match fill {
            Fill::Solid => pen.fill(bin, colour, 0.5)?,
            Fill::Hatched => pen.hatching(bin, colour, 1.0)?,
            Fill::Outlined => {}
        }
    }
    let (Some(first), Some(last)) = (bins.first(), bins.last()) else { return Ok(()) };
    let tops = bins.iter().flat_map(|bin| [(bin.left, bin.top), (bin.right, bin.top)]);
    let ends = ((first.left, first.bottom), (last.right, last.bottom));
    let outline: Vec<_> = std::iter::once(ends.0).chain(tops).chain([ends.1]).collect();
    pen.path(&outline, &colour, OUTLINE)
}
