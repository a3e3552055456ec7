//! The film from the photo to 28×28, and the say on which is darker, garment or ground.

use std::sync::Arc;

use leptos::prelude::*;
use text::Lang;
use vision::photo::{Frame, Polarity};

use super::correction::{CorrectionButton, CorrectionPanel};
use super::view_model::use_view_model;
use crate::app::preferences::use_lang;
use crate::components::picture::Picture;
use crate::components::{Pixels, Segmented};
use crate::predict::queue::{Sight, use_prediction_queue};

/// Places that are kept free while the film is on its way.
const MOST_FRAMES: usize = 6;
const CHOICES: [Polarity; 3] = [Polarity::Detect, Polarity::DarkOnLight, Polarity::LightOnDark];

/// The film with its head.
#[component]
pub fn FilmStrip() -> impl IntoView {
    let (lang, view_model) = (use_lang(), use_view_model());
    let is_lost = view_model.has_lost_sight;
    let is_open = RwSignal::new(false);
    let frames = move || match view_model.sight.get() {
        Some(sight) => (0..sight.film.frames.len())
            .map(|place| view! { <FilmFrame sight=sight.clone() place/> })
            .collect_view()
            .into_any(),
        None if is_lost.get() => ().into_any(),
        None => (0..MOST_FRAMES)
            .map(|_| {
                view! {
                    <li class="frame" aria-hidden="true">
                        <span class="pixels skeleton"></span>
                        <span class="caption">"\u{a0}"</span>
                    </li>
                }
            })
            .collect_view()
            .into_any(),
    };
    view! {
        <section class="film-place" aria-labelledby="film-title">
            <div class="film-head">
                <h2 id="film-title">{move || lang.get().film_title()}</h2>
                <PolarityChoice/>
                <CorrectionButton is_open/>
            </div>
            <ol class="film">{frames}</ol>
            <CorrectionPanel is_open/>
            <Show when=move || is_lost.get()>
                <p class="soft">{move || lang.get().film_gone()}</p>
            </Show>
        </section>
    }
    .into_any()
}

#[component]
fn FilmFrame(
    /// The pictures of the image.
    sight: Sight,
    /// Which frame.
    place: usize,
) -> impl IntoView {
    let lang = use_lang();
    let Some(frame) = sight.film.frames.get(place) else { return ().into_any() };
    let picture = Picture::from_frame(frame).map(Arc::new);
    let is_small = is_small(frame);
    let caption = Signal::derive(move || {
        sight.film.frames.get(place).map(|frame| lang.get().frame(frame)).unwrap_or_default()
    });
    view! {
        <li class="frame">
            <span class:is-small=is_small>
                <Pixels picture=Signal::stored(picture) label=caption/>
            </span>
            <span class="caption" aria-hidden="true">{move || caption.get()}</span>
        </li>
    }
    .into_any()
}

/// Small pictures keep their pixels when they are enlarged.
fn is_small(frame: &Frame) -> bool {
    frame.width.max(frame.height) <= 64
}

#[component]
fn PolarityChoice() -> impl IntoView {
    let (lang, desk, view_model) = (use_lang(), use_prediction_queue(), use_view_model());
    let detected = Memo::new(move |_| {
        view_model.prediction.with(|prediction| prediction.as_ref().map(|p| p.film.detected))
    });
    let labels = Signal::derive(move || {
        CHOICES.map(|choice| choice_words(choice, detected.get(), lang.get())).to_vec()
    });
    let chosen = Signal::derive(move || {
        let polarity =
            view_model.selected.with(|item| item.as_ref().map(|item| item.guidance.polarity));
        CHOICES.iter().position(|choice| Some(*choice) == polarity).unwrap_or_default()
    });
    let choose = move |place: usize| {
        if let Some(id) = desk.tray.with_untracked(|tray| tray.selected()) {
            desk.set_polarity(id, CHOICES[place]);
        }
    };
    view! {
        <div class="field is-inline" title=move || lang.get().polarity_wrong()>
            <span class="field-name" aria-hidden="true">{move || lang.get().polarity_label()}</span>
            <Segmented
                name="polarity"
                legend=Signal::derive(move || lang.get().polarity_label().to_owned())
                labels
                chosen
                choose
            />
        </div>
    }
    .into_any()
}

fn choice_words(choice: Polarity, detected: Option<Polarity>, lang: Lang) -> String {
    match (choice, detected) {
        (Polarity::Detect, Some(detected)) => lang.polarity_detected(lang.polarity_short(detected)),
        (Polarity::Detect, None) => lang.polarity_short(Polarity::Detect).to_owned(),
        (choice, _) => lang.polarity_short(choice).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_detected_is_named() {
        let words = choice_words(Polarity::Detect, Some(Polarity::DarkOnLight), Lang::En);
        assert_eq!(words, "Detected: dark on light");
        assert_eq!(choice_words(Polarity::LightOnDark, None, Lang::Es), "claro sobre oscuro");
    }
}
