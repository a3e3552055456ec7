//! The verdict, readable from the back of the room: shape, word and colour, then the reason.

use leptos::prelude::*;
use text::Lang;

use super::view_model::use_view_model;
use crate::app::preferences::use_lang;
use crate::client::{EngineState, use_engine};
use crate::components::{Icon, VerdictMark, verdict_class};
use crate::predict::judgement::Judgement;
use crate::predict::queue::{Item, Outcome};
use crate::train::state::use_training;

/// The card of the chosen image.
#[component]
pub fn VerdictCard() -> impl IntoView {
    let (lang, view_model, state) = (use_lang(), use_view_model(), use_engine().state());
    let adopted = use_training().adopted();
    let what_for = Memo::new(move |_| state.with(what_for));
    let body = move || {
        let lang = lang.get();
        if let Some(judgement) = view_model.judgement.get() {
            // A network of the visitor's own answers for all pictures, and is named elsewhere.
            let by = adopted.with(Option::is_none).then(|| lang.answered_by(judgement.by));
            return judged(&judgement, by, lang).into_any();
        }
        view_model.selected.with(|item| match item {
            Some(item) if item.is_pending() => {
                let words = match what_for.get() {
                    WaitingFor::Turn => lang.waiting_turn(),
                    WaitingFor::Start => lang.waiting_for_engine(),
                    WaitingFor::Repair => lang.waiting_without_engine(),
                };
                view! {
                    <div class="verdict is-waiting">
                        <span class="mark skeleton"></span>
                        <p class="verdict-rule">{words}</p>
                    </div>
                }
                .into_any()
            }
            Some(item) => not_judged(item, lang).into_any(),
            None => ().into_any(),
        })
    };
    view! {
        <section class="verdict-place" aria-label=move || lang.get().verdict_heading()>{body}</section>
    }
    .into_any()
}

/// What an image without a verdict waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum WaitingFor {
    Turn,
    Start,
    Repair,
}

fn what_for(state: &EngineState) -> WaitingFor {
    match state {
        EngineState::Ready(_) => WaitingFor::Turn,
        EngineState::Starting(_) => WaitingFor::Start,
        EngineState::Failed(_) => WaitingFor::Repair,
    }
}

fn judged(judgement: &Judgement, by: Option<&'static str>, lang: Lang) -> impl IntoView + use<> {
    let verdict = judgement.decision.verdict;
    let share = lang.percent(f64::from(judgement.confidence), 1);
    let sure = if judgement.is_none_of_the_ten() { String::new() } else { lang.sure_of(&share) };
    view! {
        <div class=format!("verdict {}", verdict_class(verdict))>
            <VerdictMark verdict/>
            <p class="verdict-word">{lang.verdict(verdict)}</p>
            <p class="verdict-class">
                {judgement.name(lang)} " " <span class="soft">{sure}</span>
            </p>
            <p class="verdict-rule">{lang.decision(&judgement.decision)}</p>
            {by.map(|words| view! { <p class="soft">{words}</p> })}
        </div>
    }
}

fn not_judged(item: &Item, lang: Lang) -> impl IntoView {
    view! {
        <div class="verdict is-none">
            {Icon::Warning.draw()}
            <p class="verdict-word">{lang.not_judged()}</p>
            <p class="verdict-rule">{why_not_judged(item, lang).unwrap_or_default()}</p>
        </div>
    }
}

/// Why an image has no verdict, and what to do; none while its turn is to come.
pub fn why_not_judged(item: &Item, lang: Lang) -> Option<String> {
    match &item.outcome {
        Outcome::Refused(error) => Some(lang.photo_error(error)),
        Outcome::Unreadable => Some(lang.unreadable().to_owned()),
        Outcome::Stopped => Some(lang.stopped_note().to_owned()),
        Outcome::Lost => Some(lang.lost().to_owned()),
        Outcome::Waiting(_) | Outcome::InWork(_) | Outcome::Judged(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use vision::photo::PhotoError;

    use super::*;
    use crate::predict::queue::Source;

    #[test]
    fn every_image_without_a_verdict_says_why() {
        let mut item = Item::new(1, Source::Clipboard);
        assert_eq!(why_not_judged(&item, Lang::En), None);
        for outcome in [
            Outcome::Refused(PhotoError::Empty),
            Outcome::Unreadable,
            Outcome::Stopped,
            Outcome::Lost,
        ] {
            item.outcome = outcome;
            assert!(why_not_judged(&item, Lang::Es).is_some_and(|words| words.ends_with('.')));
        }
    }
}
