//! Pictures of a request to the engine and back, in a job of their own: the visitor's queue and an
//! open training run go on beside it.

use std::collections::BTreeMap;

use api::answer::Judged;
use api::{File, Problem};
use gloo_file::Blob;
use policy::quality::detail;
use protocol::messages::Prediction;
use text::Lang;
use vision::cutout::Guidance;
use vision::photo::PhotoError;

use crate::client::tasks::{self, Fate, Picture, Refusal};
use crate::client::{End, Engine, Word};

/// What was found in a picture of this name.
pub type Found = (String, Result<Judged, PhotoError>);

/// Has the engine judge pictures, and waits for all of them.
pub async fn judge(engine: Engine, files: Vec<File>, lang: Lang) -> Result<Vec<Found>, Problem> {
    let names: Vec<String> = files.iter().map(|file| file.name.clone()).collect();
    let pictures = (0..).zip(files).map(picture).collect();
    let job = engine.submit(tasks::predict(pictures, false)).ok_or(Problem::NoEngine)?;
    let mut fates = Vec::new();
    let end = job.each(|word| {
        if let Word::Item(fate) = word {
            fates.push(fate);
        }
    });
    found(end.await, fates, names, lang)
}

/// What a job found in the pictures of these names, which are numbered in their order.
fn found(
    end: End,
    fates: Vec<Fate>,
    names: Vec<String>,
    lang: Lang,
) -> Result<Vec<Found>, Problem> {
    match end {
        End::Failed(error) => return Err(Problem::EngineFailed(lang.job_error(&error))),
        End::Lost => return Err(lost(lang)),
        End::Done | End::Cancelled => {}
    }
    let mut fates: BTreeMap<u32, _> = fates.into_iter().collect();
    let named = (0..).zip(names).map(|(id, name)| match fates.remove(&id) {
        Some(Ok(prediction)) => Ok((name, Ok(judged(*prediction)))),
        Some(Err(Refusal::Photo(error))) => Ok((name, Err(error))),
        Some(Err(Refusal::Unreadable | Refusal::Lost)) | None => Err(lost(lang)),
    });
    named.collect()
}

fn picture((id, File { name, bytes }): (u32, File)) -> Picture {
    Picture { id, name, file: Blob::new(&bytes[..]), guidance: Guidance::default() }
}

fn judged(prediction: Prediction) -> Judged {
    let Prediction { pixels, probabilities, answered, errors, warnings, latency_ms, .. } =
        prediction;
    let detail = detail(&pixels);
    Judged { probabilities, answered, errors, detail, warnings, latency_ms }
}

fn lost(lang: Lang) -> Problem {
    Problem::EngineFailed(lang.api_engine_lost().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(end: End, ids: &[u32]) -> Result<Vec<Found>, Problem> {
        let fates = ids.iter().map(|id| (*id, Err(Refusal::Photo(PhotoError::Empty)))).collect();
        found(end, fates, vec!["a".to_owned(), "b".to_owned()], Lang::En)
    }

    #[test]
    fn what_comes_out_of_order_is_put_in_order() {
        let expected = ["a", "b"].map(|name| (name.to_owned(), Err(PhotoError::Empty)));
        assert_eq!(refused(End::Done, &[1, 0]).unwrap(), expected);
    }

    #[test]
    fn an_engine_that_is_gone_or_leaves_one_out_is_a_failure() {
        assert_eq!(refused(End::Lost, &[0, 1]), Err(lost(Lang::En)));
        assert_eq!(refused(End::Cancelled, &[0]), Err(lost(Lang::En)));
    }
}
