//! `vitrina export`: the shipped weights for other programs.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use ml::Weights;
use safetensors::Dtype;
use safetensors::tensor::TensorView;

use crate::{files, shipped};

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
        files::write(&path, &safetensors(&weights)?)?;
        println!("{}", path.display());
    }
    let text = fs::read(models.join("card.json")).context("cannot read the card")?;
    files::write(&arguments.folder.join("card.json"), &text)
}

/// The weights as a safetensors file.
fn safetensors(weights: &Weights) -> anyhow::Result<Vec<u8>> {
    let bytes: Vec<Vec<u8>> = weights
        .tensors
        .iter()
        .map(|tensor| tensor.values.iter().flat_map(|value| value.to_le_bytes()).collect())
        .collect();
    let views = weights.tensors.iter().zip(&bytes).map(|(tensor, bytes)| {
        let view = TensorView::new(Dtype::F32, tensor.shape.clone(), bytes)?;
        Ok((tensor.name.clone(), view))
    });
    let views: Vec<_> = views.collect::<anyhow::Result<_>>()?;
    let metadata: HashMap<String, String> = weights.metadata.clone().into_iter().collect();
    Ok(safetensors::serialize(views, Some(metadata))?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ml::NamedTensor;
    use safetensors::SafeTensors;

    #[test]
    fn a_tensor_comes_out_as_it_went_in() {
        let tensor = NamedTensor {
            name: "dense1.weight".into(),
            shape: vec![1, 2],
            values: vec![0.5, -2.0],
        };
        let weights = Weights { tensors: vec![tensor], ..Weights::default() };
        let file = safetensors(&weights).unwrap();
        let read = SafeTensors::deserialize(&file).unwrap();
        let view = read.tensor("dense1.weight").unwrap();
        assert_eq!(view.shape(), [1, 2]);
        assert_eq!(view.data(), [0.5f32.to_le_bytes(), (-2.0f32).to_le_bytes()].concat());
    }
}
