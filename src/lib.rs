//! The page: pages, components, and the client that talks to the worker.
//!
//! It does not know Burn, tensors or the engine's code: it knows the messages of [`protocol`].

mod api;
mod app;
mod augment;
mod client;
mod components;
mod data;
mod decide;
mod evaluate;
mod home;
mod intake;
mod monitor;
mod offline;
mod predict;
mod report;
mod storage;
mod train;

/// Puts the application in the place of the static shell.
pub fn run() {
    console_error_panic_hook::set_once();
    app::mount();
}
