//! `vitrina experiment imbalance`: remedies for a rare class compared, training by training. What is in the file is
//! not trained again, so an experiment that was interrupted goes on where it was.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::Context;
use burn::tensor::Device;
use dataset::{CLASSES, Class, Dataset, Imbalance, Part, SPLIT_SEED};
use download::{files, progress};
use futures::executor::block_on;
use ml::comparison::{ArmTraining, confuse, counts, drawn_for};
use ml::{Generator, drawn_codes, generate, generator_of, subset};
use protocol::comparison::{
    Comparison, ComparisonPlan, ComparisonTrial, FORMAT, Figure, ImbalanceStudy, STUDY_FILE,
};
use text::Lang;

use crate::choices::{parse_class, parse_part};
use crate::generators;
use crate::output::{check_folder, say};

/// Arguments of `vitrina experiment`.
#[derive(clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    which: Experiment,
}

#[derive(clap::Subcommand)]
enum Experiment {
    /// Compare remedies for a rare class, generated images among them.
    Imbalance(ImbalanceArguments),
}

/// On how many images.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum ExperimentScale {
    /// 3,000 images and few steps, as in the browser.
    Reduced,
    /// A fixed subset of 5,000 images.
    Subset,
    /// The whole training split.
    Full,
}

/// Arguments of `vitrina experiment imbalance`.
#[derive(clap::Args)]
struct ImbalanceArguments {
    /// The rare class.
    #[arg(long, value_name = "NAME", value_parser = parse_class, default_value = "shirt")]
    class: Class,
    /// The share of its training images that is left.
    #[arg(long, default_value_t = 0.05)]
    keep: f64,
    /// How many seeds, from 1 on.
    #[arg(long, default_value_t = 10)]
    seeds: u64,
    /// On how many images.
    #[arg(long, value_enum, default_value = "subset")]
    scale: ExperimentScale,
    /// Part that the classifiers are measured on. Nothing is tuned on test.
    #[arg(long, value_name = "PART", value_parser = parse_part, default_value = "test")]
    part: Part,
    /// Steps of a classifier instead of the scale's.
    #[arg(long)]
    steps: Option<u32>,
    /// Steps of a generator instead of the scale's.
    #[arg(long)]
    gan_steps: Option<u32>,
    /// File of the experiment. What it holds already is not trained again.
    #[arg(long, short, default_value = STUDY_FILE)]
    output: PathBuf,
    /// Folder for the generators of the seeds. Beside the file by default.
    #[arg(long)]
    work: Option<PathBuf>,
    /// Folder of the data set.
    #[arg(long)]
    data: Option<PathBuf>,
}

/// Runs what is not in the file yet, and writes each training down as it ends.
pub fn run(arguments: &Arguments, lang: Lang) -> anyhow::Result<()> {
    let Experiment::Imbalance(arguments) = &arguments.which;
    check_folder(&arguments.output, lang)?;
    let (class, keep, seeds) = (arguments.class, arguments.keep, arguments.seeds);
    let mut plan = match arguments.scale {
        ExperimentScale::Reduced => {
            ComparisonPlan { seeds: (1..=seeds).collect(), ..ComparisonPlan::reduced(class, keep) }
        }
        ExperimentScale::Subset => ComparisonPlan::subset(class, keep, seeds),
        ExperimentScale::Full => ComparisonPlan::full(class, keep, seeds),
    };
    plan.steps = arguments.steps.unwrap_or(plan.steps);
    plan.gan_steps = arguments.gan_steps.unwrap_or(plan.gan_steps);
    plan.check()?;
    let (whole, test) = download::load(arguments.data.as_deref(), lang)?;
    let split = download::split_of(&whole, SPLIT_SEED);
    let train = whole.select(&split.train);
    let measured = match arguments.part {
        Part::Test => test,
        Part::Validation => whole.select(&split.validation),
        Part::Train => train.clone(),
    };
    let work = match &arguments.work {
        Some(work) => work.clone(),
        None => arguments.output.with_extension("generators"),
    };
    let comparison =
        compare(&plan, arguments.part, (&train, &measured), &arguments.output, &work, lang)?;
    print(&comparison, lang)?;
    say!("{}", arguments.output.display())?;
    Ok(())
}

/// Trains what of a plan is not in the file at `output`, writing after each training.
///
/// # Errors
/// A file of another version, files that cannot be written, a training that diverges.
pub fn compare(
    plan: &ComparisonPlan,
    part: Part,
    (train, measured): (&Dataset, &Dataset),
    output: &Path,
    work: &Path,
    lang: Lang,
) -> anyhow::Result<Comparison> {
    let device = Device::flex();
    let rare = Imbalance { class: plan.class, ratio: plan.keep };
    let places = subset(&train.labels, plan.images, rare);
    let counts = counts(train, &places);
    let mut study = read(output)?;
    let is_it =
        |comparison: &Comparison| is_same(&comparison.plan, plan) && comparison.part == part;
    let place = study.comparisons.iter().position(is_it).unwrap_or_else(|| {
        let counts = counts.map(|count| count as u32);
        study.comparisons.push(Comparison { plan: plan.clone(), counts, part, trials: Vec::new() });
        study.comparisons.len() - 1
    });
    // More seeds are the same experiment.
    study.comparisons[place].plan.seeds.clone_from(&plan.seeds);
    let all = plan.trials();
    let bar = progress::steps(all.len() as u64, "experiment");
    let (clock, mut trained) = (Instant::now(), 0_u32);
    let mut generators: BTreeMap<u64, Generator> = BTreeMap::new();
    for (done, &(seed, arm, count)) in all.iter().enumerate() {
        bar.set_position(done as u64);
        let filling = || drawn_for(arm, counts, plan.class) as u32;
        let drawn = count.unwrap_or_else(filling);
        let is_known = |trial: &ComparisonTrial| {
            (trial.seed, trial.arm, trial.drawn, trial.is_for_curve)
                == (seed, arm, drawn, count.is_some())
        };
        if study.comparisons[place].trials.iter().any(is_known) {
            continue;
        }
        if arm.needs_generator() && !generators.contains_key(&seed) {
            let [share, keep] =
                [f64::from(plan.images), plan.keep].map(|number| number.to_string());
            let name =
                format!("{}-{keep}-{share}-{}-{seed}.run", plan.class.slug(), plan.gan_steps);
            let path = work.join(name);
            let file = generators::train(plan.gan(seed), train, &path, false, lang)?;
            let (generator, _) = generator_of(file.to_bytes()?, &device)?;
            generators.insert(seed, generator);
        }
        let images = match generators.get(&seed).filter(|_| arm.needs_generator()) {
            Some(generator) => {
                let codes = drawn_codes(seed, drawn as usize);
                let pixels = block_on(generate(generator, &codes, &device))?;
                Dataset { pixels, labels: vec![plan.class.label(); drawn as usize] }
            }
            None => Dataset::default(),
        };
        let mut training = ArmTraining::new(plan, arm, seed, (train, &places), images, &device);
        while training.step(train) {}
        let network = training.network();
        let mut confusion = Box::new([[0; CLASSES]; CLASSES]);
        let mut seen = 0;
        while seen < measured.len() {
            let next = (seen, 100);
            seen = block_on(confuse(&network, measured, next, &mut confusion, &device))?;
        }
        let is_for_curve = count.is_some();
        let trial = ComparisonTrial { arm, seed, drawn, is_for_curve, confusion };
        if bar.is_hidden() {
            let recall = Figure::Recall.of(&trial.confusion, plan.class);
            trained += 1;
            let seconds_each = clock.elapsed().as_secs_f64() / f64::from(trained);
            let left = lang.rough_duration(seconds_each * (all.len() - done - 1) as f64);
            let [done, all] = [done + 1, all.len()].map(|count| count.to_string());
            let title = format!("{} {} {drawn}: {recall:.3}", seed, arm.slug());
            eprintln!("{}", lang.training_progress(&title, &done, &all, None, &left));
        }
        study.comparisons[place].trials.push(trial);
        write(output, &study)?;
    }
    bar.finish_and_clear();
    write(output, &study)?;
    Ok(study.comparisons.swap_remove(place))
}

/// Whether two plans differ in nothing but their seeds.
fn is_same(one: &ComparisonPlan, other: &ComparisonPlan) -> bool {
    let seeds = other.seeds.clone();
    ComparisonPlan { seeds, ..one.clone() } == *other
}

/// The experiment in a file; an empty one where there is none.
fn read(path: &Path) -> anyhow::Result<ImbalanceStudy> {
    if !path.exists() {
        return Ok(ImbalanceStudy { format: FORMAT, comparisons: Vec::new() });
    }
    let shown = path.display();
    let bytes = fs::read(path).with_context(|| format!("cannot read {shown}"))?;
    let study: ImbalanceStudy =
        serde_json::from_slice(&bytes).with_context(|| format!("{shown} is damaged"))?;
    anyhow::ensure!(study.format == FORMAT, "{shown} is of another version");
    Ok(study)
}

fn write(path: &Path, study: &ImbalanceStudy) -> anyhow::Result<()> {
    files::write(path, (serde_json::to_string(study)? + "\n").as_bytes())
}

/// Prints the table.
fn print(comparison: &Comparison, lang: Lang) -> anyhow::Result<()> {
    say!("{}", lang.experiment_heading())?;
    for arm in comparison.summary() {
        let figures: Vec<String> =
            arm.means.iter().map(|mean| format!("{:6.2}", 100.0 * mean)).collect();
        let gain = arm.gains[2].map_or(String::new(), |gain| {
            format!(
                "{:+6.2} [{:+.2}, {:+.2}]",
                100.0 * gain.mean,
                100.0 * gain.low,
                100.0 * gain.high
            )
        });
        say!(
            "{:24} {:3} {:6.0} {}  {gain}",
            arm.arm.slug(),
            arm.seeds,
            arm.drawn,
            figures.join(" ")
        )?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail")]

    use super::*;

    #[test]
    fn more_seeds_are_the_same_experiment_and_more_steps_are_another() {
        let plan = ComparisonPlan::subset(Class::Shirt, 0.05, 3);
        assert!(is_same(&plan, &ComparisonPlan::subset(Class::Shirt, 0.05, 10)));
        assert!(!is_same(&plan, &ComparisonPlan { steps: 9, ..plan.clone() }));
    }
}
