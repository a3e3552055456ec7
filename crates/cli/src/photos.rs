//! `vitrina evaluate --photos`: what the shipped networks and their policy are worth on photos that
//! people took, and beside it what the data set's classifier alone would be.

use std::path::Path;

use anyhow::Context;
use api::answer::Judged;
use burn::tensor::Device;
use dataset::Part;
use dataset::photos::{Photo, Truth, of_part};
use download::{Photos, progress};
use ml::{DeviceError, Networks};
use policy::decision::{Policy, Reading, Verdict, top};
use serde::Serialize;
use statistics::evaluation::{PhotoFigures, PhotoVerdict, photo_figures};
use statistics::metrics::Proportion;
use text::Lang;
use vision::cutout::{self, Guidance, Seen};
use vision::decode::decode;
use vision::photo::{Polarity, prepare};

use crate::output::say;
use crate::predict;
use crate::shipped::Shipped;

/// What was measured on a part of the photos.
#[derive(Debug, Serialize)]
struct Report {
    part: Part,
    /// As the site and `vitrina predict` judge: cut out, by the classifier for photos.
    judged: PhotoFigures,
    /// By the data set's classifier, the photos as they are.
    as_they_are: PhotoFigures,
    /// By the data set's classifier, cut out.
    cut_out: PhotoFigures,
}

/// Measures and prints.
pub fn run(
    part: Part,
    photos: Option<&Path>,
    models: &Path,
    json: bool,
    lang: Lang,
) -> anyhow::Result<()> {
    let files = Photos::open(photos, lang)?;
    let Shipped { card, photos: photos_card, networks } = Shipped::open(models, &Device::flex())?;
    let reading = Reading::PredictedClass;
    let policy = Policy { photos: photos_card.thresholds(), ..card.policy(reading) };
    let of_data_set = Networks { photos: None, ..networks.clone() };
    let photos = of_part(part);
    let bar = progress::steps(photos.len() as u64, "photos");
    let (mut judged, mut as_they_are, mut cut_out) = (Vec::new(), Vec::new(), Vec::new());
    for photo in &photos {
        let picture = decode(&files.read(photo)?).with_context(|| photo.image.to_owned())?;
        let verdict = |seen: Seen, networks: &Networks| -> Result<PhotoVerdict, DeviceError> {
            Ok(verdict(photo, &predict::judge(seen, networks)?, &policy))
        };
        let seen = cutout::look(&picture, &Guidance::default());
        judged.push(verdict(seen.clone(), &networks)?);
        cut_out.push(verdict(seen, &of_data_set)?);
        let prepared = prepare(&picture, Polarity::Detect);
        as_they_are.push(verdict(Seen { prepared, cut: None, canvas: None }, &of_data_set)?);
        bar.inc(1);
    }
    bar.finish_and_clear();
    let [judged, as_they_are, cut_out] = [judged, as_they_are, cut_out].map(|v| photo_figures(&v));
    let report = Report { part, judged, as_they_are, cut_out };
    if json {
        say!("{}", serde_json::to_string_pretty(&report)?)?;
        return Ok(());
    }
    for (title, figures) in [
        (lang.photos_judged(), &report.judged),
        (lang.photos_as_they_are(), &report.as_they_are),
        (lang.photos_cut_out(), &report.cut_out),
    ] {
        say!("{title}")?;
        print(figures, lang)?;
    }
    Ok(())
}

/// What became of a photo by a policy.
pub fn verdict(photo: &Photo, judged: &Judged, policy: &Policy) -> PhotoVerdict {
    let Judged { probabilities, answered, errors, detail, .. } = judged;
    let (class, _) = top(probabilities);
    let decision = policy.decide_picture(probabilities, *answered, errors, *detail);
    PhotoVerdict {
        sender: photo.sender,
        is_garment: photo.truth != Truth::NoneOfTheTen,
        is_right: photo.truth.includes(class),
        is_accepted: decision.verdict == Verdict::Accept,
    }
}

/// Prints figures, a line each.
pub fn print(figures: &PhotoFigures, lang: Lang) -> std::io::Result<()> {
    for (name, share) in [
        (lang.photos_right(), figures.right),
        (lang.photos_accepted(), figures.accepted),
        (lang.photos_wrong_among_accepted(), figures.wrong_among_accepted),
        (lang.photos_others_accepted(), figures.others_accepted),
    ] {
        let Proportion { value, n, low, high } = share;
        let [value, low, high] = [value, low, high].map(|share| lang.percent(share, 1));
        say!("  {}", lang.photos_share(name, &value, &low, &high, &lang.count(n as u64)))?;
    }
    Ok(())
}
