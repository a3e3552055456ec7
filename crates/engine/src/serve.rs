//! The loop over requests: which job is next, and how each one ends.

use dataset::PIXELS;
use futures::{Stream, StreamExt};
use ml::shipped::ShippedError;
use ml::{Networks, WeightsError, shipped};
use protocol::card::Card;
use protocol::messages::{DeviceReport, DeviceWish, Event, JobError, JobId, Phase, Request, Times};
use protocol::photos_card::PhotosCard;
use serde::de::DeserializeOwned;
use vision::crop::VALUES;

use crate::engine::{BATCH, End, Engine, device_failure};
use crate::holdings::Holdings;
use crate::host::{Chosen, Host};
use crate::inbox::Inbox;
use crate::judge::Pictures;
use crate::models::{Shipped, fetch};

/// Answers requests until there are no more. Every job ends in exactly one of `Ready` or `Done`,
/// `Cancelled` and `Failed`. An open run takes its steps
/// between them, an open production makes its records.
pub async fn serve<H: Host>(
    host: &H,
    build: &str,
    requests: impl Stream<Item = Request> + Unpin,
    emit: &dyn Fn(Event),
) {
    let mut engine = Engine {
        host,
        emit,
        build,
        chosen: None,
        shipped: None,
        judges: None,
        holdings: Holdings::default(),
        session: None,
        gan: None,
        comparison: None,
        production: None,
    };
    let mut inbox = Inbox::new(requests);
    emit(Event::Alive { build: build.to_owned() });
    loop {
        if engine.is_training() || engine.is_producing() {
            engine.rest().await;
            if let Some(request) = inbox.take() {
                engine.answer(request, &mut inbox).await;
            }
            engine.play().await;
            engine.play_gan().await;
            engine.play_comparison().await;
            engine.produce().await;
        } else {
            let Some(request) = inbox.next().await else { return };
            engine.answer(request, &mut inbox).await;
        }
    }
}

impl<H: Host> Engine<'_, H> {
    /// Does what a request asks for and tells how it ended.
    async fn answer(
        &mut self,
        request: Request,
        inbox: &mut Inbox<impl Stream<Item = Request> + Unpin>,
    ) {
        let (job, end) = match request {
            Request::Start { job, build, wish, models, data } => {
                self.holdings.folder = data;
                (job, self.start(job, &build, wish, &models, inbox).await)
            }
            Request::Predict { job, uploads } => {
                (job, self.predict(job, uploads, Pictures::All, inbox).await)
            }
            Request::PredictBriefly { job, uploads } => {
                (job, self.predict(job, uploads, Pictures::Thumbnail, inbox).await)
            }
            Request::Explain { job, pixels, canvas, by } => {
                (job, self.explain(job, &pixels, &canvas, by, inbox).await)
            }
            Request::Judge { job, pixels } => (job, self.judge_pixels(job, &pixels, inbox).await),
            Request::FineTune { job, pixels, labels, steps } => {
                (job, self.fine_tune(job, &pixels, &labels, steps, inbox).await)
            }
            Request::Survey { job } => (job, self.survey(job, inbox).await),
            Request::Images { job, part, pick } => (job, self.images(job, part, &pick).await),
            Request::Assess { job, model, part } => {
                (job, self.assess(job, model, part, inbox).await)
            }
            Request::Time { job, model, count, repeats } => {
                (job, self.time(job, model, count as usize, repeats, inbox).await)
            }
            Request::Train { job, config, weights, own, is_playing } => {
                (job, self.train(job, *config, weights, own, is_playing).await)
            }
            Request::Resume { job, file, is_playing } => {
                (job, self.resume(job, file, is_playing).await)
            }
            Request::Steer { job, steer } => (job, self.steer(job, steer).await),
            Request::Export { job, file, format } => (job, self.export(job, file, format)),
            Request::Adopt { job, model } => (job, self.adopt(job, model).await),
            Request::Produce { job, plan } => (job, self.open_production(job, *plan, inbox).await),
            Request::Conduct { job, conduct } => (job, self.conduct(job, conduct).await),
            Request::TrainGan { job, config, is_playing } => {
                (job, self.train_gan(job, *config, is_playing).await)
            }
            Request::ResumeGan { job, file, is_playing } => {
                (job, self.resume_gan(job, file, is_playing).await)
            }
            Request::SteerGan { job, steer } => (job, self.steer_gan(job, steer).await),
            Request::Generate { job, generator, codes, has_neighbours } => {
                (job, self.generate(job, generator, codes, has_neighbours, inbox).await)
            }
            Request::AssessGenerator { job, generator } => {
                (job, self.assess_generator(job, generator, inbox).await)
            }
            Request::Compare { job, plan } => (job, self.compare(job, *plan).await),
            Request::Cancel { job } => {
                let was_gan = self.gan.take_if(|session| session.job == job).is_some();
                let was_compared = self.comparison.take_if(|session| session.job == job).is_some();
                if was_gan || was_compared {
                    return self.conclude(job, Ok(End::Cancelled), inbox);
                }
                if self.production.take_if(|production| production.job == job).is_some() {
                    return self.conclude(job, Ok(End::Cancelled), inbox);
                }
                let is_open = self.session.as_ref().is_some_and(|session| session.job == job);
                if !is_open {
                    return inbox.forget(job);
                }
                self.session = None;
                (job, Ok(End::Cancelled))
            }
            Request::Panic => panic!("the page asked for a panic"),
        };
        self.conclude(job, end, inbox);
    }

    fn conclude(
        &mut self,
        job: JobId,
        end: Result<End, JobError>,
        inbox: &mut Inbox<impl Stream<Item = Request> + Unpin>,
    ) {
        if !matches!(end, Ok(End::Open)) {
            inbox.forget(job);
        }
        self.tell_end(job, end);
    }

    /// Chooses a device, loads the shipped weights and warms up. Ends in [`Event::Ready`], sent
    /// here, unless it is cancelled.
    async fn start(
        &mut self,
        job: JobId,
        page: &str,
        wish: DeviceWish,
        models: &str,
        inbox: &mut Inbox<impl Stream<Item = Request> + Unpin>,
    ) -> Result<End, JobError> {
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
            return Ok(End::Cancelled);
        }
        let card: Card = self.card(models, "card.json", shipped::check_card).await?;
        let photos: PhotosCard =
            self.card(models, "photos.json", shipped::check_photos_card).await?;
        let networks = self.networks(job, models, (&card, &photos), &chosen, inbox).await?;
        let Some(networks) = networks else {
            return Ok(End::Cancelled);
        };
        for (done, count) in [1, BATCH].into_iter().enumerate() {
            self.progress(job, Phase::WarmingUp, done as u64, 2);
            let blank = vec![0.0; count * PIXELS];
            networks.judge(blank, count).await.map_err(device_failure)?;
            if let Some(photos) = &networks.photos {
                let blank = vec![0.0; count * VALUES];
                photos.answer(blank, count, &networks.device).await.map_err(device_failure)?;
            }
        }
        let times = Times {
            one_ms: self.timed(&networks, 1).await?,
            batch_ms: self.timed(&networks, BATCH).await?,
        };
        self.judges = Some(networks.clone());
        self.shipped = Some(Shipped::new(models.to_owned(), card.clone(), networks));
        let (card, photos) = (Box::new(card), photos.summary());
        let report = DeviceReport { times: Some(times), ..chosen.report };
        (self.emit)(Event::Ready { job, report, card, photos });
        Ok(End::Open)
    }

    /// How long networks that are warm take for so many images, in milliseconds.
    async fn timed(&self, networks: &Networks, count: usize) -> Result<f64, JobError> {
        let blank = vec![0.0; count * PIXELS];
        let started = self.host.now_ms();
        networks.judge(blank, count).await.map_err(device_failure)?;
        Ok(self.host.now_ms() - started)
    }

    /// A card of the folder `models/`, if it passes the check.
    async fn card<C: DeserializeOwned>(
        &self,
        models: &str,
        file: &str,
        check: impl Fn(&C) -> Result<(), ShippedError>,
    ) -> Result<C, JobError> {
        let bytes = fetch(self.host, models, file, &|_, _| {}).await?;
        let damaged = |reason: String| JobError::Damaged { file: file.to_owned(), reason };
        let card = serde_json::from_slice(&bytes).map_err(|error| damaged(error.to_string()))?;
        check(&card).map_err(|error| damaged(error.to_string()))?;
        Ok(card)
    }

    /// The networks of both cards, fetched one file after another; none when cancelled.
    async fn networks(
        &self,
        job: JobId,
        models: &str,
        (card, photos): (&Card, &PhotosCard),
        chosen: &Chosen,
        inbox: &mut Inbox<impl Stream<Item = Request> + Unpin>,
    ) -> Result<Option<Networks>, JobError> {
        let first = (&card.classifier.file, &card.classifier.sha256);
        let rest = card.autoencoders.iter().map(|card| (&card.file, &card.sha256));
        let last = (&photos.file, &photos.sha256);
        let files: Vec<_> = std::iter::once(first).chain(rest).chain([last]).collect();
        let mut all = Vec::new();
        let downloads = files.iter().map(|(file, _)| fetch(self.host, models, file, &|_, _| {}));
        let mut downloads: futures::stream::FuturesOrdered<_> = downloads.collect();
        for (done, (file, sha256)) in files.iter().enumerate() {
            self.progress(job, Phase::LoadingWeights, done as u64, files.len() as u64);
            if self.is_cancelled(job, inbox).await {
                return Ok(None);
            }
            let bytes = match downloads.next().await {
                Some(bytes) => bytes?,
                None => break,
            };
            let weights = shipped::weights(bytes, sha256).map_err(|error| JobError::Damaged {
                file: (*file).clone(),
                reason: error.to_string(),
            })?;
            all.push(weights);
        }
        let damaged = |file: &String, error: WeightsError| JobError::Damaged {
            file: file.clone(),
            reason: error.to_string(),
        };
        let Some((last, all)) = all.split_last() else { return Ok(None) };
        let networks = shipped::networks(card, all, &chosen.device);
        let mut networks = networks.map_err(|error| damaged(&card.classifier.file, error))?;
        let judge = shipped::photo_judge(photos, last, &chosen.device);
        networks.photos = Some(judge.map_err(|error| damaged(&photos.file, error))?);
        Ok(Some(networks))
    }
}
