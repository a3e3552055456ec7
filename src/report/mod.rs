//! The technical report: [`state`] gathers what was measured and keeps the visitor's remarks, [`view`] is the page.

mod state;
pub mod view;
