//! The WebGPU path is really WebGPU: it names its adapter, agrees with the CPU, and trains.

use std::fs;
use std::time::Duration;

use dataset::Class;
use protocol::messages::{Device, DeviceWish, Event, Prediction};
use serde_json::json;
use tests::browser::{Options, Page, Worker};

use crate::{START, sample, says};

/// How long a software GPU may take to compile its kernels on a slow machine.
const GPU: Duration = Duration::from_secs(300);

fn predictions(events: Vec<Event>) -> Vec<Prediction> {
    let one = |event| match event {
        Event::Prediction { prediction, .. } => Some(*prediction),
        _ => None,
    };
    events.into_iter().filter_map(one).collect()
}

#[tokio::test]
async fn webgpu_names_its_adapter_agrees_with_the_cpu_and_trains() {
    let options = Options { webgpu: true, ..Options::default() };
    let files: Vec<Vec<u8>> =
        ["coat", "sandal"].map(|slug| fs::read(sample(slug)).expect("the sample is there")).into();
    let page = Page::open("?device=cpu", &options).await;
    let mut cpu = Worker::start(&page, DeviceWish::Cpu).await;
    cpu.load().await;
    let on_cpu = predictions(cpu.predict(&files).await);
    let page = Page::open("?device=cpu", &options).await;
    let mut gpu = Worker::start(&page, DeviceWish::Webgpu).await;
    let events = gpu.load().await;
    let Some(Event::Ready { report, .. }) = events.last() else { panic!("{:?}", events.last()) };
    let Device::Webgpu { adapter, .. } = &report.device else { panic!("{report:?}") };
    assert!(!adapter.is_empty());
    let on_gpu = predictions(gpu.predict(&files).await);
    assert_eq!((on_cpu.len(), on_gpu.len()), (2, 2));
    for (cpu, gpu) in on_cpu.iter().zip(&on_gpu) {
        for (a, b) in cpu.probabilities.iter().zip(&gpu.probabilities) {
            assert!((a - b).abs() < 1e-3, "{a} on the CPU, {b} on {adapter}");
        }
    }
    let eight = &Class::ALL[..8];
    let files: Vec<Vec<u8>> =
        eight.iter().map(|class| fs::read(sample(class.slug())).expect("a sample")).collect();
    let judged = predictions(gpu.predict(&files).await);
    let pixels: Vec<u8> = judged.into_iter().flat_map(|prediction| prediction.pixels).collect();
    let labels: Vec<u8> = eight.iter().map(|class| class.label()).collect();
    let events = gpu.fine_tune(pixels, labels, 3).await;
    let losses = events.iter().find_map(|event| match event {
        Event::Losses { losses, .. } => Some(losses.clone()),
        _ => None,
    });
    let losses = losses.unwrap_or_else(|| panic!("{events:?}"));
    assert_eq!(losses.len(), 4);
    assert!(losses[3] < losses[0], "{losses:?}");
}

#[tokio::test]
async fn a_software_adapter_is_passed_over_for_the_cpu_with_the_reason() {
    let options = Options { webgpu: true, ..Options::default() };
    let page = Page::open("", &options).await;
    let named = || async {
        let text = page.text().await.to_lowercase();
        text.contains("is software and slower") && text.contains("swiftshader")
    };
    page.wait_until(START, "the reason for the CPU", named).await;
}

#[tokio::test]
async fn without_webgpu_the_home_page_says_why_the_cpu_works() {
    let page = Page::open("", &Options::default()).await;
    let named = || async {
        let text = page.text().await;
        text.contains("so the CPU does the work") || text.contains("slower than the CPU itself")
    };
    page.wait_until(START, "the reason for the CPU", named).await;
}

/// Lets the page believe that the software adapter is hardware, for the workers of whose program `is_gpu`
/// is true with a clock that runs at so many times its speed. The workers are kept in `workers`.
fn pretend(clock: f64) -> String {
    format!(
        "const Plain = globalThis.Worker;
        globalThis.workers = [];
        globalThis.Worker = class {{
            constructor(address, options) {{
                const source = `
                    const gpu = navigator.gpu;
                    const ask = gpu.requestAdapter.bind(gpu);
                    gpu.requestAdapter = async (wish) => {{
                        const adapter = await ask(wish);
                        const info = {{ vendor: 'test', architecture: 'test', description: 'Test GPU' }};
                        Object.defineProperty(adapter, 'info', {{ value: info }});
                        Object.defineProperty(adapter, 'isFallbackAdapter', {{ value: false }});
                        return adapter;
                    }};
                    if ('${{address}}'.includes('worker-gpu')) {{
                        const now = performance.now.bind(performance);
                        performance.now = () => now() * {clock};
                    }}
                    import('${{address}}');
                `;
                const blob = new Blob([source], {{ type: 'text/javascript' }});
                const worker = new Plain(URL.createObjectURL(blob), options);
                globalThis.workers.push(worker);
                return worker;
            }}
        }};"
    )
}

/// The home page of a visitor whose GPU takes so many times as long as it does.
async fn with_gpu(clock: f64) -> Page {
    let page = Page::open("data?lang=en", &Options { webgpu: true, ..Options::default() }).await;
    // The workers below begin with a script that is none of the site's.
    page.browser().devtools("Page.setBypassCSP", json!({ "enabled": true })).await;
    let source = json!({ "source": pretend(clock) });
    page.browser().devtools("Page.addScriptToEvaluateOnNewDocument", source).await;
    page.goto("?lang=en&device=best").await;
    page
}

async fn comes(page: &Page, words: &str) {
    page.wait_until(GPU, words, || async { says(page).await.contains(words) }).await;
}

#[tokio::test]
async fn a_gpu_that_is_faster_takes_over_and_one_that_fails_gives_back() {
    let page = with_gpu(0.001).await;
    comes(&page, "The CPU works until the engine for the GPU, Test GPU, has arrived").await;
    comes(&page, "is faster with many images. One image: CPU").await;
    page.goto("predict?lang=en&sample=trouser").await;
    comes(&page, "Accept Trouser").await;
    page.goto("?lang=en").await;
    comes(&page, "is faster with many images. One image: CPU").await;
    let broken = "globalThis.workers.at(-1).postMessage([new Uint8Array([255, 255, 255, 255])])";
    page.script(broken).await;
    comes(&page, "The engine for the GPU failed").await;
    assert!(says(&page).await.contains("so the CPU does the work"));
}

#[tokio::test]
async fn a_gpu_that_is_slower_is_let_go_with_both_times() {
    let page = with_gpu(1_000.0).await;
    comes(&page, "The CPU is faster here. One image: CPU").await;
}

#[tokio::test]
async fn without_a_gpu_its_program_is_not_fetched() {
    let page = Page::open("predict?lang=en&sample=trouser", &Options::default()).await;
    comes(&page, "Accept Trouser").await;
    let asked = page.server().log().all();
    assert!(asked.iter().any(|request| request.path.starts_with("/worker_bg.wasm")));
    let of_gpu = asked.iter().filter(|request| request.path.contains("worker-gpu"));
    assert_eq!(of_gpu.count(), 0);
}
