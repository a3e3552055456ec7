//! Every table of the page as plain words, so that the page and the report that is taken away say
//! the same. Pure.

use monitoring::coverage;
use monitoring::expectations::can_see;
use simulation::ShiftKind;
use statistics::drift::alert::{Change, Phase};
use statistics::drift::cbpe::Spread;
use statistics::drift::divergence::{Comparison, Figures, Nats, Zeros, compare};
use statistics::drift::latency::Latency;
use statistics::drift::limits::{Method, Watch};
use statistics::drift::monitor::{Event, Standing};
use statistics::drift::scoreboard::{Cell, Score};
use statistics::drift::summary::{SignalSummary, Summary};
use statistics::drift::{Direction, Signal};
use text::Lang;

use crate::monitor::state::{Baseline, Group, Run, Scoreboard, Tally, injected, seen_by};

/// A table in words.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// What stands over the columns.
    pub head: Vec<String>,
    /// The rows.
    pub rows: Vec<Row>,
    /// Leading columns that hold words; the others hold numbers.
    pub words: usize,
}

/// A row of a table; its first cell is its name.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// One a column.
    pub cells: Vec<String>,
    /// How it is set off, which its words say too.
    pub tone: Tone,
}

/// How a row is set off.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Not at all.
    #[default]
    Plain,
    /// Something may be wrong.
    Warning,
    /// Something is wrong.
    Bad,
}

impl Table {
    fn new<const N: usize>(head: [&str; N], words: usize, rows: Vec<Row>) -> Self {
        Self { head: head.map(str::to_owned).to_vec(), rows, words }
    }
}

fn row<const N: usize>(cells: [String; N]) -> Row {
    Row { cells: cells.to_vec(), tone: Tone::Plain }
}

/// What stands for a number that is not there.
const NOTHING: &str = "–";

fn or_nothing(text: Option<String>) -> String {
    text.unwrap_or_else(|| NOTHING.to_owned())
}

/// A divergence in nats.
pub fn nats(value: Nats, lang: Lang) -> String {
    value.finite().map_or_else(|| "∞".to_owned(), |value| lang.number(value, 4))
}

/// A detector in words.
pub fn watch_name(watch: Watch, lang: Lang) -> String {
    let (signal, method) =
        (lang.monitoring_signal_name(watch.signal), lang.monitoring_method_name(watch.method));
    format!("{signal}, {method}")
}

/// Latencies: exact, as a histogram with fixed buckets would have them, and of the warm-up.
pub fn latencies(summary: &Summary, lang: Lang) -> Table {
    let line = |name: &str, figures: Option<Latency>| {
        let ms = |value: f64| lang.number(value, 2);
        let of = |pick: fn(&Latency) -> f64| or_nothing(figures.as_ref().map(pick).map(ms));
        let n = figures.map_or(0, |figures| figures.n);
        row([
            name.to_owned(),
            of(|figures| figures.mean),
            of(|figures| figures.p50),
            of(|figures| figures.p95),
            lang.count(n as u64),
        ])
    };
    let rows = vec![
        line(lang.monitor_exact(), summary.latency_ms),
        line(lang.monitor_bucketed(), summary.bucketed_ms),
        line(lang.monitor_warm_up(), summary.warm_up_ms),
    ];
    let head =
        [lang.monitor_latency_head(), lang.monitor_mean(), "p50", "p95", lang.monitor_images()];
    Table::new(head, 1, rows)
}

/// Each signal of the window against the reference, and its divergence from training beside it.
pub fn signals(
    summary: &Summary,
    run: &Run,
    yardstick: &Baseline,
    zeros: Zeros,
    at: Option<u64>,
    lang: Lang,
) -> Table {
    let line = |of: &SignalSummary| {
        let figures = figures(&of.comparison, zeros);
        let watch = Watch { signal: of.signal, method: Method::Window };
        let limit = run.measure().limits.get(watch).and_then(|entry| entry.limit);
        let training = training(run, yardstick, of.signal, at);
        let trained = training.as_ref().map(|comparison| self::figures(comparison, zeros));
        let is_above = figures.kl.production_reference.to_f64() > limit.unwrap_or(f64::MAX);
        let ks = of
            .ks
            .map(|ks| format!("{} ({})", lang.number(ks.statistic, 3), lang.number(ks.p_value, 3)));
        let cells = vec![
            lang.monitoring_signal_name(of.signal).to_owned(),
            lang.count(of.n as u64),
            nats(figures.kl.production_reference, lang),
            nats(figures.kl.reference_production, lang),
            lang.number(of.floor.limit, 4),
            or_nothing(limit.map(|limit| lang.number(limit, 4))),
            nats(figures.psi, lang),
            lang.number(figures.js_distance, 4),
            or_nothing(ks),
            or_nothing(trained.map(|figures| nats(figures.kl.production_reference, lang))),
            or_nothing(trained.map(|figures| nats(figures.kl.reference_production, lang))),
        ];
        Row { cells, tone: if is_above { Tone::Bad } else { Tone::Plain } }
    };
    let head = [
        lang.monitor_signal(),
        lang.monitor_images(),
        "KL(P‖R)",
        "KL(R‖P)",
        lang.monitor_chance(),
        lang.monitor_limit(),
        "PSI",
        "JS",
        "KS (p)",
        "KL(P‖T)",
        "KL(T‖P)",
    ];
    Table::new(head, 1, summary.signals.iter().map(line).collect())
}

/// The figures with empty bins treated this way.
pub fn figures(comparison: &Comparison, zeros: Zeros) -> Figures {
    match zeros {
        Zeros::Raw => comparison.raw,
        Zeros::Smoothed => comparison.smoothed,
    }
}

/// A signal's window compared with training images; none where training has no such signal.
pub fn training(
    run: &Run,
    yardstick: &Baseline,
    signal: Signal,
    at: Option<u64>,
) -> Option<Comparison> {
    let known = yardstick.training().signal(signal)?;
    let counts = run.counts(signal, &known.bins, at);
    (!counts.is_empty()).then(|| compare(&known.counts, &counts))
}

/// The sign and the word of an alert's state.
pub fn state(phase: Phase, lang: Lang) -> (Tone, String) {
    let (tone, sign, word) = match phase {
        Phase::Ok => (Tone::Plain, "○", lang.monitor_state_ok()),
        Phase::Pending { .. } => (Tone::Warning, "◐", lang.monitor_state_pending()),
        Phase::Firing { .. } => (Tone::Bad, "▲", lang.monitor_state_firing()),
        Phase::Resolved { .. } => (Tone::Plain, "✓", lang.monitor_state_resolved()),
    };
    (tone, format!("{sign}\u{a0}{word}"))
}

/// All detectors as they stand. `place_of` is the index of a record that the monitor counts from 0.
pub fn detectors(standings: &[Standing], place_of: impl Fn(u64) -> u64, lang: Lang) -> Table {
    let line = |standing: &Standing| {
        let (tone, state) = state(standing.phase, lang);
        let since = match standing.phase {
            Phase::Ok => None,
            Phase::Pending { since, .. } | Phase::Firing { since, .. } => Some(since),
            Phase::Resolved { at, .. } => Some(at),
        };
        let number = |value: f64| lang.number(value, 4);
        let cells = vec![
            lang.monitoring_signal_name(standing.watch.signal).to_owned(),
            lang.monitoring_method_name(standing.watch.method).to_owned(),
            state,
            or_nothing(standing.statistic.map(number)),
            or_nothing(standing.limit.map(number)),
            or_nothing(since.map(|since| lang.count(place_of(since)))),
        ];
        Row { cells, tone }
    };
    let head = [
        lang.monitor_signal(),
        lang.monitor_method(),
        lang.monitor_state(),
        lang.monitor_statistic(),
        lang.monitor_limit(),
        lang.monitor_since(),
    ];
    Table::new(head, 3, standings.iter().map(line).collect())
}

/// That there are too few images to look; none where there are enough, or an alarm came anyway.
pub fn too_short(run: &Run, lang: Lang) -> Option<String> {
    let needed = coverage::needed(run.setup().window);
    let is_short = run.alarms().is_empty() && run.watched() < needed;
    is_short.then(|| lang.monitoring_not_enough(&lang.count(run.watched()), &lang.count(needed)))
}

/// A detector that fired, in words; of errors with whether that is better or worse.
pub fn event_name(event: &Event, lang: Lang) -> String {
    let name = watch_name(event.watch, lang);
    let way = event.direction.filter(|_| event.watch.signal == Signal::Errors);
    match way.filter(|_| event.change == Change::Fired) {
        Some(Direction::Up) => format!("{name} ({})", lang.monitoring_worse()),
        Some(Direction::Down) => format!("{name} ({})", lang.monitoring_better()),
        None => name,
    }
}

/// A change of an alert in a sentence; none for what nobody needs to hear.
pub fn news(event: &Event, lang: Lang) -> Option<String> {
    let (name, at) = (event_name(event, lang), lang.count(event.index));
    match event.change {
        Change::Fired => Some(lang.monitor_fired(
            &name,
            &at,
            &lang.number(event.statistic, 4),
            &lang.number(event.limit, 4),
        )),
        Change::Resolved => Some(lang.monitor_resolved(&name, &at)),
        Change::None | Change::Pending | Change::Cancelled => None,
    }
}

/// The scoreboard, the baselines last.
pub fn scores(board: &Scoreboard, lang: Lang) -> Table {
    let line = |name: String, score: &Score, can_see: bool| {
        let found = lang.monitor_of(
            &lang.count(score.detected() as u64),
            &lang.count(score.delays.len() as u64),
        );
        row([
            name,
            if can_see { found } else { lang.monitor_blind().to_owned() },
            or_nothing(score.mean_delay().map(|delay| lang.number(delay, 0))),
            lang.count(score.missed() as u64),
            lang.count(score.false_alarms),
            lang.count(score.clean_records),
        ])
    };
    let has_shift = !board.never.delays.is_empty();
    let of = |row: &crate::monitor::state::ScoreRow| {
        line(watch_name(row.watch, lang), &row.score, row.can_see || !has_shift)
    };
    let mut rows: Vec<Row> = board.rows.iter().map(of).collect();
    rows.push(line(lang.monitor_together().to_owned(), &board.together, true));
    rows.push(line(lang.monitor_always().to_owned(), &board.always, true));
    rows.push(line(lang.monitor_never().to_owned(), &board.never, true));
    let head = [
        lang.monitor_detector(),
        lang.monitor_found(),
        lang.monitor_delay(),
        lang.monitor_missed(),
        lang.monitor_false_alarms(),
        lang.monitor_clean(),
    ];
    Table::new(head, 2, rows)
}

/// Which signal can see which kind of shift: measured where one was injected, else theory.
pub fn matrix(run: &Run, lang: Lang) -> Table {
    let truth = injected(&run.setup().schedule, run.seen());
    let matrix = seen_by(run.alarm_book().groups(), &truth);
    let cell = |signal: Signal, kind: ShiftKind, cell: &Cell| {
        let can_see = can_see(kind).contains(&signal);
        match (cell.shifts, cell.mean_delay) {
            (0, _) if can_see => lang.monitor_theory_can().to_owned(),
            (0, _) => lang.monitor_theory_cannot().to_owned(),
            (_, Some(delay)) => lang.monitor_saw(&lang.number(delay, 0)),
            (_, None) => lang.monitor_did_not_see().to_owned(),
        }
    };
    let line = |(signal, cells): &(Signal, Vec<Cell>)| {
        let name = lang.monitoring_signal_name(*signal).to_owned();
        let cells = matrix.kinds.iter().zip(cells).map(|(kind, of)| cell(*signal, *kind, of));
        Row { cells: std::iter::once(name).chain(cells).collect(), tone: Tone::Plain }
    };
    let kinds = matrix.kinds.iter().map(|kind| lang.shift_kind(*kind).to_owned());
    let signal = lang.monitor_signal().to_owned();
    Table {
        head: std::iter::once(signal).chain(kinds).collect(),
        rows: matrix.rows.iter().map(line).collect(),
        words: 1 + matrix.kinds.len(),
    }
}

/// Accuracy as expected and as it is, by what touched the records. What touched them is only said
/// where it `is_revealed`.
pub fn accuracies(
    groups: &[(Group, Tally)],
    spread: Spread,
    is_revealed: bool,
    lang: Lang,
) -> Table {
    let line = |(group, tally): &(Group, Tally)| {
        let name = match group {
            Group::All => lang.monitor_all_records(),
            Group::Untouched => lang.monitor_untouched(),
            Group::Touched(kind) => lang.shift_kind(*kind),
        };
        let percent = |value: f64| lang.percent(value, 1);
        let estimate = tally.estimate(spread);
        let error = estimate
            .zip(tally.accuracy())
            .map(|(estimate, truth)| lang.monitor_points(&signed(estimate.estimate - truth, lang)));
        let words = estimate.map(|of| {
            let half = lang.number(300.0 * of.standard_error, 1);
            lang.monitor_plus_minus(&percent(of.estimate), &half)
        });
        row([
            name.to_owned(),
            lang.count(tally.n() as u64),
            or_nothing(words),
            or_nothing(tally.accuracy().map(percent)),
            or_nothing(error),
        ])
    };
    let shown = groups.iter().filter(|(group, _)| is_revealed || *group == Group::All);
    let head = [
        lang.monitor_records_head(),
        lang.monitor_images(),
        lang.monitor_estimated(),
        lang.monitor_true(),
        lang.monitor_error(),
    ];
    Table::new(head, 1, shown.map(line).collect())
}

/// A difference of shares in percentage points, with its sign.
fn signed(difference: f64, lang: Lang) -> String {
    let points = lang.number(difference.abs() * 100.0, 1);
    let is_zero = points.chars().all(|letter| matches!(letter, '0' | '.' | ','));
    match difference {
        _ if is_zero => points,
        less if less < 0.0 => format!("−{points}"),
        _ => format!("+{points}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_is_told_by_a_sign_and_a_word() {
        let (tone, words) = state(Phase::Firing { since: 3, calm: 0 }, Lang::En);
        assert_eq!((tone, words.as_str()), (Tone::Bad, "▲\u{a0}firing"));
        assert_eq!(state(Phase::Ok, Lang::Es).0, Tone::Plain);
    }

    #[test]
    fn a_difference_has_its_sign_and_nothing_has_none() {
        assert_eq!(signed(0.0312, Lang::En), "+3.1");
        assert_eq!(signed(-0.2, Lang::Es), "−20,0");
        assert_eq!(signed(-0.0001, Lang::En), "0.0");
    }

    #[test]
    fn what_is_infinite_is_written_so() {
        assert_eq!(nats(Nats::Infinite, Lang::En), "∞");
        assert_eq!(nats(Nats::Finite(0.01234), Lang::Es), "0,0123");
    }
}
