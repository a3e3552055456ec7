//! Something that a job of the engine brings: on its way, here, or why not. Pure.

use std::sync::Arc;

use protocol::messages::{Event, JobError, Phase};

use crate::client::Heard;

/// What the engine is doing for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// What is being done.
    pub phase: Phase,
    /// Units done.
    pub done: u64,
    /// Units in all; 0 where that is not known.
    pub total: u64,
}

impl Progress {
    /// The share that is done, in [0, 1], where the total is known.
    pub fn share(&self) -> Option<f64> {
        (self.total > 0).then(|| (self.done as f64 / self.total as f64).clamp(0.0, 1.0))
    }
}

/// Something that a job brings.
#[derive(Clone, Debug, PartialEq)]
pub enum Fetch<T> {
    /// To be asked for as soon as the engine is ready.
    Waiting,
    /// Asked for. No progress before the engine has said a word.
    Running(Option<Progress>),
    /// It is here.
    Here(Arc<T>),
    /// The visitor stopped it.
    Stopped,
    /// The engine said why it cannot be had.
    Failed(JobError),
}

impl<T> Fetch<T> {
    /// What has come, if it has.
    pub fn here(&self) -> Option<&Arc<T>> {
        match self {
            Self::Here(it) => Some(it),
            Self::Waiting | Self::Running(_) | Self::Stopped | Self::Failed(_) => None,
        }
    }

    /// Whether it is on its way or will be.
    pub fn is_pending(&self) -> bool {
        matches!(self, Self::Waiting | Self::Running(_))
    }

    /// The state after a word of the engine, where `read` finds the result in an event. What is
    /// here stays here, and an engine that is gone will be asked again.
    pub fn after(self, heard: Heard, read: impl FnOnce(Event) -> Option<T>) -> Self {
        if matches!(self, Self::Here(_)) {
            return self;
        }
        match heard {
            Heard::Lost => Self::Waiting,
            Heard::Event(Event::Progress { phase, done, total, .. }) => {
                Self::Running(Some(Progress { phase, done, total }))
            }
            Heard::Event(Event::Failed { error, .. }) => Self::Failed(error),
            // Done without a result is an engine that broke its word: the visitor may ask again.
            Heard::Event(Event::Cancelled { .. } | Event::Done { .. }) => Self::Stopped,
            Heard::Event(event) => match read(event) {
                Some(it) => Self::Here(Arc::new(it)),
                None => self,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use protocol::messages::JobId;

    use super::*;

    const JOB: JobId = JobId(3);

    /// A fetch of the step in losses, which stands for any result.
    fn after(fetch: Fetch<usize>, event: Event) -> Fetch<usize> {
        fetch.after(Heard::Event(event), |event| match event {
            Event::Losses { losses, .. } => Some(losses.len()),
            _ => None,
        })
    }

    #[test]
    fn what_came_stays_whatever_is_heard_afterwards() {
        let here = after(Fetch::Running(None), Event::Losses { job: JOB, losses: vec![1.0; 4] });
        assert_eq!(here.here().map(|it| **it), Some(4));
        let here = after(here, Event::Done { job: JOB });
        let here = here.after(Heard::Lost, |_| None);
        assert_eq!(here, Fetch::Here(Arc::new(4)));
    }

    #[test]
    fn progress_is_told_and_a_lost_engine_is_asked_again() {
        let phase = Phase::LoadingData;
        let event = Event::Progress { job: JOB, phase, done: 5, total: 20 };
        let running = after(Fetch::Running(None), event);
        let progress = Progress { phase, done: 5, total: 20 };
        assert_eq!(running, Fetch::Running(Some(progress)));
        assert_eq!(progress.share(), Some(0.25));
        assert_eq!(Progress { total: 0, ..progress }.share(), None);
        assert_eq!(running.after(Heard::Lost, |_| None), Fetch::Waiting);
    }

    #[test]
    fn a_cancelled_job_stops_it_and_a_failed_one_says_why() {
        assert_eq!(after(Fetch::Running(None), Event::Cancelled { job: JOB }), Fetch::Stopped);
        let failed = Event::Failed { job: JOB, error: JobError::NotStarted };
        assert_eq!(after(Fetch::Running(None), failed), Fetch::Failed(JobError::NotStarted));
        assert_eq!(after(Fetch::Running(None), Event::Done { job: JOB }), Fetch::Stopped);
    }
}
