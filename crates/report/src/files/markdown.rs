//! A document as Markdown (CommonMark with tables), figures as data within it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::document::{Block, Document, Figure, Item, Table};

/// A document as Markdown.
pub fn to_markdown(document: &Document) -> String {
    let head = format!(
        "# {}\n\n{}\n\n{}\n",
        plain(&document.title),
        plain(document.lang.report_subtitle()),
        plain(&document.made)
    );
    let sections = document.sections.iter().map(|section| {
        let blocks: String = section.blocks.iter().map(block).collect();
        format!(
            "\n<a id=\"{}\"></a>\n\n## {}\n{blocks}",
            section.chapter.slug(),
            plain(&section.title)
        )
    });
    head + &sections.collect::<String>()
}

/// A block, after an empty line.
pub fn block(block: &Block) -> String {
    match block {
        Block::Heading { text } => format!("\n### {}\n", plain(text)),
        Block::Paragraph { text } => format!("\n{}\n", plain(text)),
        Block::Own { text } => format!("\n> {}\n", plain(text)),
        Block::List { items } => format!("\n{}", items.iter().map(item).collect::<String>()),
        Block::Table(own) => table(own),
        Block::Figure(own) => figure(own),
        Block::Command { line } => format!("\n```sh\n{line}\n```\n"),
    }
}

fn item(item: &Item) -> String {
    let link = item.link.as_ref().map_or_else(String::new, |link| match link.text == link.target {
        true => format!(" <{}>", link.target),
        false => format!(" [{}]({})", plain(&link.text), link.target),
    });
    format!("- {}{link}\n", plain(&item.text))
}

fn table(table: &Table) -> String {
    let row = |cells: &[String]| {
        let cells: Vec<String> = cells.iter().map(|cell| plain(cell)).collect();
        format!("| {} |\n", cells.join(" | "))
    };
    let sides = (0..table.head.len()).map(|place| if place < table.words { "---" } else { "---:" });
    let line = format!("| {} |\n", sides.collect::<Vec<_>>().join(" | "));
    let rows: String = table.rows.iter().map(|cells| row(cells)).collect();
    format!("\n*{}*\n\n{}{line}{rows}", plain(&table.caption), row(&table.head))
}

fn figure(figure: &Figure) -> String {
    let svg = STANDARD.encode(&figure.svg);
    let (alt, caption) = (plain(&figure.alt), plain(&figure.caption));
    format!("\n![{alt}](data:image/svg+xml;base64,{svg})\n\n*{caption}*\n")
}

/// A text without any sign that Markdown would read as its own.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '#' => {
                plain.push('\\');
                plain.push(letter);
            }
            '&' => plain.push_str("&amp;"),
            '<' => plain.push_str("&lt;"),
            '>' => plain.push_str("&gt;"),
            '\n' => plain.push(' '),
            letter => plain.push(letter),
        }
    }
    plain
}
