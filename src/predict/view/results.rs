//! The results of all images: a table that can be sorted, and downloads of the same.

mod files;
mod order;

use leptos::prelude::*;
use text::Lang;

use super::verdict::why_not_judged;
use super::view_model::use_view_model;
use crate::app::preferences::use_lang;
use crate::components::VerdictMark;
use crate::components::download::save_text;
use crate::predict::judgement::Judgement;
use crate::predict::queue::{Item, use_prediction_queue};
use order::{Column, Entry, Sorting, sorted};

/// The section; shown from one image on.
#[component]
pub fn Results() -> impl IntoView {
    let (lang, desk) = (use_lang(), use_prediction_queue());
    let is_batch = Memo::new(move |_| desk.tray.with(|tray| tray.items().len() > 1));
    let is_open = RwSignal::new(false);
    let toggled = move |event: web_sys::Event| {
        is_open.set(event_target::<web_sys::HtmlDetailsElement>(&event).open());
    };
    view! {
        <section class="card results" aria-labelledby="results-title">
            <div class="results-head">
                <h2 id="results-title">{move || lang.get().results()}</h2>
                <Downloads/>
            </div>
            <Hits/>
            <details open=move || is_batch.get() on:toggle=toggled>
                <summary>{move || lang.get().as_table()}</summary>
                // Built only while it is seen: a batch changes it many times.
                <Show when=move || is_open.get()>
                    <ResultsTable/>
                </Show>
            </details>
        </section>
    }
}

#[component]
fn Downloads() -> impl IntoView {
    let (lang, desk, view_model) = (use_lang(), use_prediction_queue(), use_view_model());
    let is_empty = Memo::new(move |_| desk.tray.with(|tray| tray.tally().over == 0));
    let lines =
        move || {
            view_model.policy.with_untracked(|policy| {
                let policy = policy.as_ref()?;
                Some(desk.tray.with_untracked(|tray| {
                    files::lines(tray.items(), policy, lang.get_untracked())
                }))
            })
        };
    let csv = move |_| {
        if let Some(lines) = lines() {
            save_text("vitrina-results.csv", &files::csv(&lines), "text/csv");
        }
    };
    let json = move |_| {
        // Plain numbers and sentences can always be written.
        if let Some(Ok(text)) = lines().map(|lines| files::json(&lines)) {
            save_text("vitrina-results.json", &text, "application/json");
        }
    };
    view! {
        <div class="actions">
            <button type="button" class="button" disabled=move || is_empty.get() on:click=csv>
                {move || lang.get().results_csv()}
            </button>
            <button type="button" class="button" disabled=move || is_empty.get() on:click=json>
                {move || lang.get().results_json()}
            </button>
        </div>
    }
}

/// How often the classifier is right where the class is known.
#[component]
fn Hits() -> impl IntoView {
    let (lang, desk, view_model) = (use_lang(), use_prediction_queue(), use_view_model());
    let hits = Memo::new(move |_| {
        view_model.policy.with(|policy| {
            let Some(policy) = policy else { return (0, 0) };
            desk.tray.with(|tray| {
                let known = tray.items().iter().filter_map(|item| {
                    Some(Judgement::new(item.prediction()?, policy).class == item.source.truth()?)
                });
                known.fold((0_u64, 0_u64), |(right, all), is_right| {
                    (right + u64::from(is_right), all + 1)
                })
            })
        })
    });
    let words = move || {
        let (right, known) = hits.get();
        let lang = lang.get();
        (known > 1).then(|| lang.results_hits(&lang.count(right), &lang.count(known)))
    };
    view! { <p class="soft results-hits">{words}</p> }
}

#[component]
fn ResultsTable() -> impl IntoView {
    let (lang, desk, view_model) = (use_lang(), use_prediction_queue(), use_view_model());
    let sorting = RwSignal::new(Sorting::default());
    let has_truth = Memo::new(move |_| {
        desk.tray.with(|tray| tray.items().iter().any(|item| item.source.truth().is_some()))
    });
    // A batch changes the table many times, and browsers lay a long one out anew each time: it
    // stands still until the batch is over.
    let is_busy = Memo::new(move |_| desk.tray.with(|tray| tray.tally().pending() > 1));
    let ids = Memo::new(move |before: Option<&Vec<u32>>| {
        if is_busy.get() {
            return before.cloned().unwrap_or_default();
        }
        let lang = lang.get();
        view_model.policy.with(|policy| {
            desk.tray.with(|tray| {
                let over = tray.items().iter().filter(|item| !item.is_pending());
                let entries = over.map(|item| {
                    let judged = policy.as_ref().zip(item.prediction());
                    let judgement = judged.map(|(policy, numbers)| Judgement::new(numbers, policy));
                    Entry::new(item, judgement.as_ref(), lang)
                });
                sorted(entries.collect(), sorting.get())
            })
        })
    });
    let columns =
        Column::ALL.map(|column| view! { <ColumnHead column sorting/> }).into_iter().collect_view();
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label=move || lang.get().results_table()>
            <table class="numbers" aria-label=move || lang.get().results_table()>
                <thead>
                    <tr>
                        {columns}
                        <Show when=move || has_truth.get()>
                            <th scope="col">{move || lang.get().results_truth()}</th>
                        </Show>
                    </tr>
                </thead>
                <tbody>
                    <For each=move || ids.get() key=|id| *id let:id>
                        <Row id has_truth/>
                    </For>
                </tbody>
            </table>
        </div>
        <Show when=move || is_busy.get()>
            <p class="soft">{move || lang.get().results_busy()}</p>
        </Show>
        <Show when=move || !is_busy.get() && ids.with(Vec::is_empty)>
            <p class="soft">{move || lang.get().results_none()}</p>
        </Show>
    }
}

#[component]
fn ColumnHead(
    /// Which.
    column: Column,
    /// By what the table is sorted.
    sorting: RwSignal<Sorting>,
) -> impl IntoView {
    let lang = use_lang();
    let sort = Memo::new(move |_| sorting.get().of(column));
    view! {
        <th scope="col" class:num=column.is_number() aria-sort=move || sort.get()>
            <button
                type="button"
                class="sort"
                title=move || lang.get().results_sort(column.title(lang.get()))
                on:click=move |_| sorting.update(|sorting| sorting.press(column))
            >
                {move || column.title(lang.get())}
                <span aria-hidden="true">{move || arrow(sort.get())}</span>
            </button>
        </th>
    }
}

fn arrow(sort: Option<&str>) -> &'static str {
    match sort {
        Some("ascending") => "\u{a0}↑",
        Some(_) => "\u{a0}↓",
        None => "",
    }
}

/// What a row shows.
#[derive(Clone, Debug, PartialEq)]
struct Shown {
    item: Item,
    judgement: Option<Judgement>,
}

#[component]
fn Row(
    /// The image's number.
    id: u32,
    /// Whether there is a column for the true class.
    has_truth: Memo<bool>,
) -> impl IntoView {
    let (lang, desk, view_model) = (use_lang(), use_prediction_queue(), use_view_model());
    let is_selected = Memo::new(move |_| view_model.selected_id.get() == Some(id));
    let shown = Memo::new(move |_| {
        let item = desk.tray.with(|tray| tray.item(id).cloned())?;
        let judgement = view_model
            .policy
            .with(|policy| Some(Judgement::new(item.prediction()?, policy.as_ref()?)));
        Some(Shown { item, judgement })
    });
    let name = move || {
        shown.with(|shown| {
            shown.as_ref().map(|shown| shown.item.name(lang.get())).unwrap_or_default()
        })
    };
    let cells = move || shown.get().map(|shown| cells(&shown, lang.get()));
    let truth =
        move || shown.with(|shown| shown.as_ref().and_then(|shown| truth(shown, lang.get())));
    view! {
        <tr aria-current=move || is_selected.get().then_some("true")>
            <th scope="row">
                <button
                    type="button"
                    class="link"
                    aria-label=move || lang.get().results_show(&name())
                    on:click=move |_| desk.tray.update(|tray| tray.select(id))
                >
                    {name}
                </button>
            </th>
            {cells}
            <Show when=move || has_truth.get()>
                <td>{truth}</td>
            </Show>
        </tr>
    }
}

fn cells(shown: &Shown, lang: Lang) -> AnyView {
    let Some(judgement) = &shown.judgement else {
        let why = why_not_judged(&shown.item, lang).unwrap_or_default();
        return view! { <td colspan="4">{lang.not_judged()} ". " {why}</td> }.into_any();
    };
    let verdict = judgement.decision.verdict;
    view! {
        <td>{judgement.name(lang)}</td>
        <td class="num">{lang.percent(f64::from(judgement.confidence), 1)}</td>
        <td class="num">{lang.number(f64::from(judgement.ratio()), 2)}</td>
        <td><span class="count"><VerdictMark verdict/> {lang.verdict(verdict)}</span></td>
    }
    .into_any()
}

/// The true class, and whether it was predicted.
fn truth(shown: &Shown, lang: Lang) -> Option<String> {
    let truth = shown.item.source.truth()?;
    let class = lang.class_name(truth);
    Some(match shown.judgement.as_ref().map(|judgement| judgement.class == truth) {
        Some(true) => format!("{class}, {}", lang.results_right()),
        Some(false) => format!("{class}, {}", lang.results_wrong()),
        None => class.to_owned(),
    })
}
