//! The production logic that is in force on every page: the card's thresholds with the reading
//! that the visitor chose.

use domain::decision::Policy;
use leptos::prelude::*;

use crate::client::Engine;
use crate::preferences::Preferences;

/// The policy in force; none before the card has come.
#[derive(Clone, Copy)]
pub struct InForce(pub Memo<Option<Policy>>);

impl InForce {
    /// Follows the engine's card and the visitor's choices. It outlives a restart of the engine:
    /// the weights are the same.
    pub fn new(engine: Engine, preferences: Preferences) -> Self {
        let state = engine.state();
        Self(Memo::new(move |last: Option<&Option<Policy>>| {
            let reading = preferences.reading.get();
            let fresh = state.with(|state| state.ready().map(|ready| ready.card.policy(reading)));
            fresh.or_else(|| last.cloned().flatten().map(|policy| Policy { reading, ..policy }))
        }))
    }
}

/// The policy in force.
pub fn use_policy() -> Memo<Option<Policy>> {
    expect_context::<InForce>().0
}
