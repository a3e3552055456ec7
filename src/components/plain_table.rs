//! Head and body of a table of words and numbers, such as stands behind a chart.

use leptos::prelude::*;

/// A table in words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// Names of the columns.
    pub head: Vec<String>,
    /// Rows of cells; the first cell of a row names it.
    pub rows: Vec<Vec<String>>,
}

/// Its head and its body.
#[component]
pub fn PlainTable(
    /// What stands in it.
    #[prop(into)]
    table: Signal<Table>,
) -> impl IntoView {
    let head = move || {
        let cells = table.with(|table| table.head.clone()).into_iter().enumerate();
        cells
            .map(|(place, name)| view! { <th scope="col" class:num=place != 0>{name}</th> })
            .collect_view()
    };
    let rows = move || {
        let rows = table.with(|table| table.rows.clone()).into_iter();
        rows.map(|row| {
            let mut cells = row.into_iter();
            let name = cells.next();
            let cells = cells.map(|cell| view! { <td class="num">{cell}</td> }).collect_view();
            view! { <tr><th scope="row">{name}</th>{cells}</tr> }
        })
        .collect_view()
    };
    view! {
        <thead><tr>{head}</tr></thead>
        <tbody>{rows}</tbody>
    }
    .into_any()
}
