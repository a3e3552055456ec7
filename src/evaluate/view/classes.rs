//! Precision, recall and F1 of each class, both models beside each other, with a chart of recall.

use std::sync::Arc;

use dataset::Class;
use leptos::prelude::*;
use statistics::metrics::ClassScores;
use text::Lang;

use super::measures::Measures;
use super::place::Place;
use super::view_model::use_view_model;
use crate::app::preferences::use_lang;
use crate::components::{Chart, Sheet};
use charts::{BarChart, BarSeries, Ink, draw_bars};

/// Both models, or the first alone.
type Pair = Vec<(&'static str, Arc<Measures>)>;

/// The card.
#[component]
pub fn Classes() -> impl IntoView {
    let (lang, view_model) = (use_lang(), use_view_model());
    let pair = Memo::new(move |_| {
        [view_model.a, view_model.b]
            .into_iter()
            .filter_map(|view| Some((view.side.letter(), view.measures.get()?)))
            .collect::<Pair>()
    });
    let draw = move |sheet: Sheet| {
        let names = [view_model.a, view_model.b]
            .map(|view| format!("{}: {}", view.side.letter(), view.name.get()));
        let chart = pair.with(|pair| recall_chart(pair, &names, lang.get()));
        draw_bars(&sheet.pen, &chart)
    };
    let label = Signal::derive(move || pair.with(|pair| chart_words(pair, lang.get())));
    let is_empty = Memo::new(move |_| pair.with(Vec::is_empty));
    let interval = move || pair.with(|pair| interval_words(pair, lang.get()));
    view! {
        <section class="card" aria-labelledby="classes-title">
            <h2 id="classes-title">{move || lang.get().evaluate_classes()}</h2>
            <p class="soft">{move || lang.get().evaluate_classes_note()}</p>
            <Show
                when=move || !is_empty.get()
                fallback=move || view! { <Place lack=view_model.a.lack/> }
            >
                <Chart label draw/>
                <div class="scroll is-whole" tabindex="0" role="region" aria-labelledby="classes-title">
                    <ScoresTable pair/>
                </div>
                <p class="soft">{interval}</p>
            </Show>
        </section>
    }
    .into_any()
}

#[component]
fn ScoresTable(
    /// The models.
    pair: Memo<Pair>,
) -> impl IntoView {
    let lang = use_lang();
    let span = move || pair.with(Vec::len).to_string();
    let letters = move || {
        let letters: Vec<_> = pair.with(|pair| pair.iter().map(|(letter, _)| *letter).collect());
        (0..3)
            .flat_map(|_| letters.clone())
            .map(|letter| view! { <th scope="col" class="num">{letter}</th> })
            .collect_view()
    };
    let rows = move || {
        let (pair, lang) = (pair.get(), lang.get());
        let row = |class: Class| {
            let scores = pair.iter().map(|(_, all)| all.scores[class.index()]).collect();
            let n = pair.first().map(|(_, all)| all.recall(class).n as u64);
            let n = n.map(|n| lang.count(n)).unwrap_or_default();
            view! { <tr><th scope="row">{lang.class_name(class)}</th><td class="num">{n}</td>{cells(scores, lang)}</tr> }
        };
        Class::ALL.map(row).into_iter().collect_view()
    };
    let average = move || {
        let (pair, lang) = (pair.get(), lang.get());
        let scores = pair.iter().map(|(_, all)| all.average).collect();
        let n = pair.first().map(|(_, all)| lang.count(all.accuracy.n as u64));
        view! { <tr><th scope="row">{lang.evaluate_macro()}</th><td class="num">{n}</td>{cells(scores, lang)}</tr> }
    };
    view! {
        <table class="numbers scores" aria-labelledby="classes-title">
            <thead>
                <tr>
                    <th scope="col" rowspan="2">{move || lang.get().class()}</th>
                    <th scope="col" rowspan="2" class="num">{move || lang.get().evaluate_images()}</th>
                    <th scope="colgroup" class="num" colspan=span>
                        {move || lang.get().evaluate_precision()}
                    </th>
                    <th scope="colgroup" class="num" colspan=span>
                        {move || lang.get().evaluate_recall()}
                    </th>
                    <th scope="colgroup" class="num" colspan=span>
                        {move || lang.get().evaluate_f1()}
                    </th>
                </tr>
                <tr>{letters}</tr>
            </thead>
            <tbody>{rows}</tbody>
            <tfoot>{average}</tfoot>
        </table>
    }
    .into_any()
}

/// Precision of each model, then recall, then F1.
fn cells(scores: Vec<ClassScores>, lang: Lang) -> impl IntoView {
    let measures: [fn(&ClassScores) -> f64; 3] =
        [|scores| scores.precision, |scores| scores.recall, |scores| scores.f1];
    measures
        .into_iter()
        .flat_map(|measure| {
            scores.iter().map(move |scores| lang.percent(measure(scores), 1)).collect::<Vec<_>>()
        })
        .map(|text| view! { <td class="num">{text}</td> })
        .collect_view()
}

fn recall_chart(pair: &Pair, names: &[String; 2], lang: Lang) -> BarChart {
    let inks = [Ink::Accent, Ink::Review];
    let series = pair.iter().zip(inks).map(|((letter, measures), ink)| BarSeries {
        label: names.iter().find(|name| name.starts_with(letter)).cloned().unwrap_or_default(),
        values: Class::ALL.map(|class| measures.recall(class).value * 100.0).to_vec(),
        ink,
    });
    BarChart {
        categories: Class::ALL.map(|class| lang.class_name(class).to_owned()).to_vec(),
        series: series.collect(),
        y_title: lang.evaluate_recall_chart().to_owned(),
        y_ticks: [0.0, 25.0, 50.0, 75.0, 100.0].map(|v| (v, lang.number(v, 0))).to_vec(),
        marks: Vec::new(),
    }
}

fn chart_words(pair: &Pair, lang: Lang) -> String {
    let Some((_, measures)) = pair.first() else { return String::new() };
    let recalls = Class::ALL.map(|class| (class, measures.recall(class).value));
    let lowest = recalls.into_iter().min_by(|(_, a), (_, b)| a.total_cmp(b));
    lowest.map_or_else(String::new, |(class, value)| {
        lang.evaluate_recall_alt(lang.class_name(class), &lang.percent(value, 1))
    })
}

/// How far the interval of a recall reaches at most.
fn interval_words(pair: &Pair, lang: Lang) -> String {
    let recalls = pair.iter().flat_map(|(_, all)| Class::ALL.map(|class| all.recall(class)));
    let widest =
        recalls.map(|recall| (recall.reach(), recall.n)).max_by(|(a, _), (b, _)| a.total_cmp(b));
    widest.map_or_else(String::new, |(half, n)| {
        lang.evaluate_recall_interval(&lang.number(half * 100.0, 1), &lang.count(n as u64))
    })
}

#[cfg(test)]
mod tests {
    use protocol::messages::Answers;

    use super::*;
    use crate::evaluate::state::Answered;

    /// Ten images of each class; of the shirts one is named rightly, of the others all.
    fn measures() -> Arc<Measures> {
        let labels: Vec<u8> = (0..100).map(|n| n / 10).collect();
        let mut logits = vec![0.0_f32; 1000];
        for (place, label) in labels.iter().enumerate() {
            let named = if *label == 6 && place > 60 { 0 } else { *label };
            logits[place * 10 + usize::from(named)] = 5.0;
        }
        Arc::new(
            Measures::new(&Answered::new(labels, vec![], Answers::Logits(logits), None)).unwrap(),
        )
    }

    #[test]
    fn the_chart_has_a_series_a_model_and_names_the_lowest_class() {
        let pair = vec![("A", measures())];
        let chart = recall_chart(&pair, &["A: x".into(), "B: y".into()], Lang::En);
        assert_eq!(chart.series.len(), 1);
        assert_eq!((chart.series[0].label.as_str(), chart.series[0].values[6]), ("A: x", 10.0));
        assert!(chart_words(&pair, Lang::En).contains("lowest of A is Shirt with 10.0"));
    }

    #[test]
    fn the_widest_interval_is_told_with_its_size() {
        // Wilson's interval of 1 of 10 is [0.0179, 0.4042], that of 10 of 10 [0.7225, 1].
        let words = interval_words(&vec![("A", measures())], Lang::En);
        assert!(words.contains("30.4 points") && words.contains("10 per class"), "{words}");
    }
}
