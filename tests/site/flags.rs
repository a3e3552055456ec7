//! A verdict flagged as wrong: kept, taken away, and trained on unless it is of the test set.

use serde_json::Value;
use tests::browser::{Name, Options, Page};

use crate::{START, read, sample, says};

async fn comes(page: &Page, words: &str) {
    page.wait_until(START, words, || async { says(page).await.contains(words) }).await;
}

#[tokio::test]
async fn flags_survive_a_reload_are_exported_and_go_to_training_without_test_images() {
    let page = Page::open("predict", &Options::default()).await;
    page.upload(&[&sample("trouser")]).await;
    comes(&page, "Accept Trouser").await;
    page.choose("The correct class", "Dress").await;
    page.click("button", "Flag as wrong").await;
    comes(&page, "Flagged: it is Dress, and the classifier said Trouser.").await;
    // A sample is an image of the test set made into a photo.
    page.click("button", Name::Contains("Ankle boot")).await;
    comes(&page, "Accept Ankle boot").await;
    page.choose("The correct class", "Sandal").await;
    page.click("button", "Flag as wrong").await;
    comes(&page, "Flagged: 2").await;

    page.goto("predict").await;
    comes(&page, "Flagged: 2").await;
    let (_folder, file) = page.download("Download the flagged images").await;
    let (name, text) = read(&file);
    assert_eq!(name, "vitrina-flags.json");
    let file: Value = serde_json::from_str(&text).expect("the file is JSON");
    let images = file["images"].as_array().expect("it lists images");
    let of = |image: &Value| {
        let pixels = image["pixels"].as_str().map_or(0, str::len);
        (image["class"].clone(), image["predicted"].clone(), image["is_from_test"].clone(), pixels)
    };
    assert_eq!(of(&images[0]), ("Dress".into(), "Trouser".into(), false.into(), 2 * 784));
    assert_eq!(of(&images[1]), ("Sandal".into(), "Ankle boot".into(), true.into(), 2 * 784));

    page.click("button", "Remove the flag of trouser.png").await;
    comes(&page, "Flagged: 1").await;
    assert!(!page.has("link", Name::Contains("Fine-tune with them")).await);
    page.click("button", "Undo").await;
    comes(&page, "Flagged: 2").await;
    page.click("link", Name::Contains("Fine-tune with them")).await;
    page.node("heading", "Train a network").await;
    comes(&page, "Pictures added to your own: 1.").await;
    comes(&page, "Left out because they belong to the test set: 1.").await;
    let label = page.node("combobox", Name::Contains("trouser.png")).await;
    assert_eq!(label.value, "Dress");
    assert!(!page.has("combobox", Name::Contains("Ankle boot")).await);
    assert_eq!(page.console_errors().await, Vec::<String>::new());
}
