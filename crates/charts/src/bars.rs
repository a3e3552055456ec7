//! Bar charts and histograms: where bars, ticks, marks and labels go. Pure maths; it does not know
//! the canvas, whose text nobody may measure, so the width of words is estimated.

mod draw;

pub use draw::{draw_bars, draw_histogram};

use super::palette::Ink;
use super::plane::Area;
use super::scale::{Scale, Spread};

/// Estimated width of a character, in units of text.
const CHARACTER: f64 = 0.56;
/// Height of a row of text, in units of text.
const ROW: f64 = 1.5;
/// Side of the swatch in the legend, in units of text.
const SWATCH: f64 = 0.9;

/// Values that belong together: one a category of a bar chart, or one a bin of a histogram.
#[derive(Clone, Debug, PartialEq)]
pub struct BarSeries {
    /// Its name in the legend, which is drawn from two series on.
    pub label: String,
    /// Its values, from 0 up.
    pub values: Vec<f64>,
    /// Its colour. The first series is solid, the second hatched, the third outlined, so that
    /// they differ without it too.
    pub ink: Ink,
}

/// Groups of bars side by side, a group a category.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BarChart {
    /// What stands under each group; upright where it does not fit.
    pub categories: Vec<String>,
    /// One bar each in every group.
    pub series: Vec<BarSeries>,
    /// What the height means.
    pub y_title: String,
    /// Values with a line and a label.
    pub y_ticks: Vec<(f64, String)>,
    /// Vertical lines with a label, in units of categories: 0 is the left edge of the first
    /// group, 1 its right edge.
    pub marks: Vec<(f64, String)>,
}

/// Bins side by side; several series lie over one another.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HistogramChart {
    /// Edges of the bins, ascending: one more than there are bins.
    pub edges: Vec<f64>,
    /// One value a bin.
    pub series: Vec<BarSeries>,
    /// Values with a label under the axis.
    pub x_ticks: Vec<(f64, String)>,
    /// What is measured.
    pub x_title: String,
    /// What the height means.
    pub y_title: String,
    /// Vertical lines with a label, such as a threshold.
    pub marks: Vec<(f64, String)>,
}

/// How the bars of a series are filled, by its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fill {
    Solid,
    Hatched,
    Outlined,
}

impl Fill {
    fn of(place: usize) -> Self {
        match place {
            0 => Self::Solid,
            1 => Self::Hatched,
            _ => Self::Outlined,
        }
    }
}

/// An entry of the legend: the swatch, with the label to the right of it.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Entry {
    series: usize,
    swatch: Area,
}

/// Everything but text placed in pixels. A label is centred on its place.
#[derive(Clone, Debug, PartialEq)]
struct Layout {
    frame: Area,
    /// For each series its bars.
    bars: Vec<Vec<Area>>,
    /// Where the labels under the axis are centred.
    labels: Vec<f64>,
    /// Whether the labels under the axis are written upwards.
    is_upright: bool,
    /// Heights of the ticks.
    ticks: Vec<f64>,
    /// Where the marks are.
    marks: Vec<f64>,
    legend: Vec<Entry>,
}

impl Layout {
    /// Lays a bar chart out in `width` × `height` pixels, where a unit of text is `em` pixels.
    fn of_bars(chart: &BarChart, (width, height): (f64, f64), em: f64) -> Self {
        let tick_width = widest(chart.y_ticks.iter().map(|(_, label)| label.as_str()));
        let left = (tick_width * CHARACTER + 0.9) * em;
        let right = width - 0.3 * em;
        let groups = chart.categories.len().max(1) as f64;
        let slot = (right - left) / groups;
        let longest = widest(chart.categories.iter().map(String::as_str)) * CHARACTER * em;
        let is_upright = longest > 0.96 * slot;
        let under = if is_upright { (longest + 0.8 * em).min(0.45 * height) } else { 1.8 * em };
        let legend = legend(&chart.series, width, em);
        let frame = Area { left, right, top: top(&legend, em), bottom: height - under };
        let highest = highest(&chart.series, chart.y_ticks.iter().map(|(value, _)| *value));
        let y = upwards(highest, &frame);
        let across = Scale {
            spread: Spread::Linear,
            domain: (0.0, groups),
            range: (frame.left, frame.right),
        };
        let count = chart.series.len().max(1) as f64;
        let bar = 0.8 / count;
        let bars = chart.series.iter().enumerate().map(|(place, series)| {
            let bar = |(group, value): (usize, &f64)| Area {
                left: across.place(group as f64 + 0.1 + place as f64 * bar),
                right: across.place(group as f64 + 0.1 + (place + 1) as f64 * bar - 0.08 * bar),
                top: y.place(*value),
                bottom: frame.bottom,
            };
            series.values.iter().enumerate().map(bar).collect()
        });
        Self {
            bars: bars.collect(),
            labels: (0..chart.categories.len()).map(|g| across.place(g as f64 + 0.5)).collect(),
            is_upright,
            ticks: chart.y_ticks.iter().map(|(value, _)| y.place(*value)).collect(),
            marks: chart.marks.iter().map(|(place, _)| across.place(*place)).collect(),
            legend,
            frame,
        }
    }

    /// Lays a histogram out likewise. None without a bin.
    fn of_histogram(chart: &HistogramChart, (width, height): (f64, f64), em: f64) -> Option<Self> {
        let (first, last) = (*chart.edges.first()?, *chart.edges.last()?);
        if first >= last {
            return None;
        }
        let legend = legend(&chart.series, width, em);
        let under = if chart.x_title.is_empty() { 1.8 } else { 1.8 + ROW };
        let frame = Area {
            left: 1.2 * em,
            right: width - 1.2 * em,
            top: top(&legend, em),
            bottom: height - under * em,
        };
        let y = upwards(highest(&chart.series, std::iter::empty()), &frame);
        let across = Scale {
            spread: Spread::Linear,
            domain: (first, last),
            range: (frame.left, frame.right),
        };
        let bars = chart.series.iter().map(|series| {
            let bin = |(edges, value): (&[f64], &f64)| Area {
                left: across.place(edges[0]),
                right: across.place(edges[1]),
                top: y.place(*value),
                bottom: frame.bottom,
            };
            chart.edges.windows(2).zip(&series.values).map(bin).collect()
        });
        Some(Self {
            bars: bars.collect(),
            labels: chart.x_ticks.iter().map(|(value, _)| across.place(*value)).collect(),
            is_upright: false,
            ticks: Vec::new(),
            marks: chart.marks.iter().map(|(value, _)| across.place(*value)).collect(),
            legend,
            frame,
        })
    }
}

/// Characters of the longest text.
fn widest<'a>(texts: impl Iterator<Item = &'a str>) -> f64 {
    texts.map(|text| text.chars().count()).max().unwrap_or_default() as f64
}

/// The highest value, or 1 where there is none above 0.
fn highest(series: &[BarSeries], ticks: impl Iterator<Item = f64>) -> f64 {
    let values = series.iter().flat_map(|series| series.values.iter().copied());
    let highest = values.chain(ticks).filter(|value| value.is_finite()).fold(0.0, f64::max);
    if highest > 0.0 { highest } else { 1.0 }
}

fn upwards(highest: f64, frame: &Area) -> Scale {
    Scale { spread: Spread::Linear, domain: (0.0, highest), range: (frame.bottom, frame.top) }
}

/// Where the frame begins: below the legend's rows and the row of the title.
fn top(legend: &[Entry], em: f64) -> f64 {
    legend.last().map_or(0.0, |entry| entry.swatch.bottom + 0.3 * em) + 2.2 * em
}

/// Places the legend from the left, in as many rows as it needs; a single series needs none.
fn legend(series: &[BarSeries], width: f64, em: f64) -> Vec<Entry> {
    if series.len() < 2 {
        return Vec::new();
    }
    let (mut left, mut row) = (0.3 * em, 0.0);
    let place = |(place, series): (usize, &BarSeries)| {
        let text = widest(std::iter::once(series.label.as_str())) * CHARACTER;
        let length = (SWATCH + 0.5 + text) * em;
        if left + length > width && left > 0.3 * em {
            (left, row) = (0.3 * em, row + ROW * em);
        }
        let top = row + (ROW - SWATCH) / 2.0 * em;
        let swatch = Area { left, right: left + SWATCH * em, top, bottom: top + SWATCH * em };
        left += length + 1.5 * em;
        Entry { series: place, swatch }
    };
    series.iter().enumerate().map(place).collect()
}

/// Slanted lines over an area, `step` pixels apart. Those of neighbouring areas meet.
pub(super) fn hatch(area: &Area, step: f64) -> Vec<[(f64, f64); 2]> {
    let (first, last) = (area.left + area.top, area.right + area.bottom);
    if step <= 0.0 || area.right <= area.left || area.bottom <= area.top {
        return Vec::new();
    }
    let lines = (first / step).ceil() as i64..=(last / step).floor() as i64;
    lines
        .map(|line| {
            let sum = line as f64 * step;
            let left = area.left.max(sum - area.bottom);
            let right = area.right.min(sum - area.top);
            [(left, sum - left), (right, sum - right)]
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(label: &str, values: &[f64]) -> BarSeries {
        BarSeries { label: label.to_owned(), values: values.to_vec(), ink: Ink::Accent }
    }

    fn chart() -> BarChart {
        BarChart {
            categories: vec!["Bag".to_owned(), "Coat".to_owned()],
            series: vec![series("a", &[50.0, 100.0]), series("b", &[0.0, 25.0])],
            y_ticks: vec![(0.0, "0".to_owned()), (100.0, "100".to_owned())],
            marks: vec![(1.0, "here".to_owned())],
            ..BarChart::default()
        }
    }

    #[test]
    fn a_bar_is_as_high_as_its_value_and_the_groups_share_the_width() {
        let layout = Layout::of_bars(&chart(), (400.0, 200.0), 10.0);
        let frame = layout.frame;
        let height = frame.bottom - frame.top;
        let high = |area: &Area| ((area.bottom - area.top) / height * 100.0).round();
        assert_eq!(layout.bars[0].iter().map(high).collect::<Vec<_>>(), [50.0, 100.0]);
        assert_eq!(layout.bars[1].iter().map(high).collect::<Vec<_>>(), [0.0, 25.0]);
        assert_eq!(layout.ticks, [frame.bottom, frame.top]);
        let middle = (frame.left + frame.right) / 2.0;
        assert!((layout.marks[0] - middle).abs() < 1e-9);
        assert!(layout.bars[0][0].right < layout.bars[1][0].left);
        assert!(layout.bars[1][0].right < middle && middle < layout.bars[0][1].left);
    }

    #[test]
    fn names_that_do_not_fit_side_by_side_are_written_upwards() {
        assert!(!Layout::of_bars(&chart(), (400.0, 200.0), 10.0).is_upright);
        let narrow = Layout::of_bars(&chart(), (60.0, 200.0), 10.0);
        assert!(narrow.is_upright);
        assert!(narrow.frame.top < narrow.frame.bottom);
    }

    #[test]
    fn bins_lie_between_their_edges_and_the_highest_fills_the_frame() {
        let histogram = HistogramChart {
            edges: vec![0.0, 1.0, 4.0],
            series: vec![series("a", &[2.0, 1.0])],
            x_ticks: vec![(4.0, "4".to_owned())],
            marks: vec![(2.0, "limit".to_owned())],
            ..HistogramChart::default()
        };
        let layout = Layout::of_histogram(&histogram, (424.0, 100.0), 10.0).unwrap();
        let [first, second] = [layout.bars[0][0], layout.bars[0][1]];
        assert_eq!((first.left, first.right, second.right), (12.0, 112.0, 412.0));
        assert_eq!(first.top, layout.frame.top);
        assert_eq!((layout.marks[0], layout.labels[0]), (212.0, 412.0));
        assert_eq!(Layout::of_histogram(&HistogramChart::default(), (400.0, 100.0), 10.0), None);
    }

    #[test]
    fn nothing_but_zeros_is_drawn_flat() {
        let flat = BarChart { series: vec![series("a", &[0.0, 0.0])], ..chart() };
        let flat = BarChart { y_ticks: Vec::new(), ..flat };
        let layout = Layout::of_bars(&flat, (400.0, 200.0), 10.0);
        assert_eq!(layout.bars[0][1].top, layout.frame.bottom);
    }

    #[test]
    fn a_legend_is_drawn_from_two_series_on_and_breaks_where_it_is_narrow() {
        assert_eq!(legend(&[series("a", &[])], 400.0, 10.0), []);
        let two = [series("ten letters", &[]), series("ten letters", &[])];
        let wide = legend(&two, 400.0, 10.0);
        assert_eq!(wide[0].swatch.top, wide[1].swatch.top);
        let narrow = legend(&two, 120.0, 10.0);
        assert_eq!(narrow[1].swatch.left, narrow[0].swatch.left);
        assert_eq!(narrow[1].swatch.top - narrow[0].swatch.top, 15.0);
    }

    #[test]
    fn hatching_stays_inside_its_area() {
        let area = Area { left: 10.0, right: 20.0, top: 5.0, bottom: 25.0 };
        let lines = hatch(&area, 5.0);
        assert_eq!(lines.len(), 7);
        for (x, y) in lines.into_iter().flatten() {
            assert!((10.0..=20.0).contains(&x) && (5.0..=25.0).contains(&y), "{x} {y}");
        }
    }
}
