//! The pages come up at all, under the shipped content security policy.

use serde_json::{Value, json};
use tests::browser::{Name, Options, PATIENCE, Page};

#[tokio::test]
async fn a_page_comes_up_with_a_heading_and_without_errors() {
    // The second one is a deep link: a plain file server knows nothing of the app's routes.
    for path in ["", "predict"] {
        let page = Page::open(path, &Options::default()).await;
        // The heading of the static shell is there at once; the program has taken over when the shell's bar is gone.
        page.wait_until(PATIENCE, "the program has started", async || {
            page.script("return document.querySelector('#boot') === null").await == true
        })
        .await;
        let heading = page.node("heading", Name::Any).await;
        assert!(!heading.name.is_empty(), "/{path}: the heading is empty");
        assert_eq!(page.console_errors().await, Vec::<String>::new(), "/{path}");
    }
}

#[tokio::test]
async fn a_page_that_does_not_arrive_says_so_and_comes_when_it_is_asked_for_again() {
    let page = Page::open("?lang=en", &Options::default()).await;
    page.node("heading", "The life of a classifier, in one tab").await;
    page.wait_until(PATIENCE, "the program has started", async || {
        page.script("return document.querySelector('#boot') === null").await == true
    })
    .await;
    let is_fetched = || {
        let mut asked = page.server().log().all().into_iter().map(|request| request.path);
        asked.any(|path| path.starts_with("/monitor-") && path.ends_with(".wasm"))
    };
    assert!(!is_fetched(), "not before it is opened");
    let block = async |urls: Value| {
        page.browser().devtools("Network.setBlockedURLs", json!({ "urls": urls })).await
    };
    page.browser().devtools("Network.enable", json!({})).await;
    block(json!(["*/monitor-*.wasm"])).await;
    page.click("link", Name::Contains("Monitor")).await;
    page.node("heading", "This page did not arrive").await;
    block(json!([])).await;
    page.click("button", "Try again").await;
    page.node("heading", "Does it still work?").await;
    assert!(is_fetched());
}
