//! An answer explained natively with the shipped weights, and what is no image refused.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

mod common;

use dataset::{Class, PIXELS};
use policy::decision::{AnsweredBy, top};
use protocol::messages::{Event, JobError, JobId, Prediction, Request};
use vision::occlusion::{ACROSS, Explanation, PATCHES};
use vision::photo::as_bitmap;

use common::{Files, ends, sample, session, start, upload};

/// The sample of a class: on a plain ground, so both classifiers answer.
fn judged(class: Class) -> Prediction {
    predicted(sample(class))
}

/// The same in the data set's own form, which the data set's classifier answers alone.
fn judged_small(class: Class) -> Prediction {
    let pixels: [u8; PIXELS] = judged(class).pixels.try_into().unwrap();
    predicted(as_bitmap(&pixels))
}

/// A stranger's photo of trousers on a bed, which the classifier for photos answers.
fn judged_photo() -> Prediction {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/fixtures/photos");
    let file = format!("{folder}/b7859e0b-68e6-40eb-b465-673ed0d96076.jpg");
    predicted(std::fs::read(file).unwrap())
}

fn predicted(file: Vec<u8>) -> Prediction {
    let uploads = vec![upload(1, file)];
    let events =
        session(&Files::default(), vec![start(), Request::Predict { job: JobId(2), uploads }]);
    let found = events.into_iter().find_map(|event| match event {
        Event::Prediction { prediction, .. } => Some(*prediction),
        _ => None,
    });
    found.expect("the sample is judged")
}

fn explained(pixels: &[u8], canvas: &[u8], by: AnsweredBy) -> (Vec<Event>, Option<Explanation>) {
    let (pixels, canvas) = (pixels.to_vec(), canvas.to_vec());
    let request = Request::Explain { job: JobId(2), pixels, canvas, by };
    let events = session(&Files::default(), vec![start(), request]);
    let found = events.iter().find_map(|event| match event {
        Event::Explained { explanation, .. } => Some((**explanation).clone()),
        _ => None,
    });
    (events, found)
}

#[test]
fn the_whole_image_has_the_probabilities_that_judged_it() {
    for (prediction, wanted) in [
        (judged_small(Class::Trouser), AnsweredBy::DataSet),
        (judged(Class::Trouser), AnsweredBy::Both),
        (judged_photo(), AnsweredBy::Photos),
    ] {
        let by = prediction.answered.by;
        assert_eq!(by, wanted);
        assert_eq!(prediction.canvas.is_empty(), by == AnsweredBy::DataSet);
        let (events, explanation) = explained(&prediction.pixels, &prediction.canvas, by);
        let explanation = explanation.unwrap();
        for (whole, judged) in explanation.whole.iter().zip(&prediction.probabilities) {
            assert!((whole - judged).abs() < 1e-5, "{whole} {judged}");
        }
        assert_eq!(explanation.hidden.len(), PATCHES);
        // The sample's class is as good as certain, whatever is hidden; the photo's is not.
        let relevance = explanation.of(top(&prediction.probabilities).0);
        assert!(by != AnsweredBy::Photos || relevance.drops.iter().any(|drop| drop.abs() > 1e-4));
        assert!(matches!(ends(&events, 2)[..], [Event::Done { .. }]));
    }
}

#[test]
fn hiding_empty_background_changes_nothing_and_hiding_the_garment_does() {
    let prediction = judged(Class::Bag);
    let (class, _) = top(&prediction.probabilities);
    let relevance = explained(&prediction.pixels, &[], AnsweredBy::DataSet).1.unwrap().of(class);
    let is_empty = |patch: usize| {
        let (top, left) = vision::occlusion::corner(patch);
        let patch = vision::occlusion::PATCH;
        let lines = prediction.pixels.chunks_exact(dataset::SIDE).skip(top).take(patch);
        lines.flat_map(|line| &line[left..left + patch]).all(|&grey| grey == 0)
    };
    let empty: Vec<usize> = (0..PATCHES).filter(|&patch| is_empty(patch)).collect();
    assert!(!empty.is_empty() && empty.len() < PATCHES - ACROSS, "{}", empty.len());
    for patch in empty {
        assert!(relevance.drops[patch].abs() < 1e-5, "{patch}: {}", relevance.drops[patch]);
    }
    let most = relevance.drops.iter().fold(0.0_f32, |most, drop| most.max(drop.abs()));
    assert!(most > 1e-4, "{most}");
}

#[test]
fn what_is_no_image_fails_in_words_and_a_cancelled_one_ends_as_cancelled() {
    let (events, explanation) = explained(&[0; 783], &[], AnsweredBy::DataSet);
    assert_eq!(explanation, None);
    let [Event::Failed { error: JobError::Damaged { reason, .. }, .. }] = ends(&events, 2)[..]
    else {
        panic!("{events:?}")
    };
    assert!(reason.contains("784"), "{reason}");
    let (events, explanation) = explained(&[0; 784], &[1; 30], AnsweredBy::Both);
    assert_eq!(explanation, None);
    assert!(matches!(ends(&events, 2)[..], [Event::Failed { .. }]));
    let explain = Request::Explain {
        job: JobId(3),
        pixels: vec![0; 784],
        canvas: Vec::new(),
        by: AnsweredBy::DataSet,
    };
    let requests = vec![start(), explain, Request::Cancel { job: JobId(3) }];
    let events = session(&Files::default(), requests);
    assert!(matches!(ends(&events, 3)[..], [Event::Cancelled { .. }]));
}
