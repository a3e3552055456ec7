//! Why a request is refused: a status, a word for programs, a sentence for people.

use serde::Serialize;

use super::{Kind, MAX_FILES, Route, UNNAMED};
use crate::answer::Refusal;
use crate::table::{MAX_RATIO, MIN_CONFIDENCE};
use text::Lang;
use vision::photo::{MAX_BYTES, MAX_PIXELS, PhotoError};

/// The most characters of a client's own words that are said back.
const ECHO: usize = 80;

/// Seconds after which a client that found the server busy may come again.
const RETRY_AFTER: &str = "1";

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
    /// No open page of the site has an engine that is ready.
    NoEngine,
    /// The engine failed; its own words.
    EngineFailed(String),
    /// The picture in this file cannot be judged.
    Photo(String, PhotoError),
}

/// A refusal as it is sent.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum ProblemBody {
    /// Of the request.
    Reason {
        /// What happened and what to do, in words.
        error: String,
        /// The same for programs.
        code: &'static str,
    },
    /// Of its one picture.
    Refusal(Refusal),
}

impl Problem {
    /// The status and the code.
    pub fn status(&self) -> (u16, &'static str) {
        match self {
            Self::UnknownRoute(_) => (404, "unknown_route"),
            Self::WrongMethod(..) => (405, "wrong_method"),
            Self::WrongType(_) => (415, "wrong_type"),
            Self::NoType => (415, "no_type"),
            Self::Encoded(_) => (415, "encoded"),
            Self::FormTooLarge { .. } => (413, "form_too_large"),
            Self::TooManyFiles(_) => (422, "too_many_files"),
            Self::MalformedForm(_) => (400, "malformed_form"),
            Self::NoFile => (422, "no_file"),
            Self::UnknownField(_) => (422, "unknown_field"),
            Self::CutOff => (400, "cut_off"),
            Self::UnknownParameter(_) => (400, "unknown_parameter"),
            Self::RepeatedParameter(_) => (400, "repeated_parameter"),
            Self::NotAClass(_) | Self::NotInRange { .. } => (400, "invalid_parameter"),
            Self::TooSlow(_) => (408, "too_slow"),
            Self::Busy => (503, "busy"),
            Self::NoEngine => (503, "no_engine"),
            Self::EngineFailed(_) => (500, "engine_failed"),
            Self::Photo(_, error @ PhotoError::TooManyBytes { .. }) => (413, error.code()),
            Self::Photo(_, error) => (422, error.code()),
        }
    }

    /// One of each kind, as a server with the usual limits might give it.
    pub fn examples() -> Vec<Self> {
        let text = str::to_owned;
        let of_picture = |error| Self::Photo(text(UNNAMED), error);
        vec![
            Self::UnknownRoute(text("/api/predictions")),
            Self::WrongMethod(text("GET"), Route::Predict.allowed()),
            Self::WrongType(text("application/json")),
            Self::NoType,
            Self::Encoded(text("gzip")),
            Self::FormTooLarge { bytes: MAX_BYTES + (16 << 20), limit: MAX_BYTES },
            Self::TooManyFiles(MAX_FILES),
            Self::MalformedForm(text("no boundary")),
            Self::NoFile,
            Self::UnknownField(text("picture")),
            Self::CutOff,
            Self::UnknownParameter(text("threshold")),
            Self::RepeatedParameter(text(MAX_RATIO)),
            Self::NotInRange { name: MIN_CONFIDENCE, value: text("2"), high: 1.0 },
            Self::TooSlow(60),
            Self::Busy,
            Self::NoEngine,
            Self::EngineFailed(text("out of memory")),
            of_picture(PhotoError::Empty),
            of_picture(PhotoError::NotAnImage),
            of_picture(PhotoError::Unsupported(text("CMYK"))),
            of_picture(PhotoError::Damaged(text("unexpected end"))),
            of_picture(PhotoError::TooManyPixels {
                width: 9_000,
                height: 6_000,
                limit: MAX_PIXELS,
            }),
            of_picture(PhotoError::TooManyBytes {
                bytes: MAX_BYTES + (16 << 20),
                limit: MAX_BYTES,
            }),
        ]
    }

    /// Whether the picture is refused, not the request.
    pub fn is_of_picture(&self) -> bool {
        matches!(self, Self::Photo(..))
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
            Self::NoEngine => lang.api_no_engine().to_owned(),
            Self::EngineFailed(why) => lang.api_engine_failed(why),
            Self::Photo(_, error) => lang.photo_error(error),
        }
    }

    /// The refusal as it is sent.
    pub fn body(&self, lang: Lang) -> ProblemBody {
        let (error, code) = (self.sentence(lang), self.status().1);
        match self {
            Self::Photo(file, _) => {
                ProblemBody::Refusal(Refusal { file: file.clone(), error, code })
            }
            _ => ProblemBody::Reason { error, code },
        }
    }

    /// The header that the refusal has beside [`super::headers`], if any.
    pub fn header(&self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::WrongMethod(_, allowed) => Some(("allow", allowed)),
            Self::Busy | Self::NoEngine => Some(("retry-after", RETRY_AFTER)),
            // What is left of the body is not waited for.
            Self::TooSlow(_) => Some(("connection", "close")),
            _ => None,
        }
    }

    /// A body of so many bytes where at most `limit` are read.
    pub fn too_large(kind: Kind, bytes: u64, limit: u64) -> Self {
        match kind {
            Kind::Form => Self::FormTooLarge { bytes, limit },
            Kind::Picture => {
                Self::Photo(UNNAMED.to_owned(), PhotoError::TooManyBytes { bytes, limit })
            }
        }
    }
}

/// As much of a client's words as is said back.
fn echo(text: &str) -> &str {
    text.char_indices().nth(ECHO).map_or(text, |(end, _)| &text[..end])
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_code_has_an_example() {
        let source = include_str!("problem.rs").split("fn status").nth(1).unwrap();
        let status = source.split("\n    }\n").next().unwrap();
        let given = status.split(", \"").skip(1).map(|rest| rest.split('"').next().unwrap());
        let photo = ["empty", "not_an_image", "unsupported_image", "damaged_image"];
        let photo = photo.into_iter().chain(["too_many_pixels", "too_many_bytes"]);
        let examples = Problem::examples();
        let found: BTreeSet<_> = examples.iter().map(|problem| problem.status().1).collect();
        assert_eq!(found, given.chain(photo).collect());
        assert_eq!(found.len(), examples.len());
    }

    #[test]
    fn a_clients_words_are_said_back_in_part() {
        let sentence = Problem::UnknownParameter("ñ".repeat(500)).sentence(Lang::En);
        assert_eq!(sentence.matches('ñ').count(), ECHO);
    }

    #[test]
    fn a_picture_of_too_many_bytes_is_413_and_of_too_many_pixels_422() {
        let bytes = PhotoError::TooManyBytes { bytes: 2, limit: 1 };
        let status = Problem::Photo(String::new(), bytes).status();
        assert_eq!(status, (413, "too_many_bytes"));
        let pixels = PhotoError::TooManyPixels { width: 2, height: 2, limit: 1 };
        let status = Problem::Photo(String::new(), pixels).status();
        assert_eq!(status, (422, "too_many_pixels"));
    }
}
