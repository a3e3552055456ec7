//! The engine as the page holds it: starts the worker, sends jobs, restarts after a crash. What a
//! message does to the state is decided in [`super::machine`].

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use gloo_timers::callback::Interval;
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::messages::{
    Conduct, Event, JobError, JobId, Prediction, Request, Steer, Upload, decode, encode,
};
use vision::photo::PhotoError;

use super::machine::{Cause, EngineState, Failure, Reaction, StartStep, Startup};
use super::transport::{Incoming, Transport};
use super::watchdog::{Expectation, Watchdog};
use crate::app::preferences::Preferences;
use crate::app::site;

/// What the page hears about a job that it sent.
#[derive(Clone, Debug, PartialEq)]
pub enum JobEvent {
    /// One image was judged.
    Judged(Box<Prediction>),
    /// One image could not be judged.
    Refused(u32, PhotoError),
    /// The job is over: all done, or ended at the page's wish.
    Over(JobId),
    /// The job failed or the engine is gone; what was in work is open again.
    Lost,
}

/// What is heard of a job sent with [`Engine::submit`].
#[derive(Clone, Debug, PartialEq)]
pub enum Heard {
    /// The engine speaks of it. The last event is one for which [`Event::is_end`] holds.
    Event(Event),
    /// The engine is gone, and the job with it. Nothing follows.
    Lost,
}

/// A handle to the engine, copied freely.
#[derive(Clone, Copy)]
pub struct Engine {
    state: RwSignal<EngineState>,
    preferences: Preferences,
    inner: StoredValue<Inner, LocalStorage>,
}

type Listener = Rc<dyn Fn(JobEvent)>;

/// A job sent with [`Engine::submit`].
struct Submitted {
    listener: Rc<dyn Fn(Heard)>,
    /// Whether silence is fine, because it waits for the visitor.
    is_quiet: bool,
}

#[derive(Default)]
struct Inner {
    transport: Option<Transport>,
    /// Counts workers, so that a late word of a worker that was ended is not heard.
    generation: u32,
    next_job: u32,
    start: Option<JobId>,
    /// Jobs sent with [`Engine::predict`].
    running: BTreeSet<JobId>,
    jobs: BTreeMap<JobId, Submitted>,
    crashes: u32,
    watchdog: Watchdog,
    listener: Option<Listener>,
    _ticker: Option<Interval>,
}

impl Inner {
    /// Whether something is expected of the engine.
    fn is_working(&self) -> bool {
        !self.running.is_empty() || self.jobs.values().any(|job| !job.is_quiet)
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

    /// Names who is told about jobs.
    pub fn listen(self, listener: impl Fn(JobEvent) + 'static) {
        self.inner.update_value(|inner| inner.listener = Some(Rc::new(listener)));
    }

    /// Starts the engine anew at the visitor's wish.
    pub fn restart(self) {
        self.inner.update_value(|inner| inner.crashes = 0);
        self.lose_job();
        self.spawn(Cause::Asked);
    }

    /// Sends images to be judged, each with all its pictures or, briefly, with a small one. None
    /// while the engine is not ready.
    pub fn predict(self, uploads: Vec<Upload>, is_brief: bool) -> Option<JobId> {
        self.state.with_untracked(|state| state.ready().is_some()).then_some(())?;
        let job = self.next_job();
        self.inner.update_value(|inner| _ = inner.running.insert(job));
        self.send(&if is_brief {
            Request::PredictBriefly { job, uploads }
        } else {
            Request::Predict { job, uploads }
        });
        Some(job)
    }

    /// Sends a job whose events go to `listener`. None while the engine is not ready.
    pub fn submit(
        self,
        request: impl FnOnce(JobId) -> Request,
        listener: impl Fn(Heard) + 'static,
    ) -> Option<JobId> {
        self.state.with_untracked(|state| state.ready().is_some()).then_some(())?;
        let job = self.next_job();
        let submitted = Submitted { listener: Rc::new(listener), is_quiet: false };
        self.inner.update_value(|inner| _ = inner.jobs.insert(job, submitted));
        self.send(&request(job));
        Some(job)
    }

    /// Says whether a job waits for the visitor, so that the engine's silence about it is fine.
    pub fn set_quiet(self, job: JobId, is_quiet: bool) {
        self.inner.update_value(|inner| {
            if let Some(submitted) = inner.jobs.get_mut(&job) {
                submitted.is_quiet = is_quiet;
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

    /// Conducts the production that a job opened.
    pub fn conduct(self, job: JobId, conduct: Conduct) {
        if matches!(conduct, Conduct::Play | Conduct::Step) {
            self.set_quiet(job, false);
        }
        self.send(&Request::Conduct { job, conduct });
    }

    /// Ends a job early.
    pub fn cancel(self, job: JobId) {
        self.send(&Request::Cancel { job });
    }

    fn spawn(self, cause: Cause) {
        let generation = self
            .inner
            .try_update_value(|inner| {
                inner.transport = None;
                inner.start = None;
                inner.running.clear();
                inner.watchdog = Watchdog::default();
                inner.generation += 1;
                inner.generation
            })
            .unwrap_or_default();
        self.state.set(EngineState::starting(cause));
        let address = format!("{}?v={}", site::file("engine.js"), site::BUILD);
        // Handled after the listener has returned: it may end the worker that is speaking.
        let receive =
            move |incoming| spawn_local(async move { self.receive(generation, incoming) });
        match Transport::open(&address, receive) {
            Ok(transport) => self.inner.update_value(|inner| inner.transport = Some(transport)),
            Err(why) => self.state.set(EngineState::Failed(Failure::NoWorker(why))),
        }
    }

    fn receive(self, generation: u32, incoming: Incoming) {
        let is_current = self.inner.try_update_value(|inner| {
            inner.watchdog.heard();
            inner.generation == generation
        });
        if is_current != Some(true) {
            return;
        }
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
            Reaction::Become(state) => self.state.set(state),
            Reaction::Crash(message) => self.crashed(&message),
            Reaction::Deliver => self.deliver(event),
        }
    }

    fn greet(self) {
        let job = self.next_job();
        self.inner.update_value(|inner| inner.start = Some(job));
        self.send(&Request::Start {
            job,
            build: site::BUILD.to_owned(),
            wish: self.preferences.device.get_untracked(),
            models: site::file("models/"),
            data: site::file("data/"),
        });
    }

    fn deliver(self, event: Event) {
        if let Event::Failed { error: JobError::Device(why), .. } = &event {
            // A device that failed once is not trusted again: a new worker chooses anew.
            return self.crashed(why);
        }
        let submitted = event.job().and_then(|job| {
            self.inner
                .try_update_value(|inner| {
                    if event.is_end() {
                        inner.crashes = 0;
                        return inner.jobs.remove(&job).map(|submitted| submitted.listener);
                    }
                    inner.jobs.get(&job).map(|submitted| submitted.listener.clone())
                })
                .flatten()
        });
        if let Some(listener) = submitted {
            return listener(Heard::Event(event));
        }
        match event {
            Event::Prediction { prediction, .. } => self.tell(JobEvent::Judged(prediction)),
            Event::Refused { id, error, .. } => self.tell(JobEvent::Refused(id, error)),
            Event::Done { job } | Event::Cancelled { job } => {
                self.inner.update_value(|inner| {
                    inner.running.remove(&job);
                    inner.crashes = 0;
                });
                self.tell(JobEvent::Over(job));
            }
            Event::Failed { error, .. } => self.give_up(Failure::Job(error)),
            // Of a job that nobody waits for any more.
            _ => {}
        }
    }

    fn crashed(self, message: &str) {
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
                self.lose_job();
                self.spawn(Cause::Crash);
            }
        }
    }

    fn give_up(self, failure: Failure) {
        self.inner.update_value(|inner| inner.transport = None);
        self.state.set(EngineState::Failed(failure));
        self.lose_job();
    }

    fn lose_job(self) {
        let jobs = self.inner.try_update_value(|inner| {
            inner.running.clear();
            std::mem::take(&mut inner.jobs)
        });
        for submitted in jobs.unwrap_or_default().into_values() {
            (submitted.listener)(Heard::Lost);
        }
        self.tell(JobEvent::Lost);
    }

    fn tick(self) {
        let expectation = self.state.with_untracked(|state| match state {
            EngineState::Starting(_) => Expectation::Starting,
            EngineState::Ready(_) if self.inner.with_value(Inner::is_working) => {
                Expectation::Working
            }
            EngineState::Ready(_) | EngineState::Failed(_) => Expectation::Idle,
        });
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
        let sent = match encode(request) {
            Ok(bytes) => self.inner.with_value(|inner| match &inner.transport {
                Some(transport) => transport.send(&bytes),
                None => Ok(()),
            }),
            Err(error) => Err(error.to_string()),
        };
        if let Err(why) = sent {
            self.crashed(&why);
        }
    }

    fn tell(self, event: JobEvent) {
        // Taken out first, for the listener may call the engine.
        let listener = self.inner.with_value(|inner| inner.listener.clone());
        if let Some(listener) = listener {
            listener(event);
        }
    }
}

/// The engine, provided by the application.
pub fn use_engine() -> Engine {
    expect_context()
}
