//! The states of the engine as the page sees them, and what each message does to them. Pure: it
//! does not know the browser, so every transition is tested.

use std::sync::Arc;

use protocol::messages::{DeviceReport, Event, JobError, JobId, Phase};

use super::Cards;

/// Crashes in a row, without a finished job between them, after which the page stops restarting.
const MAX_CRASHES: u32 = 3;

/// What the engine is doing.
#[derive(Clone, Debug, PartialEq)]
pub enum EngineState {
    /// On its way up.
    Starting(Startup),
    /// Ready for jobs.
    Ready(Box<Ready>),
    /// Given up until the visitor tries again.
    Failed(Failure),
}

/// How far the start is and why there is one.
#[derive(Clone, Debug, PartialEq)]
pub struct Startup {
    /// What is being done.
    pub step: StartStep,
    /// Units done: bytes of the program or of the weights.
    pub done: u64,
    /// Units in all; 0 where that is not known.
    pub total: u64,
    /// Why the engine is starting.
    pub cause: Cause,
}

/// A part of the start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StartStep {
    /// The engine's program is being loaded.
    Program,
    /// The engine reports its own phases.
    Phase(Phase),
}

/// Why the engine is starting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The page was opened, or the visitor chose a device or tried again.
    Asked,
    /// It crashed or went silent.
    Crash,
}

/// What is known once the engine can work.
#[derive(Clone, Debug, PartialEq)]
pub struct Ready {
    /// The device and why.
    pub report: DeviceReport,
    /// What it knows of the loaded weights.
    pub cards: Cards,
}

/// Why there is no engine.
#[derive(Clone, Debug, PartialEq)]
pub enum Failure {
    /// The browser cannot start such a worker.
    NoWorker(String),
    /// The engine's program did not arrive.
    NotLoaded(String),
    /// The engine said why it cannot start.
    Job(JobError),
    /// It crashed too often.
    Unstable(String),
}

/// What the page does about a message.
#[derive(Clone, Debug, PartialEq)]
pub enum Reaction {
    /// Nothing.
    Ignore,
    /// Send the start request.
    Greet,
    /// Take on a new state.
    Become(EngineState),
    /// Restart, for the engine is gone.
    Crash(String),
    /// The message belongs to a job of the page.
    Deliver,
}

impl EngineState {
    /// A start that has just begun.
    pub fn starting(cause: Cause) -> Self {
        Self::Starting(Startup { step: StartStep::Program, done: 0, total: 0, cause })
    }

    /// What is known of a ready engine.
    pub fn ready(&self) -> Option<&Ready> {
        match self {
            Self::Ready(ready) => Some(ready),
            Self::Starting(_) | Self::Failed(_) => None,
        }
    }

    /// What to do about `event`, where `start` is the start job that was sent, if any.
    pub fn react(&self, event: &Event, start: Option<JobId>, build: &str) -> Reaction {
        match event {
            Event::Alive { build: engine } if engine == build => Reaction::Greet,
            Event::Alive { build: engine } => {
                let error = JobError::OtherBuild { page: build.to_owned(), engine: engine.clone() };
                Reaction::Become(Self::Failed(Failure::Job(error)))
            }
            Event::Crashed { message } => Reaction::Crash(message.clone()),
            Event::Ready { job, report, card, photos } if Some(*job) == start => {
                let cards = Cards { card: Arc::new(card.as_ref().clone()), photos: photos.clone() };
                Reaction::Become(Self::Ready(Box::new(Ready { report: report.clone(), cards })))
            }
            Event::Failed { job, error } if Some(*job) == start => {
                Reaction::Become(Self::Failed(Failure::Job(error.clone())))
            }
            Event::Progress { job, phase, done, total } if Some(*job) == start => match self {
                Self::Starting(startup) => Reaction::Become(Self::Starting(Startup {
                    step: StartStep::Phase(*phase),
                    done: *done,
                    total: *total,
                    cause: startup.cause,
                })),
                Self::Ready(_) | Self::Failed(_) => Reaction::Ignore,
            },
            Event::Ready { .. } => Reaction::Ignore,
            Event::Done { job } | Event::Cancelled { job } if Some(*job) == start => {
                Reaction::Ignore
            }
            _ => Reaction::Deliver,
        }
    }

    /// The state after the `crashes`th crash in a row.
    pub fn after_crash(crashes: u32, message: &str) -> Self {
        if crashes >= MAX_CRASHES {
            Self::Failed(Failure::Unstable(message.to_owned()))
        } else {
            Self::starting(Cause::Crash)
        }
    }
}

impl Startup {
    /// The share that is done, in [0, 1], where the total is known.
    pub fn share(&self) -> Option<f64> {
        (self.total > 0).then(|| (self.done as f64 / self.total as f64).clamp(0.0, 1.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Option<JobId> = Some(JobId(1));

    fn react(event: Event) -> Reaction {
        EngineState::starting(Cause::Asked).react(&event, START, "b1")
    }

    #[test]
    fn an_engine_of_the_same_build_is_greeted_and_another_is_not() {
        assert_eq!(react(Event::Alive { build: "b1".into() }), Reaction::Greet);
        let reaction = react(Event::Alive { build: "b2".into() });
        let error = JobError::OtherBuild { page: "b1".into(), engine: "b2".into() };
        assert_eq!(reaction, Reaction::Become(EngineState::Failed(Failure::Job(error))));
    }

    #[test]
    fn the_start_reports_its_phases_and_ends_in_failure_with_its_reason() {
        let phase = Phase::LoadingWeights;
        let progress = Event::Progress { job: JobId(1), phase, done: 3, total: 12 };
        let Reaction::Become(EngineState::Starting(startup)) = react(progress) else {
            panic!("the start goes on")
        };
        assert_eq!(startup.share(), Some(0.25));
        assert_eq!(startup.step, StartStep::Phase(phase));
        let error = JobError::NotStarted;
        let failed = react(Event::Failed { job: JobId(1), error: error.clone() });
        assert_eq!(failed, Reaction::Become(EngineState::Failed(Failure::Job(error))));
    }

    #[test]
    fn messages_of_other_jobs_are_delivered() {
        assert_eq!(react(Event::Done { job: JobId(7) }), Reaction::Deliver);
        assert_eq!(react(Event::Done { job: JobId(1) }), Reaction::Ignore);
    }

    #[test]
    fn the_third_crash_in_a_row_is_the_last() {
        assert!(matches!(EngineState::after_crash(2, "x"), EngineState::Starting(_)));
        assert!(matches!(EngineState::after_crash(3, "x"), EngineState::Failed(_)));
    }

    #[test]
    fn an_unknown_total_has_no_share() {
        let startup = Startup { step: StartStep::Program, done: 5, total: 0, cause: Cause::Asked };
        assert_eq!(startup.share(), None);
    }
}
