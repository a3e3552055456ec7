//! Networks run over many images: for a run's validation, and over a part of the data set.

use burn::tensor::Device;
use dataset::{CLASSES, Class, Dataset, PIXELS, to_unit};
use ml::{
    Autoencoder, Classifier, DeviceError, logits, reconstruct, reconstruction_errors, traces,
};
use policy::decision::top;
use protocol::messages::{Answers, Reconstructions};
use protocol::run::{LIVE_VALIDATION, Score};
use statistics::finite::{Output, check_finite};
use statistics::metrics::{area_under_roc, confusion, softmax};

use crate::models::Model;

/// Images in one forward pass.
const BATCH: usize = 100;
/// Pairs of image and reconstruction that are shown: of the own class, and of the others.
const SHOWN: [usize; 2] = [4, 4];

/// What a network gives for the images from `first` on, [`BATCH`] at most.
///
/// # Errors
/// The device's words where the readback fails.
pub async fn assess(
    model: &Model,
    data: &Dataset,
    first: usize,
    answers: &mut Answers,
    device: &Device,
) -> Result<usize, DeviceError> {
    let last = (first + BATCH).min(data.len());
    let pixels = to_unit(&data.pixels[first * PIXELS..last * PIXELS]);
    let count = last - first;
    match (model, answers) {
        (Model::Classifier(network), Answers::Logits(all)) => {
            all.extend(logits(network, pixels, count, device).await?.into_iter().flatten());
        }
        (Model::Autoencoder(_, network, usual), Answers::Errors { errors, novelty, .. }) => {
            if let Some(usual) = usual {
                let traces = traces(network, pixels, count, device).await?;
                errors.extend(traces.iter().map(|trace| trace.error));
                let distances: Vec<f32> =
                    traces.iter().map(|trace| usual.distance(&trace.inner)).collect();
                check_finite(&distances, Output::Novelty)?;
                novelty.extend(distances);
            } else {
                errors.extend(reconstruction_errors(network, pixels, count, device).await?);
            }
        }
        // The caller makes the answers from the model.
        (Model::Classifier(_), Answers::Errors { .. })
        | (Model::Autoencoder(..), Answers::Logits(_)) => {}
    }
    Ok(last)
}

/// The images that runs are measured on as they learn: the first of each class.
pub fn live(validation: &Dataset) -> Dataset {
    let each = LIVE_VALIDATION / CLASSES;
    let mut places: Vec<usize> = Class::ALL
        .iter()
        .flat_map(|&class| validation.indices_of(class).into_iter().take(each))
        .collect();
    places.sort_unstable();
    validation.select(&places)
}

/// Mean cross-entropy in nats, and the predicted labels.
pub async fn classified(
    network: &Classifier,
    data: &Dataset,
    device: &Device,
) -> Result<(f32, Vec<u8>), DeviceError> {
    let (mut loss, mut predicted) = (0.0, Vec::with_capacity(data.len()));
    for first in (0..data.len()).step_by(BATCH) {
        let last = (first + BATCH).min(data.len());
        let pixels = to_unit(&data.pixels[first * PIXELS..last * PIXELS]);
        let rows = logits(network, pixels, last - first, device).await?;
        for (row, &label) in rows.iter().zip(&data.labels[first..last]) {
            let probabilities = softmax(row, 1.0);
            loss -= f64::from(probabilities[usize::from(label)].max(f32::MIN_POSITIVE)).ln();
            predicted.push(top(&probabilities).0.label());
        }
    }
    Ok(((loss / data.len().max(1) as f64) as f32, predicted))
}

/// A classifier's score on validation images.
pub async fn score(
    network: &Classifier,
    live: &Dataset,
    device: &Device,
) -> Result<Score, DeviceError> {
    let (loss, predicted) = classified(network, live, device).await?;
    Ok(Score::Classifier { loss, confusion: Box::new(confusion(&live.labels, &predicted)) })
}

/// An autoencoder's score on validation images, and what it makes of some of them.
pub async fn score_autoencoder(
    network: &Autoencoder,
    class: Class,
    live: &Dataset,
    device: &Device,
) -> Result<(Score, Reconstructions), DeviceError> {
    let mut shown = Reconstructions::default();
    for first in (0..live.len()).step_by(BATCH) {
        let last = (first + BATCH).min(live.len());
        let pixels = to_unit(&live.pixels[first * PIXELS..last * PIXELS]);
        let errors = reconstruction_errors(network, pixels, last - first, device).await?;
        for (error, &label) in errors.into_iter().zip(&live.labels[first..last]) {
            let is_normal = label == class.label();
            let side = if is_normal { &mut shown.normal_errors } else { &mut shown.other_errors };
            side.push(error);
        }
    }
    let places = shown_places(live, class);
    let some = live.select(&places);
    let pixels = reconstruct(network, to_unit(&some.pixels), some.len(), device).await?;
    shown.labels = some.labels;
    shown.originals = some.pixels;
    shown.reconstructions = pixels.iter().map(|value| (value * 255.0).round() as u8).collect();
    let normal = &shown.normal_errors;
    let loss = normal.iter().sum::<f32>() / normal.len().max(1) as f32;
    let auc = area_under_roc(normal, &shown.other_errors);
    Ok((Score::Autoencoder { loss, auc }, shown))
}

/// The first images of the class, then one each of the first other classes.
fn shown_places(live: &Dataset, class: Class) -> Vec<usize> {
    let [own, others] = SHOWN;
    let mut places: Vec<usize> = live.indices_of(class).into_iter().take(own).collect();
    let rest = Class::ALL.into_iter().filter(|&other| other != class).step_by(2);
    places.extend(rest.filter_map(|other| live.indices_of(other).first().copied()).take(others));
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    fn data(count: usize) -> Dataset {
        let labels: Vec<u8> = (0..count).map(|place| (place % CLASSES) as u8).collect();
        Dataset { pixels: vec![0; count * PIXELS], labels }
    }

    #[test]
    fn the_live_images_are_as_many_of_each_class() {
        let live = live(&data(5_000));
        assert_eq!(live.counts(), [100; CLASSES]);
    }

    #[test]
    fn the_own_class_is_shown_first_and_then_others() {
        let places = shown_places(&data(100), Class::Trouser);
        assert_eq!(places, [1, 11, 21, 31, 0, 3, 5, 7]);
    }
}
