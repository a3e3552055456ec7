//! The pages, one a stage.

mod data;
mod evaluate;
mod home;
mod not_found;
mod predict;
mod train;

pub use data::{Data, Holdings};
pub use evaluate::Evaluate;
pub use home::Home;
pub use not_found::NotFound;
pub use predict::Predict;
pub use train::Train;
