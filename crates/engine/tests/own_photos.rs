//! A person's own photos, cut out, teach the data set's classifier: natively, through the engine's loop, on
//! forty photos that one person took.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

mod common;

use std::path::PathBuf;

use dataset::Class;
use policy::decision::top;
use protocol::messages::{Event, JobId, ModelRef, OwnPicture, Prediction, Request};
use protocol::run::Preset;
use statistics::metrics::proportion;

use common::{Files, session, start, upload};

/// The photos of one person, each with its class, in the order of the fixture's table.
fn photos() -> Vec<(Vec<u8>, Class)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/photos");
    let table = std::fs::read_to_string(folder.join("labels.csv")).unwrap();
    let rows = table.lines().skip(1).filter(|line| !line.ends_with(",random"));
    let photo = |line: &str| {
        let fields: Vec<&str> = line.split(',').collect();
        let class = Class::ALL.into_iter().find(|class| class.name() == fields[2]).unwrap();
        (std::fs::read(folder.join(format!("{}.jpg", fields[0]))).unwrap(), class)
    };
    rows.map(photo).collect()
}

/// What a model makes of files, in their order.
fn predictions(model: ModelRef, files: &[&[u8]]) -> Vec<Prediction> {
    let uploads = (0..).zip(files).map(|(id, file)| upload(id, file.to_vec())).collect();
    let adopt = Request::Adopt { job: JobId(2), model: Some(model) };
    let events = session(
        &Files::default(),
        vec![start(), adopt, Request::Predict { job: JobId(3), uploads }],
    );
    let found = events.into_iter().filter_map(|event| match event {
        Event::Prediction { prediction, .. } => Some(*prediction),
        _ => None,
    });
    let mut found: Vec<Prediction> = found.collect();
    found.sort_by_key(|prediction| prediction.id);
    assert_eq!(found.len(), files.len());
    found
}

#[test]
fn ten_photos_of_each_of_two_classes_teach_the_same_persons_others() {
    let photos = photos();
    let classes = [Class::TShirt, Class::Trouser];
    let (mut taught, mut tried) = (Vec::new(), Vec::new());
    for class in classes {
        let of_class: Vec<_> = photos.iter().filter(|photo| photo.1 == class).collect();
        assert_eq!(of_class.len(), 20);
        taught.extend_from_slice(&of_class[..10]);
        tried.extend_from_slice(&of_class[10..]);
    }
    let files = |photos: &[&(Vec<u8>, Class)]| {
        photos.iter().map(|photo| photo.0.clone()).collect::<Vec<_>>()
    };
    let (teaching, trying) = (files(&taught), files(&tried));
    fn borrowed(files: &[Vec<u8>]) -> Vec<&[u8]> {
        files.iter().map(Vec::as_slice).collect()
    }
    let right = |model: ModelRef| {
        let found = predictions(model, &borrowed(&trying));
        let hits = found
            .iter()
            .zip(&tried)
            .filter(|(found, photo)| top(&found.probabilities).0 == photo.1);
        proportion(hits.count() as u64, tried.len() as u64)
    };
    let before = right(ModelRef::Classifier);

    let cut_out = predictions(ModelRef::Classifier, &borrowed(&teaching));
    let own = cut_out.into_iter().zip(&taught);
    let own =
        own.map(|(cut_out, photo)| OwnPicture { pixels: cut_out.pixels, label: photo.1.label() });
    let train = Request::Train {
        job: JobId(2),
        config: Box::new(Preset::FineTune.config(1)),
        weights: Vec::new(),
        own: own.collect(),
        is_playing: true,
    };
    let events = session(&Files::default(), vec![start(), train]);
    let file = events.into_iter().rev().find_map(|event| match event {
        Event::Checkpoint { file, .. } => Some(file),
        _ => None,
    });
    let after = right(ModelRef::Own(file.unwrap()));
    eprintln!("{before:?} {after:?}");
    assert!(after.value > before.value, "{before:?} {after:?}");
    assert!(after.low > before.value, "{before:?} {after:?}");
}
