//! The technical report: of what was run in this tab, with the visitor's remarks, as files and on paper.

use std::time::Duration;

use serde_json::{Value, json};
use tests::browser::{Options, Page};

use crate::monitor::play_at_full_speed;
use crate::{START, card, read, says};

/// How long a small run and its measurement may take on a slow machine.
const RUN: Duration = Duration::from_secs(400);

async fn comes(page: &Page, wait: Duration, words: &str) {
    page.wait_until(wait, words, || async { says(page).await.contains(words) }).await;
}

/// Goes to another page without loading anew, so that what the tab holds stays.
async fn walk(page: &Page, stage: &str) {
    let line = format!("document.querySelector('#stages a[href*=\"/{stage}\"]').click()");
    page.script(&line).await;
}

/// What a chapter says.
async fn chapter(page: &Page, slug: &str) -> String {
    let line = format!("return document.querySelector('#report-{slug}')?.innerText ?? ''");
    let text = page.script(&line).await;
    text.as_str().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The tables of a report as JSON whose caption begins so.
fn tables<'a>(report: &'a Value, caption: &str) -> Vec<&'a Value> {
    let sections = report["sections"].as_array().expect("sections");
    let blocks = sections.iter().flat_map(|section| section["blocks"].as_array().expect("blocks"));
    blocks
        .filter(|block| block["caption"].as_str().is_some_and(|own| own.starts_with(caption)))
        .filter(|block| block["rows"].is_array())
        .collect()
}

#[tokio::test]
async fn the_report_is_of_what_was_run_here_and_is_taken_away() {
    let page =
        Page::open("monitor?lang=en&device=cpu&preset=dirty-camera&seed=1", &Options::default())
            .await;
    comes(&page, START, "CPU WebAssembly").await;
    play_at_full_speed(&page, 800).await;
    walk(&page, "train").await;
    page.node("heading", "Train a network").await;
    page.click("button", "Train").await;
    comes(&page, RUN, "step 4").await;
    page.click("button", "Stop").await;
    comes(&page, RUN, "stopped").await;
    walk(&page, "report").await;
    page.node("heading", "What was really run?").await;
    let measured =
        || async { !chapter(&page, "evaluation").await.contains("has not been measured") };
    page.wait_until(RUN, "all classifiers", measured).await;

    // The shipped network's accuracy is the card's; the visitor's own, barely trained, is the one that is analysed.
    let accuracy = card()["classifier"]["test_accuracy"]["value"].as_f64().expect("a number");
    let shipped = format!("{:.1}%", accuracy * 100.0);
    assert!(chapter(&page, "evaluation").await.contains(&shipped), "{shipped}");
    let analysis = chapter(&page, "analysis").await;
    assert!(
        !analysis.contains("concern: Shipped classifier")
            && analysis.contains("The weakest class is"),
        "{analysis}"
    );
    let production = chapter(&page, "production").await;
    assert!(
        production.contains("began at record 500") && production.contains("detector"),
        "{production}"
    );

    let (_folder, file) = page.download("JSON").await;
    let (name, text) = read(&file);
    assert_eq!(name, "vitrina-report.json");
    let report: Value = serde_json::from_str(&text).expect("JSON");
    let classes = tables(&report, "Figures by class");
    assert_eq!(classes.len(), 3, "two shipped classifiers and one of the visitor's");
    let own = classes.last().expect("the last is the visitor's");
    let recalls = own["rows"].as_array().expect("rows").iter().take(10);
    let recalls: Vec<f64> = recalls
        .map(|row| {
            row[2].as_str().expect("a recall").trim_end_matches('%').parse().expect("a number")
        })
        .collect();
    let weakest = recalls.iter().copied().fold(f64::INFINITY, f64::min);
    assert!(analysis.contains(&format!("{weakest:.1}%")), "{weakest} in {analysis}");

    // The notebook's recorded output and the page's figures are the same ones.
    let (_folder, file) = page.download("Notebook (.ipynb)").await;
    let notebook: Value = serde_json::from_str(&read(&file).1).expect("JSON");
    assert_eq!((&notebook["nbformat"], &notebook["nbformat_minor"]), (&json!(4), &json!(5)));
    assert!(notebook.to_string().contains(&format!("{weakest:.1}%")));
    let (_folder, file) = page.download("HTML").await;
    let html = read(&file).1;
    assert!(html.contains("<svg") && !html.contains("<script") && html.contains(&shipped));

    // A remark stays over a reload, and left out is left out.
    page.script("document.querySelectorAll('.report-remark').forEach((own) => own.open = true)")
        .await;
    let remark = page.find("textbox", "Own remarks on “Critical analysis”").await;
    remark.send_keys("Shirts are hard for people, too.").await.expect("the field takes keys");
    page.script("document.activeElement.blur()").await;
    let there =
        || async { chapter(&page, "analysis").await.contains("Shirts are hard for people") };
    page.wait_until(START, "the remark", there).await;
    page.click("checkbox", "The production of this visit").await;
    let gone =
        || async { chapter(&page, "production").await.contains("No production was watched") };
    page.wait_until(START, "the production left out", gone).await;
    page.goto("report?lang=es&device=cpu").await;
    let there =
        || async { chapter(&page, "analysis").await.contains("Shirts are hard for people") };
    page.wait_until(START, "the remark after a reload", there).await;
    assert!(chapter(&page, "analysis").await.contains("La clase más débil es"));
}

#[tokio::test]
async fn the_report_prints_without_the_page_around_it_and_fits_a_phone() {
    let page = Page::open("report?lang=es&device=cpu", &Options::phone()).await;
    let ready = || async { chapter(&page, "policy").await.contains("Aceptar") };
    page.wait_until(START, "the figures", ready).await;
    let over = "return document.documentElement.scrollWidth - document.documentElement.clientWidth";
    assert_eq!(page.script(over).await, json!(0), "nothing sticks out at the side");
    let english = "return [...document.querySelectorAll('.report-sheet :is(h2, h3, p, li, caption, figcaption, th)')]
        .map((own) => own.innerText).filter((text) => / (the|of|and|with) /.test(text) && !/: .*\\d{4}/.test(text))";
    assert_eq!(page.script(english).await, json!([]), "no English is left in the Spanish report");

    page.browser().devtools("Emulation.setEmulatedMedia", json!({"media": "print"})).await;
    let shown = "return ['.rail', '.topbar', '.report-desk', '.report-contents', '.report-remark', '.report-sheet']
        .map((own) => getComputedStyle(document.querySelector(own)).display !== 'none')";
    assert_eq!(page.script(shown).await, json!([false, false, false, false, false, true]));
    page.browser().devtools("Emulation.setEmulatedMedia", json!({"media": ""})).await;
    let paper = page.browser().devtools("Page.printToPDF", json!({"printBackground": true})).await;
    let paper = paper["data"].as_str().expect("a PDF in base64");
    // "%PDF" in base64; the figures are in it.
    assert!(paper.starts_with("JVBERi") && paper.len() > 200_000, "{} letters", paper.len());
}
