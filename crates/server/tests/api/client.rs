//! A running server, and a client small enough to be slow, rude or concurrent on purpose.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::path::PathBuf;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use image::{GrayImage, ImageFormat, Luma};
use serde_json::Value;
use server::{End, Limits, Predictor, Settings, Stop, serve};
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::predictor::Bands;

/// Longer than anything here takes: a test that waits so long has failed.
const PATIENCE: Duration = Duration::from_secs(30);

/// A server on a free port of this machine. It stops when it is dropped.
pub struct Server {
    pub address: SocketAddr,
    gently: Option<oneshot::Sender<()>>,
    now: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<End>>,
}

impl Server {
    pub fn start(limits: Limits, predictor: impl Predictor, site: Option<PathBuf>) -> Self {
        Self::start_with(predictor, |settings| Settings { limits, site, ..settings })
    }

    /// A server with usual settings that were changed.
    pub fn start_with(
        predictor: impl Predictor,
        change: impl FnOnce(Settings) -> Settings,
    ) -> Self {
        let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        listener.set_nonblocking(true).unwrap();
        let address = listener.local_addr().unwrap();
        let settings = change(Settings {
            address,
            site: None,
            version: "1.2.3".to_owned(),
            card_sha256: "ab".repeat(32),
            cors: Vec::new(),
            access_log: false,
            limits: Limits::default(),
        });
        let (gently, gently_told) = oneshot::channel();
        let (now, now_told) = oneshot::channel();
        let thread = std::thread::spawn(move || {
            let runtime =
                tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let listener = TcpListener::from_std(listener).unwrap();
                let stop = Stop { gently: told(gently_told), now: told(now_told) };
                serve(listener, settings, Arc::new(predictor), stop).await.unwrap()
            })
        });
        Self { address, gently: Some(gently), now: Some(now), thread: Some(thread) }
    }

    /// A server with usual limits and no site.
    pub fn usual() -> Self {
        Self::start(Limits::default(), Bands::at_once(), None)
    }

    /// Tells the server to stop; it may still finish something.
    pub fn tell_to_stop(&mut self) {
        if let Some(gently) = self.gently.take() {
            let _ = gently.send(());
        }
    }

    /// Tells the server to end at once.
    pub fn tell_to_end_now(&mut self) {
        if let Some(now) = self.now.take() {
            let _ = now.send(());
        }
    }

    /// Waits for the server's end, and says how it ended if nobody has waited before.
    pub fn wait(&mut self) -> Option<End> {
        self.thread.take().map(|thread| thread.join().unwrap())
    }

    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.set_write_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    /// Sends one request on a connection of its own. `headers` has a line each, without ends.
    pub fn send(&self, line: &str, headers: &[&str], body: &[u8]) -> Response {
        let mut stream = self.connect();
        stream.write_all(&head(line, headers, Some(body.len()))).unwrap();
        stream.write_all(body).unwrap();
        Response::read(&mut stream, line.starts_with("HEAD"))
    }

    pub fn get(&self, path: &str) -> Response {
        self.send(&format!("GET {path}"), &[], &[])
    }

    pub fn predict(&self, body: &[u8], headers: &[&str]) -> Response {
        let headers = [&["Content-Type: image/png"], headers].concat();
        self.send("POST /api/predict", &headers, body)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.tell_to_stop();
        if !std::thread::panicking() {
            self.wait();
        }
    }
}

/// Ends once a word comes; never where nobody can send one any more.
async fn told(word: oneshot::Receiver<()>) {
    if word.await.is_err() {
        std::future::pending::<()>().await;
    }
}

/// The head of a request; `line` is method and path.
pub fn head(line: &str, headers: &[&str], length: Option<usize>) -> Vec<u8> {
    let mut text = format!("{line} HTTP/1.1\r\nHost: here\r\n");
    for header in headers {
        text += &format!("{header}\r\n");
    }
    if let Some(length) = length {
        text += &format!("Content-Length: {length}\r\n");
    }
    (text + "\r\n").into_bytes()
}

/// A response, read to the length that it gives.
#[derive(Debug)]
pub struct Response {
    pub status: u16,
    head: String,
    pub body: Vec<u8>,
}

impl Response {
    pub fn read(stream: &mut impl Read, is_head: bool) -> Self {
        let mut head = Vec::new();
        let mut byte = [0];
        while !head.ends_with(b"\r\n\r\n") {
            stream.read_exact(&mut byte).expect("a whole head");
            head.push(byte[0]);
        }
        let head = String::from_utf8(head).unwrap();
        let status = head.split(' ').nth(1).and_then(|word| word.parse().ok()).unwrap();
        let mut response = Self { status, head, body: Vec::new() };
        let length = response.header("content-length").map_or(0, |text| text.parse().unwrap());
        if !is_head {
            response.body = vec![0; length];
            stream.read_exact(&mut response.body).expect("a whole body");
        }
        response
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers(name).first().copied()
    }

    /// Every value of a header that may come several times.
    pub fn headers(&self, name: &str) -> Vec<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(':'));
        let named = lines.filter(|(key, _)| key.eq_ignore_ascii_case(name));
        named.map(|(_, value)| value.trim()).collect()
    }

    pub fn json(&self) -> Value {
        assert_eq!(self.header("content-type"), Some("application/json"), "{self:?}");
        serde_json::from_slice(&self.body).unwrap()
    }

    /// Status and code of a refusal.
    pub fn refusal(&self) -> (u16, String) {
        (self.status, self.json()["code"].as_str().unwrap_or_default().to_owned())
    }
}

/// A PNG of 28×28 with a light block whose place and brightness tell pictures apart.
pub fn picture(number: u8) -> Vec<u8> {
    let (x, y) = (u32::from(number % 8) * 2, u32::from(number / 8) * 2);
    let image = GrayImage::from_fn(28, 28, |column, row| {
        let is_in = (x..x + 10).contains(&column) && (y..y + 10).contains(&row);
        Luma([if is_in { 150 + number } else { 0 }])
    });
    let mut bytes = std::io::Cursor::new(Vec::new());
    image.write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// A form with fields of these names, file names and contents; the boundary is `edge`.
pub fn form(fields: &[(&str, &str, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, file, content) in fields {
        let line = format!(
            "--edge\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file}\"\r\n\r\n"
        );
        body.extend_from_slice(line.as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--edge--\r\n");
    body
}

/// The header that goes with [`form`].
pub const FORM: &str = "Content-Type: multipart/form-data; boundary=edge";
