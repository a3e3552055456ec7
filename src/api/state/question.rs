//! A request as the service worker hands it over: a plain object, see `public/sw.js`.

use api::{Route, wanted};
use js_sys::{Array, Reflect};
use text::Lang;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Blob;

/// What the service worker asks before it hands a request over.
pub const READY: &str = "ready";

/// A request.
pub struct Question {
    /// The path.
    pub route: Route,
    /// The method, in capitals.
    pub method: String,
    /// The address's parameters, unescaped.
    pub parameters: Vec<(String, String)>,
    /// The language of the answer's sentences.
    pub lang: Lang,
    /// The body's `Content-Type`.
    pub content_type: Option<String>,
    /// The body's `Content-Encoding`.
    pub encoding: Option<String>,
    /// The body; not in memory yet.
    pub body: Blob,
}

impl Question {
    /// Reads the worker's object; none where it is another one.
    pub fn read(data: &JsValue) -> Option<Self> {
        let text = |name| property(data, name).as_string();
        Some(Self {
            route: text("route")
                .and_then(|path| Route::ALL.into_iter().find(|route| route.path() == path))?,
            method: text("method")?,
            parameters: pairs(&property(data, "parameters")),
            lang: wanted(text("language").as_deref()),
            content_type: text("type"),
            encoding: text("encoding"),
            body: property(data, "body").dyn_into().ok()?,
        })
    }
}

fn pairs(list: &JsValue) -> Vec<(String, String)> {
    let text = |pair: &JsValue, place| Array::from(pair).get(place).as_string();
    let list = Array::from(list);
    list.iter().filter_map(|pair| Some((text(&pair, 0)?, text(&pair, 1)?))).collect()
}

fn property(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED)
}
