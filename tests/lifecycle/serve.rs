//! `vitrina serve` gives over HTTP what `vitrina predict --json` prints, and refuses in words.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};

use serde_json::Value;

use crate::{json, root, vitrina};

/// A server on a free port. It ends when it is dropped.
struct Server {
    process: Child,
    address: String,
}

impl Server {
    fn start() -> Self {
        let mut command = vitrina();
        command.args(["serve", "--port", "0"]).stdout(Stdio::piped());
        let mut process = command.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let rest = line.split_once("http://").unwrap().1;
        let address = rest.split_whitespace().next().unwrap().to_owned();
        Self { process, address }
    }

    /// The status and the JSON of one request.
    fn ask(&self, method: &str, path: &str, kind: &str, body: &[u8]) -> (u16, Value) {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let length = body.len();
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: vitrina\r\nConnection: close\r\n\
             Content-Type: {kind}\r\nContent-Length: {length}\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).unwrap();
        stream.write_all(body).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let status = head.split_whitespace().nth(1).unwrap().parse().unwrap();
        (status, serde_json::from_str(body).unwrap())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[test]
fn the_server_answers_as_the_command_line_does() {
    let server = Server::start();
    let (status, health) = server.ask("GET", "/api/health", "text/plain", b"");
    assert_eq!((status, health["status"].as_str()), (200, Some("ok")));
    let sample = root().join("public/samples/coat.png");
    let mut printed = json(vitrina().args(["predict", "--json"]).arg(&sample));
    let (status, mut answer) =
        server.ask("POST", "/api/predict", "image/png", &fs::read(&sample).unwrap());
    assert_eq!(status, 200, "{answer}");
    // A body has no file name, and no two passes take the same time.
    for object in [&mut printed, &mut answer] {
        for field in ["file", "latency_ms"] {
            assert!(object.as_object_mut().unwrap().remove(field).is_some());
        }
    }
    assert_eq!(answer, printed);
}

#[test]
fn the_server_refuses_in_words_what_is_no_picture() {
    let server = Server::start();
    let (status, refusal) = server.ask("POST", "/api/predict", "image/png", b"no picture");
    assert_eq!(status, 422);
    assert!(refusal["error"].as_str().is_some_and(|words| words.len() > 10), "{refusal}");
    assert_eq!(server.ask("POST", "/api/predict", "text/plain", b"no picture").0, 415);
    assert_eq!(server.ask("DELETE", "/api/predict", "text/plain", b"").0, 405);
}
