//! Pictures out of a multipart form. Knows fields and their names, not what is in the files.

use axum::body::Body;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::request::Parts;

use crate::problem::Problem;

/// The field that pictures are in.
const FIELD: &str = "file";

/// A picture's bytes and the name that they came with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its name, or [`UNNAMED`].
    pub name: String,
    /// The encoded picture.
    pub bytes: Vec<u8>,
}

/// What a picture without a name is called in its answer.
pub const UNNAMED: &str = "image";

/// The pictures in a form's fields `file`, at least one and at most `limit`. Another field is
/// refused, so that a setting put there is not taken for one that counts.
pub async fn files(parts: Parts, body: Vec<u8>, limit: usize) -> Result<Vec<File>, Problem> {
    let request = Request::from_parts(parts, Body::from(body));
    let mut form = Multipart::from_request(request, &())
        .await
        .map_err(|error| Problem::MalformedForm(error.body_text()))?;
    let malformed =
        |error: axum::extract::multipart::MultipartError| Problem::MalformedForm(error.body_text());
    let mut files = Vec::new();
    while let Some(field) = form.next_field().await.map_err(malformed)? {
        if field.name() != Some(FIELD) {
            return Err(Problem::UnknownField(field.name().unwrap_or_default().to_owned()));
        }
        if files.len() == limit {
            return Err(Problem::TooManyFiles(limit));
        }
        let name = field.file_name().filter(|name| !name.is_empty()).unwrap_or(UNNAMED).to_owned();
        let bytes = field.bytes().await.map_err(malformed)?.to_vec();
        files.push(File { name, bytes });
    }
    if files.is_empty() { Err(Problem::NoFile) } else { Ok(files) }
}
