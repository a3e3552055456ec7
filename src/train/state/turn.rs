//! Whose turn it is: which run the engine has and which one waits for it. The engine opens one
//! run at a time, so another has to leave first, with its last step in a checkpoint. Pure.

use protocol::messages::JobId;

use super::run::{RunId, RunView};

/// A run that is to be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PendingRun {
    /// Which run.
    pub id: RunId,
    /// How.
    pub way: Way,
    /// Whether it is to go on at once.
    pub is_playing: bool,
}

/// How a run is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// From its configuration.
    Train,
    /// From its run file.
    Resume,
    /// From a file that the visitor brought.
    Import,
}

/// How far the run whose turn it is has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// This tab asks whether another one has it.
    Locking,
    /// It waits for the engine to be ready.
    Waiting,
    /// Its request is being put together.
    Preparing,
    /// The engine has it.
    Sent(JobId),
    /// The engine has it and has been asked to let it go.
    Leaving(JobId),
}

/// A turn. Its number tells a word about it from a late word about an earlier one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Current {
    /// Its number.
    pub number: u32,
    /// What it is about.
    pub errand: PendingRun,
    /// How far it is.
    pub stage: Stage,
}

/// What follows when a run asks for its turn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// It has the turn of this number. Another, which the engine never got, has lost its turn.
    Begin(u32, Option<RunId>),
    /// It waits until the run of this job has left.
    Wait(JobId),
    /// It waits for a run that is leaving already, in the place of another.
    Replace(Option<RunId>),
}

/// See the [module](self).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Turn {
    number: u32,
    current: Option<Current>,
    next: Option<PendingRun>,
}

/// What a run that has to leave needs first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leaving {
    /// A checkpoint of its last step, which pausing brings.
    Pause,
    /// Nothing: its last step is kept, or it has taken none.
    Cancel,
}

impl Leaving {
    /// What this run needs.
    pub fn of(run: &RunView) -> Self {
        let is_kept = run.saved_step == Some(run.step) || run.step == 0;
        if run.is_playing() || !is_kept { Self::Pause } else { Self::Cancel }
    }
}

impl Turn {
    /// The turn that is being taken.
    pub fn current(&self) -> Option<&Current> {
        self.current.as_ref()
    }

    /// The turn of this number, while it lasts.
    pub fn get(&self, number: u32) -> Option<&Current> {
        self.current.as_ref().filter(|current| current.number == number)
    }

    /// The run that the visitor asked for last: the one that waits, else the one that the engine
    /// has or is to get.
    pub fn wanted(&self) -> Option<&RunId> {
        let current = self.current.as_ref();
        let staying = current.filter(|current| !matches!(current.stage, Stage::Leaving(_)));
        let current = staying.map(|current| &current.errand);
        self.next.as_ref().or(current).map(|errand| &errand.id)
    }

    /// Asks for the turn.
    pub fn ask(&mut self, errand: PendingRun) -> Asked {
        let Some(current) = &mut self.current else {
            return Asked::Begin(self.begin(errand), None);
        };
        match current.stage {
            Stage::Sent(job) => {
                current.stage = Stage::Leaving(job);
                self.next = Some(errand);
                Asked::Wait(job)
            }
            Stage::Leaving(_) => {
                Asked::Replace(self.next.replace(errand).map(|earlier| earlier.id))
            }
            Stage::Locking | Stage::Waiting | Stage::Preparing => {
                let earlier = current.errand.id.clone();
                Asked::Begin(self.begin(errand), Some(earlier))
            }
        }
    }

    fn begin(&mut self, errand: PendingRun) -> u32 {
        self.number += 1;
        self.current = Some(Current { number: self.number, errand, stage: Stage::Locking });
        self.number
    }

    /// Takes the turn further. False when it is over.
    pub fn reach(&mut self, number: u32, stage: Stage) -> bool {
        match self.current.as_mut().filter(|current| current.number == number) {
            Some(current) => {
                current.stage = stage;
                true
            }
            None => false,
        }
    }

    /// The current run leaves, and no other waits. Gives its job if the engine has it and it was
    /// not leaving.
    pub fn leave(&mut self) -> Option<JobId> {
        let stage = &mut self.current.as_mut()?.stage;
        let Stage::Sent(job) = *stage else { return None };
        *stage = Stage::Leaving(job);
        Some(job)
    }

    /// Takes a run back that waits or that the engine has not got yet. False when it is not so.
    pub fn withdraw(&mut self, id: &RunId) -> bool {
        let is_here = |current: &mut Current| {
            let is_sent = matches!(current.stage, Stage::Sent(_) | Stage::Leaving(_));
            current.errand.id == *id && !is_sent
        };
        let next = self.next.take_if(|next| next.id == *id);
        next.is_some() || self.current.take_if(is_here).is_some()
    }

    /// Whether what the engine has not got yet is to go on at once.
    pub fn set_playing(&mut self, is_playing: bool) {
        let current = self.current.as_mut().map(|current| &mut current.errand);
        if let Some(errand) = self.next.as_mut().or(current) {
            errand.is_playing = is_playing;
        }
    }

    /// The turn is over. What waits takes the next one, whose number is given.
    pub fn end(&mut self, number: u32) -> Option<u32> {
        self.get(number)?;
        self.current = None;
        let next = self.next.take()?;
        Some(self.begin(next))
    }
}

#[cfg(test)]
mod tests {
    use protocol::run::Preset;

    use super::super::run::RunState;
    use super::*;

    const JOB: JobId = JobId(7);

    fn errand(number: u64) -> PendingRun {
        PendingRun { id: number.into(), way: Way::Train, is_playing: true }
    }

    fn sent() -> Turn {
        let mut turn = Turn::default();
        assert_eq!(turn.ask(errand(1)), Asked::Begin(1, None));
        assert!(turn.reach(1, Stage::Sent(JOB)));
        turn
    }

    #[test]
    fn a_run_waits_until_the_one_before_has_left() {
        let mut turn = sent();
        assert_eq!(turn.ask(errand(2)), Asked::Wait(JOB));
        assert_eq!(turn.current().unwrap().stage, Stage::Leaving(JOB));
        assert_eq!(turn.wanted(), Some(&2.into()));
        assert_eq!(turn.ask(errand(3)), Asked::Replace(Some(2.into())));
        assert_eq!(turn.end(1), Some(2));
        assert_eq!(turn.current().unwrap().errand, errand(3));
        assert_eq!(turn.end(2), None);
        assert_eq!(turn, Turn { number: 2, ..Turn::default() });
    }

    #[test]
    fn what_the_engine_has_not_got_yet_gives_way_at_once() {
        let mut turn = Turn::default();
        turn.ask(errand(1));
        assert_eq!(turn.ask(errand(2)), Asked::Begin(2, Some(1.into())));
        assert!(!turn.reach(1, Stage::Waiting), "the first turn is over");
        assert!(turn.reach(2, Stage::Waiting));
    }

    #[test]
    fn a_late_word_does_not_end_another_turn() {
        let mut turn = sent();
        turn.end(1);
        turn.ask(errand(2));
        assert_eq!(turn.end(1), None);
        assert_eq!(turn.wanted(), Some(&2.into()));
    }

    #[test]
    fn only_what_the_engine_has_not_got_can_be_withdrawn() {
        let mut turn = sent();
        assert!(!turn.withdraw(&1.into()));
        turn.ask(errand(2));
        assert!(turn.withdraw(&2.into()));
        assert_eq!(turn.wanted(), None, "the first one goes on leaving");
        let mut turn = Turn::default();
        turn.ask(errand(1));
        assert!(!turn.withdraw(&2.into()));
        assert!(turn.withdraw(&1.into()));
        assert_eq!(turn.current(), None);
    }

    #[test]
    fn a_run_leaves_once() {
        let mut turn = sent();
        assert_eq!(turn.leave(), Some(JOB));
        assert_eq!(turn.leave(), None);
        assert_eq!(turn.wanted(), None);
    }

    #[test]
    fn a_run_whose_last_step_is_not_kept_is_paused_before_it_leaves() {
        let mut run = RunView::new(1.into(), Preset::Quick.config(42));
        let mut farewell = |is_playing, step, saved_step| {
            let rate = 0.1;
            run.state =
                RunState::Open { is_playing, images_per_second: 0.0, seconds_left: None, rate };
            (run.step, run.saved_step) = (step, saved_step);
            Leaving::of(&run)
        };
        assert_eq!(farewell(true, 10, Some(10)), Leaving::Pause);
        assert_eq!(farewell(false, 10, Some(9)), Leaving::Pause);
        assert_eq!(farewell(false, 10, Some(10)), Leaving::Cancel);
        assert_eq!(farewell(false, 0, None), Leaving::Cancel);
    }
}
