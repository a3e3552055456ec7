//! What the weights of a run follow from: in a line, for work folders and the study, and as a
//! versioned record, by which a checkpoint is known again.
//!
//! Both are in files of users, so nothing here may depend on how a type or a field of the program
//! is called today: every name is written out.

use protocol::learning_rate::Schedule;
use random::Rng;
use serde::{Deserialize, Serialize};
use vision::augment::Augmentation;

use crate::run::{Plan, Source};
use crate::train::Network;
use crate::{AdamWConfig, MuonConfig, OptimizerConfig};

/// Version of [`Identity`]. Another field, or another meaning of one, is another version; resuming
/// then has to read this one too.
pub const VERSION: u32 = 1;

/// A network's sizes. The names are those in files.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "network", rename_all = "snake_case")]
pub enum Sizes {
    /// Of a classifier.
    Classifier {
        /// Channels of the first and the second convolution.
        channels: [usize; 2],
        /// Width of the first dense layer.
        dense: usize,
        /// Dropout before the first and the second dense layer.
        dropout: [f64; 2],
        /// Whether each convolution is followed by batch normalisation.
        is_normalised: bool,
    },
    /// Of an autoencoder.
    Autoencoder {
        /// Channels of the first and the second convolution.
        channels: [usize; 2],
        /// Width of the dense layers beside the code.
        dense: usize,
        /// Width of the code.
        code: usize,
    },
}

/// What the weights of a run follow from. The names are those in files.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Identity {
    version: u32,
    sizes: Sizes,
    loss: String,
    seed: u64,
    epochs: u32,
    batch: usize,
    learning_rate: f64,
    schedule: String,
    adamw: AdamW,
    muon: Option<Muon>,
    flip: bool,
    shift: usize,
    erase: f32,
    freeze_features: bool,
    extra_share: f32,
    /// A checksum of the places of the images.
    images: String,
    /// A checksum of the images beside the data set, their labels among them.
    extra: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct AdamW {
    beta_1: f32,
    beta_2: f32,
    epsilon: f32,
    weight_decay: f32,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Muon {
    momentum: f32,
    weight_decay: f32,
    weights: Vec<String>,
}

/// Why two runs are not known to be one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Difference {
    /// They are two.
    OtherRun,
    /// The identity is of this version.
    Version(u32),
}

impl Identity {
    /// The identity of a run.
    pub fn of<N: Network>(plan: &Plan, config: &N::Config, source: &Source) -> Self {
        let OptimizerConfig { adamw, muon } = N::optimizer(plan.optimizer);
        let AdamWConfig { beta_1, beta_2, epsilon, weight_decay } = adamw;
        let Augmentation { flip, shift, erase } = plan.augmentation;
        let Source { images, extra } = source;
        let pixels = extra.pixels.iter().chain(&extra.labels);
        Self {
            version: VERSION,
            sizes: N::sizes(config),
            loss: N::LOSS.to_owned(),
            seed: plan.seed,
            epochs: plan.epochs,
            batch: plan.batch,
            learning_rate: plan.learning_rate,
            schedule: match plan.schedule {
                Schedule::OneCycle => "one_cycle",
                Schedule::Cosine => "cosine",
                Schedule::Constant => "constant",
            }
            .to_owned(),
            adamw: AdamW { beta_1, beta_2, epsilon, weight_decay },
            muon: muon.map(|(MuonConfig { momentum, weight_decay }, weights)| Muon {
                momentum,
                weight_decay,
                weights: weights.iter().map(|&name| name.to_owned()).collect(),
            }),
            flip,
            shift,
            erase,
            freeze_features: plan.freeze_features,
            extra_share: plan.extra_share,
            images: checksum(images.len(), images.iter().map(|&index| index as u64)),
            extra: checksum(extra.len(), pixels.map(|&byte| u64::from(byte))),
        }
    }

    /// The text that stands in a file.
    pub fn text(&self) -> String {
        // Plain numbers and names: the format has nothing to refuse.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Passes when a file's text is of the same run.
    ///
    /// # Errors
    /// Says whether it is of another run or of another version.
    pub fn check(&self, text: &str) -> Result<(), Difference> {
        #[derive(Deserialize)]
        struct Version {
            version: u32,
        }
        let found = serde_json::from_str(text).map(|Version { version }| version);
        match found {
            Ok(version) if version != VERSION => return Err(Difference::Version(version)),
            Ok(_) | Err(_) => {}
        }
        // Numbers are compared as they are read from text, which may round them.
        let read = |text: &str| serde_json::from_str::<Self>(text).ok();
        match (read(text), read(&self.text())) {
            (Some(theirs), Some(ours)) if theirs == ours => Ok(()),
            _ => Err(Difference::OtherRun),
        }
    }
}

fn checksum(start: usize, values: impl Iterator<Item = u64>) -> String {
    let hash = values.fold(start as u64, |hash, value| Rng::new(hash ^ value).next_u64());
    format!("{hash:016x}")
}

/// In one line, what weights follow from beside the seed and the images. Two recipes that differ
/// never have the same. The line is in the study and in work folders, so it stays as it is.
pub fn recipe<N: Network>(plan: &Plan, config: &N::Config) -> String {
    let Plan {
        seed: _,
        epochs,
        batch,
        learning_rate,
        schedule,
        optimizer,
        augmentation: Augmentation { flip, shift, erase },
        freeze_features,
        extra_share,
    } = plan;
    let schedule = match schedule {
        Schedule::OneCycle => "OneCycle",
        Schedule::Cosine => "Cosine",
        Schedule::Constant => "Constant",
    };
    format!(
        "{epochs} epochs of {schedule} up to {learning_rate}, batches of {batch}; flip {flip}, \
         shift {shift}, erase {erase}; freeze {freeze_features}, extra {extra_share}; {} of {} by {}",
        N::LOSS,
        sizes_line(&N::sizes(config)),
        optimizer_line(&N::optimizer(*optimizer)),
    )
}

fn sizes_line(sizes: &Sizes) -> String {
    match sizes {
        Sizes::Classifier { channels, dense, dropout, is_normalised } => format!(
            "ClassifierConfig {{ channels: {channels:?}, dense: {dense}, dropout: {dropout:?}, \
             is_normalised: {is_normalised} }}"
        ),
        Sizes::Autoencoder { channels, dense, code } => {
            format!("AutoencoderConfig {{ channels: {channels:?}, dense: {dense}, code: {code} }}")
        }
    }
}

fn optimizer_line(OptimizerConfig { adamw, muon }: &OptimizerConfig) -> String {
    let AdamWConfig { beta_1, beta_2, epsilon, weight_decay } = adamw;
    let adamw = format!(
        "AdamWConfig {{ beta_1: {beta_1:?}, beta_2: {beta_2:?}, epsilon: {epsilon:?}, \
         weight_decay: {weight_decay:?} }}"
    );
    let muon = match muon {
        None => "None".to_owned(),
        Some((MuonConfig { momentum, weight_decay }, weights)) => format!(
            "Some((MuonConfig {{ momentum: {momentum:?}, weight_decay: {weight_decay:?} }}, \
             {weights:?}))"
        ),
    };
    format!("OptimizerConfig {{ adamw: {adamw}, muon: {muon} }}")
}

/// In one line, what weights follow from: recipe, seed and images. Checkpoints from before
/// [`Identity`] carry it, without the labels of the images beside the data set.
pub fn identity<N: Network>(plan: &Plan, config: &N::Config, source: &Source) -> String {
    let Source { images, extra } = source;
    let images = checksum(images.len(), images.iter().map(|&index| index as u64));
    let extra = checksum(extra.len(), extra.pixels.iter().map(|&pixel| u64::from(pixel)));
    format!("{}; seed {} over {images} and {extra}", recipe::<N>(plan, config), plan.seed)
}

#[cfg(test)]
mod tests {
    use dataset::Dataset;
    use protocol::run::OptimizerChoice;

    use super::*;
    use crate::{Autoencoder, AutoencoderConfig, Classifier, ClassifierConfig};

    fn plan() -> Plan {
        let augmentation = Augmentation { flip: true, shift: 1, erase: 0.5 };
        Plan { optimizer: OptimizerChoice::Muon, ..Plan::new(7, 3, augmentation) }
    }

    fn sizes() -> ClassifierConfig {
        ClassifierConfig { channels: [4, 8], dense: 16, dropout: [0.0, 0.25], is_normalised: true }
    }

    fn source(label: u8) -> Source {
        let extra = Dataset { pixels: vec![9; dataset::PIXELS], labels: vec![label] };
        Source { images: vec![3, 1, 2], extra }
    }

    fn identity_of(label: u8) -> Identity {
        Identity::of::<Classifier>(&plan(), &sizes(), &source(label))
    }

    /// As the program of 27 November 2026 wrote it into checkpoints and into the study.
    #[test]
    fn the_lines_of_earlier_checkpoints_are_still_written_alike() {
        let line = recipe::<Classifier>(&plan(), &sizes());
        let expected = "3 epochs of OneCycle up to 0.003, batches of 64; flip true, shift 1, erase 0.5; \
            freeze false, extra 0; cross-entropy of ClassifierConfig { channels: [4, 8], dense: 16, \
            dropout: [0.0, 0.25], is_normalised: true } by OptimizerConfig { adamw: AdamWConfig { \
            beta_1: 0.9, beta_2: 0.999, epsilon: 1e-8, weight_decay: 0.01 }, muon: Some((MuonConfig { \
            momentum: 0.95, weight_decay: 0.05 }, [\"conv2.weight\", \"dense1.weight\"])) }";
        assert_eq!(line, expected);
        let plan = Plan::new(7, 40, Augmentation::default());
        let line = recipe::<Autoencoder>(&plan, &AutoencoderConfig::default());
        let expected = "40 epochs of OneCycle up to 0.003, batches of 64; flip false, shift 0, erase 0; \
            freeze false, extra 0; mean squared error of AutoencoderConfig { channels: [16, 32], \
            dense: 64, code: 16 } by OptimizerConfig { adamw: AdamWConfig { beta_1: 0.9, beta_2: 0.999, \
            epsilon: 1e-8, weight_decay: 0.01 }, muon: None }";
        assert_eq!(line, expected);
    }

    #[test]
    fn the_text_of_version_1_is_still_read() {
        let text = r#"{"version":1,"sizes":{"network":"classifier","channels":[4,8],"dense":16,
            "dropout":[0.0,0.25],"is_normalised":true},"loss":"cross-entropy","seed":7,"epochs":3,
            "batch":64,"learning_rate":0.003,"schedule":"one_cycle","adamw":{"beta_1":0.9,
            "beta_2":0.999,"epsilon":1e-8,"weight_decay":0.01},"muon":{"momentum":0.95,
            "weight_decay":0.05,"weights":["conv2.weight","dense1.weight"]},"flip":true,"shift":1,
            "erase":0.5,"freeze_features":false,"extra_share":0.0,"images":"IMAGES",
            "extra":"EXTRA"}"#;
        let own = identity_of(4);
        let text = text.replace("IMAGES", &own.images).replace("EXTRA", &own.extra);
        assert_eq!(own.check(&text), Ok(()));
        assert_eq!(own.check(&own.text()), Ok(()));
    }

    #[test]
    fn other_labels_of_ones_own_pictures_are_another_run() {
        assert_eq!(identity_of(4).check(&identity_of(5).text()), Err(Difference::OtherRun));
        assert_eq!(identity_of(4).check("no identity"), Err(Difference::OtherRun));
    }

    #[test]
    fn a_later_version_is_told_apart_from_another_run() {
        let later = identity_of(4).text().replace("\"version\":1", "\"version\":2,\"new\":true");
        assert_eq!(identity_of(4).check(&later), Err(Difference::Version(2)));
    }
}
