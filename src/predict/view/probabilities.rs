//! The class probabilities as a table whose bars are only for the eye.

use dataset::{CLASSES, Class};
use leptos::prelude::*;

use super::view_model::use_view_model;
use crate::app::preferences::use_lang;
use crate::predict::judgement::ranked;

/// Rows shown at first.
const TOP: usize = 4;

/// The table, its top rows or all ten.
#[component]
pub fn Probabilities() -> impl IntoView {
    let (lang, view_model) = (use_lang(), use_view_model());
    let shows_all = RwSignal::new(false);
    let rows = Memo::new(move |_| {
        view_model
            .prediction
            .with(|prediction| prediction.as_ref().map(|p| ranked(&p.probabilities)))
    });
    let count = move || if shows_all.get() { CLASSES } else { TOP };
    let body = move || {
        let count = count();
        match rows.get() {
            Some(rows) => rows
                .into_iter()
                .take(count)
                .map(|(class, probability)| view! { <Row class probability/> })
                .collect_view()
                .into_any(),
            None => (0..count)
                .map(|_| view! { <tr class="is-waiting"><td colspan="3"><span class="skeleton">"\u{a0}"</span></td></tr> })
                .collect_view()
                .into_any(),
        }
    };
    let toggle_words = move || {
        if shows_all.get() { lang.get().show_top_four() } else { lang.get().show_all_ten() }
    };
    view! {
        <section class="card" aria-labelledby="probabilities-title">
            <h2 id="probabilities-title">{move || lang.get().probabilities()}</h2>
            <table class="probabilities" aria-labelledby="probabilities-title">
                <thead class="hidden">
                    <tr>
                        <th scope="col">{move || lang.get().class()}</th>
                        <th scope="col"></th>
                        <th scope="col">{move || lang.get().probability()}</th>
                    </tr>
                </thead>
                <tbody>{body}</tbody>
            </table>
            <button
                type="button"
                class="button is-quiet"
                aria-expanded=move || shows_all.get().to_string()
                on:click=move |_| shows_all.update(|shows_all| *shows_all = !*shows_all)
            >
                {toggle_words}
            </button>
        </section>
    }
    .into_any()
}

#[component]
fn Row(
    /// Which class.
    class: Class,
    /// Its probability, in [0, 1].
    probability: f32,
) -> impl IntoView {
    let lang = use_lang();
    let width = format!("{:.2}%", probability.clamp(0.0, 1.0) * 100.0);
    view! {
        <tr>
            <th scope="row">{move || lang.get().class_name(class)}</th>
            <td aria-hidden="true"><i class="probability-bar" style:--v=width></i></td>
            <td class="num">{move || lang.get().percent(f64::from(probability), 1)}</td>
        </tr>
    }
    .into_any()
}
