//! Production is watched in the page: a dirty camera is noticed, the log tells the command line the
//! same, a run replays to the same numbers, and a surprise stays one until it is revealed.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use serde_json::Value;
use tests::browser::{Options, Page};

use crate::{START, folder, says, vitrina};

/// How long some 1,500 images may take on a slow machine.
const RUN: Duration = Duration::from_secs(400);
/// Images that the dirty camera is played for.
const PLAYED: u64 = 1_500;
/// The first image that it blurs.
const ONSET: u64 = 500;
/// Signals that a camera's faults move.
const COVARIATE: [&str; 5] =
    ["brightness", "contrast", "sharpness", "reconstruction_error", "confidence"];

/// An alarm: the image, the method and the signal.
type Alarm = (u64, String, String);

async fn open(search: &str) -> Page {
    let page = Page::open(&format!("monitor?device=cpu&{search}"), &Options::default()).await;
    page.node("heading", "Does it still work?").await;
    let ready = || async { says(&page).await.contains("CPU WebAssembly") };
    page.wait_until(START, "the engine", ready).await;
    page
}

/// Images that have been watched.
async fn watched(page: &Page) -> u64 {
    let script = "return document.querySelector('.monitor-player .monitor-headline').innerText";
    let text = page.script(script).await.as_str().unwrap_or_default().replace(',', "");
    text.split_whitespace().find_map(|word| word.parse().ok()).unwrap_or(0)
}

pub async fn play_at_full_speed(page: &Page, images: u64) {
    page.script("document.querySelector('.monitor-pace .switch input').click()").await;
    page.click("button", "Play").await;
    let far = || async { watched(page).await >= images };
    page.wait_until(RUN, &format!("{images} images"), far).await;
    // By a script, for a run that has ended meanwhile holds still by itself.
    let pause = "[...document.querySelectorAll('.monitor-player button')]
        .find((button) => button.innerText === 'Pause')?.click()";
    page.script(pause).await;
    let held = || async { says(page).await.contains("Paused at image") };
    page.wait_until(START, "the pause", held).await;
}

/// The alarms in a report or a run file.
fn alarms(file: &Value) -> Vec<Alarm> {
    let text = |value: &Value| value.as_str().expect("a name").to_owned();
    let alarm = |alarm: &Value| {
        (alarm["at"].as_u64().expect("an image"), text(&alarm["name"]), text(&alarm["signal"]))
    };
    file["alarms"].as_array().expect("a list of alarms").iter().map(alarm).collect()
}

/// Latencies are measured by whoever looks, so their alarms are too.
fn without<'a>(alarms: &'a [Alarm], signals: &[&str]) -> Vec<&'a Alarm> {
    alarms.iter().filter(|(_, _, signal)| !signals.contains(&signal.as_str())).collect()
}

/// What the command line says of a log without these fields, watched as the page's run was.
fn on_the_command_line(log: &Path, run: &Path, reference: &Path, stripped: &[&str]) -> Vec<Alarm> {
    let text = std::fs::read_to_string(log).expect("the log is there");
    let strip = |line: &str| {
        let mut record: Value = serde_json::from_str(line).expect("a record a line");
        let fields = record.as_object_mut().expect("a record is an object");
        stripped.iter().for_each(|field| _ = fields.remove(*field));
        record.to_string()
    };
    let lines: Vec<String> = text.lines().map(strip).collect();
    let blind = log.with_extension("blind.jsonl");
    std::fs::write(&blind, lines.join("\n")).expect("the log can be written");
    let output = Command::new(vitrina())
        .args(["monitor", "--json", "--strict", "--run"])
        .arg(run)
        .arg("--reference")
        .arg(reference)
        .arg("--production")
        .arg(&blind)
        .output()
        .expect("the native program runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    alarms(&serde_json::from_slice(&output.stdout).expect("a report"))
}

#[tokio::test]
async fn a_dirty_camera_is_noticed_told_to_the_command_line_and_replayed() {
    let page = open("preset=dirty-camera&seed=1").await;
    play_at_full_speed(&page, PLAYED).await;

    let (_run_folder, run) = page.download("Run (JSON)").await;
    let (log_folder, log) = page.download("Log (JSON Lines)").await;
    let file = std::fs::read(&run).expect("the run is there");
    let found = alarms(&serde_json::from_slice(&file).expect("a run is JSON"));
    let others = without(&found, &["latency"]);
    assert!(others.iter().all(|(at, ..)| *at >= ONSET), "{others:?}");
    let noticed = |alarm: &&&Alarm| COVARIATE.contains(&alarm.2.as_str()) && alarm.0 < ONSET + 300;
    assert!(others.iter().filter(noticed).count() > 0, "{others:?}");

    let reference = log_folder.path().join("reference.log");
    let made = Command::new(vitrina())
        .args(["simulate", "--reference", "--latency", "seeded", "-o"])
        .arg(&reference)
        .status();
    assert!(made.expect("the native program runs").success());
    let truth = ["original_label", "shift", "active"];
    let told = on_the_command_line(&log, &run, &reference, &truth);
    assert_eq!(told, found);
    let blind = ["original_label", "shift", "active", "label"];
    let told = on_the_command_line(&log, &run, &reference, &blind);
    assert_eq!(without(&told, &[]), without(&found, &["errors"]));

    let back = "
        const player = document.querySelector('.monitor-player');
        player.focus();
        for (let i = 0; i < 3; i++) {
            const event = { key: 'ArrowLeft', shiftKey: true, bubbles: true, cancelable: true };
            player.dispatchEvent(new KeyboardEvent('keydown', event));
        }
    ";
    let last = watched(&page).await - 1;
    page.script(back).await;
    let there = || async {
        says(&page).await.replace(',', "").contains(&format!("image {} of {last}", last - 300))
    };
    page.wait_until(START, "the earlier image", there).await;
    page.click("button", "To the end").await;

    page.upload_to("Open a run or a log", &[&run, &log]).await;
    let same = || async { says(&page).await.contains("The same numbers as in the file") };
    page.wait_until(RUN, "the log's numbers", same).await;
    page.goto("monitor?device=cpu&preset=quiet-day").await;
    let ready = || async { says(&page).await.contains("CPU WebAssembly") };
    page.wait_until(START, "the engine", ready).await;
    page.upload_to("Open a run or a log", &[&run]).await;
    page.wait_until(RUN, "the same numbers judged again", same).await;
    assert_eq!(page.console_errors().await, Vec::<String>::new());
}

#[tokio::test]
async fn a_surprise_is_hidden_until_it_is_revealed() {
    let page = open("preset=surprise&seed=4").await;
    page.click("button", "Copy as a surprise").await;
    page.node("textbox", "Link").await;
    let link = page.script("return document.querySelector('.monitor-link input').value").await;
    let link = link.as_str().expect("a link").to_owned();
    let (_, search) = link.split_once('?').expect("the link says what is played");
    assert!(search.starts_with("schedule=s1~"), "{search}");

    let student = open(search).await;
    play_at_full_speed(&student, 300).await;
    assert!(student.has("button", "Reveal").await);
    assert!(says(&student).await.contains("Hidden, like what was injected"));
    let shown = "return document.querySelectorAll('.monitor-injected li').length";
    assert_eq!(student.script(shown).await.as_u64(), Some(0));
    student.click("button", "Reveal").await;
    let revealed = || async { student.script(shown).await.as_u64().is_some_and(|n| n > 0) };
    student.wait_until(START, "what is injected", revealed).await;
    assert!(says(&student).await.contains("always fires"));
    assert_eq!(student.console_errors().await, Vec::<String>::new());
}

#[tokio::test]
async fn a_log_with_bad_lines_is_watched_and_they_are_named() {
    let page = open("preset=quiet-day&seed=1").await;
    let folder = folder();
    let log = folder.path().join("short.jsonl");
    let good = "{\"t\":0,\"latency_ms\":2,\"predicted\":3,\"confidence\":0.5}";
    let records = [good; 20].join("\n");
    std::fs::write(&log, format!("{good}\nnot a record\n{records}\n")).expect("it can be written");
    page.upload_to("Open a run or a log", &[&log]).await;
    let told = || async {
        let text = says(&page).await;
        text.contains("line 2, was left out")
            && text.contains("Not enough records to look: 21 of 400.")
    };
    page.wait_until(START, "the bad line", told).await;
}

#[tokio::test]
async fn production_holds_still_while_another_page_is_looked_at() {
    let page = open("preset=quiet-day&seed=1").await;
    page.click("button", "Play").await;
    let plays = || async { watched(&page).await >= 50 };
    page.wait_until(RUN, "some images", plays).await;
    page.click("link", "Predict").await;
    tokio::time::sleep(Duration::from_secs(3)).await;
    page.click("link", "Monitor").await;
    let held = || async { says(&page).await.contains("Paused at image") };
    page.wait_until(START, "the pause", held).await;
    // 50 a second: what was made before the page was left, and not three seconds' worth more.
    let before = watched(&page).await;
    assert!(before < 150, "{before}");
    page.click("button", "Play").await;
    let goes_on = || async { watched(&page).await > before };
    page.wait_until(RUN, "more images", goes_on).await;
}

#[tokio::test]
async fn a_file_that_is_no_log_is_refused_with_the_reasons() {
    let page = open("preset=quiet-day&seed=1").await;
    let folder = folder();
    let log = folder.path().join("percent.csv");
    let text = "t,latency_ms,predicted,confidence\n0,2,Bag,93\n";
    std::fs::write(&log, text).expect("it can be written");
    page.upload_to("Open a run or a log", &[&log]).await;
    let told = || async {
        let text = says(&page).await;
        text.contains("The production log holds no record")
            && text.contains("line 2: confidence 93 is outside 0 to 1")
    };
    page.wait_until(START, "the reasons", told).await;
}

#[tokio::test]
async fn a_run_ends_and_is_summed_up_as_its_log_has_it() {
    let page = open("lang=en&preset=dirty-camera&seed=1").await;
    page.script("document.querySelector('.monitor-pace .switch input').click()").await;
    page.click("button", "Play").await;
    let over = || async { says(&page).await.contains("What happened") };
    page.wait_until(RUN, "the end of the run", over).await;
    let held = || async { says(&page).await.contains("Paused at image") };
    page.wait_until(START, "the pause", held).await;
    assert!(watched(&page).await >= 2_000);
    let told = "return document.querySelector('.story-told')?.innerText ?? ''";
    let told = page.script(told).await.as_str().unwrap_or_default().to_owned();
    assert!(told.contains("At image 500 something was injected: covariate shift."), "{told}");
    // The accuracies are those of the table further down.
    let cells =
        "return [...document.querySelectorAll('table tr')].map((row) => row.innerText).join('\\n')";
    let rows = page.script(cells).await.as_str().unwrap_or_default().to_owned();
    assert!(rows.contains("covariate shift"), "{rows}");
    page.click("button", "Again").await;
    let gone = || async { !says(&page).await.contains("What happened") };
    page.wait_until(RUN, "the run from its beginning", gone).await;
}
