//! The engine for the GPU behind the one for the CPU: called, heard out, compared and put in its place. Which
//! of the two works on is decided in [`super::super::challenger`].

use gloo_timers::future::TimeoutFuture;
use leptos::logging::warn;
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::messages::{DeviceReason, DeviceReport, Event, decode, encode};

use super::{Engine, Program};
use crate::app::site;
use crate::client::challenger::{Challenger, Outcome, outcome};
use crate::client::machine::{Cause, EngineState, Failure, Reaction, Ready};
use crate::client::transport::Incoming;
use crate::client::watchdog::{Expectation, Watchdog};

impl Engine {
    /// Has the engine for the GPU come behind the one for the CPU, unless it failed before.
    pub(super) fn challenge(self) {
        if let Some(why) = self.inner.with_value(|inner| inner.gpu_failure.clone()) {
            return self.explain(DeviceReason::GpuFailed(why));
        }
        let next = self.inner.try_update_value(|inner| {
            inner.workers += 1;
            inner.workers
        });
        let generation = next.unwrap_or_default();
        match self.open(Program::Gpu, generation) {
            Ok(transport) => self.inner.update_value(|inner| {
                inner.challenger = Some(Challenger {
                    transport,
                    generation,
                    start: None,
                    winner: None,
                    watchdog: Watchdog::default(),
                });
            }),
            Err(why) => self.explain(DeviceReason::GpuFailed(why)),
        }
    }

    pub(super) fn hear_challenger(self, incoming: Incoming) {
        self.inner.update_value(|inner| {
            inner.challenger.iter_mut().for_each(|other| other.watchdog.heard());
        });
        let event = match incoming {
            Incoming::Loading { .. } => return,
            Incoming::Message(bytes) => decode::<Event>(&bytes).map_err(|error| error.to_string()),
            Incoming::NotLoaded(why) | Incoming::Broken(why) => Err(why),
        };
        let event = match event {
            Ok(event) => event,
            Err(why) => return self.challenge_failed(why),
        };
        let start = self.inner.with_value(|inner| inner.challenger.as_ref()?.start);
        match EngineState::starting(Cause::Asked).react(&event, start, site::BUILD) {
            Reaction::Greet => self.greet_challenger(),
            Reaction::Become(EngineState::Ready(ready)) => self.compare(*ready),
            Reaction::Become(EngineState::Failed(failure)) => {
                let lang = self.preferences.lang.get_untracked();
                self.challenge_failed(match failure {
                    Failure::Job(error) => lang.job_error(&error),
                    Failure::NoWorker(why) | Failure::NotLoaded(why) | Failure::Unstable(why) => {
                        why
                    }
                });
            }
            Reaction::Crash(why) => self.challenge_failed(why),
            Reaction::Become(EngineState::Starting(_)) | Reaction::Ignore | Reaction::Deliver => {}
        }
    }

    fn greet_challenger(self) {
        let job = self.next_job();
        let request = encode(&self.start_request(job)).map_err(|error| error.to_string());
        let sent = self.inner.try_update_value(|inner| {
            let Some(challenger) = &mut inner.challenger else { return Ok(()) };
            challenger.start = Some(job);
            challenger.transport.send(&request?, &[])
        });
        if let Some(Err(why)) = sent {
            self.challenge_failed(why);
        }
    }

    fn compare(self, challenger: Ready) {
        let champion = self.state.with_untracked(|state| state.ready().map(|r| r.report.clone()));
        let Some(champion) = champion else { return };
        match outcome(&champion, &challenger.report) {
            Outcome::Stay(reason) => {
                self.inner.update_value(|inner| inner.challenger = None);
                self.explain(reason);
            }
            Outcome::TakeOver(reason) => {
                let report = DeviceReport { reason, ..challenger.report };
                self.inner.update_value(|inner| {
                    if let Some(other) = &mut inner.challenger {
                        other.winner = Some(Ready { report, ..challenger });
                    }
                });
                self.explain(DeviceReason::GpuWaits);
                self.take_over();
            }
        }
    }

    /// Puts a faster engine in the place of this one, if there is one and nothing is under way that
    /// would be lost.
    pub(super) fn take_over(self) {
        let winner = self.inner.try_update_value(|inner| {
            let is_quiet = inner.jobs.is_empty();
            inner.challenger.take_if(|other| is_quiet && other.winner.is_some())
        });
        let Some(Challenger { transport, generation, start, winner: Some(ready), .. }) =
            winner.flatten()
        else {
            return;
        };
        self.inner.update_value(|inner| {
            inner.transport = Some(transport);
            inner.generation = generation;
            inner.start = start;
        });
        // Whoever prepares an engine does so each time that one is ready.
        self.state.set(EngineState::starting(Cause::Asked));
        spawn_local(async move {
            TimeoutFuture::new(0).await;
            if self.inner.with_value(|inner| inner.generation == generation) {
                self.become_state(EngineState::Ready(Box::new(ready)));
            }
        });
    }

    fn challenge_failed(self, why: String) {
        warn!("the engine for the GPU failed: {why}");
        self.inner.update_value(|inner| {
            inner.challenger = None;
            inner.gpu_failure = Some(why.clone());
        });
        self.explain(DeviceReason::GpuFailed(why));
    }

    /// Says why the device works that works.
    fn explain(self, reason: DeviceReason) {
        self.state.update(|state| {
            if let EngineState::Ready(ready) = state {
                ready.report.reason = reason;
            }
        });
    }

    /// Gives a challenger up that says nothing on its way; once a second.
    pub(super) fn watch_challenger(self) {
        let is_stuck = self.inner.try_update_value(|inner| {
            let on_its_way = inner.challenger.as_mut().filter(|other| other.winner.is_none())?;
            Some(on_its_way.watchdog.tick(Expectation::Starting))
        });
        if is_stuck.flatten() == Some(true) {
            let lang = self.preferences.lang.get_untracked();
            self.challenge_failed(lang.engine_silent().to_owned());
        }
    }
}
