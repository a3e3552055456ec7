//! From a picture to a verdict, as a visitor does it.

use std::time::Duration;

use dataset::Class;
use tests::browser::{Name, Options, Page};

use crate::{START, sample, says};

#[tokio::test]
async fn an_uploaded_picture_gets_its_class_and_verdict_in_words() {
    let page = Page::open("predict", &Options::default()).await;
    page.node("heading", "What is in the picture?").await;
    page.upload(&[&sample("trouser")]).await;
    let judged = || async { says(&page).await.contains("Accept Trouser") };
    page.wait_until(START, "the verdict of a trouser", judged).await;
    let text = page.text().await;
    assert!(text.contains("within the limit"), "{text}");
    assert!(text.contains("Reconstruction error"), "{text}");
    assert_eq!(page.console_errors().await, Vec::<String>::new());
    let longest = page.longest_task_ms().await;
    assert!(longest < 500.0, "a task held up the page for {longest} ms");
}

#[tokio::test]
async fn ten_samples_get_at_least_nine_right_classes_and_ask_the_network_for_nothing() {
    let page = Page::open("predict?lang=en", &Options::default()).await;
    page.upload(&[&sample("bag")]).await;
    let first = || async { says(&page).await.contains("% confidence") };
    page.wait_until(START, "the first verdict", first).await;
    // Once a page has settled its service worker fetches the other pages, to keep them.
    let is_quiet = || async {
        let before = page.server().log().all().len();
        tokio::time::sleep(Duration::from_secs(6)).await;
        page.server().log().all().len() == before
    };
    page.wait_until(START, "the pages kept", is_quiet).await;
    page.server().log().clear();
    let files = Class::ALL.map(|class| sample(class.slug()));
    page.upload(&files.each_ref().map(|file| file.as_path())).await;
    let all = || async { page.text().await.contains("11 images") };
    page.wait_until(START, "eleven verdicts", all).await;
    let options = page.all("option").await;
    let right = Class::ALL.iter().filter(|class| {
        let file = format!("{}.png", class.slug());
        options.iter().any(|option| {
            option.name.starts_with(&file) && option.name.matches(class.name()).count() >= 1
        })
    });
    let names: Vec<&str> = options.iter().map(|option| option.name.as_str()).collect();
    assert!(right.count() >= 9, "{names:?}");
    let asked: Vec<String> = page
        .server()
        .log()
        .all()
        .into_iter()
        .map(|request| request.path)
        // Headless Chromium looks at the icon anew when the address changes, and for a new build of the
        // service worker, which is three files, some time after the page has come.
        .filter(|path| !path.ends_with("icon.svg"))
        .filter(|path| !["/sw.js", "/kept-files.js", "/site-files.js"].contains(&path.as_str()))
        .collect();
    assert_eq!(asked, Vec::<String>::new());
    assert_eq!(page.console_errors().await, Vec::<String>::new());
}

#[tokio::test]
async fn a_sample_is_judged_by_a_click_and_quality_can_be_read_against_another_class() {
    let page = Page::open("predict", &Options::default()).await;
    page.click("button", Name::Contains("Ankle boot")).await;
    let judged = || async { says(&page).await.contains("Accept Ankle boot") };
    page.wait_until(START, "the verdict of a boot", judged).await;
    page.goto("predict?sample=ankle-boot&normal=trouser").await;
    let rejected = || async {
        let text = says(&page).await;
        text.contains("Reject Ankle boot") && text.contains("for Trouser")
    };
    page.wait_until(START, "the boot held against trousers", rejected).await;
}

#[tokio::test]
async fn the_page_speaks_spanish_to_a_spanish_browser_and_when_asked_to() {
    let spanish = Options { language: "es-MX", ..Options::default() };
    let page = Page::open("predict", &spanish).await;
    page.node("heading", "¿Qué hay en la imagen?").await;
    page.upload(&[&sample("sneaker")]).await;
    let judged = || async { says(&page).await.contains("Aceptar Zapatilla") };
    page.wait_until(START, "el veredicto", judged).await;
    let page = Page::open("predict?lang=es", &Options::default()).await;
    page.node("heading", "¿Qué hay en la imagen?").await;
}
