//! The run that is open: it takes steps, measures, reports, and writes checkpoints.

use std::rc::Rc;

use burn::tensor::{Device, Transaction};
use dataset::{CLASSES, Dataset};
use ml::{DeviceError, RunFile, Source, TrainedStep};
use protocol::messages::{Event, JobError, JobId, Opened, Reconstructions, Steer, Stepped};
use protocol::run::{NetworkChoice, RunConfig, RunRecord, Validation};

use super::batch::{chosen, hits};
use super::measure::{classified, live, score, score_autoencoder};
use super::network::{AnyRun, Origin};
use crate::engine::device_failure;
use crate::host::Host;

/// Steps between two readbacks on a GPU, which works on while nobody reads. The CPU has always
/// finished.
const READ_EVERY_ON_GPU: usize = 8;
/// Most steps between two validations; an epoch that is shorter is validated at its end.
const VALIDATE_EVERY: u64 = 100;
/// Time between two reports.
const REPORT_EVERY_MS: f64 = 250.0;
/// Time between two sets of feature maps.
const MAPS_EVERY_MS: f64 = 1_000.0;
/// Time between two checkpoints of a run that goes on.
const CHECKPOINT_EVERY_MS: f64 = 5_000.0;
/// Weight of the last report in the training speed.
const SPEED_WEIGHT: f64 = 0.3;

/// What became of the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tick {
    /// It is open.
    Open,
    /// All steps are taken, or it was stopped.
    Over,
}

/// What it takes to open a run.
pub struct Opening {
    /// The job that opens it.
    pub job: JobId,
    /// How it is trained.
    pub config: RunConfig,
    /// The visitor's own pictures.
    pub own: Dataset,
    /// The training part.
    pub train: Rc<Dataset>,
    /// The validation part.
    pub validation: Rc<Dataset>,
    /// Where it runs.
    pub device: Device,
    /// Whether that is a GPU.
    pub is_gpu: bool,
    /// Whether it goes on at once.
    pub is_playing: bool,
}

/// See the [module](self).
pub struct Session {
    /// The job that opened it.
    pub job: JobId,
    /// Whether it takes steps.
    pub is_playing: bool,
    config: RunConfig,
    record: RunRecord,
    run: AnyRun,
    train: Rc<Dataset>,
    live: Dataset,
    device: Device,
    read_every: usize,
    watched: Option<Vec<u8>>,
    unread: Vec<TrainedStep>,
    /// Steps that the page has heard of.
    reported: usize,
    rate: f64,
    speed: f64,
    seconds_reported: f64,
    last_report_ms: f64,
    last_maps_ms: f64,
    last_checkpoint_ms: f64,
}

impl Session {
    /// Opens a run. Everything is made, nothing is measured yet.
    ///
    /// # Errors
    /// Weights or a checkpoint that do not fit, or too few images for a step.
    pub fn open(opening: Opening, origin: &Origin, record: RunRecord) -> Result<Self, JobError> {
        let Opening { job, config, own, train, validation, device, is_gpu, is_playing } = opening;
        config.check()?;
        let source = Source { images: chosen(&config, &train), extra: own };
        let images = source.images.len() as u32;
        let mut run = AnyRun::open(&config, origin, source, &device)?;
        if run.steps() == 0 {
            let error = protocol::run::ConfigError::TooFewImages { batch: config.batch, images };
            return Err(error.into());
        }
        let mut record = record;
        record.truncate(run.step_count());
        run.restore_rates(record.rates.clone());
        let peak = record.rate(run.step_count(), config.learning_rate);
        Ok(Self {
            job,
            is_playing,
            reported: record.losses.len(),
            seconds_reported: record.seconds,
            rate: config.schedule.rate(run.step_count(), run.steps(), peak),
            config,
            record,
            run,
            train,
            live: live(&validation),
            device,
            read_every: if is_gpu { READ_EVERY_ON_GPU } else { 1 },
            watched: None,
            unread: Vec::new(),
            speed: 0.0,
            last_report_ms: 0.0,
            last_maps_ms: f64::NEG_INFINITY,
            last_checkpoint_ms: 0.0,
        })
    }

    /// Tells the page of the run; a new one is measured and checkpointed first.
    ///
    /// # Errors
    /// The device failed.
    pub async fn introduce(
        &mut self,
        host: &impl Host,
        emit: &dyn Fn(Event),
    ) -> Result<Tick, JobError> {
        let source = self.run.source();
        let mut counts = [0; CLASSES];
        for &place in &source.images {
            counts[usize::from(self.train.labels[place])] += 1;
        }
        let opened = Opened {
            config: self.config.clone(),
            record: self.record.clone(),
            images: source.images.len() as u32,
            counts,
            own: source.extra.len() as u32,
            parameters: self.run.parameters() as u32,
            steps_per_epoch: self.run.steps_per_epoch(),
            steps: self.run.steps(),
            step: self.run.step_count(),
            is_playing: self.is_playing,
        };
        emit(Event::Opened { job: self.job, opened: Box::new(opened) });
        if self.record.validations.is_empty() {
            self.validate(emit).await?;
            self.checkpoint(host, emit).await?;
        } else {
            self.last_checkpoint_ms = host.now_ms();
        }
        self.report(host, emit);
        Ok(if self.is_done() { Tick::Over } else { Tick::Open })
    }

    /// Does as the visitor wishes.
    ///
    /// # Errors
    /// The device failed, or the loss is no number.
    pub async fn steer(
        &mut self,
        steer: Steer,
        watched: Option<Vec<u8>>,
        host: &impl Host,
        emit: &dyn Fn(Event),
    ) -> Result<Tick, JobError> {
        match steer {
            Steer::Play => self.is_playing = true,
            Steer::Pause => {
                self.is_playing = false;
                self.read().await?;
                self.checkpoint(host, emit).await?;
            }
            Steer::Step => {
                self.is_playing = false;
                return self.advance(1, host, emit).await;
            }
            Steer::Stop => {
                self.read().await?;
                return self.finish(host, emit).await;
            }
            Steer::Rate(rate) => {
                // The page checks what is typed; a rate that does not work is passed over.
                let wished = RunConfig { learning_rate: rate, ..self.config.clone() };
                if wished.check().is_ok() {
                    self.run.set_rate(rate);
                    self.record.rates = self.run.rates().to_vec();
                }
            }
            Steer::Watch { .. } => {
                self.watched = watched;
                self.maps(host, emit).await?;
            }
            Steer::Unwatch => self.watched = None,
        }
        self.report(host, emit);
        Ok(Tick::Open)
    }

    /// Takes some steps, and measures and reports when it is time.
    ///
    /// # Errors
    /// The device failed, or the loss is no number.
    pub async fn play(&mut self, host: &impl Host, emit: &dyn Fn(Event)) -> Result<Tick, JobError> {
        self.advance(self.read_every, host, emit).await
    }

    async fn advance(
        &mut self,
        most: usize,
        host: &impl Host,
        emit: &dyn Fn(Event),
    ) -> Result<Tick, JobError> {
        let started = host.now_ms();
        while self.unread.len() < most {
            let Some(step) = self.run.step(&self.train) else { break };
            self.rate = step.rate;
            self.unread.push(step);
            if self.is_milestone() {
                break;
            }
        }
        self.read().await?;
        self.record.seconds += (host.now_ms() - started) / 1000.0;
        if self.is_done() {
            return self.finish(host, emit).await;
        }
        if self.is_milestone() {
            self.validate(emit).await?;
            if host.now_ms() - self.last_checkpoint_ms >= CHECKPOINT_EVERY_MS {
                self.checkpoint(host, emit).await?;
            }
        }
        if self.watched.is_some() && host.now_ms() - self.last_maps_ms >= MAPS_EVERY_MS {
            self.maps(host, emit).await?;
        }
        if !self.is_playing || host.now_ms() - self.last_report_ms >= REPORT_EVERY_MS {
            self.report(host, emit);
        }
        Ok(Tick::Open)
    }

    fn is_done(&self) -> bool {
        self.run.step_count() >= self.run.steps()
    }

    /// Whether the run is measured after the step that was taken last.
    fn is_milestone(&self) -> bool {
        let (step, epoch) = (self.run.step_count(), self.run.steps_per_epoch());
        step % epoch == 0 || (step % epoch) % VALIDATE_EVERY == 0
    }

    /// The last measurement, report and checkpoint.
    async fn finish(&mut self, host: &impl Host, emit: &dyn Fn(Event)) -> Result<Tick, JobError> {
        self.is_playing = false;
        self.validate(emit).await?;
        self.maps(host, emit).await?;
        self.report(host, emit);
        self.checkpoint(host, emit).await?;
        Ok(Tick::Over)
    }

    /// Reads back what steps measured.
    async fn read(&mut self) -> Result<(), JobError> {
        let steps = std::mem::take(&mut self.unread);
        let mut transaction = Transaction::default();
        for step in &steps {
            transaction = transaction.register(step.outcome.loss.clone());
            if let Some(logits) = &step.outcome.logits {
                transaction = transaction.register(logits.clone());
            }
        }
        let data = transaction.execute_async().await;
        let data = data.map_err(|error| JobError::Device(error.to_string()))?;
        let mut data = data.into_iter().map(|data| data.iter::<f32>().collect::<Vec<f32>>());
        for step in steps {
            let loss = data.next().and_then(|values| values.first().copied()).unwrap_or(f32::NAN);
            if !loss.is_finite() {
                return Err(JobError::Diverged { step: self.record.steps() + 1 });
            }
            self.record.losses.push(loss);
            if step.outcome.logits.is_some() {
                let logits = data.next().unwrap_or_default();
                self.record.hits.push(hits(&logits, &step.labels));
            }
        }
        Ok(())
    }

    async fn validate(&mut self, emit: &dyn Fn(Event)) -> Result<(), JobError> {
        let (score, reconstructions) = self.measured().await?;
        let own = &self.run.source().extra;
        let (mut own_loss, mut own_hits) = (None, None);
        if let AnyRun::Classifier(run) = &self.run
            && !own.is_empty()
        {
            let measured = classified(&run.network(), own, &self.device).await;
            let (loss, predicted) = measured.map_err(|error| self.failure(error))?;
            let right = predicted.iter().zip(&own.labels).filter(|(a, b)| a == b).count();
            own_loss = Some(loss);
            own_hits = Some((right as u32, own.len() as u32));
        }
        let validation = Validation { step: self.run.step_count(), score, own_loss, own_hits };
        // A pause or a stop at a milestone measures the same step again.
        self.record.validations.retain(|earlier| earlier.step != validation.step);
        self.record.validations.push(validation.clone());
        let reconstructions = reconstructions.map(Box::new);
        emit(Event::Validated { job: self.job, validation, reconstructions });
        Ok(())
    }

    /// A failure on its way to the page. A network that gives no numbers once it has learned has
    /// diverged.
    fn failure(&self, error: DeviceError) -> JobError {
        match (error, self.run.step_count()) {
            (DeviceError::NotFinite(_), step @ 1..) => JobError::Diverged { step },
            (error, _) => device_failure(error),
        }
    }

    async fn measured(&self) -> Result<(protocol::run::Score, Option<Reconstructions>), JobError> {
        match (&self.run, self.config.network) {
            (AnyRun::Classifier(run), _) => {
                let score = score(&run.network(), &self.live, &self.device).await;
                Ok((score.map_err(|error| self.failure(error))?, None))
            }
            (AnyRun::Autoencoder(run), NetworkChoice::Autoencoder(class)) => {
                let network = run.network();
                let scored = score_autoencoder(&network, class, &self.live, &self.device).await;
                let (score, shown) = scored.map_err(|error| self.failure(error))?;
                Ok((score, Some(shown)))
            }
            (AnyRun::Autoencoder(_), NetworkChoice::Classifier(_)) => Err(JobError::NotStarted),
        }
    }

    async fn maps(&mut self, host: &impl Host, emit: &dyn Fn(Event)) -> Result<(), JobError> {
        let Some(image) = self.watched.clone() else { return Ok(()) };
        let layers = self.run.maps(&image, &self.device).await;
        let layers = layers.map_err(|error| self.failure(error))?;
        self.last_maps_ms = host.now_ms();
        let (job, step) = (self.job, self.run.step_count());
        emit(Event::FeatureMaps { job, step, image, layers });
        Ok(())
    }

    async fn checkpoint(&mut self, host: &impl Host, emit: &dyn Fn(Event)) -> Result<(), JobError> {
        let checkpoint = self.run.checkpoint().await.map_err(device_failure)?;
        if !checkpoint.is_finite() {
            // The loss is that before a step, so that of the last one may not tell.
            return Err(JobError::Diverged { step: self.run.step_count() });
        }
        let own = self.run.source().extra.clone();
        let (config, record) = (self.config.clone(), self.record.clone());
        let file = RunFile { config, record, own, checkpoint }.to_bytes();
        let file = file.map_err(|error| JobError::Device(error.to_string()))?;
        self.last_checkpoint_ms = host.now_ms();
        emit(Event::Checkpoint { job: self.job, step: self.run.step_count(), file });
        Ok(())
    }

    fn report(&mut self, host: &impl Host, emit: &dyn Fn(Event)) {
        let fresh = self.record.losses.len() - self.reported;
        let elapsed = self.record.seconds - self.seconds_reported;
        if fresh > 0 && elapsed > 0.0 {
            let speed = (fresh * self.run.batch()) as f64 / elapsed;
            let is_first = self.speed == 0.0;
            let weight = if is_first { 1.0 } else { SPEED_WEIGHT };
            self.speed += weight * (speed - self.speed);
        }
        let left = (self.run.steps() - self.run.step_count()) as f64 * self.run.batch() as f64;
        let stepped = Stepped {
            step: self.run.step_count(),
            losses: self.record.losses[self.reported..].to_vec(),
            hits: self.record.hits.get(self.reported..).unwrap_or_default().to_vec(),
            rate: self.rate,
            images_per_second: self.speed,
            seconds: self.record.seconds,
            seconds_left: (self.speed > 0.0).then(|| left / self.speed),
            live_bytes: host.live_bytes(),
            gpu_bytes: self.device.memory_pool_usage().map(|usage| usage.bytes_in_use),
            is_playing: self.is_playing,
        };
        self.reported = self.record.losses.len();
        self.seconds_reported = self.record.seconds;
        self.last_report_ms = host.now_ms();
        emit(Event::Stepped { job: self.job, stepped });
    }
}
