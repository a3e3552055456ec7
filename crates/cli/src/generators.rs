//! Generators: `vitrina train gan` trains one and `vitrina generate` draws with it; those of three classes are
//! shipped.

use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use anyhow::Context;
use burn::tensor::Device;
use dataset::{Class, Dataset, PIXELS, SIDE, SPLIT_SEED};
use download::{files, progress};
use futures::executor::block_on;
use image::{GrayImage, ImageFormat};
use ml::{
    GanFile, GanOutput, GanRun, Generator, Precision, QUALITY_IMAGES, QUALITY_SEED, QualitySets,
    drawn_codes, generate, generator_file, generator_of, measure, places_of, read_steps, seen,
};
use protocol::gan::{
    GENERATORS_FILE, GENERATORS_FORMAT, GanConfig, GanQuality, GanRecord, GeneratorCard,
    GeneratorsCard, MOST_IMAGES,
};
use text::Lang;

use crate::choices::parse_class;
use crate::output::{check_folder, say};
use crate::shipped;

/// The classes whose generators are shipped.
const SHIPPED: [Class; 3] = [Class::Shirt, Class::Trouser, Class::AnkleBoot];
/// Steps between two checkpoints.
const CHECKPOINT_EVERY: u32 = 200;
/// Steps that are read back at once.
const READ_EVERY: usize = 20;

/// Trains a generator, with progress, from the checkpoint at `path` where there is a fitting one. What is left at
/// `path` is the file of the whole training.
pub fn train(
    config: GanConfig,
    train: &Dataset,
    path: &Path,
    fresh: bool,
    lang: Lang,
) -> anyhow::Result<GanFile> {
    config.check()?;
    let device = Device::flex();
    let (places, _) = places_of(&config, &train.labels);
    anyhow::ensure!(places.len() > 1, "{}", lang.train_nothing_to_do());
    let (mut run, mut record) = begin(config.clone(), places, path, fresh, &device, lang)?;
    let title = format!("gan-{}", config.class.slug());
    let bar = progress::steps(config.steps.into(), &title);
    bar.set_position(run.steps()[0].into());
    bar.reset_eta();
    let clock = std::time::Instant::now();
    let before = record.seconds;
    let mut unread: Vec<GanOutput> = Vec::new();
    while !run.is_done() {
        unread.push(run.step(run.turn(), train));
        let [step, others] = run.steps();
        let is_whole = step == others;
        if unread.len() >= READ_EVERY || run.is_done() {
            for measured in block_on(read_steps(std::mem::take(&mut unread)))? {
                let loss = record.note(measured);
                anyhow::ensure!(loss.is_finite(), "{}", lang.train_diverged(&step.to_string()));
            }
        }
        if is_whole && step % config.frame_every() == 0 {
            record.add_frame(block_on(run.frame())?);
        }
        if is_whole && step % CHECKPOINT_EVERY == 0 && !run.is_done() {
            // A record is as long as the steps that the checkpoint holds.
            for measured in block_on(read_steps(std::mem::take(&mut unread)))? {
                record.note(measured);
            }
            record.seconds = before + clock.elapsed().as_secs_f64();
            files::write(path, &block_on(GanFile::of(&run, record.clone()))?.to_bytes()?)?;
        }
        bar.set_position(step.into());
        if bar.is_hidden() && is_whole && step % (config.steps / 4).max(1) == 0 {
            let [done, all] = [step, config.steps].map(|steps| steps.to_string());
            let left = lang.rough_duration(bar.eta().as_secs_f64());
            let loss = record.generator.last().map(|&loss| f64::from(loss));
            eprintln!("{}", lang.training_progress(&title, &done, &all, loss, &left));
        }
    }
    bar.finish_and_clear();
    record.seconds = before + clock.elapsed().as_secs_f64();
    let file = block_on(GanFile::of(&run, record))?;
    files::write(path, &file.to_bytes()?)?;
    Ok(file)
}

/// The training of the file at `path` where it fits, else a new one.
fn begin(
    config: GanConfig,
    places: Vec<usize>,
    path: &Path,
    fresh: bool,
    device: &Device,
    lang: Lang,
) -> anyhow::Result<(GanRun, GanRecord)> {
    if !fresh && path.exists() {
        let shown = path.display().to_string();
        let file = fs::read(path).with_context(|| format!("cannot read {shown}"))?;
        let file =
            GanFile::from_bytes(file).with_context(|| lang.train_checkpoint_damaged(&shown))?;
        match GanRun::resume(config.clone(), places.clone(), &file.checkpoint, device) {
            Ok(run) => {
                eprintln!("{}", lang.train_resumed(&shown, &run.steps()[0].to_string()));
                return Ok((run, file.record));
            }
            Err(ml::ResumeError::OtherRun) => {
                eprintln!("{}", lang.train_checkpoint_of_another_run(&shown));
            }
            Err(error) => {
                return Err(error).with_context(|| lang.train_checkpoint_damaged(&shown));
            }
        }
    }
    Ok((GanRun::new(config, places, device), GanRecord::default()))
}

/// Measures a generator against real test images, in the space of the shipped classifier.
pub fn quality(
    generator: &Generator,
    config: &GanConfig,
    train: &Dataset,
    test: &Dataset,
    device: &Device,
) -> anyhow::Result<GanQuality> {
    let folder = shipped::folder(None);
    let card = shipped::card(&folder)?;
    let judge = shipped::load(&card, &folder, device)?.classifier;
    let codes = drawn_codes(QUALITY_SEED, QUALITY_IMAGES);
    let drawn = block_on(generate(generator, &codes, device))?;
    let (places, _) = places_of(config, &train.labels);
    let sets = QualitySets::new(config.class, drawn, train, &places, test);
    let judged = sets.to_be_judged().map(|set| block_on(seen(&judge, set, device)));
    let judged = judged.into_iter().collect::<Result<Vec<_>, _>>()?;
    measure(&sets, &judged).context("too few images to measure")
}

/// Arguments of `vitrina generate`.
#[derive(clap::Args)]
pub struct Arguments {
    /// How many images.
    #[arg(long, short, default_value_t = 64, value_parser = clap::value_parser!(u32).range(1..=i64::from(MOST_IMAGES)))]
    number: u32,
    /// The shipped generator of this class: shirt, trouser or ankle-boot.
    #[arg(long, value_name = "NAME", value_parser = parse_class, default_value = "shirt")]
    class: Class,
    /// The file of a training or of a generator instead.
    #[arg(long, value_name = "FILE")]
    weights: Option<PathBuf>,
    /// Draws the codes.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Picture to write: all images in a grid, as PNG.
    #[arg(long, short, default_value = "generated.png")]
    output: PathBuf,
    /// Measure how good its images are, too, and print it as JSON.
    #[arg(long)]
    measure: bool,
    /// Folder of the data set.
    #[arg(long)]
    data: Option<PathBuf>,
}

/// Draws images.
pub fn run(arguments: &Arguments, lang: Lang) -> anyhow::Result<()> {
    check_folder(&arguments.output, lang)?;
    let device = Device::flex();
    let bytes = match &arguments.weights {
        Some(path) => fs::read(path).with_context(|| format!("cannot read {}", path.display()))?,
        None => shipped_file(arguments.class, lang)?,
    };
    let shown = arguments.weights.as_deref().map_or("shipped".into(), Path::to_string_lossy);
    let (generator, config) =
        generator_of(bytes, &device).with_context(|| format!("{shown} is no generator"))?;
    let codes = drawn_codes(arguments.seed, arguments.number as usize);
    let pixels = block_on(generate(&generator, &codes, &device))?;
    files::write(&arguments.output, &grid(&pixels)?)?;
    say!("{}", arguments.output.display())?;
    if arguments.measure {
        let (train, test) = split_parts(arguments.data.as_deref(), lang)?;
        let quality = quality(&generator, &config, &train, &test, &device)?;
        say!("{}", serde_json::to_string_pretty(&quality)?)?;
    }
    Ok(())
}

/// The training part as the site carries it, and the test part.
pub fn split_parts(data: Option<&Path>, lang: Lang) -> anyhow::Result<(Dataset, Dataset)> {
    let (train, test) = download::load(data, lang)?;
    let split = download::split_of(&train, SPLIT_SEED);
    Ok((train.select(&split.train), test))
}

/// The shipped generator of a class.
fn shipped_file(class: Class, lang: Lang) -> anyhow::Result<Vec<u8>> {
    let folder = shipped::folder(None);
    let path = folder.join(GENERATORS_FILE);
    let shown = path.display();
    let card = fs::read(&path).with_context(|| format!("cannot read {shown}"))?;
    let card: GeneratorsCard =
        serde_json::from_slice(&card).with_context(|| format!("{shown} is damaged"))?;
    anyhow::ensure!(card.format == GENERATORS_FORMAT, "{shown} is of another version");
    let own = card.generators.iter().find(|one| one.config.class == class);
    let own = own.with_context(|| lang.generate_no_such_generator(class.slug()))?;
    let path = folder.join(&own.file);
    let bytes = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
    ml::shipped::check_sum(&bytes, &own.sha256).with_context(|| path.display().to_string())?;
    Ok(bytes)
}

/// Images in a grid about as wide as high, enlarged four times, as PNG.
fn grid(pixels: &[u8]) -> anyhow::Result<Vec<u8>> {
    const SCALE: usize = 4;
    const GAP: usize = 4;
    let count = pixels.len() / PIXELS;
    let columns = (count as f64).sqrt().ceil().max(1.0) as usize;
    let cell = SIDE * SCALE + GAP;
    let (width, height) = (columns * cell + GAP, count.div_ceil(columns) * cell + GAP);
    let mut picture = GrayImage::from_pixel(width as u32, height as u32, image::Luma([64]));
    for (place, image) in pixels.chunks_exact(PIXELS).enumerate() {
        let (left, top) = (place % columns * cell + GAP, place / columns * cell + GAP);
        for (at, &grey) in image.iter().enumerate() {
            for (dy, dx) in (0..SCALE).flat_map(|dy| (0..SCALE).map(move |dx| (dy, dx))) {
                let (x, y) = (left + at % SIDE * SCALE + dx, top + at / SIDE * SCALE + dy);
                picture.put_pixel(x as u32, y as u32, image::Luma([grey]));
            }
        }
    }
    let mut file = Cursor::new(Vec::new());
    picture.write_to(&mut file, ImageFormat::Png)?;
    Ok(file.into_inner())
}

/// How the shipped generator of a class is trained.
pub fn plan(class: Class, seed: u64) -> GanConfig {
    GanConfig { class, seed, steps: 3_000, ..GanConfig::default() }
}

/// Trains the shipped generators, or measures those that are there again, and writes their card.
pub fn ship(
    output: &Path,
    work: &Path,
    (train_images, test): (&Dataset, &Dataset),
    (fresh, card_only): (bool, bool),
    lang: Lang,
) -> anyhow::Result<()> {
    let device = Device::flex();
    let mut generators = Vec::new();
    for class in SHIPPED {
        let file = format!("generator-{}.bpk", class.slug());
        let path = output.join(&file);
        if !card_only {
            let place = work.join(format!("gan-{}.run", class.slug()));
            let trained = train(plan(class, SPLIT_SEED), train_images, &place, fresh, lang)?;
            let bytes = generator_file(&trained.generator, &trained.config, Precision::Half)?;
            files::write(&path, &bytes)?;
        }
        let bytes = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let sha256 = files::sha256(&bytes);
        let (generator, config) = generator_of(bytes, &device)?;
        let quality = quality(&generator, &config, train_images, test, &device)?;
        say!("{}", path.display())?;
        generators.push(GeneratorCard { file, sha256, config, quality });
    }
    let card = GeneratorsCard { format: GENERATORS_FORMAT, generators };
    let path = output.join(GENERATORS_FILE);
    files::write(&path, (serde_json::to_string_pretty(&card)? + "\n").as_bytes())?;
    Ok(say!("{}", path.display())?)
}
