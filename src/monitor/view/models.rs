//! The charts of the page as plain data: what is drawn, and where what was injected and the
//! alerts lie. Pure; it does not know the canvas.

use std::collections::BTreeMap;

use dataset::Class;
use statistics::drift::Signal;
use statistics::drift::alert::Change;
use statistics::drift::bins::Bins;
use statistics::drift::divergence::{Contribution, Zeros, contributions};
use statistics::drift::limits::{Method, Watch};
use statistics::drift::monitor::Event;
use statistics::drift::summary::SignalSummary;
use text::Lang;

use super::tables::{figures, nats};
use crate::monitor::state::{Run, injected};
use charts::{
    Axis, Band, BandKind, Contributions, Gauge, Ink, Line, LineChart, TICKS, nice_domain,
};

/// Statistic over limit beyond which the chart is cut off.
const HIGHEST: f64 = 5.0;
/// Records that the axis shows at least.
const LEAST: f64 = 500.0;
/// The records from the first to the last that was watched.
fn records(run: &Run, lang: Lang) -> Axis {
    let (first, last) = (run.first() as f64, run.seen() as f64);
    let domain = (first, last.max(first + LEAST));
    Axis::linear(lang.monitor_record_axis(), domain, |value, _| lang.count(value as u64))
}

fn line(label: &str, points: Vec<(f64, f64)>, ink: Ink, is_dashed: bool) -> Line {
    Line { label: label.to_owned(), points, ink, is_dashed, dots: false }
}

/// Each detector's statistic of a signal relative to its limit, over the run.
pub fn ratios(run: &Run, signal: Signal, lang: Lang) -> LineChart {
    let known = run.standings();
    let methods = Method::ALL.into_iter().zip([
        (Ink::Accent, false),
        (Ink::Review, true),
        (Ink::Ink, true),
        (Ink::Soft, false),
        (Ink::Accept, true),
    ]);
    let mut lines = Vec::new();
    let x = records(run, lang);
    let limit = vec![(x.domain.0, 1.0), (x.domain.1, 1.0)];
    lines.push(line(lang.monitor_limit(), limit, Ink::Reject, true));
    for (method, (ink, is_dashed)) in methods {
        let watch = Watch { signal, method };
        let has_limit = known.iter().any(|at| at.watch == watch && at.limit.is_some());
        if has_limit {
            let points = run.trend().points();
            let points = points.map(|point| (point.index as f64, point.ratio(watch)));
            let name = lang.monitoring_method_name(method);
            lines.push(line(name, points.collect(), ink, is_dashed));
        }
    }
    let values = lines.iter().flat_map(|line| line.points.iter().map(|point| point.1));
    let high = values.filter(|value| value.is_finite()).fold(1.2, f64::max).min(HIGHEST);
    let high = nice_domain(0.0, high, TICKS).1;
    let y = Axis::linear(lang.monitor_ratio_axis(), (0.0, high), |value, digits| {
        lang.number(value, digits)
    });
    LineChart { x, y, lines, marks: Vec::new() }
}

/// Accuracy over the window as expected, with three standard errors either way, and as it is.
pub fn accuracy(run: &Run, lang: Lang) -> LineChart {
    let of = |value: fn(&[f32; 3], f32) -> f32| {
        let points = run.trend().points();
        let point = |point: &crate::monitor::state::Point| {
            (point.index as f64, f64::from(value(&point.estimate, point.accuracy)))
        };
        points.map(point).collect::<Vec<_>>()
    };
    let lines = vec![
        line("−3 SE", of(|estimate, _| estimate[0]), Ink::Soft, true),
        line("+3 SE", of(|estimate, _| estimate[2]), Ink::Soft, true),
        line(lang.monitor_estimated_line(), of(|estimate, _| estimate[1]), Ink::Accent, false),
        line(lang.monitor_true_line(), of(|_, truth| truth), Ink::Review, true),
    ];
    let values = lines.iter().flat_map(|line| line.points.iter().map(|point| point.1));
    let low = values.filter(|value| value.is_finite()).fold(0.85, f64::min);
    let domain = (nice_domain(low, 1.0, TICKS).0.max(0.0), 1.0);
    let y = Axis::linear(lang.monitor_accuracy_axis(), domain, |value, digits| {
        lang.percent(value, digits.saturating_sub(2))
    });
    LineChart { x: records(run, lang), y, lines, marks: Vec::new() }
}

/// What was injected, as bands; nothing while it is hidden.
pub fn injected_bands(run: &Run, is_revealed: bool, lang: Lang) -> Vec<Band> {
    if !is_revealed {
        return Vec::new();
    }
    let truth = injected(&run.setup().schedule, run.seen());
    let band = |(kind, at): (_, statistics::drift::scoreboard::Interval)| Band {
        range: (at.start as f64, at.end as f64),
        label: lang.shift_kind(kind).to_owned(),
        kind: BandKind::Injected,
    };
    truth.into_iter().map(band).collect()
}

/// When an alert of a signal was pending or firing.
pub fn alert_bands<'a>(
    events: impl Iterator<Item = &'a Event>,
    signal: Signal,
    seen: u64,
) -> Vec<Band> {
    let mut open: BTreeMap<Watch, (u64, BandKind)> = BTreeMap::new();
    let mut bands = Vec::new();
    let band = |(from, kind): (u64, BandKind), to: u64| Band {
        range: (from as f64, to as f64),
        label: String::new(),
        kind,
    };
    for event in events.filter(|event| event.watch.signal == signal) {
        let begins = match event.change {
            Change::None => continue,
            Change::Pending => Some(BandKind::Pending),
            Change::Fired => Some(BandKind::Firing),
            Change::Cancelled | Change::Resolved => None,
        };
        let before = match begins {
            Some(kind) => open.insert(event.watch, (event.index, kind)),
            None => open.remove(&event.watch),
        };
        bands.extend(before.map(|before| band(before, event.index)));
    }
    bands.extend(open.into_values().map(|last| band(last, seen)));
    // What fires is drawn over what is pending.
    bands.sort_by_key(|band| band.kind == BandKind::Firing);
    bands
}

/// Both directions of a signal's divergence beside its noise floor and its limit.
pub fn gauge(of: &SignalSummary, limit: Option<f64>, zeros: Zeros, lang: Lang) -> Gauge {
    let kl = figures(&of.comparison, zeros).kl;
    let rows = [("KL(P‖R)", kl.production_reference), ("KL(R‖P)", kl.reference_production)];
    let rows = rows.map(|(name, value)| (name.to_owned(), value.to_f64(), nats(value, lang)));
    let written = |label: &str, value: f64| format!("{label} {}", lang.number(value, 4));
    let mut marks = vec![
        (of.floor.expected, written(lang.monitor_floor_mean(), of.floor.expected)),
        (of.floor.limit, written(lang.monitor_floor_limit(), of.floor.limit)),
    ];
    marks.extend(limit.map(|limit| (limit, written(lang.monitor_limit(), limit))));
    Gauge { rows: rows.to_vec(), marks }
}

/// What each bin adds to the divergence of production from the reference.
pub fn bins(run: &Run, signal: Signal, zeros: Zeros, at: Option<u64>) -> Vec<Contribution> {
    let Some(known) = run.measure().reference.signal(signal) else { return Vec::new() };
    let counts = run.counts(signal, &known.bins, at);
    if counts.is_empty() { Vec::new() } else { contributions(&known.counts, &counts, zeros) }
}

/// The same as a chart.
pub fn contribution_chart(
    run: &Run,
    signal: Signal,
    of: &[Contribution],
    lang: Lang,
) -> Contributions {
    let values = of.iter().map(|bin| bin.kl.production_reference.to_f64()).collect();
    let write = match lang {
        Lang::En => |value| Lang::En.number(value, 3),
        Lang::Es => |value| Lang::Es.number(value, 3),
    };
    let categories = bin_names(run, signal, lang);
    Contributions {
        categories,
        values,
        y_title: lang.monitor_contribution_axis().to_owned(),
        write,
    }
}

/// What the bins of a signal are called.
pub fn bin_names(run: &Run, signal: Signal, lang: Lang) -> Vec<String> {
    let Some(known) = run.measure().reference.signal(signal) else { return Vec::new() };
    match &known.bins {
        Bins::Categories(_) if signal == Signal::Predicted => {
            Class::ALL.map(|class| lang.class_name(class).to_owned()).to_vec()
        }
        Bins::Categories(_) => {
            vec![lang.monitor_right().to_owned(), lang.monitor_wrong().to_owned()]
        }
        Bins::Edges(edges) => measured_bin_names(edges, lang),
    }
}

/// The names of bins between edges, of which the last lies just above the reference's largest value.
fn measured_bin_names(edges: &[f64], lang: Lang) -> Vec<String> {
    let (Some(first), Some((last, inner))) = (edges.first(), edges.split_last()) else {
        return vec![String::new()];
    };
    let digits = inner.windows(2).map(|pair| pair[1] - pair[0]).fold(1.0, f64::min);
    let digits = (-digits.max(1e-6).log10()).ceil().clamp(1.0, 5.0) as usize;
    let named = |sign: &str, value: f64| format!("{sign} {}", lang.number(value, digits));
    let below = std::iter::once(named("<", *first));
    let within = inner.iter().map(|from| named("≥", *from));
    below.chain(within).chain([named(">", last.next_down())]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const WATCH: Watch = Watch { signal: Signal::Contrast, method: Method::Window };

    fn event(index: u64, change: Change) -> Event {
        Event { index, watch: WATCH, change, statistic: 1.0, limit: 1.0, direction: None }
    }

    #[test]
    fn what_lies_beyond_the_reference_has_a_bin_with_a_name_of_its_own() {
        let Bins::Edges(edges) = Bins::deciles(&[5.0; 20]) else { panic!("deciles have edges") };
        assert_eq!(measured_bin_names(&edges, Lang::En), ["< 5.0", "≥ 5.0", "> 5.0"]);
        assert_eq!(measured_bin_names(&[], Lang::En).len(), 1);
    }

    #[test]
    fn alerts_become_stretches_and_an_open_one_lasts_until_now() {
        let events = [
            event(100, Change::Pending),
            event(120, Change::Cancelled),
            event(200, Change::Pending),
            event(220, Change::Fired),
            event(300, Change::Resolved),
            event(400, Change::Fired),
        ];
        let bands = alert_bands(events.iter(), Signal::Contrast, 450);
        let ranges: Vec<_> = bands.iter().map(|band| (band.kind, band.range)).collect();
        assert_eq!(
            ranges,
            [
                (BandKind::Pending, (100.0, 120.0)),
                (BandKind::Pending, (200.0, 220.0)),
                (BandKind::Firing, (220.0, 300.0)),
                (BandKind::Firing, (400.0, 450.0)),
            ]
        );
        assert_eq!(alert_bands(events.iter(), Signal::Latency, 450), []);
    }
}
