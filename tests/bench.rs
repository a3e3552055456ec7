//! Prints what loading each page costs in a real browser: first paint, bytes, and the longest task on the main thread.
//!
//! The tests assert loose bounds, for machines differ; here are the figures of this one.

use std::time::{Duration, Instant};

use tests::browser::{Options, Page};

/// A page is taken as loaded when it has asked for nothing and held up nobody for this long.
const QUIET: Duration = Duration::from_secs(3);
const LIMIT: Duration = Duration::from_secs(120);

const FIGURES: &str = "
    const paint = performance.getEntriesByName('first-contentful-paint')[0];
    const bytes = performance.getEntriesByType('resource').reduce((sum, file) => sum + file.encodedBodySize, 0);
    return [paint ? paint.startTime : null, performance.now(), bytes];
";

#[tokio::main(flavor = "current_thread")]
async fn main() {
    println!(
        "{:<10} {:>14} {:>12} {:>10} {:>15} {:>9}",
        "page", "first paint ms", "loaded ms", "requests", "longest task ms", "MB loaded"
    );
    for path in ["", "predict"] {
        measure(path).await;
    }
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
