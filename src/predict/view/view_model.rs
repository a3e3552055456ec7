//! What the parts of the page share: the policy, the chosen image, and its judgement.

use leptos::prelude::*;
use policy::decision::Policy;

use crate::decide::state::use_policy;
use crate::predict::judgement::Judgement;
use crate::predict::queue::{Item, Numbers, Sight, Tray, use_prediction_queue};

/// Signals that the parts of the page read.
#[derive(Clone, Copy)]
pub struct ViewModel {
    /// The thresholds with the reading that the visitor chose; none before the card has come.
    pub policy: Memo<Option<Policy>>,
    /// The number of the image that is looked at.
    pub selected_id: Memo<Option<u32>>,
    /// The image that is looked at.
    pub selected: Memo<Option<Item>>,
    /// Its numbers.
    pub prediction: Memo<Option<Numbers>>,
    /// Its judgement under the policy.
    pub judgement: Memo<Option<Judgement>>,
    /// Its pictures: those of the steps and the reconstructions.
    pub sight: Memo<Option<Sight>>,
    /// Whether they could not be made again.
    pub has_lost_sight: Memo<bool>,
}

/// Computes the shared signals for the parts of the page.
pub fn provide_view_model() {
    let desk = use_prediction_queue();
    let policy = use_policy();
    let selected = Memo::new(move |_| {
        desk.tray.with(|tray| tray.selected().and_then(|id| tray.item(id)).cloned())
    });
    let selected_id = Memo::new(move |_| desk.tray.with(Tray::selected));
    let prediction = Memo::new(move |_| {
        selected.with(|item| item.as_ref().and_then(|item| item.prediction().cloned()))
    });
    let judgement = Memo::new(move |_| {
        let prediction = prediction.get()?;
        policy.with(|policy| policy.as_ref().map(|policy| Judgement::new(&prediction, policy)))
    });
    let sight = Memo::new(move |_| desk.tray.with(|tray| tray.sight().cloned()));
    let has_lost_sight = Memo::new(move |_| desk.tray.with(Tray::has_lost_sight));
    provide_context(ViewModel {
        policy,
        selected_id,
        selected,
        prediction,
        judgement,
        sight,
        has_lost_sight,
    });
}

/// The shared signals.
pub fn use_view_model() -> ViewModel {
    expect_context()
}
