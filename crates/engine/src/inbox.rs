//! The requests that wait, and the jobs that were cancelled while others ran.

use std::collections::{BTreeSet, VecDeque};

use futures::{FutureExt, Stream, StreamExt};
use protocol::messages::{JobId, Request};

/// See the [module](self).
pub struct Inbox<S> {
    incoming: S,
    waiting: VecDeque<Request>,
    cancelled: BTreeSet<JobId>,
}

impl<S: Stream<Item = Request> + Unpin> Inbox<S> {
    /// An inbox over a stream of requests.
    pub fn new(incoming: S) -> Self {
        Self { incoming, waiting: VecDeque::new(), cancelled: BTreeSet::new() }
    }

    /// The next request, once there is one; none when there will be no more. A cancel is given
    /// out in its turn too, when the job that it is meant for is over or holds still.
    pub async fn next(&mut self) -> Option<Request> {
        match self.waiting.pop_front() {
            Some(request) => Some(request),
            None => self.incoming.next().await,
        }
    }

    /// The next request, if one has arrived.
    pub fn take(&mut self) -> Option<Request> {
        self.next().now_or_never().flatten()
    }

    /// Whether a job was cancelled. Takes in whatever has arrived.
    pub fn is_cancelled(&mut self, job: JobId) -> bool {
        while let Some(Some(request)) = self.incoming.next().now_or_never() {
            if let Request::Cancel { job } = request {
                self.cancelled.insert(job);
            }
            self.waiting.push_back(request);
        }
        self.cancelled.contains(&job)
    }

    /// Forgets that a job was cancelled, once it is over.
    pub fn forget(&mut self, job: JobId) {
        self.cancelled.remove(&job);
    }
}
