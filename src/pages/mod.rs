//! The pages, one a stage.

mod api;
mod data;
mod decide;
mod evaluate;
mod home;
mod monitor;
mod not_found;
mod predict;
mod train;

pub use api::Api;
pub use data::{Data, Holdings};
pub use decide::{Decide, Probes};
pub use evaluate::Evaluate;
pub use home::Home;
pub use monitor::Monitor;
pub use not_found::NotFound;
pub use predict::Predict;
pub use train::Train;
