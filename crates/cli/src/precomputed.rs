//! What the shipped networks give over the validation and the test images, written for the pages that
//! show it: measured here once instead of in every visitor's browser.

use std::path::Path;

use anyhow::Context;
use api::answer::Judged;
use burn::tensor::Device;
use dataset::photos::{Photo, fixture};
use dataset::{CLASSES, Class, Dataset, PIXELS, Part, to_unit};
use download::{Photos, files};
use futures::executor::block_on;
use image::codecs::jpeg::JpegEncoder;
use image::{Rgb, RgbImage};
use ml::{Networks, Trace, shipped};
use policy::decision::{PhotoThresholds, Policy, Verdict, top};
use policy::quality::detail;
use protocol::messages::Answers;
use protocol::precomputed::{
    JudgedPhoto, JudgedPhotos, PHOTO_SHEET, PHOTOS, PROBES, PROBES_PER_KIND, PartFacts, Probes,
    SHEET_COLUMNS, SHEET_SIDE, answers_file, answers_to_bytes, part_file, probe_places,
    probe_weights,
};
use vision::cutout::reduced;
use vision::decode::decode;
use vision::probe_images::{Probe, draw};

use crate::evaluate;
use crate::output::say;
use crate::shipped as shipped_files;

/// Images in one forward pass.
const BATCH: usize = 100;
/// What small copies of photos lie on, and how well they are kept, of 100.
const SHEET_GROUND: [u8; 3] = [128; 3];
/// See [`SHEET_GROUND`].
const SHEET_QUALITY: u8 = 78;

/// Judges both parts with the networks that lie in `folder`, and writes what they give beside them.
pub fn write(folder: &Path, validation: &Dataset, test: &Dataset) -> anyhow::Result<()> {
    let card = shipped_files::card(folder)?;
    let device = Device::flex();
    let networks = shipped_files::load(&card, folder, &device)?;
    let imbalanced =
        shipped_files::weights(folder, &card.imbalanced.file, &card.imbalanced.sha256)?;
    let imbalanced = shipped::classifier(&imbalanced, &device)?;
    let put = |name: &str, bytes: Vec<u8>| -> anyhow::Result<()> {
        let path = folder.join(name);
        files::write(&path, &bytes)?;
        Ok(say!("{}", path.display())?)
    };
    for (part, data) in [(Part::Validation, validation), (Part::Test, test)] {
        let details = data.pixels.chunks_exact(PIXELS).map(detail).collect();
        let facts = PartFacts { labels: data.labels.clone(), details };
        put(&part_file(part), facts.to_bytes()?)?;
        for (own, network) in
            [(&card.classifier, &networks.classifier), (&card.imbalanced, &imbalanced)]
        {
            let logits = evaluate::logits(network, data, &device)?;
            let answers = Answers::Logits(logits.into_flattened());
            put(&answers_file(&own.file, part), answers_to_bytes(&answers, &own.sha256)?)?;
        }
        let pairs = networks.autoencoders.iter().zip(&networks.whitenings);
        for (own, (network, usual)) in card.autoencoders.iter().zip(pairs) {
            let usual = usual.as_ref().context("an autoencoder has no whitening")?;
            let traces = evaluate::traces(network, data, own.class.slug(), &device)?;
            let novelty = traces.iter().map(|trace: &Trace| usual.distance(&trace.inner)).collect();
            let errors = traces.iter().map(|trace| trace.error).collect();
            let answers = Answers::Errors { class: own.class, errors, novelty };
            put(&answers_file(&own.file, part), answers_to_bytes(&answers, &own.sha256)?)?;
        }
    }
    put(PROBES, probes(&networks, validation)?.to_bytes(&probe_weights(&card))?)
}

fn probes(networks: &Networks, validation: &Dataset) -> anyhow::Result<Probes> {
    let places: Vec<usize> = probe_places().into_iter().map(|place| place as usize).collect();
    let garments = validation.select(&places);
    let drawn = Probe::ALL.into_iter().flat_map(|kind| {
        let garments = &garments;
        (0..PROBES_PER_KIND)
            .flat_map(move |seed| draw(kind, seed as u64, Some(garments.image(seed))))
    });
    let drawn: Vec<u8> = drawn.collect();
    let (mut probabilities, mut errors): (Vec<[f32; CLASSES]>, Vec<[f32; CLASSES]>) =
        (Vec::new(), Vec::new());
    for pixels in drawn.chunks(BATCH * PIXELS) {
        for judged in block_on(networks.judge(to_unit(pixels), pixels.len() / PIXELS))? {
            probabilities.push(judged.probabilities);
            errors.push(judged.errors);
        }
    }
    Ok(Probes { garments: garments.pixels, probabilities, errors })
}

/// Writes what was said of the photos of the test part, with small copies of those that the tests carry.
pub fn write_photos(
    folder: &Path,
    weights: &str,
    judged: &[(Photo, Judged)],
    files: &Photos,
    policy: &Policy,
) -> anyhow::Result<()> {
    let photos = judged.iter().map(|(photo, judged)| of_photo(photo, judged, policy)).collect();
    let [shown, _] = fixture();
    let place = |wanted: &Photo| judged.iter().position(|(photo, _)| photo.image == wanted.image);
    let places = shown.iter().map(|photo| {
        let place = place(photo).with_context(|| format!("{} was not judged", photo.image))?;
        Ok(u16::try_from(place)?)
    });
    let places = places.collect::<anyhow::Result<Vec<_>>>()?;
    let all = JudgedPhotos::new(weights.to_owned(), photos, places);
    files::write(&folder.join(PHOTOS), &all.to_bytes()?)?;
    files::write(&folder.join(PHOTO_SHEET), &sheet(&shown, files)?)?;
    Ok(say!("{}", folder.join(PHOTOS).display())?)
}

fn of_photo(photo: &Photo, judged: &Judged, policy: &Policy) -> JudgedPhoto {
    let Judged { probabilities, answered, errors, detail, .. } = judged;
    let (predicted, confidence) = top(probabilities);
    let right = Class::ALL.into_iter().filter(|&class| photo.truth.includes(class)).collect();
    let verdict_of =
        |policy: &Policy| policy.decide_picture(probabilities, *answered, errors, *detail).verdict;
    let photos = PhotoThresholds { min_confidence: 0.0, ..policy.photos };
    let lenient = Policy { min_confidence: 0.0, photos, ..policy.clone() };
    JudgedPhoto {
        right,
        predicted,
        confidence,
        none_of_the_ten: answered.none_of_the_ten,
        verdict: verdict_of(policy),
        is_typical: verdict_of(&lenient) == Verdict::Accept,
    }
}

/// Small copies of photos in one JPEG, [`SHEET_COLUMNS`] in a row, each whole on a grey square.
fn sheet(shown: &[Photo], files: &Photos) -> anyhow::Result<Vec<u8>> {
    let side = SHEET_SIDE;
    let rows = shown.len().div_ceil(SHEET_COLUMNS) as u32;
    let mut sheet =
        RgbImage::from_pixel(side * SHEET_COLUMNS as u32, side * rows, Rgb(SHEET_GROUND));
    for (place, photo) in shown.iter().enumerate() {
        let picture = decode(&files.read(photo)?).with_context(|| photo.image.to_owned())?;
        let small = reduced(&picture, side as usize).context("a photo without pixels")?;
        let (width, height) = (small.width, small.height);
        let small = RgbImage::from_raw(width, height, small.rgb).context("too few pixels")?;
        let (column, row) = ((place % SHEET_COLUMNS) as u32, (place / SHEET_COLUMNS) as u32);
        let x = column * side + (side - width) / 2;
        let y = row * side + (side - height) / 2;
        image::imageops::replace(&mut sheet, &small, x.into(), y.into());
    }
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, SHEET_QUALITY).encode_image(&sheet)?;
    Ok(bytes)
}
