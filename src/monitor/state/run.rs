//! A run of production as the page follows it: records in, figures out. Pure, and its memory is
//! bounded: the records are packed and let go in the end, everything else is thinned or counted.

use std::collections::VecDeque;

use policy::decision::Policy;
use protocol::messages::{Pace, Produced};
use simulation::Schedule;
use statistics::drift::alert::Change;
use statistics::drift::cbpe::Spread;
use statistics::drift::limits::Watch;
use statistics::drift::monitor::{Event, Monitor, Settings, Standing};
use statistics::drift::summary::Summary;
use statistics::drift::{Record, Signal, cbpe};

use super::alarms::AlarmList;
use super::baseline::{Baseline, Measure};
use super::kinds::KindSet;
use super::record_log::{Entry, RecordLog, Truth};
use super::tally::Tallies;
use super::trend::{Point, Trend};

/// Records that one can go back.
pub const BACK: u64 = 10_000;
/// Changes of alerts that are kept to be listed.
const EVENTS: usize = 20_000;

/// What a run was begun with.
#[derive(Clone, Debug, PartialEq)]
pub struct Setup {
    /// Seed of the stream; none of a log that nobody knows the making of.
    pub seed: Option<u64>,
    /// What is injected.
    pub schedule: Schedule,
    /// The first record; 0 but for a log that has lost its beginning.
    pub first: u64,
    /// Values of a signal in its window.
    pub window: usize,
    /// How long undisturbed images took on the device, in ms.
    pub baseline_ms: Vec<f64>,
    /// The policies with the first record that each decided.
    pub policies: Vec<(u64, Policy)>,
}

/// See the [module](self).
#[derive(Clone, Debug)]
pub struct Run {
    setup: Setup,
    measure: Measure,
    monitor: Monitor,
    tape: RecordLog,
    /// The first record that was watched; later than 0 where the tape has lost some.
    offset: u64,
    /// The record that is watched next.
    next: u64,
    /// Empty places from the first that was watched on: each stretch's first, and its length.
    gaps: Vec<(u64, u64)>,
    events: VecDeque<Event>,
    alarms: AlarmList,
    trend: Trend,
    tallies: Tallies,
    /// Whether the last predictions were right, as many as a window holds.
    right: VecDeque<Option<bool>>,
}

impl Run {
    /// A run of which nothing has happened.
    pub fn new(setup: Setup, yardstick: &Baseline) -> Self {
        let measure = yardstick.measure(setup.window, &setup.baseline_ms);
        let monitor = fresh(&measure, setup.first);
        Self {
            tape: RecordLog::starting_at(setup.first),
            offset: setup.first,
            next: setup.first,
            gaps: Vec::new(),
            setup,
            measure,
            monitor,
            events: VecDeque::new(),
            alarms: AlarmList::default(),
            trend: Trend::default(),
            tallies: Tallies::default(),
            right: VecDeque::new(),
        }
    }

    /// What it was begun with.
    pub fn setup(&self) -> &Setup {
        &self.setup
    }

    /// What it is held against.
    pub fn measure(&self) -> &Measure {
        &self.measure
    }

    /// Its records.
    pub fn tape(&self) -> &RecordLog {
        &self.tape
    }

    /// The first record that was watched.
    pub fn first(&self) -> u64 {
        self.offset
    }

    /// The record that is watched next: those before it are in all figures.
    pub fn seen(&self) -> u64 {
        self.next
    }

    /// Whether records wait to be watched.
    pub fn is_behind(&self) -> bool {
        self.seen() < self.tape.end()
    }

    /// Notes that a policy decides from this record on.
    pub fn decide_by(&mut self, policy: Policy, first: u64) {
        self.setup.policies.retain(|(from, _)| *from < first);
        if self.setup.policies.last().is_none_or(|(_, last)| *last != policy) {
            self.setup.policies.push((first, policy));
        }
    }

    /// The time of the record that comes next, in seconds: after the last one as far as the pace
    /// says, or as long as that one took.
    pub fn next_t(&self, pace: Pace) -> f64 {
        let Some(last) = self.tape.last() else { return 0.0 };
        last.record.t
            + match pace {
                Pace::PerSecond(rate) => 1.0 / rate.max(f64::MIN_POSITIVE),
                Pace::Fastest => last.record.latency_ms / 1_000.0,
            }
    }

    /// Takes a record of the simulator's.
    pub fn hear(&mut self, produced: &Produced) {
        let schedule = &self.setup.schedule;
        let truth = Truth {
            original: produced.original,
            active: KindSet::of_places(produced.active, schedule),
            affected: KindSet::of_places(produced.affected_by, schedule),
        };
        self.keep(&Entry { record: produced.record.clone(), truth: Some(truth) });
    }

    /// Takes a record. Its latency is kept in whole microseconds, finer than any browser's clock,
    /// so that the text of a log gives the very same number back.
    pub fn keep(&mut self, entry: &Entry) {
        let latency_ms = whole_microseconds(entry.record.latency_ms);
        let record = Record { latency_ms, ..entry.record.clone() };
        self.tape.push(&Entry { record, truth: entry.truth });
    }

    /// Leaves the place of a record empty that could not be read.
    pub fn skip(&mut self) {
        let place = self.tape.end();
        self.tape.push_gap();
        match self.gaps.last_mut() {
            Some((start, length)) if *start + *length == place => *length += 1,
            _ => self.gaps.push((place, 1)),
        }
    }

    /// The index of a record that the monitor counts from 0 among those that it was given.
    pub fn place_of(&self, count: u64) -> u64 {
        let mut place = self.offset + count;
        for (start, length) in &self.gaps {
            if *start > place {
                break;
            }
            place += length;
        }
        place
    }

    /// How many records have been watched: empty places are none.
    pub fn watched(&self) -> u64 {
        self.monitor.seen()
    }

    /// Watches records that wait, `most` of them, and gives the changes of alerts.
    pub fn watch(&mut self, most: u64) -> Vec<Event> {
        let mut news = Vec::new();
        let start = self.seen();
        for index in start..self.tape.end().min(start.saturating_add(most)) {
            if let Some(entry) = self.tape.get(index) {
                self.watch_one(index, &entry, &mut news);
            }
            self.next = index + 1;
        }
        for event in news.iter().filter(|event| event.change == Change::Fired) {
            let Setup { schedule, window, .. } = &self.setup;
            self.alarms.note(event.watch, event.index, schedule, *window as u64);
        }
        self.events.extend(&news);
        let surplus = self.events.len().saturating_sub(EVENTS);
        self.events.drain(..surplus);
        news
    }

    fn watch_one(&mut self, index: u64, entry: &Entry, news: &mut Vec<Event>) {
        // The monitor counts the records that it is given; an event is of the last one.
        let events = self.monitor.push(&entry.record).into_iter();
        news.extend(events.map(|event| Event { index, ..event }));
        self.tallies.push(entry);
        if self.right.len() == self.setup.window {
            self.right.pop_front();
        }
        self.right.push_back(entry.is_right());
        if self.monitor.seen().is_multiple_of(self.measure.settings.stride.max(1)) {
            let point = self.point(index);
            self.trend.push(point);
        }
    }

    fn point(&self, index: u64) -> Point {
        let mut point = Point::at(index);
        for Standing { watch, statistic, limit, .. } in self.monitor.standings() {
            if let (Some(statistic), Some(limit)) = (statistic, limit) {
                point.set(watch, statistic / limit);
            }
        }
        if self.right.len() < self.setup.window {
            return point;
        }
        let window = self.monitor.window(Signal::Confidence);
        let estimate = window.and_then(|window| cbpe::estimate(window.sorted(), self.spread()));
        if let Some(of) = estimate {
            point.estimate = [of.low, of.estimate, of.high].map(|value| value as f32);
        }
        point.accuracy = self.window_accuracy().map_or(f32::NAN, |accuracy| accuracy as f32);
        point
    }

    /// True accuracy over the last records, as many as a window holds; none where a label is not
    /// known.
    pub fn window_accuracy(&self) -> Option<f64> {
        let right: Option<Vec<bool>> = self.right.iter().copied().collect();
        let right = right.filter(|right| !right.is_empty())?;
        Some(right.iter().filter(|right| **right).count() as f64 / right.len() as f64)
    }

    /// The same over the window that ends with record `at`.
    pub fn accuracy_at(&self, at: Option<u64>) -> Option<f64> {
        let Some(end) = at.map(|at| at + 1) else { return self.window_accuracy() };
        let window = end.saturating_sub(self.setup.window as u64)..end;
        let right: Option<Vec<bool>> =
            self.tape.range(window).map(|(_, entry)| entry.is_right()).collect();
        let right = right.filter(|right| !right.is_empty())?;
        Some(right.iter().filter(|right| **right).count() as f64 / right.len() as f64)
    }

    /// What the standard error of an estimated accuracy is taken from.
    pub fn spread(&self) -> Spread {
        let accuracy = self.measure.reference.accuracy;
        accuracy.map_or(Spread::Confidence, |accuracy| Spread::Reference(accuracy.value))
    }

    /// Watches everything anew with another window, as far as the records are kept.
    pub fn rewatch(&mut self, window: usize, yardstick: &Baseline) {
        self.setup.window = window;
        self.measure = yardstick.measure(window, &self.setup.baseline_ms);
        self.offset = self.tape.first();
        self.next = self.offset;
        let offset = self.offset;
        self.gaps.retain(|(start, length)| start + length > offset);
        if let Some((start, length)) = self.gaps.first_mut().filter(|(start, _)| *start < offset) {
            (*start, *length) = (offset, *start + *length - offset);
        }
        self.monitor = fresh(&self.measure, self.offset);
        self.events.clear();
        self.alarms = AlarmList::default();
        self.trend = Trend::default();
        self.tallies = Tallies::default();
        self.right.clear();
    }

    /// The figures over the windows as they are now, or as they were after record `at`.
    pub fn summary(&self, at: Option<u64>) -> Summary {
        self.monitor_at(at).map_or_else(|| self.monitor.summary(), |monitor| monitor.summary())
    }

    /// The counts of a signal's window in other bins than the reference's, such as those of the
    /// training images.
    pub fn counts(
        &self,
        signal: Signal,
        bins: &statistics::drift::bins::Bins,
        at: Option<u64>,
    ) -> Vec<u64> {
        let count = |monitor: &Monitor| {
            monitor.window(signal).map(|window| bins.count(window.sorted())).unwrap_or_default()
        };
        self.monitor_at(at).map_or_else(|| count(&self.monitor), |monitor| count(&monitor))
    }

    /// A monitor whose windows are those after record `at`; none for now. Twice a window of
    /// records fills them even where some lack a value.
    pub fn monitor_at(&self, at: Option<u64>) -> Option<Monitor> {
        let end = at?.checked_add(1)?.min(self.seen());
        let start = end.saturating_sub(2 * self.setup.window as u64).max(self.tape.first());
        let measure = &self.measure;
        let settings = from_record(measure.settings, start);
        // Windows alone are asked for, so no detector runs.
        let mut monitor = Monitor::new(measure.reference.clone(), &Default::default(), settings);
        for (_, entry) in self.tape.range(start..end) {
            monitor.push(&entry.record);
        }
        Some(monitor)
    }

    /// All detectors as they stand.
    pub fn standings(&self) -> Vec<Standing> {
        self.monitor.standings().collect()
    }

    /// The last changes of alerts, the oldest first.
    pub fn events(&self) -> impl DoubleEndedIterator<Item = &Event> {
        self.events.iter()
    }

    /// Lets the listed changes of alerts go, as a very long run does.
    #[cfg(test)]
    pub fn forget_events(&mut self) {
        self.events.clear();
    }

    /// All alarms, as the scoreboard needs them.
    pub fn alarm_book(&self) -> &AlarmList {
        &self.alarms
    }

    /// The last alarms: which detector, and at which record.
    pub fn alarms(&self) -> Vec<(Watch, u64)> {
        let fired = self.events.iter().filter(|event| event.change == Change::Fired);
        fired.map(|event| (event.watch, event.index)).collect()
    }

    /// How the statistics went.
    pub fn trend(&self) -> &Trend {
        &self.trend
    }

    /// Accuracy counted over the run.
    pub fn tallies(&self) -> &Tallies {
        &self.tallies
    }

    /// The first record that one can go back to.
    pub fn back(&self) -> u64 {
        self.seen().saturating_sub(BACK).max(self.tape.first())
    }
}

/// A monitor whose first record is this one.
fn fresh(measure: &Measure, first: u64) -> Monitor {
    let settings = from_record(measure.settings, first);
    Monitor::new(measure.reference.clone(), &measure.limits, settings)
}

/// The settings for who begins with this record: caches are cold at the start of the run alone, so of
/// the warm-up only what lies behind the record is left.
fn from_record(settings: Settings, first: u64) -> Settings {
    Settings { warm_up: settings.warm_up.saturating_sub(first), ..settings }
}

/// A time in ms, in whole microseconds.
pub fn whole_microseconds(ms: f64) -> f64 {
    (ms * 1_000.0).round() / 1_000.0
}
