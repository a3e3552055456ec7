//! Where the images stand on the plane of confidence and error: a chart. The table behind it is
//! that of the results.

use leptos::prelude::*;
use text::Lang;

use super::view_model::use_view_model;
use crate::app::preferences::use_lang;
use crate::components::{Chart, Sheet};
use crate::predict::judgement::Judgement;
use crate::predict::queue::use_prediction_queue;
use charts::{Plane, draw_plane};

/// An image's judgement.
#[derive(Clone, Debug, PartialEq)]
struct Entry {
    judgement: Judgement,
    is_selected: bool,
}

/// The card.
#[component]
pub fn Position() -> impl IntoView {
    let (lang, desk, view_model) = (use_lang(), use_prediction_queue(), use_view_model());
    let entries = Memo::new(move |_| {
        view_model.policy.with(|policy| {
            let Some(policy) = policy else { return Vec::new() };
            desk.tray.with(|tray| {
                let entry = |item: &crate::predict::queue::Item| {
                    Some(Entry {
                        judgement: Judgement::new(item.prediction()?, policy),
                        is_selected: tray.selected() == Some(item.id),
                    })
                };
                tray.items().iter().filter_map(entry).collect()
            })
        })
    });
    let draw = move |sheet: Sheet| {
        let judgement = view_model.judgement;
        // Photos have a threshold of their own: the line is the one of the image that is looked at.
        let least = judgement.with(|judgement| judgement.as_ref().map(|j| j.min_confidence.into()));
        let Some(least) = least else { return Ok(()) };
        let plane = Plane::new(sheet.pen.size(), sheet.pen.em, least);
        let points = entries.with(|entries| {
            entries.iter().map(|entry| entry.judgement.point(entry.is_selected)).collect::<Vec<_>>()
        });
        draw_plane(&sheet.pen, &plane, &points, lang.get())
    };
    let title = Signal::derive(move || lang.get().position().to_owned());
    let label = Signal::derive(move || {
        view_model.judgement.with(|judgement| {
            judgement.as_ref().map(|judgement| words(judgement, lang.get())).unwrap_or_default()
        })
    });
    view! {
        <section class="card" aria-labelledby="position-title">
            <h2 id="position-title">{title}</h2>
            <Chart label draw/>
        </section>
    }
    .into_any()
}

fn words(judgement: &Judgement, lang: Lang) -> String {
    lang.position_alt(
        &lang.percent(f64::from(judgement.confidence), 1),
        &lang.number(f64::from(judgement.ratio()), 2),
        lang.verdict(judgement.decision.verdict),
    )
}
