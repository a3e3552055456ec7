//! A run from files: its log is watched again as it stands, or, where there is no log, the engine
//! judges every image again and only the latencies come from the file.

use gloo_file::File;
use gloo_file::futures::read_as_bytes;
use leptos::prelude::*;
use leptos::task::spawn_local;
use monitoring::coverage::{self, Note};
use monitoring::log::{LogError, LogSummary};
use protocol::messages::Pace;
use simulation::Schedule;

use super::Production;
use super::replay::{LogReader, is_log};
use super::run::{Run, Setup};
use super::scene::Scene;
use super::session::Stage;
use super::takeaway::{RunFile, RunFileError};

/// The largest file that is read into memory.
const MAX_BYTES: u64 = 256 << 20;

/// What came of a replay.
#[derive(Clone, Debug, PartialEq)]
pub enum Replayed {
    /// It goes on; whether the engine judges again.
    Running {
        /// Whether the engine judges again.
        by_engine: bool,
    },
    /// It is over.
    Over {
        /// Whether alarms and figures are those of the run file; none without one.
        is_same: Option<bool>,
        /// Alarms.
        alarms: u64,
        /// How the log was read; nothing was where the engine judged again.
        outcome: Box<LogSummary>,
        /// Records that were watched.
        records: u64,
        /// Records that it takes to look.
        needed: u64,
        /// What of the log was not watched.
        notes: Vec<Note>,
    },
    /// There was nothing to replay.
    Failed(RestoreError),
}

/// Why files cannot be replayed.
#[derive(Clone, Debug, PartialEq)]
pub enum RestoreError {
    /// A file cannot be read, or is too large.
    Unreadable,
    /// The run file is no such file.
    RunFile(RunFileError),
    /// The run file names a schedule that cannot be read.
    Schedule,
    /// No file was chosen.
    Empty,
    /// The log is none, or cannot be read to its end.
    Log(LogError),
    /// Reference and limits have not come.
    NoReference,
}

impl Production {
    /// Replays the run in these files: a run file, a log, or both.
    pub fn restore(self, files: Vec<File>) {
        spawn_local(async move {
            if let Err(error) = self.restore_files(files).await {
                self.replayed.set(Some(Replayed::Failed(error)));
            }
        });
    }

    async fn restore_files(self, files: Vec<File>) -> Result<(), RestoreError> {
        let (mut run_file, mut log) = (None, None);
        for file in files {
            if file.size() > MAX_BYTES {
                return Err(RestoreError::Unreadable);
            }
            let bytes = read_as_bytes(&file).await.map_err(|_| RestoreError::Unreadable)?;
            // Other programs give a log this ending too.
            if file.name().ends_with(".json") && !is_log(&bytes) {
                let read = RunFile::from_json(&bytes).map_err(RestoreError::RunFile)?;
                run_file = Some(read);
            } else {
                log = Some(LogReader::open(bytes).map_err(RestoreError::Log)?);
            }
        }
        // What is shown goes only once there is something to take its place.
        if self.yardstick().is_none() {
            return Err(RestoreError::NoReference);
        }
        if log.is_none() && run_file.as_ref().is_some_and(|file| file.seed.is_none()) {
            return Err(RestoreError::Schedule);
        }
        if let Some(file) = &run_file {
            self.take_scene(file)?;
        }
        match (run_file, log) {
            (file, Some(log)) => self.watch_log(file, log),
            (Some(file), None) => self.judge_again(file),
            (None, None) => Err(RestoreError::Empty),
        }
    }

    /// Plays the scene of a run file.
    fn take_scene(self, file: &RunFile) -> Result<(), RestoreError> {
        let linked = Schedule::from_link(&file.schedule).map_err(|_| RestoreError::Schedule)?;
        let now = self.scene.get_untracked();
        self.set_scene(Scene {
            seed: file.seed.unwrap_or(now.seed),
            schedule: linked.schedule,
            is_surprise: linked.surprise,
            window: file.settings.window.max(1),
            ..now
        });
        Ok(())
    }

    fn watch_log(self, file: Option<RunFile>, log: LogReader) -> Result<(), RestoreError> {
        let yardstick = self.yardstick().ok_or(RestoreError::NoReference)?;
        self.begin_anew(false);
        let scene = self.scene.get_untracked();
        let setup = Setup {
            seed: file.as_ref().and_then(|file| file.seed),
            // What a log alone was made from nobody knows.
            schedule: file.as_ref().map_or_else(Schedule::default, |_| scene.schedule.clone()),
            first: file.as_ref().map_or(0, |file| file.first),
            window: scene.window,
            baseline_ms: file.as_ref().map_or_else(Vec::new, |file| file.baseline_ms.clone()),
            policies: file.as_ref().map_or_else(Vec::new, |file| file.policies.clone()),
        };
        let order = self.held.try_update_value(|held| {
            held.run = Some(Run::new(setup, &yardstick));
            (held.reader, held.file) = (Some(log), file);
            held.session.watch_log()
        });
        self.follow_order(order.flatten());
        self.publish_stage();
        self.replayed.set(Some(Replayed::Running { by_engine: false }));
        self.work();
        Ok(())
    }

    fn judge_again(self, file: RunFile) -> Result<(), RestoreError> {
        let yardstick = self.yardstick().ok_or(RestoreError::NoReference)?;
        if file.seed.is_none() {
            return Err(RestoreError::Schedule);
        }
        let scene = self.scene.get_untracked();
        let setup = Setup {
            seed: file.seed,
            schedule: scene.schedule,
            first: file.first,
            window: scene.window,
            baseline_ms: file.baseline_ms.clone(),
            policies: file.policies.clone(),
        };
        self.scene.update(|scene| scene.pace = Pace::Fastest);
        self.held.update_value(|held| {
            held.run = Some(Run::new(setup, &yardstick));
            held.file = Some(file);
        });
        self.replayed.set(Some(Replayed::Running { by_engine: true }));
        self.play();
        Ok(())
    }

    /// Ends a replay once all of it has been watched.
    pub(super) fn finish_replay(self) {
        let is_running =
            self.replayed.with_untracked(|now| matches!(now, Some(Replayed::Running { .. })));
        if !is_running {
            return;
        }
        let over = self.held.try_update_value(|held| {
            let run = held.run.as_ref()?;
            let is_log = *held.session.stage() == Stage::Log;
            let end = held.file.as_ref().map(|file| file.records);
            if !is_log && end.is_some_and(|end| run.seen() < end) {
                return None;
            }
            let is_same = held.file.as_ref().map(|file| file.is_same(run));
            let over = match held.reader.take().map(LogReader::finish) {
                Some(Err(error)) => Err(error),
                Some(Ok(outcome)) => Ok(over(run, is_same, Some(outcome))),
                None => Ok(over(run, is_same, None)),
            };
            // What the engine has made beyond the end is not heard; playing goes on from there.
            let order = (!is_log).then(|| held.session.restart(false)).flatten();
            held.file = None;
            Some((order, over))
        });
        let Some((order, over)) = over.flatten() else { return };
        self.follow_order(order);
        self.publish_stage();
        if over.is_err() {
            // Half a log shows nothing that could be relied on.
            self.begin_anew(false);
        }
        let failed = |error| Replayed::Failed(RestoreError::Log(error));
        self.replayed.set(Some(over.unwrap_or_else(failed)));
    }
}

/// What came of a replay that has been watched to its end, from a log or from the engine.
fn over(run: &Run, is_same: Option<bool>, log: Option<LogSummary>) -> Replayed {
    let needed = coverage::needed(run.setup().window);
    let reference = &run.measure().reference;
    let notes = log.as_ref().map(|log| coverage::of_production(reference, log, needed));
    Replayed::Over {
        is_same,
        alarms: run.alarm_book().count(),
        outcome: Box::new(log.unwrap_or_default()),
        records: run.watched(),
        needed,
        notes: notes.unwrap_or_default(),
    }
}
