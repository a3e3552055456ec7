//! Standard output, which a reader may close before the end, as `head` does, and whether a file
//! that is to be written has a place.

use std::fmt::Arguments;
use std::io::{self, Write};
use std::path::Path;

use anyhow::bail;
use text::Lang;

/// Prints a line, as `println!` does; where nobody reads any more it gives an error, which ends
/// the program quietly, instead of a panic.
macro_rules! say {
    ($($words:tt)*) => { $crate::output::line(format_args!($($words)*)) };
}
pub(crate) use say;

/// Writes a line. See [`say!`].
pub fn line(words: Arguments) -> io::Result<()> {
    writeln!(io::stdout().lock(), "{words}")
}

/// Whether an error only says that nobody reads the output any more.
pub fn is_reader_gone(error: &anyhow::Error) -> bool {
    let is_gone = |cause: &(dyn std::error::Error + 'static)| {
        let kind = cause.downcast_ref::<io::Error>().map(io::Error::kind);
        let json = cause.downcast_ref::<serde_json::Error>();
        kind.or_else(|| json?.io_error_kind()) == Some(io::ErrorKind::BrokenPipe)
    };
    error.chain().any(is_gone)
}

/// Checks that there is a folder for a file that is written at the end of long work. It is not
/// created, for a name that was mistyped would then go unnoticed.
///
/// # Errors
/// There is none.
pub fn check_folder(file: &Path, lang: Lang) -> anyhow::Result<()> {
    match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() && !folder.is_dir() => {
            bail!("{}", lang.output_without_folder(&folder.display().to_string()))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail")]

    use super::*;

    #[test]
    fn a_file_needs_a_folder_that_exists() {
        let check = |file: &str| check_folder(Path::new(file), Lang::Es);
        assert!(check("trained.bpk").is_ok() && check("./trained.bpk").is_ok());
        let words = check("/nowhere/at/all/trained.bpk").unwrap_err().to_string();
        assert_eq!(words, Lang::Es.output_without_folder("/nowhere/at/all"));
    }

    #[test]
    fn only_an_error_of_the_output_says_that_its_reader_is_gone() {
        let gone = || io::Error::from(io::ErrorKind::BrokenPipe);
        assert!(is_reader_gone(&anyhow::Error::from(gone()).context("cannot write the log")));
        assert!(is_reader_gone(&serde_json::Error::io(gone()).into()));
        assert!(!is_reader_gone(&io::Error::from(io::ErrorKind::NotFound).into()));
        assert!(!is_reader_gone(&anyhow::anyhow!("broken pipe")));
    }
}
