//! Jobs over generators: opening and steering a training, drawing, measuring, comparing.

use burn::tensor::Device;
use dataset::{Dataset, PIXELS, Part};
use futures::Stream;
use ml::{
    GanFile, Generator, QUALITY_IMAGES, QUALITY_SEED, QualitySets, RunFileError, drawn_codes,
    generate, generator_of, measure, path_codes, places_of, seen,
};
use protocol::comparison::ComparisonPlan;
use protocol::gan::{
    CODE, Codes, GENERATORS_FILE, GENERATORS_FORMAT, GanConfig, GanSteer, GeneratorRef,
    GeneratorsCard, MOST_IMAGES, Neighbour,
};
use protocol::messages::{Event, JobError, JobId, Phase};
use statistics::generation::nearest;

use super::comparison::ComparisonSession;
use super::session::{Beginning, GanSession};
use crate::engine::{End, Engine, device_failure};
use crate::host::Host;
use crate::inbox::Inbox;
use crate::lab::Tick;
use crate::models::{OWN_FILE, fetch};

/// Images that are drawn at once.
const DRAWN_AT_ONCE: usize = 64;

/// Where generators and small classifiers are trained, also where a GPU judges: their many small steps take longer
/// there so far, and the same seed gives the same images to everybody.
fn device() -> Device {
    Device::flex()
}

impl<H: Host> Engine<'_, H> {
    /// Opens a new training of a generator.
    pub async fn train_gan(
        &mut self,
        job: JobId,
        config: GanConfig,
        is_playing: bool,
    ) -> Result<End, JobError> {
        config.check()?;
        self.open_gan(job, Beginning::Scratch(Box::new(config)), is_playing).await
    }

    /// Opens a training of a generator where its file was written.
    pub async fn resume_gan(
        &mut self,
        job: JobId,
        file: Vec<u8>,
        is_playing: bool,
    ) -> Result<End, JobError> {
        let file = GanFile::from_bytes(file).map_err(own_file_error)?;
        self.open_gan(job, Beginning::File(Box::new(file)), is_playing).await
    }

    async fn open_gan(
        &mut self,
        job: JobId,
        beginning: Beginning,
        is_playing: bool,
    ) -> Result<End, JobError> {
        if self.gan.is_some() {
            return Err(JobError::Busy);
        }
        let train = self.part(job, Part::Train).await?;
        let mut session = GanSession::open(job, beginning, train, device(), is_playing)?;
        let tick = session.introduce(self.host, self.emit).await?;
        Ok(self.keep_gan(session, tick))
    }

    /// Steers the open training. A word for one that is over is passed over.
    pub async fn steer_gan(&mut self, job: JobId, steer: GanSteer) -> Result<End, JobError> {
        let Some(mut session) = self.gan.take_if(|session| session.job == job) else {
            return Ok(End::Open);
        };
        let tick = session.steer(steer, self.host, self.emit).await?;
        Ok(self.keep_gan(session, tick))
    }

    /// Lets the open training take its next steps.
    pub async fn play_gan(&mut self) {
        let Some(mut session) = self.gan.take_if(|session| session.is_playing) else { return };
        let job = session.job;
        let end = match session.play(self.host, self.emit).await {
            Ok(tick) => Ok(self.keep_gan(session, tick)),
            Err(error) => Err(error),
        };
        self.tell_end(job, end);
    }

    fn keep_gan(&mut self, session: GanSession, tick: Tick) -> End {
        match tick {
            Tick::Over => End::Done,
            Tick::Open => {
                self.gan = Some(session);
                End::Open
            }
        }
    }

    /// The generator that is asked for, and how it was trained.
    async fn generator(
        &mut self,
        which: GeneratorRef,
        device: &Device,
    ) -> Result<(Generator, GanConfig), JobError> {
        match which {
            GeneratorRef::Own(bytes) => generator_of(bytes, device).map_err(own_file_error),
            GeneratorRef::Shipped(class) => {
                let folder = self.shipped.as_ref().ok_or(JobError::NotStarted)?.folder.clone();
                let damaged = |file: &str, reason: String| JobError::Damaged {
                    file: file.to_owned(),
                    reason,
                };
                let card = fetch(self.host, &folder, GENERATORS_FILE, &|_, _| {}).await?;
                let card: GeneratorsCard = serde_json::from_slice(&card)
                    .map_err(|error| damaged(GENERATORS_FILE, error.to_string()))?;
                if card.format != GENERATORS_FORMAT {
                    let reason = format!("version {} instead of {GENERATORS_FORMAT}", card.format);
                    return Err(damaged(GENERATORS_FILE, reason));
                }
                let own = card.generators.into_iter().find(|one| one.config.class == class);
                let own = own.ok_or_else(|| JobError::NotLoaded {
                    file: GENERATORS_FILE.to_owned(),
                    reason: format!("there is no generator of {}", class.name()),
                })?;
                let bytes = fetch(self.host, &folder, &own.file, &|_, _| {}).await?;
                ml::shipped::check_sum(&bytes, &own.sha256)
                    .map_err(|error| damaged(&own.file, error.to_string()))?;
                generator_of(bytes, device).map_err(|error| damaged(&own.file, error.to_string()))
            }
        }
    }

    /// Draws images.
    pub async fn generate(
        &mut self,
        job: JobId,
        which: GeneratorRef,
        codes: Codes,
        has_neighbours: bool,
        inbox: &mut Inbox<impl Stream<Item = protocol::messages::Request> + Unpin>,
    ) -> Result<End, JobError> {
        let device = device();
        let (generator, config) = self.generator(which, &device).await?;
        let count = codes.count().min(MOST_IMAGES) as usize;
        let numbers = match codes {
            Codes::Drawn { seed, .. } => drawn_codes(seed, count),
            Codes::Path { from, to, .. } => path_codes(from, to, count),
        };
        let Some(pixels) = self.drawn(job, &generator, &numbers, &device, inbox).await? else {
            return Ok(End::Cancelled);
        };
        let mut neighbours = Vec::new();
        if has_neighbours {
            let train = self.part(job, Part::Train).await?;
            let (places, _) = places_of(&config, &train.labels);
            let own = train.select(&places);
            neighbours =
                pixels.chunks_exact(PIXELS).filter_map(|image| neighbour(image, &own)).collect();
        }
        (self.emit)(Event::Generated { job, pixels, neighbours });
        Ok(End::Done)
    }

    /// Images from codes, some at a time; none when cancelled.
    async fn drawn(
        &mut self,
        job: JobId,
        generator: &Generator,
        codes: &[f32],
        device: &Device,
        inbox: &mut Inbox<impl Stream<Item = protocol::messages::Request> + Unpin>,
    ) -> Result<Option<Vec<u8>>, JobError> {
        let (mut pixels, all) = (Vec::new(), (codes.len() / CODE) as u64);
        for codes in codes.chunks(DRAWN_AT_ONCE * CODE) {
            self.progress(job, Phase::Predicting, (pixels.len() / PIXELS) as u64, all);
            if self.is_cancelled(job, inbox).await {
                return Ok(None);
            }
            let some = generate(generator, codes, device).await.map_err(device_failure)?;
            pixels.extend(some);
        }
        Ok(Some(pixels))
    }

    /// Measures how good the images of a generator are.
    pub async fn assess_generator(
        &mut self,
        job: JobId,
        which: GeneratorRef,
        inbox: &mut Inbox<impl Stream<Item = protocol::messages::Request> + Unpin>,
    ) -> Result<End, JobError> {
        let device = self.device()?;
        let (generator, config) = self.generator(which, &self::device()).await?;
        let codes = drawn_codes(QUALITY_SEED, QUALITY_IMAGES);
        let Some(pixels) = self.drawn(job, &generator, &codes, &self::device(), inbox).await?
        else {
            return Ok(End::Cancelled);
        };
        let train = self.part(job, Part::Train).await?;
        let test = self.part(job, Part::Test).await?;
        let judge = self.shipped.as_ref().ok_or(JobError::NotStarted)?.networks.classifier.clone();
        let (places, _) = places_of(&config, &train.labels);
        let sets = QualitySets::new(config.class, pixels, &train, &places, &test);
        let mut judged = Vec::new();
        for set in sets.to_be_judged() {
            self.progress(job, Phase::Assessing, judged.len() as u64, 3);
            if self.is_cancelled(job, inbox).await {
                return Ok(End::Cancelled);
            }
            judged.push(seen(&judge, set, &device).await.map_err(device_failure)?);
        }
        let quality = measure(&sets, &judged)
            .ok_or_else(|| JobError::Message("too few images to measure".to_owned()))?;
        (self.emit)(Event::GeneratorAssessed { job, quality: Box::new(quality) });
        Ok(End::Done)
    }

    /// Opens a comparison of remedies for a rare class.
    pub async fn compare(&mut self, job: JobId, plan: ComparisonPlan) -> Result<End, JobError> {
        plan.check()?;
        if self.comparison.is_some() {
            return Err(JobError::Busy);
        }
        let train = self.part(job, Part::Train).await?;
        let validation = self.part(job, Part::Validation).await?;
        self.comparison = Some(ComparisonSession::new(job, plan, train, validation, device())?);
        Ok(End::Open)
    }

    /// Lets the open comparison go on a little.
    pub async fn play_comparison(&mut self) {
        let Some(mut session) = self.comparison.take() else { return };
        let job = session.job;
        let end = match session.play(self.host, self.emit).await {
            Ok(Tick::Over) => Ok(End::Done),
            Ok(Tick::Open) => {
                self.comparison = Some(session);
                Ok(End::Open)
            }
            Err(error) => Err(error),
        };
        self.tell_end(job, end);
    }
}

/// The image that one is nearest to.
fn neighbour(image: &[u8], own: &Dataset) -> Option<Neighbour> {
    let found = nearest(image, &own.pixels)?;
    let mut pixels = own.image(found.index).to_vec();
    if found.is_mirrored {
        pixels.chunks_exact_mut(dataset::SIDE).for_each(<[u8]>::reverse);
    }
    let (distance, is_mirrored) = (found.distance as f32, found.is_mirrored);
    Some(Neighbour { distance, is_mirrored, pixels })
}

fn own_file_error(error: RunFileError) -> JobError {
    let file = OWN_FILE.to_owned();
    match error {
        RunFileError::Version { expected, found, .. } => {
            JobError::OtherVersion { file, expected, found }
        }
        other => JobError::Damaged { file, reason: other.to_string() },
    }
}
