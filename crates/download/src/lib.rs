//! The files of the data set and of the photos: found, downloaded, verified, read, and packed for
//! the site; and the small
//! means that every native program shares for files and progress. It does not know networks.

pub mod files;
mod find;
mod photos;
pub mod progress;
mod site;

pub use find::{load, split_of, store_all};
pub use photos::{Photos, store_photos};
pub use site::{pack, unpack};
