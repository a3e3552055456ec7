//! Use without a connection: what the service worker keeps of the site's files, and that a newer version is ready.
//!
//! The work is done in `public/site-files.js`; [`state`] is what it tells, [`view`] what the visitor sees of it.

pub mod state;
pub mod view;
