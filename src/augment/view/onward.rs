//! From here on: generated images as own pictures for a training, and where its run is measured.

use dataset::{Imbalance, PIXELS};
use leptos::prelude::*;
use leptos::task::spawn_local;
use text::Lang;

use super::context::use_augment;
use super::generate::Problem;
use crate::app::address;
use crate::app::address::Param;
use crate::app::navigation::use_address;
use crate::app::preferences::use_lang;
use crate::app::stage::Stage;
use crate::augment::state::{Drawn, Origin};
use crate::client::{End, use_engine};
use crate::components::Icon;
use crate::train::state::{Labelled, OWN_LIMIT, use_training};

/// The card.
#[component]
pub fn Onward() -> impl IntoView {
    let (lang, context, address) = (use_lang(), use_augment(), use_address());
    let has_source = Memo::new(move |_| context.origin.with(Option::is_some));
    let class = Memo::new(move |_| match context.origin.get() {
        Some(origin) => origin.class,
        None => context.minority.get().class,
    });
    view! {
        <section class="card augment-onward" aria-labelledby="onward-title">
            <h2 id="onward-title">{move || lang.get().augment_onward()}</h2>
            <p class="soft">{move || lang.get().augment_onward_note(lang.get().class_name(class.get()))}</p>
            <Show
                when=move || has_source.get()
                fallback=move || view! { <p class="soft">{move || lang.get().augment_no_source()}</p> }
            >
                <HandOver/>
            </Show>
            <p>
                <a href=move || address.link(Some(Stage::Evaluate))>{move || lang.get().augment_onward_evaluate()}</a>
            </p>
        </section>
    }
    .into_any()
}

/// Takes images over, as far as there is room for them.
#[component]
fn HandOver() -> impl IntoView {
    let (lang, context, lab, engine) = (use_lang(), use_augment(), use_training(), use_engine());
    let room = Memo::new(move |_| OWN_LIMIT.saturating_sub(lab.own().with(Vec::len)));
    let text = RwSignal::new(OWN_LIMIT.to_string());
    let count = Memo::new(move |_| text.with(|text| wanted(text, room.get())));
    let is_working = RwSignal::new(false);
    let problem = RwSignal::new(None::<End>);
    let done = RwSignal::new(None::<(Origin, usize)>);
    let take = move |_| {
        let Some(origin) = context.origin.get_untracked() else { return };
        let (count, lang) = (count.get_untracked(), lang.get_untracked());
        is_working.set(true);
        problem.set(None);
        spawn_local(async move {
            match context.asking.take(origin.source, count as u32).await {
                Ok(drawn) => {
                    let pictures = labelled(&drawn, lang);
                    done.set(Some((drawn.origin, pictures.len())));
                    lab.add_labelled(pictures, 0);
                }
                Err(end) => problem.set(Some(end)),
            }
            is_working.set(false);
        });
    };
    let is_ready = engine.readiness();
    let is_off = move || !is_ready.get() || is_working.get() || count.get() == 0;
    let is_full = Memo::new(move |_| room.get() == 0);
    view! {
        <Show
            when=move || !is_full.get()
            fallback=move || view! { <p class="soft">{move || lang.get().augment_onward_full()}</p> }
        >
            <div class="augment-take">
                <label class="field is-inline">
                    <span class="field-name">{move || lang.get().augment_onward_count()}</span>
                    <input
                        type="text"
                        class="input num"
                        inputmode="numeric"
                        autocomplete="off"
                        prop:value=move || text.get()
                        on:input=move |event| text.set(event_target_value(&event))
                    />
                    <span class="soft num">{move || lang.get().augment_onward_room(&lang.get().count(room.get() as u64))}</span>
                </label>
                <button type="button" class="button is-primary" disabled=is_off on:click=take>
                    {move || lang.get().augment_onward_take(count.get() as u64)}
                </button>
            </div>
        </Show>
        <Problem problem=problem.into()/>
        <Done done/>
    }
    .into_any()
}

/// What was taken over, with the way to it.
#[component]
fn Done(
    /// From which generator, and how many images.
    done: RwSignal<Option<(Origin, usize)>>,
) -> impl IntoView {
    let (lang, address) = (use_lang(), use_address());
    let body = move || {
        done.get().map(|(origin, count)| {
            let words = move || {
                let lang = lang.get();
                lang.augment_onward_done(count as u64, lang.class_name(origin.class))
            };
            let name = move || {
                let lang = lang.get();
                lang.augment_onward_train(
                    lang.class_name(origin.class),
                    &lang.percent(origin.keep, 0),
                )
            };
            let link = move || train_link(&address.link(Some(Stage::Train)), &origin);
            view! {
                <div class="notice is-good">
                    <p>{words}</p>
                    <a class="button" href=link>{name} {Icon::Arrow.draw()}</a>
                </div>
            }
        })
    };
    view! { <div role="status">{body}</div> }
}

/// How many images are wanted, as far as there is room; none for what is no number.
fn wanted(text: &str, room: usize) -> usize {
    text.trim().parse().unwrap_or(0).min(room)
}

/// The images as own pictures with their class.
fn labelled(drawn: &Drawn, lang: Lang) -> Vec<Labelled> {
    let label = drawn.origin.class;
    let images = drawn.images.pixels.chunks_exact(PIXELS).zip(1_u64..);
    let picture = |(pixels, place): (&[u8], u64)| Labelled {
        name: lang.augment_picture(lang.class_name(label), &lang.count(place)),
        pixels: pixels.to_vec(),
        label,
    };
    images.map(picture).collect()
}

/// The page that trains, with the class as rare as the generator knew it.
fn train_link(page: &str, origin: &Origin) -> String {
    let rare = [Imbalance { class: origin.class, ratio: origin.keep }];
    let rare = address::rare_value(&rare).filter(|_| origin.keep < 1.0);
    let (path, search) = page.split_once('?').unwrap_or((page, ""));
    address::join(path, &address::with(search, Param::Rare, rare.as_deref()))
}

#[cfg(test)]
mod tests {
    use dataset::Class;

    use super::*;
    use crate::augment::state::Source;
    use crate::client::tasks::Generated;

    const ORIGIN: Origin =
        Origin { source: Source::Own, class: Class::Shirt, keep: 0.05, step: 2_000 };

    #[test]
    fn no_more_images_are_taken_than_there_is_room_for() {
        assert_eq!([wanted("200", 200), wanted(" 7 ", 200), wanted("200", 12)], [200, 7, 12]);
        assert_eq!([wanted("many", 200), wanted("-1", 200)], [0, 0]);
    }

    #[test]
    fn images_become_pictures_with_their_class_and_names_of_their_own() {
        let images = Generated { pixels: vec![9; 2 * PIXELS], neighbours: Vec::new() };
        let pictures = labelled(&Drawn { origin: ORIGIN, seed: 1, images }, Lang::En);
        assert_eq!(pictures.len(), 2);
        assert_eq!(
            (pictures[1].name.as_str(), pictures[1].label),
            ("Shirt: generated image 2", Class::Shirt)
        );
    }

    #[test]
    fn the_way_to_the_training_makes_the_class_as_rare_as_it_was() {
        assert_eq!(
            train_link("/train/?lang=es&rare=bag:0.5", &ORIGIN),
            "/train/?lang=es&rare=shirt:0.05"
        );
        let whole = Origin { keep: 1.0, ..ORIGIN };
        assert_eq!(train_link("/train/", &whole), "/train/");
    }
}
