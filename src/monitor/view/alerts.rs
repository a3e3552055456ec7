//! The detectors as they stand, what requiring looks in a row costs, and the log of alerts; each
//! new alert is said aloud for those who do not see the page.

use leptos::prelude::*;
use statistics::drift::alert::false_alarm_cost;
use statistics::drift::limits::{Method, Watch};
use statistics::drift::monitor::Event;
use statistics::drift::noise;
use text::Lang;

use super::context::use_monitor_context;
use super::data_table::DataTable;
use super::tables::{detectors, news, too_short};
use crate::app::preferences::use_lang;
use crate::monitor::state::Run;

/// Changes of alerts that the page lists.
const LISTED: usize = 30;
/// Alerts that are named one by one when several change at once.
const NAMED: usize = 3;

/// Says what has changed.
#[component]
pub fn Announcer() -> impl IntoView {
    let (lang, production) = (use_lang(), use_monitor_context().production);
    let words = Memo::new(move |_| {
        let lang = lang.get();
        production.news().with(|events| announcement(events, lang))
    });
    view! { <p class="hidden" role="status" aria-live="polite">{words}</p> }
}

fn announcement(events: &[Event], lang: Lang) -> String {
    let sentences: Vec<String> = events.iter().filter_map(|event| news(event, lang)).collect();
    match sentences.len().checked_sub(NAMED) {
        Some(others) if others > 0 => {
            let rest = lang.monitor_more_news(&lang.count(others as u64));
            format!("{} {rest}", sentences[..NAMED].join(" "))
        }
        _ => sentences.join(" "),
    }
}

/// The card.
#[component]
pub fn Detectors() -> impl IntoView {
    let (lang, desk) = (use_lang(), use_monitor_context());
    let production = desk.production;
    let table = Memo::new(move |_| {
        let lang = lang.get();
        let table =
            production.read(|run| detectors(&run.standings(), |count| run.place_of(count), lang));
        table.unwrap_or_default()
    });
    let firing = Memo::new(move |_| {
        let lang = lang.get();
        production.read(|run| headline(run, lang)).unwrap_or_default()
    });
    let cost = Memo::new(move |_| {
        let (lang, signal) = (lang.get(), desk.signal.get());
        production.read(|run| cost(run, signal, lang)).flatten()
    });
    let label = Signal::derive(move || lang.get().monitor_detectors().to_owned());
    view! {
        <section class="card" aria-labelledby="detectors-title">
            <h2 id="detectors-title">{move || lang.get().monitor_detectors()}</h2>
            <p class="monitor-headline">{firing}</p>
            <p class="soft">{move || lang.get().monitor_detectors_note()}</p>
            <div class="monitor-pair">
                <div>
                    <DataTable label table/>
                    <details class="monitor-more">
                        <summary>{move || lang.get().monitor_cost_title()}</summary>
                        <p>{move || lang.get().monitor_cost_note()}</p>
                        <p class="soft">{cost}</p>
                    </details>
                </div>
                <AlertLog/>
            </div>
        </section>
    }
    .into_any()
}

/// How many detectors fire, of how many; or that there are too few images to look.
fn headline(run: &Run, lang: Lang) -> String {
    if let Some(short) = too_short(run, lang) {
        return short;
    }
    let standings = run.standings();
    let is_firing = |phase| matches!(phase, statistics::drift::alert::Phase::Firing { .. });
    let firing = standings.iter().filter(|standing| is_firing(standing.phase)).count();
    let all = lang.count(standings.len() as u64);
    let alarms = lang.count(run.alarm_book().count());
    lang.monitor_firing_count(firing as u64, &all, &alarms)
}

/// What looks in a row do to the false alarms of a signal's window, in numbers.
fn cost(run: &Run, signal: statistics::drift::Signal, lang: Lang) -> Option<String> {
    let measure = run.measure();
    let known = measure.reference.signal(signal)?;
    let limit = measure.limits.get(Watch { signal, method: Method::Window })?.limit?;
    let settings = measure.settings;
    let above = noise::exceedance(limit, &known.counts, settings.window);
    let cost = false_alarm_cost(above.clamp(1e-12, 0.5), settings.consecutive);
    let shared = 1.0 - settings.stride as f64 / settings.window as f64;
    let waited = u64::from(settings.consecutive.saturating_sub(1)) * settings.stride;
    Some(lang.monitor_cost(
        lang.monitoring_signal_name(signal),
        &lang.percent(cost.identical, 3),
        &lang.count(settings.consecutive.into()),
        &lang.percent(cost.independent, 5),
        &lang.percent(shared, 0),
        &lang.count(waited),
    ))
}

#[component]
fn AlertLog() -> impl IntoView {
    let (lang, production) = (use_lang(), use_monitor_context().production);
    let lines = Memo::new(move |_| {
        let lang = lang.get();
        let lines = production.read(|run| {
            run.events()
                .rev()
                .filter_map(|event| news(event, lang))
                .take(LISTED)
                .collect::<Vec<_>>()
        });
        lines.unwrap_or_default()
    });
    let is_quiet = Memo::new(move |_| lines.with(Vec::is_empty));
    let list = move || lines.get().into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
    view! {
        <div class="monitor-log">
            <h3>{move || lang.get().monitor_alert_log()}</h3>
            <Show
                when=move || !is_quiet.get()
                fallback=move || view! { <p class="soft">{lang.get().monitor_no_alerts()}</p> }
            >
                <ol class="scroll" tabindex="0" aria-label=move || lang.get().monitor_alert_log()>
                    {list}
                </ol>
            </Show>
        </div>
    }
    .into_any()
}
