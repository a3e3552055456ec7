//! Ends the page's own worker in the middle of its work.

use protocol::messages::{Request, encode};
use serde_json::json;
use tests::browser::Page;

/// Keeps hold of the page's workers, so that a test can speak to them.
const KEEP: &str = "
    globalThis.workers = [];
    globalThis.Worker = class extends Worker {
        constructor(...given) { super(...given); globalThis.workers.push(this); }
    };
";

const SEND: &str = "globalThis.workers.at(-1).postMessage(Uint8Array.from(arguments[0]).buffer)";

/// From the next page on, workers can be ended.
pub async fn keep_workers(page: &Page) {
    let keep = json!({ "source": KEEP });
    page.browser().devtools("Page.addScriptToEvaluateOnNewDocument", keep).await;
}

/// Lets the page's worker panic.
pub async fn panic(page: &Page) {
    let bytes = encode(&Request::Panic).expect("a request can be encoded");
    page.driver().execute(SEND, vec![json!(bytes)]).await.expect("the worker takes messages");
}

/// How many workers the page has started.
pub async fn workers(page: &Page) -> u64 {
    page.script("return globalThis.workers.length").await.as_u64().unwrap_or_default()
}
