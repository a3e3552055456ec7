//! What holds for a generator and a discriminator: shapes, that a step moves one network alone, that a seed gives the
//! same images, that a training that was resumed is the one that was left, and that copying and collapse are told.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

use std::sync::{Mutex, MutexGuard, PoisonError};

use burn::tensor::{Device, Tensor};
use dataset::{CLASSES, Class, Dataset, Imbalance, PIXELS};
use futures::executor::block_on;
use ml::comparison::{ArmTraining, confuse};
use ml::{
    Classifier, ClassifierConfig, Discriminator, GanFile, GanRun, Generator, Precision,
    QualitySets, ResumeError, RunFileError, Weights, drawn_codes, generate, generator_file,
    generator_of, measure, path_codes, places_of, read_steps, seen, subset,
};
use protocol::comparison::{Arm, ComparisonPlan};
use protocol::gan::{
    CODE, DiscriminatorStep, Frame, GRID, GanConfig, GanMeasured, GanRecord, Player,
};
use random::Rng;

/// Flex has one generator for the whole process, so tests that compare to the bit take turns.
static TURN: Mutex<()> = Mutex::new(());

fn turn() -> MutexGuard<'static, ()> {
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Images whose class is a bright band at its own height, with noise.
fn bands(count: usize) -> Dataset {
    let mut rng = Rng::new(5);
    let labels: Vec<u8> = (0..count).map(|index| (index % CLASSES) as u8).collect();
    let mut pixels = Vec::with_capacity(count * PIXELS);
    for &label in &labels {
        for place in 0..PIXELS {
            let inside = place / 28 / 3 == usize::from(label);
            pixels.push(if inside { 150 } else { 0 } + rng.below(100) as u8);
        }
    }
    Dataset { pixels, labels }
}

fn config() -> GanConfig {
    GanConfig { images: 400, keep: 0.5, batch: 8, steps: 6, seed: 3, ..GanConfig::default() }
}

fn run(data: &Dataset) -> GanRun {
    let (places, _) = places_of(&config(), &data.labels);
    GanRun::new(config(), places, &Device::flex())
}

/// Everything that a training consists of.
fn tensors(run: &GanRun) -> Vec<ml::NamedTensor> {
    block_on(run.checkpoint()).unwrap().tensors
}

/// The parts of a training that a step has changed.
fn moved(before: &[ml::NamedTensor], run: &GanRun) -> Vec<String> {
    let after = tensors(run);
    // Running statistics are scratch: nothing is ever drawn by them.
    let is_learned = |name: &str| !name.contains("running");
    let of = |tensor: &&ml::NamedTensor| {
        let earlier = before.iter().find(|earlier| earlier.name == tensor.name);
        is_learned(&tensor.name) && earlier.is_none_or(|earlier| earlier.values != tensor.values)
    };
    let mut parts: Vec<String> = after
        .iter()
        .filter(of)
        .map(|tensor| tensor.name.split('/').next().unwrap_or_default().to_owned())
        .collect();
    parts.sort_unstable();
    parts.dedup();
    parts
}

#[test]
fn a_generator_draws_images_and_a_discriminator_judges_them() {
    let device = Device::flex().autodiff();
    let codes = Tensor::<2>::zeros([5, CODE], &device);
    let drawn = Generator::new(&device).forward(codes);
    assert_eq!(drawn.dims(), [5, 1, 28, 28]);
    assert_eq!(Discriminator::new(&device).forward(drawn).dims(), [5, 1]);
}

#[test]
fn a_step_moves_its_own_network_alone() {
    let _turn = turn();
    let data = bands(400);
    let mut run = run(&data);
    let before = tensors(&run);
    run.step(Player::Discriminator, &data);
    assert_eq!(moved(&before, &run), ["discriminator"]);
    let before = tensors(&run);
    run.step(Player::Generator, &data);
    assert_eq!(moved(&before, &run), ["average", "generator"]);
    assert_eq!(run.steps(), [1, 1]);
}

#[test]
fn the_discriminator_moves_first_and_a_lone_step_is_made_up_for() {
    let _turn = turn();
    let data = bands(400);
    let mut run = run(&data);
    run.step(Player::Generator, &data);
    run.step(Player::Generator, &data);
    let mut players = Vec::new();
    while !run.is_done() {
        players.push(run.turn());
        run.step(run.turn(), &data);
    }
    assert_eq!(players[..3], [Player::Discriminator; 3]);
    assert!(run.steps().iter().all(|&steps| steps >= 6));
}

#[test]
fn the_same_seed_draws_the_same_and_another_one_others() {
    let _turn = turn();
    let data = bands(400);
    let drawn = |seed: u64| {
        let (places, _) = places_of(&config(), &data.labels);
        let mut run = GanRun::new(GanConfig { seed, ..config() }, places, &Device::flex());
        for _ in 0..4 {
            run.step(run.turn(), &data);
        }
        block_on(generate(&run.settled(), &drawn_codes(1, 3), &Device::flex())).unwrap()
    };
    let images = drawn(3);
    assert_eq!(images.len(), 3 * PIXELS);
    assert_eq!(images, drawn(3));
    assert_ne!(images, drawn(4));
}

#[test]
fn an_image_depends_on_its_own_code_alone() {
    let _turn = turn();
    let data = bands(400);
    let generator = run(&data).settled();
    let device = Device::flex();
    let many = block_on(generate(&generator, &drawn_codes(1, 5), &device)).unwrap();
    let few = block_on(generate(&generator, &drawn_codes(1, 2), &device)).unwrap();
    // Up to the order of sums in a product of other sizes.
    let furthest = many.iter().zip(&few).map(|(a, b)| a.abs_diff(*b)).max();
    assert!(furthest <= Some(1), "{furthest:?}");
}

#[test]
fn a_training_that_was_resumed_is_the_one_that_was_left() {
    let _turn = turn();
    let data = bands(400);
    let device = Device::flex();
    let mut unbroken = run(&data);
    let mut broken = run(&data);
    for _ in 0..5 {
        unbroken.step(unbroken.turn(), &data);
        broken.step(broken.turn(), &data);
    }
    let file = block_on(GanFile::of(&broken, GanRecord::default())).unwrap().to_bytes().unwrap();
    let file = GanFile::from_bytes(file).unwrap();
    let (places, _) = places_of(&file.config, &data.labels);
    let mut resumed =
        GanRun::resume(file.config, places.clone(), &file.checkpoint, &device).unwrap();
    assert_eq!((resumed.steps(), resumed.turn()), (broken.steps(), broken.turn()));
    for _ in 0..5 {
        unbroken.step(unbroken.turn(), &data);
        resumed.step(resumed.turn(), &data);
    }
    let learned = |run: &GanRun| -> Vec<ml::NamedTensor> {
        tensors(run).into_iter().filter(|tensor| !tensor.name.contains("running")).collect()
    };
    assert_eq!(learned(&unbroken), learned(&resumed));
    let other = GanConfig { seed: 4, ..config() };
    let error = GanRun::resume(other, places, &file.checkpoint, &device).unwrap_err();
    assert_eq!(error, ResumeError::OtherRun);
}

#[test]
fn a_training_and_a_generator_come_back_from_their_files() {
    let _turn = turn();
    let data = bands(400);
    let device = Device::flex();
    let mut run = run(&data);
    for _ in 0..3 {
        run.step(run.turn(), &data);
    }
    let record = GanRecord {
        discriminator: vec![DiscriminatorStep { loss: 0.7, real: 0.5, fake: 0.25 }; 2],
        generator: vec![0.9],
        frames: vec![Frame { step: 1, pixels: (0..GRID * PIXELS).map(|at| at as u8).collect() }],
        seconds: 1.5,
    };
    let file = block_on(GanFile::of(&run, record)).unwrap();
    let bytes = file.to_bytes().unwrap();
    let read = GanFile::from_bytes(bytes.clone()).unwrap();
    assert_eq!((read.config, read.record), (file.config.clone(), file.record));
    let codes = drawn_codes(1, 2);
    let expected = block_on(generate(&run.settled(), &codes, &device)).unwrap();
    let small = generator_file(&file.generator, &file.config, Precision::Single).unwrap();
    for bytes in [bytes.clone(), small] {
        let (generator, config) = generator_of(bytes, &device).unwrap();
        assert_eq!(config, file.config);
        assert_eq!(block_on(generate(&generator, &codes, &device)).unwrap(), expected);
    }
    // What is no generator is told as such.
    let mut changed = bytes.clone();
    let middle = changed.len() / 2;
    changed[middle] ^= 1;
    assert!(matches!(GanFile::from_bytes(changed), Err(RunFileError::Weights(_))));
    let weights = Weights::default().to_burnpack(Precision::Single).unwrap();
    assert_eq!(GanFile::from_bytes(weights.clone()).unwrap_err(), RunFileError::Part("gan"));
    assert_eq!(generator_of(weights, &device).unwrap_err(), RunFileError::Part("generator"));
}

#[test]
fn a_discriminator_learns_to_tell_a_flat_generator_from_bands() {
    let _turn = turn();
    let data = bands(400);
    let mut run = run(&data);
    let mut last = None;
    for _ in 0..30 {
        let output = run.step(Player::Discriminator, &data);
        last = block_on(read_steps(vec![output])).unwrap().pop();
    }
    let Some(GanMeasured::Discriminator(step)) = last else { panic!("{last:?}") };
    assert!(step.real > 0.9 && step.fake > 0.9 && step.loss < 0.4, "{step:?}");
}

#[test]
fn a_path_goes_from_one_code_to_another_and_stays_as_long_as_they_are() {
    let path = path_codes(1, 2, 5);
    let codes: Vec<&[f32]> = path.chunks_exact(CODE).collect();
    let close = |a: &[f32], b: &[f32]| a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-4);
    assert!(close(codes[0], &drawn_codes(1, 1)) && close(codes[4], &drawn_codes(2, 1)));
    let length = |code: &[f32]| code.iter().map(|x| x * x).sum::<f32>().sqrt();
    let [first, middle, last] = [0, 2, 4].map(|place| length(codes[place]));
    // Half way on the sphere; on the straight line it would be a quarter shorter.
    let expected = f32::midpoint(first, last);
    assert!((middle / expected - 1.0).abs() < 0.1, "{first} {middle} {last}");
    let all = drawn_codes(9, 500);
    let mean = all.iter().sum::<f32>() / all.len() as f32;
    let variance = all.iter().map(|x| (x - mean).powi(2)).sum::<f32>() / all.len() as f32;
    assert!(mean.abs() < 0.02 && (variance - 1.0).abs() < 0.03, "{mean} {variance}");
}

/// What is measured of images that are said to be drawn by a generator that saw a part of `bands`.
fn quality(drawn: impl Fn(&Dataset, &[usize]) -> Vec<u8>) -> protocol::gan::GanQuality {
    let (train, test) = (bands(4_000), bands_from(4_000, 77));
    let (places, _) = places_of(&GanConfig { images: 4_000, ..config() }, &train.labels);
    let device = Device::flex();
    let classifier: Classifier =
        Weights::draw(ClassifierConfig::default().init(&device), &device, 1);
    let sets = QualitySets::new(Class::Shirt, drawn(&train, &places), &train, &places, &test);
    let judged = sets.to_be_judged().map(|set| block_on(seen(&classifier, set, &device)).unwrap());
    measure(&sets, &judged).unwrap()
}

fn bands_from(count: usize, seed: u64) -> Dataset {
    let mut data = bands(count);
    let mut rng = Rng::new(seed);
    for pixel in &mut data.pixels {
        *pixel = if *pixel >= 150 { 150 } else { 0 } + rng.below(100) as u8;
    }
    data
}

#[test]
fn a_generator_that_replays_its_training_images_fails_the_copy_check() {
    let copies = quality(|train, places| train.select(places).pixels);
    assert!(copies.copying.unwrap().is_copying(), "{copies:?}");
    assert!(!copies.variety.is_collapsed());
    let honest = quality(|_, _| bands_from(4_000, 6).only(Class::Shirt).pixels);
    assert!(!honest.copying.unwrap().is_copying(), "{honest:?}");
}

#[test]
fn a_generator_that_always_draws_the_same_is_told_as_collapsed() {
    let same = quality(|train, places| train.image(places[0]).repeat(300));
    assert!(same.variety.is_collapsed(), "{same:?}");
    assert!(same.fidelity.coverage < 0.1, "{same:?}");
}

fn plan() -> ComparisonPlan {
    let reduced = ComparisonPlan::reduced(Class::Shirt, 0.1);
    ComparisonPlan { images: 400, steps: 40, batch: 16, ..reduced }
}

/// Of 100 images of each class that the training did not see, those of the rare class that it names.
fn recall(arm: Arm, drawn: Dataset) -> u64 {
    let data = bands(2_000);
    let rare = Imbalance { class: Class::Shirt, ratio: 0.1 };
    let places = subset(&data.labels, 400, rare);
    let device = Device::flex();
    let mut training = ArmTraining::new(&plan(), arm, 1, (&data, &places), drawn, &device);
    while training.step(&data) {}
    let test = bands_from(1_000, 9);
    let mut confusion = Box::new([[0; CLASSES]; CLASSES]);
    let mut done = 0;
    while done < test.len() {
        done = block_on(confuse(&training.network(), &test, (done, 100), &mut confusion, &device))
            .unwrap();
    }
    assert_eq!(confusion.iter().flatten().sum::<u64>(), 1_000);
    confusion[6][6]
}

#[test]
fn every_arm_starts_from_the_same_weights_and_takes_as_many_steps() {
    let _turn = turn();
    let drawn = || {
        let pixels = bands_from(1_000, 3).only(Class::Shirt).pixels[..20 * PIXELS].to_vec();
        Dataset { labels: vec![6; 20], pixels }
    };
    for arm in Arm::ALL {
        let right = recall(arm, drawn());
        assert!(right > 50, "{arm:?}: {right}");
    }
    // An arm is a function of its seed.
    assert_eq!(recall(Arm::Oversampling, drawn()), recall(Arm::Oversampling, drawn()));
}
