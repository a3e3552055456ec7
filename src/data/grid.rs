//! The images themselves: a grid with pages, moved through by mouse or keys, and the one that is
//! looked at, large.

use std::sync::Arc;

use dataset::{Class, Part};
use leptos::ev;
use leptos::html::Ul;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::fetch::Fetch;
use super::holdings::use_holdings;
use super::look::{Look, PER_PAGE, Step, step};
use super::pager::Pager;
use super::specimen::Specimen;
use super::view_model::use_view_model;
use crate::app::log::Logged;
use crate::app::preferences::use_lang;
use crate::components::picture::Picture;
use crate::components::{Icon, Pixels, Segmented};

/// The card.
#[component]
pub fn Browse() -> impl IntoView {
    let (lang, view_model) = (use_lang(), use_view_model());
    let look = view_model.look();
    let total = Memo::new(move |_| {
        view_model
            .survey
            .with(|survey| survey.as_ref().map_or(0, |survey| look.get().total(survey)))
    });
    let chosen = RwSignal::new(0_usize);
    // Another class or part begins at its first image.
    let subject = Memo::new(move |_| look.with(|look| (look.class, look.part)));
    Effect::new(move |before: Option<()>| {
        subject.track();
        if before.is_some() {
            chosen.set(0);
        }
    });
    let title = move || {
        let (lang, (class, part)) = (lang.get(), subject.get());
        let class = class.map_or(lang.data_all_classes(), |class| lang.class_name(class));
        lang.grid_title(class, lang.part_name(part))
    };
    let labels = Signal::derive(move || {
        Part::ALL.map(|part| lang.get().part_name(part).to_owned()).to_vec()
    });
    let part = Signal::derive(move || subject.get().1.index());
    let choose = move |place: usize| {
        if let Some(part) = Part::ALL.get(place) {
            view_model.choose_part(*part);
        }
    };
    let legend = Signal::derive(move || lang.get().data_part().to_owned());
    view! {
        <section class="card browse" aria-labelledby="browse-title">
            <div class="browse-head">
                <h2 id="browse-title">{title}</h2>
                <Segmented name="part" legend labels chosen=part choose/>
            </div>
            <div class="browse-desk">
                <div class="browse-pages">
                    <Tiles total chosen/>
                    <Trouble/>
                    <Pager total/>
                </div>
                <Specimen chosen/>
            </div>
        </section>
    }
    .into_any()
}

/// What is wrong with the images that were asked for, with a way to ask again.
#[component]
fn Trouble() -> impl IntoView {
    let (lang, holdings, view_model) = (use_lang(), use_holdings(), use_view_model());
    let why = Memo::new(move |_| {
        holdings.leaf().with(|leaf| match leaf {
            Fetch::Failed(error) => Some(lang.get().job_error(error)),
            Fetch::Stopped => Some(lang.get().grid_failed().to_owned()),
            Fetch::Waiting | Fetch::Running(_) | Fetch::Here(_) => None,
        })
    });
    let retry = move |_| holdings.look(view_model.look().get_untracked());
    view! {
        <div role="status">
            {move || why.get().map(|why| view! {
                <div class="notice">
                    {Icon::Warning.draw()}
                    <p>{why}</p>
                    <button type="button" class="button" on:click=retry>
                        {move || lang.get().try_again()}
                    </button>
                </div>
            })}
        </div>
    }
    .into_any()
}

#[component]
fn Tiles(
    /// Images on all pages.
    total: Memo<u32>,
    /// The place on the page of the image that is looked at.
    chosen: RwSignal<usize>,
) -> impl IntoView {
    let (lang, holdings, view_model) = (use_lang(), use_holdings(), use_view_model());
    let list = NodeRef::<Ul>::new();
    let is_busy = Memo::new(move |_| holdings.leaf().with(Fetch::is_pending));
    let on_key = move |event: ev::KeyboardEvent| {
        let (look, total) = (view_model.look().get_untracked(), total.get_untracked());
        let columns = list.get_untracked().map_or(1, |list| columns(&list));
        let len = length(look, total);
        let Some(step) = step(&event.key(), chosen.get_untracked(), len, columns) else { return };
        event.prevent_default();
        let (page, place) = match step {
            Step::To(place) => (look.page.into(), place),
            Step::Back(place) => (i64::from(look.page) - 1, place),
            Step::On(place) => (i64::from(look.page) + 1, place),
        };
        let next = look.turned_to(page, total);
        if i64::from(next.page) != page {
            return;
        }
        if next != look {
            view_model.turn(next);
        }
        chosen.set(place.min(length(next, total).saturating_sub(1)));
        if let Some(list) = list.get_untracked() {
            request_animation_frame(move || focus_chosen(&list));
        }
    };
    let is_empty = Memo::new(move |_| total.get() == 0);
    let tiles =
        (0..PER_PAGE as usize).map(|place| view! { <Tile place total chosen/> }).collect_view();
    view! {
        <ul
            class="tiles"
            role="listbox"
            hidden=move || is_empty.get()
            aria-labelledby="browse-title"
            aria-describedby="tiles-hint"
            aria-busy=move || is_busy.get().to_string()
            node_ref=list
            on:keydown=on_key
        >
            {tiles}
        </ul>
        <Show when=move || is_empty.get()>
            <p class="soft">{move || lang.get().grid_none()}</p>
        </Show>
        <p id="tiles-hint" class="soft tiles-hint">{move || lang.get().grid_hint()}</p>
    }
    .into_any()
}

/// How many images a page has.
fn length(look: Look, total: u32) -> usize {
    look.range(total).map_or(0, |(first, last)| (last - first + 1) as usize)
}

/// How many tiles stand side by side now.
fn columns(list: &HtmlElement) -> usize {
    let children = list.children();
    let top = |place: u32| {
        let child = children.item(place)?.dyn_into::<HtmlElement>().ok()?;
        Some(child.offset_top())
    };
    let first = top(0);
    (0..children.length()).take_while(|place| top(*place) == first).count().max(1)
}

fn focus_chosen(list: &HtmlElement) {
    let chosen = list.query_selector("[aria-selected=true]").ok().flatten();
    if let Some(chosen) = chosen.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        chosen.focus().logged("focus the chosen image");
    }
}

/// One place of the grid. It stays when the page is turned; only its picture changes.
#[component]
fn Tile(
    /// Its place on the page.
    place: usize,
    /// Images on all pages.
    total: Memo<u32>,
    /// The place of the image that is looked at.
    chosen: RwSignal<usize>,
) -> impl IntoView {
    let (lang, holdings, view_model) = (use_lang(), use_holdings(), use_view_model());
    let look = view_model.look();
    let picture = Memo::new(move |_| {
        holdings.shown().with(|leaf| Picture::from_grey(leaf.as_ref()?.image(place)?).map(Arc::new))
    });
    let is_there = Memo::new(move |_| place < length(look.get(), total.get()));
    let is_chosen = Memo::new(move |_| chosen.get() == place);
    let label = move || {
        let lang = lang.get();
        holdings.shown().with(|leaf| {
            let leaf = leaf.as_ref()?;
            let at = lang.count(u64::from(*leaf.places.get(place)?));
            let class = leaf.class(place).map_or("", |class: Class| lang.class_name(class));
            Some(lang.grid_image(class, &at, lang.part_name(leaf.look.part)))
        })
    };
    let position = move || look.with(|look| look.page as usize * PER_PAGE as usize + place + 1);
    view! {
        <li
            class="tile"
            role="option"
            hidden=move || !is_there.get()
            tabindex=move || if is_chosen.get() { "0" } else { "-1" }
            aria-selected=move || is_chosen.get().to_string()
            aria-label=label
            aria-setsize=move || total.get().to_string()
            aria-posinset=move || position().to_string()
            on:click=move |_| chosen.set(place)
        >
            <Pixels picture label=String::new()/>
        </li>
    }
    .into_any()
}
