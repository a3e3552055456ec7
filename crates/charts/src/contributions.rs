//! Bars that go up and down from zero, some of them without end: what each bin adds to a
//! divergence. The layout is pure; drawing is at the end.

use plotters::prelude::DrawingBackend;
use plotters::style::text_anchor::{HPos, VPos};

use super::palette::Ink;
use super::pen::{Drawn, Pen};
use super::plane::Area;
use super::scale::{Scale, Spread};
use super::ticks::{nice_domain, nice_ticks};

/// Estimated width of a character, in units of text.
const CHARACTER: f64 = 0.56;

/// The chart.
#[derive(Clone, Debug)]
pub struct Contributions {
    /// What stands under each bar.
    pub categories: Vec<String>,
    /// A bar each; infinite where a bin has no counterpart.
    pub values: Vec<f64>,
    /// What the height means.
    pub y_title: String,
    /// How a height is written beside the axis.
    pub write: fn(f64) -> String,
}

struct Layout {
    frame: Area,
    y: Scale,
    bars: Vec<Area>,
    ticks: Vec<f64>,
    is_upright: bool,
}

impl Layout {
    fn new(chart: &Contributions, (width, height): (f64, f64), em: f64) -> Self {
        let finite = || chart.values.iter().copied().filter(|value| value.is_finite());
        let low = finite().fold(0.0, f64::min);
        let high = finite().fold(0.0, f64::max).max(low + 1e-3);
        let domain = nice_domain(low, high, 4);
        let ticks = nice_ticks(domain.0, domain.1, 4);
        let characters = |text: &String| text.chars().count();
        let written = ticks.iter().map(|tick| (chart.write)(*tick));
        let widest = written.map(|text| characters(&text)).max().unwrap_or_default() as f64;
        let (left, right) = ((widest * CHARACTER + 0.9) * em, width - 0.3 * em);
        let slot = (right - left) / chart.values.len().max(1) as f64;
        let longest = chart.categories.iter().map(characters).max().unwrap_or_default() as f64;
        let longest = longest * CHARACTER * em;
        let is_upright = longest > 0.96 * slot;
        let under = if is_upright { (longest + 0.8 * em).min(0.45 * height) } else { 1.8 * em };
        let frame = Area { left, right, top: 2.6 * em, bottom: height - under };
        let y = Scale { spread: Spread::Linear, domain, range: (frame.bottom, frame.top) };
        let zero = y.place(0.0);
        let bar = |(place, value): (usize, &f64)| {
            let left = frame.left + (place as f64 + 0.15) * slot;
            let end = if value.is_infinite() { frame.top } else { y.place(*value) };
            let (top, bottom) = (end.min(zero), end.max(zero));
            Area { left, right: left + 0.7 * slot, top, bottom }
        };
        let bars = chart.values.iter().enumerate().map(bar).collect();
        Self { frame, y, bars, ticks, is_upright }
    }
}

/// Draws the chart over all that the pen has.
pub fn draw_contributions<B: DrawingBackend>(pen: &Pen<B>, chart: &Contributions) -> Drawn<B> {
    let layout = Layout::new(chart, pen.size(), pen.em);
    pen.clear()?;
    let (frame, em, soft) = (layout.frame, pen.em, pen.palette.ink_soft);
    for tick in &layout.ticks {
        let y = layout.y.place(*tick);
        pen.line((frame.left, y), (frame.right, y), pen.palette.line)?;
        let at = (frame.left - 0.5 * em, y);
        pen.text(&(chart.write)(*tick), at, (HPos::Right, VPos::Center), soft)?;
    }
    let zero = layout.y.place(0.0);
    for ((bar, value), name) in layout.bars.iter().zip(&chart.values).zip(&chart.categories) {
        let middle = (bar.left + bar.right) / 2.0;
        if value.is_infinite() {
            pen.hatching(bar, pen.palette.ink_of(Ink::Reject), 1.0)?;
            let at = (middle, bar.top - 0.1 * em);
            pen.text("∞", at, (HPos::Center, VPos::Bottom), pen.palette.ink)?;
        } else if *value < 0.0 {
            pen.fill(bar, pen.palette.ink_of(Ink::Soft), 0.6)?;
        } else {
            pen.fill(bar, pen.palette.ink_of(Ink::Accent), 1.0)?;
        }
        let at = (middle, frame.bottom + 0.5 * em);
        if layout.is_upright {
            pen.upright(name, at, soft)?;
        } else {
            pen.text(name, at, (HPos::Center, VPos::Top), soft)?;
        }
    }
    pen.line((frame.left, zero), (frame.right, zero), soft)?;
    pen.upward_title(&chart.y_title)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_go_up_and_down_from_zero_and_an_infinite_one_to_the_top() {
        let chart = Contributions {
            categories: vec!["a".to_owned(), "b".to_owned(), "c".to_owned()],
            values: vec![0.2, -0.1, f64::INFINITY],
            y_title: String::new(),
            write: |value| format!("{value:.1}"),
        };
        let layout = Layout::new(&chart, (300.0, 200.0), 10.0);
        let zero = layout.y.place(0.0);
        assert_eq!((layout.bars[0].bottom, layout.bars[1].top), (zero, zero));
        assert!(layout.bars[0].top < zero && layout.bars[1].bottom > zero);
        assert_eq!(layout.bars[2].top, layout.frame.top);
        let heights = layout.bars[..2].iter().map(|bar| bar.bottom - bar.top);
        let heights: Vec<f64> = heights.collect();
        assert!((heights[0] - 2.0 * heights[1]).abs() < 1e-9);
    }
}
