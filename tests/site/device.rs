//! The WebGPU path is really WebGPU: it names its adapter, agrees with the CPU, and trains.

use std::fs;

use dataset::Class;
use protocol::messages::{Device, DeviceWish, Event, Prediction};
use tests::browser::{Options, Page, Worker};

use crate::{START, sample};

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
    let mut cpu = Worker::start(&page).await;
    cpu.load(DeviceWish::Cpu).await;
    let on_cpu = predictions(cpu.predict(&files).await);
    let page = Page::open("?device=cpu", &options).await;
    let mut gpu = Worker::start(&page).await;
    let events = gpu.load(DeviceWish::Webgpu).await;
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
