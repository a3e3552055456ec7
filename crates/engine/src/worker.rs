//! The engine in a Web Worker: messages as transferred buffers with the visitor's files beside them,
//! files over the network, the device that the browser offers.

mod device;
mod download;
mod files;
mod memory;
mod picture;

use std::cell::RefCell;
use std::fmt::Debug;

use futures::channel::mpsc;
use gloo_timers::future::TimeoutFuture;
use js_sys::{Array, Uint8Array};
use protocol::messages::{DeviceWish, Event, JobError, JobId, Request};
use vision::photo::{Photo, PhotoError};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent, console};

use crate::host::{Chosen, Host};
use crate::wire::{self, Letter, Outbox};

// The linker would otherwise run every static constructor anew on each call from JavaScript,
// which costs more than a prediction. Calling them once, here, stops that.
unsafe extern "C" {
    fn __wasm_call_ctors();
}

/// Milliseconds between two looks at the messages that came in. A look costs a turn of the event
/// loop, at least 4 ms in a browser.
const LOOK_EVERY_MS: f64 = 50.0;

thread_local! {
    static OUTBOX: Outbox = Outbox::default();
}

/// Starts the worker: listens to the page and serves it until the page ends the worker.
pub fn start(build: &'static str) {
    // SAFETY: this is the first thing the module does, so nothing has run that a constructor
    // could disturb.
    unsafe { __wasm_call_ctors() };
    std::panic::set_hook(Box::new(|panic| {
        console_error_panic_hook::hook(panic);
        post(&Event::Crashed { message: panic.to_string() });
    }));
    let (sender, requests) = mpsc::unbounded();
    let canceller = sender.clone();
    let listener = Closure::<dyn Fn(MessageEvent)>::new(move |message: MessageEvent| {
        let bytes = files::take_in(&message.data());
        match wire::read(&bytes) {
            Ok(request) => log_failure("hand a request over", sender.unbounded_send(request)),
            Err(answer) => _ = post(&answer),
        }
    });
    scope().set_onmessage(Some(listener.as_ref().unchecked_ref()));
    listener.forget();
    wasm_bindgen_futures::spawn_local(async move {
        let host = Browser { looked_ms: RefCell::new(0.0) };
        let emit = |event| {
            if let Some(job) = post(&event) {
                let cancel = Request::Cancel { job };
                log_failure("cancel a job", canceller.unbounded_send(cancel));
            }
        };
        crate::serve(&host, build, requests, &emit).await;
    });
}

fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

/// Sends an event to the page; its bytes are handed over, not copied. Gives the job that is to be
/// cancelled, where its event could not be written.
fn post(event: &Event) -> Option<JobId> {
    if event.is_end() {
        event.job().into_iter().for_each(files::forget);
    }
    let Letter { bytes, failed } = OUTBOX.with(|outbox| outbox.write(event));
    if let Some(bytes) = bytes {
        let buffer = Uint8Array::from(bytes.as_slice()).buffer();
        let posted = scope().post_message_with_transfer(&buffer, &Array::of1(&buffer));
        log_failure("tell the page an event", posted);
    }
    failed
}

/// Says in the browser's console what was tried and why it failed.
fn log_failure<E: Debug>(tried: &str, result: Result<(), E>) {
    if let Err(why) = result {
        console::warn_1(&format!("could not {tried}: {why:?}").into());
    }
}

struct Browser {
    looked_ms: RefCell<f64>,
}

impl Host for Browser {
    async fn fetch(&self, address: &str, progress: &dyn Fn(u64, u64)) -> Result<Vec<u8>, String> {
        download::download(address, progress).await
    }

    async fn choose_device(&self, wish: DeviceWish) -> Result<Chosen, JobError> {
        device::choose(wish).await
    }

    async fn read(&self, job: JobId, place: u32) -> Option<Vec<u8>> {
        files::read(job, place).await
    }

    async fn decode(&self, bytes: &[u8]) -> Result<Photo, PhotoError> {
        picture::decode(bytes).await
    }

    fn now_ms(&self) -> f64 {
        scope().performance().map_or(0.0, |performance| performance.now())
    }

    fn live_bytes(&self) -> u64 {
        memory::live_bytes()
    }

    async fn pause(&self) {
        let now = self.now_ms();
        if now - *self.looked_ms.borrow() >= LOOK_EVERY_MS {
            TimeoutFuture::new(0).await;
            *self.looked_ms.borrow_mut() = self.now_ms();
        }
    }

    async fn sleep(&self, ms: f64) {
        TimeoutFuture::new(ms.ceil() as u32).await;
        *self.looked_ms.borrow_mut() = self.now_ms();
    }
}
