//! The API that the service worker answers: the same JSON as everywhere, refusals in words, the
//! form to try it, and the worker's own life.

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};
use tests::browser::{Name, Options, Page};
use tests::server::dist;
use text::Lang;
use vision::photo::{MAX_BYTES, PhotoError};

use crate::{START, folder, sample, says, vitrina};

/// How far numbers of the browser and of the native program may be apart.
const TOLERANCE: f64 = 1e-3;

/// `vitrina serve` on a free port. It ends when it is dropped.
struct Served {
    process: Child,
    address: String,
}

impl Served {
    fn start() -> Self {
        let mut command = Command::new(vitrina());
        command.args(["--lang", "en", "serve", "--port", "0"]).stdout(Stdio::piped());
        let mut process = command.spawn().expect("the native program runs");
        let mut line = String::new();
        let output = process.stdout.take().expect("its output is piped");
        BufReader::new(output).read_line(&mut line).expect("it says its address");
        let rest = line.split_once("http://").expect("an address").1;
        let address = rest.split_whitespace().next().expect("a host").to_owned();
        Self { process, address }
    }

    /// The answer for a file in a form.
    fn predict(&self, name: &str, bytes: &[u8]) -> Value {
        let part = format!(
            "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n"
        );
        let body = [part.as_bytes(), bytes, b"\r\n--edge--\r\n"].concat();
        let head = format!(
            "POST /api/predict HTTP/1.1\r\nHost: vitrina\r\nConnection: close\r\n\
             Content-Type: multipart/form-data; boundary=edge\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        let mut stream = TcpStream::connect(&self.address).expect("it listens");
        stream.write_all(head.as_bytes()).expect("it reads");
        stream.write_all(&body).expect("it reads");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("it answers");
        let (_, body) = answer.split_once("\r\n\r\n").expect("a head and a body");
        serde_json::from_str(body).expect("JSON")
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Two answers for one file: the same but for latency and the last digits of numbers.
fn assert_same(one: &Value, other: &Value, place: &str) {
    match (one, other) {
        (Value::Object(one), Value::Object(other)) => {
            // The browser's driver hands objects over with their keys in order.
            let keys =
                |object: &serde_json::Map<_, _>| object.keys().cloned().collect::<BTreeSet<_>>();
            assert_eq!(keys(one), keys(other), "{place}");
            for (key, value) in one.iter().filter(|(key, _)| *key != "latency_ms") {
                assert_same(value, &other[key], &format!("{place}.{key}"));
            }
        }
        (Value::Array(one), Value::Array(other)) => {
            assert_eq!(one.len(), other.len(), "{place}");
            for (one, other) in one.iter().zip(other) {
                assert_same(one, other, place);
            }
        }
        (Value::Number(one), Value::Number(other)) => {
            let (one, other) = (one.as_f64().unwrap(), other.as_f64().unwrap());
            assert!(
                (one - other).abs() <= TOLERANCE * one.abs().max(1.0),
                "{place}: {one} {other}"
            );
        }
        _ => assert_eq!(one, other, "{place}"),
    }
}

/// Opens the page about the API, with the engine ready and the service worker active.
async fn open(path: &str, options: &Options) -> Page {
    let page = Page::open(path, options).await;
    is_up(&page).await;
    page
}

async fn is_up(page: &Page) {
    let up = || async { health(page).await["status"] == 200 };
    page.wait_until(START, "the engine behind the service worker", up).await;
}

/// Runs the body of an asynchronous function in the page and gives status, headers and JSON of
/// the response that it returns.
async fn respond(page: &Page, lines: &str) -> Value {
    let script = format!(
        "const asked = async () => {{ {lines} }};
         const told = async (response) => ({{
             status: response.status,
             headers: Object.fromEntries(response.headers),
             body: await response.text().then((text) => {{
                 try {{ return JSON.parse(text); }} catch {{ return text; }}
             }}),
         }});
         return asked().then(told, (error) => ({{ status: 0, body: String(error) }}));"
    );
    page.script(&script).await
}

/// Whether the page itself is in the worker's hands, and what it says.
async fn health(page: &Page) -> Value {
    let is_controlled = page.script("return navigator.serviceWorker.controller !== null").await;
    if is_controlled != true {
        return json!({ "status": 0 });
    }
    respond(page, "return fetch(new URL('/api/health', location));").await
}

async fn predict(page: &Page, query: &str, init: &str) -> Value {
    respond(page, &format!("return fetch('/api/predict{query}', {{ method: 'POST', {init} }});"))
        .await
}

fn check(response: &Value, status: u16, code: &str, sentence: &str) {
    assert_eq!(response["status"], status, "{response}");
    assert_eq!(response["body"]["code"], code, "{response}");
    assert_eq!(response["body"]["error"], sentence, "{response}");
    assert_eq!(response["headers"]["content-type"], "application/json");
}

#[tokio::test]
async fn page_worker_command_line_and_server_give_the_same_json() {
    let folder = folder();
    let file = folder.path().join("coat.png");
    fs::copy(sample("coat"), &file).expect("the sample is there");
    let bytes = fs::read(&file).expect("the file is there");
    let printed = Command::new(vitrina())
        .current_dir(folder.path())
        .args(["--lang", "en", "predict", "--json", "coat.png"])
        .output()
        .expect("the native program runs");
    let printed: Value = serde_json::from_slice(&printed.stdout).expect("one JSON object");

    let served = Served::start().predict("coat.png", &bytes);
    assert_same(&printed, &served, "server");

    let page = open("predict?device=cpu&lang=en", &Options::default()).await;
    let form = "
        const picture = await (await fetch('/samples/coat.png')).blob();
        const body = new FormData();
        body.append('file', picture, 'coat.png');
        return fetch('/api/predict', { method: 'POST', body, headers: { 'Accept-Language': 'en' } });
    ";
    let response = respond(&page, form).await;
    assert_eq!(response["status"], 200, "{response}");
    assert_eq!(response["headers"]["content-language"], "en");
    assert_same(&printed, &response["body"], "service worker");

    assert_same(&printed, &shown(&page, &file).await, "page");
    // Asked before it was ready, the API says so, and the browser notes that.
    let mut errors = page.console_errors().await;
    errors.retain(|error| !(error.contains("/api/health") && error.contains("503")));
    assert_eq!(errors, Vec::<String>::new());
}

/// What /predict says of a file, from the list that it lets one save.
async fn shown(page: &Page, file: &Path) -> Value {
    page.upload(&[file]).await;
    let judged = || async { says(page).await.contains("% confidence") };
    page.wait_until(START, "the verdict", judged).await;
    // The page hands its file to the browser as a blob.
    page.script(
        "const make = URL.createObjectURL;
         URL.createObjectURL = (blob) => {
             blob.text().then((text) => (globalThis.saved = text));
             return make.call(URL, blob);
         };",
    )
    .await;
    page.click("button", Lang::En.results_json()).await;
    let saved = || async { page.script("return globalThis.saved ?? null").await.is_string() };
    page.wait_until(START, "the saved list", saved).await;
    let text = page.script("return globalThis.saved").await;
    let list: Value = serde_json::from_str(text.as_str().unwrap_or_default()).expect("JSON");
    list[0].clone()
}

#[tokio::test]
async fn what_cannot_be_answered_is_refused_with_the_servers_status_and_sentence() {
    let page = open("api?device=cpu", &Options::default()).await;
    let ask = |init: &'static str| predict(&page, "", init);

    let response = respond(&page, "return fetch('/api/predict');").await;
    let sentence = Lang::En.api_wrong_method("GET", "POST, OPTIONS");
    check(&response, 405, "wrong_method", &sentence);
    assert_eq!(response["headers"]["allow"], "POST, OPTIONS");
    let options = respond(&page, "return fetch('/api/health', { method: 'OPTIONS' });").await;
    assert_eq!((&options["status"], &options["body"]), (&json!(204), &json!("")));
    let head = respond(&page, "return fetch('/api/health', { method: 'HEAD' });").await;
    assert_eq!((&head["status"], &head["body"]), (&json!(200), &json!("")));

    let response = ask("body: '{}', headers: { 'Content-Type': 'application/json' }").await;
    check(&response, 415, "wrong_type", &Lang::En.api_wrong_type("application/json"));
    let response = ask("body: new Blob(['x'])").await;
    check(&response, 415, "no_type", Lang::En.api_no_type());

    let bytes = MAX_BYTES + 1;
    let large = format!("body: new Blob([new Uint8Array({bytes})], {{ type: 'image/png' }})");
    let error = PhotoError::TooManyBytes { bytes, limit: MAX_BYTES };
    let sentence = Lang::En.photo_error(&error);
    check(&predict(&page, "", &large).await, 413, "too_many_bytes", &sentence);

    let words =
        "body: new Blob(['words'], { type: 'image/png' }), headers: { 'Accept-Language': 'es' }";
    let sentence = Lang::Es.photo_error(&PhotoError::NotAnImage);
    check(&ask(words).await, 422, "not_an_image", &sentence);
    let response = ask("body: new Blob([], { type: 'image/png' })").await;
    check(&response, 422, "empty", &Lang::En.photo_error(&PhotoError::Empty));
    let response = ask("body: new FormData()").await;
    check(&response, 422, "no_file", Lang::En.api_no_file());
    let form = "body: (() => { const form = new FormData(); form.append('picture', 'x'); return form; })()";
    check(&ask(form).await, 422, "unknown_field", &Lang::En.api_unknown_field("picture"));

    let image = "body: new Blob(['x'], { type: 'image/png' })";
    let response = predict(&page, "?normal=bag", image).await;
    check(&response, 400, "unknown_parameter", &Lang::En.api_unknown_parameter("normal"));
    let broken = "body: 'x', headers: { 'Content-Type': 'multipart/form-data; boundary=edge' }";
    assert_eq!(ask(broken).await["body"]["code"], "malformed_form");
}

#[tokio::test]
async fn each_of_many_requests_at_once_gets_its_own_answer() {
    let page = open("api?device=cpu", &Options::default()).await;
    let lines = "
        const slugs = ['bag', 'coat', 'dress', 'sandal'];
        const pictures = await Promise.all(
            slugs.map(async (slug) => (await fetch(`/samples/${slug}.png`)).blob()),
        );
        const one = async (_, place) => {
            const body = new FormData();
            body.append('file', pictures[place % 4], `${place}-${slugs[place % 4]}`);
            const response = await fetch('/api/predict', { method: 'POST', body });
            const { file, predicted } = await response.json();
            return `${file} ${predicted.name.toLowerCase()}`;
        };
        return new Response(JSON.stringify(await Promise.all(Array.from({ length: 64 }, one))));
    ";
    let response = respond(&page, lines).await;
    let answers = response["body"].as_array().unwrap_or_else(|| panic!("{response}"));
    for (place, answer) in answers.iter().enumerate() {
        let slug = ["bag", "coat", "dress", "sandal"][place % 4];
        assert_eq!(answer, &json!(format!("{place}-{slug} {slug}")));
    }
    assert_eq!(answers.len(), 64);
    let several = "
        const body = new FormData();
        body.append('file', await (await fetch('/samples/bag.png')).blob(), 'bag.png');
        body.append('file', new Blob(['words']), 'words.txt');
        return fetch('/api/predict', { method: 'POST', body });
    ";
    let list = &respond(&page, several).await["body"];
    assert_eq!(
        (&list[0]["predicted"]["label"], &list[1]["code"]),
        (&json!(8), &json!("not_an_image"))
    );
}

#[tokio::test]
async fn without_a_page_that_has_an_engine_there_is_a_503_in_words() {
    let page = open("api?device=cpu", &Options::default()).await;
    // The only page of the app is gone; the address is the same origin's.
    page.goto("api/openapi.json").await;
    for (lang, tags) in [(Lang::En, "fr, en;q=0.5"), (Lang::Es, "en;q=0.2, es-MX")] {
        let init = format!("{{ headers: {{ 'Accept-Language': '{tags}' }} }}");
        let response = respond(&page, &format!("return fetch('/api/health', {init});")).await;
        check(&response, 503, "no_engine", lang.api_no_engine());
        assert_eq!(response["headers"]["retry-after"], "1");
        assert_eq!(response["headers"]["content-language"], lang.code());
    }
    // Nothing was asked of the network.
    let asked = page.server().log().all();
    assert!(asked.iter().all(|request| request.path != "/api/health"), "{asked:?}");

    // Another tab of the app answers for it.
    let here = page.driver().window().await.expect("there is a window");
    let tab = page.driver().new_tab().await.expect("there is room for a tab");
    page.driver().switch_to_window(tab).await.expect("the tab is there");
    page.goto("api?device=cpu").await;
    is_up(&page).await;
    page.driver().switch_to_window(here).await.expect("the first one is still there");
    let response = health(&page).await;
    assert_eq!(response["body"]["status"], "ok", "{response}");
    assert_eq!(response["body"]["card_sha256"].as_str().map(str::len), Some(64));
}

#[tokio::test]
async fn the_form_sends_what_it_shows_and_a_threshold_changes_the_verdict() {
    let page = open("api?device=cpu", &Options::default()).await;
    page.click("button", "Send GET api/health").await;
    let shows = |what: &'static str| {
        let page = &page;
        async move {
            let there = || async { says(page).await.contains(what) };
            page.wait_until(START, what, there).await;
        }
    };
    shows("\"card_sha256\":").await;
    page.click("button", Name::Contains("sample: Bag")).await;
    page.click("button", "Send POST api/predict").await;
    shows("\"verdict\": \"accept\"").await;
    let text = says(&page).await;
    assert!(
        text.contains("POST api/predict Accept-Language: en Content-Type: image/png"),
        "{text}"
    );
    assert!(text.contains("200 after"), "{text}");

    let confidence = page.find("textbox", "min_confidence").await;
    confidence.send_keys("1").await.expect("it takes text");
    page.click("radio", "a form").await;
    page.click("button", "Send POST api/predict").await;
    shows("\"verdict\": \"review\"").await;
    assert!(says(&page).await.contains("POST api/predict?min_confidence=1 "), "the address");
    assert!(says(&page).await.contains("\"file\": \"bag.png\""), "the form gives the name");

    confidence.send_keys("5").await.expect("it takes text");
    page.click("button", "Send POST api/predict").await;
    shows("min_confidence must be a number from 0 to 1, not 15.").await;
    page.click("button", "Español").await;
    page.click("button", Lang::Es.api_send_predict()).await;
    shows("min_confidence debe ser un número de 0 a 1, no 15.").await;
    assert_eq!(page.driver().title().await.expect("a title"), "API · Vitrina");
}

#[tokio::test]
async fn a_reload_past_the_worker_and_a_new_build_leave_a_worker_in_charge() {
    let folder = folder();
    for entry in fs::read_dir(dist()).expect("there is a site") {
        let entry = entry.expect("it can be listed");
        let name = entry.file_name();
        if name != "sw.js" {
            let whole = entry.path().canonicalize().expect("it is there");
            symlink(whole, folder.path().join(name)).expect("a link can be made");
        }
    }
    let script = fs::read_to_string(dist().join("sw.js")).expect("the worker is there");
    let worker = folder.path().join("sw.js");
    fs::write(&worker, &script).expect("it can be written");
    let page = Page::open_in(folder.path(), "/", "api?device=cpu", &Options::default()).await;
    is_up(&page).await;
    // As with Shift held down: the browser goes past the worker.
    page.browser().devtools("Page.reload", json!({ "ignoreCache": true })).await;
    is_up(&page).await;

    let changed = script.replace("\"no_engine\"", "\"another_build\"");
    assert_ne!(changed, script);
    fs::write(&worker, changed).expect("it can be written");
    let is_new = || async {
        // The page looks for a new build when it starts, and lets it take over once it has settled.
        page.goto("api?device=cpu").await;
        is_up(&page).await;
        let settled = "return navigator.serviceWorker.getRegistration().then(
            ({ installing, waiting }) => performance.now() > 12000 && !installing && !waiting)";
        let has_settled = || async { page.script(settled).await == true };
        page.wait_until(START, "a page with one worker", has_settled).await;
        page.goto("icon.svg").await;
        respond(&page, "return fetch('/api/health');").await["body"]["code"] == "another_build"
    };
    page.wait_until(START, "the new worker", is_new).await;
}
