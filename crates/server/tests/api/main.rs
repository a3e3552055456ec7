//! The server over real connections, with a predictor that really decodes pictures.
#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test reports by failing")]

mod answers;
mod client;
mod document;
mod files;
mod load;
mod options;
mod predictor;
mod refusals;
