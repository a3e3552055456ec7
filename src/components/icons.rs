//! Drawings: the verdicts' marks, which differ in shape as well as in colour, and a few signs.

use leptos::prelude::*;
use policy::decision::Verdict;

/// A sign that stands beside words, never instead of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    /// Opens something below.
    Chevron,
    /// Leads on.
    Arrow,
    /// Takes away.
    Cross,
    /// Beware.
    Warning,
    /// How things are shown.
    Display,
    /// Put files here.
    Drop,
}

impl Icon {
    fn path(self) -> &'static str {
        match self {
            Self::Chevron => "M6 9.5l6 6 6-6",
            Self::Arrow => "M4 12h15M13 6l6 6-6 6",
            Self::Cross => "M6 6l12 12M18 6L6 18",
            Self::Warning => "M12 4.2L21 20H3zM12 10.5v4.2M12 17.4v.1",
            Self::Display => {
                "M12 3.5a8.5 8.5 0 100 17 8.5 8.5 0 000-17zM12 3.5v17M12 7.5h6.6M12 12h8.4M12 16.5h6.6"
            }
            Self::Drop => "M12 4v10.5M7.2 10l4.8 4.8 4.8-4.8M4.5 16v3.5h15V16",
        }
    }

    /// The drawing.
    pub fn draw(self) -> impl IntoView {
        view! {
            <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
                <path d=self.path()></path>
            </svg>
        }
    }
}

/// The mark of a verdict: a disc with a tick, a triangle with a bang, an octagon with a cross.
#[component]
pub fn VerdictMark(
    /// Which.
    verdict: Verdict,
) -> impl IntoView {
    let (outline, glyph) = match verdict {
        Verdict::Accept => {
            ("M12 1.5a10.5 10.5 0 100 21 10.5 10.5 0 000-21z", "M7 12.4l3.4 3.4L17 8.8")
        }
        Verdict::Review => ("M12 2.2L23 21.5H1z", "M12 9.3v5M12 17.7v.1"),
        Verdict::Reject => (
            "M7.8 1.7h8.4l6.1 6.1v8.4l-6.1 6.1H7.8l-6.1-6.1V7.8z",
            "M8.4 8.4l7.2 7.2M15.6 8.4l-7.2 7.2",
        ),
    };
    view! {
        <svg class=format!("mark {}", verdict_class(verdict)) viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path class="mark-shape" d=outline></path>
            <path class="mark-glyph" d=glyph></path>
        </svg>
    }
    .into_any()
}

/// The style sheet's name of a verdict.
pub fn verdict_class(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Accept => "is-accept",
        Verdict::Review => "is-review",
        Verdict::Reject => "is-reject",
    }
}
