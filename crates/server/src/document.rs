//! The OpenAPI document, made of the API's own table and of what real values are sent as.

use api::answer::Judged;
use api::table::{
    self, ANSWER, BODY_TYPES, FORM_TYPE, Field, OBJECTS, Object, Parameter, Place, Status, Values,
};
use api::{FILE_FIELD, Health, MAX_FILES, Problem, Reply, Route};
use dataset::{CLASSES, Class};
use policy::decision::{Answered, AnsweredBy, PhotoThresholds, Policy, Reading};
use policy::quality::QualityLimits;
use serde::Serialize;
use serde_json::{Map, Value, json};
use text::Lang;
use vision::photo::PhotoError;

/// Another method's status. OpenAPI has no place for it below a method.
const WRONG_METHOD: u16 = 405;

/// The document, its words and its examples in `lang`.
pub fn document(lang: Lang) -> Value {
    let path = |route: Route| {
        let method = route.method().to_lowercase();
        (format!("/{}", route.path()), json!({ method: operation(route, lang) }))
    };
    let schema = |object: &Object| (object.name.to_owned(), object_schema(object, lang));
    json!({
        "openapi": "3.0.3",
        "info": {
            "title": "Vitrina",
            "version": env!("CARGO_PKG_VERSION"),
            "license": { "name": "MIT" },
            "description": lang.api_document_about(),
        },
        "servers": [{ "url": "../", "description": lang.api_document_server() }],
        "paths": Map::from_iter(Route::ALL.map(path)),
        "components": { "schemas": Map::from_iter(OBJECTS.map(schema)) },
    })
}

fn operation(route: Route, lang: Lang) -> Value {
    let parameters = route.parameters().iter().map(|parameter| parameter_schema(parameter, lang));
    let statuses = route.statuses().iter().filter(|status| status.number != WRONG_METHOD);
    let responses = statuses.map(|status| {
        let content =
            if status.codes.is_empty() { answers(route, lang) } else { refusals(status, lang) };
        (status.number.to_string(), response(status, content, lang))
    });
    let mut operation = json!({
        "operationId": route.path().trim_start_matches("api/"),
        "summary": route.summary()(lang),
        "parameters": parameters.collect::<Vec<_>>(),
        "responses": Map::from_iter(responses),
    });
    if route == Route::Predict {
        operation["description"] = lang.api_predict_about().into();
        operation["requestBody"] = json!({
            "required": true,
            "description": table::body_about(lang),
            "content": Map::from_iter(BODY_TYPES.map(|name| (name.to_owned(), body(name)))),
        });
    }
    operation
}

fn parameter_schema(parameter: &Parameter, lang: Lang) -> Value {
    let Parameter { name, place, values, about, example } = parameter;
    let place = match place {
        Place::Query => "query",
        Place::Header => "header",
    };
    let example = match values {
        Values::Number(..) => example.parse().map_or(Value::Null, number),
        _ => Value::from(*example),
    };
    json!({
        "name": name,
        "in": place,
        "description": about(lang),
        "schema": schema(values),
        "example": example,
    })
}

fn body(content_type: &str) -> Value {
    let file = json!({ "type": "string", "format": "binary" });
    if content_type != FORM_TYPE {
        return json!({ "schema": file });
    }
    let files = json!({ "type": "array", "minItems": 1, "maxItems": MAX_FILES, "items": file });
    json!({ "schema": {
        "type": "object",
        "additionalProperties": false,
        "required": [FILE_FIELD],
        "properties": { FILE_FIELD: files },
    } })
}

/// A response with JSON: its schema and its examples, each with its name.
fn response(status: &Status, (schema, examples): (Value, Map<String, Value>), lang: Lang) -> Value {
    let mut headers = json!({ "Content-Language": {
        "description": lang.api_content_language(),
        "required": true,
        "schema": { "type": "string", "enum": Lang::ALL.map(Lang::code) },
    } });
    if of_status(status)
        .any(|problem| problem.header().is_some_and(|(name, _)| name == "retry-after"))
    {
        headers["Retry-After"] = json!({
            "description": lang.api_retry_after(),
            "required": true,
            "schema": { "type": "integer", "minimum": 1 },
        });
    }
    json!({
        "description": (status.about)(lang),
        "headers": headers,
        "content": { "application/json": { "schema": schema, "examples": examples } },
    })
}

/// What a request to a path gets where nothing is wrong.
fn answers(route: Route, lang: Lang) -> (Value, Map<String, Value>) {
    match route {
        Route::Health => {
            let health = Health::new(env!("CARGO_PKG_VERSION"), "CPU".to_owned(), "0".repeat(64));
            (
                reference("Health"),
                Map::from_iter([named("health", lang.api_object_health(), &health)]),
            )
        }
        Route::Predict => {
            let outcome = json!({ "oneOf": [reference(ANSWER.name), reference("Refusal")] });
            let several = json!({ "type": "array", "minItems": 2, "items": outcome });
            let examples = [
                named("one", lang.api_one_picture(), &reply(1, lang)),
                named("several", lang.api_several_pictures(), &reply(2, lang)),
            ];
            (json!({ "oneOf": [reference(ANSWER.name), several] }), Map::from_iter(examples))
        }
    }
}

/// The reply to the first `count` of a picture and a text.
fn reply(count: usize, lang: Lang) -> Option<Reply> {
    let mut probabilities = [0.0001; CLASSES];
    probabilities[Class::Bag.index()] = 0.9991;
    let judged = Judged {
        probabilities,
        answered: Answered { by: AnsweredBy::Both, none_of_the_ten: 0.0003, has_person: false },
        errors: [0.0121; CLASSES],
        detail: 0.1,
        warnings: Vec::new(),
        latency_ms: 1.9,
    };
    let limits = QualityLimits { error: (0.0032, 0.0455), relative: (0.0381, 0.4113) };
    let policy = Policy {
        min_confidence: 0.76,
        max_ratio: 1.0,
        limits: [limits; CLASSES],
        reading: Reading::PredictedClass,
        photos: PhotoThresholds { min_confidence: 0.76, widening: 1.0 },
    };
    let mut found = vec![
        ("bag.png".to_owned(), Ok(judged)),
        ("notes.txt".to_owned(), Err(PhotoError::NotAnImage)),
    ];
    found.truncate(count);
    // Only a request for a single file that is no picture has none.
    api::reply(found, &policy, lang).ok()
}

/// The refusals of a status, each by its code.
fn refusals(status: &Status, lang: Lang) -> (Value, Map<String, Value>) {
    let kinds = [("Refusal", true), ("Reason", false)].map(|(name, is_of_picture)| {
        let problems = of_status(status).filter(|problem| problem.is_of_picture() == is_of_picture);
        let codes: Vec<&str> = problems.map(|problem| problem.status().1).collect();
        let narrowed = json!({ "type": "object", "properties": { "code": { "enum": codes } } });
        (!codes.is_empty()).then(|| json!({ "allOf": [reference(name), narrowed] }))
    });
    let schema = match kinds {
        [Some(one), None] | [None, Some(one)] => one,
        both => json!({ "oneOf": both }),
    };
    let example = |problem: Problem| {
        let (_, code) = problem.status();
        (code.to_owned(), json!({ "value": problem.body(lang) }))
    };
    (schema, of_status(status).map(example).collect())
}

fn of_status(status: &Status) -> impl Iterator<Item = Problem> {
    let problems = Problem::examples().into_iter();
    problems.filter(|problem| status.codes.contains(&problem.status().1))
}

fn named(name: &str, summary: &str, value: &impl Serialize) -> (String, Value) {
    // Through text, as numbers of 32 bits are written shorter than they are kept.
    let text = serde_json::to_string(value).unwrap_or_default();
    let value: Value = serde_json::from_str(&text).unwrap_or_default();
    (name.to_owned(), json!({ "summary": summary, "value": value }))
}

fn object_schema(object: &Object, lang: Lang) -> Value {
    let names = object.fields.iter().map(|field| field.name);
    let property = |&Field { name, values, about }: &Field| {
        let mut property = match values {
            // Beside a reference nothing else counts.
            Values::Object(name) => json!({ "allOf": [reference(name)] }),
            _ => schema(&values),
        };
        property["description"] = about(lang).into();
        (name.to_owned(), property)
    };
    json!({
        "type": "object",
        "description": (object.about)(lang),
        "additionalProperties": false,
        "required": names.collect::<Vec<_>>(),
        "properties": Map::from_iter(object.fields.iter().map(property)),
    })
}

fn schema(values: &Values) -> Value {
    match *values {
        Values::Text => json!({ "type": "string" }),
        Values::Sha256 => json!({ "type": "string", "pattern": "^[0-9a-f]{64}$" }),
        Values::OneOf(words) => json!({ "type": "string", "enum": words() }),
        Values::Label => json!({ "type": "integer", "minimum": 0, "maximum": CLASSES - 1 }),
        Values::Number(low, high) => {
            let mut schema = json!({ "type": "number", "minimum": number(low) });
            if high.is_finite() {
                schema["maximum"] = number(high);
            }
            schema
        }
        Values::List(of, least, most) => {
            let mut list = json!({ "type": "array", "minItems": least, "items": schema(of) });
            if let Some(most) = most {
                list["maxItems"] = most.into();
            }
            list
        }
        Values::Object(name) => reference(name),
    }
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

/// A number as a person writes it: 1, not 1.0.
fn number(value: f64) -> Value {
    if value.fract() == 0.0 { json!(value as i64) } else { json!(value) }
}
