//! Runs in the engine: how a run gets its turn, what is sent for it, and what is done about what
//! the engine says. What that does to the runs is decided in [`super::runs`], whose turn it is in
//! [`super::turn`].

use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::messages::{JobId, OwnPicture, Steer};
use protocol::run::{RunConfig, Start};

use super::Training;
use super::locks;
use super::notice::Notice;
use super::run::RunId;
use super::runs::{Effect, Runs};
use super::stored;
use super::turn::{Asked, Current, Leaving, PendingRun, Stage, Way};
use crate::client::tasks::{self, RunNews};
use crate::client::{End, Task, Word};

/// How long a run that has to leave may take for its last checkpoint.
const FAREWELL_MS: u32 = 10_000;

/// What a request is made of.
enum Material {
    Train { config: Box<RunConfig>, weights: Vec<u8>, own: Vec<OwnPicture> },
    Resume { file: Vec<u8> },
}

impl Material {
    fn task(self, is_playing: bool) -> Task<RunNews> {
        match self {
            Self::Train { config, weights, own } => tasks::train(config, weights, own, is_playing),
            Self::Resume { file } => tasks::resume(file, is_playing),
        }
    }
}

impl Training {
    /// Has a run opened, once the one before has left.
    pub(super) fn ask(self, errand: PendingRun) {
        let asked = self.turn.try_update_value(|turn| turn.ask(errand));
        match asked {
            Some(Asked::Begin(number, displaced)) => {
                self.interrupt(displaced);
                self.begin(number);
            }
            Some(Asked::Wait(job)) => self.see_off(job),
            Some(Asked::Replace(displaced)) => self.interrupt(displaced),
            None => {}
        }
        self.publish();
    }

    fn interrupt(self, id: Option<RunId>) {
        if let Some(id) = id {
            self.book.update_value(|book| book.interrupt(&id));
        }
    }

    /// A turn begins: this tab takes the run for itself.
    fn begin(self, number: u32) {
        let Some(Current { errand, .. }) = self.turn(number) else { return };
        self.lock.set_value(None);
        self.maps.set(None);
        self.reconstructions.set(None);
        spawn_local(async move {
            match locks::take(&errand.id).await {
                // Without a turn any more the lock goes back at once.
                Some(lock) if self.reach(number, Stage::Waiting) => {
                    self.lock.set_value(Some(lock));
                    self.prepare();
                }
                Some(_) => {}
                None => self.refuse(number, &errand.id, |name| Notice::Elsewhere { name }),
            }
        });
    }

    /// Sends the run whose turn it is, if the engine is ready for it.
    pub(super) fn prepare(self) {
        let current = self.turn.with_value(|turn| turn.current().cloned());
        let Some(Current { number, errand, stage: Stage::Waiting }) = current else { return };
        if !self.engine.is_ready() || !self.reach(number, Stage::Preparing) {
            return;
        }
        spawn_local(async move {
            match self.material(&errand).await {
                Ok(material) => self.send(number, material),
                Err(notice) => self.refuse(number, &errand.id, |_| notice),
            }
        });
    }

    fn send(self, number: u32, material: Material) {
        let Some(Current { errand, stage: Stage::Preparing, .. }) = self.turn(number) else {
            return;
        };
        let Some(job) = self.engine.submit(material.task(errand.is_playing)) else {
            // Without an engine it waits for the next one.
            self.reach(number, Stage::Waiting);
            return;
        };
        self.reach(number, Stage::Sent(job.id()));
        spawn_local(async move {
            let end = job.each(|word| self.hear(number, Ok(word))).await;
            self.hear(number, Err(end));
        });
    }

    async fn material(self, errand: &PendingRun) -> Result<Material, Notice> {
        let id = &errand.id;
        if errand.way == Way::Import {
            let file =
                self.book.with_value(|book| book.import(id).map(|import| import.file.clone()));
            let gone = || Notice::NoFile { name: String::new() };
            return file.map(|file| Material::Resume { file }).ok_or_else(gone);
        }
        let (run, origin) =
            self.book.with_value(|book| (book.run(id).cloned(), book.origin(id).cloned()));
        let Some(run) = run else { return Err(Notice::NoFile { name: String::new() }) };
        let name = || run.config.name.clone();
        if errand.way == Way::Resume {
            let Some(file) = self.archive.file(id).await else {
                self.book.update_value(|book| book.lose_file(id));
                self.keep(id, None);
                return Err(Notice::FileGone { name: name() });
            };
            return Ok(Material::Resume { file });
        }
        let weights = match (run.config.start, origin) {
            (Start::Own, Some(origin)) => match self.archive.file(&origin).await {
                Some(file) => file,
                None => return Err(Notice::NoOrigin { name: name() }),
            },
            (Start::Own, None) => return Err(Notice::NoOrigin { name: name() }),
            _ => Vec::new(),
        };
        // Own pictures end up in the run file: only where they take part.
        let has_own = run.config.own_share > 0.0;
        let own = if has_own { self.own.for_training() } else { Vec::new() };
        Ok(Material::Train { config: Box::new(run.config.clone()), weights, own })
    }

    /// A turn ends before the engine has got the run.
    fn refuse(self, number: u32, id: &RunId, notice: impl FnOnce(String) -> Notice) {
        if self.turn(number).is_none() {
            return;
        }
        let name = self.book.with_value(|book| {
            let import = book.import(id).map(|import| import.name.clone());
            book.run(id).map(|run| run.config.name.clone()).or(import)
        });
        self.interrupt(Some(id.clone()));
        if let Some(name) = name {
            self.tell(notice(name));
        }
        self.end(number);
    }

    /// The run of this job has to leave, with its last step in a file.
    fn see_off(self, job: JobId) {
        let current = self.turn.with_value(|turn| turn.current().cloned());
        let Some(Current { number, errand, .. }) = current else { return };
        let run = self.book.with_value(|book| book.run(&errand.id).cloned());
        if let Some(run) = &run {
            self.tell(Notice::PutAside { name: run.config.name.clone() });
        }
        if run.map(|run| Leaving::of(&run)) != Some(Leaving::Pause) {
            return self.engine.cancel(job);
        }
        self.engine.steer(job, Steer::Pause);
        Timeout::new(FAREWELL_MS, move || {
            if self.turn(number).is_some() {
                self.engine.cancel(job);
            }
        })
        .forget();
    }

    fn hear(self, number: u32, word: Result<Word<RunNews>, End>) {
        let Some(Current { errand: PendingRun { id, .. }, stage, .. }) = self.turn(number) else {
            return;
        };
        let effects = self.book.try_update_value(|book| match word {
            Ok(word) => book.hear(&id, word),
            Err(end) => book.end(&id, end),
        });
        self.publish();
        for effect in effects.unwrap_or_default() {
            self.carry_out(number, stage, &id, effect);
        }
    }

    fn carry_out(self, number: u32, stage: Stage, id: &RunId, effect: Effect) {
        match (effect, stage) {
            (Effect::Keep(file), _) => self.keep(id, file),
            (Effect::Forget, _) => {
                self.archive.forget_run(id);
                self.archive.forget_file(id);
            }
            (Effect::Ready, Stage::Sent(job)) => {
                if let Some(watch) = self.watched.get_value() {
                    self.engine.steer(job, watch);
                }
            }
            (Effect::Quiet(is_quiet), Stage::Sent(job)) => self.engine.set_quiet(job, is_quiet),
            (Effect::Saved, Stage::Leaving(job)) => self.engine.cancel(job),
            (Effect::Ready | Effect::Quiet(_) | Effect::Saved, _) => {}
            (Effect::Closed, _) => self.end(number),
            (Effect::Maps(maps), _) => self.maps.set(Some(maps)),
            (Effect::Reconstructions(made), _) => self.reconstructions.set(Some((*made).into())),
            (Effect::Tell(notice), _) => self.tell(notice),
        }
    }

    /// A turn is over: the run is free for other tabs, and what waits is next.
    pub(super) fn end(self, number: u32) {
        if self.turn(number).is_none() {
            return;
        }
        let next = self.turn.try_update_value(|turn| turn.end(number)).flatten();
        self.lock.set_value(None);
        if let Some(next) = next {
            self.begin(next);
        }
        self.publish();
    }

    /// Steers the open run. What the engine has not got yet is held, set going or withdrawn here.
    pub fn steer(self, steer: Steer) {
        match steer {
            Steer::Watch { .. } => self.watched.set_value(Some(steer)),
            Steer::Unwatch => {
                self.watched.set_value(None);
                self.maps.set(None);
            }
            _ => {}
        }
        let (wanted, current) =
            self.turn.with_value(|turn| (turn.wanted().cloned(), turn.current().cloned()));
        let Some(id) = wanted else { return };
        match current {
            Some(Current { stage: Stage::Sent(job), .. }) => self.steer_open(job, &id, steer),
            _ => match steer {
                Steer::Play => self.turn.update_value(|turn| turn.set_playing(true)),
                Steer::Pause => self.turn.update_value(|turn| turn.set_playing(false)),
                Steer::Stop => self.withdraw(&id),
                _ => {}
            },
        }
    }

    fn steer_open(self, job: JobId, id: &RunId, steer: Steer) {
        let is_open =
            self.book.with_value(|book| book.run(id).is_some_and(|run| run.is_steerable()));
        match steer {
            // A run that is still being opened has nothing new to keep.
            Steer::Stop if !is_open => {
                self.turn.update_value(|turn| _ = turn.leave());
                self.engine.cancel(job);
            }
            Steer::Rate(rate) => {
                self.book.update_value(|book| book.set_rate(id, rate));
                self.publish();
                self.engine.steer(job, steer);
            }
            _ => self.engine.steer(job, steer),
        }
    }

    /// Takes a run back that the engine has not got; one that it has stays.
    pub(super) fn withdraw(self, id: &RunId) {
        let was_here = self.turn.try_update_value(|turn| turn.withdraw(id)) == Some(true);
        if was_here {
            self.interrupt(Some(id.clone()));
            if self.turn.with_value(|turn| turn.current().is_none()) {
                self.lock.set_value(None);
            }
            self.publish();
        }
    }

    /// Lets go of a run that is being removed, wherever it is.
    pub(super) fn let_go(self, id: &RunId) {
        self.withdraw(id);
        let job = self.turn.try_update_value(|turn| {
            let is_it = turn.current().is_some_and(|current| current.errand.id == *id);
            if is_it { turn.leave() } else { None }
        });
        if let Some(job) = job.flatten() {
            self.engine.cancel(job);
        }
    }

    /// Stores what is known of a run, with a new file where there is one.
    pub(super) fn keep(self, id: &RunId, file: Option<Vec<u8>>) {
        let bytes = self.book.with_value(|book: &Runs| {
            book.run(id).map(|run| stored::encode_run(run, book.origin(id)))
        });
        if let Some(bytes) = bytes {
            self.archive.keep_run(id, bytes, file);
        }
    }

    fn turn(self, number: u32) -> Option<Current> {
        self.turn.with_value(|turn| turn.get(number).cloned())
    }

    fn reach(self, number: u32, stage: Stage) -> bool {
        self.turn.try_update_value(|turn| turn.reach(number, stage)) == Some(true)
    }
}
