//! The exercise's steps, interrupted on the way.

use std::fs;
use std::process::Stdio;
use std::thread::sleep;
use std::time::Duration;

use serde_json::Value;

use crate::{succeeds, vitrina};

#[test]
fn the_small_reproduction_goes_on_after_an_interruption_and_does_every_step() {
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("reproduce.json");
    let reproduce = || {
        let mut command = vitrina();
        command.args(["reproduce", "--seed", "42", "--scale", "small", "-o"]).arg(&output);
        command
    };
    let waits = folder.path().join("reproduce.work/balanced.plan");
    let mut child = reproduce().stderr(Stdio::null()).spawn().unwrap();
    while !waits.exists() && child.try_wait().unwrap().is_none() {
        sleep(Duration::from_millis(5));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(!output.exists(), "it was killed in the middle");
    let words = String::from_utf8(succeeds(&mut reproduce()).stderr).unwrap();
    assert!(!words.contains("\nbalanced ") && words.contains("imbalanced "), "{words}");

    let measured: Value = serde_json::from_slice(&fs::read(&output).unwrap()).unwrap();
    let at = |path: &str| measured.pointer(path).and_then(Value::as_f64).unwrap();
    assert_eq!(at("/data/train"), 5_500.0);
    assert!(at("/balanced/accuracy") > 0.8, "{}", at("/balanced/accuracy"));
    let (balanced, imbalanced) =
        (at("/minority_recall/balanced"), at("/minority_recall/imbalanced"));
    assert!(imbalanced < balanced, "{imbalanced} and {balanced}");
    assert!(at("/autoencoder/auc") > 0.9, "{}", at("/autoencoder/auc"));
    assert!(at("/decision/others_rejected/value") > 0.5);
    let counted = |kind: &str| -> u64 {
        let counts = measured["errors"][kind]["counts"].as_array().unwrap();
        counts.iter().filter_map(Value::as_u64).sum()
    };
    assert_eq!((counted("normal"), counted("others")), (100, 900));
    let production = |path: &str| at(&format!("/production/{path}"));
    assert!(production("quiet/latency_ms/p95") >= production("quiet/latency_ms/mean") / 2.0);
    assert!(production("quiet/confidence/p10") < production("quiet/confidence/mean"));
    for signal in ["confidence", "reconstruction_error"] {
        let kl = |day: &str| production(&format!("{day}/kl_nats/{signal}"));
        assert!(kl("quiet") >= 0.0 && kl("drifted") > kl("quiet"), "{signal}");
    }

    // The report ends it, with the figures that were measured.
    let report = fs::read_to_string(output.with_extension("html")).unwrap();
    let accuracy = format!("{:.1}%", at("/balanced/accuracy") * 100.0);
    assert!(report.contains(&accuracy) && report.contains("concern: balanced"), "{accuracy}");
    let confidence = format!("mean {:.1}%", production("drifted/confidence/mean") * 100.0);
    assert!(report.contains(&confidence), "{confidence}");

    let arms = measured["augmentation"]["arms"].as_array().unwrap();
    assert_eq!(arms.len(), 7);
    for arm in arms {
        assert_eq!(arm["seeds"], 2, "{arm}");
        assert!(arm["accuracy"].as_f64().unwrap() > 0.3, "{arm}");
    }

    // Both kinds of network are kept, and nothing else is left.
    let files = fs::read_dir(folder.path()).unwrap();
    let mut names: Vec<String> =
        files.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    let kept = ["balanced", "fine-tuned", "imbalanced", "trouser"];
    let expected = kept.map(|title| format!("reproduce-{title}.bpk"));
    assert_eq!(names[..4], expected);
    assert_eq!(names[4..], ["reproduce.html", "reproduce.json"]);
    for saved in measured["saved"].as_array().unwrap() {
        let file = fs::read(folder.path().join(saved["file"].as_str().unwrap())).unwrap();
        assert_eq!(saved["bytes"], file.len());
    }
}
