//! Something that a job of the engine brings: on its way, here, or why not. Pure.

use std::sync::Arc;

use protocol::messages::JobError;

use crate::client::{End, Progress, Waiting};

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
}

impl<T> From<Waiting> for Fetch<T> {
    fn from(waiting: Waiting) -> Self {
        match waiting {
            Waiting::ForEngine => Self::Waiting,
            Waiting::ForAnswer(progress) => Self::Running(progress),
        }
    }
}

impl<T> From<Result<T, End>> for Fetch<T> {
    fn from(answer: Result<T, End>) -> Self {
        match answer {
            Ok(it) => Self::Here(Arc::new(it)),
            Err(End::Failed(error)) => Self::Failed(error),
            // Done without a result is an engine that broke its word: the visitor may ask again.
            Err(End::Done | End::Cancelled | End::Lost) => Self::Stopped,
        }
    }
}

#[cfg(test)]
mod tests {
    use protocol::messages::Phase;

    use super::*;

    #[test]
    fn progress_is_told_and_a_lost_engine_is_awaited() {
        let progress = Progress { phase: Phase::LoadingData, done: 5, total: 20 };
        let running = Fetch::<()>::from(Waiting::ForAnswer(Some(progress)));
        assert_eq!(running, Fetch::Running(Some(progress)));
        assert_eq!(Fetch::<()>::from(Waiting::ForEngine), Fetch::Waiting);
    }

    #[test]
    fn a_cancelled_job_stops_it_and_a_failed_one_says_why() {
        assert_eq!(Fetch::from(Ok(4)).here().map(|it| **it), Some(4));
        assert_eq!(Fetch::<()>::from(Err(End::Cancelled)), Fetch::Stopped);
        let failed = Fetch::<()>::from(Err(End::Failed(JobError::NotStarted)));
        assert_eq!(failed, Fetch::Failed(JobError::NotStarted));
        assert_eq!(Fetch::<()>::from(Err(End::Done)), Fetch::Stopped);
    }
}
