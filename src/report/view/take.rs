//! The report as files, and on paper.

use leptos::prelude::*;
use report::Document;
use report::files::{to_html, to_json, to_markdown, to_notebook};

use crate::app::log::Logged;
use crate::app::preferences::use_lang;
use crate::components::download::save_text;
use crate::report::state::use_report;

/// Writes a document as a file.
type Write = fn(&Document) -> Option<String>;

/// The card.
#[component]
pub fn Take() -> impl IntoView {
    let (lang, report) = (use_lang(), use_report());
    let is_lacking = Memo::new(move |_| report.document.with(Option::is_none));
    let save = move |ending: &'static str, kind: &'static str, write: Write| {
        move |_| {
            let Some(document) = report.document.get_untracked() else { return };
            if let Some(text) = write(&document) {
                let name = document.lang.report_file_name();
                save_text(&format!("{name}.{ending}"), &text, kind);
            }
        }
    };
    let html = save("html", "text/html", |document| Some(to_html(document)));
    let markdown = save("md", "text/markdown", |document| Some(to_markdown(document)));
    let notebook = save("ipynb", "application/x-ipynb+json", |document| {
        to_notebook(document).logged("write the notebook")
    });
    let json =
        save("json", "application/json", |document| to_json(document).logged("write the report"));
    // A browser that prints nothing says so itself.
    let print = move |_| drop(window().print());
    view! {
        <section class="card" aria-labelledby="take-title">
            <h2 id="take-title">{move || lang.get().report_page_take()}</h2>
            <p class="soft">{move || lang.get().report_page_take_note()}</p>
            <div class="actions">
                <button type="button" class="button is-primary" disabled=is_lacking on:click=print>
                    {move || lang.get().report_page_print()}
                </button>
                <button type="button" class="button" disabled=is_lacking on:click=html>
                    {move || lang.get().report_page_html()}
                </button>
                <button type="button" class="button" disabled=is_lacking on:click=notebook>
                    {move || lang.get().report_page_notebook()}
                </button>
                <button type="button" class="button" disabled=is_lacking on:click=markdown>
                    {move || lang.get().report_page_markdown()}
                </button>
                <button type="button" class="button" disabled=is_lacking on:click=json>
                    {move || lang.get().report_page_json()}
                </button>
            </div>
        </section>
    }
    .into_any()
}
