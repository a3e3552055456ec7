//! The training of the classifier for photos: the photos cut out, the run, and what it is worth on the
//! validation part.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::Context;
use api::answer::Judged;
use burn::tensor::Device;
use dataset::photos::{COMMIT, Photo, SENDER_SEED, Truth, of_part};
use dataset::{CLASSES, Class, Dataset, PIXELS, Part, Split};
use download::{Photos, progress};
use futures::executor::block_on;
use ml::{
    ANSWERS, NONE, Networks, PhotoClassifier, PhotoJudge, PhotoPlan, PhotoRun, PhotoSource,
    Precision, Weights, add_photo, photo_logits,
};
use policy::decision::{PhotoThresholds, Policy, Reading, top};
use policy::quality::Quality;
use protocol::card::{Card, FALSE_REJECT_SHARE};
use protocol::photos_card::{self, PhotoTrainingCard, PhotosCard};
use statistics::evaluation::{PhotoFigures, PhotoVerdict, photo_figures};
use statistics::metrics::{Proportion, fit_temperature_to_any, proportion, quantile};
use text::Lang;
use vision::crop::{Canvas, Pose, VALUES};
use vision::cutout::{self, Guidance, Hints, Seen};
use vision::decode::decode;

use crate::output::say;
use crate::photos::{print, verdict};
use crate::train::threads;
use crate::{precomputed, predict, shipped};

/// Name of the weights file.
const FILE: &str = "photos.bpk";
/// What the least confidence keeps on validation photos: the share of wrong ones among the accepted, and
/// of other things that are accepted. A little below what is promised, for validation was chosen on.
const WRONG_AMONG_ACCEPTED: f64 = 0.065;
/// Steps between two readings of the loss.
const READ_LOSS_EVERY: u64 = 50;
/// See [`WRONG_AMONG_ACCEPTED`].
const OTHERS_ACCEPTED: f64 = 0.035;

/// How the shipped classifier for photos is trained.
pub fn plan(seed: u64) -> PhotoPlan {
    PhotoPlan {
        seed,
        steps: 8_000,
        batch: 128,
        learning_rate: 3e-3,
        // 37 garments, 9 other things, 4 pieces of ground, 3 made-up pictures, 75 images.
        shares: [0.29, 0.07, 0.03, 0.02],
    }
}

/// A photo cut out.
pub struct CutPhoto {
    /// Which photo.
    pub photo: Photo,
    /// Its garment.
    pub canvas: Canvas,
    /// A piece of its ground, where there is room for one.
    pub ground: Option<Canvas>,
}

/// The photos of a part, cut out.
pub fn cut_out(files: &Photos, part: Part) -> anyhow::Result<Vec<CutPhoto>> {
    each(&of_part(part), "cutting out", |photo, index| {
        let picture = decode(&files.read(photo)?).with_context(|| photo.image.to_owned())?;
        let (canvas, cut) = cutout::canvas(&picture, &Hints::default())
            .with_context(|| format!("{} has no pixels", photo.image))?;
        let ground = Canvas::of_ground(&picture, &cut.mask, index as u64);
        Ok(CutPhoto { photo: *photo, canvas, ground })
    })
}

/// What the classifier for photos learns from.
pub fn source(photos: Vec<CutPhoto>, images: Vec<usize>) -> PhotoSource {
    let mut source = PhotoSource { images, ..PhotoSource::default() };
    for CutPhoto { photo, canvas, ground } in photos {
        add_photo(&mut source, canvas, photo.truth);
        source.grounds.extend(ground);
    }
    source
}

/// Trains the classifier and returns it as it infers.
pub fn train(
    plan: PhotoPlan,
    data: &Dataset,
    source: PhotoSource,
    device: &Device,
    lang: Lang,
) -> anyhow::Result<PhotoClassifier> {
    let mut run = PhotoRun::new(plan, source, device);
    let bar = progress::steps(plan.steps, "photos");
    while let Some(loss) = run.step(data) {
        let step = run.step_count();
        bar.set_position(step);
        if step.is_multiple_of(READ_LOSS_EVERY) {
            let loss: f32 = loss.into_scalar();
            anyhow::ensure!(loss.is_finite(), "{}", lang.train_diverged(&step.to_string()));
            bar.set_message(format!("loss {loss:.4}"));
            if bar.is_hidden() {
                let [done, all] = [step, plan.steps].map(|steps| steps.to_string());
                let left = lang.rough_duration(bar.eta().as_secs_f64());
                let loss = Some(f64::from(loss));
                eprintln!("{}", lang.training_progress("photos", &done, &all, loss, &left));
            }
        }
    }
    bar.finish_and_clear();
    Ok(run.network())
}

/// Photos of a part that were looked at, without their films.
fn look_at(files: &Photos, part: Part) -> anyhow::Result<Vec<(Photo, Seen)>> {
    each(&of_part(part), "looking at", |photo, _| {
        let picture = decode(&files.read(photo)?).with_context(|| photo.image.to_owned())?;
        let mut seen = cutout::look(&picture, &Guidance::default());
        seen.prepared.film.frames = Vec::new();
        Ok((*photo, seen))
    })
}

/// What was measured of a classifier for photos.
pub struct Measured {
    /// See [`PhotosCard::temperature`].
    pub temperature: f64,
    /// See [`PhotosCard::thresholds`].
    pub thresholds: PhotoThresholds,
    /// See [`PhotosCard::validation`].
    pub validation: PhotoFigures,
}

/// Sets temperature and thresholds on the validation part of the photos, and measures there. The
/// `networks` bring the autoencoders, whose limits are the `card`'s.
pub fn calibrate(
    classifier: &PhotoClassifier,
    networks: &Networks,
    card: &Card,
    files: &Photos,
) -> anyhow::Result<Measured> {
    let looked_at = look_at(files, Part::Validation)?;
    let canvases =
        looked_at.iter().filter_map(|(photo, seen)| Some((photo, seen.canvas.as_ref()?)));
    let (photos, canvases): (Vec<&Photo>, Vec<&Canvas>) = canvases.unzip();
    let logits = logits(classifier, &canvases, &networks.device)?;
    let temperature = fit_temperature_to_any(&logits, |row, answer| match photos[row].truth {
        Truth::NoneOfTheTen => answer == NONE,
        truth => answer < CLASSES && truth.includes(Class::ALL[answer]),
    });
    let judge = PhotoJudge { classifier: classifier.clone(), temperature };
    let networks = Networks { photos: Some(judge), ..networks.clone() };
    let judged = judge_all(looked_at, &networks)?;
    let mut policy = card.policy(Reading::PredictedClass);
    let ratios = judged.iter().filter(|(photo, _)| photo.truth != Truth::NoneOfTheTen);
    let ratios: Vec<f32> = ratios
        .map(|(_, judged)| {
            let (class, _) = top(&judged.probabilities);
            let quality = Quality::new(judged.errors[class.index()], judged.detail);
            policy.limits[class.index()].ratio(quality)
        })
        .collect();
    let widening = quantile(&ratios, 1.0 - FALSE_REJECT_SHARE) as f32;
    policy.photos = PhotoThresholds { min_confidence: 1.0, widening };
    let figures = |policy: &Policy| {
        let verdicts = judged.iter().map(|(photo, judged)| verdict(photo, judged, policy));
        verdicts.collect::<Vec<_>>()
    };
    let good_enough = (0..100).map(|percent| percent as f32 / 100.0).find(|&least| {
        policy.photos.min_confidence = least;
        keeps_its_promises(&figures(&policy))
    });
    policy.photos.min_confidence = good_enough.unwrap_or(0.99);
    let validation = photo_figures(&figures(&policy));
    Ok(Measured { temperature, thresholds: policy.photos, validation })
}

/// Whether few of what is accepted is wrong, and few other things are accepted.
fn keeps_its_promises(verdicts: &[PhotoVerdict]) -> bool {
    let share = |counts: &dyn Fn(&&PhotoVerdict) -> bool,
                 is_hit: &dyn Fn(&&PhotoVerdict) -> bool| {
        let all: Vec<&PhotoVerdict> = verdicts.iter().filter(counts).collect();
        let hits = all.iter().copied().filter(|verdict| is_hit(verdict)).count();
        hits as f64 / all.len().max(1) as f64
    };
    share(&|verdict| verdict.is_accepted, &|verdict| !verdict.is_right) <= WRONG_AMONG_ACCEPTED
        && share(&|verdict| !verdict.is_garment, &|verdict| verdict.is_accepted) <= OTHERS_ACCEPTED
}

/// What all networks say of photos, those for photos of what was cut out.
fn judge_all(
    looked_at: Vec<(Photo, Seen)>,
    networks: &Networks,
) -> anyhow::Result<Vec<(Photo, Judged)>> {
    let judge = |(photo, seen)| Ok((photo, predict::judge(seen, networks)?));
    looked_at.into_iter().map(judge).collect()
}

/// Logits of each canvas.
fn logits(
    classifier: &PhotoClassifier,
    canvases: &[&Canvas],
    device: &Device,
) -> anyhow::Result<Vec<[f32; ANSWERS]>> {
    let mut all = Vec::with_capacity(canvases.len());
    for batch in canvases.chunks(64) {
        let mut values = Vec::with_capacity(batch.len() * VALUES);
        batch.iter().for_each(|canvas| values.extend(canvas.sampled(&Pose::default())));
        all.extend(block_on(photo_logits(classifier, values, batch.len(), device))?);
    }
    Ok(all)
}

/// How many images of the data set the classifier names rightly; «none of the ten» is wrong.
pub fn accuracy_on(
    classifier: &PhotoClassifier,
    images: &Dataset,
    device: &Device,
) -> anyhow::Result<Proportion> {
    let (mut hits, mut n) = (0, 0);
    for (images, labels) in images.pixels.chunks(64 * PIXELS).zip(images.labels.chunks(64)) {
        let canvases: Vec<Canvas> =
            images.as_chunks::<PIXELS>().0.iter().map(Canvas::of_image).collect();
        let rows = logits(classifier, &canvases.iter().collect::<Vec<_>>(), device)?;
        for (row, &label) in rows.iter().zip(labels) {
            let best = (0..ANSWERS).max_by(|&a, &b| row[a].total_cmp(&row[b]));
            hits += u64::from(best == Some(usize::from(label)));
            n += 1;
        }
    }
    Ok(proportion(hits, n))
}

/// Calls `work` for each photo on every core and gives back what it made, in order.
fn each<T: Send>(
    photos: &[Photo],
    title: &str,
    work: impl Fn(&Photo, usize) -> anyhow::Result<T> + Sync,
) -> anyhow::Result<Vec<T>> {
    let bar = progress::steps(photos.len() as u64, title);
    let next = AtomicUsize::new(0);
    let some = || -> anyhow::Result<Vec<(usize, T)>> {
        let mut mine = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(photo) = photos.get(index) else { return Ok(mine) };
            mine.push((index, work(photo, index)?));
            bar.inc(1);
        }
    };
    let parts = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..cores()).map(|_| scope.spawn(some)).collect();
        let join = |worker: std::thread::ScopedJoinHandle<'_, anyhow::Result<Vec<(usize, T)>>>| {
            worker.join().map_err(|_| anyhow::anyhow!("a thread has panicked"))?
        };
        workers.into_iter().map(join).collect::<anyhow::Result<Vec<_>>>()
    })?;
    bar.finish_and_clear();
    let mut all: Vec<(usize, T)> = parts.into_iter().flatten().collect();
    all.sort_by_key(|(index, _)| *index);
    Ok(all.into_iter().map(|(_, made)| made).collect())
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// Trains, calibrates, measures on the test parts, and ships: weights and card.
pub fn ship(
    data: (&Dataset, &[usize], &Dataset),
    photos: Option<&Path>,
    output: &Path,
    seed: u64,
    lang: Lang,
) -> anyhow::Result<()> {
    let (train_images, split, test_images) = data;
    let device = Device::flex();
    let files = Photos::open(photos, lang)?;
    let plan = plan(seed);
    let source = source(cut_out(&files, Part::Train)?, split.to_vec());
    let training = PhotoTrainingCard {
        seed,
        steps: plan.steps,
        batch: plan.batch,
        learning_rate: plan.learning_rate,
        images: source.images.len(),
        garments: source.garments.len(),
        others: source.others.len(),
        device: format!("CPU {}, threads: {}", std::env::consts::ARCH, threads()),
    };
    let classifier = train(plan, train_images, source, &device, lang)?;
    let file = FILE.to_owned();
    let bytes = save_photos(&classifier, &output.join(&file))?;
    measure(&bytes, training, test_images, &files, output, &device)
}

/// Measures shipped weights again and writes their card.
pub fn measure_again(
    test_images: &Dataset,
    photos: Option<&Path>,
    output: &Path,
    lang: Lang,
) -> anyhow::Result<()> {
    let files = Photos::open(photos, lang)?;
    let training = shipped::photos_card(output)?.training;
    let bytes = std::fs::read(output.join(FILE))?;
    measure(&bytes, training, test_images, &files, output, &Device::flex())
}

/// Measures what is in a shipped file.
fn measure(
    bytes: &[u8],
    training: PhotoTrainingCard,
    test_images: &Dataset,
    files: &Photos,
    output: &Path,
    device: &Device,
) -> anyhow::Result<()> {
    let weights = Weights::from_burnpack(bytes.to_vec())?;
    let classifier = weights.load(PhotoClassifier::new(device), device)?;
    let card = shipped::card(output)?;
    let networks = shipped::load(&card, output, device)?;
    let Measured { temperature, thresholds, validation } =
        calibrate(&classifier, &networks, &card, files)?;
    let policy = Policy { photos: thresholds, ..card.policy(Reading::PredictedClass) };
    let judge = PhotoJudge { classifier: classifier.clone(), temperature };
    let networks = Networks { photos: Some(judge), ..networks };
    let judged = judge_all(look_at(files, Part::Test)?, &networks)?;
    let verdicts = judged.iter().map(|(photo, judged)| verdict(photo, judged, &policy));
    let test = photo_figures(&verdicts.collect::<Vec<_>>());
    precomputed::write_photos(output, &download::files::sha256(bytes), &judged, files, &policy)?;
    let card = PhotosCard {
        format: photos_card::FORMAT,
        commit: COMMIT.to_owned(),
        sender_seed: SENDER_SEED,
        file: FILE.to_owned(),
        sha256: download::files::sha256(bytes),
        parameters: weights.parameters(),
        training,
        temperature,
        // Whole percents, which a single-precision number does not hold exactly.
        min_confidence: (f64::from(thresholds.min_confidence) * 100.0).round() / 100.0,
        widening: f64::from(thresholds.widening),
        validation,
        test,
        data_set_test: accuracy_on(&classifier, test_images, device)?,
    };
    let path = output.join("photos.json");
    download::files::write(&path, (serde_json::to_string_pretty(&card)? + "\n").as_bytes())?;
    Ok(say!("{}", path.display())?)
}

/// Writes the weights in half precision and returns the file's bytes.
pub fn save_photos(classifier: &PhotoClassifier, path: &Path) -> anyhow::Result<Vec<u8>> {
    let mut weights = block_on(Weights::of(classifier))?;
    let facts =
        [("kind", "photo_classifier".to_owned()), ("format", photos_card::FORMAT.to_string())];
    weights.metadata = facts.map(|(key, value)| (key.to_owned(), value)).into();
    let bytes = weights.to_burnpack(Precision::Half)?;
    download::files::write(path, &bytes)?;
    Ok(bytes)
}

/// Trains a classifier for photos, writes its weights, and prints what it is worth on the validation parts.
pub fn run(
    photos: Option<&Path>,
    plan: PhotoPlan,
    train_images: &Dataset,
    split: &Split,
    output: &Path,
    lang: Lang,
) -> anyhow::Result<()> {
    let device = Device::flex();
    let files = Photos::open(photos, lang)?;
    let source = source(cut_out(&files, Part::Train)?, split.train.clone());
    let classifier = train(plan, train_images, source, &device, lang)?;
    save_photos(&classifier, output)?;
    let folder = shipped::folder(None);
    let card = shipped::card(&folder)?;
    let networks = shipped::load(&card, &folder, &device)?;
    let measured = calibrate(&classifier, &networks, &card, &files)?;
    print(&measured.validation, lang)?;
    let images = train_images.select(&split.validation);
    let Proportion { value, n, .. } = accuracy_on(&classifier, &images, &device)?;
    eprintln!(
        "T {} {:?} Fashion-MNIST {value:.4} of {n}",
        measured.temperature, measured.thresholds
    );
    Ok(())
}
