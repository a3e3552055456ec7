//! A job of the engine as whoever asked for it holds it: what comes of it, word by word, and how it
//! ended. It knows no kind of job; those are in [`super::tasks`].

use futures::StreamExt;
use futures::channel::mpsc::UnboundedReceiver;
use futures::future::{AbortHandle, abortable};
use gloo_file::Blob;
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::messages::{Event, JobError, JobId, Phase, Request};
use text::Lang;

/// What is asked of the engine, and what is to be read from its events.
pub struct Task<T> {
    pub(super) request: Box<dyn FnOnce(JobId) -> Request>,
    /// Files that go beside the request.
    pub(super) files: Vec<Blob>,
    /// What an event brings; none for one that is no part of this task.
    pub(super) read: fn(Event) -> Option<T>,
}

impl<T> Task<T> {
    /// A task from its request and from what reads its events.
    pub fn new(
        request: impl FnOnce(JobId) -> Request + 'static,
        read: fn(Event) -> Option<T>,
    ) -> Self {
        Self { request: Box::new(request), files: Vec::new(), read }
    }

    /// The same with files beside the request.
    pub fn with_files(self, files: Vec<Blob>) -> Self {
        Self { files, ..self }
    }
}

/// How far a job is.
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

/// What is heard of a job before its end.
#[derive(Clone, Debug, PartialEq)]
pub enum Word<T> {
    /// How far it is.
    Progress(Progress),
    /// Something that was asked for.
    Item(T),
}

/// How a job ended.
#[derive(Clone, Debug, PartialEq)]
pub enum End {
    /// All is done.
    Done,
    /// It was ended early.
    Cancelled,
    /// The engine said why it could not go on.
    Failed(JobError),
    /// The engine is gone, and the job with it; or there was none to be asked.
    Lost,
}

impl End {
    /// Why there is no answer, in words.
    pub fn why(&self, lang: Lang) -> String {
        match self {
            Self::Failed(error) => lang.job_error(error),
            Self::Done | Self::Cancelled | Self::Lost => lang.engine_restarted().to_owned(),
        }
    }
}

/// How far an answer is that is waited for across engines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waiting {
    /// There is no engine to ask.
    ForEngine,
    /// The engine was asked. No progress before it has said a word.
    ForAnswer(Option<Progress>),
}

/// A job that the engine has. It is cancelled when it is dropped before its end.
#[must_use = "a job that nobody holds is cancelled"]
pub struct Job<T> {
    id: JobId,
    events: UnboundedReceiver<Event>,
    read: fn(Event) -> Option<T>,
    cancel: Box<dyn Fn(JobId)>,
}

impl<T> Job<T> {
    /// A job of this number whose words come from `events` until it ends or the engine hangs up.
    /// `cancel` is called when nobody holds it any more.
    pub(super) fn new(
        id: JobId,
        events: UnboundedReceiver<Event>,
        read: fn(Event) -> Option<T>,
        cancel: impl Fn(JobId) + 'static,
    ) -> Self {
        Self { id, events, read, cancel: Box::new(cancel) }
    }

    /// Its number, by which it is cancelled, steered, conducted and allowed to be silent.
    pub fn id(&self) -> JobId {
        self.id
    }

    /// The next word.
    ///
    /// # Errors
    /// There is none any more: how the job ended.
    pub async fn next(&mut self) -> Result<Word<T>, End> {
        loop {
            let Some(event) = self.events.next().await else { return Err(End::Lost) };
            if let Some(word) = word(event, self.read) {
                return word;
            }
        }
    }

    /// Hears every word, and gives how the job ended.
    pub async fn each(mut self, mut hear: impl FnMut(Word<T>)) -> End {
        loop {
            match self.next().await {
                Ok(word) => hear(word),
                Err(end) => return end,
            }
        }
    }

    /// The answer of a job that has one.
    ///
    /// # Errors
    /// How the job ended without an answer.
    pub async fn answer(self, mut progress: impl FnMut(Progress)) -> Result<T, End> {
        let mut answer = None;
        let hear = |word| match word {
            Word::Progress(now) => progress(now),
            Word::Item(item) => answer = Some(item),
        };
        let end = self.each(hear).await;
        answer.ok_or(end)
    }
}

impl<T> Drop for Job<T> {
    fn drop(&mut self) {
        (self.cancel)(self.id);
    }
}

/// What an event of a job says; none for one that is no part of its task.
fn word<T>(event: Event, read: fn(Event) -> Option<T>) -> Option<Result<Word<T>, End>> {
    Some(match event {
        Event::Progress { phase, done, total, .. } => {
            Ok(Word::Progress(Progress { phase, done, total }))
        }
        Event::Done { .. } => Err(End::Done),
        Event::Cancelled { .. } => Err(End::Cancelled),
        Event::Failed { error, .. } => Err(End::Failed(error)),
        event => Ok(Word::Item(read(event)?)),
    })
}

/// Asks again where the engine that was asked is lost over it, for at most `losses` of them.
pub(super) async fn retry<T>(
    losses: u32,
    mut ask: impl AsyncFnMut() -> Result<T, End>,
) -> Result<T, End> {
    let mut lost = 0;
    loop {
        match ask().await {
            Err(End::Lost) if lost + 1 < losses => lost += 1,
            answer => return answer,
        }
    }
}

/// Work of which one at a time is wanted: the next takes the place of the one before, and the last
/// ends with its owner. The jobs that it waits for are cancelled with it.
#[derive(Clone, Copy)]
pub struct Slot(StoredValue<Option<AbortHandle>>);

impl Slot {
    /// Nothing is wanted yet.
    pub fn new() -> Self {
        let slot = Self(StoredValue::new(None));
        on_cleanup(move || slot.stop());
        slot
    }

    /// Does this in the place of what was done before.
    pub fn run(self, work: impl Future<Output = ()> + 'static) {
        self.stop();
        let (work, handle) = abortable(work);
        self.0.set_value(Some(handle));
        // Work that was stopped has nothing to say.
        spawn_local(async move { _ = work.await });
    }

    /// Ends what is being done.
    pub fn stop(self) {
        if let Some(handle) = self.0.try_update_value(Option::take).flatten() {
            handle.abort();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::rc::Rc;

    use futures::FutureExt;
    use futures::channel::mpsc::unbounded;

    use super::*;

    const JOB: JobId = JobId(3);

    /// Counts losses, which stand for any answer.
    fn read(event: Event) -> Option<usize> {
        match event {
            Event::Losses { losses, .. } => Some(losses.len()),
            _ => None,
        }
    }

    #[test]
    fn a_word_is_progress_or_an_item_of_the_task_or_the_end() {
        let progress = Progress { phase: Phase::LoadingData, done: 5, total: 20 };
        let Progress { phase, done, total } = progress;
        let said = word(Event::Progress { job: JOB, phase, done, total }, read);
        assert_eq!(said, Some(Ok(Word::Progress(progress))));
        let said = word(Event::Losses { job: JOB, losses: vec![1.0; 4] }, read);
        assert_eq!(said, Some(Ok(Word::Item(4))));
        assert_eq!(word(Event::Adopted { job: JOB }, read), None);
        assert_eq!(word(Event::Done { job: JOB }, read), Some(Err(End::Done)));
        assert_eq!(word(Event::Cancelled { job: JOB }, read), Some(Err(End::Cancelled)));
        let error = JobError::NotStarted;
        let said = word(Event::Failed { job: JOB, error: error.clone() }, read);
        assert_eq!(said, Some(Err(End::Failed(error))));
    }

    /// A job of an engine that says this and then hangs up.
    fn job(events: Vec<Event>) -> Job<usize> {
        let (sender, receiver) = unbounded();
        events.into_iter().for_each(|event| sender.unbounded_send(event).unwrap());
        Job::new(JOB, receiver, read, |_| {})
    }

    fn answer(events: Vec<Event>) -> Result<usize, End> {
        job(events).answer(|_| {}).now_or_never().unwrap()
    }

    fn losses() -> Event {
        Event::Losses { job: JOB, losses: vec![1.0; 4] }
    }

    #[test]
    fn what_came_stays_whatever_is_heard_afterwards() {
        assert_eq!(answer(vec![losses(), Event::Done { job: JOB }]), Ok(4));
        assert_eq!(answer(vec![losses()]), Ok(4));
        assert_eq!(answer(vec![Event::Done { job: JOB }]), Err(End::Done));
        assert_eq!(answer(vec![]), Err(End::Lost));
    }

    #[test]
    fn a_job_that_is_dropped_is_cancelled() {
        let cancelled = Rc::new(Cell::new(None));
        let (_sender, events) = unbounded();
        let noted = cancelled.clone();
        let job = Job::new(JOB, events, read, move |id| noted.set(Some(id)));
        assert_eq!(cancelled.get(), None);
        drop(job);
        assert_eq!(cancelled.get(), Some(JOB));
    }

    #[test]
    fn only_what_is_lost_is_asked_again_and_not_without_end() {
        let asked = Cell::new(0);
        let ask = |ends: Vec<End>| {
            asked.set(0);
            let ask = async || {
                asked.set(asked.get() + 1);
                ends.get(asked.get() - 1).map_or(Ok(()), |end| Err(end.clone()))
            };
            (retry(2, ask).now_or_never().unwrap(), asked.get())
        };
        assert_eq!(ask(vec![End::Lost]), (Ok(()), 2));
        assert_eq!(ask(vec![End::Lost, End::Lost]), (Err(End::Lost), 2));
        assert_eq!(ask(vec![End::Cancelled]), (Err(End::Cancelled), 1));
    }

    #[test]
    fn an_unknown_total_has_no_share() {
        let progress = Progress { phase: Phase::LoadingData, done: 5, total: 20 };
        assert_eq!(progress.share(), Some(0.25));
        assert_eq!(Progress { total: 0, ..progress }.share(), None);
    }
}
