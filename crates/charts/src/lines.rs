//! Draws a line chart. Where its parts go is laid out in [`super::trace`].

use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, VPos};

use super::pen::{Drawn, HAIR, Pen};
use super::trace::{Layout, Line, LineChart, dashes};

/// Draws the chart over all that the pen has.
pub fn draw_lines<B: DrawingBackend>(pen: &Pen<B>, chart: &LineChart) -> Drawn<B> {
    let layout = Layout::new(chart, pen.size(), pen.em);
    axes(pen, chart, &layout)?;
    marks(pen, chart, &layout)?;
    let heights = layout.label_heights(&chart.lines);
    let beside = layout.label_left(&chart.lines);
    for (line, height) in chart.lines.iter().zip(heights) {
        draw_line(pen, line, &layout)?;
        if let Some(height) = height {
            label(pen, line, &layout, (beside, height))?;
        }
    }
    Ok(())
}

fn axes<B: DrawingBackend>(pen: &Pen<B>, chart: &LineChart, layout: &Layout) -> Drawn<B> {
    pen.clear()?;
    let (frame, em, soft) = (layout.frame(), pen.em, pen.palette.ink_soft);
    for (value, label) in &chart.y.ticks {
        let y = layout.y.place(*value);
        pen.line((frame.left, y), (frame.right, y), pen.palette.line)?;
        pen.text(label, (frame.left - 0.5 * em, y), (HPos::Right, VPos::Center), soft)?;
    }
    for (value, label) in &chart.x.ticks {
        let at = (layout.x.place(*value), frame.bottom + 0.5 * em);
        pen.text(label, at, (HPos::Center, VPos::Top), soft)?;
    }
    let under = (frame.right, frame.bottom + 1.9 * em);
    pen.text(&chart.x.title, under, (HPos::Right, VPos::Top), soft)?;
    pen.upward_title(&chart.y.title)
}

fn marks<B: DrawingBackend>(pen: &Pen<B>, chart: &LineChart, layout: &Layout) -> Drawn<B> {
    let (frame, em) = (layout.frame(), pen.em);
    for (value, label) in &chart.marks {
        let x = layout.x.place(*value);
        for stroke in dashes(&[(x, frame.top), (x, frame.bottom)], 0.3 * em, 0.3 * em) {
            pen.path(&stroke, &pen.palette.ink_soft, HAIR)?;
        }
        let is_right = x > (frame.left + frame.right) / 2.0;
        let side = if is_right { HPos::Right } else { HPos::Left };
        let at = (x + if is_right { 0.3 * em } else { -0.3 * em }, frame.top - 0.2 * em);
        pen.text(label, at, (side, VPos::Bottom), pen.palette.ink)?;
    }
    Ok(())
}

fn draw_line<B: DrawingBackend>(pen: &Pen<B>, line: &Line, layout: &Layout) -> Drawn<B> {
    let is_background = line.label.is_empty();
    let (strength, width) = if is_background { (0.3, HAIR) } else { (1.0, 1.0 / 6.0) };
    let colour = pen.palette.ink_of(line.ink).mix(strength);
    for stretch in layout.stretches(&line.points) {
        if line.is_dashed {
            for stroke in dashes(&stretch, 0.6 * pen.em, 0.4 * pen.em) {
                pen.path(&stroke, &colour, width)?;
            }
        } else {
            pen.path(&stretch, &colour, width)?;
        }
        if line.dots {
            stretch.iter().try_for_each(|point| pen.dot(*point, 0.26, &colour))?;
        }
    }
    Ok(())
}

/// The name of a line, with a faint stroke from the line's end where the two are far apart.
fn label<B: DrawingBackend>(
    pen: &Pen<B>,
    line: &Line,
    layout: &Layout,
    (x, y): (f64, f64),
) -> Drawn<B> {
    let (em, colour) = (pen.em, pen.palette.ink_of(line.ink));
    if let Some((last_x, last_y)) = line.points.last() {
        let end = (layout.x.place(*last_x), layout.y.place(*last_y));
        if x - end.0 >= 1.5 * em {
            let leader = [(end.0 + 0.4 * em, end.1), (x - 0.3 * em, y)];
            for stroke in dashes(&leader, 0.2 * em, 0.4 * em) {
                pen.path(&stroke, &colour.mix(0.35), HAIR)?;
            }
        }
    }
    pen.text(&line.label, (x, y), (HPos::Left, VPos::Center), colour)
}
