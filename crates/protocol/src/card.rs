//! The model card: everything measured when the shipped weights were trained. The program
//! writes it, the page and the command line read it, a test checks it.

use dataset::Imbalance;
use serde::{Deserialize, Serialize};
use statistics::metrics::Proportion;

use crate::run::OptimizerChoice;
use dataset::{CLASSES, Class};
use policy::decision::{PhotoThresholds, Policy, Reading};
use policy::quality::QualityLimits;
use vision::probe_images::Probe;

/// Version of the card's layout.
pub const FORMAT: u32 = 3;
/// Version of the weights' tensor names and shapes.
pub const WEIGHTS_FORMAT: u32 = 1;
/// Share of its own class's validation images that a quality check rejects as calibrated.
pub const FALSE_REJECT_SHARE: f64 = 0.01;

/// The data that everything rests on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DataCard {
    /// The data set's name.
    pub name: String,
    /// SHA-256 of the four uncompressed files, in the order of [`dataset::FILES`].
    pub sha256: [String; 4],
    /// Seed of the train / validation split.
    pub split_seed: u64,
    /// Training images.
    pub train: usize,
    /// Validation images.
    pub validation: usize,
    /// Test images.
    pub test: usize,
}

/// How a network was trained.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TrainingCard {
    /// Seed of initial weights, batch order, augmentation and dropout.
    pub seed: u64,
    /// Passes over the training images.
    pub epochs: u32,
    /// Images a step.
    pub batch: usize,
    /// Highest learning rate of the one-cycle schedule.
    pub learning_rate: f64,
    /// What makes a step of the gradients.
    #[serde(default)]
    pub optimizer: OptimizerChoice,
    /// Training images used.
    pub images: usize,
    /// The class made rare, if any.
    pub imbalance: Option<Imbalance>,
    /// The kind of device it was trained on, with its number of threads.
    pub device: String,
}

/// A shipped classifier.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClassifierCard {
    /// Name of the weights file in `models/`.
    pub file: String,
    /// SHA-256 of that file.
    pub sha256: String,
    /// Its parameters.
    pub parameters: usize,
    /// How it was trained.
    pub training: TrainingCard,
    /// Divides the logits; fitted on validation data.
    pub temperature: f64,
    /// Accuracy on the validation images.
    pub validation_accuracy: Proportion,
    /// Accuracy on the test images.
    pub test_accuracy: Proportion,
    /// Expected calibration error on the test images after temperature scaling, 15 bins.
    pub test_ece: f64,
    /// Wrong ones among the surest 90% of the test images.
    pub test_risk: Proportion,
    /// Recall of each class on the test images.
    pub test_recall: [f64; CLASSES],
}

/// A shipped autoencoder.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AutoencoderCard {
    /// The class it knows.
    pub class: Class,
    /// Name of the weights file in `models/`.
    pub file: String,
    /// SHA-256 of that file.
    pub sha256: String,
    /// Its parameters.
    pub parameters: usize,
    /// How it was trained.
    pub training: TrainingCard,
    /// The largest reconstruction error that counts as typical: the 99th percentile of the
    /// validation images of its class.
    pub max_error: f64,
    /// What is typical of its class by error and by relative error, on both sides: all but
    /// [`FALSE_REJECT_SHARE`] of the validation images of its class.
    pub limits: QualityLimits,
    /// Area under the ROC curve on the test images by reconstruction error: its class against the
    /// other nine.
    pub test_auc: f64,
    /// The same by novelty: how unusual what the encoder makes of image and reconstruction is
    /// beside the training images of its class.
    pub test_novelty_auc: f64,
}

/// What the quality check catches when it rejects [`PROBE_FALSE_REJECTS`] of each class's own
/// validation images.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProbesCard {
    /// Test images of garments that it rejects.
    pub false_rejects: Proportion,
    /// Images of each kind that it rejects.
    pub caught: Vec<ProbeCard>,
}

/// A kind of image that is no garment as it should be.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProbeCard {
    /// The kind.
    pub kind: Probe,
    /// Share that is rejected.
    pub caught: Proportion,
}

/// Share of each class's own validation images that is rejected where probes are counted.
pub const PROBE_FALSE_REJECTS: f64 = 0.05;

/// Several seeds of one recipe on the test images.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Seeds {
    /// The recipe's name.
    pub recipe: String,
    /// The seeds.
    pub seeds: Vec<u64>,
    /// What each of them reached: accuracy, or mean area by novelty.
    pub values: Vec<f64>,
    /// Their mean.
    pub mean: f64,
    /// Test images that each value rests on.
    pub n: usize,
    /// Standard deviation of the values between the seeds; none for a single seed.
    #[serde(default)]
    pub deviation: Option<f64>,
    /// For accuracies, Wilson's 95% interval of one network that is right on the mean's share of
    /// `n` images: how far other test images would move it. Other seeds are not in it; they are
    /// in [`deviation`](Self::deviation).
    #[serde(alias = "interval")]
    pub one_network_interval: Option<[f64; 2]>,
}

/// The model card of one set of shipped weights.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Card {
    /// [`FORMAT`] when it was written.
    pub format: u32,
    /// [`vision::photo::VERSION`] when it was written.
    pub preprocessing: u32,
    /// The data.
    pub data: DataCard,
    /// What the recipes give with several seeds, where the study has them: classifier, then
    /// autoencoders. It comes first because the shipped networks are one seed's.
    pub seeds: Vec<Seeds>,
    /// The classifier trained on the full training split.
    pub classifier: ClassifierCard,
    /// The classifier trained with a rare class.
    pub imbalanced: ClassifierCard,
    /// One autoencoder a class, in the order of the labels.
    pub autoencoders: Vec<AutoencoderCard>,
    /// Mean of the ten areas under the ROC curve by reconstruction error.
    pub mean_auc: f64,
    /// Mean of the ten areas by novelty.
    pub mean_novelty_auc: f64,
    /// What the quality check catches.
    pub probes: ProbesCard,
    /// Least confidence that production accepts, chosen on validation data.
    pub min_confidence: f64,
}

impl Card {
    /// The thresholds as calibrated on validation data, with quality read as `reading`.
    pub fn policy(&self, reading: Reading) -> Policy {
        // A class without an autoencoder has nothing that is typical of it.
        let mut limits = [QualityLimits { error: (0.0, 0.0), relative: (0.0, 0.0) }; CLASSES];
        for autoencoder in &self.autoencoders {
            limits[autoencoder.class.index()] = autoencoder.limits;
        }
        Policy {
            min_confidence: self.min_confidence as f32,
            max_ratio: 1.0,
            limits,
            reading,
            photos: PhotoThresholds::NOTHING,
        }
    }
}
