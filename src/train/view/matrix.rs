//! The confusion matrix of the last validation, growing as the run learns.

use leptos::prelude::*;
use protocol::run::Score;
use statistics::metrics::{Confusion, accuracy};

use super::curves::epoch;
use super::workshop::use_workshop;
use crate::app::preferences::use_lang;
use crate::components::{ConfusionTable, Grid};
use crate::train::state::RunView;

/// The matrix with its heading; nothing before the first validation.
#[component]
pub fn Matrix() -> impl IntoView {
    let (lang, workshop) = (use_lang(), use_workshop());
    let last = workshop.of_focus(last);
    let grid = Signal::derive(move || {
        last.with(|last| last.as_ref()?.as_ref().map(|(_, matrix)| Grid::Counts(matrix.clone())))
    });
    let has_matrix = Memo::new(move |_| grid.with(Option::is_some));
    let caption = Signal::derive(move || {
        let lang = lang.get();
        last.with(|last| {
            let (epoch, matrix) = last.as_ref()?.as_ref()?;
            let accuracy = accuracy(matrix);
            let [low, high] = [accuracy.low, accuracy.high].map(|share| lang.percent(share, 1));
            Some(lang.train_matrix_caption(
                &lang.number(*epoch, 1),
                &lang.percent(accuracy.value, 1),
                &low,
                &high,
                &lang.count(accuracy.n as u64),
            ))
        })
        .unwrap_or_default()
    });
    view! {
        <Show when=move || has_matrix.get()>
            <section class="train-part" aria-labelledby="matrix-title">
                <h3 id="matrix-title">{move || lang.get().confusion()}</h3>
                <p class="soft">{move || caption.get()}</p>
                <ConfusionTable
                    grid
                    caption=Signal::derive(move || lang.get().confusion().to_owned())
                />
                <p class="soft">{move || lang.get().confusion_how_to_read()}</p>
            </section>
        </Show>
    }
    .into_any()
}

/// The epoch and the matrix of the last validation.
fn last(run: &RunView) -> Option<(f64, Box<Confusion>)> {
    let validation = run.record.validations.last()?;
    match &validation.score {
        Score::Classifier { confusion, .. } => {
            Some((epoch(run, validation.step), confusion.clone()))
        }
        Score::Autoencoder { .. } => None,
    }
}
