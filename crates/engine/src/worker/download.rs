//! A file over the network, with progress.

use gloo_net::http::Request;
use js_sys::{Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// The bytes at an address. `progress` hears how many have come and how many there are, 0 where
/// the server does not say.
///
/// # Errors
/// What the network or the server said.
pub async fn download(address: &str, progress: &dyn Fn(u64, u64)) -> Result<Vec<u8>, String> {
    let response = Request::get(address).send().await.map_err(|error| error.to_string())?;
    if !response.ok() {
        return Err(format!("{} {}", response.status(), response.status_text()));
    }
    let total = response.headers().get("content-length").and_then(|text| text.parse().ok());
    let Some(body) = response.body() else {
        return response.binary().await.map_err(|error| error.to_string());
    };
    let total: u64 = total.unwrap_or_default();
    let body = JsValue::from(body);
    let reader = call(&body, "getReader").map_err(|error| words(&error))?;
    let mut bytes = Vec::with_capacity(total as usize);
    loop {
        let read = call(&reader, "read").map_err(|error| words(&error))?;
        let chunk = JsFuture::from(Promise::from(read)).await.map_err(|error| words(&error))?;
        let get = |name: &str| Reflect::get(&chunk, &JsValue::from_str(name));
        if get("done").map_or(true, |done| done.is_truthy()) {
            return Ok(bytes);
        }
        let value = get("value").map_err(|error| words(&error))?;
        bytes.extend(Uint8Array::new(&value).to_vec());
        progress(bytes.len() as u64, total);
    }
}

/// Calls a method by its name: the reader's own type is one more feature of `web-sys`, for which
/// everything that builds on it would be compiled once more.
fn call(object: &JsValue, method: &str) -> Result<JsValue, JsValue> {
    let function: Function = Reflect::get(object, &JsValue::from_str(method))?.dyn_into()?;
    function.call0(object)
}

fn words(error: &JsValue) -> String {
    error
        .dyn_ref::<js_sys::Error>()
        .map_or_else(|| format!("{error:?}"), |error| String::from(error.message()))
}
