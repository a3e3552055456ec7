//! How well the autoencoder of the normal class tells it from the rest: the area, what its limit
//! does, the ROC curve, and the errors of both groups.

mod curve;
mod errors;
mod ten;

use dataset::Class;
use leptos::prelude::*;
use policy::decision::Reading;
use text::Lang;

use super::one_class::Limit;
use super::place::Place;
use super::progress::Progress;
use super::view_model::use_view_model;
use crate::app::address::{Param, run_value};
use crate::app::navigation::use_address;
use crate::app::preferences::{use_lang, use_preferences};
use crate::evaluate::state::Candidate;
use curve::Curve;
use errors::Errors;
use ten::Ten;

/// The card.
#[component]
pub fn Autoencoder() -> impl IntoView {
    let (lang, view) = (use_lang(), use_view_model().autoencoder);
    let is_there = Memo::new(move |_| view.measured.with(Option::is_some));
    view! {
        <section class="card" aria-labelledby="autoencoder-title">
            <h2 id="autoencoder-title">{move || lang.get().evaluate_autoencoders()}</h2>
            <p class="soft">{move || lang.get().evaluate_autoencoders_note()}</p>
            <div class="choosers">
                <NormalSelect/>
                <RunSelect/>
            </div>
            <Progress keys=view.keys/>
            <Figures/>
            <Meaning/>
            <Show
                when=move || is_there.get()
                fallback=move || view! { <Place lack=view.lack/> }
            >
                <div class="sides">
                    <Curve/>
                    <Errors/>
                </div>
            </Show>
            <Ten/>
        </section>
    }
    .into_any()
}

#[component]
fn NormalSelect() -> impl IntoView {
    let (preferences, address) = (use_preferences(), use_address());
    let (lang, normal) = (preferences.lang, use_view_model().autoencoder.normal);
    let choose = move |event| {
        if let Some(class) = Class::parse(&event_target_value(&event)) {
            preferences.reading.set(Reading::NormalClass(class));
            address.set(Param::Autoencoder, None);
            address.set(Param::Normal, Some(class.slug()));
        }
    };
    let options = Class::ALL.map(|class| {
        view! {
            <option value=class.slug() selected=move || normal.get() == class>
                {move || lang.get().class_name(class)}
            </option>
        }
    });
    view! {
        <div class="field">
            <label class="field-name" for="normal">{move || lang.get().evaluate_normal()}</label>
            <select
                id="normal"
                aria-describedby="normal-note"
                prop:value=move || normal.get().slug()
                on:change=choose
            >
                {options.into_iter().collect_view()}
            </select>
            <p id="normal-note" class="soft">{move || lang.get().evaluate_normal_note()}</p>
        </div>
    }
    .into_any()
}

/// The shipped autoencoder or one of the visitor's; nothing while there is none of this class.
#[component]
fn RunSelect() -> impl IntoView {
    let (lang, address, view_model) = (use_lang(), use_address(), use_view_model());
    let view = view_model.autoencoder;
    let runs = Memo::new(move |_| {
        let normal = Some(view.normal.get());
        view_model
            .candidates
            .with(|all| all.iter().filter(|run| run.normal == normal).cloned().collect::<Vec<_>>())
    });
    let value = Memo::new(move |_| {
        view.run.with(|run| run.as_ref().map(|run| run_value(&run.id.0)).unwrap_or_default())
    });
    let choose = move |event| {
        let chosen = event_target_value(&event);
        address.set(Param::Autoencoder, Some(chosen.as_str()).filter(|value| !value.is_empty()));
    };
    let option = move |run: Candidate| {
        let own = run_value(&run.id.0);
        let this = own.clone();
        let is_chosen = move || value.with(|value| *value == this);
        view! { <option value=own selected=is_chosen>{move || run.title(lang.get())}</option> }
    };
    let body = move || {
        let runs = runs.get();
        (!runs.is_empty()).then(|| {
            view! {
                <div class="field">
                    <label class="field-name" for="autoencoder">
                        {move || lang.get().evaluate_autoencoder()}
                    </label>
                    <select id="autoencoder" prop:value=move || value.get() on:change=choose>
                        <option value="">{move || lang.get().evaluate_autoencoder_shipped()}</option>
                        <optgroup label=move || {
                            lang.get().evaluate_own_runs()
                        }>{runs.into_iter().map(option).collect_view()}</optgroup>
                    </select>
                </div>
            }
        })
    };
    view! { {body} }
}

/// The area under the curve, and what the limit does.
#[component]
fn Figures() -> impl IntoView {
    let (lang, view) = (use_lang(), use_view_model().autoencoder);
    let area = Memo::new(move |_| {
        view.measured.with(|all| {
            let all = all.as_ref()?;
            Some((all.area, all.normal.len(), all.rest.len()))
        })
    });
    let area_value = move || match area.get() {
        Some((area, ..)) => lang.get().percent(area.value, 1),
        None => view.lack.get().mark().to_owned(),
    };
    let area_note = move || {
        let (lang, (area, normal, rest)) = (lang.get(), area.get()?);
        let range = lang.percent_range([area.low, area.high], 1);
        let count = |n: usize| lang.count(n as u64);
        Some(lang.evaluate_auc_note(&range, &count(normal), &count(rest)))
    };
    let novelty = Memo::new(move |_| view.measured.with(|all| all.as_ref()?.novelty));
    let novelty_value = move || novelty.get().map(|area| lang.get().percent(area.value, 1));
    let novelty_note = move || {
        let (lang, area) = (lang.get(), novelty.get()?);
        Some(lang.evaluate_novelty_note(&lang.percent_range([area.low, area.high], 1)))
    };
    let limit = limit();
    let of = move |share: fn(&Limit) -> statistics::metrics::Proportion| {
        let value = move || match limit.get() {
            Some(limit) => lang.get().percent(share(&limit).value, 1),
            None => view.lack.get().mark().to_owned(),
        };
        let note = move || {
            let (lang, share) = (lang.get(), share(&limit.get()?));
            let range = lang.percent_range([share.low, share.high], 1);
            Some(lang.evaluate_interval(&range, &lang.count(share.n as u64)))
        };
        view! {
            <dd>
                <b class="num">{value}</b>
                <span class="soft">{note}</span>
            </dd>
        }
    };
    view! {
        <dl class="figures summary">
            <div class="figure">
                <dt>{move || lang.get().evaluate_auc()}</dt>
                <dd>
                    <b class="num">{area_value}</b>
                    <span class="soft">{area_note}</span>
                </dd>
            </div>
            <Show when=move || novelty.with(Option::is_some)>
                <div class="figure">
                    <dt>{move || lang.get().evaluate_novelty()}</dt>
                    <dd>
                        <b class="num">{novelty_value}</b>
                        <span class="soft">{novelty_note}</span>
                    </dd>
                </div>
            </Show>
            <div class="figure">
                <dt>{move || lang.get().evaluate_rejected()}</dt>
                {of(|limit| limit.rejected)}
            </div>
            <div class="figure">
                <dt>{move || lang.get().evaluate_caught()}</dt>
                {of(|limit| limit.caught)}
            </div>
        </dl>
    }
    .into_any()
}

/// What the limit means, in a sentence.
#[component]
fn Meaning() -> impl IntoView {
    let (lang, view) = (use_lang(), use_view_model().autoencoder);
    let limit = limit();
    let words = move || Some(meaning(&limit.get()?, view.normal.get(), lang.get()));
    view! {
        <p>{words}</p>
        <p class="soft">
            {move || lang.get().evaluate_limit()} ": " {move || lang.get().evaluate_limit_note()} "."
        </p>
    }
    .into_any()
}

fn meaning(limit: &Limit, class: Class, lang: Lang) -> String {
    lang.evaluate_limit_means(
        &lang.number(limit.error, 4),
        lang.class_name(class),
        &lang.percent(limit.rejected.value, 1),
        &lang.percent(limit.caught.value, 1),
    )
}

/// What the limit does on the test images; none before both are known.
fn limit() -> Memo<Option<Limit>> {
    let view = use_view_model().autoencoder;
    Memo::new(move |_| {
        let error = view.limit.get()?;
        view.measured.with(|all| all.as_ref().map(|all| all.limit(error)))
    })
}
