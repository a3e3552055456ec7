//! What ships with the site about a rare class: the study and the card of the generators.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::comparison::{FORMAT, ImbalanceStudy, STUDY_FILE};
use protocol::gan::{GENERATORS_FILE, GENERATORS_FORMAT, GeneratorsCard};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::app::fetch::fetch;
use crate::app::lasting::lasting;

/// A shipped file, or the lack of it.
#[derive(Clone, Debug, PartialEq)]
pub enum Shipped<T> {
    /// On its way.
    Loading,
    /// Here.
    Here(Arc<T>),
    /// The site does not carry it, or it did not arrive.
    Missing,
    /// It is of another format than this page reads.
    OtherFormat {
        /// The file's.
        found: u32,
        /// This page's.
        expected: u32,
    },
    /// It is not what it should be.
    Damaged(String),
}

impl<T> Shipped<T> {
    /// What is in it, once it is here.
    pub fn here(&self) -> Option<&Arc<T>> {
        match self {
            Self::Here(content) => Some(content),
            _ => None,
        }
    }
}

#[derive(Deserialize)]
struct Format {
    format: u32,
}

/// Reads a file; its format first, for another one may have other fields.
fn read<T: DeserializeOwned>(json: &[u8], expected: u32) -> Shipped<T> {
    let format = match serde_json::from_slice(json) {
        Ok(Format { format }) => format,
        Err(error) => return Shipped::Damaged(error.to_string()),
    };
    if format != expected {
        return Shipped::OtherFormat { found: format, expected };
    }
    match serde_json::from_slice(json) {
        Ok(content) => Shipped::Here(Arc::new(content)),
        Err(error) => Shipped::Damaged(error.to_string()),
    }
}

fn load<T>(name: &'static str, expected: u32) -> RwSignal<Shipped<T>>
where
    T: DeserializeOwned + Send + Sync + 'static,
{
    let shipped = RwSignal::new(Shipped::Loading);
    spawn_local(async move {
        let file = fetch(&format!("models/{name}")).await;
        shipped.set(file.map_or(Shipped::Missing, |json| read(&json, expected)));
    });
    shipped
}

/// The study, kept as long as the tab lives.
pub fn use_study() -> RwSignal<Shipped<ImbalanceStudy>> {
    lasting(|| load(STUDY_FILE, FORMAT))
}

/// The card of the generators, kept as long as the tab lives.
pub fn use_generators() -> RwSignal<Shipped<GeneratorsCard>> {
    lasting(|| load(GENERATORS_FILE, GENERATORS_FORMAT))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn study(json: &str) -> Shipped<ImbalanceStudy> {
        read(json.as_bytes(), FORMAT)
    }

    #[test]
    fn a_file_is_read_and_another_format_or_half_of_it_is_told_apart() {
        let empty = Arc::new(ImbalanceStudy { format: 1, comparisons: Vec::new() });
        assert_eq!(study(r#"{"format":1,"comparisons":[]}"#), Shipped::Here(empty));
        let other = Shipped::OtherFormat { found: 9, expected: 1 };
        assert_eq!(study(r#"{"format":9,"remedies":{}}"#), other);
        assert!(matches!(study(r#"{"format":1,"#), Shipped::Damaged(_)));
        assert!(matches!(study(r#"{"format":1}"#), Shipped::Damaged(_)));
    }
}
