//! Pictures that the visitor brings, on their way through the engine: read when their turn comes,
//! judged, and tried once more where the engine was lost over them. Who brought them, where they
//! are kept and what becomes of them is the business of their [`Owner`].

mod worklist;

use gloo_file::{Blob, futures::read_as_bytes};
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::messages::{JobError, JobId, Prediction, Upload};
use vision::photo::{MAX_BYTES, PhotoError, Polarity};

use crate::client::tasks::{self, Fate};
use crate::client::{End, Engine, Word};
pub use worklist::{Entry, Stage, has_chunk, lose, next_chunk, put_back};

/// Jobs that the engine has at most: one that it works on, and the next, so that it need not wait
/// for files to be read.
const MAX_JOBS: usize = 2;

/// A picture that is to be judged.
pub struct Picture {
    /// What it is called.
    pub name: String,
    /// The encoded file.
    pub blob: Blob,
    /// Whether the garment is darker than its ground, or to find out.
    pub polarity: Polarity,
}

/// Why a picture cannot be used.
#[derive(Clone, Debug, PartialEq)]
pub enum Refusal {
    /// The engine refused it, or it is too large.
    Photo(PhotoError),
    /// The browser could not read the file.
    Unreadable,
    /// The engine stopped at it twice.
    Lost,
}

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
    /// Whether files are being read for the next job.
    is_reading: StoredValue<bool>,
    /// The jobs that the engine has.
    jobs: StoredValue<Vec<JobId>>,
}

impl Intake {
    /// Nothing is under way.
    pub fn new(engine: Engine) -> Self {
        Self { engine, is_reading: StoredValue::new(false), jobs: StoredValue::new(Vec::new()) }
    }

    /// Ends the jobs that are under way.
    pub fn cancel(self) {
        self.jobs.with_value(|jobs| jobs.iter().for_each(|job| self.engine.cancel(*job)));
    }

    /// Sends the next pictures, if the engine can take them.
    pub fn pump(self, owner: impl Owner) {
        let has_room = self.jobs.with_value(Vec::len) < MAX_JOBS;
        if !self.engine.is_ready() || self.is_reading.get_value() || !has_room {
            return;
        }
        let ids = owner.next_chunk();
        if ids.is_empty() {
            return;
        }
        self.is_reading.set_value(true);
        spawn_local(async move {
            let uploads = read(&ids, owner).await;
            self.is_reading.set_value(false);
            if !uploads.is_empty() {
                self.send(uploads, owner);
            }
            self.pump(owner);
            owner.pause();
        });
    }

    fn send(self, uploads: Vec<Upload>, owner: impl Owner) {
        let ids: Vec<u32> = uploads.iter().map(|upload| upload.id).collect();
        let is_brief = !ids.iter().any(|id| owner.wants_views(*id));
        let Some(job) = self.engine.submit(tasks::predict(uploads, is_brief)) else {
            return owner.put_back(&ids);
        };
        let number = job.id();
        self.jobs.update_value(|jobs| jobs.push(number));
        spawn_local(async move {
            let settle = |word: Word<Fate>| {
                if let Word::Item((id, fate)) = word {
                    owner.settle(id, fate.map_err(Refusal::Photo));
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

/// Reads the files of pictures that are in work. One that cannot be read is refused.
async fn read(ids: &[u32], owner: impl Owner) -> Vec<Upload> {
    let mut uploads = Vec::with_capacity(ids.len());
    for id in ids {
        let Some(picture) = owner.picture(*id) else { continue };
        match upload(*id, picture).await {
            Ok(upload) => uploads.push(upload),
            Err(refusal) => owner.settle(*id, Err(refusal)),
        }
    }
    // Some may have been taken back while others were read.
    uploads.retain(|upload| owner.picture(upload.id).is_some());
    uploads
}

/// Reads the file of a picture.
///
/// # Errors
/// It is larger than any that is decoded, or cannot be read.
pub async fn upload(id: u32, picture: Picture) -> Result<Upload, Refusal> {
    let Picture { name, blob, polarity } = picture;
    if blob.size() > MAX_BYTES {
        let error = PhotoError::TooManyBytes { bytes: blob.size(), limit: MAX_BYTES };
        return Err(Refusal::Photo(error));
    }
    let bytes = read_as_bytes(&blob).await.map_err(|_| Refusal::Unreadable)?;
    Ok(Upload { id, name, bytes, polarity })
}
