//! The networks beside the ones that judge: shipped ones that are fetched when they are asked for,
//! and the visitor's own.

use burn::tensor::Device;
use dataset::Class;
use ml::whitening::Whitening;
use ml::{Autoencoder, Classifier, Networks, Weights, network_weights, shipped};
use protocol::card::Card;
use protocol::messages::{JobError, ModelRef};

use crate::host::Host;

/// A network of either kind.
pub enum Model {
    /// Names the class.
    Classifier(Box<Classifier>),
    /// Reconstructs this class, with what is usual of it where that is known.
    Autoencoder(Class, Box<Autoencoder>, Option<Whitening>),
}

/// The shipped networks and where more of them are.
pub struct Shipped {
    /// Address of the folder `models/`.
    pub folder: String,
    /// The card.
    pub card: Card,
    /// What is always loaded.
    pub networks: Networks,
    imbalanced: Option<Classifier>,
}

impl Shipped {
    /// The shipped networks, of which those that judge are loaded.
    pub fn new(folder: String, card: Card, networks: Networks) -> Self {
        Self { folder, card, networks, imbalanced: None }
    }

    /// The network that is asked for.
    ///
    /// # Errors
    /// A shipped file that cannot be had, or own bytes that hold no network.
    pub async fn model(&mut self, host: &impl Host, which: ModelRef) -> Result<Model, JobError> {
        Ok(match which {
            ModelRef::Classifier => Model::Classifier(Box::new(self.networks.classifier.clone())),
            ModelRef::Imbalanced => Model::Classifier(Box::new(self.imbalanced(host).await?)),
            ModelRef::Autoencoder(class) => {
                let Networks { autoencoders, whitenings, .. } = &self.networks;
                let (network, usual) = (&autoencoders[class.index()], &whitenings[class.index()]);
                Model::Autoencoder(class, Box::new(network.clone()), usual.clone())
            }
            ModelRef::Own(bytes) => own(bytes, &self.networks.device)?,
        })
    }

    async fn imbalanced(&mut self, host: &impl Host) -> Result<Classifier, JobError> {
        if let Some(network) = &self.imbalanced {
            return Ok(network.clone());
        }
        let (file, sha256) = (&self.card.imbalanced.file, &self.card.imbalanced.sha256);
        let bytes = fetch(host, &self.folder, file, &|_, _| {}).await?;
        let damaged = |reason: String| JobError::Damaged { file: file.clone(), reason };
        let weights = shipped::weights(bytes, sha256).map_err(|e| damaged(e.to_string()))?;
        let network = shipped::classifier(&weights, &self.networks.device);
        let network = network.map_err(|error| damaged(error.to_string()))?;
        self.imbalanced = Some(network.clone());
        Ok(network)
    }
}

/// A file of the folder `models/`.
pub async fn fetch(
    host: &impl Host,
    folder: &str,
    file: &str,
    progress: &dyn Fn(u64, u64),
) -> Result<Vec<u8>, JobError> {
    let fetched = host.fetch(&format!("{folder}{file}"), progress).await;
    fetched.map_err(|reason| JobError::NotLoaded { file: file.to_owned(), reason })
}

/// What the visitor's own file is called in errors.
pub const OWN_FILE: &str = "file";

/// The network in a run file or a weights file.
pub fn own(bytes: Vec<u8>, device: &Device) -> Result<Model, JobError> {
    let damaged = |reason: String| JobError::Damaged { file: OWN_FILE.to_owned(), reason };
    let weights: Weights = network_weights(bytes).map_err(|error| damaged(error.to_string()))?;
    let fact = |key: &str| weights.metadata.get(key).map(String::as_str).unwrap_or_default();
    for (key, expected) in [
        ("format", protocol::card::WEIGHTS_FORMAT.to_string()),
        ("preprocessing", vision::photo::VERSION.to_string()),
    ] {
        let found = fact(key).to_owned();
        if found != expected {
            return Err(JobError::OtherVersion { file: OWN_FILE.to_owned(), expected, found });
        }
    }
    let model = match fact("kind") {
        "classifier" => shipped::classifier(&weights, device)
            .map(|network| Model::Classifier(Box::new(network))),
        "autoencoder" => {
            let class = Class::parse(fact("class"));
            let class = class.ok_or_else(|| damaged("it does not name its class".to_owned()))?;
            let usual = weights.whitening();
            let network = shipped::autoencoder(&weights, device);
            network.map(|network| Model::Autoencoder(class, Box::new(network), usual))
        }
        _ => return Err(damaged("it holds neither a classifier nor an autoencoder".to_owned())),
    };
    model.map_err(|error| damaged(error.to_string()))
}
