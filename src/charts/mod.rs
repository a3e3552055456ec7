//! Charts: the maths of where things go is pure and tested; the canvas only draws.

mod bands;
mod bars;
mod canvas;
mod contributions;
mod gauge;
mod lines;
mod palette;
mod pen;
mod plane;
mod scale;
mod ticks;
mod trace;

pub use bands::{Band, BandKind, draw_bands};
pub use bars::{BarChart, BarSeries, Histogram, draw_bars, draw_histogram};
pub use canvas::draw_plane;
pub use contributions::{Contributions, draw_contributions};
pub use gauge::{Gauge, draw_gauge};
pub use lines::draw_lines;
pub use palette::{Ink, Palette};
pub use plane::{Plane, Point};
pub use scale::Spread;
pub use ticks::{TICKS, nice_domain, nice_ticks, tick_digits};
pub use trace::{Axis, Layout, Line, LineChart};
