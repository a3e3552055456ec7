//! Charts: the maths of where things go is pure and tested; one pen draws, on a canvas of
//! the page or in an SVG figure. It does not know the browser.

mod bands;
mod bars;
mod contributions;
mod coverage;
mod gauge;
mod intervals;
mod lines;
mod palette;
mod pen;
mod plane;
mod scale;
mod ticks;
mod trace;
mod verdicts;

pub use bands::{Band, BandKind, draw_bands};
pub use bars::{BarChart, BarSeries, HistogramChart, draw_bars, draw_histogram};
pub use contributions::{Contributions, draw_contributions};
pub use coverage::coverage_chart;
pub use gauge::{Gauge, draw_gauge};
pub use intervals::{IntervalRow, Intervals, draw_intervals};
pub use lines::draw_lines;
pub use palette::{Ink, Palette};
pub use pen::{Drawn, Pen, svg_figure};
pub use plane::{Area, Plane, Point};
pub use plotters::prelude::SVGBackend as SvgBackend;
pub use plotters::style::text_anchor::{HPos, VPos};
pub use scale::Spread;
pub use ticks::{TICKS, nice_domain, nice_ticks, tick_digits};
pub use trace::{Axis, Layout, Line, LineChart};
pub use verdicts::draw_plane;
