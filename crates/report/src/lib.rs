//! The technical report: from what was measured ([`Facts`]) to a [`Document`], and from a document to files.
//!
//! What it says follows from the numbers: the critical analysis is made of [`findings`](mod@findings), found by rules.

mod chapter;
mod chapters;
mod document;
mod facts;
mod figures;
pub mod files;
mod findings;
mod layers;
mod shipped;
mod words;

pub use chapter::Chapter;
pub use chapters::{name, report};
pub use document::{Block, Document, Figure, Item, Link, Section, Table};
pub use facts::{
    ClassifierFacts, ComparisonFacts, Facts, Made, Measured, Origin, PolicyFacts, ProductionFacts,
    ShiftFacts, TrainingFacts,
};
pub use findings::{Finding, Leaning, findings};
pub use shipped::{ShippedError, fill};
