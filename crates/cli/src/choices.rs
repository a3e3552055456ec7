//! What arguments choose from: networks, classes, schedules, optimizers, classes made rare.

use dataset::{Class, Imbalance, Part};
use protocol::learning_rate::Schedule;
use protocol::run::OptimizerChoice;

/// How the learning rate changes over a run.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum ScheduleName {
    /// Up and down again.
    OneCycle,
    /// Down to zero along a half cosine.
    Cosine,
    /// The same all along.
    Constant,
}

impl From<ScheduleName> for Schedule {
    fn from(name: ScheduleName) -> Self {
        match name {
            ScheduleName::OneCycle => Self::OneCycle,
            ScheduleName::Cosine => Self::Cosine,
            ScheduleName::Constant => Self::Constant,
        }
    }
}

/// What makes a step of the gradients.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum OptimizerName {
    /// AdamW for all weights.
    Adamw,
    /// Muon for the weights between two hidden layers, AdamW for the others.
    Muon,
}

impl From<OptimizerName> for OptimizerChoice {
    fn from(name: OptimizerName) -> Self {
        match name {
            OptimizerName::Adamw => Self::AdamW,
            OptimizerName::Muon => Self::Muon,
        }
    }
}

/// Which network to train.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Kind {
    /// Names the class.
    Classifier,
    /// Reconstructs one class.
    Autoencoder,
    /// Names the class of people's photos, or none of the ten.
    Photos,
    /// Draws images of a rare class.
    Gan,
}

/// A part of the split by its name.
pub fn parse_part(text: &str) -> Result<Part, String> {
    let named = Part::ALL.into_iter().find(|part| part.slug() == text);
    named.ok_or_else(|| "the parts are train, validation and test".to_owned())
}

/// Reads a class from an argument.
pub fn parse_class(text: &str) -> Result<Class, String> {
    let names: Vec<&str> = Class::ALL.iter().map(|class| class.slug()).collect();
    Class::parse(text).ok_or_else(|| format!("the classes are {}", names.join(", ")))
}

/// Reads a class and the share of it to keep from an argument.
pub fn parse_imbalance(text: &str) -> Result<Imbalance, String> {
    let (class, ratio) = text.split_once('=').ok_or("write it as in shirt=0.1")?;
    let ratio: f64 = ratio.parse().map_err(|_| format!("{ratio} is not a number"))?;
    if !(ratio > 0.0 && ratio <= 1.0) {
        return Err("the ratio is above 0 and at most 1".to_owned());
    }
    Ok(Imbalance { class: parse_class(class)?, ratio })
}
