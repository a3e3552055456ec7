//! What the quality check catches of images that are no garments as they should be.

use dataset::{Dataset, PIXELS, to_unit};
use download::progress;
use ml::Networks;
use policy::decision::top;
use policy::quality::{Quality, QualityLimits, detail};
use protocol::card::{ProbeCard, ProbesCard};
use statistics::metrics::proportion;
use vision::probe_images::{Probe, draw};

use futures::executor::block_on;

/// Images of each kind.
const PER_KIND: usize = 1000;
/// Images in one forward pass.
const BATCH: usize = 250;

/// The share of test garments that is rejected, and of each kind of probe, when each class has
/// these limits. Probes that change a garment change test garments, evenly spread over the set.
/// Each image is read by the class that the classifier gives it.
pub fn caught(
    networks: &Networks,
    limits: &[QualityLimits],
    test: &Dataset,
) -> anyhow::Result<ProbesCard> {
    let stride = (test.len() / PER_KIND).max(1);
    let bar = progress::steps((Probe::ALL.len() + 1) as u64, "probes");
    let false_rejects = rejected(networks, limits, &test.pixels)?;
    bar.inc(1);
    let mut caught = Vec::new();
    for kind in Probe::ALL {
        let drawn: Vec<u8> = (0..PER_KIND)
            .flat_map(|seed| draw(kind, seed as u64, Some(test.image(seed * stride % test.len()))))
            .collect();
        let hits = rejected(networks, limits, &drawn)?;
        caught.push(ProbeCard { kind, caught: proportion(hits, PER_KIND as u64) });
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(ProbesCard { false_rejects: proportion(false_rejects, test.len() as u64), caught })
}

/// How many images the check rejects.
fn rejected(networks: &Networks, limits: &[QualityLimits], pixels: &[u8]) -> anyhow::Result<u64> {
    let mut count = 0;
    for images in pixels.chunks(BATCH * PIXELS) {
        let judged = block_on(networks.judge(to_unit(images), images.len() / PIXELS))?;
        for (image, judged) in images.chunks_exact(PIXELS).zip(judged) {
            let class = top(&judged.probabilities).0.index();
            let quality = Quality::new(judged.errors[class], detail(image));
            count += u64::from(limits[class].outlier(quality, 1.0).is_some());
        }
    }
    Ok(count)
}
