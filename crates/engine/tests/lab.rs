//! Training runs through the engine's loop, natively, on real data: they learn, hold still, resume
//! to the bit, keep their place beside other jobs, and fail in words.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

mod common;

use std::sync::{Mutex, MutexGuard, PoisonError};

use dataset::{Class, Part};
use protocol::messages::{
    Answers, Event, FileFormat, JobError, JobId, ModelRef, OwnPicture, Pick, Request, Steer,
    Stepped,
};
use protocol::run::{ClassifierShape, NetworkChoice, Preset, RunConfig, Score, Start, Validation};
use statistics::finite::{NotFinite, Output};
use statistics::metrics::accuracy;

use common::{Files, ends, sample, session, start, upload};

/// Dropout draws from one generator for the whole process, so runs that are compared to the bit
/// take turns.
static DROPOUT: Mutex<()> = Mutex::new(());

fn turn() -> MutexGuard<'static, ()> {
    DROPOUT.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A run of seconds.
fn tiny() -> RunConfig {
    let mut config = Preset::Quick.config(7);
    config.network = NetworkChoice::Classifier(ClassifierShape {
        channels: [8, 16],
        dense: 32,
        ..ClassifierShape::SMALL
    });
    config.data.images = 640;
    config.epochs = 3;
    config
}

fn train(config: RunConfig, is_playing: bool) -> Request {
    let (job, config) = (JobId(2), Box::new(config));
    Request::Train { job, config, weights: Vec::new(), own: Vec::new(), is_playing }
}

fn steer(steer: Steer) -> Request {
    Request::Steer { job: JobId(2), steer }
}

fn lab(requests: Vec<Request>) -> Vec<Event> {
    session(&Files::default(), [vec![start()], requests].concat())
}

fn losses(events: &[Event]) -> Vec<u32> {
    let of = |event: &Event| match event {
        Event::Stepped { stepped, .. } => stepped.losses.clone(),
        _ => Vec::new(),
    };
    events.iter().flat_map(of).map(f32::to_bits).collect()
}

fn stepped(events: &[Event]) -> Vec<Stepped> {
    let of = |event: &Event| match event {
        Event::Stepped { stepped, .. } => Some(stepped.clone()),
        _ => None,
    };
    events.iter().filter_map(of).collect()
}

fn validations(events: &[Event]) -> Vec<Validation> {
    let of = |event: &Event| match event {
        Event::Validated { validation, .. } => Some(validation.clone()),
        _ => None,
    };
    events.iter().filter_map(of).collect()
}

fn checkpoints(events: &[Event]) -> Vec<(u64, Vec<u8>)> {
    let of = |event: &Event| match event {
        Event::Checkpoint { step, file, .. } => Some((*step, file.clone())),
        _ => None,
    };
    events.iter().filter_map(of).collect()
}

fn share_right(validation: &Validation) -> f64 {
    match &validation.score {
        Score::Classifier { confusion, .. } => accuracy(confusion).value,
        Score::Autoencoder { .. } => panic!("not a classifier"),
    }
}

#[test]
fn a_run_learns_reports_every_step_and_ends_done() {
    let _turn = turn();
    let events = lab(vec![train(tiny(), true)]);
    assert!(matches!(ends(&events, 2)[..], [Event::Done { .. }]));
    assert_eq!(losses(&events).len(), 30);
    let last = stepped(&events).pop().unwrap();
    assert_eq!((last.step, last.is_playing), (30, false));
    assert!(last.images_per_second > 0.0);
    let validations = validations(&events);
    assert_eq!(validations.iter().map(|v| v.step).collect::<Vec<_>>(), [0, 10, 20, 30]);
    let (before, after) = (share_right(&validations[0]), share_right(&validations[3]));
    assert!(after > before + 0.3, "{before} to {after}");
    assert_eq!(checkpoints(&events).last().unwrap().0, 30);
}

#[test]
fn a_run_that_was_stopped_and_resumed_equals_one_that_was_not_to_the_bit() {
    let _turn = turn();
    let whole = lab(vec![train(tiny(), true)]);
    let mut requests = vec![train(tiny(), false)];
    requests.extend((0..13).map(|_| steer(Steer::Step)));
    requests.push(steer(Steer::Pause));
    let first = lab(requests);
    let (step, file) = checkpoints(&first).pop().unwrap();
    assert_eq!(step, 13);
    let resume = Request::Resume { job: JobId(2), file, is_playing: true };
    let second = lab(vec![resume]);
    let Some(Event::Opened { opened, .. }) =
        second.iter().find(|event| matches!(event, Event::Opened { .. }))
    else {
        panic!("not opened")
    };
    assert_eq!((opened.step, opened.record.losses.len()), (13, 13));
    assert_eq!([losses(&first), losses(&second)].concat(), losses(&whole));
    assert_eq!(validations(&second).last(), validations(&whole).last());
}

#[test]
fn a_held_run_takes_single_steps_and_goes_on_with_another_rate() {
    let _turn = turn();
    let events = lab(vec![
        train(tiny(), false),
        steer(Steer::Step),
        steer(Steer::Rate(1e-4)),
        steer(Steer::Step),
        steer(Steer::Stop),
    ]);
    assert!(matches!(ends(&events, 2)[..], [Event::Done { .. }]));
    assert_eq!(losses(&events).len(), 2);
    let rates: Vec<f64> = stepped(&events).iter().map(|stepped| stepped.rate).collect();
    assert!(rates.last().unwrap() < &1e-4, "{rates:?}");
    let (step, file) = checkpoints(&events).pop().unwrap();
    assert_eq!(step, 2);
    let resumed = lab(vec![Request::Resume { job: JobId(2), file, is_playing: false }]);
    let marks = resumed.iter().find_map(|event| match event {
        Event::Opened { opened, .. } => Some(opened.record.rates.clone()),
        _ => None,
    });
    assert_eq!(marks.unwrap()[0].step, 1);
}

#[test]
fn other_jobs_are_answered_while_a_run_goes_on() {
    let _turn = turn();
    let uploads = vec![upload(1, sample(Class::Bag))];
    let events = lab(vec![train(tiny(), true), Request::Predict { job: JobId(3), uploads }]);
    let place = |wanted: &dyn Fn(&Event) -> bool| events.iter().position(wanted).unwrap();
    let judged = place(&|event| matches!(event, Event::Prediction { .. }));
    let done = place(&|event| *event == Event::Done { job: JobId(2) });
    assert!(judged < done);
}

#[test]
fn one_run_at_a_time_and_a_cancelled_one_makes_room() {
    let _turn = turn();
    let Request::Train { config, .. } = train(tiny(), false) else { unreachable!() };
    let another = |job| Request::Train {
        job: JobId(job),
        config: config.clone(),
        weights: Vec::new(),
        own: Vec::new(),
        is_playing: false,
    };
    let cancel = Request::Cancel { job: JobId(2) };
    let events = lab(vec![train(tiny(), false), another(3), cancel, another(4)]);
    assert_eq!(ends(&events, 3), [&Event::Failed { job: JobId(3), error: JobError::Busy }]);
    assert_eq!(ends(&events, 2), [&Event::Cancelled { job: JobId(2) }]);
    assert!(events.iter().any(|e| matches!(e, Event::Opened { job, .. } if *job == JobId(4))));
}

#[test]
fn settings_out_of_range_are_refused_in_words() {
    let mut config = tiny();
    config.learning_rate = 1.0;
    let events = lab(vec![train(config, true)]);
    assert!(matches!(ends(&events, 2)[..], [Event::Failed { error: JobError::Config(_), .. }]));
}

#[test]
fn a_network_that_gives_no_numbers_ends_the_run_in_words() {
    let _turn = turn();
    let (_, file) = checkpoints(&lab(vec![train(tiny(), false)])).pop().unwrap();
    let mut weights = ml::network_weights(file).unwrap();
    let last = weights.tensors.iter_mut().find(|tensor| tensor.name == "dense2.weight").unwrap();
    last.values.fill(f32::MAX);
    let request = Request::Train {
        job: JobId(2),
        config: Box::new(RunConfig { start: Start::Own, ..tiny() }),
        weights: weights.to_burnpack(ml::Precision::Single).unwrap(),
        own: Vec::new(),
        is_playing: true,
    };
    // The first measurement, before any step, already shows it.
    let error = JobError::NotFinite(NotFinite(Output::Logits));
    let failed = Event::Failed { job: JobId(2), error };
    assert_eq!(ends(&lab(vec![request]), 2), [&failed]);
}

#[test]
fn own_pictures_are_learned_from_shipped_weights() {
    let _turn = turn();
    let own: Vec<OwnPicture> = (0..20)
        .map(|number| {
            let pixels = (0..784).map(|at| if (at / 28 + number) % 7 < 3 { 220 } else { 0 });
            OwnPicture { pixels: pixels.collect(), label: (number % 2) as u8 }
        })
        .collect();
    let mut config = Preset::FineTune.config(1);
    config.data.images = 480;
    config.epochs = 1;
    let request = Request::Train {
        job: JobId(2),
        config: Box::new(config),
        weights: Vec::new(),
        own,
        is_playing: true,
    };
    let events = lab(vec![request]);
    let validations = validations(&events);
    let (first, last) = (validations.first().unwrap(), validations.last().unwrap());
    assert!(last.own_loss.unwrap() < first.own_loss.unwrap());
    assert_eq!(first.own_hits.unwrap().1, 20);
    assert!(share_right(first) > 0.9, "shipped weights are the start");
}

#[test]
fn an_autoencoder_shows_what_it_makes_of_images() {
    let _turn = turn();
    let mut config = Preset::Autoencoder.config(3);
    config.data.images = 6_400;
    config.epochs = 4;
    let events = lab(vec![train(config, true)]);
    let shown = events.iter().rev().find_map(|event| match event {
        Event::Validated { reconstructions, .. } => reconstructions.clone(),
        _ => None,
    });
    let shown = shown.unwrap();
    assert_eq!((shown.normal_errors.len(), shown.other_errors.len()), (100, 900));
    assert_eq!(shown.originals.len(), shown.labels.len() * 784);
    assert_eq!(shown.reconstructions.len(), shown.originals.len());
    let aucs: Vec<f64> = validations(&events)
        .iter()
        .map(|validation| match validation.score {
            Score::Autoencoder { auc, .. } => auc,
            Score::Classifier { .. } => panic!("not an autoencoder"),
        })
        .collect();
    assert!(aucs.last().unwrap() > &0.8, "{aucs:?}");
}

#[test]
fn feature_maps_of_the_watched_image_come_with_its_layers() {
    let _turn = turn();
    let watch = Steer::Watch { part: Part::Validation, place: 5 };
    let events = lab(vec![train(tiny(), false), steer(watch), steer(Steer::Stop)]);
    let layers = events.iter().find_map(|event| match event {
        Event::FeatureMaps { layers, .. } => Some(layers.clone()),
        _ => None,
    });
    let sizes: Vec<(u32, u32, usize)> =
        layers.unwrap().iter().map(|l| (l.channels, l.side, l.pixels.len())).collect();
    assert_eq!(sizes, [(8, 14, 8 * 14 * 14), (16, 7, 16 * 7 * 7)]);
}

#[test]
fn the_validation_part_is_assessed_whole_and_images_are_given() {
    let assess = |model| Request::Assess { job: JobId(2), model, part: Part::Validation };
    let images = Request::Images {
        job: JobId(3),
        part: Part::Test,
        pick: Pick::Class { class: Class::Bag, skip: 990, count: 20 },
    };
    let events = lab(vec![assess(ModelRef::Imbalanced), images]);
    let found = events.iter().find_map(|event| match event {
        Event::Assessed { labels, details, answers: Answers::Logits(logits), .. } => {
            assert_eq!(details.len(), labels.len());
            assert!(details.iter().all(|&detail| detail > 0.0), "garments have detail");
            Some((labels.len(), logits.len()))
        }
        _ => None,
    });
    assert_eq!(found, Some((5_000, 50_000)));
    let given = events.iter().find_map(|event| match event {
        Event::Images { labels, total, pixels, .. } => Some((labels.clone(), *total, pixels.len())),
        _ => None,
    });
    assert_eq!(given, Some((vec![8; 10], 1_000, 7_840)));
}

#[test]
fn a_trained_run_can_be_assessed_exported_adopted_and_started_from() {
    let _turn = turn();
    let mut config = tiny();
    config.epochs = 1;
    let (_, file) = checkpoints(&lab(vec![train(config.clone(), true)])).pop().unwrap();
    let own = || ModelRef::Own(file.clone());
    config.start = Start::Own;
    let events = lab(vec![
        Request::Assess { job: JobId(3), model: own(), part: Part::Validation },
        Request::Adopt { job: JobId(4), model: Some(own()) },
        Request::Predict { job: JobId(5), uploads: vec![upload(1, sample(Class::Bag))] },
        Request::Adopt { job: JobId(6), model: None },
        Request::Export { job: JobId(7), file: file.clone(), format: FileFormat::Safetensors },
        Request::Train {
            job: JobId(2),
            config: Box::new(config),
            weights: file.clone(),
            own: Vec::new(),
            is_playing: false,
        },
    ]);
    for job in [3, 4, 5, 6, 7] {
        assert!(matches!(ends(&events, job)[..], [Event::Done { .. }]), "job {job}");
    }
    assert!(share_right(&validations(&events)[0]) > 0.3, "it starts from what was learned");
}

#[test]
fn a_file_that_is_no_run_or_of_another_version_is_refused_in_words() {
    let resume = |file: Vec<u8>| {
        let events = lab(vec![Request::Resume { job: JobId(2), file, is_playing: false }]);
        match ends(&events, 2)[..] {
            [Event::Failed { error, .. }] => error.clone(),
            ref other => panic!("{other:?}"),
        }
    };
    assert!(matches!(resume(vec![1, 2, 3]), JobError::Damaged { .. }));
    let weights = std::fs::read(common::public().join("models/classifier.bpk")).unwrap();
    assert!(matches!(resume(weights), JobError::Damaged { .. }));
}
