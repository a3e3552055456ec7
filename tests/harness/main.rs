//! The browser harness itself, against a small page that is made here: what it finds, waits for and reports.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use std::fs;
use std::time::Duration;

use tempfile::TempDir;
use tests::browser::{Name, Options, Page};
use tests::server::Server;

const INDEX: &str = r#"<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A page</title>
<link rel="icon" href="data:,"></head><body>
<h1>A page</h1>
<button aria-label="Close the window">x</button>
<button id="go">Go</button>
<img src="dot.svg" alt="A dot">
<label>Pictures <input type="file" multiple></label>
<output role="status"></output>
<script src="page.js" type="module"></script></body></html>"#;

const SCRIPT: &str = r#"
const say = (text) => document.querySelector('output').textContent = text;
document.querySelector('#go').onclick = () => setTimeout(() => say('gone'), 200);
document.querySelector('input').onchange = (event) => say([...event.target.files].map((f) => f.name).join(' and '));
"#;

fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("index.html"), INDEX).unwrap();
    fs::write(folder.path().join("page.js"), SCRIPT).unwrap();
    fs::write(
        folder.path().join("dot.svg"),
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><circle r="9"/></svg>"#,
    )
    .unwrap();
    fs::write(folder.path().join("engine.wasm"), b"\0asm").unwrap();
    fs::create_dir(folder.path().join("predict")).unwrap();
    fs::write(folder.path().join("predict/index.html"), "<h1>Predict</h1>").unwrap();
    folder
}

async fn open(options: &Options) -> (Page, TempDir) {
    let folder = folder();
    let page = Page::open_in(folder.path(), "/", "", options).await;
    (page, folder)
}

#[tokio::test]
async fn things_are_found_by_role_and_accessible_name() {
    let (page, _folder) = open(&Options::default()).await;
    assert_eq!(page.node("heading", "A page").await.property("level"), Some(&1.into()));
    assert!(page.has("button", "Close the window").await);
    assert!(page.has("button", Name::Contains("window")).await);
    assert!(!page.has("button", "x").await);
    assert!(page.has("img", "A dot").await);
    page.click("button", "Go").await;
    page.wait_until(Duration::from_secs(5), "the click shows", async || {
        page.text().await.contains("gone")
    })
    .await;
    assert_eq!(page.console_errors().await, Vec::<String>::new());
}

#[tokio::test]
#[should_panic(expected = r#"each button there is: ["Close the window", "Go", "Pictures"]"#)]
async fn a_thing_that_is_not_there_is_reported_with_what_is() {
    let (page, _folder) = open(&Options::default()).await;
    page.node_within(Duration::from_millis(300), "button", "Stop").await;
}

#[tokio::test]
async fn files_are_uploaded_as_by_the_dialogue() {
    let (page, folder) = open(&Options::default()).await;
    let files = [folder.path().join("dot.svg"), folder.path().join("page.js")];
    page.upload(&[&files[0], &files[1]]).await;
    page.node("status", Name::Any).await;
    assert!(page.text().await.contains("dot.svg and page.js"));
}

#[tokio::test]
async fn the_visitor_is_as_the_options_say() {
    let options = Options { language: "es", dark: true, reduced_motion: true, ..Options::phone() };
    let (page, _folder) = open(&options).await;
    let seen = page
        .script(
            "return [navigator.language, innerWidth, innerHeight, \
             matchMedia('(prefers-color-scheme: dark)').matches, \
             matchMedia('(prefers-reduced-motion: reduce)').matches]",
        )
        .await;
    assert_eq!(seen, serde_json::json!(["es", 390, 844, true, true]));
}

#[tokio::test]
async fn errors_in_the_console_and_requests_are_seen() {
    let (page, _folder) = open(&Options::default()).await;
    page.server().log().clear();
    page.script("console.error('it broke'); return fetch('missing.json').then(() => 1)").await;
    let errors = page.console_errors().await;
    assert!(errors.iter().any(|error| error.contains("it broke")), "{errors:?}");
    assert!(errors.iter().any(|error| error.contains("404")), "{errors:?}");
    let asked: Vec<String> =
        page.server().log().all().into_iter().map(|request| request.path).collect();
    assert_eq!(asked, ["/missing.json"]);
}

#[tokio::test]
async fn the_policy_blocks_inline_scripts_and_other_hosts() {
    let (page, _folder) = open(&Options::default()).await;
    let reached = page
        .script("return fetch('http://203.0.113.1/').then(() => 'reached', () => 'blocked')")
        .await;
    assert_eq!(reached, "blocked");
    page.script(
        "const script = document.createElement('script'); script.textContent = 'globalThis.inline = 1'; \
         document.body.append(script)",
    )
    .await;
    assert_eq!(page.script("return globalThis.inline ?? 0").await, 0);
    let errors = page.console_errors().await;
    for directive in ["connect-src 'self'", "script-src 'self'"] {
        assert!(errors.iter().any(|error| error.contains(directive)), "{errors:#?}");
    }
}

#[tokio::test]
async fn a_long_task_is_measured() {
    let (page, _folder) = open(&Options::default()).await;
    page.script(
        "return new Promise((done) => setTimeout(() => { const end = performance.now() + 200; \
         while (performance.now() < end) {} setTimeout(done, 100); }))",
    )
    .await;
    let longest = page.longest_task_ms().await;
    assert!((190.0..1000.0).contains(&longest), "{longest} ms");
}

#[tokio::test]
async fn a_screenshot_has_the_size_of_the_viewport() {
    let (page, _folder) = open(&Options::phone()).await;
    let file = page.screenshot("harness").await;
    let bytes = fs::read(file).unwrap();
    let side = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap());
    assert_eq!((side(16), side(20)), (390, 844));
}

#[tokio::test]
async fn a_folder_redirects_to_its_index_also_under_a_base() {
    let folder = folder();
    for base in ["/", "/vitrina/"] {
        let page = Page::open_in(folder.path(), base, "predict", &Options::default()).await;
        page.node("heading", "Predict").await;
        let url = page.driver().current_url().await.unwrap();
        assert_eq!(url.path(), format!("{base}predict/"));
    }
}

#[tokio::test]
async fn files_have_the_types_that_browsers_insist_on() {
    let (page, _folder) = open(&Options::default()).await;
    for (file, media_type) in [
        ("engine.wasm", "application/wasm"),
        ("page.js", "text/javascript"),
        ("dot.svg", "image/svg+xml"),
    ] {
        let script = format!("return fetch('{file}').then((r) => r.headers.get('content-type'))");
        assert_eq!(page.script(&script).await, media_type);
    }
}

#[tokio::test]
async fn webgpu_is_there_only_when_it_is_asked_for() {
    const ADAPTER: &str =
        "return navigator.gpu?.requestAdapter().then((adapter) => adapter !== null) ?? false";
    for webgpu in [false, true] {
        let (page, _folder) = open(&Options { webgpu, ..Options::default() }).await;
        assert_eq!(page.script(ADAPTER).await, webgpu);
    }
}

#[test]
fn servers_do_not_share_their_logs() {
    let folder = folder();
    let (one, two) = (Server::start(folder.path(), "/"), Server::start(folder.path(), "/"));
    assert_ne!(one.unwrap().url(""), two.unwrap().url(""));
}
