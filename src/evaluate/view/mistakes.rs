//! The mistakes of which a model was surest.

use leptos::prelude::*;
use statistics::evaluation::Mistake;
use text::Lang;

use super::gallery::{Gallery, Tile};
use super::place::Place;
use super::side::Side;
use super::view_model::use_view_model;
use crate::app::preferences::use_lang;
use crate::components::Segmented;

/// The card.
#[component]
pub fn Mistakes() -> impl IntoView {
    let (lang, view_model) = (use_lang(), use_view_model());
    let has_b = Memo::new(move |_| view_model.has_b());
    let place = RwSignal::new(0_usize);
    let view = Signal::derive(move || {
        let side = if place.get() == 1 && has_b.get() { Side::B } else { Side::A };
        view_model.side(side)
    });
    let tiles = Memo::new(move |_| {
        let (calibration, lang) = (view.get().calibration.get()?, lang.get());
        Some(calibration.mistakes.iter().map(|mistake| tile(mistake, lang)).collect::<Vec<_>>())
    });
    let lack = Memo::new(move |_| view.get().lack.get());
    let name = move || {
        let view = view.get();
        format!("{}: {}", view.side.letter(), view.name.get())
    };
    let label = Signal::derive(move || lang.get().evaluate_mistakes_of(&name()));
    let labels = Signal::derive(move || {
        [view_model.a, view_model.b]
            .map(|view| format!("{}: {}", view.side.letter(), view.name.get()))
            .to_vec()
    });
    let is_there = Memo::new(move |_| tiles.with(Option::is_some));
    let is_empty =
        Memo::new(move |_| tiles.with(|tiles| tiles.as_ref().is_some_and(Vec::is_empty)));
    view! {
        <section class="card" aria-labelledby="mistakes-title">
            <h2 id="mistakes-title">{move || lang.get().evaluate_mistakes()}</h2>
            <p class="soft">{move || lang.get().evaluate_mistakes_note()}</p>
            <Show when=move || has_b.get()>
                <Segmented
                    name="mistakes"
                    legend=Signal::derive(move || lang.get().evaluate_show().to_owned())
                    labels
                    chosen=place
                    choose=move |chosen| place.set(chosen)
                />
            </Show>
            <Show
                when=move || is_there.get()
                fallback=move || view! { <Place lack/> }
            >
                <Gallery label tiles=Signal::derive(move || tiles.get().unwrap_or_default())/>
            </Show>
            <Show when=move || is_empty.get()>
                <p>{move || lang.get().evaluate_no_mistakes()}</p>
            </Show>
        </section>
    }
    .into_any()
}

fn tile(mistake: &Mistake, lang: Lang) -> Tile {
    let place = u32::try_from(mistake.index).unwrap_or(u32::MAX);
    let (truth, predicted) = (lang.class_name(mistake.truth), lang.class_name(mistake.predicted));
    let share = lang.percent(f64::from(mistake.confidence), 1);
    let words = lang.gallery_alt(&lang.count(u64::from(place)), truth, predicted);
    Tile {
        place,
        words: format!("{words}, {}", lang.gallery_sure(&share)),
        lines: vec![lang.evaluate_is(truth), lang.evaluate_taken_for(predicted), share],
    }
}

#[cfg(test)]
mod tests {
    use dataset::Class;

    use super::*;

    #[test]
    fn a_mistake_says_what_it_is_and_what_it_was_taken_for() {
        let mistake = Mistake {
            index: 1_234,
            truth: Class::Shirt,
            predicted: Class::Coat,
            confidence: 0.9876,
        };
        let tile = tile(&mistake, Lang::En);
        assert_eq!(tile.lines, ["is Shirt", "predicted Coat", "98.8%"]);
        assert_eq!(tile.words, "Test image 1,234: Shirt, predicted Coat, 98.8% confidence");
    }
}
