//! How long judging takes as a visitor waits for it: from a dropped file to what the page shows.

#![allow(clippy::expect_used, reason = "a measurement may fail")]

use std::time::Duration;

use tests::browser::{Options, Page};

/// Images that are timed one by one, after some that are not.
const SINGLE: usize = 50;
const WARM_UP: usize = 5;
/// Images of a batch.
const BATCH: usize = 500;
/// How long one measurement may take.
const PATIENCE: Duration = Duration::from_secs(300);

/// Ends once the engine is ready, which the device chip names.
const READY: &str = "
    const is_ready = () => document.body.innerText.includes('WebAssembly');
    while (!is_ready()) await new Promise((resume) => setTimeout(resume, 50));
    return true;
";

/// What both measurements need: dropping files on the page, and waiting for what it shows.
const TOOLS: &str = "
    globalThis.drop = (files) => {
        const data = new DataTransfer();
        for (const file of files) data.items.add(file);
        document.dispatchEvent(new DragEvent('drop', { dataTransfer: data, cancelable: true }));
    };
    globalThis.shown = (holds) => new Promise((resolve) => {
        const look = () => { if (holds()) { observer.disconnect(); resolve(performance.now()); } };
        const observer = new MutationObserver(look);
        const all = { subtree: true, childList: true, attributes: true, characterData: true };
        observer.observe(document.body, all);
        look();
    });
    return true;
";

/// Milliseconds from each dropped file to its verdict.
const SINGLY: &str = "
    const bytes = await (await fetch('samples/coat.png')).arrayBuffer();
    const elapsed = [];
    for (let place = 0; place < COUNT; place += 1) {
        const name = `single-${place}.png`;
        const started = performance.now();
        drop([new File([bytes], name)]);
        elapsed.push(await shown(() =>
            document.querySelector('.detail-name')?.textContent === name &&
            document.querySelector('.verdict:is(.is-accept, .is-review, .is-reject)')) - started);
    }
    return elapsed;
";

/// Milliseconds from a drop of pictures of 400×400 with the noise of a camera to the last verdict.
const TOGETHER: &str = "
    const sample = await createImageBitmap(await (await fetch('samples/coat.png')).blob());
    const canvas = new OffscreenCanvas(400, 400);
    const context = canvas.getContext('2d');
    let state = 1;
    const kinds = [];
    for (let kind = 0; kind < 20; kind += 1) {
        context.fillStyle = 'white';
        context.fillRect(0, 0, 400, 400);
        context.drawImage(sample, 20 + kind, 20, 340, 360);
        const picture = context.getImageData(0, 0, 400, 400);
        for (let at = 0; at < picture.data.length; at += 1) {
            state = (state * 1103515245 + 12345) % 2147483648;
            if (at % 4 < 3) picture.data[at] += (state >> 16) % 7 - 3;
        }
        context.putImageData(picture, 0, 0);
        kinds.push(await canvas.convertToBlob({ type: 'image/png' }));
    }
    const file = (place) => new File([kinds[place % kinds.length]], `batch-${place}.png`);
    const files = Array.from({ length: COUNT }, (_, place) => file(place));
    const started = performance.now();
    drop(files);
    const words = `${COUNT} images`;
    const ended = await shown(() => document.querySelector('.list-head h2')?.textContent === words);
    return [ended - started, kinds[0].size];
";

/// Prints both figures on the CPU.
pub async fn measure() {
    println!("judging on /predict, Chromium, CPU:");
    let page = ready().await;
    let script = SINGLY.replace("COUNT", &(WARM_UP + SINGLE).to_string());
    let elapsed = page.script(&wrapped(&script)).await;
    let mut elapsed_ms: Vec<f64> =
        elapsed.as_array().into_iter().flatten().filter_map(|ms| ms.as_f64()).collect();
    let mut elapsed_ms = elapsed_ms.split_off(WARM_UP.min(elapsed_ms.len()));
    elapsed_ms.sort_by(f64::total_cmp);
    let at = |share: f64| {
        let place = (elapsed_ms.len() as f64 * share).ceil() as usize;
        elapsed_ms.get(place.saturating_sub(1)).copied().unwrap_or(f64::NAN)
    };
    println!(
        "  one image, file to verdict: {:.1} ms (median), {:.1} ms (95th percentile of {})",
        at(0.5),
        at(0.95),
        elapsed_ms.len()
    );
    let page = ready().await;
    let took = page.script(&wrapped(&TOGETHER.replace("COUNT", &BATCH.to_string()))).await;
    let number = |place: usize| took[place].as_f64().unwrap_or(f64::NAN);
    println!(
        "  {BATCH} PNGs of 400×400, {:.0} kB each: {:.1} s; longest task on the main thread {:.0} ms",
        number(1) / 1e3,
        number(0) / 1e3,
        page.longest_task_ms().await
    );
}

async fn ready() -> Page {
    let page = Page::open("predict?device=cpu", &Options::default()).await;
    let patience = page.driver().set_script_timeout(PATIENCE).await;
    patience.expect("the driver takes a time limit");
    page.script(&wrapped(READY)).await;
    page.script(TOOLS).await;
    page.script("globalThis.longTasks.length = 0").await;
    page
}

/// A script that may wait.
fn wrapped(script: &str) -> String {
    format!("return (async () => {{ {script} }})()")
}
