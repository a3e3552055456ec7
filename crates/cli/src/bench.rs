//! `vitrina bench`: what the networks take natively on the CPU, beside which the browser's figures
//! stand. Two recipes are timed: the plain network, by which speed is compared with other programs,
//! and the one whose weights are shipped, which is what a training really takes.

use std::time::Instant;

use burn::tensor::Device;
use dataset::{CLASSES, Dataset, PIXELS};
use ml::{
    Classifier, ClassifierConfig, GanRun, Plan, Run, drawn_codes, generate, logits, read_steps,
};
use protocol::gan::GanConfig;
use protocol::run::{ClassifierShape, OptimizerChoice, Preset};
use random::Rng;
use text::Lang;

use crate::output::say;
use crate::train::{classifier_plan, threads};
use futures::executor::block_on;

/// Forward passes of one image and of a thousand.
const REPEATS: [(usize, usize); 2] = [(1, 200), (1_000, 5)];
/// Training steps that are timed, after as many that are not.
const STEPS: usize = 40;
/// Images that are trained on: ten steps of the larger batch.
const IMAGES: usize = 1_280;

/// Images that a generator draws.
const DRAWN: usize = 1_000;

/// What is timed.
struct Recipe {
    /// Its name in the language of messages.
    title: &'static str,
    shape: ClassifierShape,
    plan: Plan,
}

/// Both recipes.
fn recipes(lang: Lang) -> [Recipe; 2] {
    let endless = |plan: Plan| Plan { epochs: 100, ..plan };
    [
        Recipe {
            title: lang.bench_plain(),
            shape: ClassifierShape::PLAIN,
            plan: endless(Plan::from(&Preset::Plain.config(1))),
        },
        Recipe {
            title: lang.bench_shipped(),
            shape: ClassifierShape::SHIPPED,
            plan: endless(classifier_plan(1)),
        },
    ]
}

/// Measures and prints.
pub fn run(lang: Lang) -> anyhow::Result<()> {
    say!("{}", lang.bench_threads(&threads().to_string()))?;
    for Recipe { title, shape, plan } in recipes(lang) {
        say!("{title}")?;
        for (count, repeats) in REPEATS {
            let median_ms = inference_ms(shape, count, repeats)?;
            let milliseconds = lang.number(median_ms, 2);
            say!("  {}", lang.bench_inference(&lang.count(count as u64), &milliseconds))?;
        }
        let rate = lang.count(images_per_second(shape, plan).round() as u64);
        let optimizer = match plan.optimizer {
            OptimizerChoice::AdamW => "AdamW",
            OptimizerChoice::Muon => "Muon",
        };
        say!("  {}", lang.bench_training(optimizer, &plan.batch.to_string(), &rate))?;
    }
    say!("{}", lang.bench_generator())?;
    let (steps_a_second, drawing_ms) = generator()?;
    let config = GanConfig::default();
    let rate = lang.number(steps_a_second, 1);
    say!("  {}", lang.bench_gan_training(&config.batch.to_string(), &rate))?;
    let images = lang.count(DRAWN as u64);
    say!("  {}", lang.bench_drawing(&images, &lang.number(drawing_ms, 0)))?;
    Ok(())
}

/// Steps of both networks a second, and the median time in which [`DRAWN`] images are drawn, in milliseconds.
fn generator() -> anyhow::Result<(f64, f64)> {
    let mut rng = Rng::new(1);
    let labels = vec![GanConfig::default().class.label(); IMAGES];
    let data =
        Dataset { pixels: (0..IMAGES * PIXELS).map(|_| rng.below(256) as u8).collect(), labels };
    let device = Device::flex();
    let mut run = GanRun::new(GanConfig::default(), (0..IMAGES).collect(), &device);
    let mut seconds_of = |count: usize| -> anyhow::Result<f64> {
        let started = Instant::now();
        for _ in 0..2 * count {
            let output = run.step(run.turn(), &data);
            block_on(read_steps(vec![output]))?;
        }
        Ok(started.elapsed().as_secs_f64())
    };
    seconds_of(STEPS / 4)?;
    let steps_a_second = (STEPS / 2) as f64 / seconds_of(STEPS / 2)?;
    let (generator, codes) = (run.settled(), drawn_codes(1, DRAWN));
    let mut elapsed_ms = Vec::new();
    for _ in 0..5 {
        let started = Instant::now();
        block_on(generate(&generator, &codes, &device))?;
        elapsed_ms.push(started.elapsed().as_secs_f64() * 1e3);
    }
    elapsed_ms.sort_by(f64::total_cmp);
    Ok((steps_a_second, elapsed_ms[2]))
}

/// Median time of a forward pass of `count` images, in milliseconds; the first, which allocates,
/// does not count.
fn inference_ms(shape: ClassifierShape, count: usize, repeats: usize) -> anyhow::Result<f64> {
    let device = Device::flex();
    let mut rng = Rng::new(1);
    let network: Classifier = ClassifierConfig::from(shape).init(&device);
    let noise: Vec<f32> = (0..count * PIXELS).map(|_| rng.uniform()).collect();
    let mut elapsed_ms = Vec::new();
    for _ in 0..=repeats {
        let started = Instant::now();
        block_on(logits(&network, noise.clone(), count, &device))?;
        elapsed_ms.push(started.elapsed().as_secs_f64() * 1e3);
    }
    elapsed_ms.remove(0);
    elapsed_ms.sort_by(f64::total_cmp);
    Ok(elapsed_ms[repeats / 2])
}

/// How many images a training takes in a second, with everything that a step does.
fn images_per_second(shape: ClassifierShape, plan: Plan) -> f64 {
    let mut rng = Rng::new(1);
    let labels: Vec<u8> = (0..IMAGES).map(|place| (place % CLASSES) as u8).collect();
    let pixels = (0..labels.len() * PIXELS).map(|_| rng.below(256) as u8).collect();
    let data = Dataset { pixels, labels };
    let images: Vec<usize> = (0..data.len()).collect();
    let mut run = Run::<Classifier>::new(plan, shape.into(), images.into(), &Device::flex());
    let mut seconds_of = |count: usize| {
        let started = Instant::now();
        for _ in 0..count {
            if let Some(step) = run.step(&data) {
                let _: f32 = step.outcome.loss.into_scalar();
            }
        }
        started.elapsed().as_secs_f64()
    };
    seconds_of(STEPS);
    (STEPS * plan.batch) as f64 / seconds_of(STEPS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_recipe_is_timed_beside_the_plain_one_and_both_are_named() {
        let [plain, shipped] = recipes(Lang::En);
        assert_eq!(shipped.plan, Plan { epochs: 100, ..classifier_plan(1) });
        assert_eq!(shipped.shape, ClassifierShape::SHIPPED);
        assert_eq!(plain.plan.optimizer, OptimizerChoice::AdamW);
        assert!(plain.title.contains("plain") && shipped.title.contains("shipped"));
    }
}
