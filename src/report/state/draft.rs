//! What the visitor chose for the report and wrote into it, as the browser keeps it.

use std::collections::{BTreeMap, BTreeSet};

use report::Chapter;
use serde::{Deserialize, Serialize};

/// See the [module](self). Every field may be missing, so that an older draft still reads.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Draft {
    /// Runs that were chosen.
    chosen: BTreeSet<String>,
    /// Runs that were left out.
    left_out: BTreeSet<String>,
    /// Whether the production of the visit is left out.
    pub without_production: bool,
    /// Whether the visitor's comparison of remedies is left out.
    pub without_comparison: bool,
    /// The visitor's words at the end of chapters.
    pub own: BTreeMap<Chapter, String>,
}

impl Draft {
    /// Whether a run goes in; `unasked` says so of one that was neither chosen nor left out.
    pub fn takes(&self, run: &str, unasked: bool) -> bool {
        self.chosen.contains(run) || (unasked && !self.left_out.contains(run))
    }

    /// Chooses a run or leaves it out.
    pub fn choose(&mut self, run: &str, is_chosen: bool) {
        let (to, from) = match is_chosen {
            true => (&mut self.chosen, &mut self.left_out),
            false => (&mut self.left_out, &mut self.chosen),
        };
        from.remove(run);
        to.insert(run.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_chosen_or_left_out_stays_so_and_the_rest_is_as_it_comes() {
        let mut draft = Draft::default();
        assert!(draft.takes("1", true) && !draft.takes("1", false));
        draft.choose("1", false);
        assert!(!draft.takes("1", true));
        draft.choose("1", true);
        assert!(draft.takes("1", false));
    }

    #[test]
    fn a_draft_comes_back_as_it_was_and_an_older_one_still_reads() {
        let mut draft = Draft::default();
        draft.own.insert(Chapter::Analysis, "So it is.".to_owned());
        draft.choose("3", false);
        let json = serde_json::to_string(&draft).unwrap();
        assert_eq!(serde_json::from_str::<Draft>(&json).unwrap(), draft);
        assert_eq!(serde_json::from_str::<Draft>("{}").unwrap(), Draft::default());
    }
}
