//! The training of a generator that is open: it takes steps, draws the film, reports, and writes checkpoints.

use std::rc::Rc;

use burn::tensor::Device;
use dataset::Dataset;
use ml::{GanFile, GanOutput, GanRun, places_of, read_steps};
use protocol::gan::{Frame, GRID, GanConfig, GanOpened, GanRecord, GanSteer, GanStepped, Player};
use protocol::messages::{Event, JobError, JobId};
use protocol::run::ConfigError;

use crate::engine::device_failure;
use crate::host::Host;
use crate::lab::Tick;
use crate::models::OWN_FILE;

/// Steps between two looks at other jobs: one of each network.
const READ_EVERY: usize = 2;
/// Time between two reports.
const REPORT_EVERY_MS: f64 = 250.0;
/// Time between two checkpoints of a training that goes on.
const CHECKPOINT_EVERY_MS: f64 = 8_000.0;
/// Weight of the last report in the speed.
const SPEED_WEIGHT: f64 = 0.3;

/// Where a training begins.
pub enum Beginning {
    /// Weights drawn from the seed.
    Scratch(Box<GanConfig>),
    /// The file of a training.
    File(Box<GanFile>),
}

/// See the [module](self).
pub struct GanSession {
    /// The job that opened it.
    pub job: JobId,
    /// Whether it takes steps.
    pub is_playing: bool,
    run: GanRun,
    record: GanRecord,
    train: Rc<Dataset>,
    unread: Vec<GanOutput>,
    /// Steps of the discriminator and of the generator that the page has heard of.
    reported: [usize; 2],
    new_frame: Option<Frame>,
    speed: f64,
    seconds_reported: f64,
    last_report_ms: f64,
    last_checkpoint_ms: f64,
}

impl GanSession {
    /// Opens a training. Everything is made, no step is taken.
    ///
    /// # Errors
    /// A configuration that does not work, no image of the class, or a checkpoint that does not fit.
    pub fn open(
        job: JobId,
        beginning: Beginning,
        train: Rc<Dataset>,
        device: Device,
        is_playing: bool,
    ) -> Result<Self, JobError> {
        let config = match &beginning {
            Beginning::Scratch(config) => config.as_ref().clone(),
            Beginning::File(file) => file.config.clone(),
        };
        config.check()?;
        let (places, _) = places_of(&config, &train.labels);
        if places.len() < 2 {
            let images = places.len() as u32;
            return Err(ConfigError::TooFewImages { batch: config.batch, images }.into());
        }
        let (run, record) = match beginning {
            Beginning::Scratch(_) => (GanRun::new(config, places, &device), GanRecord::default()),
            Beginning::File(file) => {
                let run = GanRun::resume(config, places, &file.checkpoint, &device);
                let damaged = |error: ml::ResumeError| JobError::Damaged {
                    file: OWN_FILE.to_owned(),
                    reason: error.to_string(),
                };
                (run.map_err(damaged)?, file.record)
            }
        };
        Ok(Self {
            job,
            is_playing,
            reported: [record.discriminator.len(), record.generator.len()],
            seconds_reported: record.seconds,
            run,
            record,
            train,
            unread: Vec::new(),
            new_frame: None,
            speed: 0.0,
            last_report_ms: 0.0,
            last_checkpoint_ms: 0.0,
        })
    }

    /// Tells the page of it; of a new one the first frame is drawn.
    ///
    /// # Errors
    /// The device failed.
    pub async fn introduce(
        &mut self,
        host: &impl Host,
        emit: &dyn Fn(Event),
    ) -> Result<Tick, JobError> {
        if self.record.frames.is_empty() {
            self.film().await?;
            self.new_frame = None;
        }
        let real = self.run.places.iter().take(GRID);
        let opened = GanOpened {
            config: self.run.config.clone(),
            record: self.record.clone(),
            images: self.run.places.len() as u32,
            real: real.flat_map(|&place| self.train.image(place)).copied().collect(),
            parameters: self.run.parameters().map(|count| count as u32),
            frame_every: self.run.config.frame_every(),
            is_playing: self.is_playing,
        };
        emit(Event::GanOpened { job: self.job, opened: Box::new(opened) });
        self.last_checkpoint_ms = host.now_ms();
        if self.run.is_done() {
            self.is_playing = false;
            self.report(host, emit);
            self.checkpoint(host, emit).await?;
            return Ok(Tick::Over);
        }
        self.report(host, emit);
        Ok(Tick::Open)
    }

    /// Does as the visitor wishes.
    ///
    /// # Errors
    /// The device failed, or a loss is no number.
    pub async fn steer(
        &mut self,
        steer: GanSteer,
        host: &impl Host,
        emit: &dyn Fn(Event),
    ) -> Result<Tick, JobError> {
        match steer {
            GanSteer::Play => self.is_playing = true,
            GanSteer::Pause | GanSteer::Stop => {
                self.is_playing = false;
                self.read().await?;
                self.report(host, emit);
                self.checkpoint(host, emit).await?;
                return Ok(if steer == GanSteer::Stop { Tick::Over } else { Tick::Open });
            }
            GanSteer::Step(player) => {
                self.is_playing = false;
                let started = host.now_ms();
                let players = match player {
                    Some(player) => vec![player],
                    None => vec![Player::Discriminator, Player::Generator],
                };
                for player in players {
                    self.unread.push(self.run.step(player, &self.train));
                }
                self.read().await?;
                self.record.seconds += (host.now_ms() - started) / 1_000.0;
                // Who steps by hand wants to see each step's effect.
                self.film().await?;
                if self.run.is_done() {
                    self.report(host, emit);
                    self.checkpoint(host, emit).await?;
                    return Ok(Tick::Over);
                }
            }
        }
        self.report(host, emit);
        Ok(Tick::Open)
    }

    /// Takes some steps in turns, and draws, reports and saves when it is time.
    ///
    /// # Errors
    /// The device failed, or a loss is no number.
    pub async fn play(&mut self, host: &impl Host, emit: &dyn Fn(Event)) -> Result<Tick, JobError> {
        let started = host.now_ms();
        let mut is_frame = false;
        while self.unread.len() < READ_EVERY && !self.run.is_done() {
            let player = self.run.turn();
            self.unread.push(self.run.step(player, &self.train));
            let [steps, _] = self.run.steps();
            if player == Player::Generator && steps % self.run.config.frame_every() == 0 {
                is_frame = true;
                break;
            }
        }
        self.read().await?;
        self.record.seconds += (host.now_ms() - started) / 1_000.0;
        if is_frame || self.run.is_done() {
            self.film().await?;
        }
        if self.run.is_done() {
            self.is_playing = false;
            self.report(host, emit);
            self.checkpoint(host, emit).await?;
            return Ok(Tick::Over);
        }
        if host.now_ms() - self.last_checkpoint_ms >= CHECKPOINT_EVERY_MS {
            self.checkpoint(host, emit).await?;
        }
        if host.now_ms() - self.last_report_ms >= REPORT_EVERY_MS {
            self.report(host, emit);
        }
        Ok(Tick::Open)
    }

    /// Reads back what steps measured.
    async fn read(&mut self) -> Result<(), JobError> {
        let outputs = std::mem::take(&mut self.unread);
        for measured in read_steps(outputs).await.map_err(device_failure)? {
            let loss = self.record.note(measured);
            if !loss.is_finite() {
                let step = self.record.generator.len().max(self.record.discriminator.len());
                return Err(JobError::Diverged { step: step as u64 });
            }
        }
        Ok(())
    }

    /// Draws a frame of the film.
    async fn film(&mut self) -> Result<(), JobError> {
        let frame = self.run.frame().await.map_err(device_failure)?;
        self.record.add_frame(frame.clone());
        self.new_frame = Some(frame);
        Ok(())
    }

    async fn checkpoint(&mut self, host: &impl Host, emit: &dyn Fn(Event)) -> Result<(), JobError> {
        let file = GanFile::of(&self.run, self.record.clone()).await.map_err(device_failure)?;
        let step = u64::from(self.run.steps()[0]);
        if !file.checkpoint.is_finite() {
            return Err(JobError::Diverged { step });
        }
        let file = file.to_bytes().map_err(|error| JobError::Device(error.to_string()))?;
        self.last_checkpoint_ms = host.now_ms();
        emit(Event::Checkpoint { job: self.job, step, file });
        Ok(())
    }

    fn report(&mut self, host: &impl Host, emit: &dyn Fn(Event)) {
        let [heard_discriminator, heard_generator] = self.reported;
        let generator = self.record.generator[heard_generator..].to_vec();
        let elapsed = self.record.seconds - self.seconds_reported;
        if !generator.is_empty() && elapsed > 0.0 {
            let speed = generator.len() as f64 / elapsed;
            let weight = if self.speed == 0.0 { 1.0 } else { SPEED_WEIGHT };
            self.speed += weight * (speed - self.speed);
        }
        let left = f64::from(self.run.config.steps.saturating_sub(self.run.steps()[0]));
        let stepped = GanStepped {
            discriminator: self.record.discriminator[heard_discriminator..].to_vec(),
            generator,
            frame: self.new_frame.take(),
            steps_per_second: self.speed,
            seconds: self.record.seconds,
            seconds_left: (self.speed > 0.0).then(|| left / self.speed),
            is_playing: self.is_playing,
        };
        self.reported = [self.record.discriminator.len(), self.record.generator.len()];
        self.seconds_reported = self.record.seconds;
        self.last_report_ms = host.now_ms();
        emit(Event::GanStepped { job: self.job, stepped });
    }
}
