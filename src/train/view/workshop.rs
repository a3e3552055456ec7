//! What the parts of the page share: the form's draft, the run that is looked at, and what it is
//! compared with.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use dataset::Imbalance;
use leptos::prelude::*;
use protocol::run::{Preset, RunConfig};

use super::curves::{Drawn, INKS, Manner};
use super::draft::{Draft, DraftError, Origin};
use super::report::is_classifier;
use crate::app::address;
use crate::app::address::Param;
use crate::app::navigation::use_address;
use crate::app::preferences::use_lang;
use crate::train::state::{RunId, RunView, Training, use_training};

/// The seed that the form begins with, the one of the shipped networks.
const SEED: u64 = 42;
/// A choice that has not changed for this long is kept in the address.
const SETTLED: Duration = Duration::from_millis(400);

/// Signals that the parts of the page read.
#[derive(Clone, Copy)]
pub struct Workshop {
    /// The runs.
    pub lab: Training,
    /// The form as it is being filled in.
    pub draft: RwSignal<Draft>,
    /// What the form reads as.
    pub config: Memo<Result<RunConfig, DraftError>>,
    /// The run that is looked at.
    pub focus: Memo<Option<Arc<RunView>>>,
    /// Whether the engine has it, so that it can be steered.
    pub is_open: Memo<bool>,
    /// Whether it is the one that the engine had last, whose pictures the lab keeps.
    pub is_live: Memo<bool>,
    /// Runs drawn beside it.
    pub compared: RwSignal<BTreeSet<RunId>>,
    /// How curves are drawn.
    pub manner: RwSignal<Manner>,
    chosen: RwSignal<Option<RunId>>,
}

impl Workshop {
    /// Looks at a run.
    pub fn look_at(self, id: RunId) {
        self.chosen.set(Some(id));
    }

    /// The run that is looked at and those of its kind that it is compared with, in the order of
    /// [`INKS`].
    pub fn drawn(self) -> Vec<Arc<RunView>> {
        let Some(focus) = self.focus.get() else { return Vec::new() };
        let others = self.compared.with(|compared| {
            self.lab.runs().with(|runs| {
                runs.iter()
                    .filter(|run| run.id != focus.id && compared.contains(&run.id))
                    .filter(|run| is_classifier(&run.config) == is_classifier(&focus.config))
                    .take(INKS.len() - 1)
                    .cloned()
                    .collect::<Vec<_>>()
            })
        });
        std::iter::once(focus).chain(others).collect()
    }

    /// A value of the run that is looked at, which changes only when the value does.
    pub fn of_focus<T>(
        self,
        value: impl Fn(&RunView) -> T + Send + Sync + 'static,
    ) -> Memo<Option<T>>
    where
        T: PartialEq + Send + Sync + 'static,
    {
        Memo::new(move |_| self.focus.with(|run| run.as_ref().map(|run| value(run))))
    }

    /// Trains what the form says.
    pub fn train(self) {
        if let Ok(config) = self.config.get_untracked() {
            let from = match self.draft.with_untracked(|draft| draft.origin.clone()) {
                Origin::Run(id) => Some(id),
                Origin::Scratch | Origin::Shipped | Origin::ShippedImbalanced => None,
            };
            self.lab.start(config, from, true);
        }
    }

    /// Fills the form in from a preset.
    pub fn use_preset(self, preset: Preset) {
        let lang = use_lang().get_untracked();
        self.draft.set(Draft::of_preset(preset, SEED, lang));
    }
}

/// Runs with their colours, as charts take them.
pub fn with_inks(runs: &[Arc<RunView>]) -> Vec<Drawn<'_>> {
    runs.iter().zip(INKS).map(|(run, ink)| Drawn { run, ink }).collect()
}

/// Whether two views of a run are of different moments; comparing their records would be slow.
fn is_other(one: Option<&Option<Arc<RunView>>>, other: Option<&Option<Arc<RunView>>>) -> bool {
    match (one, other) {
        (Some(Some(one)), Some(Some(other))) => !Arc::ptr_eq(one, other),
        (Some(None), Some(None)) => false,
        _ => true,
    }
}

/// Changes the draft by hand, after which it is no preset any more.
pub fn change(draft: RwSignal<Draft>, change: impl FnOnce(&mut Draft)) {
    draft.update(|draft| {
        draft.preset = None;
        change(draft);
    });
}

/// Makes the signals for the parts of the page.
pub fn provide_workshop() -> Workshop {
    let (lab, lang, search) = (use_training(), use_lang(), use_address().search());
    let first = search.with_untracked(|search| address::preset(search)).unwrap_or(Preset::Quick);
    let mut draft = Draft::of_preset(first, SEED, lang.get_untracked());
    let rare = search.with_untracked(|search| address::rare(search));
    if !rare.is_empty() && rare != draft.rare {
        draft.rare = rare;
        draft.preset = None;
    }
    let draft = RwSignal::new(draft);
    keep_address(draft);
    let config = Memo::new(move |_| draft.with(Draft::read));
    let chosen = RwSignal::new(None);
    let focus = Memo::new_with_compare(
        move |_| {
            let wanted = chosen.get().or_else(|| lab.open().get());
            lab.runs().with(|runs| {
                let found = runs.iter().find(|run| Some(&run.id) == wanted.as_ref());
                found.or_else(|| runs.first()).cloned()
            })
        },
        is_other,
    );
    // A run that is opened is looked at, whatever was looked at before.
    Effect::new(move |_| {
        if let Some(id) = lab.open().get() {
            chosen.set(Some(id));
        }
    });
    let is_open =
        Memo::new(move |_| focus.with(|run| run.as_ref().is_some_and(|run| run.is_open())));
    let last = Memo::new(move |before: Option<&Option<RunId>>| {
        lab.open().get().or_else(|| before.cloned().flatten())
    });
    let is_live = Memo::new(move |_| {
        let id = focus.with(|run| run.as_ref().map(|run| run.id.clone()));
        id.is_some() && id == last.get()
    });
    let workshop = Workshop {
        lab,
        draft,
        config,
        focus,
        is_open,
        is_live,
        compared: RwSignal::new(BTreeSet::new()),
        manner: RwSignal::new(Manner { smoothing: 0.9, is_close: false }),
        chosen,
    };
    provide_context(workshop);
    workshop
}

/// Keeps preset and rare classes in the address as they are changed here.
fn keep_address(draft: RwSignal<Draft>) {
    let address = use_address();
    let preset = Memo::new(move |_| draft.with(|draft| draft.preset));
    Effect::new(move |before: Option<Option<Preset>>| {
        let now = preset.get();
        if before.is_some_and(|before| before != now) {
            address.set(Param::Preset, now.map(Preset::slug));
        }
        now
    });
    // A slider speaks many times a second, which browsers do not let an address do.
    let settle = StoredValue::new_local(debounce(SETTLED, move |rare: Vec<Imbalance>| {
        address.set(Param::Rare, address::rare_value(&rare).as_deref());
    }));
    let rare = Memo::new(move |_| draft.with(|draft| draft.rare.clone()));
    Effect::new(move |before: Option<Vec<Imbalance>>| {
        let now = rare.get();
        if before.is_some_and(|before| before != now) {
            settle.update_value(|settle| settle(now.clone()));
        }
        now
    });
}

/// The shared signals.
pub fn use_workshop() -> Workshop {
    expect_context()
}
