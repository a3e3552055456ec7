//! What is kept: in the browser's storage where there is one, else in memory until the tab is
//! closed. A file that could not be stored stays in memory too, so that nothing is lost by it.

use std::collections::HashMap;
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use leptos::logging::warn;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::locks;
use super::notice::Notice;
use super::run::RunId;
use crate::storage::{Change, Database, StorageError, TRAINING, Table};

/// How long the storage may take to open. Some browsers never answer.
const PATIENCE_MS: u32 = 10_000;
/// The first number that is given.
const FIRST: u64 = 1;

/// What was stored: key and bytes of each.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stored {
    /// Runs.
    pub runs: Vec<(String, Vec<u8>)>,
    /// Own pictures.
    pub own: Vec<(String, Vec<u8>)>,
}

impl Stored {
    /// A number that nothing stored has.
    fn next(&self) -> u64 {
        let keys = self.runs.iter().chain(&self.own).map(|(key, _)| key.parse().unwrap_or(0));
        keys.max().map_or(FIRST, |highest| highest + 1)
    }
}

type Waiting = Box<dyn FnOnce()>;

#[derive(Default)]
struct Inner {
    store: Option<Rc<Database>>,
    /// Files that are not, or not yet, in the storage.
    files: HashMap<RunId, Rc<Vec<u8>>>,
    /// What waits for the storage to have answered; none once it has.
    waiting: Option<Vec<Waiting>>,
    /// No number from here on has been given in this tab, or been stored when it was opened.
    next: u64,
    has_complained: bool,
}

/// The archive, copied freely.
#[derive(Clone, Copy)]
pub struct Archive {
    inner: StoredValue<Inner, LocalStorage>,
    notice: RwSignal<Option<Notice>>,
}

impl Archive {
    /// Opens the storage and tells `loaded` what is in it. Trouble becomes a notice.
    pub fn open(notice: RwSignal<Option<Notice>>, loaded: impl FnOnce(Stored) + 'static) -> Self {
        let inner = Inner { waiting: Some(Vec::new()), next: FIRST, ..Inner::default() };
        let archive = Self { inner: StoredValue::new_local(inner), notice };
        let no_answer = move || archive.begin(Err(StorageError::NoAnswer), |_| {});
        Timeout::new(PATIENCE_MS, no_answer).forget();
        spawn_local(async move {
            archive.begin(open().await, loaded);
        });
        archive
    }

    /// The storage has answered, or has not for too long. A late answer still counts as long as
    /// no number was given without it.
    fn begin(
        self,
        opened: Result<(Rc<Database>, Stored), StorageError>,
        loaded: impl FnOnce(Stored),
    ) {
        let waiting = self.inner.try_update_value(|inner| inner.waiting.take()).flatten();
        let is_late = waiting.is_none();
        let is_untouched =
            self.inner.with_value(|inner| inner.store.is_none() && inner.next == FIRST);
        match opened {
            Ok((store, stored)) if is_untouched => {
                self.inner.update_value(|inner| {
                    inner.store = Some(store);
                    inner.next = stored.next();
                });
                let no_answer = Some(Notice::NoStorage(StorageError::NoAnswer));
                if self.notice.with_untracked(|notice| *notice == no_answer) {
                    self.notice.set(None);
                }
                loaded(stored);
            }
            Err(why) if !is_late => self.notice.set(Some(Notice::NoStorage(why))),
            Ok(_) | Err(_) => {}
        }
        for action in waiting.unwrap_or_default() {
            action();
        }
    }

    /// Does something once what was stored is known.
    pub fn when_loaded(self, action: impl FnOnce() + 'static) {
        let mut action: Option<Waiting> = Some(Box::new(action));
        self.inner.update_value(|inner| {
            if let Some(waiting) = &mut inner.waiting {
                waiting.extend(action.take());
            }
        });
        if let Some(action) = action {
            action();
        }
    }

    /// Takes `count` numbers that neither this tab nor what was stored has, and gives the first.
    pub async fn reserve(self, count: u64) -> u64 {
        // Taken here first, so that no two callers get the same where the storage fails.
        let here = self.inner.try_update_value(|inner| {
            let first = inner.next;
            inner.next += count;
            first
        });
        let here = here.unwrap_or_default();
        let Some(store) = self.store() else { return here };
        let first = store.reserve(count, here).await.unwrap_or_else(|error| {
            warn!("numbers are of this tab alone: {error:?}");
            here
        });
        self.inner.update_value(|inner| inner.next = inner.next.max(first + count));
        first
    }

    /// The newest file of a run.
    pub async fn file(self, id: &RunId) -> Option<Vec<u8>> {
        let here = self.inner.with_value(|inner| inner.files.get(id).cloned());
        if let Some(file) = here {
            return Some(file.to_vec());
        }
        // Whoever needs the file tells that there is none.
        self.store()?.get(Table::Files, &id.0).await.unwrap_or_else(|error| {
            warn!("the file of run {} was not read: {error:?}", id.0);
            None
        })
    }

    /// Keeps what is known of a run, and its file where there is a new one, both or neither. A
    /// file that could not be stored before is tried again.
    pub fn keep_run(self, id: &RunId, run: Vec<u8>, file: Option<Vec<u8>>) {
        let key = || id.0.clone();
        if let Some(file) = file {
            self.inner.update_value(|inner| _ = inner.files.insert(id.clone(), Rc::new(file)));
        }
        let file = self.inner.with_value(|inner| inner.files.get(id).cloned());
        let Some(store) = self.store() else { return };
        let id = id.clone();
        let mut changes = vec![Change { table: Table::Runs, key: key(), value: Some(run) }];
        if let Some(file) = &file {
            changes.push(Change { table: Table::Files, key: key(), value: Some(file.to_vec()) });
        }
        spawn_local(async move {
            match store.apply(changes).await {
                Ok(()) => self.inner.update_value(|inner| {
                    // Unless a newer one has come meanwhile.
                    let is_same = |here: &Rc<Vec<u8>>| {
                        file.as_ref().is_some_and(|file| Rc::ptr_eq(file, here))
                    };
                    if inner.files.get(&id).is_some_and(is_same) {
                        inner.files.remove(&id);
                    }
                }),
                Err(error) => self.complain(error),
            }
        });
    }

    /// Forgets what is known of a run. Its file stays until it is forgotten as well, or until a page
    /// is opened when no tab holds it back any more, so that the run can be brought back.
    pub fn forget_run(self, id: &RunId) {
        self.apply(vec![Change { table: Table::Runs, key: id.0.clone(), value: None }]);
    }

    /// Forgets the file of a run.
    pub fn forget_file(self, id: &RunId) {
        self.inner.update_value(|inner| _ = inner.files.remove(id));
        self.apply(vec![Change { table: Table::Files, key: id.0.clone(), value: None }]);
    }

    /// Keeps an own picture, or forgets it.
    pub fn keep_own(self, changes: impl IntoIterator<Item = (u64, Option<Vec<u8>>)>) {
        let changes = changes.into_iter();
        let change =
            |(id, value): (u64, _)| Change { table: Table::Own, key: id.to_string(), value };
        self.apply(changes.map(change).collect());
    }

    fn apply(self, changes: Vec<Change>) {
        let Some(store) = self.store() else { return };
        spawn_local(async move {
            if let Err(error) = store.apply(changes).await {
                self.complain(error);
            }
        });
    }

    /// Says once that the storage fails, not at every checkpoint.
    fn complain(self, error: StorageError) {
        let is_news = self
            .inner
            .try_update_value(|inner| !std::mem::replace(&mut inner.has_complained, true));
        if is_news == Some(true) {
            self.notice.set(Some(Notice::NotStored(error)));
        }
    }

    fn store(self) -> Option<Rc<Database>> {
        self.inner.with_value(|inner| inner.store.clone())
    }
}

async fn open() -> Result<(Rc<Database>, Stored), StorageError> {
    let store = Rc::new(Database::open(&TRAINING).await?);
    let stored = Stored { runs: store.all(Table::Runs).await?, own: store.all(Table::Own).await? };
    let tidied = store.clone();
    spawn_local(async move {
        if let Err(error) = tidy(&tidied).await {
            warn!("files without a run stay for now: {error:?}");
        }
    });
    Ok((store, stored))
}

/// Removes files whose run was removed, unless some tab can still bring the run back.
///
/// A tab takes its lock before it removes a run, so a file that had no run before the locks were
/// looked at, and has none that holds it back, is nobody's. Without locks nobody knows, and a file
/// too many does less harm than one too few. What cannot be tidied up now is tidied up next time.
async fn tidy(store: &Database) -> Result<(), StorageError> {
    let mut files = store.orphans().await?;
    if files.is_empty() {
        return Ok(());
    }
    let Some(held) = locks::held().await else { return Ok(()) };
    files.retain(|file| !held.contains(file));
    store.remove_orphans(&files).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_counter_numbers_go_on_after_the_highest_that_is_stored() {
        let entry = |key: &str| (key.to_owned(), Vec::new());
        let stored = Stored { runs: vec![entry("9"), entry("11")], own: vec![entry("10")] };
        assert_eq!(stored.next(), 12);
        assert_eq!(Stored::default().next(), 1);
    }
}
