//! The page of augmentation: the study's figures are those of its file, a generator is trained step by step,
//! survives a reload and generates, and remedies are compared here.

use std::time::Duration;

use protocol::comparison::{ImbalanceStudy, STUDY_FILE};
use serde_json::Value;
use tests::browser::{Options, Page};
use tests::server::dist;

use crate::{START, says};

/// How long some steps may take on a slow machine.
const RUN: Duration = Duration::from_secs(400);

async fn open(search: &str, options: &Options) -> Page {
    let page = Page::open(&format!("augment?lang=en&device=cpu&{search}"), options).await;
    page.node("heading", "Do generated images help a rare class?").await;
    ready(&page).await;
    page
}

async fn ready(page: &Page) {
    let ready = || async { says(page).await.contains("CPU WebAssembly") };
    page.wait_until(START, "the engine", ready).await;
}

async fn comes(page: &Page, wait: Duration, words: &str) {
    page.wait_until(wait, words, || async { says(page).await.contains(words) }).await;
}

/// Steps of the training that is looked at.
async fn step(page: &Page) -> u64 {
    let line = "return document.querySelector('.augment-focus .train-headline')?.innerText ?? ''";
    let line = page.script(line).await.as_str().unwrap_or_default().replace(',', "");
    line.split_whitespace().find_map(|word| word.parse().ok()).unwrap_or(0)
}

async fn reaches(page: &Page, steps: u64) {
    let far = || async { step(page).await >= steps };
    page.wait_until(RUN, &format!("step {steps}"), far).await;
}

/// The cells of the table of remedies in a card.
async fn cells(page: &Page, card: &str) -> Vec<String> {
    let cells = format!(
        "return [...document.querySelectorAll('{card} .augment-remedies td b')].map((cell) => cell.innerText)"
    );
    let cells = page.script(&cells).await;
    let cells = cells.as_array().cloned().unwrap_or_default();
    cells.iter().map(|cell| cell.as_str().unwrap_or_default().to_owned()).collect()
}

/// Types a number into a field of the form.
async fn set(page: &Page, field: &str, value: &str) {
    let element = page.find("textbox", field).await;
    element.clear().await.expect("the field can be emptied");
    element.send_keys(value).await.expect("the field takes keys");
}

#[tokio::test]
async fn the_study_shows_the_figures_of_its_file() {
    let page = open("figure=recall", &Options::phone()).await;
    let study = std::fs::read(dist().join("models").join(STUDY_FILE)).expect("the study ships");
    let study: ImbalanceStudy = serde_json::from_slice(&study).expect("the study can be read");
    for comparison in &study.comparisons {
        if study.comparisons.len() > 1 {
            page.script(&format!(
                "[...document.querySelectorAll('.augment-study input[name=scale]')]
                    .find((input) => input.parentElement.innerText.replace(/[^0-9]/g, '').startsWith('{}')).click()",
                comparison.plan.images
            ))
            .await;
        }
        let means = comparison.summary().into_iter().flat_map(|arm| arm.means);
        let wanted: Vec<String> = means.map(|mean| format!("{:.1}%", mean * 100.0)).collect();
        let there = || async { cells(&page, ".augment-study").await == wanted };
        page.wait_until(START, "the study's figures", there).await;
    }
    let over = "return document.documentElement.scrollWidth - document.documentElement.clientWidth";
    assert_eq!(page.script(over).await, 0, "the page is wider than the phone");
    assert_eq!(page.console_errors().await, Vec::<String>::new());
}

#[tokio::test]
async fn a_generator_is_stepped_survives_a_reload_and_generates() {
    let page = open("class=sandal&keep=0.05", &Options::default()).await;
    page.script("document.querySelector('.augment-form details').open = true").await;
    set(&page, "Images per step", "many").await;
    comes(&page, START, "Images per step must be a number.").await;
    set(&page, "Images per step", "8").await;
    set(&page, "Steps", "2000").await;
    page.click("button", "Train").await;
    reaches(&page, 5).await;
    page.click("button", "Pause").await;
    comes(&page, RUN, "paused").await;
    let held = step(&page).await;
    page.click("button", "Step the generator").await;
    reaches(&page, held + 1).await;
    page.click("button", "Step the discriminator").await;
    let press =
        "document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'g', bubbles: true }))";
    page.script(press).await;
    reaches(&page, held + 2).await;
    assert_eq!(step(&page).await, held + 2, "the discriminator's step is none of the generator's");
    page.click("button", "Play").await;
    reaches(&page, held + 20).await;
    page.click("button", "Pause").await;
    comes(&page, RUN, "paused").await;
    let held = step(&page).await;
    comes(&page, RUN, &format!("step {held}")).await;

    page.goto("augment?lang=en&device=cpu").await;
    comes(&page, START, "It was interrupted. It is kept up to step").await;
    assert_eq!(step(&page).await, held);
    ready(&page).await;
    page.click("button", "Resume").await;
    reaches(&page, held + 5).await;
    page.click("button", "Pause").await;
    comes(&page, RUN, "paused").await;

    page.click("button", "Generate").await;
    let tiles = || async {
        let count = page.script("return document.querySelectorAll('.augment-tile').length").await;
        count.as_u64() == Some(16)
    };
    page.wait_until(RUN, "sixteen images", tiles).await;
    page.script("document.querySelector('.augment-tile').click()").await;
    comes(&page, START, "Nearest training image").await;
    comes(&page, START, "the root mean square difference").await;
    assert_eq!(page.console_errors().await, Vec::<String>::new());
}

#[tokio::test]
async fn remedies_are_compared_here_in_small() {
    let page = open("class=sandal&keep=0.1&seeds=2&steps=10", &Options::default()).await;
    page.click("button", "Compare").await;
    page.node("button", "Cancel").await;
    comes(&page, RUN, "All trainings have ended.").await;
    let there = || async { cells(&page, ".augment-compare").await.len() == 7 * 5 };
    page.wait_until(START, "seven remedies with five figures", there).await;
    for cell in cells(&page, ".augment-compare").await {
        let share: f64 = cell.trim_end_matches('%').parse().expect("a percentage");
        assert!((0.0..=100.0).contains(&share), "{cell}");
    }
    let text = says(&page).await;
    assert!(text.contains("Measured on 5,000 validation images, means over 2 seeds."), "{text}");
    let gains =
        "return [...document.querySelectorAll('.augment-compare .augment-remedies td small')]
        .filter((cell) => cell.innerText.includes(' to ')).length";
    assert_eq!(page.script(gains).await, Value::from(6 * 5), "a gain for all but nothing");
    assert_eq!(page.console_errors().await, Vec::<String>::new());
}
