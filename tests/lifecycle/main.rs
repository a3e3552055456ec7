//! The whole life natively, through the command line as a person would use it.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

mod monitor;
mod photos;
mod predict;
mod report;
mod reproduce;
mod serve;
mod shell;
mod train;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread::sleep;
use std::time::Duration;

use dataset::Class;
use protocol::card::Card;
use random::Rng;
use serde_json::Value;

/// Largest difference of a measured share from the card's: a tenth of a point.
const TOLERANCE: f64 = 0.001;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn models() -> PathBuf {
    root().join("public/models")
}

fn card() -> Card {
    let text = fs::read_to_string(models().join("card.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// The native program, which is built beside the tests.
fn vitrina() -> Command {
    let here = std::env::current_exe().unwrap();
    let mut command = Command::new(here.ancestors().nth(2).unwrap().join("vitrina"));
    command.current_dir(root()).args(["--lang", "en"]);
    command
}

fn succeeds(command: &mut Command) -> Output {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output
}

fn json(command: &mut Command) -> Value {
    serde_json::from_slice(&succeeds(command).stdout).unwrap()
}

#[test]
fn evaluation_reproduces_the_card_and_the_floors_hold() {
    let card = card();
    let report = json(vitrina().args(["evaluate", "--json"]));
    let number = |value: &Value| value.as_f64().unwrap();
    let accuracy = number(&report["classifier"]["accuracy"]);
    assert!((accuracy - card.classifier.test_accuracy.value).abs() <= TOLERANCE, "{accuracy}");
    assert!(accuracy >= 0.93, "{accuracy}");
    assert_eq!(report["classifier"]["n"], 10_000);
    for (found, expected) in [
        (&report["classifier"]["ece"], card.classifier.test_ece),
        (&report["classifier"]["risk"]["value"], card.classifier.test_risk.value),
    ] {
        assert!((number(found) - expected).abs() <= TOLERANCE, "{found}");
    }
    let found = report["autoencoders"].as_array().unwrap();
    for (autoencoder, found) in card.autoencoders.iter().zip(found) {
        assert_eq!(found["class"], autoencoder.class.name());
        let auc = number(&found["auc"]);
        assert!((auc - autoencoder.test_auc).abs() <= TOLERANCE, "{found}");
        let auc = number(&found["novelty_auc"]);
        assert!((auc - autoencoder.test_novelty_auc).abs() <= TOLERANCE, "{found}");
    }
    let mean = number(&report["mean_auc"]);
    assert!((mean - card.mean_auc).abs() <= TOLERANCE && mean >= 0.90, "{mean}");
    let mean = number(&report["mean_novelty_auc"]);
    assert!((mean - card.mean_novelty_auc).abs() <= TOLERANCE && mean >= 0.94, "{mean}");
}

#[test]
fn a_randomised_tensor_is_far_from_the_card() {
    let folder = tempfile::tempdir().unwrap();
    let card = card();
    let damage = |file: &str| {
        let mut bytes = fs::read(models().join(file)).unwrap();
        let (from, to) = (bytes.len() / 3, bytes.len() / 2);
        let mut rng = Rng::new(1);
        for pair in bytes[from & !1..to & !1].chunks_exact_mut(2) {
            // A half-precision number between 0.25 and 0.5 of either sign.
            let bits = rng.next_u64();
            (pair[0], pair[1]) = (bits as u8, 0x34 | (bits >> 8) as u8 & 0x83);
        }
        let path = folder.path().join(file);
        fs::write(&path, bytes).unwrap();
        path
    };
    let evaluate =
        |path: &Path| json(vitrina().args(["evaluate", "--json", "--weights"]).arg(path));
    let report = evaluate(&damage(&card.classifier.file));
    let accuracy = report["classifier"]["accuracy"].as_f64().unwrap();
    assert!((accuracy - card.classifier.test_accuracy.value).abs() > TOLERANCE, "{accuracy}");
    let shirt = &card.autoencoders[Class::Shirt.index()];
    let auc = evaluate(&damage(&shirt.file))["autoencoders"][0]["auc"].as_f64().unwrap();
    assert!((auc - shirt.test_auc).abs() > TOLERANCE, "{auc}");
}

/// A folder with the shipped files, to be spoiled.
fn copy_of_models() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(models()).unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_file() {
            fs::copy(entry.path(), folder.path().join(entry.file_name())).unwrap();
        }
    }
    folder
}

#[test]
fn a_damaged_shipped_file_is_refused_by_name() {
    let folder = copy_of_models();
    let damaged = folder.path().join("autoencoder-bag.bpk");
    let mut bytes = fs::read(&damaged).unwrap();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    fs::write(&damaged, bytes).unwrap();
    let sample = root().join("public/samples/bag.png");
    let output =
        vitrina().arg("predict").arg(sample).arg("--models").arg(folder.path()).output().unwrap();
    let words = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success());
    assert!(words.contains("autoencoder-bag.bpk") && words.contains("checksum"), "{words}");
}

#[test]
fn networks_that_give_no_numbers_are_a_failure_and_no_confident_answer() {
    let folder = copy_of_models();
    // Logits divided by nothing.
    let mut card = card();
    card.classifier.temperature = 0.0;
    fs::write(folder.path().join("card.json"), serde_json::to_string(&card).unwrap()).unwrap();
    let sample = root().join("public/samples/bag.png");
    let mut predict = vitrina();
    predict.args(["predict", "--json"]).arg(sample);
    let mut simulate = vitrina();
    simulate.args(["simulate", "--records", "10"]);
    for mut command in [predict, simulate] {
        let output = command.arg("--models").arg(folder.path()).output().unwrap();
        let words = String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success());
        assert!(words.contains("not finite"), "{words}");
        assert_eq!(String::from_utf8_lossy(&output.stdout), "");
    }
}

#[test]
fn predict_prints_one_object_a_line_and_goes_on_after_a_bad_file() {
    let folder = tempfile::tempdir().unwrap();
    let bad = folder.path().join("bad.png");
    fs::write(&bad, "no picture").unwrap();
    let good = root().join("public/samples/trouser.png");
    let output = vitrina()
        .args(["predict", "--json", "--normal-class", "trouser"])
        .args([&bad, &good])
        .output()
        .unwrap();
    assert!(!output.status.success(), "a refused file is no success");
    let lines: Vec<Value> = String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 2);
    assert!(lines[0]["error"].as_str().is_some_and(|words| !words.is_empty()));
    let answer = &lines[1];
    assert_eq!(answer["predicted"]["name"], "Trouser");
    assert_eq!(answer["predicted"]["label"], 1);
    assert_eq!(answer["quality"]["reading"], "normal_class");
    assert_eq!(answer["quality"]["class"], "Trouser");
    assert_eq!(answer["verdict"], "accept");
    let sum: f64 =
        answer["probabilities"].as_array().unwrap().iter().filter_map(Value::as_f64).sum();
    assert!((sum - 1.0).abs() < 1e-5);
    for key in ["confidence", "reconstruction_error", "latency_ms"] {
        assert!(answer[key].as_f64().is_some_and(|value| value > 0.0), "{key}");
    }
    assert_eq!(answer["reasons"].as_array().map(Vec::len), Some(2));
}

#[test]
fn a_killed_training_goes_on_where_it_was_and_ends_in_the_same_weights() {
    let folder = tempfile::tempdir().unwrap();
    let train = |name: &str| {
        let mut command = vitrina();
        command.args(["train", "autoencoder", "--normal-class", "bag", "--epochs", "4", "-o"]);
        command.arg(folder.path().join(name));
        command
    };
    succeeds(&mut train("whole.bpk"));
    let checkpoint = folder.path().join("killed.checkpoint");
    let mut child = train("killed.bpk").stderr(Stdio::null()).spawn().unwrap();
    while !checkpoint.exists() && child.try_wait().unwrap().is_none() {
        sleep(Duration::from_millis(5));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(!folder.path().join("killed.bpk").exists(), "it was killed in the middle");
    let output = succeeds(&mut train("killed.bpk"));
    assert!(String::from_utf8_lossy(&output.stderr).contains("Resuming"));
    let read = |name: &str| fs::read(folder.path().join(name)).unwrap();
    assert!(read("whole.bpk") == read("killed.bpk"), "the weights differ");
    assert!(!checkpoint.exists(), "the checkpoint goes when the training is over");
}

#[test]
fn the_export_has_every_network_and_the_card() {
    let folder = tempfile::tempdir().unwrap();
    succeeds(vitrina().args(["export", "--format", "safetensors"]).arg(folder.path()));
    let mut files: Vec<String> = fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    files.sort();
    assert_eq!(files.len(), 13, "{files:?}");
    assert!(files.contains(&"classifier.safetensors".to_owned()));
    assert!(files.contains(&"autoencoder-ankle-boot.safetensors".to_owned()));
}

#[test]
fn own_weights_are_exported_and_what_holds_none_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let (own, out) = (folder.path().join("own.bpk"), folder.path().join("out"));
    let mut train = vitrina();
    train.args(["train", "autoencoder", "--epochs", "1", "--images", "1000", "-o"]);
    succeeds(train.arg(&own));
    let export = |file: &Path| {
        let mut command = vitrina();
        command.args(["export", "--weights"]).arg(file).arg(&out);
        command
    };
    succeeds(&mut export(&own));
    let file = fs::read(out.join("own.safetensors")).unwrap();
    // A length of 8 bytes, then names and shapes as JSON.
    let length = u64::from_le_bytes(file[..8].try_into().unwrap()) as usize;
    let header: Value = serde_json::from_slice(&file[8..8 + length]).unwrap();
    assert_eq!(header["encode2.weight"]["shape"], serde_json::json!([64, 16]));
    assert_eq!(header["__metadata__"]["class"], "trouser");
    let bad = folder.path().join("bad.bpk");
    fs::write(&bad, "no weights").unwrap();
    let output = export(&bad).output().unwrap();
    assert!(!output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("bad.bpk"));
    assert!(!out.join("bad.safetensors").exists());
}
