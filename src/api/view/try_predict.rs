//! The form that asks `api/predict`: a picture, how it is sent, and the parameters.

use api::table::{FORM_TYPE, MAX_RATIO, MIN_CONFIDENCE, NORMAL_CLASS};
use api::{FILE_FIELD, Route};
use dataset::Class;
use gloo_net::http::Method;
use js_sys::encode_uri_component;
use leptos::prelude::*;
use text::Lang;
use wasm_bindgen::JsValue;
use web_sys::{FormData, SubmitEvent};

use super::exchange::{Draft, Exchange, ExchangeView, use_can_send};
use super::picture::{ChoosePicture, Picture};
use crate::app::log::Logged;
use crate::app::preferences::use_lang;
use crate::components::Segmented;

/// The parameters that the form offers, as they are typed: what is empty is not sent.
#[derive(Clone, Copy)]
struct Fields {
    is_form: RwSignal<bool>,
    normal_class: RwSignal<String>,
    min_confidence: RwSignal<String>,
    max_ratio: RwSignal<String>,
}

impl Fields {
    fn draft(self, picture: &Picture, lang: Lang) -> Result<Draft, JsValue> {
        let size = lang.count(picture.blob.size() as u64);
        let file = lang.api_file_of(&picture.name, &size);
        let (content_type, body, content) = if self.is_form.get_untracked() {
            let form = FormData::new()?;
            form.append_with_blob_and_filename(FILE_FIELD, &picture.blob, &picture.name)?;
            (None, form.into(), format!("{FORM_TYPE}\n{FILE_FIELD}: {file}"))
        } else {
            (Some(picture.content_type()), picture.blob.clone().into(), file)
        };
        let path = path(&[
            (NORMAL_CLASS, self.normal_class.get_untracked()),
            (MIN_CONFIDENCE, self.min_confidence.get_untracked()),
            (MAX_RATIO, self.max_ratio.get_untracked()),
        ]);
        Ok(Draft { method: Method::POST, path, content_type, body: Some(body), content })
    }
}

/// The form.
#[component]
pub fn TryPredict() -> impl IntoView {
    let (lang, can_send) = (use_lang(), use_can_send());
    let picture = RwSignal::new_local(None::<Picture>);
    let fields = Fields {
        is_form: RwSignal::new(false),
        normal_class: RwSignal::new(String::new()),
        min_confidence: RwSignal::new(String::new()),
        max_ratio: RwSignal::new(String::new()),
    };
    let exchange = Exchange::new();
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        let draft = picture.with_untracked(|picture| {
            let draft = fields.draft(picture.as_ref()?, lang.get_untracked());
            draft.logged("put a form together")
        });
        if let Some(draft) = draft {
            exchange.send(draft, lang.get_untracked());
        }
    };
    let has_picture = Memo::new(move |_| picture.with(Option::is_some));
    let is_ready = move || can_send.get() && has_picture.get() && !exchange.is_waiting();
    let hint = move || match (can_send.get(), has_picture.get()) {
        (false, _) => Some(lang.get().api_worker_first()),
        (true, false) => Some(lang.get().api_choose_first()),
        (true, true) => None,
    };
    let labels = Signal::derive(move || {
        [lang.get().api_as_body(), lang.get().api_as_form()].map(str::to_owned).to_vec()
    });
    view! {
        <form class="endpoint-try" on:submit=send>
            <h3>{move || lang.get().api_try()}</h3>
            <ChoosePicture picture/>
            <div class="field">
                <span class="field-name" aria-hidden="true">{move || lang.get().api_send_as()}</span>
                <Segmented
                    name="api-body"
                    legend=Signal::derive(move || lang.get().api_send_as().to_owned())
                    labels
                    chosen=Signal::derive(move || usize::from(fields.is_form.get()))
                    choose=Callback::new(move |place| fields.is_form.set(place == 1))
                />
            </div>
            <NormalClass value=fields.normal_class/>
            <div class="api-pair">
                <Number name=MIN_CONFIDENCE value=fields.min_confidence/>
                <Number name=MAX_RATIO value=fields.max_ratio/>
            </div>
            <div class="api-send">
                <button
                    type="submit"
                    class="button is-primary"
                    aria-label=move || lang.get().api_send_predict()
                    disabled=move || !is_ready()
                >
                    {move || lang.get().api_send()}
                </button>
                <span class="soft">{hint}</span>
            </div>
            <ExchangeView exchange/>
        </form>
    }
    .into_any()
}

#[component]
fn NormalClass(
    /// The class's slug, or nothing.
    value: RwSignal<String>,
) -> impl IntoView {
    let lang = use_lang();
    let options =
        Class::ALL.map(|class| view! { <option value=class.slug()>{class.slug()}</option> });
    view! {
        <label class="field">
            <code class="field-name">{NORMAL_CLASS}</code>
            <select
                prop:value=move || value.get()
                on:change=move |event| value.set(event_target_value(&event))
            >
                <option value="">{move || lang.get().api_predicted_class()}</option>
                {options}
            </select>
        </label>
    }
    .into_any()
}

#[component]
fn Number(
    /// The parameter.
    name: &'static str,
    /// What is typed; the answer says what is wrong with it.
    value: RwSignal<String>,
) -> impl IntoView {
    let lang = use_lang();
    view! {
        <label class="field">
            <code class="field-name">{name}</code>
            <input
                type="text"
                class="input num"
                inputmode="decimal"
                autocomplete="off"
                placeholder=move || lang.get().api_in_force()
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
            />
        </label>
    }
    .into_any()
}

/// The path with the parameters that say something.
fn path(parameters: &[(&str, String)]) -> String {
    let said = parameters.iter().filter(|(_, value)| !value.trim().is_empty());
    let pairs: Vec<String> = said
        .map(|(name, value)| format!("{name}={}", String::from(encode_uri_component(value.trim()))))
        .collect();
    crate::app::address::join(Route::Predict.path(), &pairs.join("&"))
}
