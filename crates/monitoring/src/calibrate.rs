//! The limits of the detectors, from clean runs: streams of records of validation images in
//! which nothing has changed.
//!
//! # What a clean run is
//! Production draws from the test set, and the limits may not look at it. Runs that drew from the
//! validation images themselves would be too good: two sets of images of one origin differ by
//! chance, and that difference would be missing. So each run first draws a *stand-in* for the
//! test set from the validation images, of as many images m that 1/m = 1/validation + 1/test. A
//! share in it then errs against the reference as much as one of a real test set would.
//!
//! # Which share
//! A quiet day must stay quiet again and again: at a share of 1 % only 82 % of schools see 20
//! quiet days of 20, at [`SHARE`] 98 %.
//!
//! # Latencies
//! What a machine measures says nothing of another one, but the detectors see levels and deciles,
//! whose law is the same for any latencies that are independent of each other. So the latencies
//! of clean runs are made up. Those of a real machine hang together in time; its alarms of latency
//! are promised less.

use std::sync::atomic::{AtomicUsize, Ordering};

use random::Rng;
use simulation::presets::PRESET_RECORDS;
use statistics::drift::limits::{Limits, LimitsError, Watch};
use statistics::drift::monitor::{Monitor, Settings};
use statistics::drift::reference::Reference;
use statistics::drift::{Record, limits};

use crate::shipped::{LimitsFile, Made, VALUES};
use simulation::seeded_ms;

/// Share of clean runs that may raise any alarm.
pub const SHARE: f64 = 0.001;
/// Clean runs. 26 detectors that err independently need more than 26 / [`SHARE`].
pub const RUNS: usize = 40_000;
/// Seed of the clean runs.
pub const SEED: u64 = 5_000_005;

/// How limits are made.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Plan {
    /// Clean runs.
    pub runs: usize,
    /// Records of each.
    pub records: usize,
    /// Share of the runs that may raise any alarm.
    pub share: f64,
    /// Images that production will draw from.
    pub test: usize,
    /// Seed of the runs.
    pub seed: u64,
    /// How production will be looked at.
    pub settings: Settings,
}

impl Plan {
    /// The plan of the shipped limits, for a test set of this many images.
    pub fn new(test: usize) -> Self {
        Self {
            runs: RUNS,
            records: PRESET_RECORDS as usize,
            share: SHARE,
            test,
            seed: SEED,
            settings: Settings::default(),
        }
    }
}

/// Why there are no limits.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum CalibrateError {
    /// Nothing to draw clean runs from.
    #[error("there are no validation records to draw clean runs from")]
    Empty,
    /// Too few runs.
    #[error(transparent)]
    Limits(#[from] LimitsError),
}

/// Sets limits from the records of the validation images, one an image, whose times and latencies
/// do not count. Uses `threads` threads; the result does not depend on how many. `progress` is
/// told, now and then and from any of them, how many runs are done.
///
/// # Errors
/// No records, or too few runs for the share.
pub fn calibrate(
    validation: &[Record],
    card_sha256: String,
    plan: &Plan,
    threads: usize,
    progress: impl Fn(usize) + Sync,
) -> Result<LimitsFile, CalibrateError> {
    if validation.is_empty() {
        return Err(CalibrateError::Empty);
    }
    let reference = reference(validation, plan.seed);
    let watches: Vec<Watch> = Watch::all();
    let fresh = Monitor::new(reference.clone(), &Limits::open(), plan.settings);
    let maxima = in_parallel(plan.runs, threads, progress, |run| {
        let mut monitor = fresh.clone();
        clean_run(validation, plan, run, |record| {
            monitor.push(record);
        });
        monitor.peaks(&watches)
    });
    let calibration = limits::calibrate(&watches, &maxima, plan.share)?;
    let made = made(plan, validation.len());
    Ok(LimitsFile::new(card_sha256, made, plan.settings, &reference, calibration))
}

fn made(plan: &Plan, validation: usize) -> Made {
    let Plan { runs, records, test, seed, .. } = *plan;
    Made { runs, records, validation, test, seed }
}

/// Whether limits were made by this plan, whatever they rest on.
pub fn is_made_by(limits: &LimitsFile, plan: &Plan) -> bool {
    limits.made == made(plan, limits.made.validation)
        && limits.settings == plan.settings
        && limits.calibration.share == plan.share
}

/// The reference of validation records, with made-up latencies.
pub fn reference(validation: &[Record], seed: u64) -> Reference {
    let with_latency = |(index, record): (usize, &Record)| {
        let latency_ms = seeded_ms(seed, index as u64);
        Record { latency_ms, ..record.clone() }
    };
    let records: Vec<Record> = validation.iter().enumerate().map(with_latency).collect();
    Reference::of(&records, 0).thinned(VALUES)
}

/// Gives the records of one clean run to `take`, in order.
fn clean_run(validation: &[Record], plan: &Plan, run: usize, mut take: impl FnMut(&Record)) {
    // Streams 2 run + 1 and 2 run + 2; stream 0 made the latencies of the reference.
    let mut rng = Rng::stream(plan.seed, 2 * run as u64 + 1);
    let stand_in: Vec<usize> = (0..stand_in_size(validation.len(), plan.test))
        .map(|_| rng.below(validation.len()))
        .collect();
    let latencies = Rng::stream(plan.seed, 2 * run as u64 + 2).next_u64();
    for index in 0..plan.records {
        let mut record = validation[stand_in[rng.below(stand_in.len())]].clone();
        record.latency_ms = seeded_ms(latencies, index as u64);
        take(&record);
    }
}

/// m with 1/m = 1/validation + 1/test, at least 1.
fn stand_in_size(validation: usize, test: usize) -> usize {
    let (a, b) = (validation as f64, test.max(1) as f64);
    ((a * b / (a + b)).round() as usize).max(1)
}

/// What `work` makes of each of the numbers from 0 to `count`, in their order.
fn in_parallel<T: Send>(
    count: usize,
    threads: usize,
    progress: impl Fn(usize) + Sync,
    work: impl Fn(usize) -> T + Sync,
) -> Vec<T> {
    let threads = threads.clamp(1, count.max(1));
    let done = AtomicUsize::new(0);
    let work = |index| {
        let result = work(index);
        let done = done.fetch_add(1, Ordering::Relaxed) + 1;
        if done.is_multiple_of(100) || done == count {
            progress(done);
        }
        result
    };
    let part = count.div_ceil(threads);
    std::thread::scope(|scope| {
        let spawn = |thread: usize| {
            let range = thread * part..((thread + 1) * part).min(count);
            let work = &work;
            scope.spawn(move || range.map(work).collect::<Vec<T>>())
        };
        let handles: Vec<_> = (0..threads).map(spawn).collect();
        let join = |handle: std::thread::ScopedJoinHandle<'_, Vec<T>>| match handle.join() {
            Ok(results) => results,
            Err(panic) => std::panic::resume_unwind(panic),
        };
        handles.into_iter().flat_map(join).collect()
    })
}

#[cfg(test)]
mod tests {
    use statistics::drift::Signal;
    use statistics::drift::alert::Change;

    use super::*;

    /// Validation records of networks that are right as often as they are sure.
    fn validation(n: usize, seed: u64) -> Vec<Record> {
        let mut rng = Rng::new(seed);
        let record = |_| {
            let mut uniform = || rng.uniform();
            let confidence = 1.0 - 0.5 * uniform().powi(3);
            let predicted = (uniform() * 10.0) as u8;
            let mut record = Record::new(0.0, 0.0, predicted, confidence);
            record.label = Some((predicted + u8::from(uniform() > confidence)) % 10);
            record.reconstruction_error = Some(uniform().powi(2) / 30.0);
            record.brightness = Some(uniform() / 2.0);
            record
        };
        (0..n).map(record).collect()
    }

    fn plan() -> Plan {
        let settings = Settings { window: 100, stride: 10, ..Settings::default() };
        Plan { runs: 500, records: 400, share: 0.05, settings, ..Plan::new(2_000) }
    }

    #[test]
    fn the_stand_in_errs_as_much_as_both_sets_together() {
        assert_eq!(stand_in_size(5_000, 10_000), 3_333);
        assert_eq!(stand_in_size(1, 0), 1);
    }

    #[test]
    fn limits_hold_on_fresh_runs_of_another_test_set_and_not_on_shifted_ones() {
        let validation = validation(1_000, 1);
        let file = calibrate(&validation, "ab".to_owned(), &plan(), 2, |_| {}).unwrap();
        assert!(file.calibration.false_alarms.value <= 0.05);
        assert_eq!(file.settings.window, 100);
        let reference = reference(&validation, plan().seed);
        let limits = file.fit(&reference, 100);
        assert_eq!(limits, file.calibration.limits);
        let test = self::validation(2_000, 2);
        let fired = |run: u64, shift: f32| {
            let mut monitor = Monitor::new(reference.clone(), &limits, plan().settings);
            let mut rng = Rng::stream(77, run);
            let mut signals = Vec::new();
            for index in 0..400 {
                let mut record = test[rng.below(test.len())].clone();
                record.latency_ms = seeded_ms(run + 1, index);
                record.brightness = record.brightness.map(|brightness| brightness + shift);
                let events = monitor.push(&record);
                let fired = events.iter().filter(|event| event.change == Change::Fired);
                signals.extend(fired.map(|event| event.watch.signal));
            }
            signals
        };
        // 5 % of 200 is 10, and its standard deviation 3.
        let noisy = (0..200).filter(|&run| !fired(run, 0.0).is_empty()).count();
        assert!(noisy <= 20, "{noisy}");
        assert!(fired(5, 0.2).contains(&Signal::Brightness));
    }

    #[test]
    fn the_limits_do_not_depend_on_the_number_of_threads() {
        let validation = validation(300, 3);
        let plan = Plan { runs: 350, share: 0.2, records: 150, ..plan() };
        let of = |threads| calibrate(&validation, String::new(), &plan, threads, |_| {}).unwrap();
        assert_eq!(of(1), of(3));
    }

    #[test]
    fn progress_comes_to_its_end_and_nothing_to_draw_from_is_an_error() {
        let last = AtomicUsize::new(0);
        let progress = |done| {
            last.fetch_max(done, Ordering::Relaxed);
        };
        let plan = Plan { runs: 101, records: 1, ..plan() };
        let made = calibrate(&validation(10, 4), String::new(), &plan, 2, progress);
        assert!(made.is_ok(), "{made:?}");
        assert_eq!(last.load(Ordering::Relaxed), 101);
        let none = calibrate(&[], String::new(), &plan, 2, |_| {});
        assert_eq!(none, Err(CalibrateError::Empty));
    }
}
