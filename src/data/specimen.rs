//! The image that is looked at: large, with what can be said of it.

use std::sync::Arc;

use dataset::{Class, PIXELS};
use leptos::prelude::*;

use super::holdings::use_holdings;
use crate::app::preferences::use_lang;
use crate::components::Pixels;
use crate::components::picture::Picture;

/// An image with its figures.
#[derive(Clone, Debug, PartialEq)]
struct Facts {
    class: Option<Class>,
    place: u32,
    mean: f64,
    black: f64,
    picture: Option<Arc<Picture>>,
}

/// The image at a place of the page that is shown.
#[component]
pub fn Specimen(
    /// The place.
    chosen: RwSignal<usize>,
) -> impl IntoView {
    let (lang, holdings) = (use_lang(), use_holdings());
    let facts = Memo::new(move |_| {
        let chosen = chosen.get();
        holdings.shown().with(|leaf| {
            let leaf = leaf.as_ref()?;
            // The page that is shown may be shorter than the one that was asked for.
            let chosen = chosen.min(leaf.len().checked_sub(1)?);
            let pixels = leaf.image(chosen)?;
            let (mean, black) = figures(pixels);
            Some(Facts {
                class: leaf.class(chosen),
                place: *leaf.places.get(chosen)?,
                mean,
                black,
                picture: Picture::from_grey(pixels).map(Arc::new),
            })
        })
    });
    let picture = Memo::new(move |_| facts.with(|facts| facts.as_ref()?.picture.clone()));
    let class = move || facts.with(|facts| Some(lang.get().class_name(facts.as_ref()?.class?)));
    let place = move || facts.with(|facts| Some(lang.get().count(facts.as_ref()?.place.into())));
    let mean = move || facts.with(|facts| Some(lang.get().number(facts.as_ref()?.mean, 1)));
    let black = move || facts.with(|facts| Some(lang.get().percent(facts.as_ref()?.black, 1)));
    let label = Signal::derive(move || class().unwrap_or_default().to_owned());
    view! {
        <div class="specimen">
            <Pixels picture label/>
            <p class="specimen-name">{class}</p>
            <table class="numbers">
                <tbody>
                    <tr>
                        <th scope="row">{move || lang.get().grid_place()}</th>
                        <td class="num">{place}</td>
                    </tr>
                    <tr>
                        <th scope="row">{move || lang.get().grid_mean()}</th>
                        <td class="num">{mean}</td>
                    </tr>
                    <tr>
                        <th scope="row">{move || lang.get().grid_black()}</th>
                        <td class="num">{black}</td>
                    </tr>
                </tbody>
            </table>
        </div>
    }
    .into_any()
}

/// Mean grey value, and the share of pixels that are pure black.
fn figures(pixels: &[u8]) -> (f64, f64) {
    let sum: u32 = pixels.iter().copied().map(u32::from).sum();
    let black = pixels.iter().filter(|value| **value == 0).count();
    (f64::from(sum) / PIXELS as f64, black as f64 / PIXELS as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_image_of_half_black_and_half_white_is_grey_on_average() {
        let mut pixels = vec![0; PIXELS];
        pixels[PIXELS / 2..].fill(255);
        assert_eq!(figures(&pixels), (127.5, 0.5));
    }
}
