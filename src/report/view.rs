//! The page of the report: what goes in, the report itself, and the files that it can be taken away as.

mod choose;
mod sheet;
mod take;

use leptos::prelude::*;

use crate::app::preferences::use_lang;
use crate::evaluate::state::use_assessments;
use crate::report::state::use_report;
use choose::Choose;
use sheet::SheetOfReport;
use take::Take;

/// The page.
#[component]
pub fn Report() -> impl IntoView {
    let lang = use_lang();
    let (report, assessments) = (use_report(), use_assessments());
    Effect::new(move |before: Option<Vec<_>>| {
        let keys = report.keys.get();
        let gone: Vec<_> = before.unwrap_or_default();
        let gone: Vec<_> = gone.into_iter().filter(|key| !keys.contains(key)).collect();
        assessments.release(&gone);
        assessments.ask(&keys);
        keys
    });
    on_cleanup(move || assessments.release(&report.keys.get_untracked()));
    view! {
        <div class="report">
            <div class="report-page">
                <header>
                    <h1>{move || lang.get().report_page_title()}</h1>
                    <p class="lead">{move || lang.get().report_page_lead()}</p>
                </header>
                <div class="report-desk">
                    <Choose/>
                    <Take/>
                </div>
                <SheetOfReport/>
            </div>
        </div>
    }
    .into_any()
}
