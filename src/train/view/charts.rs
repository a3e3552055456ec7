//! The curves on the page: a chart each, with a table behind it, and how they are drawn.

use leptos::prelude::*;

use super::curves::Measure;
use super::workshop::{use_workshop, with_inks};
use crate::app::preferences::use_lang;
use crate::components::{Chart, PlainTable, Sheet, TableBehind};
use charts::draw_lines;

/// The charts that the run can be measured by.
#[component]
pub fn Curves() -> impl IntoView {
    let workshop = use_workshop();
    let measures = workshop.of_focus(|run| Measure::of(run).to_vec());
    view! {
        <Manner/>
        <div class="train-charts">
            <For
                each=move || measures.get().unwrap_or_default()
                key=|measure| *measure as u8
                let:measure
            >
                <CurveChart measure/>
            </For>
        </div>
    }
    .into_any()
}

/// The smoothing and the scale.
#[component]
fn Manner() -> impl IntoView {
    let (lang, workshop) = (use_lang(), use_workshop());
    let manner = workshop.manner;
    let smoothing = Memo::new(move |_| manner.with(|manner| manner.smoothing));
    let slide = move |event| {
        if let Ok(percent) = event_target_value(&event).parse::<f64>() {
            manner.update(|manner| manner.smoothing = (percent / 100.0).clamp(0.0, 0.99));
        }
    };
    view! {
        <div class="train-manner">
            <label class="field is-inline">
                <span class="field-name">{move || lang.get().train_smoothing()}</span>
                <input
                    type="range"
                    min="0"
                    max="99"
                    step="1"
                    prop:value=move || (smoothing.get() * 100.0).round().to_string()
                    on:input=slide
                    aria-valuetext=move || lang.get().percent(smoothing.get(), 0)
                />
                <output class="num">{move || lang.get().percent(smoothing.get(), 0)}</output>
            </label>
            <label class="switch">
                <input
                    type="checkbox"
                    prop:checked=move || manner.with(|manner| manner.is_close)
                    on:change=move |event| {
                        manner.update(|manner| manner.is_close = event_target_checked(&event));
                    }
                />
                <span class="switch-track" aria-hidden="true"></span>
                <span>{move || lang.get().train_close()}</span>
            </label>
        </div>
    }
    .into_any()
}

#[component]
fn CurveChart(
    /// What it shows.
    measure: Measure,
) -> impl IntoView {
    let (lang, workshop) = (use_lang(), use_workshop());
    let draw = move |sheet: Sheet| {
        let runs = workshop.drawn();
        let chart = measure.chart(&with_inks(&runs), workshop.manner.get(), lang.get());
        draw_lines(&sheet.pen, &chart)
    };
    let label = Signal::derive(move || {
        let runs = workshop.drawn();
        let smoothing = workshop.manner.with(|manner| manner.smoothing);
        measure.words(&with_inks(&runs), smoothing, lang.get())
    });
    let title = Signal::derive(move || measure.title(lang.get()).to_owned());
    view! {
        <section class="train-chart" aria-label=title>
            <h3>{title}</h3>
            <Chart label draw/>
            <TableBehind label=title>
                <CurveTable measure/>
            </TableBehind>
        </section>
    }
    .into_any()
}

#[component]
fn CurveTable(
    /// What it lists.
    measure: Measure,
) -> impl IntoView {
    let (lang, workshop) = (use_lang(), use_workshop());
    let table = Memo::new(move |_| {
        let runs = workshop.drawn();
        let smoothing = workshop.manner.with(|manner| manner.smoothing);
        measure.table(&with_inks(&runs), smoothing, lang.get())
    });
    view! { <PlainTable table/> }.into_any()
}
