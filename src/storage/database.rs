//! A database of the browser: opened, read, and written one whole transaction at a time.

use std::cell::Cell;
use std::future::poll_fn;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Poll, Waker};

use idb::event::VersionChangeEvent;
use idb::request::OpenDatabaseRequest;
use idb::{
    DatabaseEvent, Error, Event, Factory, ObjectStoreParams, Request, Transaction, TransactionMode,
    TransactionResult,
};
use js_sys::Uint8Array;
use leptos::logging::warn;
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue};

use super::error::StorageError;
use super::layout::{Layout, Table};

/// The key of the counter in its table.
const COUNTER: &str = "next";

/// What stands for an entry in a table: a name or a number.
pub trait Key: Sized {
    /// As the browser has it.
    fn to_browser(&self) -> JsValue;
    /// From the browser's; none where it is of another kind.
    fn from_browser(key: &JsValue) -> Option<Self>;
}

impl Key for String {
    fn to_browser(&self) -> JsValue {
        JsValue::from_str(self)
    }

    fn from_browser(key: &JsValue) -> Option<Self> {
        key.as_string()
    }
}

impl Key for u64 {
    fn to_browser(&self) -> JsValue {
        JsValue::from_f64(*self as f64)
    }

    fn from_browser(key: &JsValue) -> Option<Self> {
        key.as_f64().map(|number| number as Self)
    }
}

/// A change of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change<K = String> {
    /// Which table.
    pub table: Table,
    /// Under which key.
    pub key: K,
    /// What is to stand there; none to remove it.
    pub value: Option<Vec<u8>>,
}

/// An open database. It closes when it is dropped, and when a newer version of the page wants it.
#[derive(Debug)]
pub struct Database {
    inner: idb::Database,
    /// Whether a newer version of the page took the database over in another tab.
    is_taken_over: Rc<Cell<bool>>,
}

impl Database {
    /// Opens a database, and makes those of its tables that are missing.
    ///
    /// # Errors
    /// Where the browser gives no storage, has no room for the tables, holds a newer version, or
    /// another tab keeps an older version open.
    pub async fn open(layout: &'static Layout) -> Result<Self, StorageError> {
        let trouble = Rc::new(Cell::new(None));
        let mut request = Factory::new()?.open(layout.name, Some(layout.version))?;
        request.on_upgrade_needed({
            let trouble = trouble.clone();
            move |event| trouble.set(upgrade(&event, layout).err())
        });
        let opened = unless_blocked(request).await;
        if let Some(error) = trouble.take() {
            // The request failed because the upgrade did, which says more.
            opened.iter().for_each(idb::Database::close);
            return Err(error.into());
        }
        let mut inner = opened?;
        let is_taken_over = Rc::new(Cell::new(false));
        inner.on_version_change({
            let is_taken_over = is_taken_over.clone();
            move |event| {
                is_taken_over.set(true);
                // Until this tab lets go of the database, the other one waits.
                match event.database() {
                    Ok(database) => database.close(),
                    Err(error) => warn!("the database stays open: {error}"),
                }
            }
        });
        Ok(Self { inner, is_taken_over })
    }

    /// Everything in a table: key and value, by key. A value that is no bytes is empty.
    ///
    /// # Errors
    /// The browser's words, here and below.
    pub async fn all<K: Key>(&self, table: Table) -> Result<Vec<(K, Vec<u8>)>, StorageError> {
        let transaction = self.begin(&[table], TransactionMode::ReadOnly)?;
        let store = transaction.object_store(table.name())?;
        // Both are asked for at once: a transaction ends when nothing is asked of it.
        let (keys, values) = (store.get_all_keys(None, None)?, store.get_all(None, None)?);
        let (keys, values) = (keys.await?, values.await?);
        let entries = keys.iter().zip(&values);
        entries.map(|(key, value)| Ok((key_of(key)?, bytes(value)))).collect()
    }

    /// A value.
    pub async fn get(&self, table: Table, key: &str) -> Result<Option<Vec<u8>>, StorageError> {
        let transaction = self.begin(&[table], TransactionMode::ReadOnly)?;
        let request = transaction.object_store(table.name())?.get(JsValue::from_str(key))?;
        Ok(request.await?.as_ref().map(bytes))
    }

    /// Keeps an entry under a number that no tab has used, and gives the number.
    pub async fn add(&self, table: Table, value: &[u8]) -> Result<u64, StorageError> {
        self.write(&[table], async |transaction| {
            let store = transaction.object_store(table.name())?;
            key_of(&store.add(&Uint8Array::from(value), None)?.await?)
        })
        .await
    }

    /// Makes all of the changes or none of them.
    pub async fn apply<K: Key>(&self, changes: Vec<Change<K>>) -> Result<(), StorageError> {
        let mut tables: Vec<Table> = changes.iter().map(|change| change.table).collect();
        tables.dedup();
        if tables.is_empty() {
            return Ok(());
        }
        self.write(&tables, async |transaction| {
            let (mut puts, mut deletes) = (Vec::new(), Vec::new());
            for Change { table, key, value } in &changes {
                let store = transaction.object_store(table.name())?;
                match value {
                    Some(value) => {
                        let value = Uint8Array::from(&value[..]);
                        puts.push(store.put(&value, Some(&key.to_browser()))?);
                    }
                    None => deletes.push(store.delete(key.to_browser())?),
                }
            }
            for put in puts {
                put.await?;
            }
            for delete in deletes {
                delete.await?;
            }
            Ok(())
        })
        .await
    }

    /// Takes `count` numbers, none below `least`, that no tab has had, and gives the first. After an
    /// error other tabs may get the same numbers.
    pub async fn reserve(&self, count: u64, least: u64) -> Result<u64, StorageError> {
        self.write(&[Table::Counter], async |transaction| {
            let store = transaction.object_store(Table::Counter.name())?;
            let key = JsValue::from_str(COUNTER);
            let next = store.get(key.clone())?.await?.and_then(|next| u64::from_browser(&next));
            let first = least.max(next.unwrap_or_default());
            store.put(&(first + count).to_browser(), Some(&key))?.await?;
            Ok(first)
        })
        .await
    }

    /// Files whose run is not there, both tables as they stand at one moment.
    pub async fn orphans(&self) -> Result<Vec<String>, StorageError> {
        let transaction = self.begin(&ORPHANAGE, TransactionMode::ReadOnly)?;
        Ok(orphans_in(&transaction).await?)
    }

    /// Removes those of these files whose run is still not there. Nothing can come between the
    /// look and the removal.
    pub async fn remove_orphans(&self, of: &[String]) -> Result<(), StorageError> {
        self.write(&ORPHANAGE, async |transaction| {
            let orphans = orphans_in(transaction).await?;
            let files = transaction.object_store(Table::Files.name())?;
            let deletes = orphans.iter().filter(|orphan| of.contains(orphan));
            let deletes = deletes.map(|orphan| files.delete(orphan.to_browser()));
            for delete in deletes.collect::<Result<Vec<_>, _>>()? {
                delete.await?;
            }
            Ok(())
        })
        .await
    }

    fn begin(&self, tables: &[Table], mode: TransactionMode) -> Result<Transaction, StorageError> {
        if self.is_taken_over.get() {
            return Err(StorageError::Newer);
        }
        let names: Vec<&str> = tables.iter().map(|table| table.name()).collect();
        Ok(self.inner.transaction(&names, mode)?)
    }

    /// Does all of the work in these tables or, where an error comes of it, nothing.
    async fn write<T>(
        &self,
        tables: &[Table],
        work: impl AsyncFnOnce(&Transaction) -> Result<T, Error>,
    ) -> Result<T, StorageError> {
        let transaction = self.begin(tables, TransactionMode::ReadWrite)?;
        // Waiting for the end takes the transaction: why it ended is asked of a second handle.
        let first = tables.first().map_or("", |table| table.name());
        let same = transaction.object_store(first)?.transaction();
        let done = match work(&transaction).await {
            Ok(done) => done,
            Err(error) => {
                // Fails where the browser has undone the work by itself.
                let _ = transaction.abort();
                return Err(error.into());
            }
        };
        match transaction.await? {
            TransactionResult::Committed => Ok(done),
            // Where no request failed, only the disk can be the reason.
            TransactionResult::Aborted => Err(same
                .error()
                .map_or(StorageError::Full, |error| Error::DomException(error).into())),
        }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        self.inner.close();
    }
}

/// Makes the tables that are missing, all or none.
fn upgrade(event: &VersionChangeEvent, layout: &Layout) -> Result<(), Error> {
    let database = event.database()?;
    let there = database.store_names();
    let missing =
        layout.tables.iter().filter(|table| !there.iter().any(|name| name == table.name()));
    let made = missing.map(|table| {
        let mut params = ObjectStoreParams::new();
        params.auto_increment(table.is_numbered());
        database.create_object_store(table.name(), params)
    });
    let Err(error) = made.collect::<Result<Vec<_>, _>>() else { return Ok(()) };
    if let Some(transaction) = event.target()?.transaction() {
        transaction.abort()?;
    }
    Err(error)
}

/// Waits for a database, but not for another tab that keeps an older version of it open.
async fn unless_blocked(mut request: OpenDatabaseRequest) -> Result<idb::Database, StorageError> {
    let is_blocked = Rc::new(Cell::new(false));
    let waker = Rc::new(Cell::new(None::<Waker>));
    request.on_blocked({
        let (is_blocked, waker) = (is_blocked.clone(), waker.clone());
        move |_| {
            is_blocked.set(true);
            if let Some(waker) = waker.take() {
                waker.wake();
            }
        }
    });
    let mut opening = request.into_future();
    let opened = poll_fn(|context| {
        waker.set(Some(context.waker().clone()));
        match Pin::new(&mut opening).poll(context) {
            Poll::Pending if is_blocked.get() => Poll::Ready(Err(StorageError::Blocked)),
            opened => opened.map_err(StorageError::from),
        }
    })
    .await;
    if matches!(opened, Err(StorageError::Blocked)) {
        spawn_local(async move {
            // Nobody waits for it any more.
            match opening.await {
                Ok(database) => database.close(),
                Err(error) => warn!("a database was not opened: {error}"),
            }
        });
    }
    opened
}

/// The tables that show which files have no run.
const ORPHANAGE: [Table; 2] = [Table::Runs, Table::Files];

async fn orphans_in(transaction: &Transaction) -> Result<Vec<String>, Error> {
    let keys = |table: Table| transaction.object_store(table.name())?.get_all_keys(None, None);
    let (runs, files) = (keys(Table::Runs)?, keys(Table::Files)?);
    let (runs, files) = (runs.await?, files.await?);
    let names = |keys: &[JsValue]| keys.iter().map(key_of).collect::<Result<Vec<_>, _>>();
    Ok(orphans(names(&runs)?, names(&files)?))
}

/// The files whose run is not there.
fn orphans(runs: Vec<String>, mut files: Vec<String>) -> Vec<String> {
    files.retain(|file| !runs.contains(file));
    files
}

fn key_of<K: Key>(key: &JsValue) -> Result<K, Error> {
    K::from_browser(key).ok_or_else(|| Error::UnexpectedJsType("key", key.clone()))
}

fn bytes(value: &JsValue) -> Vec<u8> {
    value.dyn_ref::<Uint8Array>().map(Uint8Array::to_vec).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_without_its_run_is_an_orphan() {
        let keys = |keys: &[&str]| keys.iter().map(|&key| key.to_owned()).collect::<Vec<_>>();
        assert_eq!(orphans(keys(&["1", "3"]), keys(&["1", "2", "3", "4"])), keys(&["2", "4"]));
        assert_eq!(orphans(keys(&["1"]), keys(&[])), keys(&[]));
    }
}
