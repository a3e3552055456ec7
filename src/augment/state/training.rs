//! The training of a generator in the engine: what is sent for it and what is done about what the engine says.
//! What that does to the training is decided in [`super::gan`].

use std::rc::Rc;

use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::gan::{GanConfig, GanOpened, GanSteer};
use protocol::messages::{JobError, JobId};
use text::Lang;

use super::gan::{Effect as Consequence, GanRun, failed};
use super::keep::Keep;
use super::notice::Notice;
use crate::app::lasting::lasting;
use crate::app::preferences::use_preferences;
use crate::client::tasks::{self, GanNews};
use crate::client::{End, Engine, Progress, Task, Word, use_engine};

/// How long a training that has to leave may take for its last file.
const FAREWELL_MS: u32 = 10_000;

/// A training that is being opened.
#[derive(Clone, Debug, PartialEq)]
pub struct Opening {
    /// What it is called.
    pub name: String,
    /// How far it is; none before the engine has said a word.
    pub progress: Option<Progress>,
}

/// Where a training comes from.
#[derive(Clone, Debug)]
enum Origin {
    Config(Box<GanConfig>),
    /// From what is kept, and whether it goes on at once.
    Kept(Rc<Vec<u8>>, bool),
    /// A file of the visitor's.
    File(Rc<Vec<u8>>),
}

impl Origin {
    fn task(&self) -> Task<GanNews> {
        match self {
            Self::Config(config) => tasks::train_gan(config.as_ref().clone(), true),
            Self::Kept(file, is_playing) => tasks::resume_gan(file.to_vec(), *is_playing),
            Self::File(file) => tasks::resume_gan(file.to_vec(), false),
        }
    }
}

/// The job that the engine has.
struct Current {
    job: JobId,
    origin: Origin,
    is_open: bool,
}

#[derive(Default)]
struct Held {
    /// What is sent as soon as the engine is ready and has no other training of this page.
    waiting: Option<Origin>,
    current: Option<Current>,
}

/// The training, copied freely.
#[derive(Clone, Copy)]
pub struct GanTraining {
    engine: Engine,
    keep: Keep,
    lang: RwSignal<Lang>,
    run: RwSignal<Option<GanRun>>,
    opening: RwSignal<Option<Opening>>,
    notice: RwSignal<Option<Notice>>,
    held: StoredValue<Held, LocalStorage>,
}

impl GanTraining {
    /// A training in `engine`, with what is stored of the last one.
    pub fn new(engine: Engine) -> Self {
        let (run, notice) = (RwSignal::new(None), RwSignal::new(None));
        let training = Self {
            engine,
            keep: Keep::open(notice, move |kept| {
                run.update(|run| _ = run.get_or_insert(kept));
            }),
            lang: use_preferences().lang,
            run,
            opening: RwSignal::new(None),
            notice,
            held: StoredValue::new_local(Held::default()),
        };
        engine.when_ready(move || training.send());
        training
    }

    /// The training and what is known of it.
    pub fn run(self) -> ReadSignal<Option<GanRun>> {
        self.run.read_only()
    }

    /// What is being opened.
    pub fn opening(self) -> ReadSignal<Option<Opening>> {
        self.opening.read_only()
    }

    /// Something to tell the visitor; none once it is dismissed.
    pub fn notice(self) -> RwSignal<Option<Notice>> {
        self.notice
    }

    /// The newest file of the training.
    pub fn file(self) -> Option<Rc<Vec<u8>>> {
        let is_saved =
            |run: &Option<GanRun>| run.as_ref().is_some_and(|run| run.saved_step.is_some());
        self.run.with_untracked(is_saved).then(|| self.keep.file()).flatten()
    }

    /// Trains from a configuration. The training before makes room.
    pub fn start(self, config: GanConfig) {
        let name = name(&config, self.lang.get_untracked());
        match config.check() {
            Ok(()) => self.ask(name, Origin::Config(Box::new(config))),
            Err(error) => self.notice.set(Some(failed(&name, &JobError::Config(error)))),
        }
    }

    /// Opens the training where its newest file left it; it goes on where there are steps left.
    pub fn resume(self) {
        let Some((config, has_more)) = self.run.with_untracked(|run| {
            let run = run.as_ref().filter(|run| !run.is_open())?;
            Some((run.config.clone(), run.has_more()))
        }) else {
            return;
        };
        match self.file() {
            Some(file) => {
                let name = name(&config, self.lang.get_untracked());
                self.ask(name, Origin::Kept(file, has_more));
            }
            None => self.start(config),
        }
    }

    /// Opens a file of the visitor's, held still. `name` is the file's.
    pub fn open(self, name: String, file: Vec<u8>) {
        self.ask(name, Origin::File(Rc::new(file)));
    }

    /// Steers the open training. One that is not open yet can only be stopped.
    pub fn steer(self, steer: GanSteer) {
        let current = self
            .held
            .with_value(|held| held.current.as_ref().map(|current| (current.job, current.is_open)));
        match (current, steer) {
            (Some((job, true)), _) => self.engine.steer_gan(job, steer),
            (Some((job, false)), GanSteer::Stop) => self.engine.cancel(job),
            (None, GanSteer::Stop) => {
                self.held.update_value(|held| held.waiting = None);
                self.opening.set(None);
            }
            _ => {}
        }
    }

    fn ask(self, name: String, origin: Origin) {
        self.notice.set(None);
        self.opening.set(Some(Opening { name, progress: None }));
        self.held.update_value(|held| held.waiting = Some(origin));
        let current = self
            .held
            .with_value(|held| held.current.as_ref().map(|current| (current.job, current.is_open)));
        match current {
            Some((job, true)) => self.see_off(job),
            Some((job, false)) => self.engine.cancel(job),
            None => self.send(),
        }
    }

    /// The open training has to leave, with its last step in a file.
    fn see_off(self, job: JobId) {
        self.engine.steer_gan(job, GanSteer::Stop);
        Timeout::new(FAREWELL_MS, move || self.engine.cancel(job)).forget();
    }

    /// Sends what waits, if the engine can take it.
    fn send(self) {
        let waiting = self.held.with_value(|held| match held.current {
            Some(_) => None,
            None => held.waiting.clone(),
        });
        let Some(origin) = waiting else { return };
        let Some(job) = self.engine.submit(origin.task()) else { return };
        let id = job.id();
        self.held.update_value(|held| {
            held.waiting = None;
            held.current = Some(Current { job: id, origin, is_open: false });
        });
        spawn_local(async move {
            let end = job.each(|word| self.hear(id, word)).await;
            self.end(id, &end);
        });
    }

    fn hear(self, job: JobId, word: Word<GanNews>) {
        match word {
            Word::Progress(progress) => self.opening.update(|opening| {
                if let Some(opening) = opening {
                    opening.progress = Some(progress);
                }
            }),
            Word::Item(GanNews::Opened(opened)) => self.opened(job, *opened),
            Word::Item(news) => {
                let told = self.run.try_update(|run| run.as_mut().map(|run| run.hear(news)));
                self.carry_out(job, told.flatten());
            }
        }
    }

    fn opened(self, job: JobId, opened: GanOpened) {
        let origin = self.held.try_update_value(|held| {
            let current = held.current.as_mut()?;
            current.is_open = true;
            Some(current.origin.clone())
        });
        let saved_step = match origin {
            Some(Some(Origin::Kept(..) | Origin::File(_))) => Some(opened.record.steps()),
            _ => None,
        };
        let is_quiet = !opened.is_playing;
        self.opening.set(None);
        self.run.set(Some(GanRun::open(opened, saved_step)));
        let file = match origin {
            Some(Some(Origin::File(file))) => Some(Consequence::Keep(Some(file.to_vec()))),
            _ => None,
        };
        let told = file.into_iter().chain([Consequence::Quiet(is_quiet)]);
        self.carry_out(job, Some(told.collect()));
    }

    fn carry_out(self, job: JobId, told: Option<Vec<Consequence>>) {
        for consequence in told.unwrap_or_default() {
            match consequence {
                Consequence::Keep(file) => self.run.with_untracked(|run| {
                    if let Some(run) = run {
                        self.keep.keep(run, file);
                    }
                }),
                Consequence::Quiet(is_quiet) => self.engine.set_quiet(job, is_quiet),
                Consequence::Tell(notice) => self.notice.set(Some(notice)),
            }
        }
    }

    fn end(self, job: JobId, end: &End) {
        let current = self.held.try_update_value(|held| held.current.take()).flatten();
        let is_last = self.held.with_value(|held| held.waiting.is_none());
        let opened = current.is_some_and(|current| current.is_open);
        if opened {
            let lang = self.lang.get_untracked();
            let told = self
                .run
                .try_update(|run| run.as_mut().map(|run| run.end(end, &name(&run.config, lang))));
            self.carry_out(job, told.flatten());
        } else if is_last {
            let opening = self.opening.try_update(Option::take).flatten();
            let saved_step = self.run.with_untracked(|run| run.as_ref()?.saved_step);
            match (end, opening) {
                (End::Failed(error), Some(opening)) => {
                    self.notice.set(Some(failed(&opening.name, error)));
                }
                (End::Lost, _) => self.notice.set(Some(Notice::Lost { saved_step })),
                _ => {}
            }
        }
        self.send();
    }
}

/// What a training is called.
fn name(config: &GanConfig, lang: Lang) -> String {
    lang.rare_one(lang.class_name(config.class), &lang.percent(config.keep, 0))
}

/// The training, kept as long as the tab lives.
pub fn use_gan_training() -> GanTraining {
    lasting(|| GanTraining::new(use_engine()))
}
