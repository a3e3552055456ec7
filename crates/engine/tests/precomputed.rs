//! What the site carries of its networks' answers is what this engine gives, and the card's figures
//! follow from it to the last count.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

mod common;

use std::fs;

use dataset::{CLASSES, Class, PIXELS, Part};
use policy::decision::{Verdict, top};
use protocol::card::{Card, FALSE_REJECT_SHARE};
use protocol::messages::{Answers, Event, JobId, ModelRef, Request};
use protocol::photos_card::PhotosCard;
use protocol::precomputed::{
    JudgedPhoto, JudgedPhotos, PHOTO_SHEET, PHOTOS, PROBES, PROBES_PER_KIND, PartFacts, Probes,
    SHEET_COLUMNS, SHEET_SIDE, answers_file, answers_from_bytes, part_file, probe_weights,
};
use statistics::metrics::{
    accuracy, area_under_roc, confusion, fit_temperature, quantile, softmax,
};
use vision::probe_images::{Probe, draw};

use common::{Files, public, session, start};

/// How far an answer may be from the one in the file: three bytes hold 16 binary digits, and sums may
/// be added up in another order.
const TOLERANCE: f32 = 1e-4;

fn shipped(name: &str) -> Vec<u8> {
    let path = public().join("models").join(name);
    fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn card() -> Card {
    serde_json::from_slice(&shipped("card.json")).unwrap()
}

fn facts(part: Part) -> PartFacts {
    PartFacts::from_bytes(&shipped(&part_file(part))).unwrap()
}

fn answers(weights: &str, sha256: &str, part: Part) -> Answers {
    answers_from_bytes(&shipped(&answers_file(weights, part)), sha256, part.images()).unwrap()
}

fn logits(weights: &str, sha256: &str, part: Part) -> Vec<[f32; CLASSES]> {
    match answers(weights, sha256, part) {
        Answers::Logits(logits) => logits.as_chunks::<CLASSES>().0.to_vec(),
        Answers::Errors { .. } => panic!("{weights} is no classifier"),
    }
}

fn errors(card: &Card, class: Class, part: Part) -> (Vec<f32>, Vec<f32>) {
    let own = card.autoencoders.iter().find(|own| own.class == class).unwrap();
    match answers(&own.file, &own.sha256, part) {
        Answers::Errors { class: found, errors, novelty } => {
            assert_eq!(found, class);
            (errors, novelty)
        }
        Answers::Logits(_) => panic!("{} is no autoencoder", own.file),
    }
}

fn are_close(found: &[f32], wanted: &[f32]) {
    assert_eq!(found.len(), wanted.len());
    for (place, (found, wanted)) in found.iter().zip(wanted).enumerate() {
        let most = TOLERANCE * (1.0 + wanted.abs());
        assert!((found - wanted).abs() <= most, "{place}: {found} instead of {wanted}");
    }
}

#[test]
fn the_engine_gives_what_the_files_hold() {
    let card = card();
    let assess = |job, model| Request::Assess { job: JobId(job), model, part: Part::Validation };
    let probes =
        Probes::from_bytes(&shipped(PROBES), &probe_weights(&card), Probe::ALL.len()).unwrap();
    let garments = probes.garments.as_chunks::<PIXELS>().0;
    let drawn = Probe::ALL.into_iter().flat_map(|kind| {
        let seeds = (0..PROBES_PER_KIND).zip(garments);
        seeds.flat_map(move |(seed, garment)| draw(kind, seed as u64, Some(garment)))
    });
    let requests = vec![
        start(),
        assess(2, ModelRef::Classifier),
        assess(3, ModelRef::Imbalanced),
        assess(4, ModelRef::Autoencoder(Class::Bag)),
        Request::Judge { job: JobId(5), pixels: drawn.collect() },
    ];
    let mut heard = 0;
    for event in session(&Files::default(), requests) {
        match event {
            Event::Assessed { job, labels, details, answers: found, .. } => {
                let of_part = facts(Part::Validation);
                assert_eq!(labels, of_part.labels);
                are_close(&details, &of_part.details);
                let own = match job.0 {
                    2 => (&card.classifier.file, &card.classifier.sha256),
                    3 => (&card.imbalanced.file, &card.imbalanced.sha256),
                    _ => {
                        let bag = card.autoencoders.iter().find(|own| own.class == Class::Bag);
                        bag.map(|own| (&own.file, &own.sha256)).unwrap()
                    }
                };
                match (found, answers(own.0, own.1, Part::Validation)) {
                    (Answers::Logits(found), Answers::Logits(wanted)) => are_close(&found, &wanted),
                    (
                        Answers::Errors { class, errors, novelty },
                        Answers::Errors { errors: wanted, novelty: wanted_novelty, .. },
                    ) => {
                        assert_eq!(class, Class::Bag);
                        are_close(&errors, &wanted);
                        are_close(&novelty, &wanted_novelty);
                    }
                    (found, wanted) => panic!("{found:?} instead of {wanted:?}"),
                }
                heard += 1;
            }
            Event::Judged { probabilities, errors, .. } => {
                are_close(probabilities.as_flattened(), probes.probabilities.as_flattened());
                are_close(errors.as_flattened(), probes.errors.as_flattened());
                heard += 1;
            }
            _ => {}
        }
    }
    assert_eq!(heard, 4);
}

#[test]
fn the_cards_figures_follow_from_the_files() {
    let card = card();
    for part in [Part::Validation, Part::Test] {
        let labels = facts(part).labels;
        assert_eq!(labels.len(), part.images());
        for own in [&card.classifier, &card.imbalanced] {
            let logits = logits(&own.file, &own.sha256, part);
            let predicted: Vec<u8> =
                logits.iter().map(|logits| top(&softmax(logits, 1.0)).0.label()).collect();
            let found = accuracy(&confusion(&labels, &predicted));
            let wanted =
                if part == Part::Test { own.test_accuracy } else { own.validation_accuracy };
            assert_eq!((found.value, found.n), (wanted.value, wanted.n), "{}", own.file);
            if part == Part::Validation {
                let found = fit_temperature(&logits, &labels);
                assert!((found - own.temperature).abs() < 1e-3, "{found}");
            }
        }
        for own in &card.autoencoders {
            let (errors, novelty) = errors(&card, own.class, part);
            let of = |values: &[f32], is_own: bool| -> Vec<f32> {
                let labelled = values.iter().zip(&labels);
                let wanted = labelled.filter(|(_, label)| (**label == own.class.label()) == is_own);
                wanted.map(|(value, _)| *value).collect()
            };
            if part == Part::Validation {
                let found = quantile(&of(&errors, true), 1.0 - FALSE_REJECT_SHARE);
                assert!((found / own.max_error - 1.0).abs() < 1e-4, "{}: {found}", own.file);
                continue;
            }
            for (values, wanted) in [(&errors, own.test_auc), (&novelty, own.test_novelty_auc)] {
                let found = area_under_roc(&of(values, false), &of(values, true));
                let found = found.max(1.0 - found);
                assert!((found - wanted).abs() < 1e-5, "{}: {found} for {wanted}", own.file);
            }
        }
    }
}

#[test]
fn the_photos_card_follows_from_the_judged_photos() {
    let card: PhotosCard = serde_json::from_slice(&shipped("photos.json")).unwrap();
    let all = JudgedPhotos::from_bytes(&shipped(PHOTOS), &card.sha256).unwrap();
    let (garments, others): (Vec<_>, Vec<_>) =
        all.photos.iter().partition(|photo| !photo.right.is_empty());
    let is_accepted = |photo: &&&JudgedPhoto| photo.verdict == Verdict::Accept;
    let share = |hits: usize, n: usize| hits as f64 / n as f64;
    let accepted = garments.iter().filter(is_accepted).count();
    let of_others = others.iter().filter(is_accepted).count();
    let right = garments.iter().filter(|photo| photo.is_right()).count();
    let wrong = all.photos.iter().filter(|photo| photo.verdict == Verdict::Accept);
    let wrong = wrong.filter(|photo| !photo.is_right()).count();
    assert_eq!((garments.len(), others.len()), (card.test.right.n, card.test.others_accepted.n));
    assert_eq!(share(right, garments.len()), card.test.right.value);
    assert_eq!(share(accepted, garments.len()), card.test.accepted.value);
    let wrong = share(wrong, accepted + of_others);
    assert_eq!(wrong, card.test.wrong_among_accepted.value);
    assert_eq!(share(of_others, others.len()), card.test.others_accepted.value);
    // What is open to confidence alone is accepted just where it is sure enough.
    let least = card.thresholds().min_confidence;
    let by_confidence = all.photos.iter().filter(|p| p.is_typical && p.confidence >= least);
    assert_eq!(by_confidence.count(), accepted + of_others);

    let sheet = vision::decode::decode(&shipped(PHOTO_SHEET)).unwrap();
    let rows = all.shown.len().div_ceil(SHEET_COLUMNS) as u32;
    let size = (SHEET_SIDE * SHEET_COLUMNS as u32, SHEET_SIDE * rows);
    assert_eq!((sheet.width, sheet.height), size);
}
