//! What goes into the report, and the visitor's remarks. It has no views.

mod draft;
mod facts;
mod production;

use std::collections::BTreeMap;
use std::sync::Arc;

use dataset::{Class, Part};
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::photos_card::PhotosCard;
use report::{Chapter, ComparisonFacts, Document};

use crate::app::fetch::fetch;
use crate::app::lasting::lasting;
use crate::app::log::Logged;
use crate::app::preferences::use_lang;
use crate::augment::state::{Stage, use_comparing, use_generators, use_study};
use crate::client::{use_cards, use_engine};
use crate::evaluate::state::{Candidate, Key, Model, use_assessments};
use crate::monitor::state::use_production;
use crate::storage::{load_setting, save_setting};
use crate::train::state::use_training;
pub use draft::Draft;
use facts::{Sources, gather};

/// Name in the browser's storage.
const KEY: &str = "vitrina.report";
/// Classifiers that are chosen unasked, the newest first: each is measured on 10,000 images.
const CHOSEN_UNASKED: usize = 2;

/// The report, copied freely.
#[derive(Clone, Copy)]
pub struct Report {
    /// What the visitor chose and wrote.
    pub draft: RwSignal<Draft>,
    /// The visitor's classifiers that can be measured, the newest first.
    pub candidates: Memo<Vec<Candidate>>,
    /// Those that go in.
    pub chosen: Memo<Vec<Candidate>>,
    /// What has to be measured for it.
    pub keys: Memo<Vec<Key>>,
    /// Whether there is a production to put in.
    pub has_production: Memo<bool>,
    /// Whether there is a comparison of the visitor's own to put in.
    pub has_comparison: Memo<bool>,
    /// The report; none before the shipped networks' card has come.
    pub document: Memo<Option<Arc<Document>>>,
}

impl Report {
    fn new() -> Self {
        let draft = RwSignal::new(load_setting::<Draft>(KEY).unwrap_or_default());
        Effect::new(move |before: Option<()>| {
            draft.with(|draft| {
                if before.is_some() {
                    save_setting(KEY, draft);
                }
            });
        });
        let (training, assessments, cards) = (use_training(), use_assessments(), use_cards());
        let candidates = Memo::new(move |_| {
            let runs = training.runs();
            let mut own: Vec<Candidate> =
                runs.with(|runs| runs.iter().filter_map(|run| Candidate::of(run)).collect());
            own.retain(|own| own.normal.is_none());
            own.reverse();
            own
        });
        let chosen = Memo::new(move |_| {
            let mut own = candidates.get();
            let mut place = 0;
            own.retain(|own| {
                place += 1;
                draft.with(|draft| draft.takes(&own.id.0, place <= CHOSEN_UNASKED))
            });
            own
        });
        let keys = Memo::new(move |_| chosen.with(|chosen| keys(chosen)));
        let production = use_production();
        production.load();
        let has_production =
            Memo::new(move |_| production.read(|run| run.seen() > 0) == Some(true));
        let comparing = use_comparing();
        let has_comparison =
            Memo::new(move |_| comparing.stage().with(|stage| *stage == Stage::Done));
        let photos = RwSignal::new(None::<PhotosCard>);
        spawn_local(async move {
            let json = fetch("models/photos.json").await;
            photos.set(
                json.and_then(|json| serde_json::from_slice(&json).logged("read photos.json")),
            );
        });
        let (study, generators) = (use_study(), use_generators());
        let comparisons = Memo::new(move |_| {
            let shipped = study.with(|study| study.here().cloned());
            let shipped = shipped.iter().flat_map(|study| study.comparisons.iter().cloned());
            let mut all: Vec<ComparisonFacts> =
                shipped.map(|comparison| ComparisonFacts::new(comparison, false)).collect();
            if has_comparison.get() && draft.with(|draft| !draft.without_comparison) {
                let own = comparing.found().get();
                all.extend(own.map(|own| ComparisonFacts::new((*own).clone(), true)));
            }
            all
        });
        let (lang, engine) = (use_lang(), use_engine());
        let document = Memo::new(move |_| {
            let lang = lang.get();
            let own = draft.with(|draft| draft.own.clone());
            let takes_production = draft.with(|draft| !draft.without_production);
            let productions =
                takes_production.then(|| production::facts(production, lang)).flatten();
            let device = engine
                .state()
                .with(|state| state.ready().map(|ready| lang.device_name(&ready.report.device)));
            let sources = Sources {
                device,
                card: cards.with(|cards| cards.as_ref().map(|own| own.card.clone()))?,
                photos: photos.get(),
                chosen: chosen.get(),
                comparisons: comparisons.get(),
                generators: generators.with(|own| own.here().map(|card| card.generators.clone())),
                productions: productions.into_iter().collect(),
                own,
            };
            Some(Arc::new(gather(sources, assessments, training, lang)))
        });
        Self { draft, candidates, chosen, keys, has_production, has_comparison, document }
    }

    /// Keeps what the visitor writes at the end of a chapter.
    pub fn set_remark(self, chapter: Chapter, words: String) {
        self.draft.update(|draft| {
            let own: &mut BTreeMap<Chapter, String> = &mut draft.own;
            match words.trim().is_empty() {
                true => _ = own.remove(&chapter),
                false => _ = own.insert(chapter, words),
            }
        });
    }
}

/// What has to be measured: the shipped networks, whose answers lie beside them, and the chosen classifiers.
fn keys(chosen: &[Candidate]) -> Vec<Key> {
    let test = |model: Model| Key { model, part: Part::Test };
    let shipped = [Model::Classifier, Model::Imbalanced].map(test);
    let autoencoders = Class::ALL.map(|class| test(Model::Autoencoder(class)));
    let own = chosen.iter().flat_map(|own| {
        [Part::Validation, Part::Test].map(|part| Key { model: own.model(), part })
    });
    shipped.into_iter().chain(autoencoders).chain(own).collect()
}

/// The report, kept as long as the tab lives.
pub fn use_report() -> Report {
    lasting(Report::new)
}
