//! Quality control: input, reconstruction, difference, and the numbers that decide.

use std::sync::Arc;

use domain::Class;
use domain::decision::Reading;
use leptos::prelude::*;

use super::view_model::use_view_model;
use crate::address::{Param, reading_value};
use crate::components::Pixels;
use crate::judgement::Judgement;
use crate::navigation::use_address;
use crate::picture::{Picture, reconstruction_of};
use crate::preferences::{use_lang, use_preferences};

/// The card.
#[component]
pub fn Quality() -> impl IntoView {
    let lang = use_lang();
    view! {
        <section class="card" aria-labelledby="quality-title">
            <h2 id="quality-title">{move || lang.get().quality()}</h2>
            <ReadingChoice/>
            <Trio/>
            <table class="numbers" aria-labelledby="quality-title">
                <tbody>
                    <ErrorRows/>
                    <TimeRows/>
                </tbody>
            </table>
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
    let words = move |say: fn(&Judgement, domain::Lang) -> String| {
        Signal::derive(move || {
            view_model.judgement.with(|judgement| {
                judgement.as_ref().map(|judgement| say(judgement, lang.get())).unwrap_or_default()
            })
        })
    };
    let input_words = words(|judgement, lang| lang.original_alt(judgement.class.title(lang)));
    let redrawn_words =
        words(|judgement, lang| lang.reconstruction_alt(judgement.checked.title(lang)));
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

#[component]
fn ErrorRows() -> impl IntoView {
    let (lang, view_model) = (use_lang(), use_view_model());
    let error = move || {
        view_model.judgement.with(|judgement| {
            judgement.as_ref().map(|judgement| lang.get().number(f64::from(judgement.error), 4))
        })
    };
    let limit = move || {
        view_model.judgement.with(|judgement| {
            judgement.as_ref().map(|judgement| lang.get().number(f64::from(judgement.limit), 4))
        })
    };
    let limit_name = move || {
        let class = view_model.judgement.with(|judgement| {
            judgement.as_ref().map_or("…", |judgement| judgement.checked.title(lang.get()))
        });
        lang.get().row_limit(class)
    };
    let is_above = move || {
        view_model
            .judgement
            .with(|judgement| judgement.as_ref().is_some_and(Judgement::is_atypical))
    };
    view! {
        <tr class:is-above=is_above>
            <th scope="row">{move || lang.get().row_error()}</th>
            <td class="num">{error}</td>
        </tr>
        <tr>
            <th scope="row">{limit_name} <small>{move || lang.get().row_limit_note()}</small></th>
            <td class="num">{limit}</td>
        </tr>
    }
    .into_any()
}

/// Which autoencoder judges: the predicted class's own, or that of one normal class.
#[component]
fn ReadingChoice() -> impl IntoView {
    let (preferences, address, view_model) = (use_preferences(), use_address(), use_view_model());
    let (lang, reading) = (preferences.lang, preferences.reading);
    let choose = move |event| {
        let chosen = Class::parse(&event_target_value(&event))
            .map_or(Reading::PredictedClass, Reading::NormalClass);
        reading.set(chosen);
        address.set(Param::Normal, reading_value(chosen));
    };
    let own = move || {
        let class = view_model.judgement.with(|judgement| judgement.as_ref().map(|j| j.class));
        match class {
            Some(class) => lang.get().reading_predicted_is(class.title(lang.get())),
            None => lang.get().reading_predicted().to_owned(),
        }
    };
    let value = move || reading_value(reading.get()).unwrap_or_default();
    let options = Class::ALL
        .into_iter()
        .map(|class| {
            let is_chosen = move || reading.get() == Reading::NormalClass(class);
            view! {
                <option value=class.slug() selected=is_chosen>
                    {move || class.title(lang.get())}
                </option>
            }
        })
        .collect_view();
    view! {
        <div class="field is-inline reading">
            <label class="field-name" for="reading">{move || lang.get().row_checked()}</label>
            <select id="reading" prop:value=value on:change=choose>
                <option value="">{own}</option>
                <optgroup label=move || lang.get().reading_normal()>{options}</optgroup>
            </select>
        </div>
    }
    .into_any()
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
