//! A response on its way to the service worker. All but [`Answer::to_js`] is pure.

use crate::app::log::Logged;
use api::{Problem, Route, headers};
use js_sys::{Array, Object, Reflect};
use serde::Serialize;
use text::Lang;
use wasm_bindgen::JsValue;

/// A response: status, headers, body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The headers, their names in small letters.
    pub headers: Vec<(&'static str, &'static str)>,
    /// The body, if any.
    pub body: Option<String>,
}

impl Answer {
    /// JSON with sentences in `lang`.
    pub fn json(status: u16, lang: Lang, value: &impl Serialize) -> Self {
        // Only a map with keys that are no strings could fail, and there is none.
        let body = serde_json::to_string(value).unwrap_or_default();
        Self { status, headers: headers(lang).to_vec(), body: Some(body) }
    }

    /// A refusal.
    pub fn refusal(problem: &Problem, lang: Lang) -> Self {
        let mut answer = Self::json(problem.status().0, lang, &problem.body(lang));
        answer.headers.extend(problem.header());
        answer
    }

    /// The methods that a path takes.
    pub fn methods(route: Route) -> Self {
        Self { status: 204, headers: vec![("allow", route.allowed())], body: None }
    }

    /// The plain object that `public/sw.js` makes a response of.
    pub fn to_js(&self) -> JsValue {
        let pair = |(name, value): &(&str, &str)| Array::of2(&(*name).into(), &(*value).into());
        let headers: Array = self.headers.iter().map(pair).collect();
        let body = self.body.as_deref().map_or(JsValue::NULL, JsValue::from_str);
        let object = Object::new();
        for (name, value) in
            [("status", self.status.into()), ("headers", headers.into()), ("body", body)]
        {
            Reflect::set(&object, &name.into(), &value).logged("write an answer");
        }
        object.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_has_the_servers_headers_and_sentence() {
        let answer = Answer::refusal(&Problem::NoFile, Lang::Es);
        assert_eq!(answer.status, 422);
        assert!(answer.headers.contains(&("content-language", "es")));
        let body: serde_json::Value = serde_json::from_str(&answer.body.unwrap()).unwrap();
        let expected = serde_json::json!({ "error": Lang::Es.api_no_file(), "code": "no_file" });
        assert_eq!(body, expected);
        let refused = Answer::refusal(&Route::Predict.action("PUT").unwrap_err(), Lang::En);
        assert_eq!(refused.headers.last(), Some(&("allow", "POST, OPTIONS")));
    }

    #[test]
    fn the_worker_hands_over_the_apis_paths_and_no_other() {
        let worker = include_str!("../../../public/sw.js");
        let paths: Vec<&str> = worker.split("route === \"").skip(1).collect();
        assert_eq!(paths.len(), Route::ALL.len());
        for route in Route::ALL {
            assert!(paths.iter().any(|path| path.starts_with(&format!("{}\"", route.path()))));
        }
    }

    #[test]
    fn the_workers_own_refusal_is_the_domains() {
        let worker = include_str!("../../../public/sw.js");
        let answer = Answer::refusal(&Problem::NoEngine, Lang::En);
        assert_eq!(answer.status, 503);
        assert!(worker.contains("status: 503") && worker.contains(r#"code: "no_engine""#));
        for lang in Lang::ALL {
            assert!(worker.contains(&format!("{}: \"{}\"", lang.code(), lang.api_no_engine())));
        }
        for (name, value) in answer.headers {
            let is_language = name == "content-language";
            let plain = [format!("{name}: \"{value}\""), format!("\"{name}\": \"{value}\"")];
            assert!(is_language || plain.iter().any(|line| worker.contains(line)), "{name}");
        }
    }
}
