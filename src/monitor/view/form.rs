//! The form in which a schedule is set up.

use leptos::prelude::*;
use simulation::ShiftKind;
use simulation::shift::Pattern;
use vision::corruption::Corruption;

use super::context::use_monitor_context;
use super::draft::{Draft, Number, OnsetKind};
use super::form_fields::{Choice, ClassFields, NumberField, WeightFields};
use crate::app::preferences::use_lang;
use crate::monitor::state::Scene;

/// The form, closed at first.
#[component]
pub fn Form() -> impl IntoView {
    let (lang, production) = (use_lang(), use_monitor_context().production);
    let scene = production.scene();
    let draft = RwSignal::new(Draft::default());
    let schedule = Memo::new(move |_| scene.with(|scene| scene.schedule.clone()));
    // A surprise is not given away by its form.
    let is_hidden = Memo::new(move |_| !production.is_revealed());
    Effect::new(move |_| {
        let known = if is_hidden.get() { Draft::default() } else { Draft::of(&schedule.get()) };
        draft.set(known);
    });
    let ids = Memo::new(move |_| {
        draft.with(|draft| draft.rows.iter().map(|row| row.id).collect::<Vec<_>>())
    });
    let problem = Memo::new(move |_| {
        let lang = lang.get();
        draft.with(|draft| draft.read().err().map(|error| error.words(lang)))
    });
    let apply = move |_| {
        if let Ok(schedule) = draft.with_untracked(Draft::read) {
            let now = scene.get_untracked();
            production.set_scene(Scene { schedule, is_surprise: false, ..now });
        }
    };
    view! {
        <details class="monitor-more">
            <summary>{move || lang.get().monitor_form()}</summary>
            <div class="monitor-form">
                <p class="soft">{move || lang.get().monitor_form_note()}</p>
                <For each=move || ids.get() key=|id| *id let:id>
                    <RowFields draft id/>
                </For>
                <p class="monitor-trouble" role="status">{problem}</p>
                <div class="actions">
                    <button type="button" class="button" on:click=move |_| draft.update(Draft::add)>
                        {move || lang.get().monitor_add_shift()}
                    </button>
                    <button
                        type="button"
                        class="button is-primary"
                        disabled=move || problem.with(Option::is_some)
                        on:click=apply
                    >
                        {move || lang.get().monitor_use_schedule()}
                    </button>
                </div>
            </div>
        </details>
    }
    .into_any()
}

/// One shift.
#[component]
fn RowFields(
    /// The form.
    draft: RwSignal<Draft>,
    /// Which shift.
    id: u32,
) -> impl IntoView {
    let lang = use_lang();
    let place = Memo::new(move |_| {
        draft.with(|draft| draft.rows.iter().position(|row| row.id == id).map_or(0, |at| at + 1))
    });
    let kind = Memo::new(move |_| {
        draft.with(|draft| draft.row(id).map_or(ShiftKind::Covariate, |row| row.kind))
    });
    let onset = Memo::new(move |_| {
        draft.with(|draft| draft.row(id).map_or(OnsetKind::Sudden, |row| row.onset))
    });
    let corruption = Memo::new(move |_| {
        draft.with(|draft| draft.row(id).map_or(Corruption::GaussianBlur, |row| row.corruption))
    });
    let pattern = Memo::new(move |_| draft.with(|draft| draft.row(id).and_then(|row| row.pattern)));
    let of_kind = move || {
        match kind.get() {
        ShiftKind::Covariate => view! {
            <Choice
                name=|lang| lang.monitor_corruption()
                options=Corruption::ALL.to_vec()
                title=|lang, corruption| lang.corruption(corruption)
                chosen=corruption
                choose=move |value| draft.update(|draft| draft.change(id, |row| row.corruption = value))
            />
            <NumberField draft id field=Number::Severity/>
        }
        .into_any(),
        ShiftKind::Prior => view! { <WeightFields draft id/> }.into_any(),
        ShiftKind::Concept => view! { <ClassFields draft id/> }.into_any(),
        ShiftKind::Latency => view! { <NumberField draft id field=Number::AddedMs/> }.into_any(),
        ShiftKind::Outliers => view! {
            <Choice
                name=|lang| lang.monitor_pattern()
                options=std::iter::once(None).chain(Pattern::ALL.map(Some)).collect()
                title=|lang, pattern| lang.pattern(pattern)
                chosen=pattern
                choose=move |value| draft.update(|draft| draft.change(id, |row| row.pattern = value))
            />
            <NumberField draft id field=Number::Percent/>
        }
        .into_any(),
    }
    };
    let of_onset = move || match onset.get() {
        OnsetKind::Sudden => ().into_any(),
        OnsetKind::Gradual => view! {
            <NumberField draft id field=Number::Midpoint/>
            <NumberField draft id field=Number::Width/>
        }
        .into_any(),
        OnsetKind::Recurring => view! {
            <NumberField draft id field=Number::On/>
            <NumberField draft id field=Number::Period/>
        }
        .into_any(),
    };
    let remove = move |_| draft.update(|draft| draft.rows.retain(|row| row.id != id));
    view! {
        <fieldset class="monitor-shift">
            <legend>{move || lang.get().monitor_shift_number(&place.get().to_string())}</legend>
            <Choice
                name=|lang| lang.monitor_kind()
                options=ShiftKind::ALL.to_vec()
                title=|lang, kind| lang.shift_kind(kind)
                chosen=kind
                choose=move |value| draft.update(|draft| draft.change(id, |row| row.kind = value))
            />
            {of_kind}
            <Choice
                name=|lang| lang.monitor_onset()
                options=OnsetKind::ALL.to_vec()
                title=|lang, onset: OnsetKind| onset.title(lang)
                chosen=onset
                choose=move |value| draft.update(|draft| draft.change(id, |row| row.onset = value))
            />
            {of_onset}
            <NumberField draft id field=Number::Start/>
            <NumberField draft id field=Number::Length/>
            <button type="button" class="button is-quiet" on:click=remove>
                {move || lang.get().monitor_remove_shift()}
            </button>
        </fieldset>
    }
    .into_any()
}
