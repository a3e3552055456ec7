//! What the training of a generator tells the visitor.

use protocol::messages::JobError;
use text::Lang;

use crate::storage::StorageError;

/// Something to tell the visitor.
#[derive(Clone, Debug, PartialEq)]
pub enum Notice {
    /// A training or a file could not be opened, or could not go on.
    Failed {
        /// What it is called.
        name: String,
        /// Why.
        error: JobError,
    },
    /// The engine was lost with the training in it.
    Lost {
        /// The step of its newest file.
        saved_step: Option<u32>,
    },
    /// The browser gives no storage.
    NoStorage(StorageError),
    /// Something could not be stored.
    NotStored(StorageError),
    /// What is stored is of another version, or damaged.
    Unreadable,
}

impl Notice {
    /// The notice in words.
    pub fn words(&self, lang: Lang) -> String {
        match self {
            Self::Failed { name, error: JobError::Damaged { reason, .. } } => {
                lang.run_damaged(name, reason)
            }
            Self::Failed { name, error } => lang.run_failed(name, &lang.job_error(error)),
            Self::Lost { saved_step: Some(step) } => {
                lang.augment_lost_at(&lang.count((*step).into()))
            }
            Self::Lost { saved_step: None } => lang.augment_lost_unsaved().to_owned(),
            Self::NoStorage(StorageError::Full) | Self::NotStored(StorageError::Full) => {
                lang.storage_full().to_owned()
            }
            Self::NoStorage(why) => lang.storage_missing(&why.words(lang)),
            Self::NotStored(why) => lang.storage_failed(&why.words(lang)),
            Self::Unreadable => lang.augment_unreadable().to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_that_is_open_elsewhere_is_named_with_what_to_do() {
        let busy = Notice::Failed { name: "Shirt at 5%".into(), error: JobError::Busy };
        let words = busy.words(Lang::En);
        assert!(
            words.contains("“Shirt at 5%”") && words.contains("Stop it there first"),
            "{words}"
        );
    }
}
