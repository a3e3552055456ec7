//! Each page in both languages, both colour schemes and two sizes: nothing sticks out at the
//! side, and a screenshot of each is kept for a person to look at.

use tests::browser::{Options, Page};

use crate::{START, sample};

#[tokio::test]
async fn no_page_is_wider_than_its_window() {
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
