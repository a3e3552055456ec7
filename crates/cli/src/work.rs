//! The work folder: trained weights wait there until all are there, so that an interruption costs
//! at most one epoch.

use std::fs;
use std::path::PathBuf;

use anyhow::Context;
use burn::tensor::Device;
use dataset::files;
use domain::data::Dataset;
use domain::{Class, Lang};
use ml::{Network, Plan, Precision, Weights, identity};

use crate::train::{Place, save, train_network};

/// See the [module](self).
pub struct Work {
    /// Where the weights wait, each with a note of how it was trained.
    pub folder: PathBuf,
    /// Whether to train anew what waits.
    pub fresh: bool,
    /// Where to train.
    pub device: Device,
    /// Language of messages.
    pub lang: Lang,
}

impl Work {
    /// The named folder, else the one in the user's cache.
    pub fn new(folder: Option<PathBuf>, fresh: bool, device: Device, lang: Lang) -> Self {
        let folder = folder.unwrap_or_else(|| files::cache().join("models"));
        Self { folder, fresh, device, lang }
    }

    /// The weights file of this title.
    pub fn file(&self, title: &str) -> PathBuf {
        self.folder.join(format!("{title}.bpk"))
    }

    /// A network that waits, trained by this plan at these sizes, or that is trained now. A
    /// training that was interrupted goes on where it was.
    pub fn trained<N: Network>(
        &self,
        title: &str,
        class: Option<Class>,
        plan: Plan,
        data: &Dataset,
        images: Vec<usize>,
    ) -> anyhow::Result<N> {
        let (output, note) = (self.file(title), self.folder.join(format!("{title}.plan")));
        let sizes = N::Config::default();
        let how = identity::<N>(&plan, &sizes, &images.clone().into());
        if !self.fresh && output.exists() && fs::read_to_string(&note).is_ok_and(|text| text == how)
        {
            let weights = Weights::from_burnpack(fs::read(&output)?)?;
            return Ok(weights.load(N::build(sizes, &self.device), &self.device)?);
        }
        fs::create_dir_all(&self.folder)
            .with_context(|| format!("cannot create {}", self.folder.display()))?;
        let place = Place { output: &output, title, fresh: self.fresh, start: None };
        let network = train_network(plan, data, images, &self.device, &place, self.lang)?;
        // Never a note of one training beside the weights of another.
        if note.exists() {
            fs::remove_file(&note).with_context(|| format!("cannot remove {}", note.display()))?;
        }
        save(&network, None, &output, Precision::Single, class)?;
        files::write(&note, how.as_bytes())?;
        place.forget_checkpoint()?;
        Ok(network)
    }
}
