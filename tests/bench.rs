//! Prints what loading each page costs in a real browser: first paint, bytes, and the longest task on the main thread.
//!
//! The tests assert loose bounds, for machines differ; here are the figures of this one.

mod judging;

use std::time::{Duration, Instant};

use protocol::messages::{DeviceWish, Event, ModelRef};
use protocol::run::Preset;
use tests::browser::{Options, Page, Worker};

/// A page is taken as loaded when it has asked for nothing and held up nobody for this long.
const QUIET: Duration = Duration::from_secs(3);
const LIMIT: Duration = Duration::from_secs(120);

const FIGURES: &str = "
    const paint = performance.getEntriesByName('first-contentful-paint')[0];
    const bytes = performance.getEntriesByType('resource').reduce((sum, file) => sum + file.encodedBodySize, 0);
    return [paint ? paint.startTime : null, performance.now(), bytes];
";

/// What can be measured alone, by its name behind `make bench`; everything without a name.
const PARTS: [&str; 4] = ["pages", "cpu", "webgpu", "monitor"];

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let named: Vec<String> = std::env::args().skip(1).collect();
    if let Some(unknown) = named.iter().find(|name| !PARTS.contains(&name.as_str())) {
        eprintln!("there is no part {unknown}; there are {}", PARTS.join(", "));
        std::process::exit(2);
    }
    let wanted = |part: &str| named.is_empty() || named.iter().any(|name| name == part);
    if wanted("pages") {
        pages().await;
    }
    if wanted("cpu") {
        judging::measure().await;
        learn("Chromium, CPU", DeviceWish::Cpu).await;
        println!(
            "longest task on the main thread while training: {:.0} ms",
            task_while_training().await
        );
    }
    if wanted("webgpu") {
        // Where there is no real GPU this is Chromium's software adapter, which the page would pass over.
        learn("Chromium, WebGPU", DeviceWish::Webgpu).await;
    }
    if wanted("monitor") {
        watch().await;
    }
}

/// Prints what the pages cost, and how long until they are of use.
async fn pages() {
    println!(
        "{:<10} {:>14} {:>12} {:>10} {:>15} {:>9}",
        "page", "first paint ms", "loaded ms", "requests", "longest task ms", "MB loaded"
    );
    for path in ["", "data", "train", "evaluate", "decide", "predict", "monitor", "augment"] {
        measure(path).await;
    }
    answers().await;
    let times = event_while_dragging().await;
    let percentile =
        |share: f64| times.get((times.len() as f64 * share) as usize).copied().unwrap_or(f64::NAN);
    println!(
        "scripting per event while a line is dragged over 5,000 points: {:.1} ms (median), {:.1} ms (p95)",
        percentile(0.5),
        percentile(0.95)
    );
    println!();
}

/// Prints how long a visitor whose browser knows nothing of the site waits for what a page is there for, from
/// the address on; medians of three.
async fn answers() {
    for (what, path, is_there) in [
        (
            "a sample's verdict",
            "predict?lang=en&sample=trouser",
            "document.querySelector('.verdict-word')",
        ),
        (
            "all figures of /evaluate",
            "evaluate?lang=en",
            "[...document.querySelectorAll('tfoot th')].some((head) => head.innerText === 'Mean')
             && document.querySelectorAll('.photo-tile').length > 0
             && [...document.querySelectorAll('.summary .figure b')].every((figure) => /\\d/.test(figure.innerText))",
        ),
        (
            "all figures of /decide",
            "decide?lang=en",
            "document.querySelectorAll('.decide-probe-table td').length > 10
             && document.body.innerText.includes('of the accepted are correct')",
        ),
    ] {
        let mut times = Vec::new();
        for _ in 0..3 {
            let page = Page::open("data?lang=en", &Options::default()).await;
            wait_until_quiet(&page).await;
            page.browser().devtools("Network.clearBrowserCache", serde_json::json!({})).await;
            let started = Instant::now();
            page.goto(path).await;
            let there = format!("return Boolean({is_there})");
            let is_there = || async { page.script(&there).await == true };
            page.wait_until(LIMIT, what, is_there).await;
            times.push(started.elapsed().as_secs_f64());
        }
        times.sort_by(f64::total_cmp);
        println!("{what}: {:.2} s", times[1]);
    }
}

/// Scripting time per event while a line is dragged over the judged validation images, in
/// milliseconds, in ascending order: until everything that follows from the event has run.
async fn event_while_dragging() -> Vec<f64> {
    let page = Page::open("decide?lang=en&device=cpu", &Options::default()).await;
    let judged = || async { page.text().await.contains("of the accepted are correct") };
    page.wait_until(Duration::from_secs(400), "the validation images judged", judged).await;
    wait_until_quiet(&page).await;
    let script = "
        const line = document.querySelector('.decide-line.is-both');
        const frame = document.querySelector('.decide-field').getBoundingClientRect();
        const fire = (type, share) => line.dispatchEvent(new PointerEvent(type, {
            bubbles: true, button: 0, pointerId: 1,
            clientX: frame.left + share * frame.width, clientY: frame.top + share * frame.height,
        }));
        const times = [];
        fire('pointerdown', 0.5);
        for (let event = 0; event < 300; event += 1) {
            const started = performance.now();
            fire('pointermove', 0.1 + 0.8 * ((event * 7) % 300) / 300);
            for (let turn = 0; turn < 50; turn += 1) await null;
            times.push(performance.now() - started);
            await new Promise((next) => requestAnimationFrame(next));
        }
        fire('pointerup', 0.5);
        return times;
    ";
    let script = format!("return (async () => {{ {script} }})()");
    let times = page.script(&script).await;
    let times = times.as_array().cloned().unwrap_or_default();
    let mut times: Vec<f64> = times.iter().filter_map(serde_json::Value::as_f64).collect();
    times.sort_by(f64::total_cmp);
    times
}

/// Prints what one device makes of the networks, spoken to directly.
async fn learn(title: &str, wish: DeviceWish) {
    let webgpu = wish == DeviceWish::Webgpu;
    let page = Page::open("?device=cpu", &Options { webgpu, ..Options::default() }).await;
    let mut worker = Worker::start(&page, wish).await;
    match worker.load().await.last() {
        Some(Event::Ready { report, .. }) => println!("{title}: {:?}", report.device),
        other => return println!("{title}: {other:?}"),
    }
    for (count, repeats) in [(1, 100), (1_000, 3)] {
        let events = worker.time(ModelRef::Classifier, count, repeats).await;
        let timed = events.iter().find_map(|event| match event {
            Event::Timed { elapsed_ms, .. } => Some(elapsed_ms.clone()),
            _ => None,
        });
        let mut elapsed_ms = timed.unwrap_or_default();
        elapsed_ms.sort_by(f64::total_cmp);
        let median = elapsed_ms.get(elapsed_ms.len() / 2).copied().unwrap_or(f64::NAN);
        println!("  inference, {count} images at once: {median:.2} ms (median)");
    }
    let mut config = Preset::Plain.config(42);
    // A software adapter takes many seconds a step.
    config.data.images = if webgpu { 256 } else { 6_400 };
    config.epochs = 1;
    let (_, events) = worker.train(config, true).await;
    let seconds = events.iter().rev().find_map(|event| match event {
        Event::Stepped { stepped, .. } => Some((stepped.step, stepped.seconds)),
        _ => None,
    });
    let (steps, seconds) = seconds.unwrap_or_default();
    println!(
        "  training, batch 64: {:.0} images/s over {steps} steps",
        steps as f64 * 64.0 / seconds
    );
}

/// The longest task of the page while a small run learns in it, its charts drawn.
async fn task_while_training() -> f64 {
    let page = Page::open("train?preset=quick&device=cpu", &Options::default()).await;
    wait_until_quiet(&page).await;
    page.script("globalThis.longTasks.length = 0").await;
    page.click("button", "Train").await;
    tokio::time::sleep(Duration::from_secs(20)).await;
    page.longest_task_ms().await
}

/// What 50 images a second cost the page of /monitor with all its charts.
async fn watch() {
    let page =
        Page::open("monitor?preset=dirty-camera&seed=1&device=cpu", &Options::default()).await;
    wait_until_quiet(&page).await;
    page.click("button", "Play").await;
    // The baseline is timed and the first window filled.
    tokio::time::sleep(Duration::from_secs(10)).await;
    page.script("globalThis.longTasks.length = 0").await;
    let frames = page
        .script(
            "return new Promise((resolve) => {
                const started = performance.now();
                let frames = 0;
                const next = (now) => {
                    frames += 1;
                    if (now - started < 20_000) requestAnimationFrame(next);
                    else resolve((frames * 1000) / (now - started));
                };
                requestAnimationFrame(next);
            })",
        )
        .await;
    println!(
        "monitoring 50 images a second: {:.0} frames a second, longest task {:.0} ms",
        frames.as_f64().unwrap_or(f64::NAN),
        page.longest_task_ms().await
    );
}

async fn measure(path: &str) {
    let page = Page::open(path, &Options::default()).await;
    let quiet_ms = wait_until_quiet(&page).await.as_secs_f64() * 1000.0;
    let figures = page.script(FIGURES).await;
    let number = |at: usize| figures[at].as_f64().unwrap_or(f64::NAN);
    println!(
        "{:<10} {:>14.0} {:>12.0} {:>10} {:>15.0} {:>9.2}",
        format!("/{path}"),
        number(0),
        number(1) - quiet_ms,
        page.server().log().all().len(),
        page.longest_task_ms().await,
        number(2) / 1e6
    );
    for error in page.console_errors().await {
        println!("           console: {error}");
    }
}

/// Waits until nothing has happened for [`QUIET`], and returns how long that has been.
async fn wait_until_quiet(page: &Page) -> Duration {
    let started = Instant::now();
    let mut since = Instant::now();
    let mut last = (0, 0.0);
    while since.elapsed() < QUIET && started.elapsed() < LIMIT {
        let now = (page.server().log().all().len(), page.longest_task_ms().await);
        if now != last {
            last = now;
            since = Instant::now();
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    since.elapsed()
}
