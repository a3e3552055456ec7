//! `vitrina models`: every shipped weight from the seed, and the card of what they are worth.
//!
//! Trained weights wait in a [work folder](Work) until all are there. The shipped files hold
//! half-precision weights, and everything in the card is measured with those; `--card-only`
//! measures them again without training. The detectors' limits and the reference, which carry the
//! card's checksum, are written with it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use burn::tensor::Device;
use dataset::{CLASSES, Class, Dataset, FILES, Imbalance, make_rare};
use download::files;
use ml::whitening::Whitening;
use ml::{Autoencoder, Classifier, Network, Plan, Precision, Weights, shipped};
use policy::decision::top;
use policy::quality::QualityLimits;
use protocol::card::{
    AutoencoderCard, Card, ClassifierCard, DataCard, FALSE_REJECT_SHARE, FORMAT,
    PROBE_FALSE_REJECTS, ProbesCard, TrainingCard,
};
use statistics::metrics::{
    accuracy, confusion, fit_temperature, mean, proportion, quantile, softmax,
};
use text::Lang;
use vision::photo;

use crate::output::say;
use crate::shipped as shipped_files;
use crate::train::{autoencoder_plan, card, classifier_plan, of_class, save};
use crate::work::Work;
use crate::{calibrate, evaluate, generators, photo_training, precomputed, probes, study};

/// Seed of the shipped weights and of the split.
const SEED: u64 = dataset::SPLIT_SEED;
/// The class that the second classifier sees little of.
const RARE: Imbalance = Imbalance { class: Class::Shirt, ratio: 0.1 };
/// Accuracy on validation images that the accepted ones must reach.
const ACCEPTED_ACCURACY: f64 = 0.97;

/// Arguments of `vitrina models`.
#[derive(clap::Args)]
pub struct Arguments {
    /// Folder of the shipped weights.
    #[arg(long, default_value = "public/models")]
    output: PathBuf,
    /// Folder for finished weights and checkpoints. In the user's cache by default.
    #[arg(long)]
    work: Option<PathBuf>,
    /// Train only these (classifier, imbalanced, or a class for its autoencoder) and write no
    /// card; or photos, the classifier for people's photos, which has a card of its own and is
    /// shipped with it.
    #[arg(long, value_name = "NAME")]
    only: Vec<String>,
    /// Train again what the work folder already holds.
    #[arg(long)]
    fresh: bool,
    /// Train nothing and ship nothing: measure the shipped weights and write card, limits,
    /// reference and answers again; with --only photos, the card of photos alone; with --only
    /// answers, what the pages show without waiting.
    #[arg(long, conflicts_with = "fresh")]
    card_only: bool,
    /// Folder of the data set.
    #[arg(long)]
    data: Option<PathBuf>,
    /// Folder or Git repository of people's photos, as `vitrina data photos` finds them.
    #[arg(long, value_name = "DIR")]
    photos_from: Option<PathBuf>,
}

/// What the classifier for people's photos is called among the others.
const PHOTOS: &str = "photos";
/// What the generators are called among the others.
const GENERATORS: &str = "generators";
/// What the answers are called that the shipped networks give beforehand.
const ANSWERS: &str = "answers";

/// A shipped network: its name, how it is trained and on what.
struct Job {
    name: String,
    plan: Plan,
    images: Vec<usize>,
    kind: JobKind,
}

#[derive(Clone, Copy)]
enum JobKind {
    Classifier(Option<Imbalance>),
    Autoencoder(Class),
}

/// Trains, measures, writes.
pub fn run(arguments: &Arguments, lang: Lang) -> anyhow::Result<()> {
    let (train, test) = download::load(arguments.data.as_deref(), lang)?;
    let split = download::split_of(&train, SEED);
    let device = Device::flex();
    let work = Work::new(arguments.work.clone(), arguments.fresh, device.clone(), lang);
    let folder = work.folder.clone();
    let jobs = jobs(&train, &split.train);
    let data = Data { validation: train.select(&split.validation), train: &train, test: &test };
    if arguments.card_only {
        let known = [PHOTOS, ANSWERS, GENERATORS];
        if let Some(name) = arguments.only.iter().find(|name| !known.contains(&name.as_str())) {
            anyhow::bail!("{}", lang.models_unknown(name, &known.join(", ")));
        }
        let is_all = arguments.only.is_empty();
        let is_wanted = |wanted: &str| is_all || arguments.only.iter().any(|name| name == wanted);
        let output = &arguments.output;
        if is_all {
            let source = Source::Shipped(trainings(output)?);
            write_card(&jobs, &source, output, &data, &device, lang)?;
        }
        if is_wanted(ANSWERS) {
            precomputed::write(output, &data.validation, data.test)?;
        }
        if is_wanted(GENERATORS) {
            let parts = (&train.select(&split.train), &test);
            generators::ship(output, &folder, parts, (false, true), lang)?;
        }
        if is_wanted(PHOTOS) {
            let photos = arguments.photos_from.as_deref();
            photo_training::measure_again(&test, photos, output, lang)?;
        }
        return Ok(());
    }
    let others = [PHOTOS, GENERATORS];
    let names: Vec<&str> = jobs.iter().map(|job| job.name.as_str()).chain(others).collect();
    if let Some(name) = arguments.only.iter().find(|name| !names.contains(&name.as_str())) {
        anyhow::bail!("{}", lang.models_unknown(name, &names.join(", ")));
    }
    let wanted = |job: &&Job| arguments.only.is_empty() || arguments.only.contains(&job.name);
    for job in jobs.iter().filter(wanted) {
        train_job(job, &train, &work)?;
    }
    if arguments.only.is_empty() {
        let source = Source::Trained(work);
        write_card(&jobs, &source, &arguments.output, &data, &device, lang)?;
        precomputed::write(&arguments.output, &data.validation, data.test)?;
    }
    let is_wanted =
        |other: &str| arguments.only.is_empty() || arguments.only.iter().any(|name| name == other);
    if is_wanted(GENERATORS) {
        let parts = (&train.select(&split.train), &test);
        let how = (arguments.fresh, false);
        generators::ship(&arguments.output, &folder, parts, how, lang)?;
    }
    if !is_wanted(PHOTOS) {
        return Ok(());
    }
    let photos = arguments.photos_from.as_deref();
    photo_training::ship((&train, &split.train, &test), photos, &arguments.output, SEED, lang)
}

/// Where the weights come from that are measured.
enum Source {
    /// From the work folder; what is measured is what is shipped of them.
    Trained(Work),
    /// They are shipped already; the trainings by the names of their files.
    Shipped(BTreeMap<String, TrainingCard>),
}

/// The images of the data set.
struct Data<'a> {
    train: &'a Dataset,
    validation: Dataset,
    test: &'a Dataset,
}

fn write_card(
    jobs: &[Job],
    source: &Source,
    output: &Path,
    data: &Data,
    device: &Device,
    lang: Lang,
) -> anyhow::Result<()> {
    eprintln!("{}", lang.models_measuring());
    let (mut card, wider) = measure(jobs, source, output, data, device)?;
    let networks = shipped_files::load(&card, output, device)?;
    card.probes = probes::caught(&networks, &wider, data.test)?;
    let study = study::read(&output.join("study.json"))?;
    let recipes =
        [(study::CLASSIFIER, classifier_plan(SEED)), (study::AUTOENCODERS, autoencoder_plan(SEED))];
    let seeds = recipes.iter().filter_map(|(recipe, plan)| {
        study.seeds(recipe, &study::identity_of(recipe, plan), data.test.len())
    });
    card.seeds = seeds.collect();
    let text = serde_json::to_string_pretty(&card)? + "\n";
    files::write(&output.join("card.json"), text.as_bytes())?;
    say!("{}", output.join("card.json").display())?;
    calibrate::of_shipped(output, (data.train, data.test), lang)
}

/// How the shipped networks were trained, by the card beside them, which may be of an older
/// layout.
fn trainings(output: &Path) -> anyhow::Result<BTreeMap<String, TrainingCard>> {
    let path = output.join("card.json");
    let text = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let card: serde_json::Value = serde_json::from_slice(&text)?;
    let autoencoders = card["autoencoders"].as_array().into_iter().flatten();
    let mut trainings = BTreeMap::new();
    for network in [&card["classifier"], &card["imbalanced"]].into_iter().chain(autoencoders) {
        let file = network["file"].as_str().unwrap_or_default().to_owned();
        trainings.insert(file, serde_json::from_value(network["training"].clone())?);
    }
    Ok(trainings)
}

impl Source {
    /// The weights as they are shipped, and the file's checksum.
    fn weights<N: Network>(
        &self,
        job: &Job,
        file: &Path,
        class: Option<Class>,
        network: impl Fn(&Weights) -> anyhow::Result<(N, Option<Whitening>)>,
    ) -> anyhow::Result<(Weights, String)> {
        match self {
            Self::Trained(work) => {
                let trained = fs::read(work.file(&job.name))?;
                let (network, usual) = network(&Weights::from_burnpack(trained)?)?;
                ship(&network, usual.as_ref(), file, class)
            }
            Self::Shipped(_) => {
                let bytes =
                    fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
                let sha256 = files::sha256(&bytes);
                Ok((Weights::from_burnpack(bytes)?, sha256))
            }
        }
    }

    fn training(
        &self,
        job: &Job,
        file: &str,
        imbalance: Option<Imbalance>,
    ) -> anyhow::Result<TrainingCard> {
        match self {
            Self::Trained(_) => Ok(card(&job.plan, job.images.len(), imbalance)),
            Self::Shipped(trainings) => {
                let training = trainings.get(file).cloned();
                training.with_context(|| format!("the card does not know {file}"))
            }
        }
    }
}

fn jobs(train: &Dataset, split: &[usize]) -> Vec<Job> {
    let rare = make_rare(&train.labels, split, RARE, SEED);
    let job = |name: &str, plan, images, kind| Job { name: name.to_owned(), plan, images, kind };
    let plan = classifier_plan(SEED);
    let mut jobs = vec![
        job("classifier", plan, split.to_vec(), JobKind::Classifier(None)),
        job("imbalanced", plan, rare, JobKind::Classifier(Some(RARE))),
    ];
    jobs.extend(Class::ALL.map(|class| {
        let images = of_class(train, split, class);
        job(class.slug(), autoencoder_plan(SEED), images, JobKind::Autoencoder(class))
    }));
    jobs
}

/// Trains one network unless it waits in the work folder.
fn train_job(job: &Job, train: &Dataset, work: &Work) -> anyhow::Result<()> {
    let images = job.images.clone();
    match job.kind {
        JobKind::Classifier(_) => {
            work.trained::<Classifier>(&job.name, None, job.plan, train, images)?;
        }
        JobKind::Autoencoder(class) => {
            work.trained::<Autoencoder>(&job.name, Some(class), job.plan, train, images)?;
        }
    }
    Ok(())
}

/// Measures what is in the shipped files, written first where they come from the work folder.
/// Beside the card, each class's limits at [`PROBE_FALSE_REJECTS`].
fn measure(
    jobs: &[Job],
    source: &Source,
    output: &Path,
    data: &Data,
    device: &Device,
) -> anyhow::Result<(Card, Vec<QualityLimits>)> {
    let Data { train, validation, test } = data;
    let (mut classifiers, mut autoencoders, mut wider) = (Vec::new(), Vec::new(), Vec::new());
    let mut min_confidence = Vec::new();
    for job in jobs {
        match job.kind {
            JobKind::Classifier(imbalance) => {
                let file = format!("{}.bpk", job.name);
                let load = |weights: &Weights| Ok((shipped::classifier(weights, device)?, None));
                let (weights, sha256) = source.weights(job, &output.join(&file), None, load)?;
                let network = shipped::classifier(&weights, device)?;
                let logits = evaluate::logits(&network, validation, device)?;
                let temperature = fit_temperature(&logits, &validation.labels);
                let judged = judged(&logits, temperature);
                let report = evaluate::classifier(&network, temperature, test, device)?;
                min_confidence.push(least_confidence(&judged, &validation.labels));
                classifiers.push(ClassifierCard {
                    training: source.training(job, &file, imbalance)?,
                    file,
                    sha256,
                    parameters: weights.parameters(),
                    temperature,
                    validation_accuracy: {
                        let predicted: Vec<u8> = judged.iter().map(|(c, _)| c.label()).collect();
                        accuracy(&confusion(&validation.labels, &predicted))
                    },
                    test_accuracy: accuracy(&report.confusion),
                    test_ece: report.ece,
                    test_risk: report.risk,
                    test_recall: report.per_class.map(|scores| scores.recall),
                });
            }
            JobKind::Autoencoder(class) => {
                let file = format!("autoencoder-{}.bpk", job.name);
                let load = |weights: &Weights| {
                    let network = shipped::autoencoder(weights, device)?;
                    let own = train.select(&job.images);
                    let usual = evaluate::whitening(&network, &own, &job.name, device)?;
                    Ok((network, Some(usual)))
                };
                let (weights, sha256) =
                    source.weights(job, &output.join(&file), Some(class), load)?;
                let network = shipped::autoencoder(&weights, device)?;
                let own = validation.only(class);
                let typical = evaluate::qualities(&network, &own, &job.name, device)?;
                let errors: Vec<f32> = typical.iter().map(|quality| quality.error).collect();
                let limits = |share| {
                    let limits = QualityLimits::calibrate(&typical, share);
                    limits.context("a class has no validation image")
                };
                wider.push(limits(PROBE_FALSE_REJECTS)?);
                let usual = weights.whitening().context("an autoencoder has no whitening")?;
                let areas = evaluate::autoencoder(&network, Some(&usual), class, test, device)?;
                autoencoders.push(AutoencoderCard {
                    class,
                    training: source.training(job, &file, None)?,
                    file,
                    sha256,
                    parameters: weights.parameters(),
                    max_error: quantile(&errors, 1.0 - FALSE_REJECT_SHARE),
                    limits: limits(FALSE_REJECT_SHARE)?,
                    test_auc: areas.auc,
                    test_novelty_auc: areas.novelty_auc.context("novelty is not known")?,
                });
            }
        }
    }
    let [classifier, imbalanced] = <[ClassifierCard; 2]>::try_from(classifiers)
        .map_err(|_| anyhow::anyhow!("there must be two classifiers"))?;
    let mean_of = |area: fn(&AutoencoderCard) -> f64| {
        mean(&autoencoders.iter().map(area).collect::<Vec<_>>())
    };
    let none = ProbesCard { false_rejects: proportion(0, 0), caught: Vec::new() };
    let card = Card {
        format: FORMAT,
        preprocessing: photo::VERSION,
        data: DataCard {
            name: "Fashion-MNIST".to_owned(),
            sha256: FILES.map(|file| file.sha256.to_owned()),
            split_seed: SEED,
            train: classifier.training.images,
            validation: validation.len(),
            test: test.len(),
        },
        mean_auc: mean_of(|autoencoder| autoencoder.test_auc),
        mean_novelty_auc: mean_of(|autoencoder| autoencoder.test_novelty_auc),
        probes: none,
        seeds: Vec::new(),
        min_confidence: min_confidence[0],
        classifier,
        imbalanced,
        autoencoders,
    };
    Ok((card, wider))
}

/// Writes a shipped file in half precision, and gives back the weights as they are in it.
fn ship<N: Network>(
    network: &N,
    usual: Option<&Whitening>,
    path: &Path,
    class: Option<Class>,
) -> anyhow::Result<(Weights, String)> {
    let bytes = save(network, usual, path, Precision::Half, class)?;
    let sha256 = files::sha256(&bytes);
    Ok((Weights::from_burnpack(bytes)?, sha256))
}

/// Predicted class and confidence of each image.
fn judged(logits: &[[f32; CLASSES]], temperature: f64) -> Vec<(Class, f32)> {
    logits.iter().map(|logits| top(&softmax(logits, temperature))).collect()
}

/// The least confidence, in whole percent, at which the accepted images are right often enough.
fn least_confidence(judged: &[(Class, f32)], labels: &[u8]) -> f64 {
    let right_enough = |least: f64| {
        let accepted = judged.iter().zip(labels).filter(|((_, sure), _)| f64::from(*sure) >= least);
        let (hits, n) = accepted.fold((0, 0), |(hits, n), ((class, _), &label)| {
            (hits + u64::from(class.label() == label), n + 1)
        });
        proportion(hits, n).value >= ACCEPTED_ACCURACY
    };
    let grid = (0..100).map(|percent| f64::from(percent) / 100.0);
    grid.into_iter().find(|&least| right_enough(least)).unwrap_or(0.99)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_confidence_is_where_the_accepted_are_right_often_enough() {
        let mut judged = vec![(Class::Bag, 0.9); 97];
        judged.extend(vec![(Class::Bag, 0.95); 3]);
        judged.extend(vec![(Class::Coat, 0.5); 10]);
        let labels = vec![Class::Bag.label(); 110];
        assert_eq!(least_confidence(&judged, &labels), 0.51);
        assert_eq!(least_confidence(&judged[100..], &labels[100..]), 0.99);
    }
}
