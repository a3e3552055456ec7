//! The HTTP API of `vitrina serve`: health, prediction and the OpenAPI document, beside the site.
//!
//! It knows HTTP and the domain. It does not know Burn, weights or devices: whoever starts it
//! gives it a [`Predictor`]. Nor does it know the command line: limits come as [`Limits`].

mod access;
mod body;
mod connection;
mod cors;
mod docs;
mod document;
mod form;
mod predict;
mod response;
mod server;
mod site;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use api::answer::Judged;
use policy::decision::{Policy, Reading};
use vision::photo::{MAX_BYTES, PhotoError};

pub use access::utc;
pub use cors::{Origin, OriginError};
pub use document::document;
pub use server::{End, ServeError, Stop, run, serve};

/// The API's own description as it lies in the site: [`document`] in English. After a change,
/// `cargo run -p server --example document` prints it anew.
pub const DOCUMENT: &str = include_str!("../../../public/api/openapi.json");

/// What judges a picture. Called on blocking threads, at most [`Limits::workers`] at once.
pub trait Predictor: Send + Sync + 'static {
    /// Decodes and judges the picture in `file`.
    ///
    /// # Errors
    /// The bytes are no picture that can be judged, or the engine fails.
    fn predict(&self, file: Vec<u8>) -> Result<Judged, PredictError>;

    /// The thresholds for a reading of quality, before a request changes them.
    fn policy(&self, reading: Reading) -> Policy;

    /// What the predictor runs on, for people.
    fn device(&self) -> String;
}

/// Why a predictor gives no numbers.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum PredictError {
    /// The bytes cannot be judged: the sender's to mend.
    #[error(transparent)]
    Photo(#[from] PhotoError),
    /// The engine failed; its own words.
    #[error("the engine failed: {0}")]
    Engine(String),
}

/// What is served, and where.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// Address to listen on; port 0 takes a free one.
    pub address: SocketAddr,
    /// Folder of the built site; without it there is the API alone.
    pub site: Option<PathBuf>,
    /// The program's version.
    pub version: String,
    /// SHA-256 of the model card in use, in hexadecimal digits.
    pub card_sha256: String,
    /// Sites whose pages may read the API's answers; browsers let no others.
    pub cors: Vec<Origin>,
    /// Whether each request gets a line on standard error.
    pub access_log: bool,
    /// What a client may ask for.
    pub limits: Limits,
}

/// What a client may ask for before it is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a request's body.
    pub max_bytes: u64,
    /// Bytes of all bodies that are held at once, those that still arrive included; a body that
    /// finds no room gets 503. At least [`Limits::max_bytes`].
    pub held_bytes: u64,
    /// Pictures in one form.
    pub max_files: usize,
    /// Predictions at once.
    pub workers: usize,
    /// Prediction requests whose body is there, waiting ones included; more get 503.
    pub queue: usize,
    /// Open connections; more wait in the system's own queue.
    pub connections: usize,
    /// Time in which a request's body has to arrive.
    pub body_time: Duration,
    /// Time that a connection may stand still, and in which a request's head has to arrive.
    pub idle_time: Duration,
    /// Time that work in progress has once the server is told to stop, unless it is told twice.
    pub grace: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_bytes: MAX_BYTES,
            held_bytes: 512 << 20,
            max_files: api::MAX_FILES,
            workers: std::thread::available_parallelism().map_or(1, |cores| cores.get().min(4)),
            queue: api::QUEUE,
            // Below the 1,024 open files that a process usually may have.
            connections: 512,
            body_time: Duration::from_secs(60),
            idle_time: Duration::from_secs(20),
            grace: Duration::from_secs(20),
        }
    }
}
