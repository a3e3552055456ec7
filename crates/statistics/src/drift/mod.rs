//! Drift: what has changed between reference and production, how sure one can be, and who noticed.
//!
//! Numbers in, plain structs out. Nothing here knows images, networks, clocks or where a record
//! came from; nothing knows what shift was injected, except [`scoreboard`], which is told.
//!
//! From small to large: [`bins`], [`divergence`], [`ks`] and [`noise`] compare two samples;
//! [`window`] keeps one of them up to date; [`detectors`] watch a stream; [`alert`] makes an alarm
//! of what they say; [`limits`] sets their limits from clean runs; [`monitor`] holds it together;
//! [`overall`] decides over a whole log.

pub mod alert;
pub mod bins;
pub mod cbpe;
pub mod chi_square;
pub mod detectors;
pub mod direction;
pub mod divergence;
pub mod ks;
pub mod latency;
pub mod limits;
pub mod monitor;
pub mod noise;
pub mod overall;
pub mod record;
pub mod reference;
pub mod scoreboard;
pub mod signal;
pub mod summary;
pub mod tail;
pub mod window;

#[cfg(test)]
mod monitor_tests;
#[cfg(test)]
mod vectors;

pub use direction::Direction;
pub use record::Record;
pub use signal::Signal;
