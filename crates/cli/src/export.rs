//! `vitrina export`: weights for other programs, the shipped ones or one's own.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use burn::tensor::Device;
use download::files;
use ml::Weights;
use text::Lang;

use crate::output::say;
use crate::shipped;

/// Arguments of `vitrina export`.
#[derive(clap::Args)]
pub struct Arguments {
    /// File format.
    #[arg(long, value_enum, default_value = "safetensors")]
    format: Format,
    /// Own weights, as `vitrina train` and /train write them (.bpk, run files too), instead of the
    /// shipped ones. Can be given several times.
    #[arg(long, value_name = "FILE")]
    weights: Vec<PathBuf>,
    /// Folder of the shipped weights.
    #[arg(long)]
    models: Option<PathBuf>,
    /// Folder for the files; it is created where there is none.
    folder: PathBuf,
}

/// File formats.
#[derive(Clone, Copy, clap::ValueEnum)]
pub enum Format {
    /// Single-precision safetensors, as Python libraries read them.
    Safetensors,
}

/// Writes each shipped file and a copy of the card, or each file of the caller's.
pub fn run(arguments: &Arguments, lang: Lang) -> anyhow::Result<()> {
    let Format::Safetensors = arguments.format;
    if !arguments.weights.is_empty() {
        return own(&arguments.weights, &arguments.folder, lang);
    }
    let models = shipped::folder(arguments.models.as_deref());
    let card = shipped::card(&models)?;
    let classifiers = [&card.classifier, &card.imbalanced].map(|card| (&card.file, &card.sha256));
    let autoencoders = card.autoencoders.iter().map(|card| (&card.file, &card.sha256));
    for (file, sha256) in classifiers.into_iter().chain(autoencoders) {
        let weights = shipped::weights(&models, file, sha256)?;
        write(&weights, &arguments.folder, Path::new(file))?;
    }
    let text = fs::read(models.join("card.json")).context("cannot read the card")?;
    files::write(&arguments.folder.join("card.json"), &text)
}

/// Reads all files before the first is written, so that a bad one leaves nothing half done.
fn own(paths: &[PathBuf], folder: &Path, lang: Lang) -> anyhow::Result<()> {
    let mut names = BTreeSet::new();
    let mut all = Vec::new();
    for path in paths {
        let shown = path.display();
        let name = Path::new(path.file_name().with_context(|| format!("{shown} is no file"))?);
        if !names.insert(name.with_extension("")) {
            bail!("{}", lang.export_same_name(&name.display().to_string()));
        }
        let bytes = fs::read(path).with_context(|| format!("cannot read {shown}"))?;
        let weights = ml::network_weights(bytes).with_context(|| format!("{shown} is damaged"))?;
        check(&weights).with_context(|| lang.export_no_network(&shown.to_string()))?;
        all.push((name, weights));
    }
    all.iter().try_for_each(|(name, weights)| write(weights, folder, name))
}

/// Whether the weights are a network's of this program.
fn check(weights: &Weights) -> anyhow::Result<()> {
    let device = Device::flex();
    match weights.metadata.get("kind").map(String::as_str) {
        Some("classifier") => ml::shipped::classifier(weights, &device).map(drop)?,
        Some("autoencoder") => ml::shipped::autoencoder(weights, &device).map(drop)?,
        kind => bail!("it holds {}", kind.unwrap_or("no kind of network")),
    }
    Ok(())
}

fn write(weights: &Weights, folder: &Path, file: &Path) -> anyhow::Result<()> {
    let path = folder.join(file.with_extension("safetensors"));
    files::write(&path, &weights.to_safetensors()?)?;
    Ok(say!("{}", path.display())?)
}
