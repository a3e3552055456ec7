//! The page's side of production: the scene that is played, the run that comes of it, and what is
//! kept in the browser. It has no views.
//!
//! The engine makes the records ([`protocol::messages::ProductionPlan`]); here they are watched
//! ([`run`]), judged ([`score`]), shown as evidence, taken away as files ([`takeaway`]) and read
//! back ([`replay`]).

mod alarms;
mod baseline;
mod conducting;
mod evidence;
mod kinds;
mod record_log;
mod replay;
mod restoring;
mod run;
#[cfg(test)]
mod run_tests;
#[cfg(test)]
pub mod sample;
mod scene;
mod score;
mod session;
pub mod story;
mod takeaway;
mod tally;
mod trend;

use std::sync::Arc;

use gloo_events::EventListener;
use gloo_net::http::Request as Fetch;
use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use leptos::task::spawn_local;
use monitoring::shipped::{LIMITS_FILE, REFERENCE_FILE};
use policy::decision::Policy;
use protocol::messages::{Conduct, JobId, Pace};
use simulation::LinkError;
use statistics::drift::monitor::Event;

pub use baseline::Baseline;
#[cfg(test)]
pub use baseline::shipped;
pub use evidence::{Gallery, GalleryState, Worst, worst};
pub use record_log::Entry;
pub use restoring::{Replayed, RestoreError};
pub use run::Run;
pub use scene::{PACES, Scene, WINDOW, WINDOWS};
pub use score::{Row as ScoreRow, Scoreboard, injected, judged, seen_by};
pub use session::Stage;
pub use takeaway::{RunFile, RunFileError, log_lines};
pub use tally::{Group, Tally};
pub use trend::Point;

use crate::app::lasting::lasting;
use crate::app::site;
use crate::client::{Engine, use_engine};
use crate::decide::state::use_settled_policy;
use crate::storage::{load_setting, save_setting};
use replay::LogReader;
use session::Session;

/// Name in the browser's storage.
const KEY: &str = "vitrina.production";
/// Time between two pictures of a run.
const PICTURE_MS: u32 = 250;
/// Records that are watched at a stretch: a few milliseconds of work.
const STRETCH: u64 = 1_000;

/// The shipped reference and limits.
#[derive(Clone, Debug)]
pub enum Shipped {
    /// Nobody has asked for them, or they are on their way.
    Loading,
    /// Here.
    Ready(Arc<Baseline>),
    /// They did not come, and why.
    Missing(String),
}

/// A handle to production, copied freely.
#[derive(Clone, Copy)]
pub struct Production {
    engine: Engine,
    policy: Memo<Option<Policy>>,
    scene: RwSignal<Scene>,
    link_error: RwSignal<Option<LinkError>>,
    stage: RwSignal<Stage>,
    cursor: RwSignal<Option<u64>>,
    is_revealed: RwSignal<bool>,
    /// Counts the pictures of the run that were shown.
    picture: RwSignal<u64>,
    news: RwSignal<Vec<Event>>,
    shipped: RwSignal<Shipped>,
    gallery: RwSignal<GalleryState>,
    replayed: RwSignal<Option<Replayed>>,
    held: StoredValue<Held>,
}

/// What no view reads directly.
#[derive(Default)]
struct Held {
    run: Option<Run>,
    session: Session,
    job: Option<JobId>,
    /// The policy that the engine was asked to open with.
    opened_with: Option<Policy>,
    /// A log that is being read.
    reader: Option<LogReader>,
    /// The run that is being replayed.
    file: Option<RunFile>,
    is_asked: bool,
    is_working: bool,
    /// A picture was shown a moment ago.
    is_fresh: bool,
    /// Something has changed since.
    is_stale: bool,
}

impl Production {
    /// Nothing is loaded or played before it is asked for.
    pub fn new(engine: Engine, policy: Memo<Option<Policy>>) -> Self {
        let saved = load_setting(KEY).unwrap_or_default();
        let (scene, link_error) = Scene::read(&site::search(), &saved);
        let production = Self {
            engine,
            policy,
            scene: RwSignal::new(scene),
            link_error: RwSignal::new(link_error),
            stage: RwSignal::new(Stage::Idle),
            cursor: RwSignal::new(None),
            is_revealed: RwSignal::new(false),
            picture: RwSignal::new(0),
            news: RwSignal::new(Vec::new()),
            shipped: RwSignal::new(Shipped::Loading),
            gallery: RwSignal::new(GalleryState::None),
            replayed: RwSignal::new(None),
            held: StoredValue::new(Held::default()),
        };
        production.follow();
        EventListener::new(&document(), "visibilitychange", move |_| production.show()).forget();
        production
    }

    /// Loads reference and limits, once, and again where they did not come.
    pub fn load(self) {
        let is_missing =
            self.shipped.with_untracked(|shipped| matches!(shipped, Shipped::Missing(_)));
        let is_asked =
            self.held.try_update_value(|held| std::mem::replace(&mut held.is_asked, true));
        if is_asked == Some(true) && !is_missing {
            return;
        }
        self.shipped.set(Shipped::Loading);
        spawn_local(async move {
            let shipped = match fetch_yardstick().await {
                Ok(yardstick) => Shipped::Ready(Arc::new(yardstick)),
                Err(why) => Shipped::Missing(why),
            };
            self.shipped.set(shipped);
        });
    }

    /// What is played.
    pub fn scene(self) -> ReadSignal<Scene> {
        self.scene.read_only()
    }

    /// Why the schedule in the address could not be read.
    pub fn link_error(self) -> ReadSignal<Option<LinkError>> {
        self.link_error.read_only()
    }

    /// Where it stands.
    pub fn stage(self) -> ReadSignal<Stage> {
        self.stage.read_only()
    }

    /// The record whose window is looked at; none for the last one.
    pub fn cursor(self) -> RwSignal<Option<u64>> {
        self.cursor
    }

    /// Whether what is injected may be shown. Read where it is tracked, it tells of changes.
    pub fn is_revealed(self) -> bool {
        self.is_revealed.get() || !self.scene.with(|scene| scene.is_surprise)
    }

    /// Shows what is injected.
    pub fn reveal(self) {
        self.is_revealed.set(true);
    }

    /// The last changes of alerts, for those who are told of them.
    pub fn news(self) -> ReadSignal<Vec<Event>> {
        self.news.read_only()
    }

    /// Reference and limits.
    pub fn shipped(self) -> ReadSignal<Shipped> {
        self.shipped.read_only()
    }

    /// The images behind the records.
    pub fn gallery(self) -> ReadSignal<GalleryState> {
        self.gallery.read_only()
    }

    /// What came of the last replay; none once it is dismissed.
    pub fn replayed(self) -> RwSignal<Option<Replayed>> {
        self.replayed
    }

    /// Something of the run as the last picture has it, a few times a second at most; none while
    /// there is no run.
    pub fn read<T>(self, read: impl FnOnce(&Run) -> T) -> Option<T> {
        self.picture.track();
        self.peek(read)
    }

    /// Something of the run as it is now.
    pub fn peek<T>(self, read: impl FnOnce(&Run) -> T) -> Option<T> {
        self.held.with_value(|held| held.run.as_ref().map(read))
    }

    /// Plays something else, from its first record, held still.
    pub fn set_scene(self, scene: Scene) {
        self.link_error.set(None);
        self.is_revealed.set(false);
        self.scene.set(scene);
        self.keep_scene();
        self.begin_anew(false);
    }

    /// Plays the same again from the first record.
    pub fn restart(self) {
        self.begin_anew(true);
    }

    /// Sets the pace.
    pub fn set_pace(self, pace: Pace) {
        self.scene.update(|scene| scene.pace = pace);
        self.keep_scene();
        self.conduct(Conduct::Pace(pace));
    }

    /// Watches with another window, all records anew.
    pub fn set_window(self, window: usize) {
        let window = window.clamp(WINDOWS.0, WINDOWS.1);
        if self.scene.with_untracked(|scene| scene.window == window) {
            return;
        }
        self.scene.update(|scene| scene.window = window);
        self.keep_scene();
        self.cursor.set(None);
        if let Some(yardstick) = self.yardstick() {
            self.held.update_value(|held| {
                if let Some(run) = &mut held.run {
                    run.rewatch(window, &yardstick);
                }
            });
        }
        self.work();
    }

    fn yardstick(self) -> Option<Arc<Baseline>> {
        self.shipped.with_untracked(|shipped| match shipped {
            Shipped::Ready(yardstick) => Some(yardstick.clone()),
            Shipped::Loading | Shipped::Missing(_) => None,
        })
    }

    fn keep_scene(self) {
        save_setting(KEY, &self.scene.with_untracked(Scene::saved));
    }

    /// Does what waits, a stretch at a time, so that the page stays smooth.
    fn work(self) {
        let is_working =
            self.held.try_update_value(|held| std::mem::replace(&mut held.is_working, true));
        if is_working != Some(false) {
            return;
        }
        self.work_on();
    }

    fn work_on(self) {
        let (news, is_done) = self.held.try_update_value(Held::stretch).unwrap_or_default();
        if !news.is_empty() {
            self.news.set(news);
        }
        self.show();
        if is_done {
            self.held.update_value(|held| held.is_working = false);
            self.finish_replay();
        } else {
            Timeout::new(0, move || self.work_on()).forget();
        }
    }

    /// Shows a new picture, unless one was shown a moment ago or nobody looks.
    fn show(self) {
        let is_hidden = document().hidden();
        let shows = self.held.try_update_value(|held| {
            let shows = !is_hidden && !held.is_fresh;
            (held.is_fresh, held.is_stale) = (held.is_fresh || shows, !shows);
            shows
        });
        if shows != Some(true) {
            return;
        }
        self.picture.update(|picture| *picture += 1);
        Timeout::new(PICTURE_MS, move || {
            let is_stale = self.held.try_update_value(|held| {
                held.is_fresh = false;
                held.is_stale
            });
            if is_stale == Some(true) {
                self.show();
            }
        })
        .forget();
    }
}

impl Held {
    /// Some work, the changes of alerts that it brought, and whether nothing is left to do.
    fn stretch(&mut self) -> (Vec<Event>, bool) {
        let Some(run) = &mut self.run else { return (Vec::new(), true) };
        let mut is_read = true;
        if let Some(reader) = &mut self.reader {
            for place in reader.read(STRETCH as usize / 2) {
                match place {
                    Some(entry) => run.keep(&entry),
                    None => run.skip(),
                }
            }
            is_read = reader.is_done();
        }
        let news = run.watch(STRETCH);
        (news, is_read && !run.is_behind())
    }
}

async fn fetch_yardstick() -> Result<Baseline, String> {
    let (limits, reference) = (fetch(LIMITS_FILE).await?, fetch(REFERENCE_FILE).await?);
    Baseline::read(&limits, &reference).map_err(|error| error.to_string())
}

async fn fetch(name: &str) -> Result<Vec<u8>, String> {
    let address = site::file(&format!("models/{name}"));
    let response = Fetch::get(&address).send().await.map_err(|error| format!("{name}: {error}"))?;
    if !response.ok() {
        return Err(format!("{name}: {}", response.status()));
    }
    response.binary().await.map_err(|error| format!("{name}: {error}"))
}

/// Production, kept as long as the tab lives.
pub fn use_production() -> Production {
    lasting(|| Production::new(use_engine(), use_settled_policy()))
}
