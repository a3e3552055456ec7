//! The browser's storage: tables of bytes in IndexedDB. It does not know what the bytes mean.

use idb::{
    Database, Factory, ObjectStoreParams, Query, Transaction, TransactionMode, TransactionResult,
};
use js_sys::Uint8Array;
use wasm_bindgen::{JsCast, JsValue};

/// Name of the database.
const NAME: &str = "vitrina";
/// Version of its tables.
const VERSION: u32 = 1;
/// The key of the counter in its table.
const COUNTER: &str = "next";

/// A table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Table {
    /// What is known of each run.
    Runs,
    /// The newest file of each run.
    Files,
    /// The visitor's own pictures.
    Own,
    /// The next free number.
    Counter,
}

impl Table {
    const ALL: [Self; 4] = [Self::Runs, Self::Files, Self::Own, Self::Counter];

    const fn name(self) -> &'static str {
        match self {
            Self::Runs => "runs",
            Self::Files => "files",
            Self::Own => "own",
            Self::Counter => "counter",
        }
    }
}

/// A change of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Which table.
    pub table: Table,
    /// Under which key.
    pub key: String,
    /// What is to stand there; none to remove it.
    pub value: Option<Vec<u8>>,
}

/// Why the storage did not do what it was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoreError {
    /// There is no room left.
    Full,
    /// Anything else, in the browser's words.
    Browser(String),
}

/// An open database.
#[derive(Debug)]
pub struct Store {
    database: Database,
}

impl Store {
    /// Opens the database, and makes its tables the first time.
    ///
    /// # Errors
    /// The browser's words, where it gives no storage.
    pub async fn open() -> Result<Self, StoreError> {
        let mut request = Factory::new()?.open(NAME, Some(VERSION))?;
        request.on_upgrade_needed(|event| {
            use idb::DatabaseEvent;
            let Ok(database) = event.database() else { return };
            for table in Table::ALL {
                // A table that cannot be made fails the first transaction, which says so.
                let _ = database.create_object_store(table.name(), ObjectStoreParams::new());
            }
        });
        Ok(Self { database: request.await? })
    }

    /// Everything in a table: key and value.
    ///
    /// # Errors
    /// The browser's words.
    pub async fn all(&self, table: Table) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
        let transaction = self.database.transaction(&[table.name()], TransactionMode::ReadOnly)?;
        let store = transaction.object_store(table.name())?;
        let (keys, values) = (store.get_all_keys(None, None)?, store.get_all(None, None)?);
        let (keys, values) = (keys.await?, values.await?);
        let keys = keys.into_iter().map(|key| key.as_string().unwrap_or_default());
        Ok(keys.zip(values.iter().map(bytes)).collect())
    }

    /// Files whose run is not there, both tables as they stand at one moment.
    ///
    /// # Errors
    /// The browser's words.
    pub async fn orphans(&self) -> Result<Vec<String>, StoreError> {
        let transaction = self.database.transaction(&ORPHANAGE, TransactionMode::ReadOnly)?;
        orphans_in(&transaction).await
    }

    /// Removes those of these files whose run is still not there. Nothing can come between the
    /// look and the removal.
    ///
    /// # Errors
    /// The browser's words. Then nothing has changed.
    pub async fn remove_orphans(&self, of: &[String]) -> Result<(), StoreError> {
        let transaction = self.database.transaction(&ORPHANAGE, TransactionMode::ReadWrite)?;
        let orphans = orphans_in(&transaction).await?;
        let files = transaction.object_store(Table::Files.name())?;
        let deletes = orphans.iter().filter(|orphan| of.contains(orphan));
        let deletes = deletes.map(|orphan| files.delete(query(orphan)));
        for delete in deletes.collect::<Result<Vec<_>, _>>()? {
            delete.await?;
        }
        committed(transaction.await?)
    }

    /// A value.
    ///
    /// # Errors
    /// The browser's words.
    pub async fn get(&self, table: Table, key: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let transaction = self.database.transaction(&[table.name()], TransactionMode::ReadOnly)?;
        let request = transaction.object_store(table.name())?.get(query(key))?;
        Ok(request.await?.as_ref().map(bytes))
    }

    /// Makes all of the changes or none of them.
    ///
    /// # Errors
    /// When there is no room, or the browser's words. Then nothing has changed.
    pub async fn apply(&self, changes: Vec<Change>) -> Result<(), StoreError> {
        let tables: Vec<&str> = Table::ALL
            .into_iter()
            .filter(|table| changes.iter().any(|change| change.table == *table))
            .map(Table::name)
            .collect();
        if tables.is_empty() {
            return Ok(());
        }
        let transaction = self.database.transaction(&tables, TransactionMode::ReadWrite)?;
        let mut puts = Vec::new();
        let mut deletes = Vec::new();
        for Change { table, key, value } in changes {
            let store = transaction.object_store(table.name())?;
            match value {
                Some(value) => {
                    let value = Uint8Array::from(&value[..]);
                    puts.push(store.put(&value, Some(&JsValue::from_str(&key)))?);
                }
                None => deletes.push(store.delete(query(&key))?),
            }
        }
        for put in puts {
            put.await?;
        }
        for delete in deletes {
            delete.await?;
        }
        committed(transaction.await?)
    }

    /// Takes `count` numbers, none below `least`, that no tab has had, and gives the first.
    ///
    /// # Errors
    /// When there is no room, or the browser's words. Then other tabs may get the same numbers.
    pub async fn reserve(&self, count: u64, least: u64) -> Result<u64, StoreError> {
        let table = Table::Counter.name();
        let transaction = self.database.transaction(&[table], TransactionMode::ReadWrite)?;
        let store = transaction.object_store(table)?;
        let next = store.get(query(COUNTER))?.await?.and_then(|next| next.as_f64());
        let first = least.max(next.unwrap_or_default() as u64);
        let next = JsValue::from_f64((first + count) as f64);
        store.put(&next, Some(&JsValue::from_str(COUNTER)))?.await?;
        committed(transaction.await?).map(|()| first)
    }
}

/// The tables that show which files have no run.
const ORPHANAGE: [&str; 2] = [Table::Runs.name(), Table::Files.name()];

async fn orphans_in(transaction: &Transaction) -> Result<Vec<String>, StoreError> {
    let keys = |table: Table| transaction.object_store(table.name())?.get_all_keys(None, None);
    // Both are asked for at once: a transaction ends when nothing is asked of it.
    let (runs, files) = (keys(Table::Runs)?, keys(Table::Files)?);
    let (runs, files) = (runs.await?, files.await?);
    let names = |keys: &[JsValue]| keys.iter().filter_map(JsValue::as_string).collect();
    Ok(orphans(names(&runs), names(&files)))
}

/// The files whose run is not there.
fn orphans(runs: Vec<String>, mut files: Vec<String>) -> Vec<String> {
    files.retain(|file| !runs.contains(file));
    files
}

/// The requests went well; where the whole did not, only the disk can be the reason.
fn committed(result: TransactionResult) -> Result<(), StoreError> {
    match result {
        TransactionResult::Committed => Ok(()),
        TransactionResult::Aborted => Err(StoreError::Full),
    }
}

fn query(key: &str) -> Query {
    Query::Key(JsValue::from_str(key))
}

fn bytes(value: &JsValue) -> Vec<u8> {
    value.dyn_ref::<Uint8Array>().map(Uint8Array::to_vec).unwrap_or_default()
}

impl From<idb::Error> for StoreError {
    fn from(error: idb::Error) -> Self {
        let words = error.to_string();
        if words.contains("QuotaExceeded") { Self::Full } else { Self::Browser(words) }
    }
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
