//! A network that gives no finite numbers: every job that asks it fails in words, and no answer of
//! it reaches the page.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

mod common;

use dataset::{Class, Part};
use ml::{Precision, Weights};
use policy::decision::{AnsweredBy, Reading};
use protocol::messages::{Event, JobError, JobId, ModelRef, Pace, ProductionPlan, Request};
use simulation::Schedule;
use statistics::finite::{NotFinite, Output};

use common::{Files, ends, sample, session, start, upload};

/// The shipped classifier with some of its weights scaled, as a file.
fn scaled(factors: &[(&str, f32)]) -> Vec<u8> {
    let bytes = std::fs::read(common::public().join("models/classifier.bpk")).unwrap();
    let mut weights = Weights::from_burnpack(bytes).unwrap();
    for (name, factor) in factors {
        let tensor = weights.tensors.iter_mut().find(|tensor| tensor.name == *name).unwrap();
        tensor.values.iter_mut().for_each(|value| *value *= factor);
    }
    weights.to_burnpack(Precision::Single).unwrap()
}

/// A classifier that answers for a blank image and overflows for a garment.
fn overflowing() -> Vec<u8> {
    let bytes = scaled(&[("conv1.weight", 1e6), ("dense2.weight", 1e36)]);
    let mut weights = Weights::from_burnpack(bytes).unwrap();
    let bias = weights.tensors.iter_mut().find(|tensor| tensor.name == "dense1.bias").unwrap();
    bias.values.fill(-1_000.0);
    weights.to_burnpack(Precision::Single).unwrap()
}

fn adopt(bytes: Vec<u8>) -> Request {
    Request::Adopt { job: JobId(2), model: Some(ModelRef::Own(bytes)) }
}

/// How job 3 ends with a classifier that overflows, and what else the page hears of it.
fn asked(request: Request) -> (JobError, Vec<Event>) {
    let events = session(&Files::default(), vec![start(), adopt(overflowing()), request]);
    assert!(matches!(ends(&events, 2)[..], [Event::Done { .. }]), "{:?}", ends(&events, 2));
    let error = match ends(&events, 3)[..] {
        [Event::Failed { error, .. }] => error.clone(),
        ref other => panic!("{other:?}"),
    };
    let heard = events.into_iter().filter(|event| event.job() == Some(JobId(3)));
    (error, heard.collect())
}

const NO_LOGITS: JobError = JobError::NotFinite(NotFinite(Output::Logits));

fn garment() -> Vec<u8> {
    let uploads = vec![upload(1, sample(Class::Coat))];
    let request = Request::Predict { job: JobId(2), uploads };
    let events = session(&Files::default(), vec![start(), request]);
    let pixels = events.into_iter().find_map(|event| match event {
        Event::Prediction { prediction, .. } => Some(prediction.pixels),
        _ => None,
    });
    pixels.unwrap()
}

#[test]
fn a_picture_that_the_network_has_no_numbers_for_is_not_judged() {
    let uploads = vec![upload(1, sample(Class::Coat))];
    let (error, heard) = asked(Request::Predict { job: JobId(3), uploads });
    assert_eq!(error, NO_LOGITS);
    assert!(!heard.iter().any(|event| matches!(event, Event::Prediction { .. })));
}

#[test]
fn an_explanation_without_numbers_is_none() {
    let (error, heard) = asked(Request::Explain {
        job: JobId(3),
        pixels: garment(),
        canvas: Vec::new(),
        by: AnsweredBy::DataSet,
    });
    assert_eq!(error, NO_LOGITS);
    assert!(!heard.iter().any(|event| matches!(event, Event::Explained { .. })));
}

#[test]
fn an_assessment_without_numbers_is_none() {
    let model = ModelRef::Own(overflowing());
    let (error, heard) = asked(Request::Assess { job: JobId(3), model, part: Part::Validation });
    assert_eq!(error, NO_LOGITS);
    assert!(!heard.iter().any(|event| matches!(event, Event::Assessed { .. })));
}

#[test]
fn a_production_without_numbers_makes_no_record() {
    let card = std::fs::read(common::public().join("models/card.json")).unwrap();
    let card: protocol::card::Card = serde_json::from_slice(&card).unwrap();
    let policies = vec![(0, card.policy(Reading::PredictedClass))];
    let (schedule, pace) = (Schedule::default(), Pace::Fastest);
    let plan =
        ProductionPlan { seed: 7, schedule, policies, pace, from: 0, t: 0.0, is_playing: true };
    let (error, heard) = asked(Request::Produce { job: JobId(3), plan: Box::new(plan) });
    assert_eq!(error, NO_LOGITS);
    assert!(!heard.iter().any(|event| matches!(event, Event::Produced { .. })));
}

#[test]
fn a_network_that_fails_for_a_blank_image_is_not_adopted() {
    let uploads = vec![upload(1, sample(Class::Coat))];
    let broken = scaled(&[("dense1.bias", 1e30), ("dense2.weight", 1e20)]);
    let predict = Request::Predict { job: JobId(3), uploads };
    let events = session(&Files::default(), vec![start(), adopt(broken), predict]);
    let failed = Event::Failed { job: JobId(2), error: NO_LOGITS };
    assert_eq!(ends(&events, 2), [&failed]);
    // The shipped networks judge on.
    assert!(matches!(ends(&events, 3)[..], [Event::Done { .. }]));
}
