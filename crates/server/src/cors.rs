//! Which other sites' pages may read the API's answers (Fetch standard, section "CORS protocol").
//! Without an origin that was named, browsers let none.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, Response, Uri, header};
use axum::middleware::Next;

/// Headers that a request may carry beside those that every page may send.
const REQUEST_HEADERS: HeaderValue = HeaderValue::from_static("content-type, accept-language");
/// Headers of an answer that a page may read beside those that every page may.
const ANSWER_HEADERS: HeaderValue = HeaderValue::from_static("retry-after");
/// How long a browser may remember what is allowed, in seconds.
const MAX_AGE: HeaderValue = HeaderValue::from_static("3600");

/// A site by scheme, host and port, such as `https://shop.example`, or `*` for every one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin(HeaderValue);

/// The text is no origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("write an origin as in https://shop.example or http://localhost:5173, or * for all")]
pub struct OriginError;

impl FromStr for Origin {
    type Err = OriginError;

    fn from_str(text: &str) -> Result<Self, OriginError> {
        let text = text.trim_end_matches('/').to_ascii_lowercase();
        let is_origin = |uri: &Uri| {
            let scheme = uri.scheme_str().is_some_and(|scheme| ["http", "https"].contains(&scheme));
            scheme
                && uri.authority().is_some_and(|host| !host.as_str().contains('@'))
                && uri.path() == "/"
                && uri.query().is_none()
        };
        if text != "*" && !text.parse().is_ok_and(|uri| is_origin(&uri)) {
            return Err(OriginError);
        }
        HeaderValue::from_str(&text).map(Self).map_err(|_| OriginError)
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&String::from_utf8_lossy(self.0.as_bytes()))
    }
}

/// Tells a browser whether the page that asks may read the answer.
pub async fn with_cors(
    State(origins): State<Arc<[Origin]>>,
    request: Request,
    next: Next,
) -> Response<Body> {
    let asking = request.headers().get(header::ORIGIN).cloned();
    let is_preflight = request.method() == Method::OPTIONS
        && request.headers().contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
    let mut response = next.run(request).await;
    if origins.is_empty() {
        return response;
    }
    let headers = response.headers_mut();
    // A cache may not give one site's answer to another.
    headers.append(header::VARY, HeaderValue::from_static("origin"));
    if let Some(allowed) = asking.and_then(|asking| allowed(&origins, &asking)) {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, allowed);
        headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, ANSWER_HEADERS);
        if is_preflight {
            allow_request(headers);
        }
    }
    response
}

/// What the header says that lets this page read, if it may.
fn allowed(origins: &[Origin], asking: &HeaderValue) -> Option<HeaderValue> {
    let is_allowed = |origin: &&Origin| origin.0 == "*" || origin.0 == *asking;
    origins.iter().find(is_allowed).map(|origin| origin.0.clone())
}

fn allow_request(headers: &mut HeaderMap) {
    // The route has said which methods it takes.
    if let Some(methods) = headers.get(header::ALLOW).cloned() {
        headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, methods);
    }
    headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, REQUEST_HEADERS);
    headers.insert(header::ACCESS_CONTROL_MAX_AGE, MAX_AGE);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_a_scheme_a_host_and_a_port() {
        for (text, expected) in [
            ("https://Shop.example/", "https://shop.example"),
            ("http://localhost:5173", "http://localhost:5173"),
            ("*", "*"),
        ] {
            assert_eq!(text.parse::<Origin>().unwrap().to_string(), expected);
        }
        for text in ["", "shop.example", "https://a/b", "ftp://a", "https://me@a", "https://a?b"] {
            assert_eq!(text.parse::<Origin>(), Err(OriginError), "{text}");
        }
    }
}
