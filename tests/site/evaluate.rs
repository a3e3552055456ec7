//! What the shipped networks answer is shown at once, says that it was measured beforehand, and is the same
//! when it is measured here.

use std::time::Duration;

use serde_json::{Value, json};
use tests::browser::{Options, Page};

use crate::{START, card, says};

/// How long a network may take over 15,000 images on a slow machine.
const MEASURED: Duration = Duration::from_secs(200);
/// What is said of figures that were not measured here.
const BEFOREHAND: &str = "Measured beforehand, when the networks were trained.";

/// The figure of a model's accuracy as the page says it, with its interval.
async fn accuracy(page: &Page) -> String {
    let figure = "return document.querySelector('.summary .figure dd')?.innerText ?? ''";
    page.script(figure).await.as_str().unwrap_or_default().to_owned()
}

/// The counts of the confusion matrix.
async fn confusion(page: &Page) -> Value {
    let cells =
        "return [...document.querySelectorAll('.confusion td')].map((cell) => cell.innerText)";
    page.script(cells).await
}

/// Where measuring the classifiers stands, as the first of the cards says it.
async fn stands(page: &Page, wait: Duration, words: &str) {
    let first = "return document.querySelector('.measuring')?.innerText ?? ''";
    let says = || async { page.script(first).await.as_str().is_some_and(|it| it.contains(words)) };
    page.wait_until(wait, words, says).await;
}

async fn comes(page: &Page, wait: Duration, words: &str) {
    page.wait_until(wait, words, || async { says(page).await.contains(words) }).await;
}

#[tokio::test]
async fn what_was_measured_beforehand_is_the_same_when_it_is_measured_here() {
    let page = Page::open("evaluate?lang=en&device=cpu&b=none", &Options::default()).await;
    stands(&page, START, BEFOREHAND).await;
    page.wait_until(START, "the accuracy", || async { accuracy(&page).await.contains('%') }).await;
    let beforehand = (accuracy(&page).await, confusion(&page).await);
    let wanted = card()["classifier"]["test_accuracy"]["value"].as_f64().expect("a number");
    assert!(beforehand.0.contains(&format!("{:.1}%", wanted * 100.0)), "{}", beforehand.0);
    // «Mean of 3» while some of the ten are missing.
    let mean = "return [...document.querySelectorAll('tfoot th')].map((head) => head.innerText)";
    page.wait_until(START, "all ten autoencoders in the table", || async {
        page.script(mean).await.as_array().is_some_and(|heads| heads.contains(&json!("Mean")))
    })
    .await;

    page.click("button", "Measure on this device").await;
    page.click("button", "Cancel").await;
    stands(&page, START, BEFOREHAND).await;
    page.click("button", "Measure on this device").await;
    stands(&page, MEASURED, "Measured in").await;
    assert_eq!((accuracy(&page).await, confusion(&page).await), beforehand);
    assert_eq!(page.console_errors().await, Vec::<String>::new());
}

#[tokio::test]
async fn what_does_not_arrive_is_measured_instead() {
    let page = Page::open("?lang=en&device=cpu", &Options::default()).await;
    let browser = page.browser();
    browser.devtools("Network.enable", json!({})).await;
    browser.devtools("Network.setBlockedURLs", json!({ "urls": ["*/answers/*"] })).await;
    page.goto("evaluate?lang=en&device=cpu&b=none").await;
    comes(&page, MEASURED, "n = 10,000").await;
    stands(&page, START, "Measured in").await;
    comes(&page, START, "What was said of the photos did not arrive.").await;
    browser.devtools("Network.setBlockedURLs", json!({ "urls": [] })).await;
    page.click("button", "Try again").await;
    comes(&page, START, "100 of them, drawn by chance").await;
}

#[tokio::test]
async fn photos_are_shown_with_what_was_said_of_them() {
    let page = Page::open("evaluate?lang=en&device=cpu&b=none", &Options::phone()).await;
    comes(&page, START, "100 of them, drawn by chance").await;
    let tiles = || async {
        let count = "return document.querySelectorAll('.photos-gallery .photo-tile').length";
        page.script(count).await.as_u64().unwrap_or_default()
    };
    page.wait_until(START, "a page of photos", || async { tiles().await == 24 }).await;
    let over = "return document.documentElement.scrollWidth - document.documentElement.clientWidth";
    assert_eq!(page.script(over).await, 0, "the page is wider than the phone");
    page.click("radio", "Mistakes").await;
    page.wait_until(START, "the mistakes alone", || async {
        let words = "return [...document.querySelectorAll('.photos-gallery figcaption')]
            .every((caption) => caption.querySelector('.is-mistake'))";
        tiles().await > 0 && page.script(words).await == true
    })
    .await;
    // The table counts every photo of the card.
    let photos = std::fs::read(tests::server::dist().join("models/photos.json")).expect("a card");
    let photos: Value = serde_json::from_slice(&photos).expect("JSON");
    let n = |share: &str| photos["test"][share]["n"].as_u64().expect("a number");
    let counted = "return [...document.querySelectorAll('.photos-seen tbody tr')]
        .reduce((sum, row) => sum + parseInt(row.querySelector('td').innerText), 0)";
    assert_eq!(page.script(counted).await.as_u64(), Some(n("right") + n("others_accepted")));
    assert_eq!(page.console_errors().await, Vec::<String>::new());
}
