//! The signals: their divergences from the reference, and one of them opened up over time and bin
//! by bin.

use leptos::prelude::*;
use statistics::drift::Signal as Watched;
use statistics::drift::divergence::Zeros;
use statistics::drift::limits::{Method, Watch};

use super::context::use_monitor_context;
use super::data_table::{DataTable, TableBody};
use super::models::{
    alert_bands, bin_names, bins, contribution_chart, gauge, injected_bands, ratios,
};
use super::tables::{Row, Table, Tone, nats, signals};
use crate::app::preferences::use_lang;
use crate::components::{Chart, Segmented, Sheet, TableBehind};
use charts::{draw_bands, draw_contributions, draw_gauge, draw_lines};

/// Rows of the table behind the chart over time.
const LISTED: usize = 40;

/// The card.
#[component]
pub fn Signals() -> impl IntoView {
    let (lang, desk) = (use_lang(), use_monitor_context());
    let table = Memo::new(move |_| {
        let (lang, zeros) = (lang.get(), desk.zeros.get());
        let at = desk.production.cursor().get();
        let Some(yardstick) = desk.yardstick() else { return Table::default() };
        desk.summary.with(|summary| {
            let Some(summary) = summary else { return Table::default() };
            let table =
                desk.production.peek(|run| signals(summary, run, &yardstick, zeros, at, lang));
            table.unwrap_or_default()
        })
    });
    let label = Signal::derive(move || lang.get().monitor_signals().to_owned());
    view! {
        <section class="card" aria-labelledby="signals-title">
            <h2 id="signals-title">{move || lang.get().monitor_signals()}</h2>
            <p class="soft">{move || lang.get().monitor_signals_note()}</p>
            <ZerosField/>
            <DataTable label table/>
            <p class="soft">{move || lang.get().monitor_training_note()}</p>
            <SignalField/>
            <div class="monitor-pair">
                <OverTime/>
                <OpenedUp/>
            </div>
        </section>
    }
    .into_any()
}

#[component]
fn ZerosField() -> impl IntoView {
    let (lang, zeros) = (use_lang(), use_monitor_context().zeros);
    let labels = Signal::derive(move || {
        let lang = lang.get();
        vec![lang.monitor_smoothed().to_owned(), lang.monitor_raw().to_owned()]
    });
    let legend = Signal::derive(move || lang.get().monitor_zeros().to_owned());
    let chosen = Signal::derive(move || usize::from(zeros.get() == Zeros::Raw));
    let choose = move |place| zeros.set(if place == 0 { Zeros::Smoothed } else { Zeros::Raw });
    view! {
        <div class="monitor-choice">
            <span class="field-name">{move || lang.get().monitor_zeros()}</span>
            <Segmented name="zeros" legend labels chosen choose/>
        </div>
    }
    .into_any()
}

#[component]
fn SignalField() -> impl IntoView {
    let (lang, signal) = (use_lang(), use_monitor_context().signal);
    let labels = Signal::derive(move || {
        let lang = lang.get();
        Watched::ALL.map(|signal| lang.monitoring_signal_name(signal).to_owned()).to_vec()
    });
    let legend = Signal::derive(move || lang.get().monitor_look_at().to_owned());
    let chosen = Signal::derive(move || signal.get().index());
    let choose = move |place: usize| {
        if let Some(watched) = Watched::ALL.get(place) {
            signal.set(*watched);
        }
    };
    view! {
        <div class="monitor-choice is-wide">
            <span class="field-name">{move || lang.get().monitor_look_at()}</span>
            <Segmented name="signal" legend labels chosen choose/>
        </div>
    }
    .into_any()
}

/// The detectors' statistics relative to their limits, over the run.
#[component]
fn OverTime() -> impl IntoView {
    let (lang, desk) = (use_lang(), use_monitor_context());
    let production = desk.production;
    let draw = move |sheet: Sheet| {
        let (lang, signal, revealed) = (lang.get(), desk.signal.get(), production.is_revealed());
        let drawn = production.read(|run| {
            let mut bands = injected_bands(run, revealed, lang);
            bands.extend(alert_bands(run.events(), signal, run.seen()));
            (ratios(run, signal, lang), bands)
        });
        if let Some((chart, bands)) = drawn {
            draw_lines(&sheet.pen, &chart)?;
            draw_bands(&sheet.pen, &chart, &bands)?;
        }
        Ok(())
    };
    let title = Signal::derive(move || {
        let lang = lang.get();
        lang.monitor_over_time(lang.monitoring_signal_name(desk.signal.get()))
    });
    let table = Memo::new(move |_| {
        let (lang, signal) = (lang.get(), desk.signal.get());
        let chart = production.read(|run| ratios(run, signal, lang)).unwrap_or_else(empty);
        let named = || chart.lines.iter().skip(1);
        let head = std::iter::once(lang.monitor_record_axis().to_owned());
        let points = chart.lines.get(1).map_or(0, |line| line.points.len());
        let step = points.div_ceil(LISTED).max(1);
        let row = |place: usize| {
            let at = named().next().map_or(0.0, |line| line.points[place].0);
            let value = |line: &charts::Line| {
                let value = line.points.get(place).map_or(f64::NAN, |point| point.1);
                if value.is_nan() { "–".to_owned() } else { lang.number(value, 3) }
            };
            let cells = std::iter::once(lang.count(at as u64)).chain(named().map(value));
            Row { cells: cells.collect(), tone: Tone::Plain }
        };
        Table {
            head: head.chain(named().map(|line| line.label.clone())).collect(),
            rows: (0..points).step_by(step).map(row).collect(),
            words: 1,
        }
    });
    view! {
        <div class="monitor-chart">
            <h3>{title}</h3>
            <Chart label=title draw/>
            <p class="soft">{move || lang.get().monitor_bands_note()}</p>
            <TableBehind label=title>
                <TableBody table/>
            </TableBehind>
        </div>
    }
    .into_any()
}

fn empty() -> charts::LineChart {
    let axis = || charts::Axis {
        title: String::new(),
        spread: charts::Spread::Linear,
        domain: (0.0, 1.0),
        ticks: Vec::new(),
    };
    charts::LineChart { x: axis(), y: axis(), lines: Vec::new(), marks: Vec::new() }
}

/// The divergence beside its noise floor and limit, and what each bin adds to it.
#[component]
fn OpenedUp() -> impl IntoView {
    let (lang, desk) = (use_lang(), use_monitor_context());
    let production = desk.production;
    let at = move || production.cursor().get();
    let of = Memo::new(move |_| {
        let signal = desk.signal.get();
        let limit = production
            .read(|run| run.measure().limits.get(Watch { signal, method: Method::Window })?.limit);
        desk.summary.with(|summary| {
            summary.as_ref()?.signal(signal).cloned().map(|of| (of, limit.flatten()))
        })
    });
    let draw_floor = move |sheet: Sheet| {
        let (lang, zeros) = (lang.get(), desk.zeros.get());
        of.with(|of| match of {
            Some((of, limit)) => draw_gauge(&sheet.pen, &gauge(of, *limit, zeros, lang)),
            None => Ok(()),
        })
    };
    let draw_bins = move |sheet: Sheet| {
        let (lang, signal, zeros) = (lang.get(), desk.signal.get(), desk.zeros.get());
        let chart = production
            .read(|run| contribution_chart(run, signal, &bins(run, signal, zeros, at()), lang));
        if let Some(chart) = chart {
            draw_contributions(&sheet.pen, &chart)?;
        }
        Ok(())
    };
    let floor_words = Signal::derive(move || {
        let (lang, zeros) = (lang.get(), desk.zeros.get());
        of.with(|of| of.as_ref().map(|(of, limit)| gauge(of, *limit, zeros, lang)))
            .map(|gauge| {
                let rows = gauge.rows.iter().map(|(name, _, value)| format!("{name} {value}"));
                let marks = gauge.marks.iter().map(|(_, label)| label.clone());
                rows.chain(marks).collect::<Vec<_>>().join("; ")
            })
            .unwrap_or_default()
    });
    let title = Signal::derive(move || {
        let lang = lang.get();
        lang.monitor_opened_up(lang.monitoring_signal_name(desk.signal.get()))
    });
    let table = Memo::new(move |_| {
        let (lang, signal, zeros) = (lang.get(), desk.signal.get(), desk.zeros.get());
        let rows = production.read(|run| {
            let names = bin_names(run, signal, lang).into_iter();
            let rows = names.zip(bins(run, signal, zeros, at())).map(|(name, bin)| Row {
                cells: vec![
                    name,
                    lang.percent(bin.reference, 1),
                    lang.percent(bin.production, 1),
                    nats(bin.kl.production_reference, lang),
                    nats(bin.kl.reference_production, lang),
                ],
                tone: Tone::Plain,
            });
            rows.collect::<Vec<_>>()
        });
        let head = [
            lang.monitor_bin(),
            lang.monitor_share_reference(),
            lang.monitor_share_production(),
            "KL(P‖R)",
            "KL(R‖P)",
        ];
        Table { head: head.map(str::to_owned).to_vec(), rows: rows.unwrap_or_default(), words: 1 }
    });
    let floor_title = move || lang.get().monitor_floor_title();
    view! {
        <div class="monitor-chart">
            <h3>{floor_title}</h3>
            <div class="monitor-gauge"><Chart label=floor_words draw=draw_floor/></div>
            <p class="soft">{move || lang.get().monitor_floor_note()}</p>
            <h3>{title}</h3>
            <Chart label=title draw=draw_bins/>
            <TableBehind label=title>
                <TableBody table/>
            </TableBehind>
        </div>
    }
    .into_any()
}
