//! The command line among other programs of a shell.

use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};

use crate::{succeeds, vitrina};

#[test]
fn a_reader_that_leaves_early_ends_a_simulation_quietly() {
    let mut command = vitrina();
    command.args(["simulate", "--records", "3000", "--latency", "seeded"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    output.read_line(&mut line).unwrap();
    drop(output);
    let mut words = String::new();
    child.stderr.take().unwrap().read_to_string(&mut words).unwrap();
    assert!(child.wait().unwrap().success(), "{words}");
    assert!(line.starts_with('{') && words.is_empty(), "{line}{words}");
}

#[test]
fn a_bad_schedule_sends_nobody_to_a_page() {
    let output = vitrina().args(["simulate", "--schedule", "sudden"]).output().unwrap();
    let words = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success() && words.contains("--preset"), "{words}");
    assert!(!words.contains("Reload"), "{words}");
}

#[test]
fn completions_and_manual_pages_are_made() {
    let script = succeeds(vitrina().args(["completions", "bash"])).stdout;
    assert!(String::from_utf8(script).unwrap().contains("--imbalance"));
    let page = succeeds(vitrina().arg("man")).stdout;
    assert!(String::from_utf8(page).unwrap().contains(".TH vitrina 1"));
    let folder = tempfile::tempdir().unwrap();
    succeeds(vitrina().arg("man").arg(folder.path()));
    assert!(folder.path().join("vitrina-predict.1").exists());
}

#[test]
fn the_help_speaks_spanish_to_who_asks_in_spanish() {
    let help = |arguments: &[&str]| {
        let here = std::env::current_exe().unwrap();
        let mut command = Command::new(here.ancestors().nth(2).unwrap().join("vitrina"));
        String::from_utf8(succeeds(command.args(arguments)).stdout).unwrap()
    };
    let spanish = help(&["predict", "--help", "--lang", "es"]);
    assert!(spanish.contains("Uso: vitrina predict") && spanish.contains("Ejemplos:"), "{spanish}");
    assert!(help(&["--lang", "es", "--help"]).contains("Estados de salida:"));
    assert!(help(&["--lang", "en", "--help"]).contains("Exit statuses:"));
}
