//! The confusion matrix as a table: counts as text, shaded by the share of their row, or the
//! difference of two matrices. Cells may be buttons. Where the counts come from is not its
//! business.

use dataset::{CLASSES, Class};
use leptos::ev::KeyboardEvent;
use leptos::html::Table;
use leptos::prelude::*;
use statistics::metrics::Confusion;
use text::Lang;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::app::log::Logged;
use crate::app::preferences::use_lang;

/// What the table shows. Rows are true classes, columns predicted ones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Grid {
    /// The counts of one classifier.
    Counts(Box<Confusion>),
    /// The counts of the first less those of the second, over the same images.
    Difference(Box<Confusion>, Box<Confusion>),
}

/// What a cell speaks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tone {
    Good,
    Bad,
}

/// A cell as it is drawn and read out.
#[derive(Clone, Debug, PartialEq)]
struct Cell {
    text: String,
    words: String,
    tone: Tone,
    /// How strongly it is shaded, in [0, 1].
    strength: f64,
}

impl Grid {
    /// The cell of a true and a predicted class.
    fn cell(&self, truth: Class, predicted: Class, lang: Lang) -> Cell {
        let (row, column) = (truth.index(), predicted.index());
        let is_hit = truth == predicted;
        let size = |matrix: &Confusion| matrix[row].iter().sum::<u64>().max(1) as f64;
        let (text, tone, strength) = match self {
            Self::Counts(matrix) => {
                let count = matrix[row][column];
                let tone = if is_hit { Tone::Good } else { Tone::Bad };
                let share = count as f64 / size(matrix);
                // Mistakes are a small part of their row: the root lets them be told apart.
                let strength = if is_hit { share } else { share.sqrt() };
                (lang.count(count), tone, strength)
            }
            Self::Difference(a, b) => {
                let gap = a[row][column] as i64 - b[row][column] as i64;
                let tone = if (gap > 0) == is_hit { Tone::Good } else { Tone::Bad };
                let share = gap.unsigned_abs() as f64 / size(a).max(size(b));
                (lang.signed_count(gap), tone, share.sqrt())
            }
        };
        let words = lang.confusion_cell(truth, predicted, &text);
        Cell { text, words, tone, strength: strength.clamp(0.0, 1.0) }
    }

    fn cells(&self, lang: Lang) -> Vec<Cell> {
        let all = Class::ALL.into_iter();
        all.flat_map(|truth| Class::ALL.map(|predicted| self.cell(truth, predicted, lang)))
            .collect()
    }
}

/// The cell beside `place` that a key leads to; cells are numbered row by row.
fn neighbour(place: usize, key: &str) -> Option<usize> {
    let (row, column) = (place / CLASSES, place % CLASSES);
    let last = CLASSES - 1;
    let (row, column) = match key {
        "ArrowLeft" => (row, column.saturating_sub(1)),
        "ArrowRight" => (row, (column + 1).min(last)),
        "ArrowUp" => (row.saturating_sub(1), column),
        "ArrowDown" => ((row + 1).min(last), column),
        "Home" => (row, 0),
        "End" => (row, last),
        _ => return None,
    };
    Some(row * CLASSES + column)
}

/// The table. With `choose`, cells are buttons among which arrow keys move.
#[component]
pub fn ConfusionTable(
    /// What it shows; empty cells while there is nothing.
    #[prop(into)]
    grid: Signal<Option<Grid>>,
    /// What it is called.
    #[prop(into)]
    caption: Signal<String>,
    /// The true and the predicted class of the cell that is chosen.
    #[prop(optional, into)]
    chosen: Signal<Option<(Class, Class)>>,
    /// Called with the true and the predicted class of the cell that was chosen.
    #[prop(optional, into)]
    choose: Option<Callback<(Class, Class)>>,
) -> impl IntoView {
    let lang = use_lang();
    let table = NodeRef::<Table>::new();
    let cells = Memo::new(move |_| {
        let lang = lang.get();
        grid.with(|grid| grid.as_ref().map(|grid| grid.cells(lang)))
    });
    // The one cell that Tab reaches.
    let current = RwSignal::new(0_usize);
    let on_key = move |event: KeyboardEvent| {
        if choose.is_none() {
            return;
        }
        if let Some(next) = neighbour(current.get_untracked(), &event.key()) {
            event.prevent_default();
            focus(table, next);
        }
    };
    let heads = Class::ALL.map(|class| {
        view! { <th scope="col" class="num"><span>{move || lang.get().class_name(class)}</span></th> }
    });
    let rows = Class::ALL.map(|truth| {
        let cells = Class::ALL.map(|predicted| {
            view! { <CellView truth predicted cells chosen choose current/> }
        });
        view! {
            <tr>
                <th scope="row">{move || lang.get().class_name(truth)}</th>
                {cells.into_iter().collect_view()}
            </tr>
        }
    });
    view! {
        <div class="scroll confusion" tabindex="0" role="region" aria-label=move || caption.get()>
            <table
                node_ref=table
                role=choose.map(|_| "grid")
                aria-label=move || caption.get()
                aria-busy=move || cells.with(Option::is_none).to_string()
                on:keydown=on_key
            >
                <thead>
                    <tr>
                        <th scope="col" class="confusion-corner">
                            <span>{move || lang.get().confusion_predicted()} " →"</span>
                            <span>{move || lang.get().confusion_true()} " ↓"</span>
                        </th>
                        {heads.into_iter().collect_view()}
                    </tr>
                </thead>
                <tbody>{rows.into_iter().collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

#[component]
fn CellView(
    /// The row.
    truth: Class,
    /// The column.
    predicted: Class,
    /// All cells, row by row.
    cells: Memo<Option<Vec<Cell>>>,
    /// The cell that is chosen.
    chosen: Signal<Option<(Class, Class)>>,
    /// Called when it is chosen.
    choose: Option<Callback<(Class, Class)>>,
    /// The place that Tab reaches.
    current: RwSignal<usize>,
) -> impl IntoView {
    let place = truth.index() * CLASSES + predicted.index();
    let cell = Memo::new(move |_| {
        cells.with(|cells| cells.as_ref().and_then(|cells| cells.get(place)).cloned())
    });
    let is_tone = move |tone| cell.with(|cell| cell.as_ref().is_some_and(|cell| cell.tone == tone));
    let strength = move || {
        let strength = cell.with(|cell| cell.as_ref().map_or(0.0, |cell| cell.strength));
        format!("{:.0}%", strength * 100.0)
    };
    let text = move || cell.with(|cell| cell.as_ref().map(|cell| cell.text.clone()));
    let words = move || cell.with(|cell| cell.as_ref().map(|cell| cell.words.clone()));
    let is_chosen = Memo::new(move |_| chosen.get() == Some((truth, predicted)));
    let inside = match choose {
        None => text.into_any(),
        Some(choose) => view! {
            <button
                type="button"
                data-place=place.to_string()
                tabindex=move || if current.get() == place { "0" } else { "-1" }
                aria-label=words
                aria-pressed=move || is_chosen.get().to_string()
                disabled=move || cell.with(Option::is_none)
                on:focus=move |_| current.set(place)
                on:click=move |_| choose.run((truth, predicted))
            >
                {text}
            </button>
        }
        .into_any(),
    };
    view! {
        <td
            class="num"
            class:is-good=move || is_tone(Tone::Good)
            class:is-bad=move || is_tone(Tone::Bad)
            class:is-diagonal=truth == predicted
            style:--v=strength
        >
            {inside}
        </td>
    }
    .into_any()
}

fn focus(table: NodeRef<Table>, place: usize) {
    let button = table.get_untracked().and_then(|table| {
        let found = table.query_selector(&format!("[data-place=\"{place}\"]")).ok().flatten()?;
        found.dyn_into::<HtmlElement>().ok()
    });
    if let Some(button) = button {
        button.focus().logged("focus a cell");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matrix(hits: u64, misses: u64) -> Box<Confusion> {
        let mut matrix = [[0; CLASSES]; CLASSES];
        matrix[Class::Shirt.index()][Class::Shirt.index()] = hits;
        matrix[Class::Shirt.index()][Class::Coat.index()] = misses;
        Box::new(matrix)
    }

    #[test]
    fn hits_are_shaded_by_their_share_of_the_row_and_mistakes_by_its_root() {
        let grid = Grid::Counts(matrix(3, 1));
        let hit = grid.cell(Class::Shirt, Class::Shirt, Lang::En);
        assert_eq!((hit.text.as_str(), hit.tone, hit.strength), ("3", Tone::Good, 0.75));
        let miss = grid.cell(Class::Shirt, Class::Coat, Lang::En);
        assert_eq!((miss.text.as_str(), miss.tone, miss.strength), ("1", Tone::Bad, 0.5));
        assert_eq!(grid.cell(Class::Bag, Class::Coat, Lang::En).strength, 0.0);
    }

    #[test]
    fn a_difference_is_good_where_hits_grow_or_mistakes_shrink() {
        let grid = Grid::Difference(matrix(4, 0), matrix(3, 1));
        let hit = grid.cell(Class::Shirt, Class::Shirt, Lang::En);
        assert_eq!((hit.text.as_str(), hit.tone, hit.strength), ("+1", Tone::Good, 0.5));
        let miss = grid.cell(Class::Shirt, Class::Coat, Lang::En);
        assert_eq!((miss.text.as_str(), miss.tone), ("\u{2212}1", Tone::Good));
        let turned = Grid::Difference(matrix(3, 1), matrix(4, 0));
        assert_eq!(turned.cell(Class::Shirt, Class::Shirt, Lang::En).tone, Tone::Bad);
        assert_eq!(turned.cell(Class::Shirt, Class::Coat, Lang::En).tone, Tone::Bad);
    }

    #[test]
    fn arrow_keys_stay_on_the_table() {
        assert_eq!(neighbour(0, "ArrowLeft"), Some(0));
        assert_eq!(neighbour(0, "ArrowDown"), Some(10));
        assert_eq!(neighbour(99, "ArrowDown"), Some(99));
        assert_eq!(neighbour(42, "End"), Some(49));
        assert_eq!(neighbour(42, "a"), None);
    }
}
