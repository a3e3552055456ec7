//! What the service worker keeps of the site's files, as it tells it, and what it can be asked for.

use gloo_events::EventListener;
use js_sys::{Function, Reflect};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::MessageEvent;

use crate::api::state::container;
use crate::app::log::Logged;

/// Why the worker has stopped fetching or keeping files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// There is no room left.
    Full,
    /// The browser does not keep files; its words.
    Refused(String),
    /// A file could not be fetched: which, and why.
    Missing(String),
}

/// What is kept. Sizes are in bytes, as the files are once unpacked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeptFiles {
    /// The newest version that the worker knows.
    pub version: String,
    /// The size of all files of that version.
    pub total: u64,
    /// How much of them is kept.
    pub kept: u64,
    /// How much is kept in all: also of a former version that an open tab still needs.
    pub stored: u64,
    /// How much has come of a file that is being fetched.
    pub arriving: u64,
    /// Whether the visitor wants everything kept.
    pub is_everything: bool,
    /// Why the worker has stopped.
    pub trouble: Option<Trouble>,
}

/// How far the site is from working as a whole without a connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Phase {
    /// This page has no files that could be kept: it was not built for release.
    Unversioned,
    /// Nothing is kept.
    Empty,
    /// What was visited is kept.
    Partial,
    /// The rest is being fetched.
    Keeping,
    /// Everything is kept.
    Complete,
    /// The visitor asked for more than could be done.
    Failed(Trouble),
}

impl KeptFiles {
    /// How far it is.
    pub fn phase(&self) -> Phase {
        match &self.trouble {
            _ if self.total == 0 => Phase::Unversioned,
            _ if self.kept == self.total => Phase::Complete,
            // A file that the visitor has not asked for is tried again by itself.
            Some(Trouble::Missing(_)) if !self.is_everything => self.amount(),
            Some(trouble) => Phase::Failed(trouble.clone()),
            None if self.is_everything => Phase::Keeping,
            None => self.amount(),
        }
    }

    fn amount(&self) -> Phase {
        if self.kept == 0 { Phase::Empty } else { Phase::Partial }
    }

    /// Whether a page of version `own` is behind.
    pub fn is_newer_than(&self, own: &str) -> bool {
        !own.is_empty() && !self.version.is_empty() && self.version != own
    }

    /// Reads the worker's object.
    fn read(files: &JsValue) -> Self {
        let number = |name| property(files, name).as_f64().unwrap_or_default() as u64;
        let trouble = property(files, "trouble");
        let words = || property(&trouble, "words").as_string().unwrap_or_default();
        Self {
            version: property(files, "version").as_string().unwrap_or_default(),
            total: number("total"),
            kept: number("kept"),
            stored: number("stored"),
            arriving: number("arriving"),
            is_everything: property(files, "isEverything").is_truthy(),
            trouble: property(&trouble, "kind").as_string().map(|kind| match kind.as_str() {
                "full" => Trouble::Full,
                "refused" => Trouble::Refused(words()),
                _ => Trouble::Missing(words()),
            }),
        }
    }
}

/// What the worker can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    /// To say what is kept.
    Tell,
    /// To keep everything.
    Keep,
    /// To stop that.
    Stop,
    /// To free what is kept.
    Free,
}

impl Wish {
    /// In the words of `public/site-files.js`.
    fn words(self) -> &'static str {
        match self {
            Self::Tell => "tell",
            Self::Keep => "keep",
            Self::Stop => "stop",
            Self::Free => "free",
        }
    }
}

/// A handle to the kept files, copied freely.
#[derive(Clone, Copy)]
pub struct OfflineFiles {
    told: RwSignal<KeptFiles>,
    _listener: StoredValue<Option<EventListener>, LocalStorage>,
}

impl OfflineFiles {
    /// Hears what the service worker tells, and asks it once.
    pub fn start() -> Self {
        let told = RwSignal::new(KeptFiles::default());
        let listener = container().map(|container| {
            EventListener::new(&container, "message", move |event| {
                let data = event.dyn_ref::<MessageEvent>().map(MessageEvent::data);
                let files = data.map(|data| property(&data, "files"));
                if let Some(files) = files.filter(JsValue::is_object) {
                    told.set(KeptFiles::read(&files));
                }
            })
        });
        let files = Self { told, _listener: StoredValue::new_local(listener) };
        files.ask(Wish::Tell);
        files
    }

    /// What is kept, as told last.
    pub fn told(self) -> ReadSignal<KeptFiles> {
        self.told.read_only()
    }

    /// Asks the worker, where there is one; it tells what came of it.
    pub fn ask(self, wish: Wish) {
        let client = property(&window(), "serviceWorkerClient");
        if let Ok(say) = property(&client, "say").dyn_into::<Function>() {
            say.call1(&client, &wish.words().into()).logged("ask the service worker");
        }
    }
}

/// The kept files, provided by the application.
pub fn use_offline_files() -> OfflineFiles {
    expect_context()
}

fn property(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(kept: u64, is_everything: bool, trouble: Option<Trouble>) -> KeptFiles {
        KeptFiles { total: 60, kept, is_everything, trouble, ..KeptFiles::default() }
    }

    #[test]
    fn what_is_kept_and_wanted_says_how_far_it_is() {
        assert_eq!(KeptFiles::default().phase(), Phase::Unversioned);
        assert_eq!(kept(0, false, None).phase(), Phase::Empty);
        assert_eq!(kept(9, false, None).phase(), Phase::Partial);
        assert_eq!(kept(9, true, None).phase(), Phase::Keeping);
        assert_eq!(kept(60, true, None).phase(), Phase::Complete);
        assert_eq!(kept(9, true, Some(Trouble::Full)).phase(), Phase::Failed(Trouble::Full));
    }

    #[test]
    fn a_file_that_nobody_asked_for_is_no_failure_and_a_full_storage_is_one() {
        let missing = Some(Trouble::Missing("data/a.zz: 404".to_owned()));
        assert_eq!(kept(9, false, missing.clone()).phase(), Phase::Partial);
        assert!(matches!(kept(9, true, missing).phase(), Phase::Failed(Trouble::Missing(_))));
        assert_eq!(kept(9, false, Some(Trouble::Full)).phase(), Phase::Failed(Trouble::Full));
    }

    #[test]
    fn a_page_is_behind_where_the_newest_version_is_another() {
        let told = KeptFiles { version: "b".to_owned(), ..KeptFiles::default() };
        assert!(told.is_newer_than("a"));
        assert!(!told.is_newer_than("b") && !told.is_newer_than(""));
        assert!(!KeptFiles::default().is_newer_than("a"));
    }

    #[test]
    fn the_worker_understands_every_wish() {
        let worker = include_str!("../../public/site-files.js");
        for wish in [Wish::Keep, Wish::Stop, Wish::Free] {
            assert!(worker.contains(&format!("data === \"{}\"", wish.words())), "{wish:?}");
        }
    }
}
