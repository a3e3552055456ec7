//! Answers what the service worker asks: checks the request, has the engine judge, decides with the
//! thresholds in force.

use api::{
    Action, File, Form, Health, Kind, MAX_FILES, Problem, QUEUE, QueryParameters, Reply, Route,
    holds_no_field, reply,
};
use gloo_file::{Blob, futures::read_as_bytes};
use gloo_net::http::Request;
use js_sys::{Array, Uint8Array, try_iter};
use leptos::prelude::*;
use leptos::task::spawn_local;
use policy::decision::Policy;
use protocol::messages::Device;
use vision::photo::MAX_BYTES;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{FormData, Headers, MessageEvent, MessagePort, Response, ResponseInit};

use super::answer::Answer;
use super::judging::judge;
use super::question::{Question, READY};
use super::turns::Turns;
use crate::app::log::Logged;
use crate::app::site;
use crate::client::Engine;

/// The page's clerk, copied freely.
#[derive(Clone, Copy)]
pub struct Responder {
    engine: Engine,
    policy: Memo<Option<Policy>>,
    turns: Turns,
    /// SHA-256 of the model card, once it was asked for.
    card_sha256: StoredValue<Option<String>>,
}

impl Responder {
    /// A clerk who has `engine` judge and decides with `policy`.
    pub fn new(engine: Engine, policy: Memo<Option<Policy>>) -> Self {
        Self { engine, policy, turns: Turns::new(QUEUE), card_sha256: StoredValue::new(None) }
    }

    /// Hears a message of the service worker and answers on its port.
    pub fn hear(self, event: &MessageEvent) {
        let Ok(port) = event.ports().get(0).dyn_into::<MessagePort>() else { return };
        if event.data().as_string().as_deref() == Some(READY) {
            return say(&port, &self.ready());
        }
        if let Some(question) = Question::read(&event.data()) {
            spawn_local(async move {
                let lang = question.lang;
                let answer = self.answer(question).await;
                let answer = answer.unwrap_or_else(|problem| Answer::refusal(&problem, lang));
                say(&port, &answer.to_js());
            });
        }
    }

    /// The folder of this page's site once its engine is ready, else false: below a site there may
    /// be another, whose pages are not to answer for it.
    fn ready(self) -> JsValue {
        if self.engine.is_ready() { JsValue::from_str(&site::file("./")) } else { JsValue::FALSE }
    }

    async fn answer(self, question: Question) -> Result<Answer, Problem> {
        let (route, lang) = (question.route, question.lang);
        let action = route.action(&question.method)?;
        if action == Action::ListMethods {
            return Ok(Answer::methods(route));
        }
        let mut answer = match route {
            Route::Health => Answer::json(200, lang, &self.health().await?),
            Route::Predict => Answer::json(200, lang, &self.predict(question).await?),
        };
        if action == Action::AnswerWithoutBody {
            answer.body = None;
        }
        Ok(answer)
    }

    async fn health(self) -> Result<Health, Problem> {
        let device = self
            .engine
            .state()
            .with_untracked(|state| state.ready().map(|ready| device(&ready.report.device)))
            .ok_or(Problem::NoEngine)?;
        let card = match self.card_sha256.get_value() {
            Some(known) => known,
            None => card_sha256().await.map_err(|error| Problem::EngineFailed(words(&error)))?,
        };
        self.card_sha256.set_value(Some(card.clone()));
        Ok(Health::new(env!("CARGO_PKG_VERSION"), device, card))
    }

    async fn predict(self, question: Question) -> Result<Reply, Problem> {
        let Question { parameters, lang, content_type, encoding, body, .. } = question;
        let wishes = QueryParameters::parse(parameters)?;
        let kind = Kind::of(content_type.as_deref(), encoding.as_deref())?;
        let policy = wishes.apply(self.policy.get_untracked().ok_or(Problem::NoEngine)?);
        let _turn = self.turns.take().await.ok_or(Problem::Busy)?;
        let bytes = body.size() as u64;
        if bytes > MAX_BYTES {
            return Err(Problem::too_large(kind, bytes, MAX_BYTES));
        }
        let files = match kind {
            Kind::Picture => vec![File::new(None, read(body).await?)],
            Kind::Form => files(&body, &content_type.unwrap_or_default()).await?,
        };
        let found = judge(self.engine, files, lang).await?;
        reply(found, &policy, lang)
    }
}

/// The pictures in a form, which the browser takes apart.
async fn files(body: &web_sys::Blob, content_type: &str) -> Result<Vec<File>, Problem> {
    let entries = match entries(body, content_type).await {
        Ok(entries) => entries,
        Err(_) if is_form_without_fields(body, content_type).await? => Vec::new(),
        Err(error) => return Err(Problem::MalformedForm(words(&error))),
    };
    let mut form = Form::new(MAX_FILES);
    for entry in entries {
        let (name, value) = (entry.get(0), entry.get(1));
        form.check(name.as_string().as_deref())?;
        form.add(match value.dyn_into::<web_sys::File>() {
            Ok(file) => File::new(Some(&file.name()), read(file.into()).await?),
            // A field without a file name holds its bytes as text.
            Err(text) => File::new(None, text.as_string().unwrap_or_default().into_bytes()),
        });
    }
    form.files()
}

/// Whether a form has no field, which newer browsers refuse to take apart.
async fn is_form_without_fields(body: &web_sys::Blob, content_type: &str) -> Result<bool, Problem> {
    // The boundary has 70 characters at most (RFC 2046, 5.1.1).
    const LONGEST: f64 = 128.0;
    if body.size() > LONGEST {
        return Ok(false);
    }
    Ok(holds_no_field(&read(body.clone()).await?, content_type))
}

/// Names and values of a form's fields.
async fn entries(body: &web_sys::Blob, content_type: &str) -> Result<Vec<Array>, JsValue> {
    let headers = Headers::new()?;
    headers.set("content-type", content_type)?;
    let init = ResponseInit::new();
    init.set_headers(&headers);
    let response = Response::new_with_opt_blob_and_init(Some(body), &init)?;
    let form: FormData = JsFuture::from(response.form_data()?).await?.dyn_into()?;
    let entries = try_iter(&form)?.into_iter().flatten();
    entries.map(|entry| entry.map(|entry| Array::from(&entry))).collect()
}

async fn read(blob: web_sys::Blob) -> Result<Vec<u8>, Problem> {
    read_as_bytes(&Blob::from(blob)).await.map_err(|_| Problem::CutOff)
}

/// The digest of the card that the engine has loaded, in hexadecimal digits.
async fn card_sha256() -> Result<String, JsValue> {
    let address = site::file("models/card.json");
    let text = |error: gloo_net::Error| JsValue::from_str(&error.to_string());
    let response = Request::get(&address).send().await.map_err(text)?;
    if !response.ok() {
        return Err(JsValue::from_str(&format!("{address}: {}", response.status())));
    }
    let bytes = response.binary().await.map_err(text)?;
    let subtle = window().crypto()?.subtle();
    let digest =
        subtle.digest_with_str_and_js_u8_array("SHA-256", &Uint8Array::from(&bytes[..]))?;
    let digest = Uint8Array::new(&JsFuture::from(digest).await?).to_vec();
    Ok(digest.iter().map(|byte| format!("{byte:02x}")).collect())
}

fn device(device: &Device) -> String {
    match device {
        Device::Webgpu { adapter, .. } => format!("WebGPU {adapter}"),
        Device::Cpu => "CPU wasm32, threads: 1".to_owned(),
    }
}

fn say(port: &MessagePort, message: &JsValue) {
    port.post_message(message).logged("answer the service worker");
}

/// What the browser says of an error.
fn words(error: &JsValue) -> String {
    let message = js_sys::Reflect::get(error, &"message".into()).unwrap_or(JsValue::UNDEFINED);
    message.as_string().or_else(|| error.as_string()).unwrap_or_else(|| "?".to_owned())
}
