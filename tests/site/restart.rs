//! A panic ends the worker, and the page starts another and goes on.

use domain::messages::{Request, encode};
use serde_json::json;
use tests::browser::{Options, Page};

use crate::{START, sample, says};

/// Keeps hold of the page's worker, so that a test can speak to it.
const KEEP: &str = "
    globalThis.workers = [];
    globalThis.Worker = class extends Worker {
        constructor(...given) { super(...given); globalThis.workers.push(this); }
    };
";

const SEND: &str = "globalThis.workers.at(-1).postMessage(Uint8Array.from(arguments[0]).buffer)";

#[tokio::test]
async fn after_a_panic_the_images_are_kept_and_the_next_one_is_judged() {
    let page = Page::open("", &Options::default()).await;
    let keep = json!({ "source": KEEP });
    page.browser().devtools("Page.addScriptToEvaluateOnNewDocument", keep).await;
    page.goto("predict").await;
    page.upload(&[&sample("trouser")]).await;
    let first = || async { says(&page).await.contains("Accept Trouser") };
    page.wait_until(START, "the first verdict", first).await;
    let bytes = encode(&Request::Panic).expect("a request can be encoded");
    page.driver().execute(SEND, vec![json!(bytes)]).await.expect("the worker takes messages");
    let another = || async { page.script("return globalThis.workers.length").await == 2 };
    page.wait_until(START, "a second worker", another).await;
    assert!(says(&page).await.contains("Accept Trouser"), "what was judged is kept");
    page.upload(&[&sample("bag")]).await;
    let second = || async { says(&page).await.contains("2 images") };
    page.wait_until(START, "the second verdict", second).await;
    let options = page.all("option").await;
    let bag = options.iter().find(|option| option.name.starts_with("bag.png"));
    assert!(bag.is_some_and(|option| option.name.contains("Accept")), "{bag:?}");
}
