//! Training: [`state`] is the runs and what they measured, [`view`] the page.

pub mod state;
pub mod view;
