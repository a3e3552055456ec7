//! The OpenAPI document against what the server really does.

use std::collections::BTreeSet;

use api::answer::{Answer, Refusal};
use policy::decision::Reading;
use serde_json::Value;
use server::{DOCUMENT, Predictor, document};
use text::Lang;
use vision::photo::PhotoError;

use crate::client::{Server, picture};
use crate::predictor::Bands;

fn words(list: &Value) -> BTreeSet<&str> {
    list.as_array().unwrap().iter().filter_map(Value::as_str).collect()
}

/// Every property is required and there is no other, at each level of `value`.
fn check(document: &Value, schema: &Value, value: &Value) {
    if let Some(name) = schema["$ref"].as_str() {
        let pointer = name.trim_start_matches('#');
        return check(document, document.pointer(pointer).unwrap(), value);
    }
    if let Some([only]) = schema["allOf"].as_array().map(Vec::as_slice) {
        return check(document, only, value);
    }
    match value {
        Value::Object(fields) => {
            let keys: BTreeSet<&str> = fields.keys().map(String::as_str).collect();
            let described: BTreeSet<&str> =
                schema["properties"].as_object().unwrap().keys().map(String::as_str).collect();
            assert_eq!(keys, described);
            assert_eq!(keys, words(&schema["required"]));
            assert_eq!(schema["additionalProperties"], false);
            for (key, value) in fields {
                check(document, &schema["properties"][key], value);
            }
        }
        Value::Array(items) => {
            let count = |name: &str| schema[name].as_u64().map(|count| count as usize);
            assert!(count("minItems").is_none_or(|least| items.len() >= least));
            assert!(count("maxItems").is_none_or(|most| items.len() <= most));
            items.iter().for_each(|item| check(document, &schema["items"], item));
        }
        Value::Number(number) => {
            assert!(["number", "integer"].contains(&schema["type"].as_str().unwrap()));
            let (end, value) = (|name: &str| schema[name].as_f64(), number.as_f64().unwrap());
            assert!(end("minimum").is_none_or(|low| low <= value), "{value}");
            assert!(end("maximum").is_none_or(|high| value <= high), "{value}");
        }
        Value::String(text) => {
            assert_eq!(schema["type"], "string");
            assert!(schema["enum"].is_null() || words(&schema["enum"]).contains(text.as_str()));
        }
        other => panic!("{other} is not in the answers"),
    }
}

#[test]
fn the_sites_file_is_the_table_as_a_document() {
    assert_eq!(DOCUMENT, format!("{:#}\n", document(Lang::En)), "see server::DOCUMENT");
}

#[test]
fn answers_refusals_and_health_are_as_described() {
    let document = document(Lang::En);
    let schemas = &document["components"]["schemas"];
    let predictor = Bands::at_once();
    let judged = predictor.predict(picture(7)).unwrap();
    let policy = predictor.policy(Reading::PredictedClass);
    let answer = Answer::new("a".to_owned(), &judged, &policy, Lang::En);
    check(&document, &schemas["Answer"], &serde_json::to_value(answer).unwrap());
    let refusal = Refusal::new("a".to_owned(), &PhotoError::Empty, Lang::En);
    check(&document, &schemas["Refusal"], &serde_json::to_value(refusal).unwrap());
    let server = Server::usual();
    check(&document, &schemas["Health"], &server.get("/api/health").json());
    check(&document, &schemas["Reason"], &server.get("/api/nowhere").json());
}

#[test]
fn every_path_of_the_document_is_there() {
    let document = document(Lang::En);
    let server = Server::usual();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for method in methods.as_object().unwrap().keys() {
            let response = server.send(&format!("{} {path}", method.to_uppercase()), &[], &[]);
            assert!(![404, 405].contains(&response.status), "{method} {path}: {response:?}");
        }
    }
}

#[test]
fn no_path_is_answered_beside_the_tables_but_the_document_itself() {
    let literals = include_str!("../../src/server.rs").split("\"/api/").skip(1);
    let paths: Vec<&str> = literals.filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(paths, ["openapi.json", "{*path}"]);
}

#[test]
fn the_examples_are_as_described() {
    let document = document(Lang::Es);
    let schemas = &document["components"]["schemas"];
    for (path, methods) in document["paths"].as_object().unwrap() {
        let operations = methods.as_object().unwrap().values();
        let responses =
            operations.flat_map(|operation| operation["responses"].as_object().unwrap());
        for (status, response) in responses {
            let examples = response["content"]["application/json"]["examples"].as_object().unwrap();
            assert!(!examples.is_empty(), "{path} {status}");
            for (name, example) in examples {
                let value = &example["value"];
                match name.as_str() {
                    "health" => check(&document, &schemas["Health"], value),
                    "one" => check(&document, &schemas["Answer"], value),
                    "several" => {
                        check(&document, &schemas["Answer"], &value[0]);
                        check(&document, &schemas["Refusal"], &value[1]);
                    }
                    code => {
                        let kind = if value["file"].is_null() { "Reason" } else { "Refusal" };
                        check(&document, &schemas[kind], value);
                        assert_eq!(value["code"], code);
                    }
                }
            }
        }
    }
}
