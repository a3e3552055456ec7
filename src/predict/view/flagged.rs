//! The flagged images: shown, taken away, removed.

use std::sync::Arc;

use leptos::prelude::*;
use protocol::run::Preset;
use text::Lang;

use crate::app::address;
use crate::app::address::Param;
use crate::app::navigation::use_address;
use crate::app::preferences::use_lang;
use crate::app::stage::Stage;
use crate::components::download::save_text;
use crate::components::picture::Picture;
use crate::components::{Icon, Pixels};
use crate::predict::flags::{Flag, LIMIT, Notice, json, use_flags};
use crate::train::state::{Labelled, use_training};

/// The section; nothing while no image is flagged.
#[component]
pub fn Flagged() -> impl IntoView {
    let (lang, flags) = (use_lang(), use_flags());
    let ids = Memo::new(move |_| {
        flags.items().with(|items| items.iter().map(|flag| flag.id).collect::<Vec<_>>())
    });
    let has_some = Memo::new(move |_| ids.with(|ids| !ids.is_empty()));
    let count = move || lang.get().flags_count(&lang.get().count(ids.with(Vec::len) as u64));
    view! {
        <FlagNotice/>
        <Show when=move || has_some.get()>
            <section class="card flags" aria-labelledby="flags-title">
                <div class="results-head">
                    <h2 id="flags-title">{move || lang.get().flags()}</h2>
                    <p class="soft">{count} ". " {move || lang.get().flags_note()}</p>
                </div>
                <ul class="flag-list">
                    <For each=move || ids.get() key=|id| *id let:id>
                        <Entry id/>
                    </For>
                </ul>
                <Foot/>
            </section>
        </Show>
    }
}

/// What can be done with all of them.
#[component]
fn Foot() -> impl IntoView {
    let (lang, flags, address) = (use_lang(), use_flags(), use_address());
    let export = move |_| {
        // Names and numbers can always be written.
        if let Ok(text) = flags.items().with_untracked(|items| json(items)) {
            save_text("vitrina-flags.json", &text, "application/json");
        }
    };
    let usable = Memo::new(move |_| {
        flags.items().with(|items| items.iter().filter(|flag| !flag.is_from_test).count())
    });
    let can_train = move || usable.get() > 0;
    let lab = use_training();
    let hand_over = move |_| {
        let (kept_back, handed): (Vec<Flag>, Vec<Flag>) =
            flags.items().get_untracked().into_iter().partition(|flag| flag.is_from_test);
        let labelled = |Flag { name, pixels, label, .. }| Labelled { name, pixels, label };
        lab.add_labelled(handed.into_iter().map(labelled).collect(), kept_back.len());
    };
    let train = move || {
        let page = address.link(Some(Stage::Train));
        let (path, search) = page.split_once('?').unwrap_or((&page, ""));
        address::join(path, &address::with(search, Param::Preset, Some(Preset::FineTune.slug())))
    };
    view! {
        <div class="actions">
            <button type="button" class="button" on:click=export>
                {move || lang.get().flags_export()}
            </button>
            <Show when=can_train>
                <a class="button" href=train on:click=hand_over>
                    {move || lang.get().flags_train()}
                    {Icon::Arrow.draw()}
                </a>
            </Show>
            <button type="button" class="button is-quiet" on:click=move |_| flags.clear()>
                {move || lang.get().flags_clear()}
            </button>
        </div>
        <p class="soft">
            {move || lang.get().flags_train_note(&lang.get().count(usable.get() as u64))}
        </p>
    }
}

#[component]
fn Entry(
    /// The flag's number.
    id: u64,
) -> impl IntoView {
    let (lang, flags) = (use_lang(), use_flags());
    let flag = Memo::new(move |_| {
        flags.items().with(|items| items.iter().find(|flag| flag.id == id).cloned())
    });
    let picture = Memo::new(move |_| {
        flag.with(|flag| Picture::from_grey(&flag.as_ref()?.pixels).map(Arc::new))
    });
    let words = move |say: fn(&Flag, Lang) -> String| {
        flag.with(|flag| flag.as_ref().map(|flag| say(flag, lang.get())).unwrap_or_default())
    };
    let is_from_test =
        Memo::new(move |_| flag.with(|flag| flag.as_ref().is_some_and(|flag| flag.is_from_test)));
    view! {
        <li class="flag-entry">
            <Pixels picture label=Signal::derive(move || words(alt))/>
            <div>
                <p class="flag-name">{move || words(|flag, _| flag.name.clone())}</p>
                <p class="soft" aria-hidden="true">{move || words(change)}</p>
                <Show when=move || is_from_test.get()>
                    <p class="soft">{move || lang.get().flags_from_test()}</p>
                </Show>
            </div>
            <button
                type="button"
                class="button is-quiet"
                aria-label=move || lang.get().flags_remove(&words(|flag, _| flag.name.clone()))
                on:click=move |_| flags.remove(id)
            >
                {Icon::Cross.draw()}
            </button>
        </li>
    }
}

fn change(flag: &Flag, lang: Lang) -> String {
    lang.flags_entry(lang.class_name(flag.predicted), lang.class_name(flag.label))
}

fn alt(flag: &Flag, lang: Lang) -> String {
    lang.flags_entry_alt(&flag.name, lang.class_name(flag.predicted), lang.class_name(flag.label))
}

/// What was removed, with the way back, and what went wrong.
#[component]
fn FlagNotice() -> impl IntoView {
    let (lang, flags) = (use_lang(), use_flags());
    let removed = flags.removed();
    let undo =
        move || {
            let count = removed.get();
            (count > 0).then(|| view! {
            <p class="notice">
                <span>{move || lang.get().flags_removed(&lang.get().count(count as u64))}</span>
                <button type="button" class="button" on:click=move |_| flags.undo()>
                    {move || lang.get().undo()}
                </button>
            </p>
        })
        };
    let problem = move || {
        flags.notice().get().map(|notice| {
            view! {
                <p class="notice">
                    {Icon::Warning.draw()}
                    <span>{move || words(&notice, lang.get())}</span>
                </p>
            }
        })
    };
    view! { <div role="status" class="flag-notices">{undo} {problem}</div> }
}

fn words(notice: &Notice, lang: Lang) -> String {
    match notice {
        Notice::Full => lang.flags_full(&lang.count(LIMIT as u64)),
        Notice::NotKept(why) => lang.flags_not_kept(&why.words(lang)),
        Notice::Unreadable => lang.flags_unreadable().to_owned(),
    }
}
