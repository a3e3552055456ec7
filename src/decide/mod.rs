//! Decision logic: [`state`] is the thresholds in force, [`view`] the page.

pub mod state;
pub mod view;
