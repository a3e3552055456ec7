//! Which parts of an image the class depends on, asked for and read.

use tests::browser::{Name, Options, Page};
use vision::occlusion::REGIONS;

use crate::{START, sample, says};

#[tokio::test]
async fn the_map_is_made_when_it_is_asked_for_and_follows_image_and_class() {
    let page = Page::open("predict", &Options::default()).await;
    page.upload(&[&sample("bag"), &sample("trouser")]).await;
    let both = || async { says(&page).await.contains("2 images") };
    page.wait_until(START, "two verdicts", both).await;
    assert!(!page.has("img", Name::Contains("Map of the evidence")).await);
    page.click("button", "Show what it depends on").await;
    let map = page.node_within(START, "img", Name::Contains("evidence for and against Bag")).await;
    let says_where = map.name.contains("hiding that patch") || map.name.contains("No single patch");
    assert!(says_where, "{}", map.name);
    page.choose("Evidence for", "Shirt").await;
    page.node("img", Name::Contains("evidence for and against Shirt")).await;
    page.click("option", Name::Contains("trouser.png")).await;
    page.node_within(START, "img", Name::Contains("evidence for and against Trouser")).await;
    // The second "As a table" belongs to the results.
    let open = "document.querySelector('.why details summary').click()";
    page.script(open).await;
    page.node("table", "Change of the probability by region").await;
    let rows = page.script("return document.querySelectorAll('.why tbody tr').length").await;
    assert_eq!(rows, REGIONS);
    page.click("button", "Hide the map").await;
    assert!(!page.has("img", Name::Contains("Map of the evidence")).await);
    assert_eq!(page.console_errors().await, Vec::<String>::new());
}
