//! The production logic that is in force on every page: the card's limits with the reading and the
//! thresholds that the visitor chose. The thresholds are kept in the browser and in the address;
//! the address wins, and a choice made through a link is for this visit alone.

mod choice;

use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use policy::decision::Policy;
use statistics::selection;

use crate::app::address::{Param, threshold_value, thresholds};
use crate::app::navigation::Address;
use crate::app::preferences::Preferences;
use crate::app::site;
use crate::client::Cards;
use crate::storage::{load_setting, save_setting};
pub use choice::Choice;
use choice::Past;

/// Name in the browser's storage.
const KEY: &str = "vitrina.thresholds";
/// How long a threshold has to lie still until it counts as chosen, in milliseconds.
const SETTLED_AFTER_MS: u32 = 400;

/// The policy in force; none before the card has come.
#[derive(Clone, Copy)]
pub struct InForce {
    calibrated: Memo<Option<Policy>>,
    policy: Memo<Option<Policy>>,
    settled: Memo<Option<Policy>>,
}

impl InForce {
    /// Follows the cards and the visitor's choices.
    pub fn new(
        cards: Memo<Option<Cards>>,
        preferences: Preferences,
        thresholds: Thresholds,
    ) -> Self {
        let calibrated = Memo::new(move |_| {
            let reading = preferences.reading.get();
            cards.with(|cards| cards.as_ref().map(|cards| cards.policy(reading)))
        });
        let policy = Memo::new(move |_| {
            let calibrated = calibrated.get()?;
            Some(thresholds.choice().thresholds(&calibrated).policy(&calibrated))
        });
        let settled = Memo::new(move |_| {
            let calibrated = calibrated.get()?;
            Some(thresholds.settled().get().thresholds(&calibrated).policy(&calibrated))
        });
        Self { calibrated, policy, settled }
    }
}

/// The policy in force.
pub fn use_policy() -> Memo<Option<Policy>> {
    expect_context::<InForce>().policy
}

/// The same once the lines lie still; for what need not follow every move.
pub fn use_settled_policy() -> Memo<Option<Policy>> {
    expect_context::<InForce>().settled
}

/// The policy as it was calibrated, with the reading that the visitor chose.
pub fn use_calibrated() -> Memo<Option<Policy>> {
    expect_context::<InForce>().calibrated
}

/// The visitor's thresholds.
#[derive(Clone, Copy)]
pub struct Thresholds {
    /// Where the lines are, also while they move.
    moving: RwSignal<Choice>,
    /// Where they came to lie.
    settled: RwSignal<Choice>,
    past: RwSignal<Past>,
    timer: StoredValue<Option<Timeout>, LocalStorage>,
}

impl Thresholds {
    /// Reads the address and the storage.
    pub fn load() -> Self {
        let saved: Choice = load_setting(KEY).unwrap_or_default();
        let (min_confidence, max_ratio) = thresholds(&site::search());
        let first = Choice { min_confidence, max_ratio }.or(saved.checked());
        Self {
            moving: RwSignal::new(first),
            settled: RwSignal::new(first),
            past: RwSignal::new(Past::default()),
            timer: StoredValue::new_local(None),
        }
    }

    /// What is chosen in the place of the calibrated thresholds, also while a line moves.
    pub fn choice(self) -> Choice {
        self.moving.get()
    }

    /// The same once the lines lie still; for what need not follow every move.
    pub fn settled(self) -> ReadSignal<Choice> {
        self.settled.read_only()
    }

    /// Moves a line. It counts as chosen once it has lain still for a moment.
    pub fn slide(self, thresholds: selection::Thresholds, calibrated: &Policy) {
        self.moving.set(Choice::of(thresholds, calibrated));
        let timer = Timeout::new(SETTLED_AFTER_MS, move || self.settle());
        // A timer that is replaced is stopped.
        self.timer.set_value(Some(timer));
    }

    /// Chooses thresholds at once.
    pub fn choose(self, thresholds: selection::Thresholds, calibrated: &Policy) {
        self.take(Choice::of(thresholds, calibrated));
    }

    /// Goes back to the calibrated thresholds.
    pub fn reset(self) {
        self.take(Choice::default());
    }

    /// Whether there is something to take back.
    pub fn can_undo(self) -> bool {
        self.past.with(|past| !past.is_empty()) || self.moving.get() != self.settled.get()
    }

    /// Takes back the last choice.
    pub fn undo(self) {
        self.settle();
        let before = self.past.try_update(Past::pop).flatten();
        if let Some(before) = before {
            self.moving.set(before);
            self.keep(before);
        }
    }

    fn take(self, choice: Choice) {
        self.settle();
        self.moving.set(choice);
        self.settle();
    }

    fn settle(self) {
        self.timer.set_value(None);
        let (now, before) = (self.moving.get_untracked(), self.settled.get_untracked());
        if now != before {
            self.past.update(|past| past.push(before));
            self.keep(now);
        }
    }

    fn keep(self, choice: Choice) {
        self.settled.set(choice);
        save_setting(KEY, &choice);
    }

    /// Lets the address say what is in force, so that it can be passed on.
    pub fn keep_in_address(self, address: Address) {
        Effect::new(move |_| {
            let Choice { min_confidence, max_ratio } = self.settled.get();
            address.set_all(vec![
                (Param::Confidence, min_confidence.map(threshold_value)),
                (Param::Ratio, max_ratio.map(threshold_value)),
            ]);
        });
    }
}

/// The visitor's thresholds, provided by the application.
pub fn use_thresholds() -> Thresholds {
    expect_context()
}
