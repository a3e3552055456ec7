//! How many images each class has in each part: a chart with a table behind it.

use dataset::{Class, Part};
use leptos::prelude::*;
use protocol::messages::Survey;
use text::Lang;

use super::view_model::use_view_model;
use crate::app::preferences::use_lang;
use crate::components::{Chart, Sheet, TableBehind};
use charts::{BarChart, BarSeries, Ink, draw_bars, nice_domain, nice_ticks};

/// The card.
#[component]
pub fn Counts() -> impl IntoView {
    let (lang, survey) = (use_lang(), use_view_model().survey);
    let draw = move |sheet: Sheet| {
        let lang = lang.get();
        let chart = survey.with(|survey| survey.as_ref().map(|survey| chart(survey, lang)));
        if let Some(chart) = chart {
            draw_bars(&sheet.pen, &chart)?;
        }
        Ok(())
    };
    let totals = Memo::new(move |_| {
        survey.with(|survey| survey.as_ref().map(|survey| Part::ALL.map(|part| sum(survey, part))))
    });
    let lead = move || {
        let [train, validation, test] =
            totals.get().unwrap_or_default().map(|count| lang.get().count(count.into()));
        lang.get().counts_lead(&train, &validation, &test)
    };
    let label = Signal::derive(move || {
        let lang = lang.get();
        let counts = survey.with(|survey| survey.as_ref().map(|survey| survey.counts[0]));
        let counts = counts.unwrap_or_default();
        let [least, most] = [counts.iter().min(), counts.iter().max()]
            .map(|count| lang.count(count.copied().unwrap_or_default().into()));
        lang.counts_alt(&least, &most)
    });
    view! {
        <section class="card" aria-labelledby="counts-title">
            <h2 id="counts-title">{move || lang.get().counts_title()}</h2>
            <p class="soft">{lead}</p>
            <Chart label draw/>
            <TableBehind label=Signal::derive(move || lang.get().counts_title().to_owned())>
                <CountsTable/>
            </TableBehind>
        </section>
    }
    .into_any()
}

fn chart(survey: &Survey, lang: Lang) -> BarChart {
    let inks = [Ink::Accent, Ink::Review, Ink::Ink];
    let series = |(part, ink): (Part, Ink)| BarSeries {
        label: lang.part_name(part).to_owned(),
        values: survey.counts[part.index()].map(f64::from).into(),
        ink,
    };
    BarChart {
        categories: Class::ALL.map(|class| lang.class_name(class).to_owned()).into(),
        series: Part::ALL.into_iter().zip(inks).map(series).collect(),
        y_title: lang.counts_axis().to_owned(),
        y_ticks: count_ticks(&survey.counts[0], lang),
        marks: Vec::new(),
    }
}

/// Round ticks of an axis of counts, from 0 to the next round value above the highest.
pub fn count_ticks(counts: &[u32], lang: Lang) -> Vec<(f64, String)> {
    let most = counts.iter().copied().max().unwrap_or_default();
    let written = |tick: f64| (tick, lang.count(tick.round() as u64));
    let (low, high) = nice_domain(0.0, f64::from(most), 4);
    nice_ticks(low.max(0.0), high, 4).into_iter().map(written).collect()
}

fn sum(survey: &Survey, part: Part) -> u32 {
    survey.counts[part.index()].iter().sum()
}

#[component]
fn CountsTable() -> impl IntoView {
    let (lang, survey) = (use_lang(), use_view_model().survey);
    let row = move |name: String, counts: [u32; 3]| {
        let cells = counts.into_iter().chain([counts.iter().sum()]);
        let cells = cells.map(|count| lang.get().count(count.into()));
        view! {
            <tr>
                <th scope="row">{name}</th>
                {cells.map(|count| view! { <td class="num">{count}</td> }).collect_view()}
            </tr>
        }
    };
    let rows = move || {
        let lang = lang.get();
        let survey = survey.get()?;
        let of_class = |class: Class| {
            let counts = Part::ALL.map(|part| survey.counts[part.index()][class.index()]);
            row(lang.class_name(class).to_owned(), counts)
        };
        let rows = Class::ALL.into_iter().map(of_class).collect_view();
        let totals = Part::ALL.map(|part| sum(&survey, part));
        Some((rows, row(lang.data_total().to_owned(), totals)))
    };
    let part = move |part: Part| view! { <th scope="col" class="num">{move || lang.get().part_name(part)}</th> };
    view! {
            <thead>
                <tr>
                    <th scope="col">{move || lang.get().class()}</th>
                    {Part::ALL.into_iter().map(part).collect_view()}
                    <th scope="col" class="num">{move || lang.get().data_total()}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_axis_ends_above_the_highest_bar() {
        let ticks = count_ticks(&[5_500, 20], Lang::En);
        let labels: Vec<_> = ticks.iter().map(|(_, label)| label.as_str()).collect();
        assert_eq!(labels, ["0", "2,000", "4,000", "6,000"]);
        assert_eq!(count_ticks(&[0], Lang::En)[0], (0.0, "0".to_owned()));
    }

    #[test]
    fn each_part_is_a_series_of_ten_classes() {
        let mut survey = Survey::default();
        survey.counts[2][9] = 7;
        let chart = chart(&survey, Lang::Es);
        assert_eq!(chart.categories.len(), chart.series[2].values.len());
        assert_eq!((chart.series[2].label.as_str(), chart.series[2].values[9]), ("prueba", 7.0));
    }
}
