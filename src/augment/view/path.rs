//! The way from one image to another, through the codes between theirs.

use std::sync::Arc;

use dataset::PIXELS;
use leptos::prelude::*;

use super::context::use_augment;
use super::generate::Problem;
use crate::app::preferences::use_lang;
use crate::augment::state::PATH;
use crate::client::use_engine;
use crate::components::Pixels;
use crate::components::picture::Picture;

/// The way: its ends, and between them the image at the slider.
#[component]
pub fn Path() -> impl IntoView {
    let (lang, context, engine) = (use_lang(), use_augment(), use_engine());
    let reply = context.asking.path;
    let is_ready = engine.readiness();
    let place = RwSignal::new(PATH as usize / 2);
    let last = PATH as usize - 1;
    let picture = move |place: usize| {
        reply.with(|reply| {
            let pixels = &reply.here.as_ref()?.images.pixels;
            Picture::from_grey(pixels.chunks_exact(PIXELS).nth(place)?).map(Arc::new)
        })
    };
    let words = move |place: usize| {
        let lang = lang.get();
        lang.augment_path_alt(&lang.count(place as u64 + 1), &lang.count(PATH.into()))
    };
    let ends = [0, last].map(|end| {
        view! {
            <Pixels picture=Signal::derive(move || picture(end)) label=Signal::derive(move || words(end))/>
        }
    });
    let [first, final_one] = ends;
    let between = Signal::derive(move || picture(place.get()));
    let slide = move |event| {
        if let Ok(to) = event_target_value(&event).parse::<usize>() {
            place.set(to.min(last));
        }
    };
    let ask = move |_| {
        if let Some(origin) = context.origin.get_untracked() {
            context.asking.draw_path(origin.source);
        }
    };
    let is_here = Memo::new(move |_| reply.with(|reply| reply.here.is_some()));
    let is_off = move || !is_ready.get() || reply.with(|reply| reply.is_waiting);
    let problem = Signal::derive(move || reply.with(|reply| reply.problem.clone()));
    view! {
        <section class="augment-part" aria-labelledby="path-title">
            <h3 id="path-title">{move || lang.get().augment_path()}</h3>
            <p class="soft">{move || lang.get().augment_path_note()}</p>
            <div class="actions">
                <button type="button" class="button" disabled=is_off on:click=ask>
                    {move || lang.get().augment_path_draw()}
                </button>
            </div>
            <Problem problem/>
            <div class="augment-path" hidden=move || !is_here.get()>
                {first}
                <Pixels picture=between label=Signal::derive(move || words(place.get()))/>
                {final_one}
                <input
                    type="range"
                    min="0"
                    max=last
                    step="1"
                    prop:value=move || place.get().to_string()
                    on:input=slide
                    aria-label=move || lang.get().augment_path_place()
                    aria-valuetext=move || words(place.get())
                />
            </div>
        </section>
    }
    .into_any()
}
