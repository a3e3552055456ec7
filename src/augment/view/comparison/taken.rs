//! What the rare class is classified as: with nothing, and with the remedy that the visitor chooses beside it.

use leptos::prelude::*;
use protocol::comparison::Arm;
use text::Lang;

use super::{Found, model};
use crate::app::preferences::use_lang;
use crate::augment::state::Findings;
use crate::components::{Chart, PlainTable, Select, Sheet, TableBehind};
use charts::draw_bars;

/// The chart with its choice.
#[component]
pub fn Taken(
    /// What the comparison says.
    found: Found,
) -> impl IntoView {
    let lang = use_lang();
    let wanted = RwSignal::new(Arm::Gan);
    let remedies = Memo::new(move |_| {
        found.with(|found| found.as_ref().map(|found| found.remedies()).unwrap_or_default())
    });
    // The one that was wanted may not have ended yet.
    let arm = Memo::new(move |_| {
        let wanted = wanted.get();
        remedies.with(|all| all.iter().find(|arm| **arm == wanted).or(all.first()).copied())
    });
    let options = Memo::new(move |_| {
        let option = |arm: Arm| (arm.slug().to_owned(), lang.get().arm_name(arm).to_owned());
        remedies.with(|all| all.iter().copied().map(option).collect::<Vec<_>>())
    });
    let choose = move |slug: String| {
        wanted.set(Arm::ALL.into_iter().find(|arm| arm.slug() == slug).unwrap_or(Arm::Gan));
    };
    let class = Memo::new(move |_| {
        found.with(|found| {
            let comparison = &found.as_ref()?.comparison;
            Some((comparison.plan.class, comparison.part))
        })
    });
    let title = Signal::derive(move || {
        let lang = lang.get();
        let name = class.get().map(|(class, _)| lang.class_name(class)).unwrap_or_default();
        lang.comparison_taken(name)
    });
    let note = move || {
        let lang = lang.get();
        class.get().map(|(class, part)| {
            lang.comparison_taken_note(lang.class_name(class), lang.part_name(part))
        })
    };
    let draw = move |sheet: Sheet| {
        let lang = lang.get();
        let chart = found.with(|found| Some(model::taken(found.as_ref()?, arm.get()?, lang)));
        chart.map_or(Ok(()), |chart| draw_bars(&sheet.pen, &chart))
    };
    let label = of(found, arm, model::taken_alt);
    let table = of(found, arm, model::taken_table);
    view! {
        <section class="augment-chart" aria-label=title>
            <h3>{title}</h3>
            <p class="soft">{note}</p>
            <Select
                name=Signal::derive(move || lang.get().comparison_beside().to_owned())
                options
                chosen=Signal::derive(move || arm.get().map(Arm::slug).unwrap_or_default().to_owned())
                choose
            />
            <Chart label draw/>
            <TableBehind label=title>
                <PlainTable table/>
            </TableBehind>
        </section>
    }
    .into_any()
}

/// Something of the findings for a remedy.
fn of<T>(found: Found, arm: Memo<Option<Arm>>, make: fn(&Findings, Arm, Lang) -> T) -> Memo<T>
where
    T: Default + PartialEq + Send + Sync + 'static,
{
    let lang = use_lang();
    Memo::new(move |_| {
        let (arm, lang) = (arm.get(), lang.get());
        found.with(|found| Some(make(found.as_ref()?, arm?, lang))).unwrap_or_default()
    })
}
