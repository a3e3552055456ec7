//! What the autoencoder makes of images: pairs of original and reconstruction, and how far the
//! errors of its own class lie from those of the others.

use std::sync::Arc;

use dataset::{Class, PIXELS};
use leptos::prelude::*;
use protocol::messages::Reconstructions;
use statistics::evaluation::histogram;
use statistics::metrics::quantile;
use text::Lang;

use super::workshop::use_workshop;
use crate::app::preferences::use_lang;
use crate::components::picture::Picture;
use crate::components::{Chart, Pixels, Sheet, TableBehind};
use charts::{
    BarSeries, HistogramChart, Ink, draw_histogram, nice_domain, nice_ticks, tick_digits,
};

/// Bins of the histogram of errors.
const BINS: usize = 30;
/// The scale ends here, so that a few large errors do not press all others to the left.
const SHOWN_SHARE: f64 = 0.99;

/// The pairs and the histogram, once the open run has sent some.
#[component]
pub fn Redrawn() -> impl IntoView {
    let workshop = use_workshop();
    let shown = Memo::new(move |_| {
        if !workshop.is_live.get() {
            return None;
        }
        workshop.lab.reconstructions().get()
    });
    let has_some = Memo::new(move |_| shown.with(Option::is_some));
    view! {
        <Show when=move || has_some.get()>
            <Pairs shown/>
            <Errors shown/>
        </Show>
    }
    .into_any()
}

#[component]
fn Pairs(
    /// What the engine sent last.
    shown: Memo<Option<Arc<Reconstructions>>>,
) -> impl IntoView {
    let lang = use_lang();
    let places = Memo::new(move |_| {
        shown.with(|shown| shown.as_ref().map_or(0, |shown| shown.labels.len()))
    });
    view! {
        <section class="train-part" aria-labelledby="pairs-title">
            <h3 id="pairs-title">{move || lang.get().train_pairs()}</h3>
            <p class="soft">{move || lang.get().train_pairs_note()}</p>
            <ul class="train-pairs">
                <For each=move || 0..places.get() key=|place| *place let:place>
                    <Pair shown place/>
                </For>
            </ul>
        </section>
    }
    .into_any()
}

#[component]
fn Pair(
    /// What the engine sent last.
    shown: Memo<Option<Arc<Reconstructions>>>,
    /// Which pair.
    place: usize,
) -> impl IntoView {
    let lang = use_lang();
    let picture = move |of: fn(&Reconstructions) -> &[u8]| {
        Memo::new(move |_| {
            let shown = shown.get()?;
            let grey = of(&shown).chunks_exact(PIXELS).nth(place)?;
            Picture::from_grey(grey).map(Arc::new)
        })
    };
    let class = Memo::new(move |_| {
        shown.with(|shown| Class::from_label(*shown.as_ref()?.labels.get(place)?))
    });
    let name = move || class.get().map(|class| lang.get().class_name(class)).unwrap_or_default();
    let original = Signal::derive(move || lang.get().train_original_alt(name()));
    let redrawn = Signal::derive(move || lang.get().train_redrawn_alt(name()));
    view! {
        <li>
            <Pixels picture=picture(|shown| &shown.originals) label=original/>
            <Pixels picture=picture(|shown| &shown.reconstructions) label=redrawn/>
            <span>{name}</span>
        </li>
    }
    .into_any()
}

/// Errors in equal bins, as shares of each side.
#[derive(Clone, Debug, PartialEq)]
struct Bins {
    edges: Vec<f64>,
    normal: Vec<f64>,
    other: Vec<f64>,
}

/// Bins the errors of the own class and of the others. The last bin takes what lies beyond.
fn bins(shown: &Reconstructions) -> Bins {
    let end = |errors: &[f32]| if errors.is_empty() { 0.0 } else { quantile(errors, SHOWN_SHARE) };
    let end = end(&shown.normal_errors).max(end(&shown.other_errors));
    let (_, end) = nice_domain(0.0, if end > 0.0 { end } else { 1.0 }, 5);
    let shares = |errors: &[f32]| {
        let binned = histogram(errors, BINS, 0.0..end);
        let n = binned.n().max(1) as f64;
        let mut counts = binned.counts;
        if let Some(last) = counts.last_mut() {
            *last += binned.above;
        }
        counts.into_iter().map(|count| count as f64 / n).collect()
    };
    Bins {
        edges: (0..=BINS).map(|bin| end * (bin as f64 / BINS as f64)).collect(),
        normal: shares(&shown.normal_errors),
        other: shares(&shown.other_errors),
    }
}

fn chart(shown: &Reconstructions, lang: Lang) -> HistogramChart {
    let Bins { edges, normal, other } = bins(shown);
    let end = edges.last().copied().unwrap_or(1.0);
    let ticks = nice_ticks(0.0, end, 5);
    let digits = tick_digits(&ticks);
    let series = |label: &str, values, ink| BarSeries { label: label.to_owned(), values, ink };
    HistogramChart {
        edges,
        series: vec![
            series(lang.train_errors_normal(), normal, Ink::Accent),
            series(lang.train_errors_other(), other, Ink::Review),
        ],
        x_ticks: ticks.into_iter().map(|tick| (tick, lang.number(tick, digits))).collect(),
        x_title: lang.row_error().to_owned(),
        y_title: lang.train_errors_share().to_owned(),
        marks: Vec::new(),
    }
}

#[component]
fn Errors(
    /// What the engine sent last.
    shown: Memo<Option<Arc<Reconstructions>>>,
) -> impl IntoView {
    let lang = use_lang();
    let draw = move |sheet: Sheet| {
        if let Some(shown) = shown.get() {
            let chart = chart(&shown, lang.get());
            draw_histogram(&sheet.pen, &chart)?;
        }
        Ok(())
    };
    let label = Signal::derive(move || {
        shown.with(|shown| shown.as_ref().map(|shown| words(shown, lang.get())).unwrap_or_default())
    });
    let title = Signal::derive(move || lang.get().train_errors().to_owned());
    view! {
        <section class="train-part" aria-labelledby="errors-title">
            <h3 id="errors-title">{title}</h3>
            <Chart label draw/>
            <TableBehind label=title>
                <ErrorTable shown/>
            </TableBehind>
        </section>
    }
    .into_any()
}

#[component]
fn ErrorTable(
    /// What the engine sent last.
    shown: Memo<Option<Arc<Reconstructions>>>,
) -> impl IntoView {
    let lang = use_lang();
    let rows = move || {
        let lang = lang.get();
        let bins = shown.with(|shown| shown.as_ref().map(|shown| bins(shown)));
        bins.map(|bins| {
            (0..BINS)
                .map(|bin| {
                    let [from, to] =
                        [bins.edges[bin], bins.edges[bin + 1]].map(|edge| lang.number(edge, 4));
                    view! {
                        <tr>
                            <th scope="row" class="num">{from} "–" {to}</th>
                            <td class="num">{lang.percent(bins.normal[bin], 1)}</td>
                            <td class="num">{lang.percent(bins.other[bin], 1)}</td>
                        </tr>
                    }
                })
                .collect_view()
        })
    };
    view! {
                <thead>
                    <tr>
                        <th scope="col" class="num">{move || lang.get().row_error()}</th>
                        <th scope="col" class="num">{move || lang.get().train_errors_normal()}</th>
                        <th scope="col" class="num">{move || lang.get().train_errors_other()}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
    }
    .into_any()
}

fn words(shown: &Reconstructions, lang: Lang) -> String {
    let median = |errors: &[f32]| match errors {
        [] => "–".to_owned(),
        errors => lang.number(quantile(errors, 0.5), 4),
    };
    lang.train_errors_alt(&median(&shown.normal_errors), &median(&shown.other_errors))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_shares_of_their_own_side_and_the_last_bin_takes_the_rest() {
        let mut other = vec![0.029_f32; 199];
        other.push(9.0);
        let shown = Reconstructions {
            normal_errors: vec![0.001, 0.001, 0.002, 0.0295],
            other_errors: other,
            ..Reconstructions::default()
        };
        let bins = bins(&shown);
        assert_eq!((bins.edges[0], bins.edges[BINS]), (0.0, 0.03));
        assert!((bins.normal.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        assert_eq!(bins.normal[29], 0.25);
        assert!((bins.other.iter().sum::<f64>() - 1.0).abs() < 1e-12);
    }

    #[test]
    fn without_errors_there_is_still_a_scale() {
        let bins = bins(&Reconstructions::default());
        assert_eq!(bins.edges[BINS], 1.0);
        assert!(bins.normal.iter().chain(&bins.other).all(|share| *share == 0.0));
    }
}
