//! What the lines do to the validation images, in numbers that follow every move.

use leptos::prelude::*;
use policy::decision::Verdict;
use statistics::metrics::Proportion;
use statistics::selection::Tally;
use text::Lang;

use super::view_model::use_view_model;
use crate::app::preferences::use_lang;
use crate::components::VerdictMark;

/// The card.
#[component]
pub fn Counts() -> impl IntoView {
    let (lang, view_model) = (use_lang(), use_view_model());
    // Said once the lines lie still; who listens is not to hear every step of the way.
    let spoken = Memo::new(move |_| {
        view_model.choice.settled().track();
        view_model.scored.track();
        view_model.tally.with_untracked(|tally| tally.map(|tally| summary(tally, lang.get())))
    });
    let verdicts = [Verdict::Accept, Verdict::Review, Verdict::Reject]
        .map(|verdict| view! { <VerdictCount verdict/> });
    view! {
        <section class="card" aria-labelledby="counts-title">
            <h2 id="counts-title">{move || lang.get().decide_counts_title()}</h2>
            <p class="hidden" role="status">{spoken}</p>
            <dl class="figures decide-verdicts">{verdicts.into_iter().collect_view()}</dl>
            <dl class="figures decide-figures">
                <Figure
                    name=Lang::decide_accepted_accuracy
                    value=|tally| Value::of_share(tally.accepted_accuracy())
                    note=Lang::decide_accuracy_note
                    before=|tally| Some(before(tally))
                />
                <Figure
                    name=Lang::decide_false_accepts
                    value=|tally| Value { count: Some(tally.false_accepts()), share: tally.false_accept_rate() }
                    note=Lang::decide_false_accepts_note
                    before=|_| None
                />
                <Figure
                    name=Lang::decide_false_rejects
                    value=|tally| Value { count: Some(tally.false_rejects()), share: tally.false_reject_rate() }
                    note=Lang::decide_false_rejects_note
                    before=|_| None
                />
            </dl>
        </section>
    }
    .into_any()
}

/// The accuracy without any threshold.
fn before(tally: Tally) -> Proportion {
    statistics::metrics::proportion(tally.right.n(), tally.n())
}

fn summary(tally: Tally, lang: Lang) -> String {
    let of = |verdict| lang.count(tally.of(verdict));
    let accuracy = share_words(tally.accepted_accuracy(), lang);
    lang.decide_spoken(&of(Verdict::Accept), &of(Verdict::Review), &of(Verdict::Reject), &accuracy)
}

/// A share in percent; a dash where it rests on nothing.
fn share_words(share: Proportion, lang: Lang) -> String {
    if share.n == 0 { "–".to_owned() } else { lang.percent(share.value, 1) }
}

fn interval_words(share: Proportion, lang: Lang) -> Option<String> {
    (share.n > 0).then(|| {
        let range = lang.percent_range([share.low, share.high], 1);
        lang.evaluate_interval(&range, &lang.count(share.n as u64))
    })
}

#[component]
fn VerdictCount(
    /// Which.
    verdict: Verdict,
) -> impl IntoView {
    let (lang, view_model) = (use_lang(), use_view_model());
    let tally = view_model.tally;
    let count = move || match tally.get() {
        Some(tally) => lang.get().count(tally.of(verdict)),
        None => "…".to_owned(),
    };
    let share = move || tally.get().map(|tally| share_words(tally.rate(verdict), lang.get()));
    let interval = move || interval_words(tally.get()?.rate(verdict), lang.get());
    view! {
        <div class="figure">
            <dt><VerdictMark verdict/> {move || lang.get().verdict(verdict)}</dt>
            <dd>
                <b class="num">{count}</b>
                <span class="num">{share}</span>
                <span class="soft">{interval}</span>
            </dd>
        </div>
    }
    .into_any()
}

/// A share, with the count that it is of where that says more.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Value {
    count: Option<u64>,
    share: Proportion,
}

impl Value {
    fn of_share(share: Proportion) -> Self {
        Self { count: None, share }
    }
}

#[component]
fn Figure(
    /// What it is called.
    name: fn(Lang) -> &'static str,
    /// How it comes of the verdicts.
    value: fn(Tally) -> Value,
    /// What it means.
    note: fn(Lang) -> &'static str,
    /// What it was without thresholds.
    before: fn(Tally) -> Option<Proportion>,
) -> impl IntoView {
    let (lang, view_model) = (use_lang(), use_view_model());
    let value = Memo::new(move |_| view_model.tally.get().map(value));
    let before = Memo::new(move |_| view_model.tally.get().and_then(before));
    let shown = move || match value.get() {
        Some(Value { count: Some(count), .. }) => lang.get().count(count),
        Some(Value { share, .. }) => share_words(share, lang.get()),
        None => "…".to_owned(),
    };
    let share = move || {
        let value = value.get()?;
        value.count.map(|_| share_words(value.share, lang.get()))
    };
    let interval = move || interval_words(value.get()?.share, lang.get());
    let without = move || {
        before.get().map(|share| lang.get().decide_without(&share_words(share, lang.get())))
    };
    view! {
        <div class="figure">
            <dt>{move || name(lang.get())}</dt>
            <dd>
                <b class="num">{shown}</b>
                <span class="num">{share}</span>
                <span class="soft">{interval}</span>
                <span class="soft">{move || note(lang.get())}</span>
                <span class="soft">{without}</span>
            </dd>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use statistics::selection::Split;

    use super::*;

    #[test]
    fn the_summary_says_every_count_and_a_dash_for_the_accuracy_of_nothing() {
        let right = Split { accept: 97, review: 2, reject: 1 };
        let wrong = Split { accept: 3, review: 5, reject: 2 };
        let words = summary(Tally { right, wrong }, Lang::En);
        assert_eq!(words, "Accept 100, review 7, reject 3; 97.0% of the accepted are correct.");
        let nothing = Split { accept: 0, review: 1, reject: 0 };
        let words = summary(Tally { right: nothing, wrong: nothing }, Lang::En);
        assert!(words.contains("; – of"), "{words}");
    }
}
