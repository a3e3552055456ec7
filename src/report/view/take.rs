//! The report as files, and on paper.

use leptos::prelude::*;
use report::Document;
use report::files::{to_html, to_json, to_markdown, to_notebook};
use text::Lang;

use crate::app::log::Logged;
use crate::app::preferences::use_lang;
use crate::components::download::save_text;
use crate::report::state::use_report;

/// What the report can be taken away as.
#[derive(Clone, Copy)]
struct Form {
    name: fn(Lang) -> &'static str,
    ending: &'static str,
    kind: &'static str,
    write: fn(&Document) -> Option<String>,
}

const FORMS: [Form; 4] = [
    Form {
        name: Lang::report_page_html,
        ending: "html",
        kind: "text/html",
        write: |document| Some(to_html(document)),
    },
    Form {
        name: Lang::report_page_notebook,
        ending: "ipynb",
        kind: "application/x-ipynb+json",
        write: |document| to_notebook(document).logged("write the notebook"),
    },
    Form {
        name: Lang::report_page_markdown,
        ending: "md",
        kind: "text/markdown",
        write: |document| Some(to_markdown(document)),
    },
    Form {
        name: Lang::report_page_json,
        ending: "json",
        kind: "application/json",
        write: |document| to_json(document).logged("write the report"),
    },
];

/// The card.
#[component]
pub fn Take() -> impl IntoView {
    let (lang, report) = (use_lang(), use_report());
    let is_lacking = Memo::new(move |_| report.document.with(Option::is_none));
    let button = |form: Form| {
        let save = move |_| {
            let Some(document) = report.document.get_untracked() else { return };
            if let Some(text) = (form.write)(&document) {
                let name = document.lang.report_file_name();
                save_text(&format!("{name}.{}", form.ending), &text, form.kind);
            }
        };
        view! {
            <button type="button" class="button" disabled=is_lacking on:click=save>
                {move || (form.name)(lang.get())}
            </button>
        }
    };
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
                {FORMS.map(button).into_iter().collect_view()}
            </div>
        </section>
    }
    .into_any()
}
