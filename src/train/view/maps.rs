//! What the convolutions make of one validation image, refreshed as the network learns.

use std::sync::Arc;

use dataset::{Class, PIXELS, Part};
use leptos::prelude::*;
use protocol::messages::{LayerMaps, Pick, Steer};
use web_sys::HtmlDetailsElement;

use super::workshop::use_workshop;
use crate::app::preferences::use_lang;
use crate::client::{Slot, tasks, use_engine};
use crate::components::Pixels;
use crate::components::picture::Picture;
use crate::train::state::Maps;

/// Which image is watched: the `nth` of a class, or of all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Wanted {
    class: Option<Class>,
    nth: u32,
}

/// The maps, in a part that is folded away: they are computed only while they are looked at.
#[component]
pub fn FeatureMaps() -> impl IntoView {
    let lang = use_lang();
    let is_shown = RwSignal::new(false);
    let toggle = move |event| is_shown.set(event_target::<HtmlDetailsElement>(&event).open());
    view! {
        <details class="train-part" on:toggle=toggle>
            <summary><h3>{move || lang.get().train_maps()}</h3></summary>
            <Show when=move || is_shown.get()>
                <Watched/>
            </Show>
        </details>
    }
    .into_any()
}

#[component]
fn Watched() -> impl IntoView {
    let (lang, workshop) = (use_lang(), use_workshop());
    let wanted = RwSignal::new(Wanted::default());
    watch(wanted);
    let maps = workshop.lab.maps();
    let layers =
        Memo::new(move |_| maps.with(|maps| maps.as_ref().map_or(0, |maps| maps.layers.len())));
    let image = Memo::new(move |_| {
        maps.with(|maps| Picture::from_grey(&maps.as_ref()?.image).map(Arc::new))
    });
    let caption = move || {
        let step = maps.with(|maps| maps.as_ref().map(|maps| maps.step));
        match step {
            Some(step) => lang.get().train_maps_at(step),
            None => lang.get().train_maps_waiting().to_owned(),
        }
    };
    let label = Signal::derive(move || lang.get().train_maps_image().to_owned());
    view! {
        <p class="soft">{move || lang.get().train_maps_note()}</p>
        <ImageChoice wanted/>
        <div class="train-watched">
            <figure>
                <Pixels picture=image label/>
                <figcaption>{caption}</figcaption>
            </figure>
            <div class="stack">
                <For each=move || 0..layers.get() key=|layer| *layer let:layer>
                    <Layer maps layer/>
                </For>
            </div>
        </div>
    }
    .into_any()
}

/// Which image, by class and by arrows.
#[component]
fn ImageChoice(
    /// What is chosen.
    wanted: RwSignal<Wanted>,
) -> impl IntoView {
    let lang = use_lang();
    let choose = move |event| {
        wanted.set(Wanted { class: Class::parse(&event_target_value(&event)), nth: 0 });
    };
    let options = Class::ALL.map(|class| {
        view! { <option value=class.slug()>{move || lang.get().class_name(class)}</option> }
    });
    let nth = Memo::new(move |_| wanted.with(|wanted| wanted.nth));
    view! {
        <div class="actions train-choice">
            <label class="field is-inline">
                <span class="field-name">{move || lang.get().train_maps_class()}</span>
                <select on:change=choose>
                    <option value="">{move || lang.get().train_maps_any()}</option>
                    {options.into_iter().collect_view()}
                </select>
            </label>
            <button
                type="button"
                class="button"
                disabled=move || nth.get() == 0
                on:click=move |_| wanted.update(|wanted| wanted.nth = wanted.nth.saturating_sub(1))
            >
                {move || lang.get().train_previous()}
            </button>
            <output class="num" aria-label=move || lang.get().train_maps_place()>{move || lang.get().count(u64::from(nth.get()) + 1)}</output>
            <button
                type="button"
                class="button"
                on:click=move |_| wanted.update(|wanted| wanted.nth += 1)
            >
                {move || lang.get().train_next()}
            </button>
        </div>
    }
    .into_any()
}

#[component]
fn Layer(
    /// What the engine sent last.
    maps: ReadSignal<Option<Maps>>,
    /// Which layer.
    layer: usize,
) -> impl IntoView {
    let lang = use_lang();
    let with_layer = move |maps: &Option<Maps>| maps.as_ref()?.layers.get(layer).cloned();
    let channels = Memo::new(move |_| {
        maps.with(|maps| with_layer(maps).map_or(0, |layer| layer.channels as usize))
    });
    let title = move || {
        let found = maps.with(with_layer);
        found.map(|found| {
            let channels = found.channels.into();
            lang.get().train_maps_layer(channels, &found.layer, &found.side.to_string())
        })
    };
    view! {
        <section class="train-layer">
            <h4>{title}</h4>
            <ul>
                <For each=move || 0..channels.get() key=|channel| *channel let:channel>
                    <li><Map maps layer channel/></li>
                </For>
            </ul>
        </section>
    }
    .into_any()
}

#[component]
fn Map(
    /// What the engine sent last.
    maps: ReadSignal<Option<Maps>>,
    /// Which layer.
    layer: usize,
    /// Which of its maps.
    channel: usize,
) -> impl IntoView {
    let picture = Memo::new(move |_| {
        maps.with(|maps| picture_of(maps.as_ref()?.layers.get(layer)?, channel).map(Arc::new))
    });
    view! { <Pixels picture label=Signal::derive(String::new)/> }
}

/// One map of a layer as a picture. None where its bytes do not fit its size.
fn picture_of(layer: &LayerMaps, channel: usize) -> Option<Picture> {
    let size = (layer.side as usize).pow(2);
    let grey = layer.pixels.get(channel * size..(channel + 1) * size)?;
    let rgba = grey.iter().flat_map(|value| [*value, *value, *value, 255]).collect();
    (size > 0).then_some(Picture { width: layer.side, height: layer.side, rgba })
}

/// Has the open run send maps of the wanted image for as long as this is shown.
fn watch(wanted: RwSignal<Wanted>) {
    let (engine, lab) = (use_engine(), use_workshop().lab);
    let question = Slot::new();
    let steer = move |place: u32| lab.steer(Steer::Watch { part: Part::Validation, place });
    Effect::new(move |_| {
        // Another run that is opened is asked anew.
        lab.open().track();
        let Wanted { class, nth } = wanted.get();
        question.stop();
        let Some(class) = class else { return steer(nth) };
        question.run(async move {
            let pick = Pick::Class { class, skip: nth, count: 1 };
            // Without an answer the maps stay as they are.
            let Ok(images) = engine.ask(tasks::images(Part::Validation, pick)).await else {
                return;
            };
            match images.places.first() {
                Some(place) if images.pixels.len() >= PIXELS => steer(*place),
                // Past the last image of the class: back to the last.
                _ => wanted.update(|wanted| wanted.nth = images.total.saturating_sub(1).min(nth)),
            }
        });
    });
    on_cleanup(move || lab.steer(Steer::Unwatch));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_map_is_cut_out_of_its_layer() {
        let pixels = vec![1, 2, 3, 4, 5, 6, 7, 8];
        let layer = LayerMaps { layer: "conv1".into(), channels: 2, side: 2, pixels };
        let picture = picture_of(&layer, 1).unwrap();
        assert_eq!((picture.width, picture.rgba[0], picture.rgba[12]), (2, 5, 8));
        assert_eq!(picture_of(&layer, 2), None);
    }
}
