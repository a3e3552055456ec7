//! Accuracy without labels: what the confidences let expect, beside what is true.

use leptos::prelude::*;

use super::context::use_monitor_context;
use super::data_table::{DataTable, TableBody};
use super::models::{accuracy, injected_bands};
use super::tables::{Row, Table, Tone, accuracies};
use crate::app::preferences::use_lang;
use crate::components::{Chart, Sheet, TableBehind};
use charts::{draw_bands, draw_lines};

/// Rows of the table behind the chart.
const LISTED: usize = 40;

/// The card.
#[component]
pub fn Accuracy() -> impl IntoView {
    let (lang, desk) = (use_lang(), use_monitor_context());
    let production = desk.production;
    let draw = move |sheet: Sheet| {
        let (lang, revealed) = (lang.get(), production.is_revealed());
        let drawn =
            production.read(|run| (accuracy(run, lang), injected_bands(run, revealed, lang)));
        if let Some((chart, bands)) = drawn {
            draw_lines(&sheet.pen, &chart)?;
            draw_bands(&sheet.pen, &chart, &bands)?;
        }
        Ok(())
    };
    let groups = Memo::new(move |_| {
        let (lang, revealed) = (lang.get(), production.is_revealed());
        let table = production
            .read(|run| accuracies(&run.tallies().groups(), run.spread(), revealed, lang));
        table.unwrap_or_default()
    });
    let points = Memo::new(move |_| {
        let lang = lang.get();
        production.read(|run| trend_table(&accuracy(run, lang), lang)).unwrap_or_default()
    });
    let title = Signal::derive(move || lang.get().monitor_accuracy_title().to_owned());
    let per_shift = Signal::derive(move || lang.get().monitor_per_shift().to_owned());
    view! {
        <section class="card" aria-labelledby="accuracy-title">
            <h2 id="accuracy-title">{title}</h2>
            <p class="soft">{move || lang.get().monitor_accuracy_note()}</p>
            <div class="monitor-pair">
                <div class="monitor-chart">
                    <Chart label=title draw/>
                    <TableBehind label=title>
                        <TableBody table=points/>
                    </TableBehind>
                </div>
                <div>
                    <h3>{per_shift}</h3>
                    <DataTable label=per_shift table=groups/>
                    <p class="soft">{move || lang.get().monitor_per_shift_note()}</p>
                </div>
            </div>
        </section>
    }
    .into_any()
}

fn trend_table(chart: &charts::LineChart, lang: text::Lang) -> Table {
    let points = chart.lines.first().map_or(0, |line| line.points.len());
    let step = points.div_ceil(LISTED).max(1);
    let row = |place: usize| {
        let at = chart.lines[0].points[place].0;
        let value = |line: &charts::Line| match line.points[place].1 {
            value if value.is_nan() => "–".to_owned(),
            value => lang.percent(value, 1),
        };
        let cells = std::iter::once(lang.count(at as u64)).chain(chart.lines.iter().map(value));
        Row { cells: cells.collect(), tone: Tone::Plain }
    };
    let names = chart.lines.iter().map(|line| line.label.clone());
    Table {
        head: std::iter::once(lang.monitor_record_axis().to_owned()).chain(names).collect(),
        rows: (0..points).step_by(step).map(row).collect(),
        words: 1,
    }
}
