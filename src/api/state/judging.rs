//! Pictures of a request to the engine and back, in a job of their own: the visitor's queue and an
//! open training run go on beside it.

use std::cell::RefCell;
use std::rc::Rc;

use api::answer::Judged;
use api::{File, Problem};
use js_sys::Promise;
use policy::quality::detail;
use protocol::messages::{Event, Prediction, Request, Upload};
use text::Lang;
use vision::photo::{PhotoError, Polarity};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use crate::client::{Engine, Heard};

/// What was found in a picture of this name.
pub type Found = (String, Result<Judged, PhotoError>);

/// What a job has brought so far.
struct Job {
    found: Vec<Option<Result<Judged, PhotoError>>>,
    failure: Option<Problem>,
}

impl Job {
    /// Takes an event in; whether it was the last.
    fn hear(&mut self, heard: Heard, lang: Lang) -> bool {
        let (id, found) = match heard {
            Heard::Event(Event::Prediction { prediction, .. }) => {
                (prediction.id, Ok(judged(*prediction)))
            }
            Heard::Event(Event::Refused { id, error, .. }) => (id, Err(error)),
            Heard::Event(Event::Failed { error, .. }) => {
                self.failure = Some(Problem::EngineFailed(lang.job_error(&error)));
                return true;
            }
            Heard::Event(event) => return event.is_end(),
            Heard::Lost => {
                self.failure = Some(lost(lang));
                return true;
            }
        };
        if let Some(place) = self.found.get_mut(id as usize) {
            *place = Some(found);
        }
        false
    }

    /// What the job brought, in the order of `names`.
    fn end(&mut self, names: Vec<String>, lang: Lang) -> Result<Vec<Found>, Problem> {
        if let Some(failure) = self.failure.take() {
            return Err(failure);
        }
        let found = std::mem::take(&mut self.found).into_iter();
        let pairs = names.into_iter().zip(found);
        pairs.map(|(name, found)| Ok((name, found.ok_or_else(|| lost(lang))?))).collect()
    }
}

/// Has the engine judge pictures, and waits for all of them.
pub async fn judge(engine: Engine, files: Vec<File>, lang: Lang) -> Result<Vec<Found>, Problem> {
    let names: Vec<String> = files.iter().map(|file| file.name.clone()).collect();
    let job = Job { found: vec![None; files.len()], failure: None };
    let job = Rc::new(RefCell::new(job));
    let mut uploads: Vec<Upload> = (0..).zip(files).map(upload).collect();
    let over = Promise::new(&mut |resolve, _| {
        let uploads = std::mem::take(&mut uploads);
        let (heard_by, resolved) = (job.clone(), resolve.clone());
        let sent = engine.submit(
            |job| Request::Predict { job, uploads },
            move |heard| {
                if heard_by.borrow_mut().hear(heard, lang) {
                    // Calling a promise's own function cannot fail.
                    let _ = resolved.call0(&JsValue::UNDEFINED);
                }
            },
        );
        if sent.is_none() {
            job.borrow_mut().failure = Some(Problem::NoEngine);
            let _ = resolve.call0(&JsValue::UNDEFINED);
        }
    });
    // It is only ever resolved.
    let _ = JsFuture::from(over).await;
    job.borrow_mut().end(names, lang)
}

fn upload((id, File { name, bytes }): (u32, File)) -> Upload {
    Upload { id, name, bytes, polarity: Polarity::Detect }
}

fn judged(prediction: Prediction) -> Judged {
    let Prediction { pixels, probabilities, errors, warnings, latency_ms, .. } = prediction;
    Judged { probabilities, errors, detail: detail(&pixels), warnings, latency_ms }
}

fn lost(lang: Lang) -> Problem {
    Problem::EngineFailed(lang.api_engine_lost().to_owned())
}

#[cfg(test)]
mod tests {
    use protocol::messages::JobId;

    use super::*;

    const JOB: JobId = JobId(1);

    fn refused(id: u32) -> Heard {
        Heard::Event(Event::Refused { job: JOB, id, error: PhotoError::Empty })
    }

    fn end(heard: Vec<Heard>) -> Result<Vec<Found>, Problem> {
        let mut job = Job { found: vec![None; 2], failure: None };
        let count = heard.len();
        for (place, heard) in heard.into_iter().enumerate() {
            assert_eq!(job.hear(heard, Lang::En), place + 1 == count);
        }
        job.end(vec!["a".to_owned(), "b".to_owned()], Lang::En)
    }

    #[test]
    fn what_comes_out_of_order_is_put_in_order() {
        let done = Heard::Event(Event::Done { job: JOB });
        let found = end(vec![refused(1), refused(0), done]).unwrap();
        let expected = ["a", "b"].map(|name| (name.to_owned(), Err(PhotoError::Empty)));
        assert_eq!(found, expected);
    }

    #[test]
    fn an_engine_that_is_gone_or_leaves_one_out_is_a_failure() {
        assert_eq!(end(vec![refused(0), Heard::Lost]), Err(lost(Lang::En)));
        let cancelled = Heard::Event(Event::Cancelled { job: JOB });
        assert_eq!(end(vec![refused(0), cancelled]), Err(lost(Lang::En)));
    }
}
