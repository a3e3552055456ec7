//! Why a request is refused: a status, a word for programs, a sentence for people.
//!
//! Knows HTTP's statuses; the sentences are the domain's.

use axum::body::Body;
use axum::http::{HeaderValue, Response, StatusCode, header};
use domain::Lang;
use domain::answer::Refusal;
use domain::photo::PhotoError;
use serde::Serialize;

/// The most characters of a client's own words that are said back.
const ECHO: usize = 80;

/// Seconds after which a client that found the server busy may come again.
const RETRY_AFTER: &str = "1";

/// Every code that a refusal may carry, the pictures' own included.
pub const CODES: [&str; 23] = [
    "unknown_route",
    "wrong_method",
    "wrong_type",
    "no_type",
    "encoded",
    "form_too_large",
    "too_many_files",
    "malformed_form",
    "no_file",
    "unknown_field",
    "cut_off",
    "unknown_parameter",
    "repeated_parameter",
    "invalid_parameter",
    "too_slow",
    "busy",
    "engine_failed",
    "empty",
    "not_an_image",
    "unsupported_image",
    "damaged_image",
    "too_many_pixels",
    "too_many_bytes",
];

/// Why a request has no answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Problem {
    /// The API has no such path.
    UnknownRoute(String),
    /// The path takes other methods: the one used, and the others as `Allow` lists them.
    WrongMethod(String, &'static str),
    /// A body of this type is not taken.
    WrongType(String),
    /// The body's type is not given.
    NoType,
    /// The body is encoded in this way.
    Encoded(String),
    /// The form has more bytes than are read.
    FormTooLarge {
        /// Its size, or what was read of it.
        bytes: u64,
        /// The most that is read.
        limit: u64,
    },
    /// The form has more files than this.
    TooManyFiles(usize),
    /// The form cannot be read, for this reason.
    MalformedForm(String),
    /// The form has no field `file`.
    NoFile,
    /// The form has a field of this name, which is not `file`.
    UnknownField(String),
    /// The body ended early.
    CutOff,
    /// There is no parameter of this name.
    UnknownParameter(String),
    /// The parameter of this name is given more than once.
    RepeatedParameter(String),
    /// This is none of the ten classes.
    NotAClass(String),
    /// A parameter is no number of its range.
    NotInRange {
        /// The parameter.
        name: &'static str,
        /// What was given.
        value: String,
        /// The largest that may be given; the smallest is 0.
        high: f64,
    },
    /// The body did not arrive within so many seconds.
    TooSlow(u64),
    /// Too many requests wait.
    Busy,
    /// The engine failed; its own words.
    EngineFailed(String),
    /// The picture in this file cannot be judged.
    Photo(String, PhotoError),
}

/// A refusal that is not of one picture.
#[derive(Serialize)]
struct Reason {
    error: String,
    code: &'static str,
}

impl Problem {
    /// The status and the code.
    pub fn status(&self) -> (StatusCode, &'static str) {
        match self {
            Self::UnknownRoute(_) => (StatusCode::NOT_FOUND, "unknown_route"),
            Self::WrongMethod(..) => (StatusCode::METHOD_NOT_ALLOWED, "wrong_method"),
            Self::WrongType(_) => (StatusCode::UNSUPPORTED_MEDIA_TYPE, "wrong_type"),
            Self::NoType => (StatusCode::UNSUPPORTED_MEDIA_TYPE, "no_type"),
            Self::Encoded(_) => (StatusCode::UNSUPPORTED_MEDIA_TYPE, "encoded"),
            Self::FormTooLarge { .. } => (StatusCode::PAYLOAD_TOO_LARGE, "form_too_large"),
            Self::TooManyFiles(_) => (StatusCode::UNPROCESSABLE_ENTITY, "too_many_files"),
            Self::MalformedForm(_) => (StatusCode::BAD_REQUEST, "malformed_form"),
            Self::NoFile => (StatusCode::UNPROCESSABLE_ENTITY, "no_file"),
            Self::UnknownField(_) => (StatusCode::UNPROCESSABLE_ENTITY, "unknown_field"),
            Self::CutOff => (StatusCode::BAD_REQUEST, "cut_off"),
            Self::UnknownParameter(_) => (StatusCode::BAD_REQUEST, "unknown_parameter"),
            Self::RepeatedParameter(_) => (StatusCode::BAD_REQUEST, "repeated_parameter"),
            Self::NotAClass(_) | Self::NotInRange { .. } => {
                (StatusCode::BAD_REQUEST, "invalid_parameter")
            }
            Self::TooSlow(_) => (StatusCode::REQUEST_TIMEOUT, "too_slow"),
            Self::Busy => (StatusCode::SERVICE_UNAVAILABLE, "busy"),
            Self::EngineFailed(_) => (StatusCode::INTERNAL_SERVER_ERROR, "engine_failed"),
            Self::Photo(_, error @ PhotoError::TooManyBytes { .. }) => {
                (StatusCode::PAYLOAD_TOO_LARGE, error.code())
            }
            Self::Photo(_, error) => (StatusCode::UNPROCESSABLE_ENTITY, error.code()),
        }
    }

    /// What happened and what to do.
    pub fn sentence(&self, lang: Lang) -> String {
        let mebibytes = |bytes: u64| lang.count(bytes.div_ceil(1 << 20));
        match self {
            Self::UnknownRoute(path) => lang.api_unknown_route(echo(path)),
            Self::WrongMethod(method, allowed) => lang.api_wrong_method(echo(method), allowed),
            Self::WrongType(given) => lang.api_wrong_type(echo(given)),
            Self::NoType => lang.api_no_type().to_owned(),
            Self::Encoded(encoding) => lang.api_encoded(echo(encoding)),
            Self::FormTooLarge { bytes, limit } => {
                lang.api_form_too_large(&mebibytes(*bytes), &mebibytes(*limit))
            }
            Self::TooManyFiles(limit) => lang.api_too_many_files(&limit.to_string()),
            Self::MalformedForm(why) => lang.api_malformed_form(echo(why)),
            Self::NoFile => lang.api_no_file().to_owned(),
            Self::UnknownField(name) => lang.api_unknown_field(echo(name)),
            Self::CutOff => lang.api_cut_off().to_owned(),
            Self::UnknownParameter(name) => lang.api_unknown_parameter(echo(name)),
            Self::RepeatedParameter(name) => lang.api_repeated_parameter(echo(name)),
            Self::NotAClass(value) => lang.api_not_a_class(echo(value)),
            Self::NotInRange { name, value, high } => {
                lang.api_not_in_range(name, echo(value), "0", &lang.number(*high, 0))
            }
            Self::TooSlow(seconds) => lang.api_too_slow(&seconds.to_string()),
            Self::Busy => lang.api_busy().to_owned(),
            Self::EngineFailed(why) => lang.api_engine_failed(why),
            Self::Photo(_, error) => lang.photo_error(error),
        }
    }

    /// The refusal as it is sent.
    pub fn response(self, lang: Lang) -> Response<Body> {
        let (status, code) = self.status();
        let error = self.sentence(lang);
        let mut response = match &self {
            Self::Photo(file, _) => {
                json(status, lang, &Refusal { file: file.clone(), error, code })
            }
            _ => json(status, lang, &Reason { error, code }),
        };
        let headers = response.headers_mut();
        match self {
            Self::WrongMethod(_, allowed) => {
                headers.insert(header::ALLOW, HeaderValue::from_static(allowed));
            }
            Self::Busy => {
                headers.insert(header::RETRY_AFTER, HeaderValue::from_static(RETRY_AFTER));
            }
            // What is left of the body is not waited for.
            Self::TooSlow(_) => {
                headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
            }
            _ => {}
        }
        response
    }
}

/// As much of a client's words as is said back.
fn echo(text: &str) -> &str {
    text.char_indices().nth(ECHO).map_or(text, |(end, _)| &text[..end])
}

/// A JSON response that no cache keeps, with sentences in `lang`.
pub fn json(status: StatusCode, lang: Lang, value: &impl Serialize) -> Response<Body> {
    // Only a map with keys that are no strings could fail, and there is none.
    let body = serde_json::to_vec(value).unwrap_or_default();
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(lang.code()));
    headers.insert(header::VARY, HeaderValue::from_static("accept-language"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clients_words_are_said_back_in_part() {
        let sentence = Problem::UnknownParameter("ñ".repeat(500)).sentence(Lang::En);
        assert_eq!(sentence.matches('ñ').count(), ECHO);
    }

    #[test]
    fn a_picture_of_too_many_bytes_is_413_and_of_too_many_pixels_422() {
        let bytes = PhotoError::TooManyBytes { bytes: 2, limit: 1 };
        let status = Problem::Photo(String::new(), bytes).status();
        assert_eq!(status, (StatusCode::PAYLOAD_TOO_LARGE, "too_many_bytes"));
        let pixels = PhotoError::TooManyPixels { width: 2, height: 2, limit: 1 };
        let status = Problem::Photo(String::new(), pixels).status();
        assert_eq!(status, (StatusCode::UNPROCESSABLE_ENTITY, "too_many_pixels"));
    }
}
