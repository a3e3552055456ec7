//! The loop over requests, and what each of them does.

use burn::module::Module;
use domain::card::Card;
use domain::decode::decode;
use domain::messages::{
    Device, DeviceWish, Event, JobError, JobId, Phase, Prediction, Request, Upload,
};
use domain::photo::{PhotoError, Prepared, prepare};
use domain::{CLASSES, PIXELS};
use futures::Stream;
use ml::{AdamW, AdamWConfig, DeviceError, Judgement, Network, Networks, Trainer, shipped};

use crate::host::{Chosen, Host};
use crate::inbox::Inbox;

/// Images in one forward pass when there are several. On a GPU batches have one of two sizes, this
/// and 1, because it compiles its kernels anew for each size.
const BATCH: usize = 16;
/// Learning rate of fine-tuning.
const FINE_TUNING_RATE: f64 = 5e-4;

/// How a job ended, when nothing failed.
enum End {
    Done,
    Cancelled,
}

struct Engine<'a, H> {
    host: &'a H,
    build: &'a str,
    emit: &'a dyn Fn(Event),
    chosen: Option<(DeviceWish, Chosen)>,
    ready: Option<Networks>,
}

/// Answers requests until there are no more. Every job ends in exactly one of `Ready` or `Done`,
/// `Cancelled` and `Failed`.
pub async fn serve<H: Host>(
    host: &H,
    build: &str,
    requests: impl Stream<Item = Request> + Unpin,
    emit: &dyn Fn(Event),
) {
    let mut engine = Engine { host, build, emit, chosen: None, ready: None };
    let mut inbox = Inbox::new(requests);
    emit(Event::Alive { build: build.to_owned() });
    while let Some(request) = inbox.next().await {
        let (job, end) = match request {
            Request::Start { job, build, wish, models } => {
                (job, engine.start(job, &build, wish, &models, &mut inbox).await)
            }
            Request::Predict { job, uploads } => {
                (job, engine.predict(job, uploads, &mut inbox).await)
            }
            Request::FineTune { job, pixels, labels, steps } => {
                (job, engine.fine_tune(job, &pixels, &labels, steps, &mut inbox).await)
            }
            Request::Cancel { .. } => continue,
            Request::Panic => panic!("the page asked for a panic"),
        };
        inbox.forget(job);
        match end {
            Ok(Some(End::Done)) => emit(Event::Done { job }),
            Ok(Some(End::Cancelled)) => emit(Event::Cancelled { job }),
            Ok(None) => {}
            Err(error) => emit(Event::Failed { job, error }),
        }
    }
}

impl From<DeviceFailure> for JobError {
    fn from(DeviceFailure(error): DeviceFailure) -> Self {
        Self::Device(error.0)
    }
}

/// A [`DeviceError`] on its way to the page.
struct DeviceFailure(DeviceError);

impl<H: Host> Engine<'_, H> {
    /// Chooses a device, loads the shipped weights and warms up. Ends in [`Event::Ready`], sent
    /// here, unless it is cancelled.
    async fn start(
        &mut self,
        job: JobId,
        page: &str,
        wish: DeviceWish,
        models: &str,
        inbox: &mut Inbox<impl Stream<Item = Request> + Unpin>,
    ) -> Result<Option<End>, JobError> {
        if page != self.build {
            let (page, engine) = (page.to_owned(), self.build.to_owned());
            return Err(JobError::OtherBuild { page, engine });
        }
        self.progress(job, Phase::ChoosingDevice, 0, 1);
        let chosen = match self.chosen.take() {
            Some((for_wish, chosen)) if for_wish == wish => chosen,
            _ => self.host.choose_device(wish).await?,
        };
        self.chosen = Some((wish, chosen.clone()));
        if self.is_cancelled(job, inbox).await {
            return Ok(Some(End::Cancelled));
        }
        let card: Card = self.card(models).await?;
        let Some(networks) = self.networks(job, models, &card, &chosen, inbox).await? else {
            return Ok(Some(End::Cancelled));
        };
        for (done, count) in [1, BATCH].into_iter().enumerate() {
            self.progress(job, Phase::WarmingUp, done as u64, 2);
            let blank = vec![0.0; count * PIXELS];
            networks.judge(blank, count).await.map_err(DeviceFailure)?;
        }
        self.ready = Some(networks);
        (self.emit)(Event::Ready { job, report: chosen.report, card: Box::new(card) });
        Ok(None)
    }

    async fn card(&self, models: &str) -> Result<Card, JobError> {
        let file = "card.json".to_owned();
        let bytes = self.fetch(models, &file).await?;
        let damaged = |reason: String| JobError::Damaged { file: file.clone(), reason };
        let card = serde_json::from_slice(&bytes).map_err(|error| damaged(error.to_string()))?;
        shipped::check_card(&card).map_err(|error| damaged(error.to_string()))?;
        Ok(card)
    }

    /// The networks of a card, fetched one file after another; none when cancelled.
    async fn networks(
        &self,
        job: JobId,
        models: &str,
        card: &Card,
        chosen: &Chosen,
        inbox: &mut Inbox<impl Stream<Item = Request> + Unpin>,
    ) -> Result<Option<Networks>, JobError> {
        let first = (&card.classifier.file, &card.classifier.sha256);
        let rest = card.autoencoders.iter().map(|card| (&card.file, &card.sha256));
        let files: Vec<_> = std::iter::once(first).chain(rest).collect();
        let mut all = Vec::new();
        let downloads = files.iter().map(|(file, _)| self.fetch(models, file));
        let mut downloads: futures::stream::FuturesOrdered<_> = downloads.collect();
        for (done, (file, sha256)) in files.iter().enumerate() {
            self.progress(job, Phase::LoadingWeights, done as u64, files.len() as u64);
            if self.is_cancelled(job, inbox).await {
                return Ok(None);
            }
            let bytes = match futures::StreamExt::next(&mut downloads).await {
                Some(bytes) => bytes?,
                None => break,
            };
            let weights = shipped::weights(bytes, sha256).map_err(|error| JobError::Damaged {
                file: (*file).clone(),
                reason: error.to_string(),
            })?;
            all.push(weights);
        }
        let networks = shipped::networks(card, &all, &chosen.device);
        networks.map(Some).map_err(|error| JobError::Damaged {
            file: card.classifier.file.clone(),
            reason: error.to_string(),
        })
    }

    async fn fetch(&self, models: &str, file: &str) -> Result<Vec<u8>, JobError> {
        let fetched = self.host.fetch(&format!("{models}{file}")).await;
        fetched.map_err(|reason| JobError::NotLoaded { file: file.to_owned(), reason })
    }

    /// Judges images in batches. One that cannot be judged does not stop the others.
    async fn predict(
        &self,
        job: JobId,
        uploads: Vec<Upload>,
        inbox: &mut Inbox<impl Stream<Item = Request> + Unpin>,
    ) -> Result<Option<End>, JobError> {
        let networks = self.ready.as_ref().ok_or(JobError::NotStarted)?;
        let total = uploads.len() as u64;
        let mut done = 0;
        let mut uploads = uploads.into_iter();
        loop {
            let mut batch = Vec::new();
            while batch.len() < BATCH
                && let Some(upload) = uploads.next()
            {
                self.progress(job, Phase::Predicting, done, total);
                if self.is_cancelled(job, inbox).await {
                    return Ok(Some(End::Cancelled));
                }
                done += 1;
                let id = upload.id;
                let started = self.host.now_ms();
                match self.prepare(upload).await {
                    Ok(prepared) => batch.push((id, prepared, self.host.now_ms() - started)),
                    Err(error) => (self.emit)(Event::Refused { job, id, error }),
                }
            }
            if batch.is_empty() {
                return Ok(Some(End::Done));
            }
            self.judge(job, networks, batch).await?;
        }
    }

    async fn prepare(&self, upload: Upload) -> Result<Prepared, PhotoError> {
        let photo = match decode(&upload.bytes) {
            Err(PhotoError::NotAnImage) => {
                self.host.decode(&upload.bytes).await.ok_or(PhotoError::NotAnImage)
            }
            decoded => decoded,
        }?;
        Ok(prepare(&photo, upload.polarity))
    }

    /// Judges one batch, on a GPU filled up with blank images to a size that was warmed up.
    async fn judge(
        &self,
        job: JobId,
        networks: &Networks,
        batch: Vec<(u32, Prepared, f64)>,
    ) -> Result<(), JobError> {
        let is_gpu = self
            .chosen
            .as_ref()
            .is_some_and(|(_, chosen)| matches!(chosen.report.device, Device::Webgpu { .. }));
        let size = if is_gpu && batch.len() > 1 { BATCH } else { batch.len() };
        let mut pixels: Vec<f32> = Vec::with_capacity(size * PIXELS);
        for (_, prepared, _) in &batch {
            pixels.extend(prepared.pixels.iter().map(|&byte| f32::from(byte) / 255.0));
        }
        pixels.resize(size * PIXELS, 0.0);
        let started = self.host.now_ms();
        let judgements = networks.judge(pixels, size).await.map_err(DeviceFailure)?;
        let latency_ms = self.host.now_ms() - started;
        for ((id, prepared, preparation_ms), judgement) in batch.into_iter().zip(judgements) {
            let prediction = prediction(id, prepared, judgement, latency_ms, preparation_ms);
            (self.emit)(Event::Prediction { job, prediction: Box::new(prediction) });
        }
        Ok(())
    }

    /// Trains a copy of the loaded classifier on one batch and reports its loss.
    async fn fine_tune(
        &self,
        job: JobId,
        pixels: &[u8],
        labels: &[u8],
        steps: u32,
        inbox: &mut Inbox<impl Stream<Item = Request> + Unpin>,
    ) -> Result<Option<End>, JobError> {
        let networks = self.ready.as_ref().ok_or(JobError::NotStarted)?;
        let fits = !labels.is_empty()
            && pixels.len() == labels.len() * PIXELS
            && labels.iter().all(|&label| usize::from(label) < CLASSES);
        if !fits {
            let reason = "784 grey values and a label from 0 to 9 an image are needed".to_owned();
            return Err(JobError::Damaged { file: "batch".to_owned(), reason });
        }
        let pixels: Vec<f32> = pixels.iter().map(|&byte| f32::from(byte) / 255.0).collect();
        let device = &networks.device;
        let network = networks.classifier.clone().train().freeze_norms();
        let optimizer = AdamW::new(AdamWConfig::default());
        let mut trainer = Trainer::resume(network, optimizer, device);
        let mut losses = Vec::new();
        for step in 0..=steps {
            self.progress(job, Phase::Training, u64::from(step), u64::from(steps));
            if self.is_cancelled(job, inbox).await {
                return Ok(Some(End::Cancelled));
            }
            let batch = ml::images(pixels.clone(), labels.len(), device);
            let loss = trainer.network.valid().loss(batch, labels);
            let data = loss.into_data_async().await;
            let data = data.map_err(|error| JobError::Device(error.to_string()))?;
            losses.extend(data.iter::<f32>());
            if step < steps {
                trainer.step(pixels.clone(), labels, FINE_TUNING_RATE, u64::from(step));
            }
        }
        (self.emit)(Event::Losses { job, losses });
        Ok(Some(End::Done))
    }

    async fn is_cancelled(
        &self,
        job: JobId,
        inbox: &mut Inbox<impl Stream<Item = Request> + Unpin>,
    ) -> bool {
        self.host.pause().await;
        inbox.is_cancelled(job)
    }

    fn progress(&self, job: JobId, phase: Phase, done: u64, total: u64) {
        (self.emit)(Event::Progress { job, phase, done, total });
    }
}

/// What the page gets of one image.
fn prediction(
    id: u32,
    prepared: Prepared,
    judgement: Judgement,
    latency_ms: f64,
    preparation_ms: f64,
) -> Prediction {
    let to_byte = |value: &f32| (value * 255.0).round() as u8;
    Prediction {
        id,
        film: prepared.film,
        pixels: prepared.pixels.to_vec(),
        probabilities: judgement.probabilities,
        errors: judgement.errors,
        reconstructions: judgement.reconstructions.iter().map(to_byte).collect(),
        warnings: prepared.warnings,
        latency_ms,
        preparation_ms,
    }
}
