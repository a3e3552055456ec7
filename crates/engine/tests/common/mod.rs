//! A host over the shipped files, and sessions of the engine with it.

#![allow(dead_code, reason = "each test program uses some of it")]

use std::cell::{Cell, RefCell};
use std::fs;
use std::path::{Path, PathBuf};

use burn::tensor::Device as BurnDevice;
use dataset::Class;
use engine::{Chosen, Host, outside, serve};
use futures::channel::mpsc;
use futures::executor::block_on;
use protocol::messages::{
    Body, Device, DeviceReason, DeviceReport, DeviceWish, Event, JobError, JobId, Request, Upload,
};
use vision::cutout::Guidance;
use vision::photo::{Photo, PhotoError};

pub const BUILD: &str = "test";

/// A host over the shipped files, in which one file can be missing or damaged. What it decodes
/// itself is transparent throughout.
#[derive(Default)]
pub struct Files {
    /// How often it was asked to decode a picture.
    pub decoded: Cell<u32>,
    pub missing: Option<&'static str>,
    pub damaged: Option<&'static str>,
    pub clock: Cell<f64>,
}

pub fn public() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../public")
}

impl Host for Files {
    async fn fetch(&self, address: &str, _: &dyn Fn(u64, u64)) -> Result<Vec<u8>, String> {
        if self.missing.is_some_and(|file| address.ends_with(file)) {
            return Err("404 Not Found".to_owned());
        }
        let mut bytes = fs::read(address).map_err(|error| error.to_string())?;
        if self.damaged.is_some_and(|file| address.ends_with(file)) {
            let middle = bytes.len() / 2;
            bytes[middle] ^= 0x80;
        }
        Ok(bytes)
    }

    async fn choose_device(&self, _: DeviceWish) -> Result<Chosen, JobError> {
        let report = DeviceReport {
            device: Device::Cpu,
            reason: DeviceReason::Native,
            self_test_difference: None,
            times: None,
        };
        Ok(Chosen { device: BurnDevice::flex(), report })
    }

    async fn decode(&self, bytes: &[u8]) -> Result<Photo, PhotoError> {
        self.decoded.set(self.decoded.get() + 1);
        match outside::size(bytes) {
            Some((width, height)) => {
                let rgba = vec![0; width as usize * height as usize * 4];
                Ok(outside::photo(width, height, rgba))
            }
            None => Err(PhotoError::NotAnImage),
        }
    }

    fn now_ms(&self) -> f64 {
        self.clock.set(self.clock.get() + 1.0);
        self.clock.get()
    }

    async fn pause(&self) {}

    async fn sleep(&self, ms: f64) {
        self.clock.set(self.clock.get() + ms);
    }

    fn live_bytes(&self) -> u64 {
        0
    }
}

/// The packed data set, where `scripts/test` has put it.
fn site_data() -> PathBuf {
    let named = std::env::var_os("VITRINA_SITE_DATA").map(PathBuf::from);
    named.unwrap_or_else(|| {
        let home = PathBuf::from(std::env::var_os("HOME").unwrap_or_default());
        home.join(".cache/vitrina/site-data")
    })
}

/// All events of a session in which each event may be answered with a request, until one that
/// `is_last`.
pub fn dialogue(
    host: &Files,
    first: Vec<Request>,
    answer: impl Fn(&Event) -> Option<Request>,
    is_last: impl Fn(&Event) -> bool,
) -> Vec<Event> {
    let (sender, receiver) = mpsc::unbounded();
    for request in first {
        sender.unbounded_send(request).unwrap();
    }
    let events = RefCell::new(Vec::new());
    let sender = RefCell::new(Some(sender));
    let hear = |event: Event| {
        if let (Some(request), Some(sender)) = (answer(&event), &*sender.borrow()) {
            sender.unbounded_send(request).unwrap();
        }
        if is_last(&event) {
            // Without a sender the engine's loop ends once it holds still.
            sender.borrow_mut().take();
        }
        events.borrow_mut().push(event);
    };
    block_on(serve(host, BUILD, receiver, &hear));
    events.into_inner()
}

/// All events of a session with these requests.
pub fn session(host: &Files, requests: Vec<Request>) -> Vec<Event> {
    let (sender, receiver) = mpsc::unbounded();
    for request in requests {
        sender.unbounded_send(request).unwrap();
    }
    drop(sender);
    let events = RefCell::new(Vec::new());
    block_on(serve(host, BUILD, receiver, &|event| events.borrow_mut().push(event)));
    events.into_inner()
}

pub fn start() -> Request {
    let models = format!("{}/models/", public().display());
    let data = format!("{}/", site_data().display());
    Request::Start { job: JobId(1), build: BUILD.to_owned(), wish: DeviceWish::Best, models, data }
}

pub fn upload(id: u32, bytes: Vec<u8>) -> Upload {
    let (name, body) = (format!("{id}.png"), Body::Bytes(bytes));
    Upload { id, name, body, guidance: Guidance::default() }
}

pub fn sample(class: Class) -> Vec<u8> {
    fs::read(public().join(format!("samples/{}.png", class.slug()))).unwrap()
}

/// The ends of a job among these events.
pub fn ends(events: &[Event], id: u32) -> Vec<&Event> {
    let is_end = |event: &&Event| match event {
        Event::Ready { job, .. }
        | Event::Done { job }
        | Event::Cancelled { job }
        | Event::Failed { job, .. } => *job == JobId(id),
        _ => false,
    };
    events.iter().filter(is_end).collect()
}
