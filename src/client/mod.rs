//! The page's side of the worker: transport, state, restart, jobs. It knows messages, not networks.

mod cards;
mod challenger;
mod engine;
mod job;
mod machine;
pub mod tasks;
mod transport;
mod watchdog;

pub use cards::{Cards, provide_cards, use_cards};
pub use engine::{Engine, use_engine};
pub use job::{End, Progress, Slot, Task, Waiting, Word};
pub use machine::{Cause, EngineState, Failure, StartStep, Startup};
