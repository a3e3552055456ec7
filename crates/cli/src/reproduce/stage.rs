//! The steps of the exercise, each measured on the images of a scale.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, ensure};
use burn::tensor::Device;
use dataset::{CLASSES, Class, Dataset, Imbalance, PIXELS, Split, split};
use download::files;
use ml::whitening::Whitening;
use ml::{Autoencoder, Classifier, Network, Plan, Precision, Weights};
use policy::decision::{PhotoThresholds, Policy, Reading, Verdict, top};
use policy::quality::{Quality, QualityLimits, detail};
use protocol::card::FALSE_REJECT_SHARE;
use protocol::run::ClassifierShape;
use report::{ClassifierFacts, Measured, Origin, TrainingFacts};
use statistics::evaluation::{histogram, mcnemar};
use statistics::metrics::{accuracy, fit_temperature, proportion, softmax};
use text::Lang;

use super::production::{self, Production};
use super::{
    Arguments, Calibration, Comparison, DecisionStep, ErrorsStep, FineTuned, NORMAL, RARE, Saved,
    Scale,
};
use crate::evaluate::{self, AutoencoderReport, ClassifierReport};
use crate::report::this_device;
use crate::train::{autoencoder_plan, classifier_plan, of_class, save};
use crate::work::Work;
use futures::executor::block_on;

/// Least confidence that is accepted.
const MIN_CONFIDENCE: f32 = 0.5;
/// Where the comparison of remedies waits, and its generators.
pub const COMPARISON: &str = "imbalance.json";
pub const GENERATORS: &str = "generators";
/// Bins of the reconstruction errors.
const ERROR_BINS: usize = 40;

/// The data of a scale, and how long to train on it.
pub struct Stage<'a> {
    all: &'a Dataset,
    pub split: Split,
    pub test: Dataset,
    classifier: Plan,
    autoencoder: Plan,
    seed: u64,
    output: PathBuf,
    work: Work,
    device: Device,
}

/// What the autoencoder makes of the test images, and which limits validation images gave it.
pub struct Qualities {
    test: Vec<Quality>,
    pub limits: QualityLimits,
}

impl<'a> Stage<'a> {
    pub fn new(arguments: &Arguments, all: &'a Dataset, test: &Dataset, lang: Lang) -> Self {
        let Arguments { seed, scale, output, fresh, .. } = arguments;
        let (classifier, autoencoder) = (classifier_plan(*seed), autoencoder_plan(*seed));
        let full = download::split_of(all, *seed);
        let device = Device::flex();
        let work = output.with_extension("work");
        let (split, test, classifier, autoencoder) = match scale {
            Scale::Full => (full, test.clone(), classifier, autoencoder),
            Scale::Small => (
                tenth(all, &full, *seed),
                test.select(&split(&test.labels, test.len() / 10, *seed).validation),
                Plan { epochs: 6, batch: 64, ..classifier },
                Plan { epochs: 20, ..autoencoder },
            ),
        };
        Self {
            all,
            split,
            test,
            classifier,
            autoencoder,
            seed: *seed,
            output: output.clone(),
            work: Work::new(Some(work), *fresh, device.clone(), lang),
            device,
        }
    }

    /// The training images by themselves.
    pub fn training_part(&self) -> Dataset {
        self.all.select(&self.split.train)
    }

    /// A file that waits beside the networks until the report is written.
    pub fn work_file(&self, name: &str) -> PathBuf {
        self.work.folder.join(name)
    }

    /// A classifier trained on these images, and what it is worth on the test images.
    pub fn classifier(
        &self,
        title: &str,
        images: Vec<usize>,
    ) -> anyhow::Result<(Classifier, ClassifierReport)> {
        let network = self.work.trained(title, None, self.classifier, self.all, images)?;
        let report = self.report(&network)?;
        Ok((network, report))
    }

    /// The temperature from validation images, everything else from test images.
    fn report(&self, network: &Classifier) -> anyhow::Result<ClassifierReport> {
        let validation = self.all.select(&self.split.validation);
        let logits = evaluate::logits(network, &validation, &self.device)?;
        let temperature = fit_temperature(&logits, &validation.labels);
        evaluate::classifier(network, temperature, &self.test, &self.device)
    }

    /// How a classifier of this scale is trained on so many images.
    pub fn trained(&self, images: usize, rare: Vec<Imbalance>) -> TrainingFacts {
        training_facts(&self.classifier, images, rare, false)
    }

    /// What the report tells of a classifier.
    pub fn facts(
        &self,
        name: &str,
        network: &Classifier,
        training: &TrainingFacts,
    ) -> anyhow::Result<ClassifierFacts> {
        let validation = self.all.select(&self.split.validation);
        let logits = evaluate::logits(network, &validation, &self.device)?;
        let temperature = fit_temperature(&logits, &validation.labels);
        let answers = evaluate::logits(network, &self.test, &self.device)?;
        Ok(ClassifierFacts {
            name: name.to_owned(),
            origin: Origin::Own,
            shape: ClassifierShape::SHIPPED,
            parameters: block_on(Weights::of(network))?.parameters(),
            training: training.clone(),
            record: None,
            measured: Some(Measured::of(&self.test.labels, &answers, temperature)),
        })
    }

    /// Both classifiers on the test images, image by image.
    pub fn compare(&self, a: &Classifier, b: &Classifier) -> anyhow::Result<Comparison> {
        let right = |network: &Classifier| -> anyhow::Result<Vec<bool>> {
            let logits = evaluate::logits(network, &self.test, &self.device)?;
            let is_right = |(logits, &label): (&[f32; CLASSES], &u8)| {
                top(&softmax(logits, 1.0)).0.label() == label
            };
            Ok(logits.iter().zip(&self.test.labels).map(is_right).collect())
        };
        let test = mcnemar(&right(a)?, &right(b)?);
        Ok(Comparison {
            both_right: test.both_right,
            only_balanced_right: test.only_a,
            only_imbalanced_right: test.only_b,
            both_wrong: test.both_wrong,
            p_value: test.p_value,
            difference: [test.difference.value, test.difference.low, test.difference.high],
        })
    }

    /// What temperature scaling does to the calibration.
    pub fn calibration(
        &self,
        network: &Classifier,
        report: &ClassifierReport,
    ) -> anyhow::Result<Calibration> {
        let plain = evaluate::classifier(network, 1.0, &self.test, &self.device)?;
        Ok(Calibration {
            ece_before: plain.ece,
            ece_after: report.ece,
            temperature: report.temperature,
        })
    }

    /// Goes on from a network for an epoch on these images.
    pub fn fine_tune(
        &self,
        network: &Classifier,
        images: Vec<usize>,
    ) -> anyhow::Result<(Classifier, FineTuned)> {
        let weights = block_on(Weights::of(network))?;
        let plan =
            Plan { epochs: 1, learning_rate: 1e-3, freeze_features: true, ..self.classifier };
        let count = images.len();
        let tuned = self.work.tuned("fine-tuned", &weights, plan, self.all, images)?;
        let report = self.report(&tuned)?;
        let step = FineTuned {
            images: count,
            accuracy: accuracy(&report.confusion),
            minority_recall: report.per_class[RARE.class.index()].recall,
            trained: training_facts(&plan, count, Vec::new(), true),
        };
        Ok((tuned, step))
    }

    /// The autoencoder of the normal class, and what it is used to.
    pub fn autoencoder(&self) -> anyhow::Result<(Autoencoder, Whitening, AutoencoderReport)> {
        let images = of_class(self.all, &self.split.train, NORMAL);
        let own = self.all.select(&images);
        let network: Autoencoder =
            self.work.trained(NORMAL.slug(), Some(NORMAL), self.autoencoder, self.all, images)?;
        let usual = evaluate::whitening(&network, &own, NORMAL.slug(), &self.device)?;
        let report =
            evaluate::autoencoder(&network, Some(&usual), NORMAL, &self.test, &self.device)?;
        Ok((network, usual, report))
    }

    /// Reconstruction errors of the test images, and the limits from validation images.
    pub fn quality(&self, autoencoder: &Autoencoder) -> anyhow::Result<Qualities> {
        let of =
            |data: &Dataset| evaluate::qualities(autoencoder, data, NORMAL.slug(), &self.device);
        let typical = of(&self.all.select(&self.split.validation).only(NORMAL))?;
        let limits = QualityLimits::calibrate(&typical, FALSE_REJECT_SHARE)
            .context("there is no validation image of the normal class")?;
        Ok(Qualities { test: of(&self.test)?, limits })
    }

    /// The test images' errors counted, those of the normal class and the others.
    pub fn errors(&self, quality: &Qualities) -> ErrorsStep {
        let most = quality.test.iter().map(|quality| quality.error).fold(0.0, f32::max);
        let counted = |is_wanted: &dyn Fn(u8) -> bool| {
            let measured = quality.test.iter().zip(&self.test.labels);
            let wanted = measured.filter(|&(_, &label)| is_wanted(label));
            let errors: Vec<f32> = wanted.map(|(quality, _)| quality.error).collect();
            histogram(&errors, ERROR_BINS, 0.0..f64::from(most))
        };
        ErrorsStep {
            normal_class: NORMAL.name(),
            limit: quality.limits.error.1,
            normal: counted(&|label| label == NORMAL.label()),
            others: counted(&|label| label != NORMAL.label()),
        }
    }

    /// Thresholds from validation images, verdicts on test images.
    pub fn decide(
        &self,
        classifier: &Classifier,
        temperature: f64,
        quality: &Qualities,
    ) -> anyhow::Result<DecisionStep> {
        let policy = policy(quality);
        let logits = evaluate::logits(classifier, &self.test, &self.device)?;
        let (mut accepted, mut normal, mut rejected, mut others) = (0, 0, 0, 0);
        let details = self.test.pixels.chunks_exact(PIXELS).map(detail);
        let measured = logits.iter().zip(&quality.test).zip(details);
        for (((logits, quality), detail), &label) in measured.zip(&self.test.labels) {
            let probabilities = softmax(logits, temperature);
            let errors = [quality.error; CLASSES];
            let verdict = policy.decide(&probabilities, &errors, detail).verdict;
            if label == NORMAL.label() {
                normal += 1;
                accepted += u64::from(verdict == Verdict::Accept);
            } else {
                others += 1;
                rejected += u64::from(verdict == Verdict::Reject);
            }
        }
        Ok(DecisionStep {
            normal_class: NORMAL.name(),
            min_confidence: MIN_CONFIDENCE,
            limits: quality.limits,
            normal_accepted: proportion(accepted, normal),
            others_rejected: proportion(rejected, others),
        })
    }

    /// What production would look like, quiet and with a dirty camera, beside the training images.
    pub fn production(
        &self,
        classifier: &Classifier,
        temperature: f64,
        autoencoder: &Autoencoder,
        quality: &Qualities,
    ) -> anyhow::Result<Production> {
        let device = &self.device;
        let mut pair = production::Pair { classifier, temperature, autoencoder, device };
        let training = self.all.select(&self.split.train);
        production::measure(&mut pair, &policy(quality), &training, &self.test, self.seed)
    }

    /// Writes a network beside the report and holds what is in the file against it.
    pub fn save<N: Network>(
        &self,
        title: &str,
        network: &N,
        usual: Option<&Whitening>,
    ) -> anyhow::Result<Saved> {
        let stem = self.output.file_stem().unwrap_or_default().to_string_lossy();
        let name = format!("{stem}-{title}.bpk");
        let path = self.output.with_file_name(&name);
        let class = Class::parse(title);
        let bytes = save(network, usual, &path, Precision::Single, class)?;
        // A file has its tensors in an order of its own.
        let sorted = |mut weights: Weights| {
            weights.tensors.retain(|tensor| !tensor.name.starts_with("whitening."));
            weights.tensors.sort_by(|a, b| a.name.cmp(&b.name));
            weights.tensors
        };
        let read = sorted(Weights::from_burnpack(fs::read(&path)?)?);
        let same = read == sorted(block_on(Weights::of(network))?);
        ensure!(same, "{} does not hold the network that was measured", path.display());
        Ok(Saved {
            network: title.to_owned(),
            file: name,
            bytes: bytes.len(),
            sha256: files::sha256(&bytes),
        })
    }

    /// Removes what waited, now that everything is measured and kept.
    pub fn forget_work(&self) -> anyhow::Result<()> {
        let titles = ["balanced", "imbalanced", "fine-tuned", NORMAL.slug()];
        titles.iter().try_for_each(|title| self.work.forget(title))?;
        let (comparison, generators) = (self.work_file(COMPARISON), self.work_file(GENERATORS));
        if comparison.exists() {
            fs::remove_file(comparison)?;
        }
        if generators.exists() {
            fs::remove_dir_all(generators)?;
        }
        // Where somebody keeps something else in the folder it stays.
        if fs::read_dir(&self.work.folder)?.next().is_none() {
            fs::remove_dir(&self.work.folder)?;
        }
        Ok(())
    }
}

fn training_facts(
    plan: &Plan,
    images: usize,
    rare: Vec<Imbalance>,
    is_fine_tuned: bool,
) -> TrainingFacts {
    TrainingFacts {
        seed: plan.seed,
        images,
        epochs: plan.epochs,
        epochs_done: plan.epochs.into(),
        batch: plan.batch,
        learning_rate: plan.learning_rate,
        optimizer: plan.optimizer,
        rare,
        is_fine_tuned,
        device: Some(this_device()),
    }
}

/// The policy of the exercise: quality read with the one normal class.
fn policy(quality: &Qualities) -> Policy {
    let reading = Reading::NormalClass(NORMAL);
    let limits = [quality.limits; CLASSES];
    Policy {
        min_confidence: MIN_CONFIDENCE,
        max_ratio: 1.0,
        limits,
        reading,
        photos: PhotoThresholds::NOTHING,
    }
}

/// A tenth of a split, stratified.
fn tenth(all: &Dataset, full: &Split, seed: u64) -> Split {
    let some = |indices: &[usize]| {
        let labels: Vec<u8> = indices.iter().map(|&index| all.labels[index]).collect();
        let chosen = split(&labels, indices.len() / 10, seed).validation;
        chosen.into_iter().map(|place| indices[place]).collect()
    };
    Split { train: some(&full.train), validation: some(&full.validation) }
}
