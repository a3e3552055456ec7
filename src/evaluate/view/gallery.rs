//! Test images, a page of them at a time, each with what is said about it.

use leptos::prelude::*;

use crate::app::preferences::use_lang;
use crate::components::Pixels;
use crate::evaluate::state::use_test_images;

/// Images on a page.
pub const PAGE: usize = 24;

/// An image and what is said about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tile {
    /// Its place in the test set.
    pub place: u32,
    /// What it shows, for those who do not see it.
    pub words: String,
    /// What stands under it.
    pub lines: Vec<String>,
}

/// Places of the tiles on a page of them, where `page` may be too far.
pub fn page_of(page: usize, count: usize) -> std::ops::Range<usize> {
    let last = count.saturating_sub(1) / PAGE;
    let first = page.min(last) * PAGE;
    first..(first + PAGE).min(count)
}

/// The images.
#[component]
pub fn Gallery(
    /// What the list of images is called.
    #[prop(into)]
    label: Signal<String>,
    /// The images; it begins anew on the first page whenever they change.
    #[prop(into)]
    tiles: Signal<Vec<Tile>>,
) -> impl IntoView {
    let (lang, images) = (use_lang(), use_test_images());
    let page = RwSignal::new(0_usize);
    let places = Memo::new(move |_| {
        tiles.with(|tiles| tiles.iter().map(|tile| tile.place).collect::<Vec<_>>())
    });
    Effect::new(move |before: Option<()>| {
        places.track();
        if before.is_some() {
            page.set(0);
        }
    });
    let count = Memo::new(move |_| places.with(Vec::len));
    let range = Memo::new(move |_| page_of(page.get(), count.get()));
    let shown = Memo::new(move |_| tiles.with(|tiles| tiles[range.get()].to_vec()));
    Effect::new(move |_| {
        let places: Vec<u32> = shown.with(|tiles| tiles.iter().map(|tile| tile.place).collect());
        images.want(&places);
    });
    let figures = move || {
        shown.get().into_iter().map(|tile| view! { <li><TileView tile/></li> }).collect_view()
    };
    let error = move || {
        images.error().map(|error| {
            let why = lang.get().job_error(&error);
            let again = move |_| {
                let places = shown.with_untracked(|tiles| {
                    tiles.iter().map(|tile| tile.place).collect::<Vec<_>>()
                });
                images.want(&places);
            };
            view! {
                <div class="notice" role="status">
                    <p>{lang.get().gallery_missing(&why)}</p>
                    <button type="button" class="button" on:click=again>
                        {move || lang.get().try_again()}
                    </button>
                </div>
            }
        })
    };
    view! {
        {error}
        <ul class="gallery" aria-label=move || label.get()>{figures}</ul>
        <Show when={move || count.get() > PAGE}>
            <Pager page range count/>
        </Show>
    }
    .into_any()
}

/// The buttons to the page before and after.
#[component]
pub fn Pager(
    /// The page that is wished for.
    page: RwSignal<usize>,
    /// The places that are shown.
    range: Memo<std::ops::Range<usize>>,
    /// Images in all.
    count: Memo<usize>,
) -> impl IntoView {
    let lang = use_lang();
    let words = move || {
        let (lang, range) = (lang.get(), range.get());
        let number = |n: usize| lang.count(n as u64);
        lang.gallery_range(&number(range.start + 1), &number(range.end), &number(count.get()))
    };
    view! {
        <div class="pager">
            <button
                type="button"
                class="button"
                disabled=move || range.get().start == 0
                aria-label=move || lang.get().gallery_previous()
                on:click=move |_| page.set((range.get_untracked().start / PAGE).saturating_sub(1))
            >
                "←"
            </button>
            <span class="num" role="status">{words}</span>
            <button
                type="button"
                class="button"
                disabled={move || range.get().end >= count.get()}
                aria-label=move || lang.get().gallery_next()
                on:click=move |_| page.set(range.get_untracked().start / PAGE + 1)
            >
                "→"
            </button>
        </div>
    }
    .into_any()
}

#[component]
fn TileView(
    /// The image and what is said about it.
    tile: Tile,
) -> impl IntoView {
    let images = use_test_images();
    let place = tile.place;
    let picture = Memo::new(move |_| images.get(place));
    let words = tile.words;
    let lines = tile.lines.into_iter().map(|line| view! { <span>{line}</span> }).collect_view();
    view! {
        <figure>
            <Pixels picture label=words/>
            <figcaption>{lines}</figcaption>
        </figure>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_too_far_is_the_last_and_of_nothing_nothing_is_shown() {
        assert_eq!(page_of(0, 60), 0..24);
        assert_eq!(page_of(2, 60), 48..60);
        assert_eq!(page_of(9, 48), 24..48);
        assert_eq!(page_of(3, 0), 0..0);
    }
}
