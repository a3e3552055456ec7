//! Figures as bars from the left with marks across all of them: a divergence beside its noise
//! floor and its limit. The layout is pure; drawing is at the end.

use plotters::prelude::DrawingBackend;
use plotters::style::text_anchor::{HPos, VPos};

use super::palette::Ink;
use super::pen::{Drawn, Pen};
use super::plane::Area;
use super::scale::{Scale, Spread};
use super::ticks::nice_domain;

/// Height of a row, in units of text.
const ROW: f64 = 1.7;
/// Estimated width of a character, in units of text.
const CHARACTER: f64 = 0.56;

/// The chart.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Gauge {
    /// A bar each: its name, its value, and how the value is written.
    pub rows: Vec<(String, f64, String)>,
    /// Marks across the bars, with what they are.
    pub marks: Vec<(f64, String)>,
}

struct Layout {
    bars: Vec<Area>,
    /// Where each mark is, and how high its words stand.
    marks: Vec<(f64, f64)>,
    foot: f64,
}

impl Layout {
    fn new(gauge: &Gauge, width: f64, em: f64) -> Self {
        let names = gauge.rows.iter().map(|(name, ..)| name.chars().count());
        let left = (names.max().unwrap_or_default() as f64 * CHARACTER + 1.0) * em;
        let values = gauge.rows.iter().map(|(_, value, _)| *value);
        let values = values.chain(gauge.marks.iter().map(|(value, _)| *value));
        let high = values.filter(|value| value.is_finite()).fold(0.0, f64::max).max(1e-3);
        let across = Scale {
            spread: Spread::Linear,
            domain: (0.0, nice_domain(0.0, high, 4).1),
            range: (left, (width - 5.0 * em).max(left + em)),
        };
        // The words of each mark have a row of their own, for marks may be close together.
        let head = gauge.marks.len() as f64 * 1.4 * em;
        let bar = |(place, (_, value, _)): (usize, &(String, f64, String))| {
            let top = head + (place as f64 * ROW + 0.4) * em;
            let right = across.place(if value.is_finite() { *value } else { f64::MAX });
            Area { left, top, right, bottom: top + 0.9 * em }
        };
        let bars: Vec<Area> = gauge.rows.iter().enumerate().map(bar).collect();
        let mark = |(place, (value, _)): (usize, &(f64, String))| {
            (across.place(*value), place as f64 * 1.4 * em)
        };
        let marks = gauge.marks.iter().enumerate().map(mark).collect();
        Self { foot: bars.last().map_or(head, |bar| bar.bottom + 0.3 * em), bars, marks }
    }
}

/// Draws the chart over all that the pen has.
pub fn draw_gauge<B: DrawingBackend>(pen: &Pen<B>, gauge: &Gauge) -> Drawn<B> {
    let (width, _) = pen.size();
    let layout = Layout::new(gauge, width, pen.em);
    pen.clear()?;
    let (em, ink, soft) = (pen.em, pen.palette.ink, pen.palette.ink_soft);
    for (bar, (name, value, written)) in layout.bars.iter().zip(&gauge.rows) {
        let middle = (bar.top + bar.bottom) / 2.0;
        pen.text(name, (0.2 * em, middle), (HPos::Left, VPos::Center), soft)?;
        if value.is_finite() {
            pen.fill(bar, pen.palette.ink_of(Ink::Accent), 1.0)?;
        } else {
            pen.hatching(bar, pen.palette.ink_of(Ink::Reject), 1.0)?;
        }
        pen.text(written, (bar.right + 0.4 * em, middle), (HPos::Left, VPos::Center), ink)?;
    }
    for ((x, top), (_, label)) in layout.marks.iter().zip(&gauge.marks) {
        pen.line((*x, *top), (*x, layout.foot), ink)?;
        let (side, at) =
            if *x < width / 2.0 { (HPos::Left, x + 0.3 * em) } else { (HPos::Right, x - 0.3 * em) };
        pen.text(label, (at, *top), (side, VPos::Top), soft)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_as_long_as_their_values_and_marks_stand_across_them() {
        let row = |value: f64| ("KL".to_owned(), value, String::new());
        let gauge = Gauge {
            rows: vec![row(0.1), row(0.2), row(f64::INFINITY)],
            marks: vec![(0.1, "floor".to_owned()), (0.2, "limit".to_owned())],
        };
        let layout = Layout::new(&gauge, 400.0, 10.0);
        let length = |place: usize| layout.bars[place].right - layout.bars[place].left;
        assert!((length(1) - 2.0 * length(0)).abs() < 1e-9);
        assert!(length(2) >= length(1));
        assert_eq!(layout.marks[0].0, layout.bars[0].right);
        assert!(layout.marks[1].1 > layout.marks[0].1);
    }
}
