//! What a tab has for itself, by the browser's Web Locks: one tab at a time has a run, and any tab
//! may hold back the file of a run that it could still bring back. A lock ends with its tab, crashed
//! or closed, which no mark in the storage does. Where there are none, as over plain http, every tab
//! may go on, and nobody knows what the others hold back. web-sys marks them as unstable, hence the
//! declaration here.

use std::collections::BTreeSet;

use js_sys::{Array, Function, Object, Promise, Reflect};
use leptos::prelude::window;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::run::RunId;
use crate::app::log::Logged;

#[wasm_bindgen]
extern "C" {
    type Locks;

    #[wasm_bindgen(method, catch)]
    fn request(
        this: &Locks,
        name: &str,
        options: &Object,
        callback: &Function,
    ) -> Result<Promise, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn query(this: &Locks) -> Result<Promise, JsValue>;
}

/// Names of locks: of a run that is open, and of one that was removed and can be brought back.
const OPEN: &str = "vitrina-run-";
const REMOVED: &str = "vitrina-removed-";

/// A lock that this tab has until the value is dropped.
#[derive(Debug, Default)]
pub struct Held {
    /// Ends the promise that the browser holds the lock for; none without Web Locks.
    release: Option<Function>,
}

impl Drop for Held {
    fn drop(&mut self) {
        if let Some(release) = &self.release {
            release.call0(&JsValue::UNDEFINED).logged("give a lock back");
        }
    }
}

/// Takes a run for this tab. None when another tab has it.
///
/// A page that was just left may still have it, kept by the browser for the way back. The browser
/// gives such a page up for one that waits in the queue, so this waits for a moment.
pub async fn take(id: &RunId) -> Option<Held> {
    let name = format!("{OPEN}{}", id.0);
    match request(&name, "exclusive", Wait::No).await {
        Some(held) => Some(held),
        None => request(&name, "exclusive", Wait::AMoment).await,
    }
}

/// Keeps other tabs from tidying the file of a removed run away.
pub async fn hold_back(id: &RunId) -> Held {
    // Shared, so that nobody is ever refused.
    request(&format!("{REMOVED}{}", id.0), "shared", Wait::No).await.unwrap_or_default()
}

/// The runs that some tab has or holds back. None where that cannot be known.
pub async fn held() -> Option<BTreeSet<String>> {
    let query = locks()?.query().logged("ask which locks are held")?;
    let snapshot = JsFuture::from(query).await.logged("learn which locks are held")?;
    let list = Reflect::get(&snapshot, &JsValue::from_str("held")).ok()?;
    let name = |lock: JsValue| Reflect::get(&lock, &JsValue::from_str("name")).ok()?.as_string();
    Some(Array::from(&list).iter().filter_map(name).filter_map(|name| run_of(&name)).collect())
}

/// The run that a lock of this name is about.
fn run_of(lock: &str) -> Option<String> {
    let id = lock.strip_prefix(OPEN).or_else(|| lock.strip_prefix(REMOVED))?;
    Some(id.to_owned())
}

/// Whether to queue for a lock.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wait {
    No,
    AMoment,
}

/// How long to queue, in ms.
const WAIT_MS: f64 = 2_000.0;

/// A lock of this name; none where another tab's keeps it from this one.
async fn request(name: &str, mode: &str, wait: Wait) -> Option<Held> {
    let Some(locks) = locks() else { return Some(Held::default()) };
    let (mut release, mut answer) = (None, None);
    let held = Promise::new(&mut |resolve, _| release = Some(resolve));
    let answered = Promise::new(&mut |resolve, _| answer = Some(resolve));
    let callback = Closure::once(move |lock: JsValue| -> JsValue {
        let is_ours = !lock.is_null();
        if let Some(answer) = answer {
            let told = answer.call1(&JsValue::UNDEFINED, &JsValue::from_bool(is_ours));
            told.logged("tell who has a lock");
        }
        // The browser keeps the lock until this promise is settled.
        if is_ours { held.into() } else { JsValue::UNDEFINED }
    });
    let options = Object::new();
    let patience = match (wait, signal_after(WAIT_MS)) {
        (Wait::AMoment, Some(signal)) => ("signal", signal),
        _ => ("ifAvailable", JsValue::TRUE),
    };
    for (name, value) in [patience, ("mode", JsValue::from_str(mode))] {
        let set = Reflect::set(&options, &JsValue::from_str(name), &value);
        set.logged("say which lock is wanted");
    }
    let request = locks.request(name, &options, callback.as_ref().unchecked_ref());
    // A browser may have locks and refuse them here, as in a sandboxed frame: then every tab goes
    // on. The request itself settles only when the lock is given back.
    let Some(request) = request.logged("ask for a lock") else { return Some(Held::default()) };
    let first = Promise::race(&Array::of2(&answered, &request));
    match JsFuture::from(first).await {
        Ok(is_ours) if is_ours.is_falsy() => None,
        Ok(_) => Some(Held { release }),
        // That the time is up says that another tab has it.
        Err(_) if wait == Wait::AMoment => None,
        refused => {
            refused.logged("have a lock");
            Some(Held::default())
        }
    }
}

/// A signal that ends a request after so many ms; none in a browser without them.
fn signal_after(ms: f64) -> Option<JsValue> {
    let class = Reflect::get(&js_sys::global(), &JsValue::from_str("AbortSignal")).ok()?;
    let timeout = Reflect::get(&class, &JsValue::from_str("timeout")).ok()?;
    timeout.dyn_into::<Function>().ok()?.call1(&class, &JsValue::from_f64(ms)).ok()
}

fn locks() -> Option<Locks> {
    let locks = Reflect::get(&window().navigator(), &JsValue::from_str("locks")).ok()?;
    locks.is_object().then(|| locks.unchecked_into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_names_its_run_whether_that_is_open_or_held_back() {
        assert_eq!(run_of("vitrina-run-7").as_deref(), Some("7"));
        assert_eq!(run_of("vitrina-removed-7").as_deref(), Some("7"));
        assert_eq!(run_of("another-page's"), None);
    }
}
