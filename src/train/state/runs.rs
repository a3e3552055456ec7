//! The book of runs: what each word of the engine and each wish of the visitor does to them.
//! Pure: what is to be done in the world comes back as [`Effect`]s.

use std::collections::BTreeMap;
use std::sync::Arc;

use protocol::messages::{JobError, Opened, Reconstructions, Stepped};
use protocol::run::{RateMark, RunConfig, Validation};

use super::names;
use super::notice::Notice;
use super::run::{Maps, RunId, RunState, RunView};
use crate::client::tasks::RunNews;
use crate::client::{End, Progress, Word};

#[cfg(test)]
mod tests;

/// What follows from a word of the engine.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// The run is to be stored, with this run file where there is one.
    Keep(Option<Vec<u8>>),
    /// The run is not to be stored any longer: it never came about.
    Forget,
    /// The engine has opened the run.
    Ready,
    /// Whether the engine's silence about the run is fine.
    Quiet(bool),
    /// The run's newest step is in a file.
    Saved,
    /// The engine has let the run go.
    Closed,
    /// Feature maps to be shown.
    Maps(Maps),
    /// Reconstructions to be shown.
    Reconstructions(Box<Reconstructions>),
    /// Something to tell the visitor.
    Tell(Notice),
}

/// A file from the visitor's disk that the engine is opening. It becomes a run once it is open.
#[derive(Clone, Debug, PartialEq)]
pub struct Import {
    /// The number that the run will have.
    pub id: RunId,
    /// The file's name.
    pub name: String,
    /// The file.
    pub file: Vec<u8>,
}

/// See the [module](self).
#[derive(Clone, Debug, Default)]
pub struct Runs {
    runs: Vec<Arc<RunView>>,
    /// For a run that started from another one's weights: that one.
    origins: BTreeMap<RunId, RunId>,
    import: Option<Import>,
    removed: Option<Arc<RunView>>,
}

impl Runs {
    /// Every run, the newest first.
    pub fn runs(&self) -> &[Arc<RunView>] {
        &self.runs
    }

    /// One run.
    pub fn run(&self, id: &RunId) -> Option<&Arc<RunView>> {
        self.runs.iter().find(|run| run.id == *id)
    }

    /// The run whose weights this one started from.
    pub fn origin(&self, id: &RunId) -> Option<&RunId> {
        self.origins.get(id)
    }

    /// The file that is being imported under this number.
    pub fn import(&self, id: &RunId) -> Option<&Import> {
        self.import.as_ref().filter(|import| import.id == *id)
    }

    /// Whether a file is being imported.
    pub fn is_importing(&self) -> bool {
        self.import.is_some()
    }

    /// The run that was removed last.
    pub fn removed(&self) -> Option<&Arc<RunView>> {
        self.removed.as_ref()
    }

    /// Puts a run in its place, with the run whose weights it starts from.
    pub fn add(&mut self, run: RunView, origin: Option<RunId>) {
        if let Some(origin) = origin {
            self.origins.insert(run.id.clone(), origin);
        }
        let place = self.runs.partition_point(|other| other.id > run.id);
        self.runs.insert(place, Arc::new(run));
    }

    /// A name that no run has.
    pub fn free_name(&self, name: &str) -> String {
        names::free(name, self.runs.iter().map(|run| run.config.name.as_str()))
    }

    /// Notes a file that is to become a run.
    pub fn begin_import(&mut self, import: Import) {
        self.import = Some(import);
    }

    /// Gives a run another name. False when there is nothing to change.
    pub fn rename(&mut self, id: &RunId, name: &str) -> bool {
        let is_same = |run: &Arc<RunView>| run.id == *id && run.config.name == name.trim();
        if name.trim().is_empty() || self.runs.iter().any(is_same) {
            return false;
        }
        let others = self.runs.iter().filter(|run| run.id != *id);
        let name = names::free(name, others.map(|run| run.config.name.as_str()));
        self.change(id, |run| run.config.name = name).is_some()
    }

    /// Takes a run out, to be put back with [`Runs::restore`]. Gives the one that was removed
    /// before and cannot be put back any more.
    pub fn remove(&mut self, id: &RunId) -> Option<RunId> {
        let place = self.runs.iter().position(|run| run.id == *id)?;
        let mut run = self.runs.remove(place);
        close(Arc::make_mut(&mut run));
        let earlier = self.removed.replace(run)?.id.clone();
        self.origins.remove(&earlier);
        Some(earlier)
    }

    /// Puts the run that was removed last back.
    pub fn restore(&mut self) -> Option<RunId> {
        let run = self.removed.take()?;
        let id = run.id.clone();
        self.add(RunView::clone(&run), None);
        Some(id)
    }

    /// A run is about to be opened again: what came after its newest checkpoint is cut off, so
    /// that its curve goes on where the file does. False when it cannot be resumed.
    pub fn reopen(&mut self, id: &RunId) -> bool {
        let can_resume =
            |run: &&Arc<RunView>| matches!(run.state, RunState::Interrupted | RunState::Stopped);
        if self.run(id).filter(can_resume).is_none() {
            return false;
        }
        self.change(id, |run| {
            let step = run.saved_step.unwrap_or(0);
            run.record.truncate(step);
            run.step = step;
            run.state = RunState::Opening(None);
        });
        true
    }

    /// A run that was to be opened is not: it waits to be resumed. An import is forgotten.
    pub fn interrupt(&mut self, id: &RunId) {
        self.import.take_if(|import| import.id == *id);
        self.change(id, close);
    }

    /// Notes that the file of a run is gone: it can only begin anew.
    pub fn lose_file(&mut self, id: &RunId) {
        self.change(id, |run| run.saved_step = None);
    }

    /// Notes a learning rate that the visitor set, from the next step on.
    pub fn set_rate(&mut self, id: &RunId, rate: f64) {
        self.change(id, |run| {
            let step = run.step;
            run.record.rates.retain(|mark| mark.step != step);
            run.record.rates.push(RateMark { step, rate });
        });
    }

    /// The engine is gone, and the run with it. It is offered for resumption.
    fn lose(&mut self, id: &RunId) -> Vec<Effect> {
        if let Some(import) = self.import.take_if(|import| import.id == *id) {
            return vec![Effect::Tell(Notice::ImportLost { name: import.name }), Effect::Closed];
        }
        let told = self.change(id, |run| {
            close(run);
            let (name, saved_step) = (run.config.name.clone(), run.saved_step);
            Effect::Tell(Notice::Lost { name, saved_step })
        });
        told.into_iter().chain([Effect::Closed]).collect()
    }

    /// What the engine says of a run. Of one that was removed only the end matters.
    pub fn hear(&mut self, id: &RunId, word: Word<RunNews>) -> Vec<Effect> {
        let news = match word {
            Word::Item(news) => news,
            Word::Progress(Progress { phase, done, total }) => {
                self.change(id, |run| {
                    if let RunState::Opening(progress) = &mut run.state {
                        *progress = Some((phase, done, total));
                    }
                });
                return Vec::new();
            }
        };
        match news {
            RunNews::Opened(opened) => self.opened(id, *opened),
            RunNews::Stepped(stepped) => {
                let is_quiet = !stepped.is_playing;
                self.change(id, |run| step(run, stepped));
                vec![Effect::Quiet(is_quiet)]
            }
            RunNews::Validated { validation, reconstructions } => {
                let is_here = self.change(id, |run| validate(run, validation)).is_some();
                let shown = reconstructions.filter(|_| is_here).map(Effect::Reconstructions);
                shown.into_iter().collect()
            }
            RunNews::FeatureMaps { step, image, layers } => {
                let maps = Maps { step, image, layers };
                self.run(id).map(|_| Effect::Maps(maps)).into_iter().collect()
            }
            RunNews::Checkpoint { step, file } => {
                let saved = self.change(id, |run| {
                    run.saved_step = Some(step);
                    [Effect::Keep(Some(file)), Effect::Saved]
                });
                saved.into_iter().flatten().collect()
            }
        }
    }

    /// The job of a run is over.
    pub fn end(&mut self, id: &RunId, end: End) -> Vec<Effect> {
        match end {
            End::Done => {
                let kept = self.change(id, |run| {
                    let is_whole = run.steps > 0 && run.step >= run.steps;
                    run.state = if is_whole { RunState::Finished } else { RunState::Stopped };
                    Effect::Keep(None)
                });
                kept.into_iter().chain([Effect::Closed]).collect()
            }
            End::Cancelled => {
                self.interrupt(id);
                vec![Effect::Closed]
            }
            End::Failed(error) => self.failed(id, error),
            End::Lost => self.lose(id),
        }
    }

    fn opened(&mut self, id: &RunId, opened: Opened) -> Vec<Effect> {
        let is_quiet = !opened.is_playing;
        let mut file = None;
        if let Some(import) = self.import.take_if(|import| import.id == *id) {
            let own_name = opened.config.name.trim();
            let from_file = names::of_file(&import.name);
            let name = self.free_name(if own_name.is_empty() { &from_file } else { own_name });
            let mut run = RunView::new(id.clone(), RunConfig { name, ..opened.config.clone() });
            run.saved_step = Some(opened.step);
            self.add(run, None);
            file = Some(import.file);
        }
        match self.change(id, |run| run.open(opened)) {
            Some(()) => vec![Effect::Keep(file), Effect::Ready, Effect::Quiet(is_quiet)],
            None => Vec::new(),
        }
    }

    fn failed(&mut self, id: &RunId, error: JobError) -> Vec<Effect> {
        let import = self.import.take_if(|import| import.id == *id).map(|import| import.name);
        let name = self.run(id).map(|run| run.config.name.clone()).or(import);
        let Some(name) = name else { return vec![Effect::Closed] };
        // Settings that were refused at the start would be refused again.
        let is_hopeless = matches!(error, JobError::Config(_));
        let tell = Effect::Tell(Notice::Failed { name, error });
        if is_hopeless && self.run(id).is_some_and(|run| !run.was_opened()) {
            self.runs.retain(|run| run.id != *id);
            self.origins.remove(id);
            return vec![Effect::Forget, tell, Effect::Closed];
        }
        self.change(id, close);
        vec![tell, Effect::Closed]
    }

    fn change<T>(&mut self, id: &RunId, change: impl FnOnce(&mut RunView) -> T) -> Option<T> {
        let run = self.runs.iter_mut().find(|run| run.id == *id)?;
        Some(change(Arc::make_mut(run)))
    }
}

/// The engine does not have the run any more, before its end.
fn close(run: &mut RunView) {
    if run.is_open() {
        run.state = RunState::Interrupted;
    }
}

fn step(run: &mut RunView, stepped: Stepped) {
    run.record.losses.extend(stepped.losses);
    run.record.hits.extend(stepped.hits);
    run.record.seconds = stepped.seconds;
    run.step = stepped.step;
    run.state = RunState::Open {
        is_playing: stepped.is_playing,
        images_per_second: stepped.images_per_second,
        seconds_left: stepped.seconds_left,
        rate: stepped.rate,
    };
}

fn validate(run: &mut RunView, validation: Validation) {
    run.record.validations.retain(|earlier| earlier.step != validation.step);
    run.record.validations.push(validation);
}
