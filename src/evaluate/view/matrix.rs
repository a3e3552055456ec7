//! The confusion matrix of either model or of their difference, and the images of a cell.

use std::sync::Arc;

use dataset::Class;
use leptos::prelude::*;
use text::Lang;

use super::gallery::{Gallery, Tile};
use super::measures::{Measures, only_in};
use super::side::Side;
use super::view_model::use_view_model;
use crate::app::preferences::use_lang;
use crate::components::{ConfusionTable, Grid, Icon, Segmented};

/// What the matrix shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shown {
    Model(Side),
    Difference,
}

impl Shown {
    const ALL: [Self; 3] = [Self::Model(Side::A), Self::Model(Side::B), Self::Difference];
}

/// The card.
#[component]
pub fn Matrix() -> impl IntoView {
    let (lang, view_model) = (use_lang(), use_view_model());
    let has_b = Memo::new(move |_| view_model.has_b());
    let place = RwSignal::new(0_usize);
    let shown = Memo::new(move |_| {
        let chosen = Shown::ALL.get(place.get()).copied().filter(|_| has_b.get());
        chosen.unwrap_or(Shown::Model(Side::A))
    });
    let grid = Signal::derive(move || match shown.get() {
        Shown::Model(side) => {
            let measures = view_model.side(side).measures.get()?;
            Some(Grid::Counts(Box::new(measures.confusion)))
        }
        Shown::Difference => {
            let (a, b) = (view_model.a.measures.get()?, view_model.b.measures.get()?);
            Some(Grid::Difference(Box::new(a.confusion), Box::new(b.confusion)))
        }
    });
    let caption = Signal::derive(move || match shown.get() {
        Shown::Model(side) => {
            let name = format!("{}: {}", side.letter(), view_model.side(side).name.get());
            lang.get().evaluate_matrix_of(&name)
        }
        Shown::Difference => lang.get().evaluate_matrix_difference().to_owned(),
    });
    let labels = Signal::derive(move || {
        vec!["A".to_owned(), "B".to_owned(), lang.get().evaluate_difference().to_owned()]
    });
    let chosen = RwSignal::new(None::<(Class, Class)>);
    let choose = move |cell| {
        chosen.update(|chosen| *chosen = (*chosen != Some(cell)).then_some(cell));
    };
    let hint = move || match shown.get() {
        Shown::Model(_) => lang.get().confusion_how_to_read(),
        Shown::Difference => lang.get().evaluate_difference_hint(),
    };
    view! {
        <section class="card" aria-labelledby="matrix-title">
            <h2 id="matrix-title">{move || lang.get().confusion()}</h2>
            <Show when=move || has_b.get()>
                <Segmented
                    name="matrix"
                    legend=Signal::derive(move || lang.get().evaluate_show().to_owned())
                    labels
                    chosen=place
                    choose=move |chosen| place.set(chosen)
                />
            </Show>
            <ConfusionTable grid caption chosen choose/>
            <p class="soft">
                {hint} " " {move || lang.get().evaluate_cell_hint()} " "
                {move || lang.get().confusion_keys()}
            </p>
            <CellImages shown chosen/>
        </section>
    }
    .into_any()
}

/// The images of the chosen cell.
#[component]
fn CellImages(
    /// What the matrix shows.
    shown: Memo<Shown>,
    /// The true and the predicted class.
    chosen: RwSignal<Option<(Class, Class)>>,
) -> impl IntoView {
    let (lang, view_model) = (use_lang(), use_view_model());
    let of = move |side: Side, other: Option<Side>| {
        Memo::new(move |_| {
            let (cell, view) = (chosen.get()?, view_model.side(side));
            let measures = view.measures.get()?;
            let places = match other {
                None => measures.places(cell),
                Some(other) => only_in(&measures, &*view_model.side(other).measures.get()?, cell),
            };
            let calibration = view.calibration.get();
            let temperature = calibration.map(|calibration| calibration.temperature);
            Some(tiles(&measures, &places, cell, temperature, lang.get()))
        })
    };
    // Memos are computed only where they are read.
    let (a, b) = (of(Side::A, None), of(Side::B, None));
    let (only_a, only_b) = (of(Side::A, Some(Side::B)), of(Side::B, Some(Side::A)));
    let whole = Signal::derive(move || match shown.get() {
        Shown::Model(Side::B) => b.get().unwrap_or_default(),
        _ => a.get().unwrap_or_default(),
    });
    let title = Signal::derive(move || {
        let ((truth, predicted), lang) = (chosen.get()?, lang.get());
        let count = match shown.get() {
            Shown::Model(_) => whole.with(Vec::len),
            Shown::Difference => [only_a, only_b]
                .iter()
                .map(|tiles| tiles.with(|tiles| tiles.as_ref().map_or(0, Vec::len)))
                .sum(),
        };
        Some(lang.confusion_cell(truth, predicted, &lang.count(count as u64)))
    });
    let body = move || match shown.get() {
        Shown::Model(_) => view! {
            <Group
                title=Signal::derive(move || title.get().unwrap_or_default())
                tiles=whole
                has_heading=false
            />
        }
        .into_any(),
        Shown::Difference => view! {
            <Group
                title=Signal::derive(move || lang.get().evaluate_cell_only_a().to_owned())
                tiles=Signal::derive(move || only_a.get().unwrap_or_default())
                has_heading=true
            />
            <Group
                title=Signal::derive(move || lang.get().evaluate_cell_only_b().to_owned())
                tiles=Signal::derive(move || only_b.get().unwrap_or_default())
                has_heading=true
            />
        }
        .into_any(),
    };
    let is_open = Memo::new(move |_| chosen.with(Option::is_some));
    view! {
        <div class="cell-images">
            <p class="cell-title" role="status">{move || title.get()}</p>
            <Show when=move || is_open.get()>
                <button
                    type="button"
                    class="button is-quiet"
                    on:click=move |_| chosen.set(None)
                >
                    {Icon::Cross.draw()}
                    {move || lang.get().evaluate_close()}
                </button>
                {body}
            </Show>
        </div>
    }
    .into_any()
}

#[component]
fn Group(
    /// What the images are.
    title: Signal<String>,
    /// The images.
    tiles: Signal<Vec<Tile>>,
    /// Whether the title is to be seen.
    has_heading: bool,
) -> impl IntoView {
    let lang = use_lang();
    let is_empty = Memo::new(move |_| tiles.with(Vec::is_empty));
    let heading = move || {
        let count = lang.get().count(tiles.with(Vec::len) as u64);
        format!("{}: {count}", title.get())
    };
    view! {
        <Show when=move || has_heading>
            <h3>{heading}</h3>
        </Show>
        <Show
            when=move || !is_empty.get()
            fallback=move || view! { <p class="soft">{move || lang.get().evaluate_cell_empty()}</p> }
        >
            <Gallery label=title tiles/>
        </Show>
    }
    .into_any()
}

fn tiles(
    measures: &Arc<Measures>,
    places: &[u32],
    (truth, predicted): (Class, Class),
    temperature: Option<f64>,
    lang: Lang,
) -> Vec<Tile> {
    let tile = |place: &u32| {
        let number = lang.count(u64::from(*place));
        // Before the temperature is known no confidence is shown that another would replace.
        let confidence = temperature
            .and_then(|temperature| measures.confidence(*place, temperature))
            .map(|share| lang.gallery_sure(&lang.percent(f64::from(share), 0)));
        Tile {
            place: *place,
            words: lang.gallery_alt(&number, lang.class_name(truth), lang.class_name(predicted)),
            lines: confidence.into_iter().collect(),
        }
    };
    places.iter().map(tile).collect()
}
