//! One tab at a time has a run: the browser's Web Locks. Where there are none, as over plain http,
//! every tab may go on. web-sys marks them as unstable, hence the declaration here.

use js_sys::{Array, Function, Object, Promise, Reflect};
use leptos::prelude::window;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::run::RunId;

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
}

/// A run that this tab has until the value is dropped.
#[derive(Debug, Default)]
pub struct Held {
    /// Ends the promise that the browser holds the lock for; none without Web Locks.
    release: Option<Function>,
}

impl Drop for Held {
    fn drop(&mut self) {
        if let Some(release) = &self.release {
            // Resolving a promise cannot fail.
            let _ = release.call0(&JsValue::UNDEFINED);
        }
    }
}

/// Takes a run for this tab. None when another tab has it.
pub async fn take(id: &RunId) -> Option<Held> {
    let Some(locks) = locks() else { return Some(Held::default()) };
    let (mut release, mut answer) = (None, None);
    let held = Promise::new(&mut |resolve, _| release = Some(resolve));
    let answered = Promise::new(&mut |resolve, _| answer = Some(resolve));
    let callback = Closure::once(move |lock: JsValue| -> JsValue {
        let is_ours = !lock.is_null();
        if let Some(answer) = answer {
            // Resolving a promise cannot fail.
            let _ = answer.call1(&JsValue::UNDEFINED, &JsValue::from_bool(is_ours));
        }
        // The browser keeps the lock until this promise is settled.
        if is_ours { held.into() } else { JsValue::UNDEFINED }
    });
    let options = Object::new();
    // Setting a property of a new object cannot fail.
    let _ = Reflect::set(&options, &JsValue::from_str("ifAvailable"), &JsValue::TRUE);
    let name = format!("vitrina-run-{}", id.0);
    let request = locks.request(&name, &options, callback.as_ref().unchecked_ref());
    // A browser may have locks and refuse them here, as in a sandboxed frame: then every tab goes
    // on. The request itself settles only when the lock is given back.
    let Ok(request) = request else { return Some(Held::default()) };
    let first = Promise::race(&Array::of2(&answered, &request));
    match JsFuture::from(first).await {
        Ok(is_ours) if is_ours.is_falsy() => None,
        Ok(_) => Some(Held { release }),
        Err(_) => Some(Held::default()),
    }
}

fn locks() -> Option<Locks> {
    let locks = Reflect::get(&window().navigator(), &JsValue::from_str("locks")).ok()?;
    locks.is_object().then(|| locks.unchecked_into())
}
