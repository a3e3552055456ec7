//! What mistakes and reviews cost, what the lines come to by these costs, and the lines that cost
//! least.

use leptos::prelude::*;
use statistics::selection::{Best, Costs, Outcome, Tally, Thresholds, best_thresholds};
use text::Lang;

use super::probe_set::Measured;
use super::scored::Scored;
use super::view_model::use_view_model;
use crate::app::preferences::use_lang;

/// The largest cost that can be typed.
pub const MAX_COST: f64 = 1e6;

/// What can cost something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Item {
    FalseAccept,
    FalseReject,
    Review,
}

impl Item {
    const ALL: [Self; 3] = [Self::FalseAccept, Self::FalseReject, Self::Review];

    fn id(self) -> &'static str {
        match self {
            Self::FalseAccept => "cost-false-accept",
            Self::FalseReject => "cost-false-reject",
            Self::Review => "cost-review",
        }
    }

    fn name(self, lang: Lang) -> &'static str {
        match self {
            Self::FalseAccept => lang.decide_cost_false_accept(),
            Self::FalseReject => lang.decide_cost_false_reject(),
            Self::Review => lang.decide_cost_review(),
        }
    }

    fn of(self, costs: Costs) -> f64 {
        match self {
            Self::FalseAccept => costs.false_accept,
            Self::FalseReject => costs.false_reject,
            Self::Review => costs.review,
        }
    }

    fn with(self, costs: Costs, cost: f64) -> Costs {
        match self {
            Self::FalseAccept => Costs { false_accept: cost, ..costs },
            Self::FalseReject => Costs { false_reject: cost, ..costs },
            Self::Review => Costs { review: cost, ..costs },
        }
    }
}

/// The card.
#[component]
pub fn CostsCard() -> impl IntoView {
    let (lang, view_model) = (use_lang(), use_view_model());
    let with_probes = RwSignal::new(false);
    let has_probes = Memo::new(move |_| view_model.probes.with(Option::is_some));
    let outcomes = move || {
        view_model.scored.with(|scored| {
            view_model.probes.with(|probes| {
                let probes = probes.as_ref().filter(|_| with_probes.get());
                let probes = probes.map(|probes| probes.as_slice()).unwrap_or_default();
                Some(together(scored.as_ref()?, probes))
            })
        })
    };
    let best = Memo::new(move |_| best_thresholds(&outcomes()?, view_model.costs.get()));
    let now = Memo::new(move |_| {
        let (mut tally, thresholds) = (view_model.tally.get()?, view_model.thresholds.get()?);
        if with_probes.get() {
            view_model.probes.with(|probes| {
                let probes = probes.as_ref().map(|probes| probes.as_slice()).unwrap_or_default();
                tally.wrong = added(tally, probes, thresholds);
            });
        }
        Some((view_model.costs.get().of(tally), tally.n()))
    });
    let now_words = move || {
        let (cost, n) = now.get()?;
        let lang = lang.get();
        let per_thousand = lang.number(1e3 * cost / n as f64, 1);
        Some(lang.decide_cost_now(&amount(cost, lang), &lang.count(n), &per_thousand))
    };
    let best_words = move || best.get().map(|best| best_words(&best, lang.get()));
    let take = move |_| {
        if let Some(best) = best.get_untracked() {
            view_model.choose(best.thresholds);
        }
    };
    let is_best = Memo::new(move |_| {
        best.get().is_some_and(|best| view_model.thresholds.get() == Some(best.thresholds))
    });
    let fields = Item::ALL.map(|item| view! { <CostField item/> });
    view! {
        <section class="card decide-costs" aria-labelledby="costs-title">
            <h2 id="costs-title">{move || lang.get().decide_costs_title()}</h2>
            <p class="soft">{move || lang.get().decide_costs_note()}</p>
            <div class="decide-cost-fields">{fields.into_iter().collect_view()}</div>
            <label class="switch">
                <input
                    type="checkbox"
                    role="switch"
                    disabled=move || !has_probes.get()
                    prop:checked=with_probes
                    on:change=move |event| with_probes.set(event_target_checked(&event))
                />
                <span class="switch-track" aria-hidden="true"></span>
                <span>
                    {move || lang.get().decide_cost_probes()}
                    <small>{move || lang.get().decide_cost_probes_note()}</small>
                </span>
            </label>
            <p>{now_words}</p>
            <p>{best_words}</p>
            <button
                type="button"
                class="button is-primary"
                disabled=move || best.get().is_none() || is_best.get()
                on:click=take
            >
                {move || lang.get().decide_take_best()}
            </button>
        </section>
    }
    .into_any()
}

/// The images and the probes, which it is never right to accept.
fn together(scored: &Scored, probes: &[Measured]) -> Vec<Outcome> {
    scored.outcomes.iter().copied().chain(probes.iter().map(|probe| probe.outcome)).collect()
}

/// The verdicts on wrong predictions once probes are counted among them.
fn added(
    tally: Tally,
    probes: &[Measured],
    thresholds: Thresholds,
) -> statistics::selection::Split {
    let outcomes: Vec<Outcome> = probes.iter().map(|probe| probe.outcome).collect();
    let (more, mut wrong) = (Tally::count(&outcomes, thresholds).wrong, tally.wrong);
    wrong.accept += more.accept;
    wrong.review += more.review;
    wrong.reject += more.reject;
    wrong
}

fn best_words(best: &Best, lang: Lang) -> String {
    lang.decide_cost_best(
        &amount(best.cost, lang),
        &lang.percent(best.thresholds.min_confidence.into(), 1),
        &lang.number(best.thresholds.max_error_ratio.into(), 2),
    )
}

/// A cost, with decimals only where it has some.
fn amount(cost: f64, lang: Lang) -> String {
    if cost.fract() == 0.0 { lang.count(cost as u64) } else { lang.number(cost, 1) }
}

#[component]
fn CostField(
    /// What costs.
    item: Item,
) -> impl IntoView {
    let (lang, view_model) = (use_lang(), use_view_model());
    let costs = view_model.costs;
    let is_wrong = RwSignal::new(false);
    let warning = format!("{}-warning", item.id());
    let described = warning.clone();
    let change = move |event| {
        let cost = event_target_value(&event).parse::<f64>().ok();
        let cost = cost.filter(|cost| (0.0..=MAX_COST).contains(cost));
        is_wrong.set(cost.is_none());
        if let Some(cost) = cost {
            costs.update(|costs| *costs = item.with(*costs, cost));
        }
    };
    view! {
        <div class="field">
            <label class="field-name" for=item.id()>{move || item.name(lang.get())}</label>
            <input
                type="number"
                class="decide-number"
                id=item.id()
                min="0"
                max=MAX_COST.to_string()
                step="any"
                inputmode="decimal"
                value=item.of(costs.get_untracked()).to_string()
                aria-invalid=move || is_wrong.get().then_some("true")
                aria-describedby=move || is_wrong.get().then(|| described.clone())
                on:input=change
            />
            <Show when=move || is_wrong.get()>
                <p class="soft decide-wrong" id=warning.clone()>
                    {move || lang.get().decide_no_cost()}
                </p>
            </Show>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use statistics::selection::Split;
    use vision::probe_images::Probe;

    use super::*;

    #[test]
    fn each_field_is_its_own_cost() {
        let costs = Costs { false_accept: 1.0, false_reject: 2.0, review: 3.0 };
        assert_eq!(Item::ALL.map(|item| item.of(costs)), [1.0, 2.0, 3.0]);
        for item in Item::ALL {
            assert_eq!(item.of(item.with(costs, 7.0)), 7.0);
        }
    }

    #[test]
    fn probes_count_as_wrong_by_their_verdicts() {
        let probe = |confidence, error_ratio| Measured {
            kind: Probe::Blank,
            outcome: Outcome { confidence, error_ratio, is_right: false },
            plain_ratio: 0.0,
        };
        let right = Split { accept: 5, review: 0, reject: 0 };
        let tally = Tally { right, wrong: Split { accept: 1, review: 1, reject: 1 } };
        let probes = [probe(0.9, 0.5), probe(0.9, 2.0), probe(0.1, 0.5), probe(0.1, f32::NAN)];
        let thresholds = Thresholds { min_confidence: 0.5, max_error_ratio: 1.0 };
        let wrong = added(tally, &probes, thresholds);
        assert_eq!(wrong, Split { accept: 2, review: 2, reject: 3 });
    }

    #[test]
    fn a_whole_cost_has_no_decimals() {
        assert_eq!(amount(1_200.0, Lang::En), "1,200");
        assert_eq!(amount(3.25, Lang::Es), "3,2");
    }
}
