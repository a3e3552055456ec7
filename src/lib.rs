//! The page: pages, components, charts, and the client that talks to the worker.
//!
//! It does not know Burn, tensors or the engine's code: it knows the messages of [`protocol`].

mod address;
mod api;
mod app;
mod assessments;
mod camera;
mod charts;
mod client;
mod components;
mod desk;
mod download;
mod flags;
mod judgement;
mod lab;
mod navigation;
mod pages;
mod picture;
mod policy;
mod preferences;
mod production;
mod samples;
mod site;
mod snapshot;
mod stage;

/// Puts the application in the place of the static shell.
pub fn run() {
    console_error_panic_hook::set_once();
    app::mount();
}
