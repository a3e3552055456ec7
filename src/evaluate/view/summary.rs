//! The accuracy of both models with their intervals, and whether they really differ.

use leptos::prelude::*;
use statistics::evaluation::McNemar;

use super::place::Lack;
use super::side::SideView;
use super::view_model::use_view_model;
use crate::app::preferences::use_lang;

/// The card.
#[component]
pub fn Summary() -> impl IntoView {
    let (lang, view_model) = (use_lang(), use_view_model());
    let has_b = Memo::new(move |_| view_model.has_b());
    view! {
        <section class="card" aria-labelledby="accuracy-title">
            <h2 id="accuracy-title">{move || lang.get().evaluate_accuracy_title()}</h2>
            <dl class="figures summary">
                <AccuracyFigure side=view_model.a/>
                <Show when=move || has_b.get()>
                    <AccuracyFigure side=view_model.b/>
                    <DifferenceFigure/>
                </Show>
            </dl>
            <Show when=move || has_b.get()>
                <PairedTest/>
            </Show>
        </section>
    }
    .into_any()
}

#[component]
fn AccuracyFigure(
    /// Whose.
    side: SideView,
) -> impl IntoView {
    let lang = use_lang();
    let accuracy =
        Memo::new(move |_| side.measures.with(|all| all.as_ref().map(|all| all.accuracy)));
    let value = move || match accuracy.get() {
        Some(accuracy) => lang.get().percent(accuracy.value, 1),
        None => side.lack.get().mark().to_owned(),
    };
    let note = move || {
        let (lang, accuracy) = (lang.get(), accuracy.get()?);
        Some(lang.evaluate_interval(
            &lang.percent_range([accuracy.low, accuracy.high], 1),
            &lang.count(accuracy.n as u64),
        ))
    };
    view! {
        <div class="figure">
            <dt>{side.side.letter()} ": " {side.name}</dt>
            <dd>
                <b class="num">{value}</b>
                <span class="soft">{note}</span>
            </dd>
        </div>
    }
    .into_any()
}

#[component]
fn DifferenceFigure() -> impl IntoView {
    let (lang, view_model) = (use_lang(), use_view_model());
    let test = view_model.comparison;
    let lack = move || {
        // The one that is to come last decides.
        let both = [view_model.a.lack.get(), view_model.b.lack.get()];
        let is_coming = both.contains(&Lack::Pending) && !both.contains(&Lack::NoModel);
        if is_coming { Lack::Pending } else { Lack::NotMeasured }
    };
    let value = move || match test.get() {
        Some(test) => lang.get().evaluate_points(&points(test.difference.value, lang.get())),
        None => lack().mark().to_owned(),
    };
    let note = move || {
        let (lang, test) = (lang.get(), test.get()?);
        Some(lang.evaluate_difference_interval(
            &points(test.difference.low, lang),
            &points(test.difference.high, lang),
            &lang.count(test.n()),
        ))
    };
    view! {
        <div class="figure">
            <dt>{move || lang.get().evaluate_difference()}</dt>
            <dd>
                <b class="num">{value}</b>
                <span class="soft">{note}</span>
            </dd>
        </div>
    }
    .into_any()
}

/// McNemar's test: the four counts, and the p value in words.
#[component]
fn PairedTest() -> impl IntoView {
    let (lang, test) = (use_lang(), use_view_model().comparison);
    let counts = move || {
        let (lang, test) = (lang.get(), test.get()?);
        let rows = [
            (lang.evaluate_both_right(), test.both_right),
            (lang.evaluate_only_a(), test.only_a),
            (lang.evaluate_only_b(), test.only_b),
            (lang.evaluate_both_wrong(), test.both_wrong),
        ];
        let cells = rows.map(|(name, count)| {
            view! {
                <div>
                    <dt>{name}</dt>
                    <dd class="num">{lang.count(count)}</dd>
                </div>
            }
        });
        Some(cells.into_iter().collect_view())
    };
    let meaning = move || test.get().map(|test| words(&test, lang.get()));
    view! {
        <h3>{move || lang.get().evaluate_mcnemar()}</h3>
        <dl class="paired">{counts}</dl>
        <p>{meaning}</p>
        <p class="soft">{move || lang.get().evaluate_mcnemar_note()}</p>
    }
    .into_any()
}

fn words(test: &McNemar, lang: text::Lang) -> String {
    format!("{} ({})", lang.mcnemar_meaning(test), lang.mcnemar_method(test))
}

fn points(share: f64, lang: text::Lang) -> String {
    lang.signed_number(share * 100.0, 1)
}
