//! The visitor's own pictures for fine-tuning: added, labelled, and mixed into each batch.

use std::sync::Arc;

use dataset::Class;
use leptos::ev::DragEvent;
use leptos::prelude::*;
use protocol::run::Preset;
use web_sys::FileList;

use super::draft::Origin;
use super::workshop::use_workshop;
use crate::app::preferences::use_lang;
use crate::components::picture::Picture;
use crate::components::{FileButton, Icon, Pixels};
use crate::train::state::{OWN_LIMIT, OwnItem, Training};

/// The section.
#[component]
pub fn OwnPictures() -> impl IntoView {
    let (lang, lab) = (use_lang(), use_workshop().lab);
    let ids = Memo::new(move |_| {
        lab.own().with(|own| own.iter().map(|item| item.id).collect::<Vec<_>>())
    });
    let has_some = Memo::new(move |_| ids.with(|ids| !ids.is_empty()));
    let summary = Memo::new(move |_| {
        let lang = lang.get();
        lab.own().with(|own| {
            let open = own.iter().filter(|item| item.label.is_none()).count();
            let unseen = own.iter().filter(|item| item.is_suggested).count();
            let [all, open, unseen] =
                [own.len(), open, unseen].map(|count| lang.count(count as u64));
            lang.train_own_count(&all, &unseen, &open)
        })
    });
    view! {
        <section class="card train-own" aria-labelledby="own-title">
            <h2 id="own-title">{move || lang.get().train_own()}</h2>
            <p class="soft">{move || lang.get().train_own_note()}</p>
            <Intake/>
            <RemovedOwn/>
            <Show when=move || has_some.get()>
                <p class="soft" role="status">{move || summary.get()}</p>
                <ul class="train-own-list">
                    <For each=move || ids.get() key=|id| *id let:id>
                        <OwnPicture id/>
                    </For>
                </ul>
                <FineTune/>
            </Show>
        </section>
    }
    .into_any()
}

/// The button and the place to drop files on.
#[component]
fn Intake() -> impl IntoView {
    let (lang, lab) = (use_lang(), use_workshop().lab);
    let is_held = RwSignal::new(false);
    let take = Callback::new(move |files: FileList| add(lab, Some(files)));
    let label = Signal::derive(move || lang.get().train_own_add().to_owned());
    let drop = move |event: DragEvent| {
        event.prevent_default();
        is_held.set(false);
        add(lab, event.data_transfer().and_then(|data| data.files()));
    };
    let hold = move |event: DragEvent| {
        // Without the refusal of the default the browser would open the file instead.
        event.prevent_default();
        is_held.set(true);
    };
    let progress = lab.own_progress();
    let share = move || progress.get().map_or(0.0, |(done, all)| done as f64 / all.max(1) as f64);
    let words = move || {
        let lang = lang.get();
        progress
            .get()
            .map(|(done, all)| lang.train_own_progress(all as u64, &lang.count(done as u64)))
    };
    let is_busy = Memo::new(move |_| progress.with(Option::is_some));
    view! {
        <div
            class="train-drop"
            class:is-held=move || is_held.get()
            on:dragover=hold
            on:dragleave=move |_| is_held.set(false)
            on:drop=drop
        >
            <FileButton label multiple=true accept="image/*" take/>
            <span class="soft">{move || lang.get().train_own_drop(&OWN_LIMIT.to_string())}</span>
            <Show when=move || is_busy.get()>
                <div class="train-drop-progress">
                    <progress
                        class="bar"
                        max="1"
                        prop:value=share
                        aria-label=move || words().unwrap_or_default()
                    ></progress>
                    <span class="soft num">{words}</span>
                    <button type="button" class="button" on:click=move |_| lab.cancel_own()>
                        {move || lang.get().cancel()}
                    </button>
                </div>
            </Show>
        </div>
    }
    .into_any()
}

fn add(lab: Training, files: Option<FileList>) {
    let files = files.map(gloo_file::FileList::from);
    let files: Vec<_> = files.iter().flat_map(|files| files.iter().cloned()).collect();
    if !files.is_empty() {
        lab.add_own(files);
    }
}

#[component]
fn RemovedOwn() -> impl IntoView {
    let (lang, lab) = (use_lang(), use_workshop().lab);
    let removed = Memo::new(move |_| lab.removed_own().get());
    let body = move || {
        removed.get().map(|count| {
            let words = move || lang.get().train_own_removed(&lang.get().count(count as u64));
            view! {
                <p class="notice">
                    <span>{words}</span>
                    <button type="button" class="button" on:click=move |_| lab.restore_own()>
                        {move || lang.get().undo()}
                    </button>
                </p>
            }
        })
    };
    view! { <div role="status">{body}</div> }
}

#[component]
fn OwnPicture(
    /// Its number.
    id: u64,
) -> impl IntoView {
    let (lang, lab) = (use_lang(), use_workshop().lab);
    let item =
        Memo::new(move |_| lab.own().with(|own| own.iter().find(|item| item.id == id).cloned()));
    let picture = Memo::new(move |_| {
        item.with(|item| Picture::from_grey(&item.as_ref()?.pixels).map(Arc::new))
    });
    let label = Memo::new(move |_| item.with(|item| item.as_ref().and_then(|item| item.label)));
    let name = Memo::new(move |_| {
        item.with(|item| item.as_ref().map(|item| item.name.clone()).unwrap_or_default())
    });
    let is_suggested = Memo::new(move |_| {
        item.with(|item| item.as_ref().is_some_and(|item: &OwnItem| item.is_suggested))
    });
    let choose = move |event| {
        if let Some(class) = Class::parse(&event_target_value(&event)) {
            lab.label_own(id, class);
        }
    };
    let options = Class::ALL.map(|class| {
        let is_chosen = move || label.get() == Some(class);
        view! {
            <option value=class.slug() selected=is_chosen>{move || lang.get().class_name(class)}</option>
        }
    });
    let value = move || label.get().map(Class::slug).unwrap_or_default();
    view! {
        <li class:is-suggested=move || is_suggested.get()>
            <Pixels picture label=Signal::derive(move || name.get())/>
            <select
                aria-label=move || lang.get().train_own_label(&name.get())
                prop:value=value
                on:change=choose
            >
                <Show when=move || label.get().is_none()>
                    <option value="" selected>{move || lang.get().train_own_choose()}</option>
                </Show>
                {options.into_iter().collect_view()}
            </select>
            <Show when=move || is_suggested.get()>
                <button
                    type="button"
                    class="button is-quiet"
                    on:click=move |_| {
                        if let Some(class) = label.get_untracked() {
                            lab.label_own(id, class);
                        }
                    }
                >
                    {move || lang.get().train_own_confirm()}
                </button>
            </Show>
            <button
                type="button"
                class="button is-quiet"
                aria-label=move || lang.get().train_own_remove(&name.get())
                on:click=move |_| lab.remove_own(id)
            >
                {Icon::Cross.draw()}
            </button>
        </li>
    }
    .into_any()
}

/// Fills the form in for fine-tuning, and the way back to the shipped networks.
#[component]
fn FineTune() -> impl IntoView {
    let (lang, workshop) = (use_lang(), use_workshop());
    let lab = workshop.lab;
    let is_adopted = Memo::new(move |_| lab.adopted().with(Option::is_some));
    let is_ready = Memo::new(move |_| {
        workshop.draft.with(|draft| draft.own_share > 0.0 && draft.origin != Origin::Scratch)
    });
    view! {
        <div class="actions">
            <button
                type="button"
                class="button"
                on:click=move |_| workshop.use_preset(Preset::FineTune)
            >
                {move || lang.get().train_own_use()}
            </button>
            <Show when=move || is_adopted.get()>
                <button type="button" class="button" on:click=move |_| lab.adopt(None)>
                    {move || lang.get().train_use_shipped()}
                </button>
            </Show>
            <button type="button" class="button is-quiet" on:click=move |_| lab.clear_own()>
                {move || lang.get().clear_all()}
            </button>
        </div>
        <Show when=move || is_ready.get()>
            <p class="soft" role="status">{move || lang.get().train_own_ready()}</p>
        </Show>
    }
    .into_any()
}
