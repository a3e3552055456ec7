//! A simulated production in the engine: the records of a seed are those that the stream and the
//! networks say, at the pace that is asked for, and it is conducted and ended as the page wishes.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

mod common;

use policy::decision::Reading;
use protocol::messages::{Conduct, Event, JobId, Pace, Produced, ProductionPlan, Request};
use simulation::{Preset, Schedule};

use common::{Files, dialogue, ends, session, start};

const JOB: JobId = JobId(2);

fn plan(schedule: Schedule, is_playing: bool) -> ProductionPlan {
    let card = std::fs::read(common::public().join("models/card.json")).unwrap();
    let card: protocol::card::Card = serde_json::from_slice(&card).unwrap();
    let policies = vec![(0, card.policy(Reading::PredictedClass))];
    let pace = Pace::Fastest;
    ProductionPlan { seed: 7, schedule, policies, pace, from: 0, t: 0.0, is_playing }
}

fn produce(plan: ProductionPlan) -> Request {
    Request::Produce { job: JOB, plan: Box::new(plan) }
}

fn conduct(conduct: Conduct) -> Request {
    Request::Conduct { job: JOB, conduct }
}

fn produced(events: &[Event]) -> Vec<Produced> {
    let records = events.iter().filter_map(|event| match event {
        Event::Produced { records, .. } => Some(records.clone()),
        _ => None,
    });
    records.flatten().collect()
}

/// Plays until there are at least `n` records, then cancels.
fn played(plan: ProductionPlan, n: u64) -> Vec<Event> {
    let seen = std::cell::Cell::new(0);
    let answer = |event: &Event| {
        let Event::Produced { records, .. } = event else { return None };
        seen.set(seen.get() + records.len() as u64);
        (seen.get() >= n).then_some(Request::Cancel { job: JOB })
    };
    let is_last = |event: &Event| matches!(event, Event::Cancelled { job } if *job == JOB);
    dialogue(&Files::default(), vec![start(), produce(plan)], answer, is_last)
}

#[test]
fn a_production_is_opened_with_a_baseline_and_makes_the_records_of_its_seed() {
    let schedule = Preset::LabelsChanged.schedule(7);
    let events = played(plan(schedule.clone(), true), 60);
    let baseline = events.iter().find_map(|event| match event {
        Event::ProductionOpened { baseline_ms, .. } => Some(baseline_ms.clone()),
        _ => None,
    });
    let baseline = baseline.unwrap();
    assert!(baseline.len() >= 30 && baseline.iter().all(|ms| *ms > 0.0), "{baseline:?}");
    let first = produced(&events);
    assert!(first.len() >= 60);
    // Right about as often as the classifier is.
    let right = first.iter().filter(|made| made.record.error() == Some(false)).count();
    assert!(right * 100 >= first.len() * 80, "{right} of {}", first.len());
    assert!(first.iter().all(|made| made.record.reconstruction_error.unwrap().is_finite()));

    let again = produced(&played(plan(schedule, true), 60));
    for (one, other) in first.iter().zip(&again).take(60) {
        let mut other = other.clone();
        (other.record.t, other.record.latency_ms) = (one.record.t, one.record.latency_ms);
        assert_eq!(*one, other);
    }
}

#[test]
fn a_record_made_later_is_the_one_that_would_have_come() {
    let schedule = Preset::DirtyCamera.schedule(7);
    let whole = produced(&played(plan(schedule.clone(), true), 40));
    let late = ProductionPlan { from: 35, ..plan(schedule, true) };
    let late = produced(&played(late, 2));
    assert_eq!(late[0].place, whole[35].place);
    assert_eq!(late[0].record.probabilities, whole[35].record.probabilities);
}

#[test]
fn a_production_that_is_held_takes_single_steps_and_another_policy() {
    let (_, mut strict) = plan(Schedule::default(), false).policies.remove(0);
    strict.min_confidence = 1.1;
    let step = || conduct(Conduct::Step);
    let requests = vec![
        start(),
        produce(plan(Schedule::default(), false)),
        step(),
        step(),
        conduct(Conduct::Policy(Box::new(strict.clone()))),
        step(),
    ];
    let made = std::cell::Cell::new(0);
    let answer = |event: &Event| {
        let Event::Produced { records, .. } = event else { return None };
        made.set(made.get() + records.len());
        (made.get() == 3).then_some(Request::Cancel { job: JOB })
    };
    let is_last = |event: &Event| matches!(event, Event::Cancelled { job } if *job == JOB);
    let events = dialogue(&Files::default(), requests, answer, is_last);
    let records = produced(&events);
    assert_eq!(records.len(), 3);
    assert_ne!(records[2].record.verdict, Some(policy::decision::Verdict::Accept));
    let changed = Event::PolicyChanged { job: JOB, from: 2, policy: Box::new(strict) };
    assert!(events.contains(&changed), "the page hears from which record on it decides");
    assert!(matches!(ends(&events, 2)[..], [Event::Cancelled { .. }]), "{:?}", ends(&events, 2));
}

#[test]
fn a_run_whose_policy_and_reading_changed_midway_is_made_again_alike() {
    let schedule = Preset::DirtyCamera.schedule(7);
    let mut plan = plan(schedule, true);
    let (_, first) = plan.policies[0].clone();
    let reading = Reading::NormalClass(dataset::Class::Trouser);
    let second = policy::decision::Policy { min_confidence: 0.99, reading, ..first.clone() };
    let alone = |policy| {
        let plan = ProductionPlan { policies: vec![(0, policy)], ..plan.clone() };
        produced(&played(plan, 30))
    };
    let (before, after) = (alone(first.clone()), alone(second.clone()));
    plan.policies.push((12, second));
    let both = produced(&played(plan.clone(), 30));
    for (place, made) in both.iter().enumerate().take(30) {
        let alone = if place < 12 { &before[place] } else { &after[place] };
        assert_eq!(made.record.verdict, alone.record.verdict, "{place}");
        assert_eq!(made.record.reconstruction_error, alone.record.reconstruction_error);
    }
    let errors = |records: &[Produced]| -> Vec<_> {
        records.iter().map(|made| made.record.reconstruction_error).collect()
    };
    assert_ne!(errors(&before), errors(&after), "the reading makes a difference");
    // One that goes on after a crash is decided by the policy that was in force there.
    let late = produced(&played(ProductionPlan { from: 20, ..plan }, 2));
    assert_eq!(late[0].record.reconstruction_error, after[20].record.reconstruction_error);
}

#[test]
fn the_time_goes_on_where_the_run_was_cut_off() {
    let pace = Pace::PerSecond(10.0);
    let plan = ProductionPlan { from: 35, t: 3.5, pace, ..plan(Schedule::default(), true) };
    let records = produced(&played(plan, 2));
    assert!((records[0].record.t - 3.5).abs() < 1e-9, "{}", records[0].record.t);
    assert!((records[1].record.t - 3.6).abs() < 1e-9, "{}", records[1].record.t);
}

#[test]
fn a_production_that_is_not_wanted_any_more_ends_before_it_is_open() {
    let plan = plan(Schedule::default(), true);
    let requests =
        vec![start(), produce(plan), Request::Cancel { job: JOB }, conduct(Conduct::Step)];
    let events = session(&Files::default(), requests);
    assert_eq!(produced(&events), []);
    assert!(!events.iter().any(|event| matches!(event, Event::ProductionOpened { .. })));
    assert!(matches!(ends(&events, 2)[..], [Event::Cancelled { .. }]), "{:?}", ends(&events, 2));
}

#[test]
fn a_pace_is_kept_and_another_production_takes_the_place_of_the_first() {
    let slow = ProductionPlan { pace: Pace::PerSecond(10.0), ..plan(Schedule::default(), true) };
    let host = Files::default();
    let seen = std::cell::Cell::new(0);
    let answer = |event: &Event| {
        let Event::Produced { job, records, .. } = event else { return None };
        seen.set(seen.get() + records.len());
        match (*job == JOB, seen.get() >= 20) {
            (true, true) => {
                let plan = Box::new(plan(Schedule::default(), false));
                Some(Request::Produce { job: JobId(3), plan })
            }
            (true, false) => None,
            (false, _) => Some(Request::Cancel { job: JobId(3) }),
        }
    };
    let is_last = |event: &Event| matches!(event, Event::Cancelled { job } if *job == JobId(3));
    let events = dialogue(&host, vec![start(), produce(slow)], answer, is_last);
    assert!(matches!(ends(&events, 2)[..], [Event::Cancelled { .. }]));
    let records = produced(&events);
    // Ten a second by the log's time, whatever the networks took.
    assert!((records[19].record.t - 1.9).abs() < 1e-9, "{}", records[19].record.t);
    // The host's clock, which sleeping moves on, shows that the pace was waited for.
    assert!(host.clock.get() > 1_900.0, "{}", host.clock.get());
}

#[test]
fn work_before_the_start_fails_in_words() {
    let events = session(&Files::default(), vec![produce(plan(Schedule::default(), true))]);
    assert!(matches!(ends(&events, 2)[..], [Event::Failed { .. }]));
}
