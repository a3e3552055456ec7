//! What the tests of the whole share: a plain file server, and a real browser that is used as a person would use it.
//!
//! It knows neither Burn nor the app's code: it sees the built site from outside.

pub mod server;

#[cfg(feature = "browser")]
pub mod browser;
