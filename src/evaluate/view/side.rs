//! One of the two models that stand side by side: which it is, and what has been measured of it.

use std::sync::Arc;

use dataset::Part;
use leptos::prelude::*;
use protocol::card::Card;
use text::Lang;

use super::measures::{Calibration, Measures};
use super::place::Lack;
use crate::app::address;
use crate::app::address::{ModelChoice, Param};
use crate::app::navigation::use_address;
use crate::app::preferences::use_lang;
use crate::evaluate::state::{
    Assessment, Assessments, Candidate, Key, Model, Shared, use_assessments,
};
use crate::train::state::RunId;

/// One of the two models.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The first.
    A,
    /// The one beside it, which may be none.
    B,
}

impl Side {
    /// Its letter.
    pub fn letter(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
        }
    }

    /// Where the address holds it.
    pub fn param(self) -> Param {
        match self {
            Self::A => Param::ModelA,
            Self::B => Param::ModelB,
        }
    }

    /// What the page opens on.
    pub fn first(self) -> ModelChoice {
        match self {
            Self::A => ModelChoice::Full,
            Self::B => ModelChoice::Imbalanced,
        }
    }
}

/// What is shown of one of the two models.
#[derive(Clone, Copy)]
pub struct SideView {
    /// Which side.
    pub side: Side,
    /// What is chosen.
    pub choice: Memo<ModelChoice>,
    /// The network, where there is one.
    pub model: Memo<Option<Model>>,
    /// Its name.
    pub name: Memo<String>,
    /// Why there may be nothing to see of it.
    pub lack: Memo<Lack>,
    /// How it fares on the test images.
    pub measures: Memo<Option<Arc<Measures>>>,
    /// How far its confidence can be believed.
    pub calibration: Memo<Option<Arc<Calibration>>>,
}

impl SideView {
    /// Computes what the address chooses.
    pub fn new(
        side: Side,
        candidates: Memo<Vec<Candidate>>,
        card: Memo<Option<Arc<Card>>>,
    ) -> Self {
        let (address, assessments) = (use_address(), use_assessments());
        let lang = use_lang();
        let choice = Memo::new(move |_| {
            let search = address.search().get();
            let value = address::get(&search, side.param()).and_then(ModelChoice::parse);
            value.unwrap_or_else(|| side.first())
        });
        let run = Memo::new(move |_| {
            let ModelChoice::Run(number) = choice.get() else { return None };
            let id = RunId(number);
            candidates.with(|all| all.iter().find(|run| run.id == id).cloned())
        });
        let model = Memo::new(move |_| match choice.get() {
            ModelChoice::None => None,
            ModelChoice::Full => Some(Model::Classifier),
            ModelChoice::Imbalanced => Some(Model::Imbalanced),
            ModelChoice::Run(_) => run.with(|run| run.as_ref().map(Candidate::model)),
        });
        let name = Memo::new(move |_| {
            let lang = lang.get();
            match choice.get() {
                ModelChoice::Run(number) => run.with(|run| match run {
                    Some(run) => run.title(lang),
                    None => lang.evaluate_unnamed(&number),
                }),
                choice => shipped_name(&choice, card.get().as_deref(), lang),
            }
        });
        let answered = move |part| Memo::new(move |_| answered(assessments, model.get(), part));
        let (test, validation) = (answered(Part::Test), answered(Part::Validation));
        let measures =
            Memo::new(move |_| test.with(|test| Measures::new(test.as_ref()?).map(Arc::new)));
        let calibration = Memo::new(move |_| {
            let temperature = validation.with(|all| all.as_ref().and_then(|all| all.temperature()));
            Some(Arc::new(Calibration::new(&*measures.get()?, temperature?)))
        });
        let lack = Memo::new(move |_| {
            model.get().map_or(Lack::NoModel, |model| {
                let parts = [Part::Test, Part::Validation];
                lack(assessments, &parts.map(|part| Key { model: model.clone(), part }))
            })
        });
        Self { side, choice, model, name, lack, measures, calibration }
    }

    /// The measurement that it needs of a part.
    pub fn key(self, part: Part) -> Option<Key> {
        Some(Key { model: self.model.get()?, part })
    }
}

/// Whether something of these measurements is still to come.
pub fn lack(assessments: Assessments, keys: &[Key]) -> Lack {
    let is_coming = |key| {
        let assessment = assessments.get(key);
        assessment.is_pending() || assessment == Assessment::Idle
    };
    if keys.iter().any(is_coming) { Lack::Pending } else { Lack::NotMeasured }
}

/// What a network gave over a part, once it is there.
pub fn answered(assessments: Assessments, model: Option<Model>, part: Part) -> Option<Shared> {
    assessments.get(&Key { model: model?, part }).answered().cloned()
}

/// What a shipped classifier is called.
pub fn shipped_name(choice: &ModelChoice, card: Option<&Card>, lang: Lang) -> String {
    match choice {
        ModelChoice::Imbalanced => match card.and_then(|card| card.imbalanced.training.imbalance) {
            Some(rare) => lang
                .evaluate_imbalanced_of(lang.class_name(rare.class), &lang.percent(rare.ratio, 0)),
            None => lang.evaluate_imbalanced().to_owned(),
        },
        ModelChoice::None => lang.evaluate_none().to_owned(),
        ModelChoice::Full | ModelChoice::Run(_) => lang.evaluate_full().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_imbalanced_model_is_named_plainly_before_the_card_has_come() {
        let name = shipped_name(&ModelChoice::Imbalanced, None, Lang::Es);
        assert_eq!(name, "Desbalanceado");
    }
}
