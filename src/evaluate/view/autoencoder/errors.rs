//! The reconstruction errors of the normal class and of the rest, with the limit on them.

use dataset::Class;
use leptos::prelude::*;
use statistics::evaluation::Histogram as Counts;
use text::Lang;

use crate::app::preferences::use_lang;
use crate::components::{Chart, Sheet, TableBehind};
use crate::evaluate::view::view_model::use_view_model;
use charts::{BarSeries, HistogramChart, Ink, draw_histogram, nice_ticks, tick_digits};

/// The histograms with their table.
#[component]
pub fn Errors() -> impl IntoView {
    let (lang, view) = (use_lang(), use_view_model().autoencoder);
    let counts = Memo::new(move |_| {
        let limit = view.limit.get();
        view.measured.with(|all| all.as_ref().map(|all| all.histograms(limit)))
    });
    let draw = move |sheet: Sheet| {
        if let Some(counts) = counts.get() {
            let chart = chart(&counts, view.normal.get(), view.limit.get(), lang.get());
            draw_histogram(&sheet.pen, &chart)?;
        }
        Ok(())
    };
    let label = Signal::derive(move || {
        let lang = lang.get();
        lang.evaluate_errors_alt(lang.class_name(view.normal.get()))
    });
    let beyond = move || {
        let (lang, [normal, rest]) = (lang.get(), counts.get()?);
        let outside = |counts: &Counts| lang.count(counts.above + counts.not_a_number);
        Some(lang.evaluate_beyond(&outside(&normal), &outside(&rest)))
    };
    let rows = move || {
        let (lang, [normal, rest]) = (lang.get(), counts.get()?);
        let row = |bin: usize| {
            let edge = |bin: usize| lang.number(normal.low + normal.width() * bin as f64, 4);
            view! {
                <tr>
                    <th scope="row">{lang.evaluate_range(&edge(bin), &edge(bin + 1))}</th>
                    <td class="num">{normal.counts.get(bin).map(|count| lang.count(*count))}</td>
                    <td class="num">{rest.counts.get(bin).map(|count| lang.count(*count))}</td>
                </tr>
            }
        };
        Some((0..normal.counts.len()).map(row).collect_view())
    };
    let table = Signal::derive(move || lang.get().evaluate_errors().to_owned());
    view! {
        <div class="side">
            <h3>{move || lang.get().evaluate_errors()}</h3>
            <Chart label draw/>
            <p class="soft">{beyond}</p>
            <TableBehind label=table>
                <thead>
                    <tr>
                        <th scope="col">{move || lang.get().evaluate_error_bin()}</th>
                        <th scope="col" class="num">
                            {move || lang.get().class_name(view.normal.get())}
                        </th>
                        <th scope="col" class="num">{move || lang.get().evaluate_rest()}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </TableBehind>
        </div>
    }
    .into_any()
}

/// Shares of each group, for the rest is nine times as many.
fn chart(counts: &[Counts; 2], class: Class, limit: Option<f64>, lang: Lang) -> HistogramChart {
    let [normal, rest] = counts;
    let series = |counts: &Counts, label: &str, ink| {
        let n = counts.n().max(1) as f64;
        BarSeries {
            label: label.to_owned(),
            values: counts.counts.iter().map(|count| *count as f64 / n * 100.0).collect(),
            ink,
        }
    };
    let ticks = nice_ticks(normal.low, normal.high, 4);
    let digits = tick_digits(&ticks);
    let bins = normal.counts.len();
    HistogramChart {
        edges: (0..=bins).map(|bin| normal.low + normal.width() * bin as f64).collect(),
        series: vec![
            series(normal, lang.class_name(class), Ink::Accent),
            series(rest, lang.evaluate_rest(), Ink::Reject),
        ],
        x_ticks: ticks.into_iter().map(|tick| (tick, lang.number(tick, digits))).collect(),
        x_title: lang.evaluate_errors_x().to_owned(),
        y_title: lang.evaluate_errors_y().to_owned(),
        marks: limit
            .map(|limit| (limit, format!("{} {}", lang.evaluate_limit(), lang.number(limit, 4))))
            .into_iter()
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use statistics::evaluation::histogram;

    use super::*;

    #[test]
    fn each_group_is_drawn_as_shares_of_itself() {
        let counts =
            [histogram(&[0.1, 0.1, 0.4, 2.0], 2, 0.0..1.0), histogram(&[0.9, 0.8], 2, 0.0..1.0)];
        let chart = chart(&counts, Class::Bag, Some(0.5), Lang::En);
        assert_eq!(chart.edges, [0.0, 0.5, 1.0]);
        assert_eq!(chart.series[0].values, [75.0, 0.0]);
        assert_eq!(chart.series[1].values, [0.0, 100.0]);
        assert_eq!(chart.marks, [(0.5, "Limit 0.5000".to_owned())]);
    }
}
