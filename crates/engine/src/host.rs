//! What the engine needs of the world around it.

use burn::tensor::Device;
use protocol::messages::{DeviceReport, DeviceWish, JobError, JobId};
use vision::photo::{Photo, PhotoError};

/// A device that was chosen, and why.
#[derive(Clone, Debug)]
pub struct Chosen {
    /// Where the networks run.
    pub device: Device,
    /// What the page shows of it.
    pub report: DeviceReport,
}

impl Chosen {
    /// Whether it is a GPU.
    pub fn is_gpu(&self) -> bool {
        matches!(self.report.device, protocol::messages::Device::Webgpu { .. })
    }
}

/// The world around the engine: a browser's worker, or a test.
#[allow(async_fn_in_trait, reason = "the engine runs on one thread")]
pub trait Host {
    /// The bytes at an address. `progress` hears how many have come and how many there are, 0
    /// where that is not known.
    ///
    /// # Errors
    /// What the network or the server said.
    async fn fetch(&self, address: &str, progress: &dyn Fn(u64, u64)) -> Result<Vec<u8>, String>;

    /// The device to work on.
    ///
    /// # Errors
    /// The device that was asked for cannot be had.
    async fn choose_device(&self, wish: DeviceWish) -> Result<Chosen, JobError>;

    /// The bytes of a file that came beside the request of a job, by its place among those. None
    /// where it cannot be read, and where no files come beside requests.
    async fn read(&self, _job: JobId, _place: u32) -> Option<Vec<u8>> {
        None
    }

    /// A picture in a format that the engine's own decoder does not know, and whose size it has
    /// found fit ([`crate::outside::check`]).
    ///
    /// # Errors
    /// The host cannot decode it either.
    async fn decode(&self, bytes: &[u8]) -> Result<Photo, PhotoError>;

    /// Milliseconds since some moment.
    fn now_ms(&self) -> f64;

    /// Lets messages come in.
    async fn pause(&self);

    /// Lets messages come in for this many milliseconds.
    async fn sleep(&self, ms: f64);

    /// Bytes that the program holds in its memory; 0 where nobody counts.
    fn live_bytes(&self) -> u64;
}
