//! Each page in both languages, both colour schemes and two sizes: nothing sticks out at the
//! side, and a screenshot of each is kept for a person to look at.

use tests::browser::{Name, Options, Page};

use crate::{START, card, photo, sample};

#[tokio::test]
async fn no_page_is_wider_than_its_window() {
    let accuracy = card()["classifier"]["test_accuracy"]["value"].as_f64().expect("a number");
    let accuracy = format!("{:.1}", accuracy * 100.0);
    for language in ["en-US", "es-ES"] {
        let page = Page::open("", &Options { language, ..Options::default() }).await;
        let ready = || async {
            page.text().await.contains("10,000") || page.text().await.contains("10\u{a0}000")
        };
        page.wait_until(START, "the measured figures", ready).await;
        fits(&page, "home", language).await;
        page.goto("predict").await;
        page.node("heading", Name::Any).await;
        fits(&page, "predict-empty", language).await;
        // People's files have names that no line holds.
        let files =
            [sample("pullover"), sample("bag"), photo("974964a0-77cc-47b3-a54f-57eea90bb3fe")];
        page.upload(&files.each_ref().map(|file| file.as_path())).await;
        let ready = || async {
            let text = page.text().await;
            text.contains("3 images") || text.contains("3 imágenes")
        };
        page.wait_until(START, "three verdicts", ready).await;
        page.click("option", Name::Contains("974964a0")).await;
        let correct = if language == "en-US" { "Correct the cut" } else { "Corregir el recorte" };
        page.click("button", correct).await;
        fits(&page, "predict", language).await;
        page.goto("data?rare=shirt:0.1").await;
        let ready = || async {
            let text = page.text().await;
            text.contains("54,500")
                || text.contains("54\u{a0}500")
                || text.contains("50,050")
                || text.contains("50\u{a0}050")
        };
        page.wait_until(START, "the data set's counts", ready).await;
        fits(&page, "data", language).await;
        page.goto("train?preset=quick").await;
        let ready = || async {
            page.has("heading", "Set up a run").await
                || page.has("heading", "Prepara una ejecución").await
        };
        page.wait_until(START, "the form", ready).await;
        fits(&page, "train", language).await;
        page.goto("evaluate?b=none").await;
        let ready = || async {
            let text = page.text().await;
            text.contains(&accuracy) || text.contains(&accuracy.replace('.', ","))
        };
        page.wait_until(START, "the accuracy", ready).await;
        fits(&page, "evaluate", language).await;
        page.goto("augment").await;
        let ready = || async {
            page.has("button", "Compare").await || page.has("button", "Comparar").await
        };
        page.wait_until(START, "the cards", ready).await;
        fits(&page, "augment", language).await;
        page.goto("report").await;
        let ready = || async {
            let text = page.text().await;
            text.contains("9,334") || text.contains("9334") || text.contains("9\u{a0}334")
        };
        page.wait_until(START, "the verdicts on the test images", ready).await;
        fits(&page, "report", language).await;
        page.goto("api").await;
        let ready = || async {
            page.has("heading", "Try it").await || page.has("heading", "Pruébalo").await
        };
        page.wait_until(START, "the forms", ready).await;
        fits(&page, "api", language).await;
    }
}

/// In the light and in the dark, on a laptop and on a phone.
async fn fits(page: &Page, name: &str, language: &'static str) {
    for (dark, screen, base) in [
        (false, "laptop", Options::default()),
        (true, "laptop", Options::default()),
        (true, "phone", Options::phone()),
        (false, "phone", Options::phone()),
    ] {
        // Without motion, so that no picture is of colours on their way.
        page.browser().show_as(&Options { dark, reduced_motion: true, ..base }).await;
        let scheme = if dark { "dark" } else { "light" };
        let name = format!("{name}-{}-{scheme}-{screen}", &language[..2]);
        page.screenshot(&name).await;
        let over = page
            .script(
                "return document.documentElement.scrollWidth - document.documentElement.clientWidth",
            )
            .await;
        assert!(over.as_f64().unwrap_or(1.0) <= 0.0, "{name} is {over} pixels too wide");
    }
    page.browser().show_as(&Options::default()).await;
}
