//! Each page in both languages, both colour schemes and two sizes: nothing sticks out at the
//! side, and a screenshot of each is kept for a person to look at.

use tests::browser::{Options, Page};

use crate::{START, card, sample};

#[tokio::test]
async fn no_page_is_wider_than_its_window() {
    let accuracy = card()["classifier"]["test_accuracy"]["value"].as_f64().expect("a number");
    let accuracy = format!("{:.1}", accuracy * 100.0);
    for (language, dark) in [("en-US", false), ("es-ES", true), ("en-US", true), ("es-ES", false)] {
        for phone in [false, true] {
            let base = if phone { Options::phone() } else { Options::default() };
            let options = Options { language, dark, ..base };
            let page = Page::open("", &options).await;
            let sign = format!(
                "{}-{}-{}",
                &language[..2],
                if dark { "dark" } else { "light" },
                if phone { "phone" } else { "laptop" }
            );
            let ready = || async {
                page.text().await.contains("10,000") || page.text().await.contains("10\u{a0}000")
            };
            page.wait_until(START, "the measured figures", ready).await;
            fits(&page, &format!("home-{sign}")).await;
            page.goto("predict").await;
            fits(&page, &format!("predict-empty-{sign}")).await;
            page.upload(&[&sample("pullover"), &sample("bag"), &sample("shirt")]).await;
            let ready = || async {
                let text = page.text().await;
                text.contains("3 images") || text.contains("3 imágenes")
            };
            page.wait_until(START, "three verdicts", ready).await;
            fits(&page, &format!("predict-{sign}")).await;
            page.goto("data?rare=shirt:0.1").await;
            let ready = || async {
                let text = page.text().await;
                text.contains("54,500")
                    || text.contains("54\u{a0}500")
                    || text.contains("50,050")
                    || text.contains("50\u{a0}050")
            };
            page.wait_until(START, "the data set's counts", ready).await;
            fits(&page, &format!("data-{sign}")).await;
            page.goto("train?preset=quick").await;
            let ready = || async {
                page.has("heading", "Set up a run").await
                    || page.has("heading", "Prepara una ejecución").await
            };
            page.wait_until(START, "the form", ready).await;
            fits(&page, &format!("train-{sign}")).await;
            page.goto("evaluate?b=none").await;
            let ready = || async {
                let text = page.text().await;
                text.contains(&accuracy) || text.contains(&accuracy.replace('.', ","))
            };
            page.wait_until(START, "the accuracy", ready).await;
            fits(&page, &format!("evaluate-{sign}")).await;
            page.goto("api").await;
            let ready = || async {
                page.has("heading", "Try it").await || page.has("heading", "Pruébalo").await
            };
            page.wait_until(START, "the forms", ready).await;
            fits(&page, &format!("api-{sign}")).await;
        }
    }
}

async fn fits(page: &Page, name: &str) {
    page.screenshot(name).await;
    let over = page
        .script(
            "return document.documentElement.scrollWidth - document.documentElement.clientWidth",
        )
        .await;
    assert!(over.as_f64().unwrap_or(1.0) <= 0.0, "{name} is {over} pixels too wide");
}
