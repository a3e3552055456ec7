//! Flags in the browser's storage (IndexedDB): numbered bytes. It does not know what they mean.

use idb::{
    Database, DatabaseEvent, Error, Factory, ObjectStoreParams, Query, TransactionMode,
    TransactionResult,
};
use js_sys::Uint8Array;
use wasm_bindgen::{JsCast, JsValue};

/// Name of the database; the training runs have another one.
const NAME: &str = "vitrina-flags";
const VERSION: u32 = 1;
const TABLE: &str = "flags";

/// An open database.
#[derive(Debug)]
pub struct Store {
    database: Database,
}

impl Store {
    /// Opens the database, and makes its table the first time.
    ///
    /// # Errors
    /// The browser's words, here and below.
    pub async fn open() -> Result<Self, String> {
        let open = async {
            let mut request = Factory::new()?.open(NAME, Some(VERSION))?;
            request.on_upgrade_needed(|event| {
                let Ok(database) = event.database() else { return };
                let mut numbered = ObjectStoreParams::new();
                numbered.auto_increment(true);
                // A table that cannot be made fails the first transaction, which says so.
                let _ = database.create_object_store(TABLE, numbered);
            });
            Ok::<_, Error>(Self { database: request.await? })
        };
        open.await.map_err(words)
    }

    /// Everything, by number.
    pub async fn all(&self) -> Result<Vec<(u64, Vec<u8>)>, String> {
        let read = async {
            let transaction = self.database.transaction(&[TABLE], TransactionMode::ReadOnly)?;
            let table = transaction.object_store(TABLE)?;
            let (keys, values) = (table.get_all_keys(None, None)?, table.get_all(None, None)?);
            Ok::<_, Error>((keys.await?, values.await?))
        };
        let (keys, values) = read.await.map_err(words)?;
        let keys = keys.iter().map(number);
        Ok(keys.zip(values.iter().map(bytes)).collect())
    }

    /// Keeps an entry under a number that no tab has used, and gives the number.
    pub async fn add(&self, value: &[u8]) -> Result<u64, String> {
        let write = async {
            let transaction = self.database.transaction(&[TABLE], TransactionMode::ReadWrite)?;
            let table = transaction.object_store(TABLE)?;
            let key = table.add(&Uint8Array::from(value), None)?.await?;
            Ok::<_, Error>((key, transaction.await?))
        };
        let (key, result) = write.await.map_err(words)?;
        committed(result).map(|()| number(&key))
    }

    /// Puts entries in the place of those with their numbers, or removes them: all or none.
    pub async fn apply(&self, entries: Vec<(u64, Option<Vec<u8>>)>) -> Result<(), String> {
        if entries.is_empty() {
            return Ok(());
        }
        let write = async {
            let transaction = self.database.transaction(&[TABLE], TransactionMode::ReadWrite)?;
            let table = transaction.object_store(TABLE)?;
            let (mut puts, mut deletes) = (Vec::new(), Vec::new());
            for (id, value) in entries {
                let key = JsValue::from_f64(id as f64);
                match value {
                    Some(value) => {
                        puts.push(table.put(&Uint8Array::from(&value[..]), Some(&key))?);
                    }
                    None => deletes.push(table.delete(Query::Key(key))?),
                }
            }
            for put in puts {
                put.await?;
            }
            for delete in deletes {
                delete.await?;
            }
            transaction.await
        };
        committed(write.await.map_err(words)?)
    }
}

/// Requests that went well in a whole that did not: only the disk can be the reason.
fn committed(result: TransactionResult) -> Result<(), String> {
    match result {
        TransactionResult::Committed => Ok(()),
        TransactionResult::Aborted => Err("no room left".to_owned()),
    }
}

fn words(error: Error) -> String {
    error.to_string()
}

fn number(key: &JsValue) -> u64 {
    key.as_f64().unwrap_or_default() as u64
}

fn bytes(value: &JsValue) -> Vec<u8> {
    value.dyn_ref::<Uint8Array>().map(Uint8Array::to_vec).unwrap_or_default()
}
