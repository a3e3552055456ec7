//! How the page and the engine go about a production: what the visitor wants, what the engine
//! has, and what is to be sent. Pure; it knows neither the engine nor the records.

use protocol::messages::{Conduct, JobError, Phase};

/// Where the production stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Stage {
    /// Nobody has asked for anything, or what was asked for is over.
    #[default]
    Idle,
    /// The engine opens it, or is on its way up.
    Opening(Option<(Phase, u64, u64)>),
    /// The engine has it.
    Open {
        /// Whether it goes on.
        is_playing: bool,
        /// Records a second of late.
        per_second: f64,
    },
    /// It could not be opened, or could not go on.
    Failed(JobError),
    /// A log is being watched, without the engine.
    Log,
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq)]
pub enum Order {
    /// Open a production that begins at this record.
    Open {
        /// The record.
        from: u64,
        /// Whether it begins at once.
        is_playing: bool,
    },
    /// Send this to the open one.
    Conduct(Conduct),
    /// End the open one.
    Close,
}

/// See the [module](self).
#[derive(Clone, Debug, Default)]
pub struct Session {
    stage: Stage,
    /// Whether the visitor wants it to go on.
    wants_play: bool,
    /// One record is wanted as soon as it is open.
    wants_step: bool,
    /// Whether the request has been sent.
    is_sent: bool,
    /// Tells events of this production from late ones of another.
    ticket: u32,
}

impl Session {
    /// Where it stands.
    pub fn stage(&self) -> &Stage {
        &self.stage
    }

    /// The number of the production that is current.
    pub fn ticket(&self) -> u32 {
        self.ticket
    }

    /// Whether it goes on, or will as soon as it can.
    pub fn is_playing(&self) -> bool {
        match self.stage {
            Stage::Open { is_playing, .. } => is_playing,
            Stage::Opening(_) => self.wants_play,
            Stage::Idle | Stage::Failed(_) | Stage::Log => false,
        }
    }

    /// The visitor wants it to go on, or to hold still.
    pub fn play(&mut self, wants_play: bool) -> Option<Order> {
        self.wants_play = wants_play;
        match &mut self.stage {
            Stage::Open { is_playing, .. } => {
                *is_playing = wants_play;
                let conduct = if wants_play { Conduct::Play } else { Conduct::Pause };
                Some(Order::Conduct(conduct))
            }
            // What is sent already opens as it was asked to and is corrected then.
            Stage::Opening(_) | Stage::Log => None,
            Stage::Idle | Stage::Failed(_) => {
                if wants_play {
                    self.stage = Stage::Opening(None);
                }
                None
            }
        }
    }

    /// The visitor wants one record.
    pub fn step(&mut self) -> Option<Order> {
        match &mut self.stage {
            Stage::Open { is_playing, .. } => {
                self.wants_play = false;
                *is_playing = false;
                Some(Order::Conduct(Conduct::Step))
            }
            Stage::Idle | Stage::Failed(_) => {
                (self.wants_play, self.wants_step) = (false, true);
                self.stage = Stage::Opening(None);
                None
            }
            Stage::Opening(_) | Stage::Log => None,
        }
    }

    /// Another run begins, which goes on at once if `wants_play`; the open one is ended.
    pub fn restart(&mut self, wants_play: bool) -> Option<Order> {
        let close = self.is_sent.then_some(Order::Close);
        let ticket = self.ticket + 1;
        let stage = if wants_play { Stage::Opening(None) } else { Stage::Idle };
        *self = Self { stage, wants_play, ticket, ..Self::default() };
        close
    }

    /// A log is watched instead.
    pub fn watch_log(&mut self) -> Option<Order> {
        let close = self.restart(false);
        self.stage = Stage::Log;
        close
    }

    /// What to send where the engine can take it, `next` being the record that is to come.
    pub fn send(&mut self, next: u64) -> Option<Order> {
        if self.is_sent || !matches!(self.stage, Stage::Opening(_)) {
            return None;
        }
        self.is_sent = true;
        Some(Order::Open { from: next, is_playing: self.wants_play })
    }

    /// It could not be sent after all.
    pub fn unsent(&mut self) {
        self.is_sent = false;
    }

    /// The engine is opening it.
    pub fn progress(&mut self, phase: Phase, done: u64, total: u64) {
        if let Stage::Opening(progress) = &mut self.stage {
            *progress = Some((phase, done, total));
        }
    }

    /// The engine has it.
    pub fn opened(&mut self) -> Option<Order> {
        self.stage = Stage::Open { is_playing: self.wants_play, per_second: 0.0 };
        if std::mem::take(&mut self.wants_step) {
            return Some(Order::Conduct(Conduct::Step));
        }
        // The visitor may have changed their mind while it was being opened.
        let conduct = if self.wants_play { Conduct::Play } else { Conduct::Pause };
        Some(Order::Conduct(conduct))
    }

    /// It went on, or was held or set going.
    pub fn produced(&mut self, per_second: f64, is_playing: bool) {
        if matches!(self.stage, Stage::Open { .. }) {
            self.stage = Stage::Open { is_playing, per_second };
        }
    }

    /// It could not go on.
    pub fn failed(&mut self, error: JobError) {
        self.is_sent = false;
        self.wants_play = false;
        self.stage = Stage::Failed(error);
    }

    /// The engine ended it.
    pub fn ended(&mut self) {
        self.is_sent = false;
        self.wants_play = false;
        self.stage = Stage::Idle;
    }

    /// The engine is gone: the next one goes on where this one was.
    pub fn lost(&mut self) {
        self.ticket += 1;
        self.is_sent = false;
        if matches!(self.stage, Stage::Open { .. } | Stage::Opening(_)) {
            self.wants_play = self.is_playing();
            self.stage = if self.wants_play { Stage::Opening(None) } else { Stage::Idle };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn playing() -> Session {
        let mut session = Session::default();
        assert_eq!(session.play(true), None);
        assert_eq!(session.send(0), Some(Order::Open { from: 0, is_playing: true }));
        assert_eq!(session.opened(), Some(Order::Conduct(Conduct::Play)));
        session
    }

    #[test]
    fn play_opens_once_and_pause_holds() {
        let mut session = playing();
        assert_eq!(session.send(0), None);
        session.produced(48.0, true);
        assert!(session.is_playing());
        assert_eq!(session.play(false), Some(Order::Conduct(Conduct::Pause)));
        assert!(!session.is_playing());
        assert_eq!(session.step(), Some(Order::Conduct(Conduct::Step)));
    }

    #[test]
    fn a_change_of_mind_while_it_opens_is_told_when_it_is_open() {
        let mut session = Session::default();
        session.play(true);
        session.send(0);
        assert_eq!(session.play(false), None);
        assert_eq!(session.opened(), Some(Order::Conduct(Conduct::Pause)));
    }

    #[test]
    fn the_first_step_opens_and_makes_one_record() {
        let mut session = Session::default();
        session.step();
        assert_eq!(session.send(0), Some(Order::Open { from: 0, is_playing: false }));
        assert_eq!(session.opened(), Some(Order::Conduct(Conduct::Step)));
    }

    #[test]
    fn after_a_crash_it_goes_on_where_it_was_and_late_words_are_not_heard() {
        let mut session = playing();
        let before = session.ticket();
        session.lost();
        assert_ne!(session.ticket(), before);
        assert_eq!(session.send(731), Some(Order::Open { from: 731, is_playing: true }));
        session.opened();
        session.play(false);
        session.lost();
        assert_eq!(session.send(800), None);
        assert_eq!(session.stage(), &Stage::Idle);
    }

    #[test]
    fn a_restart_ends_what_is_open() {
        let mut session = playing();
        assert_eq!(session.restart(true), Some(Order::Close));
        assert_eq!(session.send(0), Some(Order::Open { from: 0, is_playing: true }));
        assert_eq!(session.watch_log(), Some(Order::Close));
        assert_eq!(session.play(true), None);
        assert_eq!(session.stage(), &Stage::Log);
    }

    #[test]
    fn a_failure_is_kept_until_the_visitor_tries_again() {
        let mut session = playing();
        session.failed(JobError::Busy);
        assert_eq!(session.stage(), &Stage::Failed(JobError::Busy));
        session.play(true);
        assert_eq!(session.send(5), Some(Order::Open { from: 5, is_playing: true }));
    }
}
