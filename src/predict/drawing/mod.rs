//! What is drawn by hand, on the drawing pad and over a photo: [`strokes`] that can be taken back, and the
//! [`keys`] that draw. Pure.

pub mod keys;
pub mod strokes;

pub use strokes::{Drawing, Stroke};
