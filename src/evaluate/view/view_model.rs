//! What the parts of the page share: which models are chosen, what has been measured of them, and
//! what follows from it.

use std::sync::Arc;

use dataset::{Class, Part};
use leptos::prelude::*;
use policy::decision::Reading;
use protocol::card::Card;
use statistics::evaluation::McNemar;
use text::Lang;

use super::measures::compare;
use super::one_class::{OneClass, typical_limit};
use super::place::Lack;
use super::side::{Side, SideView, answered, lack, shipped_name};
use crate::app::address;
use crate::app::address::{ModelChoice, Param};
use crate::app::navigation::use_address;
use crate::app::preferences::use_preferences;
use crate::client::use_cards;
use crate::evaluate::state::{Assessments, Candidate, Key, Model, use_assessments};
use crate::train::state::{RunId, use_training};

/// The class that is normal while nobody has chosen one.
const FIRST_NORMAL: Class = Class::Trouser;

/// What is shown of the autoencoder.
#[derive(Clone, Copy)]
pub struct AutoencoderView {
    /// The class that is designated normal.
    pub normal: Memo<Class>,
    /// The visitor's run in the place of the shipped one.
    pub run: Memo<Option<Candidate>>,
    /// Why there may be nothing to see of it.
    pub lack: Memo<Lack>,
    /// How it tells its class from the rest.
    pub measured: Memo<Option<Arc<OneClass>>>,
    /// The largest error that counts as typical; none before it is known.
    pub limit: Memo<Option<f64>>,
    /// The measurements that it needs.
    pub keys: Memo<Vec<Key>>,
}

impl AutoencoderView {
    fn new(candidates: Memo<Vec<Candidate>>, card: Memo<Option<Arc<Card>>>) -> Self {
        let (address, assessments) = (use_address(), use_assessments());
        let reading = use_preferences().reading;
        let normal = Memo::new(move |_| {
            match address::reading(&address.search().get()).unwrap_or_else(|| reading.get()) {
                Reading::NormalClass(class) => class,
                Reading::PredictedClass => FIRST_NORMAL,
            }
        });
        let run = Memo::new(move |_| {
            let search = address.search().get();
            let id = RunId(address::run(address::get(&search, Param::Autoencoder)?)?);
            let normal = Some(normal.get());
            candidates
                .with(|all| all.iter().find(|run| run.id == id && run.normal == normal).cloned())
        });
        let model = Memo::new(move |_| match run.get() {
            Some(run) => run.model(),
            None => Model::Autoencoder(normal.get()),
        });
        let answered =
            move |part| Memo::new(move |_| answered(assessments, Some(model.get()), part));
        let (test, validation) = (answered(Part::Test), answered(Part::Validation));
        let measured =
            Memo::new(move |_| test.with(|test| OneClass::new(test.as_ref()?).map(Arc::new)));
        let limit = Memo::new(move |_| match model.get() {
            Model::Autoencoder(class) => card.get().and_then(|card| shipped_limit(&card, class)),
            _ => validation.with(|all| typical_limit(all.as_ref()?)),
        });
        let keys: Memo<Vec<Key>> = Memo::new(move |_| {
            let model = model.get();
            let is_own = matches!(model, Model::Own { .. });
            let parts: &[Part] =
                if is_own { &[Part::Test, Part::Validation] } else { &[Part::Test] };
            parts.iter().map(|part| Key { model: model.clone(), part: *part }).collect()
        });
        let lack = Memo::new(move |_| keys.with(|keys| lack(assessments, keys)));
        Self { normal, run, lack, measured, limit, keys }
    }
}

/// Signals that the parts of the page read.
#[derive(Clone, Copy)]
pub struct ViewModel {
    /// The first model.
    pub a: SideView,
    /// The second.
    pub b: SideView,
    /// The paired test of the two.
    pub comparison: Memo<Option<McNemar>>,
    /// The measurements that the classifiers need.
    pub keys: Memo<Vec<Key>>,
    /// The autoencoder.
    pub autoencoder: AutoencoderView,
    /// The visitor's runs that can be measured, the newest first.
    pub candidates: Memo<Vec<Candidate>>,
    /// The card of the shipped networks; it outlives a restart of the engine.
    pub card: Memo<Option<Arc<Card>>>,
}

impl ViewModel {
    /// One of the two models.
    pub fn side(self, side: Side) -> SideView {
        match side {
            Side::A => self.a,
            Side::B => self.b,
        }
    }

    /// The name of the shipped classifier that saw little of one class.
    pub fn imbalanced_name(self, lang: Lang) -> String {
        self.card.with(|card| shipped_name(&ModelChoice::Imbalanced, card.as_deref(), lang))
    }

    /// Whether a second model is chosen.
    pub fn has_b(self) -> bool {
        self.b.choice.with(|choice| *choice != ModelChoice::None)
    }
}

/// Computes the shared signals for the parts of the page, and asks for what they need.
pub fn provide_view_model() {
    let (cards, lab, assessments) = (use_cards(), use_training(), use_assessments());
    let card = Memo::new(move |_| cards.with(|cards| cards.as_ref().map(|own| own.card.clone())));
    let candidates = Memo::new(move |_| {
        lab.runs().with(|runs| runs.iter().filter_map(|run| Candidate::of(run)).collect::<Vec<_>>())
    });
    let (a, b) =
        (SideView::new(Side::A, candidates, card), SideView::new(Side::B, candidates, card));
    let comparison = Memo::new(move |_| compare(&*a.measures.get()?, &*b.measures.get()?));
    let keys = Memo::new(move |_| {
        // What is seen first is measured first.
        let order =
            [(a, Part::Test), (b, Part::Test), (a, Part::Validation), (b, Part::Validation)];
        let mut keys: Vec<Key> = order.into_iter().filter_map(|(s, part)| s.key(part)).collect();
        let mut seen = Vec::new();
        keys.retain(|key| {
            let is_new = !seen.contains(key);
            seen.push(key.clone());
            is_new
        });
        keys
    });
    let autoencoder = AutoencoderView::new(candidates, card);
    ask_as_chosen(assessments, keys, autoencoder.keys);
    provide_context(ViewModel { a, b, comparison, keys, autoencoder, candidates, card });
}

/// Asks for what is chosen, and takes back what is chosen no more and has not begun.
fn ask_as_chosen(assessments: Assessments, keys: Memo<Vec<Key>>, more: Memo<Vec<Key>>) {
    let all = Memo::new(move |_| [keys.get(), more.get()].concat());
    Effect::new(move |before: Option<Vec<Key>>| {
        let now = all.get();
        // A shipped autoencoder may be wanted for the table of all ten too.
        let is_gone = |key: &Key| !now.contains(key) && !matches!(key.model, Model::Autoencoder(_));
        let gone: Vec<Key> = before.unwrap_or_default().into_iter().filter(is_gone).collect();
        assessments.release(&gone);
        assessments.ask(&now);
        now
    });
    on_cleanup(move || {
        if let Some(all) = all.try_get_untracked() {
            assessments.release(&all);
        }
    });
}

fn shipped_limit(card: &Card, class: Class) -> Option<f64> {
    card.autoencoders.iter().find(|one| one.class == class).map(|one| one.max_error)
}

/// The shared signals.
pub fn use_view_model() -> ViewModel {
    expect_context()
}
