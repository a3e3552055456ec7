//! A document as a Jupyter notebook (nbformat 4.5): words are Markdown cells, a command is a code cell, and the tables
//! and figures after it are what it put out.

use serde_json::{Value, json};

use super::html::{escape, table};
use super::markdown::{block, to_markdown};
use crate::document::{Block, Document};

/// A document as a notebook.
///
/// # Errors
/// Never in practice: a notebook is made of texts and lists.
pub fn to_notebook(document: &Document) -> serde_json::Result<String> {
    let head = Document { sections: Vec::new(), ..document.clone() };
    let mut cells = Cells { cells: Vec::new(), words: to_markdown(&head) };
    for section in &document.sections {
        cells.words +=
            &format!("\n<a id=\"{}\"></a>\n\n## {}\n", section.chapter.slug(), section.title);
        for own in &section.blocks {
            cells.take(own);
        }
        cells.end_words();
    }
    let notebook = json!({
        "cells": cells.cells,
        "metadata": {
            "kernelspec": { "display_name": "Python 3", "language": "python", "name": "python3" },
            "language_info": { "name": "python" },
            "title": document.title,
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    });
    serde_json::to_string_pretty(&notebook)
}

/// The cells so far, and the words that have no cell yet.
struct Cells {
    cells: Vec<Value>,
    words: String,
}

impl Cells {
    fn take(&mut self, own: &Block) {
        let output = match own {
            Block::Command { line } => {
                self.end_words();
                let cell = json!({
                    "cell_type": "code",
                    "id": self.id(),
                    "metadata": {},
                    "execution_count": null,
                    "source": lines(&format!("!{line}")),
                    "outputs": [],
                });
                return self.cells.push(cell);
            }
            Block::Table(own) => Some(json!({
                "text/html": lines(&table(own)),
                "text/plain": lines(&own.caption),
            })),
            Block::Figure(own) => Some(json!({
                "image/svg+xml": lines(&own.svg),
                "text/html": lines(&format!("<p>{}. {}</p>", escape(&own.caption), escape(&own.alt))),
                "text/plain": lines(&own.alt),
            })),
            Block::Heading { .. }
            | Block::Paragraph { .. }
            | Block::List { .. }
            | Block::Own { .. } => None,
        };
        match output {
            Some(data) if self.outputs().is_some() => {
                let output = json!({ "output_type": "display_data", "data": data, "metadata": {} });
                if let Some(outputs) = self.outputs() {
                    outputs.push(output);
                }
            }
            _ => self.words += &block(own),
        }
    }

    /// The outputs of the command that nothing but tables and figures have followed.
    fn outputs(&mut self) -> Option<&mut Vec<Value>> {
        if !self.words.is_empty() {
            return None;
        }
        self.cells.last_mut()?.get_mut("outputs")?.as_array_mut()
    }

    fn end_words(&mut self) {
        let words = std::mem::take(&mut self.words);
        if words.trim().is_empty() {
            return;
        }
        let cell = json!({
            "cell_type": "markdown",
            "id": self.id(),
            "metadata": {},
            "source": lines(words.trim()),
        });
        self.cells.push(cell);
    }

    fn id(&self) -> String {
        format!("cell-{}", self.cells.len() + 1)
    }
}

/// A text as lines, each with its end, as notebooks have it.
fn lines(text: &str) -> Vec<String> {
    text.split_inclusive('\n').map(str::to_owned).collect()
}
