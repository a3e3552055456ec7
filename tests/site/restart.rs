//! A panic ends the worker, and the page starts another and goes on.

use tests::browser::{Options, Page};

use crate::crash::{keep_workers, panic, workers};
use crate::{START, sample, says};

#[tokio::test]
async fn after_a_panic_the_images_are_kept_and_the_next_one_is_judged() {
    let page = Page::open("", &Options::default()).await;
    keep_workers(&page).await;
    page.goto("predict").await;
    page.upload(&[&sample("trouser")]).await;
    let first = || async { says(&page).await.contains("Accept Trouser") };
    page.wait_until(START, "the first verdict", first).await;
    panic(&page).await;
    let another = || async { workers(&page).await == 2 };
    page.wait_until(START, "a second worker", another).await;
    assert!(says(&page).await.contains("Accept Trouser"), "what was judged is kept");
    page.upload(&[&sample("bag")]).await;
    let second = || async { says(&page).await.contains("2 images") };
    page.wait_until(START, "the second verdict", second).await;
    let options = page.all("option").await;
    let bag = options.iter().find(|option| option.name.starts_with("bag.png"));
    assert!(bag.is_some_and(|option| option.name.contains("Accept")), "{bag:?}");
}
