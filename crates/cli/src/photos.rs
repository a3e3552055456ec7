//! `vitrina evaluate --photos`: what the shipped networks and their policy are worth on photos that
//! people took, as they are and with their ground cut away.

use std::path::Path;

use anyhow::Context;
use burn::tensor::Device;
use dataset::Part;
use dataset::photos::{Truth, of_part};
use download::{Photos, progress};
use ml::DeviceError;
use policy::decision::{Reading, Verdict, top};
use serde::Serialize;
use statistics::evaluation::{PhotoFigures, PhotoVerdict, photo_figures};
use statistics::metrics::Proportion;
use text::Lang;
use vision::cutout::{self, Hints};
use vision::decode::decode;
use vision::photo::{Polarity, Prepared, prepare};

use crate::output::say;
use crate::{predict, shipped};

/// What was measured on a part of the photos.
#[derive(Debug, Serialize)]
struct Report {
    part: Part,
    /// The photos as they are.
    as_they_are: PhotoFigures,
    /// The same with their ground cut away.
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
    let (card, networks) = shipped::networks(models, &Device::flex())?;
    let policy = card.policy(Reading::PredictedClass);
    let photos = of_part(part);
    let bar = progress::steps(photos.len() as u64, "photos");
    let (mut as_they_are, mut cut_out) = (Vec::new(), Vec::new());
    for photo in &photos {
        let picture = decode(&files.read(photo)?).with_context(|| photo.image.to_owned())?;
        let verdict = |prepared: Prepared| -> Result<PhotoVerdict, DeviceError> {
            let judged = predict::judge(prepared, &networks)?;
            let (class, _) = top(&judged.probabilities);
            let decision = policy.decide(&judged.probabilities, &judged.errors, judged.detail);
            Ok(PhotoVerdict {
                sender: photo.sender,
                is_garment: photo.truth != Truth::NoneOfTheTen,
                is_right: photo.truth.includes(class),
                is_accepted: decision.verdict == Verdict::Accept,
            })
        };
        as_they_are.push(verdict(prepare(&picture, Polarity::Detect))?);
        let (prepared, _) = cutout::prepare(&picture, Polarity::Detect, &Hints::default());
        cut_out.push(verdict(prepared)?);
        bar.inc(1);
    }
    bar.finish_and_clear();
    let report =
        Report { part, as_they_are: photo_figures(&as_they_are), cut_out: photo_figures(&cut_out) };
    if json {
        say!("{}", serde_json::to_string_pretty(&report)?)?;
        return Ok(());
    }
    for (title, figures) in
        [(lang.photos_as_they_are(), &report.as_they_are), (lang.photos_cut_out(), &report.cut_out)]
    {
        say!("{title}")?;
        print(figures, lang)?;
    }
    Ok(())
}

fn print(figures: &PhotoFigures, lang: Lang) -> std::io::Result<()> {
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
