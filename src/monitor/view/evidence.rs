//! What the images of a window look like in which an alert fired.

use std::sync::Arc;

use leptos::prelude::*;
use statistics::drift::alert::Change;
use statistics::drift::monitor::Event;

use super::context::use_monitor_context;
use super::player::{describe, short};
use crate::app::preferences::use_lang;
use crate::client::use_engine;
use crate::components::Pixels;
use crate::components::picture::Picture;
use crate::monitor::state::{Gallery, GalleryState, worst};

/// Images that are shown.
const SHOWN: usize = 12;
/// Alarms that can be looked at.
const LISTED: usize = 30;

/// An image with what is said about it.
#[derive(Clone, PartialEq)]
struct Tile {
    picture: Option<Arc<Picture>>,
    words: String,
    caption: String,
}

/// The card.
#[component]
pub fn Evidence() -> impl IntoView {
    let (lang, production) = (use_lang(), use_monitor_context().production);
    let alarms = Memo::new(move |_| {
        let fired = |event: &&Event| event.change == Change::Fired;
        let alarms = production
            .read(|run| run.events().rev().filter(fired).take(LISTED).copied().collect::<Vec<_>>());
        alarms.unwrap_or_default()
    });
    let chosen = RwSignal::new(None::<Event>);
    let shown = Memo::new(move |_| {
        alarms.with(|alarms| {
            let kept = chosen.get().filter(|event| alarms.contains(event));
            kept.or_else(|| alarms.first().copied())
        })
    });
    let is_known =
        Memo::new(move |_| production.read(|run| run.setup().seed.is_some()) == Some(true));
    let has_alarm = Memo::new(move |_| is_known.get() && shown.with(Option::is_some));
    let why_not = move || match is_known.get() {
        true => lang.get().monitor_evidence_none(),
        false => lang.get().monitor_unknown(),
    };
    // Also once an engine that crashed is back.
    let is_ready = use_engine().readiness();
    Effect::new(move |_| {
        if is_ready.get() && has_alarm.get() {
            production.want_gallery();
        }
    });
    let options = move || {
        let lang = lang.get();
        let option = |(place, event): (usize, Event)| {
            view! {
                <option value=place.to_string() selected=move || shown.get() == Some(event)>
                    {short(&event, lang)}
                </option>
            }
        };
        alarms.get().into_iter().enumerate().map(option).collect_view()
    };
    let choose = move |event| {
        if let Ok(place) = event_target_value(&event).parse::<usize>() {
            chosen.set(alarms.with_untracked(|alarms| alarms.get(place).copied()));
        }
    };
    view! {
        <section class="card" aria-labelledby="evidence-title">
            <h2 id="evidence-title">{move || lang.get().monitor_evidence()}</h2>
            <Show
                when=move || has_alarm.get()
                fallback=move || view! { <p class="soft">{why_not}</p> }
            >
                <p class="soft">{move || lang.get().monitor_evidence_note()}</p>
                <label class="field is-inline">
                    <span class="field-name">{move || lang.get().monitor_alarm()}</span>
                    <select on:change=choose>{options}</select>
                </label>
                <State/>
                <Images shown/>
            </Show>
        </section>
    }
    .into_any()
}

/// Where the images are, while they are not here.
#[component]
fn State() -> impl IntoView {
    let (lang, production) = (use_lang(), use_monitor_context().production);
    let words = move || {
        let lang = lang.get();
        production.gallery().with(|gallery| match gallery {
            GalleryState::Ready(_) => None,
            GalleryState::None | GalleryState::Loading => {
                Some(view! { <p class="soft">{lang.monitor_evidence_loading()}</p> }.into_any())
            }
            GalleryState::Failed(error) => {
                let why = lang.gallery_missing(&lang.job_error(error));
                let again = move |_| production.want_gallery();
                Some(
                    view! {
                        <div class="notice">
                            <p>{why}</p>
                            <button type="button" class="button" on:click=again>
                                {lang.try_again()}
                            </button>
                        </div>
                    }
                    .into_any(),
                )
            }
        })
    };
    view! { <div role="status">{words}</div> }
}

#[component]
fn Images(
    /// The alarm that is looked at.
    shown: Memo<Option<Event>>,
) -> impl IntoView {
    let (lang, production) = (use_lang(), use_monitor_context().production);
    let gallery = move || {
        production.gallery().with(|gallery| match gallery {
            GalleryState::Ready(gallery) => Some(gallery.clone()),
            _ => None,
        })
    };
    // What was played before an alarm does not change any more, so nothing follows the run here.
    let tiles = Memo::new(move |_| {
        let lang = lang.get();
        let (Some(gallery), Some(event)) = (gallery(), shown.get()) else { return Vec::new() };
        tiles(production, &gallery, event.index, lang)
    });
    let means = Memo::new(move |_| {
        let (gallery, event) = (gallery()?, shown.get()?);
        let means = production.peek(|run| gallery.means(run, event.index)).flatten()?;
        Some(means.map(Arc::new))
    });
    let figures = move || {
        let figure = |tile: Tile| {
            let picture = StoredValue::new(tile.picture);
            view! {
                <li>
                    <figure>
                        <Pixels
                            picture=Signal::derive(move || picture.get_value())
                            label=tile.words
                        />
                        <figcaption>{tile.caption}</figcaption>
                    </figure>
                </li>
            }
        };
        tiles.get().into_iter().map(figure).collect_view()
    };
    let mean = move |place: usize, name: fn(text::Lang) -> &'static str| {
        let picture = Signal::derive(move || {
            means.with(|means| means.as_ref().map(|all| all[place].clone()))
        });
        let label = Signal::derive(move || name(lang.get()).to_owned());
        view! {
            <figure>
                <Pixels picture label/>
                <figcaption>{label}</figcaption>
            </figure>
        }
    };
    view! {
        <h3>{move || lang.get().monitor_worst()}</h3>
        <ul class="gallery monitor-gallery" aria-label=move || lang.get().monitor_worst()>{figures}</ul>
        <h3>{move || lang.get().monitor_means()}</h3>
        <div class="monitor-means">
            {mean(0, |lang| lang.monitor_mean_production())}
            {mean(1, |lang| lang.monitor_mean_reference())}
            {mean(2, |lang| lang.monitor_mean_difference())}
        </div>
        <p class="soft">{move || lang.get().monitor_means_note()}</p>
    }
    .into_any()
}

fn tiles(
    production: crate::monitor::state::Production,
    gallery: &Gallery,
    at: u64,
    lang: text::Lang,
) -> Vec<Tile> {
    let tiles = production.peek(|run| {
        let worst = worst(run, at, SHOWN);
        let images = gallery.shown(run, worst.iter().map(|image| image.index));
        let tile = |(of, pixels): (&crate::monitor::state::Worst, [u8; dataset::PIXELS])| Tile {
            picture: Picture::from_grey(&pixels).map(Arc::new),
            words: describe(&of.entry, of.index, lang),
            caption: lang.number(of.error.into(), 4),
        };
        worst.iter().zip(images).map(tile).collect()
    });
    tiles.unwrap_or_default()
}
