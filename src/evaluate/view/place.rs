//! The place of something that is not measured yet, or will not be.

use leptos::prelude::*;

use crate::app::preferences::use_lang;

/// Why there is nothing to see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lack {
    /// It is being measured, or will be.
    Pending,
    /// There is no model to measure.
    NoModel,
    /// It was cancelled or failed.
    NotMeasured,
}

impl Lack {
    /// What stands in the place of a number.
    pub fn mark(self) -> &'static str {
        match self {
            Self::Pending => "…",
            Self::NoModel | Self::NotMeasured => "–",
        }
    }
}

/// An empty place of a chart's size, or the reason why it stays empty.
#[component]
pub fn Place(
    /// Why there is nothing to see.
    lack: Memo<Lack>,
) -> impl IntoView {
    let lang = use_lang();
    let body = move || match lack.get() {
        Lack::Pending => view! { <div class="skeleton evaluate-place"></div> }.into_any(),
        Lack::NoModel => {
            view! { <p class="soft">{move || lang.get().evaluate_no_model()}</p> }.into_any()
        }
        Lack::NotMeasured => {
            view! { <p class="soft">{move || lang.get().evaluate_not_measured()}</p> }.into_any()
        }
    };
    view! { <div class="evaluate-lack">{body}</div> }
}
