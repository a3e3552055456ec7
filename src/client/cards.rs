//! The cards of the shipped networks: fetched beside the engine, which takes longer to come.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use policy::decision::{Policy, Reading};
use protocol::card::Card;
use protocol::photos_card::{PhotosCard, PhotosSummary};

use super::Engine;
use crate::app::fetch::fetch;
use crate::app::log::Logged;

/// What is known of the shipped networks.
#[derive(Clone, Debug, PartialEq)]
pub struct Cards {
    /// The model card.
    pub card: Arc<Card>,
    /// What the card of the classifier for photos says.
    pub photos: PhotosSummary,
}

impl Cards {
    /// The thresholds as calibrated, with quality read as `reading`.
    pub fn policy(&self, reading: Reading) -> Policy {
        Policy { photos: self.photos.thresholds, ..self.card.policy(reading) }
    }

    async fn fetch() -> Option<Self> {
        let card = fetch("models/card.json").await?;
        let photos = fetch("models/photos.json").await?;
        let photos: PhotosCard = serde_json::from_slice(&photos).logged("read photos.json")?;
        let card = Arc::new(serde_json::from_slice(&card).logged("read card.json")?);
        Some(Self { card, photos: photos.summary() })
    }
}

/// The cards, none before they have come; where they cannot be fetched, the engine's own.
pub fn provide_cards(engine: Engine) -> Memo<Option<Cards>> {
    let fetched = RwSignal::new(None);
    spawn_local(async move { fetched.set(Cards::fetch().await) });
    let state = engine.state();
    let cards = Memo::new(move |last: Option<&Option<Cards>>| {
        // The weights are the same after a restart, and so are the cards.
        last.cloned()
            .flatten()
            .or_else(|| fetched.get())
            .or_else(|| state.with(|state| state.ready().map(|ready| ready.cards.clone())))
    });
    provide_context(cards);
    cards
}

/// The cards, provided by the application.
pub fn use_cards() -> Memo<Option<Cards>> {
    expect_context()
}
