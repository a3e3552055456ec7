//! Judging images, and the small training that shows a device can learn.

use std::borrow::Borrow;

use burn::module::Module;
use dataset::{CLASSES, PIXELS, to_unit};
use futures::Stream;
use ml::{
    Judgement, Network, Networks, Optimizer, OptimizerConfig, PhotoAnswer, PhotoJudge, Trainer,
    combined,
};
use policy::decision::Answered;
use protocol::messages::{
    Body, Event, JobError, JobId, Phase, Prediction, Request, THUMBNAIL_SIDE, Upload,
};
use vision::crop::{Canvas, Pose, VALUES};
use vision::cutout::{self, Guidance, Seen};
use vision::decode::decode;
use vision::photo::{Photo, PhotoError};

use crate::engine::{BATCH, End, Engine, device_failure};
use crate::host::Host;
use crate::inbox::Inbox;
use crate::outside;

/// Learning rate of fine-tuning.
const FINE_TUNING_RATE: f64 = 5e-4;

/// Which pictures a prediction carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pictures {
    /// The film and all reconstructions.
    All,
    /// A small one of the photo.
    Thumbnail,
}

impl<H: Host> Engine<'_, H> {
    /// Judges images in batches. One that cannot be judged does not stop the others.
    pub async fn predict(
        &self,
        job: JobId,
        uploads: Vec<Upload>,
        pictures: Pictures,
        inbox: &mut Inbox<impl Stream<Item = Request> + Unpin>,
    ) -> Result<End, JobError> {
        let networks = self.judges.as_ref().ok_or(JobError::NotStarted)?;
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
                    return Ok(End::Cancelled);
                }
                done += 1;
                let Upload { id, body, guidance, .. } = upload;
                // Not before its turn comes, so that few files are in memory.
                let read = match body {
                    Body::Bytes(bytes) => Some(bytes),
                    Body::Beside(place) => self.host.read(job, place).await,
                };
                let Some(bytes) = read else {
                    (self.emit)(Event::Unread { job, id });
                    continue;
                };
                let started = self.host.now_ms();
                match self.look(&bytes, &guidance).await {
                    Ok(seen) => batch.push((id, seen, self.host.now_ms() - started)),
                    Err(error) => (self.emit)(Event::Refused { job, id, error }),
                }
            }
            if batch.is_empty() {
                return Ok(End::Done);
            }
            self.judge(job, networks, batch, pictures).await?;
        }
    }

    async fn look(&self, bytes: &[u8], guidance: &Guidance) -> Result<Seen, PhotoError> {
        let photo = match decode(bytes) {
            // Named as what it is, where the host cannot read it either.
            Err(error @ (PhotoError::NotAnImage | PhotoError::Foreign(_))) => {
                self.look_outside(bytes).await.map_err(|outside| match outside {
                    PhotoError::NotAnImage => error,
                    outside => outside,
                })
            }
            decoded => decoded,
        }?;
        Ok(cutout::look(&photo, guidance))
    }

    /// Has the host decode a picture, where that is no risk.
    async fn look_outside(&self, bytes: &[u8]) -> Result<Photo, PhotoError> {
        outside::check(bytes)?;
        self.host.decode(bytes).await
    }

    /// Asks the classifier for photos, with the batch filled up to `size`.
    pub async fn answer_photos(
        &self,
        photos: &PhotoJudge,
        canvases: &[impl Borrow<Canvas>],
        size: usize,
    ) -> Result<Vec<PhotoAnswer>, JobError> {
        let mut values = Vec::with_capacity(size * VALUES);
        for canvas in canvases {
            values.extend(canvas.borrow().sampled(&Pose::default()));
        }
        values.resize(size * VALUES, 0.0);
        let device = self.device()?;
        let mut answers = photos.answer(values, size, &device).await.map_err(device_failure)?;
        answers.truncate(canvases.len());
        Ok(answers)
    }

    /// Judges images that are no files with the shipped networks, in batches of one size.
    pub async fn judge_pixels(
        &self,
        job: JobId,
        pixels: &[u8],
        inbox: &mut Inbox<impl Stream<Item = Request> + Unpin>,
    ) -> Result<End, JobError> {
        let shipped = self.shipped.as_ref().ok_or(JobError::NotStarted)?;
        let (images, rest) = pixels.as_chunks::<PIXELS>();
        if !rest.is_empty() {
            let reason = "784 grey values an image are needed".to_owned();
            return Err(JobError::Damaged { file: "pixels".to_owned(), reason });
        }
        let (mut probabilities, mut errors) = (Vec::new(), Vec::new());
        for batch in images.chunks(BATCH) {
            let done = probabilities.len() as u64;
            self.progress(job, Phase::Predicting, done, images.len() as u64);
            if self.is_cancelled(job, inbox).await {
                return Ok(End::Cancelled);
            }
            let mut filled = to_unit(batch.as_flattened());
            filled.resize(BATCH * PIXELS, 0.0);
            let judged = shipped.networks.judge(filled, BATCH).await.map_err(device_failure)?;
            for judgement in judged.into_iter().take(batch.len()) {
                probabilities.push(judgement.probabilities);
                errors.push(judgement.errors);
            }
        }
        (self.emit)(Event::Judged { job, probabilities, errors });
        Ok(End::Done)
    }

    /// Judges one batch, on a GPU filled up with blank images to a size that was warmed up.
    async fn judge(
        &self,
        job: JobId,
        networks: &Networks,
        batch: Vec<(u32, Seen, f64)>,
        pictures: Pictures,
    ) -> Result<(), JobError> {
        let is_gpu = self.chosen.as_ref().is_some_and(|(_, chosen)| chosen.is_gpu());
        let filled = |count: usize| if is_gpu && count > 1 { BATCH } else { count };
        let size = filled(batch.len());
        let mut pixels: Vec<f32> = Vec::with_capacity(size * PIXELS);
        for (_, seen, _) in &batch {
            pixels.extend(to_unit(&seen.prepared.pixels));
        }
        pixels.resize(size * PIXELS, 0.0);
        let started = self.host.now_ms();
        let judgements = networks.judge(pixels, size).await.map_err(device_failure)?;
        let canvases: Vec<&Canvas> =
            batch.iter().filter_map(|(_, seen, _)| seen.canvas.as_ref()).collect();
        let answers = match &networks.photos {
            Some(photos) if !canvases.is_empty() => {
                self.answer_photos(photos, &canvases, filled(canvases.len())).await?
            }
            _ => Vec::new(),
        };
        let latency_ms = self.host.now_ms() - started;
        let mut answers = answers.into_iter();
        for ((id, seen, preparation_ms), judgement) in batch.into_iter().zip(judgements) {
            let answer = seen.canvas.is_some().then(|| answers.next()).flatten();
            let mut prediction = prediction(id, seen, judgement, answer);
            (prediction.latency_ms, prediction.preparation_ms) = (latency_ms, preparation_ms);
            if pictures == Pictures::Thumbnail {
                keep_thumbnail(&mut prediction);
            }
            (self.emit)(Event::Prediction { job, prediction: Box::new(prediction) });
        }
        Ok(())
    }

    /// Trains a copy of the loaded classifier on one batch and reports its loss.
    pub async fn fine_tune(
        &self,
        job: JobId,
        pixels: &[u8],
        labels: &[u8],
        steps: u32,
        inbox: &mut Inbox<impl Stream<Item = Request> + Unpin>,
    ) -> Result<End, JobError> {
        let networks = self.judges.as_ref().ok_or(JobError::NotStarted)?;
        let fits = !labels.is_empty()
            && pixels.len() == labels.len() * PIXELS
            && labels.iter().all(|&label| usize::from(label) < CLASSES);
        if !fits {
            let reason = "784 grey values and a label from 0 to 9 an image are needed".to_owned();
            return Err(JobError::Damaged { file: "batch".to_owned(), reason });
        }
        let pixels = to_unit(pixels);
        let device = &networks.device;
        let network = networks.classifier.clone().train().freeze_norms();
        let optimizer = Optimizer::new(OptimizerConfig::default());
        let mut trainer = Trainer::resume(network, optimizer, device);
        let mut losses = Vec::new();
        for step in 0..=steps {
            self.progress(job, Phase::Training, u64::from(step), u64::from(steps));
            if self.is_cancelled(job, inbox).await {
                return Ok(End::Cancelled);
            }
            let batch = ml::images(pixels.clone(), labels.len(), device);
            let loss = trainer.network.valid().loss(batch, labels);
            let data = loss.into_data_async().await;
            let data = data.map_err(|error| JobError::Device(error.to_string()))?;
            let loss = data.iter::<f32>().next().filter(|loss| loss.is_finite());
            losses.push(loss.ok_or(JobError::Diverged { step: u64::from(step) })?);
            if step < steps {
                trainer.step(pixels.clone(), labels, FINE_TUNING_RATE, u64::from(step));
            }
        }
        (self.emit)(Event::Losses { job, losses });
        Ok(End::Done)
    }
}

/// Leaves of the pictures a small one of the photo.
fn keep_thumbnail(prediction: &mut Prediction) {
    let frames = &mut prediction.film.frames;
    *frames = frames.first().and_then(|frame| frame.reduced(THUMBNAIL_SIDE)).into_iter().collect();
    prediction.reconstructions = Vec::new();
    prediction.canvas = Vec::new();
    prediction.cut = None;
}

/// What the page gets of one image, but for the times.
fn prediction(
    id: u32,
    seen: Seen,
    judgement: Judgement,
    answer: Option<PhotoAnswer>,
) -> Prediction {
    let to_byte = |value: &f32| (value * 255.0).round() as u8;
    let has_person = seen.has_person();
    let Seen { prepared, cut, canvas } = seen;
    let canvas = answer.and(canvas).map(|canvas| canvas.to_bytes());
    let (probabilities, by, none_of_the_ten) =
        combined(judgement.probabilities, answer.as_ref(), cut.is_some());
    Prediction {
        id,
        film: prepared.film,
        pixels: prepared.pixels.to_vec(),
        probabilities,
        answered: Answered { by, none_of_the_ten, has_person },
        canvas: canvas.unwrap_or_default(),
        cut,
        errors: judgement.errors,
        reconstructions: judgement.reconstructions.iter().map(to_byte).collect(),
        warnings: prepared.warnings,
        latency_ms: 0.0,
        preparation_ms: 0.0,
    }
}
