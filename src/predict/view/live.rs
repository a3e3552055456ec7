//! Says the verdict of the chosen image aloud for those who do not see it.

use leptos::prelude::*;
use text::Lang;

use super::truth::Known;
use super::verdict::why_not_judged;
use super::view_model::use_view_model;
use crate::app::preferences::use_lang;
use crate::predict::judgement::Judgement;
use crate::predict::queue::Item;

/// A live region that nobody sees.
#[component]
pub fn Live() -> impl IntoView {
    let (lang, view_model) = (use_lang(), use_view_model());
    let words = Memo::new(move |_| {
        view_model.selected.with(|item| {
            view_model.judgement.with(|judgement| {
                item.as_ref().map(|item| announce(item, judgement.as_ref(), lang.get()))
            })
        })
    });
    view! {
        <p class="hidden" role="status" aria-live="polite">
            {move || words.get().flatten().unwrap_or_default()}
        </p>
    }
    .into_any()
}

fn announce(item: &Item, judgement: Option<&Judgement>, lang: Lang) -> Option<String> {
    if item.is_pending() {
        return None;
    }
    let name = item.name(lang);
    match judgement {
        Some(judgement) => {
            let share = lang.percent(f64::from(judgement.confidence), 1);
            let verdict = lang.verdict(judgement.decision.verdict);
            let said = lang.announce(&name, verdict, judgement.name(lang), &share);
            let known = Known::of(item, Some(judgement)).map(|known| known.words(lang));
            Some([said, known.unwrap_or_default()].join(" ").trim_end().to_owned())
        }
        None => why_not_judged(item, lang).map(|why| lang.announce_not_judged(&name, &why)),
    }
}
