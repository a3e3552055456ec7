//! What the jobs share: the engine between two requests, how a job ends, and what the page is told.

use futures::Stream;
use ml::{DeviceError, Networks};
use protocol::messages::{DeviceWish, Event, JobError, JobId, Phase, Request};

use crate::gan::{ComparisonSession, GanSession};
use crate::holdings::Holdings;
use crate::host::{Chosen, Host};
use crate::inbox::Inbox;
use crate::lab::Session;
use crate::models::Shipped;
use crate::production::Production;

/// Images in one forward pass when there are several. On a GPU batches have one of two sizes, this
/// and 1, because it compiles its kernels anew for each size.
pub const BATCH: usize = 16;

/// How a job ended, when nothing failed.
pub enum End {
    /// All was done.
    Done,
    /// The page did not want more of it.
    Cancelled,
    /// It goes on, or its end has been told.
    Open,
}

/// The engine between two requests.
pub struct Engine<'a, H> {
    pub host: &'a H,
    pub emit: &'a dyn Fn(Event),
    pub build: &'a str,
    pub chosen: Option<(DeviceWish, Chosen)>,
    /// The shipped networks.
    pub shipped: Option<Shipped>,
    /// What judges: the shipped networks, or with one of the visitor's own among them.
    pub judges: Option<Networks>,
    pub holdings: Holdings,
    /// The run that is open.
    pub session: Option<Session>,
    /// The training of a generator that is open.
    pub gan: Option<GanSession>,
    /// The comparison of remedies that is open.
    pub comparison: Option<ComparisonSession>,
    /// The production that is open.
    pub production: Option<Production>,
}

/// A failure of the device on its way to the page.
pub fn device_failure(error: DeviceError) -> JobError {
    match error {
        DeviceError::Readback(why) => JobError::Device(why),
        DeviceError::NotFinite(error) => JobError::NotFinite(error),
    }
}

impl<H: Host> Engine<'_, H> {
    /// Tells the page how a job ended.
    pub fn tell_end(&self, job: JobId, end: Result<End, JobError>) {
        match end {
            Ok(End::Done) => (self.emit)(Event::Done { job }),
            Ok(End::Cancelled) => (self.emit)(Event::Cancelled { job }),
            Ok(End::Open) => {}
            Err(error) => (self.emit)(Event::Failed { job, error }),
        }
    }

    /// Whether the page has cancelled a job. Lets messages come in.
    pub async fn is_cancelled(
        &self,
        job: JobId,
        inbox: &mut Inbox<impl Stream<Item = Request> + Unpin>,
    ) -> bool {
        self.host.pause().await;
        inbox.is_cancelled(job)
    }

    /// Whether something that is open takes steps.
    pub fn is_training(&self) -> bool {
        self.session.as_ref().is_some_and(|session| session.is_playing)
            || self.gan.as_ref().is_some_and(|session| session.is_playing)
            || self.comparison.is_some()
    }

    /// Tells the page how far a job is.
    pub fn progress(&self, job: JobId, phase: Phase, done: u64, total: u64) {
        (self.emit)(Event::Progress { job, phase, done, total });
    }
}
