//! What whoever starts a server may add: other sites, and the page about the API.

use serde_json::Value;
use server::{Limits, Origin, Settings};

use crate::client::{Response, Server, picture};
use crate::predictor::Bands;

fn lets_in(origins: &[&str]) -> Server {
    let cors: Vec<Origin> = origins.iter().map(|origin| origin.parse().unwrap()).collect();
    Server::start_with(Bands::at_once(), |settings| Settings { cors, ..settings })
}

fn allowed(response: &Response) -> Option<&str> {
    response.header("access-control-allow-origin")
}

#[test]
fn pages_of_sites_that_were_named_may_read_and_others_may_not() {
    let server = lets_in(&["https://shop.example", "http://localhost:5173"]);
    let ask = |origin: &str| server.predict(&picture(1), &[&format!("Origin: {origin}")]);
    for origin in ["https://shop.example", "http://localhost:5173"] {
        let answer = ask(origin);
        assert_eq!((answer.status, allowed(&answer)), (200, Some(origin)));
        assert!(answer.headers("vary").contains(&"origin"));
    }
    for origin in ["https://other.example", "http://shop.example", "null"] {
        let answer = ask(origin);
        assert_eq!((answer.status, allowed(&answer)), (200, None), "{origin}");
        assert!(answer.headers("vary").contains(&"origin"));
    }
    // A refusal has to be readable too, or nobody learns why.
    let refused = server.predict(b"no picture", &["Origin: https://shop.example"]);
    assert_eq!((refused.status, allowed(&refused)), (422, Some("https://shop.example")));
}

#[test]
fn a_browser_that_asks_first_learns_what_it_may_send() {
    let headers = [
        "Origin: https://shop.example",
        "Access-Control-Request-Method: POST",
        "Access-Control-Request-Headers: content-type",
    ];
    let answer = lets_in(&["*"]).send("OPTIONS /api/predict", &headers, &[]);
    assert_eq!((answer.status, allowed(&answer)), (204, Some("*")));
    assert_eq!(answer.header("access-control-allow-methods"), Some("POST, OPTIONS"));
    assert!(answer.header("access-control-allow-headers").unwrap().contains("content-type"));
}

#[test]
fn without_a_named_site_no_page_may_read() {
    let answer = Server::usual().predict(&picture(1), &["Origin: https://shop.example"]);
    assert_eq!((answer.status, allowed(&answer)), (200, None));
    assert!(!answer.headers("vary").contains(&"origin"));
}

#[test]
fn the_page_about_the_api_tells_every_path_and_field_and_runs_no_script() {
    let server = Server::start(Limits::default(), Bands::at_once(), None);
    let page = server.get("/docs");
    assert_eq!(page.status, 200);
    assert!(page.header("content-type").unwrap().starts_with("text/html"));
    let html = String::from_utf8(page.body).unwrap();
    let document: Value = serde_json::from_str(server::DOCUMENT).unwrap();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for method in methods.as_object().unwrap().keys() {
            assert!(html.contains(&format!("{} {path}<", method.to_uppercase())), "{path}");
        }
    }
    for schema in document["components"]["schemas"].as_object().unwrap().values() {
        for field in schema["properties"].as_object().into_iter().flat_map(|all| all.keys()) {
            assert!(html.contains(&format!("<code>{field}</code>")), "{field}");
        }
    }
    assert!(!html.contains("<script") && !html.contains("style=\""), "the policy lets none run");
    let style = server.get("/docs/style.css");
    assert_eq!(style.header("content-type"), Some("text/css; charset=utf-8"));
    let spanish = server.send("GET /docs", &["Accept-Language: es"], &[]);
    assert!(String::from_utf8(spanish.body).unwrap().contains("Parámetros"));
    assert_eq!(server.get("/docs/").header("location"), Some("../docs"));
}
