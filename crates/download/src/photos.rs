//! The photos of the clothing data set (CC0): found, downloaded, verified, read.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, bail};
use dataset::photos::{COMMIT, Photo, photos};
use flate2::read::GzDecoder;
use text::Lang;

use crate::{files, progress};

/// Where GitHub makes an archive of a commit. It tells no length and takes no ranges.
const ARCHIVE: &str = "https://codeload.github.com/alexeygrigorev/clothing-dataset/tar.gz";
/// No photo is larger, and no archive.
const MOST_PHOTO_BYTES: u64 = 1 << 20;
const MOST_BYTES: u64 = 1 << 30;

/// A folder that has the photos.
#[derive(Clone, Debug)]
pub struct Photos {
    folder: PathBuf,
}

impl Photos {
    /// The photos in a folder or a Git repository that is named, else in the one of VITRINA_PHOTOS,
    /// else in the cache, where they are downloaded to if need be.
    ///
    /// # Errors
    /// They cannot be had.
    pub fn open(from: Option<&Path>, lang: Lang) -> anyhow::Result<Self> {
        let environment = || std::env::var_os("VITRINA_PHOTOS").map(PathBuf::from);
        let cached = Self { folder: cache() };
        if let Some(named) = from.map(Path::to_owned).or_else(environment) {
            for folder in [named.join("images"), named.clone()] {
                let found = Self { folder };
                if found.missing().len() < photos().len() {
                    return Ok(found);
                }
            }
            if !cached.missing().is_empty() {
                let repository = repository(&named)
                    .with_context(|| lang.photos_not_there(&named.display().to_string()))?;
                cached.unpack_repository(&repository, lang)?;
            }
        } else if !cached.missing().is_empty() {
            cached.download(lang)?;
        }
        Ok(cached)
    }

    /// The file of a photo, as published.
    ///
    /// # Errors
    /// It is not there, or is another; the error names it.
    pub fn read(&self, photo: &Photo) -> anyhow::Result<Vec<u8>> {
        let path = self.path(photo);
        let bytes = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        verify(photo, &bytes).with_context(|| path.display().to_string())?;
        Ok(bytes)
    }

    fn path(&self, photo: &Photo) -> PathBuf {
        self.folder.join(format!("{}.jpg", photo.image))
    }

    /// Photos without a file.
    fn missing(&self) -> Vec<Photo> {
        photos().into_iter().filter(|photo| !self.path(photo).is_file()).collect()
    }

    fn download(&self, lang: Lang) -> anyhow::Result<()> {
        eprintln!("{}", lang.photos_downloading());
        let address = format!("{ARCHIVE}/{COMMIT}");
        let response = ureq::get(&address).call().with_context(|| lang.photos_unreachable())?;
        let mut body = response.into_body();
        let packed = body.as_reader().take(MOST_BYTES);
        self.unpack(GzDecoder::new(packed)).with_context(|| lang.photos_unreachable())
    }

    /// Takes them out of a repository by the program `git`.
    fn unpack_repository(&self, folder: &Path, lang: Lang) -> anyhow::Result<()> {
        eprintln!("{}", lang.photos_unpacking(&folder.display().to_string()));
        let mut git = Command::new("git")
            .arg("--git-dir")
            .arg(folder)
            .args(["archive", "--format=tar", COMMIT, "images"])
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| lang.photos_without_git())?;
        let unpacked = git.stdout.take().map_or(Ok(()), |tar| self.unpack(tar));
        let status = git.wait()?;
        if !status.success() {
            bail!("git archive {COMMIT} in {}: {status}", folder.display());
        }
        unpacked
    }

    /// Writes the photos of a tar archive, those that are there already excepted: after an
    /// interruption the archive comes from its start again, and what was written stays.
    fn unpack(&self, tar: impl Read) -> anyhow::Result<()> {
        let mut missing: BTreeMap<&str, Photo> =
            self.missing().into_iter().map(|photo| (photo.image, photo)).collect();
        let bar = progress::steps(missing.len() as u64, "photos");
        for entry in tar::Archive::new(tar).entries()? {
            let entry = entry?;
            let path = entry.path()?.into_owned();
            let name = path.file_name().and_then(OsStr::to_str);
            let image = name.and_then(|name| name.strip_suffix(".jpg"));
            let Some(photo) = image.and_then(|image| missing.remove(image)) else { continue };
            let mut bytes = Vec::new();
            entry.take(MOST_PHOTO_BYTES).read_to_end(&mut bytes)?;
            verify(&photo, &bytes).with_context(|| path.display().to_string())?;
            files::write(&self.path(&photo), &bytes)?;
            bar.inc(1);
        }
        bar.finish_and_clear();
        match missing.len() {
            0 => Ok(()),
            count => {
                bail!("{count} photos are not in the archive, {:?} first", missing.keys().next())
            }
        }
    }
}

/// Finds the photos, verifies each and puts them into a folder, the cache by default. Prints where
/// they are.
///
/// # Errors
/// They cannot be had, one is not as published, or they cannot be written.
pub fn store_photos(from: Option<&Path>, to: Option<&Path>, lang: Lang) -> anyhow::Result<()> {
    let found = Photos::open(from, lang)?;
    let to = Photos { folder: to.map_or_else(cache, Path::to_owned) };
    let photos = photos();
    let bar = progress::steps(photos.len() as u64, "verifying");
    for photo in &photos {
        let bytes = found.read(photo)?;
        if to.folder != found.folder && to.read(photo).is_err() {
            files::write(&to.path(photo), &bytes)?;
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    let count = lang.count(photos.len() as u64);
    println!("{}", lang.photos_stored(&count, &to.folder.display().to_string()));
    Ok(())
}

fn cache() -> PathBuf {
    files::cache().join("photos")
}

/// The Git folder of a repository, bare or not; none where there is none.
fn repository(folder: &Path) -> Option<PathBuf> {
    let is_repository =
        |folder: &PathBuf| folder.join("HEAD").is_file() && folder.join("objects").is_dir();
    [folder.to_owned(), folder.join(".git")].into_iter().find(is_repository)
}

fn verify(photo: &Photo, bytes: &[u8]) -> anyhow::Result<()> {
    let found = files::sha256(bytes);
    if found != photo.sha256 {
        bail!("SHA-256 {found} instead of {}", photo.sha256);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An archive as GitHub's, with files of these names and bytes.
    fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut builder = tar::Builder::new(Vec::new());
        for (name, bytes) in files {
            let mut header = tar::Header::new_gnu();
            header.set_size(bytes.len() as u64);
            header.set_mode(0o644);
            builder.append_data(&mut header, format!("clothing/images/{name}"), *bytes).unwrap();
        }
        builder.into_inner().unwrap()
    }

    #[test]
    fn a_photo_that_is_another_is_named_and_not_written() {
        let folder = std::env::temp_dir().join(format!("vitrina-photos-{}", std::process::id()));
        let to = Photos { folder: folder.clone() };
        let first = photos()[0];
        let name = format!("{}.jpg", first.image);
        let error = to.unpack(archive(&[("notes.jpg", b"x"), (&name, b"no photo")]).as_slice());
        let words = format!("{:#}", error.unwrap_err());
        assert!(words.contains(&name) && words.contains(first.sha256), "{words}");
        assert!(!folder.exists());

        let words = to.unpack(archive(&[]).as_slice()).unwrap_err().to_string();
        assert!(words.starts_with("5398 photos") && words.contains(first.image), "{words}");
        assert!(to.read(&first).unwrap_err().to_string().contains(&name));
        assert!(repository(&folder).is_none());
    }
}
