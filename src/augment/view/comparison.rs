//! A comparison of remedies: what it says in words, its figures in a table, its gains in charts. It does not
//! know whether it was shipped or is being run.

mod gains;
mod model;
mod table;
mod taken;

use std::sync::Arc;

use leptos::prelude::*;
use protocol::comparison::{Comparison, Figure};

use super::context::use_augment;
use crate::app::preferences::use_lang;
use crate::augment::state::{Findings, use_findings};
use crate::components::Segmented;
use gains::{Curve, Gains};
use table::RemedyTable;
use taken::Taken;

/// What a comparison says, as the parts read it.
type Found = ReadSignal<Option<Arc<Findings>>>;

/// The comparison; nothing before its first training has ended.
#[component]
pub fn Remedies(
    /// The comparison.
    comparison: Memo<Option<Arc<Comparison>>>,
    /// Name of its choice of a figure, unique on the page.
    name: &'static str,
) -> impl IntoView {
    let lang = use_lang();
    let found = use_findings(comparison);
    let is_here = Memo::new(move |_| found.with(Option::is_some));
    let has_curve =
        Memo::new(move |_| found.with(|found| found.as_ref().is_some_and(|f| f.curve.len() > 1)));
    let has_remedies = Memo::new(move |_| {
        found.with(|found| found.as_ref().is_some_and(|found| !found.remedies().is_empty()))
    });
    let of = move |words: fn(&Findings, text::Lang) -> String| {
        Memo::new(move |_| found.with(|found| found.as_ref().map(|found| words(found, lang.get()))))
    };
    let (verdict, basis, columns) = (of(model::verdict), of(model::basis), of(model::columns));
    view! {
        <Show when=move || is_here.get()>
            <div class="augment-comparison">
                <p class="augment-verdict" role="status">{move || verdict.get()}</p>
                <p class="soft">{move || basis.get()}</p>
                <FigureChoice name/>
                <div class="augment-pair">
                    <Gains found/>
                    <Show when=move || has_curve.get()>
                        <Curve found/>
                    </Show>
                </div>
                <RemedyTable found/>
                <p class="soft">{move || columns.get()} " " {move || lang.get().comparison_crude()}</p>
                <Show when=move || has_remedies.get()>
                    <Taken found/>
                </Show>
            </div>
        </Show>
    }
    .into_any()
}

#[component]
fn FigureChoice(
    /// Name of the choice, unique on the page.
    name: &'static str,
) -> impl IntoView {
    let (lang, figure) = (use_lang(), use_augment().figure);
    let labels = Signal::derive(move || {
        Figure::ALL.map(|one| lang.get().comparison_figure_name(one).to_owned()).to_vec()
    });
    let choose = move |place: usize| figure.set(Figure::ALL[place]);
    view! {
        <div class="field">
            <span class="field-name" aria-hidden="true">{move || lang.get().comparison_figure()}</span>
            <Segmented
                name
                legend=Signal::derive(move || lang.get().comparison_figure().to_owned())
                labels
                chosen=Signal::derive(move || model::place(figure.get()))
                choose
            />
        </div>
    }
    .into_any()
}
