//! Generators in the engine: the training that is open ([`session`]), what a generator draws and how good that is
//! ([`jobs`]), and remedies for a rare class compared ([`comparison`]).

mod comparison;
mod jobs;
mod session;

pub use comparison::ComparisonSession;
pub use session::GanSession;
