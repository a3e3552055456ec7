//! A run on what the shipped networks once thought of the test images: the expected alarms, the
//! same ones from its log, and figures that one can go back to.

use monitoring::expectations::{self, Fired};
use monitoring::report::{Options, of_records};
use protocol::messages::Pace;
use simulation::Preset;
use statistics::drift::Signal;
use statistics::drift::cbpe::Spread;

use super::alarms::tests::single;
use super::baseline::{Baseline, WARM_UP, shipped};
use super::record_log::{Entry, MOST};
use super::replay::LogReader;
use super::run::{BACK, Run, Setup};
use super::sample::{played, produced, setup};
use super::score::{injected, scoreboard};
use super::takeaway::{RunFile, RunFileError, log_lines};

fn fired(run: &Run) -> Vec<Fired> {
    run.alarms().into_iter().map(|(watch, at)| Fired { at, watch }).collect()
}

/// Watches a log as the page does.
fn replay(run: &mut Run, log: String) {
    for place in LogReader::open(log.into_bytes()).unwrap().read(usize::MAX) {
        match place {
            Some(entry) => run.keep(&entry),
            None => run.skip(),
        }
    }
    while run.is_behind() {
        run.watch(77);
    }
}

#[test]
fn the_dirty_camera_raises_the_alerts_that_it_should_and_no_others() {
    let run = played(Preset::DirtyCamera, 1_500);
    let mut expected = expectations::of_preset(Preset::DirtyCamera, 1, 1_500);
    // Made-up latencies are of another seed here than those of the baseline.
    expected.may.push(Signal::Latency);
    assert_eq!(expectations::check(&expected, &fired(&run)), []);
    assert!(!run.alarms().is_empty());
}

#[test]
fn its_log_gives_the_command_lines_report_the_same_alarms() {
    let run = played(Preset::DirtyCamera, 1_500);
    let text = log_lines(&run, 0..run.seen(), false);
    let places = LogReader::open(text.into_bytes()).unwrap().read(usize::MAX);
    let records: Vec<_> = places.into_iter().map(|place| place.unwrap().record).collect();
    let reference = run.measure().reference.clone();
    let options = Options { warm_up: WARM_UP, ..Options::default() };
    let report = of_records(reference, &records, shipped().limits(), &options);
    let alarms: Vec<Fired> = report.alarms.iter().map(|alarm| alarm.fired()).collect();
    assert_eq!(alarms, fired(&run));
}

#[test]
fn a_run_file_and_its_log_replay_to_the_same_numbers() {
    let run = played(Preset::DirtyCamera, 1_200);
    let file = RunFile::of(&run, "card", true);
    let file = RunFile::from_json(file.to_json().as_bytes()).unwrap();
    let mut again = Run::new(setup(Preset::DirtyCamera, 1), &shipped());
    let log = log_lines(&run, 0..run.seen(), true);
    replay(&mut again, log);
    assert!(file.is_same(&again));
    assert_eq!(again.tallies().groups(), run.tallies().groups());
    assert_eq!(file.latencies_ms.len(), 1_200);
    let other = played(Preset::QuietDay, 1_200);
    assert!(!file.is_same(&other));
}

#[test]
fn a_bad_line_does_not_shift_the_records_after_it() {
    let run = played(Preset::DirtyCamera, 1_200);
    let log = log_lines(&run, 0..run.seen(), true);
    let mut lines: Vec<&str> = log.lines().collect();
    let bad = [100, 101, 300];
    bad.iter().for_each(|&at| lines[at] = "nonsense");
    let mut again = Run::new(setup(Preset::DirtyCamera, 1), &shipped());
    replay(&mut again, lines.join("\n"));
    assert_eq!((again.seen(), again.watched()), (1_200, 1_197));
    for index in 0..1_200 {
        let expected = run.tape().get(index).filter(|_| !bad.contains(&(index as usize)));
        assert_eq!(again.tape().get(index), expected, "{index}");
    }
    assert_eq!((again.place_of(99), again.place_of(100), again.place_of(298)), (99, 102, 301));
    let (first, first_again) = (run.alarms()[0], again.alarms()[0]);
    assert_eq!(first.0, first_again.0);
    // The windows' looks are as far apart as the records that they see.
    assert!(first.1.abs_diff(first_again.1) <= 20, "{first:?} {first_again:?}");
    // What is taken away of it replays to the same.
    let file = RunFile::of(&again, "card", true);
    let file = RunFile::from_json(file.to_json().as_bytes()).unwrap();
    assert_eq!((file.latencies_ms.len(), file.latencies_ms[300]), (1_200, None));
    let mut third = Run::new(setup(Preset::DirtyCamera, 1), &shipped());
    replay(&mut third, log_lines(&again, 0..again.seen(), true));
    assert!(file.is_same(&third));
}

#[test]
fn a_hidden_schedule_cannot_be_read_in_the_files() {
    let run = played(Preset::LabelsChanged, 600);
    let file = RunFile::of(&run, "card", false);
    assert!(!file.to_json().contains("concept"), "{}", file.schedule);
    assert!(!log_lines(&run, 0..600, false).contains("concept"));
    assert!(log_lines(&run, 0..600, true).contains("\"active\":[\"concept\"]"));
}

#[test]
fn a_file_of_another_version_is_refused() {
    assert_eq!(RunFile::from_json(b"{\"format\": 7}"), Err(RunFileError::Version(7)));
    assert!(matches!(RunFile::from_json(b"7 t"), Err(RunFileError::Damaged(_))));
}

#[test]
fn a_file_that_no_replay_could_follow_is_refused() {
    let file = RunFile::of(&played(Preset::QuietDay, 300), "card", true);
    let refused = |file: &RunFile| {
        matches!(RunFile::from_json(file.to_json().as_bytes()), Err(RunFileError::Damaged(_)))
    };
    assert!(!refused(&file));
    assert!(refused(&RunFile { latencies_ms: vec![Some(1.0); 299], ..file.clone() }));
    assert!(refused(&RunFile { first: 301, ..file.clone() }));
    let mut settings = file.settings;
    settings.window = 1 << 40;
    assert!(refused(&RunFile { settings, ..file }));
}

#[test]
fn the_figures_of_an_earlier_record_are_what_they_were_then() {
    let mut run = Run::new(setup(Preset::DirtyCamera, 1), &shipped());
    let mut then = None;
    for (index, produced) in produced(Preset::DirtyCamera, 1, 900).iter().enumerate() {
        run.hear(produced);
        run.watch(u64::MAX);
        if index == 650 {
            then = Some(run.summary(None));
        }
    }
    let back = run.summary(Some(650));
    let then = then.unwrap();
    assert_eq!(back.signals, then.signals);
    assert_eq!(
        (back.latency_ms, back.cbpe, back.accuracy),
        (then.latency_ms, then.cbpe, then.accuracy)
    );
    assert_ne!(run.summary(None).signals, then.signals);
}

#[test]
fn a_policy_is_noted_from_the_record_that_the_engine_names() {
    let mut run = played(Preset::QuietDay, 100);
    let policy = |min_confidence| policy::decision::Policy {
        min_confidence,
        max_ratio: 1.0,
        limits: [policy::quality::QualityLimits::error_alone(0.1); dataset::CLASSES],
        reading: policy::decision::Reading::PredictedClass,
        photos: policy::decision::PhotoThresholds::NOTHING,
    };
    run.decide_by(policy(0.5), 0);
    run.decide_by(policy(0.7), 40);
    run.decide_by(policy(0.7), 60);
    run.decide_by(policy(0.9), 90);
    run.decide_by(policy(0.8), 90);
    let noted: Vec<(u64, f32)> =
        run.setup().policies.iter().map(|(from, policy)| (*from, policy.min_confidence)).collect();
    assert_eq!(noted, [(0, 0.5), (40, 0.7), (90, 0.8)]);
}

#[test]
fn the_time_goes_on_after_the_last_record() {
    let run = played(Preset::QuietDay, 100);
    let last = run.tape().get(99).unwrap().record;
    assert_eq!(run.next_t(Pace::PerSecond(50.0)), last.t + 0.02);
    assert_eq!(run.next_t(Pace::Fastest), last.t + last.latency_ms / 1_000.0);
    let fresh = Run::new(setup(Preset::QuietDay, 1), &shipped());
    assert_eq!(fresh.next_t(Pace::Fastest), 0.0);
}

#[test]
fn alarms_count_in_the_scoreboard_however_many_changes_of_alerts_came_after() {
    let mut run = played(Preset::DirtyCamera, 900);
    let watches: Vec<_> = run.standings().iter().map(|standing| standing.watch).collect();
    let truth = injected(&run.setup().schedule, run.seen());
    let board = |run: &Run| {
        scoreboard(&watches, run.alarm_book().groups(), &truth, run.seen(), 200).together
    };
    let before = board(&run);
    let single = single(&run.alarms());
    assert_eq!(scoreboard(&watches, &single, &truth, run.seen(), 200).together, before);
    assert_eq!(run.alarm_book().count(), run.alarms().len() as u64);
    assert!(before.detected() > 0);
    run.forget_events();
    assert_eq!((run.alarms().len(), board(&run)), (0, before));
}

#[test]
fn another_window_watches_the_same_records_anew() {
    let mut run = played(Preset::DirtyCamera, 1_000);
    let before = run.alarms();
    run.rewatch(100, &shipped());
    assert!(run.is_behind() && run.alarms().is_empty());
    while run.is_behind() {
        run.watch(300);
    }
    assert_eq!(run.measure().settings.window, 100);
    assert_eq!(run.summary(None).signals[0].n, 100);
    run.rewatch(200, &shipped());
    run.watch(u64::MAX);
    assert_eq!(run.alarms(), before);
}

#[test]
fn a_run_without_its_beginning_has_no_warm_up() {
    let mut run = Run::new(Setup { first: 5_000, ..setup(Preset::QuietDay, 1) }, &shipped());
    let records = produced(Preset::QuietDay, 1, 300);
    records.iter().for_each(|produced| run.hear(produced));
    run.watch(u64::MAX);
    assert_eq!(run.summary(None).warm_up_ms, None);
    // A run so long that its first records are gone, watched anew.
    let mut run = Run::new(setup(Preset::QuietDay, 1), &shipped());
    records.iter().for_each(|produced| run.hear(produced));
    run.watch(u64::MAX);
    assert!(run.summary(None).warm_up_ms.is_some());
    for produced in records.iter().cycle().take(MOST as usize) {
        run.hear(produced);
    }
    assert_eq!(run.tape().first(), 2_000);
    run.rewatch(100, &shipped());
    run.watch(300);
    assert_eq!((run.first(), run.seen()), (2_000, 2_300));
    assert_eq!(run.summary(None).warm_up_ms, None);
}

#[test]
fn without_a_labelled_reference_each_prediction_errs_with_its_own_confidence() {
    let read = |name: &str| {
        let path = format!("{}/public/models/{name}", env!("CARGO_MANIFEST_DIR"));
        std::fs::read(path).unwrap()
    };
    let mut reference: serde_json::Value = serde_json::from_slice(&read("reference.json")).unwrap();
    reference["validation"]["accuracy"] = serde_json::Value::Null;
    let unlabelled =
        Baseline::read(&read("limits.json"), reference.to_string().as_bytes()).unwrap();
    let mut run = Run::new(setup(Preset::QuietDay, 1), &unlabelled);
    let records = produced(Preset::QuietDay, 1, 200);
    records.iter().for_each(|produced| run.hear(produced));
    run.watch(u64::MAX);
    assert_eq!(run.spread(), Spread::Confidence);
    // Σ p (1 − p), as over the whole run, which here is one window.
    let whole = run.tallies().groups()[0].1.estimate(Spread::Confidence).unwrap();
    let [low, estimate, high] = run.trend().points().last().unwrap().estimate;
    for (in_window, of_all) in [(low, whole.low), (estimate, whole.estimate), (high, whole.high)] {
        assert!((f64::from(in_window) - of_all).abs() < 1e-6, "{in_window} {of_all}");
    }
}

#[test]
fn a_concept_shift_leaves_the_estimate_and_lowers_the_truth() {
    let run = played(Preset::LabelsChanged, 1_500);
    let points: Vec<_> = run.trend().points().collect();
    let (before, after) = (points[20], points[points.len() - 1]);
    assert!(after.accuracy < before.accuracy - 0.05, "{} {}", before.accuracy, after.accuracy);
    assert!(after.accuracy < after.estimate[0], "{} {:?}", after.accuracy, after.estimate);
}

#[test]
fn a_long_run_holds_bounded_memory() {
    let mut run = Run::new(setup(Preset::QuietDay, 1), &shipped());
    let records = produced(Preset::QuietDay, 1, 1_000);
    for round in 0..12 {
        for produced in &records {
            run.hear(produced);
        }
        run.watch(u64::MAX);
        assert_eq!(run.seen(), (round + 1) * 1_000);
    }
    assert_eq!(run.back(), 12_000 - BACK);
    assert!(run.trend().points().count() < 1_000);
    // The packed records are all that grows: 88 bytes each, up to a number of them.
    const { assert!(MOST * 88 < 20_000_000) };
    assert!(size_of::<Entry>() < 200);
}
