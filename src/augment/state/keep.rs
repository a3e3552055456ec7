//! What is kept of the newest training: in the browser's storage where there is one, and in memory.

use std::rc::Rc;

use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::gan::GanRun;
use super::notice::Notice;
use super::stored::{decode_run, encode_run};
use crate::storage::{Change, Database, GENERATOR, StorageError, Table};

/// How long the storage may take to open. Some browsers never answer.
const PATIENCE_MS: u32 = 10_000;
/// The keys in the table: what is known of the training, and its newest file.
const RUN: &str = "training";
const FILE: &str = "file";

#[derive(Default)]
struct Inner {
    store: Option<Rc<Database>>,
    file: Option<Rc<Vec<u8>>>,
    has_complained: bool,
    /// Whether the storage has said yes or no.
    has_answered: bool,
}

/// See the [module](self). Copied freely.
#[derive(Clone, Copy)]
pub struct Keep {
    inner: StoredValue<Inner, LocalStorage>,
    notice: RwSignal<Option<Notice>>,
}

impl Keep {
    /// Opens the storage and tells `loaded` what is in it, unless something newer is kept by then. Trouble
    /// becomes a notice.
    pub fn open(notice: RwSignal<Option<Notice>>, loaded: impl FnOnce(GanRun) + 'static) -> Self {
        let keep = Self { inner: StoredValue::new_local(Inner::default()), notice };
        let no_answer = Notice::NoStorage(StorageError::NoAnswer);
        let told = no_answer.clone();
        Timeout::new(PATIENCE_MS, move || {
            if !keep.inner.with_value(|inner| inner.has_answered) {
                notice.set(Some(told));
            }
        })
        .forget();
        spawn_local(async move {
            let opened = open().await;
            keep.inner.update_value(|inner| inner.has_answered = true);
            match opened {
                Ok((store, entries)) => {
                    keep.inner.update_value(|inner| inner.store = Some(store));
                    if notice.with_untracked(|told| told.as_ref() == Some(&no_answer)) {
                        notice.set(None);
                    }
                    keep.take_on(entries, loaded);
                }
                Err(why) => notice.set(Some(Notice::NoStorage(why))),
            }
        });
        keep
    }

    fn take_on(self, entries: Vec<(String, Vec<u8>)>, loaded: impl FnOnce(GanRun)) {
        if entries.is_empty() || self.file().is_some() {
            return;
        }
        let find = |key: &str| entries.iter().find(|(name, _)| name == key);
        let run = find(RUN).and_then(|(_, bytes)| decode_run(bytes));
        match (run, find(FILE)) {
            (Some(run), Some((_, file))) => {
                let file = Rc::new(file.clone());
                self.inner.update_value(|inner| inner.file = Some(file));
                loaded(run);
            }
            _ => self.notice.set(Some(Notice::Unreadable)),
        }
    }

    /// The newest file.
    pub fn file(self) -> Option<Rc<Vec<u8>>> {
        self.inner.with_value(|inner| inner.file.clone())
    }

    /// Keeps a training in the place of the one before, with its file where there is a new one.
    pub fn keep(self, run: &GanRun, file: Option<Vec<u8>>) {
        let file = file.map(Rc::new);
        if let Some(file) = &file {
            self.inner.update_value(|inner| inner.file = Some(file.clone()));
        }
        let store = self.inner.with_value(|inner| inner.store.clone());
        let (Some(store), Some(run)) = (store, encode_run(run)) else { return };
        let change = |key: &str, value: Vec<u8>| Change {
            table: Table::Generator,
            key: key.to_owned(),
            value: Some(value),
        };
        let mut changes = vec![change(RUN, run)];
        changes.extend(file.map(|file| change(FILE, file.to_vec())));
        spawn_local(async move {
            if let Err(why) = store.apply(changes).await {
                self.complain(why);
            }
        });
    }

    /// Says once that the storage fails, not at every checkpoint.
    fn complain(self, why: StorageError) {
        let had =
            self.inner.try_update_value(|inner| std::mem::replace(&mut inner.has_complained, true));
        if had == Some(false) {
            self.notice.set(Some(Notice::NotStored(why)));
        }
    }
}

type Entries = Vec<(String, Vec<u8>)>;

async fn open() -> Result<(Rc<Database>, Entries), StorageError> {
    let store = Rc::new(Database::open(&GENERATOR).await?);
    let entries = store.all(Table::Generator).await?;
    Ok((store, entries))
}
