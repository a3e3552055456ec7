//! Jobs over training runs: opening, resuming, steering, and the steps between other jobs.

use dataset::{Dataset, Part};
use ml::{RunFile, RunFileError, Weights, network_weights};
use protocol::messages::{JobError, JobId, ModelRef, OwnPicture, Steer};
use protocol::run::{RunConfig, RunRecord, Start};

use crate::engine::{End, Engine, device_failure};
use crate::host::Host;
use crate::lab::{Opening, Origin, Session, Tick};
use crate::models::{Model, OWN_FILE};

impl<H: Host> Engine<'_, H> {
    /// Opens a new run.
    pub async fn train(
        &mut self,
        job: JobId,
        config: RunConfig,
        weights: Vec<u8>,
        own: Vec<OwnPicture>,
        is_playing: bool,
    ) -> Result<End, JobError> {
        config.check()?;
        let own = Dataset {
            pixels: own.iter().flat_map(|picture| picture.pixels.iter().copied()).collect(),
            labels: own.iter().map(|picture| picture.label).collect(),
        };
        if !own.is_whole() {
            return Err(damaged("784 grey values and a label from 0 to 9 a picture are needed"));
        }
        let start = self.starting_weights(&config, weights).await?;
        let opening = self.opening(job, config, own, is_playing).await?;
        let origin = start.as_ref().map_or(Origin::Scratch, Origin::Weights);
        let session = Session::open(opening, &origin, RunRecord::default())?;
        self.introduce(session).await
    }

    /// Opens a run where its file was written.
    pub async fn resume(
        &mut self,
        job: JobId,
        file: Vec<u8>,
        is_playing: bool,
    ) -> Result<End, JobError> {
        let file = RunFile::from_bytes(file).map_err(|error| match error {
            RunFileError::Version { expected, found, .. } => {
                JobError::OtherVersion { file: OWN_FILE.to_owned(), expected, found }
            }
            other => damaged(&other.to_string()),
        })?;
        file.config.check()?;
        let opening = self.opening(job, file.config, file.own, is_playing).await?;
        let origin = Origin::Checkpoint(&file.checkpoint);
        let session = Session::open(opening, &origin, file.record)?;
        self.introduce(session).await
    }

    /// What every run needs; fails where one is open.
    async fn opening(
        &mut self,
        job: JobId,
        config: RunConfig,
        own: Dataset,
        is_playing: bool,
    ) -> Result<Opening, JobError> {
        if self.session.is_some() {
            return Err(JobError::Busy);
        }
        let device = self.device()?;
        let is_gpu = self.chosen.as_ref().is_some_and(|(_, chosen)| chosen.is_gpu());
        let train = self.part(job, Part::Train).await?;
        let validation = self.part(job, Part::Validation).await?;
        Ok(Opening { job, config, own, train, validation, device, is_gpu, is_playing })
    }

    async fn introduce(&mut self, mut session: Session) -> Result<End, JobError> {
        let tick = session.introduce(self.host, self.emit).await?;
        if tick == Tick::Over {
            return Ok(End::Done);
        }
        self.session = Some(session);
        Ok(End::Open)
    }

    /// The weights that a run starts from; none from scratch.
    async fn starting_weights(
        &mut self,
        config: &RunConfig,
        own: Vec<u8>,
    ) -> Result<Option<Weights>, JobError> {
        let which = match (config.start, config.network) {
            (Start::Scratch, _) => return Ok(None),
            (Start::Own, _) => {
                let weights = network_weights(own).map_err(|error| damaged(&error.to_string()))?;
                return Ok(Some(weights));
            }
            (_, protocol::run::NetworkChoice::Autoencoder(class)) => ModelRef::Autoencoder(class),
            (Start::Shipped, _) => ModelRef::Classifier,
            (Start::ShippedImbalanced, _) => ModelRef::Imbalanced,
        };
        let shipped = self.shipped.as_mut().ok_or(JobError::NotStarted)?;
        let weights = match shipped.model(self.host, which).await? {
            Model::Classifier(network) => Weights::of(&*network).await,
            Model::Autoencoder(_, network, _) => Weights::of(&*network).await,
        };
        weights.map(Some).map_err(device_failure)
    }

    /// Steers the open run. A word for a run that is over is passed over.
    pub async fn steer(&mut self, job: JobId, steer: Steer) -> Result<End, JobError> {
        let Some(mut session) = self.session.take() else { return Ok(End::Open) };
        if session.job != job {
            self.session = Some(session);
            return Ok(End::Open);
        }
        let watched = match steer {
            Steer::Watch { part, place } => {
                let data = match self.part(job, part).await {
                    Ok(data) => data,
                    Err(error) => return Err(error),
                };
                let exists = (place as usize) < data.len();
                exists.then(|| data.image(place as usize).to_vec())
            }
            _ => None,
        };
        let tick = session.steer(steer, watched, self.host, self.emit).await?;
        Ok(self.keep(session, tick))
    }

    /// Lets the open run take its next steps.
    pub async fn play(&mut self) {
        let Some(mut session) = self.session.take() else { return };
        if !session.is_playing {
            self.session = Some(session);
            return;
        }
        let job = session.job;
        let end = match session.play(self.host, self.emit).await {
            Ok(tick) => Ok(self.keep(session, tick)),
            Err(error) => Err(error),
        };
        self.tell_end(job, end);
    }

    fn keep(&mut self, session: Session, tick: Tick) -> End {
        match tick {
            Tick::Over => End::Done,
            Tick::Open => {
                self.session = Some(session);
                End::Open
            }
        }
    }
}

fn damaged(reason: &str) -> JobError {
    JobError::Damaged { file: OWN_FILE.to_owned(), reason: reason.to_owned() }
}
