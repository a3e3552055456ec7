//! The monitor: one record in, what has changed out. It holds the windows, the detectors and the
//! alerts of all signals together, and its cost and memory do not grow with the run.
//!
//! Each measured value is fed to Page–Hinkley and ADWIN as its level in the reference
//! ([`SignalReference::level`]), which is uniform in [0, 1] while nothing drifts. A predicted
//! class has no order, so each class is fed as a stream of its own, 1 where it was predicted; the
//! detector's statistic is the largest of the ten. Errors are fed as they are. All of them start
//! from the reference: production that differs from its first record on differs.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use super::alert::{Alert, Change, Phase};
use super::detectors::{
    Adwin, AdwinSettings, Ddm, DdmSettings, Detector, DetectorState, Known, LimitTest, NEVER,
    PageHinkley, PageHinkleySettings,
};
use super::direction::Direction;
use super::divergence::smoothed_kl_production_reference;
use super::latency;
use super::limits::{Limits, Method, Watch};
use super::record::Record;
use super::reference::{Reference, SignalReference};
use super::signal::Signal;
use super::summary::{Sample, Summary, summarise};
use super::tail::Tail;
use super::window::Window;

/// How production is looked at. Limits hold only for the settings that they were set with.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// Values of a signal in its window.
    pub window: usize,
    /// Records from one look at the windows to the next.
    pub stride: u64,
    /// Looks in a row that must be above the limit.
    pub consecutive: u32,
    /// Looks in a row within the limit that end an alarm of a window. One of a detector of
    /// change ends after as many records as a window holds.
    pub resolve_after: u32,
    /// Records at the start whose latency is kept apart.
    pub warm_up: u64,
    /// Page–Hinkley's δ, in levels of the reference.
    pub page_hinkley_delta: f64,
    /// Records before DDM may report.
    pub ddm_warm_start: u64,
    /// Probability of the noise floor's limit.
    pub floor_probability: f64,
    /// An alarm of latency needs the window's median or its 95th percentile to lie above the
    /// reference's by this share of it. Latencies that a machine measures hang together in time, so
    /// that any detector sees them wander; what nobody would notice is no reason to wake anybody.
    #[serde(default)]
    pub latency_tolerance: f64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            window: 200,
            stride: 20,
            consecutive: 2,
            resolve_after: 3,
            warm_up: 0,
            page_hinkley_delta: 0.05,
            ddm_warm_start: 100,
            floor_probability: 0.95,
            latency_tolerance: 1.0,
        }
    }
}

/// A change in the life of an alert. It is an alarm where `change` is [`Change::Fired`].
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// 0-based index of the record.
    pub index: u64,
    /// Which detector.
    pub watch: Watch,
    /// What happened.
    pub change: Change,
    /// Its statistic.
    pub statistic: f64,
    /// Its limit.
    pub limit: f64,
    /// Which way the signal has gone over the window; none where it has none or is within.
    pub direction: Option<Direction>,
}

/// A detector as it stands.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Standing {
    /// Which detector.
    pub watch: Watch,
    /// Where its alert is.
    pub phase: Phase,
    /// Its last statistic; none before its first look.
    pub statistic: Option<f64>,
    /// Its limit; none where it never fires.
    pub limit: Option<f64>,
    /// The statistic at which it would just have fired so far: the largest that it reached, or
    /// for a window the largest that it kept up for as many looks as are required.
    pub peak: Option<f64>,
}

/// The running monitor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Monitor {
    settings: Settings,
    reference: Reference,
    seen: u64,
    warm_up_ms: Vec<f64>,
    verdicts: [u64; 3],
    lines: Vec<Line>,
}

impl Monitor {
    /// A monitor that has seen nothing. Signals that the reference lacks are not watched.
    pub fn new(reference: Reference, limits: &Limits, settings: Settings) -> Self {
        let line = |known: &SignalReference| Line::new(known, limits, &settings);
        let lines = reference.signals.iter().map(line).collect();
        Self { settings, reference, seen: 0, warm_up_ms: Vec::new(), verdicts: [0; 3], lines }
    }

    /// Takes a record in and tells what has changed with it; mostly nothing.
    pub fn push(&mut self, record: &Record) -> Vec<Event> {
        let index = self.seen;
        self.seen += 1;
        if let Some(verdict) = record.verdict {
            self.verdicts[verdict as usize] += 1;
        }
        let is_warm_up = index < self.settings.warm_up;
        if is_warm_up {
            self.warm_up_ms.push(record.latency_ms);
        }
        let is_look = self.seen.is_multiple_of(self.settings.stride.max(1));
        let mut events = Vec::new();
        for (line, known) in self.lines.iter_mut().zip(&self.reference.signals) {
            let is_apart = is_warm_up && known.signal == Signal::Latency;
            if let Some(value) = known.signal.value(record).filter(|_| !is_apart) {
                line.push(index, value, known, &mut events);
            }
            if is_look {
                line.look(index, known, &mut events);
            }
        }
        events
    }

    /// How many records it has seen.
    pub fn seen(&self) -> u64 {
        self.seen
    }

    /// What production is compared with.
    pub fn reference(&self) -> &Reference {
        &self.reference
    }

    /// The window of a signal, if it is watched.
    pub fn window(&self, signal: Signal) -> Option<&Window> {
        let index = self.reference.signals.iter().position(|known| known.signal == signal)?;
        self.lines.get(index).map(|line| &line.window)
    }

    /// All detectors as they stand.
    pub fn standings(&self) -> impl Iterator<Item = Standing> + '_ {
        self.lines.iter().flat_map(|line| &line.trackers).map(Tracker::standing)
    }

    /// The peak of each of these detectors, for [`super::limits::calibrate`].
    pub fn peaks(&self, watches: &[Watch]) -> Vec<Option<f64>> {
        let peak = |watch: &Watch| self.standings().find(|at| at.watch == *watch)?.peak;
        watches.iter().map(peak).collect()
    }

    /// The figures over the windows, with the number of records, the warm-up and the verdicts
    /// since the start. Costs a pass over windows and reference: for a chart's pace, not for each
    /// record.
    pub fn summary(&self) -> Summary {
        let sample = |signal| self.window(signal).map(Sample::of_window);
        let summary = summarise(&self.reference, sample, self.settings.floor_probability);
        Summary {
            records: self.seen as usize,
            warm_up_ms: latency::exact(&self.warm_up_ms),
            verdicts: self.verdicts,
            ..summary
        }
    }
}

/// All that watches one signal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Line {
    window: Window,
    has_news: bool,
    page_hinkley: Vec<PageHinkley>,
    adwin: Vec<Adwin>,
    ddm: Vec<Ddm>,
    trackers: Vec<Tracker>,
    /// What makes an alarm of latency matter; none for the other signals, which always do.
    tail: Option<Tail>,
}

impl Line {
    fn new(known: &SignalReference, limits: &Limits, settings: &Settings) -> Self {
        let signal = known.signal;
        let entry = |method| limits.get(Watch { signal, method });
        let channels = known.known();
        let page_hinkley = entry(Method::PageHinkley).map(|entry| PageHinkleySettings {
            delta: settings.page_hinkley_delta,
            threshold: entry.limit.unwrap_or(NEVER),
            ..Default::default()
        });
        let adwin = entry(Method::Adwin).map(|entry| {
            let delta = entry.limit.map_or(0.0, |limit| (-limit).exp());
            AdwinSettings { delta, ..Default::default() }
        });
        let ddm = entry(Method::Ddm).map(|entry| {
            let drift_level = entry.limit.unwrap_or(NEVER);
            let warning_level = drift_level * 2.0 / 3.0;
            DdmSettings { warm_start: settings.ddm_warm_start, warning_level, drift_level }
        });
        let tracker = |method| {
            let entry = entry(method)?;
            Some(Tracker::new(Watch { signal, method }, entry.limit, settings))
        };
        Self {
            window: Window::new(settings.window, known.bins.clone()),
            has_news: false,
            page_hinkley: each(page_hinkley, &channels, PageHinkley::starting_from),
            adwin: each(adwin, &channels, Adwin::starting_from),
            ddm: each(ddm, &channels, Ddm::starting_from),
            trackers: Method::ALL.into_iter().filter_map(tracker).collect(),
            tail: Tail::new(known, settings.latency_tolerance)
                .filter(|_| signal == Signal::Latency),
        }
    }

    /// Whether what a detector says matters enough for an alarm.
    fn matters(&self) -> bool {
        let of = |q| self.window.percentile(q).unwrap_or_default();
        self.tail.is_none_or(|tail| tail.is_noticed(of(0.5), of(0.95)))
    }

    /// Takes a value in: the window, and the detectors of change.
    fn push(&mut self, index: u64, value: f64, known: &SignalReference, events: &mut Vec<Event>) {
        self.window.push(value);
        self.has_news = true;
        let level = if known.signal.categories().is_some() { value } else { known.level(value) };
        let is_split = known.signal == Signal::Predicted;
        let (matters, span) = (self.matters(), self.window.len() as u64);
        let of_channel = |channel: usize| {
            if is_split { f64::from(u8::from(value as usize == channel)) } else { level }
        };
        for tracker in &mut self.trackers {
            let outcome = match tracker.watch.method {
                Method::Window | Method::Tail => continue,
                Method::PageHinkley => feed(&mut self.page_hinkley, of_channel),
                Method::Adwin => feed(&mut self.adwin, of_channel),
                Method::Ddm => feed(&mut self.ddm, of_channel),
            };
            let is_above = tracker.hold_back(index, outcome.is_above, matters, span);
            let event = tracker.take(index, Exceedance { is_above, ..outcome });
            events.extend(event.map(|event| event.over(&self.window, known)));
        }
    }

    /// Looks at the window, where it is full and something new is in it.
    fn look(&mut self, index: u64, known: &SignalReference, events: &mut Vec<Event>) {
        if !self.window.is_full() || !std::mem::take(&mut self.has_news) {
            return;
        }
        let matters = self.matters();
        let window = &self.window;
        let is_slow = |tail: &Tail| window.percentile(0.95).is_some_and(|p95| tail.is_slow(p95));
        for tracker in &mut self.trackers {
            let (statistic, matters) = match (tracker.watch.method, &self.tail) {
                (Method::Window, _) => {
                    (smoothed_kl_production_reference(&known.counts, window.counts()), matters)
                }
                (Method::Tail, Some(tail)) => (tail.statistic(window.sorted()), is_slow(tail)),
                _ => continue,
            };
            let mut test = LimitTest::new(tracker.limit.unwrap_or(NEVER));
            let is_above = test.update(statistic) == DetectorState::Drift && matters;
            let event = tracker.take(index, Exceedance { statistic, is_above });
            events.extend(event.map(|event| event.over(window, known)));
        }
    }
}

/// A detector for each stream, where it runs at all.
fn each<S: Copy, D>(settings: Option<S>, of: &[Known], start: fn(S, Known) -> D) -> Vec<D> {
    let each = |settings| of.iter().map(move |known| start(settings, *known));
    settings.into_iter().flat_map(each).collect()
}

impl Event {
    /// The same with which way the values of a window have gone.
    fn over(self, window: &Window, known: &SignalReference) -> Self {
        Self { direction: Direction::of(known, window.sorted()), ..self }
    }
}

/// What a detector says of one value or window.
#[derive(Clone, Copy)]
struct Exceedance {
    statistic: f64,
    is_above: bool,
}

/// Feeds each channel its value; the loudest speaks for all.
fn feed(detectors: &mut [impl Detector], value: impl Fn(usize) -> f64) -> Exceedance {
    let mut loudest = Exceedance { statistic: 0.0, is_above: false };
    for (channel, detector) in detectors.iter_mut().enumerate() {
        loudest.is_above |= detector.update(value(channel)) == DetectorState::Drift;
        loudest.statistic = loudest.statistic.max(detector.statistic());
    }
    loudest
}

/// The alert of one detector, and how near it has come.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Tracker {
    watch: Watch,
    limit: Option<f64>,
    alert: Alert,
    required: usize,
    recent: VecDeque<f64>,
    peak: Option<f64>,
    /// Where a report came last that did not matter yet.
    held_back: Option<u64>,
}

impl Tracker {
    fn new(watch: Watch, limit: Option<f64>, settings: &Settings) -> Self {
        let (consecutive, resolve_after) = match watch.method {
            Method::Window | Method::Tail => (settings.consecutive.max(1), settings.resolve_after),
            _ => (1, u32::try_from(settings.window).unwrap_or(u32::MAX)),
        };
        Self {
            watch,
            limit,
            alert: Alert::new(consecutive, resolve_after),
            required: consecutive as usize,
            recent: VecDeque::new(),
            peak: None,
            held_back: None,
        }
    }

    /// Whether there is a report that matters. A detector of change may report once only, before
    /// the window shows how large the change is; its report then counts for as long as the window
    /// reaches back.
    fn hold_back(&mut self, index: u64, is_above: bool, matters: bool, span: u64) -> bool {
        if !matters {
            self.held_back = if is_above { Some(index) } else { self.held_back };
            return false;
        }
        is_above || self.held_back.take().is_some_and(|at| index - at <= span)
    }

    fn take(&mut self, index: u64, outcome: Exceedance) -> Option<Event> {
        if self.recent.len() == self.required {
            self.recent.pop_front();
        }
        self.recent.push_back(outcome.statistic);
        if self.recent.len() == self.required {
            let kept_up = self.recent.iter().copied().fold(f64::INFINITY, f64::min);
            self.peak = Some(self.peak.map_or(kept_up, |peak| peak.max(kept_up)));
        }
        let limit = self.limit?;
        let change = self.alert.update(index, outcome.is_above);
        let statistic = outcome.statistic;
        let event = Event { index, watch: self.watch, change, statistic, limit, direction: None };
        (change != Change::None).then_some(event)
    }

    fn standing(&self) -> Standing {
        Standing {
            watch: self.watch,
            phase: self.alert.phase(),
            statistic: self.recent.back().copied(),
            limit: self.limit,
            peak: self.peak,
        }
    }
}
