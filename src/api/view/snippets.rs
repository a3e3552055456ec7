//! Lines to copy: the browser's own request, and the same for `vitrina serve`.

use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use leptos::task::spawn_local;
use text::Lang;
use wasm_bindgen_futures::JsFuture;

use crate::app::preferences::use_lang;
use crate::app::site;

/// How long the button says that it has copied.
const SAID_MS: u32 = 2_500;

const CURL: &str = r#"vitrina serve --port 8080

curl http://127.0.0.1:8080/api/health
curl --data-binary @photo.jpg -H "Content-Type: image/jpeg" http://127.0.0.1:8080/api/predict
curl -F file=@one.jpg -F file=@two.png "http://127.0.0.1:8080/api/predict?min_confidence=0.9""#;

const PYTHON: &str = r#"import json
import urllib.request

with open("photo.jpg", "rb") as photo:
    request = urllib.request.Request(
        "http://127.0.0.1:8080/api/predict",
        data=photo.read(),
        headers={"Content-Type": "image/jpeg"},
    )
with urllib.request.urlopen(request) as response:
    answer = json.load(response)
print(answer["predicted"]["name"], answer["verdict"])"#;

/// The lines.
#[component]
pub fn Snippets() -> impl IntoView {
    let lang = use_lang();
    let base = site::base();
    view! {
        <section class="card snippets" aria-labelledby="api-snippets">
            <h2 id="api-snippets">{move || lang.get().api_snippets()}</h2>
            <Snippet
                title=Lang::api_snippet_fetch
                note=Some(Lang::api_snippet_fetch_note)
                text=fetch(&base)
            />
            <Snippet
                title=Lang::api_snippet_server
                note=Some(Lang::api_snippet_server_note)
                text=CURL.to_owned()
            />
            <Snippet title=Lang::api_snippet_python note=None text=PYTHON.to_owned()/>
        </section>
    }
    .into_any()
}

/// What a page of the site says to the service worker.
fn fetch(base: &str) -> String {
    format!(
        r#"const picture = await (await fetch("{base}/samples/bag.png")).blob();
const response = await fetch("{base}/api/predict?min_confidence=0.9", {{
  method: "POST",
  headers: {{ "Content-Type": picture.type }},
  body: picture,
}});
console.log(response.status, await response.json());"#
    )
}

#[component]
fn Snippet(
    /// What it is for.
    title: fn(Lang) -> &'static str,
    /// What to know beside it.
    note: Option<fn(Lang) -> &'static str>,
    /// The lines.
    text: String,
) -> impl IntoView {
    let lang = use_lang();
    let copied = RwSignal::new(None::<bool>);
    let text = StoredValue::new(text);
    let copy = move |_| {
        spawn_local(async move {
            copied.set(Some(write(&text.get_value()).await));
            Timeout::new(SAID_MS, move || _ = copied.try_set(None)).forget();
        });
    };
    let label = move || match copied.get() {
        None => lang.get().api_copy(),
        Some(true) => lang.get().api_copied(),
        Some(false) => lang.get().api_not_copied(),
    };
    let name = move || match copied.get() {
        None => lang.get().api_copy_snippet(title(lang.get())),
        Some(_) => label().to_owned(),
    };
    let note = note.map(|note| view! { <p class="soft">{move || note(lang.get())}</p> });
    view! {
        <div class="snippet">
            <div class="snippet-head">
                <h3>{move || title(lang.get())}</h3>
                <button type="button" class="button is-quiet" aria-label=name aria-live="polite" on:click=copy>
                    {label}
                </button>
            </div>
            {note}
            <pre tabindex="0" aria-label=move || title(lang.get())><code>{text.get_value()}</code></pre>
        </div>
    }
    .into_any()
}

/// Puts a text on the clipboard; whether the browser allowed it.
async fn write(text: &str) -> bool {
    let clipboard = window().navigator().clipboard();
    // It is missing over plain http from another machine.
    !clipboard.is_undefined() && JsFuture::from(clipboard.write_text(text)).await.is_ok()
}

#[cfg(test)]
mod tests {
    use api::Route;

    use super::*;

    #[test]
    fn the_lines_ask_for_paths_and_parameters_that_there_are() {
        for lines in [fetch("").as_str(), CURL, PYTHON] {
            for asked in lines.split("/api/").skip(1) {
                let asked = asked.split(['"', ' ', '\n']).next().unwrap();
                let (path, query) = asked.split_once('?').unwrap_or((asked, ""));
                let route =
                    Route::ALL.into_iter().find(|route| route.path() == format!("api/{path}"));
                let name = query.split('=').next().unwrap();
                let has =
                    route.unwrap().parameters().iter().any(|parameter| parameter.name == name);
                assert!(has || query.is_empty(), "{asked}");
            }
        }
    }

    #[test]
    fn the_browsers_lines_stay_in_the_sites_folder() {
        let lines = fetch("/vitrina");
        assert!(lines.contains(r#"fetch("/vitrina/api/predict?"#), "{lines}");
        assert!(fetch("").contains(r#"fetch("/samples/bag.png")"#));
    }
}
