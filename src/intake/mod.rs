//! Pictures that the visitor brings, on their way through the engine: sent when their turn comes,
//! judged, and tried once more where the engine was lost over them. Who brought them, where they
//! are kept and what becomes of them is the business of their [`Owner`].

mod worklist;

use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::messages::{JobError, JobId, Prediction};
use vision::photo::{MAX_BYTES, PhotoError};

use crate::client::tasks::{self, Fate};
pub use crate::client::tasks::{Picture, Refusal};
use crate::client::{End, Engine, Word};
pub use worklist::{Entry, Stage, has_chunk, lose, next_chunk, put_back};

/// Jobs that the engine has at most: one that it works on, and the next, so that it need not wait
/// for the page.
const MAX_JOBS: usize = 2;

/// Whose pictures they are: a worklist, and what is to be done with what comes of it.
pub trait Owner: Copy + 'static {
    /// Takes the pictures of the next job; see [`next_chunk`].
    fn next_chunk(self) -> Vec<u32>;
    /// A picture that is in work; none where it was taken back meanwhile.
    fn picture(self, id: u32) -> Option<Picture>;
    /// Whether it is wanted with its film and all reconstructions.
    fn wants_views(self, _id: u32) -> bool {
        false
    }
    /// A picture was judged or refused.
    fn settle(self, id: u32, fate: Result<Box<Prediction>, Refusal>);
    /// All that was heard of a job has been told.
    fn pause(self);
    /// The engine is gone, or failed, with these; see [`lose`].
    fn lose(self, ids: &[u32]);
    /// The engine went before it got these; see [`put_back`].
    fn put_back(self, ids: &[u32]);
    /// The engine failed, which is not the end of it.
    fn fail(self, _error: JobError) {}
}

/// The way through the engine, copied freely.
#[derive(Clone, Copy)]
pub struct Intake {
    engine: Engine,
    /// The jobs that the engine has.
    jobs: StoredValue<Vec<JobId>>,
}

impl Intake {
    /// Nothing is under way.
    pub fn new(engine: Engine) -> Self {
        Self { engine, jobs: StoredValue::new(Vec::new()) }
    }

    /// Ends the jobs that are under way.
    pub fn cancel(self) {
        self.jobs.with_value(|jobs| jobs.iter().for_each(|job| self.engine.cancel(*job)));
    }

    /// Sends the next pictures, if the engine can take them.
    pub fn pump(self, owner: impl Owner) {
        while self.engine.is_ready() && self.jobs.with_value(Vec::len) < MAX_JOBS {
            let ids = owner.next_chunk();
            if ids.is_empty() {
                return;
            }
            let pictures: Vec<Picture> =
                ids.into_iter().filter_map(|id| owner.picture(id)).collect();
            let (pictures, too_large): (Vec<_>, Vec<_>) =
                pictures.into_iter().partition(|picture| picture.file.size() <= MAX_BYTES);
            for Picture { id, file, .. } in too_large {
                let error = PhotoError::TooManyBytes { bytes: file.size(), limit: MAX_BYTES };
                owner.settle(id, Err(Refusal::Photo(error)));
            }
            if !pictures.is_empty() {
                self.send(pictures, owner);
            }
            owner.pause();
        }
    }

    fn send(self, pictures: Vec<Picture>, owner: impl Owner) {
        let ids: Vec<u32> = pictures.iter().map(|picture| picture.id).collect();
        let is_brief = !ids.iter().any(|id| owner.wants_views(*id));
        let Some(job) = self.engine.submit(tasks::predict(pictures, is_brief)) else {
            return owner.put_back(&ids);
        };
        let number = job.id();
        self.jobs.update_value(|jobs| jobs.push(number));
        spawn_local(async move {
            let settle = |word: Word<Fate>| {
                if let Word::Item((id, fate)) = word {
                    owner.settle(id, fate);
                }
            };
            let end = job.each(settle).await;
            self.jobs.update_value(|jobs| jobs.retain(|sent| *sent != number));
            match end {
                End::Done | End::Cancelled => {}
                End::Failed(error) => {
                    owner.fail(error);
                    owner.lose(&ids);
                }
                End::Lost => owner.lose(&ids),
            }
            self.pump(owner);
            owner.pause();
        });
    }
}
