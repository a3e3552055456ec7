//! What is played: seed, schedule, pace and window, as the address and the browser's storage hold
//! them. It does not know the browser.

use protocol::messages::Pace;
use serde::{Deserialize, Serialize};
use simulation::{LinkError, Preset, Schedule};

use crate::app::address;
use crate::app::address::Param;

/// The slowest and the fastest pace that can be set, in records a second.
pub const PACES: (f64, f64) = (1.0, 200.0);
/// The smallest and the largest window.
pub const WINDOWS: (usize, usize) = (50, 1_000);
/// The window that the shipped limits were set with.
pub const WINDOW: usize = 200;
/// The seed to begin with.
const SEED: u64 = 1;

/// What is played.
#[derive(Clone, Debug, PartialEq)]
pub struct Scene {
    /// Seed of the stream.
    pub seed: u64,
    /// What is injected.
    pub schedule: Schedule,
    /// Whether the schedule is hidden until it is revealed.
    pub is_surprise: bool,
    /// How fast.
    pub pace: Pace,
    /// Values of a signal in its window.
    pub window: usize,
}

impl Default for Scene {
    fn default() -> Self {
        Self::of_preset(Preset::DirtyCamera, SEED)
    }
}

/// A scene as the browser keeps it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SavedScene {
    seed: Option<u64>,
    schedule: Option<String>,
    pace: Option<Pace>,
    window: Option<usize>,
}

impl Scene {
    /// A ready-made schedule. A surprise is hidden.
    pub fn of_preset(preset: Preset, seed: u64) -> Self {
        Self {
            seed,
            schedule: preset.schedule(seed),
            is_surprise: preset == Preset::Surprise,
            pace: Pace::PerSecond(50.0),
            window: WINDOW,
        }
    }

    /// The preset whose schedule this is, if any.
    pub fn preset(&self) -> Option<Preset> {
        let fits = |preset: &Preset| {
            (*preset == Preset::Surprise) == self.is_surprise
                && preset.schedule(self.seed) == self.schedule
        };
        Preset::ALL.into_iter().find(fits)
    }

    /// The schedule as the address holds it.
    pub fn link(&self) -> String {
        if self.is_surprise { self.schedule.to_surprise_link() } else { self.schedule.to_link() }
    }

    /// The scene of an address, with what is saved where the address says nothing.
    ///
    /// # Errors
    /// The schedule in the address cannot be read; the scene beside it does without.
    pub fn read(search: &str, saved: &SavedScene) -> (Self, Option<LinkError>) {
        let mut scene = Self::default();
        scene.pace = saved.pace.filter(|pace| is_pace(*pace)).unwrap_or(scene.pace);
        let is_window = |window: &usize| (WINDOWS.0..=WINDOWS.1).contains(window);
        scene.window = saved.window.filter(is_window).unwrap_or(scene.window);
        let seed = address::get(search, Param::Seed).and_then(|seed| seed.parse().ok());
        let preset = address::get(search, Param::Preset).and_then(Preset::from_slug);
        if let Some(link) = address::get(search, Param::Schedule) {
            scene.seed = seed.unwrap_or(SEED);
            let error = scene.take_link(link).err();
            return (scene, error);
        }
        if let Some(preset) = preset {
            let Self { pace, window, .. } = scene;
            return (Self { pace, window, ..Self::of_preset(preset, seed.unwrap_or(SEED)) }, None);
        }
        // A saved schedule that another version wrote is no error of the visitor's.
        scene.seed = seed.or(saved.seed).unwrap_or(SEED);
        let link = saved.schedule.as_deref().unwrap_or_default();
        if scene.take_link(link).is_err() {
            scene.schedule = Preset::DirtyCamera.schedule(scene.seed);
        }
        (scene, None)
    }

    fn take_link(&mut self, link: &str) -> Result<(), LinkError> {
        let linked = Schedule::from_link(link)?;
        (self.schedule, self.is_surprise) = (linked.schedule, linked.surprise);
        Ok(())
    }

    /// The scene as the browser keeps it.
    pub fn saved(&self) -> SavedScene {
        SavedScene {
            seed: Some(self.seed),
            schedule: Some(self.link()),
            pace: Some(self.pace),
            window: Some(self.window),
        }
    }
}

fn is_pace(pace: Pace) -> bool {
    match pace {
        Pace::Fastest => true,
        Pace::PerSecond(rate) => (PACES.0..=PACES.1).contains(&rate),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(search: &str) -> Scene {
        Scene::read(search, &SavedScene::default()).0
    }

    #[test]
    fn the_address_names_a_preset_or_a_schedule_and_wins_over_what_is_saved() {
        let saved = Scene::of_preset(Preset::SlowGpu, 9).saved();
        assert_eq!(Scene::read("", &saved).0, Scene::of_preset(Preset::SlowGpu, 9));
        assert_eq!(read("preset=quiet-day&seed=7"), Scene::of_preset(Preset::QuietDay, 7));
        let (scene, error) = Scene::read("schedule=1~latency.40_sudden_700&seed=5", &saved);
        assert_eq!((scene.seed, scene.schedule.injections().len(), error), (5, 1, None));
        assert_eq!(scene.preset(), None);
    }

    #[test]
    fn a_surprise_travels_hidden_and_stays_so() {
        let scene = Scene::of_preset(Preset::Surprise, 77);
        let again = read(&format!("schedule={}&seed=77", scene.link()));
        assert_eq!(again, scene);
        assert!(again.is_surprise && !scene.link().contains("sudden"));
        assert_eq!(again.preset(), Some(Preset::Surprise));
    }

    #[test]
    fn a_link_that_cannot_be_read_is_an_error_and_old_storage_is_not() {
        let (_, error) = Scene::read("schedule=9~x", &SavedScene::default());
        assert_eq!(error, Some(LinkError::Version("9".to_owned())));
        let old = SavedScene {
            schedule: Some("0~old".to_owned()),
            pace: Some(Pace::PerSecond(1e9)),
            window: Some(1),
            ..SavedScene::default()
        };
        assert_eq!(Scene::read("", &old), (Scene::default(), None));
    }
}
