//! Why the browser did not store or read something.

use text::Lang;

/// Why the storage did not do what it was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StorageError {
    /// There is no room left.
    Full,
    /// The browser gives this page no storage; its words.
    Refused(String),
    /// A newer version of the page has the database.
    Newer,
    /// Another tab keeps the database open for an older version of the page.
    Blocked,
    /// The browser does not answer.
    NoAnswer,
    /// Anything else, in the browser's words.
    Browser(String),
}

impl StorageError {
    /// The reason as a part of a sentence.
    pub fn words(&self, lang: Lang) -> String {
        match self {
            Self::Full => lang.storage_no_room().to_owned(),
            Self::Refused(why) => lang.storage_refused(why),
            Self::Newer => lang.storage_newer().to_owned(),
            Self::Blocked => lang.storage_blocked().to_owned(),
            Self::NoAnswer => lang.storage_no_answer().to_owned(),
            Self::Browser(why) => why.clone(),
        }
    }

    /// What the browser says, by the name of its exception (W3C, Indexed Database API 3.0, and Web
    /// IDL). Firefox before 115 refuses in private windows with a mere InvalidStateError.
    fn of(words: String) -> Self {
        const REFUSALS: [&str; 3] =
            ["SecurityError", "did not allow mutations", "indexed db not found"];
        if words.contains("QuotaExceededError") {
            Self::Full
        } else if words.contains("VersionError") {
            Self::Newer
        } else if REFUSALS.iter().any(|refusal| words.contains(refusal)) {
            Self::Refused(words)
        } else {
            Self::Browser(words)
        }
    }
}

impl From<idb::Error> for StorageError {
    fn from(error: idb::Error) -> Self {
        Self::of(error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browsers_words_are_told_apart_by_the_exceptions_name() {
        let of = |words: &str| StorageError::of(words.to_owned());
        assert_eq!(
            of("DOM exception: QuotaExceededError: The quota is exceeded."),
            StorageError::Full
        );
        let older =
            "VersionError: The requested version (1) is less than the existing version (2).";
        assert_eq!(of(older), StorageError::Newer);
        for refusal in [
            "failed to open indexed db: SecurityError: The operation is insecure.",
            "InvalidStateError: A mutation operation was attempted on a database that did not allow mutations.",
            "indexed db not found",
        ] {
            assert_eq!(of(refusal), StorageError::Refused(refusal.to_owned()));
        }
        let other = "UnknownError: Internal error opening backing store for indexedDB.open.";
        assert_eq!(of(other), StorageError::Browser(other.to_owned()));
    }

    #[test]
    fn the_browsers_own_words_stay_in_the_sentence() {
        for lang in Lang::ALL {
            for error in [StorageError::Refused, StorageError::Browser] {
                assert!(error("SecurityError".to_owned()).words(lang).contains("SecurityError"));
            }
        }
    }
}
