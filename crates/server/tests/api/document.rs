//! The OpenAPI document against what the server really does.

use std::collections::BTreeSet;

use api::CODES;
use api::answer::{Answer, Refusal};
use dataset::Class;
use policy::decision::{Reading, Verdict};
use serde_json::Value;
use server::{DOCUMENT, Limits, Predictor};
use vision::photo::PhotoError;

use crate::client::{Server, picture};
use crate::predictor::Bands;

fn document() -> Value {
    serde_json::from_str(DOCUMENT).unwrap()
}

fn words(list: &Value) -> BTreeSet<&str> {
    list.as_array().unwrap().iter().filter_map(Value::as_str).collect()
}

/// Every property is required and there is no other, at each level of `value`.
fn check(document: &Value, schema: &Value, value: &Value) {
    if let Some(name) = schema["$ref"].as_str() {
        let pointer = name.trim_start_matches('#');
        return check(document, document.pointer(pointer).unwrap(), value);
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
        Value::Number(_) => {
            assert!(["number", "integer"].contains(&schema["type"].as_str().unwrap()))
        }
        Value::String(text) => {
            assert_eq!(schema["type"], "string");
            assert!(schema["enum"].is_null() || words(&schema["enum"]).contains(text.as_str()));
        }
        other => panic!("{other} is not in the answers"),
    }
}

#[test]
fn answers_refusals_and_health_are_as_described() {
    let document = document();
    let schemas = &document["components"]["schemas"];
    let predictor = Bands::at_once();
    let judged = predictor.predict(picture(7)).unwrap();
    let policy = predictor.policy(Reading::PredictedClass);
    let answer = Answer::new("a".to_owned(), &judged, &policy, text::Lang::En);
    check(&document, &schemas["Answer"], &serde_json::to_value(answer).unwrap());
    let refusal = Refusal::new("a".to_owned(), &PhotoError::Empty, text::Lang::En);
    check(&document, &schemas["Refusal"], &serde_json::to_value(refusal).unwrap());
    let server = Server::usual();
    check(&document, &schemas["Health"], &server.get("/api/health").json());
    check(&document, &schemas["Reason"], &server.get("/api/nowhere").json());
}

#[test]
fn names_codes_and_limits_are_the_programs_own() {
    let document = document();
    let schemas = &document["components"]["schemas"];
    let names: Vec<_> = Class::ALL.iter().map(|class| class.name()).collect();
    assert_eq!(schemas["ClassName"]["enum"], Value::from(names.clone()));
    let wanted = &document["paths"]["/api/predict"]["post"]["parameters"][1];
    let both: BTreeSet<_> = Class::ALL.iter().map(|class| class.slug()).chain(names).collect();
    assert_eq!(
        (wanted["name"].as_str(), words(&wanted["schema"]["enum"])),
        (Some("normal_class"), both)
    );
    let verdicts = [Verdict::Accept, Verdict::Review, Verdict::Reject];
    let expected = serde_json::to_value(verdicts).unwrap();
    assert_eq!(schemas["Answer"]["properties"]["verdict"]["enum"], expected);
    let mut codes = words(&schemas["Reason"]["properties"]["code"]["enum"]);
    codes.extend(words(&schemas["Refusal"]["properties"]["code"]["enum"]));
    assert_eq!(codes, CODES.into_iter().collect());
    let form =
        &document["paths"]["/api/predict"]["post"]["requestBody"]["content"]["multipart/form-data"];
    assert_eq!(form["schema"]["properties"]["file"]["maxItems"], Limits::default().max_files);
    assert_eq!(document["info"]["version"], env!("CARGO_PKG_VERSION"));
}

#[test]
fn every_path_of_the_document_is_there() {
    let document = document();
    let server = Server::usual();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for method in methods.as_object().unwrap().keys() {
            let response = server.send(&format!("{} {path}", method.to_uppercase()), &[], &[]);
            assert!(![404, 405].contains(&response.status), "{method} {path}: {response:?}");
        }
    }
}

#[test]
fn the_examples_are_as_described() {
    let document = document();
    let schemas = &document["components"]["schemas"];
    let responses = document["paths"]["/api/predict"]["post"]["responses"].as_object().unwrap();
    for (status, response) in responses {
        let content = &response["content"]["application/json"];
        if status == "200" {
            check(&document, &schemas["Answer"], &content["examples"]["one"]["value"]);
            let several = &content["examples"]["several"]["value"];
            check(&document, &schemas["Answer"], &several[0]);
            check(&document, &schemas["Refusal"], &several[1]);
        } else {
            let example = &content["example"];
            let kind = if example["file"].is_null() { "Reason" } else { "Refusal" };
            check(&document, &schemas[kind], example);
        }
    }
}
