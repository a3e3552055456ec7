//! The engine as the page holds it: starts the worker, sends jobs, restarts after a crash. What a
//! message does to the state is decided in [`super::machine`].

mod challenge;

use std::collections::BTreeMap;
use std::future::poll_fn;
use std::task::{Poll, Waker};

use futures::channel::mpsc::{UnboundedSender, unbounded};
use gloo_file::Blob;
use gloo_timers::callback::Interval;
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::gan::GanSteer;
use protocol::messages::{
    Conduct, Device, DeviceReason, DeviceWish, Event, JobError, JobId, Request, Steer, decode,
    encode,
};

use super::challenger::Challenger;
use super::job::{End, Job, Task, Waiting, retry};
use super::machine::{Cause, EngineState, Failure, Reaction, StartStep, Startup};
use super::transport::{Incoming, Transport};
use super::watchdog::{Expectation, Watchdog};
use crate::app::preferences::Preferences;
use crate::app::site;

/// A handle to the engine, copied freely.
#[derive(Clone, Copy)]
pub struct Engine {
    state: RwSignal<EngineState>,
    preferences: Preferences,
    inner: StoredValue<Inner, LocalStorage>,
}

/// The engine's programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Program {
    /// Small, and without the GPU's code.
    Cpu,
    /// With it.
    Gpu,
}

impl Program {
    /// What its files begin with.
    fn name(self) -> &'static str {
        match self {
            Self::Cpu => "worker",
            Self::Gpu => "worker-gpu",
        }
    }
}

/// Where the words of a job go.
struct Listener {
    events: UnboundedSender<Event>,
    /// Whether silence is fine, because the job waits for the visitor.
    is_quiet: bool,
}

#[derive(Default)]
struct Inner {
    transport: Option<Transport>,
    /// How many workers there have been.
    workers: u32,
    /// The number of the one that works, so that a late word of one that was ended is not heard.
    generation: u32,
    next_job: u32,
    start: Option<JobId>,
    /// A faster engine that may be on its way.
    challenger: Option<Challenger>,
    /// What went wrong with the GPU, which is not tried again then.
    gpu_failure: Option<String>,
    /// The jobs that the engine has, those included that nobody waits for any more.
    jobs: BTreeMap<JobId, Listener>,
    /// Who waits for the engine to be ready.
    waiting: Vec<Waker>,
    crashes: u32,
    watchdog: Watchdog,
    _ticker: Option<Interval>,
}

impl Inner {
    /// Whether something is expected of the engine.
    fn is_working(&self) -> bool {
        self.jobs.values().any(|job| !job.is_quiet)
    }
}

impl Engine {
    /// Starts the engine on the device that the visitor prefers.
    pub fn start(preferences: Preferences) -> Self {
        let engine = Self {
            state: RwSignal::new(EngineState::starting(Cause::Asked)),
            preferences,
            inner: StoredValue::new_local(Inner::default()),
        };
        let ticker = Interval::new(1_000, move || engine.tick());
        engine.inner.update_value(|inner| inner._ticker = Some(ticker));
        engine.spawn(Cause::Asked);
        engine
    }

    /// What the engine is doing.
    pub fn state(self) -> ReadSignal<EngineState> {
        self.state.read_only()
    }

    /// Whether it can be asked.
    pub fn is_ready(self) -> bool {
        self.state.with_untracked(|state| state.ready().is_some())
    }

    /// Whether it can be asked, told where it is tracked.
    pub fn readiness(self) -> Memo<bool> {
        Memo::new(move |_| self.state.with(|state| state.ready().is_some()))
    }

    /// Does something now if the engine is ready, and each time one is ready again. Ends with its
    /// owner.
    pub fn when_ready(self, action: impl Fn() + 'static) {
        let is_ready = self.readiness();
        Effect::new(move |_| {
            if is_ready.get() {
                action();
            }
        });
    }

    /// Starts the engine anew at the visitor's wish.
    pub fn restart(self) {
        self.inner.update_value(|inner| {
            inner.crashes = 0;
            inner.gpu_failure = None;
        });
        self.lose_jobs();
        self.spawn(Cause::Asked);
    }

    /// Has the engine do a task. None while it is not ready.
    pub fn submit<T>(self, task: Task<T>) -> Option<Job<T>> {
        self.is_ready().then_some(())?;
        let id = self.next_job();
        let (sender, events) = unbounded();
        let listener = Listener { events: sender, is_quiet: false };
        self.inner.update_value(|inner| _ = inner.jobs.insert(id, listener));
        self.send_with(&(task.request)(id), &task.files);
        Some(Job::new(id, events, task.read, move |id| self.cancel(id)))
    }

    /// Has the engine do a task that has one answer, and waits for it.
    ///
    /// # Errors
    /// How the job ended without an answer.
    pub async fn ask<T>(self, task: Task<T>) -> Result<T, End> {
        match self.submit(task) {
            Some(job) => job.answer(|_| {}).await,
            None => Err(End::Lost),
        }
    }

    /// Asks as soon as there is an engine, and asks the next one where this one is lost over it,
    /// for at most `losses` of them. Tells what is waited for.
    ///
    /// # Errors
    /// How the last job ended without an answer.
    pub async fn ask_until_answered<T>(
        self,
        task: impl Fn() -> Task<T>,
        losses: u32,
        mut tell: impl FnMut(Waiting),
    ) -> Result<T, End> {
        let ask = async || {
            let job = loop {
                if !self.is_ready() {
                    tell(Waiting::ForEngine);
                    self.ready().await;
                }
                if let Some(job) = self.submit(task()) {
                    break job;
                }
            };
            tell(Waiting::ForAnswer(None));
            job.answer(|progress| tell(Waiting::ForAnswer(Some(progress)))).await
        };
        retry(losses, ask).await
    }

    /// Waits until the engine is ready.
    fn ready(self) -> impl Future<Output = ()> {
        poll_fn(move |context| {
            if self.is_ready() {
                return Poll::Ready(());
            }
            self.inner.update_value(|inner| inner.waiting.push(context.waker().clone()));
            Poll::Pending
        })
    }

    /// Says whether a job waits for the visitor, so that the engine's silence about it is fine.
    pub fn set_quiet(self, job: JobId, is_quiet: bool) {
        self.inner.update_value(|inner| {
            if let Some(listener) = inner.jobs.get_mut(&job) {
                listener.is_quiet = is_quiet;
            }
        });
    }

    /// Steers the training run that a job opened.
    pub fn steer(self, job: JobId, steer: Steer) {
        if matches!(steer, Steer::Play | Steer::Step | Steer::Stop) {
            self.set_quiet(job, false);
        }
        self.send(&Request::Steer { job, steer });
    }

    /// Steers the training of a generator that a job opened.
    pub fn steer_gan(self, job: JobId, steer: GanSteer) {
        if steer != GanSteer::Pause {
            self.set_quiet(job, false);
        }
        self.send(&Request::SteerGan { job, steer });
    }

    /// Conducts the production that a job opened.
    pub fn conduct(self, job: JobId, conduct: Conduct) {
        if matches!(conduct, Conduct::Play | Conduct::Step) {
            self.set_quiet(job, false);
        }
        self.send(&Request::Conduct { job, conduct });
    }

    /// Ends a job early. One that is over is left alone.
    pub fn cancel(self, job: JobId) {
        if self.inner.with_value(|inner| inner.jobs.contains_key(&job)) {
            self.send(&Request::Cancel { job });
        }
    }

    /// Gives the engine up until the visitor tries again, for it fails in what it is there for.
    pub fn fail(self, error: JobError) {
        self.give_up(Failure::Job(error));
    }

    fn spawn(self, cause: Cause) {
        let generation = self
            .inner
            .try_update_value(|inner| {
                inner.transport = None;
                inner.start = None;
                inner.challenger = None;
                inner.watchdog = Watchdog::default();
                inner.workers += 1;
                inner.generation = inner.workers;
                inner.generation
            })
            .unwrap_or_default();
        self.state.set(EngineState::starting(cause));
        let program = match self.preferences.device.get_untracked() {
            DeviceWish::Webgpu => Program::Gpu,
            DeviceWish::Best | DeviceWish::Cpu => Program::Cpu,
        };
        match self.open(program, generation) {
            Ok(transport) => self.inner.update_value(|inner| inner.transport = Some(transport)),
            Err(why) => self.state.set(EngineState::Failed(Failure::NoWorker(why))),
        }
    }

    fn open(self, program: Program, generation: u32) -> Result<Transport, String> {
        let (file, program) = (site::file("engine.js"), program.name());
        // The service worker gives the engine the files of this page's version, public/kept-files.js.
        let (build, files) = (site::BUILD, site::files_version());
        let address = format!("{file}?program={program}&v={build}&files={files}");
        // Handled after the browser's listener has returned: it may end the worker that is speaking.
        let receive =
            move |incoming| spawn_local(async move { self.receive(generation, incoming) });
        Transport::open(&address, receive)
    }

    fn receive(self, generation: u32, incoming: Incoming) {
        let is_of = self.inner.try_update_value(|inner| {
            let is_current = inner.generation == generation;
            if is_current {
                inner.watchdog.heard();
            }
            let challenger = inner.challenger.as_ref();
            (is_current, challenger.is_some_and(|other| other.generation == generation))
        });
        match is_of {
            Some((true, _)) => self.hear(incoming),
            Some((false, true)) => self.hear_challenger(incoming),
            _ => {}
        }
    }

    fn hear(self, incoming: Incoming) {
        match incoming {
            Incoming::Message(bytes) => match decode::<Event>(&bytes) {
                Ok(event) => self.handle(event),
                Err(error) => self.crashed(&error.to_string()),
            },
            Incoming::Loading { received, total } => self.loading(received, total),
            Incoming::NotLoaded(why) => self.give_up(Failure::NotLoaded(why)),
            Incoming::Broken(why) => self.broken(why),
        }
    }

    /// A failure before the engine said a word is a program that did not arrive; later, a crash.
    fn broken(self, why: String) {
        let has_spoken = self.inner.with_value(|inner| inner.start.is_some());
        if has_spoken { self.crashed(&why) } else { self.give_up(Failure::NotLoaded(why)) }
    }

    fn loading(self, done: u64, total: u64) {
        self.state.update(|state| {
            if let EngineState::Starting(startup) = state
                && startup.step == StartStep::Program
            {
                *startup = Startup { done, total, ..startup.clone() };
            }
        });
    }

    fn handle(self, event: Event) {
        let start = self.inner.with_value(|inner| inner.start);
        let reaction = self.state.with_untracked(|state| state.react(&event, start, site::BUILD));
        match reaction {
            Reaction::Ignore => {}
            Reaction::Greet => self.greet(),
            Reaction::Become(EngineState::Failed(failure)) => self.give_up(failure),
            Reaction::Become(state) => self.become_state(state),
            Reaction::Crash(message) => self.crashed(&message),
            Reaction::Deliver => self.deliver(event),
        }
    }

    fn become_state(self, state: EngineState) {
        let has_gpu = state
            .ready()
            .is_some_and(|ready| matches!(ready.report.reason, DeviceReason::GpuComes(_)));
        self.state.set(state);
        let waiting = self.inner.try_update_value(|inner| std::mem::take(&mut inner.waiting));
        waiting.into_iter().flatten().for_each(Waker::wake);
        if has_gpu {
            self.challenge();
        }
    }

    fn greet(self) {
        let job = self.next_job();
        self.inner.update_value(|inner| inner.start = Some(job));
        self.send(&self.start_request(job));
    }

    fn start_request(self, job: JobId) -> Request {
        Request::Start {
            job,
            build: site::BUILD.to_owned(),
            wish: self.preferences.device.get_untracked(),
            models: site::file("models/"),
            data: site::file("data/"),
        }
    }

    fn deliver(self, event: Event) {
        if let Event::Failed { error: JobError::Device(why), .. } = &event {
            // A device that failed once is not trusted again: a new worker chooses anew.
            return self.crashed(why);
        }
        let is_end = event.is_end();
        let Some(job) = event.job() else { return };
        let listener = self.inner.try_update_value(|inner| {
            if event.is_end() {
                inner.crashes = 0;
                return inner.jobs.remove(&job).map(|listener| listener.events);
            }
            inner.jobs.get(&job).map(|listener| listener.events.clone())
        });
        match (listener.flatten(), event) {
            // Of a job that was dropped nobody hears.
            (Some(events), event) => _ = events.unbounded_send(event),
            (None, Event::Failed { error, .. }) => self.give_up(Failure::Job(error)),
            (None, _) => {}
        }
        if is_end {
            self.take_over();
        }
    }

    fn crashed(self, message: &str) {
        // What fell over on the GPU that the page chose goes on on the CPU.
        let is_gpu = self.state.with_untracked(|state| {
            let device = state.ready().map(|ready| &ready.report.device);
            matches!(device, Some(Device::Webgpu { .. }))
        });
        if is_gpu && self.preferences.device.get_untracked() == DeviceWish::Best {
            self.inner.update_value(|inner| inner.gpu_failure = Some(message.to_owned()));
        }
        let crashes = self
            .inner
            .try_update_value(|inner| {
                inner.crashes += 1;
                inner.crashes
            })
            .unwrap_or(u32::MAX);
        match EngineState::after_crash(crashes, message) {
            EngineState::Failed(failure) => self.give_up(failure),
            EngineState::Starting(_) | EngineState::Ready(_) => {
                self.lose_jobs();
                self.spawn(Cause::Crash);
            }
        }
    }

    fn give_up(self, failure: Failure) {
        self.inner.update_value(|inner| {
            inner.transport = None;
            inner.challenger = None;
        });
        self.lose_jobs();
        self.state.set(EngineState::Failed(failure));
    }

    /// Hangs up on whoever waits for a job: it is lost.
    fn lose_jobs(self) {
        self.inner.update_value(|inner| inner.jobs.clear());
    }

    fn tick(self) {
        let expectation = self.state.with_untracked(|state| match state {
            EngineState::Starting(_) => Expectation::Starting,
            EngineState::Ready(_) if self.inner.with_value(Inner::is_working) => {
                Expectation::Working
            }
            EngineState::Ready(_) | EngineState::Failed(_) => Expectation::Idle,
        });
        self.watch_challenger();
        let is_silent = self.inner.try_update_value(|inner| inner.watchdog.tick(expectation));
        if is_silent == Some(true) {
            let lang = self.preferences.lang.get_untracked();
            self.crashed(lang.engine_silent());
        }
    }

    fn next_job(self) -> JobId {
        let next = self.inner.try_update_value(|inner| {
            inner.next_job += 1;
            inner.next_job
        });
        JobId(next.unwrap_or_default())
    }

    fn send(self, request: &Request) {
        self.send_with(request, &[]);
    }

    fn send_with(self, request: &Request, files: &[Blob]) {
        let sent = match encode(request) {
            Ok(bytes) => self.inner.with_value(|inner| match &inner.transport {
                Some(transport) => transport.send(&bytes, files),
                None => Ok(()),
            }),
            Err(error) => Err(error.to_string()),
        };
        if let Err(why) = sent {
            self.crashed(&why);
        }
    }
}

/// The engine, provided by the application.
pub fn use_engine() -> Engine {
    expect_context()
}
