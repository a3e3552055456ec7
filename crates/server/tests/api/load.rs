//! Much, slow, at once, and the end: nothing kills the server, and nobody loses an answer.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use api::answer::Judged;
use policy::decision::{Policy, Reading};
use server::{End, Limits, PredictError, Predictor};

use crate::client::{Response, Server, head, picture};
use crate::predictor::Bands;

const PNG: &str = "Content-Type: image/png";

/// A server that reads bodies of at most 20 MiB.
fn twenty_megabytes() -> Server {
    let limits = Limits { max_bytes: 20 << 20, ..Limits::default() };
    Server::start(limits, Bands::at_once(), None)
}

#[test]
fn fifty_megabytes_get_their_413_though_they_are_sent_to_the_end() {
    let server = twenty_megabytes();
    let body = vec![0; 50_000_000];
    for headers in [&[PNG][..], &["Content-Type: text/plain"], &[]] {
        let response = server.send("POST /api/predict", headers, &body);
        assert_eq!(response.status, if headers == [PNG] { 413 } else { 415 });
    }
    assert_eq!(server.send("POST /api/nothing", &[PNG], &body).status, 404);
    assert_eq!(server.send("PUT /api/health", &[PNG], &body).status, 405);
    assert_eq!(server.predict(&picture(0), &[]).status, 200);
}

#[test]
fn a_client_that_asks_first_need_not_send_fifty_megabytes() {
    let server = twenty_megabytes();
    let mut stream = server.connect();
    let request = head("POST /api/predict", &[PNG, "Expect: 100-continue"], Some(50_000_000));
    stream.write_all(&request).unwrap();
    assert_eq!(Response::read(&mut stream, false).status, 413);
}

#[test]
fn a_connection_serves_on_after_a_refused_body() {
    let server = Server::usual();
    let mut stream = server.connect();
    for _ in 0..3 {
        let body = vec![0; 1_000_000];
        let request = head("POST /api/predict", &["Content-Type: text/plain"], Some(body.len()));
        stream.write_all(&request).unwrap();
        stream.write_all(&body).unwrap();
        assert_eq!(Response::read(&mut stream, false).status, 415);
    }
    stream.write_all(&head("GET /api/health", &[], None)).unwrap();
    assert_eq!(Response::read(&mut stream, false).status, 200);
}

#[test]
fn a_slow_body_gets_408_and_holds_up_nobody() {
    let limits = Limits { workers: 1, body_time: Duration::from_millis(400), ..Limits::default() };
    let server = Server::start(limits, Bands::at_once(), None);
    let mut slow = server.connect();
    slow.write_all(&head("POST /api/predict", &[PNG], Some(1000))).unwrap();
    slow.write_all(b"a few bytes").unwrap();
    assert_eq!(server.predict(&picture(0), &[]).status, 200);
    let response = Response::read(&mut slow, false);
    assert_eq!(response.refusal(), (408, "too_slow".to_owned()));
    assert_eq!(response.header("connection"), Some("close"));
}

/// Whether the server ends the connection rather than keep it.
fn is_closed(mut stream: &TcpStream) -> bool {
    match stream.read(&mut [0; 16]) {
        Ok(read) => read == 0,
        Err(error) => error.kind() == ErrorKind::ConnectionReset,
    }
}

#[test]
fn half_a_head_and_an_idle_connection_are_closed_in_time() {
    let limits = Limits { idle_time: Duration::from_millis(300), ..Limits::default() };
    let server = Server::start(limits, Bands::at_once(), None);
    let mut stream = server.connect();
    stream.write_all(b"POST /api/predict HTTP/1.1\r\nHost: h").unwrap();
    assert!(is_closed(&stream));
    let mut stream = server.connect();
    stream.write_all(&head("GET /api/health", &[], None)).unwrap();
    assert_eq!(Response::read(&mut stream, false).status, 200);
    assert!(is_closed(&stream));
}

#[test]
fn a_long_prediction_is_no_idle_connection() {
    let limits = Limits { idle_time: Duration::from_millis(100), ..Limits::default() };
    let server = Server::start(limits, Bands { delay: Duration::from_millis(700) }, None);
    assert_eq!(server.predict(&picture(5), &[]).status, 200);
}

#[test]
fn clients_that_say_nothing_leave_room_for_others_once_they_are_closed() {
    let limits =
        Limits { connections: 4, idle_time: Duration::from_millis(300), ..Limits::default() };
    let server = Server::start(limits, Bands::at_once(), None);
    let silent: Vec<TcpStream> = (0..8).map(|_| server.connect()).collect();
    assert_eq!(server.get("/api/health").status, 200);
    drop(silent);
}

#[test]
fn sixty_four_at_once_each_get_their_own_answer() {
    let limits = Limits { workers: 3, ..Limits::default() };
    let server = Server::start(limits, Bands { delay: Duration::from_millis(5) }, None);
    let alone: Vec<_> =
        (0..64).map(|number| server.predict(&picture(number), &[]).json()).collect();
    let mut different = alone.iter().map(|answer| answer["probabilities"].to_string());
    let first = different.next().unwrap();
    assert!(different.filter(|other| *other != first).count() > 50, "the pictures differ");
    thread::scope(|scope| {
        let server = &server;
        let threads: Vec<_> =
            (0..64).map(|n| scope.spawn(move || server.predict(&picture(n), &[]))).collect();
        for (thread, expected) in threads.into_iter().zip(&alone) {
            let response = thread.join().unwrap();
            assert_eq!((response.status, &response.json()), (200, expected));
        }
    });
}

/// Counts how many predictions run at once, and keeps the most.
#[derive(Clone, Default)]
struct Counted(Arc<AtomicUsize>, Arc<AtomicUsize>);

impl Predictor for Counted {
    fn predict(&self, file: Vec<u8>) -> Result<Judged, PredictError> {
        self.1.fetch_max(self.0.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        let judged = Bands { delay: Duration::from_millis(50) }.predict(file);
        self.0.fetch_sub(1, Ordering::SeqCst);
        judged
    }

    fn policy(&self, reading: Reading) -> Policy {
        Bands::at_once().policy(reading)
    }

    fn device(&self) -> String {
        "counted".to_owned()
    }
}

#[test]
fn as_many_predictions_run_at_once_as_there_are_workers_though_clients_leave() {
    let counted = Counted::default();
    let limits = Limits { workers: 2, ..Limits::default() };
    let server = Server::start(limits, counted.clone(), None);
    for _ in 0..4 {
        let mut leaves = server.connect();
        leaves.write_all(&head("POST /api/predict", &[PNG], Some(picture(0).len()))).unwrap();
        leaves.write_all(&picture(0)).unwrap();
    }
    thread::scope(|scope| {
        for n in 0..8 {
            let server = &server;
            scope.spawn(move || assert_eq!(server.predict(&picture(n), &[]).status, 200));
        }
    });
    assert_eq!(counted.1.load(Ordering::SeqCst), 2);
}

#[test]
fn more_than_may_wait_get_503_and_when_to_come_again() {
    let limits = Limits { workers: 1, queue: 2, ..Limits::default() };
    let server = Server::start(limits, Bands { delay: Duration::from_millis(600) }, None);
    let mut first = server.connect();
    let mut second = server.connect();
    for stream in [&mut first, &mut second] {
        stream.write_all(&head("POST /api/predict", &[PNG], Some(picture(0).len()))).unwrap();
        stream.write_all(&picture(0)).unwrap();
    }
    thread::sleep(Duration::from_millis(200));
    let response = server.predict(&picture(0), &[]);
    assert_eq!(response.refusal(), (503, "busy".to_owned()));
    assert_eq!(response.header("retry-after"), Some("1"));
    assert_eq!(Response::read(&mut first, false).status, 200);
    assert_eq!(Response::read(&mut second, false).status, 200);
    assert_eq!(server.predict(&picture(0), &[]).status, 200);
}

#[test]
fn a_server_told_to_stop_finishes_its_work_and_takes_no_more() {
    let mut server =
        Server::start(Limits::default(), Bands { delay: Duration::from_millis(600) }, None);
    let mut idle = server.connect();
    idle.write_all(&head("GET /api/health", &[], None)).unwrap();
    assert_eq!(Response::read(&mut idle, false).status, 200);
    let mut working = server.connect();
    working.write_all(&head("POST /api/predict", &[PNG], Some(picture(0).len()))).unwrap();
    working.write_all(&picture(0)).unwrap();
    thread::sleep(Duration::from_millis(200));
    server.tell_to_stop();
    assert_eq!(Response::read(&mut working, false).status, 200);
    assert!(is_closed(&idle));
    server.wait();
    assert!(TcpStream::connect(server.address).is_err());
}

#[test]
fn a_client_that_does_not_finish_cannot_keep_a_server_that_is_told_to_stop() {
    let limits = Limits { grace: Duration::from_millis(300), ..Limits::default() };
    let mut server = Server::start(limits, Bands::at_once(), None);
    let mut slow = server.connect();
    slow.write_all(&head("POST /api/predict", &[PNG], Some(1000))).unwrap();
    thread::sleep(Duration::from_millis(100));
    let told = Instant::now();
    server.tell_to_stop();
    server.wait();
    assert!(told.elapsed() < Duration::from_secs(10));
}

#[test]
fn a_server_told_twice_to_stop_ends_though_a_body_is_half_sent() {
    let limits = Limits { grace: Duration::from_secs(600), ..Limits::default() };
    let mut server = Server::start(limits, Bands::at_once(), None);
    let mut slow = server.connect();
    slow.write_all(&head("POST /api/predict", &[PNG], Some(1000))).unwrap();
    slow.write_all(&[0; 500]).unwrap();
    thread::sleep(Duration::from_millis(100));
    let told = Instant::now();
    server.tell_to_stop();
    server.tell_to_end_now();
    assert_eq!(server.wait(), Some(End::Now));
    assert!(told.elapsed() < Duration::from_secs(10));
}

#[test]
fn bodies_that_have_not_arrived_take_no_place_in_the_queue() {
    let limits = Limits { queue: 2, ..Limits::default() };
    let server = Server::start(limits, Bands::at_once(), None);
    let body = picture(0);
    let mut slow: Vec<TcpStream> = (0..8).map(|_| server.connect()).collect();
    for stream in &mut slow {
        stream.write_all(&head("POST /api/predict", &[PNG], Some(body.len()))).unwrap();
        stream.write_all(&body[..body.len() / 2]).unwrap();
    }
    thread::sleep(Duration::from_millis(200));
    assert_eq!(server.predict(&picture(1), &[]).status, 200);
    slow[0].write_all(&body[body.len() / 2..]).unwrap();
    assert_eq!(Response::read(&mut slow[0], false).status, 200);
}

#[test]
fn a_body_for_which_others_leave_no_memory_gets_503_until_they_are_gone() {
    let body = picture(0);
    let bytes = body.len() as u64;
    let limits = Limits { max_bytes: bytes, held_bytes: bytes * 3 / 2, ..Limits::default() };
    let server = Server::start(limits, Bands::at_once(), None);
    let mut slow = server.connect();
    slow.write_all(&head("POST /api/predict", &[PNG], Some(body.len()))).unwrap();
    slow.write_all(&body[..body.len() - 1]).unwrap();
    thread::sleep(Duration::from_millis(200));
    let refused = server.predict(&body, &[]);
    assert_eq!(refused.refusal(), (503, "busy".to_owned()));
    slow.write_all(&body[body.len() - 1..]).unwrap();
    assert_eq!(Response::read(&mut slow, false).status, 200);
    assert_eq!(server.predict(&body, &[]).status, 200);
}
