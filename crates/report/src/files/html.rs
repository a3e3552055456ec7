//! A document as one HTML file: style and figures are in it, every word from outside is escaped, and it prints well.

use text::Lang;

use crate::document::{Block, Document, Figure, Item, Section, Table};

/// On paper, and on a screen in light and dark. Figures stay on white paper.
const STYLE: &str = "
:root { color-scheme: light dark; --soft: light-dark(#5c5a63, #a8a7b3); --line: light-dark(#e2dfd7, #2e2e38); --accent: light-dark(#2f4bd8, #93a4ff); }
body { max-width: 52rem; margin: 2rem auto; padding: 0 1rem; font: 16px/1.55 system-ui, sans-serif; font-variant-numeric: tabular-nums; }
h1 { font-size: 2rem; line-height: 1.2; margin: 0; } h2 { margin-top: 3rem; border-top: 1px solid var(--line); padding-top: 1.5rem; } h3 { margin-top: 2rem; }
a { color: var(--accent); } .soft, figcaption, caption { color: var(--soft); } nav ol { list-style: none; padding: 0; columns: 2; }
.wide { overflow-x: auto; } table { border-collapse: collapse; margin: 1rem 0; font-size: 0.9rem; } caption { text-align: start; padding-bottom: 0.4rem; }
th, td { text-align: start; vertical-align: top; padding: 0.25rem 1.2rem 0.25rem 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; } .num { text-align: end; white-space: nowrap; }
figure { margin: 1.5rem 0; } figure svg { max-width: 100%; height: auto; background: #fff; } pre { background: light-dark(#f4f1ea, #22222a); padding: 0.6rem 0.8rem; overflow-x: auto; font-size: 0.85rem; }
.own { border-inline-start: 3px solid var(--accent); padding-inline-start: 1rem; }
@media print { :root { color-scheme: light; } body { max-width: none; margin: 0; font-size: 10.5pt; } h2, h3 { break-after: avoid; } figure, tr, pre { break-inside: avoid; } nav { display: none; } @page { margin: 18mm; } }
";

/// A document as a whole page.
pub fn to_html(document: &Document) -> String {
    let Document { lang, title, made, sections } = document;
    let title = escape(title);
    let entry = |section: &Section| {
        format!("<li><a href=\"#{}\">{}</a></li>", section.chapter.slug(), escape(&section.title))
    };
    let contents: String = sections.iter().map(entry).collect();
    let body: String = sections.iter().map(|own| section(own, *lang)).collect();
    format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" \
         content=\"width=device-width\">\n<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n\
         <header><h1>{title}</h1>\n<p>{}</p>\n<p class=\"soft\">{}</p></header>\n\
         <nav aria-label=\"{}\"><ol>{contents}</ol></nav>\n<main>\n{body}</main>\n</body>\n</html>\n",
        lang.code(),
        escape(lang.report_subtitle()),
        escape(made),
        escape(lang.report_contents()),
    )
}

fn section(section: &Section, lang: Lang) -> String {
    let blocks: String = section.blocks.iter().map(|own| block(own, lang)).collect();
    let (slug, title) = (section.chapter.slug(), escape(&section.title));
    format!("<section id=\"{slug}\">\n<h2>{title}</h2>\n{blocks}</section>\n")
}

fn block(block: &Block, lang: Lang) -> String {
    match block {
        Block::Heading { text } => format!("<h3>{}</h3>\n", escape(text)),
        Block::Paragraph { text } => format!("<p>{}</p>\n", escape(text)),
        Block::Own { text } => {
            format!(
                "<p class=\"own\" title=\"{}\">{}</p>\n",
                escape(lang.report_own_words()),
                escape(text)
            )
        }
        Block::List { items } => {
            let items: String = items.iter().map(item).collect();
            format!("<ul>{items}</ul>\n")
        }
        Block::Table(own) => table(own),
        Block::Figure(own) => figure(own),
        Block::Command { line } => format!("<pre><code>{}</code></pre>\n", escape(line)),
    }
}

fn item(item: &Item) -> String {
    let link = item.link.as_ref().map_or_else(String::new, |link| {
        format!(" <a href=\"{}\">{}</a>", escape(&link.target), escape(&link.text))
    });
    format!("<li>{}{link}</li>", escape(&item.text))
}

/// A table with its caption, also within a notebook.
pub fn table(table: &Table) -> String {
    let class = |place: usize| if place < table.words { "" } else { " class=\"num\"" };
    let head = table.head.iter().enumerate();
    let head: String = head
        .map(|(place, name)| format!("<th scope=\"col\"{}>{}</th>", class(place), escape(name)))
        .collect();
    let mut rows = String::new();
    for row in &table.rows {
        rows += "<tr>";
        for (place, cell) in row.iter().enumerate() {
            rows += &match place {
                0 => format!("<th scope=\"row\">{}</th>", escape(cell)),
                _ => format!("<td{}>{}</td>", class(place), escape(cell)),
            };
        }
        rows += "</tr>\n";
    }
    format!(
        "<div class=\"wide\"><table><caption>{}</caption>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}</tbody></table></div>\n",
        escape(&table.caption)
    )
}

fn figure(figure: &Figure) -> String {
    // Within HTML the name of the format is known.
    let svg = figure.svg.replacen(" xmlns=\"http://www.w3.org/2000/svg\"", "", 1);
    let alt = escape(&figure.alt);
    let caption = escape(&figure.caption);
    format!(
        "<figure><div role=\"img\" aria-label=\"{alt}\">{svg}</div><figcaption>{caption}</figcaption></figure>\n"
    )
}

/// A text without any sign that HTML would read as its own.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            letter => escaped.push(letter),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_from_outside_is_read_as_html() {
        assert_eq!(escape("<b a=\"1\">&'"), "&lt;b a=&quot;1&quot;&gt;&amp;&#39;");
        assert_eq!(escape("nothing"), "nothing");
    }
}
