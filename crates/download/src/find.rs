//! The data set's files: found, downloaded, verified, read.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, bail};
use dataset::{DataFile, Dataset, FILES, Split, VALIDATION, split};
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use text::Lang;

use crate::{files, progress};

/// Where the data set's authors keep it.
const UPSTREAM: &str =
    "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion";
/// A compressed file is never larger than this.
const MOST_BYTES: u64 = 64 << 20;

/// Finds the four files, verifies them and puts them into a folder, the cache by default.
/// Prints where they are.
///
/// # Errors
/// The files cannot be had from where they should be, or cannot be written.
pub fn store_all(from: Option<&Path>, to: Option<&Path>, lang: Lang) -> anyhow::Result<()> {
    let to = to.map_or_else(cache, Path::to_owned);
    for (file, bytes) in FILES.iter().zip(contents(from, lang)?) {
        let path = to.join(format!("{}.gz", file.name));
        if read_verified(&path, file).is_err() {
            store(&path, &bytes)?;
        }
        println!("{}  {}", file.sha256, path.display());
    }
    Ok(())
}

/// The data set's folder in the user's cache.
fn cache() -> PathBuf {
    files::cache().join("data")
}

/// Training and test images, from a folder or from wherever they are found; what is downloaded is
/// kept.
///
/// # Errors
/// The files cannot be had, or are not as published.
pub fn load(from: Option<&Path>, lang: Lang) -> anyhow::Result<(Dataset, Dataset)> {
    let contents = contents(from, lang)?;
    Ok((
        Dataset::from_idx(&contents[0], &contents[1])?,
        Dataset::from_idx(&contents[2], &contents[3])?,
    ))
}

/// The split of the shipped models: 55,000 / 5,000, stratified.
pub fn split_of(train: &Dataset, seed: u64) -> Split {
    split(&train.labels, VALIDATION.min(train.len() / 2), seed)
}

/// The verified contents of the four files.
fn contents(from: Option<&Path>, lang: Lang) -> anyhow::Result<Vec<Vec<u8>>> {
    if let Some(folder) = from {
        return read_all(folder);
    }
    let named = std::env::var_os("VITRINA_DATA").map(PathBuf::from);
    if let Some(folder) = named {
        return read_all(&folder);
    }
    for folder in [Some(cache()), package_folder()].into_iter().flatten() {
        if let Ok(contents) = read_all(&folder) {
            return Ok(contents);
        }
    }
    eprintln!("{}", lang.data_downloading());
    let folder = cache();
    for file in &FILES {
        let bytes = download(file, lang)?;
        store(&folder.join(format!("{}.gz", file.name)), &bytes)?;
    }
    read_all(&folder)
}

/// The folder of Debian's and Ubuntu's package, where it is installed.
fn package_folder() -> Option<PathBuf> {
    let output = Command::new("dpkg").args(["-L", "dataset-fashion-mnist"]).output().ok()?;
    let listing = String::from_utf8(output.stdout).ok()?;
    let path = listing.lines().find(|line| line.contains(FILES[0].name))?;
    Some(Path::new(path).parent()?.to_owned())
}

fn read_all(folder: &Path) -> anyhow::Result<Vec<Vec<u8>>> {
    FILES
        .iter()
        .map(|file| {
            let packed = folder.join(format!("{}.gz", file.name));
            let path = if packed.exists() { packed } else { folder.join(file.name) };
            read_verified(&path, file)
        })
        .collect()
}

fn read_verified(path: &Path, file: &DataFile) -> anyhow::Result<Vec<u8>> {
    let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    verify(&bytes, file).with_context(|| format!("{} is not as published", path.display()))
}

/// The uncompressed content, if it is the published one.
fn verify(bytes: &[u8], file: &DataFile) -> anyhow::Result<Vec<u8>> {
    let content = if bytes.starts_with(&[0x1f, 0x8b]) {
        let mut content = Vec::with_capacity(file.bytes);
        GzDecoder::new(bytes).take(file.bytes as u64 + 1).read_to_end(&mut content)?;
        content
    } else {
        bytes.to_vec()
    };
    if content.len() != file.bytes {
        bail!("{} bytes instead of {}", content.len(), file.bytes);
    }
    let found = files::sha256(&content);
    if found != file.sha256 {
        bail!("SHA-256 {found} instead of {}", file.sha256);
    }
    Ok(content)
}

fn store(path: &Path, content: &[u8]) -> anyhow::Result<()> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    std::io::Write::write_all(&mut encoder, content)?;
    files::write(path, &encoder.finish()?)
}

fn download(file: &DataFile, lang: Lang) -> anyhow::Result<Vec<u8>> {
    let address = format!("{UPSTREAM}/{}.gz", file.name);
    let response = ureq::get(&address).call().with_context(|| lang.data_unreachable(file.name))?;
    let mut body = response.into_body();
    let bar = progress::bytes(body.content_length(), file.name);
    let mut bytes = Vec::new();
    let reader = body.as_reader().take(MOST_BYTES);
    bar.wrap_read(reader)
        .read_to_end(&mut bytes)
        .with_context(|| lang.data_unreachable(file.name))?;
    bar.finish_and_clear();
    verify(&bytes, file).with_context(|| format!("{address} is not as published"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `printf abc | sha256sum`
    const ABC: DataFile = DataFile {
        name: "abc",
        bytes: 3,
        sha256: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    };

    #[test]
    fn only_the_published_content_is_accepted_packed_or_not() {
        let folder = std::env::temp_dir().join(format!("vitrina-data-{}", std::process::id()));
        let path = folder.join("abc.gz");
        store(&path, b"abc").unwrap();
        assert_eq!(read_verified(&path, &ABC).unwrap(), b"abc");
        assert_eq!(verify(b"abc", &ABC).unwrap(), b"abc");
        assert!(verify(b"abd", &ABC).unwrap_err().to_string().contains("SHA-256"));
        assert!(verify(b"abcd", &ABC).unwrap_err().to_string().contains("4 bytes"));
        let packed = fs::read(&path).unwrap();
        assert!(verify(&packed[..packed.len() / 2], &ABC).is_err());
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1, "nothing half-written stays");
        fs::remove_dir_all(&folder).unwrap();
    }
}
