//! The real site in a real browser, one behaviour a file.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

mod api;
mod augment;
mod bad_input;
mod correct;
mod crash;
mod decide;
mod device;
mod evaluate;
mod flags;
mod lab;
mod learning;
mod looks;
mod monitor;
mod offline;
mod predict;
mod protocol;
mod report;
mod restart;
mod results;
mod same_numbers;
mod smoke;
mod ways;
mod why;

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::Value;
use tests::browser::Page;
use tests::server::dist;

/// How long the engine may take to start and judge on a slow machine.
pub const START: Duration = Duration::from_secs(60);

/// The sample picture of a class, by its slug.
pub fn sample(slug: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../public/samples/{slug}.png"))
}

/// A photo that somebody took, by its name in the fixture.
pub fn photo(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("fixtures/photos/{name}.jpg"))
}

/// What is to be read on the page, line breaks and no-break spaces as plain spaces.
pub async fn says(page: &Page) -> String {
    page.text().await.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A folder for files that a test makes; it goes when it is dropped.
pub fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a temporary folder can be made")
}

/// The card of the shipped networks.
pub fn card() -> Value {
    let card = std::fs::read(dist().join("models/card.json")).expect("the card is there");
    serde_json::from_slice(&card).expect("JSON")
}

/// The native program, which is built beside the tests.
pub fn vitrina() -> PathBuf {
    let here = std::env::current_exe().expect("a test knows where it is");
    let folder = here.ancestors().nth(2).expect("tests lie in deps/");
    folder.join("vitrina")
}

/// Name and text of a file.
pub fn read(file: &Path) -> (String, String) {
    let name = file.file_name().and_then(|name| name.to_str()).expect("a plain name");
    (name.to_owned(), std::fs::read_to_string(file).expect("the file is there"))
}
