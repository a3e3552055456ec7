//! The parts of the split as the site carries them: a zlib stream of the labels and then the
//! pixels of each, which no server takes for an encoding that it should undo.

use std::io::{Read, Write};
use std::path::Path;

use anyhow::{Context, bail};
use dataset::{Dataset, Part, SPLIT_SEED};
use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use text::Lang;

use crate::{files, find, progress};

/// Writes the three parts into a folder, those that are there and as expected excepted.
///
/// # Errors
/// The data set cannot be had, or the folder cannot be written.
pub fn pack(folder: &Path, lang: Lang) -> anyhow::Result<()> {
    let missing: Vec<Part> =
        Part::ALL.into_iter().filter(|part| read(folder, *part).is_err()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let (train, test) = find::load(None, lang)?;
    let split = find::split_of(&train, SPLIT_SEED);
    let bar = progress::steps(missing.len() as u64, "packing");
    for part in missing {
        let data = match part {
            Part::Train => train.select(&split.train),
            Part::Validation => train.select(&split.validation),
            Part::Test => test.clone(),
        };
        let bytes = data.to_part();
        let found = files::sha256(&bytes);
        if found != part.sha256() {
            bail!("the {} part has SHA-256 {found} instead of {}", part.slug(), part.sha256());
        }
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(&bytes)?;
        files::write(&folder.join(part.file()), &encoder.finish()?)?;
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(())
}

/// The images of a packed part.
///
/// # Errors
/// Bytes that are not the part as it is expected.
pub fn unpack(packed: &[u8], part: Part) -> anyhow::Result<Dataset> {
    let mut bytes = Vec::with_capacity(part.bytes());
    ZlibDecoder::new(packed).take(part.bytes() as u64 + 1).read_to_end(&mut bytes)?;
    let found = files::sha256(&bytes);
    if found != part.sha256() {
        bail!("SHA-256 {found} instead of {}", part.sha256());
    }
    Dataset::from_part(&bytes).context("not a part of the data set")
}

fn read(folder: &Path, part: Part) -> anyhow::Result<Dataset> {
    unpack(&std::fs::read(folder.join(part.file()))?, part)
}
