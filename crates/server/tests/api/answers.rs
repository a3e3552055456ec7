//! What a picture gets.

use api::answer::Answer;
use dataset::Class;
use policy::decision::Reading;
use serde_json::{Value, json};
use server::{DOCUMENT, Predictor};
use text::Lang;

use crate::client::{FORM, Server, form, picture};
use crate::predictor::Bands;

/// The object that `vitrina predict --json` would print.
fn answer(file: &str, bytes: &[u8], reading: Reading, lang: Lang) -> Value {
    let predictor = Bands::at_once();
    let judged = predictor.predict(bytes.to_vec()).unwrap();
    let answer = Answer::new(file.to_owned(), &judged, &predictor.policy(reading), lang);
    // Through text, as numbers of 32 bits are written shorter than they are kept.
    serde_json::from_str(&serde_json::to_string(&answer).unwrap()).unwrap()
}

#[test]
fn a_picture_gets_the_command_lines_object() {
    let server = Server::usual();
    let response = server.predict(&picture(9), &[]);
    assert_eq!(response.status, 200);
    assert_eq!(response.header("content-language"), Some("en"));
    let expected = answer("image", &picture(9), Reading::PredictedClass, Lang::En);
    assert_eq!(response.json(), expected);
    let body = form(&[("file", "nine.png", &picture(9))]);
    let response = server.send("POST /api/predict", &[FORM, "Accept-Language: es"], &body);
    let expected = answer("nine.png", &picture(9), Reading::PredictedClass, Lang::Es);
    assert_eq!(response.json(), expected);
}

#[test]
fn a_normal_class_and_thresholds_change_the_verdict() {
    let server = Server::usual();
    let judged = |query: &str| {
        let line = format!("POST /api/predict{query}");
        server.send(&line, &["Content-Type: image/png"], &picture(9)).json()
    };
    let expected = answer("image", &picture(9), Reading::NormalClass(Class::AnkleBoot), Lang::En);
    assert_eq!(judged("?normal_class=ankle-boot"), expected);
    assert_eq!(judged("?normal_class=Ankle%20boot"), expected);
    // The block spreads over several bands, so the most of one is above 0.1 and below 0.9.
    assert_eq!(judged("?min_confidence=0.1&max_ratio=2")["verdict"], "accept");
    assert_eq!(judged("?min_confidence=0.9&max_ratio=2")["verdict"], "review");
    assert_eq!(judged("?min_confidence=0.1&max_ratio=0.02")["verdict"], "reject");
}

#[test]
fn several_files_get_a_list_in_which_a_bad_one_spoils_nothing() {
    let server = Server::usual();
    let body = form(&[
        ("file", "a.png", &picture(1)),
        ("file", "b.txt", b"no picture"),
        ("file", "c.png", &picture(2)),
    ]);
    let response = server.send("POST /api/predict", &[FORM], &body);
    assert_eq!(response.status, 200);
    let reason = Lang::En.photo_not_an_image();
    let expected = json!([
        answer("a.png", &picture(1), Reading::PredictedClass, Lang::En),
        { "file": "b.txt", "error": reason, "code": "not_an_image" },
        answer("c.png", &picture(2), Reading::PredictedClass, Lang::En),
    ]);
    assert_eq!(response.json(), expected);
}

#[test]
fn health_tells_what_answers() {
    let response = Server::usual().get("/api/health");
    let expected = json!({
        "status": "ok",
        "version": "1.2.3",
        "device": "bands of pixels",
        "card_sha256": "ab".repeat(32),
    });
    assert_eq!((response.status, response.json()), (200, expected));
}

#[test]
fn the_document_is_served_as_it_lies_in_the_site() {
    let response = Server::usual().get("/api/openapi.json");
    assert_eq!((response.status, response.body.as_slice()), (200, DOCUMENT.as_bytes()));
}

#[test]
fn head_has_no_body_and_options_lists_the_methods() {
    let server = Server::usual();
    let head = server.send("HEAD /api/health", &[], &[]);
    assert_eq!((head.status, head.body.len()), (200, 0));
    for (path, allowed) in
        [("/api/health", "GET, HEAD, OPTIONS"), ("/api/predict", "POST, OPTIONS")]
    {
        let options = server.send(&format!("OPTIONS {path}"), &[], &[]);
        assert_eq!((options.status, options.header("allow")), (204, Some(allowed)));
    }
}
