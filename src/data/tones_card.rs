//! The distribution of grey values: a histogram with a table behind it.

use dataset::Class;
use leptos::prelude::*;
use text::Lang;

use super::tones::{Tones, edges, range};
use super::view_model::use_view_model;
use crate::app::preferences::use_lang;
use crate::components::{Chart, Sheet, TableBehind};
use charts::{BarSeries, HistogramChart, Ink, draw_histogram};

/// Grey values that are written under the axis.
const TICKS: [u8; 5] = [1, 64, 128, 192, 255];

/// The chosen class's tones and, beside them, everyone's.
#[derive(Clone, Debug, PartialEq)]
struct Shown {
    class: Option<Class>,
    tones: Tones,
    /// Those of all classes, where one is chosen.
    all: Option<Tones>,
}

/// The card.
#[component]
pub fn TonesCard() -> impl IntoView {
    let (lang, view_model) = (use_lang(), use_view_model());
    let class = Memo::new(move |_| view_model.look().with(|look| look.class));
    let shown = Memo::new(move |_| {
        let class = class.get();
        view_model.survey.with(|survey| {
            let survey = survey.as_ref()?;
            let all = class.and_then(|_| Tones::new(survey, None));
            Some(Shown { class, tones: Tones::new(survey, class)?, all })
        })
    });
    let draw = move |sheet: Sheet| {
        let lang = lang.get();
        let chart = shown.with(|shown| shown.as_ref().map(|shown| chart(shown, lang)));
        draw_histogram(&sheet.pen, &chart.unwrap_or_default())
    };
    let note = move || {
        let lang = lang.get();
        let tones = shown.with(|shown| shown.as_ref().map(|s| (s.tones.black, s.tones.mean)));
        tones.map(|(black, mean)| lang.tones_note(&lang.percent(black, 1), &lang.number(mean, 1)))
    };
    let label = Signal::derive(move || {
        let peak = shown.with(|shown| shown.as_ref().map(|shown| range(shown.tones.peak())));
        let (low, high) = peak.unwrap_or_default();
        lang.get().tones_alt(&low.to_string(), &high.to_string())
    });
    let title = Signal::derive(move || lang.get().tones_title(name(class.get(), lang.get())));
    view! {
        <section class="card" aria-labelledby="tones-title">
            <h2 id="tones-title">{move || title.get()}</h2>
            <p class="soft">{note}</p>
            <Chart label draw/>
            <TableBehind label=title>
                <TonesTable shown/>
            </TableBehind>
        </section>
    }
    .into_any()
}

fn name(class: Option<Class>, lang: Lang) -> &'static str {
    class.map_or(lang.data_all_classes(), |class| lang.class_name(class))
}

fn chart(shown: &Shown, lang: Lang) -> HistogramChart {
    let series = |class, tones: &Tones, ink| BarSeries {
        label: name(class, lang).to_owned(),
        values: tones.bins.clone(),
        ink,
    };
    let all = shown.all.iter().map(|all| series(None, all, Ink::Soft));
    HistogramChart {
        edges: edges(),
        series: [series(shown.class, &shown.tones, Ink::Accent)].into_iter().chain(all).collect(),
        // A value's bar reaches to the next value, so its middle is half a value further.
        x_ticks: TICKS.map(|value| (f64::from(value) + 0.5, value.to_string())).into(),
        x_title: lang.tones_axis().to_owned(),
        y_title: lang.tones_share().to_owned(),
        marks: Vec::new(),
    }
}

#[component]
fn TonesTable(
    /// What the chart shows.
    shown: Memo<Option<Shown>>,
) -> impl IntoView {
    let lang = use_lang();
    let row = |bin: String, cells: Vec<String>| {
        let cells = cells.into_iter().map(|cell| view! { <td class="num">{cell}</td> });
        view! { <tr><th scope="row">{bin}</th>{cells.collect_view()}</tr> }
    };
    let rows = move || {
        let (lang, shown) = (lang.get(), shown.get()?);
        let sets: Vec<_> = [&shown.tones].into_iter().chain(&shown.all).collect();
        let share = |share: f64| lang.percent(share, 2);
        let zero = row(
            lang.tones_zero().to_owned(),
            sets.iter().map(|tones| share(tones.black)).collect(),
        );
        let bins = (0..shown.tones.bins.len()).map(|bin| {
            let (low, high) = range(bin);
            let cells = sets.iter().map(|tones| share(tones.bins[bin])).collect();
            row(lang.tones_range(&low.to_string(), &high.to_string()), cells)
        });
        Some((zero, bins.collect_view()))
    };
    let heads = move || {
        let (lang, shown) = (lang.get(), shown.get()?);
        let names = [shown.class].into_iter().chain(shown.all.map(|_| None));
        let head = |class| view! { <th scope="col" class="num">{name(class, lang)}</th> };
        Some(names.map(head).collect_view())
    };
    view! {
            <thead><tr><th scope="col">{move || lang.get().tones_bin()}</th>{heads}</tr></thead>
            <tbody>{rows}</tbody>
    }
    .into_any()
}
