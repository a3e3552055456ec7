//! The pages, one a stage.

mod home;
mod not_found;
mod predict;

pub use home::Home;
pub use not_found::NotFound;
pub use predict::Predict;
