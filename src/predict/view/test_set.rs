//! The test set as a way in: its images by class, a page at a time, each put on the desk with the
//! class that it is known to be of.

mod shelf;

use std::sync::Arc;

use dataset::Class;
use gloo_file::Blob;
use leptos::prelude::*;
use text::Lang;
use vision::photo::as_bitmap;

use crate::app::preferences::use_lang;
use crate::components::picture::Picture;
use crate::components::{Icon, Pixels};
use crate::predict::queue::{Item, Source, use_prediction_queue};
use shelf::{PAGE, Shelf, State, Tile};

/// The browser of the test set.
#[component]
pub fn TestSet() -> impl IntoView {
    let (lang, desk) = (use_lang(), use_prediction_queue());
    let shelf = Shelf::new();
    let add = Callback::new(move |tiles: Vec<Arc<Tile>>| {
        let here = |tile: &Tile| {
            desk.tray.with_untracked(|tray| {
                let is_it = |item: &&Item| item.source == source(tile);
                tray.items().iter().find(is_it).map(|item| item.id)
            })
        };
        let fresh: Vec<_> = tiles.iter().filter(|tile| here(tile).is_none()).collect();
        if !fresh.is_empty() {
            desk.add(fresh.into_iter().map(|tile| file(tile)).collect());
        } else if let Some(id) = tiles.first().and_then(|tile| here(tile)) {
            desk.tray.update(|tray| tray.select(id));
        }
    });
    let tiles = move || shelf.page.with(|page| page.tiles.clone());
    let is_empty = Memo::new(move |_| shelf.page.with(|page| page.tiles.is_empty()));
    view! {
        <div class="stack">
            <p class="soft">{move || lang.get().test_caption()}</p>
            <Bar shelf add/>
            <Progress shelf/>
            <ul class="tiles" aria-busy=move || shelf.is_busy().to_string()>
                <For each=tiles key=|tile| (tile.place, tile.class) let:tile>
                    <li><TileButton tile add/></li>
                </For>
            </ul>
            <Show when=move || is_empty.get() && shelf.is_busy()>
                <div class="tiles" aria-hidden="true">
                    {(0..PAGE).map(|_| view! { <span class="pixels skeleton"></span> }).collect_view()}
                </div>
            </Show>
        </div>
    }
}

fn source(tile: &Tile) -> Source {
    Source::Test { place: tile.place, class: tile.class }
}

/// An image as a file that passes the photo steps unchanged.
fn file(tile: &Tile) -> (Source, Blob) {
    (source(tile), Blob::new(&as_bitmap(&tile.pixels)[..]))
}

/// The choice of the class, and the way through its pages.
#[component]
fn Bar(
    /// What is shown.
    shelf: Shelf,
    /// Puts images on the desk.
    add: Callback<Vec<Arc<Tile>>>,
) -> impl IntoView {
    let lang = use_lang();
    let options = Class::ALL
        .into_iter()
        .map(|class| {
            let is_chosen = move || shelf.class.get() == class;
            view! {
                <option value=class.slug() selected=is_chosen>{move || lang.get().class_name(class)}</option>
            }
        })
        .collect_view();
    let choose = move |event| {
        if let Some(class) = Class::parse(&event_target_value(&event)) {
            shelf.choose(class);
        }
    };
    let range = move || shelf.page.with(|page| range(shelf.skip.get(), page.total, lang.get()));
    let is_first = Memo::new(move |_| shelf.skip.get() == 0);
    let is_last = Memo::new(move |_| shelf.page.with(|page| shelf.skip.get() + PAGE >= page.total));
    let is_busy = Memo::new(move |_| shelf.is_busy());
    view! {
        <div class="test-bar">
            <div class="field is-inline">
                <label class="field-name" for="test-class">{move || lang.get().test_class()}</label>
                <select id="test-class" prop:value=move || shelf.class.get().slug() on:change=choose>
                    {options}
                </select>
            </div>
            <div class="actions">
                <button
                    type="button"
                    class="button"
                    disabled=move || is_first.get() || is_busy.get()
                    on:click=move |_| shelf.turn(false)
                >
                    {move || lang.get().test_before()}
                </button>
                <button
                    type="button"
                    class="button"
                    disabled=move || is_last.get() || is_busy.get()
                    on:click=move |_| shelf.turn(true)
                >
                    {move || lang.get().test_after()}
                </button>
                <button
                    type="button"
                    class="button"
                    disabled=move || is_busy.get()
                    on:click=move |_| add.run(shelf.page.with_untracked(|page| page.tiles.clone()))
                >
                    {move || lang.get().test_add_page()}
                </button>
            </div>
            <p class="soft" role="status">{range}</p>
        </div>
    }
}

/// Which images are shown; none before there are some.
fn range(skip: u32, total: u32, lang: Lang) -> Option<String> {
    let last = (skip + PAGE).min(total);
    let [first, until, all] = [skip + 1, last, total].map(|count| lang.count(count.into()));
    (skip < last).then(|| lang.test_range(&first, &until, &all))
}

#[component]
fn Progress(
    /// What is shown.
    shelf: Shelf,
) -> impl IntoView {
    let lang = use_lang();
    let body = move || match shelf.state.get() {
        State::Idle => None,
        State::Waiting => {
            Some(view! { <p class="soft">{move || lang.get().test_waiting()}</p> }.into_any())
        }
        State::Loading(share) => {
            let amount = share.map(|share| lang.get().percent(share, 0)).unwrap_or_default();
            let words = lang.get().test_loading(&amount).trim_end().to_owned();
            Some(
                view! {
                    <p class="soft">{words.clone()}</p>
                    <progress class="bar is-thin" max="1" prop:value=share.unwrap_or_default() aria-label=words></progress>
                }
                .into_any(),
            )
        }
        State::Failed(end) => Some(
            view! {
                <div class="notice">
                    {Icon::Warning.draw()}
                    <p>{move || lang.get().test_failed(&end.why(lang.get()))}</p>
                    <button type="button" class="button" on:click=move |_| shelf.load()>
                        {move || lang.get().test_again()}
                    </button>
                </div>
            }
            .into_any(),
        ),
    };
    view! { <div role="status" class="test-progress">{body}</div> }
}

#[component]
fn TileButton(
    /// Which image.
    tile: Arc<Tile>,
    /// Puts it on the desk.
    add: Callback<Vec<Arc<Tile>>>,
) -> impl IntoView {
    let lang = use_lang();
    let picture = Picture::from_grey(&tile.pixels).map(Arc::new);
    let (place, class) = (tile.place, tile.class);
    let name = move || lang.get().test_add(&place.to_string(), lang.get().class_name(class));
    view! {
        <button
            type="button"
            class="tile"
            aria-label=name
            on:click=move |_| add.run(vec![tile.clone()])
        >
            <Pixels picture=Signal::stored(picture) label=String::new()/>
        </button>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_range_ends_with_the_class() {
        let words = |skip, total| range(skip, total, Lang::En);
        assert_eq!(words(0, 1_000).as_deref(), Some("1 to 30 of 1,000"));
        assert_eq!(words(990, 1_000).as_deref(), Some("991 to 1,000 of 1,000"));
        assert_eq!(words(0, 0), None);
    }
}
