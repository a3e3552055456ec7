//! The page's side of training runs: which runs there are, which one is open in the engine, what
//! is kept in the browser, and the visitor's own pictures. It has no views.

mod adoption;
mod archive;
mod download;
mod locks;
mod names;
mod notice;
mod own;
mod own_queue;
mod own_reader;
mod run;
mod runs;
mod session;
mod stored;
mod turn;

use std::sync::Arc;

use dataset::Class;
use gloo_file::File;
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::messages::{JobError, Reconstructions, Steer};
use protocol::run::RunConfig;
use text::Lang;

pub use notice::Notice;
pub use own::{Labelled, OWN_LIMIT, OwnItem};
pub use run::{Download, Maps, RunId, RunState, RunView};

use crate::app::lasting::lasting;
use crate::app::log::Logged;
use crate::app::preferences::use_preferences;
use crate::client::{Engine, use_engine};
use adoption::{Adoption, Candidate};
use archive::{Archive, Stored};
use locks::Held;
use own_reader::OwnPictureReader;
use runs::{Import, Runs};
use stored::{decode_own, decode_run};
use turn::{PendingRun, Turn, Way};

/// The lab, copied freely.
#[derive(Clone, Copy)]
pub struct Training {
    engine: Engine,
    archive: Archive,
    adoption: Adoption,
    own: OwnPictureReader,
    lang: RwSignal<Lang>,
    book: StoredValue<Runs>,
    turn: StoredValue<Turn>,
    lock: StoredValue<Option<Held>, LocalStorage>,
    /// Keeps the file of the run that was removed last.
    held_back: StoredValue<Option<Held>, LocalStorage>,
    /// The image whose feature maps are watched, for the next run that is opened.
    watched: StoredValue<Option<Steer>>,
    runs: RwSignal<Vec<Arc<RunView>>>,
    open: RwSignal<Option<RunId>>,
    removed: RwSignal<Option<String>>,
    maps: RwSignal<Option<Maps>>,
    reconstructions: RwSignal<Option<Arc<Reconstructions>>>,
    notice: RwSignal<Option<Notice>>,
}

impl Training {
    /// A lab that trains in `engine`, with the runs and pictures that are stored.
    ///
    /// The browser is not asked to keep the storage for good (`navigator.storage.persist`): some
    /// ask the visitor in turn, and a run file on disk is safer than any promise.
    pub fn new(engine: Engine) -> Self {
        let notice = RwSignal::new(None);
        let own = OwnPictureReader::new(engine, notice);
        let book = StoredValue::new(Runs::default());
        let runs = RwSignal::new(Vec::new());
        let archive = Archive::open(notice, move |stored| load(stored, book, runs, own, notice));
        let lab = Self {
            engine,
            archive,
            adoption: Adoption::new(engine, notice),
            own,
            lang: use_preferences().lang,
            book,
            turn: StoredValue::new(Turn::default()),
            lock: StoredValue::new_local(None),
            held_back: StoredValue::new_local(None),
            watched: StoredValue::new(None),
            runs,
            open: RwSignal::new(None),
            removed: RwSignal::new(None),
            maps: RwSignal::new(None),
            reconstructions: RwSignal::new(None),
            notice,
        };
        let is_ready = engine.readiness();
        Effect::new(move |_| {
            let is_ready = is_ready.get();
            lab.adoption.engine_changed(is_ready);
            if is_ready {
                lab.prepare();
                lab.own.send_next(lab.archive);
            }
        });
        lab
    }

    /// Every run, the newest first.
    pub fn runs(self) -> ReadSignal<Vec<Arc<RunView>>> {
        self.runs.read_only()
    }

    /// One run. It changes only when that run does.
    pub fn run(self, id: &RunId) -> Memo<Option<Arc<RunView>>> {
        let id = id.clone();
        let differs =
            |one: Option<&Option<Arc<RunView>>>, other: Option<&Option<Arc<RunView>>>| match (
                one, other,
            ) {
                (Some(Some(one)), Some(Some(other))) => !Arc::ptr_eq(one, other),
                (Some(None), Some(None)) => false,
                _ => true,
            };
        Memo::new_with_compare(
            move |_| self.runs.with(|runs| runs.iter().find(|run| run.id == id).cloned()),
            differs,
        )
    }

    /// The run that the engine has, or that it is to open.
    pub fn open(self) -> Signal<Option<RunId>> {
        self.open.into()
    }

    /// Starts a run from a configuration; with [`protocol::run::Start::Own`] from the weights of
    /// the run `from`. A name is found when the configuration has none. A run that is open is
    /// paused and put aside.
    pub fn start(self, config: RunConfig, from: Option<RunId>, is_playing: bool) {
        let lang = self.lang.get_untracked();
        let is_nameless = config.name.trim().is_empty();
        let name = if is_nameless { names::suggested(&config, lang) } else { config.name.clone() };
        if let Err(error) = config.check() {
            return self.tell(Notice::Failed { name, error: JobError::Config(error) });
        }
        self.archive.when_loaded(move || {
            spawn_local(async move {
                let id = RunId::from(self.archive.reserve(1).await);
                self.book.update_value(|book| {
                    let name = book.free_name(&name);
                    let run = RunView::new(id.clone(), RunConfig { name, ..config });
                    book.add(run, from);
                });
                self.ask(PendingRun { id, way: Way::Train, is_playing });
            });
        });
    }

    /// Opens an interrupted or stopped run where its newest checkpoint left it. A run that is
    /// open is paused and put aside.
    pub fn resume(self, id: &RunId, is_playing: bool) {
        let can_resume = self.book.try_update_value(|book| book.reopen(id)) == Some(true);
        if !can_resume {
            return;
        }
        let is_saved = |book: &Runs| book.run(id).is_some_and(|run| run.saved_step.is_some());
        let way = if self.book.with_value(is_saved) { Way::Resume } else { Way::Train };
        self.ask(PendingRun { id: id.clone(), way, is_playing });
    }

    /// Gives a run another name.
    pub fn rename(self, id: &RunId, name: String) {
        if self.book.try_update_value(|book| book.rename(id, &name)) == Some(true) {
            self.keep(id, None);
            self.publish();
        }
    }

    /// Removes a run, to be taken back with [`Training::restore_removed`]. One that is open goes
    /// back to its newest checkpoint; one whose network judges gives way to the shipped ones.
    pub fn remove(self, id: &RunId) {
        self.let_go(id);
        if let Some(earlier) = self.book.try_update_value(|book| book.remove(id)).flatten() {
            self.archive.forget_file(&earlier);
        }
        self.forget_removed(id.clone());
        if self.adoption.wished().as_ref() == Some(id) {
            self.adopt(None);
        }
        self.publish();
    }

    /// Forgets what is known of a run that was removed. Its file is held back first: from then on
    /// another tab would take it for nobody's. The lock outlasts a run that is brought back, for
    /// what is kept of it then has to arrive first.
    fn forget_removed(self, id: RunId) {
        spawn_local(async move {
            let held = locks::hold_back(&id).await;
            let (is_back, is_last) = self.book.with_value(|book| {
                (book.run(&id).is_some(), book.removed().is_some_and(|run| run.id == id))
            });
            if is_last || is_back {
                self.held_back.set_value(Some(held));
            }
            if !is_back {
                self.archive.forget_run(&id);
            }
        });
    }

    /// The name of the run that was removed last and can be brought back.
    pub fn removed(self) -> ReadSignal<Option<String>> {
        self.removed.read_only()
    }

    /// Takes the last removal of a run back.
    pub fn restore_removed(self) {
        if let Some(id) = self.book.try_update_value(Runs::restore).flatten() {
            self.keep(&id, None);
            self.publish();
        }
    }

    /// Opens a run file or a weights file, held still. `name` is the file's.
    pub fn import(self, name: String, bytes: Vec<u8>) {
        self.archive.when_loaded(move || {
            spawn_local(async move {
                let id = RunId::from(self.archive.reserve(1).await);
                self.tell(Notice::Importing { name: name.clone() });
                let import = Import { id: id.clone(), name, file: bytes };
                self.book.update_value(|book| book.begin_import(import));
                self.ask(PendingRun { id, way: Way::Import, is_playing: false });
            });
        });
    }

    /// The newest run file of a run.
    pub async fn file(self, id: &RunId) -> Option<Vec<u8>> {
        self.archive.file(id).await
    }

    /// The run whose network judges on /predict; none for the shipped ones.
    pub fn adopted(self) -> ReadSignal<Option<RunId>> {
        self.adoption.adopted.read_only()
    }

    /// Has the network of a run judge on /predict; none for the shipped ones. It holds for this
    /// visit.
    pub fn adopt(self, id: Option<RunId>) {
        let Some(id) = id else { return self.adoption.wish(None) };
        spawn_local(async move {
            let Some((name, _)) = self.saved(&id) else { return };
            match self.file(&id).await {
                Some(file) => self.adoption.wish(Some(Candidate { id, name, file })),
                None => self.tell(Notice::NoFile { name }),
            }
        });
    }

    /// Feature maps of the open run.
    pub fn maps(self) -> ReadSignal<Option<Maps>> {
        self.maps.read_only()
    }

    /// What the open autoencoder makes of some images.
    pub fn reconstructions(self) -> ReadSignal<Option<Arc<Reconstructions>>> {
        self.reconstructions.read_only()
    }

    /// The visitor's own pictures, the oldest first.
    pub fn own(self) -> ReadSignal<Vec<OwnItem>> {
        self.own.items.read_only()
    }

    /// Own pictures that have been prepared, of how many; none when none are being prepared.
    pub fn own_progress(self) -> ReadSignal<Option<(usize, usize)>> {
        self.own.progress.read_only()
    }

    /// Prepares pictures and adds them with the predicted class as their label.
    pub fn add_own(self, files: Vec<File>) {
        self.archive.when_loaded(move || {
            spawn_local(async move { self.own.add(files, self.archive).await });
        });
    }

    /// Adds pictures that are prepared and labelled already; see [`OwnPictureReader::add_labelled`].
    pub fn add_labelled(self, pictures: Vec<Labelled>, left_out: usize) {
        self.archive.when_loaded(move || {
            spawn_local(self.own.add_labelled(pictures, left_out, self.archive));
        });
    }

    /// Adds no more of the pictures that are being prepared.
    pub fn cancel_own(self) {
        self.own.cancel();
    }

    /// Labels a picture.
    pub fn label_own(self, id: u64, label: Class) {
        self.own.label(id, label, self.archive);
    }

    /// Removes a picture, to be taken back with [`Training::restore_own`].
    pub fn remove_own(self, id: u64) {
        self.own.remove(Some(id), self.archive);
    }

    /// Removes every picture, to be taken back with [`Training::restore_own`].
    pub fn clear_own(self) {
        self.own.remove(None, self.archive);
    }

    /// How many pictures the last removal took away and [`Training::restore_own`] brings back.
    pub fn removed_own(self) -> ReadSignal<Option<usize>> {
        self.own.removed.read_only()
    }

    /// Takes the last removal of pictures back.
    pub fn restore_own(self) {
        self.own.restore(self.archive);
    }

    /// Something to tell the visitor; `None` once it is dismissed.
    pub fn notice(self) -> RwSignal<Option<Notice>> {
        self.notice
    }

    fn tell(self, notice: Notice) {
        self.notice.set(Some(notice));
    }

    /// Name and newest saved step of a run.
    fn saved(self, id: &RunId) -> Option<(String, u64)> {
        self.book.with_value(|book| {
            let run = book.run(id)?;
            Some((run.config.name.clone(), run.saved_step.unwrap_or(0)))
        })
    }

    /// Shows what the book and the turn say now.
    fn publish(self) {
        let wanted = self.turn.with_value(|turn| turn.wanted().cloned());
        let (runs, open, removed, is_importing) = self.book.with_value(|book| {
            let open = wanted.as_ref().filter(|id| book.run(id).is_some()).cloned();
            let removed = book.removed().map(|run| run.config.name.clone());
            (book.runs().to_vec(), open, removed, book.is_importing())
        });
        self.runs.set(runs);
        set_if_new(self.open, open);
        set_if_new(self.removed, removed);
        let is_opening = |notice: &Option<Notice>| matches!(notice, Some(Notice::Importing { .. }));
        if !is_importing && self.notice.with_untracked(is_opening) {
            self.notice.set(None);
        }
    }
}

/// Sets a signal without waking those who would see the same again.
fn set_if_new<T: PartialEq + Send + Sync + 'static>(signal: RwSignal<T>, value: T) {
    if signal.with_untracked(|now| *now != value) {
        signal.set(value);
    }
}

/// Takes on what was stored.
fn load(
    stored: Stored,
    book: StoredValue<Runs>,
    runs: RwSignal<Vec<Arc<RunView>>>,
    own: OwnPictureReader,
    notice: RwSignal<Option<Notice>>,
) {
    let count = stored.runs.len() + stored.own.len();
    let read = stored
        .runs
        .into_iter()
        .filter_map(|(id, bytes)| decode_run(RunId(id), &bytes).logged("read a stored run"));
    book.update_value(|book| read.for_each(|(run, origin)| book.add(run, origin)));
    runs.set(book.with_value(|book| book.runs().to_vec()));
    let picture = |(id, bytes): (String, Vec<u8>)| {
        let id = id.parse().logged("read the number of a stored picture")?;
        decode_own(id, &bytes).logged("read a stored picture")
    };
    let pictures: Vec<OwnItem> = stored.own.into_iter().filter_map(picture).collect();
    let unread = count - pictures.len() - runs.with_untracked(Vec::len);
    own.load(pictures);
    if unread > 0 {
        notice.set(Some(Notice::OtherVersion { count: unread }));
    }
}

/// The lab, kept as long as the tab lives.
pub fn use_training() -> Training {
    lasting(|| Training::new(use_engine()))
}
