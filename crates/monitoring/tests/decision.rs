//! What a comparison of two logs comes to, with the shipped limits, on what the shipped networks
//! thought of the test images: what is drift is called so, and what is not is not, as often as the
//! report says.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::path::Path;

use monitoring::decision::Conclusion;
use monitoring::replay::Predictions;
use monitoring::report::{Options, Report, of_records};
use monitoring::shipped::{LIMITS_FILE, LimitsFile, REFERENCE_FILE, ReferenceFile, with_latencies};
use random::Rng;
use simulation::{Preset, seeded_ms};
use statistics::drift::limits::Method;
use statistics::drift::overall::{SMALLEST_REFERENCE, Verdict};
use statistics::drift::reference::Reference;
use statistics::drift::{Direction, Record, Signal};
use text::Lang;

fn read(path: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

struct World {
    limits: LimitsFile,
    reference: Reference,
    predictions: Predictions,
}

impl World {
    fn new() -> Self {
        let models = |file| read(&format!("../../public/models/{file}"));
        let limits = LimitsFile::from_json(&models(LIMITS_FILE)).unwrap();
        let reference = ReferenceFile::from_json(&models(REFERENCE_FILE)).unwrap();
        let predictions = Predictions::from_json(&read("tests/predictions.json")).unwrap();
        let latencies = (0..5_000).map(|index| seeded_ms(limits.made.seed, index)).collect();
        let reference = with_latencies(reference.validation().unwrap(), latencies);
        Self { limits, reference, predictions }
    }

    fn quiet(&self, seed: u64, records: u64) -> Vec<Record> {
        self.predictions.replay(Preset::QuietDay, seed, records).unwrap()
    }

    fn report(&self, production: &[Record]) -> Report {
        of_records(self.reference.clone(), production, &self.limits, &Options::default())
    }

    fn compare(&self, reference: &[Record], production: &[Record]) -> Report {
        let reference = Reference::of(reference, 0);
        of_records(reference, production, &self.limits, &Options::default())
    }
}

fn constant(latency_ms: f64, confidence: f32, error: f32, n: usize) -> Vec<Record> {
    let record = |index: usize| {
        let mut record = Record::new(index as f64, latency_ms, (index % 10) as u8, confidence);
        record.reconstruction_error = Some(error);
        record
    };
    (0..n).map(record).collect()
}

fn fired(report: &Report) -> Vec<(Signal, Method)> {
    let mut fired: Vec<_> =
        report.alarms.iter().map(|alarm| (alarm.watch().signal, alarm.watch().method)).collect();
    fired.sort_unstable();
    fired.dedup();
    fired
}

#[test]
fn columns_that_do_not_overlap_with_a_constant_reference_are_an_alarm() {
    let world = World::new();
    for n in [5_000, 1_000, SMALLEST_REFERENCE] {
        let reference = constant(5.0, 0.9, 0.01, n);
        let report = world.compare(&reference, &constant(5_000.0, 0.99, 10.0, 1_000));
        assert_eq!(report.decision.outcome, Conclusion::Drift);
        let fired = fired(&report);
        for signal in [Signal::Latency, Signal::Confidence, Signal::ReconstructionError] {
            assert_eq!(report.ks.get(signal).unwrap().statistic, 1.0);
            assert_eq!(report.judgements.get(signal).unwrap().verdict, Verdict::Drift);
            let kl = report.kl.get(signal).unwrap();
            assert!(kl.production_reference > 3.0 * kl.limit, "{signal:?}: {kl:?}");
            for method in [Method::Window, Method::PageHinkley, Method::Adwin] {
                assert!(fired.contains(&(signal, method)), "{signal:?} {method:?} of {n}");
            }
        }
        assert!(fired.iter().all(|(signal, _)| *signal != Signal::Predicted), "{fired:?}");
        let alike = world.compare(&reference, &reference[..reference.len().min(1_000)]);
        assert_eq!((alike.decision.outcome, alike.alarms.len()), (Conclusion::Quiet, 0), "{n}");
    }
}

#[test]
fn a_slow_tail_is_an_alarm_of_latency_though_the_median_stays_where_it_is() {
    let world = World::new();
    let mut rng = Rng::new(3);
    let mut production = world.quiet(1, 2_000);
    for record in &mut production[500..] {
        record.latency_ms *= if rng.uniform() < 0.4 { 100.0 } else { 1.0 };
    }
    let report = world.report(&production);
    let figures = report.latency_ms.unwrap();
    assert!(figures.p50 < 3.0 && figures.p95 > 200.0, "{figures:?}");
    let fired = fired(&report);
    for method in [Method::Window, Method::PageHinkley, Method::Adwin, Method::Tail] {
        assert!(fired.contains(&(Signal::Latency, method)), "{method:?}: {fired:?}");
    }
    assert!(report.alarms.iter().all(|alarm| (500..700).contains(&alarm.at) || alarm.at >= 700));
    let kl = report.kl.get(Signal::Latency).unwrap();
    assert!(kl.production_reference > kl.limit);
    assert_eq!(report.decision.outcome, Conclusion::Drift);
    let text = report.to_text(Lang::En);
    assert!(text.contains("latency, 95th percentile: first at record"), "{text}");
    assert!(text.lines().any(|line| line.trim_start().starts_with("latency  ")), "{text}");
}

#[test]
fn a_tail_within_the_references_own_range_has_a_limit_of_its_own() {
    let world = World::new();
    // One in a hundred of the reference takes 500 ms, so 60 ms are not beyond it.
    let latency = |index: usize| {
        if index.is_multiple_of(100) { 500.0 } else { 4.0 + (index % 10) as f64 / 10.0 }
    };
    let with = |records: Vec<Record>, slow: &dyn Fn(usize) -> bool| -> Vec<Record> {
        let latency = |index| if slow(index) { 60.0 } else { latency(index) };
        let records = records.into_iter().enumerate();
        records.map(|(index, record)| Record { latency_ms: latency(index), ..record }).collect()
    };
    let reference = with(world.quiet(1, 5_000), &|_| false);
    let production = with(world.quiet(2, 2_000), &|index| index >= 500 && index % 10 == 3);
    let report = world.compare(&reference, &production);
    assert!(fired(&report).contains(&(Signal::Latency, Method::Tail)), "{:?}", fired(&report));
}

#[test]
fn of_many_quiet_days_no_more_are_called_drift_than_the_report_says() {
    let world = World::new();
    let days = 400;
    let reports = (1..=days).map(|seed| world.report(&world.quiet(seed, 2_000)));
    let share = world.report(&world.quiet(1, 2_000)).decision.false_alarms;
    assert!((share - 0.01).abs() < 1e-9, "{share}");
    let noisy = reports.filter(|report| report.decision.outcome != Conclusion::Quiet).count();
    // 4 are promised, and their standard deviation is 2.
    assert!(noisy <= 8, "{noisy} of {days}");
}

#[test]
fn a_quiet_day_says_nowhere_that_it_is_more_than_chance() {
    let world = World::new();
    for seed in 1..=20 {
        let text = world.report(&world.quiet(seed, 2_000)).to_text(Lang::En);
        assert!(
            !text.replace("no more than chance", "").contains("more than chance")
                && text.contains("no drift"),
            "{seed}: {text}"
        );
    }
}

#[test]
fn a_labelled_reference_that_is_too_small_is_told_so_and_alarms_in_no_clean_run() {
    let world = World::new();
    let mut drifts = 0;
    for run in 0..60 {
        let reference = world.quiet(1_000 + run, 20);
        let report = world.compare(&reference, &world.quiet(run, 2_000));
        assert_eq!(report.alarms.len(), 0, "run {run}: {:?}", fired(&report));
        assert_ne!(report.decision.outcome, Conclusion::Quiet, "run {run}");
        drifts += u32::from(report.decision.outcome != Conclusion::Undecided);
        let errors = report.decision.too_small.iter().find(|small| small.signal == Signal::Errors);
        assert_eq!(errors.map(|small| (small.n, small.needed)), Some((20, SMALLEST_REFERENCE)));
        let text = report.to_text(Lang::En);
        assert!(text.contains("too small for errors: 20 values, 200 are needed"), "{text}");
    }
    // Kolmogorov and Smirnov's test holds for small samples too: 0.9 % of 60.
    assert!(drifts <= 2, "{drifts} of 60");
}

#[test]
fn a_reference_that_is_just_large_enough_alarms_in_few_clean_runs() {
    let world = World::new();
    let runs = 200;
    let is_noisy = |run: &u64| {
        let reference = world.quiet(10_000 + run, SMALLEST_REFERENCE as u64);
        let report = world.compare(&reference, &world.quiet(20_000 + run, 2_000));
        report.decision.outcome != Conclusion::Quiet
    };
    let noisy = (0..runs).filter(is_noisy).count();
    // 2 are promised.
    assert!(noisy <= 5, "{noisy} of {runs}");
}

#[test]
fn fewer_errors_are_a_change_for_the_better_and_more_one_for_the_worse() {
    let world = World::new();
    // A reference that is wrong in every fifth image, and production that is right again.
    let wrong = |(index, record): (usize, Record)| Record {
        label: Some(if index.is_multiple_of(5) {
            (record.predicted + 1) % 10
        } else {
            record.predicted
        }),
        ..record
    };
    let poor =
        |seed| world.quiet(seed, 2_000).into_iter().enumerate().map(wrong).collect::<Vec<_>>();
    let better = world.compare(&poor(1), &world.quiet(2, 2_000));
    assert_eq!(better.decision.outcome, Conclusion::Improvement);
    assert!(!better.alarms.is_empty());
    assert!(better.alarms.iter().all(|alarm| alarm.direction == Some(Direction::Down)));
    let text = better.to_text(Lang::En);
    assert!(text.contains("(fewer errors: better)") && text.contains("for the better"), "{text}");
    let worse = world.compare(&world.quiet(1, 2_000), &poor(2));
    assert_eq!(worse.decision.outcome, Conclusion::Drift);
    assert!(worse.alarms.iter().all(|alarm| alarm.direction == Some(Direction::Up)));
    assert!(worse.to_text(Lang::Es).contains("(más errores: peor)"));
    let json = serde_json::to_value(&better).unwrap();
    assert_eq!(json["decision"]["outcome"], "improvement");
    assert_eq!(json["alarms"][0]["direction"], "down");
    assert_eq!(json["judgements"]["errors"]["verdict"], "drift");
}

#[test]
fn latencies_too_large_to_add_up_have_a_mean_and_the_tests_distance_is_told() {
    let world = World::new();
    let mut production = world.quiet(1, 600);
    production.iter_mut().for_each(|record| record.latency_ms = 1e308);
    let report = world.report(&production);
    let json = serde_json::to_value(&report).unwrap();
    assert!((json["latency_ms"]["mean"].as_f64().unwrap() / 1e308 - 1.0).abs() < 1e-9, "{json}");
    assert_eq!(json["ks"]["latency"]["statistic"], 1.0);
    let text = report.to_text(Lang::En);
    let row = text.lines().find(|line| line.trim_start().starts_with("latency  ")).unwrap();
    assert!(row.contains("1.0000") && row.contains("<0.0001"), "{row}");
}
