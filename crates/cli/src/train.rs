//! `vitrina train`: one network, with progress, resumable after an interruption.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use burn::tensor::Device;
use dataset::{Class, Dataset, Imbalance, SPLIT_SEED, make_rare};
use download::{files, progress};
use ml::whitening::Whitening;
use ml::{Classifier, Network, PhotoPlan, Plan, Precision, ResumeError, Run, Weights};
use protocol::card::TrainingCard;
use protocol::gan::GanConfig;
use protocol::run::OptimizerChoice;
use text::Lang;
use vision::augment::Augmentation;

use crate::choices::{Kind, OptimizerName, ScheduleName, parse_class, parse_imbalance};
use crate::evaluate;
use crate::generators;
use crate::output::{check_folder, say};
use crate::photo_training;
use futures::executor::block_on;

/// Steps between two readings of the loss.
const READ_LOSS_EVERY: u64 = 20;

/// Arguments of `vitrina train`.
#[derive(clap::Args)]
pub struct Arguments {
    /// Which network.
    #[arg(value_enum)]
    network: Kind,
    /// Draws initial weights, batch order, augmentation and dropout.
    #[arg(long, default_value_t = 42)]
    seed: u64,
    /// Passes over the training images.
    #[arg(long)]
    epochs: Option<u32>,
    /// Images per step.
    #[arg(long)]
    batch: Option<usize>,
    /// Steps in all (photos and gan only).
    #[arg(long)]
    steps: Option<u64>,
    /// Highest learning rate of the schedule.
    #[arg(long)]
    learning_rate: Option<f64>,
    /// How the learning rate changes over the run.
    #[arg(long, value_enum, default_value = "one-cycle")]
    schedule: ScheduleName,
    /// Optimizer; the network's own recipe by default.
    #[arg(long, value_enum)]
    optimizer: Option<OptimizerName>,
    /// Train on this many images, stratified and drawn by seed, instead of all.
    #[arg(long)]
    images: Option<usize>,
    /// Make a class rare, as in shirt=0.1 (classifier only). Can be given several times.
    #[arg(long, value_name = "CLASS=RATIO", value_parser = parse_imbalance)]
    imbalance: Vec<Imbalance>,
    /// Start from the weights in this file instead of weights drawn from the seed.
    #[arg(long, value_name = "FILE")]
    from: Option<PathBuf>,
    /// Freeze the convolutions, so that only the dense layers learn.
    #[arg(long)]
    freeze_convolutions: bool,
    /// The class that the autoencoder knows.
    #[arg(long, value_name = "NAME", value_parser = parse_class, default_value = "trouser")]
    normal_class: Class,
    /// The class whose images are generated (gan only).
    #[arg(long, value_name = "NAME", value_parser = parse_class)]
    class: Option<Class>,
    /// The share of that class's images that is left to learn from (gan only).
    #[arg(long)]
    keep: Option<f64>,
    /// Weights file to write.
    #[arg(long, short, default_value = "trained.bpk")]
    output: PathBuf,
    /// Folder of the data set.
    #[arg(long)]
    data: Option<PathBuf>,
    /// Folder or Git repository of the photos.
    #[arg(long, value_name = "DIR")]
    photos_from: Option<PathBuf>,
    /// Start again even where an interrupted run could be resumed.
    #[arg(long)]
    fresh: bool,
}

/// How the shipped classifiers are trained.
pub fn classifier_plan(seed: u64) -> Plan {
    let augmentation = Augmentation { flip: true, shift: 1, erase: 0.5 };
    let optimizer = OptimizerChoice::Muon;
    Plan { batch: 128, optimizer, ..Plan::new(seed, 64, augmentation) }
}

/// How the shipped autoencoders are trained.
pub fn autoencoder_plan(seed: u64) -> Plan {
    let augmentation = Augmentation { flip: true, ..Augmentation::default() };
    Plan::new(seed, 40, augmentation)
}

/// Where a run keeps its checkpoint, and what its progress bar is called.
pub struct Place<'a> {
    /// The weights file; the checkpoint lies beside it.
    pub output: &'a Path,
    /// Name for the progress bar.
    pub title: &'a str,
    /// Whether to ignore a checkpoint.
    pub fresh: bool,
    /// Weights to start from; none to draw them from the seed.
    pub start: Option<&'a Weights>,
}

impl Place<'_> {
    fn checkpoint(&self) -> PathBuf {
        self.output.with_extension("checkpoint")
    }

    /// Removes the checkpoint, which nobody needs once the weights are written.
    pub fn forget_checkpoint(&self) -> anyhow::Result<()> {
        let path = self.checkpoint();
        if path.exists() {
            let shown = path.display().to_string();
            std::fs::remove_file(path).with_context(|| format!("cannot remove {shown}"))?;
        }
        Ok(())
    }
}

/// Trains one network and writes its weights.
pub fn run(arguments: &Arguments, lang: Lang) -> anyhow::Result<()> {
    check_folder(&arguments.output, lang)?;
    check_meaning(arguments, lang)?;
    if arguments.network == Kind::Gan {
        return train_gan(arguments, lang);
    }
    let (train, _) = download::load(arguments.data.as_deref(), lang)?;
    let split = download::split_of(&train, SPLIT_SEED);
    let device = Device::flex();
    let images = images(&train, &split.train, arguments, lang)?;
    let adjust = |plan: Plan| Plan {
        epochs: arguments.epochs.unwrap_or(plan.epochs),
        batch: arguments.batch.unwrap_or(plan.batch.min(images.len())).max(1),
        learning_rate: arguments.learning_rate.unwrap_or(plan.learning_rate),
        schedule: arguments.schedule.into(),
        optimizer: arguments.optimizer.map_or(plan.optimizer, OptimizerChoice::from),
        freeze_features: arguments.freeze_convolutions,
        ..plan
    };
    let start = arguments.from.as_deref().map(starting_weights).transpose()?;
    let place = |title| Place {
        output: &arguments.output,
        title,
        fresh: arguments.fresh,
        start: start.as_ref(),
    };
    match arguments.network {
        Kind::Gan => {}
        Kind::Photos => {
            let recipe = photo_training::plan(arguments.seed);
            let plan = PhotoPlan {
                steps: arguments.steps.unwrap_or(recipe.steps).max(1),
                batch: arguments.batch.unwrap_or(recipe.batch).max(1),
                learning_rate: arguments.learning_rate.unwrap_or(recipe.learning_rate),
                ..recipe
            };
            let (from, output) = (arguments.photos_from.as_deref(), &arguments.output);
            photo_training::run(from, plan, &train, &split, output, lang)?;
        }
        Kind::Classifier => {
            let plan = adjust(classifier_plan(arguments.seed));
            let network = train_network::<Classifier>(
                plan,
                &train,
                images,
                &device,
                &place("classifier"),
                lang,
            )?;
            save(&network, None, &arguments.output, Precision::Single, None)?;
            place("classifier").forget_checkpoint()?;
        }
        Kind::Autoencoder => {
            let plan = adjust(autoencoder_plan(arguments.seed));
            let title = arguments.normal_class.slug();
            let network =
                train_network(plan, &train, images.clone(), &device, &place(title), lang)?;
            let usual = evaluate::usual(&network, &train.select(&images), title, &device)?;
            let class = Some(arguments.normal_class);
            save(&network, usual.as_ref(), &arguments.output, Precision::Single, class)?;
            place(title).forget_checkpoint()?;
        }
    }
    say!("{}", arguments.output.display())?;
    Ok(())
}

/// Trains a generator and writes the file of its training, which a browser opens too.
fn train_gan(arguments: &Arguments, lang: Lang) -> anyhow::Result<()> {
    let recipe = GanConfig::default();
    let steps = arguments.steps.map(|steps| u32::try_from(steps).unwrap_or(u32::MAX));
    let batch = arguments.batch.map(|batch| u32::try_from(batch).unwrap_or(u32::MAX));
    let images = arguments.images.map(|images| u32::try_from(images).unwrap_or(u32::MAX));
    let config = GanConfig {
        class: arguments.class.unwrap_or(recipe.class),
        images: images.unwrap_or(recipe.images),
        keep: arguments.keep.unwrap_or(recipe.keep),
        seed: arguments.seed,
        steps: steps.unwrap_or(recipe.steps),
        batch: batch.unwrap_or(recipe.batch),
        learning_rate: arguments.learning_rate.unwrap_or(recipe.learning_rate),
        ..recipe
    };
    config.check().map_err(|error| anyhow::anyhow!(lang.config_error(&error)))?;
    let (train, _) = generators::split_parts(arguments.data.as_deref(), lang)?;
    generators::train(config, &train, &arguments.output, arguments.fresh, lang)?;
    Ok(say!("{}", arguments.output.display())?)
}

/// Refuses arguments that the chosen network gives no meaning to, instead of passing over them.
fn check_meaning(arguments: &Arguments, lang: Lang) -> anyhow::Result<()> {
    let is_photos = arguments.network == Kind::Photos;
    let is_gan = arguments.network == Kind::Gan;
    let of_gan = arguments.class.is_some() || arguments.keep.is_some();
    let of_neither = arguments.epochs.is_some()
        || arguments.from.is_some()
        || arguments.freeze_convolutions
        || arguments.optimizer.is_some()
        || !arguments.imbalance.is_empty();
    if (is_gan && (of_neither || arguments.photos_from.is_some())) || (!is_gan && of_gan) {
        bail!("{}", lang.train_not_for_gan());
    }
    if is_gan {
        return Ok(());
    }
    let of_others = arguments.epochs.is_some()
        || arguments.images.is_some()
        || arguments.from.is_some()
        || arguments.freeze_convolutions
        || arguments.optimizer.is_some()
        || !arguments.imbalance.is_empty();
    let of_photos = arguments.steps.is_some() || arguments.photos_from.is_some();
    if is_photos && of_others {
        bail!("{}", lang.train_not_for_photos());
    }
    if !is_photos && of_photos {
        bail!("{}", lang.train_for_photos_alone());
    }
    Ok(())
}

/// The weights to start from.
fn starting_weights(path: &Path) -> anyhow::Result<Weights> {
    let shown = path.display();
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {shown}"))?;
    ml::network_weights(bytes).with_context(|| format!("{shown} is damaged"))
}

fn images(
    train: &Dataset,
    split: &[usize],
    arguments: &Arguments,
    lang: Lang,
) -> anyhow::Result<Vec<usize>> {
    let labels: Vec<u8> = split.iter().map(|&index| train.labels[index]).collect();
    let wanted = arguments.images.unwrap_or(labels.len());
    let some: Vec<usize> = Dataset::some(&labels, wanted, arguments.seed)
        .into_iter()
        .map(|place| split[place])
        .collect();
    match arguments.network {
        Kind::Autoencoder if !arguments.imbalance.is_empty() => {
            bail!("{}", lang.train_imbalance_is_for_classifiers())
        }
        Kind::Autoencoder => Ok(of_class(train, &some, arguments.normal_class)),
        Kind::Classifier | Kind::Photos | Kind::Gan => Ok(arguments
            .imbalance
            .iter()
            .fold(some, |some, &rare| make_rare(&train.labels, &some, rare, arguments.seed))),
    }
}

/// The indices among these that are of one class.
pub fn of_class(data: &Dataset, indices: &[usize], class: Class) -> Vec<usize> {
    indices.iter().copied().filter(|&index| data.labels[index] == class.label()).collect()
}

/// Trains a network over these images of a data set and returns it as it infers. A checkpoint is
/// written after each epoch; once the weights are written, it is the caller's to forget.
pub fn train_network<N: Network>(
    plan: Plan,
    data: &Dataset,
    images: Vec<usize>,
    device: &Device,
    place: &Place,
    lang: Lang,
) -> anyhow::Result<N> {
    let checkpoint = place.checkpoint();
    let mut run = begin::<N>(plan, images, device, &checkpoint, place, lang)?;
    if run.steps() == 0 {
        bail!("{}", lang.train_nothing_to_do());
    }
    let bar = progress::steps(run.steps(), place.title);
    bar.set_position(run.step_count());
    bar.reset_eta();
    let mut last = None;
    while let Some(taken) = run.step(data) {
        let step = run.step_count();
        bar.set_position(step);
        let is_end = step % run.steps_per_epoch() == 0 || run.is_done();
        if is_end || step % READ_LOSS_EVERY == 0 {
            let loss: f32 = taken.outcome.loss.into_scalar();
            if !loss.is_finite() {
                bail!("{}", lang.train_diverged(&step.to_string()));
            }
            last = Some(f64::from(loss));
            bar.set_message(format!("loss {loss:.4}"));
        }
        if bar.is_hidden() && step % (run.steps_per_epoch() / 4).max(1) == 0 {
            let [done, all] = [step, run.steps()].map(|steps| steps.to_string());
            let left = lang.rough_duration(bar.eta().as_secs_f64());
            eprintln!("{}", lang.training_progress(place.title, &done, &all, last, &left));
        }
        if is_end {
            let mut state = block_on(run.checkpoint())?;
            // The loss is that before a step, and is not read at every one.
            if !state.is_finite() {
                bail!("{}", lang.train_diverged(&step.to_string()));
            }
            state.metadata.insert(START.to_owned(), start_of(place)?);
            files::write(&checkpoint, &state.to_sealed_burnpack()?)?;
        }
    }
    bar.finish_and_clear();
    Ok(run.network())
}

/// Key of a checkpoint's fact: what its run started from.
const START: &str = "start";

/// What a run starts from: nothing, or the weights with this checksum.
fn start_of(place: &Place) -> anyhow::Result<String> {
    let Some(weights) = place.start else { return Ok("drawn".to_owned()) };
    Ok(files::sha256(&weights.to_burnpack(Precision::Single)?))
}

/// The run of a checkpoint where there is a fitting one, else a new one.
fn begin<N: Network>(
    plan: Plan,
    images: Vec<usize>,
    device: &Device,
    checkpoint: &Path,
    place: &Place,
    lang: Lang,
) -> anyhow::Result<Run<N>> {
    let config = place.start.map(N::config_of).transpose()?.unwrap_or_default();
    let anew = |images: Vec<usize>| match place.start {
        Some(weights) => Run::from_weights(plan, config, weights, images.into(), device),
        None => Ok(Run::new(plan, config, images.into(), device)),
    };
    if place.fresh || !checkpoint.exists() {
        return Ok(anew(images)?);
    }
    let shown = checkpoint.display().to_string();
    let weights = Weights::from_burnpack(std::fs::read(checkpoint)?)
        .with_context(|| lang.train_checkpoint_damaged(&shown))?;
    let resumed = match weights.metadata.get(START) == Some(&start_of(place)?) {
        true => Run::resume(plan, config, images.clone().into(), &weights, device),
        false => Err(ResumeError::OtherRun),
    };
    match resumed {
        Ok(run) => {
            eprintln!("{}", lang.train_resumed(&shown, &run.step_count().to_string()));
            Ok(run)
        }
        Err(ResumeError::OtherRun) => {
            eprintln!("{}", lang.train_checkpoint_of_another_run(&shown));
            Ok(anew(images)?)
        }
        Err(error) => Err(error).with_context(|| lang.train_checkpoint_damaged(&shown)),
    }
}

/// Writes a network's weights, with the class that an autoencoder knows and what it is used to,
/// and returns the file's bytes.
pub fn save<N: Network>(
    network: &N,
    usual: Option<&Whitening>,
    path: &Path,
    precision: Precision,
    class: Option<Class>,
) -> anyhow::Result<Vec<u8>> {
    let mut weights = block_on(Weights::of(network))?;
    let facts = [
        ("kind", N::KIND.to_owned()),
        ("format", protocol::card::WEIGHTS_FORMAT.to_string()),
        ("preprocessing", vision::photo::VERSION.to_string()),
    ];
    weights.metadata = facts.map(|(key, value)| (key.to_owned(), value)).into();
    if let Some(usual) = usual {
        weights.set_whitening(usual);
    }
    if let Some(class) = class {
        weights.metadata.insert("class".to_owned(), class.slug().to_owned());
    }
    let bytes = weights.to_burnpack(precision)?;
    files::write(path, &bytes)?;
    Ok(bytes)
}

/// What the card says of a training.
pub fn card(plan: &Plan, images: usize, imbalance: Option<Imbalance>) -> TrainingCard {
    TrainingCard {
        seed: plan.seed,
        epochs: plan.epochs,
        batch: plan.batch,
        learning_rate: plan.learning_rate,
        optimizer: plan.optimizer,
        images,
        imbalance,
        device: format!("CPU {}, threads: {}", std::env::consts::ARCH, threads()),
    }
}

/// How many threads Burn computes with: rayon's own rule.
pub fn threads() -> usize {
    let named = std::env::var("RAYON_NUM_THREADS").ok().and_then(|number| number.parse().ok());
    let all = || std::thread::available_parallelism().map_or(1, usize::from);
    named.filter(|&number| number > 0).unwrap_or_else(all)
}
