//! Monitoring: [`state`] is the simulated production and its alarms, [`view`] the page.

pub mod state;
pub mod view;
