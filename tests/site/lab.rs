//! A network is trained in the page: held, cut off, resumed, kept, carried to another browser.

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::json;
use tests::browser::{Name, Options, Page};

use crate::crash::{keep_workers, panic, workers};
use crate::{START, folder, sample, says};

/// How long a small run may take on a slow machine.
const RUN: Duration = Duration::from_secs(400);

/// Opens the page to train with a preset, ready to begin.
async fn train(preset: &str, options: &Options) -> Page {
    let page = Page::open("", options).await;
    keep_workers(&page).await;
    page.goto(&format!("train?preset={preset}&device=cpu")).await;
    page.node("heading", "Train a network").await;
    let ready = || async { page.has("button", "Train").await && is_ready(&page).await };
    page.wait_until(START, "the engine", ready).await;
    page
}

/// Whether the engine is ready: the device chip names the device.
async fn is_ready(page: &Page) -> bool {
    says(page).await.contains("CPU WebAssembly")
}

/// The first number that follows `before` in the page's text.
async fn number_after(page: &Page, before: &str) -> Option<f64> {
    let text = says(page).await;
    let rest = &text[text.find(before)? + before.len()..];
    let digits: String = rest
        .trim_start()
        .chars()
        .take_while(|letter| letter.is_ascii_digit() || matches!(letter, '.' | ','))
        .collect();
    digits.replace(',', "").trim_end_matches('.').parse().ok()
}

/// Steps that the open run has taken.
async fn step(page: &Page) -> f64 {
    number_after(page, "· step").await.unwrap_or(0.0)
}

async fn reaches(page: &Page, steps: f64) {
    let far = || async { step(page).await >= steps };
    page.wait_until(RUN, &format!("step {steps}"), far).await;
}

async fn is_in_state(page: &Page, state: &str) {
    let there = || async { says(page).await.contains(state) };
    page.wait_until(RUN, state, there).await;
}

/// What the list says that the run is worth: "Validation 85.3% of 1,000".
async fn score(page: &Page) -> String {
    let element = page.script("return document.querySelector('.train-run p.num')?.innerText").await;
    let text = element.as_str().unwrap_or_default().replace('\u{a0}', " ");
    text.split("saved").next().unwrap_or_default().trim().to_owned()
}

/// Bytes that the page's own program holds after a collection.
async fn heap(page: &Page) -> f64 {
    page.browser().devtools("HeapProfiler.collectGarbage", json!({})).await;
    let usage = page.browser().devtools("Runtime.getHeapUsage", json!({})).await;
    usage["usedSize"].as_f64().expect("the browser counts its heap")
}

#[tokio::test]
async fn a_run_survives_a_pause_a_crash_and_a_reload_and_travels_to_another_browser() {
    let page = train("quick", &Options::default()).await;
    page.click("button", "Train").await;
    reaches(&page, 30.0).await;
    page.click("button", "Pause").await;
    is_in_state(&page, "paused").await;
    let held = step(&page).await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(step(&page).await, held, "a paused run takes no steps");
    page.click("button", "One step").await;
    reaches(&page, held + 1.0).await;
    page.click("button", "Play").await;
    reaches(&page, 160.0).await;

    panic(&page).await;
    is_in_state(&page, "interrupted").await;
    let again = || async { workers(&page).await == 2 && is_ready(&page).await };
    page.wait_until(START, "a second worker", again).await;
    page.click("button", "Resume").await;
    reaches(&page, 200.0).await;

    page.click("button", "Pause").await;
    is_in_state(&page, "paused").await;
    page.goto("train?device=cpu").await;
    is_in_state(&page, "interrupted").await;
    page.wait_until(START, "the engine", || is_ready(&page)).await;
    page.click("button", "Resume").await;
    is_in_state(&page, "finished").await;
    let worth = score(&page).await;
    let accuracy: f64 = worth
        .split_whitespace()
        .find_map(|word| word.strip_suffix('%')?.parse().ok().filter(|share: &f64| *share > 1.0))
        .unwrap_or_else(|| panic!("no accuracy in {worth:?}"));
    assert!(accuracy >= 80.0, "{worth}");

    page.script("document.querySelector('.train-downloads').open = true").await;
    let (_folder, file) = page.download("Run file, to continue later").await;
    page.goto("evaluate?a=run-1&b=none&device=cpu").await;
    let measured = || async { says(&page).await.contains("n = 10,000") };
    page.wait_until(RUN, "the run measured on the test set", measured).await;
    let share = number_after(&page, "A: Quick classifier").await;
    assert!(share.is_some_and(|share| share >= 80.0), "{share:?}% of the test images");

    let other = train("quick", &Options::default()).await;
    other.upload_to("Open a run file", &[&file]).await;
    is_in_state(&other, "finished").await;
    assert_eq!(score(&other).await, worth);
    assert_eq!(page.console_errors().await.len(), 1, "the panic alone is an error");
}

#[tokio::test]
async fn the_page_holds_no_more_in_the_tenth_epoch_than_in_the_second() {
    let page = train("quick", &Options::default()).await;
    page.click("button", "Train").await;
    // 78 steps an epoch. Looked at seldom: each look of the driver leaves something in the heap.
    let reaches_unseen = |steps: f64| {
        let page = &page;
        async move {
            while step(page).await < steps {
                tokio::time::sleep(Duration::from_secs(4)).await;
            }
            heap(page).await
        }
    };
    let second = reaches_unseen(80.0).await;
    let tenth = reaches_unseen(703.0).await;
    assert!(tenth < second * 1.1, "the heap grew from {second} to {tenth} bytes");
    let longest = page.longest_task_ms().await;
    assert!(longest < 500.0, "a task held up the page for {longest} ms");
}

#[tokio::test]
async fn shipped_weights_learn_from_twenty_labelled_pictures() {
    let page = train("fine-tune", &Options::default()).await;
    let files: Vec<PathBuf> =
        dataset::Class::ALL.iter().map(|class| sample(class.slug())).collect();
    let files: Vec<&Path> = files.iter().map(PathBuf::as_path).collect();
    for count in [10, 20] {
        page.upload_to("Add pictures", &files).await;
        let all = || async {
            let found = page.script("return document.querySelectorAll('.train-own select').length");
            found.await.as_u64() == Some(count)
        };
        page.wait_until(START, "the pictures", all).await;
    }
    // All of them are called bags, which the shipped weights do not believe of most.
    let relabel = "
        for (const select of document.querySelectorAll('.train-own select')) {
            select.value = 'bag';
            select.dispatchEvent(new Event('change', { bubbles: true }));
        }
    ";
    page.script(relabel).await;
    page.click("button", "Train").await;
    is_in_state(&page, "finished").await;
    let row = "
        const row = [...document.querySelectorAll('tr')]
            .find((row) => row.innerText.includes('Loss on own pictures'));
        return [...row.querySelectorAll('td')].map((cell) => parseFloat(cell.innerText));
    ";
    let losses = page.script(row).await;
    let [before, after] = [0, 1].map(|place| losses[place].as_f64().expect("a loss"));
    assert!(after < before, "{before} to {after}");
    assert_eq!(page.console_errors().await, Vec::<String>::new());
}

#[tokio::test]
async fn the_autoencoder_of_trousers_tells_them_from_the_rest() {
    let page = train("autoencoder", &Options::default()).await;
    page.click("button", "Train").await;
    is_in_state(&page, "finished").await;
    let worth = score(&page).await;
    let auc = worth
        .split_whitespace()
        .find_map(|word| word.trim_end_matches(',').parse::<f64>().ok().filter(|auc| *auc < 1.0));
    assert!(auc.is_some_and(|auc| auc > 0.9), "{worth}");
    let longest = page.longest_task_ms().await;
    assert!(longest < 500.0, "a task held up the page for {longest} ms");
}

#[tokio::test]
async fn a_damaged_run_file_is_refused_in_words_and_nothing_is_lost() {
    let page = train("quick", &Options::default()).await;
    let folder = folder();
    let file = folder.path().join("broken.run.bpk");
    std::fs::write(&file, b"not a run").expect("the file can be written");
    page.upload_to("Open a run file", &[&file]).await;
    let refused = || async { says(&page).await.contains("was not opened") };
    page.wait_until(START, "the refusal", refused).await;
}

#[tokio::test]
async fn a_second_tab_leaves_the_file_of_a_run_that_the_first_can_bring_back() {
    let page = train("quick", &Options::default()).await;
    page.click("button", "Train").await;
    reaches(&page, 20.0).await;
    page.click("button", "Pause").await;
    is_in_state(&page, "paused").await;
    page.click("button", Name::Contains("Remove Quick classifier")).await;
    page.node("button", "Undo").await;

    let first = page.driver().window().await.expect("the browser has a window");
    let second = page.driver().new_tab().await.expect("the browser opens another tab");
    page.driver().switch_to_window(second).await.expect("the tab is there");
    page.goto("train?device=cpu").await;
    page.wait_until(START, "the engine", || is_ready(&page)).await;
    page.driver().switch_to_window(first).await.expect("the first tab is still there");

    page.click("button", "Undo").await;
    is_in_state(&page, "interrupted").await;
    page.click("button", "Resume").await;
    reaches(&page, 30.0).await;
    assert!(!says(&page).await.contains("no longer in the browser's storage"));
}
