//! What goes into the report.

use leptos::prelude::*;
use text::Lang;

use crate::app::navigation::use_address;
use crate::app::preferences::use_lang;
use crate::app::stage::Stage;
use crate::evaluate::state::Candidate;
use crate::evaluate::view::progress::Progress;
use crate::report::state::use_report;

/// The card.
#[component]
pub fn Choose() -> impl IntoView {
    let (lang, report) = (use_lang(), use_report());
    let runs = move || {
        let candidates = report.candidates.get();
        if candidates.is_empty() {
            return view! { <Lacking words=Lang::report_page_no_runs to=Lang::report_page_to_train stage=Stage::Train/> }
                .into_any();
        }
        let entry = |own: Candidate| {
            let (id, id_of_change) = (own.id.clone(), own.id.clone());
            let is_chosen = Memo::new(move |_| {
                report.chosen.with(|chosen| chosen.iter().any(|chosen| chosen.id == id))
            });
            let choose = move |event| {
                let is_chosen = event_target_checked(&event);
                report.draft.update(|draft| draft.choose(&id_of_change.0, is_chosen));
            };
            view! {
                <li>
                    <label class="check">
                        <input type="checkbox" prop:checked=is_chosen on:change=choose/>
                        <span>{move || own.title(lang.get())}</span>
                    </label>
                </li>
            }
        };
        view! { <ul class="stack">{candidates.into_iter().map(entry).collect_view()}</ul> }
            .into_any()
    };
    view! {
        <section class="card" aria-labelledby="choose-title">
            <h2 id="choose-title">{move || lang.get().report_page_choose()}</h2>
            <p class="soft">{move || lang.get().report_page_choose_note()}</p>
            <fieldset class="stack">
                <legend class="field-name">{move || lang.get().report_page_runs()}</legend>
                {runs}
            </fieldset>
            <Switch
                has=report.has_production
                words=Lang::report_page_production
                is_left_out=Signal::derive(move || report.draft.with(|draft| draft.without_production))
                leave_out=Callback::new(move |out| report.draft.update(|draft| draft.without_production = out))
                lacking=Lang::report_page_no_production
                to=Lang::report_page_to_monitor
                stage=Stage::Monitor
            />
            <Switch
                has=report.has_comparison
                words=Lang::report_page_comparison
                is_left_out=Signal::derive(move || report.draft.with(|draft| draft.without_comparison))
                leave_out=Callback::new(move |out| report.draft.update(|draft| draft.without_comparison = out))
                lacking=Lang::report_page_no_comparison
                to=Lang::report_page_to_augment
                stage=Stage::Augment
            />
            <Progress keys=report.keys/>
        </section>
    }
    .into_any()
}

/// Something of the visit that goes in or not, or that there is none.
#[component]
fn Switch(
    /// Whether there is one.
    has: Memo<bool>,
    /// What it is.
    words: fn(Lang) -> &'static str,
    /// Whether it is left out.
    is_left_out: Signal<bool>,
    /// Leaves it out or puts it in.
    leave_out: Callback<bool>,
    /// That there is none.
    lacking: fn(Lang) -> &'static str,
    /// What leads to one.
    to: fn(Lang) -> &'static str,
    /// Where.
    stage: Stage,
) -> impl IntoView {
    let lang = use_lang();
    view! {
        <Show when=move || has.get() fallback=move || view! { <Lacking words=lacking to stage/> }>
            <label class="check">
                <input
                    type="checkbox"
                    prop:checked=move || !is_left_out.get()
                    on:change=move |event| leave_out.run(!event_target_checked(&event))
                />
                <span>{move || words(lang.get())}</span>
            </label>
        </Show>
    }
    .into_any()
}

/// That there is nothing of a kind, and where it can be made.
#[component]
fn Lacking(
    /// That there is none.
    words: fn(Lang) -> &'static str,
    /// What leads to one.
    to: fn(Lang) -> &'static str,
    /// Where.
    stage: Stage,
) -> impl IntoView {
    let (lang, address) = (use_lang(), use_address());
    view! {
        <p class="soft">
            {move || words(lang.get())} " "
            <a href=move || address.link(Some(stage))>{move || to(lang.get())}</a>
        </p>
    }
    .into_any()
}
