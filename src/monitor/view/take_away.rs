//! The run as files to take away, and files to replay.

use leptos::prelude::*;
use monitoring::log::LogSummary;
use web_sys::FileList;

use super::context::use_monitor_context;
use super::report::report;
use crate::app::preferences::use_lang;
use crate::components::FileButton;
use crate::components::download::{save_parts, save_text};
use crate::monitor::state::{Production, Replayed, RestoreError, RunFile, log_lines};

/// Files that are offered.
const LOGS: &str = ".json,.jsonl,.ndjson,.csv,.tsv,.txt,.log,.gz,application/json";
/// Records that are written at a stretch.
const PIECE: u64 = 2_000;

/// The card.
#[component]
pub fn TakeAway() -> impl IntoView {
    let (lang, desk) = (use_lang(), use_monitor_context());
    let production = desk.production;
    let name = move |ending: &str| {
        let seed = production.scene().with_untracked(|scene| scene.seed);
        format!("vitrina-production-{seed}.{ending}")
    };
    let card = move || {
        let yardstick = desk.yardstick();
        yardstick.map(|yardstick| yardstick.limits().card_sha256.clone()).unwrap_or_default()
    };
    let is_lacking = move || !desk.has_run.get();
    let save_log = move |_| {
        let revealed = untrack(|| production.is_revealed());
        let parts = production.peek(|run| {
            let starts = (run.first()..run.seen()).step_by(PIECE as usize);
            let part =
                |start: u64| log_lines(run, start..(start + PIECE).min(run.seen()), revealed);
            save_parts(&name("jsonl"), starts.map(part), "application/jsonl");
        });
        parts.unwrap_or_default();
    };
    let save_run = move |_| {
        let revealed = untrack(|| production.is_revealed());
        let file = production.peek(|run| RunFile::of(run, &untrack(card), revealed).to_json());
        if let Some(json) = file {
            save_text(&name("json"), &json, "application/json");
        }
    };
    let save_report = move |_| {
        let revealed = untrack(|| production.is_revealed());
        let Some(yardstick) = untrack(|| desk.yardstick()) else { return };
        let html = production.peek(|run| report(run, &yardstick, revealed, lang.get_untracked()));
        if let Some(html) = html {
            save_text(&name("html"), &html, "text/html");
        }
    };
    view! {
        <section class="card" aria-labelledby="take-title">
            <h2 id="take-title">{move || lang.get().monitor_take()}</h2>
            <p class="soft">{move || lang.get().monitor_take_note()}</p>
            <div class="actions">
                <button type="button" class="button" disabled=is_lacking on:click=save_log>
                    {move || lang.get().monitor_save_log()}
                </button>
                <button type="button" class="button" disabled=is_lacking on:click=save_run>
                    {move || lang.get().monitor_save_run()}
                </button>
                <button type="button" class="button" disabled=is_lacking on:click=save_report>
                    {move || lang.get().monitor_save_report()}
                </button>
            </div>
            <h3>{move || lang.get().monitor_replay()}</h3>
            <p class="soft">{move || lang.get().monitor_replay_note()}</p>
            <Intake production/>
            <Outcomes/>
        </section>
    }
    .into_any()
}

#[component]
fn Intake(
    /// Production.
    production: Production,
) -> impl IntoView {
    let lang = use_lang();
    let take = Callback::new(move |files: FileList| {
        production.restore(gloo_file::FileList::from(files).to_vec());
    });
    let label = Signal::derive(move || lang.get().monitor_open_run().to_owned());
    view! {
        <div class="actions">
            <FileButton label multiple=true accept=LOGS take/>
        </div>
    }
    .into_any()
}

/// What came of the last replay.
#[component]
fn Outcomes() -> impl IntoView {
    let (lang, production) = (use_lang(), use_monitor_context().production);
    let body = move || {
        let lang = lang.get();
        production.replayed().get().map(|replayed| {
            let (tone, words, lines) = match replayed {
                Replayed::Running { by_engine: true } => {
                    ("notice", lang.monitor_judging_again().to_owned(), Vec::new())
                }
                Replayed::Running { by_engine: false } => {
                    ("notice", lang.monitor_reading_log().to_owned(), Vec::new())
                }
                Replayed::Over { is_same, alarms, outcome, records, needed, notes } => {
                    let is_short = alarms == 0 && records < needed;
                    let tone = match is_same {
                        Some(false) => "notice is-bad",
                        _ if is_short => "notice",
                        _ => "notice is-good",
                    };
                    let mut words = over(is_same, alarms, lang);
                    if is_short {
                        let [n, needed] = [records, needed].map(|count| lang.count(count));
                        words = format!("{} {words}", lang.monitoring_not_enough(&n, &needed));
                    }
                    let mut lines: Vec<String> =
                        notes.iter().map(|note| note.to_text(lang)).collect();
                    lines.extend(bad_lines(&outcome, lang));
                    (tone, words, lines)
                }
                Replayed::Failed(error) => {
                    let words = failed(&error, lang);
                    let mut lines = words.lines().map(str::to_owned);
                    ("notice is-bad", lines.next().unwrap_or_default(), lines.collect())
                }
            };
            let lines = lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
            view! { <div class=tone><p>{words}</p><ul class="soft">{lines}</ul></div> }
        })
    };
    view! { <div class="monitor-outcome" role="status">{body}</div> }
}

fn over(is_same: Option<bool>, alarms: u64, lang: text::Lang) -> String {
    let alarms = lang.count(alarms);
    match is_same {
        Some(true) => lang.monitor_same(&alarms),
        Some(false) => lang.monitor_not_same(&alarms),
        None => lang.monitor_replayed(&alarms),
    }
}

fn bad_lines(outcome: &LogSummary, lang: text::Lang) -> Vec<String> {
    let mut lines: Vec<String> = outcome.bad.iter().map(|bad| bad.to_text(lang)).collect();
    if outcome.bad_lines > 0 {
        lines.insert(0, lang.monitor_bad_lines(&lang.count(outcome.bad_lines)));
    }
    lines
}

fn failed(error: &RestoreError, lang: text::Lang) -> String {
    use crate::monitor::state::RunFileError;
    match error {
        RestoreError::Unreadable => lang.monitor_unreadable().to_owned(),
        RestoreError::RunFile(RunFileError::Version(found)) => {
            lang.monitor_other_version(&found.to_string())
        }
        RestoreError::RunFile(RunFileError::Damaged(why)) => lang.monitor_damaged(why),
        RestoreError::Schedule => lang.monitor_bad_schedule().to_owned(),
        RestoreError::Log(error) => error.to_text(lang),
        RestoreError::Empty => lang.monitor_no_file().to_owned(),
        RestoreError::NoReference => lang.monitor_no_reference().to_owned(),
    }
}
