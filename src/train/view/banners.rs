//! What the visitor must know before anything else: what happened, a run that can go on, and
//! whose network judges.

use leptos::prelude::*;

use super::workshop::use_workshop;
use crate::app::preferences::use_lang;
use crate::components::Icon;
use crate::train::state::{Notice, RunState};

/// The banners; nothing while there is nothing to say.
#[component]
pub fn Banners() -> impl IntoView {
    view! {
        <div class="train-banners">
            <LabNotice/>
            <Removed/>
            <Interrupted/>
            <Adopted/>
        </div>
    }
    .into_any()
}

#[component]
fn LabNotice() -> impl IntoView {
    let lang = use_lang();
    let notice = use_workshop().lab.notice();
    let body = move || {
        notice.get().map(|told| {
            let is_warning = told.is_warning();
            view! {
                <div class="notice" class:is-good=!is_warning>
                    {is_warning.then(|| Icon::Warning.draw())}
                    <p>{move || Notice::words(&told, lang.get())}</p>
                    <button type="button" class="button" on:click=move |_| notice.set(None)>
                        {move || lang.get().train_dismiss()}
                    </button>
                </div>
            }
        })
    };
    view! { <div role="status">{body}</div> }
}

/// The run that was removed last, with the way back.
#[component]
fn Removed() -> impl IntoView {
    let (lang, lab) = (use_lang(), use_workshop().lab);
    let name = Memo::new(move |_| lab.removed().get());
    let body = move || {
        name.get().map(|name| {
            view! {
                <p class="notice">
                    <span>{move || lang.get().removed(&name)}</span>
                    <button type="button" class="button" on:click=move |_| lab.restore_removed()>
                        {move || lang.get().undo()}
                    </button>
                </p>
            }
        })
    };
    view! { <div role="status">{body}</div> }
}

/// The newest run that was cut short, unless one is open.
#[component]
fn Interrupted() -> impl IntoView {
    let (lang, workshop) = (use_lang(), use_workshop());
    let lab = workshop.lab;
    // What was waved aside once is not offered again; it stays in the list.
    let waved = RwSignal::new(None);
    let offered = Memo::new(move |_| {
        if lab.open().with(Option::is_some) {
            return None;
        }
        lab.runs().with(|runs| {
            let run = runs.iter().find(|run| run.state == RunState::Interrupted)?;
            let is_new = waved.with(|waved| waved.as_ref() != Some(&run.id));
            is_new.then(|| (run.id.clone(), run.config.name.clone(), run.saved_step, run.steps))
        })
    });
    let body = move || {
        offered.get().map(|(id, name, saved, steps)| {
            let resumed = id.clone();
            let resume = move |_| {
                workshop.look_at(resumed.clone());
                lab.resume(&resumed, true);
            };
            let words = move || {
                let lang = lang.get();
                let [saved, steps] = [saved.unwrap_or(0), steps].map(|step| lang.count(step));
                lang.train_interrupted(&name, &saved, &steps)
            };
            view! {
                <div class="notice">
                    {Icon::Warning.draw()}
                    <p>{words}</p>
                    <button type="button" class="button is-primary" on:click=resume>
                        {move || lang.get().train_resume()}
                    </button>
                    <button type="button" class="button" on:click=move |_| waved.set(Some(id.clone()))>
                        {move || lang.get().train_later()}
                    </button>
                </div>
            }
        })
    };
    view! { <div role="status">{body}</div> }
}

/// Whose network judges, while it is not the shipped one.
#[component]
fn Adopted() -> impl IntoView {
    let (lang, lab) = (use_lang(), use_workshop().lab);
    let name = Memo::new(move |_| {
        let id = lab.adopted().get()?;
        lab.runs()
            .with(|runs| runs.iter().find(|run| run.id == id).map(|run| run.config.name.clone()))
    });
    let is_adopted = Memo::new(move |_| lab.adopted().with(Option::is_some));
    view! {
        <div role="status">
            <Show when=move || is_adopted.get()>
                <p class="notice is-good">
                    <span>{move || lang.get().train_adopted(&name.get().unwrap_or_default())}</span>
                    <button type="button" class="button" on:click=move |_| lab.adopt(None)>
                        {move || lang.get().train_use_shipped()}
                    </button>
                </p>
            </Show>
        </div>
    }
    .into_any()
}
