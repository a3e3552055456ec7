//! What the OpenAPI document says of both routes, as the page shows it. A test holds the two
//! together.

use text::Lang;

/// A sentence in both languages.
pub type Words = fn(Lang) -> &'static str;

/// A named thing with what it means.
pub struct Fact {
    /// Its name in requests or answers.
    pub name: &'static str,
    /// Where it stands or what kind it is, where that is not plain.
    pub place: Option<Words>,
    /// What it means.
    pub about: Words,
}

/// What a status means, and the codes that come with it.
pub struct Status {
    /// The number.
    pub number: u16,
    /// The codes of its reasons.
    pub codes: &'static [&'static str],
}

/// Parameters of `api/predict`.
pub const PARAMETERS: [Fact; 4] = [
    parameter("normal_class", Lang::api_in_query, Lang::api_normal_class),
    parameter("min_confidence", Lang::api_in_query, Lang::api_min_confidence),
    parameter("max_ratio", Lang::api_in_query, Lang::api_max_ratio),
    LANGUAGE,
];

/// The header that both routes take.
pub const LANGUAGE: Fact =
    parameter("Accept-Language", Lang::api_in_header, Lang::api_accept_language);

/// Types of a body.
pub const TYPES: [&str; 7] = [
    "image/png",
    "image/jpeg",
    "image/webp",
    "image/gif",
    "image/bmp",
    "application/octet-stream",
    "multipart/form-data",
];

/// Fields of an answer.
pub const FIELDS: [Fact; 10] = [
    field("file", Lang::api_field_file),
    field("predicted", Lang::api_field_predicted),
    field("probabilities", Lang::api_field_probabilities),
    field("confidence", Lang::api_field_confidence),
    field("reconstruction_error", Lang::api_field_error),
    field("quality", Lang::api_field_quality),
    field("verdict", Lang::api_field_verdict),
    field("reasons", Lang::api_field_reasons),
    field("warnings", Lang::api_field_warnings),
    field("latency_ms", Lang::api_field_latency),
];

/// What `api/predict` may answer.
pub const STATUSES: [Status; 9] = [
    status(200, &[]),
    status(
        400,
        &[
            "unknown_parameter",
            "repeated_parameter",
            "invalid_parameter",
            "malformed_form",
            "cut_off",
        ],
    ),
    METHOD,
    status(408, &["too_slow"]),
    status(413, &["form_too_large", "too_many_bytes"]),
    status(415, &["wrong_type", "no_type", "encoded"]),
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
    ),
    status(500, &["engine_failed"]),
    status(503, &["busy", "no_engine"]),
];

/// Another method, on any route; OpenAPI has no place for it.
pub const METHOD: Status = status(405, &["wrong_method"]);

const fn parameter(name: &'static str, place: Words, about: Words) -> Fact {
    Fact { name, place: Some(place), about }
}

const fn field(name: &'static str, about: Words) -> Fact {
    Fact { name, place: None, about }
}

const fn status(number: u16, codes: &'static [&'static str]) -> Status {
    Status { number, codes }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::Value;

    use super::*;

    fn document() -> Value {
        serde_json::from_str(include_str!("../../../public/api/openapi.json")).unwrap()
    }

    /// All words in lists called `enum`, at any depth.
    fn words<'a>(value: &'a Value, found: &mut BTreeSet<&'a str>) {
        match value {
            Value::Object(fields) => {
                for (name, value) in fields {
                    match value {
                        Value::Array(list) if name == "enum" => {
                            found.extend(list.iter().filter_map(Value::as_str));
                        }
                        _ => words(value, found),
                    }
                }
            }
            Value::Array(list) => list.iter().for_each(|value| words(value, found)),
            _ => {}
        }
    }

    #[test]
    fn parameters_types_and_fields_are_the_documents() {
        let document = document();
        let predict = &document["paths"]["/api/predict"]["post"];
        let parameters: BTreeSet<_> = predict["parameters"]
            .as_array()
            .unwrap()
            .iter()
            .map(|parameter| parameter["name"].as_str().unwrap_or("Accept-Language"))
            .collect();
        assert_eq!(parameters, PARAMETERS.iter().map(|fact| fact.name).collect());
        let types = predict["requestBody"]["content"].as_object().unwrap();
        assert_eq!(
            types.keys().collect::<BTreeSet<_>>(),
            TYPES.map(str::to_owned).iter().collect()
        );
        let fields = document["components"]["schemas"]["Answer"]["properties"].as_object().unwrap();
        assert_eq!(
            fields.keys().map(String::as_str).collect::<BTreeSet<_>>(),
            FIELDS.iter().map(|fact| fact.name).collect()
        );
    }

    #[test]
    fn statuses_and_their_codes_are_the_documents() {
        let document = document();
        let responses = &document["paths"]["/api/predict"]["post"]["responses"];
        let described: BTreeSet<_> = responses.as_object().unwrap().keys().collect();
        let mut shown = BTreeSet::new();
        for Status { number, codes } in &STATUSES {
            assert!(Lang::En.api_status(*number).is_some());
            let name = number.to_string();
            if *number == METHOD.number {
                continue;
            }
            let mut found = BTreeSet::new();
            words(&responses[&name]["content"]["application/json"]["schema"], &mut found);
            assert_eq!(found, codes.iter().copied().collect(), "{number}");
            shown.insert(name);
        }
        assert_eq!(shown.iter().collect::<BTreeSet<_>>(), described);
    }
}
