//! The page's side of the worker: transport, state, restart. It knows messages, not networks.

mod engine;
mod machine;
mod transport;
mod watchdog;

pub use engine::{Engine, Heard, JobEvent, use_engine};
pub use machine::{Cause, EngineState, Failure, StartStep, Startup};
