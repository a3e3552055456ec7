//! Answers and refusals as responses.

use api::Problem;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use serde::Serialize;
use text::Lang;

/// The language of a request's sentences.
pub fn language(headers: &HeaderMap) -> Lang {
    let lines = headers.get_all(header::ACCEPT_LANGUAGE).iter();
    api::wanted(lines.filter_map(|line| line.to_str().ok()))
}

/// A JSON response that no cache keeps, with sentences in `lang`.
pub fn json(status: StatusCode, lang: Lang, value: &impl Serialize) -> Response<Body> {
    // Only a map with keys that are no strings could fail, and there is none.
    let body = serde_json::to_vec(value).unwrap_or_default();
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    for (name, value) in api::headers(lang) {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

/// A refusal as a response.
pub fn refusal(problem: &Problem, lang: Lang) -> Response<Body> {
    // The domain gives statuses of three digits.
    let status = StatusCode::from_u16(problem.status().0);
    let status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = json(status, lang, &problem.body(lang));
    if let Some((name, value)) = problem.header() {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}
