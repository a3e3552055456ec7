//! A worker and the bytes that go to and fro. It knows neither requests nor events.
//!
//! The worker is started by `public/engine.js`, which reports how much of the engine's program has
//! arrived in plain objects; everything else is an array of bytes, handed over without a copy, and
//! on the way to the worker the files beside it.

use gloo_events::EventListener;
use gloo_file::Blob;
use js_sys::{Array, ArrayBuffer, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{ErrorEvent, MessageEvent, Worker, WorkerOptions, WorkerType};

/// What comes from the worker.
#[derive(Clone, Debug, PartialEq)]
pub enum Incoming {
    /// A message of the engine, encoded.
    Message(Vec<u8>),
    /// So many bytes of the engine's program have arrived; the total is 0 where it is not known.
    Loading {
        /// Bytes that have arrived.
        received: u64,
        /// Bytes in all.
        total: u64,
    },
    /// The engine's program could not be loaded; the browser's words.
    NotLoaded(String),
    /// The worker failed outside of any message; the browser's words.
    Broken(String),
}

/// A running worker. Dropping it ends the worker at once.
pub struct Transport {
    worker: Worker,
    _listeners: [EventListener; 3],
}

impl Transport {
    /// Starts the worker at `address` and hands everything that comes from it to `receive`.
    ///
    /// # Errors
    /// The browser's words, when it cannot start a module worker.
    pub fn open(
        address: &str,
        receive: impl Fn(Incoming) + Clone + 'static,
    ) -> Result<Self, String> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        options.set_name("engine");
        let worker = Worker::new_with_options(address, &options).map_err(|error| words(&error))?;
        let listeners = [
            EventListener::new(&worker, "message", {
                let receive = receive.clone();
                move |event| {
                    if let Some(incoming) = event.dyn_ref::<MessageEvent>().and_then(read) {
                        receive(incoming);
                    }
                }
            }),
            EventListener::new(&worker, "error", {
                let receive = receive.clone();
                move |event| receive(Incoming::Broken(error_words(event)))
            }),
            EventListener::new(&worker, "messageerror", move |event| {
                receive(Incoming::Broken(error_words(event)));
            }),
        ];
        Ok(Self { worker, _listeners: listeners })
    }

    /// Hands `bytes` over to the worker, and beside them files, of which nothing is copied.
    ///
    /// # Errors
    /// The browser's words, when the message cannot be sent.
    pub fn send(&self, bytes: &[u8], files: &[Blob]) -> Result<(), String> {
        let array = Uint8Array::from(bytes);
        let transfer = Array::of1(&array.buffer());
        let message = Array::of1(&array);
        for file in files {
            let file: &web_sys::Blob = file.as_ref();
            message.push(file);
        }
        self.worker.post_message_with_transfer(&message, &transfer).map_err(|error| words(&error))
    }
}

impl Drop for Transport {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

fn read(event: &MessageEvent) -> Option<Incoming> {
    let data = event.data();
    if let Some(bytes) = data.dyn_ref::<Uint8Array>() {
        return Some(Incoming::Message(bytes.to_vec()));
    }
    if let Some(buffer) = data.dyn_ref::<ArrayBuffer>() {
        return Some(Incoming::Message(Uint8Array::new(buffer).to_vec()));
    }
    if let Some(why) = property(&data, "failed").and_then(|why| why.as_string()) {
        return Some(Incoming::NotLoaded(why));
    }
    let received = property(&data, "received")?.as_f64()?;
    let total = property(&data, "total").and_then(|total| total.as_f64()).unwrap_or(0.0);
    Some(Incoming::Loading { received: received as u64, total: total as u64 })
}

fn property(object: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(object, &JsValue::from_str(name)).ok().filter(|value| !value.is_undefined())
}

fn error_words(event: &web_sys::Event) -> String {
    event
        .dyn_ref::<ErrorEvent>()
        .map(ErrorEvent::message)
        .filter(|message| !message.is_empty() && message != "undefined")
        .unwrap_or_else(|| "engine.js".to_owned())
}

fn words(error: &JsValue) -> String {
    property(error, "message")
        .and_then(|message| message.as_string())
        .or_else(|| error.as_string())
        .unwrap_or_else(|| "?".to_owned())
}
