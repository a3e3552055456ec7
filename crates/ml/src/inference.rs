//! Asking the networks. Everything that comes out is plain numbers, read back in one go.

use crate::whitening::Whitening;
use burn::tensor::{Device, Tensor, TensorData, Transaction};
use dataset::{CLASSES, Class, PIXELS, SIDE};
use policy::decision::{AnsweredBy, Reading, top};
use statistics::finite::{NotFinite, Output, check_finite};
use statistics::metrics::softmax;

use crate::photo_classifier::{ANSWERS, NONE, PhotoClassifier, photo_logits};
use crate::{Autoencoder, Classifier, DeviceError};

/// The shipped networks on one device, ready to judge.
#[derive(Clone, Debug)]
pub struct Networks {
    /// Names the class.
    pub classifier: Classifier,
    /// Divides the classifier's logits.
    pub temperature: f64,
    /// One a class, in the order of the labels.
    pub autoencoders: Vec<Autoencoder>,
    /// What each of them is used to, where that is known.
    pub whitenings: Vec<Option<Whitening>>,
    /// Names the class of people's photos, where there is such a classifier. Without it the other one
    /// answers for them too.
    pub photos: Option<PhotoJudge>,
    /// Where they are.
    pub device: Device,
}

/// The classifier for photos, with its temperature.
#[derive(Clone, Debug)]
pub struct PhotoJudge {
    /// Names the class, or none of the ten.
    pub classifier: PhotoClassifier,
    /// Divides its logits.
    pub temperature: f64,
}

/// What the classifier for photos says of one picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PhotoAnswer {
    /// Calibrated class probabilities.
    pub probabilities: [f32; CLASSES],
    /// Calibrated probability that it is none of the ten.
    pub none_of_the_ten: f32,
}

impl PhotoAnswer {
    /// The answer in a row of logits.
    ///
    /// # Errors
    /// Logits or probabilities that are not finite.
    pub fn new(logits: &[f32; ANSWERS], temperature: f64) -> Result<Self, NotFinite> {
        check_finite(logits, Output::Logits)?;
        let answers = softmax(logits, temperature);
        check_finite(&answers, Output::Probabilities)?;
        let probabilities = std::array::from_fn(|class| answers[class]);
        Ok(Self { probabilities, none_of_the_ten: answers[NONE] })
    }
}

/// What comes of the classifiers' answers about a picture, none of that for photos where it was not
/// asked. Where the garment `was_cut` out, that for photos answers alone; on a plain ground it says how
/// likely the picture is none of the ten, and among the ten the mean of both counts: neither has seen
/// shop pictures, and where one is wrong the other seldom agrees.
pub fn combined(
    data_set: [f32; CLASSES],
    photos: Option<&PhotoAnswer>,
    was_cut: bool,
) -> ([f32; CLASSES], AnsweredBy, f32) {
    match photos {
        None => (data_set, AnsweredBy::DataSet, 0.0),
        Some(photos) if was_cut => {
            (photos.probabilities, AnsweredBy::Photos, photos.none_of_the_ten)
        }
        Some(&PhotoAnswer { probabilities, none_of_the_ten }) => {
            let mean = |class: usize| {
                0.5 * (data_set[class] * (1.0 - none_of_the_ten) + probabilities[class])
            };
            (std::array::from_fn(mean), AnsweredBy::Both, none_of_the_ten)
        }
    }
}

impl PhotoJudge {
    /// Answers for `count` pictures, [`vision::crop::VALUES`] values each, in one readback.
    ///
    /// # Errors
    /// The device's words where the readback fails, or numbers that are not finite.
    pub async fn answer(
        &self,
        values: Vec<f32>,
        count: usize,
        device: &Device,
    ) -> Result<Vec<PhotoAnswer>, DeviceError> {
        let rows = photo_logits(&self.classifier, values, count, device).await?;
        let answers = rows.iter().map(|row| PhotoAnswer::new(row, self.temperature));
        answers.map(|answer| answer.map_err(DeviceError::from)).collect()
    }
}

/// What the networks say of one image.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgement {
    /// Calibrated class probabilities.
    pub probabilities: [f32; CLASSES],
    /// Mean squared reconstruction error by each class's autoencoder.
    pub errors: [f32; CLASSES],
    /// Reconstructions by each class's autoencoder, 10 × 784 values in (0, 1).
    pub reconstructions: Vec<f32>,
}

/// A batch of images on a device: `[count, 1, 28, 28]` from `count × 784` values in [0, 1].
pub fn images(pixels: Vec<f32>, count: usize, device: &Device) -> Tensor<4> {
    Tensor::from_data(TensorData::new(pixels, [count, 1, SIDE, SIDE]), device)
}

impl Networks {
    /// Calibrated class probabilities of a row of logits.
    ///
    /// # Errors
    /// Logits or probabilities that are not finite.
    pub fn probabilities(&self, logits: &[f32; CLASSES]) -> Result<[f32; CLASSES], NotFinite> {
        check_finite(logits, Output::Logits)?;
        let probabilities = softmax(logits, self.temperature);
        check_finite(&probabilities, Output::Probabilities)?;
        Ok(probabilities)
    }

    /// Judges a batch: classifier and all autoencoders, one readback.
    ///
    /// `pixels` holds `count × 784` values in [0, 1].
    ///
    /// # Errors
    /// The device's words where the readback fails, or numbers that are not finite.
    pub async fn judge(
        &self,
        pixels: Vec<f32>,
        count: usize,
    ) -> Result<Vec<Judgement>, DeviceError> {
        let batch = images(pixels.clone(), count, &self.device);
        let mut transaction =
            Transaction::default().register(self.classifier.forward(batch.clone()));
        for autoencoder in &self.autoencoders {
            transaction = transaction.register(autoencoder.forward(batch.clone()));
        }
        let data =
            transaction.execute_async().await.map_err(|e| DeviceError::Readback(e.to_string()))?;
        let mut rows = data.into_iter().map(|data| data.iter::<f32>().collect::<Vec<f32>>());
        let logits = rows.next().unwrap_or_default();
        let reconstructions: Vec<Vec<f32>> = rows.collect();
        let judge = |index: usize| -> Result<Judgement, DeviceError> {
            let image = &pixels[index * PIXELS..(index + 1) * PIXELS];
            let logits = std::array::from_fn(|class| logits[index * CLASSES + class]);
            let own: Vec<&[f32]> = reconstructions
                .iter()
                .map(|rows| &rows[index * PIXELS..(index + 1) * PIXELS])
                .collect();
            let probabilities = self.probabilities(&logits)?;
            let errors = std::array::from_fn(|class| mean_squared_error(image, own[class]));
            check_finite(&errors, Output::ReconstructionError)?;
            Ok(Judgement { probabilities, errors, reconstructions: own.concat() })
        };
        (0..count).map(judge).collect()
    }
}

/// What the classifier and the one autoencoder that judges say of one image.
#[derive(Clone, Debug, PartialEq)]
pub struct Glance {
    /// Calibrated class probabilities.
    pub probabilities: [f32; CLASSES],
    /// The class whose autoencoder judged.
    pub class: Class,
    /// Mean squared error of its reconstruction.
    pub error: f32,
}

impl Networks {
    /// Judges one image of 784 values in [0, 1] by the classifier and the autoencoder that
    /// `reading` names: the numbers of [`Self::judge`], up to rounding, for a fifth of its work
    /// and two readbacks.
    ///
    /// # Errors
    /// The device's words where a readback fails, or numbers that are not finite.
    pub async fn judge_by(
        &self,
        pixels: Vec<f32>,
        reading: Reading,
    ) -> Result<Glance, DeviceError> {
        let rows = logits(&self.classifier, pixels.clone(), 1, &self.device).await?;
        let row = rows.first().copied().unwrap_or([f32::NAN; CLASSES]);
        let probabilities = self.probabilities(&row)?;
        let class = reading.class(top(&probabilities).0);
        let autoencoder = &self.autoencoders[class.index()];
        let errors = reconstruction_errors(autoencoder, pixels, 1, &self.device).await?;
        let error = errors.first().copied().ok_or(NotFinite(Output::ReconstructionError))?;
        Ok(Glance { probabilities, class, error })
    }
}

/// Mean squared difference of two images, summed in `f64` so that the order does not matter.
fn mean_squared_error(image: &[f32], other: &[f32]) -> f32 {
    let sum: f64 = image.iter().zip(other).map(|(a, b)| f64::from(a - b).powi(2)).sum();
    (sum / image.len() as f64) as f32
}

/// Logits of a batch of `count × 784` values in [0, 1].
///
/// # Errors
/// The device's words where the readback fails, or numbers that are not finite.
pub async fn logits(
    classifier: &Classifier,
    pixels: Vec<f32>,
    count: usize,
    device: &Device,
) -> Result<Vec<[f32; CLASSES]>, DeviceError> {
    let data = classifier.forward(images(pixels, count, device)).into_data_async().await;
    let values: Vec<f32> =
        data.map_err(|e| DeviceError::Readback(e.to_string()))?.iter::<f32>().collect();
    check_finite(&values, Output::Logits)?;
    let rows = values.chunks_exact(CLASSES);
    Ok(rows.map(|row| std::array::from_fn(|class| row[class])).collect())
}

/// Reconstructions of a batch of `count × 784` values in [0, 1], as many values.
///
/// # Errors
/// The device's words where the readback fails, or numbers that are not finite.
pub async fn reconstruct(
    autoencoder: &Autoencoder,
    pixels: Vec<f32>,
    count: usize,
    device: &Device,
) -> Result<Vec<f32>, DeviceError> {
    let data = autoencoder.forward(images(pixels, count, device)).into_data_async().await;
    let data = data.map_err(|e| DeviceError::Readback(e.to_string()))?;
    let values: Vec<f32> = data.iter::<f32>().collect();
    check_finite(&values, Output::Reconstruction)?;
    Ok(values)
}

/// What an autoencoder makes of an image.
#[derive(Clone, Debug, PartialEq)]
pub struct Trace {
    /// Mean squared error of its reconstruction.
    pub error: f32,
    /// What [`Autoencoder::trace`] gives, to be held against a [`Whitening`].
    pub inner: Vec<f32>,
}

/// What an autoencoder makes of each image of a batch of `count × 784` values in [0, 1].
///
/// # Errors
/// The device's words where the readback fails, or numbers that are not finite.
pub async fn traces(
    autoencoder: &Autoencoder,
    pixels: Vec<f32>,
    count: usize,
    device: &Device,
) -> Result<Vec<Trace>, DeviceError> {
    let (others, inner) = autoencoder.trace(images(pixels.clone(), count, device));
    let read = Transaction::default().register(others).register(inner).execute_async().await;
    let read = read.map_err(|e| DeviceError::Readback(e.to_string()))?;
    let mut rows = read.into_iter().map(|data| data.iter::<f32>().collect::<Vec<f32>>());
    let (others, inner) = (rows.next().unwrap_or_default(), rows.next().unwrap_or_default());
    check_finite(&others, Output::Reconstruction)?;
    check_finite(&inner, Output::Novelty)?;
    let width = (inner.len() / count.max(1)).max(1);
    let pairs = pixels.chunks_exact(PIXELS).zip(others.chunks_exact(PIXELS));
    let traces = pairs.zip(inner.chunks_exact(width)).map(|((image, other), inner)| Trace {
        error: mean_squared_error(image, other),
        inner: inner.to_vec(),
    });
    Ok(traces.collect())
}

/// Mean squared reconstruction error of each image of a batch.
///
/// # Errors
/// The device's words where the readback fails, or numbers that are not finite.
pub async fn reconstruction_errors(
    autoencoder: &Autoencoder,
    pixels: Vec<f32>,
    count: usize,
    device: &Device,
) -> Result<Vec<f32>, DeviceError> {
    let others = reconstruct(autoencoder, pixels.clone(), count, device).await?;
    let pairs = pixels.chunks_exact(PIXELS).zip(others.chunks_exact(PIXELS));
    let errors: Vec<f32> = pairs.map(|(image, other)| mean_squared_error(image, other)).collect();
    check_finite(&errors, Output::ReconstructionError)?;
    Ok(errors)
}
