//! How good the images of a generator are, as numbers: held against real images in the space of a classifier's
//! first dense layer.

use burn::tensor::{Device, Transaction};
use dataset::{Class, Dataset, PIXELS, to_unit};
use protocol::gan::GanQuality;
use statistics::finite::{Output, check_finite};
use statistics::generation::{
    Variety, copy_check, density_and_coverage, frechet_distance, nearest,
};

use crate::inference::images;
use crate::{Classifier, DeviceError};

/// Images that are drawn to be measured, and real images that they are held against, at most.
pub const QUALITY_IMAGES: usize = 1_000;
/// Seed of the codes that they are drawn from.
pub const QUALITY_SEED: u64 = 11;
/// Neighbours that density and coverage look at, as in the paper.
const NEIGHBOURS: usize = 5;
/// Images in one pass: one of the two sizes that a GPU has its kernels for.
const BATCH: usize = 16;

/// The images that a generator is measured by.
pub struct QualitySets {
    class: Class,
    drawn: Vec<u8>,
    /// Real images that it did not see.
    real: Vec<u8>,
    /// Others of them, for what is the best that can be had.
    others: Vec<u8>,
    /// What it saw.
    training: Vec<u8>,
}

impl QualitySets {
    /// The sets of a generator of a class that saw the images of `train` at these places.
    pub fn new(
        class: Class,
        drawn: Vec<u8>,
        train: &Dataset,
        places: &[usize],
        test: &Dataset,
    ) -> Self {
        let most = QUALITY_IMAGES * PIXELS;
        let first = |mut pixels: Vec<u8>| {
            pixels.truncate(most);
            pixels
        };
        let unseen = train.indices_of(class).into_iter().filter(|place| !places.contains(place));
        let unseen: Vec<usize> = unseen.take(QUALITY_IMAGES).collect();
        // Where it saw all there are, what it saw has to do.
        let others = if unseen.len() < QUALITY_IMAGES / 2 { places } else { &unseen };
        Self {
            class,
            drawn: first(drawn),
            real: first(test.only(class).pixels),
            others: first(train.select(others).pixels),
            training: train.select(places).pixels,
        }
    }

    /// The three sets that [`seen`] is to be asked about, in the order that [`measure`] takes.
    pub fn to_be_judged(&self) -> [&[u8]; 3] {
        [&self.drawn, &self.real, &self.others]
    }
}

/// What a classifier makes of images.
pub struct Seen {
    /// Values of its first dense layer, `width` an image.
    features: Vec<f32>,
    width: usize,
    /// The class that each is put in.
    labels: Vec<usize>,
}

/// What a classifier makes of images of 784 grey values each.
///
/// # Errors
/// The device's words where the readback fails, or numbers that are not finite.
pub async fn seen(
    classifier: &Classifier,
    pixels: &[u8],
    device: &Device,
) -> Result<Seen, DeviceError> {
    let device = device.clone().inner();
    let mut seen = Seen { features: Vec::new(), width: 0, labels: Vec::new() };
    for some in pixels.chunks(BATCH * PIXELS) {
        let count = some.len() / PIXELS;
        let [dense, logits] = classifier.inner(images(to_unit(some), count, &device));
        let read = Transaction::default().register(dense).register(logits).execute_async();
        let read = read.await.map_err(|error| DeviceError::Readback(error.to_string()))?;
        let mut rows = read.into_iter().map(|data| data.iter::<f32>().collect::<Vec<f32>>());
        let (features, logits) = (rows.next().unwrap_or_default(), rows.next().unwrap_or_default());
        check_finite(&features, Output::FeatureMaps)?;
        check_finite(&logits, Output::Logits)?;
        seen.width = features.len() / count.max(1);
        seen.features.extend(features);
        let best = |row: &[f32]| (0..row.len()).max_by(|&a, &b| row[a].total_cmp(&row[b]));
        seen.labels.extend(logits.chunks_exact(dataset::CLASSES).filter_map(best));
    }
    Ok(seen)
}

/// How good the drawn images are, from what a classifier saw in each of the sets; none where there are too few.
pub fn measure(sets: &QualitySets, seen: &[Seen]) -> Option<GanQuality> {
    let [drawn, real, others] = seen else { return None };
    let width = real.width;
    let named = |seen: &Seen| {
        let own = seen.labels.iter().filter(|&&label| label == sets.class.index()).count();
        own as f64 / seen.labels.len().max(1) as f64
    };
    let distances = |pixels: &[u8]| -> Vec<f64> {
        let images = pixels.chunks_exact(PIXELS);
        images
            .filter_map(|image| nearest(image, &sets.training))
            .map(|near| near.distance)
            .collect()
    };
    Some(GanQuality {
        class: sets.class,
        n: (sets.drawn.len() / PIXELS) as u32,
        n_real: (sets.real.len() / PIXELS) as u32,
        n_training: (sets.training.len() / PIXELS) as u32,
        frechet: frechet_distance(&drawn.features, &real.features, width)?,
        frechet_floor: frechet_distance(&others.features, &real.features, width)?,
        fidelity: density_and_coverage(&real.features, &drawn.features, width, NEIGHBOURS)?,
        fidelity_floor: density_and_coverage(&real.features, &others.features, width, NEIGHBOURS)?,
        named: named(drawn),
        named_real: named(real),
        copying: copy_check(&distances(&sets.drawn), &distances(&sets.real)),
        variety: Variety::of(&to_unit(&sets.drawn), &to_unit(&sets.real), PIXELS)?,
    })
}
