//! What the lab tells the visitor. Each notice says what happened, what was kept and what to do.

use protocol::messages::JobError;
use text::Lang;

use crate::intake::Refusal;

use crate::storage::StorageError;

/// Something to tell the visitor about runs and own pictures.
#[derive(Clone, Debug, PartialEq)]
pub enum Notice {
    /// A run could not go on or could not be opened, or a file could not be written.
    Failed {
        /// The run's or the file's name.
        name: String,
        /// Why.
        error: JobError,
    },
    /// The engine was lost with a run in it.
    Lost {
        /// The run's name.
        name: String,
        /// The step of its newest checkpoint.
        saved_step: Option<u64>,
    },
    /// A file is being opened; gone once it is.
    Importing {
        /// The file's name.
        name: String,
    },
    /// The engine was lost while it opened a file.
    ImportLost {
        /// The file's name.
        name: String,
    },
    /// The engine was lost, or is not ready, while something else was asked of it.
    NoEngine {
        /// The run's name.
        name: String,
    },
    /// A run made room for another one.
    PutAside {
        /// Its name.
        name: String,
    },
    /// Another tab has the run.
    Elsewhere {
        /// The run's name.
        name: String,
    },
    /// There is no run file yet.
    NoFile {
        /// The run's name.
        name: String,
    },
    /// The run file is no longer where it was kept.
    FileGone {
        /// The run's name.
        name: String,
    },
    /// The weights that a run is to start from are gone.
    NoOrigin {
        /// The run's name.
        name: String,
    },
    /// The browser gives no storage.
    NoStorage(StorageError),
    /// Something could not be stored.
    NotStored(StorageError),
    /// Runs and pictures of another version of the page are in the storage.
    OtherVersion {
        /// How many.
        count: usize,
    },
    /// More own pictures came than there is room for.
    OwnTooMany {
        /// How many were taken.
        taken: usize,
        /// How many came.
        offered: usize,
    },
    /// Pictures with labels were added, which the visitor had flagged or a generator made.
    OwnFlagged {
        /// How many.
        taken: usize,
        /// How many more are of the test set and were left out.
        left_out: usize,
    },
    /// Own pictures that could not be used: name and reason.
    OwnRefused(Vec<(String, Refusal)>),
}

impl Notice {
    /// The notice in words.
    pub fn words(&self, lang: Lang) -> String {
        match self {
            Self::Failed { name, error } => failed(name, error, lang),
            Self::Lost { name, saved_step: Some(step) } => lang.run_lost(name, &lang.count(*step)),
            Self::Lost { name, saved_step: None } => lang.run_lost_unsaved(name),
            Self::Importing { name } => lang.run_importing(name),
            Self::ImportLost { name } => lang.run_import_lost(name),
            Self::NoEngine { name } => lang.run_no_engine(name),
            Self::PutAside { name } => lang.run_put_aside(name),
            Self::Elsewhere { name } => lang.run_elsewhere(name),
            Self::NoFile { name } => lang.run_no_file(name),
            Self::FileGone { name } => lang.run_file_gone(name),
            Self::NoOrigin { name } => lang.run_no_origin(name),
            Self::NoStorage(StorageError::Full) | Self::NotStored(StorageError::Full) => {
                lang.storage_full().to_owned()
            }
            Self::NoStorage(why) => lang.storage_missing(&why.words(lang)),
            Self::NotStored(why) => lang.storage_failed(&why.words(lang)),
            Self::OtherVersion { count } => lang.storage_other_version(&lang.count(*count as u64)),
            Self::OwnTooMany { taken, offered } => {
                lang.own_too_many(*taken as u64, &lang.count(*offered as u64))
            }
            Self::OwnFlagged { taken, left_out } => {
                let [taken, out] = [*taken, *left_out].map(|count| lang.count(count as u64));
                let left_out = if *left_out > 0 { lang.own_left_out(&out) } else { String::new() };
                [lang.own_flagged(&taken), left_out].join(" ").trim_end().to_owned()
            }
            Self::OwnRefused(refused) => own_refused(refused, lang),
        }
    }

    /// Whether it tells of trouble; else of what is going on or done.
    pub fn is_warning(&self) -> bool {
        !matches!(self, Self::PutAside { .. } | Self::Importing { .. } | Self::OwnFlagged { .. })
    }
}

fn failed(name: &str, error: &JobError, lang: Lang) -> String {
    match error {
        JobError::Damaged { reason, .. } => lang.run_damaged(name, reason),
        JobError::OtherVersion { expected, found, .. } => {
            lang.job_other_version(name, found, expected)
        }
        other => lang.run_failed(name, &lang.job_error(other)),
    }
}

/// The most pictures that one notice names.
const MAX_NAMED: usize = 5;

fn own_refused(refused: &[(String, Refusal)], lang: Lang) -> String {
    let mut sentences: Vec<String> = refused
        .iter()
        .take(MAX_NAMED)
        .map(|(name, problem)| match problem {
            Refusal::Photo(error) => lang.run_failed(name, &lang.photo_error(error)),
            Refusal::Unreadable => lang.run_failed(name, lang.own_unreadable()),
            Refusal::Lost => lang.run_failed(name, lang.own_lost()),
        })
        .collect();
    let rest = refused.len().saturating_sub(MAX_NAMED);
    if rest > 0 {
        sentences.push(lang.own_refused_more(&lang.count(rest as u64)));
    }
    sentences.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_damaged_file_is_told_by_the_visitors_name_for_it() {
        let error = JobError::Damaged { file: "run file".into(), reason: "cut off".into() };
        let words = Notice::Failed { name: "mine.run.bpk".into(), error }.words(Lang::En);
        assert!(words.contains("mine.run.bpk") && words.contains("cut off"), "{words}");
        assert!(!words.contains("run file"), "{words}");
    }

    #[test]
    fn refused_pictures_are_named_as_far_as_one_can_read() {
        let refused = |count: usize| (0..count).map(|i| (format!("{i}.png"), Refusal::Unreadable));
        let words = |count| Notice::OwnRefused(refused(count).collect()).words(Lang::En);
        assert!(words(5).contains("4.png") && !words(5).contains("more"), "{}", words(5));
        assert!(!words(7).contains("5.png") && words(7).contains("2 more"), "{}", words(7));
    }
}
