//! What gets no answer: the status, the code, and the sentence in both languages.

use std::io::Write;

use api::answer::Judged;
use dataset::CLASSES;
use policy::decision::{PhotoThresholds, Policy, Reading};
use policy::quality::QualityLimits;
use server::{Limits, PredictError, Predictor};
use text::Lang;
use vision::photo::PhotoError;

use crate::client::{FORM, Response, Server, form, head, picture};
use crate::predictor::Bands;

fn check(response: &Response, status: u16, code: &str) {
    assert_eq!(response.refusal(), (status, code.to_owned()), "{response:?}");
}

#[test]
fn another_method_gets_405_with_the_methods_that_work() {
    let server = Server::usual();
    for method in ["GET", "PUT", "DELETE", "PATCH", "TRACE"] {
        let response = server.send(&format!("{method} /api/predict"), &[], &[]);
        check(&response, 405, "wrong_method");
        assert_eq!(response.header("allow"), Some("POST, OPTIONS"));
    }
    let response = server.send("POST /api/health", &["Accept-Language: es"], b"{}");
    check(&response, 405, "wrong_method");
    let sentence = Lang::Es.api_wrong_method("POST", "GET, HEAD, OPTIONS");
    assert_eq!(response.json()["error"], sentence.as_str());
}

#[test]
fn another_type_gets_415() {
    let server = Server::usual();
    let send = |headers: &[&str]| server.send("POST /api/predict", headers, &picture(0));
    check(&send(&["Content-Type: application/json"]), 415, "wrong_type");
    check(&send(&[]), 415, "no_type");
    check(&send(&["Content-Type: image/png", "Content-Encoding: gzip"]), 415, "encoded");
    // The type is only a wish: what counts is in the bytes.
    assert_eq!(send(&["Content-Type: image/jpeg"]).status, 200);
    assert_eq!(send(&["Content-Type: application/octet-stream"]).status, 200);
}

#[test]
fn no_picture_gets_422_with_the_sentence_of_page_and_command_line() {
    let server = Server::usual();
    for (lang, header) in [(Lang::En, "Accept-Language: en"), (Lang::Es, "Accept-Language: es")] {
        for (bytes, error, code) in [
            (b"%PDF-1.7".as_slice(), PhotoError::NotAnImage, "not_an_image"),
            (b"", PhotoError::Empty, "empty"),
        ] {
            let response = server.predict(bytes, &[header]);
            check(&response, 422, code);
            assert_eq!(response.json()["error"], lang.photo_error(&error).as_str());
            assert_eq!(response.header("content-language"), Some(lang.code()));
        }
    }
    let whole = picture(3);
    check(&server.predict(&whole[..whole.len() / 2], &[]), 422, "damaged_image");
}

#[test]
fn a_body_above_the_limit_gets_413_and_one_at_the_limit_an_answer() {
    let size = picture(0).len() as u64;
    let server =
        Server::start(Limits { max_bytes: size, ..Limits::default() }, Bands::at_once(), None);
    assert_eq!(server.predict(&picture(0), &[]).status, 200);
    let response = server.predict(&[picture(0), vec![0]].concat(), &[]);
    check(&response, 413, "too_many_bytes");
    let error = PhotoError::TooManyBytes { bytes: size + 1, limit: size };
    assert_eq!(response.json()["error"], Lang::En.photo_error(&error).as_str());
    let body = form(&[("file", "a.png", &picture(0))]);
    check(&server.send("POST /api/predict", &[FORM], &body), 413, "form_too_large");
}

#[test]
fn a_body_of_unknown_length_is_held_to_the_limit_too() {
    let limits = Limits { max_bytes: 1000, ..Limits::default() };
    let server = Server::start(limits, Bands::at_once(), None);
    let mut stream = server.connect();
    let headers = ["Content-Type: image/png", "Transfer-Encoding: chunked"];
    stream.write_all(&head("POST /api/predict", &headers, None)).unwrap();
    for _ in 0..3 {
        stream.write_all(b"200\r\n").unwrap();
        stream.write_all(&[7; 0x200]).unwrap();
        stream.write_all(b"\r\n").unwrap();
    }
    stream.write_all(b"0\r\n\r\n").unwrap();
    check(&Response::read(&mut stream, false), 413, "too_many_bytes");
}

#[test]
fn a_form_that_is_none_gets_400_and_one_without_pictures_422() {
    let limits = Limits { max_files: 2, ..Limits::default() };
    let server = Server::start(limits, Bands::at_once(), None);
    let send = |header: &str, body: &[u8]| server.send("POST /api/predict", &[header], body);
    check(&send("Content-Type: multipart/form-data", b"x"), 400, "malformed_form");
    check(&send(FORM, b"no boundary in here"), 400, "malformed_form");
    let whole = form(&[("file", "a.png", &picture(0))]);
    check(&send(FORM, &whole[..whole.len() / 2]), 400, "malformed_form");
    check(&send(FORM, &form(&[])), 422, "no_file");
    check(&send(FORM, &form(&[("normal_class", "", b"bag")])), 422, "unknown_field");
    let three = form(&[("file", "a", b"1"), ("file", "b", b"2"), ("file", "c", b"3")]);
    check(&send(FORM, &three), 422, "too_many_files");
}

#[test]
fn a_parameter_that_says_nothing_gets_400() {
    let server = Server::usual();
    for (query, code) in [
        ("normal=bag", "unknown_parameter"),
        ("normal_class=hat", "invalid_parameter"),
        ("min_confidence=1.1", "invalid_parameter"),
        ("max_ratio=1&max_ratio=1", "repeated_parameter"),
    ] {
        let line = format!("POST /api/predict?{query}");
        check(&server.send(&line, &["Content-Type: image/png"], &picture(0)), 400, code);
    }
}

#[test]
fn an_unknown_path_gets_404_with_a_reason() {
    let server = Server::usual();
    check(&server.get("/api/predictions"), 404, "unknown_route");
    check(&server.send("POST /api/predict/", &[], b"x"), 404, "unknown_route");
    check(&server.get("/"), 404, "unknown_route");
}

/// An engine that fails, or panics where the file says so.
struct Broken;

impl Predictor for Broken {
    fn predict(&self, file: Vec<u8>) -> Result<Judged, PredictError> {
        assert_ne!(file, b"panic", "as the test wants");
        Err(PredictError::Engine("no memory".to_owned()))
    }

    fn policy(&self, reading: Reading) -> Policy {
        let limits = [QualityLimits::error_alone(0.5); CLASSES];
        Policy {
            min_confidence: 0.5,
            max_ratio: 1.0,
            limits,
            reading,
            photos: PhotoThresholds::NOTHING,
        }
    }

    fn device(&self) -> String {
        "none".to_owned()
    }
}

#[test]
fn an_engine_that_fails_or_panics_gives_500_and_the_server_goes_on() {
    let server = Server::start(Limits::default(), Broken, None);
    let response = server.predict(b"x", &[]);
    check(&response, 500, "engine_failed");
    assert_eq!(response.json()["error"], Lang::En.api_engine_failed("no memory").as_str());
    // More often than there are workers, so that none is lost to a panic.
    for _ in 0..Limits::default().workers + 1 {
        check(&server.predict(b"panic", &[]), 500, "engine_failed");
    }
    assert_eq!(server.get("/api/health").status, 200);
}
