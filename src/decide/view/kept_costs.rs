//! What mistakes and reviews cost, as the browser keeps it.

use leptos::prelude::*;
use statistics::selection::Costs;

use super::costs::MAX_COST;
use crate::storage::{load_setting, save_setting};

/// Name in the browser's storage.
const KEY: &str = "vitrina.costs";
/// The costs before the visitor says otherwise.
const FIRST: Costs = Costs { false_accept: 10.0, false_reject: 5.0, review: 1.0 };

/// The costs that the visitor set last; every later change is kept.
pub fn kept_costs() -> RwSignal<Costs> {
    let costs = RwSignal::new(checked(load_setting(KEY)));
    Effect::new(move |before: Option<()>| {
        let now = costs.get();
        if before.is_some() {
            save_setting(KEY, &now);
        }
    });
    costs
}

/// Costs that can be counted with: a record that was changed by hand may hold others.
fn checked(kept: Option<Costs>) -> Costs {
    let are_costs = |costs: &Costs| {
        let Costs { false_accept, false_reject, review } = costs;
        [false_accept, false_reject, review].into_iter().all(|cost| (0.0..=MAX_COST).contains(cost))
    };
    kept.filter(are_costs).unwrap_or(FIRST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kept_costs_come_back_and_senseless_ones_do_not() {
        let kept = Costs { false_accept: 3.5, false_reject: 0.0, review: MAX_COST };
        let json = serde_json::to_string(&kept).unwrap();
        assert_eq!(checked(serde_json::from_str(&json).ok()), kept);
        assert_eq!(checked(None), FIRST);
        for review in [-1.0, f64::NAN, 2.0 * MAX_COST] {
            assert_eq!(checked(Some(Costs { review, ..kept })), FIRST);
        }
    }
}
