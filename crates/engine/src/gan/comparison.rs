//! Remedies for a rare class compared: one training after the other, a little at a time, so that other jobs are
//! answered between them.

use std::collections::VecDeque;
use std::rc::Rc;

use burn::tensor::Device;
use dataset::{CLASSES, Dataset, Imbalance};
use ml::comparison::{ArmTraining, confuse, counts, drawn_for};
use ml::{Classifier, GanRun, Generator, drawn_codes, generate, subset};
use protocol::comparison::{Arm, ComparisonPlan, ComparisonTrial};
use protocol::messages::{Event, JobError, JobId, Phase};
use statistics::metrics::Confusion;

use crate::engine::device_failure;
use crate::host::Host;
use crate::lab::Tick;

/// Time between two reports.
const REPORT_EVERY_MS: f64 = 500.0;
/// Images that are measured at once.
const MEASURED_AT_ONCE: usize = 100;

/// What a step of a generator's training, and a batch that is measured, takes, in steps of the small classifier with
/// 64 images: for a bar that grows evenly.
const GAN_STEP: f64 = 0.8;
const MEASURED_BATCH: f64 = 0.7;

/// A training of the comparison.
type Trial = (u64, Arm, Option<u32>);

/// What is being done.
enum Doing {
    /// Looks for the next training.
    Nothing,
    /// A generator is trained for the arms of a seed that need one.
    Gan(Box<GanRun>),
    /// A classifier is trained.
    Arm(Box<ArmTraining>),
    /// A classifier is measured: images done so far and what was said of them.
    Measure(Box<Classifier>, usize, Box<Confusion>),
}

/// See the [module](self).
pub struct ComparisonSession {
    /// The job that opened it.
    pub job: JobId,
    plan: ComparisonPlan,
    train: Rc<Dataset>,
    validation: Rc<Dataset>,
    device: Device,
    places: Vec<usize>,
    counts: [usize; CLASSES],
    /// The trainings that have not ended; the first is being done.
    left: VecDeque<Trial>,
    /// The generator of a seed.
    generator: Option<(u64, Generator)>,
    doing: Doing,
    done: f64,
    total: f64,
    last_report_ms: f64,
}

impl ComparisonSession {
    /// A comparison at its beginning.
    ///
    /// # Errors
    /// Too few images of the class for a generator.
    pub fn new(
        job: JobId,
        plan: ComparisonPlan,
        train: Rc<Dataset>,
        validation: Rc<Dataset>,
        device: Device,
    ) -> Result<Self, JobError> {
        let rare = Imbalance { class: plan.class, ratio: plan.keep };
        let places = subset(&train.labels, plan.images, rare);
        let counts = counts(&train, &places);
        let images = counts[plan.class.index()];
        if images < 2 {
            let (batch, images) = (plan.gan_batch, images as u32);
            return Err(protocol::run::ConfigError::TooFewImages { batch, images }.into());
        }
        let left: VecDeque<Trial> = plan.trials().into();
        let measured = validation.len().div_ceil(MEASURED_AT_ONCE) as f64 * MEASURED_BATCH;
        let total = left.len() as f64 * (f64::from(plan.steps) + measured)
            + plan.seeds.len() as f64 * f64::from(plan.gan_steps) * GAN_STEP;
        let (generator, doing, done, last_report_ms) = (None, Doing::Nothing, 0.0, 0.0);
        Ok(Self {
            job,
            plan,
            train,
            validation,
            device,
            places,
            counts,
            left,
            generator,
            doing,
            done,
            total,
            last_report_ms,
        })
    }

    /// Goes on a little.
    ///
    /// # Errors
    /// The device failed.
    pub async fn play(&mut self, host: &impl Host, emit: &dyn Fn(Event)) -> Result<Tick, JobError> {
        let Some(&(seed, arm, count)) = self.left.front() else { return Ok(Tick::Over) };
        if host.now_ms() - self.last_report_ms >= REPORT_EVERY_MS {
            self.last_report_ms = host.now_ms();
            let (job, phase) = (self.job, Phase::Training);
            let [done, total] = [self.done, self.total].map(|units| units.round() as u64);
            emit(Event::Progress { job, phase, done, total });
        }
        self.doing = match std::mem::replace(&mut self.doing, Doing::Nothing) {
            Doing::Nothing if self.needs_generator(seed, arm) => {
                let config = self.plan.gan(seed);
                let own = self.plan.class.label();
                let places = self.places.iter().copied();
                let places = places.filter(|&place| self.train.labels[place] == own).collect();
                Doing::Gan(Box::new(GanRun::new(config, places, &self.device)))
            }
            Doing::Nothing => {
                let drawn = self.drawn(seed, arm, count).await?;
                let given = (&*self.train, self.places.as_slice());
                let training = ArmTraining::new(&self.plan, arm, seed, given, drawn, &self.device);
                Doing::Arm(Box::new(training))
            }
            Doing::Gan(mut run) => {
                run.step(run.turn(), &self.train);
                self.done += GAN_STEP / 2.0;
                if run.is_done() {
                    self.generator = Some((seed, run.settled()));
                    Doing::Nothing
                } else {
                    Doing::Gan(run)
                }
            }
            Doing::Arm(mut training) => match training.step(&self.train) {
                true => {
                    self.done += 1.0;
                    Doing::Arm(training)
                }
                false => {
                    let confusion = Box::new([[0; CLASSES]; CLASSES]);
                    Doing::Measure(Box::new(training.network()), 0, confusion)
                }
            },
            Doing::Measure(network, done, mut confusion) => {
                let next = (done, MEASURED_AT_ONCE);
                let measured =
                    confuse(&network, &self.validation, next, &mut confusion, &self.device).await;
                let done = measured.map_err(device_failure)?;
                self.done += MEASURED_BATCH;
                if done < self.validation.len() {
                    Doing::Measure(network, done, confusion)
                } else {
                    self.left.pop_front();
                    let drawn = self.drawn_count(arm, count) as u32;
                    let is_for_curve = count.is_some();
                    let trial = ComparisonTrial { arm, seed, drawn, is_for_curve, confusion };
                    let counts = self.counts.map(|count| count as u32);
                    emit(Event::Compared { job: self.job, counts, trial });
                    Doing::Nothing
                }
            }
        };
        Ok(if self.left.is_empty() { Tick::Over } else { Tick::Open })
    }

    fn needs_generator(&self, seed: u64, arm: Arm) -> bool {
        arm.needs_generator() && self.generator.as_ref().is_none_or(|(own, _)| *own != seed)
    }

    fn drawn_count(&self, arm: Arm, count: Option<u32>) -> usize {
        let filling = || drawn_for(arm, self.counts, self.plan.class);
        count.map_or_else(filling, |count| count as usize)
    }

    /// The images of the seed's generator for an arm.
    async fn drawn(&self, seed: u64, arm: Arm, count: Option<u32>) -> Result<Dataset, JobError> {
        let count = self.drawn_count(arm, count);
        let Some((_, generator)) = self.generator.as_ref().filter(|_| arm.needs_generator()) else {
            return Ok(Dataset::default());
        };
        let pixels = generate(generator, &drawn_codes(seed, count), &self.device).await;
        let pixels = pixels.map_err(device_failure)?;
        Ok(Dataset { pixels, labels: vec![self.plan.class.label(); count] })
    }
}
