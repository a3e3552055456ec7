//! The work folder: trained weights wait there until all are there, so that an interruption costs
//! at most one epoch.

use std::fs;
use std::path::PathBuf;

use anyhow::Context;
use burn::tensor::Device;
use dataset::{Class, Dataset};
use download::files;
use ml::{Network, Plan, Precision, Weights, identity};
use text::Lang;

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
        self.wait_or_train(title, class, None, plan, data, images)
    }

    /// The same, from these weights instead of weights drawn from the seed.
    pub fn tuned<N: Network>(
        &self,
        title: &str,
        start: &Weights,
        plan: Plan,
        data: &Dataset,
        images: Vec<usize>,
    ) -> anyhow::Result<N> {
        self.wait_or_train(title, None, Some(start), plan, data, images)
    }

    /// Removes what waits under this title, if anything does.
    pub fn forget(&self, title: &str) -> anyhow::Result<()> {
        for path in [self.file(title), self.note(title)] {
            if path.exists() {
                let shown = path.display().to_string();
                fs::remove_file(path).with_context(|| format!("cannot remove {shown}"))?;
            }
        }
        Ok(())
    }

    fn note(&self, title: &str) -> PathBuf {
        self.folder.join(format!("{title}.plan"))
    }

    fn wait_or_train<N: Network>(
        &self,
        title: &str,
        class: Option<Class>,
        start: Option<&Weights>,
        plan: Plan,
        data: &Dataset,
        images: Vec<usize>,
    ) -> anyhow::Result<N> {
        let (output, note) = (self.file(title), self.note(title));
        let sizes = start.map(N::config_of).transpose()?.unwrap_or_default();
        let mut how = identity::<N>(&plan, &sizes, &images.clone().into());
        if let Some(start) = start {
            let start = files::sha256(&start.to_burnpack(Precision::Single)?);
            how = format!("{how}; from {start}");
        }
        if !self.fresh && output.exists() && fs::read_to_string(&note).is_ok_and(|text| text == how)
        {
            let weights = Weights::from_burnpack(fs::read(&output)?)?;
            return Ok(weights.load(N::build(sizes, &self.device), &self.device)?);
        }
        fs::create_dir_all(&self.folder)
            .with_context(|| format!("cannot create {}", self.folder.display()))?;
        let place = Place { output: &output, title, fresh: self.fresh, start };
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
