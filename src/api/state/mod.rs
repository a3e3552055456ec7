//! The API in the browser: what the page does for the service worker in `public/sw.js`, which
//! takes requests to the site's own origin and hands them over.
//!
//! What may be asked and what it gets is [`api`], which `vitrina serve` shares.

mod answer;
mod judging;
mod question;
mod responder;
mod turns;
mod worker;

pub use responder::Responder;
pub use worker::{ApiWorker, Obstacle, WorkerState, container, use_api_worker};
