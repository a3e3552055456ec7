//! What the page and the engine say to each other.
//!
//! The page sends [`Request`]s and the engine answers with [`Event`]s. Every job carries the
//! [`JobId`] that the page gave it, streams [`Event::Progress`] and its results, and ends in
//! exactly one of [`Event::Done`], [`Event::Cancelled`] and [`Event::Failed`]. Both sides are
//! of one build: the first message checks it.

use serde::{Deserialize, Serialize};

mod device;
mod event;
mod production;
mod request;
mod result;

pub use device::{Device, DeviceReason, DeviceReport, DeviceWish, Times};
pub use event::{Event, JobError, Phase};
pub use production::{Conduct, Pace, Produced, ProductionPlan};
pub use request::{
    Body, FileFormat, ModelRef, OwnPicture, Pick, Request, Steer, THUMBNAIL_SIDE, Upload,
};
pub use result::{Answers, LayerMaps, Opened, Prediction, Reconstructions, Stepped, Survey};

/// A job's number, given by the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct JobId(pub u32);

/// A message as bytes, ready to be transferred between page and worker.
///
/// # Errors
/// None for the messages of this module; the codec's own error otherwise.
pub fn encode<T: Serialize>(message: &T) -> Result<Vec<u8>, postcard::Error> {
    postcard::to_stdvec(message)
}

/// The message in bytes that [`encode`] made.
///
/// # Errors
/// Fails when the bytes are of another type or build, or are cut off.
pub fn decode<T: for<'de> Deserialize<'de>>(bytes: &[u8]) -> Result<T, postcard::Error> {
    postcard::from_bytes(bytes)
}

/// The job of a request that [`decode`] cannot read, where its bytes go as far as that: every
/// request begins with its kind, and all but one go on with the job's number.
pub fn job_of(request: &[u8]) -> Option<JobId> {
    let ((kind, job), _) = postcard::take_from_bytes::<(u32, JobId)>(request).ok()?;
    (kind < request::KINDS_WITH_JOB).then_some(job)
}

#[cfg(test)]
mod tests {
    use super::*;
    use policy::decision::AnsweredBy;
    use vision::cutout::Guidance;

    #[test]
    fn a_message_survives_the_way_to_the_worker_and_half_a_message_does_not() {
        let upload = Upload {
            id: 7,
            name: "a.png".into(),
            body: Body::Bytes(vec![1, 2, 3]),
            guidance: Guidance::default(),
        };
        let request = Request::Predict { job: JobId(1), uploads: vec![upload] };
        let bytes = encode(&request).unwrap();
        assert_eq!(decode::<Request>(&bytes).unwrap(), request);
        assert!(decode::<Request>(&bytes[..bytes.len() / 2]).is_err());
    }

    #[test]
    fn the_job_of_a_request_that_is_cut_off_is_known() {
        let requests = [
            Request::Explain {
                job: JobId(300),
                pixels: vec![9; 20],
                canvas: vec![7; 30],
                by: AnsweredBy::Both,
            },
            Request::Cancel { job: JobId(300) },
        ];
        for request in requests {
            let bytes = encode(&request).unwrap();
            assert_eq!(job_of(&bytes), Some(JobId(300)));
            assert_eq!(job_of(&bytes[..3]), Some(JobId(300)), "its kind and two bytes of number");
            assert_eq!(job_of(&bytes[..2]), None);
        }
        let panic = encode(&Request::Panic).unwrap();
        assert_eq!(job_of(&[panic, vec![1, 2]].concat()), None);
    }
}
