//! The report as it is read: its contents, its chapters, and room for the visitor's own words after each.

use charts::Palette;
use leptos::html::Details;
use leptos::prelude::*;
use report::{Block, Chapter, Figure, Item, Section, Table};

use crate::app::preferences::use_lang;
use crate::report::state::{Report, use_report};

/// The whole report; that it is coming before the figures are there.
#[component]
pub fn SheetOfReport() -> impl IntoView {
    let (lang, report) = (use_lang(), use_report());
    let has_document = Memo::new(move |_| report.document.with(Option::is_some));
    let made = move || report.document.with(|own| own.as_ref().map(|own| own.made.clone()));
    view! {
        <Show
            when=move || has_document.get()
            fallback=move || view! { <p class="soft" role="status">{move || lang.get().report_page_coming()}</p> }
        >
            <article class="report-sheet">
                <header>
                    <h2 class="report-title">{move || lang.get().report_title()}</h2>
                    <p>{move || lang.get().report_subtitle()}</p>
                    <p class="soft">{made}</p>
                </header>
                <nav class="report-contents" aria-label=move || lang.get().report_contents()>
                    <ol>{Chapter::ALL.into_iter().map(|chapter| view! { <Entry chapter/> }).collect_view()}</ol>
                </nav>
                {Chapter::ALL.into_iter().map(|chapter| view! { <ChapterOfReport chapter/> }).collect_view()}
            </article>
        </Show>
    }
    .into_any()
}

fn section_of(report: Report, chapter: Chapter) -> Memo<Option<Section>> {
    Memo::new(move |_| {
        report.document.with(|document| {
            let sections = document.iter().flat_map(|document| document.sections.iter());
            sections.into_iter().find(|section| section.chapter == chapter).cloned()
        })
    })
}

/// A line of the contents.
#[component]
fn Entry(
    /// Which chapter.
    chapter: Chapter,
) -> impl IntoView {
    let section = section_of(use_report(), chapter);
    let title = move || section.with(|own| own.as_ref().map(|own| own.title.clone()));
    view! { <li><button type="button" class="link" on:click=move |_| go_to(chapter.slug())>{title}</button></li> }
        .into_any()
}

/// Brings a chapter into view. A plain fragment link would resolve against the base address, not against this page.
fn go_to(slug: &str) {
    if let Some(element) = document().get_element_by_id(&format!("report-{slug}")) {
        element.scroll_into_view();
    }
}

/// A chapter with the visitor's own words.
#[component]
fn ChapterOfReport(
    /// Which.
    chapter: Chapter,
) -> impl IntoView {
    let (report, lang) = (use_report(), use_lang());
    let section = section_of(report, chapter);
    let title = Memo::new(move |_| section.with(|own| own.as_ref().map(|own| own.title.clone())));
    let blocks = move || {
        let blocks =
            section.with(|own| own.as_ref().map(|own| own.blocks.clone()).unwrap_or_default());
        blocks.into_iter().map(block).collect_view()
    };
    let words =
        StoredValue::new(report.draft.with_untracked(|draft| draft.own.get(&chapter).cloned()));
    let details = NodeRef::<Details>::new();
    let keep = move |event| report.set_remark(chapter, event_target_value(&event));
    let label = move || lang.get().report_page_remark(chapter.title(lang.get()));
    view! {
        <section id=format!("report-{}", chapter.slug()) aria-label=move || title.get()>
            <h2>{title}</h2>
            {blocks}
            <details class="report-remark" node_ref=details open=words.with_value(Option::is_some)>
                <summary>{move || lang.get().report_page_add_remark()}</summary>
                <textarea class="input" rows="3" aria-label=label on:change=keep prop:value=words.get_value().unwrap_or_default()></textarea>
                <p class="soft">{move || lang.get().report_page_remark_hint()}</p>
            </details>
        </section>
    }
    .into_any()
}

fn block(block: Block) -> AnyView {
    match block {
        Block::Heading { text } => view! { <h3>{text}</h3> }.into_any(),
        Block::Paragraph { text } => view! { <p>{text}</p> }.into_any(),
        Block::Own { text } => view! { <p class="report-own">{text}</p> }.into_any(),
        Block::List { items } => {
            view! { <ul>{items.into_iter().map(item).collect_view()}</ul> }.into_any()
        }
        Block::Table(own) => table(own),
        Block::Figure(own) => figure(own),
        Block::Command { line } => view! { <pre tabindex="0"><code>{line}</code></pre> }.into_any(),
    }
}

fn item(item: Item) -> AnyView {
    let Item { text, link } = item;
    let link = link.map(|link| match link.target.strip_prefix('#') {
        Some(slug) => {
            let slug = slug.to_owned();
            view! { <button type="button" class="link" on:click=move |_| go_to(&slug)>{link.text}</button> }.into_any()
        }
        None => view! { <a href=link.target rel="noopener noreferrer">{link.text}</a> }.into_any(),
    });
    view! { <li>{text} " " {link}</li> }.into_any()
}

fn table(table: Table) -> AnyView {
    let Table { caption, head, rows, words } = table;
    let label = caption.clone();
    let head = head.into_iter().enumerate();
    let head = head
        .map(|(place, name)| view! { <th scope="col" class:num=(place >= words)>{name}</th> })
        .collect_view();
    let row = |row: Vec<String>| {
        let cells = row.into_iter().enumerate();
        let cells = cells.map(|(place, cell)| match place {
            0 => view! { <th scope="row">{cell}</th> }.into_any(),
            _ => view! { <td class:num=(place >= words)>{cell}</td> }.into_any(),
        });
        view! { <tr>{cells.collect_view()}</tr> }
    };
    let rows = rows.into_iter().map(row).collect_view();
    view! {
        <div class="scroll is-whole" tabindex="0" role="region" aria-label=label>
            <table class="numbers">
                <caption>{caption}</caption>
                <thead><tr>{head}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn figure(figure: Figure) -> AnyView {
    let Figure { caption, alt, svg } = figure;
    view! {
        <figure>
            <div role="img" tabindex="0" aria-label=alt inner_html=Palette::themed(&svg)></div>
            <figcaption class="soft">{caption}</figcaption>
        </figure>
    }
    .into_any()
}
