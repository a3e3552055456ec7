//! A run of either network, behind one face.

use burn::module::Module;
use burn::tensor::{Device, Transaction};
use dataset::{Dataset, PIXELS, to_unit};
use ml::{
    Autoencoder, AutoencoderConfig, Classifier, ClassifierConfig, DeviceError, Network, Plan,
    ResumeError, Run, Source, TrainedStep, Weights, images,
};
use protocol::messages::{JobError, LayerMaps};
use protocol::run::{NetworkChoice, RateMark, RunConfig};
use statistics::finite::{NotFinite, Output, check_finite};

use crate::models::OWN_FILE;

/// See the [module](self).
pub enum AnyRun {
    /// Of a classifier.
    Classifier(Box<Run<Classifier>>),
    /// Of an autoencoder.
    Autoencoder(Box<Run<Autoencoder>>),
}

/// The same expression for a run of either network.
macro_rules! each {
    ($run:expr, $name:ident => $body:expr) => {
        match $run {
            AnyRun::Classifier($name) => $body,
            AnyRun::Autoencoder($name) => $body,
        }
    };
}

/// Where a run begins.
pub enum Origin<'a> {
    /// Weights drawn from the seed.
    Scratch,
    /// Given weights, no step taken.
    Weights(&'a Weights),
    /// A checkpoint of the same run.
    Checkpoint(&'a Weights),
}

impl AnyRun {
    /// A run of a configuration.
    ///
    /// # Errors
    /// Weights or a checkpoint that do not fit.
    pub fn open(
        config: &RunConfig,
        origin: &Origin,
        source: Source,
        device: &Device,
    ) -> Result<Self, JobError> {
        let plan = Plan::from(config);
        Ok(match config.network {
            NetworkChoice::Classifier(shape) => {
                let sizes = ClassifierConfig::from(shape);
                Self::Classifier(Box::new(begin(plan, sizes, origin, source, device)?))
            }
            NetworkChoice::Autoencoder(_) => {
                let sizes = AutoencoderConfig::default();
                Self::Autoencoder(Box::new(begin(plan, sizes, origin, source, device)?))
            }
        })
    }

    /// Takes a step; none when the run is done.
    pub fn step(&mut self, data: &Dataset) -> Option<TrainedStep> {
        each!(self, run => run.step(data))
    }

    /// Steps taken.
    pub fn step_count(&self) -> u64 {
        each!(self, run => run.step_count())
    }

    /// Steps in all.
    pub fn steps(&self) -> u64 {
        each!(self, run => run.steps())
    }

    /// Steps an epoch.
    pub fn steps_per_epoch(&self) -> u64 {
        each!(self, run => run.steps_per_epoch())
    }

    /// What it is trained on.
    pub fn source(&self) -> &Source {
        each!(self, run => run.source())
    }

    /// Images a step.
    pub fn batch(&self) -> usize {
        each!(self, run => run.plan.batch)
    }

    /// Weights and biases.
    pub fn parameters(&self) -> usize {
        each!(self, run => run.trainer.network.num_params())
    }

    /// Learning rates set by hand.
    pub fn rates(&self) -> &[RateMark] {
        each!(self, run => &run.rates)
    }

    /// Puts back learning rates that were set by hand.
    pub fn restore_rates(&mut self, rates: Vec<RateMark>) {
        each!(self, run => run.rates = rates);
    }

    /// Sets the highest learning rate from the next step on.
    pub fn set_rate(&mut self, rate: f64) {
        each!(self, run => run.set_rate(rate));
    }

    /// Everything needed to resume.
    ///
    /// # Errors
    /// The device's words where the readback fails.
    pub async fn checkpoint(&self) -> Result<Weights, DeviceError> {
        each!(self, run => run.checkpoint().await)
    }

    /// What each convolution makes of an image of 784 grey values.
    ///
    /// # Errors
    /// The device's words where the readback fails.
    pub async fn maps(&self, image: &[u8], device: &Device) -> Result<Vec<LayerMaps>, DeviceError> {
        match self {
            Self::Classifier(run) => maps(&run.network(), ["conv1", "conv2"], image, device).await,
            Self::Autoencoder(run) => maps(&run.network(), ["down1", "down2"], image, device).await,
        }
    }
}

fn begin<N: Network>(
    plan: Plan,
    sizes: N::Config,
    origin: &Origin,
    source: Source,
    device: &Device,
) -> Result<Run<N>, JobError> {
    let damaged = |reason: String| JobError::Damaged { file: OWN_FILE.to_owned(), reason };
    match origin {
        Origin::Scratch => Ok(Run::new(plan, sizes, source, device)),
        Origin::Weights(weights) => Run::from_weights(plan, sizes, weights, source, device)
            .map_err(|error| damaged(error.to_string())),
        Origin::Checkpoint(checkpoint) => Run::resume(plan, sizes, source, checkpoint, device)
            .map_err(|error| match error {
                ResumeError::Version { expected, found } => JobError::OtherVersion {
                    file: OWN_FILE.to_owned(),
                    expected: expected.to_string(),
                    found: found.to_string(),
                },
                error => damaged(error.to_string()),
            }),
    }
}

async fn maps<N: Network>(
    network: &N,
    names: [&str; 2],
    image: &[u8],
    device: &Device,
) -> Result<Vec<LayerMaps>, DeviceError> {
    debug_assert_eq!(image.len(), PIXELS);
    let layers = network.features(images(to_unit(image), 1, device));
    let dims = layers.each_ref().map(|layer| layer.dims());
    let transaction =
        layers.into_iter().fold(Transaction::default(), |all, layer| all.register(layer));
    let data =
        transaction.execute_async().await.map_err(|e| DeviceError::Readback(e.to_string()))?;
    let layer =
        |((name, data), [_, channels, side, _]): ((&str, burn::tensor::TensorData), [usize; 4])| {
            let values: Vec<f32> = data.iter::<f32>().collect();
            check_finite(&values, Output::FeatureMaps)?;
            Ok(LayerMaps {
                layer: name.to_owned(),
                channels: channels as u32,
                side: side as u32,
                pixels: values.chunks_exact(side * side).flat_map(stretched).collect(),
            })
        };
    let layers = names.into_iter().zip(data).zip(dims).map(layer);
    Ok(layers.collect::<Result<_, NotFinite>>()?)
}

/// A map as grey values from its least to its greatest value; black where all are the same.
fn stretched(map: &[f32]) -> Vec<u8> {
    let least = map.iter().copied().fold(f32::INFINITY, f32::min);
    let most = map.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let span = if most > least { most - least } else { f32::INFINITY };
    map.iter().map(|value| ((value - least) / span * 255.0).round() as u8).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_map_is_stretched_over_all_greys_and_a_flat_one_is_black() {
        assert_eq!(stretched(&[1.0, 2.0, 3.0]), [0, 128, 255]);
        assert_eq!(stretched(&[5.0, 5.0]), [0, 0]);
    }
}
