//! The list of runs: what each is, how it went, and what can be done with it.

mod name;

use std::sync::Arc;

use gloo_file::futures::read_as_bytes;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::FileList;

use super::report::{about, is_classifier, last_score, state};
use super::workshop::use_workshop;
use crate::app::preferences::use_lang;
use crate::components::{FileButton, Icon};
use crate::train::state::{Download, RunId, RunState, RunView};
use name::RunName;

/// The list with its head.
#[component]
pub fn Runs() -> impl IntoView {
    let (lang, lab) = (use_lang(), use_workshop().lab);
    let ids = Memo::new(move |_| {
        lab.runs().with(|runs| runs.iter().map(|run| run.id.clone()).collect::<Vec<_>>())
    });
    let is_empty = Memo::new(move |_| ids.with(Vec::is_empty));
    view! {
        <section class="card" aria-labelledby="runs-title">
            <div class="train-head">
                <h2 id="runs-title">{move || lang.get().train_runs()}</h2>
                <Import/>
            </div>
            <Show when=move || is_empty.get()>
                <p class="soft">{move || lang.get().train_runs_empty()}</p>
            </Show>
            <ul class="train-runs">
                <For each=move || ids.get() key=|id| id.clone() let:id>
                    <RunRow id/>
                </For>
            </ul>
        </section>
    }
    .into_any()
}

/// Opens a run file from the visitor's disk.
#[component]
fn Import() -> impl IntoView {
    let (lang, lab) = (use_lang(), use_workshop().lab);
    let take = Callback::new(move |files: FileList| {
        let Some(file) = files.get(0).map(gloo_file::File::from) else { return };
        spawn_local(async move {
            let bytes = read_as_bytes(&file).await;
            // A file that the browser cannot read is refused by the lab as an empty one.
            lab.import(file.name(), bytes.unwrap_or_default());
        });
    });
    let label = Signal::derive(move || lang.get().train_import().to_owned());
    view! { <FileButton label take/> }.into_any()
}

/// A value of a run that changes only when the value does.
fn of_run<T>(
    run: Memo<Option<Arc<RunView>>>,
    value: impl Fn(&RunView) -> T + Send + Sync + 'static,
) -> Memo<Option<T>>
where
    T: PartialEq + Send + Sync + 'static,
{
    Memo::new(move |_| run.with(|run| run.as_ref().map(|run| value(run))))
}

#[component]
fn RunRow(
    /// Which run.
    id: RunId,
) -> impl IntoView {
    let (lang, workshop) = (use_lang(), use_workshop());
    let run = workshop.lab.run(&id);
    let what = Memo::new(move |_| {
        let lang = lang.get();
        run.with(|run| run.as_ref().map(|run| about(run, lang)))
    });
    let doing = Memo::new(move |_| run.with(|run| run.as_ref().map(|run| state(run, lang.get()))));
    let score = Memo::new(move |_| {
        let lang = lang.get();
        run.with(|run| run.as_ref().and_then(|run| last_score(run, lang)))
    });
    let saved = of_run(run, |run| run.saved_step);
    let saved = move || {
        let step = saved.get().flatten()?;
        Some(lang.get().train_saved_at(&lang.get().count(step)))
    };
    let own = id.clone();
    let is_shown = Memo::new(move |_| {
        workshop.focus.with(|focus| focus.as_ref().is_some_and(|focus| focus.id == own))
    });
    view! {
        <li class="train-run" class:is-shown=move || is_shown.get()>
            <div class="train-run-head">
                <RunName id=id.clone() run/>
                <span class="tag">{move || doing.get()}</span>
            </div>
            <p class="soft">{move || what.get()}</p>
            <p class="num">{move || score.get()} <span class="soft">" " {saved}</span></p>
            <Compare id=id.clone() run is_shown/>
            <Actions id run is_shown/>
        </li>
    }
    .into_any()
}

/// Draws the run beside the one that is looked at, where the two can be compared.
#[component]
fn Compare(
    /// Which run.
    id: RunId,
    /// Its numbers.
    run: Memo<Option<Arc<RunView>>>,
    /// Whether it is the one that is looked at.
    is_shown: Memo<bool>,
) -> impl IntoView {
    let (lang, workshop) = (use_lang(), use_workshop());
    let kind = of_run(run, |run| is_classifier(&run.config));
    let shown_kind = workshop.of_focus(|run| is_classifier(&run.config));
    let can_be = Memo::new(move |_| !is_shown.get() && kind.get() == shown_kind.get());
    let own = StoredValue::new(id);
    let is_drawn = Memo::new(move |_| {
        own.with_value(|id| workshop.compared.with(|compared| compared.contains(id)))
    });
    let toggle = move |event| {
        let draw = event_target_checked(&event);
        workshop.compared.update(|compared| {
            if draw {
                compared.insert(own.get_value());
            } else {
                own.with_value(|id| compared.remove(id));
            }
        });
    };
    view! {
        <Show when=move || can_be.get()>
            <label class="train-check">
                <input type="checkbox" prop:checked=move || is_drawn.get() on:change=toggle/>
                <span>{move || lang.get().train_compare()}</span>
            </label>
        </Show>
    }
    .into_any()
}

#[component]
fn Actions(
    /// Which run.
    id: RunId,
    /// Its numbers.
    run: Memo<Option<Arc<RunView>>>,
    /// Whether it is the one that is looked at.
    is_shown: Memo<bool>,
) -> impl IntoView {
    let (lang, workshop) = (use_lang(), use_workshop());
    let lab = workshop.lab;
    let id = StoredValue::new(id);
    let can_resume =
        of_run(run, |run| matches!(run.state, RunState::Interrupted | RunState::Stopped));
    let is_saved = of_run(run, |run| run.saved_step.is_some());
    let is_adopted = Memo::new(move |_| {
        id.with_value(|id| lab.adopted().with(|adopted| adopted.as_ref() == Some(id)))
    });
    let resume = move |_| {
        workshop.look_at(id.get_value());
        id.with_value(|id| lab.resume(id, true));
    };
    let adopt = move |_| {
        lab.adopt(if is_adopted.get_untracked() { None } else { Some(id.get_value()) });
    };
    let adopt_name = move || match is_adopted.get() {
        true => lang.get().train_use_shipped(),
        false => lang.get().train_adopt(),
    };
    let name = of_run(run, |run| run.config.name.clone());
    let remove_name = move || lang.get().train_remove(&name.get().unwrap_or_default());
    view! {
        <div class="actions">
            <Show when=move || !is_shown.get()>
                <button type="button" class="button" on:click=move |_| workshop.look_at(id.get_value())>
                    {move || lang.get().train_show()}
                </button>
            </Show>
            <Show when=move || can_resume.get() == Some(true)>
                <button type="button" class="button" on:click=resume>
                    {move || lang.get().train_resume()}
                </button>
            </Show>
            <Show when=move || is_saved.get() == Some(true)>
                <button type="button" class="button" aria-pressed=move || is_adopted.get().to_string() on:click=adopt>
                    {adopt_name}
                </button>
                <Downloads id/>
            </Show>
            <button
                type="button"
                class="button is-quiet"
                aria-label=remove_name
                title=remove_name
                on:click=move |_| id.with_value(|id| lab.remove(id))
            >
                {Icon::Cross.draw()}
            </button>
        </div>
    }
    .into_any()
}

/// The files that can be taken away.
#[component]
fn Downloads(
    /// Whose.
    id: StoredValue<RunId>,
) -> impl IntoView {
    let (lang, lab) = (use_lang(), use_workshop().lab);
    let buttons = Download::ALL.map(|what| {
        let words = move || match what {
            Download::Run => lang.get().train_download_run(),
            Download::Burnpack => lang.get().train_download_burnpack(),
            Download::Safetensors => lang.get().train_download_safetensors(),
        };
        view! {
            <button
                type="button"
                class="button"
                on:click=move |_| id.with_value(|id| lab.download(id, what))
            >
                {words}
            </button>
        }
    });
    view! {
        <details class="train-downloads">
            <summary>{move || lang.get().train_download()}</summary>
            <div class="actions">{buttons.into_iter().collect_view()}</div>
        </details>
    }
    .into_any()
}
