//! One request and its response, sent from a form of the page and shown beside it.

use gloo_net::http::{Method, RequestBuilder};
use js_sys::JSON;
use leptos::prelude::*;
use leptos::task::spawn_local;
use text::Lang;
use wasm_bindgen::JsValue;

use crate::api::state::{WorkerState, use_api_worker};
use crate::app::preferences::use_lang;
use crate::app::site;

/// A request, ready to be sent.
pub struct Draft {
    /// The method.
    pub method: Method,
    /// Path and parameters, without the site's folder.
    pub path: String,
    /// The body's type where the page sets it; a form's is the browser's to set.
    pub content_type: Option<String>,
    /// The body.
    pub body: Option<JsValue>,
    /// The body in words.
    pub content: String,
}

/// What came of a request.
#[derive(Clone, Debug, PartialEq)]
enum Outcome {
    Waiting,
    Answered {
        status: u16,
        elapsed_ms: f64,
        body: String,
    },
    /// The browser's own words.
    Nothing(String),
}

/// The latest exchange of a form, copied freely.
#[derive(Clone, Copy)]
pub struct Exchange {
    request: RwSignal<String>,
    outcome: RwSignal<Option<Outcome>>,
}

impl Exchange {
    /// None yet.
    pub fn new() -> Self {
        Self { request: RwSignal::new(String::new()), outcome: RwSignal::new(None) }
    }

    /// Whether an answer is waited for.
    pub fn is_waiting(self) -> bool {
        self.outcome.with(|outcome| matches!(outcome, Some(Outcome::Waiting)))
    }

    /// Sends a request and shows it.
    pub fn send(self, draft: Draft, lang: Lang) {
        self.request.set(head(&draft, lang));
        self.outcome.set(Some(Outcome::Waiting));
        spawn_local(async move {
            let outcome = match ask(draft, lang).await {
                Ok(outcome) => outcome,
                Err(error) => Outcome::Nothing(error.to_string()),
            };
            self.outcome.set(Some(outcome));
        });
    }
}

async fn ask(draft: Draft, lang: Lang) -> Result<Outcome, gloo_net::Error> {
    let mut request = RequestBuilder::new(&site::file(&draft.path))
        .method(draft.method)
        .header("Accept-Language", lang.code());
    if let Some(content_type) = &draft.content_type {
        request = request.header("Content-Type", content_type);
    }
    let request = match draft.body {
        Some(body) => request.body(body)?,
        None => request.build()?,
    };
    let started = now_ms();
    let response = request.send().await?;
    let text = response.text().await?;
    let elapsed_ms = now_ms() - started;
    Ok(Outcome::Answered { status: response.status(), elapsed_ms, body: pretty(&text) })
}

/// The request as it goes out, its body in words.
fn head(draft: &Draft, lang: Lang) -> String {
    let mut lines = vec![
        format!("{} {}", draft.method, draft.path),
        format!("Accept-Language: {}", lang.code()),
    ];
    lines.extend(draft.content_type.as_ref().map(|name| format!("Content-Type: {name}")));
    if !draft.content.is_empty() {
        lines.extend([String::new(), draft.content.clone()]);
    }
    lines.join("\n")
}

/// JSON with a line for each value, or the text as it is.
fn pretty(text: &str) -> String {
    let value = JSON::parse(text);
    let spaced = value.and_then(|value| {
        JSON::stringify_with_replacer_and_space(&value, &JsValue::NULL, &JsValue::from_f64(2.0))
    });
    spaced.map_or_else(|_| text.to_owned(), String::from)
}

fn now_ms() -> f64 {
    window().performance().map_or(0.0, |clock| clock.now())
}

/// Whether requests can be sent: without the service worker they would go to the network.
pub fn use_can_send() -> Memo<bool> {
    let state = use_api_worker().state();
    Memo::new(move |_| state.with(|state| *state == WorkerState::Active))
}

/// The latest request and what came of it.
#[component]
pub fn ExchangeView(
    /// Which.
    exchange: Exchange,
) -> impl IntoView {
    let lang = use_lang();
    let outcome = exchange.outcome;
    let is_good = move || {
        outcome.with(|outcome| matches!(outcome, Some(Outcome::Answered { status: 200, .. })))
    };
    let words = move || {
        let lang = lang.get();
        outcome.with(|outcome| match outcome {
            None => String::new(),
            Some(Outcome::Waiting) => lang.api_waiting().to_owned(),
            Some(Outcome::Answered { status, elapsed_ms, .. }) => {
                lang.api_took(&status.to_string(), &lang.number(elapsed_ms.round(), 0))
            }
            Some(Outcome::Nothing(why)) => lang.api_no_answer(why),
        })
    };
    let dot = move || match outcome.with(|outcome| matches!(outcome, Some(Outcome::Waiting))) {
        true => "dot is-busy",
        false if is_good() => "dot is-good",
        false => "dot is-bad",
    };
    let body = Memo::new(move |_| {
        outcome.with(|outcome| match outcome {
            Some(Outcome::Answered { body, .. }) => body.clone(),
            _ => String::new(),
        })
    });
    let is_there = Memo::new(move |_| outcome.with(Option::is_some));
    let has_body = Memo::new(move |_| body.with(|body| !body.is_empty()));
    view! {
        <div class="exchange" class:is-empty=move || !is_there.get()>
            <Show when=move || is_there.get()>
                <h4>{move || lang.get().api_request()}</h4>
                <pre tabindex="0" aria-label=move || lang.get().api_request()>{move || exchange.request.get()}</pre>
                <h4>{move || lang.get().api_response()}</h4>
            </Show>
            <p role="status">
                <Show when=move || is_there.get()>
                    <span class=dot aria-hidden="true"></span>
                </Show>
                <span>{words}</span>
            </p>
            <Show when=move || has_body.get()>
                <pre tabindex="0" aria-label=move || lang.get().api_response()>{move || body.get()}</pre>
            </Show>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_shown_as_it_goes_out() {
        let draft = Draft {
            method: Method::POST,
            path: "api/predict?max_ratio=1".to_owned(),
            content_type: Some("image/png".to_owned()),
            body: None,
            content: "[a.png, 5 bytes]".to_owned(),
        };
        let expected = "POST api/predict?max_ratio=1\nAccept-Language: es\n\
                        Content-Type: image/png\n\n[a.png, 5 bytes]";
        assert_eq!(head(&draft, Lang::Es), expected);
    }
}
