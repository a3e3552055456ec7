//! Evaluation: [`state`] is the answers of the networks over a part of the data set, [`view`] the page.

pub mod state;
pub mod view;
