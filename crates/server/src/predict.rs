//! `POST /api/predict`: from a body to answers, in turn.
//!
//! A request's body first arrives, within the room that all bodies share. It then takes a place in
//! the queue, so that nobody holds one who has sent nothing yet; each of its pictures waits there
//! for a worker.

use std::sync::Arc;

use api::answer::Judged;
use api::{File, Kind, Problem, QueryParameters, Reply};
use axum::Extension;
use axum::body::Body;
use axum::extract::{Query, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Response, StatusCode, header};
use text::Lang;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;
use vision::photo::PhotoError;

use crate::body::{Arrived, BodyError, Incoming, Room};
use crate::response::{json, language, refusal};
use crate::{Limits, PredictError, Predictor, form};

/// Predictions in work and waiting.
pub struct Desk {
    predictor: Arc<dyn Predictor>,
    limits: Limits,
    room: Room,
    queue: Semaphore,
    workers: Arc<Semaphore>,
}

/// Answers a prediction request.
pub async fn predict(
    State(desk): State<Arc<Desk>>,
    Extension(incoming): Extension<Incoming>,
    request: Request,
) -> Response<Body> {
    let lang = language(request.headers());
    match desk.reply(request.into_parts().0, &incoming, lang).await {
        Ok(reply) => json(StatusCode::OK, lang, &reply),
        Err(problem) => refusal(&problem, lang),
    }
}

impl Desk {
    /// A desk with nothing on it.
    pub fn new(predictor: Arc<dyn Predictor>, limits: Limits) -> Self {
        Self {
            predictor,
            room: Room::new(limits.held_bytes.max(limits.max_bytes)),
            queue: Semaphore::new(limits.queue),
            workers: Arc::new(Semaphore::new(limits.workers.max(1))),
            limits,
        }
    }

    async fn reply(&self, parts: Parts, body: &Incoming, lang: Lang) -> Result<Reply, Problem> {
        let wishes = wishes(&parts)?;
        let kind = kind(&parts.headers)?;
        let policy = wishes.apply(self.predictor.policy(wishes.reading.unwrap_or_default()));
        let Limits { max_bytes, max_files, body_time, .. } = self.limits;
        let arrived = body.read(max_bytes, body_time, &self.room).await;
        let Arrived { bytes, held: _held } = arrived.map_err(|error| match error {
            BodyError::TooLarge(bytes) => Problem::too_large(kind, bytes, max_bytes),
            BodyError::TooSlow => Problem::TooSlow(body_time.as_secs()),
            BodyError::CutOff => Problem::CutOff,
            BodyError::NoRoom => Problem::Busy,
        })?;
        let _place = self.queue.try_acquire().map_err(|_| Problem::Busy)?;
        let files = match kind {
            Kind::Picture => vec![File::new(None, bytes)],
            Kind::Form => form::files(parts, bytes, max_files).await?,
        };
        let mut found = Vec::with_capacity(files.len());
        for File { name, bytes } in files {
            found.push((name, self.judge(bytes).await?));
        }
        api::reply(found, &policy, lang)
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

fn wishes(parts: &Parts) -> Result<QueryParameters, Problem> {
    let pairs = Query::try_from_uri(&parts.uri)
        .map_err(|error| Problem::UnknownParameter(error.body_text()))?;
    QueryParameters::parse(pairs.0)
}

fn kind(headers: &HeaderMap) -> Result<Kind, Problem> {
    let text = |name| headers.get(name).map(|value| String::from_utf8_lossy(value.as_bytes()));
    let (given, encoding) = (text(header::CONTENT_TYPE), text(header::CONTENT_ENCODING));
    Kind::of(given.as_deref(), encoding.as_deref())
}
