//! Training runs: one is open at a time and advances between other jobs.

mod batch;
mod measure;
mod network;
mod session;

pub use measure::assess;
pub use network::Origin;
pub use session::{Opening, Session, Tick};
