//! The technical report on the command line: in every form, with a run and a production of one's own.

use std::fs;

use serde_json::Value;

use crate::{succeeds, vitrina};

#[test]
fn the_report_is_written_in_each_form_by_the_files_ending() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, lang: &str| {
        let output = folder.path().join(name);
        succeeds(vitrina().args(["report", "--lang", lang, "-o"]).arg(&output));
        fs::read_to_string(output).unwrap()
    };
    assert!(write("a.html", "en").contains("<h2>13. Critical analysis</h2>"));
    assert!(write("a.md", "es").contains("## 13. Análisis crítico"));
    let notebook: Value = serde_json::from_str(&write("a.ipynb", "en")).unwrap();
    assert_eq!(notebook["nbformat"], 4);
    let report: Value = serde_json::from_str(&write("a.json", "en")).unwrap();
    assert_eq!(report["sections"].as_array().unwrap().len(), 17);
    let refused =
        vitrina().args(["report", "-o", "report.pdf"]).current_dir(folder.path()).output();
    let refused = refused.unwrap();
    assert_eq!(refused.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&refused.stderr).contains(".ipynb"));
    assert!(!folder.path().join("report.pdf").exists());
}

#[test]
fn a_production_stands_in_the_report_with_the_figures_of_its_log() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name);
    let simulate = |arguments: &[&str], output: &str| {
        succeeds(
            vitrina()
                .arg("simulate")
                .args(arguments)
                .args(["--latency", "seeded", "-o"])
                .arg(file(output)),
        );
    };
    simulate(&["--reference"], "reference.jsonl");
    simulate(&["--preset", "dirty-camera", "--seed", "1"], "production.jsonl");
    let logs = |command: &str| {
        let mut command_line = vitrina();
        command_line.arg(command);
        command_line.arg("--reference").arg(file("reference.jsonl"));
        command_line.arg("--production").arg(file("production.jsonl"));
        command_line
    };
    let watched = succeeds(logs("monitor").arg("--json"));
    let watched: Value = serde_json::from_slice(&watched.stdout).unwrap();
    succeeds(logs("report").arg("-o").arg(file("report.md")));
    let report = fs::read_to_string(file("report.md")).unwrap();
    let mean = watched["confidence"]["mean"].as_f64().unwrap();
    assert!(report.contains(&format!("Confidence: mean {:.1}%", mean * 100.0)), "{mean}");
    let kl = watched["kl"]["confidence"]["production_reference"].as_f64().unwrap();
    assert!(report.contains(&format!("{kl:.4}")), "{kl}");
    assert!(report.contains("*Detectors that fired*"));
}
