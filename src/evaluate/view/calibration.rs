//! Reliability diagrams and the calibration error, before and after temperature scaling.

use leptos::prelude::*;
use statistics::evaluation::ReliabilityBin;
use text::Lang;

use super::measures::{BINS, Calibration, Reliability};
use super::place::Place;
use super::side::SideView;
use super::view_model::use_view_model;
use crate::app::preferences::use_lang;
use crate::components::{Chart, Sheet, TableBehind};
use charts::{Axis, Ink, Line, LineChart, Spread, draw_lines};

/// The card.
#[component]
pub fn CalibrationCard() -> impl IntoView {
    let (lang, view_model) = (use_lang(), use_view_model());
    let has_b = Memo::new(move |_| view_model.has_b());
    view! {
        <section class="card" aria-labelledby="calibration-title">
            <h2 id="calibration-title">{move || lang.get().evaluate_calibration()}</h2>
            <p class="soft">{move || lang.get().evaluate_calibration_note()}</p>
            <div class="sides">
                <Diagram side=view_model.a/>
                <Show when=move || has_b.get()>
                    <Diagram side=view_model.b/>
                </Show>
            </div>
        </section>
    }
    .into_any()
}

#[component]
fn Diagram(
    /// Whose.
    side: SideView,
) -> impl IntoView {
    let lang = use_lang();
    let name = Memo::new(move |_| format!("{}: {}", side.side.letter(), side.name.get()));
    let is_there = Memo::new(move |_| side.calibration.with(Option::is_some));
    let draw = move |sheet: Sheet| {
        if let Some(calibration) = side.calibration.get() {
            let chart = chart(&calibration, lang.get());
            draw_lines(&sheet.pen, &chart)?;
        }
        Ok(())
    };
    let label = Signal::derive(move || {
        let (lang, calibration) = (lang.get(), side.calibration.get());
        calibration.map_or_else(String::new, |calibration| {
            let error = |of: &Reliability| lang.percent(of.error, 1);
            lang.evaluate_reliability_alt(
                &name.get(),
                &error(&calibration.before),
                &error(&calibration.after),
            )
        })
    });
    let table = Signal::derive(move || lang.get().evaluate_reliability_of(&name.get()));
    view! {
        <div class="side">
            <h3>{name}</h3>
            <Show
                when=move || is_there.get()
                fallback=move || view! { <Place lack=side.lack/> }
            >
                <Errors side/>
                <Chart label draw/>
                <TableBehind label=table>
                    <BinTable side/>
                </TableBehind>
            </Show>
        </div>
    }
    .into_any()
}

/// The calibration error before and after.
#[component]
fn Errors(
    /// Whose.
    side: SideView,
) -> impl IntoView {
    let lang = use_lang();
    let rows = move || {
        let (lang, calibration) = (lang.get(), side.calibration.get()?);
        let n = side.measures.with(|all| all.as_ref().map_or(0, |all| all.accuracy.n));
        let note = lang.evaluate_ece_note(&lang.count(n as u64), &lang.count(BINS as u64));
        let after = lang.evaluate_ece_after(&lang.number(calibration.temperature, 2));
        let row = |name: String, of: &Reliability| {
            view! {
                <tr>
                    <th scope="row">{name}</th>
                    <td class="num">{lang.percent(of.error, 1)}</td>
                </tr>
            }
        };
        let rows = [
            row(lang.evaluate_ece_before().to_owned(), &calibration.before),
            row(after, &calibration.after),
        ];
        Some(view! {
            <table class="numbers">
                <caption>{lang.evaluate_ece()} " " <small>{note}</small></caption>
                <tbody>{rows.into_iter().collect_view()}</tbody>
            </table>
        })
    };
    view! { {rows} }
}

#[component]
fn BinTable(
    /// Whose.
    side: SideView,
) -> impl IntoView {
    let lang = use_lang();
    let rows = move || {
        let (lang, calibration) = (lang.get(), side.calibration.get()?);
        let pairs = calibration.before.bins.iter().zip(&calibration.after.bins);
        let rows = pairs.map(|(before, after)| {
            let bin = lang.percent_range([before.low, before.high], 0);
            view! {
                <tr>
                    <th scope="row">{bin}</th>
                    {bin_cells(before, lang)}
                    {bin_cells(after, lang)}
                </tr>
            }
        });
        Some(rows.collect_view())
    };
    let heads = move || {
        let lang = lang.get();
        (0..2)
            .map(|_| {
                view! {
                    <th scope="col" class="num">{lang.evaluate_bin_images()}</th>
                    <th scope="col" class="num">{lang.evaluate_bin_accuracy()}</th>
                }
            })
            .collect_view()
    };
    view! {
        <thead>
            <tr>
                <th scope="col" rowspan="2">{move || lang.get().evaluate_bin()}</th>
                <th scope="colgroup" colspan="2" class="num">{move || lang.get().evaluate_before()}</th>
                <th scope="colgroup" colspan="2" class="num">{move || lang.get().evaluate_after()}</th>
            </tr>
            <tr>{heads}</tr>
        </thead>
        <tbody>{rows}</tbody>
    }
    .into_any()
}

/// How many images a bin has, and how many of them are right with the interval.
fn bin_cells(bin: &ReliabilityBin, lang: Lang) -> impl IntoView + use<> {
    let accuracy = if bin.n == 0 {
        "–".to_owned()
    } else {
        let value = lang.percent(bin.accuracy.value, 0);
        format!("{value} ({})", lang.percent_range([bin.accuracy.low, bin.accuracy.high], 0))
    };
    view! {
        <td class="num">{lang.count(bin.n)}</td>
        <td class="num">{accuracy}</td>
    }
}

fn chart(calibration: &Calibration, lang: Lang) -> LineChart {
    let ticks: Vec<_> =
        [0.0, 25.0, 50.0, 75.0, 100.0].map(|value| (value, lang.number(value, 0))).to_vec();
    let axis = |title: &str| Axis {
        title: title.to_owned(),
        spread: Spread::Linear,
        domain: (0.0, 100.0),
        ticks: ticks.clone(),
    };
    let line = |label: &str, of: &Reliability, ink, is_dashed| Line {
        label: label.to_owned(),
        points: points(of),
        ink,
        is_dashed,
        dots: true,
    };
    let perfect = Line {
        label: lang.evaluate_perfect().to_owned(),
        points: vec![(0.0, 0.0), (100.0, 100.0)],
        ink: Ink::Soft,
        is_dashed: true,
        dots: false,
    };
    LineChart {
        x: axis(lang.evaluate_confidence_axis()),
        y: axis(lang.evaluate_accuracy_axis()),
        lines: vec![
            perfect,
            line(lang.evaluate_before(), &calibration.before, Ink::Review, true),
            line(lang.evaluate_after(), &calibration.after, Ink::Accent, false),
        ],
        marks: Vec::new(),
    }
}

/// Mean confidence and accuracy of the bins that have images, in percent.
fn points(of: &Reliability) -> Vec<(f64, f64)> {
    let filled = of.bins.iter().filter(|bin| bin.n > 0);
    filled.map(|bin| (bin.mean_confidence * 100.0, bin.accuracy.value * 100.0)).collect()
}

#[cfg(test)]
mod tests {
    use statistics::evaluation::reliability;

    use super::*;

    #[test]
    fn only_bins_with_images_are_points() {
        let of = Reliability {
            bins: reliability(&[0.9, 0.9, 0.5], &[true, false, true], BINS),
            error: 0.0,
        };
        let points = points(&of);
        assert_eq!(points.len(), 2);
        assert!((points[0].0 - 50.0).abs() < 1e-6 && (points[0].1 - 100.0).abs() < 1e-9);
        assert!((points[1].0 - 90.0).abs() < 1e-4 && (points[1].1 - 50.0).abs() < 1e-9);
    }
}
