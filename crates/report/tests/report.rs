//! The report of the shipped networks, and how it changes with the numbers.
#![allow(clippy::unwrap_used, reason = "a test reports by failing")]

use std::path::Path;

use dataset::{CLASSES, Class};
use protocol::run::{ClassifierShape, OptimizerChoice};
use report::files::{to_html, to_json, to_markdown, to_notebook};
use report::{
    Block, Chapter, ClassifierFacts, Document, Facts, Finding, Leaning, Made, Measured, Origin,
    ProductionFacts, ShiftFacts, TrainingFacts, findings, report,
};
use serde_json::Value;
use simulation::ShiftKind;
use text::Lang;

fn shipped() -> Facts {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../public/models");
    let made = Made { date: "2026-12-01".to_owned(), version: "1.2.3".to_owned(), device: None };
    Facts::shipped(made, &|name| std::fs::read(folder.join(name)).ok()).unwrap()
}

/// A classifier after one epoch: it takes half of the bags for shirts, and is surer than right.
fn one_epoch(n: usize) -> ClassifierFacts {
    let labels: Vec<u8> = (0..n).map(|place| (place % CLASSES) as u8).collect();
    let logits = labels.iter().enumerate().map(|(place, &label)| {
        let is_mistaken = label == Class::Bag.label() && (place / CLASSES).is_multiple_of(2);
        let named = if is_mistaken { Class::Shirt.label() } else { label };
        let mut row = [0.0_f32; CLASSES];
        row[usize::from(named)] = 8.0;
        row
    });
    let logits: Vec<[f32; CLASSES]> = logits.collect();
    ClassifierFacts {
        name: "<quick> & *dirty*".to_owned(),
        origin: Origin::Own,
        shape: ClassifierShape::SMALL,
        parameters: 1,
        training: TrainingFacts {
            seed: 7,
            images: 5_000,
            epochs: 1,
            epochs_done: 1.0,
            batch: 64,
            learning_rate: 3e-3,
            optimizer: OptimizerChoice::AdamW,
            rare: Vec::new(),
            is_fine_tuned: false,
            device: None,
        },
        record: None,
        measured: Some(Measured::of(&labels, &logits, 1.0)),
    }
}

/// Every word of a section.
fn words(document: &Document, chapter: Chapter) -> String {
    let section = document.sections.iter().find(|section| section.chapter == chapter).unwrap();
    serde_json::to_string(&section.blocks).unwrap()
}

#[test]
fn the_figures_are_those_of_the_card() {
    let facts = shipped();
    let full = facts.of(Origin::Shipped).unwrap().measured.as_ref().unwrap();
    let card = &facts.card.classifier;
    assert_eq!(full.accuracy, card.test_accuracy);
    assert!((full.ece - card.test_ece).abs() < 1e-4, "{} {}", full.ece, card.test_ece);
    let text = words(&report(&facts, Lang::En), Chapter::Evaluation);
    let accuracy = Lang::En.percent(card.test_accuracy.value, 1);
    assert!(text.contains(&accuracy), "{accuracy}");
}

#[test]
fn the_parameters_of_the_diagrams_are_those_of_the_networks() {
    let facts = shipped();
    let text = words(&report(&facts, Lang::En), Chapter::Architecture);
    for parameters in [facts.card.classifier.parameters, facts.card.autoencoders[0].parameters] {
        let words = format!("{} parameters", Lang::En.count(parameters as u64));
        assert!(text.contains(&words), "{words}");
    }
}

#[test]
fn both_languages_are_complete_and_differ() {
    let facts = shipped();
    let [english, spanish] = Lang::ALL.map(|lang| report(&facts, lang));
    assert_eq!(english.sections.len(), Chapter::ALL.len());
    for (one, other) in english.sections.iter().zip(&spanish.sections) {
        assert_ne!(one.title, other.title);
        assert!(!one.blocks.is_empty(), "{:?} says nothing", one.chapter);
        let texts = |blocks: &[Block]| -> Vec<String> {
            let texts = blocks.iter().filter_map(|block| match block {
                Block::Paragraph { text } | Block::Heading { text } => Some(text.clone()),
                _ => None,
            });
            texts.filter(|text| text.contains(' ')).collect()
        };
        for text in texts(&one.blocks) {
            assert!(!texts(&other.blocks).contains(&text), "not translated: {text}");
        }
    }
    for document in [&english, &spanish] {
        let all = to_json(document).unwrap();
        for broken in ["NaN", "inf ", "{}", "null"] {
            assert!(!all.contains(broken), "{broken}");
        }
    }
}

#[test]
fn tables_are_whole() {
    for section in report(&shipped(), Lang::Es).sections {
        for block in section.blocks {
            if let Block::Table(table) = block {
                assert!(!table.rows.is_empty(), "{}", table.caption);
                assert!(
                    table.rows.iter().all(|row| row.len() == table.head.len()),
                    "{}",
                    table.caption
                );
            }
        }
    }
}

#[test]
fn weakest_class_calibration_and_conclusions_change_with_the_numbers() {
    let mut facts = shipped();
    let before = findings(&facts);
    let weakest = |found: &[Finding]| {
        found.iter().find_map(|finding| match finding {
            Finding::WeakestClass { class, .. } => Some(*class),
            _ => None,
        })
    };
    assert_eq!(weakest(&before), Some(Class::Shirt));
    facts.classifiers.push(one_epoch(1_000));
    let after = findings(&facts);
    assert_eq!(weakest(&after), Some(Class::Bag));
    let leaning = after.iter().find_map(|finding| match finding {
        Finding::Calibration { leaning, is_reliable, .. } => Some((*leaning, *is_reliable)),
        _ => None,
    });
    // Half of a tenth is wrong, and it is sure of everything.
    assert_eq!(leaning, Some((Leaning::Over, false)));
    assert!(after.contains(&Finding::FewEpochs { epochs: 1.0 }));
    let text = words(&report(&facts, Lang::En), Chapter::Analysis);
    assert!(
        text.contains("The weakest class is Bag: 50.0%") && text.contains("taken for Shirt"),
        "{text}"
    );
    assert!(text.contains("overconfident") && text.contains("only 1.0 times"), "{text}");
    let text = words(&report(&facts, Lang::En), Chapter::Improvements);
    assert!(text.contains("Bag against Shirt") && text.contains("Train longer"), "{text}");
}

#[test]
fn a_shift_that_was_missed_and_an_estimate_that_misled_are_told() {
    let mut facts = shipped();
    assert!(findings(&facts).contains(&Finding::NoProduction));
    facts.productions.push(ProductionFacts {
        name: "a day".to_owned(),
        records: 2_000,
        seed: Some(1),
        window: Some(200),
        latency_ms: Some((2.0, 3.0)),
        confidence: Some((0.9, 0.5)),
        divergences: Vec::new(),
        alarms: Some(Vec::new()),
        shifts: Some(vec![ShiftFacts {
            kind: ShiftKind::Concept,
            start: 500,
            noticed: None,
            accuracies: Some((0.94, 0.40)),
            estimate: Some(0.93),
        }]),
        false_alarms: Some(0),
        accuracy: None,
        estimate: None,
    });
    let found = findings(&facts);
    let misled = Finding::Misled { kind: Some(ShiftKind::Concept), estimate: 0.93, truth: 0.40 };
    assert!(found.contains(&misled) && !found.contains(&Finding::NoProduction), "{found:?}");
    let missed = |finding: &Finding| {
        matches!(finding, Finding::MissedShift { kind: ShiftKind::Concept, .. })
    };
    assert!(found.iter().any(missed));
    let text = words(&report(&facts, Lang::En), Chapter::Production);
    assert!(text.contains("The last 200 records: Latency"), "{text}");
}

#[test]
fn what_comes_from_outside_stays_text_in_every_file() {
    let mut facts = shipped();
    facts.classifiers.push(one_epoch(100));
    facts.own.insert(Chapter::Analysis, "First | <script>alert(1)</script>\n\n*Second*".to_owned());
    let document = report(&facts, Lang::En);
    let html = to_html(&document);
    assert!(html.contains("&lt;script&gt;") && html.contains("&lt;quick&gt; &amp; *dirty*"));
    for outside in ["<script", "src=", "url(", "@import", "<link", "NaN"] {
        assert!(!html.contains(outside), "{outside}");
    }
    assert_eq!(html.matches("class=\"own\"").count(), 2);
    let markdown = to_markdown(&document);
    assert!(markdown.contains("> First \\| &lt;script&gt;") && markdown.contains("> \\*Second\\*"));
    assert!(markdown.contains("&lt;quick&gt; &amp; \\*dirty\\*"));
}

#[test]
fn every_link_within_the_report_leads_somewhere() {
    let html = to_html(&report(&shipped(), Lang::En));
    for target in html.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(html.contains(&format!("id=\"{target}\"")), "{target}");
    }
}

#[test]
fn the_notebook_has_each_command_with_its_recorded_output() {
    let notebook = to_notebook(&report(&shipped(), Lang::En)).unwrap();
    let notebook: Value = serde_json::from_str(&notebook).unwrap();
    assert_eq!(
        (notebook["nbformat"].as_u64(), notebook["nbformat_minor"].as_u64()),
        (Some(4), Some(5))
    );
    let cells = notebook["cells"].as_array().unwrap();
    let mut ids: Vec<&str> = cells.iter().map(|cell| cell["id"].as_str().unwrap()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), cells.len());
    let source = |cell: &Value| -> String {
        cell["source"].as_array().unwrap().iter().map(|line| line.as_str().unwrap()).collect()
    };
    let evaluate = cells.iter().find(|cell| source(cell) == "!vitrina evaluate").unwrap();
    let outputs = evaluate["outputs"].to_string();
    assert!(outputs.contains("Precision") && outputs.contains("image/svg+xml"));
    let accuracy = Lang::En.percent(shipped().card.classifier.test_recall[0], 1);
    assert!(outputs.contains(&accuracy), "the recall of the first class");
    let words = cells.iter().filter(|cell| cell["cell_type"] == "markdown");
    assert!(words.clone().count() > Chapter::ALL.len());
    assert!(words.clone().all(|cell| cell.get("outputs").is_none()));
}

#[test]
fn a_missing_or_damaged_file_is_named() {
    let made = Made::default();
    let missing = Facts::shipped(made.clone(), &|_| None).unwrap_err();
    assert_eq!(missing.to_string(), "card.json is missing");
    let damaged = Facts::shipped(made, &|_| Some(b"{".to_vec())).unwrap_err();
    assert!(damaged.to_string().starts_with("card.json: "), "{damaged}");
}
