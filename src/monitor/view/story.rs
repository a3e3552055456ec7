//! What happened in a run, in words, once it has been played to its end.

use leptos::prelude::*;
use leptos::task::spawn_local;
use report::ShiftFacts;
use text::Lang;

use super::context::use_monitor_context;
use super::scenes::{any_seed, use_seed};
use super::share::copy;
use super::tables::watch_name;
use crate::app::preferences::use_lang;
use crate::monitor::state::judged;
use crate::monitor::state::story::{Story, end_of, story};

/// The card; nothing before the end.
#[component]
pub fn StoryCard() -> impl IntoView {
    let (lang, production) = (use_lang(), use_monitor_context().production);
    let told = Memo::new(move |_| {
        if production.replayed().with(Option::is_some) {
            return None;
        }
        production
            .read(|run| {
                let is_over = run.seen() >= end_of(&run.setup().schedule);
                is_over.then(|| story(run, judged(run).together.false_alarms))
            })
            .flatten()
    });
    let is_over = Memo::new(move |_| told.with(Option::is_some));
    let sentences = Memo::new(move |_| {
        let lang = lang.get();
        let is_revealed = production.is_revealed();
        told.with(|told| match told {
            Some(_) if !is_revealed => vec![lang.story_hidden().to_owned()],
            Some(story) => sentences(story, lang),
            None => Vec::new(),
        })
    });
    let is_copied = RwSignal::new(None::<bool>);
    Effect::new(move |_| {
        sentences.track();
        is_copied.set(None);
    });
    let copy_all = move |_| {
        let text = sentences.with_untracked(|all| all.join("\n"));
        spawn_local(async move { is_copied.set(Some(copy(&text).await)) });
    };
    let again = move |_| production.restart();
    let another = move |_| {
        use_seed(production, any_seed());
        production.play();
    };
    let words = move || {
        sentences.get().into_iter().map(|sentence| view! { <p>{sentence}</p> }).collect_view()
    };
    let copy_name = move || {
        let lang = lang.get();
        match is_copied.get() {
            None => lang.story_copy(),
            Some(true) => lang.story_copied(),
            Some(false) => lang.story_not_copied(),
        }
    };
    view! {
        <p class="hidden" role="status">
            {move || is_over.get().then(|| lang.get().story_over())}
        </p>
        <Show when=move || is_over.get()>
            <section class="card monitor-story" aria-labelledby="story-title">
                <h2 id="story-title">{move || lang.get().story_title()}</h2>
                <div class="story-told">{words}</div>
                <div class="actions">
                    <button type="button" class="button" on:click=copy_all>{copy_name}</button>
                    <button type="button" class="button" on:click=again>
                        {move || lang.get().story_again()}
                    </button>
                    <button type="button" class="button" on:click=another>
                        {move || lang.get().story_another()}
                    </button>
                </div>
                <p class="soft">{move || lang.get().story_go_on()}</p>
            </section>
        </Show>
    }
    .into_any()
}

/// The story, a sentence or two a shift.
fn sentences(story: &Story, lang: Lang) -> Vec<String> {
    let records = lang.count(story.records);
    let mut all: Vec<String> =
        story.chapters.iter().map(|chapter| of_chapter(chapter, lang)).collect();
    if all.is_empty() {
        all.push(lang.story_quiet(&records));
    }
    all.push(match story.false_alarms {
        0 => lang.story_no_false_alarm().to_owned(),
        n => lang.story_false_alarms(n),
    });
    all
}

fn of_chapter(chapter: &ShiftFacts, lang: Lang) -> String {
    let ShiftFacts { kind, start, noticed, accuracies, estimate } = chapter;
    let began = lang.story_began(lang.shift_kind(*kind), &lang.count(*start));
    let seen = match noticed {
        Some((watch, at)) => lang.story_noticed(
            &watch_name(*watch, lang),
            &lang.count(*at),
            &lang.story_later(at.saturating_sub(*start)),
        ),
        None => lang.story_unnoticed().to_owned(),
    };
    let percent = |share: f64| lang.percent(share, 0);
    let cost = accuracies
        .map(|(before, during)| lang.story_accuracy(&percent(before), &percent(during)))
        .unwrap_or_default();
    let expected = estimate.map(|share| lang.story_estimate(&percent(share))).unwrap_or_default();
    [began, seen, cost, expected]
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use simulation::ShiftKind;
    use statistics::drift::Signal;
    use statistics::drift::limits::{Method, Watch};

    use super::*;

    #[test]
    fn a_shift_is_told_from_its_beginning_to_what_it_cost() {
        let watch = Watch { signal: Signal::Confidence, method: Method::Window };
        let chapter = ShiftFacts {
            kind: ShiftKind::Covariate,
            start: 500,
            noticed: Some((watch, 576)),
            accuracies: Some((0.94, 0.3)),
            estimate: Some(0.73),
        };
        let story = Story { records: 2_000, chapters: vec![chapter], false_alarms: 0 };
        let told = sentences(&story, Lang::En).join(" ").replace('\u{a0}', " ");
        for words in ["image 500", "image 576", "76 images", "94%", "30%", "73%"] {
            assert!(told.contains(words), "{words}: {told}");
        }
        let quiet = Story { chapters: vec![], ..story };
        let told = &sentences(&quiet, Lang::Es)[0];
        assert!(told.contains(&Lang::Es.count(2_000)), "{told}");
    }
}
