//! Augmentation of a rare class: [`state`] is the study, the training of a generator and what it generates,
//! [`view`] the page.

pub mod state;
pub mod view;
