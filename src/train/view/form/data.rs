//! Which training images a run sees: how many, and which classes are rare.

use dataset::{Class, Imbalance};
use leptos::prelude::*;
use protocol::run::MAX_RARE;

use super::super::draft::{Draft, Kind, Number};
use super::super::workshop::{change, use_workshop};
use super::fields::NumberField;
use crate::app::navigation::use_address;
use crate::app::preferences::use_lang;
use crate::app::stage::Stage;
use crate::components::{Icon, Select, ShareSlider};

/// The share that a class keeps when it is made rare here.
const FIRST_RATIO: f64 = 0.1;

/// The fields.
#[component]
pub fn DataFields() -> impl IntoView {
    let (lang, workshop, address) = (use_lang(), use_workshop(), use_address());
    let is_classifier =
        Memo::new(move |_| workshop.draft.with(|draft| draft.kind == Kind::Classifier));
    view! {
        <fieldset class="train-group">
            <legend>{move || lang.get().train_data()}</legend>
            <NumberField number=Number::Images/>
            <Show
                when=move || is_classifier.get()
                fallback=move || view! { <p class="soft">{move || lang.get().train_one_class()}</p> }
            >
                <RareClasses/>
            </Show>
            <p class="soft">
                <a href=move || address.link(Some(Stage::Data))>{move || lang.get().train_see_data()}</a>
            </p>
        </fieldset>
    }
    .into_any()
}

#[component]
fn RareClasses() -> impl IntoView {
    let (lang, draft) = (use_lang(), use_workshop().draft);
    let classes = Memo::new(move |_| {
        draft.with(|draft| draft.rare.iter().map(|rare| rare.class).collect::<Vec<_>>())
    });
    let options = Memo::new(move |_| {
        let lang = lang.get();
        let taken = classes.get();
        let free = Class::ALL.into_iter().filter(|class| !taken.contains(class));
        let free = free.map(|class| (class.slug().to_owned(), lang.class_name(class).to_owned()));
        std::iter::once((String::new(), lang.train_rare_none().to_owned())).chain(free).collect()
    });
    let add = move |value: String| {
        if let Some(class) = Class::parse(&value) {
            draft.update(|draft| make_rare(draft, class));
        }
    };
    view! {
        <ul class="train-rare">
            <For each=move || classes.get() key=|class| *class let:class>
                <RareClass class/>
            </For>
        </ul>
        <Show when=move || classes.with(|classes| classes.len() < MAX_RARE)>
            <Select
                name=Signal::derive(move || lang.get().train_rare_add().to_owned())
                options
                chosen=Signal::derive(String::new)
                choose=add
            />
        </Show>
    }
    .into_any()
}

#[component]
fn RareClass(
    /// Which.
    class: Class,
) -> impl IntoView {
    let (lang, draft) = (use_lang(), use_workshop().draft);
    let share = Signal::derive(move || {
        draft.with(|draft| {
            draft.rare.iter().find(|rare| rare.class == class).map_or(0.0, |rare| rare.ratio)
        })
    });
    let keep = move |share: f64| draft.update(|draft| set_ratio(draft, class, share));
    let remove = move |_| {
        change(draft, |draft| draft.rare.retain(|rare| rare.class != class));
    };
    view! {
        <li>
            <ShareSlider
                name=Signal::derive(move || lang.get().train_rare_keep(lang.get().class_name(class)))
                bounds=(1, 100)
                step=1
                share
                choose=keep
            />
            <button
                type="button"
                class="button is-quiet"
                aria-label=move || lang.get().train_rare_remove(lang.get().class_name(class))
                on:click=remove
            >
                {Icon::Cross.draw()}
            </button>
        </li>
    }
    .into_any()
}

fn make_rare(draft: &mut Draft, class: Class) {
    draft.preset = None;
    draft.rare.push(Imbalance { class, ratio: FIRST_RATIO });
    draft.rare.sort_by_key(|rare| rare.class);
}

/// A class keeps at least one in a hundred: without any image it would be no class.
fn set_ratio(draft: &mut Draft, class: Class, ratio: f64) {
    draft.preset = None;
    if let Some(rare) = draft.rare.iter_mut().find(|rare| rare.class == class) {
        rare.ratio = ratio.clamp(0.01, 1.0);
    }
}

#[cfg(test)]
mod tests {
    use protocol::run::Preset;
    use text::Lang;

    use super::*;

    #[test]
    fn rare_classes_stand_in_the_order_of_their_labels_and_keep_some_images() {
        let mut draft = Draft::of_preset(Preset::QuickRare, 42, Lang::En);
        make_rare(&mut draft, Class::Coat);
        set_ratio(&mut draft, Class::Coat, 0.0);
        let rare: Vec<_> = draft.rare.iter().map(|rare| (rare.class, rare.ratio)).collect();
        assert_eq!(rare, [(Class::Coat, 0.01), (Class::Shirt, 0.1)]);
        assert_eq!(draft.preset, None);
    }
}
