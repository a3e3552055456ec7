//! A document as files that need nothing else.

mod html;
mod markdown;
mod notebook;

pub use html::{escape, to_html};
pub use markdown::to_markdown;
pub use notebook::to_notebook;

use crate::document::Document;

/// A document as JSON: its sections with their blocks, figures as SVG.
///
/// # Errors
/// Never in practice: a document is made of texts and lists.
pub fn to_json(document: &Document) -> serde_json::Result<String> {
    serde_json::to_string_pretty(document)
}
