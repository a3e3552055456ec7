//! What the address says about a generator and about remedies for a rare class.

use dataset::Imbalance;
use protocol::comparison::Figure;
use protocol::gan::GanConfig;

use super::{Param, class, get, rare, share};

/// The class that a generator learns, with the share of it that is kept: as the address says on this page,
/// else the first of its rare classes, else [`GanConfig`]'s own.
pub fn minority(search: &str) -> Imbalance {
    let default = rare(search).first().copied().unwrap_or_else(|| GanConfig::default().imbalance());
    let ratio = get(search, Param::Keep).and_then(share).unwrap_or(default.ratio);
    Imbalance { class: class(search).unwrap_or(default.class), ratio }
}

/// The figure that remedies are compared by; F1 needs no word.
pub fn figure(search: &str) -> Figure {
    let name = get(search, Param::Figure).unwrap_or_default();
    Figure::ALL.into_iter().find(|figure| figure_name(*figure) == name).unwrap_or(Figure::F1)
}

/// A figure as the address writes it.
pub fn figure_value(figure: Figure) -> Option<&'static str> {
    (figure != Figure::F1).then(|| figure_name(figure))
}

fn figure_name(figure: Figure) -> &'static str {
    match figure {
        Figure::Recall => "recall",
        Figure::Precision => "precision",
        Figure::F1 => "f1",
        Figure::MacroF1 => "macro-f1",
        Figure::Accuracy => "accuracy",
    }
}

/// A whole number that the address gives, above 0.
pub fn number(search: &str, param: Param) -> Option<u32> {
    get(search, param)?.parse().ok().filter(|number| *number > 0)
}
