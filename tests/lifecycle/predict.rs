//! Where `vitrina predict` takes pictures from, and what it does with those that never end.

use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::{root, vitrina};

/// Longer than any of it takes, also on a busy machine: who waits so long waits for ever.
const PATIENCE: Duration = Duration::from_secs(600);

fn sample(name: &str) -> std::path::PathBuf {
    root().join("public/samples").join(name)
}

fn lines(output: &Output) -> Vec<Value> {
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn predict(files: &[&Path]) -> Output {
    vitrina().args(["predict", "--json", "--patience", "60"]).args(files).output().unwrap()
}

#[cfg(unix)]
#[test]
fn a_file_without_an_end_is_refused_at_the_limit() {
    let started = Instant::now();
    let output = predict(&[Path::new("/dev/zero"), &sample("bag.png")]);
    let lines = lines(&output);
    assert_eq!(lines[0]["code"], "too_many_bytes");
    assert_eq!(lines[1]["predicted"]["name"], "Bag");
    assert!(started.elapsed() < PATIENCE);
}

#[cfg(unix)]
#[test]
fn a_pipe_that_nobody_writes_to_is_given_up() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("pipe.png");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let started = Instant::now();
    let mut command = vitrina();
    command.args(["predict", "--json", "--patience", "1"]).args([&pipe, &sample("bag.png")]);
    let lines = lines(&command.output().unwrap());
    assert_eq!(lines[0]["code"], "unreadable");
    assert!(lines[0]["error"].as_str().unwrap().contains("--patience"));
    assert_eq!(lines[1]["predicted"]["name"], "Bag");
    assert!(started.elapsed() < PATIENCE);
}

#[test]
fn a_picture_comes_by_standard_input() {
    let input = Stdio::from(File::open(sample("coat.png")).unwrap());
    let output = vitrina().args(["predict", "--json", "-"]).stdin(input).output().unwrap();
    assert!(output.status.success());
    let lines = lines(&output);
    assert_eq!((&lines[0]["file"], &lines[0]["predicted"]["name"]), (&"-".into(), &"Coat".into()));
}

#[test]
fn a_folder_stands_for_the_pictures_in_it_and_an_empty_one_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let empty = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("more")).unwrap();
    for (from, to) in [("bag.png", "b.PNG"), ("coat.png", "a.png"), ("dress.png", "more/c.png")] {
        fs::copy(sample(from), folder.path().join(to)).unwrap();
    }
    fs::write(folder.path().join("notes.txt"), "no picture").unwrap();
    let output = predict(&[folder.path(), empty.path()]);
    assert!(!output.status.success(), "a folder without pictures is no success");
    let lines = lines(&output);
    let file = |name: &str| Value::from(folder.path().join(name).to_str().unwrap());
    let files: Vec<&Value> = lines.iter().map(|line| &line["file"]).collect();
    let empty = Value::from(empty.path().to_str().unwrap());
    assert_eq!(files, [&file("a.png"), &file("b.PNG"), &file("more/c.png"), &empty]);
    assert_eq!(lines[3]["code"], "no_file");
    assert!(
        String::from_utf8_lossy(&output.stderr).contains("1 of the files could not be classified")
    );
}

#[cfg(unix)]
#[test]
fn a_name_that_is_no_text_can_be_mapped_back() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(OsStr::from_bytes(b"ni\xf1o.png"));
    fs::copy(sample("bag.png"), &path).unwrap();
    let lines = lines(&predict(&[&path, &sample("coat.png")]));
    assert!(lines[0]["file_encoded"].as_str().unwrap().ends_with("/ni%F1o.png"), "{}", lines[0]);
    assert_eq!(lines[1].get("file_encoded"), None);
    // For people, the bytes are printed as they are.
    let output = vitrina().arg("predict").arg(&path).output().unwrap();
    assert!(output.stdout.starts_with(path.as_os_str().as_bytes()));
}
