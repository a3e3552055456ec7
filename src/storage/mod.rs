//! What the page keeps in the browser: tables of bytes in databases (IndexedDB), and small settings
//! in the local storage. It does not know what they mean.

mod database;
mod error;
mod layout;
mod settings;

pub use database::{Change, Database};
pub use error::StorageError;
pub use layout::{FLAGS, GENERATOR, TRAINING, Table};
pub use settings::{load_setting, save_setting};
