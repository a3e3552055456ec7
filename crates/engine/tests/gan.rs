//! Generators through the engine's loop, natively, on real data: they are stepped apart, hold still, resume, draw, are
//! measured, and remedies for a rare class are compared between other jobs.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

mod common;

use dataset::Class;
use protocol::comparison::{Arm, ComparisonPlan};
use protocol::gan::{Codes, GRID, GanConfig, GanSteer, GeneratorRef, Player};
use protocol::messages::{Event, JobError, JobId, Request};

use common::{Files, dialogue, ends, sample, session, start, upload};

fn config() -> GanConfig {
    GanConfig { images: 2_000, keep: 0.2, batch: 8, steps: 4, ..GanConfig::default() }
}

fn train(config: GanConfig, is_playing: bool) -> Request {
    Request::TrainGan { job: JobId(2), config: Box::new(config), is_playing }
}

fn steer(steer: GanSteer) -> Request {
    Request::SteerGan { job: JobId(2), steer }
}

fn gan(requests: Vec<Request>) -> Vec<Event> {
    session(&Files::default(), [vec![start()], requests].concat())
}

/// Losses of the discriminator and of the generator that were told, to the bit.
fn losses(events: &[Event]) -> [Vec<u32>; 2] {
    let mut losses = [Vec::new(), Vec::new()];
    for event in events {
        if let Event::GanStepped { stepped, .. } = event {
            losses[0].extend(stepped.discriminator.iter().map(|step| step.loss.to_bits()));
            losses[1].extend(stepped.generator.iter().map(|loss| loss.to_bits()));
        }
    }
    losses
}

fn file(events: &[Event]) -> Vec<u8> {
    let of = |event: &Event| match event {
        Event::Checkpoint { file, .. } => Some(file.clone()),
        _ => None,
    };
    events.iter().rev().find_map(of).expect("no checkpoint")
}

#[test]
fn the_networks_are_stepped_apart_and_a_training_goes_on_where_it_was_left() {
    let unbroken = gan(vec![train(config(), true)]);
    assert!(matches!(ends(&unbroken, 2)[..], [Event::Done { .. }]));
    let [discriminator, generator] = losses(&unbroken);
    assert_eq!((discriminator.len(), generator.len()), (4, 4));

    let broken = gan(vec![
        train(config(), false),
        steer(GanSteer::Step(Some(Player::Discriminator))),
        steer(GanSteer::Step(Some(Player::Generator))),
        steer(GanSteer::Step(None)),
        steer(GanSteer::Pause),
    ]);
    let Some(Event::GanOpened { opened, .. }) =
        broken.iter().find(|event| matches!(event, Event::GanOpened { .. }))
    else {
        panic!("not opened")
    };
    assert_eq!((opened.images, opened.real.len()), (40, GRID * 784));
    assert_eq!(opened.record.frames.len(), 1);
    let first = losses(&broken);
    let resumed =
        gan(vec![Request::ResumeGan { job: JobId(2), file: file(&broken), is_playing: true }]);
    let rest = losses(&resumed);
    let whole = [0, 1].map(|which| [first[which].clone(), rest[which].clone()].concat());
    assert_eq!(whole, [discriminator, generator]);
    assert!(matches!(ends(&resumed, 2)[..], [Event::Done { .. }]));
}

#[test]
fn a_training_draws_and_every_image_has_its_nearest_training_image() {
    let events = gan(vec![train(config(), true)]);
    let generator = GeneratorRef::Own(file(&events));
    let codes = Codes::Drawn { seed: 5, count: 3 };
    let path = Codes::Path { from: 1, to: 2, count: 7 };
    let generate = |job: u32, codes, has_neighbours| Request::Generate {
        job: JobId(job),
        generator: generator.clone(),
        codes,
        has_neighbours,
    };
    let events = gan(vec![generate(3, codes, true), generate(4, path, false)]);
    let of = |id: u32| {
        let found = events.iter().find_map(|event| match event {
            Event::Generated { job, pixels, neighbours } if *job == JobId(id) => {
                Some((pixels.len() / 784, neighbours.clone()))
            }
            _ => None,
        });
        found.expect("no images")
    };
    let (count, neighbours) = of(3);
    assert_eq!((count, neighbours.len()), (3, 3));
    assert!(neighbours.iter().all(|near| near.distance > 0.0 && near.pixels.len() == 784));
    assert_eq!(of(4), (7, Vec::new()));
}

#[test]
fn a_generator_is_measured_against_real_images() {
    let events = gan(vec![train(config(), true)]);
    let generator = GeneratorRef::Own(file(&events));
    let events = gan(vec![Request::AssessGenerator { job: JobId(3), generator }]);
    let quality = events.iter().find_map(|event| match event {
        Event::GeneratorAssessed { quality, .. } => Some(quality.clone()),
        _ => None,
    });
    let quality = quality.unwrap_or_else(|| panic!("{:?}", ends(&events, 3)));
    assert_eq!((quality.n, quality.n_real, quality.n_training), (1_000, 1_000, 40));
    // After four steps it draws noise, and real images are like real images.
    assert!(quality.frechet > 10.0 * quality.frechet_floor, "{quality:?}");
    assert!(quality.fidelity.coverage < 0.2 && quality.fidelity_floor.coverage > 0.8);
    assert!(quality.named_real > 0.7, "{quality:?}");
}

#[test]
fn what_cannot_be_trained_opened_or_found_is_told_in_words() {
    let failed = |request: Request, id: u32| {
        let events = gan(vec![request]);
        match ends(&events, id)[..] {
            [Event::Failed { error, .. }] => error.clone(),
            ref other => panic!("{other:?}"),
        }
    };
    let error = failed(train(GanConfig { keep: 0.0, ..config() }, true), 2);
    assert!(matches!(error, JobError::Config(_)), "{error:?}");
    // 200 images, of which 20 are of the class, of which a fiftieth is none.
    let error = failed(train(GanConfig { images: 200, keep: 0.02, ..config() }, true), 2);
    assert!(matches!(error, JobError::Config(_)), "{error:?}");
    let own = Request::ResumeGan { job: JobId(2), file: vec![1, 2, 3], is_playing: true };
    assert!(matches!(failed(own, 2), JobError::Damaged { .. }));
    let generator = GeneratorRef::Own(vec![0; 40]);
    let codes = Codes::Drawn { seed: 1, count: 1 };
    let request = Request::Generate { job: JobId(3), generator, codes, has_neighbours: false };
    assert!(matches!(failed(request, 3), JobError::Damaged { .. }));
    let twice = gan(vec![
        train(config(), false),
        Request::TrainGan { job: JobId(3), config: Box::new(config()), is_playing: false },
    ]);
    assert!(matches!(ends(&twice, 3)[..], [Event::Failed { error: JobError::Busy, .. }]));
}

fn plan() -> ComparisonPlan {
    let reduced = ComparisonPlan::reduced(Class::Shirt, 0.2);
    ComparisonPlan {
        images: 1_000,
        seeds: vec![1],
        steps: 3,
        batch: 8,
        gan_steps: 2,
        gan_batch: 4,
        curve: vec![5],
        ..reduced
    }
}

#[test]
fn remedies_are_compared_on_the_same_images_while_other_jobs_are_answered() {
    let compare = Request::Compare { job: JobId(2), plan: Box::new(plan()) };
    let predict = |event: &Event| {
        matches!(event, Event::Compared { trial, .. } if trial.arm == Arm::Nothing).then(|| {
            Request::Predict { job: JobId(3), uploads: vec![upload(1, sample(Class::Bag))] }
        })
    };
    let is_last = |event: &Event| event.is_end() && event.job() == Some(JobId(2));
    let events = dialogue(&Files::default(), vec![start(), compare], predict, is_last);
    let mut trials = Vec::new();
    for event in &events {
        if let Event::Compared { counts, trial, .. } = event {
            assert_eq!(counts.iter().sum::<u32>(), 920, "100 of each class, 20 of Shirt");
            assert_eq!(trial.confusion.iter().flatten().sum::<u64>(), 5_000);
            trials.push((trial.arm, trial.drawn, trial.is_for_curve));
        }
    }
    let expected: Vec<_> = Arm::ALL
        .into_iter()
        .map(|arm| {
            let drawn = match arm {
                Arm::Gan => 80,
                Arm::GanOversampling => 40,
                _ => 0,
            };
            (arm, drawn, false)
        })
        .chain([(Arm::Gan, 5, true)])
        .collect();
    assert_eq!(trials, expected);
    let place = |wanted: &dyn Fn(&Event) -> bool| events.iter().position(wanted).unwrap();
    let predicted = place(&|event| matches!(event, Event::Prediction { .. }));
    let done = place(&|event| matches!(event, Event::Done { job } if *job == JobId(2)));
    assert!(predicted < done, "the picture waited for the whole comparison");
}

#[test]
fn a_comparison_that_is_cancelled_ends_at_once() {
    let compare = Request::Compare { job: JobId(2), plan: Box::new(plan()) };
    let cancel = |event: &Event| {
        matches!(event, Event::Compared { trial, .. } if trial.arm == Arm::Nothing)
            .then_some(Request::Cancel { job: JobId(2) })
    };
    let is_last = |event: &Event| event.is_end() && event.job() == Some(JobId(2));
    let events = dialogue(&Files::default(), vec![start(), compare], cancel, is_last);
    assert!(matches!(ends(&events, 2)[..], [Event::Cancelled { .. }]));
    let trials = events.iter().filter(|event| matches!(event, Event::Compared { .. })).count();
    assert!(trials < 3, "{trials}");
}
