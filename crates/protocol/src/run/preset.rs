//! Ready-made runs to start from.

use super::{ClassifierShape, DataChoice, NetworkChoice, OptimizerChoice, RunConfig, Start};
use crate::learning_rate::Schedule;
use dataset::{Class, Imbalance};
use vision::augment::Augmentation;

/// A ready-made run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Preset {
    /// A small classifier on a part of the data: under a minute on a CPU.
    Quick,
    /// The same with Shirt at 10%.
    QuickRare,
    /// The shipped classifier's network without normalisation, by which speed is compared.
    Plain,
    /// The autoencoder of Trouser: under a minute on a CPU.
    Autoencoder,
    /// The shipped classifier, fine-tuned, with a share of the visitor's own pictures.
    FineTune,
    /// The shipped recipe on everything.
    Full,
}

impl Preset {
    /// Every preset, in the order of the page.
    pub const ALL: [Self; 6] =
        [Self::Quick, Self::QuickRare, Self::Plain, Self::Autoencoder, Self::FineTune, Self::Full];

    /// Its name in addresses.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Quick => "quick",
            Self::QuickRare => "quick-rare",
            Self::Plain => "plain",
            Self::Autoencoder => "autoencoder",
            Self::FineTune => "fine-tune",
            Self::Full => "full",
        }
    }

    /// The preset of this name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|preset| preset.slug() == text)
    }

    /// Its configuration; the name is left empty for the page to fill in.
    pub fn config(self, seed: u64) -> RunConfig {
        let quick = RunConfig {
            name: String::new(),
            network: NetworkChoice::Classifier(ClassifierShape::SMALL),
            start: Start::Scratch,
            freeze_convolutions: false,
            data: DataChoice { images: 5_000, rare: Vec::new() },
            own_share: 0.0,
            seed,
            epochs: 10,
            batch: 64,
            learning_rate: 3e-3,
            schedule: Schedule::OneCycle,
            optimizer: OptimizerChoice::AdamW,
            augmentation: Augmentation { flip: true, ..Augmentation::default() },
        };
        match self {
            Self::Quick => quick,
            Self::QuickRare => {
                let rare = vec![Imbalance { class: Class::Shirt, ratio: 0.1 }];
                RunConfig { data: DataChoice { rare, ..quick.data }, ..quick }
            }
            Self::Plain => RunConfig {
                network: NetworkChoice::Classifier(ClassifierShape::PLAIN),
                data: DataChoice { images: 10_000, rare: Vec::new() },
                epochs: 3,
                learning_rate: 1e-3,
                schedule: Schedule::Constant,
                augmentation: Augmentation::default(),
                ..quick
            },
            Self::Autoencoder => RunConfig {
                network: NetworkChoice::Autoencoder(Class::Trouser),
                data: DataChoice { images: 55_000, rare: Vec::new() },
                epochs: 8,
                ..quick
            },
            Self::FineTune => RunConfig {
                network: NetworkChoice::Classifier(ClassifierShape::SHIPPED),
                start: Start::Shipped,
                freeze_convolutions: true,
                data: DataChoice { images: 2_000, rare: Vec::new() },
                own_share: 0.25,
                epochs: 3,
                learning_rate: 3e-4,
                ..quick
            },
            Self::Full => RunConfig {
                network: NetworkChoice::Classifier(ClassifierShape::SHIPPED),
                data: DataChoice { images: 55_000, rare: Vec::new() },
                epochs: 12,
                batch: 128,
                optimizer: OptimizerChoice::Muon,
                ..quick
            },
        }
    }
}
