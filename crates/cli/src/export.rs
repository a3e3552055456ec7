//! `vitrina export`: the shipped weights for other programs.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use dataset::files;

use crate::shipped;

/// Arguments of `vitrina export`.
#[derive(clap::Args)]
pub struct Arguments {
    /// File format.
    #[arg(long, value_enum, default_value = "safetensors")]
    format: Format,
    /// Folder of the shipped weights.
    #[arg(long)]
    models: Option<PathBuf>,
    /// Folder for the files.
    folder: PathBuf,
}

/// File formats.
#[derive(Clone, Copy, clap::ValueEnum)]
pub enum Format {
    /// Single-precision safetensors, as Python libraries read them.
    Safetensors,
}

/// Writes each shipped file and a copy of the card.
pub fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let Format::Safetensors = arguments.format;
    let models = shipped::folder(arguments.models.as_deref());
    let card = shipped::card(&models)?;
    let classifiers = [&card.classifier, &card.imbalanced].map(|card| (&card.file, &card.sha256));
    let autoencoders = card.autoencoders.iter().map(|card| (&card.file, &card.sha256));
    for (file, sha256) in classifiers.into_iter().chain(autoencoders) {
        let weights = shipped::weights(&models, file, sha256)?;
        let path = arguments.folder.join(Path::new(file).with_extension("safetensors"));
        files::write(&path, &weights.to_safetensors()?)?;
        println!("{}", path.display());
    }
    let text = fs::read(models.join("card.json")).context("cannot read the card")?;
    files::write(&arguments.folder.join("card.json"), &text)
}
