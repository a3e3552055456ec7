//! The engine's loop, driven natively with the shipped weights: every job ends in exactly one
//! way, one bad file does not stop the others, and what is missing or damaged is named.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

mod common;

use dataset::Class;
use policy::decision::top;
use protocol::messages::{Body, Event, JobError, JobId, Phase, Request, Upload};
use vision::photo::{PhotoError, Polarity, Warning, as_bitmap, prepare};

use common::{BUILD, Files, ends, sample, session, start, upload};

fn error_of(host: &Files) -> JobError {
    match ends(&session(host, vec![start()]), 1)[..] {
        [Event::Failed { error, .. }] => error.clone(),
        ref other => panic!("{other:?}"),
    }
}

#[test]
fn starting_loads_and_warms_up_with_progress_and_ends_ready() {
    let events = session(&Files::default(), vec![start()]);
    assert_eq!(events[0], Event::Alive { build: BUILD.to_owned() });
    assert!(matches!(ends(&events, 1)[..], [Event::Ready { .. }]));
    for wanted in [Phase::ChoosingDevice, Phase::LoadingWeights, Phase::WarmingUp] {
        let seen =
            |event: &Event| matches!(event, Event::Progress { phase, .. } if *phase == wanted);
        assert!(events.iter().any(seen), "{wanted:?}");
    }
}

#[test]
fn nine_of_ten_samples_are_named_rightly() {
    let uploads: Vec<Upload> =
        Class::ALL.map(|class| upload(class.label().into(), sample(class))).into();
    let events =
        session(&Files::default(), vec![start(), Request::Predict { job: JobId(2), uploads }]);
    let right = events.iter().filter(|event| match event {
        Event::Prediction { prediction, .. } => {
            u32::from(top(&prediction.probabilities).0.label()) == prediction.id
        }
        _ => false,
    });
    assert!(right.count() >= 9);
    assert!(matches!(ends(&events, 2)[..], [Event::Done { .. }]));
}

#[test]
fn a_file_that_is_no_picture_does_not_stop_the_others() {
    let uploads = vec![
        upload(1, Vec::new()),
        upload(2, sample(Class::Bag)),
        upload(3, b"no picture at all".to_vec()),
        upload(4, sample(Class::Coat)[..2000].to_vec()),
        upload(5, sample(Class::Trouser)),
    ];
    let events =
        session(&Files::default(), vec![start(), Request::Predict { job: JobId(2), uploads }]);
    let refusal = |wanted: u32| {
        events.iter().find_map(|event| match event {
            Event::Refused { id, error, .. } if *id == wanted => Some(error.clone()),
            _ => None,
        })
    };
    assert_eq!(refusal(1), Some(PhotoError::Empty));
    assert_eq!(refusal(3), Some(PhotoError::NotAnImage));
    assert!(matches!(refusal(4), Some(PhotoError::Damaged(_))));
    let judged: Vec<u32> = events
        .iter()
        .filter_map(|event| match event {
            Event::Prediction { prediction, .. } => Some(prediction.id),
            _ => None,
        })
        .collect();
    assert_eq!(judged, [2, 5]);
    assert!(matches!(ends(&events, 2)[..], [Event::Done { .. }]));
}

#[test]
fn a_file_that_cannot_be_read_does_not_stop_the_others() {
    let unread = Upload { body: Body::Beside(0), ..upload(1, Vec::new()) };
    let uploads = vec![unread, upload(2, sample(Class::Bag))];
    let events =
        session(&Files::default(), vec![start(), Request::Predict { job: JobId(2), uploads }]);
    assert!(events.contains(&Event::Unread { job: JobId(2), id: 1 }));
    let is_judged =
        |event: &Event| matches!(event, Event::Prediction { prediction, .. } if prediction.id == 2);
    assert!(events.iter().any(is_judged));
    assert!(matches!(ends(&events, 2)[..], [Event::Done { .. }]));
}

#[test]
fn a_picture_for_the_host_is_decoded_only_where_its_size_is_fit() {
    let picture = include_bytes!("pictures/clear.avif");
    let mut huge = picture.to_vec();
    let place = huge.windows(4).position(|kind| kind == b"ispe").unwrap() + 8;
    huge[place..place + 8].copy_from_slice(&[0, 0, 0x42, 0x68, 0, 0, 0x42, 0x68]);
    let uploads = vec![upload(1, huge), upload(2, picture.to_vec())];
    let host = Files::default();
    let events = session(&host, vec![start(), Request::Predict { job: JobId(2), uploads }]);
    assert_eq!(host.decoded.get(), 1, "the huge one was never decoded");
    let refused = events.iter().find_map(|event| match event {
        Event::Refused { id: 1, error, .. } => Some(error.clone()),
        _ => None,
    });
    let limit = vision::photo::MAX_PIXELS;
    let error = PhotoError::TooManyPixels { width: 17_000, height: 17_000, limit };
    assert_eq!(refused, Some(error));
    let warnings = events.iter().find_map(|event| match event {
        Event::Prediction { prediction, .. } => Some(prediction.warnings.clone()),
        _ => None,
    });
    let warnings = warnings.unwrap();
    for warning in [Warning::BrowserDecoded, Warning::Transparent] {
        assert!(warnings.contains(&warning), "{warnings:?}");
    }
}

#[test]
fn one_image_gives_the_same_numbers_alone_and_in_a_batch() {
    let numbers = |count: u32| {
        let uploads = (0..count).map(|id| upload(id, sample(Class::Dress))).collect();
        let events =
            session(&Files::default(), vec![start(), Request::Predict { job: JobId(2), uploads }]);
        events
            .into_iter()
            .find_map(|event| match event {
                Event::Prediction { prediction, .. } => Some(prediction),
                _ => None,
            })
            .unwrap()
    };
    let (alone, among) = (numbers(1), numbers(3));
    for (a, b) in alone.probabilities.iter().zip(&among.probabilities) {
        assert!((a - b).abs() < 1e-5);
    }
    for (a, b) in alone.errors.iter().zip(&among.errors) {
        assert!((a - b).abs() < 1e-6);
    }
}

#[test]
fn a_brief_prediction_has_the_same_numbers_and_one_small_picture() {
    let judged = |is_brief: bool| {
        let uploads = vec![upload(1, sample(Class::Coat))];
        let job = JobId(2);
        let request = if is_brief {
            Request::PredictBriefly { job, uploads }
        } else {
            Request::Predict { job, uploads }
        };
        let events = session(&Files::default(), vec![start(), request]);
        let found = events.into_iter().find_map(|event| match event {
            Event::Prediction { prediction, .. } => Some(prediction),
            _ => None,
        });
        found.unwrap()
    };
    let (brief, whole) = (judged(true), judged(false));
    assert_eq!((brief.probabilities, &brief.errors), (whole.probabilities, &whole.errors));
    assert_eq!((&brief.pixels, &brief.warnings), (&whole.pixels, &whole.warnings));
    let [thumbnail] = &brief.film.frames[..] else { panic!("one frame") };
    assert_eq!(thumbnail.width.max(thumbnail.height), 112);
    assert!(brief.reconstructions.is_empty() && whole.film.frames.len() > 1);
}

#[test]
fn a_cancelled_job_ends_as_cancelled_and_the_next_one_runs() {
    let uploads =
        |first: u32| (first..first + 40).map(|id| upload(id, sample(Class::Bag))).collect();
    let events = session(
        &Files::default(),
        vec![
            start(),
            Request::Predict { job: JobId(2), uploads: uploads(0) },
            Request::Cancel { job: JobId(2) },
            Request::Predict { job: JobId(3), uploads: vec![upload(99, sample(Class::Bag))] },
        ],
    );
    assert!(matches!(ends(&events, 2)[..], [Event::Cancelled { .. }]));
    assert!(matches!(ends(&events, 3)[..], [Event::Done { .. }]));
}

#[test]
fn work_before_the_start_fails_in_words() {
    let uploads = vec![upload(1, sample(Class::Bag))];
    let events = session(&Files::default(), vec![Request::Predict { job: JobId(2), uploads }]);
    let expected = Event::Failed { job: JobId(2), error: JobError::NotStarted };
    assert_eq!(ends(&events, 2), [&expected]);
}

#[test]
fn a_page_of_another_build_is_turned_away() {
    let Request::Start { job, wish, models, data, .. } = start() else { unreachable!() };
    let request = Request::Start { job, build: "other".to_owned(), wish, models, data };
    let events = session(&Files::default(), vec![request]);
    let error = JobError::OtherBuild { page: "other".to_owned(), engine: BUILD.to_owned() };
    assert_eq!(ends(&events, 1), [&Event::Failed { job: JobId(1), error }]);
}

#[test]
fn a_missing_or_damaged_file_is_named() {
    let missing = Files { missing: Some("autoencoder-bag.bpk"), ..Files::default() };
    let expected =
        JobError::NotLoaded { file: "autoencoder-bag.bpk".into(), reason: "404 Not Found".into() };
    assert_eq!(error_of(&missing), expected);
    let damaged = Files { damaged: Some("classifier.bpk"), ..Files::default() };
    let error = error_of(&damaged);
    assert!(
        matches!(&error, JobError::Damaged { file, reason }
            if file == "classifier.bpk" && reason.contains("checksum")),
        "{error:?}"
    );
    let card = Files { damaged: Some("card.json"), ..Files::default() };
    assert!(matches!(error_of(&card), JobError::Damaged { file, .. } if file == "card.json"));
}

#[test]
fn pixels_get_the_numbers_of_the_file_that_they_came_from() {
    // In the data set's own form, which the data set's classifier answers alone.
    let small = |class| {
        let photo = vision::decode::decode(&sample(class)).unwrap();
        as_bitmap(&prepare(&photo, Polarity::Detect).pixels)
    };
    let uploads = Class::ALL.map(|class| upload(class.label().into(), small(class))).into();
    let events =
        session(&Files::default(), vec![start(), Request::Predict { job: JobId(2), uploads }]);
    let predictions: Vec<_> = events
        .iter()
        .filter_map(|event| match event {
            Event::Prediction { prediction, .. } => Some(prediction),
            _ => None,
        })
        .collect();
    // Twice, so that there is more than one batch.
    let pixels = predictions.iter().flat_map(|one| one.pixels.clone()).collect::<Vec<u8>>();
    let pixels = pixels.repeat(2);
    let events =
        session(&Files::default(), vec![start(), Request::Judge { job: JobId(2), pixels }]);
    assert!(matches!(ends(&events, 2)[..], [Event::Done { .. }]));
    let judged = events.iter().find_map(|event| match event {
        Event::Judged { probabilities, errors, .. } => Some((probabilities, errors)),
        _ => None,
    });
    let (probabilities, errors) = judged.unwrap();
    assert_eq!((probabilities.len(), errors.len()), (20, 20));
    for (place, one) in predictions.iter().chain(&predictions).enumerate() {
        for class in 0..10 {
            assert!((probabilities[place][class] - one.probabilities[class]).abs() < 1e-5);
            assert!((errors[place][class] - one.errors[class]).abs() < 1e-6);
        }
    }
}

#[test]
fn pixels_that_fill_no_image_are_refused_in_words() {
    let request = Request::Judge { job: JobId(2), pixels: vec![0; 785] };
    let events = session(&Files::default(), vec![start(), request]);
    assert!(matches!(
        ends(&events, 2)[..],
        [Event::Failed { error: JobError::Damaged { .. }, .. }]
    ));
}

#[test]
fn three_fine_tuning_steps_lower_the_loss() {
    let mut pixels = Vec::new();
    let uploads = Class::ALL[..8].iter().map(|&c| upload(c.label().into(), sample(c))).collect();
    let events =
        session(&Files::default(), vec![start(), Request::Predict { job: JobId(2), uploads }]);
    for event in &events {
        if let Event::Prediction { prediction, .. } = event {
            pixels.extend_from_slice(&prediction.pixels);
        }
    }
    let labels: Vec<u8> = (0..8).collect();
    let tune = Request::FineTune { job: JobId(3), pixels, labels, steps: 3 };
    let events = session(&Files::default(), vec![start(), tune]);
    let losses = events.iter().find_map(|event| match event {
        Event::Losses { losses, .. } => Some(losses.clone()),
        _ => None,
    });
    let losses = losses.unwrap();
    assert_eq!(losses.len(), 4);
    assert!(losses[3] < losses[0], "{losses:?}");
}
