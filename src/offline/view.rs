//! What is kept, on the first page, and the notice that a newer version is ready.

use leptos::prelude::*;
use text::Lang;

use super::state::{KeptFiles, Phase, Trouble, Wish, use_offline_files};
use crate::api::state::{WorkerState, use_api_worker};
use crate::app::preferences::use_lang;
use crate::app::site;

/// How much of the site is kept on this device, and buttons to keep all of it and to free it.
#[component]
pub fn OfflineCard() -> impl IntoView {
    let (lang, files, worker) = (use_lang(), use_offline_files(), use_api_worker().state());
    let told = files.told();
    let phase = Memo::new(move |_| told.with(KeptFiles::phase));
    let words = move || worker.with(|worker| told.with(|told| words(worker, told, lang.get())));
    let amount = move |bytes: fn(&KeptFiles) -> u64| lang.get().loaded(told.with(bytes), 0);
    let ask = move |wish: Wish| move |_| files.ask(wish);
    let is_keeping = move || phase.get() == Phase::Keeping;
    let can_keep = move || matches!(phase.get(), Phase::Empty | Phase::Partial | Phase::Failed(_));
    let can_free = Memo::new(move |_| told.with(|told| told.stored > 0) && !is_keeping());
    let so_far = move || told.with(|told| lang.get().loaded(told.kept + told.arriving, told.total));
    let share = move || told.with(|told| (told.kept + told.arriving) as f64 / told.total as f64);
    view! {
        <section class="card offline-card" aria-labelledby="offline-title">
            <h2 id="offline-title">{move || lang.get().offline_title()}</h2>
            <p role="status">{words}</p>
            <Show when=is_keeping>
                <progress
                    class="bar is-thin"
                    max="1"
                    prop:value=share
                    aria-label=move || lang.get().offline_title()
                ></progress>
                <p class="num soft">{so_far}</p>
            </Show>
            <div class="actions">
                <Show when=is_keeping>
                    <button type="button" class="button" on:click=ask(Wish::Stop)>
                        {move || lang.get().cancel()}
                    </button>
                </Show>
                <Show when=can_keep>
                    <button type="button" class="button" on:click=ask(Wish::Keep)>
                        {move || lang.get().offline_keep(&amount(|told| told.total - told.kept))}
                    </button>
                </Show>
                <Show when=move || can_free.get()>
                    <button type="button" class="button" on:click=ask(Wish::Free)>
                        {move || lang.get().offline_free(&amount(|told| told.stored))}
                    </button>
                </Show>
            </div>
            <Show when=move || can_free.get()>
                <p class="soft">{move || lang.get().offline_free_note()}</p>
            </Show>
        </section>
    }
    .into_any()
}

fn words(worker: &WorkerState, told: &KeptFiles, lang: Lang) -> String {
    let kept = lang.loaded(told.kept, told.total);
    match (told.phase(), worker) {
        (Phase::Unversioned, WorkerState::Installing) => lang.offline_starting().to_owned(),
        (Phase::Unversioned, _) => lang.offline_unavailable().to_owned(),
        (Phase::Empty, _) => lang.offline_empty().to_owned(),
        (Phase::Partial, _) => lang.offline_partial(&kept),
        (Phase::Keeping, _) => lang.offline_keeping().to_owned(),
        (Phase::Complete, _) => lang.offline_complete(&lang.loaded(told.total, 0)),
        (Phase::Failed(Trouble::Full), _) => lang.offline_full(&kept),
        (Phase::Failed(Trouble::Refused(why)), _) => lang.offline_refused(&why),
        (Phase::Failed(Trouble::Missing(why)), _) => lang.offline_missing(&why, &kept),
    }
}

/// Nothing while this page is of the newest version.
#[component]
pub fn UpdateNotice() -> impl IntoView {
    let (lang, told, own) = (use_lang(), use_offline_files().told(), site::files_version());
    let is_put_off = RwSignal::new(false);
    let is_newer = Memo::new(move |_| told.with(|told| told.is_newer_than(&own)));
    // A reload that the browser refuses leaves the page as it is.
    let reload = move |_| drop(window().location().reload());
    view! {
        <div role="status">
            <Show when=move || is_newer.get() && !is_put_off.get()>
                <div class="notice is-toast">
                    <div>
                        <b>{move || lang.get().update_ready()}</b>
                        <p>{move || lang.get().update_note()}</p>
                        <div class="actions">
                            <button type="button" class="button is-primary" on:click=reload>
                                {move || lang.get().reload_page()}
                            </button>
                            <button type="button" class="button" on:click=move |_| is_put_off.set(true)>
                                {move || lang.get().update_later()}
                            </button>
                        </div>
                    </div>
                </div>
            </Show>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_state_is_told_with_its_amounts() {
        let told = |kept, is_everything, trouble| KeptFiles {
            total: 60_000_000,
            kept,
            is_everything,
            trouble,
            ..KeptFiles::default()
        };
        let words = |told: &KeptFiles, lang| words(&WorkerState::Active, told, lang);
        let partial = words(&told(3_240_000, false, None), Lang::Es);
        assert!(partial.starts_with("3,2 de 60,0 MB guardados"), "{partial}");
        let full = words(&told(3_240_000, true, Some(Trouble::Full)), Lang::En);
        assert!(full.starts_with("The browser has no room for more; 3.2 of 60.0 MB"), "{full}");
        let nothing = super::words(&WorkerState::Installing, &KeptFiles::default(), Lang::En);
        assert_eq!(nothing, Lang::En.offline_starting());
    }
}
