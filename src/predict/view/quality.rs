//! Quality control: input, reconstruction, difference, and the numbers that decide.

use std::sync::Arc;

use leptos::prelude::*;
use policy::decision::Reason;
use policy::quality::Measure;
use text::Lang;

use super::view_model::use_view_model;
use crate::app::preferences::use_lang;
use crate::components::picture::{Picture, reconstruction_of};
use crate::components::{Pixels, ReadingChoice};
use crate::predict::judgement::Judgement;

/// The card.
#[component]
pub fn Quality() -> impl IntoView {
    let (lang, view_model) = (use_lang(), use_view_model());
    let own = Memo::new(move |_| {
        view_model.judgement.with(|judgement| judgement.as_ref().map(|judgement| judgement.class))
    });
    view! {
        <section class="card" aria-labelledby="quality-title">
            <h2 id="quality-title">{move || lang.get().quality()}</h2>
            <ReadingChoice own/>
            <Trio/>
            <table class="numbers" aria-labelledby="quality-title">
                <tbody>
                    <ErrorRows/>
                    <TimeRows/>
                </tbody>
            </table>
            <details>
                <summary>{move || lang.get().why_two_measures()}</summary>
                <p class="soft">{move || lang.get().sparse_images_why()}</p>
            </details>
        </section>
    }
    .into_any()
}

/// Input, reconstruction and difference side by side.
#[component]
fn Trio() -> impl IntoView {
    let (lang, view_model) = (use_lang(), use_view_model());
    let input = Memo::new(move |_| {
        let prediction = view_model.prediction.get()?;
        Picture::from_grey(&prediction.pixels).map(Arc::new)
    });
    let checked = Memo::new(move |_| {
        view_model.judgement.with(|judgement| judgement.as_ref().map(|judgement| judgement.checked))
    });
    let redrawn = Memo::new(move |_| {
        let (sight, class) = (view_model.sight.get()?, checked.get()?);
        Picture::from_grey(reconstruction_of(&sight.reconstructions, class)?).map(Arc::new)
    });
    let difference = Memo::new(move |_| {
        let (prediction, sight) = (view_model.prediction.get()?, view_model.sight.get()?);
        let redrawn = reconstruction_of(&sight.reconstructions, checked.get()?)?;
        Picture::difference(&prediction.pixels, redrawn).map(Arc::new)
    });
    let words = move |say: fn(&Judgement, Lang) -> String| {
        Signal::derive(move || {
            view_model.judgement.with(|judgement| {
                judgement.as_ref().map(|judgement| say(judgement, lang.get())).unwrap_or_default()
            })
        })
    };
    let input_words = words(|judgement, lang| lang.original_alt(lang.class_name(judgement.class)));
    let redrawn_words =
        words(|judgement, lang| lang.reconstruction_alt(lang.class_name(judgement.checked)));
    let difference_words =
        words(|judgement, lang| lang.difference_alt(&lang.number(f64::from(judgement.error), 4)));
    view! {
        <div class="trio">
            <figure>
                <Pixels picture=input label=input_words/>
                <figcaption>{move || lang.get().original()}</figcaption>
            </figure>
            <figure>
                <Pixels picture=redrawn label=redrawn_words/>
                <figcaption>{move || lang.get().reconstruction()}</figcaption>
            </figure>
            <figure>
                <Pixels picture=difference label=difference_words/>
                <figcaption>{move || lang.get().difference()}</figcaption>
            </figure>
        </div>
        <div class="legend">
            <span>{move || lang.get().only_in_reconstruction()}</span>
            <i aria-hidden="true"></i>
            <span>{move || lang.get().only_in_original()}</span>
        </div>
    }
    .into_any()
}

/// The measures, each with what is typical, and how far the image is from it.
#[component]
fn ErrorRows() -> impl IntoView {
    let (lang, view_model) = (use_lang(), use_view_model());
    let said = move |say: fn(&Judgement, Lang) -> String| {
        move || {
            view_model
                .judgement
                .with(|judgement| judgement.as_ref().map(|judgement| say(judgement, lang.get())))
        }
    };
    let passes = move |measure: Measure| {
        move || {
            view_model.judgement.with(|judgement| {
                judgement.as_ref().is_some_and(|judgement| passes(judgement, measure))
            })
        }
    };
    view! {
        <tr class:is-above=passes(Measure::Error)>
            <th scope="row">
                {move || lang.get().row_error()} " "
                <small>{said(|judgement, lang| {
                    let class = lang.class_name(judgement.checked);
                    let (low, high) = judgement.limits.error;
                    lang.row_typical(&error_text(low, lang), &error_text(high, lang), class)
                })}</small>
            </th>
            <td class="num">{said(|judgement, lang| error_text(judgement.error, lang))}</td>
        </tr>
        <tr class:is-above=passes(Measure::Relative)>
            <th scope="row">
                {move || lang.get().row_relative()} " "
                <small>{said(|judgement, lang| {
                    let class = lang.class_name(judgement.checked);
                    let (low, high) = judgement.limits.relative;
                    lang.row_typical(&share_text(low, lang), &share_text(high, lang), class)
                })}</small>
            </th>
            <td class="num">{said(|judgement, lang| share_text(judgement.relative, lang))}</td>
        </tr>
        <tr>
            <th scope="row">
                {move || lang.get().row_ratio()} " "
                <small>{said(|_, lang| lang.row_ratio_note().to_owned())}</small>
            </th>
            <td class="num">
                {said(|judgement, lang| lang.number(f64::from(judgement.ratio()), 2))}
            </td>
        </tr>
    }
    .into_any()
}

fn error_text(error: f32, lang: Lang) -> String {
    lang.number(f64::from(error), 4)
}

fn share_text(share: f32, lang: Lang) -> String {
    lang.percent(f64::from(share), 1)
}

/// Whether the image was rejected for this measure.
fn passes(judgement: &Judgement, measure: Measure) -> bool {
    let found = judgement.decision.reasons.iter().find_map(|reason| match reason {
        Reason::QualityAtypical { outlier, .. } => Some(outlier.measure),
        _ => None,
    });
    found == Some(measure)
}

#[component]
fn TimeRows() -> impl IntoView {
    let (lang, view_model) = (use_lang(), use_view_model());
    let times = Memo::new(move |_| {
        view_model.prediction.with(|prediction| {
            prediction.as_ref().map(|prediction| (prediction.latency_ms, prediction.preparation_ms))
        })
    });
    let words = move |value: Option<f64>| {
        value.map(|value| lang.get().milliseconds(&lang.get().number(value, 1)))
    };
    view! {
        <tr>
            <th scope="row">{move || lang.get().row_latency()}</th>
            <td class="num">{move || words(times.get().map(|(latency, _)| latency))}</td>
        </tr>
        <tr>
            <th scope="row">{move || lang.get().row_preparation()}</th>
            <td class="num">{move || words(times.get().map(|(_, preparation)| preparation))}</td>
        </tr>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use policy::decision::{PhotoThresholds, Policy, Reading};
    use policy::quality::QualityLimits;

    use super::*;
    use crate::predict::queue::testing::prediction;

    #[test]
    fn the_measure_that_rejects_is_the_one_that_is_marked() {
        // An error of 0.01 on an image without detail.
        let passed = |error, relative| {
            let limits = [QualityLimits { error, relative }; dataset::CLASSES];
            let reading = Reading::PredictedClass;
            let policy = Policy {
                min_confidence: 0.05,
                max_ratio: 1.0,
                limits,
                reading,
                photos: PhotoThresholds::NOTHING,
            };
            let judgement = Judgement::new(&prediction(0), &policy);
            [Measure::Error, Measure::Relative].map(|measure| passes(&judgement, measure))
        };
        assert_eq!(passed((0.0, 0.02), (0.0, 1e6)), [false, false]);
        assert_eq!(passed((0.02, 0.03), (0.0, 1e6)), [true, false]);
        assert_eq!(passed((0.0, 0.02), (0.0, 1.0)), [false, true]);
    }
}
