//! `vitrina study`: recipes tried with several seeds. What is in the file is not tried again, and
//! a training that was interrupted goes on where it was.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use burn::tensor::Device;
use dataset::{CLASSES, Class, Dataset, SPLIT_SEED};
use download::files;
use ml::{Autoencoder, Classifier, Network, Plan, Weights};
use protocol::run::OptimizerChoice;
use protocol::study::{AutoencoderFigures, ClassifierFigures, FORMAT, Measured, Study, Trial};
use statistics::metrics::fit_temperature;
use text::Lang;

use crate::choices::OptimizerName;
use crate::evaluate;
use crate::output::{check_folder, say};
use crate::train::{autoencoder_plan, card, classifier_plan, of_class};
use crate::work::Work;
use futures::executor::block_on;

/// The recipe of the shipped classifier.
pub const CLASSIFIER: &str = "classifier";
/// The recipe of the shipped autoencoders.
pub const AUTOENCODERS: &str = "autoencoders";

/// Arguments of `vitrina study`.
#[derive(clap::Args)]
pub struct Arguments {
    /// Try only this recipe.
    #[arg(long, value_name = "RECIPE", value_parser = [CLASSIFIER, AUTOENCODERS])]
    only: Option<String>,
    /// The seeds to try.
    #[arg(long, value_delimiter = ',', default_value = "42,43,44")]
    seeds: Vec<u64>,
    /// Try the classifier with this many epochs instead of the recipe's. Only validation images
    /// measure what is not a recipe.
    #[arg(long)]
    epochs: Option<u32>,
    /// Try the classifier with this optimizer instead of the recipe's.
    #[arg(long, value_enum)]
    optimizer: Option<OptimizerName>,
    /// File of the study.
    #[arg(long, default_value = "public/models/study.json")]
    output: PathBuf,
    /// Folder for finished weights and checkpoints. In the user's cache by default.
    #[arg(long)]
    work: Option<PathBuf>,
    /// Folder of the data set.
    #[arg(long)]
    data: Option<PathBuf>,
}

impl Arguments {
    /// What is tried of the classifier: its recipe, or what the arguments make of it and its name.
    fn classifier(&self, seed: u64) -> (String, Plan) {
        let recipe = classifier_plan(seed);
        let plan = Plan {
            epochs: self.epochs.unwrap_or(recipe.epochs),
            optimizer: self.optimizer.map_or(recipe.optimizer, OptimizerChoice::from),
            ..recipe
        };
        if plan == recipe {
            return (CLASSIFIER.to_owned(), plan);
        }
        (format!("{CLASSIFIER}-{}-epochs-{:?}", plan.epochs, plan.optimizer).to_lowercase(), plan)
    }
}

/// The study in a file; an empty one where there is none.
pub fn read(path: &Path) -> anyhow::Result<Study> {
    if !path.exists() {
        return Ok(Study::default());
    }
    let shown = path.display();
    let text = fs::read(path).with_context(|| format!("cannot read {shown}"))?;
    let study: Study =
        serde_json::from_slice(&text).with_context(|| format!("{shown} is damaged"))?;
    anyhow::ensure!(study.format == FORMAT, "{shown} is of another version");
    Ok(study)
}

/// What every trial rests on.
struct Setting {
    train: Dataset,
    split: Vec<usize>,
    validation: Dataset,
    test: Dataset,
    work: Work,
    device: Device,
}

/// Tries what is not in the file yet, and writes each trial down as it ends.
pub fn run(arguments: &Arguments, lang: Lang) -> anyhow::Result<()> {
    check_folder(&arguments.output, lang)?;
    let (train, test) = download::load(arguments.data.as_deref(), lang)?;
    let split = download::split_of(&train, SPLIT_SEED);
    let device = Device::flex();
    let setting = Setting {
        validation: train.select(&split.validation),
        split: split.train,
        work: Work::new(arguments.work.clone(), false, device.clone(), lang),
        device,
        train,
        test,
    };
    for &seed in &arguments.seeds {
        for recipe in [CLASSIFIER, AUTOENCODERS] {
            if arguments.only.as_deref().is_some_and(|only| only != recipe) {
                continue;
            }
            let (name, plan) = match recipe {
                CLASSIFIER => arguments.classifier(seed),
                _ => (AUTOENCODERS.to_owned(), autoencoder_plan(seed)),
            };
            let identity = identity_of(recipe, &plan);
            if read(&arguments.output)?.trial(&name, &identity, seed).is_some() {
                eprintln!("{}", lang.study_known(&name, &seed.to_string()));
                continue;
            }
            eprintln!("{}", lang.study_trial(&name, &seed.to_string()));
            let trial = match recipe {
                CLASSIFIER => setting.classifier(&name, plan)?,
                _ => setting.autoencoders(seed)?,
            };
            // Read again: another process may have written while this one trained.
            let mut study = read(&arguments.output)?;
            study.add(trial);
            let text = serde_json::to_string_pretty(&study)? + "\n";
            files::write(&arguments.output, text.as_bytes())?;
        }
    }
    say!("{}", arguments.output.display())?;
    Ok(())
}

impl Setting {
    /// What is no recipe is measured on validation images alone.
    fn classifier(&self, name: &str, plan: Plan) -> anyhow::Result<Trial> {
        let network: Classifier = self.trained(name, plan, self.split.clone())?;
        let logits = evaluate::logits(&network, &self.validation, &self.device)?;
        let temperature = fit_temperature(&logits, &self.validation.labels);
        let figures = |data: &Dataset| {
            let report = evaluate::classifier(&network, temperature, data, &self.device)?;
            let [low, high] = report.interval;
            let accuracy =
                statistics::metrics::Proportion { value: report.accuracy, n: report.n, low, high };
            let figures = ClassifierFigures { accuracy, ece: report.ece, risk: report.risk };
            anyhow::Ok(Measured::Classifier(figures))
        };
        let about = "two 3×3 convolutions of 64 and 128 channels with batch normalisation, \
                     dense 96; mirrored, shifted and partly erased images";
        let parameters = block_on(Weights::of(&network))?.parameters();
        let is_recipe = name == CLASSIFIER;
        let test = is_recipe.then(|| figures(&self.test)).transpose()?;
        let measured = (figures(&self.validation)?, test);
        Ok(trial(name, about, parameters, &plan, self.split.len(), measured))
    }

    fn autoencoders(&self, seed: u64) -> anyhow::Result<Trial> {
        let plan = autoencoder_plan(seed);
        let empty =
            || AutoencoderFigures { error_auc: [0.0; CLASSES], novelty_auc: [0.0; CLASSES] };
        let (mut figures, mut parameters, mut images) = ([empty(), empty()], 0, 0);
        for class in Class::ALL {
            let own = of_class(&self.train, &self.split, class);
            images = own.len();
            let network: Autoencoder = self.trained(class.slug(), plan, own.clone())?;
            parameters = block_on(Weights::of(&network))?.parameters();
            let own = self.train.select(&own);
            let usual = evaluate::whitening(&network, &own, class.slug(), &self.device)?;
            for (figures, data) in figures.iter_mut().zip([&self.validation, &self.test]) {
                let report =
                    evaluate::autoencoder(&network, Some(&usual), class, data, &self.device)?;
                figures.error_auc[class.index()] = report.auc;
                figures.novelty_auc[class.index()] =
                    report.novelty_auc.context("novelty is not known")?;
            }
        }
        let about = "two strided convolutions of 16 and 32 channels, dense 64, code 16; novelty by \
                     the whitened inner values of image and reconstruction";
        let [validation, test] = figures.map(Measured::Autoencoders);
        let measured = (validation, Some(test));
        Ok(trial(AUTOENCODERS, about, parameters, &plan, images, measured))
    }

    /// Those of the shipped seed are the shipped ones.
    fn trained<N: Network>(&self, name: &str, plan: Plan, images: Vec<usize>) -> anyhow::Result<N> {
        let title = match plan.seed {
            SPLIT_SEED => name.to_owned(),
            seed => format!("{name}-{seed}"),
        };
        self.work.trained(&title, Class::parse(name), plan, &self.train, images)
    }
}

/// Everything that the weights of a recipe follow from but seed and images.
pub fn identity_of(recipe: &str, plan: &Plan) -> String {
    match recipe {
        AUTOENCODERS => ml::recipe::<Autoencoder>(plan, &Default::default()),
        _ => ml::recipe::<Classifier>(plan, &Default::default()),
    }
}

fn trial(
    recipe: &str,
    about: &str,
    parameters: usize,
    plan: &Plan,
    images: usize,
    (validation, test): (Measured, Option<Measured>),
) -> Trial {
    Trial {
        recipe: recipe.to_owned(),
        about: about.to_owned(),
        identity: identity_of(recipe, plan),
        parameters,
        training: card(plan, images, None),
        augmentation: plan.augmentation,
        validation,
        test,
    }
}
