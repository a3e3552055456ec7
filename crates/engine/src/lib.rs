//! The engine: answers the page's requests with Burn networks, in a Web Worker or natively.
//!
//! [`serve`] is the loop. It does not know the browser: where files come from, what time it is
//! and which device is chosen is the business of a [`Host`]. The worker's host is in `worker`.

mod data_jobs;
mod engine;
mod explain;
mod gan;
mod holdings;
mod host;
mod inbox;
mod judge;
mod lab;
mod models;
pub mod outside;
mod production;
mod production_jobs;
mod run_jobs;
mod serve;
pub mod wire;
#[cfg(target_arch = "wasm32")]
pub mod worker;

pub use host::{Chosen, Host};
pub use serve::serve;
