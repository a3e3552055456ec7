//! The gains over nothing, with their intervals, and the gain by number of generated images.

use leptos::prelude::*;
use protocol::comparison::Figure;
use text::Lang;

use super::super::context::use_augment;
use super::{Found, model};
use crate::app::preferences::use_lang;
use crate::augment::state::Findings;
use crate::components::{Chart, PlainTable, Sheet, Table, TableBehind};
use charts::{draw_intervals, draw_lines};

/// Something of the findings in the chosen figure; none before there are any.
fn made<T: 'static>(
    found: Found,
    make: fn(&Findings, Figure, Lang) -> T,
) -> impl Fn() -> Option<T> + Copy {
    let (lang, figure) = (use_lang(), use_augment().figure);
    move || {
        let (figure, lang) = (figure.get(), lang.get());
        found.with(|found| found.as_ref().map(|found| make(found, figure, lang)))
    }
}

/// The same, told when it changes; the empty thing before there are any.
fn of<T>(found: Found, make: fn(&Findings, Figure, Lang) -> T) -> Memo<T>
where
    T: Default + PartialEq + Send + Sync + 'static,
{
    let made = made(found, make);
    Memo::new(move |_| made().unwrap_or_default())
}

/// What a chart is called, by the chosen figure.
fn title(words: fn(Lang, &str) -> String) -> Signal<String> {
    let (lang, figure) = (use_lang(), use_augment().figure);
    Signal::derive(move || {
        let lang = lang.get();
        words(lang, lang.comparison_figure_name(figure.get()))
    })
}

/// The gain of each remedy.
#[component]
pub fn Gains(
    /// What the comparison says.
    found: Found,
) -> impl IntoView {
    let gains = made(found, model::gains);
    let draw =
        move |sheet: Sheet| gains().map_or(Ok(()), |gains| draw_intervals(&sheet.pen, &gains));
    let (label, table) = (of(found, model::gains_alt), of(found, model::gains_table));
    view! { <Figured title=title(Lang::comparison_gains) table><Chart label draw/></Figured> }
}

/// The gain by number of generated images.
#[component]
pub fn Curve(
    /// What the comparison says.
    found: Found,
) -> impl IntoView {
    let curve = made(found, model::curve);
    let draw = move |sheet: Sheet| curve().map_or(Ok(()), |curve| draw_lines(&sheet.pen, &curve));
    let (label, table) = (of(found, model::curve_alt), of(found, model::curve_table));
    view! { <Figured title=title(Lang::comparison_curve) table><Chart label draw/></Figured> }
}

/// A chart with its title, and the table behind it.
#[component]
fn Figured(
    /// What it is called.
    title: Signal<String>,
    /// The table.
    table: Memo<Table>,
    /// The chart.
    children: Children,
) -> impl IntoView {
    view! {
        <section class="augment-chart" aria-label=title>
            <h3>{title}</h3>
            {children()}
            <TableBehind label=title>
                <PlainTable table/>
            </TableBehind>
        </section>
    }
    .into_any()
}
