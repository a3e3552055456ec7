//! What the photos show against what the classifier saw in them.

use std::collections::BTreeMap;
use std::sync::Arc;

use dataset::{CLASSES, Class};
use leptos::prelude::*;
use protocol::precomputed::{JudgedPhoto, JudgedPhotos};

use crate::app::preferences::use_lang;

/// The columns: the ten classes, and none of them.
const COLUMNS: usize = CLASSES + 1;

/// Photos that show the same.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    /// The right classes; none where they show none of the ten.
    right: Vec<Class>,
    /// How many were seen as each class, and as none of the ten.
    seen: [u64; COLUMNS],
}

/// The rows: single classes, then several, then none of the ten.
fn rows(photos: &[JudgedPhoto]) -> Vec<Row> {
    let mut counts: BTreeMap<(usize, Vec<usize>), Row> = BTreeMap::new();
    for photo in photos {
        let order = if photo.right.is_empty() { COLUMNS } else { photo.right.len() };
        let places = photo.right.iter().map(|class| class.index()).collect();
        let row = counts
            .entry((order, places))
            .or_insert_with(|| Row { right: photo.right.clone(), seen: [0; COLUMNS] });
        row.seen[if photo.is_none() { CLASSES } else { photo.predicted.index() }] += 1;
    }
    counts.into_values().collect()
}

/// The table.
#[component]
pub fn SeenTable(
    /// The photos.
    photos: Memo<Option<Arc<JudgedPhotos>>>,
) -> impl IntoView {
    let lang = use_lang();
    let rows = Memo::new(move |_| photos.with(|all| all.as_ref().map(|all| rows(&all.photos))));
    let body = move || {
        let lang = lang.get();
        rows.get().unwrap_or_default().into_iter().map(|row| row_view(&row, lang)).collect_view()
    };
    let heads = move || {
        let lang = lang.get();
        let names = Class::ALL.map(|class| lang.class_name(class));
        let names = names.into_iter().chain([lang.none_of_the_ten_short()]);
        names.map(|name| view! { <th scope="col" class="num">{name}</th> }).collect_view()
    };
    view! {
        <h3 id="seen-title">{move || lang.get().photos_table_title()}</h3>
        <p class="soft">{move || lang.get().photos_table_note()}</p>
        <div class="scroll is-whole" tabindex="0" role="region" aria-labelledby="seen-title">
            <table class="numbers photos-seen" aria-labelledby="seen-title">
                <thead>
                    <tr>
                        <th scope="col">{move || lang.get().photos_shows()}</th>
                        <th scope="col" class="num">{move || lang.get().photos_all()}</th>
                        {heads}
                    </tr>
                </thead>
                <tbody>{body}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row_view(row: &Row, lang: text::Lang) -> impl IntoView + use<> {
    let all: u64 = row.seen.iter().sum();
    let is_right = |column: usize| match Class::ALL.get(column) {
        Some(class) => row.right.contains(class),
        None => row.right.is_empty(),
    };
    let cells = row.seen.iter().enumerate().map(|(column, &count)| {
        let text = if count == 0 { "·".to_owned() } else { lang.count(count) };
        view! { <td class="num" class:is-right=is_right(column)>{text}</td> }
    });
    let truth = match row.right[..] {
        [] => lang.none_of_the_ten_short().to_owned(),
        _ => lang.photo_truth(&row.right),
    };
    view! {
        <tr>
            <th scope="row">{truth}</th>
            <td class="num">{lang.count(all)}</td>
            {cells.collect_view()}
        </tr>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::super::testing::photo;
    use super::*;

    #[test]
    fn photos_are_counted_by_what_they_show_and_by_what_was_seen() {
        let none = JudgedPhoto { right: vec![], none_of_the_ten: 0.8, ..photo(Class::Bag, 0.1) };
        let both = vec![Class::Shirt, Class::TShirt];
        let both = JudgedPhoto { right: both, ..photo(Class::Shirt, 0.9) };
        let rows = rows(&[none, both, photo(Class::Coat, 0.9), photo(Class::Shirt, 0.9)]);
        let kinds: Vec<usize> = rows.iter().map(|row| row.right.len()).collect();
        assert_eq!(kinds, [1, 2, 0]);
        assert_eq!((rows[0].seen[Class::Coat.index()], rows[0].seen[Class::Shirt.index()]), (1, 1));
        assert_eq!(rows[2].seen[CLASSES], 1);
    }
}
