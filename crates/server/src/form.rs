//! Pictures out of a multipart form. Knows how a form is written, not what it may hold.

use api::{File, Form, Problem};
use axum::body::Body;
use axum::extract::multipart::MultipartError;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::request::Parts;

/// The pictures in a form's fields `file`, at least one and at most `limit`.
pub async fn files(parts: Parts, body: Vec<u8>, limit: usize) -> Result<Vec<File>, Problem> {
    let request = Request::from_parts(parts, Body::from(body));
    let mut fields = Multipart::from_request(request, &())
        .await
        .map_err(|error| Problem::MalformedForm(error.body_text()))?;
    let malformed = |error: MultipartError| Problem::MalformedForm(error.body_text());
    let mut form = Form::new(limit);
    while let Some(field) = fields.next_field().await.map_err(malformed)? {
        form.check(field.name())?;
        let name = field.file_name().map(str::to_owned);
        let bytes = field.bytes().await.map_err(malformed)?.to_vec();
        form.add(File::new(name.as_deref(), bytes));
    }
    form.files()
}
