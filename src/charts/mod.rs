//! Charts: the maths of where things go is pure and tested; the canvas only draws.

mod canvas;
mod palette;
mod plane;
mod scale;

pub use canvas::draw_plane;
pub use palette::Palette;
pub use plane::{Plane, Point};
