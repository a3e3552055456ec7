//! What an image is known to be, and whether the classifier saw it.

use dataset::Class;
use leptos::prelude::*;
use text::Lang;

use super::view_model::use_view_model;
use crate::app::preferences::use_lang;
use crate::components::Icon;
use crate::predict::judgement::Judgement;
use crate::predict::queue::Item;

/// The true class of the chosen image, where it is known.
#[component]
pub fn Truth() -> impl IntoView {
    let (lang, view_model) = (use_lang(), use_view_model());
    let known = Memo::new(move |_| {
        view_model.selected.with(|item| {
            view_model.judgement.with(|judgement| Known::of(item.as_ref()?, judgement.as_ref()))
        })
    });
    move || {
        known.get().map(|known| {
            let is_wrong = known.is_right == Some(false);
            view! {
                <p class="truth" class:is-wrong=is_wrong>
                    {is_wrong.then(|| Icon::Warning.draw())}
                    <span>{move || known.words(lang.get())}</span>
                </p>
            }
        })
    }
}

/// A known class, and whether it was predicted; nobody knows before the verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// The true class.
    pub class: Class,
    /// Whether it was predicted.
    pub is_right: Option<bool>,
}

impl Known {
    /// What is known of an image.
    pub fn of(item: &Item, judgement: Option<&Judgement>) -> Option<Self> {
        let class = item.source.truth()?;
        Some(Self { class, is_right: judgement.map(|judgement| judgement.class == class) })
    }

    /// The same in a sentence.
    pub fn words(self, lang: Lang) -> String {
        lang.truth(lang.class_name(self.class), self.is_right)
    }
}
