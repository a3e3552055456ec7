//! The site's files, with the headers that the container's server sends.
//!
//! It knows none of the app's routes: each page is a folder with an index, and an unknown path
//! gets the site's own 404 page.

use std::io;
use std::path::Path;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tower_http::services::{ServeDir, ServeFile};
use tower_http::set_status::SetStatus;

/// One file for both servers.
const SECURITY_HEADERS: &str = include_str!("../../../docker/security-headers.conf");

/// The files of a folder.
#[derive(Clone, Debug)]
pub struct Site {
    files: ServeDir<SetStatus<ServeFile>>,
    lost: ServeFile,
}

impl Site {
    /// The site in this folder.
    pub fn new(folder: &Path) -> Self {
        let lost = ServeFile::new(folder.join("404.html"));
        // The .gz files that lie beside the others are sent to who takes gzip.
        let files = ServeDir::new(folder).precompressed_gzip().not_found_service(lost.clone());
        Self { files, lost }
    }
}

/// The file that a request asks for.
pub async fn file(State(mut site): State<Site>, request: Request) -> Response {
    let method = request.method().clone();
    let error = match site.files.try_call(request).await {
        Ok(response) => return response.map(Body::new),
        Err(error) => error,
    };
    // No file has a name that is longer than the system takes.
    if error.kind() == io::ErrorKind::InvalidFilename {
        let mut request = Request::new(Body::empty());
        *request.method_mut() = method;
        if let Ok(mut response) = site.lost.try_call(request).await {
            *response.status_mut() = StatusCode::NOT_FOUND;
            return response.map(Body::new);
        }
        return StatusCode::NOT_FOUND.into_response();
    }
    (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response()
}

/// The headers of every response, as pairs, from lines of the form
/// `add_header NAME "VALUE" always;`.
pub fn security_headers() -> HeaderMap {
    SECURITY_HEADERS
        .lines()
        .filter_map(|line| {
            let (name, value) = line.trim().strip_prefix("add_header ")?.split_once(' ')?;
            let value = value.strip_suffix(" always;")?.trim_matches('"');
            Some((name.parse::<HeaderName>().ok()?, HeaderValue::from_str(value).ok()?))
        })
        .collect()
}

/// Adds [`security_headers`] and how long a file may be kept.
pub async fn with_headers(request: Request, next: Next) -> Response {
    let is_fixed = has_hash(request.uri().path());
    let mut response = next.run(request).await;
    let is_found = response.status().is_success() || response.status().is_redirection();
    let headers = response.headers_mut();
    headers.extend(security_headers());
    if !headers.contains_key(header::CACHE_CONTROL) {
        let keep =
            if is_fixed && is_found { "public, max-age=31536000, immutable" } else { "no-cache" };
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    }
    response
}

/// Whether a file's name has a hash in it, `app-0123456789abcdef_bg.wasm`, so that its content
/// never changes.
fn has_hash(path: &str) -> bool {
    let Some((stem, "js" | "wasm" | "css")) = path.rsplit_once('.') else { return false };
    let stem = stem.strip_suffix("_bg").unwrap_or(stem);
    let Some((_, hash)) = stem.rsplit_once('-') else { return false };
    let is_hex = |byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    (12..=16).contains(&hash.len()) && hash.bytes().all(is_hex)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_name_with_a_hash_is_kept_for_ever() {
        assert!(has_hash("/app-0123456789abcdef_bg.wasm"));
        assert!(has_hash("/tokens-0123456789ab.css"));
        assert!(!has_hash("/worker_bg.wasm"));
        assert!(!has_hash("/app-0123.js"));
        assert!(!has_hash("/models/autoencoder-ankle-boot.bpk"));
    }

    #[test]
    fn the_container_servers_headers_are_read() {
        let headers = security_headers();
        assert_eq!(headers.len(), SECURITY_HEADERS.matches("\nadd_header ").count());
        assert_eq!(headers["x-content-type-options"], "nosniff");
        assert!(headers["content-security-policy"].to_str().unwrap().contains("'self'"));
    }
}
