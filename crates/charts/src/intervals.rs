//! Values with their intervals, a row each on one axis, and a line at zero: what differs from nothing and by
//! how much. The layout is pure; drawing is at the end.

use plotters::prelude::DrawingBackend;
use plotters::style::text_anchor::{HPos, VPos};

use super::palette::Ink;
use super::pen::{Drawn, Pen};
use super::plane::Area;
use super::scale::{Scale, Spread};
use super::trace::Axis;

/// Width of the line of an interval, in units of text.
const LINE: f64 = 1.0 / 6.0;

/// The chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Intervals {
    /// To the right; zero should be on it.
    pub x: Axis,
    /// The values, from the top down.
    pub rows: Vec<IntervalRow>,
}

/// A value with its interval.
#[derive(Clone, Debug, PartialEq)]
pub struct IntervalRow {
    /// Its name, which stands above it.
    pub name: String,
    /// The value as it is written, at the right end of the name's line.
    pub written: String,
    /// The value; none where nothing is known yet.
    pub value: Option<f64>,
    /// The ends of its interval.
    pub range: (f64, f64),
    /// Its colour.
    pub ink: Ink,
}

struct Layout {
    frame: Area,
    x: Scale,
    /// The height of each row's words and of its interval.
    rows: Vec<(f64, f64)>,
}

impl Layout {
    fn new(chart: &Intervals, (width, height): (f64, f64), em: f64) -> Self {
        let frame = Area {
            left: 0.6 * em,
            top: 0.2 * em,
            right: width - 1.4 * em,
            bottom: height - 3.2 * em,
        };
        let spread = Spread::Linear;
        let x = Scale { spread, domain: chart.x.domain, range: (frame.left, frame.right) };
        let room = (frame.bottom - frame.top) / chart.rows.len().max(1) as f64;
        let row = |place: usize| {
            let top = frame.top + place as f64 * room;
            (top, top + (0.5 * (room + 1.2 * em)).min(room - 0.3 * em))
        };
        Self { frame, x, rows: (0..chart.rows.len()).map(row).collect() }
    }
}

/// Draws the chart over all that the pen has.
pub fn draw_intervals<B: DrawingBackend>(pen: &Pen<B>, chart: &Intervals) -> Drawn<B> {
    let layout = Layout::new(chart, pen.size(), pen.em);
    let (frame, em, soft) = (layout.frame, pen.em, pen.palette.ink_soft);
    pen.clear()?;
    for (value, label) in &chart.x.ticks {
        let at = layout.x.place(*value);
        pen.line((at, frame.top), (at, frame.bottom), pen.palette.line)?;
        pen.text(label, (at, frame.bottom + 0.5 * em), (HPos::Center, VPos::Top), soft)?;
    }
    let under = (frame.right, frame.bottom + 1.9 * em);
    pen.text(&chart.x.title, under, (HPos::Right, VPos::Top), soft)?;
    let zero = layout.x.place(0.0);
    pen.path(&[(zero, frame.top), (zero, frame.bottom)], &pen.palette.ink, LINE)?;
    for (row, (words, line)) in chart.rows.iter().zip(&layout.rows) {
        // What stands behind words would make them hard to read.
        let behind =
            Area { left: 0.0, top: *words, right: frame.right + em, bottom: words + 1.2 * em };
        pen.fill(&behind, pen.palette.surface, 1.0)?;
        pen.text(&row.name, (0.2 * em, *words), (HPos::Left, VPos::Top), pen.palette.ink)?;
        pen.text(&row.written, (frame.right, *words), (HPos::Right, VPos::Top), soft)?;
        let Some(value) = row.value else { continue };
        let colour = pen.palette.ink_of(row.ink);
        let [low, high] = [row.range.0, row.range.1].map(|end| layout.x.place(end));
        pen.path(&[(low, *line), (high, *line)], &colour, LINE)?;
        for end in [low, high] {
            pen.path(&[(end, line - 0.3 * em), (end, line + 0.3 * em)], &colour, LINE)?;
        }
        pen.dot((layout.x.place(value), *line), 0.35, &colour)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_share_the_height_and_words_stand_above_their_interval() {
        let row = IntervalRow {
            name: String::new(),
            written: String::new(),
            value: Some(1.0),
            range: (0.0, 2.0),
            ink: Ink::Accent,
        };
        let x = Axis::linear("points", (-2.0, 8.0), |value, _| value.to_string());
        let chart = Intervals { x, rows: vec![row; 4] };
        let layout = Layout::new(&chart, (120.0, 194.0), 10.0);
        // From 2 to 162: forty pixels a row.
        let words: Vec<f64> = layout.rows.iter().map(|row| row.0).collect();
        assert_eq!(words, [2.0, 42.0, 82.0, 122.0]);
        assert!(layout.rows.iter().all(|(words, line)| line - words == 26.0));
        assert_eq!([0.0, 8.0].map(|value| layout.x.place(value)), [26.0, 106.0]);
    }
}
