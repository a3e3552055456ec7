//! The images that the visitor put on the desk, and what became of them.

mod item;
mod numbers;
mod reader;
mod tray;
mod worklist;

pub use item::{Item, Outcome, Source};
pub use numbers::Numbers;
pub use reader::{Desk, Notice, use_desk};
pub use tray::LIMIT;
pub use worklist::Tally;
