//! What a line chart is and where its parts go, in pixels: margins, thinned points, dashes and
//! labels.

use super::palette::Ink;
use super::plane::Area;
use super::scale::{Scale, Spread};
use super::ticks::{TICKS, nice_ticks, tick_digits};

/// A line chart.
#[derive(Clone, Debug, PartialEq)]
pub struct LineChart {
    /// To the right.
    pub x: Axis,
    /// Upwards.
    pub y: Axis,
    /// The lines; later ones are drawn over earlier ones.
    pub lines: Vec<Line>,
    /// Upright strokes at values of x, with a few words each.
    pub marks: Vec<(f64, String)>,
}

/// An axis of a chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// What it shows, with its unit.
    pub title: String,
    /// How values are spread.
    pub spread: Spread,
    /// First and last value.
    pub domain: (f64, f64),
    /// Where values are written, and how.
    pub ticks: Vec<(f64, String)>,
}

impl Axis {
    /// A linear axis with about [`TICKS`] round ticks. `write` is given each value and the digits
    /// that tell the ticks apart.
    pub fn linear(title: &str, domain: (f64, f64), write: impl Fn(f64, usize) -> String) -> Self {
        let ticks = nice_ticks(domain.0, domain.1, TICKS);
        let digits = tick_digits(&ticks);
        Self {
            title: title.to_owned(),
            spread: Spread::Linear,
            domain,
            ticks: ticks.into_iter().map(|value| (value, write(value, digits))).collect(),
        }
    }
}

/// A line. One without a label is background: drawn faintly and not written beside.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// What is written at its end; lines must differ by this, not by colour alone.
    pub label: String,
    /// Points with growing x. A y that is not a number breaks the line.
    pub points: Vec<(f64, f64)>,
    /// Its colour.
    pub ink: Ink,
    /// Whether it is broken into dashes.
    pub is_dashed: bool,
    /// Whether each point has a dot.
    pub dots: bool,
}

/// A line chart laid out in a picture of some size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Layout {
    /// From values to pixels, to the right.
    pub x: Scale,
    /// From values to pixels, upwards.
    pub y: Scale,
    em: f64,
}

/// Width of a character as a share of the text size, on the safe side: text is never measured.
const CHARACTER: f64 = 0.6;

impl Layout {
    /// Lays `chart` out in `width` × `height` pixels, where a unit of text is `em` pixels.
    pub fn new(chart: &LineChart, (width, height): (f64, f64), em: f64) -> Self {
        let longest = |texts: &mut dyn Iterator<Item = &String>| {
            texts.map(|text| text.chars().count()).max().unwrap_or_default() as f64
        };
        let ticks = longest(&mut chart.y.ticks.iter().map(|(_, text)| text));
        let labels = longest(&mut chart.lines.iter().map(|line| &line.label));
        let left = (ticks * CHARACTER + 0.9) * em;
        let beside = if labels > 0.0 { (labels * CHARACTER + 0.9) * em } else { 0.9 * em };
        let right = (width - beside.min(0.36 * width)).max(left + em);
        let (top, bottom) = (2.4 * em, (height - 3.2 * em).max(3.4 * em));
        let scale = |axis: &Axis, range| Scale { spread: axis.spread, domain: axis.domain, range };
        Self { x: scale(&chart.x, (left, right)), y: scale(&chart.y, (bottom, top)), em }
    }

    /// Where the lines are.
    pub fn frame(&self) -> Area {
        let ((left, right), (bottom, top)) = (self.x.range, self.y.range);
        Area { left, top, right, bottom }
    }

    /// The unbroken stretches of a line in pixels, at most two points a column of pixels: the
    /// least and the greatest, so that no peak is lost.
    pub fn stretches(&self, points: &[(f64, f64)]) -> Vec<Vec<(f64, f64)>> {
        points
            .split(|(x, y)| !(x.is_finite() && y.is_finite()))
            .filter(|stretch| !stretch.is_empty())
            .map(|stretch| {
                let placed = stretch.iter().map(|(x, y)| (self.x.place(*x), self.y.place(*y)));
                thin(placed)
            })
            .collect()
    }

    /// Where labels begin: past the end of the last line that has one.
    pub fn label_left(&self, lines: &[Line]) -> f64 {
        let named = lines.iter().filter(|line| !line.label.is_empty());
        let ends = named.filter_map(|line| line.points.last()).map(|point| self.x.place(point.0));
        let end = ends.fold(self.x.range.0, f64::max);
        end + 0.6 * self.em
    }

    /// The height of each label beside the end of its line, moved apart where they would overlap
    /// and kept inside the frame as far as there is room. `None` for a line that has none.
    pub fn label_heights(&self, lines: &[Line]) -> Vec<Option<f64>> {
        let end = |line: &Line| {
            let last = line.points.iter().rev().find(|(x, y)| x.is_finite() && y.is_finite())?;
            (!line.label.is_empty()).then(|| self.y.place(last.1))
        };
        let wanted: Vec<Option<f64>> = lines.iter().map(end).collect();
        let mut order: Vec<usize> = (0..lines.len()).filter(|at| wanted[*at].is_some()).collect();
        order.sort_by(|a, b| wanted[*a].unwrap_or(0.0).total_cmp(&wanted[*b].unwrap_or(0.0)));
        let sorted: Vec<f64> = order.iter().filter_map(|at| wanted[*at]).collect();
        let frame = self.frame();
        let apart = spread_out(&sorted, 1.25 * self.em, frame.top, frame.bottom);
        let mut heights = vec![None; lines.len()];
        for (at, height) in order.into_iter().zip(apart) {
            heights[at] = Some(height);
        }
        heights
    }
}

/// Keeps of each column of pixels the least and the greatest point, in the order in which they
/// came.
fn thin(points: impl Iterator<Item = (f64, f64)>) -> Vec<(f64, f64)> {
    let mut kept = Vec::new();
    let mut column: Option<Column> = None;
    for (place, (x, y)) in points.enumerate() {
        let at = x.round();
        match &mut column {
            Some(open) if open.x == at => open.take(place, y),
            _ => {
                kept.extend(column.take().into_iter().flat_map(Column::points));
                column = Some(Column { x: at, least: (place, y), greatest: (place, y) });
            }
        }
    }
    kept.extend(column.into_iter().flat_map(Column::points));
    kept
}

/// The extremes within one column of pixels, with their places in the line.
struct Column {
    x: f64,
    least: (usize, f64),
    greatest: (usize, f64),
}

impl Column {
    fn take(&mut self, place: usize, y: f64) {
        if y < self.least.1 {
            self.least = (place, y);
        }
        if y > self.greatest.1 {
            self.greatest = (place, y);
        }
    }

    fn points(self) -> impl Iterator<Item = (f64, f64)> {
        let (mut first, mut second) = (self.least, self.greatest);
        if second.0 < first.0 {
            std::mem::swap(&mut first, &mut second);
        }
        let other = (first.0 != second.0).then_some((self.x, second.1));
        std::iter::once((self.x, first.1)).chain(other)
    }
}

/// Moves growing `heights` apart to at least `gap` between neighbours, within `low` and `high`
/// where they fit.
fn spread_out(heights: &[f64], gap: f64, low: f64, high: f64) -> Vec<f64> {
    let mut placed = heights.to_vec();
    for at in 1..placed.len() {
        placed[at] = placed[at].max(placed[at - 1] + gap);
    }
    let mut ceiling = high;
    for height in placed.iter_mut().rev() {
        *height = height.min(ceiling);
        ceiling = *height - gap;
    }
    // More labels than there is room for start at the top and run over the lower edge.
    let floor = placed.first().map_or(0.0, |first| (low - first).max(0.0));
    placed.iter().map(|height| height + floor).collect()
}

/// The strokes of a dashed path: `dash` pixels drawn, `gap` pixels left out, around corners too.
pub fn dashes(path: &[(f64, f64)], dash: f64, gap: f64) -> Vec<Vec<(f64, f64)>> {
    let mut strokes = Vec::new();
    let Some(first) = path.first() else { return strokes };
    let (mut stroke, mut left, mut is_drawn) = (vec![*first], dash, true);
    for pair in path.windows(2) {
        let (mut from, to) = (pair[0], pair[1]);
        let mut length = (to.0 - from.0).hypot(to.1 - from.1);
        while length > left {
            let share = left / length;
            from = (from.0 + (to.0 - from.0) * share, from.1 + (to.1 - from.1) * share);
            length -= left;
            if is_drawn {
                stroke.push(from);
                strokes.push(std::mem::take(&mut stroke));
            } else {
                stroke = vec![from];
            }
            is_drawn = !is_drawn;
            left = if is_drawn { dash } else { gap };
        }
        left -= length;
        if is_drawn {
            stroke.push(to);
        }
    }
    if stroke.len() > 1 {
        strokes.push(stroke);
    }
    strokes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn axis(high: f64) -> Axis {
        let ticks = vec![(0.0, "0".to_owned()), (high, "10".to_owned())];
        Axis { title: String::new(), spread: Spread::Linear, domain: (0.0, high), ticks }
    }

    fn line(label: &str, points: &[(f64, f64)]) -> Line {
        let (label, points) = (label.to_owned(), points.to_vec());
        Line { label, points, ink: Ink::Accent, is_dashed: false, dots: false }
    }

    fn chart(lines: Vec<Line>) -> LineChart {
        LineChart { x: axis(10.0), y: axis(1.0), lines, marks: Vec::new() }
    }

    #[test]
    fn room_is_left_for_what_is_written_beside() {
        let bare = Layout::new(&chart(vec![line("", &[])]), (400.0, 200.0), 10.0).frame();
        let named = Layout::new(&chart(vec![line("named", &[])]), (400.0, 200.0), 10.0).frame();
        assert_eq!((bare.left, bare.right), (21.0, 391.0));
        assert_eq!((bare.top, bare.bottom), (24.0, 168.0));
        assert_eq!(named.right, 400.0 - 39.0);
    }

    #[test]
    fn a_long_line_has_two_points_a_column_and_keeps_its_peak() {
        let mut points: Vec<_> = (0..10_000).map(|step| (f64::from(step) / 1e3, 0.5)).collect();
        points[5_123].1 = 1.0;
        let layout = Layout::new(&chart(vec![]), (121.0, 200.0), 10.0);
        let stretches = layout.stretches(&points);
        assert_eq!(stretches.len(), 1);
        assert!(stretches[0].len() <= 2 * 93, "{}", stretches[0].len());
        let top = stretches[0].iter().map(|point| point.1).fold(f64::INFINITY, f64::min);
        assert_eq!(top, layout.frame().top);
    }

    #[test]
    fn what_is_no_number_breaks_the_line() {
        let layout = Layout::new(&chart(vec![]), (121.0, 200.0), 10.0);
        let points = [(0.0, 0.1), (1.0, f64::NAN), (2.0, 0.1), (3.0, 0.2)];
        let lengths: Vec<_> = layout.stretches(&points).iter().map(Vec::len).collect();
        assert_eq!(lengths, [1, 2]);
    }

    #[test]
    fn labels_that_would_overlap_are_moved_apart() {
        let ends = [("a", 0.5), ("", 0.5), ("b", 0.5), ("c", 1.0)];
        let lines: Vec<_> = ends.map(|(label, y)| line(label, &[(0.0, y)])).into();
        let layout = Layout::new(&chart(vec![]), (121.0, 200.0), 10.0);
        let heights = layout.label_heights(&lines);
        assert_eq!(heights, [Some(96.0), None, Some(108.5), Some(24.0)]);
        assert_eq!(spread_out(&[99.0, 100.0], 10.0, 0.0, 100.0), [90.0, 100.0]);
        assert_eq!(spread_out(&[5.0, 5.0, 5.0], 10.0, 0.0, 15.0), [0.0, 10.0, 20.0]);
    }

    #[test]
    fn labels_stand_past_the_longest_line() {
        let lines = [line("a", &[(0.0, 0.5)]), line("b", &[(5.0, 0.5)]), line("", &[(9.0, 0.5)])];
        let layout = Layout::new(&chart(vec![]), (130.0, 200.0), 10.0);
        // The frame goes from 21 to 121.
        assert_eq!(layout.label_left(&lines), 77.0);
    }

    #[test]
    fn dashes_go_around_corners() {
        let path = [(0.0, 0.0), (5.0, 0.0), (5.0, 10.0)];
        let strokes = dashes(&path, 4.0, 2.0);
        assert_eq!(strokes[0], [(0.0, 0.0), (4.0, 0.0)]);
        assert_eq!(strokes[1], [(5.0, 1.0), (5.0, 5.0)]);
        assert_eq!(strokes[2], [(5.0, 7.0), (5.0, 10.0)]);
        assert!(dashes(&[], 4.0, 2.0).is_empty());
    }
}
