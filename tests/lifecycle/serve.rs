//! `vitrina serve` gives over HTTP what `vitrina predict --json` prints, and refuses in words.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::{json, root, vitrina};

/// A server on a free port. It ends when it is dropped.
struct Server {
    process: Child,
    address: String,
}

impl Server {
    fn start() -> Self {
        Self::of(vitrina().args(["serve", "--port", "0"]))
    }

    fn of(command: &mut Command) -> Self {
        let mut process = command.stdout(Stdio::piped()).spawn().unwrap();
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

#[cfg(unix)]
#[test]
fn a_second_interrupt_ends_the_server_while_a_body_is_half_sent() {
    let mut server = Server::start();
    let mut stream = TcpStream::connect(&server.address).unwrap();
    let head = "POST /api/predict HTTP/1.1\r\nHost: vitrina\r\nContent-Type: image/png\r\n\
                Content-Length: 1000\r\n\r\nhalf";
    stream.write_all(head.as_bytes()).unwrap();
    let interrupt = |server: &Server| {
        let id = server.process.id().to_string();
        assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    };
    sleep(Duration::from_millis(300));
    interrupt(&server);
    sleep(Duration::from_millis(300));
    assert!(server.process.try_wait().unwrap().is_none(), "the first one waits for the body");
    let told = Instant::now();
    interrupt(&server);
    assert!(server.process.wait().unwrap().success());
    assert!(told.elapsed() < Duration::from_secs(10), "{:?}", told.elapsed());
}

#[test]
fn the_access_log_has_a_line_for_each_request() {
    let mut command = vitrina();
    command.args(["serve", "--port", "0", "--access-log", "--cors", "https://shop.example"]);
    let mut server = Server::of(command.stderr(Stdio::piped()));
    server.ask("GET", "/api/health?a=1", "text/plain", b"");
    let mut line = String::new();
    BufReader::new(server.process.stderr.take().unwrap()).read_line(&mut line).unwrap();
    assert!(line.contains(" 127.0.0.1 \"GET /api/health?a=1\" 200 "), "{line}");
    let output = vitrina().args(["serve", "--cors", "shop"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2), "that is no origin");
}
