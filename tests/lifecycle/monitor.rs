//! What `vitrina monitor` ends with: a log that cannot be read, is too short or says nothing of a
//! signal must never pass for one in which nothing happened.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Output;

use random::Rng;
use serde_json::Value;

use super::{root, vitrina};

/// A log of so many records, right in this share of them, labelled up to this record.
fn log(records: u64, seed: u64, accuracy: f32, labelled: u64) -> String {
    let mut rng = Rng::new(seed);
    let mut text = String::new();
    for index in 0..records {
        let mut uniform = || rng.uniform();
        let (t, latency_ms) = (index as f32 / 50.0, 2.0 + uniform());
        let (predicted, confidence) = ((uniform() * 10.0) as u8, 0.5 + uniform() / 2.0);
        let error = uniform() / 30.0;
        let is_right = uniform() < accuracy;
        write!(
            text,
            "{{\"t\":{t},\"latency_ms\":{latency_ms},\"predicted\":{predicted},\
             \"confidence\":{confidence},\"reconstruction_error\":{error}"
        )
        .unwrap();
        if index < labelled {
            let label = if is_right { predicted } else { (predicted + 1) % 10 };
            write!(text, ",\"label\":{label}").unwrap();
        }
        text += "}\n";
    }
    text
}

/// A folder with logs in it.
struct Logs(tempfile::TempDir);

impl Logs {
    fn new() -> Self {
        let logs = Self(tempfile::tempdir().unwrap());
        logs.write("reference", &log(5_000, 1, 0.9, u64::MAX));
        logs
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    fn monitor(&self, production: &Path, arguments: &[&str]) -> Output {
        self.compare(&self.0.path().join("reference"), production, arguments)
    }

    fn compare(&self, reference: &Path, production: &Path, arguments: &[&str]) -> Output {
        let mut command = vitrina();
        command.arg("monitor").arg("--reference").arg(reference);
        command.arg("--production").arg(production).args(arguments).output().unwrap()
    }
}

fn status(output: &Output) -> Option<i32> {
    output.status.code()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn monitor_ends_with_the_status_that_its_help_documents() {
    let logs = Logs::new();
    let quiet = logs.write("quiet", &log(2_000, 2, 0.9, u64::MAX));
    let alarming = logs.write("alarming", &log(2_000, 3, 0.1, u64::MAX));
    let nonsense = logs.write("nonsense", "nonsense\n");
    for (production, arguments, expected) in [
        (&quiet, &[][..], 0),
        (&quiet, &["--exit-code"], 0),
        (&alarming, &[], 0),
        (&alarming, &["--exit-code"], 3),
        (&alarming, &["--exit-code", "--json"], 3),
        (&nonsense, &["--exit-code"], 1),
        (&quiet, &["--window", "0"], 2),
        (&quiet, &["--window", "1500"], 4),
        // The whole logs differ, whatever fits into a window.
        (&alarming, &["--window", "5000", "--exit-code"], 3),
    ] {
        let output = logs.monitor(production, arguments);
        let shown = format!("{} {arguments:?}: {output:?}", production.display());
        assert_eq!(status(&output), Some(expected), "{shown}");
    }
    let help = vitrina().args(["monitor", "--help"]).output().unwrap();
    let help = said(&help);
    for status in 0..=4 {
        assert!(help.contains(&format!("\n  {status}  ")), "{help}");
    }
}

#[test]
fn a_log_too_short_to_look_at_is_no_all_clear() {
    let logs = Logs::new();
    let short = logs.write("short", &log(219, 4, 0.0, u64::MAX).replace("\"label\"", "\"labels\""));
    let output = logs.monitor(&short, &[]);
    assert_eq!(status(&output), Some(4), "{output:?}");
    let text = said(&output);
    assert!(text.ends_with("Not enough records to look: 219 of 400.\n"), "{text}");
    assert!(!text.contains("None of the"), "{text}");
    let json: Value = serde_json::from_slice(&logs.monitor(&short, &["--json"]).stdout).unwrap();
    let wanted = serde_json::json!(["not_enough", 219, 400]);
    assert_eq!(serde_json::json!([json["status"], json["n"], json["needed"]]), wanted);
    let spanish = said(&logs.monitor(&short, &["--lang", "es"]));
    assert!(
        spanish.contains("No hay suficientes registros para evaluar: 219 de 400."),
        "{spanish}"
    );
}

#[test]
fn signals_that_stop_and_fields_that_nobody_knows_are_said() {
    let logs = Logs::new();
    let text = log(2_000, 5, 0.9, 300).replace("reconstruction_error", "reconstruction_eror");
    let production = logs.write("production", &text);
    let output = logs.monitor(&production, &["--exit-code"]);
    assert_eq!(status(&output), Some(0), "{output:?}");
    let text = said(&output);
    for expected in [
        "Unknown field “reconstruction_eror” in 2,000 of 2,000 records (production): left out. Is \
         “reconstruction_error” meant?",
        "reconstruction error: in no record of production, so it was not watched.",
        "labels: only in 300 of 2,000 records, in none after record 299; what came later was not \
         watched.",
        "labels: not enough values to look: 300 of 400.",
    ] {
        assert!(text.contains(expected), "{expected}: {text}");
    }
    let json: Value =
        serde_json::from_slice(&logs.monitor(&production, &["--json"]).stdout).unwrap();
    let stops = serde_json::json!(
        {"kind": "stops", "signal": "errors", "n": 300, "of": 2_000, "last": 299}
    );
    assert!(json["notes"].as_array().unwrap().contains(&stops), "{json}");
}

#[test]
fn what_is_no_log_ends_in_an_error_on_either_side() {
    let logs = Logs::new();
    let good = logs.write("good", &log(1_000, 6, 0.9, u64::MAX));
    let folder = root().join("crates/monitoring/tests/logs");
    let paths = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let is_bad = |path: &PathBuf| path.file_name().unwrap().to_string_lossy().starts_with("bad-");
    let bad: Vec<PathBuf> = paths.filter(is_bad).collect();
    assert!(bad.len() >= 15, "{}", bad.len());
    for bad in bad {
        for output in [logs.monitor(&bad, &[]), logs.compare(&bad, &good, &[])] {
            assert_eq!((status(&output), said(&output)), (Some(1), String::new()), "{output:?}");
            assert!(String::from_utf8_lossy(&output.stderr).starts_with("Error: The "));
        }
    }
    // Most lines are records, but more than one in ten is none.
    let text = log(1_000, 7, 0.9, u64::MAX);
    let mixed = text.replacen("\"t\"", "\"tt\"", 120);
    let output = logs.monitor(&logs.write("mixed", &mixed), &[]);
    assert_eq!(status(&output), Some(1), "{output:?}");
    let few = text.replacen("\"t\"", "\"tt\"", 12);
    let output = logs.monitor(&logs.write("few", &few), &[]);
    assert_eq!(status(&output), Some(0), "{output:?}");
    let lines = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(lines.contains("Lines left out because they are not records: 12."), "{lines}");
}

#[test]
fn an_alarm_names_the_record_whatever_lines_before_it_are_bad() {
    let logs = Logs::new();
    let (before, after) = (log(1_000, 8, 0.9, u64::MAX), log(1_000, 9, 0.1, u64::MAX));
    let at = |text: &str| {
        let production = logs.write("production", text);
        let output = logs.monitor(&production, &["--json"]);
        let json: Value = serde_json::from_slice(&output.stdout).unwrap();
        let alarms = json["alarms"].as_array().unwrap();
        let errors = alarms.iter().find(|a| a["signal"] == "errors" && a["name"] == "page_hinkley");
        errors.unwrap()["at"].as_u64().unwrap()
    };
    let whole = at(&format!("{before}{after}"));
    assert!((1_000..1_100).contains(&whole), "{whole}");
    // Page–Hinkley looks at every record, so that 50 fewer before the change move it by little.
    let holed = at(&format!("{}{after}", before.replacen("\"t\"", "\"tt\"", 50)));
    assert!(holed.abs_diff(whole) <= 5, "{holed} {whole}");
}
