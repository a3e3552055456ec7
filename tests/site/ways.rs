//! Pictures by webcam, by hand and from the test set.

use tests::browser::{Name, Options, Page};
use thirtyfour::Key;

use crate::{START, says};

/// Whether the page says something within the time that the engine may take to start.
async fn comes(page: &Page, words: &str) {
    page.wait_until(START, words, || async { says(page).await.contains(words) }).await;
}

#[tokio::test]
async fn a_refused_webcam_is_asked_for_again_judged_and_let_go_when_the_page_is_left() {
    let page = Page::open("predict", &Options { webcam: true, ..Options::default() }).await;
    page.browser().allow_webcam(false).await;
    page.click("button", "Use the webcam").await;
    comes(&page, "The webcam was not allowed").await;
    page.browser().allow_webcam(true).await;
    page.click("button", "Ask again").await;
    let shows = "return (document.querySelector('video')?.videoWidth ?? 0) > 0";
    let is_live = || async { page.script(shows).await == true };
    page.wait_until(START, "a picture of the webcam", is_live).await;
    page.script("globalThis.track = document.querySelector('video').srcObject.getTracks()[0]")
        .await;
    assert_eq!(page.script("return track.readyState").await, "live");
    page.click("button", "Take the picture").await;
    comes(&page, "Webcam picture").await;
    // The browser's test picture shows no garment, so there may be no class with a confidence.
    comes(&page, "reconstruction error").await;
    page.click("link", Name::Contains("Train")).await;
    page.node("heading", "Train a network").await;
    assert_eq!(page.script("return track.readyState").await, "ended");
    assert_eq!(page.console_errors().await, Vec::<String>::new());
}

#[tokio::test]
async fn where_there_is_no_webcam_or_no_trust_the_page_says_so() {
    let page = Page::open("predict", &Options::default()).await;
    page.click("button", "Use the webcam").await;
    comes(&page, "No webcam was found").await;
    let address = page.server().url("predict").replace("127.0.0.1", "elsewhere.test");
    page.driver().goto(address).await.expect("the page opens under another name");
    comes(&page, "No webcam and no WebGPU here").await;
    comes(&page, "over plain http from another machine").await;
    assert!(page.all("button").await.iter().any(|button| button.name == "Choose images"));
}

#[tokio::test]
async fn a_drawing_by_mouse_and_keys_is_taken_back_step_by_step_and_judged() {
    let page = Page::open("predict", &Options::default()).await;
    page.click("button", "Draw a garment").await;
    let paper = page.find("application", Name::Contains("Drawing pad")).await;
    paper.scroll_into_view().await.expect("the paper can be scrolled to");
    let strokes = |count: u32| {
        let name = format!("Strokes drawn: {count}.");
        let page = &page;
        async move { page.node("application", Name::Contains(&name)).await }
    };
    let chain = page.driver().action_chain();
    let stroke = chain.move_to_element_with_offset(&paper, 80, 40).click_and_hold();
    stroke.move_by_offset(0, 200).release().perform().await.expect("a stroke can be drawn");
    strokes(1).await;
    paper.focus().await.expect("the paper takes the focus");
    for keys in [Key::Space, Key::Up, Key::Up, Key::Right, Key::Space] {
        paper.send_keys(keys).await.expect("a key can be pressed");
    }
    strokes(2).await;
    page.click("button", "Undo the last step").await;
    strokes(1).await;
    page.click("button", "Clear the paper").await;
    strokes(0).await;
    page.click("button", "Undo the last step").await;
    strokes(1).await;
    page.click("button", "Classify this drawing").await;
    comes(&page, "% confidence").await;
    comes(&page, "photo, 280 × 280").await;
    assert_eq!(page.console_errors().await, Vec::<String>::new());
}

#[tokio::test]
async fn images_of_the_test_set_come_with_their_class_and_each_of_them_once() {
    let page = Page::open("predict", &Options::default()).await;
    page.click("button", "Pick from the test set").await;
    page.node_within(START, "button", Name::Contains("Classify test image")).await;
    page.choose("Class of the images", "Bag").await;
    let bags = Name::Contains(", Bag");
    page.click("button", bags).await;
    comes(&page, "True class: Bag. The classifier is right.").await;
    page.click("button", bags).await;
    page.click("button", "Next images").await;
    comes(&page, "31 to 60 of 1,000").await;
    page.click("button", "Classify all shown").await;
    comes(&page, "31 images").await;
    comes(&page, "of 31 images whose class is known").await;
    assert_eq!(page.console_errors().await, Vec::<String>::new());
}
