//! Jobs over the data set and the networks: surveys, images, assessments, exports, adoption.

use burn::tensor::Device;
use dataset::{PIXELS, Part};
use futures::Stream;
use ml::{Precision, logits, network_weights, reconstruct};
use policy::quality::detail;
use protocol::messages::{
    Answers, Event, FileFormat, JobError, JobId, ModelRef, Phase, Pick, Request,
};
use random::Rng;

use crate::engine::{End, Engine, device_failure};
use crate::holdings::{places, survey};
use crate::host::Host;
use crate::inbox::Inbox;
use crate::lab::assess;
use crate::models::{Model, OWN_FILE};

impl<H: Host> Engine<'_, H> {
    /// A part of the data set, with progress where it has to be fetched.
    pub async fn part(
        &mut self,
        job: JobId,
        part: Part,
    ) -> Result<std::rc::Rc<dataset::Dataset>, JobError> {
        let emit = self.emit;
        let progress = |done, total| {
            emit(Event::Progress { job, phase: Phase::LoadingData, done, total });
        };
        self.holdings.part(self.host, part, &progress).await
    }

    /// Measures the data set.
    pub async fn survey(
        &mut self,
        job: JobId,
        inbox: &mut Inbox<impl Stream<Item = Request> + Unpin>,
    ) -> Result<End, JobError> {
        let mut parts = Vec::new();
        for part in Part::ALL {
            parts.push(self.part(job, part).await?);
            if self.is_cancelled(job, inbox).await {
                return Ok(End::Cancelled);
            }
        }
        let [train, validation, test] = [&parts[0], &parts[1], &parts[2]];
        let survey = Box::new(survey([train, validation, test]));
        (self.emit)(Event::Survey { job, survey });
        Ok(End::Done)
    }

    /// Gives images of the data set.
    pub async fn images(&mut self, job: JobId, part: Part, pick: &Pick) -> Result<End, JobError> {
        let data = self.part(job, part).await?;
        let (places, total) = places(&data, pick);
        let indices: Vec<usize> = places.iter().map(|&place| place as usize).collect();
        let some = data.select(&indices);
        let (labels, pixels) = (some.labels, some.pixels);
        (self.emit)(Event::Images { job, places, labels, pixels, total });
        Ok(End::Done)
    }

    /// Runs a network over a part of the data set.
    pub async fn assess(
        &mut self,
        job: JobId,
        model: ModelRef,
        part: Part,
        inbox: &mut Inbox<impl Stream<Item = Request> + Unpin>,
    ) -> Result<End, JobError> {
        let device = self.device()?;
        let data = self.part(job, part).await?;
        let shipped = self.shipped.as_mut().ok_or(JobError::NotStarted)?;
        let model = shipped.model(self.host, model).await?;
        let mut answers = match &model {
            Model::Classifier(_) => Answers::Logits(Vec::new()),
            Model::Autoencoder(class, ..) => {
                Answers::Errors { class: *class, errors: Vec::new(), novelty: Vec::new() }
            }
        };
        let (mut done, mut elapsed_ms) = (0, 0.0);
        while done < data.len() {
            self.progress(job, Phase::Assessing, done as u64, data.len() as u64);
            if self.is_cancelled(job, inbox).await {
                return Ok(End::Cancelled);
            }
            let started = self.host.now_ms();
            done =
                assess(&model, &data, done, &mut answers, &device).await.map_err(device_failure)?;
            elapsed_ms += self.host.now_ms() - started;
        }
        let labels = data.labels.clone();
        let details = data.pixels.chunks_exact(PIXELS).map(detail).collect();
        (self.emit)(Event::Assessed { job, labels, details, answers, elapsed_ms });
        Ok(End::Done)
    }

    /// Times a network on noise, after one pass that is not counted.
    pub async fn time(
        &mut self,
        job: JobId,
        model: ModelRef,
        count: usize,
        repeats: u32,
        inbox: &mut Inbox<impl Stream<Item = Request> + Unpin>,
    ) -> Result<End, JobError> {
        let device = self.device()?;
        let shipped = self.shipped.as_mut().ok_or(JobError::NotStarted)?;
        let model = shipped.model(self.host, model).await?;
        let mut rng = Rng::new(1);
        let noise: Vec<f32> = (0..count * PIXELS).map(|_| rng.uniform()).collect();
        let mut elapsed_ms = Vec::new();
        for repeat in 0..=repeats {
            self.progress(job, Phase::Assessing, repeat.into(), repeats.into());
            if self.is_cancelled(job, inbox).await {
                return Ok(End::Cancelled);
            }
            let started = self.host.now_ms();
            match &model {
                Model::Classifier(network) => {
                    _ = logits(network, noise.clone(), count, &device)
                        .await
                        .map_err(device_failure)?;
                }
                Model::Autoencoder(_, network, _) => {
                    let pixels = reconstruct(network, noise.clone(), count, &device).await;
                    _ = pixels.map_err(device_failure)?;
                }
            }
            elapsed_ms.push(self.host.now_ms() - started);
        }
        elapsed_ms.remove(0);
        (self.emit)(Event::Timed { job, elapsed_ms });
        Ok(End::Done)
    }

    /// Writes the network of a run file as another file.
    pub fn export(&self, job: JobId, file: Vec<u8>, format: FileFormat) -> Result<End, JobError> {
        let bytes = network_weights(file).and_then(|weights| match format {
            FileFormat::Burnpack => weights.to_burnpack(Precision::Single),
            FileFormat::Safetensors => weights.to_safetensors(),
        });
        let bytes = bytes.map_err(|error| JobError::Damaged {
            file: OWN_FILE.to_owned(),
            reason: error.to_string(),
        })?;
        (self.emit)(Event::File { job, bytes });
        Ok(End::Done)
    }

    /// Lets another network judge.
    pub async fn adopt(&mut self, job: JobId, model: Option<ModelRef>) -> Result<End, JobError> {
        let shipped = self.shipped.as_mut().ok_or(JobError::NotStarted)?;
        let mut judges = shipped.networks.clone();
        match model {
            None => {}
            Some(which) => match shipped.model(self.host, which).await? {
                Model::Classifier(network) => {
                    judges.classifier = *network;
                    // The card's temperature was fitted to the shipped classifier.
                    judges.temperature = 1.0;
                    // Who lets their own network judge wants its answer, whatever the picture.
                    judges.photos = None;
                }
                Model::Autoencoder(class, network, _) => {
                    judges.autoencoders[class.index()] = *network;
                }
            },
        }
        // Better now than at the visitor's first picture.
        judges.judge(vec![0.0; PIXELS], 1).await.map_err(device_failure)?;
        self.judges = Some(judges);
        (self.emit)(Event::Adopted { job });
        Ok(End::Done)
    }

    /// The device that was chosen.
    pub fn device(&self) -> Result<Device, JobError> {
        let chosen = self.chosen.as_ref().ok_or(JobError::NotStarted)?;
        Ok(chosen.1.device.clone())
    }
}
