//! The HTTP API in the browser: [`state`] answers what the service worker hands over, [`view`] is its
//! page.

pub mod state;
pub mod view;
