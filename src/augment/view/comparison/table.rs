//! The remedies with what each does and its figures.

use leptos::prelude::*;
use protocol::comparison::Figure;

use super::{Found, model};
use crate::app::preferences::use_lang;

/// The table.
#[component]
pub fn RemedyTable(
    /// What the comparison says.
    found: Found,
) -> impl IntoView {
    let lang = use_lang();
    let rows = Memo::new(move |_| {
        let lang = lang.get();
        found.with(|found| found.as_ref().map(|found| model::rows(found, lang)).unwrap_or_default())
    });
    let head = move || {
        let name = |figure| lang.get().comparison_figure_name(figure);
        Figure::ALL
            .map(|figure| view! { <th scope="col" class="num">{name(figure)}</th> })
            .collect_view()
    };
    let body = move || {
        let row = |row: model::Row| {
            let cells = row.cells.into_iter().map(|(mean, gain)| {
                view! { <td class="num"><b>{mean}</b><small>{gain}</small></td> }
            });
            view! {
                <tr>
                    <th scope="row">{row.name}<small>{row.about}</small></th>
                    {cells.collect_view()}
                </tr>
            }
        };
        rows.get().into_iter().map(row).collect_view()
    };
    let label = move || lang.get().comparison_table();
    view! {
        <div class="scroll is-whole" tabindex="0" role="region" aria-label=label>
            <table class="numbers augment-remedies" aria-label=label>
                <thead>
                    <tr><th scope="col">{move || lang.get().comparison_remedy()}</th>{head}</tr>
                </thead>
                <tbody>{body}</tbody>
            </table>
        </div>
    }
    .into_any()
}
