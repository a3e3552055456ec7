//! The measured figures of the shipped networks, each with its data, its size and its interval.

use leptos::prelude::*;
use protocol::card::{Card, ClassifierCard, Seeds};
use statistics::evaluation::PhotoFigures;
use text::Lang;

use crate::app::preferences::use_lang;
use crate::client::{Cards, use_cards};

/// A figure with its name and what it rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Figure {
    name: String,
    value: String,
    note: String,
}

/// The figures; empty places of the same size until the card has come.
#[component]
pub fn Figures() -> impl IntoView {
    let (cards, lang) = (use_cards(), use_lang());
    let body = move || match cards.get() {
        Some(Cards { card, photos }) => {
            let lang = lang.get();
            let mut figures = figures(&card, lang);
            figures.insert(1, of_photos(&photos.test, lang));
            let figures = figures.into_iter().map(|figure| {
                view! {
                    <div class="figure">
                        <dt>{figure.name}</dt>
                        <dd>
                            <b class="num">{figure.value}</b>
                            <span class="soft">{figure.note}</span>
                        </dd>
                    </div>
                }
            });
            view! {
                <dl class="figures">{figures.collect_view()}</dl>
                <p class="soft">{data_line(&card, lang)}</p>
            }
            .into_any()
        }
        None => view! {
            <div class="figures is-waiting" aria-hidden="true">
                {(0..5).map(|_| view! { <div class="figure skeleton"></div> }).collect_view()}
            </div>
            <p class="soft">{move || lang.get().figures_waiting()}</p>
        }
        .into_any(),
    };
    view! { <div class="figures-place">{body}</div> }
}

fn figures(card: &Card, lang: Lang) -> Vec<Figure> {
    let n = lang.count(card.data.test as u64);
    let mut figures = vec![accuracy(card, lang)];
    if let Some(rare) = card.imbalanced.training.imbalance {
        let recall = |classifier: &ClassifierCard| {
            lang.percent(classifier.test_recall[rare.class.index()], 0)
        };
        let class = lang.class_name(rare.class);
        let finds =
            lang.figure_recall_rare(&recall(&card.imbalanced), class, &recall(&card.classifier));
        figures.push(Figure {
            name: lang.figure_accuracy_rare(class, &lang.percent(rare.ratio, 0)),
            value: lang.percent(card.imbalanced.test_accuracy.value, 1),
            note: format!("{}; {finds}", interval(&card.imbalanced, lang)),
        });
    }
    figures.push(Figure {
        name: lang.figure_auc().to_owned(),
        value: lang.percent(card.mean_novelty_auc, 1),
        note: lang.figure_auc_note(&lang.percent(card.mean_auc, 1), &n),
    });
    figures.push(Figure {
        name: lang.figure_ece().to_owned(),
        value: lang.percent(card.classifier.test_ece, 1),
        note: lang.figure_ece_note(&n),
    });
    figures
}

/// The recipe's mean over its seeds, then the one network that ships; that one alone where the card
/// knows no other seed.
fn accuracy(card: &Card, lang: Lang) -> Figure {
    let name = lang.figure_accuracy().to_owned();
    let shipped = lang.percent(card.classifier.test_accuracy.value, 1);
    let note = interval(&card.classifier, lang);
    let is_share = |seeds: &&Seeds| seeds.one_network_interval.is_some();
    match card.seeds.iter().find(is_share) {
        Some(seeds) if seeds.values.len() > 1 => {
            let low = seeds.values.iter().copied().fold(f64::INFINITY, f64::min);
            let high = seeds.values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            let count = lang.count(seeds.values.len() as u64);
            let range = lang.percent_range([low, high], 1);
            let note = lang.figure_mean_of_seeds(&count, &range, &shipped, &note);
            Figure { name, value: lang.percent(seeds.mean, 1), note }
        }
        _ => Figure { name, value: shipped, note },
    }
}

/// What the classifier for photos is worth on photos of people whose photos it never saw.
fn of_photos(figures: &PhotoFigures, lang: Lang) -> Figure {
    let PhotoFigures { right, accepted, wrong_among_accepted, .. } = figures;
    let percent = |share: f64| lang.percent(share, 0);
    Figure {
        name: lang.figure_photos().to_owned(),
        value: lang.percent(right.value, 1),
        note: lang.figure_photos_note(
            &lang.percent_range([right.low, right.high], 1),
            &lang.count(right.n as u64),
            &percent(accepted.value),
            &percent(wrong_among_accepted.value),
        ),
    }
}

fn interval(classifier: &ClassifierCard, lang: Lang) -> String {
    let accuracy = classifier.test_accuracy;
    lang.figure_interval(
        &lang.percent_range([accuracy.low, accuracy.high], 1),
        &lang.count(accuracy.n as u64),
    )
}

fn data_line(card: &Card, lang: Lang) -> String {
    let data = &card.data;
    let count = |images: usize| lang.count(images as u64);
    lang.figures_data(
        &data.name,
        &count(data.train),
        &count(data.validation),
        &count(data.test),
        &data.split_seed.to_string(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mean_of_the_seeds_comes_before_the_network_that_ships() {
        let mut card: Card =
            serde_json::from_str(include_str!("../../public/models/card.json")).unwrap();
        let shown = accuracy(&card, Lang::En);
        let note = shown.note.replace(['\u{a0}', '\u{2060}'], " ");
        assert_eq!(shown.value, "94.1%");
        assert_eq!(
            note,
            "mean of 5 networks trained with different seeds, 93.9 – 94.3%; the one that ships: \
             94.3%, 95% interval over other test images 93.9 – 94.8%, n = 10,000"
        );
        card.seeds.clear();
        assert_eq!(accuracy(&card, Lang::En).value, "94.3%");
    }
}
