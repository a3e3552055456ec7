//! The engine's worker, spoken to directly in the typed protocol.

use std::time::{Duration, Instant};

use super::Page;
use dataset::Part;
use protocol::messages::{
    Body, DeviceWish, Event, JobId, ModelRef, Request, Steer, Upload, decode, encode,
};
use protocol::run::RunConfig;
use serde_json::{Value, json};
use vision::cutout::Guidance;

/// How long a job may take; a software GPU compiles its kernels slowly.
const PATIENCE: Duration = Duration::from_secs(300);

const START: &str = "
    const address = new URL(`engine.js?program=${arguments[0]}&v=direct`, document.baseURI);
    const worker = new Worker(address, { type: 'module' });
    globalThis.direct = { worker, events: [] };
    worker.onmessage = ({ data }) => {
        if (!(data instanceof ArrayBuffer)) return;
        const bytes = new Uint8Array(data);
        let text = '';
        for (let at = 0; at < bytes.length; at += 8192)
            text += String.fromCharCode(...bytes.subarray(at, at + 8192));
        globalThis.direct.events.push(text);
    };
";

const SEND: &str = "
    const bytes = Uint8Array.from(arguments[0], (letter) => letter.charCodeAt(0));
    globalThis.direct.worker.postMessage(bytes.buffer, [bytes.buffer]);
";

/// A worker of its own on a page of the site.
pub struct Worker<'a> {
    page: &'a Page,
    wish: DeviceWish,
    jobs: u32,
    build: String,
}

impl<'a> Worker<'a> {
    /// Starts the worker for a device and waits until it listens.
    pub async fn start(page: &'a Page, wish: DeviceWish) -> Self {
        let program = if wish == DeviceWish::Webgpu { "worker-gpu" } else { "worker" };
        let started = page.driver().execute(START, vec![json!(program)]).await;
        started.expect("a worker can be started");
        let mut worker = Self { page, wish, jobs: 0, build: String::new() };
        let alive = |event: &Event| matches!(event, Event::Alive { .. });
        if let Some(Event::Alive { build }) = worker.events_until(alive).await.pop() {
            worker.build = build;
        }
        worker
    }

    /// Loads the shipped networks on its device; all events until it is ready or has failed.
    pub async fn load(&mut self) -> Vec<Event> {
        let [models, data] = ["models/", "data/"].map(|folder| self.page.server().url(folder));
        let (job, build, wish) = (self.job(), self.build.clone(), self.wish);
        self.run(job, &Request::Start { job, build, wish, models, data }).await
    }

    /// Judges files.
    pub async fn predict(&mut self, files: &[Vec<u8>]) -> Vec<Event> {
        let job = self.job();
        let upload = |(id, bytes): (usize, &Vec<u8>)| Upload {
            id: id as u32,
            name: id.to_string(),
            body: Body::Bytes(bytes.clone()),
            guidance: Guidance::default(),
        };
        let uploads = files.iter().enumerate().map(upload).collect();
        self.run(job, &Request::Predict { job, uploads }).await
    }

    /// Trains on a batch.
    pub async fn fine_tune(&mut self, pixels: Vec<u8>, labels: Vec<u8>, steps: u32) -> Vec<Event> {
        let job = self.job();
        self.run(job, &Request::FineTune { job, pixels, labels, steps }).await
    }

    /// Opens a training run. One that plays is run to its end; one that does not, until it is
    /// open and saved.
    pub async fn train(&mut self, config: RunConfig, is_playing: bool) -> (JobId, Vec<Event>) {
        let (job, config) = (self.job(), Box::new(config));
        let (weights, own) = (Vec::new(), Vec::new());
        let request = Request::Train { job, config, weights, own, is_playing };
        if is_playing {
            return (job, self.run(job, &request).await);
        }
        self.send(&request).await;
        (job, self.events_until(|event| matches!(event, Event::Stepped { .. })).await)
    }

    /// Opens a run from its file, held.
    pub async fn resume(&mut self, file: Vec<u8>) -> (JobId, Vec<Event>) {
        let job = self.job();
        self.send(&Request::Resume { job, file, is_playing: false }).await;
        (job, self.events_until(|event| matches!(event, Event::Stepped { .. })).await)
    }

    /// Steers a held run, which stays held.
    pub async fn steer(&mut self, job: JobId, steer: Steer) -> Vec<Event> {
        self.send(&Request::Steer { job, steer }).await;
        self.events_until(|event| matches!(event, Event::Stepped { .. })).await
    }

    /// Runs a network over a part of the data set.
    pub async fn assess(&mut self, model: ModelRef, part: Part) -> Vec<Event> {
        let job = self.job();
        self.run(job, &Request::Assess { job, model, part }).await
    }

    /// Times a network's forward pass on so many images at once.
    pub async fn time(&mut self, model: ModelRef, count: u32, repeats: u32) -> Vec<Event> {
        let job = self.job();
        self.run(job, &Request::Time { job, model, count, repeats }).await
    }

    /// Asks for a panic and gives the events up to its report.
    pub async fn panic(&mut self) -> Vec<Event> {
        self.send(&Request::Panic).await;
        self.events_until(|event| matches!(event, Event::Crashed { .. })).await
    }

    fn job(&mut self) -> JobId {
        self.jobs += 1;
        JobId(self.jobs)
    }

    async fn run(&self, job: JobId, request: &Request) -> Vec<Event> {
        self.send(request).await;
        self.events_until(|event| match event {
            Event::Ready { job: of, .. }
            | Event::Done { job: of }
            | Event::Cancelled { job: of }
            | Event::Failed { job: of, .. } => *of == job,
            Event::Crashed { .. } => true,
            _ => false,
        })
        .await
    }

    async fn send(&self, request: &Request) {
        let bytes = encode(request).expect("a request can be encoded");
        let text: String = bytes.into_iter().map(char::from).collect();
        let sent = self.page.driver().execute(SEND, vec![json!(text)]).await;
        sent.expect("the worker takes messages");
    }

    async fn events_until(&self, is_last: impl Fn(&Event) -> bool) -> Vec<Event> {
        let deadline = Instant::now() + PATIENCE;
        let mut events = Vec::new();
        loop {
            let new = self.page.script("return globalThis.direct.events.splice(0)").await;
            for text in new.as_array().into_iter().flatten().filter_map(Value::as_str) {
                let bytes: Vec<u8> = text.chars().map(|letter| letter as u8).collect();
                let event: Event = decode(&bytes).expect("page and engine are of one build");
                let last = is_last(&event);
                events.push(event);
                if last {
                    return events;
                }
            }
            assert!(Instant::now() < deadline, "no end within 300 s: {:?}", events.last());
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}
