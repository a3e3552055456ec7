//! The images that the visitor put on the desk, and what became of them.

mod gallery;
mod item;
mod numbers;
mod reader;
mod revisit;
#[cfg(test)]
pub mod testing;
mod thumbnail;
mod tray;
mod worklist;

pub use item::{Item, Outcome, Source};
pub use numbers::{Numbers, Sight};
pub use reader::{Notice, use_prediction_queue};
pub use tray::{LIMIT, Tray};
pub use worklist::Tally;
