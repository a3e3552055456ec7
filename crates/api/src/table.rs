//! What the API takes and gives, as data: parameters, bodies, statuses and fields, each with what
//! it means in both languages. The OpenAPI document and both pages about the API are made of it.

use dataset::{CLASSES, Class};
use policy::decision::AnsweredBy;
use text::Lang;
use vision::photo::{MAX_BYTES, MAX_JPEG_PIXELS, MAX_PIXELS};

use super::{MAX_FILES, Problem};

/// A sentence in both languages.
pub type Words = fn(Lang) -> &'static str;

/// What a request may say beside its body.
#[derive(Clone, Copy, Debug)]
pub struct Parameter {
    /// Its name.
    pub name: &'static str,
    /// Where it stands.
    pub place: Place,
    /// What it takes.
    pub values: Values,
    /// What it means.
    pub about: Words,
    /// One that it takes.
    pub example: &'static str,
}

/// Where a parameter stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In the address's query.
    Query,
    /// Among the headers.
    Header,
}

/// A status that a path may answer with.
#[derive(Clone, Copy, Debug)]
pub struct Status {
    /// The number.
    pub number: u16,
    /// The codes of the refusals that come with it.
    pub codes: &'static [&'static str],
    /// What it means.
    pub about: Words,
}

/// An object that is sent as JSON. All its fields are always there.
#[derive(Clone, Copy, Debug)]
pub struct Object {
    /// Its name in the document.
    pub name: &'static str,
    /// What it is.
    pub about: Words,
    /// Its fields, in the order in which they are sent.
    pub fields: &'static [Field],
}

/// A field of an object.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub values: Values,
    /// What it means.
    pub about: Words,
}

/// What a parameter takes or a field holds.
#[derive(Clone, Copy, Debug)]
pub enum Values {
    /// Any text.
    Text,
    /// 64 hexadecimal digits.
    Sha256,
    /// One of these words.
    OneOf(fn() -> Vec<&'static str>),
    /// A class's label.
    Label,
    /// A number of this range, which may have no end.
    Number(f64, f64),
    /// A list of so many of these.
    List(&'static Values, usize, Option<usize>),
    /// The object of this name among [`OBJECTS`].
    Object(&'static str),
}

/// The parameter that names the class whose autoencoder judges.
pub const NORMAL_CLASS: &str = "normal_class";
/// The parameter of the minimum confidence.
pub const MIN_CONFIDENCE: &str = "min_confidence";
/// The parameter of the largest ratio of quality.
pub const MAX_RATIO: &str = "max_ratio";
/// The largest ratio of quality that can be asked for: nearly everything is within.
pub const HIGHEST_RATIO: f64 = 100.0;

/// Parameters of a prediction.
pub static PREDICT_PARAMETERS: [Parameter; 4] = [
    query(NORMAL_CLASS, Values::OneOf(class_names_and_slugs), Lang::api_normal_class, "trouser"),
    query(MIN_CONFIDENCE, SHARE, Lang::api_min_confidence, "0.9"),
    query(MAX_RATIO, Values::Number(0.0, HIGHEST_RATIO), Lang::api_max_ratio, "1.5"),
    ACCEPT_LANGUAGE,
];

/// Parameters of the question what answers.
pub static HEALTH_PARAMETERS: [Parameter; 1] = [ACCEPT_LANGUAGE];

const ACCEPT_LANGUAGE: Parameter = Parameter {
    name: "Accept-Language",
    place: Place::Header,
    values: Values::Text,
    about: Lang::api_accept_language,
    example: "es",
};

/// The type of a body that is a form.
pub const FORM_TYPE: &str = "multipart/form-data";

/// Types of a body that is taken. Pictures of other types of image are taken too.
pub const BODY_TYPES: [&str; 7] = [
    "image/png",
    "image/jpeg",
    "image/webp",
    "image/gif",
    "image/bmp",
    "application/octet-stream",
    FORM_TYPE,
];

/// What a body may be, and how large.
pub fn body_about(lang: Lang) -> String {
    let [mebibytes, files] = [MAX_BYTES >> 20, MAX_FILES as u64].map(|limit| lang.count(limit));
    let [pixels, jpeg_pixels] =
        [MAX_PIXELS, MAX_JPEG_PIXELS].map(|limit| lang.count(limit / 1_000_000));
    lang.api_body_about(&mebibytes, &files, &pixels, &jpeg_pixels)
}

/// The status of another method, on any path.
const WRONG_METHOD: Status = status(405, &["wrong_method"], Lang::api_405);

/// What a prediction may get.
pub static PREDICT_STATUSES: [Status; 9] = [
    status(200, &[], Lang::api_200_predict),
    status(
        400,
        &[
            "unknown_parameter",
            "repeated_parameter",
            "invalid_parameter",
            "malformed_form",
            "cut_off",
        ],
        Lang::api_400,
    ),
    WRONG_METHOD,
    status(408, &["too_slow"], Lang::api_408),
    status(413, &["form_too_large", "too_many_bytes"], Lang::api_413),
    status(415, &["wrong_type", "no_type", "encoded"], Lang::api_415),
    status(
        422,
        &[
            "empty",
            "not_an_image",
            "unsupported_image",
            "damaged_image",
            "too_many_pixels",
            "no_file",
            "unknown_field",
            "too_many_files",
        ],
        Lang::api_422,
    ),
    status(500, &["engine_failed"], Lang::api_500),
    status(503, &["busy", "no_engine"], Lang::api_503),
];

/// What the question what answers may get.
pub static HEALTH_STATUSES: [Status; 4] = [
    status(200, &[], Lang::api_200_health),
    WRONG_METHOD,
    status(500, &["engine_failed"], Lang::api_500_health),
    status(503, &["no_engine"], Lang::api_503_health),
];

/// The answer for one picture, [`super::answer::Answer`].
pub static ANSWER: Object = Object {
    name: "Answer",
    about: Lang::api_object_answer,
    fields: &[
        field("file", Values::Text, Lang::api_field_file),
        field("predicted", Values::Object("Predicted"), Lang::api_field_predicted),
        field(
            "probabilities",
            Values::List(&SHARE, CLASSES, Some(CLASSES)),
            Lang::api_field_probabilities,
        ),
        field("none_of_the_ten", SHARE, Lang::api_field_none_of_the_ten),
        field("classifier", Values::OneOf(classifiers), Lang::api_field_classifier),
        field("confidence", SHARE, Lang::api_field_confidence),
        field("reconstruction_error", POSITIVE, Lang::api_field_error),
        field("quality", Values::Object("Quality"), Lang::api_field_quality),
        field("verdict", Values::OneOf(verdicts), Lang::api_field_verdict),
        field("reasons", Values::List(&Values::Text, 2, Some(2)), Lang::api_field_reasons),
        field("warnings", Values::List(&Values::Text, 0, None), Lang::api_field_warnings),
        field("latency_ms", POSITIVE, Lang::api_field_latency),
    ],
};

static PREDICTED: Object = Object {
    name: "Predicted",
    about: Lang::api_field_predicted,
    fields: &[
        field("label", Values::Label, Lang::api_field_label),
        field("name", Values::OneOf(class_names), Lang::api_field_name),
    ],
};

static QUALITY: Object = Object {
    name: "Quality",
    about: Lang::api_field_quality,
    fields: &[
        field("reading", Values::OneOf(readings), Lang::api_field_reading),
        field("class", Values::OneOf(class_names), Lang::api_field_class),
        field("limit", POSITIVE, Lang::api_field_limit),
        field("min_error", POSITIVE, Lang::api_field_min_error),
        field("relative_error", POSITIVE, Lang::api_field_relative_error),
        field("min_relative_error", POSITIVE, Lang::api_field_min_relative_error),
        field("max_relative_error", POSITIVE, Lang::api_field_max_relative_error),
        field("ratio", POSITIVE, Lang::api_field_ratio),
        field("max_ratio", POSITIVE, Lang::api_field_max_ratio),
    ],
};

static HEALTH: Object = Object {
    name: "Health",
    about: Lang::api_object_health,
    fields: &[
        field("status", Values::OneOf(|| vec!["ok"]), Lang::api_field_status),
        field("version", Values::Text, Lang::api_field_version),
        field("device", Values::Text, Lang::api_field_device),
        field("card_sha256", Values::Sha256, Lang::api_field_card),
    ],
};

static REFUSAL: Object = Object {
    name: "Refusal",
    about: Lang::api_object_refusal,
    fields: &[
        field("file", Values::Text, Lang::api_field_file),
        field("error", Values::Text, Lang::api_field_message),
        field("code", Values::OneOf(|| codes(true)), Lang::api_field_code),
    ],
};

static REASON: Object = Object {
    name: "Reason",
    about: Lang::api_object_reason,
    fields: &[
        field("error", Values::Text, Lang::api_field_message),
        field("code", Values::OneOf(|| codes(false)), Lang::api_field_code),
    ],
};

/// Every object that is sent.
pub static OBJECTS: [&Object; 6] = [&ANSWER, &PREDICTED, &QUALITY, &HEALTH, &REFUSAL, &REASON];

const SHARE: Values = Values::Number(0.0, 1.0);
const POSITIVE: Values = Values::Number(0.0, f64::INFINITY);

fn class_names() -> Vec<&'static str> {
    Class::ALL.map(Class::name).to_vec()
}

fn class_names_and_slugs() -> Vec<&'static str> {
    Class::ALL.into_iter().flat_map(|class| [class.slug(), class.name()]).collect()
}

fn verdicts() -> Vec<&'static str> {
    vec!["accept", "review", "reject"]
}

fn classifiers() -> Vec<&'static str> {
    AnsweredBy::ALL.map(AnsweredBy::slug).to_vec()
}

fn readings() -> Vec<&'static str> {
    vec!["predicted_class", "normal_class"]
}

/// The codes of refusals of pictures, or of requests.
fn codes(is_picture: bool) -> Vec<&'static str> {
    let examples = Problem::examples();
    let wanted = examples.iter().filter(|problem| problem.is_of_picture() == is_picture);
    wanted.map(|problem| problem.status().1).collect()
}

const fn query(
    name: &'static str,
    values: Values,
    about: Words,
    example: &'static str,
) -> Parameter {
    Parameter { name, place: Place::Query, values, about, example }
}

const fn status(number: u16, codes: &'static [&'static str], about: Words) -> Status {
    Status { number, codes, about }
}

const fn field(name: &'static str, values: Values, about: Words) -> Field {
    Field { name, values, about }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Kind, QueryParameters, Route};
    use policy::decision::Verdict;

    #[test]
    fn every_refusal_has_its_status_and_every_status_its_refusals() {
        let examples = Problem::examples();
        for problem in &examples {
            let (number, code) = problem.status();
            let documented = PREDICT_STATUSES.iter().find(|status| status.codes.contains(&code));
            let is_path = matches!(problem, Problem::UnknownRoute(_));
            assert_eq!(documented.map(|status| status.number), (!is_path).then_some(number));
        }
        for status in Route::ALL.into_iter().flat_map(Route::statuses) {
            for code in status.codes {
                let pair = (status.number, *code);
                assert!(examples.iter().any(|problem| problem.status() == pair), "{pair:?}");
            }
        }
    }

    #[test]
    fn every_parameter_of_the_query_is_read_and_says_its_range() {
        for Parameter { name, values, about, example, .. } in
            PREDICT_PARAMETERS.iter().filter(|parameter| parameter.place == Place::Query)
        {
            let read =
                |value: &str| QueryParameters::parse(vec![((*name).to_owned(), value.to_owned())]);
            assert!(read(example).is_ok(), "{name}");
            match values {
                Values::Number(low, high) => {
                    assert!(read(&low.to_string()).is_ok() && read(&high.to_string()).is_ok());
                    assert!(read("-0.01").is_err() && read(&(high + 0.01).to_string()).is_err());
                    assert!(about(Lang::En).starts_with(&format!("From {low} to {high}.")));
                    assert!(about(Lang::Es).starts_with(&format!("De {low} a {high}.")));
                }
                Values::OneOf(words) => assert!(words().into_iter().all(|word| read(word).is_ok())),
                other => panic!("{other:?} is of no parameter"),
            }
            for lang in Lang::ALL {
                assert!(lang.api_unknown_parameter("x").contains(name), "{name}");
            }
        }
    }

    #[test]
    fn every_type_of_a_body_is_taken_and_the_forms_as_a_form() {
        for name in BODY_TYPES {
            let expected = if name == FORM_TYPE { Kind::Form } else { Kind::Picture };
            assert_eq!(Kind::of(Some(name), None), Ok(expected));
        }
    }

    #[test]
    fn sentences_name_every_path_and_what_is_sent_there() {
        let both = |route| Lang::ALL.map(|lang| (lang, route));
        for (lang, route) in Route::ALL.into_iter().flat_map(both) {
            assert!(lang.api_unknown_route("/x").contains(&format!("/{}", route.path())));
            let asked = format!("{} {}", route.method(), route.path());
            let send = [lang.api_send_health(), lang.api_send_predict()];
            assert!(send.iter().any(|sentence| sentence.ends_with(&asked)), "{asked}");
        }
    }

    #[test]
    fn words_of_a_field_are_those_that_are_sent() {
        let sent = serde_json::to_value([Verdict::Accept, Verdict::Review, Verdict::Reject]);
        assert_eq!(sent.unwrap(), serde_json::Value::from(verdicts()));
    }
}
