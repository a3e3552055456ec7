//! `POST /api/predict`: from a body to answers, in turn.
//!
//! A request first takes a place in the queue, so that what waits is bounded in memory; each of
//! its pictures then waits for a worker.

use std::sync::Arc;

use axum::Extension;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Response, StatusCode, header};
use domain::Lang;
use domain::answer::{Answer, Judged, Refusal};
use domain::decision::Policy;
use domain::photo::PhotoError;
use serde::Serialize;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

use crate::body::{BodyError, Incoming};
use crate::form::{self, File, UNNAMED};
use crate::problem::{Problem, json};
use crate::wishes::Wishes;
use crate::{Limits, PredictError, Predictor, language};

/// Predictions in work and waiting.
pub struct Desk {
    predictor: Arc<dyn Predictor>,
    limits: Limits,
    queue: Semaphore,
    workers: Arc<Semaphore>,
}

/// What one picture gets among several.
#[derive(Serialize)]
#[serde(untagged)]
enum Outcome {
    Answer(Box<Answer>),
    Refusal(Refusal),
}

/// What a request gets: the object of one picture, or a list.
#[derive(Serialize)]
#[serde(untagged)]
enum Reply {
    One(Box<Answer>),
    Several(Vec<Outcome>),
}

/// The kind of a body, by its type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Picture,
    Form,
}

/// Answers a prediction request.
pub async fn predict(
    State(desk): State<Arc<Desk>>,
    Extension(incoming): Extension<Incoming>,
    request: Request,
) -> Response<Body> {
    let lang = language::wanted(request.headers());
    match desk.reply(request.into_parts().0, &incoming, lang).await {
        Ok(reply) => json(StatusCode::OK, lang, &reply),
        Err(problem) => problem.response(lang),
    }
}

impl Desk {
    /// A desk with nothing on it.
    pub fn new(predictor: Arc<dyn Predictor>, limits: Limits) -> Self {
        Self {
            predictor,
            queue: Semaphore::new(limits.queue),
            workers: Arc::new(Semaphore::new(limits.workers.max(1))),
            limits,
        }
    }

    async fn reply(&self, parts: Parts, body: &Incoming, lang: Lang) -> Result<Reply, Problem> {
        let wishes = Wishes::parse(&parts.uri)?;
        let kind = kind(&parts.headers)?;
        let policy = wishes.apply(self.predictor.policy(wishes.reading));
        let _place = self.queue.try_acquire().map_err(|_| Problem::Busy)?;
        let Limits { max_bytes, max_files, body_time, .. } = self.limits;
        let bytes = body.read(max_bytes, body_time).await.map_err(|error| match (error, kind) {
            (BodyError::TooLarge(bytes), Kind::Form) => {
                Problem::FormTooLarge { bytes, limit: max_bytes }
            }
            (BodyError::TooLarge(bytes), Kind::Picture) => {
                let error = PhotoError::TooManyBytes { bytes, limit: max_bytes };
                Problem::Photo(UNNAMED.to_owned(), error)
            }
            (BodyError::TooSlow, _) => Problem::TooSlow(body_time.as_secs()),
            (BodyError::CutOff, _) => Problem::CutOff,
        })?;
        let files = match kind {
            Kind::Picture => vec![File { name: UNNAMED.to_owned(), bytes }],
            Kind::Form => form::files(parts, bytes, max_files).await?,
        };
        match <[File; 1]>::try_from(files) {
            Ok([file]) => self.one(file, &policy, lang).await.map(Reply::One),
            Err(files) => self.several(files, &policy, lang).await.map(Reply::Several),
        }
    }

    async fn one(&self, file: File, policy: &Policy, lang: Lang) -> Result<Box<Answer>, Problem> {
        match self.judge(file.bytes).await? {
            Ok(judged) => Ok(Box::new(Answer::new(file.name, &judged, policy, lang))),
            Err(error) => Err(Problem::Photo(file.name, error)),
        }
    }

    async fn several(
        &self,
        files: Vec<File>,
        policy: &Policy,
        lang: Lang,
    ) -> Result<Vec<Outcome>, Problem> {
        let mut outcomes = Vec::with_capacity(files.len());
        for File { name, bytes } in files {
            outcomes.push(match self.judge(bytes).await? {
                Ok(judged) => Outcome::Answer(Box::new(Answer::new(name, &judged, policy, lang))),
                Err(error) => Outcome::Refusal(Refusal::new(name, &error, lang)),
            });
        }
        Ok(outcomes)
    }

    /// Waits for a worker and judges. The worker stays taken until the predictor is done, even
    /// when the client has left.
    async fn judge(&self, bytes: Vec<u8>) -> Result<Result<Judged, PhotoError>, Problem> {
        let place = Arc::clone(&self.workers).acquire_owned().await;
        let predictor = Arc::clone(&self.predictor);
        let work = spawn_blocking(move || {
            let _place = place;
            predictor.predict(bytes)
        });
        match work.await {
            Ok(Ok(judged)) => Ok(Ok(judged)),
            Ok(Err(PredictError::Photo(error))) => Ok(Err(error)),
            Ok(Err(PredictError::Engine(why))) => Err(Problem::EngineFailed(why)),
            Err(panic) => Err(Problem::EngineFailed(panic.to_string())),
        }
    }
}

fn kind(headers: &HeaderMap) -> Result<Kind, Problem> {
    let text = |name| headers.get(name).map(|value| String::from_utf8_lossy(value.as_bytes()));
    if let Some(encoding) = text(header::CONTENT_ENCODING)
        && !encoding.eq_ignore_ascii_case("identity")
    {
        return Err(Problem::Encoded(encoding.into_owned()));
    }
    let given = text(header::CONTENT_TYPE).ok_or(Problem::NoType)?;
    let essence = given.split(';').next().unwrap_or_default().trim().to_lowercase();
    match essence.split_once('/') {
        Some(("multipart", "form-data")) => Ok(Kind::Form),
        Some(("application", "octet-stream")) => Ok(Kind::Picture),
        Some(("image", subtype)) if !subtype.is_empty() => Ok(Kind::Picture),
        _ => Err(Problem::WrongType(given.into_owned())),
    }
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderName, HeaderValue};

    use super::*;

    fn check(name: HeaderName, value: &'static str, expected: Result<Kind, &str>) {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("image/png"));
        headers.insert(name, HeaderValue::from_static(value));
        assert_eq!(kind(&headers).map_err(|problem| problem.status().1), expected, "{value}");
    }

    #[test]
    fn pictures_and_forms_are_taken_and_nothing_else() {
        check(header::CONTENT_TYPE, "IMAGE/JPEG", Ok(Kind::Picture));
        check(header::CONTENT_TYPE, "application/octet-stream", Ok(Kind::Picture));
        check(header::CONTENT_TYPE, "multipart/form-data; boundary=x", Ok(Kind::Form));
        check(header::CONTENT_TYPE, "application/json", Err("wrong_type"));
        check(header::CONTENT_TYPE, "image/", Err("wrong_type"));
        check(header::CONTENT_TYPE, "image", Err("wrong_type"));
        check(header::CONTENT_ENCODING, "gzip", Err("encoded"));
        check(header::CONTENT_ENCODING, "identity", Ok(Kind::Picture));
        assert_eq!(kind(&HeaderMap::new()), Err(Problem::NoType));
    }
}
