//! `vitrina bench`: what one CPU thread makes of the networks natively, beside which the browser's
//! figures stand.

use std::time::Instant;

use burn::tensor::Device;
use domain::data::Dataset;
use domain::lab::Preset;
use domain::rng::Rng;
use domain::{CLASSES, PIXELS};
use ml::{Classifier, ClassifierConfig, Plan, Run, logits};

use crate::train::{block_on, threads};

/// Forward passes of one image and of a thousand.
const REPEATS: [(usize, usize); 2] = [(1, 200), (1_000, 5)];
/// Training steps that are timed, after as many that are not.
const STEPS: usize = 40;

/// Measures and prints.
pub fn run() -> anyhow::Result<()> {
    let device = Device::flex();
    let mut rng = Rng::new(1);
    let shape = domain::lab::ClassifierShape::PLAIN;
    let network: Classifier = ClassifierConfig::from(shape).init(&device);
    println!("native CPU, threads: {}", threads());
    for (count, repeats) in REPEATS {
        let noise: Vec<f32> = (0..count * PIXELS).map(|_| rng.uniform()).collect();
        let mut elapsed_ms = Vec::new();
        for _ in 0..=repeats {
            let started = Instant::now();
            block_on(logits(&network, noise.clone(), count, &device))?;
            elapsed_ms.push(started.elapsed().as_secs_f64() * 1e3);
        }
        elapsed_ms.remove(0);
        elapsed_ms.sort_by(f64::total_cmp);
        println!("  inference, {count} images at once: {:.2} ms (median)", elapsed_ms[repeats / 2]);
    }
    let labels: Vec<u8> = (0..640).map(|place| (place % CLASSES) as u8).collect();
    let pixels = (0..labels.len() * PIXELS).map(|_| rng.below(256) as u8).collect();
    let data = Dataset { pixels, labels };
    let plan = Plan { epochs: 100, ..Plan::from(&Preset::Plain.config(1)) };
    let images: Vec<usize> = (0..data.len()).collect();
    let mut run = Run::<Classifier>::new(plan, shape.into(), images.into(), &device);
    let mut steps = |count: usize| {
        let started = Instant::now();
        for _ in 0..count {
            if let Some(step) = run.step(&data) {
                let _: f32 = step.outcome.loss.into_scalar();
            }
        }
        started.elapsed().as_secs_f64()
    };
    steps(STEPS);
    let seconds = steps(STEPS);
    println!("  training, batch 64: {:.0} images/s", (STEPS * plan.batch) as f64 / seconds);
    Ok(())
}
