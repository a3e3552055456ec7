//! Where the pictures of `vitrina predict` come from: files, folders, standard input. Knows paths
//! and bytes; does not know pictures.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::thread;
use std::time::Duration;

use vision::decode::MAX_BYTES;

/// Bytes that are read at once from what is no plain file.
const CHUNK: usize = 1 << 16;
/// How names of pictures end, of formats that can be read and of those that are refused by name.
const ENDINGS: [&str; 13] = [
    "avif", "bmp", "gif", "heic", "heif", "jfif", "jpeg", "jpg", "jxl", "png", "tif", "tiff",
    "webp",
];

/// Why there are no bytes.
#[derive(Debug)]
pub enum SourceError {
    /// The system's own words.
    System(io::Error),
    /// There are more bytes than are read: so many where that is known, else what was read.
    TooManyBytes(u64),
    /// Nothing came for so long.
    Silent(Duration),
}

impl From<io::Error> for SourceError {
    fn from(error: io::Error) -> Self {
        Self::System(error)
    }
}

/// The pictures in a folder and the folders in it, sorted by path: files whose names end as those
/// of pictures do. Hidden ones and links to folders are passed over.
///
/// # Errors
/// A folder cannot be read.
pub fn pictures(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            if entry.file_name().as_encoded_bytes().starts_with(b".") {
                continue;
            }
            let path = entry.path();
            if entry.file_type()?.is_dir() {
                folders.push(path);
            } else if is_picture(&path) && !path.is_dir() {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

fn is_picture(path: &Path) -> bool {
    let ending = path.extension().and_then(OsStr::to_str).map(str::to_lowercase);
    ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str()))
}

/// The bytes of a file, of at most [`MAX_BYTES`]; `-` is standard input. A pipe or a device has to
/// give something at least every `patience`.
///
/// # Errors
/// It cannot be read, has too many bytes, or gives nothing.
pub fn read(path: &Path, patience: Duration) -> Result<Vec<u8>, SourceError> {
    if path == Path::new("-") {
        return up_to_limit(io::stdin().lock());
    }
    let facts = fs::metadata(path)?;
    if !facts.is_file() {
        return read_patiently(path.to_owned(), patience);
    }
    // Only a hint: a file may grow, and those that the system makes up have no size.
    if facts.len() > MAX_BYTES {
        return Err(SourceError::TooManyBytes(facts.len()));
    }
    up_to_limit(File::open(path)?)
}

fn up_to_limit(input: impl Read) -> Result<Vec<u8>, SourceError> {
    let mut bytes = Vec::new();
    input.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    within_limit(bytes)
}

fn within_limit(bytes: Vec<u8>) -> Result<Vec<u8>, SourceError> {
    if bytes.len() as u64 > MAX_BYTES {
        return Err(SourceError::TooManyBytes(bytes.len() as u64));
    }
    Ok(bytes)
}

/// Reads what may never give anything. A thread that waits in vain ends with the program.
fn read_patiently(path: PathBuf, patience: Duration) -> Result<Vec<u8>, SourceError> {
    let (sender, chunks) = sync_channel(1);
    thread::spawn(move || {
        let mut file = match File::open(path) {
            Ok(file) => file,
            Err(error) => return sender.send(Err(error)),
        };
        loop {
            let mut chunk = vec![0; CHUNK];
            match file.read(&mut chunk) {
                Ok(0) => return Ok(()),
                Ok(count) => {
                    chunk.truncate(count);
                    sender.send(Ok(chunk))?;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return sender.send(Err(error)),
            }
        }
    });
    let mut bytes = Vec::new();
    loop {
        match chunks.recv_timeout(patience) {
            Ok(chunk) => bytes.extend(chunk?),
            Err(RecvTimeoutError::Timeout) => return Err(SourceError::Silent(patience)),
            Err(RecvTimeoutError::Disconnected) => return Ok(bytes),
        }
        bytes = within_limit(bytes)?;
    }
}

/// A name that is no Unicode, percent-encoded, so that a program can map it back (RFC 3986,
/// section 2.1); none for all others, which are text as they are.
pub fn encoded(name: &OsStr) -> Option<String> {
    if name.to_str().is_some() {
        return None;
    }
    let mut text = String::new();
    for &byte in name.as_encoded_bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            text.push(char::from(byte));
        } else {
            text += &format!("%{byte:02X}");
        }
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail")]

    use super::*;

    #[test]
    fn a_folders_pictures_come_sorted_and_nothing_else() {
        let folder = std::env::temp_dir().join(format!("vitrina-sources-{}", std::process::id()));
        fs::create_dir_all(folder.join("b")).unwrap();
        for name in ["c.PNG", "a.jpg", "b/z.webp", "notes.txt", "README", "._a.jpg"] {
            fs::write(folder.join(name), "x").unwrap();
        }
        let found = pictures(&folder).unwrap();
        let expected = ["a.jpg", "b/z.webp", "c.PNG"].map(|name| folder.join(name));
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(found, expected);
        assert!(pictures(&folder).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn what_never_ends_is_read_to_the_limit() {
        let error = read(Path::new("/dev/zero"), Duration::from_secs(10)).unwrap_err();
        let SourceError::TooManyBytes(bytes) = error else { panic!("{error:?}") };
        assert!((MAX_BYTES + 1..=MAX_BYTES + CHUNK as u64).contains(&bytes), "{bytes}");
        // A file that the system makes up has bytes, though its size says that it has none.
        assert!(!read(Path::new("/proc/self/status"), Duration::ZERO).unwrap().is_empty());
        assert_eq!(read(Path::new("/dev/null"), Duration::from_secs(10)).unwrap(), b"");
    }

    #[cfg(unix)]
    #[test]
    fn only_a_name_that_is_no_unicode_is_encoded_and_it_can_be_mapped_back() {
        use std::os::unix::ffi::OsStrExt;
        assert_eq!(encoded(OsStr::new("año 1%.png")), None);
        let name = OsStr::from_bytes(b"a/\xf1 1%.png");
        assert_eq!(encoded(name).as_deref(), Some("a/%F1%201%25.png"));
    }
}
