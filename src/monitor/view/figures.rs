//! The figures over the window: latency three ways, confidence, verdicts, accuracy; and how large
//! the window is.

use leptos::prelude::*;

use super::context::use_monitor_context;
use super::data_table::DataTable;
use super::tables::{Table, latencies};
use crate::app::preferences::use_lang;
use crate::monitor::state::{WINDOW, WINDOWS};

/// The card.
#[component]
pub fn FiguresCard() -> impl IntoView {
    let (lang, desk) = (use_lang(), use_monitor_context());
    let figures = Memo::new(move |_| {
        let (lang, at) = (lang.get(), desk.production.cursor().get());
        let accuracy = desk.production.read(|run| run.accuracy_at(at)).flatten();
        desk.summary.with(|summary| {
            let Some(summary) = summary else { return Vec::new() };
            let percent = |value: Option<f64>| {
                value.map_or_else(|| "–".to_owned(), |value| lang.percent(value, 1))
            };
            let ms = |value: f64| lang.number(value, 2);
            let latency = summary.latency_ms.map_or_else(
                || "–".to_owned(),
                |of| lang.monitor_ms_pair(&ms(of.mean), &ms(of.p95)),
            );
            let [accepted, review, rejected] = summary.verdicts.map(|count| lang.count(count));
            vec![
                (lang.monitor_latency_short(), latency),
                (lang.monitor_confidence_mean(), percent(summary.confidence_mean)),
                (lang.monitor_confidence_p10(), percent(summary.confidence_p10)),
                (lang.monitor_estimated(), percent(summary.cbpe.map(|estimate| estimate.estimate))),
                (lang.monitor_true(), percent(accuracy)),
                (
                    lang.monitor_verdicts(),
                    lang.monitor_verdict_counts(&accepted, &review, &rejected),
                ),
            ]
        })
    });
    let cells = (0..6).map(|place| {
        let name = move || figures.with(|all| all.get(place).map(|(name, _)| *name));
        let value = move || figures.with(|all| all.get(place).map(|(_, value)| value.clone()));
        view! { <div><dt>{name}</dt><dd class="num">{value}</dd></div> }
    });
    let table = Memo::new(move |_| {
        let lang = lang.get();
        desk.summary.with(|summary| {
            summary.as_ref().map_or_else(Table::default, |summary| latencies(summary, lang))
        })
    });
    view! {
        <section class="card" aria-labelledby="figures-title">
            <h2 id="figures-title">{move || lang.get().monitor_figures()}</h2>
            <p class="soft">{move || lang.get().monitor_figures_note()}</p>
            <dl class="monitor-figures">{cells.collect_view()}</dl>
            <h3>{move || lang.get().monitor_latency_title()}</h3>
            <p class="soft">{move || lang.get().monitor_latency_note()}</p>
            <DataTable label=Signal::derive(move || lang.get().monitor_latency_title().to_owned()) table/>
            <WindowField/>
        </section>
    }
    .into_any()
}

#[component]
fn WindowField() -> impl IntoView {
    let (lang, production) = (use_lang(), use_monitor_context().production);
    let window = Memo::new(move |_| production.scene().with(|scene| scene.window));
    let change = move |event| {
        if let Ok(size) = event_target_value(&event).parse::<usize>() {
            production.set_window(size);
        }
    };
    let words = move || {
        let lang = lang.get();
        let [size, made] = [window.get(), WINDOW].map(|size| lang.count(size as u64));
        if window.get() == WINDOW {
            lang.monitor_window_calibrated(&size)
        } else {
            lang.monitor_window_other(&size, &made)
        }
    };
    view! {
        <div class="monitor-window">
            <label class="field is-inline">
                <span class="field-name">{move || lang.get().monitor_window()}</span>
                <input
                    type="number"
                    class="input monitor-number"
                    min=WINDOWS.0.to_string()
                    max=WINDOWS.1.to_string()
                    step="10"
                    prop:value=move || window.get().to_string()
                    on:change=change
                />
            </label>
            <p class="soft">{words}</p>
        </div>
    }
    .into_any()
}
