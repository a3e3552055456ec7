//! All ten shipped autoencoders in a table with their mean.

use dataset::{Class, Part};
use leptos::prelude::*;
use statistics::evaluation::Auroc;
use statistics::metrics::mean;
use text::Lang;

use crate::app::preferences::use_lang;
use crate::evaluate::state::{Key, Model, use_assessments};
use crate::evaluate::view::one_class::{Limit, OneClass};
use crate::evaluate::view::progress::Progress;
use crate::evaluate::view::view_model::use_view_model;

/// A row of the table.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Row {
    area: Auroc,
    novelty: Option<f64>,
    limit: Option<Limit>,
}

/// The mean of the rows that are there.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Mean {
    count: usize,
    area: f64,
    novelty: Option<f64>,
    rejected: Option<f64>,
    caught: Option<f64>,
}

impl Mean {
    fn of(rows: &[Row]) -> Option<Self> {
        let count = rows.len();
        let mean = |values: Vec<f64>| (count > 0 && values.len() == count).then(|| mean(&values));
        let limits = |share: fn(&Limit) -> f64| {
            mean(rows.iter().filter_map(|row| row.limit.as_ref().map(share)).collect())
        };
        Some(Self {
            count,
            area: mean(rows.iter().map(|row| row.area.value).collect())?,
            novelty: mean(rows.iter().filter_map(|row| row.novelty).collect()),
            rejected: limits(|limit| limit.rejected.value),
            caught: limits(|limit| limit.caught.value),
        })
    }
}

fn key(class: Class) -> Key {
    Key { model: Model::Autoencoder(class), part: Part::Test }
}

/// The table.
#[component]
pub fn Ten() -> impl IntoView {
    let (lang, assessments) = (use_lang(), use_assessments());
    let rows = Class::ALL.map(row_of);
    let keys: Vec<Key> = Class::ALL.map(key).to_vec();
    assessments.ask(&keys);
    let all = StoredValue::new(keys.clone());
    let progress = Signal::derive(move || all.get_value());
    // A page that is left asks for nothing more.
    on_cleanup(move || assessments.release(&keys));
    let mean = Memo::new(move |_| {
        let there: Vec<Row> = rows.iter().filter_map(|row| row.get()).collect();
        Mean::of(&there)
    });
    let views = Class::ALL.into_iter().zip(rows).map(|(class, row)| {
        view! { <RowView class row/> }
    });
    view! {
        <h3 id="ten-title">{move || lang.get().evaluate_ten()}</h3>
        <p class="soft">{move || lang.get().evaluate_ten_note()}</p>
        <Progress keys=progress/>
        <div class="scroll is-whole" tabindex="0" role="region" aria-labelledby="ten-title">
            <table class="numbers" aria-labelledby="ten-title">
                <thead>
                    <tr>
                        <th scope="col">{move || lang.get().evaluate_normal()}</th>
                        <th scope="col" class="num">{move || lang.get().evaluate_auc_short()}</th>
                        <th scope="col" class="num">{move || lang.get().evaluate_interval_short()}</th>
                        <th scope="col" class="num">{move || lang.get().evaluate_novelty_short()}</th>
                        <th scope="col" class="num">{move || lang.get().evaluate_rejected()}</th>
                        <th scope="col" class="num">{move || lang.get().evaluate_caught()}</th>
                    </tr>
                </thead>
                <tbody>{views.collect_view()}</tbody>
                <tfoot>
                    <MeanView mean/>
                </tfoot>
            </table>
        </div>
    }
    .into_any()
}

fn row_of(class: Class) -> Memo<Option<Row>> {
    let (assessments, card) = (use_assessments(), use_view_model().card);
    let answered = Memo::new(move |_| assessments.get(&key(class)).answered().cloned());
    Memo::new(move |_| {
        let measured = answered.with(|all| OneClass::new(all.as_ref()?))?;
        let error = card.with(|card| {
            let all = &card.as_ref()?.autoencoders;
            all.iter().find(|one| one.class == class).map(|one| one.max_error)
        });
        let limit = error.map(|error| measured.limit(error));
        Some(Row { area: measured.area, novelty: measured.novelty.map(|area| area.value), limit })
    })
}

#[component]
fn RowView(
    /// Whose row.
    class: Class,
    /// Its numbers, once they are there.
    row: Memo<Option<Row>>,
) -> impl IntoView {
    let lang = use_lang();
    let cells = move || {
        let lang = lang.get();
        row.with(|row| row.as_ref().map_or_else(nothing, |row| words(row, lang)))
            .map(|text| view! { <td class="num">{text}</td> })
            .into_iter()
            .collect_view()
    };
    view! {
        <tr>
            <th scope="row">{move || lang.get().class_name(class)}</th>
            {cells}
        </tr>
    }
    .into_any()
}

#[component]
fn MeanView(
    /// The mean of the rows that are there.
    mean: Memo<Option<Mean>>,
) -> impl IntoView {
    let lang = use_lang();
    let name = move || match mean.get() {
        Some(mean) if mean.count < Class::ALL.len() => {
            lang.get().evaluate_mean_of(&lang.get().count(mean.count as u64))
        }
        _ => lang.get().evaluate_mean().to_owned(),
    };
    let cells = move || {
        let lang = lang.get();
        let share = |value: Option<f64>| value.map_or_else(dash, |value| lang.percent(value, 1));
        let texts = mean.get().map_or_else(nothing, |mean| {
            let [area, novelty] = [share(Some(mean.area)), share(mean.novelty)];
            [area, String::new(), novelty, share(mean.rejected), share(mean.caught)]
        });
        texts.map(|text| view! { <td class="num">{text}</td> }).into_iter().collect_view()
    };
    view! {
        <tr>
            <th scope="row">{name}</th>
            {cells}
        </tr>
    }
    .into_any()
}

fn words(row: &Row, lang: Lang) -> [String; 5] {
    let share = |share: fn(&Limit) -> f64| {
        row.limit.as_ref().map_or_else(dash, |limit| lang.percent(share(limit), 1))
    };
    [
        lang.percent(row.area.value, 1),
        lang.percent_range([row.area.low, row.area.high], 1),
        row.novelty.map_or_else(dash, |area| lang.percent(area, 1)),
        share(|limit| limit.rejected.value),
        share(|limit| limit.caught.value),
    ]
}

fn nothing() -> [String; 5] {
    std::array::from_fn(|_| dash())
}

fn dash() -> String {
    "–".to_owned()
}

#[cfg(test)]
mod tests {
    use statistics::metrics::proportion;

    use super::*;

    fn row(area: f64, rejected: u64) -> Row {
        let limit =
            Limit { error: 0.1, rejected: proportion(rejected, 10), caught: proportion(5, 10) };
        let area = Auroc { value: area, low: 0.0, high: 1.0 };
        Row { area, novelty: Some(0.9), limit: Some(limit) }
    }

    #[test]
    fn the_mean_is_of_the_rows_that_are_there() {
        let mean = Mean::of(&[row(0.9, 1), row(0.7, 3)]).unwrap();
        assert!((mean.area - 0.8).abs() < 1e-12);
        assert_eq!((mean.count, mean.rejected, mean.caught), (2, Some(0.2), Some(0.5)));
        assert_eq!(Mean::of(&[]), None);
    }

    #[test]
    fn a_limit_that_is_not_known_leaves_its_mean_open() {
        let open = Row { limit: None, ..row(0.9, 1) };
        let mean = Mean::of(&[open, row(0.7, 3)]).unwrap();
        assert_eq!((mean.count, mean.rejected), (2, None));
    }
}
