//! The same file gives the same numbers in the browser and on the command line.

use std::fs;
use std::path::Path;
use std::process::Command;

use image::ImageFormat;
use protocol::messages::{DeviceWish, Event};
use serde_json::Value;
use tests::browser::{Options, Page, Worker};

use crate::{folder, sample, vitrina};

fn on_the_command_line(file: &Path) -> Vec<f64> {
    let output = Command::new(vitrina())
        .args(["predict", "--json"])
        .arg(file)
        .output()
        .expect("the native program runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let answer: Value = serde_json::from_slice(&output.stdout).expect("one JSON object a line");
    let numbers = answer["probabilities"].as_array().expect("ten probabilities").iter();
    numbers.filter_map(Value::as_f64).collect()
}

#[tokio::test]
async fn a_png_a_jpeg_and_a_strangers_photo_give_the_command_lines_probabilities() {
    let folder = folder();
    let png = folder.path().join("shirt.png");
    let jpeg = folder.path().join("shirt.jpg");
    fs::copy(sample("shirt"), &png).expect("the sample is there");
    let picture = image::open(&png).expect("the sample is a picture");
    picture.save_with_format(&jpeg, ImageFormat::Jpeg).expect("a JPEG can be written");
    let page = Page::open("", &Options::default()).await;
    let mut worker = Worker::start(&page, DeviceWish::Cpu).await;
    worker.load().await;
    // Of the photos' test part: a ground that is cut away, and a network that sees colour.
    let photos = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/photos");
    let photo = photos.join("b7859e0b-68e6-40eb-b465-673ed0d96076.jpg");
    for file in [png, jpeg, photo] {
        let native = on_the_command_line(&file);
        let events = worker.predict(&[fs::read(&file).expect("the file is there")]).await;
        let found = events.iter().find_map(|event| match event {
            Event::Prediction { prediction, .. } => Some(prediction.probabilities),
            _ => None,
        });
        let browser = found.unwrap_or_else(|| panic!("{events:?}"));
        assert_eq!(native.len(), browser.len());
        for (a, b) in native.iter().zip(browser) {
            assert!((a - f64::from(b)).abs() < 1e-3, "{}: {a} and {b}", file.display());
        }
    }
}
