//! Charts: the maths of where things go is pure and tested; the canvas only draws.

mod bars;
mod canvas;
mod lines;
mod palette;
mod plane;
mod scale;
mod ticks;
mod trace;

pub use bars::{BarChart, BarSeries, Histogram, draw_bars, draw_histogram};
pub use canvas::draw_plane;
pub use lines::draw_lines;
pub use palette::{Ink, Palette};
pub use plane::{Plane, Point};
pub use scale::Spread;
pub use ticks::{nice_domain, nice_ticks, tick_digits};
pub use trace::{Axis, Line, LineChart};
