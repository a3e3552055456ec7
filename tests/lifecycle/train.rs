//! What `vitrina train` says, and where it writes.

use std::fs;

use crate::{succeeds, vitrina};

#[test]
fn progress_without_a_terminal_tells_no_loss_that_is_none() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = vitrina();
    // Four steps an epoch: the first lines come before the loss is read.
    command.args([
        "train",
        "autoencoder",
        "--images",
        "2560",
        "--epochs",
        "3",
        "--batch",
        "64",
        "-o",
    ]);
    let output = succeeds(command.arg(folder.path().join("small.bpk")));
    let words = String::from_utf8(output.stderr).unwrap();
    assert!(words.contains("trouser 1/") && !words.contains("NaN"), "{words}");
}

#[test]
fn weights_are_not_written_into_a_folder_that_does_not_exist() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("missing");
    let mut command = vitrina();
    let output = command.args(["train", "autoencoder", "-o"]).arg(missing.join("a.bpk")).output();
    let output = output.unwrap();
    let words = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success() && words.contains("There is no folder"), "{words}");
    assert!(!fs::exists(&missing).unwrap());
    let mut command = vitrina();
    let output = command.args(["reproduce", "--output"]).arg(missing.join("r.json")).output();
    assert!(!output.unwrap().status.success());
    assert!(!fs::exists(missing).unwrap());
}
