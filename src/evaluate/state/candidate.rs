//! The visitor's runs that can be measured.

use dataset::Class;
use protocol::run::NetworkChoice;
use text::Lang;

use super::assessment::Model;
use crate::train::state::{RunId, RunState, RunView};

/// A run of the visitor's that can be measured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Which.
    pub id: RunId,
    /// The visitor's name for it, which may be empty.
    pub name: String,
    /// The step that its file was saved at.
    pub step: u64,
    /// The class of an autoencoder; none for a classifier.
    pub normal: Option<Class>,
}

impl Candidate {
    /// The run if it has ended and its network was kept.
    pub fn of(run: &RunView) -> Option<Self> {
        if !matches!(run.state, RunState::Finished | RunState::Stopped) {
            return None;
        }
        let normal = match run.config.network {
            NetworkChoice::Classifier(_) => None,
            NetworkChoice::Autoencoder(class) => Some(class),
        };
        Some(Self {
            id: run.id.clone(),
            name: run.config.name.clone(),
            step: run.saved_step?,
            normal,
        })
    }

    /// Its name, or its number where it has none.
    pub fn title(&self, lang: Lang) -> String {
        if self.name.is_empty() { lang.evaluate_unnamed(&self.id.0) } else { self.name.clone() }
    }

    /// Its network.
    pub fn model(&self) -> Model {
        Model::Own { run: self.id.clone(), step: self.step }
    }
}

#[cfg(test)]
mod tests {
    use protocol::run::Preset;

    use super::*;

    fn run(preset: Preset, state: RunState, saved_step: Option<u64>) -> RunView {
        let view = RunView::new(RunId::from(3), preset.config(42));
        RunView { state, saved_step, ..view }
    }

    #[test]
    fn only_runs_that_have_ended_and_were_kept_can_be_measured() {
        let of = |state, saved| Candidate::of(&run(Preset::Quick, state, saved));
        assert_eq!(of(RunState::Interrupted, Some(9)), None);
        assert_eq!(of(RunState::Finished, None), None);
        let candidate = of(RunState::Stopped, Some(9)).unwrap();
        assert_eq!((candidate.step, candidate.normal), (9, None));
        assert_eq!(candidate.title(Lang::En), "Run 3");
    }

    #[test]
    fn a_run_of_an_autoencoder_knows_its_class() {
        let run = run(Preset::Autoencoder, RunState::Finished, Some(9));
        assert_eq!(Candidate::of(&run).unwrap().normal, Some(Class::Trouser));
    }
}
