//! What the classifier for photos is worth on photos that people took: judged beforehand, drawn from
//! what came of it.

mod gallery;
mod table;

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::precomputed::{JudgedPhoto, JudgedPhotos, PHOTOS};
use statistics::metrics::Proportion;
use statistics::selection::{CoverageRisk, Outcome};
use text::Lang;

use crate::app::fetch::fetch;
use crate::app::log::Logged;
use crate::app::preferences::use_lang;
use crate::client::{Cards, use_cards};
use crate::components::{Chart, Icon, Sheet};
use charts::{coverage_chart, draw_lines};
use gallery::PhotoGallery;
use table::SeenTable;

/// The photos, as far as they have come.
#[derive(Clone, Debug, PartialEq)]
enum State {
    Coming,
    There(Arc<JudgedPhotos>),
    Missing,
}

/// The card.
#[component]
pub fn PhotosCard() -> impl IntoView {
    let (lang, cards) = (use_lang(), use_cards());
    let state = RwSignal::new(State::Coming);
    let load = move |weights: String| {
        state.set(State::Coming);
        spawn_local(async move {
            let all = judged(&weights).await;
            // The page may be gone.
            _ = state.try_set(all.map_or(State::Missing, |all| State::There(Arc::new(all))));
        });
    };
    let weights = move || cards.with(|cards| cards.as_ref().map(|own| own.photos.sha256.clone()));
    Effect::new(move |_| {
        if let Some(weights) = weights() {
            load(weights);
        }
    });
    let again = move |_| {
        if let Some(weights) = untrack(weights) {
            load(weights);
        }
    };
    let photos = Memo::new(move |_| match state.get() {
        State::There(all) => Some(all),
        State::Coming | State::Missing => None,
    });
    let lead = move || {
        let (lang, cards) = (lang.get(), cards.get()?);
        let count = |share: Proportion| lang.count(share.n as u64);
        let test = cards.photos.test;
        Some(lang.photos_lead(&count(test.right), &count(test.others_accepted)))
    };
    let is_missing = Memo::new(move |_| state.get() == State::Missing);
    view! {
        <section class="card" aria-labelledby="photos-title">
            <h2 id="photos-title">{move || lang.get().photos_title()}</h2>
            <p class="soft">{lead}</p>
            <Figures/>
            <Show when=move || is_missing.get()>
                <div class="notice" role="status">
                    {Icon::Warning.draw()}
                    <p>{move || lang.get().photos_missing()}</p>
                    <button type="button" class="button" on:click=again>
                        {move || lang.get().try_again()}
                    </button>
                </div>
            </Show>
            <Curve photos/>
            <SeenTable photos/>
            <PhotoGallery photos/>
        </section>
    }
    .into_any()
}

async fn judged(weights: &str) -> Option<JudgedPhotos> {
    let bytes = fetch(&format!("models/{PHOTOS}")).await?;
    JudgedPhotos::from_bytes(&bytes, weights).logged("read photos.bin")
}

/// The four shares, from the card.
#[component]
fn Figures() -> impl IntoView {
    let (lang, cards) = (use_lang(), use_cards());
    let figures = move || {
        let (lang, Cards { photos, .. }) = (lang.get(), cards.get()?);
        let test = photos.test;
        let named = [
            (lang.photos_figure_right(), test.right),
            (lang.photos_figure_accepted(), test.accepted),
            (lang.photos_figure_wrong(), test.wrong_among_accepted),
            (lang.photos_figure_others(), test.others_accepted),
        ];
        Some(named.map(|(name, share)| figure(name, share, lang)).collect_view())
    };
    view! { <dl class="figures">{figures}</dl> }.into_any()
}

fn figure(name: &'static str, share: Proportion, lang: Lang) -> impl IntoView {
    let range = lang.percent_range([share.low, share.high], 1);
    let note = lang.evaluate_interval(&range, &lang.count(share.n as u64));
    view! {
        <div class="figure">
            <dt>{name}</dt>
            <dd>
                <b class="num">{lang.percent(share.value, 1)}</b>
                <span class="soft">{note}</span>
            </dd>
        </div>
    }
    .into_any()
}

#[component]
fn Curve(
    /// The photos.
    photos: Memo<Option<Arc<JudgedPhotos>>>,
) -> impl IntoView {
    let lang = use_lang();
    let curve = Memo::new(move |_| photos.get().map(|all| curve(&all.photos)));
    let draw = move |sheet: Sheet| {
        let chart = curve.with(|curve| coverage_chart(curve.as_ref(), lang.get()));
        draw_lines(&sheet.pen, &chart)
    };
    let label = Signal::derive(move || lang.get().decide_curve_alt().to_owned());
    view! {
        <h3>{move || lang.get().decide_curve_title()}</h3>
        <p class="soft">{move || lang.get().photos_curve_note()}</p>
        <Chart label draw/>
    }
    .into_any()
}

/// Photos that something else than confidence stops are accepted after all others.
fn curve(photos: &[JudgedPhoto]) -> CoverageRisk {
    let outcome = |photo: &JudgedPhoto| Outcome {
        confidence: if photo.is_typical { photo.confidence } else { photo.confidence - 1.0 },
        error_ratio: 0.0,
        is_right: photo.is_right(),
    };
    CoverageRisk::new(&photos.iter().map(outcome).collect::<Vec<_>>())
}

#[cfg(test)]
pub mod testing {
    //! Photos by hand.

    use dataset::Class;
    use policy::decision::Verdict;
    use protocol::precomputed::JudgedPhoto;

    /// A photo of a shirt that is taken for this class.
    pub fn photo(predicted: Class, confidence: f32) -> JudgedPhoto {
        JudgedPhoto {
            right: vec![Class::Shirt],
            predicted,
            confidence,
            none_of_the_ten: 0.0,
            verdict: if confidence >= 0.5 { Verdict::Accept } else { Verdict::Review },
            is_typical: true,
        }
    }
}

#[cfg(test)]
mod tests {
    use dataset::Class;

    use super::testing::photo;
    use super::*;

    #[test]
    fn what_no_confidence_would_let_pass_comes_last() {
        let sure = JudgedPhoto { is_typical: false, ..photo(Class::Coat, 0.9) };
        let curve = curve(&[sure, photo(Class::Shirt, 0.4)]);
        let risks: Vec<f64> = curve.points.iter().map(|point| point.risk).collect();
        assert_eq!(risks, [0.0, 0.5]);
    }
}
