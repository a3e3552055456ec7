//! What the worker answers about training when it is spoken to directly: a software GPU resumes a
//! run with its moments, the whole test set agrees with the command line, nothing leaks.

use std::process::Command;

use dataset::Part;
use policy::decision::top;
use protocol::messages::{Answers, DeviceWish, Event, ModelRef, Steer, Stepped};
use protocol::run::{ClassifierShape, NetworkChoice, Preset, RunConfig};
use statistics::metrics::{Confusion, confusion, softmax};
use tests::browser::{Options, Page, Worker};

use crate::vitrina;

fn stepped(events: &[Event]) -> Vec<Stepped> {
    let of = |event: &Event| match event {
        Event::Stepped { stepped, .. } => Some(stepped.clone()),
        _ => None,
    };
    events.iter().filter_map(of).collect()
}

fn losses(events: &[Event]) -> Vec<f32> {
    stepped(events).into_iter().flat_map(|stepped| stepped.losses).collect()
}

fn last_checkpoint(events: &[Event]) -> Vec<u8> {
    let of = |event: &Event| match event {
        Event::Checkpoint { file, .. } => Some(file.clone()),
        _ => None,
    };
    events.iter().rev().find_map(of).expect("a checkpoint")
}

/// A run of a few steps that a software GPU can take.
fn tiny() -> RunConfig {
    let mut config = Preset::Quick.config(3);
    config.network = NetworkChoice::Classifier(ClassifierShape {
        channels: [4, 8],
        dense: 16,
        dropout: [0.0, 0.0],
        is_normalised: true,
    });
    config.data.images = 48;
    config.batch = 8;
    config.epochs = 1;
    config
}

#[tokio::test]
async fn on_webgpu_a_run_resumes_with_its_moments() {
    let options = Options { webgpu: true, ..Options::default() };
    let page = Page::open("?device=cpu", &options).await;
    let mut worker = Worker::start(&page, DeviceWish::Webgpu).await;
    worker.load().await;
    let (job, events) = worker.train(tiny(), false).await;
    let mut first = events;
    for _ in 0..3 {
        first.extend(worker.steer(job, Steer::Step).await);
    }
    first.extend(worker.steer(job, Steer::Pause).await);
    let file = last_checkpoint(&first);
    // One goes on, the other is opened from the file by another worker; both take the same steps.
    let mut whole = Vec::new();
    for _ in 0..2 {
        whole.extend(worker.steer(job, Steer::Step).await);
    }
    let page = Page::open("?device=cpu", &options).await;
    let mut other = Worker::start(&page, DeviceWish::Webgpu).await;
    other.load().await;
    let (job, _) = other.resume(file).await;
    let mut resumed = Vec::new();
    for _ in 0..2 {
        resumed.extend(other.steer(job, Steer::Step).await);
    }
    let (whole, resumed) = (losses(&whole), losses(&resumed));
    assert_eq!((losses(&first).len(), whole.len(), resumed.len()), (3, 2, 2));
    for (a, b) in whole.iter().zip(&resumed) {
        assert!((a - b).abs() < 1e-4, "{whole:?} and {resumed:?}");
    }
}

#[tokio::test]
async fn on_webgpu_training_holds_no_more_in_its_tenth_epoch_than_in_its_second() {
    let options = Options { webgpu: true, ..Options::default() };
    let page = Page::open("?device=cpu", &options).await;
    let mut worker = Worker::start(&page, DeviceWish::Webgpu).await;
    worker.load().await;
    let config = RunConfig { epochs: 11, ..tiny() };
    let epoch = u64::from(config.data.images / config.batch);
    let (job, mut events) = worker.train(config, false).await;
    for _ in 0..10 * epoch {
        events.extend(worker.steer(job, Steer::Step).await);
    }
    let reports = stepped(&events);
    let bytes = |at: u64| {
        let within = reports.iter().filter(|s| (at - 1) * epoch < s.step && s.step <= at * epoch);
        let bytes: Vec<u64> = within.filter_map(|stepped| stepped.gpu_bytes).collect();
        assert_eq!(bytes.len() as u64, epoch, "a figure a step");
        bytes.iter().sum::<u64>() as f64 / bytes.len() as f64
    };
    let (second, tenth) = (bytes(2), bytes(10));
    assert!(second > 0.0 && (tenth / second - 1.0).abs() < 0.1, "{second} bytes, then {tenth}");
}

#[tokio::test]
async fn the_whole_test_set_agrees_with_the_command_line() {
    let page = Page::open("?device=cpu", &Options::default()).await;
    let mut worker = Worker::start(&page, DeviceWish::Cpu).await;
    worker.load().await;
    let events = worker.assess(ModelRef::Classifier, Part::Test).await;
    let found = events.iter().find_map(|event| match event {
        Event::Assessed { labels, answers: Answers::Logits(logits), .. } => {
            let predicted: Vec<u8> = logits
                .chunks_exact(10)
                .map(|row| top(&softmax(&std::array::from_fn(|class| row[class]), 1.0)).0.label())
                .collect();
            Some(confusion(labels, &predicted))
        }
        _ => None,
    });
    let found = found.expect("an assessment");
    let output = Command::new(vitrina()).args(["evaluate", "--json"]).output();
    let output = output.expect("the command line was built beside the tests");
    let report: serde_json::Value =
        serde_json::from_slice(&output.stdout).expect("evaluate prints JSON");
    let expected: Confusion = serde_json::from_value(report["classifier"]["confusion"].clone())
        .expect("a confusion matrix");
    let pairs = found.iter().flatten().zip(expected.iter().flatten());
    let moved: u64 = pairs.map(|(a, b)| a.abs_diff(*b)).sum();
    // An image that is counted in another cell differs in two cells.
    assert!(moved <= 6, "{} images are counted elsewhere", moved / 2);
    assert_eq!(found.iter().flatten().sum::<u64>(), 10_000);
}

#[tokio::test]
async fn training_holds_no_more_memory_in_its_tenth_epoch_than_in_its_second() {
    let page = Page::open("?device=cpu", &Options::default()).await;
    let mut worker = Worker::start(&page, DeviceWish::Cpu).await;
    worker.load().await;
    let config = Preset::Quick.config(42);
    let epoch = u64::from(config.data.images / config.batch);
    let (_, events) = worker.train(config, true).await;
    let bytes = |at: u64| {
        let reports = stepped(&events);
        let within =
            reports.into_iter().filter(|s| (at - 1) * epoch < s.step && s.step < at * epoch);
        let bytes: Vec<u64> = within.map(|stepped| stepped.live_bytes).collect();
        assert!(!bytes.is_empty(), "no report in epoch {at}");
        bytes.iter().sum::<u64>() as f64 / bytes.len() as f64
    };
    let (second, tenth) = (bytes(2), bytes(10));
    assert!((tenth / second - 1.0).abs() < 0.1, "{second} bytes, then {tenth}");
}
