//! Why this class: an occlusion map over the garment, made when the visitor asks for it.

mod inquiry;
mod reading;

use std::sync::Arc;

use dataset::Class;
use leptos::prelude::*;
use vision::occlusion::Explanation;

use super::view_model::use_view_model;
use crate::app::preferences::use_lang;
use crate::components::picture::Picture;
use crate::components::{Icon, Pixels, TableBehind};
use inquiry::{Inquiry, State};
use reading::Reading;

/// The card.
#[component]
pub fn Why() -> impl IntoView {
    let lang = use_lang();
    let inquiry = Inquiry::new();
    let is_open = inquiry.is_open;
    let toggle_words =
        move || if is_open.get() { lang.get().why_hide() } else { lang.get().why_show() };
    let body = move || match inquiry.state.get() {
        State::Closed => ().into_any(),
        State::Asking => view! {
            <div class="why-map" aria-busy="true">
                <span class="pixels skeleton"></span>
                <p class="soft">{move || lang.get().why_asking()}</p>
            </div>
        }
        .into_any(),
        State::Answered(explanation) => view! { <Answer explanation/> }.into_any(),
        State::Failed(problem) => view! {
            <div class="notice">
                {Icon::Warning.draw()}
                <p>{move || lang.get().why_failed(&problem.why(lang.get()))}</p>
                <button type="button" class="button" on:click=move |_| inquiry.retry()>
                    {move || lang.get().why_again()}
                </button>
            </div>
        }
        .into_any(),
    };
    view! {
        <section class="card why" aria-labelledby="why-title">
            <h2 id="why-title">{move || lang.get().why()}</h2>
            <p class="soft">{move || lang.get().why_lead()}</p>
            <div class="actions">
                <button
                    type="button"
                    class="button"
                    aria-expanded=move || is_open.get().to_string()
                    aria-controls="why-body"
                    on:click=move |_| is_open.update(|is_open| *is_open = !*is_open)
                >
                    {toggle_words}
                </button>
            </div>
            <div id="why-body" class="why-body">{body}</div>
        </section>
    }
    .into_any()
}

/// The map with its legend, what it says in words, and the table behind it.
#[component]
fn Answer(
    /// What the classifier said.
    explanation: Arc<Explanation>,
) -> impl IntoView {
    let (lang, view_model) = (use_lang(), use_view_model());
    let explanation = StoredValue::new(explanation);
    // The predicted class at first; asking about another one is for this image.
    let asked = RwSignal::new(None::<Class>);
    let class = Memo::new(move |_| {
        let predicted = explanation.with_value(|one| policy::decision::top(&one.whole).0);
        asked.get().unwrap_or(predicted)
    });
    let reading =
        Memo::new(move |_| Arc::new(explanation.with_value(|one| Reading::new(one, class.get()))));
    let label = Signal::derive(move || reading.get().alt(lang.get()));
    let picture = Memo::new(move |_| {
        let reading = reading.get();
        view_model.prediction.with(|prediction| {
            let pixels = &prediction.as_ref()?.pixels;
            Picture::overlaid(pixels, &reading.pixels, reading.scale).map(Arc::new)
        })
    });
    view! {
        <ClassChoice class choose=Callback::new(move |class| asked.set(Some(class)))/>
        <div class="why-map">
            <div class="why-picture">
                <Pixels picture label/>
                {move || reading.get().marks().map(|mark| mark.draw()).collect_view()}
            </div>
            <div class="why-words">
                <ul role="status">
                    {move || reading.get().sentences(lang.get()).into_iter().map(|words| view! {
                        <li>{words}</li>
                    }).collect_view()}
                </ul>
                <Legend reading/>
                <p class="soft">{move || lang.get().why_marks()}</p>
            </div>
        </div>
        <p class="soft">{move || lang.get().why_note()}</p>
        <TableBehind label=Signal::derive(move || lang.get().why_table().to_owned())>
            <thead>
                <tr>
                    <th scope="col">{move || lang.get().why_region()}</th>
                    <th scope="col" class="num">{move || lang.get().why_change()}</th>
                </tr>
            </thead>
            <tbody>
                {move || reading.get().rows(lang.get()).into_iter().map(|(region, change)| view! {
                    <tr>
                        <th scope="row">{region}</th>
                        <td class="num">{change}</td>
                    </tr>
                }).collect_view()}
            </tbody>
        </TableBehind>
    }
    .into_any()
}

#[component]
fn ClassChoice(
    /// The class that is asked about.
    class: Memo<Class>,
    /// Asks about another one.
    choose: Callback<Class>,
) -> impl IntoView {
    let lang = use_lang();
    let options = Class::ALL
        .into_iter()
        .map(|option| {
            let is_chosen = move || class.get() == option;
            view! {
                <option value=option.slug() selected=is_chosen>
                    {move || lang.get().class_name(option)}
                </option>
            }
        })
        .collect_view();
    let change = move |event| {
        if let Some(class) = Class::parse(&event_target_value(&event)) {
            choose.run(class);
        }
    };
    view! {
        <div class="field is-inline">
            <label class="field-name" for="why-class">{move || lang.get().why_class()}</label>
            <select id="why-class" prop:value=move || class.get().slug() on:change=change>
                {options}
            </select>
        </div>
    }
    .into_any()
}

/// What the colours stand for: the ends of the scale, the same on both sides.
#[component]
fn Legend(
    /// What is shown.
    reading: Memo<Arc<Reading>>,
) -> impl IntoView {
    let lang = use_lang();
    let end = move || reading.get().end(lang.get());
    view! {
        <div class="legend">
            <span>{move || lang.get().why_raises(&end())}</span>
            <i aria-hidden="true"></i>
            <span>{move || lang.get().why_lowers(&end())}</span>
        </div>
    }
    .into_any()
}
