//! A report as data: sections of blocks, whose words are written and whose figures are drawn. What becomes of it as a
//! file is in [`crate::files`].

use serde::Serialize;
use text::Lang;

use crate::chapter::Chapter;

/// The whole report.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Document {
    /// The language that it is written in.
    pub lang: Lang,
    /// Its title.
    pub title: String,
    /// When and with what it was made.
    pub made: String,
    /// Its sections, in order.
    pub sections: Vec<Section>,
}

/// A section.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Section {
    /// Which chapter it is.
    pub chapter: Chapter,
    /// Its title, with its number.
    pub title: String,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// A part of a section.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Block {
    /// A title below the section's.
    Heading {
        /// Its words.
        text: String,
    },
    /// A paragraph.
    Paragraph {
        /// Its words.
        text: String,
    },
    /// Points, one below the other.
    List {
        /// The points.
        items: Vec<Item>,
    },
    /// A table.
    Table(Table),
    /// A figure.
    Figure(Figure),
    /// A command that gives what the tables and figures after it show.
    Command {
        /// As it is typed.
        line: String,
    },
    /// A paragraph of the visitor's own.
    Own {
        /// Its words.
        text: String,
    },
}

/// A point of a list.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Item {
    /// Its words.
    pub text: String,
    /// Where it leads.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<Link>,
}

/// A link.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Link {
    /// What is written for it.
    pub text: String,
    /// Where it leads: a section of the report as `#evaluation`, or an address.
    pub target: String,
}

/// A table.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Table {
    /// What it shows, with the number of images.
    pub caption: String,
    /// The columns' names.
    pub head: Vec<String>,
    /// The rows, a cell a column.
    pub rows: Vec<Vec<String>>,
    /// How many columns hold words; the others hold numbers.
    pub words: usize,
}

/// A figure.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Figure {
    /// What it shows.
    pub caption: String,
    /// The same for those who do not see it, with the values that matter.
    pub alt: String,
    /// An SVG element on white paper.
    pub svg: String,
}

/// A paragraph.
pub fn paragraph(text: impl Into<String>) -> Block {
    Block::Paragraph { text: text.into() }
}

/// A title below the section's.
pub fn heading(text: impl Into<String>) -> Block {
    Block::Heading { text: text.into() }
}

/// Points without links.
pub fn list(items: impl IntoIterator<Item = String>) -> Block {
    Block::List { items: items.into_iter().map(|text| Item { text, link: None }).collect() }
}

/// A command.
pub fn command(line: impl Into<String>) -> Block {
    Block::Command { line: line.into() }
}
