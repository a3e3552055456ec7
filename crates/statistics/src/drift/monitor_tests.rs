//! The monitor on small simulated streams: limits from clean runs, shifts that are seen by the
//! signals that can see them, and none that cannot.

use super::alert::{Change, Phase};
use super::direction::Direction;
use super::limits::{Limits, Method, Watch, calibrate};
use super::monitor::{Event, Monitor, Settings};
use super::record::Record;
use super::reference::Reference;
use super::signal::Signal;
use random::Rng;

/// A stream of records with `shift` from record `start` on.
fn stream(seed: u64, n: usize, start: usize, shift: impl Fn(&mut Record)) -> Vec<Record> {
    let mut rng = Rng::new(seed);
    let record = |index: usize| {
        let mut uniform = || rng.uniform();
        let confidence = 1.0 - 0.3 * uniform().powi(2);
        let latency_ms = f64::from(2.0 + uniform());
        let mut record =
            Record::new(index as f64, latency_ms, (uniform() * 10.0) as u8, confidence);
        record.reconstruction_error = Some(uniform().powi(3) / 20.0);
        record.brightness = Some(0.2 + 0.1 * (uniform() + uniform()));
        record.label = Some((record.predicted + u8::from(uniform() > confidence)) % 10);
        if index >= start {
            shift(&mut record);
        }
        record
    };
    (0..n).map(record).collect()
}

fn clean(seed: u64, n: usize) -> Vec<Record> {
    stream(seed, n, n, |_| {})
}

fn settings() -> Settings {
    Settings { window: 100, stride: 10, ..Settings::default() }
}

/// Limits for 5 % of runs of 600 records, and the reference that they belong to.
fn calibrated() -> (Reference, Limits) {
    let reference = Reference::of(&clean(1000, 4000), 0);
    let watches = Watch::all();
    let peaks = |seed| {
        let mut monitor = Monitor::new(reference.clone(), &Limits::open(), settings());
        for record in clean(seed, 600) {
            assert!(monitor.push(&record).is_empty());
        }
        monitor.peaks(&watches)
    };
    let maxima: Vec<_> = (0..600).map(peaks).collect();
    let calibration = calibrate(&watches, &maxima, 0.05).unwrap();
    (reference, calibration.limits)
}

fn alarms(reference: &Reference, limits: &Limits, records: &[Record]) -> Vec<Event> {
    let mut monitor = Monitor::new(reference.clone(), limits, settings());
    let events = records.iter().flat_map(|record| monitor.push(record));
    events.filter(|event| event.change == Change::Fired).collect()
}

#[test]
fn shifts_are_seen_by_the_signals_that_can_see_them_and_clean_runs_are_quiet() {
    let (reference, limits) = calibrated();
    let fired = |records: &[Record]| alarms(&reference, &limits, records);
    let noisy = (5000..5100).filter(|&seed| !fired(&clean(seed, 600)).is_empty()).count();
    assert!(noisy <= 13, "{noisy} of 100 clean runs fired where 5 are expected");

    let dirty = fired(&stream(7, 900, 400, |record| {
        record.brightness = record.brightness.map(|brightness| brightness + 0.1);
    }));
    assert!(dirty.iter().all(|event| event.watch.signal == Signal::Brightness), "{dirty:?}");
    for method in [Method::Window, Method::PageHinkley, Method::Adwin] {
        let watch = Watch { signal: Signal::Brightness, method };
        let first = dirty.iter().find(|event| event.watch == watch).unwrap();
        assert!((400..500).contains(&first.index), "{first:?}");
        assert!(first.statistic > first.limit);
    }

    let swapped = fired(&stream(8, 900, 400, |record| {
        record.label = record.label.map(|label| if label < 5 { (label + 1) % 5 } else { label });
    }));
    assert!(swapped.iter().all(|event| event.watch.signal == Signal::Errors), "{swapped:?}");
    let methods: Vec<Method> = swapped.iter().map(|event| event.watch.method).collect();
    let of_errors = |watch: &Watch| watch.signal == Signal::Errors;
    let mut all = Watch::all().into_iter().filter(of_errors).map(|watch| watch.method);
    assert!(all.all(|method| methods.contains(&method)), "{methods:?}");

    let winter = fired(&stream(9, 900, 400, |record| {
        record.predicted = if record.predicted < 6 { 4 } else { record.predicted };
        record.label = None;
    }));
    assert!(winter.iter().all(|event| event.watch.signal == Signal::Predicted), "{winter:?}");
    assert!(winter.iter().any(|event| event.watch.method == Method::Adwin));
}

#[test]
fn an_alarm_is_resolved_when_the_shift_ends() {
    let reference = Reference::of(&clean(1000, 4000), 0);
    let watch = Watch { signal: Signal::Brightness, method: Method::Window };
    let mut limits = Limits::open();
    limits.entries.retain(|entry| entry.watch == watch);
    limits.entries[0].limit = Some(0.4);
    let mut records = stream(3, 400, 200, |record| record.brightness = Some(0.9));
    records.extend(clean(4, 300));
    let mut monitor = Monitor::new(reference, &limits, settings());
    let events: Vec<Event> = records.iter().flat_map(|record| monitor.push(record)).collect();
    let changes: Vec<Change> = events.iter().map(|event| event.change).collect();
    assert_eq!(changes, [Change::Pending, Change::Fired, Change::Resolved]);
    assert_eq!(events[1].index, events[0].index + 10);
    assert!((400..520).contains(&events[2].index), "{}", events[2].index);
    let standing = monitor.standings().next().unwrap();
    let (fired, at) = (events[1].index, events[2].index);
    assert_eq!(standing.phase, Phase::Resolved { fired, at });
}

#[test]
fn a_saved_monitor_goes_on_as_if_it_had_never_stopped() {
    let reference = Reference::of(&clean(1000, 1000), 0);
    let records = stream(5, 500, 250, |record| record.confidence /= 2.0);
    let mut whole = Monitor::new(reference, &Limits::open(), settings());
    records[..300].iter().for_each(|record| {
        whole.push(record);
    });
    let bytes = postcard::to_allocvec(&whole).unwrap();
    let mut resumed: Monitor = postcard::from_bytes(&bytes).unwrap();
    let json = serde_json::to_string(&whole).unwrap();
    assert!(serde_json::from_str::<Monitor>(&json).is_ok());
    for record in &records[300..] {
        assert_eq!(whole.push(record), resumed.push(record));
    }
    assert_eq!(whole, resumed);
}

#[test]
fn the_summary_is_that_of_the_last_window() {
    let reference = Reference::of(&clean(1000, 1000), 0);
    let records = clean(6, 350);
    let last = Settings { warm_up: 20, ..settings() };
    let mut monitor = Monitor::new(reference, &Limits::default(), last);
    records.iter().for_each(|record| {
        monitor.push(record);
    });
    let summary = monitor.summary();
    let tail = &records[250..];
    let mean = tail.iter().map(|record| f64::from(record.confidence)).sum::<f64>() / 100.0;
    assert_eq!((summary.records, summary.latency_ms.unwrap().n), (350, 100));
    assert_eq!(summary.warm_up_ms.unwrap().n, 20);
    assert!((summary.confidence_mean.unwrap() - mean).abs() < 1e-12);
    let right = tail.iter().filter(|record| record.error() == Some(false)).count();
    assert_eq!(summary.accuracy.unwrap().value, right as f64 / 100.0);
    assert_eq!(summary.signals.len(), 6);
    assert!(monitor.standings().next().is_none());
}

#[test]
fn a_signal_that_a_record_lacks_is_skipped_and_one_that_the_reference_lacks_not_watched() {
    let mut records = clean(1000, 500);
    records.iter_mut().for_each(|record| record.label = None);
    let reference = Reference::of(&records, 0);
    let mut monitor = Monitor::new(reference, &Limits::open(), settings());
    for (index, mut record) in clean(2, 300).into_iter().enumerate() {
        record.brightness = record.brightness.filter(|_| index % 3 == 0);
        monitor.push(&record);
    }
    assert!(monitor.window(Signal::Errors).is_none());
    assert_eq!(monitor.window(Signal::Brightness).map(|window| window.len()), Some(100));
    let peaks = monitor.peaks(&[
        Watch { signal: Signal::Errors, method: Method::Ddm },
        Watch { signal: Signal::Brightness, method: Method::Window },
    ]);
    assert_eq!(peaks[0], None);
}

#[test]
fn a_latency_that_nobody_would_notice_raises_no_alarm_and_one_that_anybody_would_does() {
    let (reference, limits) = calibrated();
    // The median is 2.5 ms, so an alarm needs more than 5.
    let slower = |by: f64| {
        let records = stream(11, 900, 400, |record| record.latency_ms += by);
        alarms(&reference, &limits, &records)
    };
    assert!(slower(1.0).is_empty(), "{:?}", slower(1.0));
    let noticed = slower(3.0);
    assert!(noticed.iter().all(|event| event.watch.signal == Signal::Latency), "{noticed:?}");
    let methods: Vec<Method> = noticed.iter().map(|event| event.watch.method).collect();
    for method in [Method::Window, Method::PageHinkley, Method::Adwin] {
        assert!(methods.contains(&method), "{methods:?}");
    }
    // A tail: the median stays where it is, the 95th percentile is a hundred times as long.
    let mut count = 0;
    let tail = stream(12, 900, 400, |record| {
        record.latency_ms *= if record.predicted < 4 { 100.0 } else { 1.0 };
    });
    for event in alarms(&reference, &limits, &tail) {
        assert_eq!((event.watch.signal, event.direction), (Signal::Latency, Some(Direction::Up)));
        assert!(event.index >= 400);
        count += 1;
    }
    assert!(count >= 4, "{count}");
}

#[test]
fn a_production_that_differs_from_its_first_record_on_is_seen_by_detectors_of_change() {
    let (reference, limits) = calibrated();
    let brighter = stream(13, 300, 0, |record| {
        record.brightness = record.brightness.map(|brightness| brightness + 0.1);
    });
    let found = alarms(&reference, &limits, &brighter);
    for method in [Method::Window, Method::PageHinkley, Method::Adwin] {
        let watch = Watch { signal: Signal::Brightness, method };
        let first = found.iter().find(|event| event.watch == watch).unwrap();
        assert!(first.index < 200, "{first:?}");
    }
}

#[test]
fn fewer_errors_and_more_errors_fire_in_different_directions() {
    let (reference, limits) = calibrated();
    let labelled = |wrong: bool| {
        stream(14, 900, 200, |record| {
            record.label = Some((record.predicted + u8::from(wrong)) % 10)
        })
    };
    for (wrong, direction) in [(true, Direction::Up), (false, Direction::Down)] {
        let found = alarms(&reference, &limits, &labelled(wrong));
        assert!(!found.is_empty());
        for event in found {
            assert_eq!((event.watch.signal, event.direction), (Signal::Errors, Some(direction)));
        }
    }
}
