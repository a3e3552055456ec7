//! Generated images as tiles; the one that is chosen stands beside the training image that it is nearest to.

use std::sync::Arc;

use dataset::PIXELS;
use leptos::ev::KeyboardEvent;
use leptos::html::Ul;
use leptos::prelude::*;
use leptos::task::spawn_local;
use text::Lang;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::context::use_augment;
use crate::app::log::Logged;
use crate::app::preferences::use_lang;
use crate::augment::state::Drawn;
use crate::components::download::save;
use crate::components::picture::Picture;
use crate::components::{Pixels, snapshot};

/// Tiles in a row, as in the style sheet.
const COLUMNS: usize = 8;

/// The tiles; nothing before images were drawn.
#[component]
pub fn Tiles() -> impl IntoView {
    let (lang, context) = (use_lang(), use_augment());
    let reply = context.asking.drawn;
    let drawn = Memo::new(move |_| reply.with(|reply| reply.here.clone()));
    let count = Memo::new(move |_| drawn.with(|drawn| drawn.as_ref().map_or(0, |d| number(d))));
    let chosen = RwSignal::new(None::<usize>);
    // Other images have other neighbours.
    Effect::new(move |_| {
        drawn.track();
        chosen.set(None);
    });
    let list = NodeRef::<Ul>::new();
    let current = RwSignal::new(0_usize);
    let on_key = move |event: KeyboardEvent| {
        if let Some(next) = neighbour(current.get_untracked(), &event.key(), count.get_untracked())
        {
            event.prevent_default();
            focus(list, next);
        }
    };
    let is_waiting = move || reply.with(|reply| reply.is_waiting).to_string();
    let save_png = move |_| {
        let Some(drawn) = drawn.get_untracked() else { return };
        let Some(sheet) = Picture::sheet(&drawn.images.pixels, COLUMNS) else { return };
        let name =
            format!("vitrina-generated-{}-seed-{}.png", drawn.origin.class.slug(), drawn.seed);
        spawn_local(async move {
            if let Some(file) = snapshot::of_picture(&sheet).await {
                save(&name, file);
            }
        });
    };
    view! {
        <Show when=move || { count.get() > 0 }>
            <div class="augment-drawn">
                <ul
                    class="augment-tiles"
                    node_ref=list
                    aria-label=move || lang.get().augment_tiles()
                    aria-busy=is_waiting
                    on:keydown=on_key
                >
                    <For each=move || 0..count.get() key=|place| *place let:place>
                        <li><Tile drawn place chosen current/></li>
                    </For>
                </ul>
                <Neighbour drawn chosen/>
            </div>
            <div class="actions">
                <button type="button" class="button" on:click=save_png>
                    {move || lang.get().augment_png()}
                </button>
            </div>
        </Show>
    }
    .into_any()
}

#[component]
fn Tile(
    /// All images.
    drawn: Memo<Option<Arc<Drawn>>>,
    /// Which of them.
    place: usize,
    /// The one that is chosen.
    chosen: RwSignal<Option<usize>>,
    /// The place that Tab reaches.
    current: RwSignal<usize>,
) -> impl IntoView {
    let lang = use_lang();
    let picture = Memo::new(move |_| drawn.with(|drawn| picture(drawn.as_ref()?, place)));
    let label =
        move || drawn.with(|drawn| drawn.as_ref().map(|drawn| words(drawn, place, lang.get())));
    let toggle = move |_| {
        chosen.update(|chosen| *chosen = Some(place).filter(|place| *chosen != Some(*place)));
    };
    view! {
        <button
            type="button"
            class="augment-tile"
            data-place=place.to_string()
            tabindex=move || if current.get() == place { "0" } else { "-1" }
            aria-label=label
            aria-pressed=move || (chosen.get() == Some(place)).to_string()
            on:focus=move |_| current.set(place)
            on:click=toggle
        >
            <Pixels picture label=Signal::derive(String::new)/>
        </button>
    }
    .into_any()
}

/// The chosen image beside its neighbour.
#[component]
fn Neighbour(
    /// All images.
    drawn: Memo<Option<Arc<Drawn>>>,
    /// The one that is chosen.
    chosen: RwSignal<Option<usize>>,
) -> impl IntoView {
    let lang = use_lang();
    let own = Memo::new(move |_| drawn.with(|drawn| picture(drawn.as_ref()?, chosen.get()?)));
    let nearest = Memo::new(move |_| {
        drawn.with(|drawn| {
            let nearest = drawn.as_ref()?.images.neighbours.get(chosen.get()?)?;
            Picture::from_grey(&nearest.pixels).map(Arc::new)
        })
    });
    let near = Memo::new(move |_| {
        drawn.with(|drawn| {
            let nearest = drawn.as_ref()?.images.neighbours.get(chosen.get()?)?;
            Some((nearest.distance, nearest.is_mirrored))
        })
    });
    let own_name = Signal::derive(move || lang.get().augment_chosen().to_owned());
    let near_name = Signal::derive(move || {
        let lang = lang.get();
        match near.get() {
            Some((_, true)) => lang.augment_nearest_mirrored().to_owned(),
            _ => lang.augment_nearest().to_owned(),
        }
    });
    let distance = move || {
        let lang = lang.get();
        near.get().map(|(distance, _)| lang.augment_distance(&lang.number(distance.into(), 3)))
    };
    let is_open = Memo::new(move |_| near.get().is_some());
    view! {
        <div class="augment-neighbour" role="status">
            <Show when=move || is_open.get()>
                <figure>
                    <Pixels picture=own label=own_name/>
                    <figcaption>{own_name}</figcaption>
                </figure>
                <figure>
                    <Pixels picture=nearest label=near_name/>
                    <figcaption>{near_name}</figcaption>
                </figure>
                <p class="soft">{distance}</p>
            </Show>
        </div>
    }
    .into_any()
}

fn number(drawn: &Drawn) -> usize {
    drawn.images.pixels.len() / PIXELS
}

fn picture(drawn: &Drawn, place: usize) -> Option<Arc<Picture>> {
    let grey = drawn.images.pixels.chunks_exact(PIXELS).nth(place)?;
    Picture::from_grey(grey).map(Arc::new)
}

/// What a tile shows.
fn words(drawn: &Drawn, place: usize, lang: Lang) -> String {
    let nearest = drawn.images.neighbours.get(place);
    let distance = nearest.map_or("–".to_owned(), |near| lang.number(near.distance.into(), 3));
    let class = lang.class_name(drawn.origin.class);
    lang.augment_tile(class, &lang.count(place as u64 + 1), &distance)
}

/// The tile that a key leads to.
fn neighbour(place: usize, key: &str, count: usize) -> Option<usize> {
    let last = count.checked_sub(1)?;
    Some(match key {
        "ArrowLeft" => place.saturating_sub(1),
        "ArrowRight" => (place + 1).min(last),
        "ArrowUp" => place.checked_sub(COLUMNS).unwrap_or(place),
        "ArrowDown" => Some(place + COLUMNS).filter(|next| *next <= last).unwrap_or(place),
        "Home" => 0,
        "End" => last,
        _ => return None,
    })
}

fn focus(list: NodeRef<Ul>, place: usize) {
    let button = list.get_untracked().and_then(|list| {
        let found = list.query_selector(&format!("[data-place=\"{place}\"]")).ok().flatten()?;
        found.dyn_into::<HtmlElement>().ok()
    });
    if let Some(button) = button {
        button.focus().logged("focus an image");
    }
}

#[cfg(test)]
mod tests {
    use dataset::Class;
    use protocol::gan::Neighbour as Near;

    use super::*;
    use crate::augment::state::{Origin, Source};
    use crate::client::tasks::Generated;

    #[test]
    fn arrow_keys_stay_on_the_tiles() {
        assert_eq!(neighbour(0, "ArrowLeft", 16), Some(0));
        assert_eq!(neighbour(3, "ArrowDown", 16), Some(11));
        assert_eq!(neighbour(11, "ArrowDown", 16), Some(11));
        assert_eq!(neighbour(11, "ArrowUp", 16), Some(3));
        assert_eq!((neighbour(2, "End", 16), neighbour(2, "x", 16)), (Some(15), None));
        assert_eq!(neighbour(0, "End", 0), None);
    }

    #[test]
    fn a_tile_names_its_place_and_how_near_its_neighbour_is() {
        let origin = Origin { source: Source::Own, class: Class::Shirt, keep: 0.05, step: 10 };
        let near = Near { distance: 0.1234, is_mirrored: true, pixels: vec![0; PIXELS] };
        let images = Generated { pixels: vec![9; 2 * PIXELS], neighbours: vec![near] };
        let drawn = Drawn { origin, seed: 1, images };
        assert_eq!(
            words(&drawn, 0, Lang::En),
            "Generated image 1 of Shirt; distance to the nearest training image: 0.123"
        );
        assert!(words(&drawn, 1, Lang::Es).ends_with("más parecida: –"));
        assert_eq!((number(&drawn), picture(&drawn, 2)), (2, None));
    }
}
