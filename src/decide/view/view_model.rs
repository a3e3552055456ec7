//! What the parts of the page share: the judged images, where the lines are, and what follows.

use dataset::{Class, Part};
use leptos::prelude::*;
use policy::decision::Policy;
use statistics::selection::{Costs, Tally, Thresholds};

use super::kept_costs::kept_costs;
use super::probe_set::{Measured, use_probes};
use super::scored::{Same, Scored};
use crate::client::use_cards;
use crate::decide::state::{
    Thresholds as ChosenThresholds, use_calibrated, use_policy, use_thresholds,
};
use crate::evaluate::state::{Key, Model, use_assessments};

/// Signals that the parts of the page read.
#[derive(Clone, Copy)]
pub struct ViewModel {
    /// The measurements that the page needs.
    pub keys: StoredValue<Vec<Key>>,
    /// The visitor's thresholds, to be changed.
    pub choice: ChosenThresholds,
    /// The policy as calibrated, with the visitor's reading.
    pub calibrated: Memo<Option<Policy>>,
    /// The judged validation images.
    pub scored: Memo<Option<Same<Scored>>>,
    /// Where the lines are.
    pub thresholds: Memo<Option<Thresholds>>,
    /// What they do to the validation images.
    pub tally: Memo<Option<Tally>>,
    /// The judged probes, held against the limits.
    pub probes: Memo<Option<Same<Vec<Measured>>>>,
    /// What mistakes and reviews cost.
    pub costs: RwSignal<Costs>,
}

impl ViewModel {
    /// Chooses thresholds at once.
    pub fn choose(self, thresholds: Thresholds) {
        if let Some(calibrated) = self.calibrated.get_untracked() {
            self.choice.choose(thresholds, &calibrated);
        }
    }

    /// Moves the lines: `change` gets where they are and says where they go.
    pub fn slide(self, change: impl FnOnce(Thresholds) -> Thresholds) {
        let lines = (self.calibrated.get_untracked(), self.thresholds.get_untracked());
        let (Some(calibrated), Some(now)) = lines else { return };
        let next = change(now);
        if next != now {
            self.choice.slide(next, &calibrated);
        }
    }
}

/// Computes the shared signals for the parts of the page, and asks for what they need.
pub fn provide_view_model() {
    let (cards, assessments, probes) = (use_cards(), use_assessments(), use_probes());
    let calibrated = use_calibrated();
    let policy = use_policy();
    let part = Part::Validation;
    let models = std::iter::once(Model::Classifier).chain(Class::ALL.map(Model::Autoencoder));
    let keys: Vec<Key> = models.map(|model| Key { model, part }).collect();
    assessments.ask(&keys);
    let keys = StoredValue::new(keys);
    on_cleanup(move || _ = keys.try_with_value(|keys| assessments.release(keys)));

    let card = move || cards.with(|cards| cards.as_ref().map(|cards| cards.card.clone()));
    let scored = Memo::new(move |_| {
        let (calibrated, card) = (calibrated.get()?, card()?);
        let all = keys.with_value(|keys| {
            keys.iter()
                .map(|key| assessments.get(key).answered().cloned())
                .collect::<Option<Vec<_>>>()
        })?;
        Scored::new(all.iter().map(|answered| &**answered), &calibrated, &card).map(Same::from)
    });
    let thresholds = Memo::new(move |_| policy.with(|policy| policy.as_ref().map(Thresholds::of)));
    let tally = Memo::new(move |_| {
        let thresholds = thresholds.get()?;
        scored.with(|scored| scored.as_ref().map(|scored| scored.tally(thresholds)))
    });
    let is_scored = Memo::new(move |_| scored.with(Option::is_some));
    Effect::new(move |_| {
        if is_scored.get() {
            probes.start();
        }
    });
    let measured = Memo::new(move |_| {
        let (calibrated, card, judged) = (calibrated.get()?, card()?, probes.judged()?);
        Some(Same::from(Measured::all(&judged, &calibrated, &card)))
    });
    provide_context(ViewModel {
        keys,
        choice: use_thresholds(),
        calibrated,
        scored,
        thresholds,
        tally,
        probes: measured,
        costs: kept_costs(),
    });
}

/// The shared signals.
pub fn use_view_model() -> ViewModel {
    expect_context()
}
