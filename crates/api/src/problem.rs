//! Why a request is refused: a status, a word for programs, a sentence for people.

use serde::Serialize;

use super::{Kind, UNNAMED};
use crate::answer::Refusal;
use text::Lang;
use vision::photo::PhotoError;

/// The most characters of a client's own words that are said back.
const ECHO: usize = 80;

/// Seconds after which a client that found the server busy may come again.
const RETRY_AFTER: &str = "1";

/// Every code that a refusal may carry, the pictures' own included.
pub const CODES: [&str; 24] = [
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
    "no_engine",
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
        assert_eq!(status, (413, "too_many_bytes"));
        let pixels = PhotoError::TooManyPixels { width: 2, height: 2, limit: 1 };
        let status = Problem::Photo(String::new(), pixels).status();
        assert_eq!(status, (422, "too_many_pixels"));
    }
}
