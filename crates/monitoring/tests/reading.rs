//! Logs as other programs write them: those in `logs` were written by Python's csv, json and gzip
//! modules (`logs/write.py`). The good ones hold the same twelve records; the bad ones must never
//! pass for a log in which nothing happened.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::io::BufReader;
use std::path::{Path, PathBuf};

use dataset::CLASSES;
use monitoring::log::{self, Log, LogError, LogSummary, MOST_BYTES, Place, Reader};
use statistics::drift::Record;
use text::Lang;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/logs")
}

/// The logs whose names begin with `bad-`, or the others.
fn logs(is_bad: bool) -> Vec<(String, Vec<u8>)> {
    let mut logs: Vec<(String, Vec<u8>)> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension != "py"))
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, std::fs::read(path).unwrap())
        })
        .filter(|(name, _)| name.starts_with("bad-") == is_bad)
        .collect();
    logs.sort();
    logs
}

fn read(bytes: &[u8]) -> Result<(LogSummary, Vec<Record>), LogError> {
    let mut records = Vec::new();
    // A small buffer, so that everything comes in parts.
    let mut input = BufReader::with_capacity(5, bytes);
    let outcome = log::read(&mut input, Log::Production, false, |record| records.push(record))?;
    outcome.check(Log::Production)?;
    Ok((outcome, records))
}

fn expected() -> Vec<Record> {
    let record = |index: u8| {
        let at = f32::from(index);
        let class = index % CLASSES as u8;
        let (t, latency_ms) = (f64::from(at) / 4.0, 2.0 + f64::from(at) / 8.0);
        let mut record = Record::new(t, latency_ms, class, 0.5 + at / 32.0);
        record.reconstruction_error = (index != 7).then_some(at / 256.0);
        record.label = (!index.is_multiple_of(3)).then_some(class);
        record
    };
    (0..12).map(record).collect()
}

#[test]
fn the_same_records_are_read_from_every_layout_that_python_writes() {
    let logs = logs(false);
    assert!(logs.len() >= 25, "{}", logs.len());
    for (name, bytes) in logs {
        let (outcome, records) = read(&bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(records, expected(), "{name}");
        assert_eq!((outcome.records, outcome.bad_lines), (12, 0), "{name}");
        let unknown: Vec<&str> = outcome.unknown.iter().map(|field| field.name.as_str()).collect();
        let is_noted = name == "table-lines-in-fields.csv";
        assert_eq!(unknown, if is_noted { vec!["note"] } else { Vec::new() }, "{name}");
    }
}

#[test]
fn what_is_no_log_is_an_error_with_reasons_and_what_was_expected() {
    for (name, bytes) in logs(true) {
        let error = match read(&bytes) {
            Ok((outcome, _)) => panic!("{name}: {} records", outcome.records),
            Err(error) => error,
        };
        let [english, spanish] = Lang::ALL.map(|lang| error.to_text(lang));
        assert_ne!(english, spanish, "{name}");
        let wanted = match name.as_str() {
            "bad-arrays.jsonl" => "goes on after its JSON array, in line 2.",
            "bad-blank.jsonl" | "bad-empty.jsonl" | "bad-empty.jsonl.gz" => "log is empty",
            "bad-classes.jsonl" => "line 1: predicted “Handbag” is neither a class",
            "bad-cut.gzip" => "cannot be read after line",
            "bad-cut.json" => "is cut off",
            "bad-half.jsonl" => "12 of 24 lines are not records",
            "bad-percent.jsonl" => "confidence 50 is outside 0 to 1 (a share, not a percentage)",
            "bad-times.jsonl" => "line 1: t “27/11/2026 10:00” is neither a number of seconds nor",
            "bad-two-arrays.json" => "goes on after its JSON array, in line 1.",
            "bad-object.json" => "line 1: missing field `t`",
            _ => "holds no record; lines that are none: ",
        };
        assert!(english.contains(wanted), "{name}: {english}");
        if let LogError::Mostly { .. } | LogError::Empty { .. } = error {
            assert!(english.contains("Expected: one record per image"), "{name}: {english}");
            assert!(spanish.contains("Se espera un registro por imagen"), "{name}: {spanish}");
        }
    }
}

#[test]
fn a_file_of_another_kind_is_named() {
    let error = read(b"PK\x03\x04 and so on").unwrap_err().to_string();
    assert!(error.starts_with("The production log is a file of another kind: ZIP"), "{error}");
}

const HEADER: &str = "t,latency_ms,predicted,confidence\n";

#[test]
fn a_quotation_mark_that_is_never_closed_costs_all_the_lines_that_it_swallows() {
    let rows = "0,2,3,0.5\n".repeat(90);
    let (outcome, records) =
        read(format!("{HEADER}{rows}0,2,3,\"0.5\n0,2,3,0.5").as_bytes()).unwrap();
    assert_eq!((records.len(), outcome.bad_lines, outcome.bad[0].line), (90, 2, 92));
    assert_eq!(outcome.bad[0].error.to_string(), "a quotation mark is not closed");
    let error = read(format!("{HEADER}0,2,3,\"0.5\n{rows}").as_bytes()).unwrap_err();
    assert!(matches!(error, LogError::Mostly { .. }), "{error}");
}

#[test]
fn bad_lines_keep_the_place_of_their_records_in_every_layout() {
    let places = |text: String| -> Vec<u64> {
        let reader = Reader::open(text.as_bytes(), Log::Production, false).unwrap();
        let place = |place: Result<Place, LogError>| match place.unwrap() {
            Place::Record(entry) => entry.record.t as u64,
            Place::Bad(lines) => 100 + lines,
        };
        reader.map(place).collect()
    };
    let json = |t: u8| format!("{{\"t\":{t},\"latency_ms\":2,\"predicted\":3,\"confidence\":0.5}}");
    assert_eq!(places(format!("#\n{}\n\n{{\"t\":1}}\n{}", json(1), json(2))), [101, 1, 101, 2]);
    assert_eq!(places(format!("[{},\n{{\"t\":1}},3,{}]", json(1), json(2))), [1, 101, 101, 2]);
    assert_eq!(places(format!("{HEADER}1,2,3,0.5\n1,2,3\n\n2,2,3,\"0.5\n\"")), [1, 101, 2]);
}

#[test]
fn values_are_read_as_people_write_them() {
    let record = |text: &str| -> Result<Record, String> {
        let mut records = Vec::new();
        let outcome = log::read(&mut text.as_bytes(), Log::Production, true, |record| {
            records.push(record);
        });
        outcome.map_err(|error| error.to_string())?;
        records.pop().ok_or_else(|| "none".to_owned())
    };
    let json = |rest: &str| record(&format!("{{\"t\": 0, \"latency_ms\": 1, {rest}}}"));
    let good =
        json(r#""predicted": "ankle_boot", "confidence": " 1e-1 ", "label": "BOTÍN""#).unwrap();
    assert_eq!((good.predicted, good.confidence, good.label), (9, 0.1, Some(9)));
    let probabilities = r#""probabilities": "[0 0 0 0.5, 0.5, 0 0 0 0 0]", "label": "nan""#;
    let rest = r#""predicted": "3.0", "confidence": 1, "verdict": "Accept""#;
    let good = json(&format!("{rest}, {probabilities}")).unwrap();
    assert_eq!((good.predicted, good.label, good.probabilities.unwrap()[4]), (3, None, 0.5));
    for (rest, why) in [
        (r#""predicted": 3"#, "missing field `confidence`"),
        (r#""predicted": 3, "confidence": "93%""#, "confidence “93%” is not a number"),
        (r#""predicted": 3, "confidence": true"#, "confidence {…} is not a number"),
        (r#""predicted": 3, "confidence": [1]"#, "confidence […] is not a number"),
        (r#""predicted": 3, "confidence": "inf""#, "confidence is not a finite number"),
        (r#""predicted": 3, "confidence": 1, "t": 2"#, "the field `t` is there twice"),
        (
            r#""predicted": 3, "confidence": 1, "verdict": "ok""#,
            "verdict “ok” is not accept, review",
        ),
        (r#""predicted": 11, "confidence": 1"#, "predicted 11 is not a class from 0 to 9"),
    ] {
        let error = json(rest).unwrap_err();
        assert!(error.contains(why), "{error}");
    }
}

#[test]
fn a_row_that_grows_without_end_does_not_fill_the_memory() {
    let text = format!("{HEADER}0,2,3,\"{}", "x\n".repeat(2 * MOST_BYTES));
    assert!(matches!(read(text.as_bytes()), Err(LogError::Mostly { .. })));
    let text = format!("[{{\"t\": {}", "[".repeat(3 * MOST_BYTES));
    assert!(matches!(read(text.as_bytes()), Err(LogError::Broken { .. })));
}
