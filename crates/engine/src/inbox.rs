//! The requests that wait, and the jobs that were cancelled while others ran.

use std::collections::{BTreeSet, VecDeque};

use domain::messages::{JobId, Request};
use futures::{FutureExt, Stream, StreamExt};

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

    /// The next request, once there is one; none when there will be no more. A cancel is kept in
    /// mind and not given out.
    pub async fn next(&mut self) -> Option<Request> {
        loop {
            let request = match self.waiting.pop_front() {
                Some(request) => request,
                None => self.incoming.next().await?,
            };
            match request {
                Request::Cancel { job } => _ = self.cancelled.insert(job),
                request => return Some(request),
            }
        }
    }

    /// Whether a job was cancelled. Takes in whatever has arrived.
    pub fn is_cancelled(&mut self, job: JobId) -> bool {
        while let Some(Some(request)) = self.incoming.next().now_or_never() {
            match request {
                Request::Cancel { job } => _ = self.cancelled.insert(job),
                request => self.waiting.push_back(request),
            }
        }
        self.cancelled.contains(&job)
    }

    /// Forgets that a job was cancelled, once it is over.
    pub fn forget(&mut self, job: JobId) {
        self.cancelled.remove(&job);
    }
}
