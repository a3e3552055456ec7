//! Messages as bytes, on the engine's side: a request that cannot be read and an event that cannot
//! be written are answered at once, so that the page does not wait for a job that nobody has. It
//! does not know how the bytes travel.

use std::cell::RefCell;
use std::collections::BTreeSet;

use protocol::messages::{Event, JobError, JobId, Request, decode, encode, job_of};

/// The request in bytes from the page.
///
/// # Errors
/// What the page is to be told instead: that the job failed, or, where not even its number can be
/// read, that this engine is of no use.
pub fn read(bytes: &[u8]) -> Result<Request, Box<Event>> {
    decode(bytes).map_err(|error| {
        let reason = error.to_string();
        Box::new(match job_of(bytes) {
            Some(job) => Event::Failed { job, error: JobError::Message(reason) },
            None => Event::Crashed { message: format!("a request cannot be read: {reason}") },
        })
    })
}

/// An event as bytes, and the job that ended by it before its time, if one did.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Letter {
    /// The bytes; none where there is nothing to be sent.
    pub bytes: Option<Vec<u8>>,
    /// The job that failed, for its event cannot be written. It is to be cancelled.
    pub failed: Option<JobId>,
}

/// Writes events. Of a job that failed here nothing more is written, for a job ends once.
#[derive(Debug, Default)]
pub struct Outbox {
    failed: RefCell<BTreeSet<JobId>>,
}

impl Outbox {
    /// An event as bytes; one that cannot be written becomes the failure of its job.
    pub fn write(&self, event: &Event) -> Letter {
        self.write_with(event, |event| encode(event).map_err(|error| error.to_string()))
    }

    fn write_with(
        &self,
        event: &Event,
        encode: impl Fn(&Event) -> Result<Vec<u8>, String>,
    ) -> Letter {
        let job = event.job();
        if job.is_some_and(|job| self.failed.borrow().contains(&job)) {
            return Letter::default();
        }
        let reason = match encode(event) {
            Ok(bytes) => return Letter { bytes: Some(bytes), failed: None },
            Err(reason) => reason,
        };
        let instead = match job {
            Some(job) => Event::Failed { job, error: JobError::Message(reason) },
            None => Event::Crashed { message: format!("an event cannot be written: {reason}") },
        };
        self.failed.borrow_mut().extend(job);
        // Numbers and a sentence: where these fail too, nothing can be said any more.
        Letter { bytes: encode(&instead).ok(), failed: job }
    }
}

#[cfg(test)]
mod tests {
    use policy::decision::AnsweredBy;

    use super::*;

    const JOB: JobId = JobId(7);

    fn request() -> Request {
        Request::Explain {
            job: JOB,
            pixels: vec![1; 784],
            canvas: Vec::new(),
            by: AnsweredBy::DataSet,
        }
    }

    #[test]
    fn a_request_that_is_cut_off_is_the_failure_of_its_job() {
        let bytes = encode(&request()).unwrap();
        assert_eq!(read(&bytes), Ok(request()));
        let Event::Failed { job, error: JobError::Message(reason) } =
            *read(&bytes[..40]).unwrap_err()
        else {
            panic!("it is the failure of a job")
        };
        assert_eq!(job, JOB);
        assert!(!reason.is_empty());
    }

    #[test]
    fn a_request_without_a_readable_number_ends_the_engine() {
        for bytes in [&[][..], &[0], &[250], &[2, 255]] {
            let answer = read(bytes).unwrap_err();
            assert!(matches!(*answer, Event::Crashed { .. }), "{bytes:?}");
        }
    }

    #[test]
    fn an_event_that_cannot_be_written_is_the_one_end_of_its_job() {
        let encode = |event: &Event| match event {
            Event::Timed { .. } => Err("too long".to_owned()),
            event => encode(event).map_err(|error| error.to_string()),
        };
        let outbox = Outbox::default();
        let letter = outbox.write_with(&Event::Timed { job: JOB, elapsed_ms: vec![1.0] }, encode);
        assert_eq!(letter.failed, Some(JOB));
        let error = JobError::Message("too long".to_owned());
        let told: Event = decode(&letter.bytes.unwrap()).unwrap();
        assert_eq!(told, Event::Failed { job: JOB, error });
        assert_eq!(outbox.write_with(&Event::Done { job: JOB }, encode), Letter::default());
        let other = Event::Done { job: JobId(8) };
        let told: Event = decode(&outbox.write(&other).bytes.unwrap()).unwrap();
        assert_eq!(told, other);
    }
}
