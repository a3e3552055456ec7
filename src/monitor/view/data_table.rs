//! A table of plain words on the page.

use leptos::prelude::*;

use super::tables::{Row, Table, Tone};

/// The table, which may be scrolled sideways.
#[component]
pub fn DataTable(
    /// What the table is called.
    #[prop(into)]
    label: Signal<String>,
    /// What stands in it.
    #[prop(into)]
    table: Signal<Table>,
) -> impl IntoView {
    view! {
        <div class="scroll monitor-scroll" tabindex="0" role="region" aria-label=move || label.get()>
            <table class="numbers" aria-label=move || label.get()>
                <TableBody table/>
            </table>
        </div>
    }
    .into_any()
}

/// Head and body of a table.
#[component]
pub fn TableBody(
    /// What stands in it.
    #[prop(into)]
    table: Signal<Table>,
) -> impl IntoView {
    let shape = Memo::new(move |_| table.with(|table| (table.head.clone(), table.words)));
    let head = move || {
        let (head, words) = shape.get();
        let cells = head.into_iter().enumerate();
        cells
            .map(|(place, name)| view! { <th scope="col" class:num={place >= words}>{name}</th> })
            .collect_view()
    };
    let body = move || {
        table.with(|table| {
            table.rows.iter().map(|row| row_view(row.clone(), table.words)).collect_view()
        })
    };
    view! {
        <thead><tr>{head}</tr></thead>
        <tbody>{body}</tbody>
    }
    .into_any()
}

fn row_view(row: Row, words: usize) -> impl IntoView {
    let tone = match row.tone {
        Tone::Plain => "",
        Tone::Warning => "is-warning",
        Tone::Bad => "is-bad",
    };
    let mut cells = row.cells.into_iter();
    let name = cells.next();
    let cells = cells.enumerate();
    let cells = cells.map(|(place, cell)| view! { <td class:num={place + 1 >= words}>{cell}</td> });
    view! {
        <tr class=tone>
            <th scope="row">{name}</th>
            {cells.collect_view()}
        </tr>
    }
}
