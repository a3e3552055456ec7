//! The site's service worker as the page sees it: whether there is one, and its messages.

use gloo_events::EventListener;
use js_sys::{Promise, Reflect};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{MessageEvent, ServiceWorkerContainer};

use super::responder::Responder;
use crate::predict::camera::is_secure;

/// What the service worker is doing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WorkerState {
    /// It is on its way.
    Installing,
    /// It takes this page's requests.
    Active,
    /// There is none.
    Missing(Obstacle),
}

/// Why there is no service worker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// The page came over plain http from another machine.
    Insecure,
    /// This browser has none for pages.
    Unknown,
    /// The browser refused; its own words.
    Refused(String),
}

/// A handle to the service worker, copied freely.
#[derive(Clone, Copy)]
pub struct ApiWorker {
    state: RwSignal<WorkerState>,
    _listeners: StoredValue<Vec<EventListener>, LocalStorage>,
}

impl ApiWorker {
    /// Waits for the service worker where there may be one, and has `clerk` answer it.
    pub fn start(clerk: Responder) -> Self {
        let state = RwSignal::new(WorkerState::Installing);
        let listeners = match container() {
            Some(container) => {
                let hear = EventListener::new(&container, "message", move |event| {
                    if let Some(event) = event.dyn_ref::<MessageEvent>() {
                        clerk.hear(event);
                    }
                });
                let taken = EventListener::new(&container, "controllerchange", move |_| {
                    state.set(WorkerState::Active);
                });
                spawn_local(async move {
                    match registered(&container).await {
                        Ok(true) => state.set(WorkerState::Active),
                        Ok(false) => {}
                        Err(error) => {
                            state.set(WorkerState::Missing(Obstacle::Refused(words(&error))));
                        }
                    }
                });
                vec![hear, taken]
            }
            None => {
                let why = if is_secure() { Obstacle::Unknown } else { Obstacle::Insecure };
                state.set(WorkerState::Missing(why));
                Vec::new()
            }
        };
        Self { state, _listeners: StoredValue::new_local(listeners) }
    }

    /// What it is doing.
    pub fn state(self) -> ReadSignal<WorkerState> {
        self.state.read_only()
    }
}

/// Absent over plain http from another machine and in some private windows.
pub fn container() -> Option<ServiceWorkerContainer> {
    let container = Reflect::get(&window().navigator(), &"serviceWorker".into()).ok()?;
    container.dyn_into().ok()
}

/// Waits until `public/service-worker-client.js` has registered the worker; whether it takes this page's requests already.
async fn registered(container: &ServiceWorkerContainer) -> Result<bool, JsValue> {
    let client = Reflect::get(&window(), &"serviceWorkerClient".into())?;
    let registered = Reflect::get(&client, &"registered".into())?;
    JsFuture::from(Promise::resolve(&registered)).await?;
    Ok(container.controller().is_some())
}

fn words(error: &JsValue) -> String {
    let message = Reflect::get(error, &"message".into()).unwrap_or(JsValue::UNDEFINED);
    message.as_string().unwrap_or_else(|| "?".to_owned())
}

/// The service worker, provided by the application.
pub fn use_api_worker() -> ApiWorker {
    expect_context()
}
