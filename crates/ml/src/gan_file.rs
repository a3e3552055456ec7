//! Files of generators: a training in one file, from which it goes on anywhere as if it had never stopped, and a
//! generator alone, which only draws.
//!
//! Both are burnpacks. A training's tensors are those of [`GanRun::checkpoint`], `curve/…` and `film/…`; its
//! settings are text, and a checksum of all the rest stands beside them.

use burn::tensor::Device;
use dataset::PIXELS;
use protocol::gan::{DiscriminatorStep, Frame, GRID, GanConfig, GanRecord};

use crate::gan::Generator;
use crate::traverse::NamedTensor;
use crate::{DeviceError, GanRun, RunFileError, Weights, WeightsError};

/// Version of both files.
pub const GAN_FORMAT: u32 = 1;

/// See the [module](self).
#[derive(Clone, Debug, PartialEq)]
pub struct GanFile {
    /// How it is trained.
    pub config: GanConfig,
    /// What has been measured so far.
    pub record: GanRecord,
    /// Weights and the state of the optimizers, for [`GanRun::resume`].
    pub checkpoint: Weights,
    /// The generator as it draws outside of training.
    pub generator: Weights,
}

impl GanFile {
    /// The file of a training as it stands.
    ///
    /// # Errors
    /// The device's words where a readback fails.
    pub async fn of(run: &GanRun, record: GanRecord) -> Result<Self, DeviceError> {
        let checkpoint = run.checkpoint().await?;
        let generator = Weights::of(&run.settled()).await?;
        Ok(Self { config: run.config.clone(), record, checkpoint, generator })
    }

    /// The file's bytes.
    ///
    /// # Errors
    /// The format's own, which a training does not meet.
    pub fn to_bytes(&self) -> Result<Vec<u8>, RunFileError> {
        let mut file = self.checkpoint.clone();
        file.metadata.extend(facts("gan", &self.config)?);
        file.metadata.insert("seconds".to_owned(), self.record.seconds.to_string());
        file.add_part("settled", self.generator.tensors.clone());
        let row = |name: &str, values: Vec<f32>| NamedTensor {
            name: name.to_owned(),
            shape: vec![values.len()],
            values,
        };
        let steps = &self.record.discriminator;
        let column = |of: fn(&DiscriminatorStep) -> f32| steps.iter().map(of).collect();
        let frames = &self.record.frames;
        let rows = [
            row("curve/generator", self.record.generator.clone()),
            row("curve/discriminator", column(|step| step.loss)),
            row("curve/real", column(|step| step.real)),
            row("curve/fake", column(|step| step.fake)),
            row("film/steps", frames.iter().map(|frame| frame.step as f32).collect()),
            row("film/pixels", frames.iter().flat_map(|frame| packed(&frame.pixels)).collect()),
        ];
        file.tensors.extend(rows.into_iter().filter(|tensor| !tensor.values.is_empty()));
        Ok(file.to_sealed_burnpack()?)
    }

    /// Reads a training's file.
    ///
    /// # Errors
    /// Says of which version the file is, or what is missing.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, RunFileError> {
        let mut file = Weights::from_burnpack(bytes)?;
        if file.metadata.get("file").is_none_or(|kind| kind != "gan") {
            return Err(RunFileError::Part("gan"));
        }
        let config = config_of(&file)?;
        let take = |name: &str| -> Vec<f32> {
            let found = file.tensors.iter().find(|tensor| tensor.name == name);
            found.map(|tensor| tensor.values.clone()).unwrap_or_default()
        };
        let [loss, real, fake] = ["curve/discriminator", "curve/real", "curve/fake"].map(take);
        let steps = loss.into_iter().zip(real).zip(fake);
        let pixels = unpacked(&take("film/pixels"));
        let frames = take("film/steps").into_iter().zip(pixels.chunks_exact(GRID * PIXELS));
        let seconds = file.metadata.get("seconds").and_then(|seconds| seconds.parse().ok());
        let record = GanRecord {
            discriminator: steps
                .map(|((loss, real), fake)| DiscriminatorStep { loss, real, fake })
                .collect(),
            generator: take("curve/generator"),
            frames: frames
                .map(|(step, pixels)| Frame { step: step as u32, pixels: pixels.to_vec() })
                .collect(),
            seconds: seconds.unwrap_or_default(),
        };
        let generator = file.part("settled");
        let is_other = |tensor: &NamedTensor| {
            let parts = ["curve/", "film/", "settled/"];
            !parts.iter().any(|part| tensor.name.starts_with(part))
        };
        file.tensors.retain(is_other);
        Ok(Self { config, record, checkpoint: file, generator })
    }
}

/// The file of a generator that only draws.
///
/// # Errors
/// The format's own, which a generator does not meet.
pub fn generator_file(
    generator: &Weights,
    config: &GanConfig,
    precision: crate::Precision,
) -> Result<Vec<u8>, RunFileError> {
    let mut file = Weights { tensors: generator.tensors.clone(), ..Weights::default() };
    file.metadata.extend(facts("generator", config)?);
    Ok(file.to_burnpack(precision)?)
}

/// The generator in a training's file or in its own, and how it was trained.
///
/// # Errors
/// Bytes that are neither, or of another version.
pub fn generator_of(
    bytes: Vec<u8>,
    device: &Device,
) -> Result<(Generator, GanConfig), RunFileError> {
    let file = Weights::from_burnpack(bytes)?;
    let config = config_of(&file)?;
    let weights = match file.metadata.get("file").map(String::as_str) {
        Some("gan") => file.part("settled"),
        Some("generator") => Weights { tensors: file.tensors, ..Weights::default() },
        _ => return Err(RunFileError::Part("generator")),
    };
    let device = device.clone().inner();
    let generator: Result<Generator, WeightsError> = weights.load(Generator::new(&device), &device);
    Ok((generator?, config))
}

fn facts(file: &str, config: &GanConfig) -> Result<[(String, String); 3], RunFileError> {
    let config = serde_json::to_string(config).map_err(|_| RunFileError::Part("config"))?;
    let format = GAN_FORMAT.to_string();
    Ok([("file", file.to_owned()), ("gan_format", format), ("config", config)]
        .map(|(key, value)| (key.to_owned(), value)))
}

fn config_of(file: &Weights) -> Result<GanConfig, RunFileError> {
    let fact = |key: &str| file.metadata.get(key).cloned().unwrap_or_default();
    let (expected, found) = (GAN_FORMAT.to_string(), fact("gan_format"));
    if found.is_empty() {
        return Err(RunFileError::Part("generator"));
    }
    if found != expected {
        return Err(RunFileError::Version { fact: "gan_format", expected, found });
    }
    let config: GanConfig =
        serde_json::from_str(&fact("config")).map_err(|_| RunFileError::Part("config"))?;
    config.check().map_err(|_| RunFileError::Part("config"))?;
    Ok(config)
}

/// Two grey values a number, which single precision holds exactly.
fn packed(pixels: &[u8]) -> impl Iterator<Item = f32> {
    pixels.chunks_exact(2).map(|pair| f32::from(pair[0]) * 256.0 + f32::from(pair[1]))
}

fn unpacked(numbers: &[f32]) -> Vec<u8> {
    numbers.iter().flat_map(|&number| (number as u16).to_be_bytes()).collect()
}
